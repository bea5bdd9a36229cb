"""责任矩阵: columns, parts, the page and its export."""

from __future__ import annotations

import io

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.files.matrix import matrix
from search.model import Place, Task
from tests.api.markup import checked


def task(n: int, lead: str = "", responsible: str = "", support: str = "") -> Task:
    place = Place(f"d#{n}", "d", "某方案", None, "county", "某县", (f"任务{n}",))
    return Task(place, f"措施{n}", tuple(lead.split()), tuple(responsible.split()), tuple(support.split()), None, "")


def test_the_busiest_unit_is_the_first_column_and_the_heaviest_part_counts() -> None:
    found = matrix([task(1, lead="甲局", support="乙局 甲局"), task(2, responsible="乙局"), task(3, support="乙局")])
    assert found.units == ("乙局", "甲局")
    assert [cells for _, cells in found.rows] == [("support", "lead"), ("responsible", ""), ("support", "")]
    assert matrix([]).units == ()


def test_page_and_sheet_hold_the_same(client: TestClient, ids: dict[str, str]) -> None:
    assert 'class="empty"' in client.get("/duties/matrix").text
    page = checked(text := client.get("/duties/matrix", params={"document": ids["county"]}).text)
    assert (page.wrong, page.open) == ([], [])
    file = client.get("/api/v1/tables/matrix.xlsx", params={"document": ids["county"]})
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    heads = [str(cell.value) for cell in sheet[1]][3:]
    assert heads and all(f"<span>{unit}</span>" in text for unit in heads)
    assert text.count('<th scope="row"') == sheet.max_row - 1
    parts = [cell.value for row in sheet.iter_rows(min_row=2, min_col=4) for cell in row if cell.value]
    assert set(parts) <= {"牵头", "责任", "配合"} and "牵头" in parts
