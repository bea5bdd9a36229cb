"""Faults of the machine in words that lead on: a folder that is not there, no permission, a full disk."""

from __future__ import annotations

import errno

_SAID = {
    errno.ENOENT: ("没有这个文件或文件夹", "请检查路径；文件夹要先建好。"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径。"),
    errno.EISDIR: ("这是文件夹，不是文件", "请写明文件名。"),
    errno.EACCES: ("没有读写权限，或文件正被其他程序占用", "请关闭打开它的程序，或换一个文件夹。"),
    errno.EPERM: ("没有读写权限", "请换一个文件夹。"),
    errno.EROFS: ("磁盘是只读的", "请换一个文件夹。"),
    errno.ENOSPC: ("磁盘已满", "请清出空间后重试；库中已有的内容没有变化。"),
}


def of_os(error: OSError) -> tuple[str, str]:
    """What went wrong, and how to mend it; the system's own words for what is not known here."""
    return _SAID.get(error.errno or 0, (error.strerror or str(error), "请检查磁盘和路径后重试。"))
