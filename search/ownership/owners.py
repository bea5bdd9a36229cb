"""Who is responsible: the units of the one clause that answers, or all that a unit owns.

Units answer as printed (`governing` says which a sentence has), leading ones first; nothing is inferred beyond that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest import units
from ingest.model import Duty, Span
from search.governance import Governance
from search.ids import parted
from search.model import Filters, Hit, Link, OwnedQuote, OwnersAnswer, Quote, Reader, TargetQuote, UnitAnswer
from search.ownership.answer import ROLE_ORDER, Owners, due, joined, spelt_out
from search.ownership.governing import target_quote
from search.ownership.in_charge import Rarity, Sentence, best_sentence, holds, last_word, measured, sentences, shared, states
from search.ownership.owned import owned
from search.ownership.question import Asked, read
from search.wording import bare, bigrams

LOOKED_AT = 15
"""Hits whose sentences are compared. Each is of another document, which must be opened; twice as many answer no question of
ownership otherwise."""

_UNSEEN = 0.5  # clauses that are taken to hold what none does
_WHOLE = 0.9  # a heading is asked for when it holds so much of the question
_NOWHERE = "库中没有找到写到这件事的条款"
_KEPT = 2 / 3  # a linked clause speaks of the same when it holds so many of the words that are asked for and found
_FOLLOWED = 5  # sentences whose links are followed where none has units

Search = Callable[[str, Filters, int], Sequence[Hit]]
"""Finds so many clauses at most for some words, the best first."""


def answer(question: str, *, reader: Owners, search: Search, frequency: Callable[[str], int]) -> OwnersAnswer:
    """Answers a question in Chinese, or a unit's bare name. `frequency`: in how many clauses two characters stand together.

    Nothing found is an answer too: no units, and a `note` that says so with the nearest clause.
    """
    asked = read(question, reader.known())
    if asked.unit:
        return owned(question, asked, asked.unit, reader)
    clauses = reader.known().clauses
    rarity = cache(lambda gram: math.log(1 + clauses / (frequency(gram) or _UNSEEN)))
    return _owning(question, asked, reader, search, rarity)


def _owning(question: str, asked: Asked, reader: Owners, search: Search, rarity: Rarity) -> OwnersAnswer:
    def found(documents: tuple[str, ...]) -> tuple[Sentence | None, list[Sentence]]:
        return best_sentence(asked, search(asked.matter, Filters(document=documents), LOOKED_AT), reader, rarity)

    best, nearest = found(asked.documents)
    if best is None and asked.unplaced:
        best, others = found(asked.unplaced)
        nearest = nearest or others
    if best is None and not nearest and asked.documents:
        return _elsewhere(question, asked, found(())[1], reader)
    if best is None:
        return _unowned(question, asked, nearest, reader, rarity)
    told = _of_heading(asked, replace(best, document=reader.document(best.hit.document_id)))
    duties = [duty for one in told for duty in one.duties]
    notes = _unstated(asked, best, nearest), _unsaid(asked, duties), due(duties)
    return OwnersAnswer(question, "who", _answering(asked, told, reader), joined(*notes))


def _unstated(asked: Asked, best: Sentence, nearest: Sequence[Sentence]) -> str | None:
    """That nobody is named for the figure asked for: what is answered are the units of a task that it depends on."""
    figure = measured(asked)
    stated = [one for one in nearest if figure and states(one, figure)]
    said = min(stated, key=lambda one: one.hit.document_id != best.hit.document_id, default=None)
    if figure is None or said is None or states(best, figure):
        return None
    return f"原文没有写明“{asked.matter}”的责任单位（见 {said.hit.place}），列出的是相关任务的责任单位"


def _unsaid(asked: Asked, duties: Sequence[Duty]) -> str | None:
    """That the role asked for is not printed: what is answered are the units without it."""
    if not asked.roles or any(duty.role in asked.roles for duty in duties):
        return None
    return f"原文没有写明{asked.roles[-1]}，列出的是写明的全部单位"


def _elsewhere(question: str, asked: Asked, nearest: Sequence[Sentence], reader: Owners) -> OwnersAnswer:
    """The documents asked about do not say it in these words. Where another one does, and a clause of theirs that comes from
    that has the last word of the matter (林区隔离带 for 森林防火隔离带), this clause answers."""
    if not nearest:
        return OwnersAnswer(question, "who", (), _NOWHERE)
    for one in {one.hit.clause_id: one for one in nearest[:_FOLLOWED]}.values():
        for linked in _linked(one.hit, reader):
            if linked.hit.document_id in asked.documents and last_word(asked) in shared(asked, linked):
                note = f"所问的文件没有用这些词写到这件事，列出的是与“{one.hit.place}”对应的条款写明的单位"
                return OwnersAnswer(question, "who", _answering(asked, [linked], reader), note)
    note = f"所问的文件没有写到这件事，其他文件中最接近的条款：{nearest[0].hit.place}"
    return OwnersAnswer(question, "who", (), note, _quote(nearest[0]))


def _unowned(question: str, asked: Asked, nearest: Sequence[Sentence], reader: Owners, rarity: Rarity) -> OwnersAnswer:
    """No unit is named for what is asked: the note says so, and the units are those that a document linked to it names."""
    if not nearest:
        return OwnersAnswer(question, "who", (), _NOWHERE)
    told = f"原文没有写明责任单位，最接近的条款：{nearest[0].hit.place}"
    for one in {one.hit.clause_id: one for one in nearest[:_FOLLOWED] if holds(asked, one, rarity)}.values():
        for linked in _linked(one.hit, reader):
            if len(shared(asked, linked)) < _KEPT * len(shared(asked, one)):
                continue  # the clauses are joined by another of their matters
            named = linked.document.work.title
            return OwnersAnswer(question, "who", _answering(asked, [linked], reader), f"{told}。与之对应的《{named}》写明如下")
    return OwnersAnswer(question, "who", (), told, _quote(nearest[0]))


def _linked(found: Hit, reader: Owners) -> Iterator[Sentence]:
    """The clauses joined to one that was found that have units: first those below it, then those above."""
    here = found.clause_id
    others = [link.from_id for link in _sound(reader.links(to_id=here))] + [
        link.to_id for link in _sound(reader.links(from_id=here)) if "#" in link.to_id
    ]
    for clause_id in others:
        document_id, eid = parted(clause_id)
        opened = reader.excerpts([clause_id])[document_id]
        clause = opened.clause(eid)
        duties = tuple(duty for duty in Governance(opened).of(eid, clause.own) if not units.names_nobody(duty.unit))
        if duties:
            document = reader.document(document_id)
            hit = replace(found, clause_id=clause_id, document_id=document_id, place=reader.place(clause_id))
            body = Span(clause.head.end, clause.own.end)
            yield Sentence(hit, document, clause, body if document.body(clause) else clause.head, duties)


def _sound(links: Sequence[Link]) -> list[Link]:
    kept = (link for link in links if link.status in ("proposed", "confirmed") and link.relation in ("restates", "derives"))
    return sorted(kept, key=lambda link: -link.score)


def _of_heading(asked: Asked, best: Sentence) -> list[Sentence]:
    """The sentence that answers, alone; but where the heading of its clause is what was asked for, and the sentence tells but a
    part of it, all sentences of the clause that have units, that one first: each bracket stands for its own."""
    wanted, heading = bigrams(bare(asked.matter)), bigrams(bare(best.clause.heading or ""))
    heads = best.span.meets(best.clause.head)
    told = frozenset() if heads else bigrams(bare(best.document.quote(best.span)))
    if len(wanted & heading) < _WHOLE * len(wanted) or len(wanted & told) >= _WHOLE * len(wanted):
        return [best]
    every = [one for one in sentences(best.hit, best.document) if one.duties and not one.span.meets(one.clause.head)]
    return sorted(every, key=lambda one: one.span != best.span) or [best]


def _answering(asked: Asked, told: Sequence[Sentence], reader: Reader) -> tuple[UnitAnswer, ...]:
    """The units of the sentences that answer, leading ones first, each once with the sentences that it answers for."""
    every = [(one, duty) for one in told for duty in one.duties]
    kept = [(one, duty) for one, duty in every if duty.role in asked.roles] or every
    kept = [(one, duty) for one, duty in kept if not units.names_nobody(duty.unit)] or kept
    named: dict[str, UnitAnswer] = {}
    for one, duty in sorted(kept, key=lambda pair: ROLE_ORDER.get(pair[1].role, 1)):
        held = named.get(duty.unit) or UnitAnswer(duty.unit, duty.canonical, duty.role, (), ())
        quoted = _quoted(one, duty)
        if not any((quote.clause_id, quote.text) == (quoted.clause_id, quoted.text) for quote in held.clauses):
            held = replace(held, clauses=(*held.clauses, quoted))
        named[duty.unit] = replace(held, targets=tuple(dict.fromkeys((*held.targets, *_targets(one)))))
    return tuple(spelt_out(unit, told[0].document, reader) for unit in named.values())


def _quoted(one: Sentence, duty: Duty) -> OwnedQuote:
    quote = _quote(one)
    return OwnedQuote(quote.clause_id, quote.place, quote.text, duty.role, duty.deadline, duty.stated)


def _quote(one: Sentence) -> Quote:
    """The sentence; where it is a heading, the text under it: a heading alone says little."""
    heads = one.span.meets(one.clause.head)
    text = (one.document.body(one.clause) if heads else "") or one.document.quote(one.span)
    return Quote(one.hit.clause_id, one.hit.place, text)


def _targets(one: Sentence) -> Iterator[TargetQuote]:
    for n, target in enumerate(one.document.targets):
        if target.span.meets(one.span):
            yield target_quote(one.document, n, one.hit.place, one.duties)
