"""责任矩阵: the measures of a document against the units named for them, as a page shows it and as a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.files.exports import Cell, Sheet, tasks_told
from search.library import Library
from search.model import Filters, Task

PARTS = {"lead": "牵头", "responsible": "责任", "support": "配合"}
"""Field of a task -> the word of a cell, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """`units` are the columns, those with most measures first; a row is a measure with the part (key of `PARTS`, '' for none)
    of each unit."""

    units: tuple[str, ...]
    rows: tuple[tuple[Task, tuple[str, ...]], ...]


def matrix(tasks: Sequence[Task]) -> Matrix:
    """The matrix of some tasks, in their order. A unit that is named twice for a measure has its heaviest part."""
    parts = [dict(reversed(list(_parts(task)))) for task in tasks]
    counted = Counter(unit for part in parts for unit in part)
    units = tuple(unit for unit, _ in counted.most_common())
    return Matrix(
        units, tuple((task, tuple(part.get(unit, "") for unit in units)) for task, part in zip(tasks, parts, strict=True))
    )


def matrix_sheet(library: Library, filters: Filters) -> Sheet:
    """The matrix of all tasks that pass, ready to be written."""
    _, tasks = library.tasks(filters)
    found, base = matrix(tasks), tasks_told(library, filters, tasks)
    columns = (("序号", 7.0), ("任务", 30.0), ("具体措施", 60.0), *((unit, 9.0) for unit in found.units))
    rows = tuple(_cells(n, task, parts) for n, (task, parts) in enumerate(found.rows, 1))
    return Sheet("责任矩阵", columns, rows, base.records, base.notes, base.sources)


def _cells(n: int, task: Task, parts: Sequence[str]) -> tuple[Cell, ...]:
    return (n, " › ".join(task.place.labels), task.text, *(PARTS[part] if part else None for part in parts))


def _parts(task: Task) -> Iterator[tuple[str, str]]:
    for part in PARTS:
        for unit in getattr(task, part):
            yield unit, part
