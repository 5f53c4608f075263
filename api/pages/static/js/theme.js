// Light or dark: the reader's choice, else the system's. Loaded before the first paint, so it is no module.
(() => {
  "use strict";
  const KEY = "theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const show = () => {
    const theme = chosen() ?? (system.matches ? "dark" : "light");
    root.dataset.bsTheme = theme;
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(theme === "dark"));
    }
  };

  const turn = () => {
    try {
      localStorage.setItem(KEY, root.dataset.bsTheme === "dark" ? "light" : "dark");
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    show();
  };

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) turn();
  });
})();
