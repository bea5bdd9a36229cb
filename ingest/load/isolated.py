"""Readers that call native code, in a process of their own: what hangs or crashes in C can be neither interrupted nor caught.

One worker serves file after file. It is started with the first one, and anew after one that it did not survive; it ends when
this process ends. After each page it says so: the limit of time is that of one page, whatever the length of the file.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from ingest.issues import IngestError
from ingest.load.loaded import Loaded

SECONDS = 90.0
"""For opening a file, and for each page."""

MEMORY = 6 * 2**30
"""Bytes of address space of the worker (not limited on Windows and macOS, which have no such limit)."""

AtPage = Callable[[int], None]
"""To be told the number of a page that is done."""

_SERVE = "from ingest.load.isolated import serve; serve()"
_HELP = "请用阅读器打开确认，重新导出后再收录。"
_LOCK = threading.Lock()


def read(reader: str, data: bytes, path: str) -> Loaded:
    """What `ingest.load.<reader>.read(data, path, at_page)` gives, or its IngestError; IngestError too where a page takes more
    than SECONDS, or the reader crashes."""
    with _LOCK:
        return _running().read((reader, data, path))


def serve() -> None:
    """The worker: takes `(reader, data, path)` from standard input and answers on standard output until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _limit_memory()
    while True:
        try:
            job = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _send(_answer(job, answers), answers)


class _Worker:
    def __init__(self) -> None:
        paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for the program, which ends its worker
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows
        )
        self._said: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, job: tuple[str, bytes, str]) -> Loaded:
        path, page = job[2], 0
        try:
            self._ask(job)
            while isinstance(said := self._said.get(timeout=SECONDS), int):
                page = said
        except queue.Empty:
            self.end()
            raise IngestError(f"{path}：读到第{page + 1}页时 {SECONDS:g} 秒没有进展，已放弃。", _HELP) from None
        except BaseException:
            self.end()  # its answer would be taken for that of the next file
            raise
        if said is None:
            self.end()
            raise IngestError(f"{path}：读到第{page + 1}页时读取程序中止，文件可能已损坏或过大。", _HELP)
        return _result(said)

    def _ask(self, job: tuple[str, bytes, str]) -> None:
        with suppress(OSError):  # it has just died (EINVAL on Windows, EPIPE elsewhere): its last word, None, says so
            _send(job, self._process.stdin)

    def end(self) -> None:
        """Leaves neither a process nor a pipe behind; a second time it is no work."""
        self._process.kill()
        self._process.wait()
        self._listening.join()  # it has come to the end of its pipe
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be sent
                pipe.close()  # type: ignore[union-attr]  # both are pipes

    def _listen(self) -> None:
        """A thread: a pipe can't be read with a limit of time on every system, a queue can."""
        try:
            while True:
                self._said.put(pickle.load(self._process.stdout))  # type: ignore[arg-type]
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._said.put(None)


_worker: _Worker | None = None


def _running() -> _Worker:
    global _worker
    if _worker is None or not _worker.alive:
        if _worker is not None:
            _worker.end()
        _worker = _Worker()
        atexit.register(_worker.end)
    return _worker


def _result(said: Any) -> Loaded:
    match said:
        case Loaded():
            return said
        case ("refused", message, hint):
            raise IngestError(message, hint)
        case _:
            raise RuntimeError(said)


def _answer(job: tuple[str, bytes, str], answers: BinaryIO) -> object:
    """The Loaded, what an IngestError says, or the traceback of a fault of the program."""
    reader, data, path = job

    def at_page(number: int) -> None:
        _not_forever()
        _send(number, answers)

    _not_forever()
    try:
        return import_module(f"ingest.load.{reader}").read(data, path, at_page)
    except IngestError as error:
        return ("refused", error.message, error.hint)
    except MemoryError:
        return ("refused", f"{path}：读取时内存不够，文件过大或已损坏。", _HELP)
    except Exception:
        return traceback.format_exc()


def _send(message: object, pipe: Any) -> None:
    pickle.dump(message, pipe)
    pipe.flush()


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _not_forever() -> None:
    """A worker that hangs after its program was killed ends by itself: the default action of the alarm ends C code too."""
    if sys.platform != "win32":
        signal.alarm(int(2 * SECONDS))
