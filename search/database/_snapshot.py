"""One state of the database for an answer that takes many statements, and for a change that does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine

_OPEN: ContextVar[Connection | None] = ContextVar("open snapshot", default=None)
_READ = "read in this snapshot"


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection to read by: all its statements see the library as the first one does. A document that is taken out
    meanwhile is there for all of them or for none (SQLite in WAL mode; nobody who writes has to wait).

    Within a snapshot, another one of the same thread is the same: an answer opens one around all that it reads. What is written
    meanwhile is not seen there; who must see it takes one `of_now`.
    """
    held = _OPEN.get()
    if held is not None and held.engine is engine:
        yield held
        return
    with of_now(engine) as db:
        token = _OPEN.set(db)
        try:
            yield db
        finally:
            _OPEN.reset(token)


@contextmanager
def of_now(engine: Engine) -> Iterator[Connection]:
    """A snapshot of its own, within another one too."""
    with engine.connect() as db:
        db.exec_driver_sql("BEGIN")  # the driver itself begins a transaction only where something is written
        db.info[_READ] = {}
        try:
            yield db
        finally:
            del db.info[_READ]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that alone may write from its first statement on: what a change reads stays so until it is
    written, whatever other processes are at. Committed at the end, undone where it fails."""
    with engine.begin() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself would begin after what is read first
        yield db


def remembered(db: Connection) -> dict[object, Any]:
    """What was read in this snapshot and may be asked for again, by a name; empty, and soon forgotten, outside of one."""
    held: dict[object, Any] = db.info.get(_READ, {})
    return held
