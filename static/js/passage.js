// Whoever selects words within one paragraph of a version is offered to speak about just these.
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

// Counted as the server counts: an emoji is one character.
const length = (text) => [...text].length;

function paragraphOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const inside = element?.closest("[data-passages] [id]");
  return inside?.querySelector(":scope > .gdb-station .gdb-station__say") ? inside : null;
}

// Tables show cells, but their row is one text: there, only the whole row can be spoken about.
function selectedIn(paragraph, range) {
  if (paragraph.closest("table")) return null;
  const words = document.createRange();
  words.selectNodeContents(paragraph);
  words.setEndBefore(paragraph.querySelector(":scope > .gdb-station"));
  const whole = words.toString();
  const before = words.cloneRange();
  before.setEnd(range.startContainer, range.startOffset);
  const from = length(before.toString());
  const to = Math.min(from + length(range.toString()), length(whole));
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
