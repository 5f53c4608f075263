// Suggestions as one types: the combobox pattern of WAI-ARIA with a listbox. Without script the box is a plain one.

const PAUSE = 150; // milliseconds after a key

const closeList = (box, list) => {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};

const choose = (box, list, option) => {
  box.value = option.dataset.question;
  closeList(box, list);
  box.form.requestSubmit();
};

const show = (box, list, found) => {
  list.replaceChildren(
    ...found.map((each, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.role = "option";
      option.setAttribute("aria-selected", "false");
      option.dataset.question = each.question;
      option.textContent = each.text;
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(box, list, option));
      return option;
    }),
  );
  if (!found.length) return closeList(box, list);
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
};

const move = (box, list, step) => {
  const options = [...list.children];
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length];
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  box.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
};

const press = (box, list, event) => {
  if (list.hidden) return;
  const chosen = list.querySelector('[aria-selected="true"]');
  if (event.key === "ArrowDown") move(box, list, 1);
  else if (event.key === "ArrowUp") move(box, list, -1);
  else if (event.key === "Escape") closeList(box, list);
  else if (event.key === "Enter" && chosen) choose(box, list, chosen);
  else return;
  event.preventDefault();
};

const attach = (box) => {
  box.type = "text"; // a search box may not be a combobox
  const list = document.getElementById(box.dataset.suggestList);
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const turn = ++asked;
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`);
    const found = answer.ok ? await answer.json() : [];
    if (turn === asked && document.activeElement === box) show(box, list, found);
  };
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => press(box, list, event));
  box.addEventListener("blur", () => closeList(box, list));
};

for (const box of document.querySelectorAll("[data-suggest]")) attach(box);
