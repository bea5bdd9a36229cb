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
        self._begun = self._rebuilding = self._opened = monotonic()
        self._before = self._done = self._total = 0
        self._open = False

    def progress(self, done: int, total: int) -> None:
        """So many documents of an index made anew are done."""
        if not self._total:
            self._rebuilding, self._before = monotonic(), done
        self._done, self._total = done, total

    def opened(self) -> None:
        """The library is open; what remains is to be read, or the vectors to be made."""
        self._open, self._opened = True, monotonic()

    @property
    def said(self) -> str:
        """What goes on, and how long it may take yet, or how long it has taken, in a sentence or two."""
        now = monotonic()
        if self._open:
            return f"文件库已打开，正在准备语义检索，{self._time(self._vectors_left(now), now)}。"
        if self._total:
            counted = f"{self._done} / {self._total} 份，{self._time(self._index_left(now), now)}"
            return f"正在重建检索索引：{counted}。程序升级后第一次打开时才这样。"
        return f"正在打开文件库，{self._time(0, now)}。程序升级后第一次打开要整理数据，文件多时需要几分钟。"

    def _index_left(self, now: float) -> float:
        """Seconds by the pace until now; 0 where it is not known yet."""
        counted = self._done - self._before
        return (now - self._rebuilding) * (self._total - self._done) / counted if counted else 0

    def _vectors_left(self, now: float) -> float:
        """Seconds where the index was made anew: vectors take about as long as it did."""
        return self._opened - self._rebuilding - (now - self._opened) if self._total else 0

    def _time(self, left: float, now: float) -> str:
        return f"大约还要 {left:.0f} 秒" if left >= 1 else f"已用 {now - self._begun:.0f} 秒"


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
