"""Tables flattened to spaces: rows like those of a real table, or left alone where the columns are in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parse
from ingest.account import account
from ingest.canonical.flat_tables import with_tabs

ROWS = ["序号 工作任务 责任单位 完成时限", "1 改造管网30公里 县水务局 2030年底", "2 安装水表2万只 县财政局、县水务局 2029年底"]
PLAN = "溪源县节水工作方案\n一、目标\n总量3亿立方米。\n二、任务\n分工如下：\n{}\n三、保障\n加强领导。\n"


@pytest.mark.parametrize("gap", [" ", "   ", "\u3000", "\t"], ids=["space", "spaces", "ideographic", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_rows_are_clauses_with_their_units(gap: str, end: str) -> None:
    document = parse(PLAN.format(end.join(ROWS)).replace(" ", gap).encode(), path="方案.txt")
    assert [(c.eid, c.marker) for c in document.clauses if c.parent == "2"] == [("2.1", "1"), ("2.2", "2")]
    assert [(d.clause, d.unit, d.deadline) for d in document.duties] == [
        ("2.1", "县水务局", "2030年底"),
        ("2.2", "县财政局", "2029年底"),
        ("2.2", "县水务局", "2029年底"),
    ]
    assert account(document).coverage == 1


WIDE = ["工作任务  牵头单位  配合单位", "改造管网 30公里  县水务局  县财政局、县发改局", "安装水表  县住建局  县水务局"]


@pytest.mark.parametrize(
    "gap", ["  ", "     ", "\u3000", "\u3000\u3000"], ids=["two", "five", "ideographic", "two ideographic"]
)
def test_rows_parted_by_wide_gaps_below_a_head_of_units(gap: str) -> None:
    document = parse(PLAN.format("\n".join(WIDE).replace("  ", gap)).encode(), path="方案.txt")
    assert [(d.clause, d.unit, d.role) for d in document.duties] == [
        ("2.1", "县水务局", "牵头单位"),
        ("2.1", "县财政局", "配合单位"),
        ("2.1", "县发改局", "配合单位"),
        ("2.2", "县住建局", "牵头单位"),
        ("2.2", "县水务局", "配合单位"),
    ]
    assert account(document).coverage == 1


@pytest.mark.parametrize(
    "lines",
    [
        WIDE[:2],
        [*WIDE, "水务局"],
        [WIDE[0], "开展节水  宣传  县水务局  各镇", *WIDE[1:]],
        ["工作任务  完成时间  进度", *WIDE[1:]],
    ],
    ids=["one row", "a cell over two lines", "a gap in a cell", "no units"],
)
def test_wide_gaps_in_doubt_stay(lines: list[str]) -> None:
    assert with_tabs("\n".join(lines)) == "\n".join(lines)


def test_a_table_that_is_the_document() -> None:
    document = parse(("溪源县节水任务分工表\n" + "\n".join(ROWS)).encode(), path="分工.txt")
    assert document.work.title == "溪源县节水任务分工表"
    assert [clause.marker for clause in document.clauses if clause.kind == "item"] == ["1", "2"]


@pytest.mark.parametrize(
    "lines",
    [
        ROWS[:2],
        [*ROWS, "3 宣传 节水 各乡镇 长期"],
        [*ROWS, "3 开展节水宣传进", "村入户 各乡镇 长期", "4 检查验收 县水务局 2030年底"],
        [*ROWS[:2], "3 检查验收 县水务局 2030年底"],
        ["序号按工作任务 编排 不再变动。", *ROWS[1:]],
    ],
    ids=["one row", "a space in a cell", "a row over two lines", "out of order", "a sentence"],
)
def test_what_is_in_doubt_stays(lines: list[str]) -> None:
    assert with_tabs("\n".join(lines)) == "\n".join(lines)


def test_a_cell_over_two_lines_leaves_the_table() -> None:
    lines = "\n".join([*ROWS, "至2030年", "3 检查验收 县水务局 2030年底"])
    assert with_tabs(lines) == lines


@given(st.text(alphabet="序号任务 \u3000\t\n\r12县局。|", max_size=80))
def test_one_character_for_one(text: str) -> None:
    made = with_tabs(text)
    assert len(made) == len(text)
    assert all(new == old or (old in " \u3000" and new in "\t\u200b") for new, old in zip(made, text, strict=True))
