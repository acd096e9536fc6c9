// Whoever selects words within one paragraph of a text is offered to speak about just these.
// The link stands after the paragraph's own one, so that the keyboard reaches it as well.

const WORDS = document.documentElement.lang.startsWith("en")
  ? "Comment on the selected words"
  : "Zu den ausgewählten Worten etwas sagen";

const offer = document.createElement("span");
offer.className = "gdb-selected";
const link = offer.appendChild(document.createElement("a"));
link.textContent = WORDS;
const spoken = document.body.appendChild(document.createElement("p"));
spoken.className = "gdb-visually-hidden";
spoken.setAttribute("role", "status");

// Counted as the server counts: an emoji is one character, and so is any space however wide.
const plain = (text) => text.replace(/\s+/g, " ").trimStart();
const length = (text) => [...text].length;

function paragraphOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const inside = element?.closest("[data-passages] [id]");
  return inside?.querySelector(":scope > .gdb-station .gdb-station__say") ? inside : null;
}

// Where a page shows other words than were frozen (the cells of a row, a fact without its label),
// only the whole paragraph can be spoken about.
function selectedIn(paragraph, range) {
  if (paragraph.closest("table, [data-whole]")) return null;
  const words = document.createRange();
  words.selectNodeContents(paragraph);
  words.setEndBefore(paragraph.querySelector(":scope > .gdb-station"));
  const whole = plain(words.toString()).trimEnd();
  const before = words.cloneRange();
  before.setEnd(range.startContainer, range.startOffset);
  const until = words.cloneRange();
  until.setEnd(range.endContainer, range.endOffset);
  const from = length(plain(before.toString()));
  const to = Math.min(length(plain(until.toString())), length(whole));
  const isSomething = [...whole].slice(from, to).join("").trim() !== "";
  return isSomething && to - from < length(whole) ? { from, to } : null;
}

function look() {
  const selection = document.getSelection();
  if (offer.contains(selection?.anchorNode) || offer.contains(document.activeElement)) return;
  const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const paragraph = range && paragraphOf(range.startContainer);
  const isWithin = paragraph && paragraph === paragraphOf(range.endContainer);
  const words = isWithin && selectedIn(paragraph, range);
  if (!words) {
    offer.remove();
    spoken.textContent = "";
    return;
  }
  const form = paragraph.querySelector(":scope > .gdb-station .gdb-station__say").href;
  link.href = `${form}?von=${words.from}&bis=${words.to}`;
  if (offer.parentElement !== paragraph) paragraph.append(offer);
  spoken.textContent = WORDS;
}

let pause;
document.addEventListener("selectionchange", () => {
  clearTimeout(pause);
  pause = setTimeout(look, 250);
});
