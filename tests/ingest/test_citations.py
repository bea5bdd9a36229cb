"""Documents named in a text: titles, numbers, relations, short names, and what stands in 《》 without being a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import citations
from ingest.model import Citation, Clause, Span, Work

PLAN = Work(
    "溪源县节水方案", doc_number="溪政发〔2022〕8号", level="county", region="溪源县", carrier="关于印发溪源县节水方案的通知"
)


def named(text: str, eid: str = "1", work: Work = PLAN) -> list[Citation]:
    span = Span(0, len(text))
    return list(citations.extract(text, [Clause(eid, "paragraph", None, None, None, span, span, Span(0, 0))], work))


FORMS = [
    ("为贯彻落实《云海省节水规划》，制定本方案。", [("云海省节水规划", "implements")]),
    ("修订《溪源县用水定额管理办法》。", [("溪源县用水定额管理办法", "cites")]),
    ("落实《节水规定》、《云海省节水条例》和《云海省水资源费征收办法》。", [("节水规定", "implements"), ("云海省节水条例", "implements"), ("云海省水资源费征收办法", "implements")]),
    ("《溪源县旧水价办法》同时废止。", [("溪源县旧水价办法", "repeals")]),
    ("现决定废止下列文件：\n1.《溪源县旧水价办法》（溪政发〔2012〕3号）\n2.《溪源县供水规定》", [("溪源县旧水价办法", "repeals"), ("溪源县供水规定", "repeals")]),
    ("二、继续有效的文件\n1.《溪源县节水办法》", [("溪源县节水办法", "cites")]),
    ("清理后废止2件：\n《溪源县旧水价办法》修订后执行。", [("溪源县旧水价办法", "cites")]),
    ("《云海省节水规划》自印发之日起施行，《溪源县旧水价办法》（溪政发〔2012〕3号）同时废止。", [("云海省节水规划", "cites"), ("溪源县旧水价办法", "repeals")]),
    ("《溪源县旧水价办法》第五条同时废止。", [("溪源县旧水价办法", "cites")]),
    ("关于《云海省节水规划》的政策解读", [("云海省节水规划", "interprets")]),
    ("省政府办公厅印发《云海省节水规划》以来，各地积极行动。", [("云海省节水规划", "cites")]),
    ("按照《云海省节\n水 规划》执行。", [("云海省节水规划", "cites")]),
    ("根据《云海省人民政府关于印发〈云海省节水规划〉的通知》要求。", [("云海省人民政府关于印发〈云海省节水规划〉的通知", "implements")]),
    ("落实云海省水利厅关于加强计划用水的通知（云水发〔2021〕3号）要求。", [("云海省水利厅关于加强计划用水的通知", "implements")]),
    ("推广《云海智造2030》经验。", [("云海智造2030", "cites")]),
    ("参照《城镇供水指南（试行）》。", [("城镇供水指南（试行）", "cites")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_a_title_with_its_relation(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.title, one.relation) for one in named(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "发出《用水整改意见书》。",
        "在《云海日报》开设专栏。",
        "拍摄纪录片《河口人家》。",
        "填报《用水情况统计表》。",
        "按《规划》要求，对照《实施方案》推进。",
        "依法发放《取水许可证》。",
        "报送《溪源县节水方案》进展。",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert named(text) == []


def test_a_document_repeals_the_older_one_of_its_own_title() -> None:
    (one,) = named("本方案自印发之日起施行，《溪源县节水方案》（溪政发〔2017〕3号）同时废止。")
    assert (one.doc_number, one.relation) == ("溪政发〔2017〕3号", "repeals")


def test_a_short_name_points_back() -> None:
    (one,) = named("落实《云海省节约用水中长期规划》（以下简称《节水规划》），宣传《节水规划》，推进《节水规划》。")
    assert (one.title, one.antecedent) == ("云海省节约用水中长期规划", "节水规划")


def test_the_number_after_a_title() -> None:
    (one,) = named("贯彻《云海省节水规划》（云政发〔2021〕3号）。")
    assert one.doc_number == "云政发〔2021〕3号"


def test_a_title_is_given_once_a_clause() -> None:
    assert len(named("落实《云海省节水条例》。依据《云海省节水条例》处罚。")) == 1


def test_a_notice_issues_its_plan() -> None:
    (one,) = named("现将《溪源县节水方案》印发给你们，请认真执行。", eid="N")
    assert (one.title, one.relation) == ("溪源县节水方案", "issues")


def test_a_notice_issues_its_plan_without_marks() -> None:
    (one,) = named("现将溪源县节水方案印发给你们，请认真执行。", eid="N")
    assert (one.title, one.relation, one.doc_number) == ("溪源县节水方案", "issues", "溪政发〔2022〕8号")


def test_a_notice_issues_two_plans() -> None:
    text = "《溪源县节水方案》《溪源县清河行动计划（2022-2025年）》已经县政府同意，现印发给你们。"
    assert [(one.title, one.relation) for one in named(text, eid="N")] == [
        ("溪源县节水方案", "issues"),
        ("溪源县清河行动计划（2022-2025年）", "issues"),
    ]


@given(st.text(alphabet="《》〈〉（）云海省节水条例印发落实。，\n〔〕2021号", max_size=120))
def test_any_text_gives_spans_with_their_titles(text: str) -> None:
    for one in named(text, work=Work("甲")):
        assert one.title and one.title in "".join(text[one.span.start : one.span.end].split())
