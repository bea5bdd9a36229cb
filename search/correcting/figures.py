"""What people correct in the targets 指标 of a clause (`stated`): a figure is put right, added or struck out.

A value reads as `typed_figures` prints it, one line a target. A person corrects how the document is read, not what it
says: the figure must stand in the words of the clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from ingest.model import Document, Span, Target
from search.correcting.stated import InClauses, Words, stripped
from search.correcting.typed_figures import Typed, line, listed
from search.model import LibraryError

if TYPE_CHECKING:
    from ingest.targets.quantity import Quantity

_PHRASE = re.compile(r"[^。；;！？!?\n]+")
_LONG = 100
"""Characters before a figure from which on a quote begins at a comma."""
_BEGINS, _ENDS = "。；;！？!?\n", "，,。；;！？!?\n"


class Figures:
    """The targets of a document, as people type them; a `stated.Kind`."""

    name: InClauses = "targets"

    def of(self, document: Document) -> tuple[Target, ...]:
        """Each under the key that it has in print, which it keeps whatever is added or struck out."""
        return tuple(target if target.key else replace(target, key=str(n)) for n, target in enumerate(document.targets, 1))

    def printable(self, items: Iterable[Target]) -> str | None:
        return "\n".join(map(line, items)) or None

    def parse(self, text: str) -> str | None:
        """None for no target. LibraryError where a part is unknown or can't be read.

        >>> Figures().parse("指标:漏损率，要求:不高于9%，期限:2025年底前")
        '指标：漏损率；要求：≤9%；期限：2025年'
        """
        return "\n".join(map(str, listed(text))) or None

    def check(self, document: Document, place: Words[Target], value: str) -> None:
        said = set(map(line, place.found))
        others = _elsewhere(document, place) - said
        for typed in listed(value):
            if str(typed) in others:
                raise LibraryError(f"指标“{typed.indicator}”已经在这一条里列出。", "请在列出它的那一栏更正，不要另加。")
            if str(typed) not in said and _standing(document, place, typed) is None:
                told = f"没有“{typed.asked}”这个数" if typed.figure else f"没有提到“{typed.indicator}”"
                raise LibraryError(
                    f"条款原文中{told}。", "更正的是对原文的读法，要照原文写；原文本身有误，请收录改正后的文件。"
                )

    def made(self, document: Document, place: Words[Target], value: str | None) -> Iterator[Target]:
        """A target that is put right keeps its key; one that is added is named after the place of its words in the source. What
        a later parser finds by itself is not added to it."""
        said = {line(target): target for target in place.found}
        others = _elsewhere(document, place) - said.keys()
        typed = {text: one for one in listed(value or "") if (text := str(one)) not in others}
        free = [target.key for text, target in said.items() if text not in typed]
        for text, one in typed.items():
            yield said.get(text) or _target(document, place, one, free.pop(0) if free else None)


def _elsewhere(document: Document, place: Words[Target]) -> set[str]:
    """What the parser found in other words of the same clause."""
    others = (one for one in document.targets if one.clause == place.clause and (not place.found or one.span != place.span))
    return set(map(line, others))


def distinct(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Targets each of which has a key of its own: of one figure a person may state two."""
    counts: Counter[str | None] = Counter()
    made = []
    for target in targets:
        counts[target.key] += 1
        n = counts[target.key]
        made.append(target if n == 1 else replace(target, key=f"{target.key}.{n}"))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class StatedTarget(Target):
    """A target as a person stated it. No field tells so: the JSON of a document is what its parser says."""

    @property
    def stated(self) -> bool:
        return True


