"""Records of government sites 信息公开表 above a document, and what they state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parse
from ingest.account import account
from ingest.format import record
from ingest.official import NUMBER

BODY = "\n溪源县节水工作规则\n第一章 总则\n第一条 为节约用水，制定本规则。\n第二条 本规则适用于全县。\n"
RECORDS = {
    "label and value on lines of their own": "返回顶部\n  • 索引号：\n    000111/2024-0001\n  • 来源：\n\n  • 发文机构：\n    县政府网站\n  • 发文字号：\n    溪政发〔2024〕7号\n  • 发文日期：\n    2024年04月06日 16:40\n  • 内容概述：\n",
    "cells of a table": "索引号 | 000111/2024-0001 | 公开目录： | 县政府文件 |\n文号 | 溪政发〔2024〕7号 | 成文日期： | 2024年04月06日 |\n有效性 | 有效 | 公开日期： | 2024-04-08 01:40 |\n|\n",
    "a list with dashes": "- 索引号：xy/2024-0001\n- 发文字号：溪政发〔2024〕7号\n- 公文种类 ：其他\n- 成文日期：2024-04-06\n",
    "labels in brackets": "[ 索引号 ] 000111/2024-0001 [ 发文字号 ] 溪政发〔2024〕7号\n[ 成文日期 ] 2024-04-06 [ 发布日期 ] 2024-04-08\n",
    "numbered labels": "  1. [索引号]000111/2024-0001\n  2. [有效性] 现行有效\n  3. [发文字号] 溪政发〔2024〕7号\n  4. [成文日期] 2024-04-06\n",
    "cells without labels": "000111222/2024-0001\n溪源县政府\n综合政务；水利\n有效\n溪政发〔2024〕7号\n2024年4月6日\n",
}  # fmt: skip


@pytest.mark.parametrize("form", RECORDS)
def test_a_record_belongs_to_the_page_and_states_number_and_date(form: str) -> None:
    parsed = parse((RECORDS[form] + BODY).encode(), path="文件.txt")
    assert (parsed.work.title, parsed.work.doc_number, parsed.work.date) == (
        "溪源县节水工作规则",
        "溪政发〔2024〕7号",
        "2024-04-06",
    )
    assert [(c.eid, c.marker) for c in parsed.clauses] == [("1", "第一章"), ("1.1", "第一条"), ("1.2", "第二条")]
    assert account(parsed).coverage == 1


def test_a_title_that_only_the_record_states() -> None:
    text = "  1. [索引号]000111\n  2. [发文机关] 溪源县望岭镇人民政府\n  3. [标题] 望岭镇防汛应急预案\n  4. [成文日期] 2024-06-29\n【现行有效】望岭镇防汛应急预案\n一、总则\n保障安全。\n二、组织\n镇政府统一领导。\n"
    work = parse(text.encode(), path="文件.txt").work
    assert (work.title, work.issuers, work.level, work.date) == (
        "望岭镇防汛应急预案", ("溪源县望岭镇人民政府",), "town", "2024-06-29",
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["各乡镇人民政府，县直各单位：", "一、总体要求", "漏损率|9%|8%", "为节约用水，制定本办法。", "标题党不可取"],
)
def test_what_is_no_record(line: str) -> None:
    assert not record.is_record([line], 0)


@given(st.text(alphabet="索引号发文字成日期：|[]•〔〕0123456789年月日-/ 溪政号\n", max_size=120))
def test_any_text_is_read_within_its_bounds(text: str) -> None:
    read = record.read(text, 0, len(text), NUMBER.pattern)
    for span in (read.number, read.date, read.issuer, read.title):
        assert span is None or 0 <= span.start < span.end <= len(text)
    if read.date:
        assert record.iso(text[read.date.start : read.date.end])
