// A document is sent with a bar and a way to stop it while the page stays: text goes on saving itself beside. Each failure has its words,
// and whatever was typed remains. Any button that would leave the page with a chosen file sends the file first.
(() => {
  const part = document.querySelector("[data-upload]");
  const form = part?.closest("form");
  if (!form || !window.FormData) return;
  const say = part.dataset, NAME = "document-";
  const find = (name) => part.querySelector(`[data-${name}]`);
  const place = find("table"), going = find("going"), bar = going.querySelector("progress"), percent = find("percent"), said = find("said");
  const fields = () => [...part.querySelectorAll(`[name^="${NAME}"]`)];
  const file = () => fields().find((one) => one.type === "file");
  const control = (id) => document.getElementById(id) || document.getElementById(`${id}_native`);
  let sending = null;

  const tell = (text, wrong = false, link = null) => {
    said.replaceChildren();
    said.className = wrong ? "err" : "note";
    if (wrong) said.append(`${say.error} `);
    said.append(text);
    if (link) said.append(" ", link);
  };
  const unmark = () => {
    for (const one of part.querySelectorAll(".wrong")) if (one.matches(".field")) one.classList.remove("wrong");
    for (const one of part.querySelectorAll(".field .err")) one.remove();
    for (const one of part.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  };
  const mark = ({ field, text }) => {
    const one = field && control(field), box = one?.closest(".field");
    if (!box) { tell(text, true); return; }
    const words = Object.assign(document.createElement("span"), { className: "err", id: `${field}_error`, textContent: `${say.error} ${text}` });
    box.classList.add("wrong");
    box.querySelector("label").after(words);
    one.setAttribute("aria-invalid", "true");
    one.setAttribute("aria-describedby", [words.id, ...(one.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== words.id)].join(" "));
  };
  const refuse = (problems) => {
    unmark();
    tell("");
    problems.forEach(mark);
    const first = problems.find((one) => one.field && control(one.field));
    (first ? control(first.field) : said).focus();
  };
  const early = () => {
    const chosen = file().files[0], id = file().id.replace(/_native$/, "");
    if (!chosen) return null;
    const kind = chosen.name.split(".").pop().toLowerCase();
    if (!chosen.name.includes(".") || !say.kinds.split(" ").includes(kind)) return { field: id, text: say.type };
    if (!chosen.size) return { field: id, text: say.empty };
    return chosen.size > say.limit * 1048576 ? { field: id, text: say.large } : null;
  };
  const busy = (is) => {
    going.hidden = !is;
    find("add").disabled = is;
    if (!is) { bar.value = 0; percent.textContent = ""; }
  };
  const clear = () => {
    for (const one of fields()) { one.value = ""; if (one.type === "file") one.dispatchEvent(new Event("change", { bubbles: true })); }
  };
  const enter = () => Object.assign(document.createElement("a"), { href: say.signIn, textContent: say.enter });

  // Sends what is described; gives whether it was added.
  const send = (again = true) => new Promise((done) => {
    const problem = early();
    if (problem) { refuse([problem]); done(false); return; }
    const body = new FormData(), request = new XMLHttpRequest();
    for (const name of ["csrfmiddlewaretoken", "who", "parked"]) if (form.elements.namedItem(name)) body.append(name, form.elements.namedItem(name).value);
    for (const one of fields()) if (one.type !== "file") body.append(one.name, one.value); else if (one.files[0]) body.append(one.name, one.files[0]);
    sending = request;
    busy(true);
    tell(file().files[0] ? `${say.sending} ${file().files[0].name}` : say.checking);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) { bar.removeAttribute("value"); return; }
      bar.value = 100 * event.loaded / event.total;
      percent.textContent = `${Math.floor(bar.value)}\u00a0%`;
    });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); percent.textContent = ""; tell(say.checking); });
    const end = (text, link) => { sending = null; busy(false); if (text) { tell(text, true, link); find("add").focus(); } done(false); };
    request.addEventListener("abort", () => { end(); tell(say.cancelled); find("add").focus(); });
    request.addEventListener("error", () => end(say.broken));
    request.addEventListener("load", () => {
      let told = null;
      try { told = JSON.parse(request.responseText); } catch { /* a page of words for a browser: told by its number below */ }
      if (told?.csrf) for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = told.csrf;
      if (told?.parked !== undefined && form.elements.namedItem("parked")) form.elements.namedItem("parked").value = told.parked;
      if (request.status === 403 && told?.csrf && again) { sending = null; send(false).then(done); return; }
      if (request.status === 422 && told?.problems) { end(); refuse(told.problems); return; }
      if (request.status === 401) { end(say.ended, enter()); return; }
      if (request.status === 413) { end(say.large); return; }
      if (request.status === 429 || request.status === 503) { end(say.busy); return; }
      if (request.status !== 200 || !told?.html) { end(told?.text || say.failed); return; }
      sending = null;
      busy(false);
      unmark();
      clear();
      put(told);
      tell(told.said);
      done(true);
    });
    request.open("POST", say.upload);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });

  // The table as the server draws it; asked for again while a check is awaited, ever more seldom.
  let wait = 2000, timer = 0;
  const put = (told) => {
    if (place.innerHTML.trim() !== told.html.trim() && !place.contains(document.activeElement)) place.innerHTML = told.html;
    clearTimeout(timer);
    if (told.waiting) timer = setTimeout(ask, wait = Math.min(wait * 1.5, 60000));
  };
  const ask = async () => {
    try {
      const answer = await fetch(say.upload, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
      if (answer.ok) put(await answer.json());
    } catch { /* asked again when the page is opened anew */ }
  };

  find("add").addEventListener("click", (event) => {
    event.preventDefault();
    if (!sending) send();
  });
  find("cancel").addEventListener("click", () => sending?.abort());
  form.addEventListener("submit", (event) => {
    if (!sending && !file().files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    if (!sending) send().then((added) => { if (added) form.requestSubmit(submitter?.isConnected ? submitter : undefined); });
  }, true);
  window.addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
  if ("waiting" in say) timer = setTimeout(ask, wait);
})();
