// The language switch keeps what was typed: it waits in this tab's memory for the same page in the other language, and is then forgotten.
(() => {
  const bare = (path) => path.replace(/^\/(kk|ru|en)(?=\/|$)/, "");
  const key = "typed" + bare(location.pathname) + location.search;
  const skip = new Set(["hidden", "password", "file", "submit", "button"]);
  const fields = () => [...document.querySelectorAll("main form :is(input, select, textarea)[name]")].filter((field) => !skip.has(field.type));
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  let typed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("main form")) typed = true; });
  for (const link of document.querySelectorAll(".langs a")) {
    link.addEventListener("click", () => {
      if (!typed) return;
      const kept = fields().map((field) => [field.name, ticked(field) ? field.value : "", ticked(field) ? field.checked : field.value]);
      sessionStorage.setItem(key, JSON.stringify(kept));
    });
  }
  const stored = sessionStorage.getItem(key);
  if (!stored) return;
  sessionStorage.removeItem(key);
  for (const [name, option, value] of JSON.parse(stored)) {
    const field = fields().find((one) => one.name === name && (!ticked(one) || one.value === option));
    if (!field) continue;
    if (ticked(field)) field.checked = value; else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
