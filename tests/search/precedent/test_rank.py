"""Fusion of two rankings: worked by hand, then as properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.precedent.rank import WEIGHTS, fuse

Ranking = list[tuple[str, float]]
RANKING = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1, 50).map(lambda score: round(score, 6)), max_size=8).map(
    lambda scores: list(scores.items())
)


@pytest.mark.parametrize(
    ("lexical", "dense", "expected"),
    [
        ([("a", 8.0), ("b", 4.0)], [("b", 0.5), ("c", 0.25)], [("b", 0.75), ("a", 0.5), ("c", 0.25)]),
        ([("a", 8.0)], [], [("a", 0.5)]),
        ([], [("a", 0.9), ("b", -0.1)], [("a", 0.5), ("b", 0.0)]),
        ([], [("a", -0.2)], [("a", 0.0)]),
        ([("b", 1.0), ("a", 1.0)], [], [("a", 0.5), ("b", 0.5)]),
        ([], [], []),
    ],
)
def test_fuse(lexical: Ranking, dense: Ranking, expected: Ranking) -> None:
    assert fuse(lexical, dense, weights=(0.5, 0.5)) == expected


def test_meaning_alone_and_words_alone() -> None:
    lexical, dense = [("a", 2.0), ("b", 1.0)], [("b", 0.9), ("a", 0.1)]
    assert [key for key, _ in fuse(lexical, dense, weights=(1, 0))] == ["a", "b"]
    assert [key for key, _ in fuse(lexical, dense, weights=(0, 1))] == ["b", "a"]


@given(RANKING, RANKING)
def test_nothing_is_lost_and_scores_fall(lexical: Ranking, dense: Ranking) -> None:
    fused = fuse(lexical, dense)
    scores = [score for _, score in fused]
    assert {key for key, _ in fused} == {key for key, _ in (*lexical, *dense)}
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= sum(WEIGHTS) + 1e-9 for score in scores)


@given(RANKING, RANKING, st.floats(0.1, 10))
def test_the_unit_of_a_score_does_not_matter(lexical: Ranking, dense: Ranking, factor: float) -> None:
    scaled = [(key, score * factor) for key, score in lexical]
    assert dict(fuse(scaled, dense)) == pytest.approx(dict(fuse(lexical, dense)), abs=1e-6)
