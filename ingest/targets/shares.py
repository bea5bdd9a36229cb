"""Tables that share a task out among places (任务分解表) -> a target for each place and each column.

    乡镇\t粮食面积（亩）\t新建道路（公里）
    龙桥镇\t5200\t12

Counted only below a caption that says so (…任务分解表, not …资金分配表 or …完成情况), where a column names places and each
of the others has its unit: beside its name, or in one line 单位：亩 for all. A sum (合计) is told by the plan itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Span, Target
from ingest.targets.cells import NAMED_UNIT, SCALE, SUM, Line, blocks, figure_of
from ingest.targets.columns import Table
from ingest.targets.quantity import scaled

_CAPTION = re.compile(r"(?:任务|目标|指标|计划)[^\n。；]{0,8}(?:分解|分配|安排|下达|计划)?表|(?:分解|分配)表")
_NO_TASK = re.compile("资金|补助|补贴|经费|奖补|完成|进度|统计|现状|情况|名额|分值")
_PLACES = re.compile(
    r"(?:乡镇|镇街|街镇|街道|县区|区县|县（?市、?区）?|市县|县市区|市州|州市|盟市|旗县区?|地区|区域|地市|设区市|城市|行政村|[市县区乡镇村])"
    r"(?:（[^（）]*）)?(?:名称)?"
)
_ALL_IN = re.compile(r"单位[:：]\s*(?P<unit>[一-鿿A-Za-z%]{1,6})(?![一-鿿、，])")
_NUMBER = re.compile(r"^[\d.,]+$")
_ABOVE = 80
"""Characters above a table in which its caption stands."""


def shares(text: str) -> Iterator[Table]:
    """The rows of such tables in a text (folded), their heads too; the targets name no clause yet."""
    if "分解" in text or "表" in text:
        for block in blocks(text):
            above = text[max(0, block[0].start - _ABOVE) : block[0].start]
            caption = _last(_CAPTION, above)
            if caption and not _NO_TASK.search(above, above.rfind("\n", 0, caption.start()) + 1):
                yield from _table(block, _last(_ALL_IN, above))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)


def _table(block: Sequence[Line], all_in: re.Match[str] | None) -> Iterator[Table]:
    head = block[0]
    place = next((i for i in reversed(range(len(head.cells))) if _PLACES.fullmatch(head[i])), None)
    if place is None:
        return
    second = len(block) > 1 and not any(block[1].words[: place + 1]) and not any(map(_NUMBER.search, block[1].words))
    heads = [below or head[i] for i, below in enumerate(_padded(block[1], head))] if second else head.words
    names = {i: named for i, cell in enumerate(heads) if i > place and (named := _named(cell, all_in))}
    places = [line for line in block[1 + second :] if line[place] and not any(map(SUM.search, line.words[: place + 1]))]
    rows = [(line, tuple(_targets(line, line[place], names))) for line in places]
    if all(made for _, made in rows):
        yield Table(head.start, head.end, ())
        yield from (Table(line.start, line.end, made) for line, made in rows)


def _padded(line: Line, head: Line) -> list[str]:
    """The cells of the second line of a head, as many as the head has at least (the last ones may be empty)."""
    return [line[i] for i in range(max(len(line.cells), len(head.cells)))]


def _named(head: str, all_in: re.Match[str] | None) -> tuple[str, str] | None:
    """The name of a column and its unit; None where it has none (备注, 责任单位)."""
    bracket = NAMED_UNIT.search(head)
    if bracket:
        return head[: bracket.start()], bracket["unit"]
    return (head, all_in["unit"]) if all_in and head and not re.search("备注|单位|部门|责任", head) else None


def _targets(line: Line, place: str, names: dict[int, tuple[str, str]]) -> Iterator[Target]:
    for i, (name, unit) in names.items():
        figure, scale = figure_of(line[i], unit), SCALE.fullmatch(unit)
        if figure and scale and figure.quantity.unit is None:
            value = round(figure.quantity.value * scaled("1", scale["multiplier"] or ""), 6)
            yield Target(
                clause="",
                span=Span(line.start, line.end),
                indicator=name,
                op=figure.bound.op,
                value=value,
                unit=scale["unit"] or None,
                raw_value=figure.quantity.raw_value,
                raw_unit=unit,
                scope=place,
            )
