"""Files as they come in through an upload: kept under their own names, within the limits, then given to the Library.

An upload, or a renewal of what is held, is answered at the end, or told as it goes on: as server-sent events (WHATWG HTML,
9.2), one `progress` for each file that is begun, one `result` for each that is done, and `end`.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from fastapi import UploadFile

from api import words
from api.problems import ProblemError, of_exception
from api.schemas.upkeep import AddedOut
from search.library import Library, Progress
from search.model import Added

EVENTS = "text/event-stream"
LONGEST_NAME = 240
"""Bytes; file systems hold 255."""

_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\s*(?:\.|$)", re.I)
"""Names that Windows gives to devices, whatever their suffix."""


class UploadedOut(AddedOut):
    """What became of a file, with the title of the document that holds it now, for a page."""

    said: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Staged:
    """An uploaded file that lies in a folder of ours, or the reason why it does not."""

    name: str
    path: Path
    refused: str | None = None


def ingest_uploads(library: Library, files: Sequence[UploadFile], *, max_file: int) -> list[Added]:
    """One result a file, in order, and one for each file in an archive. A bad file is `failed` with its reason and hinders no
    other; nothing is half added."""
    with tempfile.TemporaryDirectory(prefix="policykb-upload-") as folder:
        return [added for file in _staged(files, Path(folder), max_file) for added in _ingested(library, file)]


def upload_events(library: Library, files: Sequence[UploadFile], *, max_file: int) -> Iterator[str]:
    """The same as server-sent events. The files are taken over before the first event."""
    holder = tempfile.TemporaryDirectory(prefix="policykb-upload-")
    staged = _staged(files, Path(holder.name), max_file)

    def work(progress: Progress) -> Iterator[Added]:
        with holder:
            for file in staged:
                yield from _ingested(library, file, progress)

    return _events(library, work, "/api/v1/uploads")


def renewal_events(library: Library) -> Iterator[str]:
    """What an older parser made, parsed anew, as server-sent events."""
    return _events(library, lambda progress: library.renew(progress=progress), "/api/v1/renewals/told")


def require_any(results: Sequence[Added]) -> None:
    """ProblemError 422 that names every file and its reason, when none of the uploaded files could be kept."""
    if all(result.status in ("failed", "skipped") for result in results):
        raise ProblemError(422, "\n".join(map(_told, results)), "改正文件后重新上传；库中内容没有变化。")


def uploaded(library: Library, added: Added) -> UploadedOut:
    """A result with the words of a page."""
    title = library.card(added.document_id).title if added.document_id else None
    told = AddedOut.of(added).model_dump()
    return UploadedOut(**told, said=words.say(words.ADDED, added.status), title=title)


def _told(added: Added) -> str:
    """A result in a line: the file, and why; many a reason names its file itself."""
    message = added.message or ""
    return message if message.startswith(added.file) else f"{added.file}：{message}"


Work = Callable[[Progress], Iterable[Added]]


def _events(library: Library, work: Work, path: str) -> Iterator[str]:
    """The events of some work asked for at a path; it goes on if nobody listens."""
    told: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_tell_all, args=(library, work, path, told), name="intake").start()
    return iter(told.get, None)


def _tell_all(library: Library, work: Work, path: str, told: SimpleQueue[str | None]) -> None:
    """Every event into the queue, and None after the last; what goes wrong in the program is an event too."""

    def progress(done: int, total: int, name: str) -> None:
        told.put(_event("progress", {"done": done, "total": total, "file": name}))

    try:
        for added in work(progress):
            told.put(_event("result", uploaded(library, added).model_dump()))
        told.put(_event("end", {}))
    except Exception as error:
        told.put(_event("problem", of_exception(error, path).model_dump()))
        raise
    finally:
        told.put(None)


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _staged(files: Sequence[UploadFile], folder: Path, max_file: int) -> list[Staged]:
    return [_stage(file, folder / str(n), max_file) for n, file in enumerate(files)]


def _stage(file: UploadFile, folder: Path, max_file: int) -> Staged:
    name = file_name(file.filename)
    if (file.size or 0) > max_file:
        return Staged(name, folder, f"文件超过 {max_file // 2**20} MB 的上限。请拆分后上传。")
    folder.mkdir()
    with (folder / name).open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return Staged(name, folder / name)


def _ingested(library: Library, file: Staged, progress: Progress | None = None) -> list[Added]:
    if file.refused:
        return [Added(file.name, "failed", message=file.refused)]
    return library.ingest([file.path], progress=progress)


def file_name(name: str | None) -> str:
    """The last part of a client's file name, which may carry folders of either kind of system, as any system can hold it."""
    base = _UNFIT.sub("_", (name or "").replace("\\", "/").rsplit("/", 1)[-1]).strip().rstrip(". ")
    short = base[-80:].encode()[-LONGEST_NAME:].decode(errors="ignore")
    return f"_{short}" if _DEVICE.match(short) else short or "未命名.txt"
