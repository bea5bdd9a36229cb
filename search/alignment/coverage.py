"""Coverage matrix 承接矩阵: the clauses of a plan against every plan below that carries it out, and what those plans add.

A cell says of one upper clause and one lower plan: covered (a clause below comes from it), outdated (it does, and the upper
wording changed since), doubtful (none does, and a sentence comes near: what an alignment of the two tells as well), missing. A
clause below that nothing above asks for is an addition: a hole until a person confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.model import Clause, Document
from search.alignment.doubts import Doubt, doubts
from search.ids import document_id_of, eid_of
from search.links.demands import demands, expected
from search.links.review import is_suspect
from search.model import DocumentCard, Link, NotFound, Quote, Reader
from search.places import Places

CELLS = ("covered", "outdated", "doubtful", "missing")
ADDITIONS = ("added", "accepted")


class CoverageReader(Reader, Protocol):
    """A `Reader` that knows which additions people looked at."""

    def reviewed_locals(self, document_id: str) -> dict[str, tuple[str, str, str]]:
        """Clause id -> (who, why, at) of the clauses of a document that a person confirmed as local."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One upper clause in one lower document. `lower` are the clauses that come from it, the surest first, `links` theirs; in a
    doubtful cell, which no link joins, the one clause whose `sentence` comes near."""

    document_id: str
    status: str
    lower: tuple[Quote, ...]
    links: tuple[Link, ...]
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One upper clause with a cell for each lower document, in the order of `Coverage.below`."""

    upper: Quote
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """A lower clause that nothing above asks for. `status`: added, or accepted (confirmed by `who`, for the reason `why`, at
    the time `at`)."""

    quote: Quote
    status: str
    who: str | None = None
    why: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`summary` counts cells by status (`CELLS`) and additions (`ADDITIONS`) of what is listed."""

    document: DocumentCard
    below: tuple[DocumentCard, ...]
    rows: tuple[CoverageRow, ...]
    additions: tuple[Addition, ...]
    summary: dict[str, int]


def coverage(reader: CoverageReader, document_id: str) -> Coverage:
    """The matrix of one document; NotFound where it is unknown or not current.

    Counted are clauses that ask for something in words of their own; above, only what a lower plan is expected to take up
    (no 指导思想).
    """
    cards = {card.id: card for card in reader.cards()}
    if document_id not in cards:
        raise NotFound(f"没有现行文件 {document_id}", "可用 documents 列出库中的文件")
    links = _joining(reader, document_id)
    lower = [cards[key] for key in _lower(links, cards)]
    matrix = _Matrix(reader, Places(reader), reader.document(document_id), lower, links)
    made = Coverage(cards[document_id], tuple(lower), tuple(matrix.rows()), tuple(matrix.additions()), {})
    return replace(made, summary=_counts(made))


def narrowed(found: Coverage, *, below: Sequence[str] = (), holes: bool = False) -> Coverage:
    """A matrix, counted anew, of some of its lower documents (all where none are given); `holes` leaves rows with a cell that
    is not covered, and additions that nobody accepted."""
    kept = [n for n, card in enumerate(found.below) if not below or card.id in below]
    cards = tuple(found.below[n] for n in kept)
    rows = tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in found.rows)
    ids = {card.id for card in cards}
    additions = tuple(one for one in found.additions if one.quote.place.document_id in ids)
    made = Coverage(found.document, cards, rows, additions, {})
    shown = _holes(made) if holes else made
    return replace(shown, summary=_counts(shown))


def _joining(reader: Reader, document_id: str) -> list[Link]:
    """Clause links up to a document, those that somebody rejected too; what explains it does not carry it out."""
    found = reader.between(upper=document_id)
    return [link for link in found if "#" in link.to_id and "#" in link.from_id and link.relation != "interprets"]


def _lower(links: Iterable[Link], cards: Mapping[str, DocumentCard]) -> list[str]:
    """The lower documents by region and title."""
    ids = {_document(link) for link in links if not _rejected(link)} & cards.keys()
    return sorted(ids, key=lambda key: (cards[key].region or "", cards[key].title, key))


def _document(link: Link) -> str:
    return document_id_of(link.from_id)


def _rejected(link: Link) -> bool:
    return link.status == "rejected"


def _counts(made: Coverage) -> dict[str, int]:
    counts = Counter(cell.status for row in made.rows for cell in row.cells)
    counts.update(addition.status for addition in made.additions)
    return {name: counts[name] for name in (*CELLS, *ADDITIONS)}


def _holes(made: Coverage) -> Coverage:
    rows = tuple(row for row in made.rows if any(cell.status != "covered" for cell in row.cells))
    return replace(made, rows=rows, additions=tuple(one for one in made.additions if one.status == "added"))


@dataclass(frozen=True, slots=True)
class _Matrix:
    reader: CoverageReader
    places: Places
    upper: Document
    lower: Sequence[DocumentCard]
    links: Sequence[Link]

    def rows(self) -> Iterator[CoverageRow]:
        at: dict[tuple[str, str], list[Link]] = {}
        for link in self.links:
            at.setdefault((link.to_id, _document(link)), []).append(link)
        near = {card.id: self._near(card.id) for card in self.lower}
        for clause in _worded(self.upper, expected(self.upper)):
            quote = self.places.quote(self.upper, clause)
            cells = (
                self._cell(card.id, at.get((quote.clause_id, card.id), []), near[card.id].get(clause.eid))
                for card in self.lower
            )
            yield CoverageRow(quote, tuple(cells))

    def _near(self, document_id: str) -> dict[str, Doubt]:
        """Upper eid -> what comes near it in a lower document, for those without a partner there."""
        ends = ((link.from_id, link.to_id) for link in self.links if _document(link) == document_id and not _rejected(link))
        pairs = {(eid_of(lower), eid_of(upper)) for lower, upper in ends}
        return doubts(self.reader.document(document_id), self.upper, pairs)

    def additions(self) -> Iterator[Addition]:
        linked = {link.from_id for link in self.links if not _rejected(link)}
        for card in self.lower:
            document, said = self.reader.document(card.id), self.reader.reviewed_locals(card.id)
            for clause in _worded(document, demands(document)):
                clause_id = f"{card.id}#{clause.eid}"
                if clause_id not in linked:
                    status = "accepted" if clause_id in said else "added"
                    yield Addition(self.places.quote(document, clause), status, *said.get(clause_id, (None, None, None)))

    def _cell(self, document_id: str, links: Sequence[Link], doubt: Doubt | None) -> Cell:
        """What comes near is no answer where a person rejected one: it was looked for."""
        best = tuple(sorted((link for link in links if not _rejected(link)), key=lambda link: (-link.score, link.from_id)))
        if doubt and not links:
            return Cell(document_id, "doubtful", (self._quote(document_id, doubt.lower_eid),), (), doubt.sentence)
        quotes = tuple(self._quote(document_id, eid_of(link.from_id)) for link in best)
        stale = bool(best) and all(is_suspect(self.reader, link) for link in best)
        return Cell(document_id, "outdated" if stale else "covered" if best else "missing", quotes, best)

    def _quote(self, document_id: str, eid: str) -> Quote:
        document = self.reader.document(document_id)
        return self.places.quote(document, document.clause(eid))


def _worded(document: Document, eids: frozenset[str]) -> list[Clause]:
    """Those of the clauses that say something in words of their own."""
    return [clause for clause in document.clauses if clause.eid in eids and document.body(clause)]
