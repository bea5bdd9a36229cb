"""How well alignment finds the origins of clauses that a person noted; and how well it does when all headings are hidden.

Plans of one chain often share their headings word for word, which makes alignment easy; plans of other chains do not. The
second figure tells what is to be expected there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.model import Document
from search.ids import document_id_of
from search.links.pairing import pair_clauses

Ends = tuple[str, str]
"""(lower clause id, upper clause id)."""


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Counts of links: `right` of those `found`, of those `noted`."""

    right: int
    found: int
    noted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.noted if self.noted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.noted) if self.found + self.noted else 0.0


@dataclass(frozen=True, slots=True)
class LinksAssessed:
    """`plain` as the documents are, `blanked` without their headings; `missed` and `extra` links of the first."""

    plain: LinkScore
    blanked: LinkScore
    missed: tuple[Ends, ...]
    extra: tuple[Ends, ...]


def assess_links(document: Callable[[str], Document], noted: Sequence[Ends], doubtful: Sequence[Ends] = ()) -> LinksAssessed:
    """Aligns every two documents that `noted` joins; `document` opens one by its id. `doubtful` links count neither way."""
    pairs = sorted({(document_id_of(lower), document_id_of(upper)) for lower, upper in noted})
    wanted = frozenset(noted) - frozenset(doubtful)
    runs = []
    for blank in (False, True):
        found = {ends for lower, upper in pairs for ends in _aligned(document(lower), document(upper), blank)}
        runs.append(found - frozenset(doubtful))
    plain, blanked = runs
    missed, extra = (tuple(sorted(some)) for some in (wanted - plain, plain - wanted))
    return LinksAssessed(_score(wanted, plain), _score(wanted, blanked), missed, extra)


def _aligned(lower: Document, upper: Document, blank: bool) -> Iterable[Ends]:
    sides = (_blanked(lower), _blanked(upper)) if blank else (lower, upper)
    return ((f"{lower.id}#{pair.lower_eid}", f"{upper.id}#{pair.upper_eid}") for pair in pair_clauses(*sides))


def _blanked(document: Document) -> Document:
    """The document as if no clause had a heading; the printed headings stay out of the bodies."""
    return replace(document, clauses=tuple(replace(clause, heading=None) for clause in document.clauses))


def _score(wanted: frozenset[Ends], found: set[Ends]) -> LinkScore:
    return LinkScore(len(wanted & found), len(found), len(wanted))
