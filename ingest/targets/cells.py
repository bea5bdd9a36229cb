"""Indicator tables whose cells are known (tabs of a Word, web or text table, bars of Markdown) -> the targets of their rows.

Each column is read by its head: the name of the indicator, its unit, its kind (约束性, 预期性), a value for each year. A row
with a sentence in place of a value is none of an indicator: it is left to prose.
Tables without cells are read by `tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Span, Target
from ingest.targets.columns import CUMULATIVE, Column, Table, columns
from ingest.targets.ellipsis import MEASURED
from ingest.targets.quantity import Bound, Quantity, bound, find, scaled

_ROW = re.compile(r"^[^\n]*[|\t][^\n]*$", re.MULTILINE)
_CELL = re.compile(r"(?:^|(?<=[|\t]))[^|\t]*")
_GROUP = re.compile(r"\n[^\n|\t。；，：:]{2,20}\n")  # a line that names a group of rows: the table goes on below it
_RULE = re.compile(r"[\s|:-]+")
_BLANK = re.compile(r"[\s\u200b]+")
_NAME_HEAD = re.compile(
    r"(?:主要|核心|工作|具体|考核|绩效|发展|规划|监测|量化|[一二三]级|目标)*指标(?:名称|内容|项目|体系)?(?:（单位）)?|(?:主要)?指标[及和、/]?单位"
)
_LOOSE_NAME_HEAD = re.compile("项目(?:名称)?|名称|内容|指标项|目标名称")
_UNIT_HEAD = re.compile("(?:计量|指标)?单位")
_KIND_HEAD = re.compile("(?:指标)?(?:属性|性质|类型|属别|性别)")
_VALUE_HEAD = re.compile(
    r"(?:(?:19|20)\d\d年?+[底末度]?+|“?十[一二三四五六七八九]?五”?(?:时期|期间)?期?末?|目标|现状|基[期准]|基数|规划|预期|预计|实际|计划"
    r"|完成|任务|近期|远期|中期|中远期|五年|累计|年均|年度|年底|年|总体|较?比?上年|增长率?|增速|增幅|指标[值数]|[值数]|末|至|到|[（）()〔〕\[\]［］“”%])++"
)
"""The head of a column of values; possessive: what `2025年末` could be read as in several ways is read in one."""
_YEARED = re.compile(r"(?:19|20)\d\d|十[一二三四五六七八九]?五|目标|规划值|[近远]期")
_KIND = re.compile("约束|预期|指导")
_INDEX = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*")
_OF_WHICH = re.compile(r"^(?:其中|#)[:：]?")
NAMED_UNIT = re.compile(r"[（(](?!累计|五年)(?:1(?=/1?0?[万千]))?(?P<unit>[^（）()\d]{1,12}|/10万)[）)]$")
_MARK = re.compile(r"(?:[①-⑳*※]|\[\d{1,2}\]|〔\d〕|(?<=[一-鿿）])\d)+(?=$|[（(])")
_NO_UNIT = re.compile(r"[/—–－-]*|无")
SUM = re.compile("[合总小]计")
SCALE = re.compile(r"(?P<multiplier>万亿|[十百千]万|亿|万)?(?P<unit>.*)")
_ACT = re.compile(
    r"(?:累计|每?年均?|力争|确保|保持|稳定|维持|控制|比?较?(?:20\d\d年|上年))*(?P<act>增长|提高|提升|增加|减少|下降|降低|上升)?(?:累计|力争|到|至)*"
)
_TAIL = re.compile(r"(?:以上|以下|以内|左右)?(?:（[^（）]{0,12}）)?")
_LONGEST = 16
"""Characters of the longest cell that can be a value: what is longer is prose."""
_SHORT = 4
"""Characters of a part that needs no 其中 of its own below another one (农村居民)."""
_SO_FAR = re.compile("^累计(?:建成|完成|实现|新增)?(?=[一-鿿A-Z0-9]{2})")
_DATES = re.compile(r"(?:19|20)\d\d年?(?:[-—–至](?:19|20)\d\d年?)?")
_KEYS = (_UNIT_HEAD, _KIND_HEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """A line `[start, end)` of the text; `cells` without blanks, each with the place where it begins."""

    start: int
    end: int
    cells: tuple[tuple[str, int], ...]

    def __getitem__(self, at: int | None) -> str:
        return self.cells[at][0] if at is not None and at < len(self.cells) else ""

    @property
    def words(self) -> list[str]:
        return [cell for cell, _ in self.cells]


@dataclass(frozen=True, slots=True)
class _Head:
    """Which columns hold what: `names` from the widest group to the indicator itself; the head is `lines` long."""

    names: tuple[int, ...]
    unit: int | None
    kind: int | None
    values: tuple[tuple[int, Column], ...]
    lines: int


@dataclass(frozen=True, slots=True)
class _Name:
    """What a row measures, and the unit its figures are in where they print none."""

    indicator: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell states. `act`: a word of growth in front of the figure; `whole`: a total of several years, 〔15〕."""

    printed: str
    quantity: Quantity
    bound: Bound
    act: str
    whole: bool


