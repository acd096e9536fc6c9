// Loads what a page asks for by its data- attributes; a page without any gets nothing more.

const asks = (selector) => document.querySelector(selector) !== null;

if (asks("form[data-swap]")) import("./swap.js");
if (asks("textarea[data-count]")) import("./count.js");
if (asks("form[data-similar]")) import("./similar.js");
if (asks("[data-passages] .gdb-station__say")) import("./passage.js");
if (asks("input[data-share]")) import("./share.js");
if (asks("form[data-draft]")) import("./draft.js").then((draft) => draft.keepDrafts());
if (asks(".gdb-messages .gdb-notice--success")) import("./draft.js").then((draft) => draft.forgetSentDraft());

// An error summary takes the focus, so that nobody has to look for it.
document.querySelector("[data-autofocus]")?.focus();
