// <form data-draft="name"> keeps what is typed into its long fields in this tab until it is sent.
// Nothing leaves the browser, and closing the tab forgets it.

for (const form of document.querySelectorAll("form[data-draft]")) {
  for (const area of form.querySelectorAll("textarea[name]")) {
    const key = `draft:${form.dataset.draft}:${area.name}`;
    const kept = read(key);
    if (kept && !area.value) {
      area.value = kept;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.addEventListener("input", () => write(key, area.value));
  }
}

// A page that shows no form of that name, e.g. the topic after sending, forgets its draft.
export function forget(name) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(`draft:${name}:`)) sessionStorage.removeItem(key);
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
