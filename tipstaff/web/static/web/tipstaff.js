// Small comforts; every page works without them.
"use strict";

// Menus (<details data-menu>) close on Escape, giving the focus back, and when one clicks or tabs elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const moved of ["click", "focusin"]) {
  document.addEventListener(moved, (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// After a form came back with errors, begin at the summary.
document.querySelector("[data-focus]")?.focus();

// <button data-print>: prints the page; without script the browser's own menu does.
// <form data-once>: a second press while the first is under way sends nothing.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

// A table that fits needs no stop for the tab key; one that scrolls sideways does.
function tableStops() {
  for (const frame of document.querySelectorAll(".ts-table:not(.ts-table--stacked)")) {
    if (frame.scrollWidth > frame.clientWidth) frame.setAttribute("tabindex", "0");
    else frame.removeAttribute("tabindex");
  }
}
tableStops();
window.addEventListener("resize", tableStops);
document.addEventListener("htmx:afterSettle", tableStops);

// Print shows what the screen folds away.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main details:not([open])")) {
    fold.dataset.unfolded = "yes";
    fold.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-unfolded]")) {
    fold.open = false;
    delete fold.dataset.unfolded;
  }
});
