"""Texts in traditional characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parse
from ingest.account import account
from ingest.traditional import _SIMPLIFIED, _TRADITIONAL, simplified

PLAN = (
    "溪源縣人民政府辦公室關於印發《溪源縣節水實施方案》的通知\n\n各鎮人民政府：\n\n現將《溪源縣節水實施方案》印發給你們。\n\n溪源縣人民政府辦公室\n\n2031年3月4日\n\n"
    "溪源縣節水實施方案\n\n為加強節水，制定本方案。\n\n一、總體目標\n\n到2035年，農業用水計量率達到80%，建成「節水示範區」5個。\n\n二、重點任務\n\n"
    "（一）改造管網。全面排查漏點，更換老舊管道。（責任單位：縣水務局、縣財政局）\n\n（二）加強監測。各鎮要建立臺賬。（牽頭單位：縣水務局，配合單位：縣發展改革局）\n"
)


def test_a_plan_in_traditional_characters() -> None:
    document = parse(PLAN.encode(), path="方案.txt")
    assert account(document).coverage == 1
    work = document.work
    assert (work.title, work.issuers, work.region) == ("溪源县节水实施方案", ("溪源县人民政府办公室",), "溪源县")
    assert [(clause.eid, clause.heading) for clause in document.clauses] == [
        ("N", None),
        ("0", None),
        ("1", "总体目标"),
        ("2", "重点任务"),
        ("2.1", "改造管网"),
        ("2.2", "加强监测"),
    ]
    assert [(duty.clause, duty.unit, duty.role) for duty in document.duties] == [
        ("2.1", "县水务局", "责任单位"),
        ("2.1", "县财政局", "责任单位"),
        ("2.2", "各镇", "负责"),
        ("2.2", "县水务局", "牵头单位"),
        ("2.2", "县发展改革局", "配合单位"),
    ]
    assert len(document.targets) == 2
    assert "“节水示范区”" in document.text


@given(st.text(st.sampled_from(_TRADITIONAL + "的一、。「」\n 20"), max_size=200))
def test_one_character_for_one(text: str) -> None:
    read = simplified(text)
    assert len(read) == len(text)
    assert simplified(read) == read


@pytest.mark.parametrize(
    "text", ["溪源县人民政府关于溪源縣誌的批复：同意编修县志，由县地方志办公室负责，县财政局保障经费。", "", "GB/T 9704"]
)
def test_single_traditional_characters_stay(text: str) -> None:
    assert simplified(text) == text


def test_the_pairs_are_pairs() -> None:
    assert len(_TRADITIONAL) == len(_SIMPLIFIED) == len(set(_TRADITIONAL))
    assert not set(_TRADITIONAL) & set(_SIMPLIFIED)
