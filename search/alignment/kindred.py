"""How close two texts are in meaning, word by word: each word with the nearest one of the other text (Kusner et al. 2015,
relaxed)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.links.votes import Matrix
from search.meaning.dense import Embedding
from search.meaning.features import read

_KIN = 0.25  # cosine of words that have something to do with each other
_BLOCK = 512  # words compared with all at a time

Vector = npt.NDArray[np.float32]


def closeness(lower: Sequence[str], upper: Sequence[str]) -> Matrix:
    """How many words of each upper text have a kindred word in each lower one, rare words counting most. Shape (lower, upper);
    1 for equal texts, 0 for one without words."""
    words = [tuple(dict.fromkeys(word for word in found if word.isalpha())) for found, _ in read([*lower, *upper])]
    every = list(dict.fromkeys(word for own in words for word in own))
    made = np.zeros((len(upper), len(lower)), np.float32).T  # a word of an upper text is counted for all lower ones at once
    if not every:
        return made
    at = {word: n for n, word in enumerate(every)}
    ids = [np.array([at[word] for word in own], np.int64) for own in words]
    often = np.bincount(np.concatenate(ids), minlength=len(every))
    weight = np.sqrt(np.log(1 + len(words) / (often + 0.5))).astype(np.float32)
    below, above = (_Holders.of(texts, len(every)) for texts in (ids[: len(lower)], ids[len(lower) :]))
    for word, near, kin in _kin(every, np.flatnonzero(above.often), np.flatnonzero(below.often)):
        worth = kin * weight[near] * weight[word]
        order = np.argsort(worth, kind="stable")
        nearest = np.zeros(len(lower), np.float32)
        nearest[below.texts(near[order])] = np.repeat(worth[order], below.often[near[order]])  # the greatest comes last
        made.T[above.texts(np.array([word]))] += nearest
    lengths = np.array([np.linalg.norm(weight[own]) for own in ids])
    made /= np.maximum(np.outer(lengths[: len(lower)], lengths[len(lower) :]), np.finfo(np.float32).tiny)
    return made


@dataclass(frozen=True, eq=False)
class _Holders:
    """Which texts hold which words: `often` (words,) how many hold each, `held` the texts of all words one after the other."""

    often: npt.NDArray[np.int64]
    held: npt.NDArray[np.int64]

    @classmethod
    def of(cls, ids: Sequence[npt.NDArray[np.int64]], words: int) -> _Holders:
        spoken = np.concatenate([np.zeros(0, np.int64), *ids])
        texts = np.repeat(np.arange(len(ids)), [len(own) for own in ids])
        return cls(np.bincount(spoken, minlength=words), texts[np.argsort(spoken, kind="stable")])

    def texts(self, words: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The texts that hold each of some words, one word after the other."""
        counts = self.often[words]
        first = self._first[words] - (np.cumsum(counts) - counts)
        made: npt.NDArray[np.int64] = self.held[np.repeat(first, counts) + np.arange(counts.sum())]
        return made

    @cached_property
    def _first(self) -> npt.NDArray[np.int64]:
        made: npt.NDArray[np.int64] = np.cumsum(self.often) - self.often
        return made


def _kin(
    words: Sequence[str], rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
) -> Iterator[tuple[int, npt.NDArray[np.int64], Vector]]:
    """Some of the words (`rows`, by number), each with those of others (`columns`) that have something to do with it, and their
    cosines around the mean of all words: 1 for itself."""
    vectors = Embedding.builtin().encode(words)
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        cosines = vectors[block] @ vectors[columns].T
        cosines[np.equal.outer(block, columns)] = 1
        at, near = np.nonzero(cosines > _KIN)
        ends = np.searchsorted(at, np.arange(1, len(block)))
        held = np.split(columns[near], ends), np.split(cosines[at, near], ends)
        yield from zip(block.tolist(), *held, strict=True)
