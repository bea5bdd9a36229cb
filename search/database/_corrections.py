"""The log of corrections in a library's database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select

from search.correcting.corrections import Correction, corrected, from_json, in_force
from search.database._documents import printed
from search.database._lists import GIVEN, given
from search.database._tables import corrections
from search.ids import target_id


def log(db: Connection, document_id: str) -> tuple[Correction, ...]:
    """Every entry for a document, the oldest first."""
    query = select(corrections).where(corrections.c.document_id == document_id).order_by(corrections.c.id)
    return tuple(_entry(row) for row in db.execute(query))


_LOGS = select(corrections).join_from(GIVEN, corrections, corrections.c.document_id == GIVEN.c.value).order_by(corrections.c.id)


def logs(db: Connection, document_ids: Iterable[str]) -> dict[str, list[Correction]]:
    """Document id -> its log, for those of many documents that have one."""
    made: dict[str, list[Correction]] = defaultdict(list)
    for row in db.execute(_LOGS, given(document_ids)):
        made[row.document_id].append(_entry(row))
    return made


_IN_CLAUSES = corrections.c.field.contains("@")
"""Of fields that name words of clauses (`search.correcting.stated`)."""


def in_clauses(db: Connection) -> frozenset[str]:
    """Ids of the documents in whose clauses people corrected anything: few, and most lists hold none of them."""
    return frozenset(db.scalars(select(corrections.c.document_id).where(_IN_CLAUSES).distinct()))


def stated_targets(db: Connection, document_id: str) -> frozenset[str]:
    """Ids of the targets of a document that people stated; NotFound for an unknown id."""
    document = corrected(printed(db, document_id), in_force(log(db, document_id)))
    return frozenset(target_id(document, n) for n, target in enumerate(document.targets) if target.stated)


def record(db: Connection, document_id: str, entries: Iterable[Correction]) -> None:
    """Adds entries to the log."""
    db.execute(insert(corrections), [_row(entry) | {"document_id": document_id} for entry in entries])


def _row(entry: Correction) -> dict[str, str | None]:
    said = {name: getattr(entry, name) for name in ("field", "quote", "who", "why", "at")}
    value = None if entry.undone else json.dumps(entry.value, ensure_ascii=False)
    return {**said, "before": json.dumps(entry.before, ensure_ascii=False), "value": value}


def _entry(row: Any) -> Correction:
    value = None if row.value is None else from_json(row.field, json.loads(row.value))
    before = from_json(row.field, json.loads(row.before))
    return Correction(row.field, before, value, row.who, row.why, row.at, undone=row.value is None, quote=row.quote)
