from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest import parse
from ingest.model import Document, Span, Target
from search.links.compare import compare, same_figure, verdict
from search.links.pairing import ClausePair, pair_clauses, through
from tests.builders import make_document


def target(value: float | None, unit: str = "%", op: str = ">=", **more: Any) -> Target:
    fields = {"indicator": "覆盖率", **more}
    return Target("1", Span(0, 1), op=op, value=value, unit=unit, **fields)


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (target(95), target(95), "equal"),
        (target(96), target(95), "stricter"),
        (target(90), target(95), "looser"),
        # a ceiling: less is stricter
        (target(8, op="<="), target(9, op="<="), "stricter"),
        (target(10, op="<="), target(9, op="<="), "looser"),
        # a harm, unless it is said what is done about it
        (target(3, op="=", indicator="投诉率"), target(2, op="=", indicator="投诉率"), "looser"),
        (target(100, op="=", indicator="投诉按期办结率"), target(98, op="=", indicator="投诉按期办结率"), "stricter"),
        # absolute numbers scale with the area, unless the part does more than the whole asks
        (target(20, "名"), target(20000, "名"), "scaled"),
        (target(300, "名"), target(300, "名"), "equal"),
        (target(400, "名"), target(300, "名"), "stricter"),
        (target(500, "起", "<="), target(90000, "起", "<="), "scaled"),
        # how often a body meets does not scale
        (target(1, "次", frequency="每年"), target(2, "次", frequency="每年"), "looser"),
        (target(1000, "人次", frequency="每年"), target(90000, "人次", frequency="每年"), "scaled"),
        # what is asked of each body, or of one and the same, does not scale, on whichever side it says so
        (target(1, "次", "<=", indicator="检查"), target(2, "次", "<=", indicator="同一企业检查"), "stricter"),
        (target(2, "名", indicator="教师"), target(3, "名", indicator="每班教师"), "looser"),
        # the same figure by another year
        (target(95, deadline=2024), target(95, deadline=2025), "stricter"),
        (target(95, deadline=2026), target(95, deadline=2025), "looser"),
        (target(95), target(95, deadline=2025), "equal"),
        # a commitment without a figure
        (target(None), target(None), "equal"),
    ],
)
def test_verdict(lower: Target, upper: Target, expected: str) -> None:
    assert verdict(lower, upper, smaller=True) == expected


FIGURES = tomllib.loads((Path(__file__).parents[2] / "cases" / "align.toml").read_text("utf-8"))["figure"]


@pytest.mark.parametrize("case", FIGURES, ids=lambda case: case["lower"])
def test_a_figure_as_it_is_printed(case: dict[str, str]) -> None:
    lower = _plan("溪源县民生提升行动方案（2025—2027年）", case["lower"])
    upper = _plan("澜岳省民生提升行动方案（2025—2027年）", case["upper"])
    pairs = {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(lower, upper)}
    assert [match.verdict for match in compare(lower, upper, pairs)] == ([case["verdict"]] if case["verdict"] else [])


def _plan(title: str, sentence: str) -> Document:
    text = f"{title}\n\n一、工作目标\n{sentence}\n二、保障措施\n加强组织领导。\n"
    return parse(text.encode(), path=f"{title}.txt")


def test_hours_and_days_are_no_things() -> None:
    lower, upper = _plan("溪源县教师方案", "特教教师培训3所。"), _plan("澜岳省教师方案", "特教教师培训3所。")
    hours = replace(upper, targets=tuple(replace(one, unit="学时") for one in upper.targets))
    assert (len(compare(lower, upper, [])), compare(lower, hours, [])) == (1, [])


def test_between_equals_absolute_numbers_compare() -> None:
    assert verdict(target(20, "名"), target(300, "名"), smaller=False) == "looser"


