"""A Reader over a few documents in memory, and what it takes to store links in it as a library does."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.model import Document
from search.links.link import relink
from search.model import DocumentCard, Link, Named, NotFound, Place, TargetLink


class Memory:
    """Implements `search.model.Reader`; `add` links as a library would, one document after another."""

    def __init__(self, *documents: Document) -> None:
        self.documents: dict[str, Document] = {}
        self.stored: dict[str, Link] = {}
        self.compared: dict[tuple[str | None, str | None], TargetLink] = {}
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        self.documents[document.id] = document
        for document_id, links, targets in relink(self, [document.id]):
            self._forget(document_id)
            self.stored |= {link.id: link for link in links}
            self.compared |= {(link.from_id, link.to_id): link for link in targets}

    def cards(self) -> tuple[DocumentCard, ...]:
        return tuple(map(_card, self.documents.values()))

    def document(self, document_id: str) -> Document:
        if document_id not in self.documents:
            raise NotFound(f"没有文件 {document_id}")
        return self.documents[document_id]

    def place(self, clause_id: str) -> Place:
        document_id, _, eid = clause_id.partition("#")
        work = self.document(document_id).work
        labels: list[str] = []
        at: str | None = eid
        while at is not None:
            clause = self.document(document_id).clause(at)
            labels.insert(0, f"{clause.marker or ''}{clause.heading or ''}")
            at = clause.parent
        return Place(clause_id, document_id, work.title, work.doc_number, work.level, work.region, tuple(labels))

    def places(self, clause_ids: Iterable[str]) -> dict[str, Place]:
        return {clause_id: self.place(clause_id) for clause_id in clause_ids}

    def links(self, *, from_id: str | None = None, to_id: str | None = None) -> tuple[Link, ...]:
        found: Iterable[Link] = self.stored.values()
        return tuple(link for link in found if from_id in (None, link.from_id) and to_id in (None, link.to_id))

    def names(self) -> tuple[Named, ...]:
        return tuple(Named(d.id, title, d.work.doc_number) for d in self.documents.values() for title in _titles(d))

    def citations(self) -> tuple[Named, ...]:
        return tuple(Named(d.id, c.title, c.doc_number) for d in self.documents.values() for c in d.citations)

    def between(self, *, lower: str | None = None, upper: str | None = None) -> tuple[Link, ...]:
        def of(end: str, document_id: str | None) -> bool:
            return document_id in (None, end.partition("#")[0])

        return tuple(link for link in self.stored.values() if of(link.from_id, lower) and of(link.to_id, upper))

    def _forget(self, document_id: str) -> None:
        def touches(ends: Iterable[str | None]) -> bool:
            return any(end is not None and end.partition("#")[0] == document_id for end in ends)

        self.stored = {key: link for key, link in self.stored.items() if not touches((link.from_id, link.to_id))}
        self.compared = {ends: link for ends, link in self.compared.items() if not touches(ends)}


def _titles(document: Document) -> list[str]:
    enclosed = [c.heading for c in document.clauses if c.kind == "attachment" and c.parent is None]
    return [title for title in (document.work.title, document.work.carrier, *enclosed) if title]


def _card(document: Document) -> DocumentCard:
    work = document.work
    fields = (work.title, work.doc_number, work.issuers, work.date, work.level, work.region, work.doc_type, work.period)
    counts = (len(document.clauses), len(document.targets), len(document.duties), len(document.issues))
    return DocumentCard(document.id, document.source.path, *fields, *counts)
