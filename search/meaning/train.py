"""Training of the built-in embedding, with numpy alone: some ten minutes on one core for 150,000 passages.

    python -m search.meaning.train laws.jsonl.gz plans/ --questions corpus/training/questions.tsv \\
        --out search/meaning/builtin.npz

Texts that belong together should lie together (`contrast`). First those that any passage shows: a sentence and the rest
of its passage (inverse cloze, Lee et al. 2019), a heading and its body, the two halves of a passage. Then lay questions and the
articles that answer them: nothing in a law says that 老板拖着工资不给 is 拖欠劳动报酬.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from search.meaning.contrast import Counts, Model, Recipe, first_weights
from search.meaning.dense import Embedding
from search.meaning.features import Floats, Ids, features
from search.meaning.passages import Answered, Passage, answered, read

TUNING = Recipe(steps=120, rate=0.02)
"""For questions: fewer and smaller steps than from nothing. Half of each batch at most are questions, the others pairs of
passages as before, so that nothing is forgotten."""

LEARNED = 0.75
"""Share of the way from the weights before to those after the questions (Wortsman et al. 2022, robust fine-tuning): the whole
way is as good on statutes and worse on plans (nDCG@10 .853 against .866)."""

_FEW = 3  # features; a bag of fewer says too little to be told from others


def train(
    passages: Iterable[Passage],
    recipe: Recipe | None = None,
    *,
    start: Embedding | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Embedding:
    """An embedding learned from passages; `progress` is told each step and its loss.

    With `start` it begins as another embedding of the same dimensions and keeps what the passages say nothing of.

    ValueError where fewer than two pairs can be made. The same passages and recipe give the same embedding on
    the same machine.
    """
    recipe = recipe or Recipe()
    names, counts, bags = _read(passages, recipe)
    pairs = _Pairs(bags, recipe)
    weights = first_weights(counts, recipe)
    model = Model(_begun(weights, names, start) if start else weights, recipe)
    _learn(model, recipe, pairs.draw, progress)
    made = Embedding.quantised(names, model.weights)
    return _beside(start, made) if start else made


def tuned(
    start: Embedding,
    passages: Iterable[Passage],
    questions: Sequence[Answered],
    recipe: Recipe = TUNING,
    *,
    progress: Callable[[int, float], None] | None = None,
) -> Embedding:
    """An embedding that goes on learning from questions and their answers, among pairs of passages; it knows the same features.

    ValueError where fewer than two pairs can be made of the passages.
    """
    asked = _Questions([(start.ids(one.question), _bag(one.passage, start.ids)) for one in questions], recipe)
    pairs = _Pairs([_bag(passage, start.ids) for passage in passages], replace(recipe, batch=recipe.batch - asked.number))
    before = start.vectors(np.arange(len(start.features)))
    model = Model(before.copy(), recipe)

    def draw() -> tuple[list[Ids], list[Ids]]:
        (left, right), (others, theirs) = asked.draw(), pairs.draw()
        return left + others, right + theirs

    _learn(model, recipe, draw, progress)
    return Embedding.quantised(start.features, before + np.float32(LEARNED) * (model.weights - before))


def _learn(
    model: Model,
    recipe: Recipe,
    draw: Callable[[], tuple[list[Ids], list[Ids]]],
    progress: Callable[[int, float], None] | None,
) -> None:
    for step in range(1, recipe.steps + 1):
        loss = model.learn(*draw(), rate=recipe.rate * (1 - (step - 1) / recipe.steps))
        if progress:
            progress(step, loss)


def _begun(weights: Floats, names: Sequence[str], start: Embedding) -> Floats:
    """Weights with the vectors of another embedding; features it lacks get vectors as long as its own are."""
    places = {feature: row for row, feature in enumerate(start.features)}
    held = np.array([n for n, name in enumerate(names) if name in places], np.int64)
    known = start.vectors(np.array([places[names[n]] for n in held], np.int64))
    if len(held):
        weights = weights * (np.linalg.norm(known, axis=1).mean() / np.linalg.norm(weights, axis=1).mean())
    weights[held] = known
    return weights


def _beside(start: Embedding, made: Embedding) -> Embedding:
    """What was learned, and the rest of what it began with."""
    learned = set(made.features)
    rest = [row for row, feature in enumerate(start.features) if feature not in learned]
    features = (*made.features, *(start.features[row] for row in rest))
    return Embedding(features, np.concatenate([made.rows, start.rows[rest]]), np.concatenate([made.scales, start.scales[rest]]))


@dataclass(frozen=True, slots=True)
class _Bag:
    """A passage as ids of features, repeats kept."""

    heading: Ids
    sentences: list[Ids]

    def pairs(self) -> bool:
        """Whether anything in it can be paired."""
        return sum(map(len, self.sentences)) >= _FEW and (len(self.sentences) > 1 or len(self.heading) >= _FEW)


def _read(passages: Iterable[Passage], recipe: Recipe) -> tuple[list[str], Counts, list[_Bag]]:
    """The vocabulary, how often each occurs, and the passages in its ids; what is not in the vocabulary is dropped."""
    ids: defaultdict[str, int] = defaultdict(lambda: len(ids))
    bags = [_bag(passage, lambda text: _ids(text, ids)) for passage in passages]
    parts = [part for bag in bags for part in (bag.heading, *bag.sentences)]
    counts = np.bincount(np.concatenate([np.zeros(0, np.int32), *parts]), minlength=len(ids))
    names = list(ids)
    chosen = _vocabulary(names, counts, recipe)
    place = np.full(len(names), -1, np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)

    def kept(part: Ids) -> Ids:
        moved = place[part]
        return moved[moved >= 0]

    return (
        [names[i] for i in chosen],
        counts[chosen],
        [_Bag(kept(bag.heading), [kept(sentence) for sentence in bag.sentences]) for bag in bags],
    )


def _bag(passage: Passage, ids: Callable[[str], Ids]) -> _Bag:
    return _Bag(ids(passage.heading), [ids(sentence) for sentence in passage.sentences])


def _ids(text: str, ids: defaultdict[str, int]) -> Ids:
    return np.array([ids[feature] for feature in features(text)], np.int32)


def _vocabulary(names: list[str], counts: Counts, recipe: Recipe) -> list[int]:
    """Places of the features kept: characters first, since they stand in for rare words, then words by how often they occur."""
    often = (i for i in range(len(names)) if counts[i] >= recipe.seen)
    return sorted(often, key=lambda i: (len(names[i]) > 1, -counts[i]))[: recipe.known]


class _Pairs:
    """Draws batches of texts that belong together."""

    def __init__(self, bags: Sequence[_Bag], recipe: Recipe) -> None:
        self._bags, self._recipe = [bag for bag in bags if bag.pairs()], recipe
        if len(self._bags) < 2:
            raise ValueError("too little text to train on: two passages with a heading or two sentences are needed")
        self._random = np.random.default_rng(recipe.seed)
        self._thinned = _Thinned(recipe, self._random)

    def draw(self) -> tuple[list[Ids], list[Ids]]:
        """As many left and right texts as a batch holds, `left[i]` with `right[i]`."""
        left: list[Ids] = []
        right: list[Ids] = []
        while len(left) < self._recipe.batch:
            bag = self._bags[int(self._random.integers(len(self._bags)))]
            a, b = self._pair(bag)
            if len(a) >= _FEW and len(b) >= _FEW:
                left.append(self._thinned.left(a))
                right.append(self._thinned.right(b))
        return left, right

    def _pair(self, bag: _Bag) -> tuple[Ids, Ids]:
        kind, recipe = self._random.random(), self._recipe
        if len(bag.sentences) == 1 or recipe.cloze <= kind < recipe.cloze + recipe.heading:
            return bag.heading, np.concatenate(bag.sentences)
        if kind < recipe.cloze:
            return self._cloze(bag)
        middle = len(bag.sentences) // 2
        return np.concatenate(bag.sentences[:middle]), np.concatenate(bag.sentences[middle:])

    def _cloze(self, bag: _Bag) -> tuple[Ids, Ids]:
        i = int(self._random.integers(len(bag.sentences)))
        rest = bag.sentences[:i] + bag.sentences[i + 1 :]
        if self._random.random() < self._recipe.beside:
            rest.append(bag.heading)
        return bag.sentences[i], np.concatenate(rest)


class _Questions:
    """Draws questions with the passages that answer them."""

    def __init__(self, pairs: Sequence[tuple[Ids, _Bag]], recipe: Recipe) -> None:
        self._pairs = [(asked, bag) for asked, bag in pairs if len(asked) >= _FEW and sum(map(len, bag.sentences)) >= _FEW]
        self.number = min(len(self._pairs), recipe.batch // 2)
        self._random, self._beside = np.random.default_rng(recipe.seed), recipe.beside
        self._thinned = _Thinned(recipe, self._random)

    def draw(self) -> tuple[list[Ids], list[Ids]]:
        """`number` questions and their answers."""
        drawn = [self._pairs[n] for n in self._random.choice(len(self._pairs), self.number, replace=False)]
        return [self._thinned.left(asked) for asked, _ in drawn], [self._thinned.right(self._answer(bag)) for _, bag in drawn]

    def _answer(self, bag: _Bag) -> Ids:
        heading = [bag.heading] if self._random.random() < self._beside else []
        return np.concatenate([*bag.sentences, *heading])


class _Thinned:
    """Texts as a recipe thins them out."""

    def __init__(self, recipe: Recipe, random: np.random.Generator) -> None:
        self._longest, self._dropout, self._random = recipe.longest, recipe.dropout, random

    def left(self, text: Ids) -> Ids:
        text = self.right(text)
        kept = text[self._random.random(len(text)) >= self._dropout]
        return kept if len(kept) >= _FEW else text

    def right(self, text: Ids) -> Ids:
        return self._random.choice(text, self._longest, replace=False) if len(text) > self._longest else text


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m search.meaning.train", description="训练内置词向量")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="路径", help="文件、文件夹或法规 JSON 行文件（.jsonl、.jsonl.gz）"
    )
    parser.add_argument("--questions", type=Path, help="问句表：法规、日期、条号、问句，以制表符分隔；法规取自第一个路径")
    parser.add_argument("--start", type=Path, help="已训练的词向量：只再学问句")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件")
    parser.add_argument("--steps", type=int, default=Recipe().steps, help="训练步数")
    options = parser.parse_args()
    passages = list(chain.from_iterable(map(read, options.paths)))
    recipe = Recipe(steps=options.steps)
    embedding = Embedding.load(options.start) if options.start else train(passages, recipe, progress=_tell)
    if options.questions:
        embedding = tuned(embedding, passages, answered(options.questions, options.paths[0]), progress=_tell)
    embedding.save(options.out)
    print(f"已写入 {options.out}：{len(embedding.features)} 个特征，{embedding.dims} 维")


def _tell(step: int, loss: float) -> None:
    if step % 50 == 0:
        print(f"第 {step} 步，损失 {loss:.3f}", flush=True)


if __name__ == "__main__":
    _main()
