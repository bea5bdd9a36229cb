"""How alike the clauses of two documents are: the votes that alignment goes by.

Every vote is a matrix of shape (clauses of the lower, clauses of the upper) with values in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from ingest.model import Clause, Document
from search.links.commonplace import common
from search.links.titles import subject
from search.meaning.dense import Embedding
from search.wording import PLACE, neutral, without_creed

Matrix = npt.NDArray[np.float32]

_CHANCE = 0.5  # likeness of two headings of one genre that have nothing to do with each other
_NEAR = 0.95  # keeps the scale of headings finite
_CHANCE_WORDS, _CHANCE_MEANING = 0.012, 0.17  # spread of the cosines of clauses that have nothing to do with each other
_NEIGHBOURS = 4
_NAMING = 4  # a subject of fewer characters (教育) is a word like others
_PRIME = np.uint64(0x100000001B3)  # multiplier of the FNV hash: different runs get different numbers, but for 2**-64
_KEPT = 32  # texts of so many documents, clauses and sentences apart
_HALF = 3.0  # this far above the next best partners, text speaks as much for a pair as against it


@dataclass(frozen=True, slots=True)
class Side:
    """One document, clause by clause: neutral headings; `texts` neutral own texts (with the heading); `wholes` what is asked
    there and in all clauses below (without creed, and without the name of the plan's matter); the tree by index (-1: roots)."""

    document: Document
    clauses: tuple[Clause, ...]
    headings: list[str]
    texts: list[str]
    wholes: list[str]
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
        headings = [common(neutral(clause.heading or "", region)) for clause in clauses]
        bodies = [document.body(clause) for clause in clauses]
        texts = [head + neutral(body, region) for head, body in zip(headings, bodies, strict=True)]
        matter = subject(document.work.title, region)
        asked = [head + neutral(without_creed(body), region) for head, body in zip(headings, bodies, strict=True)]
        # A table of figures 专栏 is a part of its clause, which is no less a clause of its own for it.
        leaves = frozenset(at.values()) - {parents[i] for i, clause in enumerate(clauses) if clause.kind != "box"}
        made = cls(document, clauses, headings, texts, [], children, parents, leaves)
        made.wholes.extend("\n".join(_without(matter, asked[k]) for k in made.below(i)) for i in range(len(clauses)))
        return made

    def below(self, i: int) -> Iterator[int]:
        """A clause and all under it."""
        yield i
        for child in self.children.get(i, ()):
            yield from self.below(child)

    def orders(self) -> list[list[int]]:
        """The leaves, and the clauses that have others below them; neither where there is none."""
        leaf = [i in self.leaves for i in range(len(self.clauses))]
        return [kind for way in (True, False) if (kind := [i for i, one in enumerate(leaf) if one is way])]


@dataclass(frozen=True, slots=True)
class Votes:
    """`heading`: likeness of headings (0 where one has none); `text`: words and meaning of the clause with all below it, above
    those of its neighbours; `score`: heading and text together."""

    heading: Matrix
    text: Matrix
    score: Matrix

    @classmethod
    def of(cls, lower: Side, upper: Side) -> Votes:
        heading = _headings(lower.headings, upper.headings)
        text = _texts(lower, upper)
        return cls(heading, text, 1 - (1 - heading) * (1 - text))


def likeness(lower: Sequence[str], upper: Sequence[str]) -> Matrix:
    """Words in common (runs of two to four characters, rare ones counting most) and nearness of meaning (the static embedding
    around its mean over these texts), each in units of what chance gives. Shape (lower, upper); may be below 0."""
    words = cosines(lower, upper, sizes=(2, 3, 4))
    made: Matrix = words / np.float32(_CHANCE_WORDS) + nearness(lower, upper) / np.float32(_CHANCE_MEANING)
    return made


def nearness(lower: Sequence[str], upper: Sequence[str], *, blank: int = 0) -> Matrix:
    """Nearness of meaning in [-1, 1]: cosines of the static embedding around its mean over these texts and `blank` empty ones,
    since the mean of a few texts is little more than these texts. Shape (lower, upper)."""
    a, b = _centred([_encoded(tuple(texts)) for texts in (lower, upper)], blank)
    made: Matrix = a @ b.T
    return made


def standing_out(likeness: Matrix) -> Matrix:
    """How far each pair is above what its two sides have with their next best partners (cross-domain similarity local
    scaling, Conneau et al. 2018): what is a little like everything is like nothing. Pairs of the same order as `_HALF` are
    as often true as not."""
    made: Matrix = likeness - (_others(likeness) + _others(likeness.T).T) * np.float32(0.5)
    return made


def vote(standing_out: Matrix) -> Matrix:
    """Turns what stands out into votes in [0, 1)."""
    above = np.clip(standing_out, 0, None)
    made: Matrix = above / (above + np.float32(_HALF))
    return made


def _texts(lower: Side, upper: Side) -> Matrix:
    """Votes of clauses with all below them. Those that have others below are measured by their like, since a part is as near
    to a partner as the section that it holds."""
    found = likeness(lower.wholes, upper.wholes)
    for rows, columns in product(lower.orders(), upper.orders()):
        block = np.ix_(rows, columns)
        found[block] = standing_out(found[block])
    return vote(found)


def _centred(sides: Sequence[Matrix], blank: int) -> list[Matrix]:
    """Vectors of unit length around the mean of all of them and of `blank` zeros; those of texts that say nothing stay zero."""
    middle = np.concatenate(sides).sum(axis=0) / np.float32(sum(map(len, sides)) + blank)
    rows = [np.where(side.any(axis=1, keepdims=True), side - middle, 0) for side in sides]
    return [row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), np.finfo(np.float32).tiny) for row in rows]


