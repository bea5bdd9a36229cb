"""Where the clauses of some documents stand, all those of a document read at once: for answers that quote many of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Clause, Document
from search.model import NotFound, Place, Quote, Reader


@dataclass(frozen=True, slots=True)
class Places:
    """Made for one answer: what it has read it does not read again."""

    reader: Reader
    _held: dict[str, dict[str, Place]] = field(default_factory=dict)

    def of(self, document: Document, eid: str) -> Place:
        """The place of a clause; NotFound where its document was taken out since it was opened."""
        if document.id not in self._held:
            self._held[document.id] = self.reader.places(f"{document.id}#{clause.eid}" for clause in document.clauses)
        place = self._held[document.id].get(f"{document.id}#{eid}")
        if place is None:
            raise NotFound(f"《{document.work.title}》刚刚被移除或更新", "请刷新后重试")
        return place

    def quote(self, document: Document, clause: Clause) -> Quote:
        """A clause with its own text."""
        return Quote(f"{document.id}#{clause.eid}", self.of(document, clause.eid), document.quote(clause.own).strip())
