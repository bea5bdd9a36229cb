"""Sets of bodies with the members that the text lists; none where it lists none."""

from __future__ import annotations

import pytest

from ingest import parse
from ingest.duties.groups import group_of, groups

PLAN = """溪源县水网建设实施方案

一、组织领导
成立县水网建设领导小组。领导小组成员单位：县水利局、县财政局、县自然资源局。
二、主要任务
（一）改造泵站。东岸镇、西岸镇（以下统称“示范镇”）先行改造泵站。（责任单位：县水网建设领导小组各成员单位，各示范镇）
（二）清理河道。各乡镇（东岸镇、西岸镇、南山乡）组织清理。各相关部门要配合。（责任单位：各乡镇，各有关部门）
"""


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(group.name, group.members) for group in groups(parse(text.encode(), path="a.txt"))]


def test_a_text_lists_members() -> None:
    assert told(PLAN) == [
        ("领导小组成员单位", ("县水利局", "县财政局", "县自然资源局")),
        ("示范镇", ("东岸镇", "西岸镇")),
        ("各乡镇", ("东岸镇", "西岸镇", "南山乡")),
    ]


@pytest.mark.parametrize(
    ("printed", "members"),
    [
        ("县水网建设领导小组各成员单位", 3),
        ("各成员单位", 3),
        ("各示范镇", 2),
        ("各乡（镇）", 3),
        ("各有关部门", 0),
        ("县水利局", 0),
        ("县防汛指挥部成员单位", 0),
    ],
)
def test_a_printed_name_means_a_set(printed: str, members: int) -> None:
    found = group_of(printed, groups(parse(PLAN.encode(), path="a.txt")))
    assert len(found.members if found else ()) == members


@pytest.mark.parametrize(
    "sentence",
    [
        "各成员单位要加强协作，有关部门抓好落实。",
        "联席会议由分管县领导、有关同志组成。",
        "《溪源县水网建设实施方案》（以下简称《方案》）已经审定。",
        "各乡（镇）要落实责任。",
    ],
)
def test_nothing_is_invented(sentence: str) -> None:
    assert told(f"溪源县水网方案\n\n一、任务\n{sentence}\n") == []
