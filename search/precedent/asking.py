"""One query from what is typed to what is shown: read once, ranked, folded, its hits told, all that matches counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ingest.traditional import simplified
from search.database.store import Store
from search.lexical.engine import Engine
from search.lexical.query import WORDS, Query, parse, phrase
from search.model import Filters, Hit, SearchResult
from search.ownership.units import names_of
from search.precedent.folding import folded
from search.precedent.hits import hits
from search.precedent.question import question, without_common
from search.precedent.ranking import Ranked, by_all, by_words

if TYPE_CHECKING:
    from search.meaning.dense import Dense


FEW = 20
"""Who finds so many clauses at most waits for what slips are known by, where it is not ready: a second in a large library."""


class Asked(NamedTuple):
    """A query as the index is asked, what the user should know, whether it is a plain question, and its ranking by `limit`
    and `offset`."""

    tree: Query
    notice: str | None
    plain: bool
    rank: Callable[..., Ranked]


class Asking:
    """What a query is answered from: the database, the words index, and the vectors, which are opened for plain questions.

    `waits`: whether a query that finds little may wait until slips of the keyboard are known; else somebody sees to that.
    """

    def __init__(self, store: Store, engine: Engine, dense: Callable[[], Dense], *, waits: bool) -> None:
        self._store, self._engine, self._dense, self._waits = store, engine, dense, waits

    def answer(self, query: str, filters: Filters, *, limit: int, offset: int, fold: bool) -> SearchResult:
        """One page of the clauses that answer a query, the best first, with the counts of all that match.

        A slip of the keyboard is looked for on the first page of a query without filters, as soon as slips are known.
        """
        with self._store.reading():
            asked = self._read(query, filters)
            ranked = partial(folded, asked.rank, self._store) if fold else asked.rank
            found = ranked(limit=limit, offset=offset)
            facets = self._store.facets().counted(self._engine.counts(asked.tree, filters))
            meant = self._meant(query, found.total) if asked.plain and not offset and filters == Filters() else ()
            return SearchResult(query, found.total, self._shown(asked, found), facets, asked.notice, meant, found.model)

    def best(self, query: str, filters: Filters, limit: int) -> tuple[Hit, ...]:
        """The clauses that answer a query best, and nothing about the others."""
        with self._store.reading():
            asked = self._read(query, filters)
            return self._shown(asked, asked.rank(limit=limit, offset=0))

    def _shown(self, asked: Asked, found: Ranked) -> tuple[Hit, ...]:
        similar, linked = found.similar, found.linked
        return hits(self._store, asked.tree, found.hits, similar=similar, linked=linked, same=found.same, model=found.model)

    def ranked(self, query: str, filters: Filters, limit: int) -> tuple[str, ...]:
        """Ids of the clauses that answer a query, the best first, and no more about them."""
        with self._store.reading():
            return tuple(clause_id for clause_id, _ in self._read(query, filters).rank(limit=limit, offset=0).hits)

    def frequency(self, term: str) -> int:
        """How many clauses hold a term."""
        return self._engine.frequency(term)

    def _read(self, query: str, filters: Filters) -> Asked:
        query, store, engine = simplified(query), self._store, self._engine
        parsed = parse(query, units=partial(names_of, store))
        if not parsed.plain:
            return Asked(parsed.tree, parsed.notice, False, partial(by_words, parsed.tree, filters, engine))
        asked = question(query, store)
        asked = replace(asked, tree=without_common(asked.tree, engine.frequency))
        rank = partial(by_all, asked, filters, engine, self._dense(), store.pointers())
        return Asked(asked.tree, parsed.notice, True, rank)

    def _meant(self, query: str, total: int) -> tuple[str, ...]:
        engine, vocabulary = self._engine, self._store.vocabulary()
        if not vocabulary.ready and not (self._waits and total <= FEW):
            return ()

        def stands(piece: str) -> bool:
            return (
                engine.frequency(piece) > 0 or engine.search(phrase(piece, (*WORDS, "heading")), Filters(), limit=1).total > 0
            )

        return vocabulary.meant(query, stands)
