// The session ended while somebody was typing: they sign in on the page itself, or in another tab, and the page goes on. Only the author of
// the text goes on with it; for anybody else the page is read anew. Without this script the text waits on the server.
(() => {
  const bars = [...document.querySelectorAll("[data-again]")].filter((bar) => bar.closest("form") && !bar.dataset.watched);
  if (!bars.length || !window.HTMLDialogElement) return;
  const forms = bars.map((bar) => bar.closest("form")), say = bars[0].dataset;
  for (const bar of bars) bar.dataset.watched = "1";
  let notice = null, dialog = null, last = null;
  for (const form of forms) form.addEventListener("focusin", (event) => { last = event.target; });

  const make = (tag, attributes = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...inside);
    return made;
  };
  const ask = async (body) => {
    const who = encodeURIComponent(forms[0].elements.namedItem("who").value);
    const answer = await fetch(`${say.again}?who=${who}`, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(30000) });
    return [answer.status, await answer.json().catch(() => null)];
  };
  const goOn = (told) => {
    if (!told.same) { location.reload(); return; }
    for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = told.csrf;
    dialog?.close();
    notice?.remove();
    notice = null;
    for (const form of forms) form.dispatchEvent(new CustomEvent("signed-in"));
    last?.focus();
  };
  const enter = async (event) => {
    event.preventDefault();
    const box = dialog.querySelector("form"), wrong = dialog.querySelector("[role=alert]");
    wrong.textContent = "";
    try {
      const [, before] = await ask();
      const body = new FormData(box);
      body.append("csrfmiddlewaretoken", before.csrf);
      const [status, told] = await ask(body);
      box.elements.namedItem("password").value = "";
      if (status === 200) goOn(told);
      else wrong.textContent = told?.texts?.join(" ") || (status === 429 ? say.locked : say.offline);
    } catch { wrong.textContent = say.offline; }
  };
  const build = () => {
    const field = (name, type, text, fill) => make("div", { className: "field" }, make("label", { htmlFor: `again_${name}`, textContent: text }), make("input", { id: `again_${name}`, name, type, autocomplete: fill, required: true }));
    const close = make("button", { type: "button", className: "btn second", textContent: say.later });
    close.addEventListener("click", () => dialog.close());
    const box = make("form", { noValidate: true }, make("h2", { id: "again-title", textContent: say.enter }), make("p", { textContent: say.ended }), make("p", { className: "error", role: "alert" }), field("username", "email", say.email, "username"), field("password", "password", say.password, "current-password"), make("div", { className: "btns" }, make("button", { type: "submit", className: "btn", textContent: say.enter }), " ", close));
    box.querySelector(".error").setAttribute("role", "alert");
    box.addEventListener("submit", enter);
    dialog = make("dialog", { className: "again" }, box);
    dialog.setAttribute("aria-labelledby", "again-title");
    document.body.append(dialog);
  };
  const open = async () => {
    const [, told] = await ask().catch(() => [0, null]);
    if (told?.signed_in) { goOn(told); return; }
    if (!dialog) build();
    dialog.showModal();
  };
  for (const form of forms) form.addEventListener("session-ended", () => {
    if (notice) return;
    const button = make("button", { type: "button", className: "btn", textContent: say.enter });
    button.addEventListener("click", open);
    notice = make("div", { className: "notice act", id: "session-ended" }, make("p", {}, make("b", { textContent: say.ended })), button);
    notice.setAttribute("role", "alert");
    const near = form.contains(last) ? last.closest(".field") : null;
    if (near) near.after(notice); else form.prepend(notice);
  });
  // signed in meanwhile in another tab: the page goes on by itself
  document.addEventListener("visibilitychange", async () => {
    if (!notice || document.visibilityState !== "visible") return;
    const [, told] = await ask().catch(() => [0, null]);
    if (told?.signed_in) goOn(told);
  });
})();
