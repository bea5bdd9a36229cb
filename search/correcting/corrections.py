"""What people correct in a document, its elements 公文要素, its units and its targets (`stated`): which fields, how a
value is written, what holds then.

A correction belongs to the bytes of a file: it is laid over what the parser prints whenever the document is read, so that a
file that is ingested or parsed again keeps it. The log is only ever added to; the last entry of a field decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingest.model import LEVELS, Clause, Document
from search.clock import now
from search.correcting import stated
from search.correcting.assigned import Units
from search.correcting.figures import Figures, distinct
from search.correcting.stated import InClauses, Kind, Words
from search.model import LibraryError

Value = str | tuple[str, ...] | tuple[int, int] | None
"""Of a field of `Work`: text, names of organs, first and last year; of a field of `stated`: units with their roles, or
targets. None where the document states nothing."""

FIELDS = ("title", "doc_number", "date", "level", "region", "doc_type", "issuers", "period", "in_force", "expires")
"""Fields of `Work` that a person can correct."""

_UNITS, _TARGETS = Units(), Figures()

_LISTS = ("issuers", "period")
_BRACKETS = str.maketrans("[【(（〈﹝]】)）〉﹞", "〔〔〔〔〔〔〕〕〕〕〕〕")
_DATE = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?")
_PERIOD = re.compile(r"(\d{4})年?\s*(?:[-—–~～至到]|——)\s*(\d{4})年?")
_YEARS = range(1949, 2101)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log: who wrote when and why which value over which. `undone`: the printed value counts again; `quote`
    are the words of a clause that it was made on."""

    field: str
    before: Value
    value: Value
    who: str
    why: str
    at: str
    undone: bool = False
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field whose correction is in force: what is printed and the entry that replaces it. That of a clause has the words
    (`quote`) it was made on, and the eid of the `clause` where they stand: None where a text that was read anew has them no
    more, or several times, and the correction lies nowhere."""

    field: str
    printed: Value
    value: Value
    who: str
    why: str
    at: str
    quote: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Correctable:
    """Words of a clause, or the clause as a whole, with what is `printed` there: None for nothing."""

    field: str
    quote: str
    printed: str | None


def in_force(log: Iterable[Correction]) -> dict[str, Correction]:
    """Field -> the entry that decides, of a log in order of time; undone fields are left out."""
    last = {entry.field: entry for entry in log}
    return {name: entry for name, entry in last.items() if not entry.undone}


def corrected(document: Document, entries: Mapping[str, Correction], *, whole: bool = True) -> Document:
    """The document with what people corrected; the division code follows the region. Nothing else of it changes. A part of a
    document, not `whole`, has no targets, and none are put there."""
    if not entries:
        return document
    values: dict[str, Value] = {name: entries[name].value for name in FIELDS if name in entries}
    if "region" in values:
        values["division"] = _division(values["region"])
    made = replace(document, work=replace(document.work, **values))  # type: ignore[arg-type]  # by the name of the field
    units, figures = _stated(_UNITS, entries), _stated(_TARGETS, entries)
    made = replace(made, duties=stated.laid_over(_UNITS, made, units)) if units else made
    return replace(made, targets=distinct(stated.laid_over(_TARGETS, made, figures))) if figures and whole else made


def _stated(kind: Kind[Any], entries: Mapping[str, Correction]) -> list[tuple[str, str | None, str | None]]:
    """Field, quote and value of the entries for one kind."""
    return [(name, one.quote, _text(one.value)) for name, one in entries.items() if _kind_of(name) is kind]


def of_clauses(field: str) -> InClauses | None:
    """What a field speaks of that is found in clauses; None of an element, and of no field."""
    kind = _kind_of(field)
    return kind.name if kind else None


def _kind_of(field: str) -> Kind[Any] | None:
    kinds: tuple[Kind[Any], ...] = (_UNITS, _TARGETS)
    return next((kind for kind in kinds if re.fullmatch(rf"{kind.name}@\d{{1,12}}\+?", field)), None)


def correctable(printed: Document, clause: Clause, kind: InClauses) -> tuple[Correctable, ...]:
    """What can be corrected in a clause: the words that something was found in, in order, then the clause as a whole, for what
    no words say. Units are those of the nearest clause above where the clause names none of its own."""
    if kind == "duties":
        return tuple(_correctable(_UNITS, one) for one in stated.governing(_UNITS, printed, clause))
    return tuple(_correctable(_TARGETS, one) for one in stated.named(_TARGETS, printed, clause))


def _correctable(kind: Kind[Any], words: Words[Any]) -> Correctable:
    return Correctable(words.field, words.quote, kind.printable(words.found))


def overlaid(printed: Document, entries: Mapping[str, Correction]) -> tuple[Corrected, ...]:
    """What is in force, with what is printed: the elements in the order of `FIELDS`, then the others as they were corrected."""
    made = ((name, entries[name]) for name in FIELDS if name in entries)
    elements = [Corrected(name, getattr(printed.work, name), e.value, e.who, e.why, e.at) for name, e in made]
    others = [_of_clause(printed, kind, name, one) for name, one in entries.items() if (kind := _kind_of(name))]
    return (*elements, *others)


def _of_clause(printed: Document, kind: Kind[Any], field: str, entry: Correction) -> Corrected:
    place = stated.placed(kind, printed, field, entry.quote)
    said, clause = (kind.printable(place.found), place.clause) if place else (entry.before, None)
    return Corrected(field, said, entry.value, entry.who, entry.why, entry.at, entry.quote, clause)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def entries(
    printed: Document, log: Iterable[Correction], typed: Mapping[str, str | None], *, who: str, why: str
) -> tuple[Correction, ...]:
    """The entries that what a person typed means; None takes a correction back. What the document already says is none.

    LibraryError for an unknown field, a value not in its form or not in the document, a missing name or reason, or nothing to
    take back.
    """
    if not (who.strip() and why.strip()):
        raise LibraryError("更正要写明姓名和理由。", "两项都会记入更正记录。")
    if unknown := [name for name in typed if name not in FIELDS and not _kind_of(name)]:
        raise LibraryError(f"没有可以更正的项目“{unknown[0]}”。", f"可用：{'、'.join(FIELDS)}。")
    held = in_force(log)
    if vain := [name for name, text in typed.items() if text is None and name not in held]:
        raise LibraryError(f"项目“{vain[0]}”没有人工更正，不能撤销。", "更正记录列在文件页。")
    at = now()
    made = []
    for name, text in typed.items():
        said, place = _said(printed, name, held.get(name), text)
        before, value = held[name].value if name in held else said, None
        if text is not None:
            value = before if _plain(text) == printable(before) else parse(name, text)
            if value == before:
                continue
            _check(printed, name, place, value)
        quote = place.quote if place else held[name].quote if name in held else None
        made.append(Correction(name, before, value, who.strip(), why.strip(), at, text is None, quote))
    return tuple(made)


def _plain(text: str) -> str:
    """A text as it was put into a form."""
    return text.replace("\r\n", "\n").strip()


def _said(printed: Document, field: str, held: Correction | None, text: str | None) -> tuple[Value, Words[Any] | None]:
    """What a document prints in a field, and the words of a clause that do; what is taken back may lie nowhere."""
    kind = _kind_of(field)
    if kind is None:
        return getattr(printed.work, field), None
    if held and text is None:
        return held.before, None
    place = _place(printed, kind, field, held)
    return kind.printable(place.found), place


def _check(printed: Document, field: str, place: Words[Any] | None, value: Value) -> None:
    """LibraryError for a value that can't be so by the words of the document."""
    kind, said = _kind_of(field), _text(value)
    if kind and place and said:
        kind.check(printed, place, said)


