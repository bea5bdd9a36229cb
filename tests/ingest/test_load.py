"""Bytes -> characters: encodings that office programs write, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import IngestError
from ingest.load import MAX_BYTES, load

TEXT = "溪源县节水行动方案\n一、总体要求\n到2027年，全县用水总量控制在1.2亿立方米以内。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    decoded, media_type = load(data, "方案.txt")
    assert (decoded.text, decoded.encoding, media_type) == (TEXT, encoding, "text/plain")


@pytest.mark.parametrize(
    ("data", "path", "said"),
    [
        (b"", "空.txt", "文件是空的"),
        (b"", "空.docx", "文件是空的"),
        (" \n\u3000\n".encode(), "空白.txt", "没有文字"),
        (b"PK\x03\x04rest", "方案.txt", "不是纯文本"),
        (b"%PDF-1.7", "方案.txt", "PDF"),
        (bytes(range(256)) * 8, "乱码.txt", "无法按"),
        (TEXT.encode(), "方案.xyz", "不支持"),
        (TEXT.encode(), "方案", "无后缀"),
        (b"a" * (MAX_BYTES + 1), "大.txt", "超过"),
    ],
)
def test_one_clear_error(data: bytes, path: str, said: str) -> None:
    with pytest.raises(IngestError) as error:
        load(data, path)
    assert said in error.value.message
    assert path in error.value.message
    assert error.value.hint


@given(st.binary(max_size=2000))
def test_any_bytes_give_text_or_one_error(data: bytes) -> None:
    try:
        decoded, _ = load(data, "任意.txt")
    except IngestError as error:
        assert error.message and error.hint
    else:
        assert decoded.text.strip()
