// Upload by choice or by drag and drop, one request a file, and parsing anew, told by server-sent events. Without scripts the forms post.
const form = document.querySelector("form.upload");
const renewal = document.querySelector("form.renewal");
const picker = form.querySelector("input[type=file]");
const results = document.querySelector("[data-results]");
const summary = results.querySelector("[data-summary]");
const list = results.querySelector("ul");
const waiting = [];
let busy = false;

function line(name) {
  const item = document.createElement("li");
  const state = Object.assign(document.createElement("b"), { textContent: "等待处理" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `${name} 的进度`);
  item.append(state, " ", name, " ", bar);
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

// What became of each file of a request that is told; its progress is shown in the item of that name.
function told(path, body, name, item) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const made = [];
    let seen = 0;
    const failed = (message) => done([...made, { status: "failed", said: "未完成", file: name, message }]);
    const hear = () => {
      for (const [kind, data] of [...events(request.responseText)].slice(seen)) {
        seen += 1;
        if (kind === "progress" && data.file && data.total > 1) show(item, `正在解析 ${data.done + 1} / ${data.total}`, data.done / data.total);
        else if (kind === "progress") show(item, data.file ? "正在解析" : "正在建立索引");
        if (kind === "result") made.push(data);
        if (kind === "problem") failed(data.detail);
        if (kind === "end") done(made);
      }
    };
    request.upload.addEventListener("progress", (event) => show(item, "正在上传", event.loaded / event.total));
    request.addEventListener("progress", () => { if (request.status === 200) hear(); });
    const cut = () => failed("与服务的连接中断，请重试。");
    request.addEventListener("load", () => {
      if (request.status === 200) {
        hear();
        cut(); // of no effect after the last event
        return;
      }
      try {
        const { detail, hint } = JSON.parse(request.responseText);
        failed([detail, hint].filter(Boolean).join(""));
      } catch {
        cut(); // what stands between answered, and not the service
      }
    });
    request.addEventListener("error", cut);
    request.open("POST", path);
    request.send(body);
  });
}

function send(file, item) {
  const refused = window.tooLarge(file, picker.dataset.most);
  if (refused) return [{ status: "failed", said: "未收录", file: file.name, message: refused }];
  const body = new FormData();
  body.append("files", file);
  return told("/api/v1/uploads", body, file.name, item);
}

function finished({ status, said, file, title, document_id: id, message, issues }) {
  const item = Object.assign(document.createElement("li"), { className: `is-${status}` });
  item.append(Object.assign(document.createElement("b"), { textContent: said }), " ", file);
  if (id) item.append(" → ", Object.assign(document.createElement("a"), { href: `/documents/${id}`, textContent: title }));
  if (message) item.append(`：${message.replace(`${file}：`, "")}`);
  if (issues) item.append(` · 解析提示 ${issues} 条`);
  if (id) item.append(" · ", Object.assign(document.createElement("a"), { href: `/align?lower=${id}`, textContent: "与上级文件对照" }));
  return item;
}

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) {
    const [run, item] = waiting.shift();
    item.replaceWith(...(await run(item)).map(finished));
  }
  busy = false;
  const count = (status) => list.querySelectorAll(`.is-${status}`).length;
  const failed = count("failed") + count("skipped");
  summary.textContent = `已处理 ${list.children.length} 个文件${failed ? `，其中 ${failed} 个未收录` : ""}。`;
  await relist();
}

// The list below shows what was taken in; where the service can't be reached it stays as it was.
async function relist() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const listed = page.querySelector("[data-listed]");
  document.querySelector("[data-listed]").replaceWith(listed);
  window.makeSortable(listed);
}

// Jobs are pairs of a name and what runs it, which is given the item that shows its progress.
function queue(jobs) {
  if (!jobs.length) return;
  results.hidden = false;
  summary.textContent = "正在处理…";
  for (const [name, run] of jobs) waiting.push([run, line(name)]);
  work();
}

const upload = (chosen) => queue(chosen.map((file) => [file.name, (item) => send(file, item)]));

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
  upload([...picker.files]);
  picker.value = "";
});
for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
}
for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
form.addEventListener("drop", async (event) => {
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  upload(entries.length ? (await Promise.all(entries.map(files))).flat() : [...event.dataTransfer.files]);
});
if (renewal) renewal.addEventListener("submit", (event) => {
  event.preventDefault();
  renewal.hidden = true;
  queue([["旧版程序解析的文件", (item) => told("/api/v1/renewals/told", null, "重新解析", item)]]);
});
