"""Measures of a ranking: worked by hand, then as properties."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.quality.evaluate import Question, evaluate, interval, ndcg, read_questions, recall, reciprocal_rank

GRADES = {"a": 2, "b": 1, "z": 0}


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["a", "b"], 1.0),
        (["b", "a"], (1 + 3 / log2(3)) / (3 + 1 / log2(3))),
        (["x", "a"], (3 / log2(3)) / (3 + 1 / log2(3))),
        (["z", "x"], 0.0),
        ([], 0.0),
        ([*"0123456789", "a"], 0.0),
    ],
)
def test_ndcg(ranking: list[str], expected: float) -> None:
    assert ndcg(ranking, GRADES) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "expected"), [(["a"], 1.0), (["x", "z", "b"], 1 / 3), (["x"], 0.0), ([*"0123456789", "a"], 0.0)]
)
def test_reciprocal_rank(ranking: list[str], expected: float) -> None:
    assert reciprocal_rank(ranking, GRADES) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "k", "expected"), [(["a"], 10, 0.5), (["a", "z", "b"], 10, 1.0), (["a", "x", "b"], 2, 0.5), ([], 1, 0.0)]
)
def test_recall(ranking: list[str], k: int, expected: float) -> None:
    assert recall(ranking, GRADES, k) == expected


def test_nothing_relevant_scores_nothing() -> None:
    assert (ndcg(["a"], {}), recall(["a"], {}), reciprocal_rank(["a"], {})) == (0, 0, 0)


@given(st.permutations("abcdefghijkl"), st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3)))
def test_measures_lie_between_nothing_and_all(ranking: list[str], grades: dict[str, int]) -> None:
    for value in (ndcg(ranking, grades), recall(ranking, grades), reciprocal_rank(ranking, grades)):
        assert 0 <= value <= 1 + 1e-9


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_interval_holds_the_mean_of_equal_values_and_stays_inside(values: list[float]) -> None:
    score = interval(np.array(values), rounds=200)
    assert min(values) - 1e-9 <= score.low <= score.high <= max(values) + 1e-9


def test_an_interval_of_no_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="no questions"):
        interval(np.array([]))


def test_evaluate_averages_over_questions() -> None:
    answers = {"水价": ["a"], "灌溉": ["x", "b"]}
    questions = [Question("1", "水价", {"a": 1}), Question("2", "灌溉", {"b": 1})]
    scores = evaluate(lambda text: answers[text], questions)
    assert scores["MRR@10"].mean == pytest.approx(0.75)
    assert scores["recall@100"].mean == 1
    assert str(scores["recall@10"]) == "1.000 [1.000–1.000]"


def test_questions_are_read_with_and_without_grades(tmp_path: Path) -> None:
    rows = [{"qid": 1, "q": "谁负责灌区改造", "relevant": ["a"]}, {"qid": 2, "q": "水价", "relevant": {"b": 2}}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", "utf-8")
    assert read_questions(path) == [Question("1", "谁负责灌区改造", {"a": 1}), Question("2", "水价", {"b": 2})]