def _others(likeness: Matrix) -> Matrix:
    """Of each cell: the mean of the `_NEIGHBOURS` greatest other cells of its row; 0 where that is less than chance."""
    count = min(_NEIGHBOURS, likeness.shape[1] - 1)
    if count < 1:
        return np.zeros_like(likeness)
    best = -np.sort(-np.partition(likeness, -count - 1, axis=1)[:, -count - 1 :], axis=1)
    inside = likeness >= best[:, count - 1 : count]
    others = best[:, :count].sum(axis=1, keepdims=True) + np.where(inside, best[:, count:] - likeness, 0)
    made: Matrix = np.maximum(others / np.float32(count), 0)
    return made


def _without(matter: str, text: str) -> str:
    """A text without the name of what the whole plan is about, which tells none of its clauses from another."""
    return text.replace(matter, PLACE) if len(matter) >= _NAMING else text


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


def cosines(lower: Sequence[str], upper: Sequence[str], *, sizes: Sequence[int] = (2,)) -> Matrix:
    """Cosines of the texts as sets of runs of so many characters, each run weighed by how few of the texts hold it. Shape
    (lower, upper); a text of one character is its own run, one without any is like nothing."""
    held = [*_cut(tuple(lower), tuple(sizes)), *_cut(tuple(upper), tuple(sizes))]
    owner = np.repeat(np.arange(len(held)), [len(runs) for runs in held])
    place = np.unique(np.concatenate([np.zeros(0, np.uint64), *held]), return_inverse=True)[1]
    weight = np.log(1 + len(held) / (np.bincount(place) + 0.5))[place]
    value = weight / np.sqrt(np.bincount(owner, weight**2, minlength=len(held)))[owner]
    return _product(owner, place, value.astype(np.float32), len(lower), len(upper))


# A document is held against several others in turn: what is made of its texts alone is kept for the next one.
@lru_cache(maxsize=_KEPT)
def _encoded(texts: tuple[str, ...]) -> Matrix:
    return Embedding.builtin().encode(texts)


@lru_cache(maxsize=_KEPT)
def _cut(texts: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[npt.NDArray[np.uint64], ...]:
    return tuple(_runs(text, sizes) for text in texts)


def _runs(text: str, sizes: Sequence[int]) -> npt.NDArray[np.uint64]:
    """The different runs of a text, each as one number."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    made = [codes] if len(codes) == 1 else []
    for size in sizes:
        run = np.full(max(0, len(codes) - size + 1), size, np.uint64)
        for k in range(size if len(run) else 0):
            run = run * _PRIME + codes[k : len(codes) - size + 1 + k]
        made.append(run)
    return np.unique(np.concatenate(made))


def _product(owner: npt.NDArray[np.int64], place: npt.NDArray[np.int64], value: Matrix, lower: int, upper: int) -> Matrix:
    """Rows `owner < lower` times the others, `owner` in order. Each lower row meets the upper ones run by run: most runs stand
    in few texts, so that long documents cost what they share and not what they could."""
    ends = np.searchsorted(owner, np.arange(lower + 1))
    above = np.argsort(place[ends[-1] :], kind="stable") + ends[-1]
    held = np.bincount(place[above], minlength=int(place.max(initial=-1)) + 1)
    first = np.cumsum(held) - held
    made = np.zeros((lower, upper), np.float32)
    for i in range(lower):
        mine = slice(ends[i], ends[i + 1])
        counts = held[place[mine]]
        met = above[np.repeat(first[place[mine]] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())]
        made[i] = np.bincount(owner[met] - lower, np.repeat(value[mine], counts) * value[met], minlength=upper)
    return made
