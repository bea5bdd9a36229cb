"""Tables as files, opened again by the libraries of Excel and Word."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from api.files.exports import FORMATS, Sheet, write
from api.files.office import clean, is_formula, sheet_name
from search.model import LibraryError

NASTY = ("=1+1", "+86", "-5", "@SUM(A1)", "\t=2", "＝1", "正常\x00文字\x0b")


def sheet_of(*rows: str) -> Sheet:
    return Sheet("试表", (("甲", 10), ("乙", 20)), tuple((n, text) for n, text in enumerate(rows)), (), ("筛选条件：无",))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_text_that_looks_like_a_formula_stays_text_in_excel() -> None:
    rows = list(opened(write(sheet_of(*NASTY), "xlsx")).worksheets[0].iter_rows(min_row=2))
    assert [row[1].value for row in rows] == [clean(text) for text in NASTY]
    assert {row[1].data_type for row in rows} == {"s"}
    assert [row[1].quotePrefix for row in rows] == [is_formula(text) for text in NASTY]


def test_text_that_looks_like_a_formula_is_inert_in_csv() -> None:
    data = write(sheet_of(*NASTY), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [row[1] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]
    assert cells[:-1] == ["'" + text for text in NASTY[:-1]]
    assert cells[-1] == "正常文字"


def test_a_sheet_reads_and_prints_well() -> None:
    page = opened(write(sheet_of("一", "二"), "xlsx")).worksheets[0]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.column_dimensions["B"].width == 20
    assert page["B2"].alignment.wrap_text
    assert [page.cell(row, 1).number_format for row in (2, 3)] == ["General", "General"]
    large = opened(write(Sheet("大数", (("值", 10),), ((84_000_000,), (9.5,)), (), ()), "xlsx")).worksheets[0]
    assert [large["A2"].number_format, large["A3"].number_format] == ["#,##0", "General"]
    long = opened(write(sheet_of("长" * 95), "xlsx")).worksheets[0]
    assert long.row_dimensions[2].height == 10 * 15 + 3


def test_a_word_table_is_a4_landscape_with_a_repeated_head_and_east_asian_fonts() -> None:
    document = docx.Document(io.BytesIO(write(sheet_of(*NASTY), "docx")))
    section, table = document.sections[0], document.tables[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None and round(section.page_width.cm, 1) == 29.7
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert [row.cells[1].text for row in table.rows][1:5] == ["=1+1", "+86", "-5", "@SUM(A1)"]
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert document.paragraphs[0].runs[0]._element.xpath("./w:rPr/w:rFonts/@w:eastAsia") == ["宋体"]


def test_a_word_table_has_room_for_its_numbers_and_says_that_it_is_chinese(client: TestClient) -> None:
    document = docx.Document(io.BytesIO(client.get("/api/v1/tables/targets.docx").content))
    [table] = document.tables
    section = document.sections[0]
    widths = [column.width or 0 for column in table.columns]
    assert min(widths) >= Cm(0.95)
    assert section.page_width and section.left_margin and section.right_margin
    assert sum(widths) <= section.page_width - section.left_margin - section.right_margin + Cm(0.1)  # rounded to twentieths
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"


def test_over_long_text_says_that_it_is_cut() -> None:
    cell = opened(write(sheet_of("长" * 40000), "xlsx")).worksheets[0]["B2"].value
    assert len(cell) == 32767 and cell.endswith("（全文见出处）")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("县发改局/县经信局任务分工表", "县发改局 县经信局任务分工表"),
        ("[*?]:'任务分工表'", "任务分工表"),
        ("溪源县" * 11, ("溪源县" * 11)[-31:]),
        ("*", "表"),
        ("\x00表\n一", "表 一"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name
    book = openpyxl.load_workbook(io.BytesIO(write(Sheet(title, (("序号", 5),), ((1,),), (), (), ()), "xlsx")))
    assert book.sheetnames[0] == name


def test_on_paper_the_table_of_one_document_does_not_name_it_in_every_row(client: TestClient, ids: dict[str, str]) -> None:
    def printed(table: str, **asked: str) -> list[list[str]]:
        data = client.get(f"/api/v1/tables/{table}.docx", params=asked).content
        return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]

    assert "文件" in printed("duties")[0] and "文件" not in printed("duties", document=ids["county"])[0]
    assert any(row[-1].startswith("河口县技能人才发展规划 › ") for row in printed("targets"))
    one = printed("targets", document=ids["county"])
    assert one[0][-1] == "出处" and not any("河口县技能人才发展规划" in row[-1] for row in one)
    lines = client.get("/api/v1/tables/duties.csv", params={"document": ids["county"]}).content.decode("utf-8-sig")
    assert "《河口县技能人才发展规划》" in lines.split("\n")[1], "a spreadsheet may be put together with others"


FIGURES = """青河县茶业方案