def _place(printed: Document, kind: Kind[Any], field: str, held: Correction | None) -> Words[Any]:
    """The words that a field speaks of; of a correction in force, those it was made on, where they still stand."""
    place = stated.placed(kind, printed, field, held.quote) if held else None
    return place or stated.of_field(kind, printed, field)


def parse(field: str, text: str) -> Value:
    """A value as it is typed; empty for what the document does not state. LibraryError where it is not in the field's form.

    >>> parse("period", "2021—2025年")
    (2021, 2025)
    """
    plain = text.strip()
    if kind := _kind_of(field):
        return kind.parse(plain)
    if plain:
        return _PARSERS[field](plain)
    if field == "title":
        raise LibraryError("标题不能为空。", "请写出文件的完整标题。")
    return () if field == "issuers" else None


def printable(value: Value) -> str:
    """A value as `parse` reads it."""
    if isinstance(value, tuple):
        return ("、" if any(isinstance(one, str) for one in value) else "—").join(map(str, value))
    return value or ""


def from_json(field: str, value: object) -> Value:
    """A value out of its JSON."""
    return tuple(value) if field in _LISTS and isinstance(value, list) else value  # type: ignore[return-value]


def _title(text: str) -> str:
    plain = re.sub(r"\s+", " ", text)
    if len(plain) > _LONGEST_TITLE:
        raise LibraryError(f"标题有 {len(plain)} 个字，不能超过 {_LONGEST_TITLE} 个字。", "请只写标题，不带正文。")
    return plain


