"""不一致之处清单: what is in it, in which order, quoted from both plans with its places, as a file to be signed."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.files.exports import Sheet, write
from api.files.findings import findings_sheet
from search.alignment.align import align
from search.model import CitedDocument
from tests.api.test_report import CITED, LOWER, UPPER
from tests.builders import make_document
from tests.search.memory import Memory


def sheet(upper: str = UPPER, lower: str = LOWER, cited: tuple[CitedDocument, ...] = CITED) -> Sheet:
    place: dict[str, Any] = {"level": "provincial", "region": "澜岳省"}
    above = make_document("澜岳省茶业方案", upper, doc_number="澜政发〔2024〕1号", **place)
    below = make_document("溪源县茶业方案", lower, level="county", region="溪源县")
    memory = Memory(above, below)
    return findings_sheet(align(memory, below.id, above.id), cited)


def test_each_finding_quotes_both_sides_with_their_places() -> None:
    rows = sheet().rows
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    found = {str(row[1]): row[2:6] for row in rows}
    assert found["指标偏松"] == (
        "绿色茶园占比 ≥60%（2026年）\n到2026年绿色茶园占比达到60%", "一、主要目标",
        "绿色茶园占比 ≥55%（2026年）\n到2026年绿色茶园占比达到55%", "一、主要目标",
    )  # fmt: skip
    assert found["语气减弱：应当→可以"][0] == "企业应当建立茶园台账。"
    assert found["语气减弱：应当→可以"][3] == "二、重点任务 › （一）改造低产茶园"
    assert found["条款缺"] == ("（二）举办采茶大赛\n每年秋天在茶乡轮流举办。", "二、重点任务 › （二）举办采茶大赛", "未见", "")
    assert found["引用已废止"][0] == "澜岳省茶业规划，澜政发〔2018〕1号"


def test_what_asks_for_something_comes_first_and_what_agrees_is_left_out() -> None:
    kinds = [str(row[1]) for row in sheet().rows]
    assert kinds[:3] == ["指标偏松", "语气减弱：应当→可以", "条款缺"]
    assert not any(kind.startswith(("条款细化", "条款新增", "指标一致", "引用一致", "引用未收录")) for kind in kinds)


def test_plans_in_line_give_an_empty_list_that_says_so() -> None:
    made = sheet(lower=UPPER, cited=())
    assert (made.rows, "共 0 处" in made.notes[0]) == ((), True)
    assert write(made, "docx")


def test_word_has_room_for_what_is_decided_and_signed() -> None:
    document = docx.Document(io.BytesIO(write(sheet(), "docx")))
    [table] = document.tables
    assert table.rows[0].cells[-1].text == "处理意见"
    assert {row.cells[-1].text.strip() for row in table.rows[1:]} == {""}
    assert document.paragraphs[-1].text.startswith("核对人：")
    assert any("来源文件：《澜岳省茶业方案》，澜政发〔2024〕1号" in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_page_leads_to_the_file(client: TestClient, ids: dict[str, str], form: str) -> None:
    params = {"lower": ids["county"], "upper": ids["province"]}
    path = f"/api/v1/align/findings.{form}"
    assert f'href="{path}?lower={ids["county"]}&amp;upper={ids["province"]}"' in client.get("/align", params=params).text
    answer = client.get(path, params=params)
    assert "%E6%B8%85%E5%8D%95" in answer.headers["content-disposition"]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert [cell.value for cell in sheet[1]][1:3] == ["不一致之处", "上级要求"]
    assert client.get(path, params=params | {"upper": "none"}).status_code == 404
