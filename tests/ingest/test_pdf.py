"""PDF with a text layer: the sample corpus laid out on pages reads like its text files; what is no such PDF is said clearly."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from ingest import IngestError
from ingest.load import pdf
from ingest.pipeline import parse
from tests.ingest.pdf_pages import FONT, written
from tests.ingest.printing import EM, LEFT, PAGE, SAMPLES, STEP, TOP, Sheet, facts, sample, sheets, wrapped

HEAD = "澜岳省人民政府公报"

# Headings marked with ## in Markdown are printed like any other paragraph.
SAME = [name for name in SAMPLES if not name.endswith(".md")]


def text_of(*texts: tuple[float, float, str], rules: Sequence[tuple[float, float, float, float]] = ()) -> str:
    return pdf.read(written([Sheet(list(texts), list(rules))]), "方案.pdf").text


def down(*lines: str, x: float = LEFT) -> list[tuple[float, float, str]]:
    return [(x, TOP + (i + 1) * STEP, line) for i, line in enumerate(lines)]


@pytest.mark.parametrize("name", SAME)
def test_the_same_document(name: str) -> None:
    original = sample(name)
    read = parse(written(sheets(original, head=HEAD)), path="方案.pdf")
    assert facts(read) == facts(original)
    assert HEAD not in read.text
    assert "— 1 —" not in read.text
    assert any(HEAD in issue.message for issue in read.issues if issue.code == "left-out")


def test_every_clause_has_its_page() -> None:
    original = sample("water-1-national-plan.txt")
    pages = sheets(original)
    read = parse(written(pages), path="方案.pdf")
    printed = ["".join(text for _, _, text in sheet.texts) for sheet in pages]
    assert len(read.pages) == len(pages)
    for clause in read.clauses:
        page = read.page(clause.head.start)
        words = read.quote(clause.head).strip()[:12].replace(" ", "")
        assert page and words in printed[page - 1].replace(" ", ""), clause


def test_a_file_of_one_page_has_a_page() -> None:
    read = parse(written([Sheet(down("溪源县节水方案", "一、总体要求", "坚持节水优先。"))]), path="方案.pdf")
    assert [read.page(clause.span.start) for clause in read.clauses] == [1]


def test_a_paragraph_goes_on_over_a_page() -> None:
    paragraph = "各县要把管网改造列入年度重点工作并按季度报送进展" * 30
    lines = wrapped("　　" + paragraph)
    half = len(lines) // 2
    first = [(LEFT + 2 * EM * (i == 0), y, t.strip()) for i, (_, y, t) in enumerate(down(*lines[:half]))]
    again = [(LEFT + 2 * EM, TOP + (half + i) * STEP, "一句话结束。") for i in (1, 2)]
    read = parse(written([Sheet(first), Sheet(down(*lines[half:]) + again)]), path="方案.pdf")
    assert paragraph in read.text
    assert len(read.pages) == 2


def test_a_date_on_the_right_is_no_part_of_the_title_below() -> None:
    title = "溪源县城镇供水和节水领域生产经营单位事故隐患内部报告奖励机制实施方案"
    notice = f"溪源县水务局关于印发《{title}》的通知\n各镇人民政府：\n《{title}》已经审议通过，现印发给你们。\n2031年2月26日\n{title}\n一、目标\n坚持节水。\n二、任务\n加强管理。\n"
    plain = parse(notice.encode(), path="方案.txt")
    read = parse(written(sheets(plain)), path="方案.pdf")
    assert facts(read)["work"] == facts(plain)["work"] == (title, None, "2031-02-26", "溪源县")


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ([(100.0, 100.0, "印发通知"), (100.3, 100.0, "印发通知")], "印发通知"),
        ([(100.0 + 3 * EM * i, 100.0, char) for i, char in enumerate("节水通知")], "节 水 通 知"),
        ([(100.0, 100.0, "Water plan"), (100.0, 700.0, "用水2.5亿")], "Water plan\n用水2.5亿"),
        ([(100.0, 100.0, "一、"), (100.0 + 6 * EM, 100.0, "总体要求")], "一、 总体要求"),
        ([(100.0, 100.0, "fit——for")], "fit——for"),
        ([(100.0, 100.0, "县教育局"), (300.0, 100.0, "县财政局")], "县教育局\t县财政局"),
    ],
    ids=["printed twice to look bold", "letter-spaced", "far apart", "number", "dashes", "cells without rules"],
)
def test_what_a_row_says(texts: list[tuple[float, float, str]], wanted: str) -> None:
    assert text_of(*texts).replace("\u3000", "") == wanted


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float, float, float]]:
    return [*((xs[0], y, xs[-1], y) for y in ys), *((x, ys[0], x, ys[-1]) for x in xs)]


def test_a_table_stands_in_its_place_and_once() -> None:
    rules = grid([80, 180, 320], [100, 130, 190])
    cells = [(84.0, 120.0, "任务"), (184.0, 120.0, "牵头单位"), (84.0, 150.0, "改造"), (84.0, 175.0, "管网")]
    text = text_of((80.0, 80.0, "附表"), *cells, (184.0, 160.0, "县水利局"), (80.0, 220.0, "注：本表按年更新"), rules=rules)
    assert [line.strip("　") for line in text.splitlines()] == [
        "附表",
        "任务\t牵头单位",
        "改造管网\t县水利局",
        "注：本表按年更新",
    ]


def test_merged_cells() -> None:
    rules = [*grid([80, 180, 320], [100, 130]), (80, 130, 80, 190), (180, 130, 180, 190), (320, 130, 320, 190)]
    rules += [(80, 190, 320, 190), (180, 160, 320, 160)]
    cells = [(84.0, 120.0, "类别"), (184.0, 120.0, "单位"), (84.0, 150.0, "节水"), (184.0, 150.0, "县水利局")]
    text = text_of(*cells, (184.0, 180.0, "县住建局"), rules=rules)
    assert text.splitlines()[-2:] == ["\u3000\u3000节水\t县水利局", "\u3000\u3000\u200b\t县住建局"]


def test_a_row_that_a_page_break_cut_is_one() -> None:
    edges, foot = [80.0, 130.0, 300.0, 500.0], PAGE[1] - 90
    first = Sheet(
        [(84, foot - 60, "序号"), (134, foot - 60, "任务"), (304, foot - 60, "牵头单位")], grid(edges, [foot - 80, foot - 40])
    )
    first.texts += [(84, foot - 20, "1"), (134, foot - 20, "改造老旧"), (304, foot - 20, "县住房城乡")]
    first.rules += grid(edges, [foot - 40, foot])
    second = Sheet([(134, 130, "管网"), (304, 130, "建设局"), (84, 160, "2"), (134, 160, "分区计量"), (304, 160, "县水利局")])
    second.rules += grid(edges, [110, 140, 170])
    lines = pdf.read(written([first, second]), "表.pdf").text.replace("\u3000", "").split("\n")
    assert lines == ["序号\t任务\t牵头单位", "1\t改造老旧管网\t县住房城乡建设局", "\f2\t分区计量\t县水利局"]


def test_a_cell_whose_sentence_goes_on_over_a_page_is_one() -> None:
    edges, foot = [80.0, 180.0, 500.0], PAGE[1] - 90
    first = Sheet(
        [(84, foot - 20, "县水利局"), (184, foot - 20, "巡查沿河排口并登记造册，更换老")], grid(edges, [foot - 40, foot])
    )
    second = Sheet([(184, 130, "旧水表。"), (84, 160, "县民政局"), (184, 160, "走访困难群众。")], grid(edges, [110, 140, 170]))
    lines = pdf.read(written([first, second]), "表.pdf").text.replace("\u3000", "").split("\n")
    assert lines == ["县水利局\t巡查沿河排口并登记造册，更换老旧水表。", "\f县民政局\t走访困难群众。"]


def test_the_head_of_a_table_printed_again_on_each_page_stands_once() -> None:
    edges = [80.0, 300.0, 500.0]

    def row(y: float, *words: str) -> list[tuple[float, float, str]]:
        return [(x + 4, y, word) for x, word in zip(edges, words, strict=False)]

    pages = [
        Sheet(
            [*row(130, "任务", "牵头单位"), *row(160, f"改造{n}号管网", "县水利局"), *row(190, f"更换{n}号水表", "县住建局")],
            grid(edges, [110, 140, 170, 200]),
        )
        for n in (1, 2, 3)
    ]
    loaded = pdf.read(written(pages), "表.pdf")
    assert loaded.text.count("牵头单位") == 1 and loaded.text.count("县水利局") == loaded.text.count("县住建局") == 3
    assert [left.text for left in loaded.left_out] == ["任务\t牵头单位"] * 2


def test_a_frame_around_text_is_no_table() -> None:
    lines = wrapped("专栏里的文字说明节水行动的安排。" * 26, 24)
    text = text_of(*down(*lines, x=90.0), rules=grid([80, 560], [80, TOP + (len(lines) + 1) * STEP]))
    assert "\t" not in text


def test_two_columns() -> None:
    left = wrapped("左栏说明城镇节水的总体安排和各县的任务" * 8, 12)
    right = wrapped("右栏说明农村供水的保障措施和资金的来源" * 8, 12)
    text = text_of(*down(*left), *down(*right, x=LEFT + 15 * EM))
    assert text.replace("\n", "").replace("\u3000", "") == "".join(left + right)


def test_paragraphs_that_are_not_indented_go_on_in_full_rows() -> None:
    first, second = ("一、" + "巡查沿河排口并登记造册" * 8 + "。", "二、" + "更换老旧水表和漏水的管段" * 7 + "。")
    lines = pdf.read(written([Sheet(down(*wrapped(first, 28), *wrapped(second, 28)))]), "方案.pdf").text.split("\n")
    assert [line.strip("\u3000") for line in lines] == [first, second]


def test_what_may_not_begin_a_row_takes_a_character_with_it() -> None:
    rows = [
        "一、各镇要开展巡查，公布举报电话，推行“阳光供水、放",
        "心”、“透明收费”等做法，让群众看得见、问得着、信得过，",
        "并按季度公布结果。",
    ]
    text = pdf.read(
        written([Sheet(down(*rows, "二、各村要张贴明白纸。", *wrapped("三、" + "登记水表" * 20, 28)))]), "方案.pdf"
    ).text
    assert text.split("\n")[0].strip("\u3000") == "".join(rows)


def test_text_turned_on_its_side_is_read_upright() -> None:
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=PAGE)
    paper.rotate(90)
    paper.setFont(FONT, EM)
    paper.drawString(100, -200, "附表一")
    paper.drawString(100, -230, "节水指标")
    paper.save()
    assert pdf.read(out.getvalue(), "表.pdf").text.split() == ["附表一", "节水指标"]


def scan(pages: Sequence[str]) -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=PAGE)
    for text in pages:
        paper.setFont(FONT, EM)
        if text:
            paper.drawString(100, 700, text)
        else:
            paper.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *PAGE)
        paper.showPage()
    paper.save()
    return out.getvalue()


def test_a_scan_is_said_with_its_pages() -> None:
    with pytest.raises(IngestError) as error:
        pdf.read(scan(["", "", ""]), "扫描.pdf")
    assert "第1—3页" in error.value.message
    assert "扫描" in error.value.message
    assert error.value.hint


def test_scanned_pages_among_others_are_an_issue() -> None:
    read = parse(scan(["溪源县节水方案", "", "一、总体要求", ""]), path="方案.pdf")
    assert next(issue.message for issue in read.issues if issue.code == "no-text").startswith("第2页、第4页")
    assert read.page(read.text.index("总体要求")) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "损坏"),
        (b"%PDF-1.7 and nothing", "损坏"),
        (written([Sheet([(100, 100, "节水")])], encrypt=StandardEncryption("secret", canPrint=0)), "密码"),
    ],
    ids=["empty", "broken", "encrypted"],
)
def test_one_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(IngestError) as error:
        pdf.read(data, "方案.pdf")
    assert said in error.value.message
    assert "方案.pdf" in error.value.message
    assert error.value.hint


WHOLE = written(sheets(sample("coldchain-6-province-two-rules.txt")), pageCompression=0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), max_size=12), st.integers(0, 400))
def test_any_bytes_give_text_or_one_error(edits: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(WHOLE[: len(WHOLE) - cut * cut])
    for at, piece in edits:
        data[at : at + len(piece)] = piece
    try:
        assert pdf.read(bytes(data), "任意.pdf").text.strip()
    except IngestError as error:
        assert error.message and error.hint
