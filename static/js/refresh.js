// The last day of the term: the counts and the table are asked for anew every minute, while somebody looks and nothing in them has the focus.
(() => {
  const sign = document.querySelector("[data-refresh]");
  if (!sign) return;
  const parts = ["main .top h1", "main .top .lead", "#as-of", "table.matrix tbody"];
  const fine = sign.textContent;
  sign.hidden = false;
  const ask = async () => {
    if (document.visibilityState !== "visible" || document.activeElement?.closest("table.matrix")) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const old = document.querySelector(part), fresh = page.querySelector(part);
        if (old && fresh && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
      }
      sign.textContent = fine;
    } catch {
      sign.textContent = sign.dataset.stale;
    }
  };
  setInterval(ask, Number(sign.dataset.refresh) * 1000);
})();
