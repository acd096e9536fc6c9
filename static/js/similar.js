// <form data-similar="url"> shows, while one writes, who said something like it. Only a hint:
// without it, or if anything fails, the server offers the same once after sending.

for (const form of document.querySelectorAll("form[data-similar]")) {
  const area = form.querySelector("textarea[name=text]");
  const place = form.querySelector("[data-similar-place]");
  if (!area || !place) continue;
  let pause;
  let asked = "";
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 1200);
  });

  async function ask() {
    const text = area.value.trim();
    if (text.length < 20 || text === asked) return;
    asked = text;
    try {
      const answer = await fetch(form.dataset.similar, {
        method: "POST",
        body: new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }),
        credentials: "same-origin",
      });
      if (!answer.ok || text !== asked) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...fresh.body.children);
      // Seen is seen: the server need not ask again.
      if (place.children.length) form.elements.confirmed.value = "1";
    } catch {
      // No hint this time.
    }
  }
}
