"""Which clause of a lower plan comes from which clause of an upper one.

Two trees are aligned from the top down: siblings with siblings, in order (dynamic programming), the children of a pair among
themselves; what is left over may still pair anywhere (a moved section, several lower clauses of one upper). Each pair is the
outcome of several votes: heading, words in common weighted by their rarity in the two documents, meaning, and order. No score
alone decides: what the two clauses have with others of the very two documents is the zero of the scale, since the lowest true
pair of a real county plan lies below the highest false one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ingest.model import Clause, Document
from search.links.compare import compare
from search.links.demands import demands, formula
from search.links.origins import Origin, assured, further_origins, retold
from search.links.votes import Matrix, Side, Votes
from search.wording import borrowed, longest_own, squeeze

_PAIR = 0.25  # a vote below this is no reason to pair siblings
_DENIED = 0.40  # … nor one below this where they bear two headings that have nothing in common
_MOVED = 0.50  # a pair out of its place needs more
_ORDER = 0.12  # two headings that order alone would pair must have something in common
_BESIDE, _ELSEWHERE = 0.40, 0.75  # a further partner needs less where it stands beside or below the first one, more elsewhere
_UNLIKE = 0.70  # what is left there of a vote between a leaf and a clause that has clauses below it
_SAME = 0.85  # share of the lower text that is borrowed where a clause is restated
_OWN = 7  # and the longest run of its own that it may have there
_TELLING = 4  # characters of a run that are worth showing
_FORMULA = -1
_FIGURE = re.compile(r"\d+")
_CUT = re.compile(r"^[\d.]+(?![年月日\d.])|[\d.]+$")  # 率达到9 of 率达到95%


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A lower clause with the upper one it comes from.

    `relation` is restates (the same words and figures) or derives; `score` in [0, 1]; `evidence` says what matched: heading
    (the upper one), words (the longest run both hold), share of the lower text that is borrowed, place (sibling, order, moved,
    children, joined, gathered, safeguard, figure, sentence); for a further origin sentence and source, the two sentences that
    make it.
    """

    lower_eid: str
    upper_eid: str
    score: float
    relation: str
    evidence: dict[str, str]


def pair_clauses(lower: Document, upper: Document) -> list[ClausePair]:
    """All pairs, in the lower document's order; a clause's further origins follow its first."""
    if not lower.clauses or not upper.clauses:
        return []
    aligner = _Aligner(Side.of(lower), Side.of(upper))
    aligner.run()
    rows = sorted(aligner.pairs.items()) + sorted(aligner.extras)
    return [_pair(aligner, i, j) for i, j in sorted(rows, key=lambda row: row[0])]


def through(pairs: Iterable[ClausePair], told: Iterable[ClausePair]) -> set[tuple[str, str]]:
    """The (lower eid, eid of the interpretation) that meet in a clause of the plan: `pairs` lead from the lower document to the
    plan, `told` from its interpretation to the plan."""
    explains: dict[str, list[str]] = {}
    for pair in told:
        explains.setdefault(pair.upper_eid, []).append(pair.lower_eid)
    return {(pair.lower_eid, eid) for pair in pairs for eid in explains.get(pair.upper_eid, ())}


