"""OFD (GB/T 33190): packages written by hand read like the text files of the sample corpus; broken ones give one clear error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import IngestError
from ingest.load import ofd
from ingest.pipeline import parse
from tests.ingest.ofd_pages import NAMESPACE, line_object, package, text_object, written, zipped
from tests.ingest.printing import EM, LEFT, SAMPLES, Sheet, facts, sample, sheets

HEAD = "澜岳省人民政府公报"
SAME = [name for name in SAMPLES if not name.endswith(".md")]  # headings in Markdown are printed like any other paragraph


@pytest.mark.parametrize("name", SAME)
def test_the_same_document(name: str) -> None:
    original = sample(name)
    read = parse(written(sheets(original), template=text_object(220, 60, HEAD)), path="方案.ofd")
    assert facts(read) == facts(original)
    assert HEAD not in read.text
    assert read.page(len(read.text) - 1) == len(sheets(original))


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("<ofd:TextCode X='0' Y='5' DeltaX='g 3 5'>节水方案</ofd:TextCode>", "节水方案"),
        ("<ofd:TextCode X='0' Y='5' DeltaX='5 g 2 5'>节水方案</ofd:TextCode>", "节水方案"),
        ("<ofd:TextCode X='0' Y='5'>节水方案</ofd:TextCode>", "节水方案"),
        (
            "<ofd:TextCode X='10' Y='5' DeltaX='5'>方案</ofd:TextCode><ofd:TextCode X='0' Y='5' DeltaX='5'>节水</ofd:TextCode>",
            "节水方案",
        ),
        ("<ofd:TextCode X='0' Y='5' DeltaX='g 3 15'>节水方案</ofd:TextCode>", "节 水 方 案"),
        ("<ofd:TextCode X='0' Y='5' DeltaX='g 999999999 5'>节水方案</ofd:TextCode>", "节水方案"),
        ("<ofd:TextCode X='0' Y='5' DeltaX='a b'>节&lt;水</ofd:TextCode>", "节<水"),
    ],
)
def test_text_codes(code: str, wanted: str) -> None:
    drawn = f"<ofd:TextObject Boundary='20 20 90 6' Font='3' Size='5'>{code}</ofd:TextObject>"
    assert ofd.read(package([drawn]), "方案.ofd").text.strip() == wanted


def test_scaled_text_and_turned_text() -> None:
    half = text_object(LEFT, 100, "节水方案", size=2 * EM, ctm="CTM='0.5 0 0 0.5 0 0'")
    turned = text_object(LEFT, 300, "仅供内部使用", ctm="CTM='0.7 0.7 -0.7 0.7 0 0'")
    assert ofd.read(package([half + turned]), "方案.ofd").text.strip() == "节水方案"


def test_page_blocks_and_order() -> None:
    drawn = f"<ofd:PageBlock>{text_object(LEFT, 200, '二、任务')}</ofd:PageBlock>{text_object(LEFT, 150, '一、要求')}"
    assert ofd.read(package([drawn]), "方案.ofd").text.split() == ["一、要求", "二、任务"]


def test_a_scan_is_said_with_its_pages() -> None:
    image = "<ofd:ImageObject Boundary='0 0 210 297' ResourceID='5'/>"
    with pytest.raises(IngestError) as error:
        ofd.read(package([image, image]), "扫描.ofd")
    assert "第1—2页" in error.value.message
    read = parse(package([text_object(LEFT, 100, "一、总体要求"), image]), path="方案.ofd")
    assert any("第2页" in issue.message for issue in read.issues if issue.code == "no-text")


NEST = f"<ofd:OFD {NAMESPACE}>" + "<a>" * 5000 + "</a>" * 5000 + "</ofd:OFD>"
ENTITIES = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'>" + "".join(
    f"<!ENTITY {n} '{f'&{m};' * 10}'>" for m, n in zip("bcdefgh", "cdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "损坏"),
        (b"PK\x03\x04 nothing", "损坏"),
        (zipped({"other.txt": "x"}), "OFD.xml"),
        (zipped({"OFD.xml": "<not closed"}), "损坏"),
        (zipped({"OFD.xml": NEST}), "损坏"),
        (zipped({"OFD.xml": ENTITIES + "]><a>&i;</a>"}), ""),
        (zipped({"OFD.xml": b"<a>" + b" " * 40_000_000 + b"</a>"}), "超过"),
        (zipped({"OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocRoot>../../etc/passwd</ofd:DocRoot></ofd:OFD>"}), "缺少"),
        (package([]), "0 页"),
        (package([""]), "没有文字"),
    ],
    ids=["empty", "cut", "another zip", "xml", "nested", "entities", "bomb", "outside", "no page", "blank"],
)
def test_one_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(IngestError) as error:
        ofd.read(data, "方案.ofd")
    assert said in error.value.message
    assert "方案.ofd" in error.value.message
    assert error.value.hint


PAGES = "".join(text_object(LEFT, 100 + 28 * i, f"第{i}条 各县要落实节水任务。") for i in range(8)) + line_object(
    80, 80, 300, 80
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PAGES) - 1), st.text(alphabet="0123456789-.eE'<> gML水\x00", max_size=6)), max_size=8)
)
def test_any_page_gives_text_or_one_error(edits: list[tuple[int, str]]) -> None:
    drawn = PAGES
    for at, piece in edits:
        drawn = drawn[:at] + piece + drawn[at + len(piece) :]
    try:
        assert ofd.read(package([drawn]), "任意.ofd").text.strip()
    except IngestError as error:
        assert error.message and error.hint


WHOLE = written([Sheet([(LEFT, 100.0, "一、总体要求")])])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6)), max_size=8),
    st.integers(0, len(WHOLE)),
)
def test_any_bytes_give_text_or_one_error(edits: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(WHOLE[: len(WHOLE) - cut // 40])
    for at, piece in edits:
        data[at : at + len(piece)] = piece
    try:
        assert ofd.read(bytes(data), "任意.ofd").text.strip()
    except IngestError as error:
        assert error.message and error.hint
