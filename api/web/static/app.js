// What every page shares: folding on phones, copying, sorting. Everything but copying works without scripts. Offices have browsers
// as old as Chromium 78: what is written later than ES2019 fails there as a whole, whatever it is wanted for.
const said = document.getElementById("said");

function tell(text) { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); }

// On a phone, facets and outline begin folded, so that the answer comes first.
if (matchMedia("(max-width: 48rem)").matches) {
  for (const box of document.querySelectorAll(".facets > details, .outline details")) box.open = false;
}

// Paper shows everything: what is folded on the screen is opened for printing, and folded again.
const opened = [];
addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll(".step-card .review:not([open])")) { box.open = true; opened.push(box); }
});
addEventListener("afterprint", () => { for (const box of opened.splice(0)) box.open = false; });

// Copies text; a page served over plain http from another computer has no clipboard, but still the older way.
async function copy(text) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hide";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy refused");
}

async function copyFrom(button, text) {
  if (!button.dataset.label) button.dataset.label = button.textContent;
  const done = await text.then(copied, () => "没有复制：与服务的连接中断");
  if (!done) return;
  button.textContent = done;
  tell(done);
  setTimeout(() => { button.textContent = button.dataset.label; }, 1500);
}

async function copied(text) {
  try {
    await copy(text);
    return "已复制";
  } catch {
    window.prompt("浏览器不允许直接复制，请按 Ctrl+C：", text);
    return "";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const { copy: text, copyClause, copyCitation } = button ? button.dataset : {};
  if (text) copyFrom(button, Promise.resolve(text));
  else if (copyClause) copyFrom(button, clause(copyClause).then(quoted));
  else if (copyCitation) copyFrom(button, clause(copyCitation).then((it) => it.citation));
});

// The whole clause as the library holds it, of which a hit shows a part; one without text of its own is its heading, one that is
// no longer held what the library says of it.
async function clause(id) {
  const answer = await fetch(`/api/v1/clauses/${encodeURIComponent(id)}`);
  const { text, marker, heading, place, detail } = await answer.json();
  return answer.ok ? { text: text || `${marker || ""}${heading || ""}`, citation: place.citation } : { text: detail, citation: detail };
}

const quoted = ({ text, citation }) => `${text}\n——${citation}`;

// A form that takes its time says so, and is not sent twice; it is as before for one who comes back to it.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const button = form.querySelector("button");
  const label = button.textContent;
  const show = (busy) => { button.disabled = busy; button.textContent = busy ? form.dataset.busy : label; };
  form.addEventListener("submit", () => { show(true); tell(form.dataset.busy); });
  addEventListener("pageshow", () => show(false));
}

// A file over the limit is told before it is sent: the service answers and closes the connection while the browser still sends.
function tooLarge(file, most) {
  return file.size > most ? `${file.name}：文件超过 ${most / 2 ** 20} MB 的上限。请拆分后上传。` : "";
}
for (const picker of document.querySelectorAll("input[type=file][data-most]:not([multiple])")) {
  picker.addEventListener("change", () => {
    picker.setCustomValidity(picker.files.length ? tooLarge(picker.files[0], picker.dataset.most) : "");
    picker.reportValidity();
  });
}

// A table that is shown whole is sorted by a click on a head; `data-sort` of a cell stands for its text.
function sortBy(head) {
  const table = head.closest("table");
  const column = [...head.parentNode.children].indexOf(head);
  const up = head.getAttribute("aria-sort") !== "ascending";
  const key = (row) => row.cells[column].dataset.sort || row.cells[column].textContent.trim();
  const numeric = head.classList.contains("num");
  const order = (a, b) => (numeric ? Number(key(a) || 0) - Number(key(b) || 0) : key(a).localeCompare(key(b), "zh-CN"));
  const body = table.tBodies[0];
  body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
  for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
}

function makeSortable(within) {
  for (const head of within.querySelectorAll("table[data-sortable] thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(head));
    head.append(button);
  }
}
makeSortable(document);

// The outline shows where one is reading.
const links = new Map([...document.querySelectorAll(".outline a")].map((link) => [link.hash.slice(1), link]));
if (links.size) {
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      const here = links.get(entry.target.id);
      here.setAttribute("aria-current", "location");
      const box = here.closest(".outline");
      if (box.scrollHeight > box.clientHeight) box.scrollTop = here.offsetTop - box.clientHeight / 2;
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const section of document.querySelectorAll("section.clause, .compare tbody[id]")) if (links.has(section.id)) watch.observe(section);
}

// 版本差别, 对照: from one change to the next, by the buttons, Alt and an arrow, or n and p where the focus is on a change
// (single letters act nowhere else: WCAG 2.1.4).
const steps = document.querySelector("[data-steps]");
if (steps) {
  const found = [...document.querySelectorAll("[data-change]")];
  const at = steps.querySelector("[data-at]");
  let now = -1;
  const step = (by) => {
    now = Math.min(Math.max(now + by, 0), found.length - 1);
    found[now].focus({ preventScroll: true });
    found[now].scrollIntoView({ block: "center" });
    at.textContent = `${now + 1} / ${found.length}`;
  };
  at.textContent = `${steps.dataset.steps}${found.length} ${steps.dataset.one}`;
  steps.addEventListener("click", ({ target }) => { if (target.dataset.step) step(Number(target.dataset.step)); });
  addEventListener("keydown", (event) => {
    const by = event.altKey ? { ArrowDown: 1, ArrowUp: -1 }[event.key]
      : !event.ctrlKey && !event.metaKey && event.target.matches("[data-change], [data-step]") && { n: 1, p: -1 }[event.key];
    if (by) { event.preventDefault(); step(by); }
  });
  steps.hidden = !found.length;
}

// Who settles links signs each of them: the name is typed once in this browser.
const NAME = "policykb-name";
const signed = [...document.querySelectorAll("input[name=who]")];
const sign = (name) => { for (const input of signed) if (!input.value) input.value = name; };
sign(localStorage.getItem(NAME) || "");
document.addEventListener("change", ({ target }) => {
  if (!signed.includes(target)) return;
  localStorage.setItem(NAME, target.value);
  sign(target.value);
});

// Recent searches, kept in this browser.
const RECENT = "policykb-recent";
const recent = () => JSON.parse(localStorage.getItem(RECENT) || "[]");
const box = document.querySelector("[data-remember] input[type=search]");
const asked = box ? box.value : "";
if (asked) localStorage.setItem(RECENT, JSON.stringify([asked, ...recent().filter((one) => one !== asked)].slice(0, 8)));

const shelf = document.querySelector("[data-recent]");
if (shelf && recent().length) {
  for (const one of recent()) {
    const link = Object.assign(document.createElement("a"), { href: `/?q=${encodeURIComponent(one)}`, textContent: one, className: "chip" });
    const item = document.createElement("li");
    item.append(link);
    shelf.querySelector("ul").append(item);
  }
  shelf.querySelector("button").addEventListener("click", () => { localStorage.removeItem(RECENT); shelf.hidden = true; });
  shelf.hidden = false;
}
