"""A library in a place where nothing can be written: a DVD, a share without permission. It is read by way of a copy."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def writable(folder: Path, database: str) -> bool:
    """Whether files can be made in a folder, and the database in it changed, if there is one. It is tried: what a share allows
    stands in no attribute."""
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return error.errno not in _REFUSED
    return os.access(folder / database, os.W_OK) or not (folder / database).exists()


def copied(folder: Path) -> TemporaryDirectory[str]:
    """The library in a temporary folder of this machine, which is gone when it is closed. SQLite and tantivy write beside what
    they read, if only their locks."""
    made = TemporaryDirectory(prefix="policykb-", ignore_cleanup_errors=True)  # Windows keeps what is still mapped
    shutil.copytree(folder, made.name, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for inside, _, _ in os.walk(made.name):  # `copytree` gives folders the permissions that the original has
        os.chmod(inside, 0o700)
    return made
