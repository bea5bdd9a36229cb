"""Indicator tables 指标表 flattened to text -> the targets of their rows.

A row keeps its order (name, unit, values by year, 约束性 or 预期性) whatever became of the cell borders: bars, tabs, spaces,
one cell a line, or nothing at all (`达标比例（%）72＞80-约束性`). Where figures have run together (`128146`) a row is left
out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Span, Target
from ingest.targets.columns import CUMULATIVE, Column, Table, columns
from ingest.targets.quantity import UNIT, scaled

_GAP = r"[\s|]*"
_SAID = r"(?:（[^（）\n]{1,8}）|(?:目标|现状|基[期准]|预期|规划|实际|预计|完成)[值数]?|基数)"
_YEAR = rf"(?:(?:(?:目标|现状|基[期准]|预期|规划)[值年]?（)(?:19|20)\d\d\s*年?）|(?:19|20)\d\d\s*年?{_SAID}?)"
_YEARLY = r"年均(?:增速|增长率?)?(?:（%）)?(?:[〔（\[［](?:五年)?累计[〕）\]］])?"
_OTHER = rf"现状值?|基[期准]值?|目标值?|规划值|[〔\[［]?(?:五年)?累计[〕\]］]?|{_YEARLY}"
_UNIT_HEAD = r"(?:计量)?单\s{0,4}位"
_KIND_HEAD = r"(?:指标)?[属类]\s{0,4}[性别型]|性\s{0,4}质"
_NO_VALUE = rf"{_KIND_HEAD}|备\s{{0,4}}注|{_UNIT_HEAD}|责任单位|牵头(?:单位|部门)|-{{2,}}|\d(?!\d)"
_COLUMN = re.compile(rf"{_YEAR}|{_OTHER}")
_MERGED = rf"(?:(?:现状|基[期准])值?{_GAP})?(?:(?:预期|规划|发展|年度|分年度|阶段性?)?目标值?|预期值)[ \t|]*\n[\s|]*(?={_YEAR})"
_HEAD = re.compile(
    rf"指\s{{0,4}}标(?:名称|内容)?{_GAP}(?:(?:{_UNIT_HEAD}|{_KIND_HEAD}){_GAP})*(?P<merged>{_MERGED})?"
    rf"(?:{_YEAR}|{_OTHER})(?:{_GAP}(?:{_YEAR}|{_OTHER}|{_NO_VALUE}))*"
)
"""The head of a table. `merged`: a cell 目标值 that stands over several years, in a line of its own."""
_SIGNS = "[≥≤><=约]|保持在?|稳定在|达到|不低于|不少于|不高于|不超过|控制在"
_VALUE = (
    rf"(?:(?:{_SIGNS})?\s?\d++(?:,\d{{3}})*+(?:\.\d++)?+(?:%|[年岁张人个家](?=\s|[左以]))?(?:左右|以上|以下|以内)?|[-—–/]"
    r"|[〔\[［][^〔〕\[\]［］\n]{1,12}[〕\]］])"
)
_NAME = r"(?P<name>[一-鿿“A-Z][^\n\t|。；]{1,44}?)"
_UNIT = r"(?:（(?P<unit>[^（）\d]{1,12})）|[\s|]+(?P<cell>[一-鿿A-Za-z/%‰]{1,10})|(?P<percent>%))?"
_NATURES = "约束性|预期性|指导性"
_FIGURE = re.compile(
    rf"(?P<sign>{_SIGNS})?\s?(?P<number>[\d,]+(?:\.\d+)?)(?:(?P<percent>%)|[年岁张人个家])?(?P<after>左右|以上|以下|以内)?"
)
_OP = {
    "约": "~",
    **dict.fromkeys(("≥", "以上", "达到", "不低于", "不少于"), ">="),
    **dict.fromkeys(("≤", "以下", "以内", "不高于", "不超过", "控制在"), "<="),
    ">": ">",
    "<": "<",
    "左右": "~",
}
_INDEX = re.compile(r"^(?:\d{1,2}[.、．]?|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.])\s*")
_RUN_TOGETHER = re.compile(r"[）)]\s*\d|\d\.\d|左右")
_SCALE = re.compile(r"(?P<multiplier>万亿|[十百千]万|亿|万)?(?P<unit>.*)")
_GROUPED = re.compile(r"(?P<group>[^（）]{2,30})（(?P<unit>[^（）\d]{1,12})）(?P<name>[一-鿿][^（）]+)")
_OF_WHICH = re.compile("^其中[:：]")
_LONGEST_UNIT = 4
_NOTE_MARK = re.compile(r"(?<=[一-鿿])\d$")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as found, with the name of what it measures and its unit, its own or that of the group it stands in."""

    match: re.Match[str]
    name: str
    unit: str | None


