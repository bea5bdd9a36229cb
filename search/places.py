"""A clause by its id; and where the clauses of documents stand, all of one read at once, for answers that quote many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.model import Clause, Document
from search.ids import parted
from search.model import ClauseView, NotFound, Place, Quote, Reader


def opened(reader: Reader, clause_id: str) -> tuple[Document, Clause]:
    """A clause with its document; NotFound for an unknown one."""
    document_id, eid = parted(clause_id)
    document = reader.document(document_id)
    clause = next((one for one in document.clauses if one.eid == eid), None)
    if clause is None:
        raise NotFound(f"没有条款 {clause_id}", "条款编号形如 文件编号#2.4.3，可从检索结果中复制")
    return document, clause


def view(reader: Reader, clause_id: str) -> ClauseView:
    """A clause with its place and all that was found in it; NotFound for an unknown one. Called within `Store.reading`."""
    document, clause = opened(reader, clause_id)
    return ClauseView(
        reader.places([clause_id])[clause_id],
        clause,
        document.body(clause),
        tuple(f"{document.id}#{other.eid}" for other in document.clauses if other.parent == clause.eid),
        tuple(target for target in document.targets if target.clause == clause.eid),
        tuple(duty for duty in document.duties if duty.clause == clause.eid),
        tuple(cited for cited in document.citations if cited.clause == clause.eid),
    )


def upward(document: Document, clause: Clause) -> Iterator[Clause]:
    """The clause, its parent and so on to the root."""
    by_eid = {one.eid: one for one in document.clauses}
    at: Clause | None = clause
    while at is not None:
        yield at
        at = by_eid.get(at.parent) if at.parent else None


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
