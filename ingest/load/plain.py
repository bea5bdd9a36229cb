"""Plain text and Markdown: which encoding the bytes are in, and the characters they hold.

UTF-8, UTF-16 (with or without byte order mark) and GB18030 (which holds GBK and GB 2312) are what office programs write.
"""

from __future__ import annotations

import re

from ingest.issues import IngestError
from ingest.load.loaded import Loaded

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BINARY = {
    b"PK\x03\x04": "压缩包或 Word/WPS 文档",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "旧版 Word 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"{\\rtf": "RTF 文档",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1d-\x1f\x7f]")
_WRITTEN = re.compile(r"[\w\u3400-\u9fff]")


def read(data: bytes, path: str) -> Loaded:
    """The characters of a text file; IngestError where it is empty, binary or in no known encoding."""
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise IngestError(f"{path}：内容是{what}，不是纯文本。", "请用对应的程序打开，另存为 .txt 后再收录。")
    decoded = _decoded(data)
    if decoded is None or _looks_binary(decoded.text):
        raise IngestError(f"{path}：无法按 UTF-8、UTF-16、GB18030 读出文字。", "请用记事本打开，另存为 UTF-8 编码后再收录。")
    if not _WRITTEN.search(decoded.text):
        raise IngestError(f"{path}：文件是空的，没有文字。", "请检查文件是否保存完整。")
    return decoded


def _decoded(data: bytes) -> Loaded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    order = (*_unmarked_utf16(data), "utf-8", "gb18030")
    return next((found for encoding in order if (found := _try(data, encoding))), None)


def _try(data: bytes, encoding: str) -> Loaded | None:
    try:
        return Loaded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows in the zero bytes of its line breaks, spaces and digits: no other text has any."""
    if len(data) % 2 or b"\x00" not in data:
        return ()
    return ("utf-16-le",) if data[1::2].count(0) > data[::2].count(0) else ("utf-16-be",)


def _looks_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > max(2, len(text) // 200)