一、主要目标
（一）扩大规模。到2026年，茶园面积达到2万亩，茶农培训1.5万人次以上，合格率达到九成以上，建成茶市3座，带动就业超过五千人。
"""


def test_word_prints_figures_as_the_document_does_and_excel_reckons_with_them(fresh: TestClient) -> None:
    fresh.post("/api/v1/documents", files={"files": ("方案.txt", FIGURES.encode())})

    def table(to: str) -> bytes:
        return fresh.get(f"/api/v1/tables/targets.{to}").content

    head, *rows = ([cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(table("docx"))).tables[0].rows)
    at = head.index("值")
    assert [row[at : at + 2] for row in rows] == [["2", "万亩"], ["1.5", "万人次"], ["九", "成"], ["3", "座"], ["五千", "人"]]
    page = opened(table("xlsx")).worksheets[0]
    counted = [row[3:5] for row in page.iter_rows(min_row=2, values_only=True)]
    assert counted == [(20000, "亩"), (15000, "人次"), (90, "%"), (3, "座"), (5000, "人")]
    lines = list(csv.reader(io.StringIO(table("csv").decode("utf-8-sig"), newline="")))
    assert [line[3:5] for line in lines[1:3]] == [["20000", "亩"], ["15000", "人次"]]


def test_an_unknown_format_is_one_clear_error() -> None:
    with pytest.raises(LibraryError, match="不能导出为“pdf”"):
        write(sheet_of("一"), "pdf")


@pytest.mark.parametrize("table", ["targets", "duties", "units"])
@pytest.mark.parametrize("to", FORMATS)
def test_every_table_comes_in_every_format(client: TestClient, table: str, to: str) -> None:
    answer = client.get(f"/api/v1/tables/{table}.{to}")
    assert answer.status_code == 200
    name = {"targets": "指标表", "duties": "任务分工表", "units": "责任单位名录"}[table]
    assert unquote(answer.headers["content-disposition"]).endswith(f"filename*=UTF-8''{name}.{to}")


def test_the_file_holds_what_the_page_shows(client: TestClient, ids: dict[str, str]) -> None:
    asked = {"level": "county", "indicator": "建制率", "region": "", "unit": "县总工会"}
    shown = client.get("/api/v1/targets", params=asked).json()
    lines = client.get("/api/v1/tables/targets.jsonl", params=asked).text.splitlines()
    assert [json.loads(line) for line in lines] == shown["targets"]
    rows = list(opened(client.get("/api/v1/tables/targets.xlsx", params=asked).content)["指标表"].values)
    head, only = rows
    row = dict(zip(head, only, strict=True))
    assert (row["比较"], row["值"], row["单位"], row["期限"]) == ("≥", 90, "%", "2025年")
    assert (row["责任单位"], row["原文"]) == ("县总工会、县财政局", "集体协商建制率达到90%")
    assert row["出处"].startswith("河口县技能人才发展规划 › ")


def test_the_second_sheet_says_the_filters_and_the_sources(client: TestClient, ids: dict[str, str]) -> None:
    answer = client.get("/api/v1/tables/duties.xlsx", params={"document": ids["county"]})
    assert "河口县技能人才发展规划任务分工表.xlsx" in unquote(answer.headers["content-disposition"])
    about = [row[0] for row in opened(answer.content)["说明"].values]
    assert about[1] == "筛选条件：文件：《河口县技能人才发展规划》"
    assert any(line.startswith("《河口县技能人才发展规划》") for line in about[3:])


def test_a_unit_s_tasks_are_one_file(client: TestClient, ids: dict[str, str]) -> None:
    lines = client.get("/api/v1/tables/duties.jsonl", params={"unit_id": "河口县总工会"}).text.splitlines()
    assert len(lines) == client.get("/api/v1/duties", params={"unit_id": "河口县总工会"}).json()["total"] == 3


def test_markup_of_a_document_is_text_in_word(client: TestClient, ids: dict[str, str]) -> None:
    data = client.get("/api/v1/tables/duties.docx", params={"document": ids["evil"]}).content
    cells = [cell.text for cell in docx.Document(io.BytesIO(data)).tables[0].rows[1].cells]
    assert any("<script>" in cell for cell in cells)


@pytest.mark.parametrize(("command", "head"), [("targets", "指标"), ("duties", "任务"), ("units", "单位")])
def test_the_command_writes_the_file(
    library_folder: Path, ids: dict[str, str], tmp_path: Path, command: str, head: str
) -> None:
    path = tmp_path / "表.csv"
    done = CliRunner().invoke(app, [command, "--to", str(path), "--library", str(library_folder)])
    assert (done.exit_code, path.read_text("utf-8-sig").splitlines()[0].split(",")[1]) == (0, head)
    assert done.output.startswith(f"已写入 {path}")


@pytest.mark.parametrize(
    "path", ["/duties", "/duties?level=county", "/units?level=county&q=工会", "/units/河口县总工会", "/targets"]
)
def test_the_pages_offer_the_files_as_filtered(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert ">导出<" in page and all(f">{name}<" in page for name in ("Word", "Excel", "CSV"))
    assert ("level=county" in page) is ("level=county" in path)


def test_a_unit_is_sent_its_tasks_and_their_targets(client: TestClient) -> None:
    answer = client.get("/api/v1/tables/duties.xlsx", params={"unit_id": "河口县总工会"})
    tasks, targets, about = opened(answer.content).worksheets
    assert (tasks.title, targets.title, about.title) == ("河口县总工会任务分工表", "指标表", "说明")
    measured = {row[11].value for row in targets.iter_rows(min_row=2)}
    measures = "".join(str(row[2].value) for row in tasks.iter_rows(min_row=2))
    assert measured and all(quote in measures for quote in measured)
    word = client.get("/api/v1/tables/duties.docx", params={"unit_id": "河口县总工会"}).content
    assert len(docx.Document(io.BytesIO(word)).tables) == 2


def test_a_unit_s_page_puts_what_it_leads_first(client: TestClient) -> None:
    page = client.get("/units/河口县总工会").text.partition("河口县技能人才发展规划")[2]
    assert 0 < page.index(">牵头单位<") < page.index(">责任单位<")


def test_who_is_responsible_is_handed_on_with_its_evidence(client: TestClient) -> None:
    question = {"q": "技能津贴由谁负责"}
    page = client.get("/owners", params=question).text
    assert "/api/v1/tables/owners.xlsx?q=" in page
    rows = list(opened(client.get("/api/v1/tables/owners.xlsx", params=question).content).worksheets[0].values)
    told = client.get("/api/v1/owners", params=question).json()["units"]
    assert [row[1:4] for row in rows[1:]] == [(u["unit"], u["canonical"], c["role"]) for u in told for c in u["clauses"]]
    assert all(row[4] in page for row in rows[1:])
    paper = docx.Document(io.BytesIO(client.get("/api/v1/tables/owners.docx", params=question).content))
    assert any("问题：技能津贴由谁负责" in line.text for line in paper.paragraphs)
