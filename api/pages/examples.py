"""What a start page shows one can ask: queries made of the words of the library's own documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.model import LEVELS, Document
from search.library import Library
from search.model import DocumentCard

LOOKED_AT = 5
"""So many of the newest documents are opened for examples."""
MOST = 3
PAIRS = 2
SHORTEST, LONGEST = 4, 14
"""Characters of a heading, an indicator or a unit that make a good example."""


@dataclass(frozen=True, slots=True)
class Examples:
    """`searches` for the box of clauses, `questions` for the one of units, `pairs` of a plan and the one above it; each is
    empty for a library without any."""

    searches: tuple[str, ...]
    questions: tuple[str, ...]
    pairs: tuple[tuple[DocumentCard, DocumentCard], ...]


def examples(library: Library, newest: Sequence[DocumentCard]) -> Examples:
    """Headings and indicators, who owns what, and what a unit owns, of the newest documents that name units."""
    cards = [card for card in newest if card.duties][:LOOKED_AT] or list(newest[:LOOKED_AT])
    documents = [library.document(card.id) for card in cards]
    headings, indicators = _spread(map(_owned_headings, documents)), _spread(map(_indicators, documents))
    searches = dict.fromkeys([*headings[:2], *indicators[: MOST - len(headings[:2])]])
    _, units = library.units(limit=1)
    asked = [f"{heading}由谁负责" for heading in headings[:1]] + [f"{unit.id}负责哪些任务" for unit in units]
    return Examples(tuple(searches), tuple(asked), tuple(pairs(library, newest)))


def pairs(library: Library, newest: Sequence[DocumentCard]) -> list[tuple[DocumentCard, DocumentCard]]:
    """Plans with the one above each, the lowest level first: what is nearest to the drafter."""
    lowest = sorted((card for card in newest if card.level in LEVELS[1:]), key=lambda card: -LEVELS.index(card.level or ""))
    above = ((card, uppers[0]) for card in lowest[: 2 * LOOKED_AT] if (uppers := library.uppers(card.id)))
    return list(islice(above, PAIRS))


def _owned_headings(document: Document) -> Iterator[str]:
    """Headings of clauses that name their units, so that the question who owns them has an answer."""
    owned = {duty.clause for duty in document.duties if duty.form == "bracket"}
    headings = (clause.heading for clause in document.clauses if clause.eid in owned)
    return (heading for heading in headings if heading and _fits(heading))


def _indicators(document: Document) -> Iterator[str]:
    return (target.indicator for target in document.targets if target.value is not None and _fits(target.indicator))


def _fits(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and text.isalpha()


def _spread(found: Iterator[Iterator[str]]) -> list[str]:
    """The first of each document."""
    return [text for texts in found if (text := next(texts, None))]
