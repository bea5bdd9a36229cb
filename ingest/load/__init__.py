"""Readers: bytes of one file format -> the characters it holds. One small module a format, imported when it is needed."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice
from pathlib import PurePath

from ingest.issues import IngestError
from ingest.load import isolated
from ingest.load.loaded import Loaded

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FORMATS = {
    ".txt": ("plain", "text/plain"),
    ".text": ("plain", "text/plain"),
    ".md": ("plain", "text/markdown"),
    ".markdown": ("plain", "text/markdown"),
    ".docx": ("office", f"{_WORD}.document"),
    ".docm": ("office", "application/vnd.ms-word.document.macroEnabled.12"),
    ".doc": ("office", "application/msword"),
    ".wps": ("office", "application/vnd.ms-works"),
    ".rtf": ("office", "application/rtf"),
    ".pdf": ("pdf", "application/pdf"),
    ".ofd": ("ofd", "application/ofd"),
    ".html": ("html", "text/html"),
    ".htm": ("html", "text/html"),
    ".mht": ("html", "multipart/related"),
    ".mhtml": ("html", "multipart/related"),
}
"""Suffix -> module of this package whose `read(data, path)` gives a `Loaded`, and media type."""

_NATIVE = frozenset({"pdf"})
"""Modules whose libraries can hang or crash; their `read` takes a third argument (`isolated`)."""

TYPES = {suffix: media_type for suffix, (_, media_type) in _FORMATS.items()}
"""Suffixes that can be read, with their media types."""

ARCHIVE = ".zip"
ACCEPTED = (*TYPES, ARCHIVE)
"""Suffixes of files that a library takes in: an archive is taken in as the files inside (`archive`)."""

_TEXTS = (".txt", ".text")
_TAG = re.compile(rb"</(?:p|div|td|tr|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
_LEAST_TAGS, _BEGINNING = 5, 100_000
"""The tags, among the first bytes of a text file, by which it is a page saved with its tags: <p>各市人民政府：</p>."""
MAX_BYTES = 50 * 1024 * 1024


def load(data: bytes, path: str) -> tuple[Loaded, str]:
    """The characters of a file and its media type; IngestError where the suffix or the bytes can't be read."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in TYPES:
        raise IngestError(
            f"{path}：不支持“{suffix or '无后缀'}”格式。", f"可以收录的格式：{'、'.join(TYPES)}；请另存为其中一种。"
        )
    if not data:
        raise IngestError(f"{path}：文件是空的（0 字节）。", "多半没有复制或下载完整，请重新复制、下载后再收录。")
    if len(data) > MAX_BYTES:
        raise IngestError(f"{path}：文件超过 {MAX_BYTES // 2**20} MB。", "请拆分后再收录。")
    reader, media_type = _FORMATS[".html" if suffix in _TEXTS and _is_page(data) else suffix]
    if reader in _NATIVE:
        return isolated.read(reader, data, path), media_type
    loaded: Loaded = import_module(f"ingest.load.{reader}").read(data, path)
    return loaded, media_type


def _is_page(data: bytes) -> bool:
    tags = islice(_TAG.finditer(data, 0, _BEGINNING), _LEAST_TAGS)
    return sum(1 for _ in tags) == _LEAST_TAGS
