"""What faults of the disk and of the file of a library mean, and how they are mended."""

from __future__ import annotations

from typing import Any

from search.model import BadLibrary

_FAULTS = {
    "SQLITE_FULL": ("磁盘已满", "请清出空间后重试"),
    "SQLITE_BUSY": ("文件库正被另一个程序写入", "请稍后重试，或关闭另一个程序"),
    "SQLITE_READONLY": ("文件库不能写入", "请检查文件夹的权限，或把文件库移到本机磁盘"),
    "SQLITE_CANTOPEN": ("文件库打不开", "请检查文件夹是否还在、有没有权限"),
    "SQLITE_IOERR": ("读写磁盘出错", "请检查磁盘；文件库在网络盘上时，请移到本机磁盘"),
    "SQLITE_CORRUPT": ("文件库已损坏", "请用 restore 从备份恢复"),
}
"""Primary result codes of SQLite -> what happened, and how to mend it."""


def told(context: Any) -> None:
    """Raises a fault of disk or file as BadLibrary; a transaction that it ends leaves nothing half done."""
    name = getattr(context.original_exception, "sqlite_errorname", "")
    for code, (said, hint) in _FAULTS.items():
        if name.startswith(code):
            raise BadLibrary(f"{said}（{context.original_exception}）", hint) from context.original_exception
