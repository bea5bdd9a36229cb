"""A library in one file: everything that can't be made again."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from pathlib import Path

from search.database.store import Store
from search.model import BadLibrary

_DATABASE = b"SQLite format 3\0"
"""Begins every database (https://sqlite.org/fileformat.html, 1.3)."""
_NO_BACKUP = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for a file that is no archive, is cut off, lacks a member, or is encrypted."""


def write(store: Store, archive: Path, *, name: str) -> None:
    """Writes the database under its name into a zip file, consistent while others read and write. An archive of that name is
    replaced when the new one is whole."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=archive.parent) as folder:
        copy, made = Path(folder) / name, Path(folder) / "made"
        store.copy(copy)
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.write(copy, name)
        made.replace(archive)


def unpack(archive: Path, folder: Path, *, name: str) -> None:
    """Lays the database of a backup into a folder that holds none yet, when it is a whole one; BadLibrary otherwise."""
    if (folder / name).exists():
        raise BadLibrary(f"{folder} 里已有文件库", "请恢复到一个空文件夹")
    try:
        with zipfile.ZipFile(archive) as file:
            file.getinfo(name)
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as beside:
                held = Path(file.extract(name, beside))
                _check(held)
                held.replace(folder / name)
    except _NO_BACKUP as error:
        raise BadLibrary(f"{archive} 不是文件库的备份，或已损坏", "备份由 backup 命令生成") from error


def _check(held: Path) -> None:
    with held.open("rb") as file:
        if file.read(len(_DATABASE)) != _DATABASE:
            raise zipfile.BadZipFile(f"{held.name} is no database")