def rows(text: str, *, year: int | None) -> Iterator[Table]:
    """The rows of indicator tables in a text (folded), one by one, and their heads; a table ends with its last line that has
    cells. `year`: before it a column tells what was. The targets name no clause yet: a row may be one of its own."""
    if "\t" in text or "|" in text:
        for block in blocks(text):
            yield from _table(block, year)


def blocks(text: str) -> Iterator[list[Line]]:
    """Runs of lines that have cells; between them a line may name a group of rows. Markdown has a bar before each line."""
    block: list[Line] = []
    last, barred = -1, False
    for match in _ROW.finditer(text):
        if block and match.start() > last + 1 and not _GROUP.fullmatch(text, last, match.start()):
            yield block
            block = []
        last = match.end()
        barred = barred if block else match[0].startswith("|")
        if not _RULE.fullmatch(match[0]):
            block.append(_line(match, barred and match[0].startswith("|")))
    if block:
        yield block


def _line(match: re.Match[str], barred: bool) -> Line:
    cells = tuple((_BLANK.sub("", cell[0]), match.start() + cell.start()) for cell in _CELL.finditer(match[0]))
    return Line(match.start(), match.start() + len(match[0].rstrip("|\t ")), cells[1:] if barred else cells)


def _table(block: Sequence[Line], year: int | None) -> Iterator[Table]:
    head: _Head | None = None
    group: _Name | None = None
    inside, until = False, 0
    for at, line in enumerate(block):
        if found := _head(line, block[at + 1] if at + 1 < len(block) else None, year):
            head, group, until = found, None, at + found.lines
        if head and at < until:
            yield Table(line.start, line.end, ())
        elif head and (name := _name(line, head)):
            inside = group is not None and _is_part(_printed(line, head), name, group, inside)
            group = group if inside else name
            targets = _targets(line, head, _within(name, group) if inside and group else name)
            if targets is not None:
                yield Table(line.start, line.end, targets)


# Heads


def _head(line: Line, below: Line | None, year: int | None) -> _Head | None:
    """The head that begins with a line: of that line, or of it and the next (years below a cell 目标值 that is over them)."""
    unit, kind = (next((i for i, cell in enumerate(line.words) if words.fullmatch(cell)), None) for words in _KEYS)
    name = next((i for i, cell in enumerate(line.words) if _NAME_HEAD.fullmatch(cell)), None)
    if name is None and (unit is not None or kind is not None):
        name = next((i for i, cell in enumerate(line.words) if _LOOSE_NAME_HEAD.fullmatch(cell)), None)
    if name is None:
        return None
    double = below is not None and _is_second(below, name)
    heads = _under(line, below) if double and below else line.words
    names = tuple(_names(line, name))
    values = [i for i, head in enumerate(heads) if i not in (*names, unit, kind) and _VALUE_HEAD.fullmatch(head)]
    if not any(_YEARED.search(heads[i]) for i in values):
        return None
    read = columns([heads[i] for i in values], year, merged=line[values[0]] if double else "")
    return _Head(names, unit, kind, tuple(zip(values, read, strict=True)), 2 if double else 1)


def _is_second(line: Line, name: int) -> bool:
    """Whether a line goes on with the head above it: nothing below the name, and no more than heads of values."""
    said = [cell for cell in line.words[name + 1 :] if cell]
    return not any(line.words[: name + 1]) and bool(said) and all(map(_VALUE_HEAD.fullmatch, said))


def _names(line: Line, name: int) -> Iterator[int]:
    """The columns of the name: 一级指标 before 二级指标, and those without a head that a wide cell 指标 stands over."""
    yield name
    for i in range(name + 1, len(line.cells)):
        if line[i] and not _NAME_HEAD.fullmatch(line[i]):
            return
        yield i


