"""How a Document becomes rows of the tables, and comes back from them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Table

from ingest.model import Citation, Document, Duty, Span, Target, Work
from search.citing import label
from search.database._tables import carriers, citations, clauses, duties, target_units, targets
from search.governance import Governance
from search.ids import eid_of, target_id


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
        (target_units, list(governing_rows(document))),
        (citations, [_annotation(document, c, c.span) for c in document.citations]),
        (carriers, [{"document_id": document.id, "title": title} for title in (document.work.carrier,) if title]),
    ]


def governing_rows(document: Document) -> Iterator[dict[str, Any]]:
    """Rows of `target_units`."""
    governance = Governance(document)
    for n, target in enumerate(document.targets):
        duties = governance.of(target.clause, target.span)
        stated = {duty.unit for duty in duties if duty.stated}
        of = {"document_id": document.id, "target_id": target_id(document, n)}
        for unit, canonical in dict.fromkeys((duty.unit, duty.canonical) for duty in duties):
            yield of | {"unit": unit, "canonical": canonical, "stated": unit in stated}


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
