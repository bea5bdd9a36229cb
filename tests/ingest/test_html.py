"""Web pages: the sample corpus inside the furniture of a government site reads like its text files."""

from __future__ import annotations

import quopri
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import IngestError
from ingest.load import html, load
from ingest.model import Document
from ingest.pipeline import parse
from tests.ingest.printing import SAMPLES, Block, blocks, facts, sample

SITE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_溪源县人民政府</title>
<script>var a = "一、脚本里的话，不是正文。";</script><style>.x {{ color: red }}</style></head>
<body class="header-fixed">
<div class="header"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">办事服务</a></div>
<ul class="nav"><li><a href="/1">机构职能</a></li><li><a href="/2">规划计划</a></li><li><a href="/3">财政资金</a></li></ul>
<div class="main"><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 正文</div>
<div id="zoom">{body}</div>
<div style="display:none">隐藏的话，不给读者看。</div>
<div class="related"><ul><li><a href="/a">别县印发节水方案</a></li><li><a href="/b">政策解读来了</a></li><li><a href="/c">图解新闻</a></li></ul></div>
</div>
<div class="footer"><p>版权所有：溪源县人民政府，网站标识码：9901020001</p><p>主办：县政府办公室，地址：溪源县节水路一号</p></div>
</body></html>"""
FURNITURE = ("版权所有", "网站标识码", "当前位置", "别县印发", "脚本里", "隐藏的话", "机构职能")


def page(document: Document, charset: str = "utf-8") -> bytes:
    """A page of a site with the document as its article."""
    marks = {document.text[at.head.start : at.head.end] for at in document.clauses if at.marker is None and at.heading}
    body = "\n".join(_markup(block, marks) for block in blocks(document))
    return SITE.format(charset=charset, title=escape(document.work.title), body=body).encode(charset)


def _markup(block: Block, marks: set[str]) -> str:
    if block.kind == "table":
        rows = "".join("<tr>" + "".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) + "</tr>" for row in block.rows)
        return f"<table border='1'>{rows}</table>"
    if block.text in marks:
        return f"<h3>{escape(block.text)}</h3>"
    style = {"title": "text-align: center", "right": "text-align: right"}.get(block.kind, "text-indent: 2em")
    return f"<p style='{style}'><span>{escape(block.text)}</span></p>"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_document(name: str) -> None:
    original = sample(name)
    read = parse(page(original), path="页面.html")
    assert facts(read) == facts(original)
    assert not [word for word in FURNITURE if word in read.text]
    assert any("机构职能" in issue.message or "首页" in issue.message for issue in read.issues if issue.code == "left-out")


def text_of(body: str, **wrapped: str) -> str:
    return html.read(
        f"<html><head><title>{wrapped.get('title', '')}</title></head><body>{body}</body></html>".encode(), "页.html"
    ).text


TEXT = "一、各县要落实节水任务，按季度报送进展。" * 6


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>节水<b>方案</b></p><p>第二段</p>", "节水方案\n第二段"),
        ("<div>第一行<br>第二行<br/>第三行</div>", "第一行\n第二行\n第三行"),
        ("<p>各县要\n   落实任务</p><p>water\nplan</p>", "各县要落实任务\nwater plan"),
        ("<h2>总体要求</h2><p>全文</p>", "## 总体要求\n全文"),
        ("<ol start='3'><li>节水</li><li><p>护水</p></li></ol>", "3.节水\n4.护水"),
        ("<p>显示</p><p hidden>不显示</p><p style='DISPLAY: none'>不显示</p>", "显示"),
        (
            "<p>甲</p><table><tr><td>任务<td>单位<tr><td>节<br>水<td>县水利局</table><p>乙</p>",
            "甲\n任务\t单位\n节水\t县水利局\n乙",
        ),
        ("<table><tr><td rowspan=2>节水<td>甲<tr><td>乙</table>", "节水\t甲\n\u200b\t乙"),
        ("<table><tr><td colspan=2>表头<td>期限<tr><td>甲<td>乙<td>丙</table>", "表头\t\t期限\n甲\t乙\t丙"),
        ("<table><tr><td><p>第一段</p><p>第二段</p></td></tr></table>", "第一段\n第二段"),
        ("<pre>第一行\n第二行</pre>", "第一行\n第二行"),
        ("<p>&nbsp;</p><p>节&lt;水&gt;</p>", "节<水>"),
    ],
)
def test_lines(body: str, wanted: str) -> None:
    assert text_of(body) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={encoding}'></head><body><p>{TEXT}</p></body></html>"
    assert html.read(data.encode(encoding), "页.html").text == TEXT


def test_a_charset_that_is_not_true_or_missing() -> None:
    for head in ("<meta charset='gb2312'>", "<meta charset='nonsense'>", "<?xml version='1.0' encoding='gbk'?>", ""):
        assert html.read(f"{head}<p>{TEXT}</p>".encode(), "页.html").text == TEXT
    assert html.read(f"<p>{TEXT}</p>".encode("gb18030"), "页.html").text == TEXT


def test_title_number_and_date_beside_the_article() -> None:
    table = "<table><tr><td>发文字号：</td><td>溪政发〔2024〕3号</td><td>成文日期：</td><td>2024年3月5日</td></tr></table>"
    heading = "<h1>溪源县节水行动实施方案</h1>"
    body = f"<div class='info'>{table}</div>{heading}<div class='art'><p>为落实节水任务，制定本方案。</p><p>{TEXT}</p></div>"
    data = f"<html><head><title>溪源县节水行动实施方案_县政府网</title></head><body>{body}</body></html>".encode()
    work = parse(data, path="页.html").work
    assert (work.title, work.doc_number, work.date) == ("溪源县节水行动实施方案", "溪政发〔2024〕3号", "2024-03-05")


def test_a_title_in_the_article_is_not_said_twice() -> None:
    text = text_of(f"<div><p>溪源县节水行动实施方案</p><p>{TEXT}</p></div>", title="溪源县节水行动实施方案-溪源县人民政府")
    assert text.count("溪源县节水行动实施方案") == 1


def test_notice_and_plan_in_parts_of_their_own() -> None:
    notice, plan = "<div><p>现将方案印发给你们，请认真执行。</p></div>", f"<div><p>{TEXT * 20}</p></div>"
    assert "现将方案印发" in text_of(f"<div>{notice}{plan}</div><div class='footer'><p>版权所有，请勿转载。</p></div>")


def test_body_text_that_speaks_like_a_site() -> None:
    said = "由县文旅局承担主办单位职责，加强技术支持和备案管理。"
    assert said in text_of(f"<p>{TEXT}</p><p>{said}</p><p>{TEXT}</p>")


def test_a_page_laid_out_in_a_form_and_tables() -> None:
    side = "<td width=180><a href='/1'>栏目一</a><br><a href='/2'>栏目二</a><br><a href='/3'>栏目三</a></td>"
    body = f"<form id='aspnetForm'><table><tr>{side}<td><p>{TEXT * 12}</p></td></tr></table></form>"
    assert text_of(body) == TEXT * 12


def test_attachments_stay() -> None:
    links = "".join(f"<li><a href='/f{i}.docx'>附件{i}：任务分工表</a></li>" for i in (1, 2, 3))
    assert "附件2：任务分工表" in text_of(f"<div><p>{TEXT}</p><ul>{links}</ul></div>")


def test_web_archive() -> None:
    page_part = quopri.encodestring(f"<html><body><p>{TEXT}</p></body></html>".encode("gb18030"))
    head = b'From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
    part = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    read, media_type = load(head + part + page_part + b"\r\n--B--\r\n", "存档.mht")
    assert (read.text, media_type) == (TEXT, "multipart/related")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"<html><body><img src=x></body></html>",
        b"%PDF-1.7" + bytes(range(256)) * 4,
        b"<script>a</script>",
        b"MIME-Version: 1.0\n\nx",
    ],
    ids=["empty", "blank", "picture", "binary", "script", "archive without page"],
)
def test_one_clear_error(data: bytes) -> None:
    with pytest.raises(IngestError) as error:
        html.read(data, "页.html")
    assert "页.html" in error.value.message
    assert error.value.hint


def test_deep_nesting_and_long_lists_end() -> None:
    with pytest.raises(IngestError):
        text_of("<div>" * 5000 + "节水" + "</div>" * 5000)
    assert text_of("<ol>" + "<li>节水，护水。" * 20000 + "</ol>").count("\n") == 19999


PAGE_BYTES = page(sample("coldchain-6-province-two-rules.txt"))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE_BYTES) - 1),
            st.one_of(
                st.binary(min_size=1, max_size=6),
                st.sampled_from([b"<table>", b"</div>", b"<td>", b"<!--", b"\x00", b"<tr><td rowspan=99999 colspan=99999>"]),
            ),
        ),
        max_size=12,
    )
)
def test_any_bytes_give_text_or_one_error(edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(PAGE_BYTES)
    for at, piece in edits:
        data[at : at + len(piece)] = piece
    try:
        assert html.read(bytes(data), "任意.html").text.strip()
    except IngestError as error:
        assert error.message and error.hint


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(alphabet="<>/divtablerp 水，&#;=\"'", max_size=200).map(str.encode)))
def test_random_bytes(data: bytes) -> None:
    try:
        assert html.read(data, "任意.html").text.strip()
    except IngestError as error:
        assert error.message and error.hint


BODY = ["溪源县节水方案", "一、总体要求", "坚持节水优先，做好管网更新。"]


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        (["责任编辑：张某某", "【打印本页】【关闭窗口】"], []),
        (["扫一扫在手机打开当前页", "上一篇：关于防汛的通知", "下一篇：没有了"], []),
        (["分享到：微信 微博"], []),
        (["附件：节水方案.docx", "来源：县水利局"], ["附件：节水方案.docx"]),
        (["相关链接", "县水利局解读节水方案", "附件：节水方案.pdf", "打印 关闭"], ["附件：节水方案.pdf"]),
        (["二、相关政策", "落实水价政策。"], ["二、相关政策", "落实水价政策。"]),
        (["分享到户的做法要推广。"], ["分享到户的做法要推广。"]),
        (["（联系人：张某某）"], ["（联系人：张某某）"]),
    ],
    ids=["editor", "neighbours", "share", "attachment before", "related pages", "a heading", "a sentence", "a contact"],
)
def test_the_foot_of_a_page_is_left_out(end: list[str], kept: list[str]) -> None:
    page = "".join(f"<p>{line}</p>" for line in (*BODY, *end))
    loaded = html.read(f"<html><body><div>{page}</div></body></html>".encode(), "方案.html")
    assert loaded.text.split("\n") == [*BODY, *kept]
    assert [left.text for left in loaded.left_out] == [line for line in end if line not in kept]
