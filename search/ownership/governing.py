"""Targets with the units that govern them (`search.governance`), out of documents that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.model import Document, Duty
from search.governance import Governance, names_of
from search.ids import target_id
from search.model import Place, Reader, TargetQuote

if TYPE_CHECKING:
    from search.database.store import DutyRow


def targets_of(reader: Reader, rows: Sequence[DutyRow]) -> Iterator[TargetQuote]:
    """The targets that some of these duties govern, document by document in the order of the rows."""
    by_document: dict[str, list[Duty]] = defaultdict(list)
    for row in rows:
        by_document[row.document_id].append(row.duty)
    for document_id, duties in by_document.items():
        document, wanted = reader.document(document_id), set(duties)
        governance = Governance(document)
        for i, target in enumerate(document.targets):
            governing = governance.of(target.clause, target.span)
            if not wanted.isdisjoint(governing):
                yield target_quote(document, i, reader.place(f"{document_id}#{target.clause}"), governing)


def target_quote(document: Document, n: int, place: Place, governing: Sequence[Duty]) -> TargetQuote:
    """The target at a place, from 0, with the units that govern it."""
    target, stated = document.targets[n], names_of(duty for duty in governing if duty.stated)
    return TargetQuote(target_id(document, n), target, place, document.quote(target.span), names_of(governing), stated)
