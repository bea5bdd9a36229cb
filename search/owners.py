"""Who is responsible: the units of the one clause that answers, or all that a unit owns.

Units answer as printed (`search.governing` says which a sentence has), leading ones first; nothing is inferred beyond that.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ingest import units
from ingest.groups import group_of, groups
from ingest.model import Clause, Document, Duty, Span
from search.governing import Governance, target_quote, targets_of, upward
from search.model import Filters, Hit, Link, OwnersAnswer, Place, Quote, Reader, TargetQuote, UnitAnswer
from search.owner_question import Asked, Known, read
from search.synonyms import synonyms
from search.wording import bare, bigrams

if TYPE_CHECKING:
    from search.store import ClauseText, DutyRow

MOST = 100
"""So many clauses of a unit are listed at most: a ministry has thousands in a large library, which the list of units shows by
the page."""

LOOKED_AT = 15
"""Hits whose sentences are compared. Each is of another document, which must be opened; twice as many answer no question of
ownership otherwise."""

_RANKED = 0.9  # weight of a hit's own score beside the share of the question's words found: short rows hold rare words too
_CONTEXT = 0.5  # a word found in the clause or above it, not in the sentence
_ENOUGH = 0.4  # a sentence with units must hold so much of what the best sentence holds
_ASKED_ROLE = 0.1  # bonus of a sentence that assigns the role asked for
_NAMED = 0.1  # bonus of a sentence that names somebody, and not only 有关部门
_HELD = 0.3  # an answer has at least this share of what is asked, with its headings: 改革 alone is not 殡葬改革
_UNSEEN = 0.5  # clauses that are taken to hold what none does
_TOLD = 0.5  # a sentence speaks of a matter when it holds so much of its words, with its headings
_WHOLE = 0.9  # a heading is asked for when it holds so much of the question
_SHOWN = 6  # names that come near
_FOLLOWED = 5  # sentences whose links are followed where none has units
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_PAYS = re.compile(r"(?:安排|拨付|拨出|筹措|投入|列支)[^。；]*?[元金费](?P<what>[^。；]*?(?:用于|支持|投入|投向)[^。；]*)?")
"""每年安排300万元，用于管网改造: who pays for a matter is not in charge of it."""
_MONEY = re.compile("[钱费]|资金|预算|财政|投入")
_FIGURE = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?:[万亿%])?(?![\d.A-Za-z+])")
"""Not the digit of a name: 5G, 1+X证书."""
_ORDER = {"牵头单位": 0, "责任单位": 1, "负责": 1, "参与": 2, "参与单位": 2, "配合单位": 2}


class Owners(Reader, Protocol):
    """What this module reads from: the store."""

    def known(self) -> Known: ...

    def excerpts(self, clause_ids: Iterable[str]) -> dict[str, Document]: ...

    def printed_units(self) -> Sequence[str]: ...

    def places_and_texts(self, clause_ids: Iterable[str]) -> tuple[dict[str, Place], dict[str, ClauseText]]: ...

    def printed_as(self, full_name: str) -> Sequence[str]: ...

    def duty_rows(self, *, printed: Sequence[str] | None = None) -> tuple[DutyRow, ...]: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    """A sentence with the duties that govern it, if any. `document` is whole only where it answers."""

    hit: Hit
    document: Document
    clause: Clause
    span: Span
    duties: tuple[Duty, ...]


Search = Callable[[str, Filters, int], Sequence[Hit]]
"""Finds so many clauses at most for some words, the best first."""

Rarity = Callable[[str], float]
"""What two characters that stand together tell: the more, the fewer clauses hold them."""


def answer(question: str, *, reader: Owners, search: Search, frequency: Callable[[str], int]) -> OwnersAnswer:
    """Answers a question in Chinese, or a unit's bare name. `frequency`: in how many clauses two characters stand together.

    Nothing found is an answer too: no units, and a `note` that says so with the nearest clause.
    """
    asked = read(question, reader.known())
    if asked.unit:
        return _owned(question, asked, asked.unit, reader)
    clauses = reader.known().clauses
    rarity = cache(lambda gram: math.log(1 + clauses / (frequency(gram) or _UNSEEN)))
    return _owning(question, asked, reader, search, rarity)


# -- what a unit owns ------------------------------------------------------------------------------------------------


def _owned(question: str, asked: Asked, unit: str, reader: Owners) -> OwnersAnswer:
    rows = _rows_of(unit, reader, asked)
    if not rows:
        return OwnersAnswer(question, "what", (), f"库中没有写明“{unit}”职责的条款")
    first = rows[0]
    same = sorted((row for row in rows if _identity(row) == _identity(first)), key=lambda row: _ORDER.get(row.duty.role, 1))
    first = same[0]  # what it leads comes first
    ids = list(dict.fromkeys(row.clause_id for row in same))
    shown = [row for row in same if row.clause_id in set(ids[:MOST])]
    found = UnitAnswer(
        first.duty.unit, first.duty.canonical, first.duty.role, _quotes(shown, reader), tuple(targets_of(reader, shown))
    )
    more = f"共{len(ids)}条，这里列出前{MOST}条，全部见单位名录" if len(ids) > MOST else None
    note = _joined(more, _due([row.duty for row in shown]), _others(rows, same))
    return OwnersAnswer(question, "what", (_spelt_out(found, reader.document(first.document_id), reader),), note)


def _rows_of(unit: str, reader: Owners, asked: Asked) -> list[DutyRow]:
    """Duties of the units that the name can mean, the likeliest unit first."""
    names = {name for name in reader.printed_units() if units.matches(unit, name)} | set(reader.printed_as(unit))
    rows = [row for row in reader.duty_rows(printed=sorted(names)) if not _elsewhere(unit, row)]
    kept = [row for row in rows if row.document_id in asked.documents] or rows
    kept = [row for row in kept if row.duty.role in asked.roles] or kept
    kept = [
        row for row in kept if any(units.same_prefix(unit, name) for name in (row.duty.unit, row.duty.canonical or ""))
    ] or kept
    counted = Counter((_identity(row), row.document_id) for row in kept)
    most: Counter[str] = Counter()
    for (key, _), n in counted.items():
        most[key] = max(most[key], n)
    return sorted(kept, key=lambda row: (-most[_identity(row)], _identity(row), -counted[_identity(row), row.document_id]))


def _elsewhere(unit: str, row: DutyRow) -> bool:
    """Whether the row is of another place than the unit that is asked for by its place (澜岳省财政厅, and not any 省财政厅)."""
    place, owned = units.parse(unit).place, row.duty.canonical
    return bool(place and owned) and units.parse(owned or "").place not in (None, place)


def _identity(row: DutyRow) -> str:
    return row.duty.canonical or f"{row.document_id} {row.duty.unit}"


def _others(rows: Sequence[DutyRow], same: Sequence[DutyRow]) -> str | None:
    """The names that come near."""
    own = {same[0].duty.unit, same[0].duty.canonical}
    names = dict.fromkeys(row.duty.canonical or row.duty.unit for row in rows if _identity(row) != _identity(same[0]))
    others = [name for name in names if name not in own]
    return f"名称相近的还有：{'、'.join(others[:_SHOWN])}" if others else None


def _quotes(rows: Sequence[DutyRow], reader: Owners) -> tuple[Quote, ...]:
    """The clauses of some duties, each once: what is said of the unit in prose, else the whole clause."""
    places, texts = reader.places_and_texts(row.clause_id for row in rows)
    told = {row.clause_id: row.quote if row.duty.form == "inline" else _whole(texts[row.clause_id], row) for row in rows}
    return tuple(Quote(key, places[key], text) for key, text in told.items())


def _whole(clause: ClauseText, row: DutyRow) -> str:
    return clause.text or clause.heading or row.quote


# -- who owns a matter -----------------------------------------------------------------------------------------------


def _owning(question: str, asked: Asked, reader: Owners, search: Search, rarity: Rarity) -> OwnersAnswer:
    def found(documents: tuple[str, ...]) -> tuple[_Answer | None, list[_Answer]]:
        return _best(asked, search(asked.matter, Filters(document=documents), LOOKED_AT), reader, rarity)

    best, nearest = found(asked.documents)
    if best is None and asked.unplaced:
        best, others = found(asked.unplaced)
        nearest = nearest or others
    if best is None:
        return _unowned(question, asked, nearest, reader)
    told = _of_heading(asked, replace(best, document=reader.document(best.hit.document_id)))
    duties = [duty for one in told for duty in one.duties]
    return OwnersAnswer(question, "who", _answering(asked, told, reader), _joined(_unsaid(asked, duties), _due(duties)))


def _unsaid(asked: Asked, duties: Sequence[Duty]) -> str | None:
    """That the role asked for is not printed: what is answered are the units without it."""
    if not asked.roles or any(duty.role in asked.roles for duty in duties):
        return None
    return f"原文没有写明{asked.roles[-1]}，列出的是写明的全部单位"


def _joined(*notes: str | None) -> str | None:
    return "。".join(filter(None, notes)) or None


def _due(duties: Sequence[Duty]) -> str | None:
    """The dates of completion that brackets or rows print."""
    printed = dict.fromkeys(duty.deadline for duty in duties if duty.deadline)
    return f"完成时限：{'；'.join(printed)}" if printed else None


def _unowned(question: str, asked: Asked, nearest: Sequence[_Answer], reader: Owners) -> OwnersAnswer:
    """No unit is named for what is asked: the note says so, and the units are those that a document linked to it names."""
    if not nearest:
        return OwnersAnswer(question, "who", (), "库中没有找到写到这件事的条款")
    told = f"原文没有写明责任单位，最接近的条款：{nearest[0].hit.place}"
    for hit in {one.hit.clause_id: one.hit for one in nearest[:_FOLLOWED]}.values():
        for linked in _linked(hit, reader):
            named = linked.document.work.title
            return OwnersAnswer(question, "who", _answering(asked, [linked], reader), f"{told}。与之对应的《{named}》写明如下")
    return OwnersAnswer(question, "who", (), told)


def _linked(found: Hit, reader: Owners) -> Iterator[_Answer]:
    """The clauses joined to one that was found that have units: first those below it, then those above."""
    here = found.clause_id
    joined = [link.from_id for link in _sound(reader.links(to_id=here))] + [
        link.to_id for link in _sound(reader.links(from_id=here)) if "#" in link.to_id
    ]
    for clause_id in joined:
        document_id, _, eid = clause_id.partition("#")
        opened = reader.excerpts([clause_id])[document_id]
        clause = opened.clause(eid)
        duties = tuple(duty for duty in Governance(opened).of(eid, clause.own) if not units.names_nobody(duty.unit))
        if duties:
            document = reader.document(document_id)
            hit = replace(found, clause_id=clause_id, document_id=document_id, place=reader.place(clause_id))
            body = Span(clause.head.end, clause.own.end)
            yield _Answer(hit, document, clause, body if document.body(clause) else clause.head, duties)


def _sound(links: Sequence[Link]) -> list[Link]:
    kept = (link for link in links if link.status in ("proposed", "confirmed") and link.relation in ("restates", "derives"))
    return sorted(kept, key=lambda link: -link.score)


def _of_heading(asked: Asked, best: _Answer) -> list[_Answer]:
    """The sentence that answers, alone; but where the heading of its clause is what was asked for, and the sentence tells but a
    part of it, all sentences of the clause that have units, that one first: each bracket stands for its own."""
    wanted, heading = bigrams(bare(asked.matter)), bigrams(bare(best.clause.heading or ""))
    heads = best.span.meets(best.clause.head)
    told = frozenset() if heads else bigrams(bare(best.document.quote(best.span)))
    if len(wanted & heading) < _WHOLE * len(wanted) or len(wanted & told) >= _WHOLE * len(wanted):
        return [best]
    every = [one for one in _sentences(best.hit, best.document) if one.duties and not one.span.meets(one.clause.head)]
    return sorted(every, key=lambda one: one.span != best.span) or [best]


def _answering(asked: Asked, sentences: Sequence[_Answer], reader: Reader) -> tuple[UnitAnswer, ...]:
    """The units of the sentences that answer, leading ones first, each once with the sentences that it answers for."""
    every = [(one, duty) for one in sentences for duty in one.duties]
    kept = [(one, duty) for one, duty in every if duty.role in asked.roles] or every
    kept = [(one, duty) for one, duty in kept if not units.names_nobody(duty.unit)] or kept
    named: dict[str, UnitAnswer] = {}
    for one, duty in sorted(kept, key=lambda pair: _ORDER.get(pair[1].role, 1)):
        held = named.get(duty.unit) or UnitAnswer(duty.unit, duty.canonical, duty.role, (), ())
        clauses, targets = dict.fromkeys((*held.clauses, _quoted(one))), dict.fromkeys((*held.targets, *_targets(one)))
        named[duty.unit] = replace(held, clauses=tuple(clauses), targets=tuple(targets))
    return tuple(_spelt_out(unit, sentences[0].document, reader) for unit in named.values())


def _quoted(one: _Answer) -> Quote:
    return Quote(one.hit.clause_id, one.hit.place, one.document.quote(one.span))


def _targets(one: _Answer) -> Iterator[TargetQuote]:
    for number, target in enumerate(one.document.targets, 1):
        if target.span.meets(one.span):
            yield target_quote(one.document, number, one.hit.place, one.duties)


def _spelt_out(answer: UnitAnswer, document: Document, reader: Reader) -> UnitAnswer:
    """A set of bodies with its members, where its own document lists them."""
    group = group_of(answer.unit, groups(document)) if units.is_collective(answer.unit) else None
    if group is None:
        return answer
    clause = next((one for one in document.clauses if one.own.start <= group.span.start < one.own.end), document.clauses[0])
    key = f"{document.id}#{clause.eid}"
    return replace(answer, members=group.members, listed=Quote(key, reader.place(key), document.quote(group.span)))


def _best(asked: Asked, hits: Sequence[Hit], reader: Owners, rarity: Rarity) -> tuple[_Answer | None, list[_Answer]]:
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


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A sentence against a question: what it holds of it itself, and what with its clause and all above; its share of what the
    best sentence holds; how well it answers."""

    one: _Answer
    shown: frozenset[str]
    around: frozenset[str]
    share: float
    score: float


