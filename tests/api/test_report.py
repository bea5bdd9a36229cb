from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date

import docx
import openpyxl
import pytest

from api import words
from api.files.report import Report, report
from api.files.report_files import FORMATS, write
from ingest.model import Document
from search.alignment.align import align, narrowed
from search.alignment.model import ALIGN_FILTERS, Alignment
from search.model import CitedDocument, DocumentCard, LibraryError
from tests.builders import make_document
from tests.search.memory import Memory

UPPER = """
为振兴茶业，制定本方案。
一、|主要目标|
  {到2026年绿色茶园占比达到60%|绿色茶园占比|>=|60|%|2026}。
二、|重点任务|
  （一）|改造低产茶园|
    企业应当建立茶园台账。分批改植换种树龄偏大的茶园1200亩。
  （二）|举办采茶大赛|
    每年秋天在茶乡轮流举办。
"""
LOWER = """
为振兴茶业，制定本方案。
一、|主要目标|
  {到2026年绿色茶园占比达到55%|绿色茶园占比|>=|55|%|2026}。
二、|重点任务|
  （一）|改造低产茶园|
    企业可以建立茶园台账。分批改植换种树龄偏大的茶园86亩。（责任单位：县农业局）
  （二）|=1+1<b>|
    =HYPERLINK("x")修建骑行驿站\x07。
"""


def _card(title: str, number: str, **more: str) -> DocumentCard:
    return DocumentCard("a", "a.txt", title, number, (), "2019-01-01", "provincial", "澜岳省", "条例", None, 1, 0, 0, 0, **more)


CITED = (
    CitedDocument("澜岳省茶业发展条例", None, ("x#0",), (), None),
    CitedDocument("澜岳省茶业规划", None, ("x#0",), (), _card("澜岳省茶业规划", "澜政发〔2018〕1号", repealed_by="b#1")),
    CitedDocument("澜岳省茶叶标准", None, ("x#0", "x#1"), (), _card("澜岳省茶叶标准", "澜政发〔2020〕1号")),
    CitedDocument(
        "澜岳省茶业条例", "澜人发〔2019〕2号", ("x#0",), (), _card("澜岳省茶业条例", "澜人发〔2019〕20号"), "number"
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Alignment:
    upper = make_document("澜岳省茶业方案", UPPER, region="澜岳省", level="provincial", doc_type="方案", date="2024-01-01")
    lower = make_document("溪源县茶业方案", LOWER, region="溪源县", level="county", doc_type="方案", date="2024-06-01")
    return align(Memory(upper, lower), lower.id, upper.id)


@pytest.fixture(scope="module")
def made(found: Alignment) -> Report:
    return report(found, CITED, today=date(2026, 3, 1))


def test_the_summary_agrees_with_the_tables(made: Report) -> None:
    targets, missing, local, every, citations = (table.rows for table in made.tables)
    shown = {
        "指标": Counter(row.state for row in targets),
        "条款": Counter(row.state for row in every if row.level == "clause"),
        "句子": Counter(row.state for row in every if row.level == "sentence"),
        "引用": Counter(row.state for row in citations),
    }
    shown["句子"] |= {
        name: sum(words.SENTENCE_STATUSES[name] in row.note for row in every if row.level == "sentence")
        for name in ("weaker", "stronger")
    }
    for count in made.counts:
        code = next(code for (group, code), rule in words.COUNT_RULES.items() if rule == count.rule and group == count.group)
        assert count.number == shown[count.group][code], count
    assert Counter(row.state for row in missing) == {"missing": shown["条款"]["missing"]}
    assert [row.lower.label for row in local if row.lower] == ["二、重点任务 › （二）=1+1<b>"]


def test_what_is_lower_comes_first_and_a_weaker_word_is_named(made: Report) -> None:
    assert [row.word for row in made.tables[0].rows][:1] == ["偏松"]
    notes = [row.note for row in made.tables[3].rows]
    assert any("语气减弱：应当→可以" in note for note in notes)


def test_the_first_page_tells_what_to_look_at(made: Report) -> None:
    assert {point.word: (point.number, point.lines) for point in made.points} == {
        "偏松的指标": (1, ("上级 绿色茶园占比 ≥60%（2026年）；本级 绿色茶园占比 ≥55%（2026年）",)),
        "语气减弱": (1, ("二、重点任务 › （一）改造低产茶园：应当→可以",)),
        "本级缺的条款": (1, ("二、重点任务 › （二）举办采茶大赛",)),
        "疑似对应、待核对的条款": (0, ()),
        "未承接的指标": (0, ()),
        "疑似对应、待核对的指标": (0, ()),
        "须核对的引用": (2, ("文号不一致：《澜岳省茶业条例》（澜人发〔2019〕2号）", "已废止：《澜岳省茶业规划》")),
    }


@pytest.mark.parametrize("only", ALIGN_FILTERS)
def test_a_filtered_report_names_its_filter_and_counts_what_it_shows(found: Alignment, only: str) -> None:
    made = report(found, CITED, only=only, today=date(2026, 3, 1))
    assert any(words.ALIGN_FILTERS[only] in note for note in made.notes)
    clauses = sum(count.number for count in made.counts if count.group == "条款")
    assert clauses == sum(row.level == "clause" for row in made.tables[3].rows)
    assert sum(count.number for count in made.counts if count.group == "指标") == len(made.tables[0].rows)
    assert len(made.tables[4].rows) == (0 if only else len(CITED))


def test_filters_leave_what_they_name(found: Alignment) -> None:
    left = {only: narrowed(found, only) for only in ALIGN_FILTERS}
    assert {row.status for row in left["missing"].rows} == {"missing"}
    assert {row.status for row in left["local"].rows} == {"local"}
    assert [row.verdict for row in left["looser"].targets] == ["looser"]
    assert all(any(s.weaker for s in row.sentences) for row in left["weaker"].rows)
    assert len(left["holes"].rows) == len(left["missing"].rows) + len(left["weaker"].rows)
    assert narrowed(found, "") is found


def test_word_opens_with_all_tables_and_marks(made: Report) -> None:
    opened = docx.Document(io.BytesIO(write(made, "docx")))
    assert opened.paragraphs[0].text == "《溪源县茶业方案》与上级文件对照报告"
    assert len(opened.tables) == 1 + len(made.tables)
    marked = {
        run.text
        for row in opened.tables[4].rows
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
        if run.underline
    }
    assert {"1200", "86", "应当", "可以"} <= marked


def test_excel_holds_text_and_no_formula(made: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(made, "xlsx")))
    assert book.sheetnames == ["概况", "指标对照", "缺项", "新增", "逐条对照", "引用核对"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert book["概况"]["C2"].value == made.counts[0].number


def test_the_page_needs_nothing_else_and_escapes_the_text(made: Report) -> None:
    text = write(made, "html").decode()
    assert not re.search(r"(?:src|href)=|url\(|@import|<script", text)
    assert "=1+1&lt;b&gt;" in text
    assert "\x07" not in text
    assert '<mark class="figure">1200</mark>' in text


def test_an_unknown_form_is_told(made: Report) -> None:
    with pytest.raises(LibraryError, match="pdf"):
        write(made, "pdf")
    assert set(FORMATS) == {"docx", "xlsx", "html"}


def test_identical_plans_have_nothing_to_mend(province: Document) -> None:
    tables = report(align(Memory(province), province.id, province.id), ()).tables
    assert [len(table.rows) for table in tables[1:3]] == [0, 0]


@pytest.fixture
def province() -> Document:
    return make_document("澜岳省茶业方案", UPPER, region="澜岳省", level="provincial", doc_type="方案", date="2024-01-01")