def found(lower: str, upper: str) -> list[tuple[str, str, str]]:
    below = make_document("溪源县规划", lower, level="county", region="溪源县", doc_type="规划")
    above = make_document("澜岳省规划", upper, level="provincial", region="澜岳省", doc_type="规划")
    pairs = {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(below, above)}
    matches = compare(below, above, pairs)
    return [(below.targets[m.lower].indicator, above.targets[m.upper].indicator, m.verdict) for m in matches]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        pytest.param(
            "{全县森林覆盖率达到71%|森林覆盖率|>=|71|%|2025}",
            "{全省森林覆盖率达到70%|全省森林覆盖率|>=|70|%|2025}",
            [("森林覆盖率", "全省森林覆盖率", "stricter")],
            id="place and level are no part of an indicator",
        ),
        pytest.param(
            "{护林专业人才队伍达到10人|护林专业人才队伍|>=|10|人|2025}",
            "{护林专业队伍达到3000名|护林专业队伍|>=|3000|名|2025}",
            [("护林专业人才队伍", "护林专业队伍", "scaled")],
            id="worded differently, counted in another measure word",
        ),
        pytest.param(
            "{党组织覆盖率达到70%|党组织覆盖率|>=|70|%|2025}，{合作社覆盖率达到60%|合作社覆盖率|>=|60|%|2025}",
            "{合作社覆盖率达到80%|合作社覆盖率|>=|80|%|2025}",
            [("合作社覆盖率", "合作社覆盖率", "looser")],
            id="a rate of something else stays alone",
        ),
        pytest.param(
            "{补植树木40万株|补植树木|=|400000|株|2025}",
            "{补植树木成活率达到90%|补植树木成活率|>=|90|%|2025}",
            [],
            id="units of two kinds",
        ),
        pytest.param(
            "{建成林场5个|林场|=|5|个|2025}",
            "{建成林场300个|林场|=|300|个|2025}，其中{新增林场300个|新增林场|=|300|个|2025}",
            [("林场", "林场", "scaled"), ("林场", "新增林场", "scaled")],
            id="a figure stated twice is matched in both places",
        ),
        pytest.param(
            "在西岭新办护林驿站，{西岭驿站点2个|在西岭新办护林驿站点|=|2|个|2025}",
            "{山区驿站60个|山区驿站|=|60|个|2025}",
            [("在西岭新办护林驿站点", "山区驿站", "scaled")],
            id="the only counts of two paired clauses, named a little alike",
        ),
        pytest.param(
            "{西岭驿站点2个|在西岭新办护林驿站点|=|2|个|2025}，{宣传栏9个|宣传栏|=|9|个|2025}",
            "{山区林场60个|山区林场|=|60|个|2025}",
            [],
            id="one of several counts, named otherwise",
        ),
        pytest.param(
            "{新建瞭望塔2座|新建瞭望塔|=|2|座|2025}",
            "{新建苗圃60座|新建苗圃|=|60|座|2025}",
            [],
            id="only what is done with them is the same",
        ),
        pytest.param(
            "{12个林场全部挂牌|林场挂牌|=|12|个|2025}",
            "{林场挂牌率达到90%|林场挂牌率|>=|90|%|2025}",
            [("林场挂牌", "林场挂牌率", "stricter")],
            id="all of so many are 100 %",
        ),
        pytest.param(
            "{12个林场挂牌|林场挂牌|=|12|个|2025}",
            "{林场挂牌率达到90%|林场挂牌率|>=|90|%|2025}",
            [],
            id="so many are no share",
        ),
        pytest.param(
            "{配备护林员26名|护林员|=|26|名|2025}",
            "{每个林场护林员不少于3名|护林员|>=|3|名|2025}",
            [],
            id="a sum and what each body has",
        ),
        pytest.param(
            "{各林场配备护林员4名|护林员|=|4|名|2025}",
            "{每个林场护林员不少于3名|护林员|>=|3|名|2025}",
            [("护林员", "护林员", "stricter")],
            id="what each body has on both sides",
        ),
        pytest.param(
            "{配备护林员26名|护林员|=|26|名|2025}",
            "{每个县护林员不少于3名|护林员|>=|3|名|2025}",
            [("护林员", "护林员", "stricter")],
            id="what each county has is what this one has",
        ),
    ],
)
def test_the_same_indicator_is_found(lower: str, upper: str, expected: list[tuple[str, str, str]]) -> None:
    outline = "一、|保护森林|{}。"
    assert found(outline.format(lower), outline.format(upper)) == expected


def test_yearly_figures_and_running_totals_are_two() -> None:
    yearly, total = target(5, "场", frequency="每年"), target(5, "场", frequency="累计")
    assert not same_figure(yearly, total)
    assert same_figure(yearly, target(5, "场", frequency="年均"))


def test_the_interpretation_stands_for_the_plan() -> None:
    def pair(lower: str, upper: str) -> ClausePair:
        return ClausePair(lower, upper, 1.0, "derives", {})

    assert through([pair("2.1", "3.1"), pair("2.2", "3.2")], [pair("A.7", "3.1"), pair("A.9", "3.9")]) == {("2.1", "A.7")}
