"""Outline -> clause tree, one table row a form. A tree is written `eid marker|heading`."""

from __future__ import annotations

import pytest

from ingest.model import Span
from ingest.structure import Zone, outline


def tree(text: str) -> list[str]:
    clauses, _ = outline(text, Zone(Span(0, len(text))), {})
    return [f"{c.eid} {c.marker or ''}|{c.heading or ''}" for c in clauses]


def odd(text: str) -> list[str]:
    return [issue.code for issue in outline(text, Zone(Span(0, len(text))), {})[1]]


FORMS = {
    "GB/T 9704 levels, headings on lines of their own": (
        "为推进节水，制定本方案。\n一、总体要求\n（一）指导思想\n坚持节水优先。\n二、任务\n（一）管网\n1.查漏。全面排查漏点。\n（1）分区。\n2.更新。更换旧管。",
        ["0 |", "1 一、|总体要求", "1.1 （一）|指导思想", "2 二、|任务", "2.1 （一）|管网", "2.1.1 1.|查漏", "2.1.1.1 （1）|", "2.1.2 2.|更新"],
    ),
    "items run on over sections": (
        "一、甲\n（一）节流\n1.查漏。排查。\n2.更新。更换。\n（二）开源\n3.再生水。利用。\n4.雨水。收集。",
        ["1 一、|甲", "1.1 （一）|节流", "1.1.1 1.|查漏", "1.1.2 2.|更新", "1.2 （二）|开源", "1.2.1 3.|再生水", "1.2.2 4.|雨水"],
    ),
    "typed variants: —、 for 一、, half-width brackets, 1． 1、 1﹒": (
        "—、甲\n(一)乙\n1．丙。做。\n2、丁。做。\n二、戊\n(一)己\n1﹒庚。做。",
        ["1 —、|甲", "1.1 (一)|乙", "1.1.1 1．|丙", "1.1.2 2、|丁", "2 二、|戊", "2.1 (一)|己", "2.1.1 1﹒|庚"],
    ),
    "principles": (
        "一、基本原则\n——节水优先。把节水放在首位。\n——量水而行，以水定城。严格管控。\n二、任务\n全面推进。",
        ["1 一、|基本原则", "1.1 ——|节水优先", "1.2 ——|量水而行，以水定城", "2 二、|任务"],
    ),
    "一是二是 with headings of their own": (
        "一、措施\n一是加强查漏。每年排查一次。二是加快更新。更换旧管。三是强化宣传。进社区。",
        ["1 一、|措施", "1.1 一是|加强查漏", "1.2 二是|加快更新", "1.3 三是|强化宣传"],
    ),
    "一是二是 as run-on sentences have none": (
        "一、措施\n要抓三件事。一是全面排查供水管网，建立台账，实行销号管理。二是加快更换老旧管材，优先使用球墨铸铁管。",
        ["1 一、|措施", "1.1 一是|", "1.2 二是|"],
    ),
    "一是 without 二是 is a word": ("一、措施\n水厂之一是新建的，另一是改建的。", ["1 一、|措施"]),
    "no line breaks at all": (
        "为推进节水，现提出意见。一、总体目标到2027年全面建成。二、主要任务（一）查漏。排查漏点。（二）更新。更换旧管。三、保障措施（三）加强领导。",
        ["0 |", "1 一、|总体目标", "2 二、|主要任务", "2.1 （一）|查漏", "2.2 （二）|更新", "3 三、|保障措施", "3.1 （三）|"],
    ),
    "chapters and articles": (
        "第一章　总则\n第一条　为节约用水，制定本办法。\n第二条　本办法适用于全县。按照第三条规定执行。\n第二章　管理\n第三条　实行计划用水。",
        ["1 第一章|总则", "1.1 第一条|", "1.2 第二条|", "2 第二章|管理", "2.1 第三条|"],
    ),
    "boxes stand in their section and keep their own lists": (
        "一、任务\n（一）管网\n1.查漏。排查。\n专栏1 重点工程\n1.老旧管网改造。\n2.分区计量。\n2.更新。更换。\n（二）再生水\n提高利用率。",
        ["1 一、|任务", "1.1 （一）|管网", "1.1.1 1.|查漏", "1.1.B1 专栏1|重点工程", "1.1.2 2.|更新", "1.2 （二）|再生水"],
    ),
    "two boxes of one number": ("一、任务\n推进。\n专栏1 工程\n管网。\n专栏1 项目\n水厂。", ["1 一、|任务", "1.B1 专栏1|工程", "1.B2 专栏1|项目"]),
    "decimal outline of technical plans": (
        "1总则\n1.1编制目的\n保障供水。\n1.2适用范围\n全县。\n2组织\n2.1领导机构\n县政府。\n2.1.1职责\n统筹。\n2.1.2 分工\n到2.5亿元。",
        ["1 1|总则", "1.1 1.1|编制目的", "1.2 1.2|适用范围", "2 2|组织", "2.1 2.1|领导机构", "2.1.1 2.1.1|职责", "2.1.2 2.1.2|分工"],
    ),
    "questions and answers": (
        "一、为什么要制定本规划？\n因为用水偏紧。\n二、主要目标是什么？\n到2027年漏损率降到9%。",
        ["1 一、|为什么要制定本规划？", "2 二、|主要目标是什么？"],
    ),
    "问 and 答": ("问：为什么节水？\n答：水不够用。\n问：怎么节水？\n答：一水多用。", ["1 问|为什么节水？", "2 问|怎么节水？"]),
    "led paragraphs": (
        "一、支持改造\n支持管网更新。对更换旧管的给予补助。\n支持分区计量。对安装水表的给予补助。\n二、附则\n由县水利局解释。",
        ["1 一、|支持改造", "1.1 |支持管网更新", "1.2 |支持分区计量", "2 二、|附则"],
    ),
    "closing paragraph speaks of the whole": ("一、任务\n全面推进节水。\n本办法自印发之日起施行。", ["1 一、|任务", "2 |"]),
    "look-alikes": (
        "一、目标\n漏损率7.5%，2025年达标。按照第三条和附件（二）的要求，用水1.2亿立方米。\n二、任务\n推进。",
        ["1 一、|目标", "2 二、|任务"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    text, expected = FORMS[form]
    assert tree(text) == expected


def test_a_zone_with_a_prefix_has_a_root() -> None:
    text = "附件\n任务分工表\n一、查漏\n县水利局。"
    clauses, _ = outline(text, Zone(Span(9, len(text)), "A", Span(3, 8), Span(0, 2)), {})
    assert [(c.eid, c.parent, c.heading) for c in clauses] == [("A", None, "任务分工表"), ("A.1", "A", "查漏")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("一、甲\n做。\n二、乙\n做。\n四、丙\n做。", ["gap"]),
        ("一、甲\n做。\n二、乙\n做。\n二、丙\n做。", ["repeated"]),
        ("一、甲\n做。\n二、乙\n做。", []),
    ],
)
def test_odd_numbers_are_kept_and_said(text: str, codes: list[str]) -> None:
    assert odd(text) == codes
    assert len(tree(text)) == text.count("、")
