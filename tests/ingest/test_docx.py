"""Word files: what a reader sees printed is the text, whatever the file keeps it as."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import Document, IngestError, parse
from ingest.load import load, office
from ingest.load.counting import counted
from ingest.load.docx_symbols import symbol
from tests.golden import DOCUMENTS
from tests.ingest.word import level, listed, lists, numbered, p, package, paragraphs

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOX = "<w:txbxContent>{}</w:txbxContent>"


def lines(data: bytes) -> list[str]:
    return load(data, "方案.docx")[0].text.rstrip("\n").split("\n")


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def t(text: str) -> str:
    return run(f"<w:t>{text}</w:t>")


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(line) for line in text.split('/'))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


INLINE = {
    "insertions stay, deletions go": (f"<w:ins>{t('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>{t('增')}", "新增"),
    "moved text stands where it went": (f"<w:moveFrom>{t('旧')}</w:moveFrom><w:moveTo>{t('新')}</w:moveTo>", "新"),
    "results of fields": (FIELD.format("begin") + run("<w:instrText>PAGE</w:instrText>") + t("x") + FIELD.format("separate") + t("12") + FIELD.format("end"), "12"),
    "links and content controls": (f"<w:hyperlink>{t('甲')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{t('乙')}</w:sdtContent></w:sdt>", "甲乙"),
    "prompts of content controls go": (f"{t('甲')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{t('单击此处')}</w:sdtContent></w:sdt>", "甲"),
    "symbols": (t("增长") + run('<w:sym w:font="Symbol" w:char="F0B3"/>') + t("5%"), "增长≥5%"),
    "hyphens": (t("a") + run("<w:noBreakHyphen/>") + t("b") + run("<w:softHyphen/>") + t("c\xadd"), "a-bcd"),
    "hidden text goes": (t("甲") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>", "甲"),
    "readings over characters go": (run(f"<w:ruby><w:rt>{t('dian')}</w:rt><w:rubyBase>{t('滇')}</w:rubyBase></w:ruby>"), "滇"),
    "unknown wrappers hide nothing": (f"<w:neverSeen>{t('甲')}</w:neverSeen>", "甲"),
    "one of two renderings": (f"{t('甲')}<mc:AlternateContent><mc:Choice>{t('乙')}</mc:Choice><mc:Fallback>{t('乙')}</mc:Fallback></mc:AlternateContent>", "甲乙"),
    "line breaks part lines": (t("甲") + run("<w:br/>") + t("乙"), "甲\n乙"),
    "a field that never ends hides nothing after its paragraph": (t("甲") + FIELD.format("begin"), "甲"),
}  # fmt: skip


@pytest.mark.parametrize("case", INLINE)
def test_words_of_a_paragraph(case: str) -> None:
    inside, printed = INLINE[case]
    assert lines(package(f"<w:p>{inside}</w:p>{p('完')}")) == [*printed.split("\n"), "完"]


def test_a_deleted_paragraph_end_joins_two_paragraphs_and_counts_no_number() -> None:
    gone = f"<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>{t('前半')}</w:p>"
    numbering = lists(level(0, "decimal", "%1."))
    assert lines(package(gone + listed("后半") + listed("第二"), numbering=numbering)) == ["1. 前半后半", "2. 第二"]


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("chineseCounting", 21, "二十一"), ("chineseCountingThousand", 110, "一百一十"), ("chineseCountingThousand", 12, "十二"),
        ("japaneseCounting", 105, "一百零五"), ("ideographDigital", 10, "一〇"), ("decimalFullWidth", 12, "１２"), ("decimalEnclosedCircle", 21, "㉑"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 3, "丙"), ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"), ("decimalEnclosedParen", 3, "⑶"), ("ideographTraditional", 11, "11"), ("none", 3, ""), ("unheard", 3, "3"),
    ],
)  # fmt: skip
def test_counting_formats(form: str, number: int, printed: str) -> None:
    assert counted(number, form) == printed


def test_levels_restart_and_print_one_another() -> None:
    numbering = lists(
        level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"), level(2, "decimal", "（%3）", '<w:lvlRestart w:val="0"/>')
    )  # fmt: skip
    body = "".join(listed("甲", n) for n in (0, 1, 2, 1, 2, 0, 1, 2))
    assert lines(package(body, numbering=numbering)) == [
        "第一章 甲",
        "1.1 甲",
        "（1）甲",
        "1.2 甲",
        "（2）甲",
        "第二章 甲",
        "2.1 甲",
        "（3）甲",
    ]


def test_uses_of_a_list_count_on_unless_they_start_anew() -> None:
    use = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "（%1）")}</w:lvlOverride>'
    nums = use.format(1, "") + use.format(2, "") + use.format(3, anew) + use.format(4, other)
    body = "".join(listed("甲", 0, num) for num in (1, 2, 3, 3, 4, 99, 0))
    assert lines(package(body, numbering=lists(level(0, "decimal", "%1、"), nums=nums))) == [
        "1、甲", "2、甲", "5、甲", "6、甲", "（7）甲", "甲", "甲",
    ]  # fmt: skip


def test_numbers_and_headings_by_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="X"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    body = "".join(p("甲", f'<w:pStyle w:val="{style}"/>') for style in ("H", "H2", "H2", "X", "a", "none"))
    assert lines(package(body, numbering=numbering, styles=styles)) == ["一、甲", "（一）甲", "（二）甲", "## 甲", "甲", "甲"]


def test_text_boxes_stand_before_their_paragraph_once() -> None:
    number = BOX.format(p("溪政发〔2024〕2号"))
    shape = f"<mc:AlternateContent><mc:Choice><wps:txbx>{number}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{number}</v:textbox></mc:Fallback></mc:AlternateContent>"
    word_art = '<w:pict><v:textpath string="溪源县人民政府文件"/></w:pict>'
    assert lines(package(f"<w:p>{run(word_art)}{run(shape)}{t('关于节水的通知')}</w:p>")) == [
        "溪源县人民政府文件", "溪政发〔2024〕2号", "关于节水的通知",
    ]  # fmt: skip


def test_notes_follow_their_paragraph() -> None:
    notes = f'<w:footnote w:id="2">{p("按不变价计算。")}</w:footnote>'
    body = f"<w:p>{t('增长5%')}{run('<w:footnoteReference w:id=' + chr(34) + '2' + chr(34) + '/>')}{t('。')}</w:p>{p('完')}"
    assert lines(package(body, footnotes=notes)) == ["增长5%。", "注1：按不变价计算。", "完"]


def test_rows_keep_their_columns() -> None:
    merged = '<w:vMerge w:val="{}"/>'
    table = (
        row(cell("序号"), cell("任务"), cell("牵头单位"))
        + row(cell("1", merged.format("restart")), cell("建管网"), cell("县水利局/县住房城乡建设局"))
        + row(cell("", "<w:vMerge/>"), cell("修水表", '<w:gridSpan w:val="2"/>'))
        + row(cell("二、节水教育", '<w:gridSpan w:val="3"/>'))
        + row(cell("删"), cell("去"), properties="<w:trPr><w:del/></w:trPr>")
    )
    assert lines(package(f"<w:tbl><w:tblPr/>{table}</w:tbl>")) == [
        "序号\t任务\t牵头单位", "1\t建管网\t县水利局 县住房城乡建设局", "\u200b\t修水表", "二、节水教育",
    ]  # fmt: skip


def test_columns_of_units_become_duties() -> None:
    table = (
        row(cell("任务"), cell("牵头单位")) + row(cell("建管网"), cell("县水利局/县财政局")) + row(cell(""), cell("县教育局"))
    )
    parsed = parse(package(p("溪源县节水任务清单") + p("一、任务") + f"<w:tbl>{table}</w:tbl>"), path="清单.docx")
    assert [(duty.unit, duty.role) for duty in parsed.duties] == [
        ("县水利局", "牵头单位"),
        ("县财政局", "牵头单位"),
        ("县教育局", "牵头单位"),
    ]


def test_tabs_place_a_word_or_make_columns() -> None:
    body = p("\t一、\t总体要求") + p("甲\t乙\t丙") + p("一、总体要求\t3")
    assert lines(package(body)) == ["\u3000一、\u3000总体要求", "甲\t乙\t丙", "一、总体要求\t3"]


def test_frames_and_layout_tables_are_lines() -> None:
    frame = f"<w:tbl><w:tr><w:tc>{p('专栏1 重点工程')}{p('1.管网改造。')}</w:tc></w:tr></w:tbl>"
    head = f"<w:tbl>{row(cell('溪政发〔2024〕2号'), cell('签发人：王某'))}</w:tbl>"
    assert lines(package(frame + head)) == ["专栏1 重点工程", "1.管网改造。", "溪政发〔2024〕2号", "签发人：王某"]


def test_pages_and_a_paragraph_over_a_page_break() -> None:
    body = (
        p("溪源县节水方案") + p("一、总体要求") + f"<w:p>{t('到2027年，全县用水总量')}{run('<w:lastRenderedPageBreak/>')}{t('控制在1亿立方米以内。')}</w:p>"
        + f"<w:p>{run('<w:br w:type=' + chr(34) + 'page' + chr(34) + '/>')}</w:p>" + f"<w:p>{run('<w:lastRenderedPageBreak/>')}{t('二、保障措施')}</w:p>"
    )  # fmt: skip
    parsed = parse(package(body), path="方案.docx")
    assert "全县用水总量控制在1亿立方米以内。" in parsed.text
    assert [parsed.page(clause.span.start) for clause in parsed.clauses] == [1, 3]


def described(document: Document) -> tuple[object, ...]:
    """What a Word file and a text file of the same words agree in: all but offsets and the white space of the text."""
    clauses = [(c.eid, c.kind, c.marker, c.heading, "".join(document.body(c).split())) for c in document.clauses]
    targets = [(x.clause, x.indicator, x.op, x.value, x.value2, x.unit, x.deadline, x.scope) for x in document.targets]
    duties = [(x.clause, x.unit, x.canonical, x.role, x.form, x.deadline) for x in document.duties]
    about = (document.work.title, document.work.doc_number, document.work.date, document.work.issuers, document.work.region)
    return clauses, targets, duties, about


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".txt")])
def test_sample_corpus_written_by_python_docx(name: str) -> None:
    made, out = docx.Document(), io.BytesIO()
    for line in paragraphs(name):
        made.add_paragraph(line)
    made.save(out)
    expected = parse("\n".join(paragraphs(name)).encode(), path=name)
    assert described(parse(out.getvalue(), path=name.replace(".txt", ".docx"))) == described(expected)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".txt")])
def test_sample_corpus_with_automatic_numbers(name: str) -> None:
    expected = parse("\n".join(paragraphs(name)).encode(), path=name)
    assert described(parse(numbered(paragraphs(name)), path=name.replace(".txt", ".docx"))) == described(expected)


PLAN = ["溪源县城镇节水方案", "为节约用水，制定本方案。", "一、总体目标", "到2027年，管网漏损率控制在8%以内。", "二、主要任务", "（一）改造管网", "改造老旧管网60公里。",
        "（二）修复水表。（责任单位：县水利局、县财政局）", "三、保障措施", "（一）加强领导。各乡镇要落实责任。"]  # fmt: skip


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("suffix", "data"), [("doc", numbered(PLAN)), ("rtf", package("".join(map(p, PLAN))))])
def test_older_forms_through_libreoffice(suffix: str, data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "方案.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(office.program()), "--headless", profile, "--convert-to", suffix, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    expected = parse("\n".join(PLAN).encode(), path="方案.txt")
    for name in (f"方案.{suffix}", "方案.wps"):
        assert described(parse(source.with_suffix(f".{suffix}").read_bytes(), path=name)) == described(expected)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密.docx", "密码"),
        (OLE + bytes(range(256)), "表.doc", "不是 Word"),
        (b"PK\x03\x04broken", "坏.docx", "已损坏"),
        (b"%PDF-1.7", "错.docx", "不是 Word"),
        (package(""), "空.docx", "没有文字"),
        (package(p("甲") + "<w:p>"), "断.docx", "已损坏"),
        (package("<w:x>" * 300 + "</w:x>" * 300), "深.docx", "已损坏"),
    ],
)
def test_one_clear_error(data: bytes, path: str, message: str) -> None:
    with pytest.raises(IngestError) as error:
        load(data, path)
    assert message in error.value.message and path in error.value.message
    assert error.value.hint


def test_without_libreoffice_older_forms_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    for data in (OLE + "WordDocument".encode("utf-16-le"), b"{\\rtf1 x}"):
        with pytest.raises(IngestError, match="LibreOffice"):
            load(data, "方案.wps")


def test_entities_are_not_resolved_and_parts_have_a_limit() -> None:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        body = package(p("甲&e;乙"))
        for name in zipfile.ZipFile(io.BytesIO(body)).namelist():
            inside = zipfile.ZipFile(io.BytesIO(body)).read(name)
            made.writestr(name, entity.encode() + inside if name == "word/document.xml" else inside)
    assert "root" not in load(out.getvalue(), "方案.docx")[0].text
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 40_000_000)
    with pytest.raises(IngestError, match="超过"):
        load(out.getvalue(), "弹.docx")


@pytest.mark.parametrize(("font", "code", "printed"), [("Wingdings", 0xF0FC, "√"), ("Wingdings", 0xF081, "①"), ("Symbol", 0xF0A3, "≤"),
                                                      ("宋体", 0x2264, "≤"), ("Wingdings", 0xF021, "〓"), ("Webdings", 0xF041, "A")])  # fmt: skip
def test_symbols(font: str, code: int, printed: str) -> None:
    assert symbol(code, font) == printed


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_gives_text_or_one_error(data: st.DataObject) -> None:
    found = bytearray(package(listed("甲") + p("乙"), numbering=lists(level(0, "decimal", "%1."))))
    for at in data.draw(st.lists(st.integers(0, len(found) - 1), max_size=8)):
        found[at] = data.draw(st.integers(0, 255))
    try:
        assert load(bytes(found), "任意.docx")[0].text.strip()
    except IngestError as error:
        assert error.message and error.hint


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.sampled_from(["", "甲", "\f"]), lambda inner: st.builds(
    lambda name, parts: f"<w:{name} w:val='7'>{''.join(parts)}</w:{name}>".replace("甲", "<w:t>甲</w:t>").replace("\f", "<w:lastRenderedPageBreak/>"),
    st.sampled_from(["p", "r", "t", "tbl", "tr", "tc", "tcPr", "pPr", "numPr", "sectPr", "gridSpan", "sdt", "ins", "del", "txbxContent", "fldChar", "sym"]),
    st.lists(inner, max_size=4)), max_leaves=40))  # fmt: skip
def test_any_xml_gives_text_or_one_error(body: str) -> None:
    try:
        assert load(package(body), "任意.docx")[0].text.strip()
    except IngestError as error:
        assert error.message and error.hint
