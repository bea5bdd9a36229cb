"""What people correct in who is responsible: the units of a clause with their roles are put right, added or struck out.

The field of such a correction names words of the source, which no parser moves: `duties@1234` are the units that the bracket,
row or sentence beginning at its character 1234 names; `duties@1234+` are units that no words name, for the clause whose text
begins there. A value reads as a bracket of units does: 牵头单位：甲局；配合单位：乙局、丙局.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.model import Clause, Document, Duty, Span
from search.governing import upward
from search.model import LibraryError, NotFound

STATED = "stated"
"""`form` of a duty that a person stated."""
ROLES = ("责任单位", "牵头单位", "配合单位", "参与单位", "负责", "参与")
"""Those that documents print, in brackets and in prose."""

_FIELD = re.compile(r"duties@(?P<source>\d{1,12})(?P<added>\+?)")
_SHORT = {role.removesuffix("单位"): role for role in ROLES if role.endswith("单位")}
_COMMA = re.compile(r"[、，,](?![^（(]*[）)])")
"""Not those of 各县（市、区）人民政府."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a clause that name units: of which `field`, where they stand, the duties that the parser found in them. Without
    duties, the text of the clause as a whole."""

    field: str
    clause: str
    span: Span
    quote: str
    duties: tuple[Duty, ...] = ()

    @property
    def text(self) -> str | None:
        """The units as one types them; None for none."""
        return printable(self.duties)


def is_field(field: str) -> bool:
    """Whether a field of a correction speaks of units."""
    return _FIELD.fullmatch(field) is not None


def named(document: Document, clause: Clause) -> tuple[Named, ...]:
    """What can be corrected in a clause of a printed document: the words that name units, in order, then the whole."""
    found: dict[Span, list[Duty]] = defaultdict(list)
    for duty in document.duties:
        if duty.clause == clause.eid:
            found[duty.span].append(duty)
    words = (_named(document, clause.eid, span, tuple(found[span])) for span in sorted(found))
    return *words, _named(document, clause.eid, whole(document, clause))


def governing(document: Document, clause: Clause) -> tuple[Named, ...]:
    """What can be corrected in the units of a clause: as `named`, with the words of the nearest clause above that has any where
    it has none of its own."""
    *words, text = named(document, clause)
    for above in islice(upward(document, clause), 1, None):
        words = words or list(named(document, above)[:-1])
    return *words, text


def _named(document: Document, eid: str, span: Span, duties: tuple[Duty, ...] = ()) -> Named:
    field = f"duties@{document.offsets.span(span).start}{'' if duties else '+'}"
    return Named(field, eid, span, document.quote(span), duties)


def whole(document: Document, clause: Clause) -> Span:
    """What units for a whole clause govern: its text without head; the head of one that has no text, and with it all below."""
    pieces = [_stripped(document, span) for span in document.body_spans(clause) if document.quote(span).strip()]
    return Span(pieces[0].start, pieces[-1].end) if pieces else clause.head


def _stripped(document: Document, span: Span) -> Span:
    """A span with some text, without the white space at its ends."""
    text = document.quote(span)
    return Span(span.end - len(text.lstrip()), span.start + len(text.rstrip()))


def of_field(document: Document, field: str) -> Named:
    """What a field speaks of in a printed document; NotFound where no such words name units there."""
    every = (one for clause in document.clauses for one in named(document, clause))
    found = next((one for one in every if one.field == field), None)
    if found is None:
        raise NotFound(f"没有可以更正的责任单位“{field}”。", "可更正的各处列在条款的“更正责任单位”页。")
    return found


def printable(duties: Iterable[Duty]) -> str | None:
    """Units by role, in the order in which the roles come first, as `parse` reads them; None for none."""
    return _by_role((duty.role, duty.unit) for duty in duties)


def parse(text: str) -> str | None:
    """Units as they are typed, in one form; None where nobody is responsible. LibraryError where a role or a name is none.

    >>> parse("牵头:县水务局,县财政局")
    '牵头单位：县水务局、县财政局'
    """
    return _by_role(_listed(text))


def _by_role(pairs: Iterable[tuple[str, str]]) -> str | None:
    """Pairs of a role and a unit, each unit once under its role."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for role, unit in pairs:
        groups[role][unit] = None
    return "；".join(f"{role}：{'、'.join(units)}" for role, units in groups.items()) or None


def laid_over(document: Document, stated: Iterable[tuple[str, str | None, str | None]]) -> tuple[Duty, ...]:
    """The duties of a document, as printed or a part of it, under what people stated: `(field, quote, value)`."""
    duties = list(document.duties)
    for field, quote, value in stated:
        if place := placed(document, field, quote):
            made = list(_made(document, place, value))
            duties = [duty for duty in duties if duty not in place.duties or duty in made]
            duties += [duty for duty in made if duty not in duties]
    return tuple(sorted(duties, key=lambda duty: duty.span.start))


def placed(document: Document, field: str, quote: str | None) -> Named | None:
    """Where a correction lies now, in a document or a part of it: on the words that it was made on. Where a new reader of the
    format has moved these, they are looked for in the whole text; None where they do not stand once and no more."""
    found = _FIELD.fullmatch(field)
    if found is None or not quote:
        return None
    spans = [Span(one.start(), one.end()) for one in re.finditer(re.escape(quote), document.text)]
    there = [span for span in spans if document.offsets.span(span).start == int(found["source"])] or spans
    return _lying(document, field, there[0], words=not found["added"]) if len(there) == 1 else None


def _lying(document: Document, field: str, span: Span, *, words: bool) -> Named | None:
    duties = tuple(duty for duty in document.duties if duty.span == span) if words else ()
    home = document.clause_at(span)
    eid = duties[0].clause if duties else home.eid if home else None
    return Named(field, eid, span, document.quote(span), duties) if eid else None


def _made(document: Document, place: Named, value: str | None) -> Iterator[Duty]:
    """The duties of a value; one that the words say themselves stays as the parser made it."""
    from ingest.unit_canonical import canonical

    said = {(duty.role, duty.unit): duty for duty in place.duties}
    deadline = next((duty.deadline for duty in place.duties if duty.deadline), None)
    for role, unit in _listed(value or ""):
        full = canonical(unit, document.work.region)
        yield said.get((role, unit)) or Duty(place.clause, place.span, unit, full, role, STATED, deadline)


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """Role and unit, one by one."""
    for part in filter(None, map(str.strip, re.split(r"[；;\n]", text))):
        label, colon, names = part.replace(":", "：").partition("：")
        role = _role(label) if colon else ROLES[0]
        for name in _COMMA.split(names if colon else part):
            if unit := re.sub(r"\s+", "", name):
                yield role, _checked(unit)


def _role(label: str) -> str:
    plain = label.strip()
    role = _SHORT.get(plain, plain)
    if role not in ROLES:
        raise LibraryError(f"没有“{plain}”这种分工。", f"可用：{'、'.join(ROLES)}，如 牵头单位：甲局；配合单位：乙局、丙局。")
    return role


def _checked(unit: str) -> str:
    if len(unit) > _LONGEST_NAME or not re.search("[一-鿿]", unit):
        raise LibraryError(f"“{unit[:_LONGEST_NAME]}”不是单位名称。", "单位之间用顿号隔开，不同分工之间用分号隔开。")
    return unit
