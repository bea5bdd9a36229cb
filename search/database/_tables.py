"""The tables of `library.db`, and how a Document becomes their rows. Only modules of this package read this.

The compressed JSON in `documents.body` is the truth of a document; the rows of clauses, targets, duties and citations repeat
it so that lists and places are answered without opening the document.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, and_, literal_column

from ingest.model import Citation, Document, Duty, Span, Target, Work
from search.citing import label
from search.ids import eid_of, target_id

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("origin", Text, index=True),  # absolute path of the file, None for an upload
    Column("version_key", Text, nullable=False, index=True),
    Column("superseded_by", Text, index=True),
    Column("added", Text, nullable=False),
    Column("parser", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("doc_number", Text),
    Column("issuers", Text, nullable=False),
    Column("date", Text),
    Column("level", Text),
    Column("region", Text),
    Column("doc_type", Text),
    Column("period_from", Integer),
    Column("period_to", Integer),
    Column("in_force", Text),
    Column("expires", Text),
    Column("clauses", Integer, nullable=False),
    Column("targets", Integer, nullable=False),
    Column("duties", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)


def _of_document() -> Column[Any]:
    return Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True)


def _of_clause() -> Column[Any]:
    return Column("clause_id", Text, ForeignKey("clauses.id", ondelete="CASCADE"), nullable=False, index=True)


clauses = Table(
    "clauses",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    Column("n", Integer, nullable=False),
    Column("parent", Text),  # id of the clause above
    Column("kind", Text, nullable=False),
    Column("marker", Text),
    Column("heading", Text),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("above", Text, nullable=False, server_default="[]"),  # JSON: label and heading of each, the root first
)

targets = Table(
    "targets",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("n", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("value", Float),
    Column("value2", Float),
    Column("unit", Text),
    Column("raw_value", Text),
    Column("raw_unit", Text),
    Column("deadline", Integer),
    Column("frequency", Text),
    Column("scope", Text),
    Column("baseline", Text),
    Column("nature", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("quote", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("canonical", Text, index=True),
    Column("role", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("deadline", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

unit_counts = Table(
    "unit_counts",
    metadata,
    Column("unit_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("names", Text, nullable=False),  # JSON, as the document prints them
    Column("duties", Integer, nullable=False),
    Column("targets", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many duties each unit has in a document, and how many targets stand in the clauses of these."""

