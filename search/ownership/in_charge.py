"""Which sentence says who is in charge of a matter: sentences of clauses that were found, weighed by what they hold of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest import units
from ingest.model import Clause, Document, Duty, Span
from ingest.segment import words
from search.governance import Governance
from search.ids import eid_of
from search.lexical.synonyms import rows_in
from search.model import Hit
from search.ownership.answer import Owners
from search.ownership.question import Asked
from search.places import upward
from search.wording import SENTENCE, bare, bigrams

_RANKED = 0.9  # weight of a hit's own score beside the share of the question's words found: short rows hold rare words too
_CONTEXT = 0.5  # a word found beside the sentence or above its clause, not in the sentence
_TITLE = 0.3  # a word found in no more than the title of its document, which stands above every sentence
_ENOUGH = 0.4  # a sentence with units must hold so much of what the best sentence holds
_ASKED_ROLE = 0.1  # bonus of a sentence that assigns the role asked for
_NAMED = 0.1  # bonus of a sentence that names somebody, and not only 有关部门
_HEAD = 0.3  # bonus of a sentence that has the last word of the matter: 管网 of 供水管网
_HELD = 0.45  # an answer has at least this share of what is asked, with its headings: 改革 alone is not 殡葬改革
_ACROSS = 0.5  # two characters of neighbouring words: they stand together in few clauses, whatever these speak of
_NEAR = 80  # characters on either side that are read with a sentence: a clause as long as a chapter speaks of anything
_JOINTS = frozenset("和与及或等的得了对在有是把被给向从为")
"""Words that only join others: what stands on both sides of one (防和 of 消防和秩序) tells nothing."""
_TOLD = 0.5  # a sentence speaks of a matter when it holds so much of its words, with its headings
_PAYS = re.compile(r"(?:安排|拨付|拨出|筹措|投入|列支)[^。；]*?[元金费](?P<what>[^。；]*?(?:用于|支持|投入|投向)[^。；]*)?")
"""每年安排300万元，用于管网改造: who pays for a matter is not in charge of it."""
_MONEY = re.compile("[钱费]|资金|预算|财政|投入")
_FIGURE = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?:[万亿%])?(?![\d.A-Za-z+])")
"""Not the digit of a name: 5G, 1+X证书."""

_DONE = re.compile(
    r"(?<=..)(?:建设|改造|新建|扩建|改扩建|创建|建立|压缩|压减|降低|提升|提高|推进|推广|落实|实施|开展|管理|管护|维护|整治|治理|培育|培养"
    r"|申报|发放|兑现|工作|任务|事项|项目|行动|工程)+$"
)
"""What is done about a matter, behind its name."""
_MEASURED = re.compile(r"[一-鿿]{2}(?:率|占比|比重|比例)$")
"""How the name of a figure ends, with what it is of: 漏损率."""

Rarity = Callable[[str], float]
"""What two characters that stand together tell: the more, the fewer clauses hold them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the duties that govern it, if any. `document` is whole only where it answers."""

    hit: Hit
    document: Document
    clause: Clause
    span: Span
    duties: tuple[Duty, ...]


def best_sentence(asked: Asked, hits: Sequence[Hit], reader: Owners, rarity: Rarity) -> tuple[Sentence | None, list[Sentence]]:
    """The sentence with units that holds most of what is asked, rare words counting more; and the sentences that speak of it,
    the nearest first.

    None where it holds much less than a sentence that names no unit: then nobody is known to own the matter.
    """
    wanted = bigrams(bare(asked.matter))
    weighed = _weighed(asked, wanted, hits, reader)
    best = max(_in_charge(asked, wanted, weighed, rarity), key=lambda sentence: sentence.score, default=None)
    told = [sentence for sentence in weighed if len(sentence.around) >= _TOLD * len(wanted)]
    nearest = [sentence.one for sentence in sorted(told, key=lambda sentence: sentence.score, reverse=True)]
    return (best.one if best and best.share >= _ENOUGH else None), nearest


def last_word(asked: Asked) -> str:
    """The last two characters of the matter, without what is done about it (电桩 of 充电桩建设): all before tells more."""
    plain = bare(asked.matter)
    return (_DONE.sub("", plain) or plain)[-2:]


def shared(asked: Asked, one: Sentence) -> frozenset[str]:
    """What of the words asked for a sentence has, with its clause and all above."""
    return _held(bigrams(bare(asked.matter)), bare(_context(one)))


def holds(asked: Asked, one: Sentence, rarity: Rarity) -> bool:
    """Whether a sentence, with what stands near and above it, has enough of what is asked for; what it has under another name
    counts (养老机构 for 养老院)."""
    return _holds(asked, bare(_context(one)), rarity)


def _holds(asked: Asked, text: str, rarity: Rarity) -> bool:
    solid = _solid(asked.matter)
    meant = (grams for names, grams in _also(asked.matter) if any(name in text for name in names))
    held = _held(frozenset(solid), text).union(*meant)
    weights = {gram: weight * rarity(gram) for gram, weight in solid.items()}
    return sum(weight for gram, weight in weights.items() if gram in held) >= _HELD * sum(weights.values())


@lru_cache(maxsize=64)
def _also(matter: str) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Other names of the words of a matter, bare, with the two characters of the word that they stand for."""
    return tuple((tuple(map(bare, names)), bigrams(bare(word))) for word, names in rows_in(matter))


