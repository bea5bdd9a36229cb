"""The library as JSON lines, one file a table: what tools outside the project read. The fields are kept stable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.model import Citation, Document
from search.correcting.corrections import Corrected
from search.database.store import Store
from search.governance import Governance
from search.ids import target_id
from search.links.cited import Names
from search.links.titles import name_of

Row = dict[str, Any]

FILES = ("documents", "clauses", "targets", "duties", "links", "target_links")
TARGET_FIELDS = ("indicator", "op", "value", "value2", "unit", "deadline", "frequency", "scope", "nature")


def export(store: Store, out: Path) -> dict[str, int]:
    """Writes `documents`, `clauses`, `targets`, `duties`, `links` and `target_links` (.jsonl) of all current documents.

    Returns how many rows each file has.
    """
    out.mkdir(parents=True, exist_ok=True)
    with store.reading(), ExitStack() as opened:
        files = {
            name: opened.enter_context((out / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n")) for name in FILES
        }
        counts = dict.fromkeys(FILES, 0)
        for name, row in _rows(store):
            files[name].write(json.dumps(row, ensure_ascii=False) + "\n")
            counts[name] += 1
    return counts


def _rows(store: Store) -> Iterator[tuple[str, Row]]:
    """Every row with the name of its file; each document is read once."""
    names, cards = store.called(), store.cards()
    for card in cards:
        document = store.document(card.id)
        yield "documents", _document(document, names, store.corrected(card.id))
        for name, rows in (("clauses", _clauses), ("targets", _targets), ("duties", _duties)):
            yield from ((name, row) for row in rows(document))
    yield from (("links", _link(asdict(link))) for link in store.links())
    yield from (("links", row) for card in cards for row in _accepted(store.reviewed_locals(card.id)))
    yield from (("target_links", _target_link(asdict(link))) for link in store.target_links())


def _document(document: Document, names: Names, corrections: Iterable[Corrected]) -> Row:
    """The elements as they hold now; `corrections` are those that people made, with what is printed."""
    work = document.work
    made: Row = {"id": document.id, "file": document.source.path, "title": work.title, "doc_number": work.doc_number}
    made |= {"date": work.date, "level": work.level, "region": work.region, "doc_type": work.doc_type}
    made |= {"issuers": list(work.issuers), "addressees": list(work.addressees)}
    made |= {"in_force": work.in_force, "expires": work.expires}
    made |= {"citations": [_citation(document, cited, names) for cited in document.citations]}
    return made | {"corrections": [asdict(one) for one in corrections]}


def _citation(document: Document, cited: Citation, names: Names) -> Row:
    """A citation with the held document it names by number or title, None where none is held or the document names itself."""
    found = names.held(name_of(cited.title, cited.doc_number), beside=document.id)
    held = found[0].id if found and found[1] != "number" else None
    made: Row = {"title": cited.title, "doc_number": cited.doc_number, "relation": cited.relation}
    return made | {"clause_id": f"{document.id}#{cited.clause}", "document_id": held}


def _clauses(document: Document) -> Iterator[Row]:
    for clause in document.clauses:
        place: Row = {"id": f"{document.id}#{clause.eid}", "document_id": document.id, "eid": clause.eid}
        place["parent"] = f"{document.id}#{clause.parent}" if clause.parent else None
        said = {"kind": clause.kind, "marker": clause.marker, "heading": clause.heading, "text": document.body(clause)}
        yield place | said | {"page": document.page(clause.span.start)}


def _targets(document: Document) -> Iterator[Row]:
    governance = Governance(document)
    for n, target in enumerate(document.targets):
        place = {"id": target_id(document, n), "document_id": document.id, "clause_id": f"{document.id}#{target.clause}"}
        fields = {name: getattr(target, name) for name in TARGET_FIELDS}
        yield (
            place
            | {"quote": document.quote(target.span)}
            | fields
            | {
                "units": list(governance.units(target)),
                "stated": target.stated,
            }
        )


def _duties(document: Document) -> Iterator[Row]:
    for duty in document.duties:
        row = {name: getattr(duty, name) for name in ("unit", "canonical", "role", "form", "deadline")}
        place = {"document_id": document.id, "clause_id": f"{document.id}#{duty.clause}"}
        yield place | row | {"quote": document.quote(duty.span)}


def _link(link: Row) -> Row:
    told = ("relation", "status", "score", "evidence", "who", "why", "at")
    return {"from": link["from_id"], "to": link["to_id"]} | {name: link[name] for name in told}


def _accepted(reviewed: Mapping[str, tuple[str, str, str]]) -> Iterator[Row]:
    """Clauses that nothing above asks for and that a person accepted as additions: links without an upper end."""
    for clause_id, (who, why, at) in reviewed.items():
        found = {"relation": "local", "status": "confirmed", "score": 1.0, "evidence": {}}
        yield {"from": clause_id, "to": None} | found | {"who": who, "why": why, "at": at}


def _target_link(link: Row) -> Row:
    return {"from": link["from_id"], "to": link["to_id"], "verdict": link["verdict"], "evidence": link["evidence"]}
