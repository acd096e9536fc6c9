// The queue by keyboard. Keys act only while a comment has the focus, never while somebody types.

const queue = document.querySelector("[data-queue]");
const items = queue ? [...queue.querySelectorAll("[data-item]")] : [];

function go(item) {
  if (item) {
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }
}

function act(item, key) {
  const at = items.indexOf(item);
  switch (key) {
    case "j":
      return go(items[at + 1]);
    case "k":
      return go(items[at - 1]);
    case "f":
      return item.querySelector("[data-approve]")?.click();
    case "a": {
      const hide = item.querySelector("[data-hide]");
      if (hide) {
        hide.open = true;
        hide.querySelector("select").focus();
      }
      return undefined;
    }
    case "x":
      return item.querySelector("[data-pick]")?.click();
    default:
      return undefined;
  }
}

if (items.length) {
  document.querySelector("[data-shortcuts]")?.removeAttribute("hidden");
  queue.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const item = event.target.closest("[data-item]");
    if (item && "jkfax".includes(event.key.toLowerCase()) && event.key.length === 1) {
      event.preventDefault();
      act(item, event.key.toLowerCase());
    }
  });
  // After a decision the address names the next one; on a fresh visit the first gets the focus.
  go(items.find((item) => `#${item.id}` === window.location.hash) ?? items[0]);
}
