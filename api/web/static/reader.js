// 原文: the buttons of a clause work by scripts alone. They are put beside it when it comes near the window, not a thousand times
// into the page.
import { show } from "./clips.js";

const text = document.querySelector("article[data-document]");

function act(label, data) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: label });
  Object.assign(button.dataset, data);
  return button;
}

function equip(section) {
  const id = `${text.dataset.document}#${section.id.slice(1)}`;
  const place = text.dataset.title + section.dataset.place;
  section.querySelector(".tools").append(act("摘编", { clip: id, place }), act("复制原文", { copyClause: id }), act("复制出处", { copyCitation: id }));
}

const near = new IntersectionObserver((entries) => {
  const come = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
  for (const section of come) { near.unobserve(section); equip(section); }
  if (come.length) show();
}, { rootMargin: "50%" });
for (const section of text.querySelectorAll(".clause")) near.observe(section);
