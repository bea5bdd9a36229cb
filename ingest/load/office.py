"""Office documents by what they hold, not by their suffix: .docx is read here, older forms go through LibreOffice first.

.doc and .wps (OLE), .rtf: `soffice --headless --convert-to docx`, with a profile of its own, no macros, and a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.issues import IngestError
from ingest.load import docx
from ingest.load.loaded import Loaded

TIME_LIMIT = 120
"""Seconds for one file; the first conversion on a slow office PC takes some ten."""

_OLE, _RTF, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"PK\x03\x04"
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def read(data: bytes, path: str) -> Loaded:
    """The text of a Word, WPS or RTF file; IngestError where it is none, protected, or LibreOffice is missing."""
    if data.startswith(_ZIP):
        return docx.read(data, path)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise IngestError(f"{path}：文档有密码保护，无法读取。", "请用 Word 或 WPS 打开，取消密码后再收录。")
        if "WordDocument".encode("utf-16-le") in data:  # else LibreOffice would take the bytes for plain text
            return docx.read(_converted(data, ".doc", path), path)
    if data.lstrip().startswith(_RTF):
        return docx.read(_converted(data, ".rtf", path), path)
    raise IngestError(f"{path}：内容不是 Word、WPS 或 RTF 文档。", "请用 Word 或 WPS 打开，另存为 .docx 后再收录。")


def program() -> str | None:
    """The LibreOffice of this machine; None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def _converted(data: bytes, suffix: str, path: str) -> bytes:
    soffice = program()
    if soffice is None:
        raise IngestError(
            f"{path}：读取 .doc、.wps、.rtf 需要 LibreOffice，本机没有安装。",
            "请安装 LibreOffice，或用 Word、WPS 打开后另存为 .docx 再收录。",
        )
    with tempfile.TemporaryDirectory(prefix="policykb-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / f"document{suffix}", folder / "out" / "document.docx"
        source.write_bytes(data)
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}"]
        done = _finished([soffice, *options, "--convert-to", "docx", "--outdir", str(made.parent), str(source)])
        if not done or not made.exists():
            why = "没有转换成功，文件可能已损坏或有密码" if done else f"在 {TIME_LIMIT} 秒内没有转换完"
            raise IngestError(f"{path}：LibreOffice {why}。", "请用 Word 或 WPS 打开，另存为 .docx 后再收录。")
        return made.read_bytes()


def _finished(command: list[str]) -> bool:
    """Runs a command to its end; False where it was ended, with all it had started, at the time limit."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as running:
        try:
            running.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            _end(running)
            return False
    return True


def _end(running: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], check=False, capture_output=True)
    else:
        os.killpg(running.pid, signal.SIGKILL)
