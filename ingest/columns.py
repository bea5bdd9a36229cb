"""Columns of units in a table flattened to text: rows of cells divided by tabs or bars under a head 牵头单位 | 配合单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.brackets import role_of_label
from ingest.model import Span

_ROW = re.compile(r"^[^\n]*[|\t][^\n]*$", re.M)
_CELL = re.compile(r"(?:^|(?<=[|\t]))[^|\t]*")
_PLAIN_HEADS = ("部门", "单位", "责任主体", "部门（单位）", "部门名称", "单位名称")
_TASK_HEAD = re.compile("职责|任务|事项|措施|内容|分工")


def cells(text: str) -> Iterator[tuple[Span, str]]:
    """The cells that hold units, with the role their column gives; a table ends with its last line that has cells."""
    roles: dict[int, str] = {}
    last = -1
    for row in _ROW.finditer(text):
        if row.start() > last + 1:
            roles = {}
        last = row.end()
        found = [Span(row.start() + cell.start(), row.start() + cell.end()) for cell in _CELL.finditer(row[0])]
        head = _roles([text[cell.start : cell.end].strip(" *") for cell in found])
        if head:
            roles = head
            continue
        yield from ((found[i], role) for i, role in roles.items() if i < len(found))


def _roles(heads: list[str]) -> dict[int, str]:
    """Column -> role, where the cells are the head of a table of units."""
    roles = {i: role for i, head in enumerate(heads) if (role := role_of_label(head))}
    if not roles and any(_TASK_HEAD.search(head) for head in heads):
        roles = {i: "责任单位" for i, head in enumerate(heads) if head in _PLAIN_HEADS}
    return roles
