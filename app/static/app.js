"use strict";
// Small comforts. Every page works without this file.

const IDLE_AFTER_MS = 8000;

function holdSecondClick(event) {
  const button = event.submitter;
  if (event.defaultPrevented || !button || button.type !== "submit") return;
  if (button.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  // aria-disabled, not disabled: the button's name and value must still be sent.
  button.setAttribute("aria-disabled", "true");
  window.setTimeout(() => button.removeAttribute("aria-disabled"), IDLE_AFTER_MS);
}

function releaseButtons() {
  document.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

function focusErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

function closeMenus(event) {
  document.querySelectorAll("details.account[open]").forEach((menu) => {
    const outside = event.type === "click" && !menu.contains(event.target);
    const escaped = event.type === "keydown" && event.key === "Escape";
    if (!outside && !escaped) return;
    menu.open = false;
    if (escaped) menu.querySelector("summary").focus();
  });
}

function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.querySelectorAll("[data-print]").forEach(offerPrint);
document.addEventListener("submit", holdSecondClick);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("htmx:after:swap", (event) => focusErrors(event.target));
window.addEventListener("pageshow", releaseButtons);
focusErrors(document);