def _weighed(asked: Asked, wanted: frozenset[str], hits: Sequence[Hit], reader: Owners) -> list[_Weighed]:
    """All sentences of some clauses, in order."""
    opened = reader.excerpts(hit.clause_id for hit in hits)
    found = [one for hit in hits for one in _sentences(hit, opened[hit.document_id])]
    shown = [_held(wanted, one.document.quote(one.span)) for one in found]
    clauses = {one.hit.clause_id: one for one in found}
    in_clause = {key: _held(wanted, _context(one)) for key, one in clauses.items()}
    around = [in_clause[one.hit.clause_id] for one in found]
    shares = _shares(shown, around)
    most, top = max(shares, default=0) or 1.0, max((hit.score for hit in hits), default=0) or 1.0
    made = []
    for one, own, near, share in zip(found, shown, around, shares, strict=True):
        score = share / most + _RANKED * one.hit.score / top + _ASKED_ROLE * _fits(one, asked) + _NAMED * _names(one)
        made.append(_Weighed(one, own, near, share / most, score))
    return made


def _shares(shown: Sequence[frozenset[str]], around: Sequence[frozenset[str]]) -> list[float]:
    """What each sentence holds, the more the fewer of them do; what only stands around it counts in part."""
    spread = Counter(gram for grams in around for gram in grams)
    weights = {gram: math.log(1 + len(around) / held) for gram, held in spread.items()}
    pairs = zip(shown, around, strict=True)
    return [sum(weights[gram] * (1 if gram in own else _CONTEXT) for gram in sorted(near)) for own, near in pairs]


