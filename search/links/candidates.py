"""Which documents can have a link to one another, told from lists alone: no document is opened for it.

A document can stand above another only where one cites a name of the other, speaks of it in its title, or is of the same matter
at another level of the same region. What is found here is more than what `lineage` accepts, never less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from ingest.regions import names_above, places
from search.links.lineage import SAME_MATTER, rank
from search.links.titles import carried_out, name_of, same_subject, spoken_of, subject
from search.model import DocumentCard, Named, Reader
from search.wording import bigrams

_Keys = dict[str, set[str]]


class Candidates:
    """Made once for a run of linking, from the cards, names and citations of a `Reader`."""

    def __init__(self, reader: Reader) -> None:
        self.cards = {card.id: card for card in sorted(reader.cards(), key=lambda card: card.id)}
        spoken = (
            Named(key, told, None)
            for key, card in self.cards.items()
            if (told := spoken_of(card.title) or carried_out(card.title))
        )
        self._names, self._named_by = _indexed(reader.names())
        self._cited, self._cited_by = _indexed([*reader.citations(), *spoken])
        self._matters = _Matters(self.cards.values())
        self._found: dict[str, list[str]] = {}

    def near(self, document_id: str) -> list[str]:
        """Ids of the documents that may be above or below one, in order."""
        if document_id not in self._found:
            cited = {other for key in self._cited.get(document_id, ()) for other in self._named_by[key]}
            citing = {other for key in self._names.get(document_id, ()) for other in self._cited_by[key]}
            akin = set(self._akin(self.cards[document_id]))
            self._found[document_id] = sorted(((cited | citing | akin) & self.cards.keys()) - {document_id})
        return self._found[document_id]

    def _akin(self, card: DocumentCard) -> Iterator[str]:
        """Documents of the same matter at another level, unless one region is known to lie outside the other."""
        for other in self._matters.of(card):
            upper, lower = sorted((card, other), key=lambda either: rank(either.level))
            if rank(upper.level) != rank(lower.level) and _may_hold(upper, lower):
                yield other.id


class _Matters:
    """Documents by what they are about. Each subject is compared once, and only with those that can be like it: so a whole
    library is linked without comparing all its documents with one another."""

    def __init__(self, cards: Iterable[DocumentCard]) -> None:
        self._cards: dict[str, list[DocumentCard]] = defaultdict(list)
        for card in cards:
            self._cards[_subject(card.title, card.region)].append(card)
        self._with: _Keys = defaultdict(set)  # bigram -> the subjects that have it
        self._bigrams = {matter: bigrams(matter) for matter in self._cards}
        for matter, own in self._bigrams.items():
            for bigram in own:
                self._with[bigram].add(matter)
        self._alike: dict[str, list[str]] = {}

    def of(self, card: DocumentCard) -> Iterator[DocumentCard]:
        """The documents of the same matter, the one itself too if its subject is not empty."""
        matter = _subject(card.title, card.region)
        if matter not in self._alike:
            self._alike[matter] = [other for other in self._likely(matter) if same_subject(matter, other) >= SAME_MATTER]
        return (found for other in self._alike[matter] for found in self._cards[other])

    def _likely(self, matter: str) -> set[str]:
        """Both ways in which `same_subject` finds subjects alike, each asked for all of them at once: bigrams that are in both,
        and the likeness of the whole."""
        mine = self._bigrams[matter]
        shared = Counter(chain.from_iterable(self._with[bigram] for bigram in mine))
        within = {other for other, n in shared.items() if n >= SAME_MATTER * min(len(mine), len(self._bigrams[other]))}
        whole = process.extract(matter, self._cards.keys(), scorer=fuzz.ratio, score_cutoff=100 * SAME_MATTER, limit=None)
        return within | {other for other, *_ in whole}


def _may_hold(upper: DocumentCard, lower: DocumentCard) -> bool:
    """Whether the upper region can hold the lower one: so it can where the table of regions does not know."""
    if upper.level == "national" or not upper.region or not lower.region:
        return True
    within = _within(lower.region)
    return not within or upper.region in within


@lru_cache(maxsize=1 << 12)
def _within(region: str) -> frozenset[str]:
    """The names of the places that bear a name and of all above them; none for a place that the table does not have."""
    return frozenset(name for place in places(region) for name in (place.name, *names_above(place)))


def _indexed(rows: Iterable[Named]) -> tuple[_Keys, _Keys]:
    """Document -> keys of names, and key -> documents."""
    of: _Keys = defaultdict(set)
    by: _Keys = defaultdict(set)
    for row in rows:
        for key in name_of(row.title, row.doc_number).keys:
            of[row.document_id].add(key)
            by[key].add(row.document_id)
    return of, by


_subject = lru_cache(maxsize=1 << 16)(subject)
