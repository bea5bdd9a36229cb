"""The log of corrections in a library's database."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from search._tables import corrections
from search.corrections import Correction, from_json


def log(db: Connection, document_id: str) -> tuple[Correction, ...]:
    """Every entry for a document, the oldest first."""
    query = select(corrections).where(corrections.c.document_id == document_id).order_by(corrections.c.id)
    return tuple(_entry(row) for row in db.execute(query))


def record(db: Connection, document_id: str, entries: Iterable[Correction]) -> None:
    """Adds entries to the log."""
    db.execute(insert(corrections), [_row(entry) | {"document_id": document_id} for entry in entries])


def _row(entry: Correction) -> dict[str, str | None]:
    said = {name: getattr(entry, name) for name in ("field", "who", "why", "at")}
    value = None if entry.undone else json.dumps(entry.value, ensure_ascii=False)
    return {**said, "before": json.dumps(entry.before, ensure_ascii=False), "value": value}


def _entry(row: object) -> Correction:
    field, before, value, who, why, at = (getattr(row, name) for name in ("field", "before", "value", "who", "why", "at"))
    held = None if value is None else from_json(field, json.loads(value))
    return Correction(field, from_json(field, json.loads(before)), held, who, why, at, undone=value is None)
