"""Notes 注： and footnotes: no clause of the plan counts their numbers, and they end no clause with their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ingest import Document, parse
from ingest.account import account
from tests.ingest.typed_pages import BODY, TITLE, Line, as_ofd, as_pdf

NOTE = "注：1.用水总量为约束性指标；2.漏损率为预期性指标。\n"


def told(text: str) -> list[str]:
    document = parse(("溪源县节水工作方案\n为推进节水，制定本方案。\n" + text).encode(), path="方案.txt")
    assert account(document).coverage == 1
    return [f"{clause.eid} {clause.marker or document.quote(clause.own)[:3].strip()}" for clause in document.clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"一、目标\n如下表。\n指标\t2030年\n用水总量\t3\n{NOTE}二、任务\n", ["1 一、", "1.1 注：1", "2 二、"]),
        (f"一、目标\n{NOTE}（一）总量。控制总量。\n（二）强度。\n", ["1 一、", "1.1 （一）", "1.2 （二）"]),
        (f"一、目标\n{NOTE}3.另有规定的从其规定。\n二、任务\n", ["1 一、", "1.1 注：1", "2 二、"]),
        (
            f"一、任务\n1.查漏。排查。\n2.改造。改造管网。\n{NOTE}3.宣传。宣传节水。\n",
            ["1 一、", "1.1 1.", "1.2 2.", "1.2.1 注：1", "1.3 3."],
        ),
        ("一、目标\n总量3亿立方米①。\n①指新水量。\n二、任务\n", ["1 一、", "1.1 ①指新", "2 二、"]),
        ("一、目标\n总量3亿立方米①，漏损率9%②。\n①指新水量。\n②指公共管网。\n二、任务\n", ["1 一、", "1.1 ①指新", "2 二、"]),
        ("一、任务\n抓好以下工作：\n①查漏。\n②改造。\n", ["1 一、", "1.1 ①", "1.2 ②"]),
        ("一、注册管理\n1.注重质量。\n2.注册登记。\n", ["1 一、", "1.1 1.", "1.2 2."]),
    ],
    ids=[
        "below a table",
        "above sections",
        "goes on",
        "list goes on",
        "footnote",
        "footnotes",
        "a list",
        "other words with 注",
    ],
)
def test_notes(text: str, expected: list[str]) -> None:
    assert told(text) == ["0 为推进", *expected]


@pytest.mark.parametrize("printed", [as_pdf, as_ofd], ids=["pdf", "ofd"])
def test_footnotes_of_a_page_are_left_out_and_told(printed: Callable[[Sequence[Line]], Document]) -> None:
    document = printed([*TITLE, ("body", BODY), ("small", "1 老旧管道指使用三十年以上的管道，含各类附属设施及其阀门井。")])
    assert "附属设施" not in document.text
    assert account(document).discards["footnote"] > 20
    assert account(document).coverage == 1
    assert any("老旧管道指" in issue.message for issue in document.issues if issue.code == "left-out")


@pytest.mark.parametrize("printed", [as_pdf, as_ofd], ids=["pdf", "ofd"])
def test_small_rows_without_a_sign_stay(printed: Callable[[Sequence[Line]], Document]) -> None:
    assert "附属设施" in printed([*TITLE, ("body", BODY), ("small", "说明老旧管道含各类附属设施及其阀门井。")]).text
