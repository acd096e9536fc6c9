// <form data-draft="name"> keeps what is typed into its long fields in this tab until it is sent.
// Nothing leaves the browser, and closing the tab forgets it.

const PREFIX = "draft:";
const SENT = "draft-sent";

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    for (const area of form.querySelectorAll("textarea[name]")) {
      const key = `${PREFIX}${form.dataset.draft}:${area.name}`;
      const kept = read(key);
      // Whoever types at once was faster than this file.
      if (area.value !== area.defaultValue) write(key, area.value);
      else if (kept && !area.value) {
        area.value = kept;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
      area.addEventListener("input", () => write(key, area.value));
    }
    form.addEventListener("submit", () => write(SENT, form.dataset.draft));
  }
}

// The page after sending: only one that reports success proves that the text arrived.
export function forgetSentDraft() {
  const name = read(SENT);
  if (!name || !document.querySelector(".gdb-messages .gdb-notice--success")) return;
  if (document.querySelector("form[data-draft]")) return;
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(`${PREFIX}${name}:`) || key === SENT) sessionStorage.removeItem(key);
    }
  } catch {
    // A browser that forbids storage has nothing to forget.
  }
}

function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // Full or forbidden: the text still stands in the field.
  }
}
