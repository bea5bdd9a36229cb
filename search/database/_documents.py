"""The row of a document and all rows below it, read and written; its changes noted. Each takes an open connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from ingest.model import Document
from search.database import _unit_counts
from search.database._lists import CARD
from search.database._rows import child_rows, unpack, work_row
from search.database._tables import changes, documents, duties, target_units, targets, unit_counts
from search.database._versions import version_key
from search.model import NotFound


def one(db: Connection, document_id: str, *columns: Any) -> Row[Any]:
    """Some columns of a document, those of its card if none are named; NotFound for an unknown id."""
    row = db.execute(select(*(columns or CARD)).where(documents.c.id == document_id)).first()
    if row is None:
        raise NotFound(f"没有文件 {document_id}", "可用 documents 列出库中的文件")
    return row


def printed(db: Connection, document_id: str) -> Document:
    """A document as the parser made it; NotFound for an unknown id."""
    return unpack(one(db, document_id, documents.c.body).body)


def said_row(document: Document) -> dict[str, Any]:
    """What the row of a document takes from the document with what people corrected."""
    return work_row(document.work) | {
        "version_key": version_key(document.work),
        "targets": len(document.targets),
        "duties": len(document.duties),
    }


def write(db: Connection, document: Document, row: dict[str, Any]) -> None:
    """Writes a document with all below it, in the place of what is held under its id."""
    db.execute(delete(documents).where(documents.c.id == document.id))
    db.execute(insert(documents), row)
    for table, rows in child_rows(document):
        if rows:
            db.execute(insert(table), rows)
    _unit_counts.count(db, document.id)


def write_found(db: Connection, document: Document) -> None:
    """Writes the targets and duties of a document anew."""
    for table in (target_units, targets, duties, unit_counts):
        db.execute(delete(table).where(table.c.document_id == document.id))
    rows = dict(child_rows(document))
    for table in (targets, duties, target_units):
        if rows[table]:
            db.execute(insert(table), rows[table])
    _unit_counts.count(db, document.id)


def mark(db: Connection, document_ids: Iterable[str]) -> None:
    """Notes that these documents changed, for the indexes and for the links."""
    changed = [{"document_id": document_id} for document_id in dict.fromkeys(document_ids)]
    db.execute(delete(changes).where(changes.c.document_id.in_([row["document_id"] for row in changed])))
    db.execute(insert(changes), changed)


def last_change(db: Connection) -> int:
    """Number of the last change, 0 before the first."""
    return db.scalar(select(func.max(changes.c.seq))) or 0
