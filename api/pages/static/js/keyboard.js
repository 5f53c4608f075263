// Single-key shortcuts: / searches, g and a letter goes, ? lists them. They can be switched off (WCAG 2.1.4).

const KEY = "shortcuts";
const WAIT = 1500; // milliseconds for the letter after g

const dialog = document.getElementById("shortcuts");
const toggle = document.querySelector("[data-shortcuts-switch]");
let leading = 0;

const isOn = () => localStorage.getItem(KEY) !== "off";
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

const open = () => {
  toggle.checked = isOn();
  dialog.showModal();
};

const follow = (letter) => {
  leading = 0;
  document.querySelector(`[data-goto="${CSS.escape(letter)}"]`)?.click();
};

const press = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.open || !isOn()) return;
  if (event.timeStamp - leading < WAIT && leading) return follow(event.key);
  if (event.key === "g") leading = event.timeStamp;
  if (event.key === "?") open();
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
};

document.addEventListener("keydown", press);
toggle.addEventListener("change", () => localStorage.setItem(KEY, toggle.checked ? "on" : "off"));
for (const button of document.querySelectorAll("[data-shortcuts-open]")) {
  button.hidden = false;
  button.addEventListener("click", open);
}

// The first thing to read after a form was refused is what is wrong with it.
document.querySelector(".error-summary")?.focus();
