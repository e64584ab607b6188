// A long piece of work: its state is asked for every two seconds and told politely. The fragment is the one the page itself shows.
(() => {
  const place = document.querySelector(".progress[data-url]");
  if (!place) return;
  const state = place.querySelector("[data-state]");
  let wait = 2000;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (state.innerHTML.trim() !== told.html.trim()) state.innerHTML = told.html;
      if (told.finished) {
        if (place.dataset.then === "reload") location.reload();
        return;
      }
      wait = 2000;
    } catch {
      wait = Math.min(wait * 2, 30000);
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
})();