@lru_cache(maxsize=64)
def _solid(matter: str) -> dict[str, float]:
    """The two characters that stand together in a matter, none of which is a joint, with their weight: 1 within a word; all of
    them where nothing else is left."""
    plain = bare(matter)
    cut = words(plain)
    within = {gram for word, _, _ in cut for gram in bigrams(word)}
    parts, at = [], 0
    for word, start, end in cut:
        if word in _JOINTS:
            parts.append(plain[at:start])
            at = end
    grams = [gram for part in (*parts, plain[at:]) if len(part) > 1 for gram in sorted(bigrams(part))]
    return {gram: 1 if gram in within else _ACROSS for gram in grams} or dict.fromkeys(sorted(bigrams(plain)), 1)


def measured(asked: Asked) -> str | None:
    """The end of the name of the figure that is asked for (漏损率 of 管网漏损率); None where no figure is."""
    found = _MEASURED.search(bare(asked.matter))
    return found[0] if found else None


def states(one: Sentence, figure: str) -> bool:
    """Whether a sentence speaks of a figure by its name."""
    return figure in bare(one.document.quote(one.span))


def sentences(hit: Hit, document: Document) -> Iterator[Sentence]:
    """The sentences of a clause that are no bracket of units, in order, with the duties that govern each."""
    clause, governance = document.clause(eid_of(hit.clause_id)), Governance(document)
    for found in SENTENCE.finditer(document.text, clause.own.start, clause.own.end):
        span = Span(found.start(), found.end())
        if not any(bracket.holds(span) for bracket in document.brackets):
            yield Sentence(hit, document, clause, span, governance.of(clause.eid, span))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A sentence against a question: its bare `text` with what is near and above, what it holds of the question itself and what
    so; its share of what the best sentence holds; how well it answers."""

    one: Sentence
    text: str
    shown: frozenset[str]
    around: frozenset[str]
    share: float
    score: float


def _weighed(asked: Asked, wanted: frozenset[str], hits: Sequence[Hit], reader: Owners) -> list[_Weighed]:
    """All sentences of some clauses, in order."""
    opened = reader.excerpts(hit.clause_id for hit in hits)
    found = [one for hit in hits for one in sentences(hit, opened[hit.document_id])]
    shown = [_held(wanted, bare(one.document.quote(one.span))) for one in found]
    texts = [bare(_nearby(one)) for one in found]
    titles = {hit.document_id: bare(hit.place.title) for hit in hits}
    near = [_held(wanted, text) for text in texts]
    around = [own | _held(wanted, titles[one.hit.document_id]) for one, own in zip(found, near, strict=True)]
    shares = _shares(shown, near, around)
    most, top = max(shares, default=0) or 1.0, max((hit.score for hit in hits), default=0) or 1.0
    made = []
    for one, text, own, held, share in zip(found, texts, shown, around, shares, strict=True):
        score = share / most + _RANKED * one.hit.score / top + _HEAD * (last_word(asked) in own)
        score += _ASKED_ROLE * _fits(one, asked) + _NAMED * _names(one)
        made.append(_Weighed(one, text + titles[one.hit.document_id], own, held, share / most, score))
    return made


def _shares(shown: Sequence[frozenset[str]], near: Sequence[frozenset[str]], around: Sequence[frozenset[str]]) -> list[float]:
    """What each sentence holds, the more the fewer of them do; what stands near it, or in the title alone, counts in part."""
    spread = Counter(gram for grams in around for gram in grams)
    weights = {gram: math.log(1 + len(around) / held) for gram, held in spread.items()}
    return [
        sum(weights[gram] * (1 if gram in own else _CONTEXT if gram in beside else _TITLE) for gram in sorted(held))
        for own, beside, held in zip(shown, near, around, strict=True)
    ]


def _in_charge(asked: Asked, wanted: frozenset[str], weighed: Sequence[_Weighed], rarity: Rarity) -> list[_Weighed]:
    """The sentences that name units for what is asked: they have enough of it, or another name of it; they do more than pay for
    it; they have its figures, where any sentence has; they speak of the figure that is asked for, or stand under what it
    measures."""
    kept = [one for one in weighed if one.one.duties and _holds(asked, one.text, rarity)]
    if not _MONEY.search(asked.matter):
        kept = [sentence for sentence in kept if not _only_paid_for(sentence.shown, sentence.one)] or kept
    figures = set(_FIGURE.findall(asked.matter))
    if figures and any(figures <= _figures(sentence.one) for sentence in weighed):
        kept = [sentence for sentence in kept if figures <= _figures(sentence.one)]  # 350万人 is not the county's 1万人
    figure = measured(asked)
    if figure and any(states(sentence.one, figure) for sentence in weighed):
        kept = [one for one in kept if states(one.one, figure) or _headed(one.one, figure)]
    return kept


def _headed(one: Sentence, figure: str) -> bool:
    """Whether a sentence stands under a heading that speaks of what a figure measures: 降低管网漏损 for 漏损率."""
    return any(figure[:2] in (clause.heading or "") for clause in upward(one.document, one.clause))


def _only_paid_for(shown: frozenset[str], one: Sentence) -> bool:
    """Whether a sentence gives money, and holds most of what is asked only in what it is for, or not at all."""
    text = one.document.quote(one.span)
    pays = _PAYS.search(text)
    if pays is None:
        return False
    beside = bigrams(bare(text.replace(pays["what"] or "", "")))
    return len(shown & beside) < max(_TOLD * len(shown), 1)


def _held(wanted: frozenset[str], text: str) -> frozenset[str]:
    """Those of some two characters that stand together in a bare text."""
    return frozenset(gram for gram in wanted if gram in text)


def _figures(one: Sentence) -> set[str]:
    return set(_FIGURE.findall(bare(one.document.quote(one.span))))


def _fits(one: Sentence, asked: Asked) -> bool:
    return bool(asked.roles) and any(duty.role in asked.roles for duty in one.duties)


def _names(one: Sentence) -> bool:
    return any(not units.names_nobody(duty.unit) for duty in one.duties)


def _nearby(one: Sentence) -> str:
    """The sentence with what stands beside it in its clause, and the headings above."""
    own = one.clause.own
    beside = Span(max(own.start, one.span.start - _NEAR), min(own.end, one.span.end + _NEAR))
    return " ".join([one.document.quote(beside), *(clause.heading or "" for clause in upward(one.document, one.clause))])


def _context(one: Sentence) -> str:
    return f"{_nearby(one)} {one.hit.place.title}"