def _in_charge(asked: Asked, wanted: frozenset[str], weighed: Sequence[_Weighed], rarity: Rarity) -> list[_Weighed]:
    """The sentences that name units for what is asked: they have enough of it, or another name of it; they do more than pay for
    it; they have its figures, where any sentence has."""
    enough = _HELD * sum(map(rarity, sorted(wanted)))
    also = [bigrams(bare(name)) for name in synonyms(asked.matter)]
    named = [sentence for sentence in weighed if sentence.one.duties]
    kept = [
        sentence for sentence in named if sum(map(rarity, sorted(sentence.around))) >= enough or _holds_one(also, sentence.one)
    ]
    if not _MONEY.search(asked.matter):
        kept = [sentence for sentence in kept if not _only_paid_for(sentence.shown, sentence.one)] or kept
    figures = set(_FIGURE.findall(asked.matter))
    if figures and any(figures <= _figures(sentence.one) for sentence in weighed):
        kept = [sentence for sentence in kept if figures <= _figures(sentence.one)]  # 350万人 is not the county's 1万人
    return kept


def _only_paid_for(shown: frozenset[str], one: _Answer) -> bool:
    """Whether a sentence gives money, and holds most of what is asked only in what it is for, or not at all."""
    text = one.document.quote(one.span)
    pays = _PAYS.search(text)
    if pays is None:
        return False
    beside = bigrams(bare(text.replace(pays["what"] or "", "")))
    return len(shown & beside) < max(_TOLD * len(shown), 1)


