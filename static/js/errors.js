// After a refused form the list of what is wrong is read first; a link in it, or to the page, puts the cursor into the field.
(() => {
  const summary = document.querySelector(".summary");
  if (!summary) return;
  const enter = (hash) => {
    const field = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!field) return false;
    for (let fold = field.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    (control || field).focus({ preventScroll: true });
    return true;
  };
  if (!enter(location.hash)) summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && enter(link.hash)) event.preventDefault();
  });
})();
