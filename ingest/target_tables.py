"""Indicator tables 指标表 flattened to text -> the targets of their rows.

A row keeps its order (name, unit, values by year, 约束性/预期性) whatever became of the cell borders: bars, tabs, spaces, one cell a
line, or nothing at all (`水质优良比例（%）66＞70-约束性`). Where figures have run together (`151165`) a row is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.quantity import scaled
from ingest.target_sentence import Found

_GAP = r"[\s|]*"
_YEAR = r"(?:19|20)\d\d\s*年?(?:（[^（）\n]{1,8}）|目标值?|现状值?|基期值?|预期值?|规划值?)?"
_OTHER = (
    r"现状值?|基期值?|基准值?|目标值?|规划值|[〔\[［]?累计[〕\]］]?|年均(?:增速|增长率?)?(?:（%）)?|[〔\[［]五年累计[〕\]］]"
)
_COLUMN = re.compile(rf"(?P<year>{_YEAR})|(?P<other>{_OTHER})")
_HEAD = re.compile(
    rf"指\s{{0,4}}标(?:名称|内容)?{_GAP}(?:(?:计量)?单\s{{0,4}}位{_GAP})?(?:{_YEAR}|{_OTHER})"
    rf"(?:{_GAP}(?:{_YEAR}|{_OTHER}|\d(?!\d)|(?:指标)?[属类]\s{{0,4}}[性别型]|性\s{{0,4}}质|备\s{{0,4}}注|(?:计量)?单\s{{0,4}}位|责任单位|牵头(?:单位|部门)|---*))*"
)
_VALUE = r"(?:[≥≤><=]?\s?\d++(?:,\d{3})*+(?:\.\d++)?+%?(?:左右|以上|以下|以内)?|[-—–/]|[〔\[［][^〔〕\[\]［］\n]{1,12}[〕\]］])"
_NAME = r"(?P<name>[一-鿿“A-Z][^\n|。；]{1,44}?)"
_UNIT = r"(?:（(?P<unit>[^（）\d]{1,12})）|[\s|]+(?P<cell>[一-鿿A-Za-z/%‰]{1,10})|(?P<percent>%))?"
_NATURE = r"(?P<nature>约束性|预期性|指导性)?"
_FIGURE = re.compile(r"(?P<sign>[≥≤><=])?\s?(?P<number>[\d,]+(?:\.\d+)?)(?P<percent>%)?(?P<after>左右|以上|以下|以内)?")
_OP = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "左右": "~", "以上": ">=", "以下": "<=", "以内": "<="}
_INDEX = re.compile(r"^(?:\d{1,2}[.、．]?|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.])\s*")
_RUN_TOGETHER = re.compile(r"[）)]\s*\d|\d\.\d|左右")
_SCALE = re.compile(r"^(万亿|[十百千]万|亿|万)?(.*)$")


@dataclass(frozen=True, slots=True)
class Table:
    """`[start, end)` of the text with the targets of its rows."""

    start: int
    end: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: its `year`, `base` where it tells what was, `total` for 累计 or 年均."""

    year: int | None
    base: bool
    total: str | None


def tables(text: str, start: int, end: int, year: int | None) -> Iterator[Table]:
    """The indicator tables of `text[start:end]` (folded). `year`: before it a column tells what was."""
    at = start
    while head := _HEAD.search(text, at, end):
        columns = _columns(head[0], year)
        rows = list(_rows(text, head.end(), end, len(columns))) if columns else []
        line = text.find("\n", head.start(), end) % (end + 1)
        at = max(rows[-1].end(), head.end()) if rows and rows[0].start() > line else line
        yield Table(head.start(), at, tuple(found for row in rows for found in _targets(row, columns)))


def _columns(head: str, year: int | None) -> list[_Column]:
    """The columns of values in order. The first of several years is the base, and so is any year before the document's own."""
    matches = list(_COLUMN.finditer(head))
    years = [int(re.sub(r"\D", "", match["year"])[:4]) for match in matches if match["year"]]
    columns = []
    for match in matches:
        if match["year"]:
            own = int(re.sub(r"\D", "", match["year"])[:4])
            base = (
                "现状" in match[0]
                or "基期" in match[0]
                or (len(years) > 1 and own == years[0])
                or (year is not None and own < year)
            )
            columns.append(_Column(own, base, None))
        else:
            total = "累计" if "累计" in match[0] else "每年" if "年均" in match[0] else None
            base = match[0].startswith(("现状", "基"))
            columns.append(_Column(max(years, default=None), base, total))
    return columns


def _rows(text: str, start: int, end: int, count: int) -> Iterator[re.Match[str]]:
    values = rf"(?P<values>{_VALUE}(?:{_GAP}{_VALUE}){{{count - 1}}})"
    row = re.compile(rf"{_NAME}{_UNIT}{_GAP}{values}(?![\d.%]){_GAP}{_NATURE}(?=[\s|]|$|[一-鿿\d（])")
    at = start
    for match in row.finditer(text, start, end):
        if "。" in text[at : match.start()]:
            return
        at = match.end()
        if not _RUN_TOGETHER.search(match["name"]):
            yield match


def _targets(row: re.Match[str], columns: list[_Column]) -> Iterator[Found]:
    cells = [cell.strip("| \n\t") for cell in re.findall(_VALUE, row["values"])]
    base = next((cell for cell, column in zip(cells, columns, strict=True) if column.base and _FIGURE.fullmatch(cell)), None)
    for cell, column in zip(cells, columns, strict=True):
        figure = _FIGURE.fullmatch(cell.strip("〔〕[]［］"))
        if figure and not column.base:
            yield _found(row, figure, column, base, bracketed=cell != cell.strip("〔〕[]［］"))


def _found(row: re.Match[str], figure: re.Match[str], column: _Column, base: str | None, *, bracketed: bool) -> Found:
    name, printed = _name(row["name"]), "%" if row["percent"] or figure["percent"] else row["unit"] or row["cell"]
    multiplier, unit = (_SCALE.match(printed) or [None, "", ""]).groups() if printed else (None, None)
    cumulative = bracketed or "累计" in row["name"]
    return Found(
        start=row.start("name"),
        end=row.end(),
        indicator=name,
        op=_OP.get(figure["sign"] or figure["after"] or "", "="),
        value=scaled(figure["number"], multiplier or ""),
        value2=None,
        unit=unit or None,
        raw_value=figure["number"],
        raw_unit=printed,
        deadline=column.year,
        frequency="累计" if cumulative else column.total,
        scope=None,
        baseline=base,
        nature=row["nature"],
    )


def _name(printed: str) -> str:
    """Without the number of the row, and the heading of its group where nothing parts the two (`质量2优良天数比率`)."""
    name = _INDEX.sub("", re.split("约束性|预期性|指导性", printed)[-1].strip())
    return re.split(r"\d+[.、]?(?=[一-鿿]{4})", name)[-1] if not re.match(r"[^\d]*\d+[岁个年月日户人米周]", name) else name