def _held(wanted: frozenset[str], text: str) -> frozenset[str]:
    """Those of some two characters that stand together in a text."""
    plain = bare(text)
    return frozenset(gram for gram in wanted if gram in plain)


def _holds_one(names: Sequence[frozenset[str]], one: _Answer) -> bool:
    """Whether a sentence, with its headings, has one of some names whole."""
    text = bigrams(bare(_context(one))) if names else frozenset()
    return any(name <= text for name in names)


def _figures(one: _Answer) -> set[str]:
    return set(_FIGURE.findall(bare(one.document.quote(one.span))))


def _fits(one: _Answer, asked: Asked) -> bool:
    return bool(asked.roles) and any(duty.role in asked.roles for duty in one.duties)


def _names(one: _Answer) -> bool:
    return any(not units.names_nobody(duty.unit) for duty in one.duties)


def _sentences(hit: Hit, document: Document) -> Iterator[_Answer]:
    clause, governance = document.clause(hit.clause_id.partition("#")[2]), Governance(document)
    for found in _SENTENCE.finditer(document.text, clause.own.start, clause.own.end):
        span = Span(found.start(), found.end())
        if not any(bracket.holds(span) for bracket in document.brackets):
            yield _Answer(hit, document, clause, span, governance.of(clause.eid, span))


def _context(one: _Answer) -> str:
    headings = [clause.heading or "" for clause in upward(one.document, one.clause)]
    return one.document.quote(one.clause.own) + " ".join([*headings, one.hit.place.title])
