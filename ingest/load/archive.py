"""Zip archives as offices send them: the files inside, with their names mended, read one by one within limits.

Windows programs write names in GBK and macOS in UTF-8 without saying so; both then show as CP 437 (APPNOTE.TXT 4.4.4).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from ingest.issues import IngestError
from ingest.load import ARCHIVE, MAX_BYTES
from ingest.load.package import BROKEN

MAX_MEMBERS = 2000
MAX_TOTAL = 500 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked bytes for each packed one; text packs ten to one at most, thousands to one is a trap (zip bomb)."""
MAX_DEPTH = 2

_UTF8_NAME = 0x800
_LOCKED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive. `name` is its path there; `read` gives its bytes, or raises IngestError."""

    name: str
    read: Callable[[], bytes]


def members(archive: Path | io.BytesIO, name: str) -> list[Member]:
    """The files in an archive and in archives inside it; IngestError where it is damaged or over a limit.

    Hidden files, lock files and what macOS adds are left out. An inner archive that can't be opened is a member that can't
    be read.
    """
    return list(_members(archive, name, depth=1))


def is_hidden(parts: tuple[str, ...]) -> bool:
    """Whether a path leads to what a program has put there for itself."""
    return any(part.startswith((".", "~$")) or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def _members(archive: Path | io.BytesIO, name: str, *, depth: int) -> Iterator[Member]:
    opened = _opened(archive, name)
    for info in opened.infolist():
        parts = _parts(info)
        if not parts or info.is_dir() or is_hidden(parts):  # a member may have no name at all
            continue
        inside = "/".join(parts)
        member = Member(inside, partial(_bytes, opened, info, f"{name}/{inside}"))
        if parts[-1].lower().endswith(ARCHIVE):
            yield from _inner(member, f"{name}/{inside}", depth=depth + 1)
        else:
            yield member


def _inner(member: Member, name: str, *, depth: int) -> Iterator[Member]:
    try:
        if depth > MAX_DEPTH:
            raise IngestError(f"{name}：压缩包套了 {depth} 层，超过 {MAX_DEPTH} 层。", "请解压后再收录。")
        for found in _members(io.BytesIO(member.read()), name, depth=depth):
            yield Member(f"{member.name}/{found.name}", found.read)
    except IngestError as error:
        yield Member(member.name, partial(_refuse, error))


def _refuse(error: IngestError) -> NoReturn:
    raise error


def _opened(archive: Path | io.BytesIO, name: str) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(archive)
    except BROKEN as error:
        raise IngestError(f"{name}：压缩包已损坏，或不是 zip 格式。", "请重新压缩为 .zip，或解压后再收录。") from error
    infos = opened.infolist()
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MAX_MEMBERS:
        raise IngestError(f"{name}：压缩包里有 {len(infos)} 个文件，超过 {MAX_MEMBERS} 个。", "请分成几个压缩包。")
    if total > MAX_TOTAL or total > MAX_RATIO * max(packed, 4096):
        raise IngestError(f"{name}：压缩包解开后有 {total // 2**20} MB，超过允许的大小。", "请解压，挑出需要的文件收录。")
    return opened


def _bytes(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """At most one byte over the limit of a file, whatever the header says."""
    if info.flag_bits & _LOCKED:
        raise IngestError(f"{name}：压缩包有密码，无法读取。", "请用密码解压后再收录。")
    try:
        with opened.open(info) as member:
            return member.read(MAX_BYTES + 1)
    except BROKEN as error:
        raise IngestError(f"{name}：压缩包里的这个文件已损坏。", "请重新压缩，或解压后再收录。") from error


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        name = _mended(name)
    return tuple(part for part in re.split(r"[/\\\0]+", name) if part not in ("", ".", ".."))


def _mended(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
