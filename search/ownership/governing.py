"""Which units govern a sentence: what the pages of owners, units and tasks agree on.

A sentence is governed by the units that its own words or its row of a table name, by the next bracket after it in its clause,
by the clause's last bracket, or by its parent's, in this order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.model import Clause, Document, Duty, Span, Target
from search.ids import target_id
from search.model import Place, Reader, TargetQuote

if TYPE_CHECKING:
    from search.database.store import DutyRow


class Governance:
    """The duties of one document by clause, for many questions about its sentences: implied ones are left out."""

    def __init__(self, document: Document) -> None:
        self._brackets = frozenset(document.brackets)
        self._clauses = {clause.eid: clause for clause in document.clauses}
        self._duties: dict[str, list[Duty]] = defaultdict(list)
        for duty in document.duties:
            if duty.form != "implied":
                self._duties[duty.clause].append(duty)

    def of(self, eid: str, span: Span) -> tuple[Duty, ...]:
        """The duties that govern a sentence of a clause, in printed order."""
        own = self._duties.get(eid, [])
        said = [duty for duty in own if duty.span not in self._brackets and duty.span.meets(span)]
        brackets = sorted({duty.span for duty in own if duty.span in self._brackets})
        if brackets:
            nearest = next((one for one in brackets if one.end >= span.end), brackets[-1])
            return (*said, *(duty for duty in own if duty.span == nearest))
        return tuple(said) or self._from_above(self._clauses[eid])

    def units(self, target: Target) -> tuple[str, ...]:
        """The units that govern a target, as printed, each once."""
        return names_of(self.of(target.clause, target.span))

    def _from_above(self, clause: Clause) -> tuple[Duty, ...]:
        """The duties of the nearest clause above whose bracket closes it, or which is headed by a unit."""
        while clause.parent:
            clause = self._clauses[clause.parent]
            own = self._duties.get(clause.eid, [])
            closing = [duty for duty in own if duty.span in self._brackets]
            last = max((duty.span for duty in closing), default=None)
            found = [duty for duty in closing if duty.span == last] or [duty for duty in own if duty.span == clause.head]
            if found:
                return tuple(found)
        return ()


def governed(reader: Reader, rows: Sequence[TargetQuote]) -> tuple[TargetQuote, ...]:
    """The same targets, each with the units that govern it, where its clause names more."""
    ids = dict.fromkeys(row.place.document_id for row in rows)
    governance = {document_id: Governance(reader.document(document_id)) for document_id in ids}
    return tuple(_under(row, governance[row.place.document_id].of(row.target.clause, row.target.span)) for row in rows)


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
    target = document.targets[n]
    return _under(TargetQuote(target_id(document, n), target, place, document.quote(target.span)), governing)


def _under(row: TargetQuote, governing: Sequence[Duty]) -> TargetQuote:
    return replace(row, units=names_of(governing), stated_units=names_of(duty for duty in governing if duty.stated))


def names_of(duties: Iterable[Duty]) -> tuple[str, ...]:
    """The units of duties as printed, each once."""
    return tuple(dict.fromkeys(duty.unit for duty in duties))
