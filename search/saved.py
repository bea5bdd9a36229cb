"""Saved searches: a query with its filters under a name, and what documents added since have brought to it.

New is a clause of a document added since that stands among the first `WATCHED` of the whole answer: a plain question matches
some word of almost every plan, and a clause far down is no news.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Protocol

from search.clock import now
from search.ids import document_id_of
from search.model import DocumentCard, Filters, Hit, LibraryError, SearchResult

WATCHED = 100
"""Clauses of an answer that are looked through for new ones."""

NAME = 100
"""Most characters of a name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search kept under a name. `made` and `opened` (last looked at) are times in ISO 8601, UTC. The id follows from query
    and filters, so that keeping a search again keeps its feed."""

    id: str
    name: str
    query: str
    filters: Filters
    made: str
    opened: str


@dataclass(frozen=True, slots=True)
class News:
    """A clause that is new to a saved search, with its document."""

    hit: Hit
    card: DocumentCard


@dataclass(frozen=True, slots=True)
class Counted:
    """A saved search with the number of its clauses that are new since it was last opened."""

    search: SavedSearch
    new: int


class Shelf(Protocol):
    """Where saved searches are kept: the table of a library."""

    def rows(self) -> tuple[SavedSearch, ...]: ...

    def row(self, saved_id: str) -> SavedSearch: ...

    def put(self, one: SavedSearch) -> None: ...

    def opened(self, saved_id: str, at: str) -> None: ...

    def remove(self, saved_id: str) -> None: ...


class SavedSearches:
    """The saved searches of a library: `search` is its search, `ranked` gives the ids alone, `cards` its documents."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        search: Callable[..., SearchResult],
        ranked: Callable[[str, Filters, int], tuple[str, ...]],
        cards: Callable[[], tuple[DocumentCard, ...]],
    ) -> None:
        self._shelf, self._search, self._ranked, self._cards = shelf, search, ranked, cards

    def counted(self) -> list[Counted]:
        """All saved searches, the latest made first."""
        rows = self._shelf.rows()
        cards = self._cards() if rows else ()
        return [Counted(one, self._new(one, cards)) for one in rows]

    def get(self, saved_id: str) -> SavedSearch:
        """One saved search; NotFound for an unknown id."""
        return self._shelf.row(saved_id)

    def find(self, query: str, filters: Filters) -> SavedSearch | None:
        """The one that keeps this query with these filters; None where it is not saved."""
        return next((one for one in self._shelf.rows() if (one.query, one.filters) == (query.strip(), filters)), None)

    def keep(self, query: str, filters: Filters, *, name: str = "") -> SavedSearch:
        """Saves a search; LibraryError for an empty query. `name` is the query itself where none is given."""
        if not query.strip():
            raise LibraryError("要保存的检索没有检索词。", "先检索，再保存。")
        made = now()
        one = SavedSearch(_id(query, filters), (name.strip() or query.strip())[:NAME], query.strip(), filters, made, made)
        self._shelf.put(one)
        return self._shelf.row(one.id)

    def open(self, saved_id: str) -> SavedSearch:
        """Marks one as looked at; returns it as it was before, so that what was new can still be told."""
        before = self._shelf.row(saved_id)
        self._shelf.opened(saved_id, now())
        return before

    def remove(self, saved_id: str) -> None:
        """Takes one out; NotFound for an unknown id."""
        self._shelf.remove(saved_id)

    def news(self, saved_id: str, *, since: str | None = None) -> tuple[News, ...]:
        """What is new since a time (None: since the search was saved), the latest added first, then the best."""
        one = self._shelf.row(saved_id)
        cards = {card.id: card for card in _added(self._cards(), since or one.made)}
        if not cards:
            return ()
        hits = self._search(one.query, filters=one.filters, limit=WATCHED).hits
        news = [News(hit, cards[hit.document_id]) for hit in hits if hit.document_id in cards]
        return tuple(sorted(news, key=lambda new: new.card.added or "", reverse=True))

    def _new(self, one: SavedSearch, cards: tuple[DocumentCard, ...]) -> int:
        added = {card.id for card in _added(cards, one.opened)}
        found = self._ranked(one.query, one.filters, WATCHED) if added else ()
        return sum(document_id_of(clause_id) in added for clause_id in found)


def _added(cards: tuple[DocumentCard, ...], since: str) -> list[DocumentCard]:
    return [card for card in cards if card.added and card.added > since]


def _id(query: str, filters: Filters) -> str:
    said = json.dumps([query.strip(), asdict(filters)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
