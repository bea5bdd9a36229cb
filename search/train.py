"""Training of the built-in embedding, with numpy alone: about seven minutes on one core for 150,000 passages.

    python -m search.train laws.jsonl.gz plans/ --out search/builtin.npz

Texts that belong together should lie together: a sentence and the rest of its passage (inverse cloze, Lee et al. 2019), a
heading and its body, the two halves of a passage. Each batch is scored as a table of all left against all right texts, the
true pairs on its diagonal (symmetric multiple-negatives loss, Henderson et al. 2017), for the full length and for the
first 128 and 64 dimensions alike (Matryoshka, Kusupati et al. 2022), so that a vector may be cut short.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.model import Document
from search.dense import Embedding, Floats, features

Ids = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_SHORT = 6  # characters; what is shorter says too little to be told from others
_FEW = 3  # features; the same for a bag


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to learn from: its headings from the title down, and its sentences in order."""

    heading: str
    sentences: tuple[str, ...]

    @classmethod
    def of(cls, heading: str, body: str) -> Passage:
        """A body cut into sentences at 。；！？ and line ends."""
        return cls(heading, tuple(s for s in _SENTENCE.findall(body) if len(s) >= _SHORT))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `cloze` and `heading` are shares of the pairs, the halves are the rest.

    `longest` and `dropout` thin the texts out: a random subset of the features of a long one, a share of the left one left
    out, so that no single word carries a pair. `beside`: how often the heading joins the rest of an inverse cloze.
    `known` features at most make up the vocabulary, and each is seen `seen` times or more.
    """

    steps: int = 1000
    batch: int = 1024
    rate: float = 0.1
    scale: float = 20.0
    dims: tuple[int, ...] = (256, 128, 64)
    known: int = 28_000
    seen: int = 3
    longest: int = 256
    dropout: float = 0.3
    cloze: float = 0.7
    heading: float = 0.15
    beside: float = 0.5
    seed: int = 0


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
    pairs = _Pairs([bag for bag in bags if bag.pairs()], recipe)
    model = _Model(counts, recipe)
    if start:
        model.begin(names, start)
    for step in range(1, recipe.steps + 1):
        loss = model.learn(*pairs.draw(), rate=recipe.rate * (1 - (step - 1) / recipe.steps))
        if progress:
            progress(step, loss)
    return _beside(start, Embedding.quantised(names, model.weights)) if start else Embedding.quantised(names, model.weights)


def passages_of(document: Document) -> Iterator[Passage]:
    """The clauses of a parsed document, each with the headings above it."""
    headings: dict[str | None, str] = {None: document.work.title}
    for clause in document.clauses:
        headings[clause.eid] = f"{headings[clause.parent]} {clause.heading or ''}".strip()
        yield Passage.of(headings[clause.eid], document.body(clause))


def read(path: Path) -> Iterator[Passage]:
    """Passages of a document, of a folder of documents, or of a file of laws: JSON lines, plain or .gz, of
    `{title, articles: [{path: [heading, …], text}]}`. KeyError for other rows, IngestError for what is no document."""
    if path.is_dir():
        yield from chain.from_iterable(read(file) for file in sorted(path.iterdir()) if file.suffix in (".txt", ".md"))
    elif ".jsonl" in path.suffixes:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for law in map(json.loads, lines):
                for article in law["articles"]:
                    yield Passage.of(" ".join((law["title"], *article["path"])), article["text"])
    else:
        from ingest.pipeline import parse

        yield from passages_of(parse(path.read_bytes(), path=str(path)))


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
    bags = [_Bag(_ids(p.heading, ids), [_ids(s, ids) for s in p.sentences]) for p in passages]
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


def _ids(text: str, ids: defaultdict[str, int]) -> Ids:
    return np.array([ids[feature] for feature in features(text)], np.int32)


def _vocabulary(names: list[str], counts: Counts, recipe: Recipe) -> list[int]:
    """Places of the features kept: characters first, since they stand in for rare words, then words by how often they occur."""
    often = (i for i in range(len(names)) if counts[i] >= recipe.seen)
    return sorted(often, key=lambda i: (len(names[i]) > 1, -counts[i]))[: recipe.known]


class _Pairs:
    """Draws batches of texts that belong together."""

    def __init__(self, bags: Sequence[_Bag], recipe: Recipe) -> None:
        if len(bags) < 2:
            raise ValueError("too little text to train on: two passages with a heading or two sentences are needed")
        self._bags, self._recipe = bags, recipe
        self._random = np.random.default_rng(recipe.seed)

    def draw(self) -> tuple[list[Ids], list[Ids]]:
        """As many left and right texts as a batch holds, `left[i]` with `right[i]`."""
        left: list[Ids] = []
        right: list[Ids] = []
        while len(left) < self._recipe.batch:
            bag = self._bags[int(self._random.integers(len(self._bags)))]
            a, b = self._pair(bag)
            if len(a) >= _FEW and len(b) >= _FEW:
                left.append(self._dropped(self._cut(a)))
                right.append(self._cut(b))
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

    def _cut(self, text: Ids) -> Ids:
        longest = self._recipe.longest
        return self._random.choice(text, longest, replace=False) if len(text) > longest else text

    def _dropped(self, text: Ids) -> Ids:
        kept = text[self._random.random(len(text)) >= self._recipe.dropout]
        return kept if len(kept) >= _FEW else text


class _Model:
    """The weights, float32 (features, dims), and Adam (Kingma and Ba 2015) on the rows that a batch touches.

    They begin as a random projection of TF-IDF: equal words are alike from the start, rare ones more (recall@100 .659
    against .653 for equal lengths after 300 steps).
    """

    def __init__(self, counts: Counts, recipe: Recipe) -> None:
        random = np.random.default_rng(recipe.seed + 1)
        rarity = np.log(counts.sum() / counts).astype(np.float32)[:, None] / 16
        self.weights: Floats = random.standard_normal((len(counts), recipe.dims[0]), dtype=np.float32) * rarity
        self._mean, self._square = np.zeros_like(self.weights), np.zeros_like(self.weights)
        self._recipe, self._step = recipe, 0

    def begin(self, names: Sequence[str], start: Embedding) -> None:
        """Takes over the vectors of another embedding; features it lacks get vectors as long as its own are."""
        places = {feature: row for row, feature in enumerate(start.features)}
        held = np.array([n for n, name in enumerate(names) if name in places], np.int64)
        known = start.vectors(np.array([places[names[n]] for n in held], np.int64))
        if len(held):
            self.weights *= np.linalg.norm(known, axis=1).mean() / np.linalg.norm(self.weights, axis=1).mean()
        self.weights[held] = known

    def learn(self, left: list[Ids], right: list[Ids], *, rate: float) -> float:
        """One step; the loss before it."""
        used = np.unique(np.concatenate([*left, *right]))
        tables = _counts(left, used), _counts(right, used)
        known = self.weights[used]
        loss, *slopes = _loss(tables[0] @ known, tables[1] @ known, self._recipe)
        self._descend(used, tables[0].T @ slopes[0] + tables[1].T @ slopes[1], rate)
        return loss

    def _descend(self, rows: Ids, slope: Floats, rate: float) -> None:
        self._step += 1
        self._mean[rows] += np.float32(0.1) * (slope - self._mean[rows])
        self._square[rows] += np.float32(0.001) * (slope * slope - self._square[rows])
        mean = self._mean[rows] / np.float32(1 - 0.9**self._step)
        spread = np.sqrt(self._square[rows] / np.float32(1 - 0.999**self._step)) + np.float32(1e-8)
        self.weights[rows] -= np.float32(rate) * mean / spread


def _beside(start: Embedding, made: Embedding) -> Embedding:
    """What was learned, and the rest of what it began with."""
    learned = set(made.features)
    rest = [row for row, feature in enumerate(start.features) if feature not in learned]
    features = (*made.features, *(start.features[row] for row in rest))
    return Embedding(features, np.concatenate([made.rows, start.rows[rest]]), np.concatenate([made.scales, start.scales[rest]]))


def _counts(texts: list[Ids], used: Ids) -> Floats:
    """float32 (texts, used): square root of how often each used feature occurs, as `Embedding.encode` weighs it.

    A full table: multiplying it out is three times as fast as gathering rows one by one, since texts share most features.
    """
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    cells = rows * len(used) + np.searchsorted(used, np.concatenate(texts))
    counts = np.bincount(cells, minlength=len(texts) * len(used)).astype(np.float32)
    return np.sqrt(counts, out=counts).reshape(len(texts), len(used))


def _loss(left: Floats, right: Floats, recipe: Recipe) -> tuple[float, Floats, Floats]:
    """Mean loss over all lengths of `dims`, and its slopes by both sides, (n, dims) each."""
    total, slopes = 0.0, (np.zeros_like(left), np.zeros_like(right))
    for dims in recipe.dims:
        loss, *parts = _contrast(left[:, :dims], right[:, :dims], recipe.scale)
        total += loss / len(recipe.dims)
        for slope, part in zip(slopes, parts, strict=True):
            slope[:, :dims] += part / np.float32(len(recipe.dims))
    return total, *slopes


def _contrast(left: Floats, right: Floats, scale: float) -> tuple[float, Floats, Floats]:
    """Symmetric cross-entropy of scaled cosines, true pairs on the diagonal, and its slopes by `left` and `right`."""
    (a, a_length), (b, b_length) = _unit(left), _unit(right)
    logits = np.float32(scale) * (a @ b.T - 1)
    likely = np.exp(logits)
    by_row, by_column = likely.sum(axis=1, keepdims=True), likely.sum(axis=0, keepdims=True)
    loss = float((np.log(by_row[:, 0]) + np.log(by_column[0])).mean() / 2 - np.diagonal(logits).mean())
    slope = likely / by_row + likely / by_column - 2 * np.eye(len(a), dtype=np.float32)
    slope *= np.float32(scale / (2 * len(a)))
    return loss, _through(slope @ b, a, a_length), _through(slope.T @ a, b, b_length)


def _unit(vectors: Floats) -> tuple[Floats, Floats]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-8)
    return vectors / lengths, lengths


def _through(slope: Floats, unit: Floats, lengths: Floats) -> Floats:
    """The slope by a vector from the slope by its unit vector: what points along the vector changes nothing."""
    inward: Floats = slope - unit * (slope * unit).sum(axis=1, keepdims=True)
    return inward / lengths


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m search.train", description="训练内置词向量")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="路径", help="文件、文件夹或法规 JSON 行文件（.jsonl、.jsonl.gz）"
    )
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件")
    parser.add_argument("--steps", type=int, default=Recipe().steps, help="训练步数")
    options = parser.parse_args()
    passages = chain.from_iterable(map(read, options.paths))
    embedding = train(passages, Recipe(steps=options.steps), progress=_tell)
    embedding.save(options.out)
    print(f"已写入 {options.out}：{len(embedding.features)} 个特征，{embedding.dims} 维")


def _tell(step: int, loss: float) -> None:
    if step % 50 == 0:
        print(f"第 {step} 步，损失 {loss:.3f}", flush=True)


if __name__ == "__main__":
    _main()
