"""How alike the clauses of two documents are: the votes that alignment goes by.

Every vote is a matrix of shape (clauses of the lower, clauses of the upper) with values in [0, 1].
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from ingest.model import Clause, Document
from search.wording import bigrams, neutral

Matrix = npt.NDArray[np.float32]

_CHANCE = 0.5  # likeness of two headings of one genre that have nothing to do with each other
_NEAR = 0.95  # keeps the scale of headings finite
_FULL = 0.5  # this far above the noise, words in common are as good as equal text


# Headings that every plan words as it likes: 主要任务, 重点举措 and 工作任务 head the same part.
_COMMON = {
    "总体要求": re.compile("(?:总体)?(?:要求|思路)"),
    "基本原则": re.compile("(?:基本|工作)?原则"),
    "主要目标": re.compile("(?:总体|主要|工作|发展|行动|具体|规划|预期)?目标"),
    "主要任务": re.compile("(?:主要|重点|工作|具体|目标)?(?:任务|举措|工作|行动|措施)(?:和目标|与目标)?"),
    "保障措施": re.compile("(?:实施|组织|工作|政策)?保障(?:措施|机制)?|组织实施"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One document, clause by clause: neutral headings, neutral own texts (with the heading), the tree by index (-1: roots)."""

    document: Document
    clauses: tuple[Clause, ...]
    headings: list[str]
    texts: list[str]
    children: dict[int, list[int]]
    parents: list[int]
    leaves: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Side:
        clauses, region = document.clauses, document.work.region
        at = {clause.eid: i for i, clause in enumerate(clauses)}
        parents = [at[clause.parent] if clause.parent else -1 for clause in clauses]
        children: dict[int, list[int]] = {}
        for i, parent in enumerate(parents):
            children.setdefault(parent, []).append(i)
        headings = [_common(neutral(clause.heading or "", region)) for clause in clauses]
        texts = [head + neutral(document.body(clause), region) for head, clause in zip(headings, clauses, strict=True)]
        return cls(document, clauses, headings, texts, children, parents, frozenset(at.values()) - children.keys())

    def below(self, i: int) -> Iterator[int]:
        """A clause and all under it."""
        yield i
        for child in self.children.get(i, ()):
            yield from self.below(child)


@dataclass(frozen=True, slots=True)
class Votes:
    """`heading`: likeness of headings (0 where one has none); `words`: cosine of rare words over the clause with all below it;
    `text`: the same above the noise of these two documents; `score`: heading and text together."""

    heading: Matrix
    words: Matrix
    text: Matrix
    score: Matrix

    @classmethod
    def of(cls, lower: Side, upper: Side) -> Votes:
        heading = _headings(lower.headings, upper.headings)
        words, leaves = _words(lower, upper)
        text: Matrix = np.sqrt(np.clip((words - _noise(leaves)) / _FULL, 0, 1))
        return cls(heading, words, text, 1 - (1 - heading) * (1 - text))


def _noise(words: Matrix) -> float:
    """What nine in ten pairs stay below that are the best of neither their row nor their column."""
    if not words.size:
        return 0.0
    chance = words[(words < words.max(axis=1, keepdims=True)) & (words < words.max(axis=0, keepdims=True))]
    return float(np.quantile(chance, 0.9)) if chance.size else 0.0


def _common(heading: str) -> str:
    return next((name for name, form in _COMMON.items() if form.fullmatch(heading)), heading)


def _headings(lower: Sequence[str], upper: Sequence[str]) -> Matrix:
    """Likeness of headings above what headings of one document have in common (健全甲制度, 健全乙制度), half alike at least."""
    noise = np.maximum.outer(_kinship(lower), _kinship(upper))
    votes: Matrix = np.clip((_alike(lower, upper) - noise) / (1 - noise), 0, 1)
    return votes


def _alike(a: Sequence[str], b: Sequence[str]) -> Matrix:
    held = np.outer([bool(h) for h in a], [bool(h) for h in b])
    alike: Matrix = np.where(held, process.cdist(a, b, scorer=fuzz.ratio, dtype=np.float32) / 100, 0).astype(np.float32)
    return alike


def _kinship(headings: Sequence[str]) -> Matrix:
    """For each heading, how alike the nearest other heading of its own document is (one repeated word for word aside)."""
    alike = _alike(headings, headings)
    nearest: Matrix = np.where(alike < 1, alike, 0).max(axis=1)
    return np.clip(nearest, _CHANCE, _NEAR)


def _words(lower: Side, upper: Side) -> tuple[Matrix, Matrix]:
    """Cosines of the clauses with all below them; and those of own texts alone, a sample of what chance gives."""
    below, above = [bigrams(t) for t in lower.texts], [bigrams(t) for t in upper.texts]
    weights = rarity([*below, *above])
    whole = cosine(_union(lower, below), _union(upper, above), weights)
    own = cosine([g for g in below if len(g) > 1], [g for g in above if len(g) > 1], weights)
    return whole, own


def _union(side: Side, own: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    return [frozenset().union(*(own[k] for k in side.below(i))) for i in range(len(own))]


def rarity(sets: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weight of each element by how few of the sets hold it."""
    frequency = Counter(gram for grams in sets for gram in grams)
    return {gram: math.log(1 + len(sets) / (n + 0.5)) for gram, n in frequency.items()}


def cosine(lower: Sequence[frozenset[str]], upper: Sequence[frozenset[str]], weights: Mapping[str, float]) -> Matrix:
    """Cosines of weighted sets, shape (lower, upper). Only the dimensions that both sides have are laid out."""
    if not lower or not upper:
        return np.zeros((len(lower), len(upper)), np.float32)
    shared = {gram: k for k, gram in enumerate(sorted(frozenset().union(*lower) & frozenset().union(*upper)))}
    product: Matrix = _vectors(lower, shared, weights) @ _vectors(upper, shared, weights).T
    return product


def _vectors(sets: Sequence[frozenset[str]], shared: Mapping[str, int], weights: Mapping[str, float]) -> Matrix:
    rows = np.zeros((len(sets), len(shared)), np.float32)
    for i, grams in enumerate(sets):
        length = math.sqrt(sum(weights[gram] ** 2 for gram in grams))
        for gram in grams:
            if gram in shared:
                rows[i, shared[gram]] = weights[gram] / length
    return rows
