// <textarea data-count="5000"> tells how many characters are left; said aloud only when one pauses.

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const most = Number(area.dataset.count);
  const words = document.documentElement.lang.startsWith("en")
    ? { left: (n) => `${n} characters left`, over: (n) => `${n} characters too many` }
    : { left: (n) => `Noch ${n} Zeichen`, over: (n) => `${n} Zeichen zu viel` };
  const shown = document.createElement("p");
  shown.className = "gdb-field__count";
  shown.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "gdb-visually-hidden";
  spoken.setAttribute("role", "status");
  area.after(shown, spoken);

  let pause;
  const number = new Intl.NumberFormat(document.documentElement.lang || "de");
  const update = () => {
    // Counted as people do and as the server does: a line break and an emoji are one each.
    const left = most - [...area.value.trim()].length;
    const text = left < 0 ? words.over(number.format(-left)) : words.left(number.format(left));
    shown.textContent = text;
    shown.classList.toggle("gdb-field__count--over", left < 0);
    clearTimeout(pause);
    if (left < most / 5) pause = setTimeout(() => (spoken.textContent = text), 1200);
  };
  area.addEventListener("input", update);
  update();
}