@dataclass(slots=True)
class _Aligner:
    lower: Side
    upper: Side
    votes: Votes = field(init=False)
    apart: npt.NDArray[np.bool_] = field(init=False)
    bar: npt.NDArray[np.float64] = field(init=False)
    pairs: dict[int, int] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    place: dict[tuple[int, int], str] = field(default_factory=dict)
    extras: dict[tuple[int, int], Origin | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.votes = Votes.of(self.lower, self.upper)
        self.apart = _apart(self.lower.document, self.upper.document)
        self.votes.score[self.apart] = 0
        headed = np.outer([bool(h) for h in self.lower.headings], [bool(h) for h in self.upper.headings])
        self.bar = np.where(headed & (self.votes.heading == 0), _DENIED, _PAIR)

    def run(self) -> None:
        self.descend(-1, -1)
        self.sink()
        self.leftovers(unlike=0)
        self.roofs()
        self.leftovers(unlike=_UNLIKE)
        self.joined()
        self.runs()
        self.gathered()
        self.retold()
        self.assured()
        self.figures()
        self.further()

    def descend(self, i: int, j: int) -> None:
        """Aligns the children of a pair (-1, -1: the roots), then theirs."""
        rows = [c for c in self.lower.children.get(i, []) if c not in self.pairs]
        columns = [c for c in self.upper.children.get(j, []) if c not in self.taken]
        anchors = self.chain(rows, columns)
        for a, b in anchors:
            self.add(a, b, "sibling")
        for a, b in self.between(rows, columns, anchors):
            self.add(a, b, "order")
        for a, b in [(a, self.pairs[a]) for a in rows if a in self.pairs]:
            self.descend(a, b)

    def add(self, i: int, j: int, place: str) -> None:
        self.pairs[i], self.taken[j], self.place[i, j] = j, i, place

    def chain(self, rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
        """The monotone one-to-one alignment with the greatest sum of votes above what a pair needs."""
        here = np.ix_(rows, columns)
        gain = self.votes.score[here] - self.bar[here]
        best = np.zeros((len(rows) + 1, len(columns) + 1))
        for a in range(len(rows) - 1, -1, -1):
            paired = np.maximum(best[a + 1, :-1], best[a + 1, 1:] + gain[a])
            best[a, :-1] = np.maximum.accumulate(paired[::-1])[::-1]
        return [(rows[a], columns[b]) for a, b in _path(best, gain)]

    def between(self, rows: list[int], columns: list[int], anchors: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Pairs by order alone: as many siblings stand unpaired on either side between two pairs that hold."""
        if not anchors or (len(rows) != len(columns) and 2 * len(anchors) < max(len(rows), len(columns))):
            return
        for gap, other in _gaps(rows, columns, anchors):
            if len(gap) == len(other):
                yield from ((a, b) for a, b in zip(gap, other, strict=True) if self.may(a, b))

    def may(self, i: int, j: int) -> bool:
        """Whether nothing speaks against a pair made by order: no other clause claims either, and headings have something in
        common."""
        headed = bool(self.lower.headings[i] or self.upper.headings[j])
        elsewhere = max(self.votes.score[i].max(), self.votes.score[:, j].max())
        return not (self.apart[i, j] or (headed and self.votes.score[i, j] < _ORDER)) and elsewhere < _MOVED

    def sink(self) -> None:
        """A leaf whose partner has clauses below it goes down to the one of them that is as much like it."""
        for i, j in list(self.pairs.items()):
            below = [k for k in self.upper.below(j) if k in self.upper.leaves and k not in self.taken]
            best = max(below, key=lambda k: self.votes.score[i, k], default=j)
            if i in self.lower.leaves and self.votes.score[i, best] >= self.votes.score[i, j] > 0 and best != j:
                del self.taken[j]
                self.add(i, best, "sibling")

    def leftovers(self, *, unlike: float) -> None:
        """Moved clauses, the strongest first; the children of each are then aligned in their turn. `unlike` is what is left
        of a vote between a leaf and a clause that has clauses below it."""
        leaf = [np.array([i in side.leaves for i in range(len(side.clauses))]) for side in (self.lower, self.upper)]
        score = np.where(np.not_equal.outer(*leaf), unlike, 1) * self.votes.score
        while (best := self.strongest(score)) is not None:
            self.add(*best, "moved")
            self.descend(*best)

    def strongest(self, score: Matrix) -> tuple[int, int] | None:
        """The best pair of clauses left alone, if it is good enough; what is paired counts no more in `score`."""
        score[list(self.pairs)] = 0
        score[:, list(self.taken)] = 0
        i, j = np.unravel_index(int(score.argmax()), score.shape)
        return (int(i), int(j)) if score[i, j] >= _MOVED else None

    def roofs(self) -> None:
        """A container follows its children to the clause that most of their partners are under, unless its heading objects;
        from a part down to the section of it that they come from, where that is more like it."""
        under = [set(self.upper.below(j)) for j in range(len(self.upper.clauses))]
        for i in sorted(self.lower.children.keys() - {-1}, reverse=True):
            kids = [self.pairs[k] for k in self.lower.children[i] if k in self.pairs]
            if not kids:
                continue
            astray = np.array([not self.most(kids, held) for held in under]) & (self.votes.heading[i] == 0)
            at, home = self.pairs.get(i), self.home(i, kids)
            deeper = at is not None and home in under[at] and self.votes.score[i, home] > self.votes.score[i, at]
            if at is not None and not astray[at] and not deeper:
                continue
            self.votes.score[i, astray] = 0
            if at is not None:
                del self.pairs[i], self.taken[at]
            if home >= 0:
                self.add(i, home, "children")

    def home(self, i: int, kids: list[int]) -> int:
        """The clause right above most of the partners of a container's children, if it is free for the container; else -1."""
        home, _ = Counter(self.upper.parents[k] for k in kids).most_common(1)[0]
        free = home >= 0 and home not in self.taken and not self.apart[i, home]
        many = len(kids) * 2 > len(self.lower.children[i]) and self.most(kids, set(self.upper.children[home]))
        return home if free and many else -1

    @staticmethod
    def most(kids: list[int], under: set[int]) -> bool:
        return 2 * len(under.intersection(kids)) > len(kids)

    def joined(self) -> None:
        """Leaves left alone whose origin another leaf has taken: several lower clauses of one upper one."""
        text = self.votes.text * ~self.apart
        text[:, [j for j in range(text.shape[1]) if j not in self.upper.leaves]] = 0
        for i in self.lower.leaves - self.pairs.keys():
            if text[i].max(initial=0) >= _MOVED:
                self.add(i, int(text[i].argmax()), "joined")

    def runs(self) -> None:
        """Pairs of leaves by order alone, whatever they are under: as many of either side stand alone between two pairs."""
        alone = self.lower.leaves - self.pairs.keys(), self.alone()
        anchors = [(i, j) for i, j in self.pairs.items() if i in self.lower.leaves and j in self.upper.leaves]
        for (a, b), (c, d) in pairwise(_rising(sorted(anchors))):
            gap, other = (sorted(k for k in alone[0] if a < k < c), sorted(k for k in alone[1] if b < k < d))
            if len(gap) == len(other):
                for i, j in zip(gap, other, strict=True):
                    if self.votes.score[i, j] > 0 and self.may(i, j):
                        self.add(i, j, "order")

    def gathered(self) -> None:
        """Upper leaves left alone that a lower leaf takes in beside its own partner: one lower clause of several upper ones."""
        for j in self.upper.leaves - set(self.pairs.values()):
            i = max(self.lower.leaves, key=lambda i: self.votes.text[i, j])
            if i in self.pairs and not self.apart[i, j] and self.votes.text[i, j] >= self.reach(self.pairs[i], j):
                self.extras[i, j], self.place[i, j] = None, "gathered"

    def reach(self, partner: int, j: int) -> float:
        """What the vote for a further upper clause must be."""
        beside = self.upper.parents[j] in {partner, self.upper.parents[partner]} - {-1}
        return _BESIDE if beside else _ELSEWHERE

    def alone(self) -> frozenset[int]:
        """The upper leaves that nothing below comes from so far."""
        return self.upper.leaves - set(self.pairs.values()) - {j for _, j in self.extras}

    def retold(self) -> None:
        """Upper leaves left alone that one sentence takes in, near where their neighbours went."""
        told = retold(self.lower, self.upper)
        for j in sorted(self.alone() & told.keys()):
            origin = told[j]
            i = origin.lower
            if origin.score >= _BESIDE and not self.apart[i, j] and i in self.nearby(j):
                self.extras[i, j] = origin

    def nearby(self, j: int) -> set[int]:
        """The lower clauses around the partners of an upper clause's parent and siblings."""
        parent = self.upper.parents[j]
        family = {i for i, k in self.pairs.items() if parent >= 0 and parent in (k, self.upper.parents[k])}
        roofs = {self.lower.parents[i] for i in family} - {-1}
        return {k for i in family | roofs for k in self.lower.below(i)}

    def assured(self) -> None:
        """Upper safeguards left alone that a lower one answers in words of its own."""
        for origin in assured(self.lower, self.upper, self.pairs, self.alone(), self.votes.text):
            if not self.apart[origin.lower, origin.upper]:
                self.extras[origin.lower, origin.upper], self.place[origin.lower, origin.upper] = origin, "safeguard"

    def figures(self) -> None:
        """Leaves left alone, of either side, with a figure for an indicator that a leaf of the other side has too."""
        alone = self.lower.leaves - self.pairs.keys(), self.alone()
        if not any(self.figured(*both) for both in zip((self.lower, self.upper), alone, strict=True)):
            return
        at, above = ({clause.eid: k for k, clause in enumerate(side.clauses)} for side in (self.lower, self.upper))
        pairs = {(self.lower.clauses[i].eid, self.upper.clauses[j].eid) for i, j in self.pairs.items()}
        for match in compare(self.lower.document, self.upper.document, pairs):
            i = at[self.lower.document.targets[match.lower].clause]
            j = above[self.upper.document.targets[match.upper].clause]
            if self.apart[i, j]:
                continue
            if i in alone[0] - self.pairs.keys():
                self.add(i, j, "figure")
            elif j in alone[1] and i in self.lower.leaves and self.pairs.get(i) != j:
                self.extras[i, j], self.place[i, j] = None, "figure"

    @staticmethod
    def figured(side: Side, alone: frozenset[int]) -> bool:
        return bool({target.clause for target in side.document.targets} & {side.clauses[k].eid for k in alone})

    def further(self) -> None:
        """Further origins of single sentences."""
        for origin in further_origins(self.lower, self.upper, self.pairs):
            if not self.apart[origin.lower, origin.upper]:
                self.extras[origin.lower, origin.upper] = origin


def _apart(lower: Document, upper: Document) -> npt.NDArray[np.bool_]:
    """Which clauses make no pair: a formula with anything, an attachment with a clause, how things stand with what is asked."""
    below, above = (np.array([_kind(clause, asked) for clause in d.clauses]) for d in (lower, upper) for asked in [demands(d)])
    apart: npt.NDArray[np.bool_] = (below[:, None] != above) | (below[:, None] == _FORMULA)
    return apart


def _kind(clause: Clause, asked: frozenset[str]) -> int:
    return _FORMULA if formula(clause) else 2 * (clause.kind == "attachment") + (clause.eid in asked)


def _path(best: np.ndarray, gain: np.ndarray) -> Iterator[tuple[int, int]]:
    a = b = 0
    while a < gain.shape[0] and b < gain.shape[1]:
        if gain[a, b] > 0 and best[a, b] == best[a + 1, b + 1] + gain[a, b]:
            yield a, b
            a, b = a + 1, b + 1
        elif best[a, b] == best[a + 1, b]:
            a += 1
        else:
            b += 1


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of the pairs, given by their first ends, in which the second ends rise too (patience sorting)."""
    ends: list[int] = []  # the least second end of a chain of each length, and the pair that it is of
    last: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [j], [n]
    made = []
    n = last[-1] if last else -1
    while n >= 0:
        made.append(pairs[n])
        n = before[n]
    return made[::-1]


def _gaps(rows: list[int], columns: list[int], anchors: list[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The runs of unpaired siblings on both sides between two anchors, before the first and after the last."""
    fences = [(-1, -1), *((rows.index(a), columns.index(b)) for a, b in anchors), (len(rows), len(columns))]
    for (a, b), (c, d) in pairwise(fences):
        yield rows[a + 1 : c], columns[b + 1 : d]


def _pair(aligner: _Aligner, i: int, j: int) -> ClausePair:
    a, b = aligner.lower.clauses[i], aligner.upper.clauses[j]
    headed = bool(aligner.votes.heading[i, j] > 0 and b.heading)
    share = borrowed(aligner.lower.texts[i], aligner.upper.texts[j])[0]
    bodies = [squeeze(side.document.body(clause)) for side, clause in ((aligner.lower, a), (aligner.upper, b))]
    evidence = {"place": aligner.place.get((i, j), "sentence"), "share": f"{share:.2f}"}
    evidence |= {"heading": b.heading} if headed and b.heading else {}
    evidence |= {"words": run} if (run := _phrase(borrowed(*bodies)[1])) else {}
    score = float(aligner.votes.score[i, j])
    if origin := aligner.extras.get((i, j)):
        score = max(score, origin.score)
        evidence |= {"sentence": origin.sentence, "source": origin.source}
    same = (headed or bodies[0]) and share >= _SAME and _restated(aligner.lower.texts[i], aligner.upper.texts[j])
    return ClausePair(a.eid, b.eid, round(score, 3), "restates" if same else "derives", evidence)


def _phrase(run: str) -> str:
    """The longest piece of a run within one sentence, without the marks and the halves of figures at its ends; '' where too
    little is left to tell."""
    piece = max((_CUT.sub("", found.strip("，、：,:“”‘’()（）")) for found in re.split("[。；;]", run)), key=len)
    return piece if len(piece) >= _TELLING else ""


def _restated(lower: str, upper: str) -> bool:
    """Whether borrowed text says the same: the same figures, and no words of its own to speak of."""
    return set(_FIGURE.findall(lower)) == set(_FIGURE.findall(upper)) and longest_own(lower, upper) <= _OWN
