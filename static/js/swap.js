// <form data-swap="#id"> is sent with fetch, and #id is replaced by the same id of the answer.
// Whatever goes wrong, the browser sends the form itself, as it does without JavaScript.

const live = document.createElement("div");
live.className = "gdb-visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-swap]");
  const target = form && document.querySelector(form.dataset.swap);
  if (!target || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  if (target.getAttribute("aria-busy") === "true") return;
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form, button),
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(target.id);
    if (!fresh) throw new Error("the answer has no such part");
    const place = placeOf(button, target);
    target.replaceWith(fresh);
    focusAgain(fresh, place);
    announce(page, fresh);
  } catch {
    target.removeAttribute("aria-busy");
    // Not at once: while the submit event is still being told, browsers ignore a second one.
    setTimeout(() => sendNormally(form, button));
  }
});

// The same button of the new part: by name and label, since its value and state have changed.
function placeOf(button, target) {
  if (!button || !target.contains(button)) return -1;
  return [...target.querySelectorAll("button")].indexOf(button);
}

function focusAgain(fresh, place) {
  if (place < 0) return;
  const buttons = fresh.querySelectorAll("button");
  const next = buttons[place] ?? buttons[0];
  if (next) return next.focus();
  fresh.tabIndex = -1;
  fresh.focus();
}

// The answer's own messages, or the words the part holds ready for this.
function announce(page, fresh) {
  const messages = [...page.querySelectorAll(".gdb-messages .gdb-notice__text")].map((m) => m.textContent.trim());
  const own = (fresh.dataset.announce ? fresh : fresh.querySelector("[data-announce]"))?.dataset.announce;
  const words = messages.join(" ") || own || "";
  live.textContent = "";
  setTimeout(() => (live.textContent = words), 100);
}

function sendNormally(form, button) {
  delete form.dataset.swap;
  // requestSubmit keeps the pressed button's value, which submit() would lose.
  if (button?.form === form && button.isConnected) form.requestSubmit(button);
  else form.submit();
}
