"""Every character of a source is accounted for once, by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Document, parse
from ingest.account import account
from ingest.canonical.text import canonical
from ingest.load import load
from ingest.model import Discard
from tests.ingest import ofd_pages, pdf_pages, word
from tests.ingest.printing import Sheet, sample, sheets

INVISIBLE = "\u2060\u200b"
PLAN = "溪源县节水方案\n一、总体要求\n坚持节水优先。\n二、任务\n更新管网。\n"
PAGED = "".join(f"溪源县水务简讯\n第{n}页的话写在这里，讲第{n}件事。\n又一段话。\n— {n} —\n\f" for n in range(1, 5))


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        pytest.param("一、总体要求\n坚持节水优先。\n\n\n", {"space": 3}, id="line breaks"),
        pytest.param("节\u200b水\ufeff优先。", {"invisible": 2}, id="zero-width characters"),
        pytest.param("## 节水\n**优先**。", {"markup": 6, "space": 1}, id="Markdown marks"),
        pytest.param("加强节水宣传工作\n加强节水宣传工作\n好。", {"doubled": 8, "space": 1}, id="a heading drawn twice"),
        pytest.param("一 、 节 水一 、 节 水", {"doubled": 4, "space": 6}, id="a heading doubled in its line"),
        pytest.param("甲。\n- 12 -\n乙。", {"page-number": 6, "space": 1}, id="page number"),
        pytest.param(PAGED, {"running-head": 21, "page-number": 20, "space": 12}, id="running heads"),
    ],
)
def test_discards_are_named(raw: str, kinds: dict[str, int]) -> None:
    assert {discard.kind: discard.size for discard in canonical(raw).discards} == kinds


def test_a_running_head_stays_where_it_stands_first() -> None:
    text = canonical(PAGED).text
    assert text.count("溪源县水务简讯") == 1 and all(f"讲第{n}件事" in text for n in range(1, 5))


@given(st.text(alphabet="一、（）1.。，；：\n \u3000\t\f\xa0A9国务院⼯⻔《》#>*—-第页\u200b\ufeff", max_size=200))
def test_text_and_discards_partition_the_source(raw: str) -> None:
    shape = canonical(raw)
    ranges = sorted(
        [(source, source + length) for _, source, length in shape.offsets.runs]
        + [pair for discard in shape.discards for pair in discard.ranges]
    )
    at = 0
    for start, end in ranges:
        assert start == at
        at = end
    assert at == len(raw)
    assert "lost" not in {discard.kind for discard in shape.discards}


def test_account_adds_up() -> None:
    parsed = parse(PLAN.encode(), path="方案.txt")
    made = account(parsed)
    assert made.coverage == 1
    assert made.size == len(PLAN) == made.clauses + sum(made.elements.values()) + sum(made.discards.values())
    assert made.elements["title"] == 7


def test_what_is_lost_or_twice_lowers_the_coverage() -> None:
    parsed = parse(PLAN.encode(), path="方案.txt")
    lost = replace(parsed, clauses=parsed.clauses[:-1])
    twice = replace(parsed, elements=(*parsed.elements, parsed.elements[0]))
    unnamed = replace(parsed, discards=(Discard("lost", tuple(p for d in parsed.discards for p in d.ranges)),))
    assert all(account(document).coverage < 1 for document in (lost, twice, unnamed))


def _characters(*texts: str) -> Counter[str]:
    return Counter(char for text in texts for char in text if not char.isspace() and char not in INVISIBLE)


PAGE = """<html><body><div class="nav"><a href="/">首页</a> <a href="/z">政策文件</a></div><p style="display:none">分享提示</p>
<div id="content"><h1>溪源县节水方案</h1><p>一、总体要求</p><p>坚持节水优先，做好管网更新。</p><table><tr><td>任务</td><td>单位</td></tr>
<tr><td>改造</td><td>县水利局</td></tr></table></div><div class="footer">版权所有：溪源县人民政府</div><script>var a = 1;</script></body></html>"""
RUN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密注</w:t></w:r>"
DELETED = "<w:del><w:r><w:delText>旧的话</w:delText></w:r></w:del>"


def test_what_a_web_page_shows_is_text_or_left_out() -> None:
    from lxml import html

    loaded, _ = load(PAGE.encode(), "方案.html")
    shown = html.document_fromstring(PAGE.replace("<script>var a = 1;</script>", "")).find("body").text_content()
    assert _characters(loaded.text.replace("# ", ""), *(left.text for left in loaded.left_out)) == _characters(shown)
    assert {left.kind for left in loaded.left_out} == {"navigation", "hidden"}


def test_what_a_word_file_holds_is_text_or_left_out() -> None:
    loaded, _ = load(word.package(word.p("坚持节水优先。").replace("</w:p>", f"{RUN}{DELETED}</w:p>")), "方案.docx")
    assert loaded.text == "坚持节水优先。\n"
    assert sorted(loaded.left_out) == [("deleted", "旧的话"), ("hidden", "密注")]


@pytest.mark.parametrize(("suffix", "written"), [(".pdf", pdf_pages.written), (".ofd", ofd_pages.written)])
def test_what_pages_print_is_text_or_left_out(suffix: str, written: Callable[[Sequence[Sheet]], bytes]) -> None:
    pages = sheets(sample("water-1-national-plan.txt"), head="澜岳省人民政府公报")
    printed = [text for sheet in pages for _, _, text in sheet.texts]
    data = written(pages)
    loaded, _ = load(data, f"规划{suffix}")
    assert _characters(loaded.text, *(left.text for left in loaded.left_out)) == _characters(*printed)
    made = account(parse(data, path=f"规划{suffix}"))
    assert made.coverage == 1
    assert made.discards["running-head"] == len(pages) * len("澜岳省人民政府公报")
    assert made.discards["page-number"] > 0


def test_discards_survive_json() -> None:
    parsed = parse(PAGED.encode(), path="简讯.txt")
    assert len(parsed.discards) == 3
    assert Document.from_dict(json.loads(json.dumps(parsed.to_dict()))) == parsed
