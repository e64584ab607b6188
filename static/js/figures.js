// Inserts the chosen figure as a reference where the cursor stands in one of the two texts.
(() => {
  const list = document.querySelector("[data-figures]"), buttons = document.querySelector("[data-insert]");
  if (!list || !buttons) return;
  buttons.hidden = false;
  for (const button of buttons.querySelectorAll("[data-into]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.into);
      field.setRangeText(`{{${list.value}}}`, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
})();
