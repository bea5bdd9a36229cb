// 摘编: clauses put aside, as [{id, place}] in this browser. The text is read anew from the library when they are shown or exported.
const CLIPS = "policykb-clips";
const read = new Map();

function opened(id) {
  if (!read.has(id)) read.set(id, clause(id).catch((lost) => { read.delete(id); throw lost; }));
  return read.get(id);
}
const clips = () => JSON.parse(localStorage.getItem(CLIPS) || "[]");

function keep(list) {
  localStorage.setItem(CLIPS, JSON.stringify(list));
  show();
}

export function show() {
  const held = clips();
  for (const badge of document.querySelectorAll("[data-clip-count]")) {
    badge.textContent = held.length;
    badge.hidden = !held.length;
  }
  for (const button of document.querySelectorAll("[data-clip]")) {
    const on = held.some((clip) => clip.id === button.dataset.clip);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "已摘编" : "摘编";
  }
  const form = document.querySelector("form.clips");
  if (form) list(form, held);
}

function button(label, act, name) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: label });
  made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  return made;
}

function list(form, held) {
  form.hidden = !held.length;
  document.querySelector("[data-none]").hidden = held.length > 0;
  const shelf = form.querySelector("ol");
  shelf.textContent = "";
  shelf.append(...held.map((clip, n) => {
    const item = document.createElement("li");
    const [of, eid] = clip.id.split("#");
    const link = Object.assign(document.createElement("a"), { href: `/documents/${of}#c${eid}`, textContent: clip.place });
    const text = document.createElement("blockquote");
    opened(clip.id).then((it) => { text.textContent = it.text; });
    const value = Object.assign(document.createElement("input"), { type: "hidden", name: "clause", value: clip.id });
    const acts = Object.assign(document.createElement("p"), { className: "acts" });
    const whole = button("复制原文", () => {}, `复制原文：${clip.place}`);
    whole.dataset.copyClause = clip.id;
    acts.append(whole);
    if (n) acts.append(button("前移", () => keep([...held.slice(0, n - 1), clip, held[n - 1], ...held.slice(n + 1)]), `前移：${clip.place}`));
    acts.append(button("移除", () => keep(held.filter((_, at) => at !== n)), `移除：${clip.place}`));
    item.append(link, text, value, acts);
    return item;
  }));
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-clip]");
  if (!pressed) return;
  const { clip: id, place } = pressed.dataset;
  const held = clips();
  const there = held.some((clip) => clip.id === id);
  keep(there ? held.filter((clip) => clip.id !== id) : [...held, { id, place }]);
  tell(there ? "已移出摘编" : "已加入摘编");
});

const form = document.querySelector("form.clips");
if (form) {
  form.querySelector("[data-copy-all]").addEventListener("click", ({ target }) => {
    copyFrom(target, Promise.all(clips().map((clip) => opened(clip.id))).then((all) => all.map(quoted).join("\n\n")));
  });
  form.querySelector("[data-clear]").addEventListener("click", () => { if (confirm("移除全部摘编？")) keep([]); });
}
addEventListener("storage", (event) => { if (event.key === CLIPS) show(); });
addEventListener("pageshow", show);
