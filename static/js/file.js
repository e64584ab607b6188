// A file field in the page's own language: its button and "no file chosen" are ours, not the browser's; a file may also be dropped on it.
(() => {
  for (const place of document.querySelectorAll("[data-file]:not([data-ready])")) {
    const input = place.querySelector("input[type=file]"), label = place.querySelector("label"), say = place.dataset;
    if (!input || !label) continue;
    say.ready = "1";
    const id = input.id, box = document.createElement("div"), name = document.createElement("span");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn second", id, textContent: say.choose });
    input.id = `${id}_native`;
    input.hidden = true;
    name.id = `${id}_name`;
    name.setAttribute("aria-live", "polite");
    button.setAttribute("aria-labelledby", `${label.id} ${id}`);
    button.setAttribute("aria-describedby", [name.id, input.getAttribute("aria-describedby")].filter(Boolean).join(" "));
    if (input.getAttribute("aria-invalid")) button.setAttribute("aria-invalid", "true");
    box.className = "file-choice";
    box.append(button, name);
    input.after(box);
    const size = (bytes) => `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: bytes < 104858 ? 3 : 1 })}\u00a0${say.mb}`;
    const show = () => {
      const files = [...input.files];
      name.textContent = files.length ? files.map((one) => `${one.name}, ${size(one.size)}`).join("; ") : say.none;
      button.textContent = files.length ? say.other : say.choose;
    };
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", show);
    input.form?.addEventListener("reset", () => setTimeout(show));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  }
})();
