"""A library in one file: everything that can't be made again."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from search.model import BadLibrary
from search.store import Store


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
    """Lays the database of a backup into a folder that holds none yet; BadLibrary otherwise."""
    if (folder / name).exists():
        raise BadLibrary(f"{folder} 里已有文件库", "请恢复到一个空文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(archive) as file:
            file.extract(name, folder)
    except (zipfile.BadZipFile, KeyError, FileNotFoundError) as error:
        raise BadLibrary(f"{archive} 不是文件库的备份", "备份由 backup 命令生成") from error
