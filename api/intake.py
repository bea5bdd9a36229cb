"""Files as they come in through an upload: kept under their own names, within the limits, then given to the Library."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fastapi import UploadFile

from api.problems import ProblemError
from search.library import Library
from search.model import Added


def ingest_uploads(library: Library, files: Sequence[UploadFile], *, max_file: int) -> list[Added]:
    """One result a file, in order, and one for each file in an archive. A bad file is `failed` with its reason and hinders no
    other; nothing is half added."""
    with tempfile.TemporaryDirectory(prefix="policykb-upload-") as folder:
        made = (_ingest_upload(library, file, Path(folder) / str(n), max_file) for n, file in enumerate(files))
        return [added for results in made for added in results]


def require_any(results: Sequence[Added]) -> None:
    """ProblemError 422 that names every file and its reason, when none of the uploaded files could be kept."""
    if all(result.status in ("failed", "skipped") for result in results):
        raise ProblemError(422, "\n".join(f"{r.file}：{r.message}" for r in results), "改正文件后重新上传；库中内容没有变化。")


def _ingest_upload(library: Library, file: UploadFile, folder: Path, max_file: int) -> list[Added]:
    name = _file_name(file.filename)
    if (file.size or 0) > max_file:
        return [Added(name, "failed", message=f"文件超过 {max_file // 2**20} MB 的上限。请拆分后上传。")]
    folder.mkdir()
    with (folder / name).open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return library.ingest([folder / name])


def _file_name(name: str | None) -> str:
    """The last part of a client's file name, which may carry the folders of either kind of system, within 255 bytes."""
    base = (name or "").replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip()[-80:]
    return base if base not in ("", ".", "..") else "未命名.txt"
