// Two conveniences; everything works without scripts.
// On a phone, facets and outline begin folded, so that the answer comes first.
if (matchMedia("(max-width: 48rem)").matches) {
  for (const box of document.querySelectorAll(".facets details, .outline details")) box.open = false;
}

// Copying a citation.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy;
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  } catch {
    window.prompt("浏览器不允许直接复制，请按 Ctrl+C：", text);
  }
  setTimeout(() => { button.textContent = said; }, 1500);
});
