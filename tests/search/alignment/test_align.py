from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import parse
from ingest.model import Document
from search.alignment.align import align, narrowed, pair_clauses
from search.model import NotFound
from tests.builders import make_document
from tests.search.memory import Memory

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "align.toml").read_text("utf-8"))["case"]
SHARED = Path(__file__).parents[4] / "shared"


def plans(case: dict[str, Any]) -> tuple[Document, Document]:
    lower = make_document("下级方案", case["lower"], region=case["lower_region"], level="county", doc_type="方案")
    upper = make_document("上级方案", case["upper"], region=case["upper_region"], level="provincial", doc_type="方案")
    return lower, upper


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_pairs(case: dict[str, Any]) -> None:
    found = pair_clauses(*plans(case))
    assert [[pair.lower_eid, pair.upper_eid] for pair in found] == case["pairs"]
    relations = {pair.lower_eid: pair.relation for pair in found}
    assert all(relations[eid] == "restates" for eid in case.get("restated", []))


def test_a_pair_says_what_it_rests_on() -> None:
    pair = next(pair for pair in pair_clauses(*plans(CASES[0])) if pair.lower_eid == "2.1")
    assert pair.evidence["heading"] == "收集保护种质资源"
    assert pair.evidence["words"] in "开展全县农作物种质资源普查,建设县级资源库,登记地方老品种。"
    assert float(pair.evidence["share"]) > 0.9
    assert pair.evidence["place"] == "sibling"


def test_a_clause_of_figures_has_a_second_origin_where_it_borrows_from_another_clause() -> None:
    upper = """
一、|主要目标|
  梨园总面积稳定，其中设施梨园面积占比提高，贮藏能力翻番。
二、|重点任务|
  （一）|建设标准梨园|
    推广矮化密植，配套滴灌和防雹网。
  （二）|培育经营主体|
    支持合作社联合办社。
"""
    lower = """
一、|重点任务|
  （一）|建设标准梨园|
    推广滴灌。梨园总面积稳定，其中设施梨园面积占比提高，贮藏能力翻番。
  （二）|培育经营主体|
    支持合作社联合办社。
"""
    pairs = {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(*plans(case_of(lower, upper)))}
    assert {("1.1", "2.1"), ("1.1", "1")} <= pairs


def test_aims_whose_figures_stand_in_the_tasks_below_are_no_hole() -> None:
    tasks = "一、升级渔港码头\n浇筑防波堤，更换系缆桩。\n二、守住海上安全\n加密巡航，严查超员超载{}。\n"
    aims = "三、发展目标\n渔船智能终端安装率达到95%，培训船员2000人次。\n"
    texts = tasks.format("，渔船智能终端安装率达到97%"), tasks.format("") + aims
    lower, upper = (parse(text.encode(), path="plan.txt") for text in texts)
    assert ("2", "3") in {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(lower, upper)}


def test_a_figure_that_nothing_answers_shows_the_sentence_of_its_partner_that_speaks_of_it() -> None:
    text = "一、守住海上安全\n加密巡航，严查超员超载{}。{}\n"
    said = ("，不留死角", "渔港消防船艇全部到岗。"), ("", "渔港消防船艇配备率达到95%，船员体检率达到90%。")
    lower, upper = (parse(text.format(*own).encode(), path="plan.txt") for own in said)
    found = {row.upper.text: row for row in align(Memory(lower, upper), lower.id, upper.id).targets if row.upper}
    assert {row.verdict for row in found.values()} == {"uncovered"}
    assert sorted(row.evidence.get("sentence", "") for row in found.values()) == ["", "渔港消防船艇全部到岗。"]


@pytest.mark.parametrize(
    ("lower", "asked", "shown"),
    [
        ("渔港巡查员一日一记。", "渔港巡查员每日至少巡查2次。", True),
        ("渔政艇每趟巡航走足六十公里。", "渔港巡航里程达到5000公里。", True),
        ("无证渔船发现即拖离，做到应清尽清。", "无证渔船拖离率达到100%。", True),
        ("聘请渔政协管员。", "渔港巡航里程达到5000公里。", False),
        ("停靠渔船加装灯具六十盏。", "渔港巡航里程达到5000公里。", False),
    ],
)
def test_a_figure_of_the_same_sort_that_answers_no_other_one_is_shown(lower: str, asked: str, shown: bool) -> None:
    text = "一、守住海上安全\n加密巡航，严查超员超载。{}\n"
    below, above = (parse(text.format(own).encode(), path="plan.txt") for own in (lower, asked))
    found = [row for row in align(Memory(below, above), below.id, above.id).targets if row.verdict == "uncovered"]
    assert [(row.state, row.evidence.get("sentence")) for row in found] == [
        ("doubtful", lower) if shown else ("uncovered", None)
    ]


