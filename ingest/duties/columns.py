"""Columns of units in a table flattened to text: cells divided by tabs or bars under a head 牵头单位 | 配合单位 | 完成时限."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest import units
from ingest.duties.brackets import role_of_label
from ingest.model import Span

_ROW = re.compile(r"^[^\n]*[|\t][^\n]*$", re.M)
_CELL = re.compile(r"(?:^|(?<=[|\t]))[^|\t]*")
_PLAIN_HEADS = ("部门", "单位", "责任主体", "部门（单位）", "部门名称", "单位名称")
_DATE_HEAD = re.compile("^(?:计划)?(?:完成|办理|推进|实施|整改)?(?:时限|时间|期限|进度|时间节点|时间安排)(?:要求)?$")
_TASK_HEAD = re.compile("职责|任务|事项|措施|内容|分工")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: `cells` are the words of the cells of units, each with the role of its column; `deadline` the words of
    the column 完成时限, None where there is none."""

    span: Span
    cells: tuple[tuple[str, str], ...]
    deadline: str | None


def rows(text: str, start: int = 0, end: int | None = None) -> Iterator[Row]:
    """The rows in `text[start:end]` of tables that have a column of units; a table ends with its last line that has cells."""
    end = len(text) if end is None else end
    if text.find("\t", start, end) < 0 and text.find("|", start, end) < 0:
        return
    roles: dict[int, str] = {}
    dates: list[int] = []
    last = -1
    for line in _ROW.finditer(text, start, end):
        if line.start() > last + 1:
            roles, dates = {}, []
        last = line.end()
        found = [cell[0].strip(" *\u3000") for cell in _CELL.finditer(line[0])]
        if named := _labelled(found):
            yield Row(Span(line.start(), line.end()), named, None)
            continue
        head = _roles(found)
        if head:
            roles, dates = head, [i for i, cell in enumerate(found) if _DATE_HEAD.search(cell)]
        elif roles:
            held = tuple((found[i], role) for i, role in roles.items() if i < len(found))
            date = next((found[i] for i in dates if i < len(found)), "")
            yield Row(Span(line.start(), line.end()), held, date or None)


def _labelled(cells: list[str]) -> tuple[tuple[str, str], ...]:
    """责任单位 | 市商务局: a row of two cells, of which the first says what the second names."""
    held = [cell for cell in cells if cell]
    role = role_of_label(held[0]) if len(held) == 2 else None
    return ((held[1], role),) if role and any(map(units.is_unit, units.split(held[1]))) else ()


def _roles(heads: list[str]) -> dict[int, str]:
    """Column -> role, where the cells are the head of a table of units."""
    roles = {i: role for i, head in enumerate(heads) if (role := role_of_label(head))}
    if not roles and any(_TASK_HEAD.search(head) for head in heads):
        roles = {i: "责任单位" for i, head in enumerate(heads) if head in _PLAIN_HEADS}
    return roles
