"""Near-duplicates: the same wording in several documents is shown once, in its newest form, with the other places under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from search.database.store import Store
from search.ids import document_id_of
from search.precedent.ranking import Ranked
from search.wording import squeeze

LOOKED_THROUGH = 100
"""Among so many of the best clauses near-duplicates are folded; always the same ones, so that pages follow one another."""

ALIKE = 92.0
"""Least share, in percent, of characters that two texts have in common in order (rapidfuzz `ratio`). A county that writes 全县
for 全省 stays above, a clause adapted to local matters falls below."""

SHORTEST = 20
"""A text of fewer characters is a heading or a phrase of every plan: two such are not one clause."""

COMPARABLE = 0.9
"""A newer text is shown for the best one where it has such a share of its score: not where the question names a document."""

Rank = Callable[..., Ranked]
"""A ranking by `limit` and `offset`."""


def folded(rank: Rank, store: Store, *, limit: int, offset: int) -> Ranked:
    """The page of a ranking in which each wording comes once; `same` names those folded, in their order."""
    whole = rank(limit=offset + limit + LOOKED_THROUGH, offset=0)
    groups = _groups(whole.hits[:LOOKED_THROUGH], store)
    under = {key for others in groups.values() for key in others}
    order = [hit for hit in _newest_shown(whole.hits, groups) if hit[0] not in under]
    page = tuple(order[offset : offset + limit])
    same = {key: groups[key] for key, _ in page if key in groups}
    return replace(whole, total=whole.total - len(under), hits=page, same=same)


def alike(texts: Mapping[str, str]) -> list[list[str]]:
    """The keys of squeezed texts, those that say the same side by side: nearly the characters of the first, its figures."""
    keys, said = list(texts), list(texts.values())
    near = cdist(said, said, scorer=fuzz.ratio, score_cutoff=ALIKE) > 0
    made: dict[int, list[str]] = {}
    for n, key in enumerate(keys):
        like = (m for m in near[n, :n].nonzero()[0].tolist() if m in made and _figures(said[m]) == _figures(said[n]))
        made.setdefault(next(like, n), []).append(key)
    return list(made.values())


def _groups(hits: Sequence[tuple[str, float]], store: Store) -> dict[str, tuple[str, ...]]:
    """Clause shown -> clauses of the same wording."""
    dates, scores = store.known().dates, dict(hits)
    made = {}
    for members in alike(_texts(store.own_texts([key for key, _ in hits]))):
        close = [key for key in members if scores[key] >= COMPARABLE * scores[members[0]]]
        shown = max(close, key=lambda key: dates.get(document_id_of(key), ""))  # of one date the best: `max` keeps the first
        made[shown] = tuple(key for key in members if key != shown)
    return {shown: others for shown, others in made.items() if others}


def _texts(held: Mapping[str, str]) -> dict[str, str]:
    made = {key: squeeze(text) for key, text in held.items()}
    return {key: text for key, text in made.items() if len(text) >= SHORTEST}


def _newest_shown(hits: Sequence[tuple[str, float]], groups: Mapping[str, Sequence[str]]) -> list[tuple[str, float]]:
    """The ranking with the shown clause of each group at the place of the group's best."""
    position = {key: n for n, (key, _) in enumerate(hits)}
    best = {shown: min(position[key] for key in (shown, *others)) for shown, others in groups.items()}
    return sorted(hits, key=lambda hit: (best.get(hit[0], position[hit[0]]), hit[0] not in groups))


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿半]+(?=[个项名家年次倍成%])", text)