citations = Table(
    "citations",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("title", Text, nullable=False),
    Column("doc_number", Text),
    Column("relation", Text, nullable=False),
    Column("cue", Text),
    Column("antecedent", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

carriers = Table(
    "carriers",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    Column("title", Text, nullable=False),
)
"""Titles of the notices that carry plans."""

links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("from_id", Text, nullable=False, index=True),
    Column("to_id", Text, nullable=False, index=True),
    Column("from_document", Text, nullable=False, index=True),
    Column("to_document", Text, index=True),  # None where the upper document is cited and not held
    Column("relation", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("stamp", Text),
    Column("who", Text),
    Column("why", Text),
)

target_links = Table(
    "target_links",
    metadata,
    Column("from_id", Text),
    Column("to_id", Text),
    Column("from_document", Text, index=True),
    Column("to_document", Text, index=True),
    Column("verdict", Text, nullable=False),
    Column("evidence", Text, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("link_id", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, index=True),  # no foreign key: kept when the document is parsed or added anew
    Column("field", Text, nullable=False),
    Column("quote", Text),  # words of a clause that it was made on
    Column("before", Text, nullable=False),  # JSON
    Column("value", Text),  # JSON; None: undone, what is printed counts again
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What people wrote over the elements and units of documents; only ever added to."""

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, unique=True),
    sqlite_autoincrement=True,
)
"""The last change of each document, removed ones included: what an index has not applied yet is what it must do again."""

saved = Table(
    "saved",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("filters", Text, nullable=False),  # JSON of `Filters`
    Column("made", Text, nullable=False),
    Column("opened", Text, nullable=False),
)
"""Searches kept under a name; documents added after `opened` are new to the person who kept it."""

Index("links_pair", links.c.from_document, links.c.to_document)
Index("duties_unit", duties.c.unit, duties.c.document_id, duties.c.canonical, duties.c.role)
"""What a unit owns is weighed by document and role before any of it is read."""
Index("duties_task", duties.c.document_id, duties.c.start, duties.c.clause_id, duties.c.end)
"""A task is what the duties of one clause and quote say together: so they are counted and listed without reading them."""
ENCLOSED = and_(clauses.c.kind == literal_column("'attachment'"), clauses.c.parent.is_(None))
"""A plan enclosed in a file. Written out, not as a parameter: else the index below would not be used."""
Index("clauses_enclosed", clauses.c.document_id, sqlite_where=ENCLOSED)
"""They are few among all clauses, and their headings are names of documents, read whenever links are made."""


def pack(document: Document) -> bytes:
    """Compressed JSON of a document."""
    return zlib.compress(json.dumps(document.to_dict(), ensure_ascii=False, separators=(",", ":")).encode())


def unpack(body: bytes) -> Document:
    """The inverse of `pack`."""
    return Document.from_dict(json.loads(zlib.decompress(body)))


_PLAIN = ("title", "doc_number", "date", "level", "region", "doc_type", "in_force", "expires")


def excerpt(body: bytes, eids: Iterable[str]) -> Document:
    """The document of a packed body with some of its clauses, those above them and their duties alone: to make objects of all
    that was found in it takes longer than to read it. KeyError for an unknown eid."""
    data = json.loads(zlib.decompress(body))
    above = {row["eid"]: row["parent"] for row in data["clauses"]}
    kept: set[str] = set()
    for at in eids:
        while at and at not in kept:
            kept.add(at)
            at = above[at]
    rows = {"clauses": [row for row in data["clauses"] if row["eid"] in kept]}
    rows |= {"duties": [row for row in data["duties"] if row["clause"] in kept]}
    return Document.from_dict(data | dict.fromkeys(_LEFT_OUT, ()) | rows)


_LEFT_OUT = ("pages", "elements", "targets", "citations", "issues", "discards")


def work_row(work: Work) -> dict[str, Any]:
    """The columns that tell the elements of a document 公文要素."""
    first, last = work.period or (None, None)
    fields = {name: getattr(work, name) for name in _PLAIN}
    return fields | {"issuers": json.dumps(work.issuers, ensure_ascii=False), "period_from": first, "period_to": last}


def document_row(document: Document) -> dict[str, Any]:
    """The card of a document; what only the store knows (origin, version key, bytes, time) is added there."""
    return work_row(document.work) | {
        "id": document.id,
        "sha256": document.source.sha256,
        "parser": document.parser,
        "file": document.source.path,
        "clauses": len(document.clauses),
        "targets": len(document.targets),
        "duties": len(document.duties),
        "issues": len(document.issues),
        "body": pack(document),
    }


def child_rows(document: Document) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Rows of the tables below a document, in the order in which they may be inserted."""
    return [
        (clauses, _with_above([_clause_row(document, n) for n in range(len(document.clauses))])),
        (targets, [_target_row(document, n, t) for n, t in enumerate(document.targets)]),
        (duties, [_annotation(document, d, d.span) | {"quote": document.quote(d.span)} for d in document.duties]),
        (citations, [_annotation(document, c, c.span) for c in document.citations]),
        (carriers, [{"document_id": document.id, "title": title} for title in (document.work.carrier,) if title]),
    ]


_OF_TARGET = tuple(name for name in Target.__dataclass_fields__ if name not in ("clause", "span", "key"))


def target_of(row: Any) -> Target:
    """The `Target` of a row of `targets`."""
    held = row._asdict()  # a fifth of the time of asking the row for each
    return Target(eid_of(held["clause_id"]), Span(held["start"], held["end"]), *(held[name] for name in _OF_TARGET))


OF_DUTY = [column for column in duties.c if column.name != "id"]


def duty_of(row: tuple[Any, ...]) -> tuple[str, str, Duty, str]:
    """Document, clause, the `Duty` and its quote, of a row of `OF_DUTY`. There are thousands: no field is asked for by name."""
    document_id, clause_id, quote, unit, canonical, role, form, deadline, start, end = row
    return document_id, clause_id, Duty(eid_of(clause_id), Span(start, end), unit, canonical, role, form, deadline), quote


def _clause_row(document: Document, n: int) -> dict[str, Any]:
    clause = document.clauses[n]
    return {
        "id": f"{document.id}#{clause.eid}",
        "document_id": document.id,
        "n": n,
        "parent": f"{document.id}#{clause.parent}" if clause.parent else None,
        "kind": clause.kind,
        "marker": clause.marker,
        "heading": clause.heading,
        "text": document.body(clause),
        "page": document.page(clause.span.start),
    }


def _with_above(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clauses of a document, in order, each with what stands above it."""
    for row, above in zip(rows, above_each(rows), strict=True):
        row["above"] = above
    return rows


def above_each(rows: Iterable[Mapping[Any, Any]]) -> Iterator[str]:
    """The column `above` of the clauses of a document, in order: a parent comes before what stands under it."""
    lines: dict[str, list[tuple[str, str | None]]] = {}
    for row in rows:
        above = lines[row["parent"]] if row["parent"] else []
        called = label(row["kind"], row["marker"], row["heading"], row["text"])
        lines[row["id"]] = [*above, (called, row["heading"])]
        yield json.dumps(above, ensure_ascii=False, separators=(",", ":"))


def headings_of(above: str) -> tuple[str, ...]:
    """The headings in a value of the column `above`, from the root down."""
    return tuple(heading for _, heading in names_above(above) if heading)


@lru_cache(maxsize=4096)
def names_above(above: str) -> tuple[tuple[str, str | None], ...]:
    """What is called what, with its heading, in a value of the column `above`; clauses side by side have the same."""
    return tuple((called, heading) for called, heading in json.loads(above))


def _target_row(document: Document, n: int, target: Target) -> dict[str, Any]:
    row = _annotation(document, target, target.span)
    return row | {"id": target_id(document, n), "n": n + 1, "quote": document.quote(target.span)}


def _annotation(document: Document, item: Target | Duty | Citation, span: Span) -> dict[str, Any]:
    fields = {name: getattr(item, name) for name in item.__dataclass_fields__ if name not in ("clause", "span", "key")}
    place = {"document_id": document.id, "clause_id": f"{document.id}#{item.clause}"}
    return fields | place | {"start": span.start, "end": span.end}
