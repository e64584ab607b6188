// A row asks only what its answer needs: the rest is folded away, never emptied. A field with an error or a value stays in sight.
(() => {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
  const filled = (part) => [...part.querySelectorAll("input, textarea, select")].some((field) =>
    (field.type === "radio" || field.type === "checkbox") ? field.checked : field.type !== "hidden" && field.type !== "submit" && field.value.trim());
  const fold = (attribute, value) => {
    for (const part of form.querySelectorAll(`[${attribute}]`)) {
      const wanted = part.getAttribute(attribute).split(" ").includes(value);
      part.hidden = !wanted && !filled(part) && !part.querySelector(".wrong");
    }
  };
  const draw = () => { fold("data-for", chosen("answer")); fold("data-for-status", chosen("status")); };
  form.addEventListener("change", draw);
  draw();
})();
