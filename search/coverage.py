"""Coverage matrix 承接矩阵: the clauses of a plan against every plan below that carries it out, and what those plans add.

A cell says of one upper clause and one lower plan: covered (a clause below comes from it), outdated (it does, and the upper
wording changed since), missing. A clause below that nothing above asks for is an addition: a hole until a person confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.model import Clause, Document
from search.demands import demands, expected
from search.model import DocumentCard, Link, NotFound, Quote, Reader
from search.places import Places
from search.review import is_suspect

CELLS = ("covered", "outdated", "missing")
ADDITIONS = ("added", "accepted")


class CoverageReader(Reader, Protocol):
    """A `Reader` that knows which additions people looked at."""

    def reviewed_locals(self, document_id: str) -> dict[str, tuple[str, str, str]]:
        """Clause id -> (who, why, at) of the clauses of a document that a person confirmed as local."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One upper clause in one lower document. `lower` are the clauses that come from it, the surest first; `links` theirs."""

    document_id: str
    status: str
    lower: tuple[Quote, ...]
    links: tuple[Link, ...]


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
    """`summary` counts cells by status (covered, outdated, missing) and additions (added, accepted) of what is listed."""

    document: DocumentCard
    below: tuple[DocumentCard, ...]
    rows: tuple[CoverageRow, ...]
    additions: tuple[Addition, ...]
    summary: dict[str, int]


def coverage(reader: CoverageReader, document_id: str, *, below: Sequence[str] = (), holes: bool = False) -> Coverage:
    """The matrix of one document; NotFound where it is unknown or not current.

    Counted are clauses that ask for something in words of their own; above, only what a lower plan is expected to take up
    (no 指导思想). `below` narrows to some lower
    documents; `holes` leaves rows with a cell that is not covered, and additions that nobody accepted.
    """
    cards = {card.id: card for card in reader.cards()}
    if document_id not in cards:
        raise NotFound(f"没有现行文件 {document_id}", "可用 documents 列出库中的文件")
    links = _kept(reader, document_id)
    lower = [cards[key] for key in _lower(links, cards) if not below or key in below]
    matrix = _Matrix(reader, Places(reader), reader.document(document_id), lower, links)
    made = Coverage(cards[document_id], tuple(lower), tuple(matrix.rows()), tuple(matrix.additions()), {})
    shown = _holes(made) if holes else made
    return replace(shown, summary=_counts(shown))


def _kept(reader: Reader, document_id: str) -> list[Link]:
    """Clause links up to a document that nobody rejected; what explains it does not carry it out."""
    found = reader.between(upper=document_id)
    clauses = (link for link in found if "#" in link.to_id and "#" in link.from_id)
    return [link for link in clauses if link.status != "rejected" and link.relation != "interprets"]


def _lower(links: Iterable[Link], cards: Mapping[str, DocumentCard]) -> list[str]:
    """The lower documents by region and title."""
    ids = {link.from_id.partition("#")[0] for link in links} & cards.keys()
    return sorted(ids, key=lambda key: (cards[key].region or "", cards[key].title, key))


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
            at.setdefault((link.to_id, link.from_id.partition("#")[0]), []).append(link)
        for clause in _worded(self.upper, expected(self.upper)):
            quote = self.places.quote(self.upper, clause)
            yield CoverageRow(quote, tuple(self._cell(card.id, at.get((quote.clause_id, card.id), [])) for card in self.lower))

    def additions(self) -> Iterator[Addition]:
        linked = {link.from_id for link in self.links}
        for card in self.lower:
            document, said = self.reader.document(card.id), self.reader.reviewed_locals(card.id)
            for clause in _worded(document, demands(document)):
                clause_id = f"{card.id}#{clause.eid}"
                if clause_id not in linked:
                    status = "accepted" if clause_id in said else "added"
                    yield Addition(self.places.quote(document, clause), status, *said.get(clause_id, (None, None, None)))

    def _cell(self, document_id: str, links: Sequence[Link]) -> Cell:
        best = tuple(sorted(links, key=lambda link: (-link.score, link.from_id)))
        document = self.reader.document(document_id)
        quotes = tuple(self.places.quote(document, document.clause(link.from_id.partition("#")[2])) for link in best)
        stale = bool(best) and all(is_suspect(self.reader, link) for link in best)
        return Cell(document_id, "outdated" if stale else "covered" if best else "missing", quotes, best)


def _worded(document: Document, eids: frozenset[str]) -> list[Clause]:
    """Those of the clauses that say something in words of their own."""
    return [clause for clause in document.clauses if clause.eid in eids and document.body(clause)]
