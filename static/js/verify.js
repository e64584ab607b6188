// «Check a document»: the file is hashed here and never leaves the reader's computer; the hash is asked about like a pasted one.
(() => {
  const part = document.querySelector("[data-needs-script]");
  const form = document.querySelector("[data-checksum]");
  if (!part || !form || !window.crypto || !crypto.subtle) return;
  part.hidden = false;
  const said = part.querySelector("[data-said]"), input = part.querySelector("input"), drop = part.querySelector("[data-drop]");
  const OURS = /^(summary\.json|manifest\.json|datapackage\.json|(lines|summary)\.schema\.json|lines(-excel)?\.csv|(changes|discipline)\.csv|changes\.json|((changes|discipline)\.)?dictionary\.csv|report\.(xlsx|(kk|ru)\.(pdf|docx))|LICENSE\.txt|SHA256SUMS)$/i;
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const bare = (name) => name.replace(/(\s*\(\d+\)|\s*-\s*(copy|копия|көшірме))+(?=\.[^.]+$|$)/i, "");
  // What a text file says of itself: the year and the number of its edition
  const marker = (name, bytes) => {
    if (!/\.json$/i.test(name)) return {};
    const text = new TextDecoder().decode(bytes);
    const edition = text.match(/"edition":\s?(\d{1,3})\b/), years = [...text.matchAll(/"year":\s?(\d{4})\b/g)];
    return edition && years.length ? { edition: edition[1], year: years[years.length - 1][1] } : {};
  };
  const check = async (file) => {
    said.textContent = said.dataset.working;
    try {
      const bytes = await file.arrayBuffer();
      const asked = new URLSearchParams({ sha256: hex(await crypto.subtle.digest("SHA-256", bytes)) });
      const name = bare(file.name);
      if (OURS.test(name)) asked.set("name", name);
      for (const [key, value] of Object.entries(marker(name, bytes))) asked.set(key, value);
      location.assign(`${form.getAttribute("action")}?${asked}`);
    } catch { said.textContent = said.dataset.failed; }
  };
  input.addEventListener("change", () => { if (input.files[0]) check(input.files[0]); });
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]); });
})();
