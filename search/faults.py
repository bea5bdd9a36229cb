"""Faults of the machine in words that lead on: a folder that is not there, no permission, a full disk, a database that is
damaged or in use. Standard library only."""

from __future__ import annotations

import errno
from typing import Any

from search.errors import BadLibrary, LibraryError

_OF_SYSTEM = {
    errno.ENOENT: ("没有这个文件或文件夹", "请检查路径；文件夹要先建好。"),
    errno.EEXIST: ("这个位置已有同名的文件", "请换一个名称或文件夹。"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径。"),
    errno.EISDIR: ("这是文件夹，不是文件", "请写明文件名。"),
    errno.ENAMETOOLONG: ("文件名或路径太长", "请改短名称，或移到层数较少的文件夹。"),
    errno.EACCES: ("没有读写权限，或文件正被其他程序占用", "请关闭打开它的程序，或换一个文件夹。"),
    errno.EPERM: ("没有读写权限", "请换一个文件夹。"),
    errno.EROFS: ("磁盘是只读的", "请换一个文件夹。"),
    errno.ENOSPC: ("磁盘已满", "请清出空间后重试；库中已有的内容没有变化。"),
}
_OF_SQLITE = {
    "SQLITE_FULL": ("磁盘已满", "请清出空间后重试"),
    "SQLITE_BUSY": ("文件库正被另一个程序写入", "请稍后重试，或关闭另一个程序"),
    "SQLITE_READONLY": ("文件库在只读的位置，不能更改", "请把文件库的整个文件夹复制到本机磁盘，从那里打开"),
    "SQLITE_CANTOPEN": ("文件库打不开", "请检查文件夹是否还在、能不能写入；只读的盘上要先复制到本机"),
    "SQLITE_IOERR": ("读写磁盘出错", "请检查磁盘；文件库在网络盘上时，请移到本机磁盘"),
    "SQLITE_CORRUPT": ("文件库已损坏", "请用 restore 从备份恢复"),
}
"""Primary result codes of SQLite -> what happened, and how to mend it."""


def said(error: Exception) -> tuple[str, str] | None:
    """What an error is and how to mend it, for whoever runs the program; None for a fault of the program itself."""
    from ingest.issues import IngestError

    if isinstance(error, (LibraryError, IngestError)):
        return error.message, error.hint
    if not isinstance(error, OSError):
        return None
    what, hint = of_os(error)
    where = error.filename2 or error.filename
    return f"{where}：{what}" if where else what, hint


def of_os(error: OSError) -> tuple[str, str]:
    """What went wrong, and how to mend it; the system's own words for what is not known here."""
    return _OF_SYSTEM.get(error.errno or 0, (error.strerror or str(error), "请检查磁盘和路径后重试。"))


def of_database(context: Any) -> None:
    """Raises a fault of disk or file as BadLibrary; a transaction that it ends leaves nothing half done. A listener of
    SQLAlchemy's `handle_error`."""
    name = getattr(context.original_exception, "sqlite_errorname", "")
    for code, (said, hint) in _OF_SQLITE.items():
        if name.startswith(code):
            raise BadLibrary(f"{said}（{context.original_exception}）", hint) from context.original_exception
