// Asks for the content checks again when the editor has saved by itself.

const panel = () => document.querySelector("[data-content-checks]");
let waiting = 0;

async function lookAgain(pk) {
  const box = panel();
  if (!box || !pk) return;
  const answer = await fetch(box.dataset.contentChecks.replace("/0/", `/${pk}/`));
  if (answer.ok) box.innerHTML = await answer.text();
}

document.addEventListener("w-autosave:success", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(lookAgain, 400, event.detail.response.pk);
});
