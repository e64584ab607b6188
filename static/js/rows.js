// Keys of the reviewer's row page; each is written beside its link or button. Positions of keys, not letters: they work in every layout.
(() => {
  const by = (name) => document.querySelector(`[data-key="${name}"]`);
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey || event.metaKey) return;
    const name = event.altKey && !event.ctrlKey && ["PageDown", "PageUp"].includes(event.code) ? event.code : "";
    const target = name ? by(name) : event.ctrlKey && !event.altKey && ["Enter", "NumpadEnter"].includes(event.code) ? by("Enter") : null;
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "A") target.click(); else target.form.requestSubmit(target);
  });
})();
