"""An embedding trained on the documents of a library: it begins as the built-in one, and is measured before it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from ingest.model import Document
from search.meaning.contrast import Recipe
from search.meaning.dense import Embedding, Encoder
from search.meaning.passages import Passage, passages_of
from search.meaning.train import train
from search.model import LibraryError

HELD_OUT = 10
"""Every so many passages one is kept from training, to be measured by."""

FEWEST = 20
"""Passages held out below this say nothing."""

RECIPE = Recipe(steps=300, rate=0.02)
"""Fewer and smaller steps than from nothing: what the built-in embedding knows is kept."""


@dataclass(frozen=True, slots=True)
class Trained:
    """`before`, `after`: mean reciprocal rank of a passage, asked for by one of its sentences, among `pairs` held out.
    `adopted` where it did not fall."""

    embedding: Embedding
    pairs: int
    before: float
    after: float

    @property
    def adopted(self) -> bool:
        return self.after >= self.before


def train_own(
    documents: Iterable[Document], *, steps: int = RECIPE.steps, progress: Callable[[int, float], None] | None = None
) -> Trained:
    """An embedding that begins as the built-in one and learns from documents; nothing is taken into use.

    LibraryError where there is too little text to learn from and to measure by.
    """
    passages = list(dict.fromkeys(chain.from_iterable(map(passages_of, documents))))
    told = [passage for passage in passages if len(passage.sentences) > 1]
    held_out = told[::HELD_OUT]
    if len(held_out) < FEWEST:
        raise LibraryError(
            f"库中可用于训练的条款太少（{len(told)} 条，至少要 {FEWEST * HELD_OUT} 条）", "先收录更多文件，或继续使用内置词向量"
        )
    learned = [passage for passage in passages if passage not in set(held_out)]
    recipe = replace(RECIPE, steps=steps, batch=min(RECIPE.batch, len(learned) // 4))
    made = train(learned, recipe, start=Embedding.builtin(), progress=progress)
    return Trained(made, len(held_out), measure(Embedding.builtin(), held_out), measure(made, held_out))


def measure(encoder: Encoder, passages: Sequence[Passage]) -> float:
    """Mean reciprocal rank of the rest of each passage, asked for by its longest sentence, among all of them."""
    asked = [max(passage.sentences, key=len) for passage in passages]
    rests = ["".join(s for s in p.sentences if s != one) for p, one in zip(passages, asked, strict=True)]
    likeness = encoder.encode(asked) @ encoder.encode(rests).T
    ranks = (likeness >= np.diagonal(likeness)[:, None]).sum(axis=1)
    return float((1 / ranks).mean())
