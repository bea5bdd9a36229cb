"""Further origins of a clause: single sentences that come from another clause of the upper plan than the clause as a whole.

A county clause on training takes its figures from the province's list of targets, or joins what two provincial clauses ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from search.sentences import sentences
from search.votes import Side, likeness, standing_out, vote
from search.wording import neutral, without_creed

_SURE = 0.75  # the vote of a sentence that makes an origin by itself: it stands out three times as far as a moved clause must
_SHORTEST = 8  # neutral characters of a sentence that says something by itself


@dataclass(frozen=True, slots=True)
class Origin:
    """Leaf `lower` comes from leaf `upper` (indices into the clauses of their sides) by one sentence, quoted on both sides.

    `score` in [0, 1], on the scale of the votes for clauses.
    """

    lower: int
    upper: int
    score: float
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    leaf: int
    text: str
    plain: str


def further_origins(lower: Side, upper: Side, pairs: Mapping[int, int]) -> list[Origin]:
    """The surest sentence of each (lower leaf, upper leaf) that `pairs` does not join, in the lower document's order.

    A sentence counts where it stands out from all other sentences of both documents, and from what it has in common with the
    clause's own partner.
    """
    below, above = (list(_sentences(side)) for side in (lower, upper))
    if not below or not above:
        return []
    votes = vote(standing_out(likeness([s.plain for s in below], [s.plain for s in above])))
    best: dict[tuple[int, int], Origin] = {}
    for n, m in enumerate(votes.argmax(axis=1)):
        made = Origin(below[n].leaf, above[m].leaf, float(votes[n, m]), below[n].text, above[m].text)
        ends, former = (made.lower, made.upper), best.get((made.lower, made.upper))
        if made.score >= _SURE and pairs.get(made.lower) != made.upper and (former is None or former.score < made.score):
            best[ends] = made
    return [best[ends] for ends in sorted(best)]


def retold(lower: Side, upper: Side) -> dict[int, Origin]:
    """For each leaf of the upper plan the lower sentence that is most like it as a whole: a county says in one sentence what is
    a clause of its province. By the upper leaf, whose body is the `source`."""
    below, above = list(_sentences(lower)), sorted(upper.leaves)
    if not below or not above:
        return {}
    votes = vote(standing_out(likeness([s.plain for s in below], [upper.wholes[j] for j in above])))
    made = {}
    for m, j in enumerate(above):
        n = int(votes[:, m].argmax())
        source = upper.document.body(upper.clauses[j]).strip()
        made[j] = Origin(below[n].leaf, j, float(votes[n, m]), below[n].text, source)
    return made


def _sentences(side: Side) -> Iterator[_Sentence]:
    for i in sorted(side.leaves):
        for text in sentences(side.document.body(side.clauses[i])):
            plain = neutral(without_creed(text), side.document.work.region)
            if len(plain) >= _SHORTEST:
                yield _Sentence(i, text, plain)