def _under(line: Line, below: Line) -> list[str]:
    """The heads of a table whose head has two lines, each with what stands over it where that is one of values."""
    over, heads = "", []
    for i in range(max(len(line.cells), len(below.cells))):
        over = line[i] or over
        heads.append((over if _VALUE_HEAD.fullmatch(over) else "") + below[i] if below[i] else line[i])
    return heads


# Rows


def _printed(line: Line, head: _Head) -> str:
    return next((line[i] for i in reversed(head.names) if line[i]), "")


def _name(line: Line, head: _Head) -> _Name | None:
    """The name of a row; None for a sum or a row without one."""
    own = _MARK.sub("", _OF_WHICH.sub("", _INDEX.sub("", _printed(line, head)))).strip(":：")
    bracket = NAMED_UNIT.search(own) if head.unit is None else None
    if bracket:
        own = _MARK.sub("", own[: bracket.start()])
    unit = line[head.unit] if head.unit is not None else bracket["unit"] if bracket else ""
    named = own and not SUM.fullmatch(own)
    return _Name(_SO_FAR.sub("", own), None if _NO_UNIT.fullmatch(unit) else unit) if named else None


def _is_part(printed: str, name: _Name, group: _Name, inside: bool) -> bool:
    """其中：小麦 is a part of what stands above, and so is 玉米 below it, in the same unit (`inside`: the row above is one)."""
    if _OF_WHICH.match(_INDEX.sub("", printed)):
        return True
    alike = name.unit == group.unit and len(name.indicator) <= _SHORT and not _INDEX.match(printed)
    return inside and alike and not _tells(name, group)


def _within(name: _Name, group: _Name) -> _Name:
    """粮食产量：小麦 of 小麦 below 粮食产量, but 小麦产量 needs no more."""
    return name if _tells(name, group) else _Name(f"{group.indicator}：{name.indicator}", name.unit)


def _tells(name: _Name, group: _Name) -> bool:
    ends = name.indicator[-1], group.indicator[-1]
    return MEASURED.search(name.indicator) is not None or ends == ("额", "额") or name.indicator[-2:] == group.indicator[-2:]


def _targets(line: Line, head: _Head, name: _Name) -> tuple[Target, ...] | None:
    """The targets of a row; None where a cell of its values holds prose."""
    figures = [(figure_of(line[i], name.unit), column) for i, column in head.values]
    if any(figure is None and len(line[i]) > _LONGEST for (figure, _), (i, _) in zip(figures, head.values, strict=True)):
        return None
    base = next((figure.printed for figure, column in reversed(figures) if figure and column.base), None)
    kind = _KIND.search(line[head.kind])
    span = Span(next(at for cell, at in line.cells if cell == _printed(line, head)), line.end)
    made = Target("", span, "", "", None, None, nature=f"{kind[0]}性" if kind else None)
    return tuple(_target(made, name, figure, column, base) for figure, column in figures if figure and not column.base)


def _target(made: Target, name: _Name, figure: Figure, column: Column, base: str | None) -> Target:
    growth = "" if figure.whole else figure.act or column.growth
    quantity = figure.quantity
    printed = "%" if growth and not name.unit and not quantity.unit else name.unit
    scale = SCALE.fullmatch(("%" if column.growth and growth else printed) or "")
    factor = scaled("1", (scale and scale["multiplier"]) or "") if quantity.unit is None else 1.0
    return replace(
        made,
        indicator=name.indicator if name.indicator.endswith(growth) else name.indicator + growth,
        op="range" if quantity.value2 is not None else figure.bound.op,
        value=round(quantity.value * factor, 6),
        value2=None if quantity.value2 is None else round(quantity.value2 * factor, 6),
        unit=quantity.unit or (scale and scale["unit"]) or None,
        raw_value=quantity.raw_value,
        raw_unit=quantity.raw_unit or printed,
        deadline=column.year,
        frequency="累计" if figure.whole or "累计" in name.indicator else column.total,
        baseline=None if growth else base,
    )


def figure_of(cell: str, unit: str | None) -> Figure | None:
    """The one figure of a cell; None where it holds none, or more than that."""
    whole = len(cell) > 2 and cell[0] in CUMULATIVE and cell[-1] in CUMULATIVE
    inner = cell[1:-1] if whole else cell
    found = list(find(inner)) if len(cell) <= _LONGEST else []
    if len(found) != 1 or (unit is None and _DATES.fullmatch(inner)):
        return None
    around = bound(inner, found[0], 0, len(inner))
    act = _ACT.fullmatch(inner, 0, around.start)
    if not act or not _TAIL.fullmatch(inner, around.end):
        return None
    return Figure(cell, found[0], around, act["act"] or "", whole)
