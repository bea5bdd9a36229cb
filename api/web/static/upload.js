// Upload by choice or by drag and drop: one request a file, told by server-sent events. Without scripts the form posts all files.
const form = document.querySelector("form.upload");
const picker = form.querySelector("input[type=file]");
const results = document.querySelector("[data-results]");
const summary = results.querySelector("[data-summary]");
const list = results.querySelector("ul");
const waiting = [];
let busy = false;

function line(file) {
  const item = document.createElement("li");
  const state = Object.assign(document.createElement("b"), { textContent: "等待上传" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `${file.name} 的进度`);
  item.append(state, " ", file.name, " ", bar);
  list.append(item);
  return item;
}

function show(item, text, share) {
  item.querySelector("b").textContent = text;
  const bar = item.querySelector("progress");
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
}

// The events of a response that is still coming in; an EventSource cannot post.
function* events(text) {
  for (const block of text.split("\n\n").slice(0, -1)) {
    const [, name, data] = block.match(/^event: (\w+)\ndata: (.*)$/);
    yield [name, JSON.parse(data)];
  }
}

function send(file, item) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    const made = [];
    let seen = 0;
    const failed = (message) => done([...made, { status: "failed", said: "未收录", file: file.name, message }]);
    const hear = () => {
      for (const [name, data] of [...events(request.responseText)].slice(seen)) {
        seen += 1;
        if (name === "progress" && data.file) show(item, data.total > 1 ? `正在解析 ${data.done + 1} / ${data.total}` : "正在解析");
        if (name === "progress" && !data.file) show(item, "正在建立索引");
        if (name === "result") made.push(data);
        if (name === "problem") failed(data.detail);
        if (name === "end") done(made);
      }
    };
    body.append("files", file);
    request.upload.addEventListener("progress", (event) => show(item, "正在上传", event.loaded / event.total));
    request.addEventListener("progress", () => { if (request.status === 200) hear(); });
    request.addEventListener("load", () => {
      if (request.status === 200) return hear();
      const { detail, hint } = JSON.parse(request.responseText);
      return failed([detail, hint].filter(Boolean).join(""));
    });
    request.addEventListener("error", () => failed("与服务的连接中断，请重试。"));
    request.open("POST", "/api/v1/uploads");
    request.send(body);
  });
}

function finished({ status, said, file, title, document_id: id, message, issues }) {
  const item = Object.assign(document.createElement("li"), { className: `is-${status}` });
  item.append(Object.assign(document.createElement("b"), { textContent: said }), " ", file);
  if (id) item.append(" → ", Object.assign(document.createElement("a"), { href: `/documents/${id}`, textContent: title }));
  if (message) item.append(`：${message.replace(`${file}：`, "")}`);
  if (issues) item.append(` · 解析提示 ${issues} 条`);
  return item;
}

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) {
    const [file, item] = waiting.shift();
    item.replaceWith(...(await send(file, item)).map(finished));
  }
  busy = false;
  const count = (status) => list.querySelectorAll(`.is-${status}`).length;
  const failed = count("failed") + count("skipped");
  summary.textContent = `已处理 ${list.children.length} 个文件${failed ? `，其中 ${failed} 个未收录` : ""}。`;
  results.querySelector("[data-reload]").hidden = false;
}

function queue(files) {
  if (!files.length) return;
  results.hidden = false;
  summary.textContent = "正在处理…";
  for (const file of files) waiting.push([file, line(file)]);
  work();
}

// The files of what was dropped, folders gone through.
async function files(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => { entry.file(done, failed); })];
  const reader = entry.createReader();
  const inside = [];
  for (let some = [null]; some.length; inside.push(...some)) some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
  return (await Promise.all(inside.map(files))).flat().filter(({ name }) => !name.startsWith("."));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  queue([...picker.files]);
  picker.value = "";
});
for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
}
for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
form.addEventListener("drop", async (event) => {
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  queue(entries.length ? (await Promise.all(entries.map(files))).flat() : [...event.dataTransfer.files]);
});
