"""One state of the database for an answer that takes several statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection to read by: all its statements see the library as the first one does. A document that is taken out
    meanwhile is there for all of them or for none (SQLite in WAL mode; nobody who writes has to wait)."""
    with engine.connect() as db:
        db.exec_driver_sql("BEGIN")  # the driver itself begins a transaction only where something is written
        yield db
