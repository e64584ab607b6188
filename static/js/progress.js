// A long piece of work: its state is asked for every two seconds and told politely; at the end the page leads on by itself.
(() => {
  const place = document.querySelector(".progress[data-url]");
  if (!place) return;
  const state = place.querySelector("[data-state]");
  const again = place.querySelector(".reload");
  let wait = 2000;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (state.innerHTML.trim() !== told.html.trim()) state.innerHTML = told.html;
      if (told.next) { location.assign(told.next); return; }
      if (told.finished) { if (again) again.hidden = true; return; }
      wait = 2000;
    } catch {
      wait = Math.min(wait * 2, 30000);
    }
    setTimeout(ask, wait);
  };
  if (again) setTimeout(ask, wait);
})();