def _number(text: str) -> str:
    """发文字号: 机关代字, 年份 in 〔〕, 序号 (GB/T 9704-2012, 7.2.5); orders and notices are numbered 第…号 without a year."""
    plain = re.sub(r"\s+", "", text).translate(_BRACKETS)
    if not re.search(r"\d.*号$", plain):
        raise LibraryError(f"“{text}”不是发文字号。", "发文字号形如 国发〔2021〕29号。")
    return plain


def _date(text: str) -> str:
    try:
        year, month, day = map(int, _DATE.fullmatch(text).groups())  # type: ignore[union-attr]
        return date(year, month, day).isoformat()
    except (AttributeError, ValueError) as error:
        raise LibraryError(f"“{text}”不是日期。", "日期写作 2021-12-12 或 2021年12月12日。") from error


def _level(text: str) -> str:
    if text not in LEVELS:
        raise LibraryError(f"没有层级“{text}”。", f"可用：{'、'.join(LEVELS)}（国家、省级、市级、县级、乡镇）。")
    return text


def _region(text: str) -> str:
    """A place in full: one of the table by any of its names, or a name shaped like one."""
    from ingest.regions import NATION, region_of_organ, regions

    if text in (NATION.name, "全国", "国家"):
        return NATION.name
    known = regions().get(text) or region_of_organ(text)
    if known is None or not (text in regions() or text.endswith(known.name)):
        raise LibraryError(f"“{text}”不像行政区划的名称。", "请写全称，如 云南省、某某县；国家级文件写 中国。")
    return known.name


def _type(text: str) -> str:
    """文种 as the parser knows them: the word a title ends with, or what a press piece is called."""
    from ingest.format.metadata import doc_type

    if text != "新闻稿" and doc_type(text) != text:
        raise LibraryError(
            f"没有文种“{text}”。", "文种是标题末尾的词，如 规划、实施方案、行动计划、意见、通知、办法、职责清单。"
        )
    return text


def _issuers(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in re.split(r"[、,，;；\n]", text) if (name := re.sub(r"\s+", "", part))))


def _period(text: str) -> tuple[int, int]:
    years = _PERIOD.fullmatch(text)
    first, last = map(int, years.groups()) if years else (0, 0)
    if not (first in _YEARS and last in _YEARS and first <= last):
        raise LibraryError(f"“{text}”不是规划期。", "规划期写作 2021—2025，起始年在前。")
    return first, last


def _division(region: Value) -> str | None:
    """The code of a region by GB/T 2260, None where the table lacks it."""
    from ingest.regions import NATION, regions

    if region == NATION.name:
        return NATION.code
    known = regions().get(region) if isinstance(region, str) else None
    return known.code if known else None


_PARSERS: dict[str, Callable[[str], Value]] = {
    "title": _title, "doc_number": _number, "date": _date, "level": _level, "region": _region, "doc_type": _type,
    "issuers": _issuers, "period": _period, "in_force": _date, "expires": _date,
}  # fmt: skip
