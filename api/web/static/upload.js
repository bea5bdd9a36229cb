// Upload by choice or by drag and drop: one request a file, one line a file. Without scripts the form posts all files at once.
const STATES = { added: "已新增", unchanged: "已有，未变", replaced: "已更新版本", failed: "未收录" };
const form = document.querySelector("form.upload");
const picker = form.querySelector("input[type=file]");
const results = document.querySelector("[data-results]");
const summary = results.querySelector("[data-summary]");
const waiting = [];
let busy = false;

function line(file) {
  const item = document.createElement("li");
  const state = Object.assign(document.createElement("b"), { textContent: "等待上传" });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", `${file.name} 的上传进度`);
  item.append(state, " ", file.name, " ", bar);
  results.querySelector("ul").append(item);
  return item;
}

function send(file, item) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file);
    request.upload.addEventListener("progress", (event) => {
      item.querySelector("progress").value = (100 * event.loaded) / event.total;
      item.querySelector("b").textContent = event.loaded < event.total ? "正在上传" : "正在解析";
    });
    request.addEventListener("load", () => done(answered(request, file)));
    request.addEventListener("error", () => done({ status: "failed", file: file.name, message: "与服务的连接中断，请重试。" }));
    request.open("POST", "/api/v1/documents");
    request.responseType = "json";
    request.send(body);
  });
}

// What became of the file; a problem detail is a failure with its reason.
function answered(request, file) {
  const { results: made, detail, hint } = request.response ?? {};
  if (made) return made[0];
  const reason = [detail ?? `服务答复 ${request.status}`, hint].filter(Boolean).join(" ");
  return { status: "failed", file: file.name, message: reason.replace(`${file.name}：`, "") };
}

function finish(item, result) {
  const name = result.document_id
    ? Object.assign(document.createElement("a"), { href: `/documents/${result.document_id}`, textContent: result.file })
    : result.file;
  const state = Object.assign(document.createElement("b"), { textContent: STATES[result.status] ?? result.status });
  const notes = [result.message ?? "", result.issues ? `解析提示 ${result.issues} 条` : ""].filter(Boolean).join(" · ");
  item.className = `is-${result.status}`;
  item.replaceChildren(state, " ", name, notes && `：${notes}`);
}

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) {
    const [file, item] = waiting.shift();
    finish(item, await send(file, item));
  }
  busy = false;
  const lines = [...results.querySelectorAll("li")];
  const failed = lines.filter((item) => item.className === "is-failed").length;
  summary.textContent = `已处理 ${lines.length} 个文件${failed ? `，其中 ${failed} 个未收录` : ""}。`;
  results.querySelector("[data-reload]").hidden = false;
}

function queue(files) {
  if (!files.length) return;
  results.hidden = false;
  summary.textContent = "正在处理…";
  for (const file of files) waiting.push([file, line(file)]);
  work();
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
form.addEventListener("drop", (event) => {
  event.preventDefault();
  queue([...event.dataTransfer.files]);
});
