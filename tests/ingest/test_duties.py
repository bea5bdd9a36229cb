"""Who is responsible: brackets in every form, label lines, tables, prose, and the clause each belongs to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses.structure import Zone, outline
from ingest.duties import brackets
from ingest.duties import extract as duties
from ingest.duties.assignments import assignments
from ingest.model import Clause, Duty, Span, Work

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent.parent / "cases/duties.toml").read_text("utf-8"))
COUNTY = Work("溪源县节水方案", level="county", region="溪源县")


def clauses_of(text: str) -> list[Clause]:
    return outline(text, Zone(Span(0, len(text))), {})[0]


def found(text: str, work: Work = COUNTY) -> list[Duty]:
    return list(duties.extract(text, clauses_of(text), work)[0])


def told(text: str) -> list[str]:
    return [f"{duty.clause} {duty.unit} {duty.role} {duty.form}" for duty in found(text)]


@pytest.mark.parametrize("case", CASES["bracket"], ids=lambda case: case["form"])
def test_a_bracket_of_units(case: dict[str, Any]) -> None:
    reading = brackets.read(case["text"])
    if case.get("other"):
        assert reading is None
        return
    assert reading is not None
    assert [f"{unit} {role}" for unit, role in reading.units] == case["units"]
    assert [f"{unit} {role}" for unit, role in reading.implied] == case.get("implied", [])
    assert reading.first_leads == case.get("first_leads", False)
    assert reading.deadline == case.get("deadline")


@pytest.mark.parametrize("case", CASES["inline"], ids=lambda case: case["sentence"])
def test_an_assignment_in_prose(case: dict[str, Any]) -> None:
    text = case["sentence"]
    assert [f"{one.unit} {one.role}" for one in assignments(text, Span(0, len(text)))] == case["units"]


PLACES = {
    "in its own clause": (
        "一、管网\n（一）查漏。排查漏点。（县水利局负责）\n（二）更新。更换旧管。（县财政局负责）",
        ["1.1 县水利局 负责 bracket", "1.2 县财政局 负责 bracket"],
    ),
    "several in one paragraph": (
        "一、管网。排查漏点。（县水利局负责）更换旧管。（县财政局负责）",
        ["1 县水利局 负责 bracket", "1 县财政局 负责 bracket"],
    ),
    "at the end of the last inline subitem: closes the parent": (
        "一、管网\n（一）查漏。一是排查漏点。二是建立台账。三是限期修复。（县水利局、县财政局按职责分工负责）",
        ["1.1 县水利局 负责 bracket", "1.1 县财政局 负责 bracket"],
    ),
    "each inline subitem has its own": (
        "一、管网\n（一）查漏。一是排查漏点。（县水利局负责）二是建立台账。（县财政局负责）",
        ["1.1.1 县水利局 负责 bracket", "1.1.2 县财政局 负责 bracket"],
    ),
    "on a line of its own after the last item: closes the parent": (
        "一、管网\n（一）查漏\n1.排查。排查漏点。\n2.修复。限期修复。\n（责任单位：县水利局）",
        ["1.1 县水利局 责任单位 bracket"],
    ),
    "brackets of different kinds, nested": (
        "一、管网。排查漏点。〔责任单位：县水利局，各乡（镇）〕",
        ["1 县水利局 责任单位 bracket", "1 各乡（镇） 责任单位 bracket"],
    ),
    "label lines": (
        "一、管网。排查漏点。\n牵头部门：县水利局\n参与部门：县财政局、县审计局\n完成时限：2025年底前\n二、灌区。改造渠道。",
        ["1 县水利局 牵头单位 bracket", "1 县财政局 参与单位 bracket", "1 县审计局 参与单位 bracket"],
    ),
    "the first leads from its bracket on": (
        "一、甲。做。（县财政局、县审计局负责）\n二、乙。做。（县水利局、县财政局负责。列第一位者为牵头单位，下同）\n三、丙。做。（县民政局、县财政局负责）",
        [
            "1 县财政局 负责 bracket",
            "1 县审计局 负责 bracket",
            "2 县水利局 牵头单位 bracket",
            "2 县财政局 负责 bracket",
            "3 县民政局 牵头单位 bracket",
            "3 县财政局 负责 bracket",
        ],
    ),
    "implied in later brackets only": (
        "一、甲。做。（县水利局负责。以下责任单位均包括各乡镇人民政府，不再列出）\n二、乙。做。（县财政局负责）",
        ["1 县水利局 负责 bracket", "2 县财政局 负责 bracket", "2 各乡镇人民政府 责任单位 implied"],
    ),
    "columns of a table": (
        "一、任务清单。见下表。\n序号\t工作事项\t牵头单位\t配合单位\n1\t排查漏点\t县水利局\t县财政局、县审计局\n2\t更换旧管\t县住建局\t各乡镇",
        [
            "1.1 县水利局 牵头单位 bracket",
            "1.1 县财政局 配合单位 bracket",
            "1.1 县审计局 配合单位 bracket",
            "1.2 县住建局 牵头单位 bracket",
            "1.2 各乡镇 配合单位 bracket",
        ],
    ),
    "a table of markdown with an empty cell": (
        "一、任务清单。\n| 序号 | 事项 | 责任单位 | 配合单位 |\n|---|---|---|---|\n| 1 | 排查 | | 县财政局 |\n| 2 | 修复 | 县水利局 | |",
        ["1.1 县财政局 配合单位 bracket", "1.2 县水利局 责任单位 bracket"],
    ),
    "a label with a space for its colon": ("一、甲。做。\n责任单位 县水利局、县林业局\n", [
        "1 县水利局 责任单位 bracket", "1 县林业局 责任单位 bracket",
    ]),
    "heads with a further word in brackets, roles in the cells": (
        "一、任务清单。\n序号\t主要任务\t责任部门（单位）\t配合部门（单位）\n1\t修渠\t县水利局（牵头）、县林业局\t—\n",
        ["1 县水利局 牵头单位 bracket", "1 县林业局 责任单位 bracket"],
    ),
    "a table of two columns, label and words": ("一、甲。做。\n任务\t修渠\n责任单位\t县水利局\n", ["1 县水利局 责任单位 bracket"]),
    "bold label lines of markdown": ("一、甲。做。\n**责任单位：** 县水利局", ["1 县水利局 责任单位 bracket"]),
    "whose tasks a clause lists": (
        "第一章 分工\n第一条 水利、财政部门职责\n安排巡查经费。\n第二条 成员单位职责\n按分工落实。\n第三条 主要职责\n巡查。",
        ["1.1 水利 负责 inline", "1.1 财政部门 负责 inline"],
    ),
    "whose tasks the parts of a clause list": (
        "一、各级政府工作职责\n（一）县人民政府职责\n统一领导。\n（二）乡镇人民政府职责\n巡查。\n二、各镇职责\n（一）宣传政策。\n（二）排查隐患。",
        ["1.1 县人民政府 负责 inline", "1.2 乡镇人民政府 负责 inline", "2 各镇 负责 inline"],
    ),
    "a matter's department heads a clause, and a set of them": (
        "一、分工\n（一）水利部门。按照节水要求，做好巡查。\n（二）各有关部门。按照要求做好配合。",
        ["1.1 水利部门 负责 inline"],
    ),
    "a unit heads a clause": ("一、分工\n（一）县档案馆。负责整理水利档案。\n（二）目标。保障供水。", ["1.1 县档案馆 负责 inline"]),
    "an institution's second name is no bracket of units": ("一、甲。报县水利局（县河长办）备案。", []),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_the_clause_a_bracket_belongs_to(case: str) -> None:
    text, expected = PLACES[case]
    assert told(text) == expected


def test_brackets_and_label_lines_are_given_as_spans() -> None:
    text = "一、甲。做。（县水利局负责）\n二、乙。做。\n责任单位：县财政局"
    _, spans = duties.extract(text, clauses_of(text), COUNTY)
    assert [text[span.start : span.end] for span in spans] == ["（县水利局负责）", "责任单位：县财政局"]


def test_labels_inside_a_bracket_are_read_once() -> None:
    text = "一、扩大供水。（牵头领导：某某；牵头单位：县水利局；责任单位：各乡镇；完成时限：长期坚持）"
    assert [(duty.unit, duty.role) for duty in found(text)] == [("县水利局", "牵头单位"), ("各乡镇", "责任单位")]


def test_a_duty_has_its_full_name_and_its_deadline() -> None:
    (duty,) = found("一、甲。做。（责任单位：县人社局；完成时限：2025年6月底前）")
    assert (duty.canonical, duty.deadline) == ("溪源县人力资源和社会保障局", "2025年6月底前")


def test_a_row_of_a_table_is_the_quote_and_its_date_the_deadline() -> None:
    text = "一、清单。\n序号\t事项\t牵头单位\t配合单位\t完成时限\n1\t排查漏点\t县水利局\t县财政局\t2027年6月底前"
    duties_found = found(text)
    assert [duty.deadline for duty in duties_found] == ["2027年6月底前"] * 2
    assert {text[duty.span.start : duty.span.end] for duty in duties_found} == {text.splitlines()[-1]}


NAMES = st.sampled_from(["县水利局", "县财政局", "各乡（镇）", "县文化和旅游局", "团县委"])


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.integers(0, 40))
def test_line_breaks_inside_a_bracket_change_nothing(names: list[str], at: int) -> None:
    plain = "责任单位：" + "、".join(names)
    broken = plain[:at] + "\n" + plain[at:]
    reading = brackets.read(broken)
    assert reading is not None
    assert [unit for unit, _ in reading.units] == names


@given(st.text(alphabet="（）〔〕责任单位：县水利局、，。负责牵头\n一二三是各乡镇", max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    clauses = clauses_of(text) if text.strip() else []
    given_duties, spans = duties.extract(text, clauses, COUNTY)
    assert all(span.end <= len(text) for span in spans)
    assert all(duty.clause in {clause.eid for clause in clauses} for duty in given_duties)
