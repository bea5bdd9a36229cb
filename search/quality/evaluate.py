"""Quality of a search on questions whose right answers are known: nDCG, MRR and recall, each with an interval.

A ranking is a sequence of ids, best first; `grades` leads from the id of a relevant passage to its grade (1 relevant,
2 and more: the more the better). What is not in `grades` is not relevant. All measures lie in [0, 1].
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Ranking = Sequence[str]
Grades = Mapping[str, int]
Metric = Callable[[Ranking, Grades], float]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the grades of the passages that answer it; `kind` groups questions in a report."""

    id: str
    text: str
    grades: Grades
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Mean of a metric over all questions with its bootstrap interval `[low, high]` (95 %)."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}–{self.high:.3f}]"


def ndcg(ranking: Ranking, grades: Grades, k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `k`, gain `2^grade - 1` (Burges et al. 2005)."""
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(key, 0) for key in ranking[:k]]) / best if best else 0.0


def reciprocal_rank(ranking: Ranking, grades: Grades, k: int = 10) -> float:
    """1 / rank of the first relevant one of the first `k`, 0 where there is none."""
    return next((1 / rank for rank, key in enumerate(ranking[:k], 1) if grades.get(key)), 0.0)


def recall(ranking: Ranking, grades: Grades, k: int = 10) -> float:
    """Share of the relevant passages that are among the first `k`."""
    relevant = {key for key, grade in grades.items() if grade}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


METRICS: dict[str, Metric] = {
    "nDCG@10": ndcg,
    "MRR@10": reciprocal_rank,
    "recall@10": recall,
    "recall@100": lambda ranking, grades: recall(ranking, grades, 100),
}


def values(search: Callable[[str], Ranking], questions: Iterable[Question]) -> dict[str, np.ndarray]:
    """Each metric's value for each question: name -> float64 (n questions,). `search` should give 100 ids or more."""
    rankings = [(search(question.text), question.grades) for question in questions]
    return {name: np.array([metric(*pair) for pair in rankings]) for name, metric in METRICS.items()}


def evaluate(search: Callable[[str], Ranking], questions: Iterable[Question]) -> dict[str, Score]:
    """Mean and interval of each metric; ValueError without questions."""
    return {name: interval(each) for name, each in values(search, questions).items()}


def interval(each: np.ndarray, *, rounds: int = 2000, seed: int = 0) -> Score:
    """Mean of float (n,) with the 95 % percentile bootstrap interval. For a gain give the differences of paired values."""
    if not len(each):
        raise ValueError("no questions to score")
    picks = np.random.default_rng(seed).integers(0, len(each), (rounds, len(each)))
    low, high = np.percentile(each[picks].mean(axis=1), (2.5, 97.5))
    return Score(float(each.mean()), float(low), float(high))


def read_questions(path: Path) -> list[Question]:
    """Questions of a JSON lines file: `{qid, q, relevant: [id, …]}` or `relevant: {id: grade}`; KeyError for other rows."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Question(str(row["qid"]), row["q"], _grades(row["relevant"]), row.get("kind", "")) for row in rows]


def _grades(relevant: list[str] | dict[str, int]) -> dict[str, int]:
    return dict(relevant) if isinstance(relevant, dict) else dict.fromkeys(relevant, 1)


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1)))
