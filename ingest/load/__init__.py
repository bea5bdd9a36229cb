"""Readers: bytes of one file format -> the characters it holds. One small module a format."""

from __future__ import annotations

from pathlib import PurePath

from ingest.issues import IngestError
from ingest.load import plain
from ingest.load.loaded import Loaded

TYPES = {".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
"""Suffixes that can be read, with their media types."""

MAX_BYTES = 50 * 1024 * 1024


def load(data: bytes, path: str) -> tuple[Loaded, str]:
    """The characters of a file and its media type; IngestError where the suffix or the bytes can't be read."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in TYPES:
        raise IngestError(f"{path}：不支持“{suffix or '无后缀'}”格式。", "请另存为 .txt（纯文本）或 .md 后再入库。")
    if len(data) > MAX_BYTES:
        raise IngestError(f"{path}：文件有 {len(data) // 2**20} MB，超过 {MAX_BYTES // 2**20} MB。", "请拆分后再入库。")
    return plain.read(data, path), TYPES[suffix]
