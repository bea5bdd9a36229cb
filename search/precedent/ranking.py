"""One order out of words, meaning, what the question names and what is linked, cut into pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from search.database.pointers import Pointers
from search.lexical.engine import Engine, Found
from search.lexical.query import Bool, Exact, Query
from search.lexical.synonyms import synonyms
from search.model import Filters
from search.precedent import rerank
from search.precedent.question import POINTED_AT, WITH_FIGURE, Favour, Question
from search.precedent.rank import DEPTH, fuse, in_order

if TYPE_CHECKING:
    from search.meaning.dense import Dense

HANDING_ON = 10
"""So many of the best clauses hand on to those linked with them: a page."""

HANDED_DOWN = 1.02
"""Share of a section's score that what stands under it has at least, where the items of a section are asked for: they come
before its heading, which stands over each of them anyway."""

MEANT = 10
"""At most so many clauses that hold none of the words are shown for their meaning: more would bury what holds them."""

LOOKED_AT, AT_ONCE = 400, 100
"""So many clauses nearest in meaning are looked at for a unit or a figure that is asked of them, the second number at a time:
most have a figure, few a certain unit."""


MEASURED = 100
"""So many of the best by words are looked at for a figure, where figures are asked for: it gains them little."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of `(clause id, score)`; those of its ids that no word but meaning found, those that only a link found; `same`:
    clause shown -> clauses of the same wording folded under it; `model`: what meaning was compared by."""

    total: int
    hits: tuple[tuple[str, float], ...]
    similar: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    same: Mapping[str, Sequence[str]] = field(default_factory=dict)
    model: str = ""


def by_words(tree: Query, filters: Filters, engine: Engine, *, limit: int, offset: int) -> Ranked:
    """A page of the clauses that match a query with operators."""
    found = engine.search(tree, filters, limit=limit, offset=offset)
    return Ranked(found.total, found.hits)


def by_all(
    asked: Question,
    filters: Filters,
    engine: Engine,
    dense: Dense,
    pointers: Pointers,
    *,
    limit: int,
    offset: int,
) -> Ranked:
    """A page of the clauses that answer a plain question: the best by all that is known in one order, then the rest."""
    words = engine.search(asked.tree, filters, limit=max(offset + limit, DEPTH))
    first = words.hits[:DEPTH]  # the same on every page
    favoured = [_favoured(asked.tree, favour, first, filters, engine, pointers) for favour in asked.favours]
    meaning = _by_meaning(asked.text, filters, dense, pointers, {key for hits in (first, *favoured) for key, _ in hits})
    best = dict(fuse(_together(first, favoured), meaning))
    best = _with_bonuses(asked, _handed_on(asked, best, filters, pointers), favoured, pointers)
    if asked.matter:
        best = _read_closely(asked.matter, best, dense, pointers)
    if asked.items:
        best = _handed_down(asked.items, best, filters, pointers)
    order, total = _all(best, words, offset + limit)
    page = _page(order[offset : offset + limit], total, words.hits, meaning, favoured)
    return replace(page, model=dense.embedding.label)


Hits = Sequence[tuple[str, float]]


def _favoured(tree: Bool, favour: Favour, best: Hits, filters: Filters, engine: Engine, pointers: Pointers) -> Hits:
    """The best by words of what is favoured. Where many of the `best` of all are, or it gains little, no others are looked for:
    with no more than the last of these has, they would come after all that is read closely."""
    among = _among(favour.tree, best, pointers)
    enough = len(among) >= rerank.DEPTH or favour.bonus <= WITH_FIGURE
    return among if enough else engine.search(Bool(must=(tree, favour.tree)), filters, limit=DEPTH).hits


def _among(favoured: Query, best: Hits, pointers: Pointers) -> Hits:
    """Those of the best that are favoured, where that is told without the index."""
    match favoured:
        case Exact("document", ids):
            held = frozenset(ids)
            return [hit for hit in best if hit[0].partition("#")[0] in held]
        case Exact("has_target", ("1",)):
            measured = pointers.measured([key for key, _ in best[:MEASURED]])
            return [hit for hit in best[:MEASURED] if hit[0] in measured]
    return []


def _by_meaning(text: str, filters: Filters, dense: Dense, pointers: Pointers, held: Collection[str]) -> Hits:
    """The clauses nearest in meaning that pass, no more than `MEANT` of them beside those `held`, which the words found.

    What is asked of the document narrows the search itself; what is asked of the clause (a unit, a figure) is looked up for
    those that the words did not find, since lists of all clauses that have it are long.
    """
    of_clause = Filters(unit=filters.unit, has_target=filters.has_target)
    within, also = pointers.documents_passing(filters), "，".join(synonyms(text))
    near = dense.search(text, DEPTH if of_clause == Filters() else LOOKED_AT, documents=within, also=also)
    meant = _first_passing([key for key, _ in near if key not in held], of_clause, pointers)
    return [hit for hit in near if hit[0] in held or hit[0] in meant][:DEPTH]


def _first_passing(ids: Sequence[str], filters: Filters, pointers: Pointers) -> set[str]:
    """The first `MEANT` that pass, looked up a few at a time."""
    found = list[str]()
    while ids and len(found) < MEANT:
        may = pointers.passing(filters, ids[:AT_ONCE])
        found += [key for key in ids[:AT_ONCE] if key in may]
        ids = ids[AT_ONCE:]
    return set(found[:MEANT])


def _together(words: Hits, favoured: Sequence[Hits]) -> list[tuple[str, float]]:
    """The best by words and the best of what is favoured, whose own scores count what is favoured twice: no such clause that is
    not among the best by words can have more than the last of them."""
    made = dict(words)
    last = words[-1][1] if words else 0.0
    for hits in favoured:
        for key, score in hits:
            made.setdefault(key, min(score, last))
    return list(made.items())


def _handed_on(asked: Question, best: dict[str, float], filters: Filters, pointers: Pointers) -> dict[str, float]:
    """Scores with what the question points at, and with what the best clauses hand on to their counterparts."""
    pointed_at = pointers.passing(filters, asked.pointed_at)
    made = best | {key: best.get(key, 0.0) + POINTED_AT for key in asked.pointed_at if key in pointed_at}
    top = in_order({key: made[key] for key in asked.of_documents(made)})[:HANDING_ON] if asked.handed_on else []
    linked = pointers.counterparts(top) if top else {}
    may = pointers.passing(filters, [other for others in linked.values() for other in others])
    gains: dict[str, float] = {}
    for key, others in linked.items():
        for other in others & may:
            gains[other] = max(gains.get(other, 0.0), asked.handed_on * made[key])
    return made | {key: made.get(key, 0.0) + gain for key, gain in gains.items()}


def _with_bonuses(asked: Question, best: dict[str, float], favoured: Sequence[Hits], pointers: Pointers) -> dict[str, float]:
    """Scores with what is favoured, and with the roles that the unit asked for has in a clause."""
    made = dict(best)
    for favour, hits in zip(asked.favours, favoured, strict=True):
        made.update((key, made[key] + favour.bonus) for key, _ in hits)
    if owner := asked.owner:
        its = dict.fromkeys(key for hits in favoured for key, _ in hits)  # no other of the best names the unit
        roles = pointers.roles(owner.name, owner.names, asked.of_documents(its))
        made.update((key, made[key] + owner.gain(held)) for key, held in roles.items())
    return made


def _read_closely(matter: str, best: dict[str, float], dense: Dense, pointers: Pointers) -> dict[str, float]:
    """Scores with what the first clauses gain for the words that they hold and for what their sentences mean."""
    from search.precedent.closeness import nearest_first  # numpy is not loaded before the first question

    texts = pointers.texts(in_order(best)[: rerank.DEPTH])
    return nearest_first(matter, rerank.reranked(matter, best, texts), texts, dense.embedding)


def _handed_down(within: frozenset[str], best: dict[str, float], filters: Filters, pointers: Pointers) -> dict[str, float]:
    """Scores with what the sections among the best hand down to what stands under them, in some documents."""
    top = [key for key in in_order(best)[:HANDING_ON] if key.partition("#")[0] in within]
    below = {child: best[key] for key, children in pointers.under(top).items() for child in children}
    gains = {key: HANDED_DOWN * below[key] for key in pointers.passing(filters, below)}
    return best | {key: max(best.get(key, 0.0), gain) for key, gain in gains.items()}


def _all(best: Mapping[str, float], words: Found, needed: int) -> tuple[list[tuple[str, float]], int]:
    """The best in order, and behind them the others found by words where so many are needed; how many clauses there are."""
    order = [(key, best[key]) for key in in_order(best)]
    known = len(order) + sum(key not in best for key, _ in words.hits)
    if needed > len(order):
        order += [hit for hit in fuse(words.hits, ()) if hit[0] not in best]
    return order, known if words.total <= len(words.hits) else max(words.total, known)


def _page(order: Hits, total: int, words: Hits, meaning: Hits, favoured: Sequence[Hits]) -> Ranked:
    page = tuple(order)
    by_words = {key for hits in (words, *favoured) for key, _ in hits}
    ids = frozenset(key for key, _ in page) - by_words
    similar = ids & {key for key, _ in meaning}
    return Ranked(total, page, similar, ids - similar)
