// A page with text saves itself: ten seconds after a change at most, when a field is left, and when the page is. What cannot be saved stays
// on the page and is said beside. Nothing is kept in the browser itself. A page may have several such forms: each saves itself.
for (const bar of document.querySelectorAll("[data-autosave]:not([data-state])")) (() => {
  const form = bar.closest("form");
  if (!form) return;
  const say = bar.dataset, SOON = 8000, LEAST = 2000, MOST = 60000, ROOM = 60000;
  const machinery = new Set(["csrfmiddlewaretoken", "who", "parked", "base_version", "bases", "do", "remove"]);
  const hidden = (name) => form.elements.namedItem(name);
  const controls = (name) => [...form.elements].filter((one) => one.name === name);
  const typedInto = (one) => one.name && !machinery.has(one.name) && !one.name.startsWith("document-") && !["hidden", "submit", "button", "file"].includes(one.type);
  const names = [...new Set([...form.elements].filter(typedInto).map((one) => one.name))];
  const read = (name, as) => {
    const [first, ...others] = controls(name);
    if (first.type === "radio") return [first, ...others].find((one) => as ? one.defaultChecked : one.checked)?.value ?? "";
    if (first.type === "checkbox") return (as ? first.defaultChecked : first.checked) ? "on" : "";
    if (first.tagName === "SELECT") return (as ? [...first.options].find((one) => one.defaultSelected) ?? first.options[0] : first.selectedOptions[0])?.value ?? "";
    return as ? first.defaultValue : first.value;
  };
  const write = (name, value) => {
    for (const one of controls(name)) {
      if (one.type === "radio") one.checked = one.value === value;
      else if (one.type === "checkbox") one.checked = value === "on";
      else one.value = value;
    }
  };
  const waiting = new Set((say.typed || "").split(" ").filter(Boolean));
  const known = new Map(names.map((name) => [name, waiting.has(name) ? null : read(name, true)]));
  const refused = new Map();   // field → the value that was not taken: sent again only when it is another
  const clashing = new Map();  // field → whose the other text is, in words
  let busy = null, inFlight = null, timer = 0, wait = LEAST, going = false, failing = false, ended = false;

  const dirty = () => names.filter((name) => read(name) !== known.get(name) && refused.get(name) !== read(name));
  const open = () => names.some((name) => read(name) !== known.get(name));
  // state: unsaved, saving, saved, failed – for the style sheet and for whoever waits
  const tell = (text, state, strong = "", link = null) => {
    say.state = state;
    bar.replaceChildren();
    if (strong) bar.append(Object.assign(document.createElement("b"), { textContent: strong }), " ");
    bar.append(text);
    if (link) bar.append(" ", link);
  };
  const enter = () => Object.assign(document.createElement("a"), { href: say.signIn, textContent: say.enter });
  const compare = () => Object.assign(document.createElement("button"), { type: "submit", name: "do", value: "stay", className: "btn second", textContent: say.compare });

  // A row marked as filled in while something is missing: which field and why, beside the mark, until it is put right.
  const point = (found) => {
    const tick = controls("complete")[0], place = tick?.closest(".field");
    if (!place) return;
    let told = document.getElementById("unfinished");
    if (!found.length) { told?.remove(); return; }
    if (!told) { told = Object.assign(document.createElement("div"), { id: "unfinished", className: "notice act" }); told.setAttribute("role", "status"); place.after(told); }
    const list = document.createElement("ul");
    for (const one of found) {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("a"), { href: one.at || "#main", textContent: one.label }), `: ${one.text}`);
      list.append(line);
    }
    told.replaceChildren(Object.assign(document.createElement("b"), { textContent: say.unfinished }), list);
  };

  const settle = (sent, answer) => {
    point(answer.unfinished || []);
    const held = new Set([...(answer.problems || []), ...(answer.conflicts || [])].map((one) => one.field));
    const late = new Set();
    for (const [name, value] of Object.entries(answer.theirs || {})) {
      if (!names.includes(name)) { write(name, value); continue; }  // a field that is not asked now is only carried along
      if (read(name) === (sent.get(name) ?? known.get(name))) { write(name, value); known.set(name, value); } else late.add(name);
    }
    for (const [name, value] of sent) {
      if (!held.has(name) && !(name in (answer.theirs || {}))) { known.set(name, value); refused.delete(name); clashing.delete(name); } else if (held.has(name)) refused.set(name, value);
    }
    for (const one of answer.conflicts || []) clashing.set(one.field, `${one.label} – ${one.text}`);
    if (answer.version) {
      const before = JSON.parse(hidden("bases").value || "{}"), page = Number(hidden("base_version").value), bases = {};
      for (const name of [...new Set([...held, ...late, ...clashing.keys(), ...refused.keys()])]) bases[name] = before[name] ?? page;
      hidden("bases").value = JSON.stringify(bases);
      hidden("base_version").value = answer.version;
    }
    hidden("parked").value = answer.parked || "";
    const taken = Object.keys(answer.theirs || {}).map((name) => form.querySelector(`label[for="id_${name}"], #id_${name} legend`)?.textContent.trim()).filter(Boolean);
    if (clashing.size) tell([...clashing.values()].join(" · "), "failed", say.conflict, compare());
    else if (answer.problems?.length) tell(answer.problems.map((one) => `${one.label} – ${one.text}`).join(" · "), "failed", say.problems);
    else if (taken.length) tell(`${say.merged} ${taken.join(", ")}`, "saved", answer.said);
    else tell(say.idle, "saved", answer.said);
  };

  const post = async (sent, again = true) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "who", "parked", "base_version", "bases"]) if (hidden(name)) body.append(name, hidden(name).value);
    body.append("fields", [...sent.keys()].join(" "));
    // What is only kept comes back with what had been read when it was typed: a version, a state.
    if (say.keeps) for (const one of form.elements) if (one.type === "hidden" && one.name && !machinery.has(one.name)) body.append(one.name, one.value);
    for (const [name, value] of sent) if (value || controls(name)[0].type !== "checkbox") body.append(name, value);
    const size = [...sent.values()].reduce((sum, value) => sum + 3 * value.length, 4000);
    const answer = await fetch(say.autosave, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: size < ROOM, signal: AbortSignal.timeout(30000) });
    const told = await answer.json().catch(() => null);
    if (told?.csrf) for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = told.csrf;
    if (answer.status === 403 && told?.csrf && again) { hidden("parked").value = told.parked; return post(sent, false); }
    return [answer.status, told];
  };

  // true: the server has it. false: the page must stay open.
  const save = async () => {
    clearTimeout(timer);
    timer = 0;
    while (busy) if (!await busy) return false;
    const sent = new Map(dirty().map((name) => [name, read(name)]));
    if (!sent.size) { failing = false; return true; }
    tell(say.saving, "saving");
    inFlight = sent;
    busy = attempt(sent);
    const done = await busy;
    busy = inFlight = null;
    if (!done && !ended) later((wait = Math.min(wait * 2, MOST)) / 2);
    else if (dirty().length) later(SOON);
    return done;
  };
  const attempt = async (sent) => {
    let status = 0, told = null;
    try { [status, told] = await post(sent); } catch { /* no connection: said below, tried again */ }
    failing = ended = false;
    if (told && (status === 200 || (status === 409 && told.version))) {
      wait = LEAST;
      settle(sent, told);
      return true;
    }
    failing = true;
    if (told?.parked !== undefined && told.parked) hidden("parked").value = told.parked;
    if (status === 401) { ended = true; form.dispatchEvent(new CustomEvent("session-ended")); tell(told?.parked ? say.ended : say.unsent, "failed", "", enter()); return false; }
    if (told?.text) { ended = status === 423; tell(told.text, "failed"); return ended; }
    tell(say.offline, "failed");
    return false;
  };
  const later = (after) => { if (!timer) timer = setTimeout(save, after); };

  form.addEventListener("input", (event) => {
    if (!typedInto(event.target) || !dirty().length) return;
    say.touched = "";  // from now on the bar stays in sight; before, it would only cover what is to be read
    if (!failing) tell(say.unsaved, "unsaved");
    later(SOON);
  });
  form.addEventListener("change", (event) => { if (typedInto(event.target)) save(); });
  form.addEventListener("signed-in", () => { ended = false; wait = LEAST; save(); });
  window.addEventListener("online", () => { wait = LEAST; save(); });
  const leave = () => {
    if (going) return;
    if (!busy) { save(); return; }
    const left = dirty().filter((name) => inFlight?.get(name) !== read(name));
    if (left.length) post(new Map(left.map((name) => [name, read(name)]))).catch(() => {});
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", (event) => {
    if (!going && open() && !hidden("parked").value && (failing || refused.size || clashing.size)) event.preventDefault();
  });
  // The button waits until the server has the text: a form sent to a server that does not answer would be gone.
  form.addEventListener("submit", async (event) => {
    if (going) return;
    if (!busy && !dirty().length && !failing) { going = true; return; }
    event.preventDefault();
    const submitter = event.submitter;
    if (!await save()) return;
    going = true;
    form.requestSubmit(submitter && submitter.isConnected ? submitter : undefined);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) going = false; });
  if (waiting.size) tell(say.unsaved, "unsaved"); else tell(say.idle, "saved");
})();