def tables(text: str, start: int, end: int, *, year: int | None) -> Iterator[Table]:
    """The indicator tables without cells in `text[start:end]` (folded). Before `year` a column tells what was. The targets name
    no clause yet: a row may be one of its own."""
    head = _HEAD.search(text, start, end)
    while head:
        following = _HEAD.search(text, head.end(), end)
        stop = following.start() if following else end
        columns = _columns(head, year)
        rows = list(_grouped(_rows(text, head.end(), stop, len(columns))))
        line = _line_end(text, head, stop)
        at = rows[-1].match.end() if rows and rows[0].match.start() > line else max(line, head.end())
        yield Table(head.start(), at, tuple(target for row in rows for target in _targets(row, columns)))
        head = following


def _line_end(text: str, head: re.Match[str], end: int) -> int:
    """Where the line with the first column of values ends: a table without line breaks takes all of it."""
    column = _COLUMN.search(head[0])
    at = text.find("\n", head.start() + (column.start() if column else 0), end)
    return at if at >= 0 else end


def _columns(head: re.Match[str], year: int | None) -> list[Column]:
    """The columns of values in order; below a cell 目标值 that stands over several years, of these."""
    merged = head["merged"] or ""
    heads = [match[0] for match in _COLUMN.finditer(head[0], head.end("merged") - head.start() if merged else 0)]
    return columns(heads, year, merged=merged)


def _rows(text: str, start: int, end: int, count: int) -> Iterator[re.Match[str]]:
    """Rows with exactly `count` values, up to the first full stop."""
    values = rf"(?P<values>{_VALUE}(?:{_GAP}{_VALUE}){{{count - 1}}})"
    closed = r"(?:(?<=[〕\]］])|(?![\d.%]))"
    row = re.compile(
        rf"{_NAME}(?:[\s|]+(?P<kind>{_NATURES}))?{_UNIT}{_GAP}{values}{closed}{_GAP}(?P<nature>{_NATURES})?(?=[\s|]|$|[一-鿿\d（])"
    )
    stop = text.find("。", start, end)
    for match in row.finditer(text, start, end if stop < 0 else stop):
        if not _RUN_TOGETHER.search(match["name"]):
            yield match


def _grouped(rows: Iterator[re.Match[str]]) -> Iterator[_Row]:
    """Rows with their names; 5.排放总量减少（%）氨氮 heads a group: its subject and unit hold for the rows below, up to one
    with a number or a unit of its own."""
    group: re.Match[str] | None = None
    for row in rows:
        more, cell = _wrapped(row["cell"] or "")
        own = row["unit"] or cell or row["percent"]
        printed = re.split(_NATURES, row["name"])[-1].strip() + more
        headed = None if own else _GROUPED.fullmatch(_name(printed))
        if own or (_INDEX.match(printed) and not headed):
            group = None
        group = headed or group
        name = _NOTE_MARK.sub("", headed["name"] if headed else _name(printed))
        if name:
            yield _Row(row, f"{group['group']}：{name}" if group else name, own or (group["unit"] if group else None))


def _wrapped(cell: str) -> tuple[str, str]:
    """What goes on with a name, and the unit: a name over two lines leaves `地区生产总值比重%` where the unit stands."""
    unit = UNIT.search(cell, max(0, len(cell) - 1)) if len(cell) > _LONGEST_UNIT and not UNIT.fullmatch(cell) else None
    return (cell[: unit.start()], unit[0]) if unit else ("", cell)


def _targets(found: _Row, columns: list[Column]) -> Iterator[Target]:
    row = found.match
    cells = [cell.strip("| \n\t") for cell in re.findall(_VALUE, row["values"])]
    pairs = list(zip(cells, columns, strict=True))
    base = next((cell for cell, column in pairs if column.base and _FIGURE.fullmatch(cell)), None)
    for cell, column in pairs:
        figure = _FIGURE.fullmatch(cell.strip(CUMULATIVE))
        if figure and not column.base:
            whole = cell[0] in CUMULATIVE  # 〔15〕 of the five years, in whatever column
            total = "累计" if whole or "累计" in row["name"] else column.total
            growth = bool(column.growth) and not whole
            read = _Row(row, found.name + column.growth, "%") if growth else found
            start = None if growth else base
            yield _target(read, figure, deadline=column.year, frequency=total, baseline=start)


def _target(row: _Row, figure: re.Match[str], *, deadline: int | None, frequency: str | None, baseline: str | None) -> Target:
    printed = "%" if figure["percent"] else row.unit
    scale = _SCALE.fullmatch(printed or "")
    return Target(
        clause="",
        span=Span(row.match.start("name"), row.match.end()),
        indicator=row.name,
        op=_OP.get(figure["after"] or figure["sign"] or "", "="),
        value=scaled(figure["number"], (scale and scale["multiplier"]) or ""),
        unit=(scale and scale["unit"]) or None,
        raw_value=figure["number"],
        raw_unit=printed,
        deadline=deadline,
        frequency=frequency,
        baseline=baseline,
        nature=row.match["nature"] or row.match["kind"],
    )


def _name(printed: str) -> str:
    """Without the row's number and, where nothing parts the two, the heading of its group (`水环境质量2优良天数比率`)."""
    name = _OF_WHICH.sub("", _INDEX.sub("", printed))
    return name if re.match(r"\D*\d+[岁个年月日户人米周]", name) else re.split(r"\d+[.、]?(?=[一-鿿]{4})", name)[-1]
