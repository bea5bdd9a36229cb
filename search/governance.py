"""Which units govern a sentence: what the lists of figures, the answers about owners and the tables of tasks agree on.

A sentence is governed by the units that its own words or its row of a table name, by the next bracket after it in its clause,
by the clause's last bracket, or by its parent's, in this order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ingest.model import Clause, Document, Duty, Span, Target


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


def names_of(duties: Iterable[Duty]) -> tuple[str, ...]:
    """The units of duties as printed, each once."""
    return tuple(dict.fromkeys(duty.unit for duty in duties))