def test_what_is_to_be_mended_stands_in_the_order_of_the_upper_plan() -> None:
    upper = "一、巡查渔港\n加密巡航，严查超员超载。\n二、修船\n更换锈蚀船板。\n三、培训\n讲授海上急救。\n四、救助\n补给淡水和口粮。\n"
    upper += "五、晒网\n修补渔网，翻晒缆绳。\n"
    lower = "一、救助\n补给淡水和口粮。\n二、巡查渔港\n加密巡航，严查超员超载。\n"
    below, above = (parse(text.encode(), path="plan.txt") for text in (lower, upper))
    found = narrowed(align(Memory(below, above), below.id, above.id), "missing")
    assert [row.upper.place.labels[-1] for row in found.rows if row.upper] == ["二、修船", "三、培训", "五、晒网"]


def case_of(lower: str, upper: str) -> dict[str, str]:
    return {"lower": lower, "upper": upper, "lower_region": "溪源县", "upper_region": "澜岳省"}


def test_rows_stand_in_order_with_what_is_missing_and_what_is_new(county: Document, province: Document) -> None:
    found = align(Memory(province, county), county.id, province.id)
    assert [(row.status, row.lower and row.lower.clause_id, row.upper and row.upper.clause_id) for row in found.rows][-2:] == [
        ("missing", None, f"{province.id}#2.2.2"),
        ("local", f"{county.id}#2.3", None),
    ]
    assert found.lower.id == county.id
    assert found.upper.id == province.id


def test_the_summary_counts_what_the_rows_show(county: Document, province: Document) -> None:
    found = align(Memory(province, county), county.id, province.id)
    assert sum(found.summary.values()) == len(found.rows) + len(found.targets)
    for row in found.rows:
        assert found.summary[row.status] == sum(other.status == row.status for other in found.rows)
    assert {row.verdict: row.lower.target.indicator for row in found.targets if row.lower} == {
        "scaled": "累计培训",
        "stricter": "集体协商建制率",
    }


def test_a_heading_over_clauses_is_neither_missing_nor_new_by_itself() -> None:
    case = next(case for case in CASES if case["name"].startswith("a part for all tasks"))
    lower, upper = plans(case)
    found = align(Memory(upper, lower), lower.id, upper.id)
    assert [bool(row.lower and row.upper) for row in found.rows] == [True] * 4
    alone = make_document(
        "空方案", "一、|其他|\n  （一）||张榜公布举报电话。", region="溪源县", level="county", doc_type="方案"
    )
    bare = align(Memory(upper, alone), alone.id, upper.id)
    assert {row.status for row in bare.rows} == {"missing", "local"}
    assert [row.lower.place.labels for row in bare.rows if row.lower] == [("一、其他", "（一）")]
    assert all(row.upper.text for row in bare.rows if row.upper)


def test_align_of_an_unknown_document_says_so(county: Document) -> None:
    with pytest.raises(NotFound):
        align(Memory(county), county.id, "none")


words = st.text(alphabet="全省县发展建设农田水利教育卫生，。〇一", max_size=30)
plan = st.lists(st.tuples(st.integers(0, 2), words, words), min_size=1, max_size=8)


def outline(rows: list[tuple[int, str, str]]) -> str:
    depth, lines = -1, []
    for wanted, heading, body in rows:
        depth = min(wanted, depth + 1)
        lines.append(f"{'  ' * depth}一、|{heading}|{body}")
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(plan, plan)
def test_any_two_plans_align(below: list[tuple[int, str, str]], above: list[tuple[int, str, str]]) -> None:
    lower = make_document("甲", outline(below), region="溪源县", level="county")
    upper = make_document("乙", outline(above), region="澜岳省", level="provincial")
    pairs = [(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(lower, upper)]
    assert len(pairs) == len(set(pairs))
    assert {a for a, _ in pairs} <= {clause.eid for clause in lower.clauses}
    assert {b for _, b in pairs} <= {clause.eid for clause in upper.clauses}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared evaluation set is not here")
def test_a_real_county_plan_against_its_province() -> None:
    gold = json.loads((SHARED / "eval/gold/links.json").read_text("utf-8"))
    lower, upper = (_annotated(name) for name in ("002", "000"))
    sure = {(row["from"].split("#")[1], row["to"].split("#")[1]) for row in gold if row["strength"] != "weak"}
    weak = {(row["from"].split("#")[1], row["to"].split("#")[1]) for row in gold if row["strength"] == "weak"}
    found = {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(lower, upper)} - weak
    assert 2 * len(found & sure) / (len(found) + len(sure)) >= 0.97


def _annotated(name: str) -> Document:
    file = json.loads((SHARED / f"eval/gold/{name}.json").read_text("utf-8"))["file"]
    return parse((SHARED / "documents" / file).read_bytes(), path=file)


def test_a_plan_taken_out_while_it_is_aligned_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    lower, upper = plans(CASES[0])
    reader = Memory(upper, lower)
    monkeypatch.setattr(reader, "places", lambda _: {})
    with pytest.raises(NotFound, match="被移除或更新"):
        align(reader, lower.id, upper.id)
