"""Sets of bodies in answers and tables: the printed name, and the members that the document lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.files.exports import tasks_sheet
from ingest import parse
from search.library import Library
from search.model import Filters

PLAN = """溪源县水网建设实施方案

一、组织领导
成立县水网建设领导小组。领导小组成员单位：县水利局、县财政局。
二、主要任务
（一）改造泵站。改造提水泵站12座。（责任单位：县水网建设领导小组各成员单位）
（二）清理河道。清理河道30公里。（责任单位：各乡（镇））
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Path(tmp_path_factory.mktemp("groups")) / "library") as held:
        held.add(parse(PLAN.encode(), path="plan.txt"), PLAN.encode())
        yield held


def test_a_set_answers_by_its_name_with_the_members_quoted(library: Library) -> None:
    (unit,) = library.owners("提水泵站改造由谁负责").units
    assert (unit.unit, unit.canonical) == ("县水网建设领导小组各成员单位", None)
    assert unit.members == ("县水利局", "县财政局")
    assert unit.listed is not None
    assert unit.listed.text == "领导小组成员单位：县水利局、县财政局"
    assert unit.listed.place.labels[-1] == "一、组织领导"


def test_a_set_that_the_text_does_not_list_has_no_members(library: Library) -> None:
    (unit,) = library.owners("清理河道由谁负责").units
    assert (unit.unit, unit.members, unit.listed) == ("各乡（镇）", (), None)


def test_the_task_division_table_spells_sets_out(library: Library) -> None:
    _, (stations, rivers) = library.tasks()
    assert stations.responsible == ("县水网建设领导小组各成员单位",)
    assert (stations.members, rivers.members) == ({"县水网建设领导小组各成员单位": ("县水利局", "县财政局")}, {})
    sheet = tasks_sheet(library, Filters())
    at = [name for name, _ in sheet.columns].index("责任单位")
    cells = [row[at] for row in sheet.rows]
    assert cells == ["县水网建设领导小组各成员单位（县水利局、县财政局）", "各乡（镇）"]
