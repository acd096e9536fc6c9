// Loads what a page asks for by its data- attributes; a page without any gets nothing more.
const parts = {
  "[data-swap]": () => import("./swap.js"),
  "[data-count]": () => import("./count.js"),
  "[data-draft]": () => import("./draft.js"),
};

for (const [selector, load] of Object.entries(parts)) {
  if (document.querySelector(selector)) load();
}

// An error summary takes the focus, so that nobody has to look for it.
document.querySelector("[data-autofocus]")?.focus();
