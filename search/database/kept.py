"""What every question is read against, kept in memory until the library changes, by whatever process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from search.database._snapshot import remembered, snapshot
from search.database._tables import changes

Value = TypeVar("Value")

MOST = 256
"""Values kept; the oldest go first."""
LATEST = 4
"""Large values kept of those made last."""

_NUMBER = f"SELECT max({changes.c.seq.name}) FROM {changes.name}"


class Kept:
    """Values read from a database, each with the number of the last change it was read after. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: OrderedDict[object, tuple[int | None, Any]] = OrderedDict()

    def get(self, name: object, read: Callable[[Connection], Value]) -> Value:
        """The value of that name, read where none is held or a change was noted since.

        Both are of one snapshot.
        """
        with snapshot(self._engine) as db:
            number = _number(db)
            held = self._held.get(name)
            if held is None or held[0] != number:
                held = self._held[name] = (number, read(db))
                while len(self._held) > MOST:
                    self._held.popitem(last=False)
        value: Value = held[1]
        return value


def _number(db: Connection) -> int | None:
    """Of the last change: asked once in a snapshot, which sees no other."""
    known = remembered(db)
    if _NUMBER not in known:
        known[_NUMBER] = db.exec_driver_sql(_NUMBER).scalar()
    number: int | None = known[_NUMBER]
    return number


class Latest:
    """The large values made last, each under a name that tells all it was made of. Safe to share between threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[object, Any] = OrderedDict()

    def get(self, name: object, make: Callable[[], Value]) -> Value:
        """The value of that name, made where it is not held."""
        held = self._held.get(name)
        if held is None:
            held = self._held[name] = make()
            while len(self._held) > LATEST:
                self._held.popitem(last=False)
        value: Value = held
        return value