def as_stated(target: Target) -> Target:
    """The same target, stated by a person."""
    return StatedTarget(*(getattr(target, one.name) for one in fields(target)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a target stands in the text of a document: its figure `at`, with the `phrase` around it; what `measure` it has by
    the document and by what was typed. None for what is to be done by a year."""

    at: Span
    phrase: Span
    measure: Quantity | None
    closeness: tuple[int, ...]


def _target(document: Document, place: Words[Target], typed: Typed, key: str | None) -> Target:
    found = _standing(document, place, typed)
    figure = found.measure if found else typed.figure and typed.figure[1]  # in a text read anew: as it was typed
    within = found is None or (place.found and (found.measure is None or place.span.holds(found.at)))
    span = place.span if found is None or within else found.phrase
    return StatedTarget(
        clause=place.clause,
        span=span,
        indicator=typed.indicator,
        op=typed.op,
        value=figure.value if figure else None,
        unit=figure.unit if figure else None,
        value2=figure.value2 if figure else None,
        raw_value=figure.raw_value if figure else None,
        raw_unit=figure.raw_unit if figure else None,
        deadline=typed.year,
        frequency=typed.frequency or None,
        scope=typed.scope or None,
        baseline=typed.baseline or None,
        nature=typed.nature or None,
        key=key or f"@{document.offsets.span(found.at if found else span).start}",
    )


def _standing(document: Document, place: Words[Target], typed: Typed) -> _Standing | None:
    """Where a target stands in its clause: of several figures alike, in the words corrected, and nearest to its name; without a
    figure, in the sentence that speaks of it."""
    from ingest.targets.quantity import find, folded

    own = document.clause(place.clause).own
    text, asked = folded(document.quote(own)), typed.figure
    if asked is None:
        found = [_spoken(text, one.span(), own.start, typed) for one in _PHRASE.finditer(text)]
    else:
        found = [_found(text, one, asked[1], own.start, place, typed) for one in find(text) if _agrees(one, asked[1])]
    return max(filter(None, found), key=lambda one: one.closeness, default=None)


def _spoken(text: str, at: tuple[int, int], start: int, typed: Typed) -> _Standing | None:
    said = text[slice(*at)]
    phrase, shared = stripped(said, start + at[0]), _shared(typed, said)
    return _Standing(phrase, phrase, None, (shared,)) if shared else None


def _shared(typed: Typed, text: str) -> int:
    """How much of the name of a target stands in a text."""
    from search.wording import bigrams  # takes long to load, and few commands correct a target

    return len(bigrams(typed.indicator) & bigrams(text))


def _agrees(one: Quantity, asked: Quantity) -> bool:
    """Whether a figure of the text is the one asked for. A table has its unit at its head, and a person may leave it out."""
    shorter = one.raw_value == asked.raw_value and None in (one.raw_unit, asked.raw_unit)
    return (_same(one, asked) or shorter) and (asked.unit is None or one.unit in (None, asked.unit))


def _same(one: Quantity, asked: Quantity) -> bool:
    """Whether two are of one size, or what is asked for is an end of a span (建设1—2个: ≥1个)."""
    ends = (one.value, one.value2)
    return ends == (asked.value, asked.value2) or (asked.value2 is None and asked.value in ends)


def _found(text: str, one: Quantity, asked: Quantity, start: int, place: Words[Target], typed: Typed) -> _Standing:
    at, phrase = Span(start + one.start, start + one.end), _phrase(text, one, start)
    same, end = _same(one, asked), one.value2 is not None and asked.value2 is None
    value = one if asked.raw_unit is None and not end else asked
    printed = (one.raw_unit if same else None) or value.raw_unit
    figure = asked.raw_value if end else one.raw_value
    measure = replace(value, unit=asked.unit or one.unit, raw_value=figure, raw_unit=printed)
    within = bool(place.found) and place.span.holds(at)
    shared = _shared(typed, text[phrase.start - start : phrase.end - start])
    return _Standing(at, phrase, measure, (within, not end, same, one.unit == asked.unit, shared))


def _phrase(text: str, quantity: Quantity, start: int) -> Span:
    """The words around a figure, from the beginning of its sentence, or of its part of a long one, to the next comma."""
    low = max(text.rfind(sign, 0, quantity.start) for sign in _BEGINS) + 1
    if quantity.start - low > _LONG:
        low = max(quantity.start - _LONG, *(text.rfind(sign, 0, quantity.start) + 1 for sign in _ENDS))
    ends = (at for sign in _ENDS if (at := text.find(sign, quantity.end)) >= 0)
    return stripped(text[low : min(ends, default=len(text))], start + low)
