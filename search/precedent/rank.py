"""Fusion: one order out of two, that of words and that of meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DEPTH = 200
"""How many of each ranking are worth fusing where the first page counts."""

CANDIDATES = 1000
"""How many where all that answers is to be among the first hundred."""

WEIGHTS = (0.7, 0.3)
"""Of words and of meaning, wherever the two are fused. Half of 772 lay questions on statutes take anything from 0.2 to 0.5 of
meaning alike (nDCG@10 within .003); two sets of questions about plans are best at 0.3 (.880 and .911; at 0.2 .861 and .911, at
0.4 .844 and .895)."""

BEYOND = (WEIGHTS[1], WEIGHTS[0])
"""Beyond the clauses that are read closely, where it no more counts what comes first but what is found at all: meaning finds
what is said in other words. Recall@100 of the half of statutes that weights are chosen on is flat from 0.6 to 0.7 of meaning
(.725; with `WEIGHTS` .710)."""


def fuse(
    lexical: Sequence[tuple[str, float]],
    dense: Sequence[tuple[str, float]],
    *,
    weights: tuple[float, float] = WEIGHTS,
) -> list[tuple[str, float]]:
    """Weighted sum of two rankings `(clause_id, score)`, each divided by its best score, best first; ids break ties.

    What one ranking lacks counts nothing there. Scores lie in [0, sum of weights]. Shares of the best score did a little
    better than reciprocal ranks (.389 against .383 where both were chosen): they keep how far the first is ahead.
    """
    fused: dict[str, float] = {}
    for ranking, weight in zip((lexical, dense), weights, strict=True):
        for key, share in _shares(ranking).items():
            fused[key] = fused.get(key, 0.0) + weight * share
    return [(key, fused[key]) for key in in_order(fused)]


def in_order(scores: Mapping[str, float]) -> list[str]:
    """Ids by their scores, the best first; ids break ties. One sort by pairs takes three times as long."""
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)


def _shares(ranking: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Each positive score as a share of the best one; scores below 0 (cosines of opposites) say as little as 0."""
    best = max((score for _, score in ranking), default=0.0)
    return {key: max(score, 0.0) / best for key, score in ranking} if best > 0 else {key: 0.0 for key, _ in ranking}
