"""One order out of words, meaning and what the question names, cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.lexical.engine import Engine
from search.lexical.query import Everything, Query
from search.model import Filters
from search.rank import DEPTH, fuse

if TYPE_CHECKING:
    from search.dense import Dense

WEIGHTS = (0.8, 0.2)
"""Of words and of meaning. nDCG@10 on 70 questions about plans: words alone .485 and .805, these weights .498 and .807, 0.4 of
meaning .507 and .785; on statutes the gain is flat from 0.2 to 0.4."""

MOST_CLAUSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Favour:
    """Clauses that come earlier by `bonus` (the best clause by words alone has 0.8)."""

    tree: Query
    bonus: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of `(clause id, score)`, and those of its ids that no word but meaning found among the best."""

    total: int
    hits: tuple[tuple[str, float], ...]
    similar: frozenset[str] = frozenset()


def by_words(tree: Query, filters: Filters, engine: Engine, *, limit: int, offset: int) -> Ranked:
    """A page of the clauses that match a query with operators."""
    found = engine.search(tree, filters, limit=limit, offset=offset)
    return Ranked(found.total, found.hits)


def by_all(
    text: str,
    tree: Query,
    filters: Filters,
    engine: Engine,
    dense: Dense,
    favours: Sequence[Favour],
    *,
    limit: int,
    offset: int,
) -> Ranked:
    """A page of the clauses that answer a plain question: the best by words and meaning in one order, then the rest."""
    words = engine.search(tree, filters, limit=offset + limit + DEPTH)
    meaning = dense.search(text, DEPTH, allow=None if filters == Filters() else _found(engine, Everything(), filters))
    best = dict(fuse(words.hits[:DEPTH], meaning, weights=WEIGHTS))
    for favour in favours:
        best.update((key, best[key] + favour.bonus) for key in _found(engine, favour.tree, filters) & best.keys())
    order = sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))
    order += [hit for hit in fuse(words.hits, (), weights=WEIGHTS) if hit[0] not in best]
    page = tuple(order[offset : offset + limit])
    matched = {clause_id for clause_id, _ in words.hits}
    return Ranked(max(words.total, len(best)), page, frozenset(clause_id for clause_id, _ in page) - matched)


def _found(engine: Engine, tree: Query, filters: Filters) -> set[str]:
    """Ids of all clauses that match."""
    return {clause_id for clause_id, _ in engine.search(tree, filters, limit=MOST_CLAUSES).hits}
