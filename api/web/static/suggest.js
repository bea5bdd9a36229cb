// Completion of a search box: an editable combobox with a list, after the ARIA Authoring Practices (combobox, list autocomplete).
const KINDS = { heading: "标题", indicator: "指标", unit: "单位" };
const DELAY = 150; // milliseconds after the last key

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可选的词语");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  let timer = 0;
  let latest = "";

  const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); };
  const close = () => { clearTimeout(timer); latest = ""; show(false); input.removeAttribute("aria-activedescendant"); };
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    const before = chosen();
    if (before) before.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function take(option) {
    input.value = option.dataset.text;
    close();
    input.form.requestSubmit();
  }

  function fill(suggestions) {
    list.textContent = "";
    list.append(...suggestions.map(({ text, kind }, n) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${n}`, textContent: text });
      const label = Object.assign(document.createElement("span"), { className: "kind", textContent: KINDS[kind] || kind });
      option.dataset.text = text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(label);
      return option;
    }));
    input.removeAttribute("aria-activedescendant");
    show(suggestions.length > 0);
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < 1 || typed.length > 30) return close();
    latest = typed;
    const answer = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: typed })}`);
    if (answer.ok && latest === typed && document.activeElement === input) fill((await answer.json()).suggestions);
  }

  function move(step) {
    const options = [...list.children];
    if (!options.length || list.hidden) return;
    const at = options.indexOf(chosen());
    choose(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, DELAY); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter" && chosen()) { event.preventDefault(); take(chosen()); }
    if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); }
  });
}

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
