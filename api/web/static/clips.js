// 摘编: clauses put aside, as [{id, place}] in this browser. The text is read anew from the library when they are exported.
const CLIPS = "policykb-clips";
const clips = () => JSON.parse(localStorage.getItem(CLIPS) ?? "[]");

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
  form.querySelector("ol").replaceChildren(...held.map((clip, n) => {
    const item = document.createElement("li");
    const [of, eid] = clip.id.split("#");
    const link = Object.assign(document.createElement("a"), { href: `/documents/${of}#c${eid}`, textContent: clip.place });
    const value = Object.assign(document.createElement("input"), { type: "hidden", name: "clause", value: clip.id });
    const acts = Object.assign(document.createElement("span"), { className: "acts" });
    if (n) acts.append(button("上移", () => keep([...held.slice(0, n - 1), clip, held[n - 1], ...held.slice(n + 1)]), `上移：${clip.place}`));
    acts.append(button("移除", () => keep(held.filter((_, at) => at !== n)), `移除：${clip.place}`));
    item.append(link, value, acts);
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
  form.querySelector("[data-copy-all]").addEventListener("click", (event) => copyFrom(event.target, clips().map((clip) => clip.place).join("\n")));
  form.querySelector("[data-clear]").addEventListener("click", () => { if (confirm("移除全部摘编？")) keep([]); });
}
addEventListener("storage", (event) => { if (event.key === CLIPS) show(); });
addEventListener("pageshow", show);
