"""Which sentences of two clauses that are a pair say one thing in other words.

A county answers 鼓励医疗机构与养老机构协作 with 各敬老院同附近卫生院签约: no word is common to both. Whether a sentence is left
out below is told by how near it comes to those of the clauses that its own was paired with, above what the sentences of these
two plans have in common anyhow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ingest.model import Document
from search.alignment.kindred import closeness
from search.alignment.matter import matters
from search.links.votes import Matrix, likeness, standing_out
from search.wording import figures_whole, neutral, sentences

_WORDS, _KINDRED = 3.0, 0.1  # how far two sentences stand out that are as often one thing as not: in words, in kindred words
_NEAR = 0.6  # and what both must give together


def retold(
    lower: Document, upper: Document, pairs: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], frozenset[tuple[int, int]]]:
    """(lower eid, upper eid) of each pair -> the (lower, upper) numbers of its sentences that say one thing: each with the one
    that comes nearest, if it is near. The only sentence of a clause is what its pair rests on, however far apart they are."""
    below = _Sentences.of(lower, (eid for eid, _ in pairs))
    above = _Sentences.of(upper, (eid for _, eid in pairs))
    if not below.plain or not above.plain:
        return dict.fromkeys(pairs, frozenset())
    near = standing_out(likeness(below.plain, above.plain)) / _WORDS
    near += standing_out(closeness(below.plain, above.plain)) / _KINDRED
    found = {ends: set(_nearest(near[np.ix_(below.at[ends[0]], above.at[ends[1]])])) for ends in pairs}
    for ends, numbers in _sole(near, below, above, pairs):
        found[ends].add(numbers)
    return {ends: frozenset(numbers) for ends, numbers in found.items()}


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of some clauses: neutral words, and where those of each clause stand."""

    plain: list[str]
    at: Mapping[str, range]

    @classmethod
    def of(cls, document: Document, eids: Iterable[str]) -> _Sentences:
        plain: list[str] = []
        at = {}
        for eid, text in matters(document, eids).items():
            own = [figures_whole(neutral(sentence, document.work.region)) for sentence in sentences(text)]
            at[eid] = range(len(plain), len(plain) + len(own))
            plain += own
        return cls(plain, at)


def _nearest(near: Matrix) -> Iterator[tuple[int, int]]:
    """Each sentence with the nearest one of the other clause."""
    if near.size:
        yield from ((int(row), j) for j, row in enumerate(near.argmax(axis=0)) if near[row, j] >= _NEAR)
        yield from ((i, int(column)) for i, column in enumerate(near.argmax(axis=1)) if near[i, column] >= _NEAR)


def _sole(
    near: Matrix, below: _Sentences, above: _Sentences, pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """The only sentence of each clause, with the nearest one of all its partners."""
    best: dict[tuple[int, str], tuple[float, tuple[str, str], tuple[int, int]]] = {}
    for ends in pairs:
        block = near[np.ix_(below.at[ends[0]], above.at[ends[1]])]
        for side in (side for side in (0, 1) if block.size and block.shape[side] == 1):
            i, j = divmod(int(block.argmax()), block.shape[1])
            found = (float(block[i, j]), ends, (i, j))
            best[side, ends[side]] = max(best.get((side, ends[side]), found), found)
    yield from ((ends, numbers) for _, ends, numbers in best.values())
