"""Further origins of a clause: single sentences that come from another clause of the upper plan than the clause as a whole.

A county clause on training takes its figures from the province's list of targets, or joins what two provincial clauses ask.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from search.links.commonplace import asked, safeguards_part, said
from search.links.votes import Matrix, Side, likeness, standing_out, vote
from search.wording import figures_whole, neutral, sentences, without_creed

_SURE = 0.75  # the vote of a sentence that makes an origin by itself: it stands out three times as far as a moved clause must
_ASSURED = 0.5  # what a safeguard counts that is told by what it is about alone, as much as speaks against it
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
class Sentence:
    leaf: int
    text: str
    plain: str


def further_origins(lower: Side, upper: Side, pairs: Mapping[int, int]) -> list[Origin]:
    """The surest sentence of each (lower leaf, upper leaf) that `pairs` does not join, in the lower document's order.

    A sentence counts where it stands out from all other sentences of both documents, and from what it has in common with the
    clause's own partner. A task is no origin of a safeguard, nor the reverse, unless both speak of money, of who leads, ….
    """
    below, above = (list(sentences_of(side)) for side in (lower, upper))
    if not below or not above:
        return []
    votes = vote(standing_out(likeness([s.plain for s in below], [s.plain for s in above])))
    kept = [_within(side, _safeguards(side)) for side in (lower, upper)]
    best: dict[tuple[int, int], Origin] = {}
    for n, m in enumerate(votes.argmax(axis=1)):
        if (below[n].leaf in kept[0]) != (above[m].leaf in kept[1]) and not said(below[n].text) & said(above[m].text):
            continue
        made = Origin(below[n].leaf, above[m].leaf, float(votes[n, m]), below[n].text, above[m].text)
        ends, former = (made.lower, made.upper), best.get((made.lower, made.upper))
        if made.score >= _SURE and pairs.get(made.lower) != made.upper and (former is None or former.score < made.score):
            best[ends] = made
    return [best[ends] for ends in sorted(best)]


def retold(lower: Side, upper: Side) -> dict[int, Origin]:
    """For each leaf of the upper plan the lower sentence that is most like it as a whole: a county says in one sentence what is
    a clause of its province. By the upper leaf, whose body is the `source`."""
    below, above = list(sentences_of(lower)), sorted(upper.leaves)
    if not below or not above:
        return {}
    votes = vote(standing_out(likeness([s.plain for s in below], [upper.wholes[j] for j in above])))
    made = {}
    for m, j in enumerate(above):
        n = int(votes[:, m].argmax())
        source = upper.document.body(upper.clauses[j]).strip()
        made[j] = Origin(below[n].leaf, j, float(votes[n, m]), below[n].text, source)
    return made


def assured(lower: Side, upper: Side, pairs: Mapping[int, int], alone: Collection[int], text: Matrix) -> list[Origin]:
    """Upper safeguards 保障措施 among the leaves `alone`, each with the lower safeguard that answers it in words of its own:
    the one most like it by `text`, shape (clauses of the lower, of the upper), with its first sentence of that matter."""
    above = _within(upper, _safeguards(upper))
    below = _within(lower, _safeguards(lower) | {i for i, j in pairs.items() if j in above}) & lower.leaves
    made = []
    for j in sorted(above.intersection(alone)):
        source = upper.document.body(upper.clauses[j]).strip()
        matter = asked(upper.headings[j], source)
        told = [(i, s) for i in sorted(below) for s in sentences(lower.document.body(lower.clauses[i])) if matter & said(s)]
        if told:
            i, sentence = max(told, key=lambda found: text[found[0], j])
            made.append(Origin(i, j, _ASSURED, sentence, source))
    return made


def _safeguards(side: Side) -> set[int]:
    """The parts of safeguards."""
    return {i for i, parent in enumerate(side.parents) if parent < 0 and safeguards_part(side.headings[i])}


def _within(side: Side, roots: Collection[int]) -> set[int]:
    return {k for i in roots for k in side.below(i)}


def sentences_of(side: Side) -> Iterator[Sentence]:
    """The sentences of the leaves that say something by themselves, in order."""
    for i in sorted(side.leaves):
        for text in sentences(side.document.body(side.clauses[i])):
            plain = figures_whole(neutral(without_creed(text), side.document.work.region))
            if len(plain) >= _SHORTEST:
                yield Sentence(i, text, plain)
