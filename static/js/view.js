// Larger text without pictures, at once and without a new page. Works on the published files too, where no server keeps the choice.
(() => {
  const root = document.documentElement;
  const large = () => document.cookie.split("; ").includes("view=large");
  if (large()) root.dataset.view = "large";
  for (const form of document.querySelectorAll("form[data-view-switch]")) {
    const button = form.querySelector("button");
    const say = () => { if (form.dataset.normal) button.textContent = root.dataset.view === "large" ? form.dataset.normal : form.dataset.large; };
    say();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const on = root.dataset.view !== "large";
      if (on) root.dataset.view = "large"; else delete root.dataset.view;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `view=${on ? "large" : ""}; path=/; max-age=${on ? 31536000 : 0}; samesite=lax${secure}`;
      say();
    });
  }
})();
