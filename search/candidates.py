"""Which documents can have a link to one another, told from lists alone: no document is opened for it.

A document can stand above another only where one cites a name of the other, speaks of it in its title, or is of the same matter
at another level. What is found here is more than what `search.lineage` accepts, never less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from search.lineage import SAME_MATTER, rank
from search.model import DocumentCard, Named, Reader
from search.titles import Name, name_of, same_subject, spoken_of, subject

_Keys = dict[str, set[str]]


class Candidates:
    """Made once for a run of linking, from the cards, names and citations of a `Reader`."""

    def __init__(self, reader: Reader) -> None:
        self.cards = {card.id: card for card in sorted(reader.cards(), key=lambda card: card.id)}
        spoken = (Named(key, told, None) for key, card in self.cards.items() if (told := spoken_of(card.title)))
        self._names, self._named_by = _indexed(reader.names())
        self._cited, self._cited_by = _indexed([*reader.citations(), *spoken])
        self._subjects = {key: _subject(card.title, card.region) for key, card in self.cards.items()}
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
        """Documents of the same matter at another level."""
        mine, level = self._subjects[card.id], rank(card.level)
        for key, other in self.cards.items():
            if rank(other.level) != level and _same_matter(mine, self._subjects[key]):
                yield key


def _indexed(rows: Iterable[Named]) -> tuple[_Keys, _Keys]:
    """Document -> keys of names, and key -> documents. `Name.fits` needs an equal number or an equal core."""
    of: _Keys = defaultdict(set)
    by: _Keys = defaultdict(set)
    for row in rows:
        for key in _keys(_name(row.title, row.doc_number)):
            of[row.document_id].add(key)
            by[key].add(row.document_id)
    return of, by


def _keys(name: Name) -> tuple[str, ...]:
    return (name.core, f"№{name.number}") if name.number else (name.core,)


@lru_cache(maxsize=1 << 16)
def _name(title: str, number: str | None) -> Name:
    return name_of(title, number)


_subject = lru_cache(maxsize=1 << 16)(subject)


@lru_cache(maxsize=1 << 16)
def _same_matter(a: str, b: str) -> bool:
    return same_subject(a, b) >= SAME_MATTER
