"""How far a library is that is being opened: after an upgrade of the program that takes a minute for 200,000 clauses.
Standard library only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

PATIENCE = 1.5
"""Seconds after which one who waits is told why; as a rule a library is open before."""
EVERY = 10.0
"""Seconds from one line in the console to the next."""


class Opening:
    """What is known of an opening: since when it goes on, and how much of an index made anew is done."""

    def __init__(self) -> None:
        self._begun = monotonic()
        self._done = self._total = 0
        self._opened = False

    def progress(self, done: int, total: int) -> None:
        """So many documents of an index made anew are done."""
        self._done, self._total = done, total

    def opened(self) -> None:
        """The library is open; what remains is to be read, or the vectors to be made."""
        self._opened = True

    @property
    def said(self) -> str:
        """What goes on, how long it has taken, and how long it may take yet, in a sentence or two."""
        spent = monotonic() - self._begun
        if self._opened:
            return f"文件库已打开，正在准备检索，已用 {spent:.0f} 秒。"
        if not self._done:
            return f"正在打开文件库，已用 {spent:.0f} 秒。程序升级后第一次打开要整理数据，文件多时需要一两分钟。"
        left = spent * (self._total - self._done) / self._done
        return f"正在重建检索索引：{self._done} / {self._total} 份，大约还要 {left + 1:.0f} 秒。程序升级后第一次打开时才这样。"


@contextmanager
def told(opening: Opening) -> Iterator[None]:
    """Tells on stderr how far an opening is, as long as the context lasts."""
    over = Event()
    teller = Thread(target=_tell, args=(opening, over), name="opening", daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell(opening: Opening, over: Event) -> None:
    wait = PATIENCE
    while not over.wait(wait):
        print(opening.said, file=sys.stderr, flush=True)
        wait = EVERY
