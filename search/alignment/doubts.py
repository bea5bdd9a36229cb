"""What may be taken up below after all: the sentence that comes nearest to an upper clause, or to an upper figure, for which
no pair was found.

A county answers 深化医养结合 with 所有养老机构与就近医院签约. Such words are too far apart for a link, and too near for the
clause to be told as missing: a person has to look. A sentence counts by how far its closeness stands out from the next best.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass

import numpy as np

from ingest.model import Document, Target
from search.alignment.kindred import closeness
from search.links.demands import demands, expected
from search.links.measures import THINGS, family, units_of
from search.links.origins import sentences_of
from search.links.votes import Side, standing_out
from search.wording import SENTENCE, bigrams, neutral

_BESIDE = 0.06  # closeness that makes a doubt, of a sentence where the clause's parent and siblings went
_ELSEWHERE = 0.14  # and of any other
_SPOKEN = 0.4  # share of the bigrams of an indicator in a sentence that speaks of it,
_TOUCHED, _TOUCHED_SHARE = 0.05, 0.15  # … in one that has a figure of its sort besides; percentages are of too many things

_NUMBER = r"[\d.〇零一二两三四五六七八九十百千]+余?[万亿]?"
_WHOLE = r"[%％成]|百分|全部|全体|全员|全覆盖|全面|所有|一律|均(?![衡等])|应.尽.|清零|零(?:增长|发生|存在)"
_OFTEN = r"每(?:年|半年|季|月|周|日|天|[两三]年)|[一二两三半]年一|逐[年月日]|按[年季月周日]"
_DATED = r"(?:年|月|日)底?[之以]?前|年[底内]"


@dataclass(frozen=True, slots=True)
class Doubt:
    """The lower clause and its sentence that come nearest to an upper clause or figure without a partner. `score` is their
    closeness: of clauses 0 is no more than chance, 0.3 much; of figures the shares of their words in common, up to 2."""

    lower_eid: str
    sentence: str
    score: float


def doubts(lower: Document, upper: Document, pairs: Set[tuple[str, str]]) -> dict[str, Doubt]:
    """Upper eid -> the doubt, for the leaves of the upper plan that ask something of the lower one, have no partner in `pairs`
    of (lower eid, upper eid), and come near a sentence of the lower plan all the same."""
    alone = expected(upper) - {upper_eid for _, upper_eid in pairs}
    below, above = Side.of(lower), Side.of(upper)
    asked, leaves = demands(lower), sorted(above.leaves)
    said = [s for s in sentences_of(below) if below.clauses[s.leaf].eid in asked]
    if not said or not alone & {above.clauses[j].eid for j in leaves}:
        return {}
    near = standing_out(closeness([s.plain for s in said], [above.wholes[j] for j in leaves]))
    owners = np.array([s.leaf for s in said])
    found = {}
    for column, eid in enumerate(above.clauses[j].eid for j in leaves):
        if eid in alone:
            bars = np.where(np.isin(owners, _beside(below, eid, pairs)), _BESIDE, _ELSEWHERE)
            told = np.flatnonzero(near[:, column] >= bars)
            if len(told):
                n = told[near[told, column].argmax()]
                score = round(float(near[n, column]), 3)
                found[eid] = Doubt(below.clauses[said[n].leaf].eid, said[n].text, score)
    return found


def speaking_of(
    target: Target, *, upper: Document, lower: Document, partners: Iterable[str], answered: Collection[int]
) -> Doubt | None:
    """The sentence of the `partners` (eids) of an upper figure's clause that speaks of what no lower figure answers: it names
    the indicator without a figure (法治副校长全部到岗 for 法治副校长配备率), or it has a figure of that sort which answers no
    other one. `answered` are the lower targets that do."""
    asked, whole = (bigrams(neutral(text, upper.work.region)) for text in (target.indicator, upper.quote(target.span)))
    sort = re.compile(_sort(target))
    found: list[Doubt] = []
    for eid, text, rest in ((partner, *said) for partner in partners for said in _unanswered(lower, partner, answered)):
        told = bigrams(neutral(text, lower.work.region))
        share, touched = (len(grams & told) / max(len(grams), 1) for grams in (asked, whole))
        bar = _TOUCHED_SHARE if target.unit == "%" else _TOUCHED
        if share >= _SPOKEN or (max(share, touched) >= bar and sort.search(rest)):
            found.append(Doubt(eid, text, round(share + touched, 3)))
    return max(found, key=lambda doubt: doubt.score, default=None)


def _sort(target: Target) -> str:
    """What a figure of the sort of a target looks like."""
    if target.value is None:
        return _DATED
    if target.unit == "%":
        return _WHOLE
    often = f"|{_OFTEN}" if target.frequency else ""
    kin = {target.unit or "", *units_of(family(target.unit)), *(["个"] if family(target.unit) == THINGS else [])}
    return f"{_NUMBER}(?:{'|'.join(map(re.escape, sorted(kin, key=len, reverse=True)))}){often}"


def _unanswered(lower: Document, eid: str, answered: Collection[int]) -> Iterator[tuple[str, str]]:
    """The heading and the sentences of a clause, each with what is left of it without the figures that answer others."""
    clause = lower.clause(eid)
    spans = [target.span for n, target in enumerate(lower.targets) if target.clause == eid and n in answered]
    for piece in (clause.head, *lower.body_spans(clause)):
        for found in SENTENCE.finditer(lower.text, piece.start, piece.end):
            kept = (lower.text[at] for at in range(*found.span()) if not any(s.start <= at < s.end for s in spans))
            yield found[0].strip(), "".join(kept)


def _beside(lower: Side, eid: str, pairs: Set[tuple[str, str]]) -> list[int]:
    """The lower clauses (by number), with all below them, that an upper clause's parent and siblings went to."""
    parent = eid.rpartition(".")[0]
    homes = {home for home, upper in pairs if parent and parent in (upper, upper.rpartition(".")[0])}
    return [k for i, clause in enumerate(lower.clauses) if clause.eid in homes for k in lower.below(i)]
