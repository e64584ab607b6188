// After a refused form the list of what is wrong is read first; a link in it puts the cursor into the field.
(() => {
  const summary = document.querySelector(".summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const place = field.closest(".field") || field;
    place.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
})();
