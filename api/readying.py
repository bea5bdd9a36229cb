"""Makes a library ready for questions in a thread of its own, when a service starts and after every change, so that nobody
waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType

from search.library import Library

EVERY = 1.0
"""Seconds from one look for a change to the next; a look that finds none takes a tenth of a millisecond."""

ASKED = "规划"
"""A question that needs all that is read once in a process: the dictionary, the vectors, the units."""

_log = logging.getLogger(__name__)


class Readying:
    """A context manager: the thread ends with it, before the library may be closed. `answers` is set once a question would not
    wait any more."""

    def __init__(self, library: Library) -> None:
        self._library, self._over, self._failing, self.answers = library, Event(), False, Event()
        self._thread = Thread(target=self._run, name="readying", daemon=True)

    def __enter__(self) -> Readying:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        self._try(lambda: self._library.search(ASKED))  # makes the vectors, where those there are of another program
        self.answers.set()
        self._try(self._library.catch_up)
        self._try(self._library.outdated)  # reads the parser in, which uploads need too
        while not self._over.is_set():
            self._try(self._library.prepare)
            self._over.wait(EVERY)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # it is only done sooner here: who asks does it again, and is told what is wrong
            if not self._failing:  # once, not with every look, until it works again
                _log.exception("the library could not be made ready")
            self._failing = True
        else:
            self._failing = False
