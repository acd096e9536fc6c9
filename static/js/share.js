// <input data-share="title"> gets a button that copies its address, and one that hands it to an app.

for (const address of document.querySelectorAll("input[data-share]")) {
  const buttons = document.createElement("p");
  buttons.className = "gdb-share__buttons";
  const said = document.createElement("p");
  said.className = "gdb-share__said";
  said.setAttribute("role", "status");
  const offer = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "gdb-button gdb-button--secondary";
    button.textContent = label;
    button.addEventListener("click", act);
    buttons.append(button);
  };
  offer(address.dataset.copy, async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch {
      // Without https there is no clipboard for scripts; the address stays selected for Ctrl+C.
      if (!document.execCommand("copy")) return;
    }
    said.textContent = address.dataset.copied;
  });
  if (navigator.share) {
    offer(address.dataset.handOn, () =>
      // Whoever closes the list of apps changed their mind: that is no error.
      navigator.share({ title: address.dataset.share, url: address.value }).catch(() => {}),
    );
  }
  address.after(buttons, said);
}
