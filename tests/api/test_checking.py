"""Alignment report, coverage, links by hand: the same over REST, pages and the command line."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from api import words
from api.app import create_app
from api.cli import main
from tests.api.conftest import fill


@pytest.fixture
def held(tmp_path: Path) -> dict[str, str]:
    return fill(tmp_path / "library")


@pytest.fixture
def desk(tmp_path: Path, held: dict[str, str]) -> Iterator[TestClient]:
    with TestClient(create_app(tmp_path / "library"), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_a_report_is_a_download_under_its_name(client: TestClient, ids: dict[str, str], form: str) -> None:
    answer = client.get(f"/api/v1/align/report.{form}", params={"lower": ids["county"], "upper": ids["province"]})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert quote("对照报告") in answer.headers["Content-Disposition"]
    if form == "docx":
        assert "对照报告" in docx.Document(io.BytesIO(answer.content)).paragraphs[0].text


def test_the_page_shows_sentences_with_marks_and_offers_the_report(client: TestClient, ids: dict[str, str]) -> None:
    page = client.get("/align", params={"lower": ids["county"], "upper": ids["province"]}).text
    assert "/api/v1/align/report.docx" in page
    assert '<mark class="d-figure"' in page
    assert "推动" not in page or "语气" in page


def test_holes_of_a_page(client: TestClient, ids: dict[str, str]) -> None:
    page = client.get("/align", params={"lower": ids["county"], "upper": ids["province"], "only": "holes"}).text
    assert "集体协商建制率" in page
    assert "偏松" in page


def test_a_link_by_hand_and_its_way_back(desk: TestClient, held: dict[str, str]) -> None:
    ends = {"from_id": f"{held['county']}#1.3", "to_id": f"{held['province']}#1.2"}
    back = f"/align?lower={held['county']}&upper={held['province']}"
    made = desk.post("/links", data={**ends, "who": "王核对", "why": "同一件事", "back": back})
    assert (made.status_code, made.headers["Location"]) == (303, back)
    assert "已确认（王核对：同一件事）" in desk.get(back).text
    elsewhere = desk.post("/links", data={**ends, "who": "王", "back": "//elsewhere.test/"})
    assert elsewhere.status_code == 422


def test_an_addition_is_accepted_on_the_page(desk: TestClient, held: dict[str, str]) -> None:
    address = f"/coverage?document={held['province']}&only=holes"
    assert "建设示范产线" in desk.get(address).text
    accepted = desk.post(f"/clauses/{held['county']}%231.3/accept", data={"who": "王核对", "back": address})
    assert accepted.status_code == 303
    assert "建设示范产线" not in desk.get(address).text


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock of this system is not set by a variable")
def test_the_day_of_a_review_in_a_sheet_is_that_of_the_clock_of_the_machine(
    desk: TestClient, held: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.database._linked.now", lambda: "2031-03-01T20:30:15.000001+00:00")
    desk.post(f"/clauses/{held['county']}%231.3/accept", data={"who": "王核对", "back": "/coverage"})
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        sheet = desk.get(f"/api/v1/coverage/{held['province']}/table.csv").content.decode("utf-8-sig")
    time.tzset()
    assert "王核对,2031-03-02" in sheet


def test_the_matrix_as_a_sheet_has_a_row_for_each_cell_and_addition(client: TestClient, ids: dict[str, str]) -> None:
    path = f"/api/v1/coverage/{ids['province']}"
    told = client.get(path).json()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/table.xlsx").content))
    rows = [row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if row[0] in set(words.CELLS.values())]
    cells = sum(max(1, len(cell["lower"])) for row in told["rows"] for cell in row["cells"])
    assert len(rows) == cells + len(told["additions"])
    holes = client.get(f"{path}/table.csv", params={"holes": True}).content.decode("utf-8-sig")
    assert words.CELLS["added"] in holes
    assert words.CELLS["covered"] not in holes


def test_links_wait_for_review_and_move_on_when_settled(desk: TestClient, held: dict[str, str]) -> None:
    page = desk.get("/review", params={"kind": "proposed", "document": held["county"]}).text
    waiting = re.findall(r"/links/([0-9a-f]+)/review", page)
    assert waiting
    scores = [float(score) for score in re.findall(r"匹配度 ([\d.]+)", page)]
    assert scores == sorted(scores)
    form = {"status": "confirmed", "who": "王核对", "why": "一致", "back": "/review"}
    assert desk.post(f"/links/{waiting[0]}/review", data=form, follow_redirects=False).status_code == 303
    assert waiting[0] not in desk.get("/review", params={"kind": "proposed"}).text
    assert re.search(r"王核对 \d{4}-\d\d-\d\d：一致", desk.get("/review", params={"kind": "reviewed"}).text)


def test_the_first_queue_that_has_something_opens(desk: TestClient) -> None:
    assert desk.get("/review").text == desk.get("/review", params={"kind": "proposed"}).text


def test_nothing_suspect_is_said(client: TestClient, ids: dict[str, str]) -> None:
    assert "没有要复核的联系" in client.get("/review", params={"kind": "suspect"}).text


def test_rest_makes_links_and_accepts_additions(desk: TestClient, held: dict[str, str]) -> None:
    ends = {"from_id": f"{held['county']}#1.3", "to_id": f"{held['province']}#1.2"}
    made = desk.post("/api/v1/links", json={**ends, "who": "王核对"})
    assert (made.status_code, made.json()["status"]) == (201, "confirmed")
    assert desk.post(f"/api/v1/clauses/{held['county']}%231/accept", json={"who": "王"}).status_code == 204
    assert desk.post("/api/v1/links", json={**ends, "to_id": "none#1", "who": "王"}).status_code == 404


def test_the_command_writes_reports_and_tells_coverage(
    tmp_path: Path, held: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "library"))
    report = tmp_path / "report.html"
    assert run(monkeypatch, "align", "河口县", "--against", "云海省", "--to", str(report)) == 0
    assert "对照报告" in report.read_text("utf-8")
    assert run(monkeypatch, "align", "河口县", "--against", "云海省", "--to", str(tmp_path / "report.pdf")) == 1
    assert "docx、xlsx、html" in capsys.readouterr().err
    assert run(monkeypatch, "coverage", "云海省", "--holes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["summary"]["added"] == 1
    assert run(monkeypatch, "accept", f"{held['county']}#1.3", "--who", "王核对") == 0
    assert run(monkeypatch, "link", f"{held['county']}#1.3", f"{held['province']}#1.1", "--who", "王核对") == 0
    assert run(monkeypatch, "review", "--suspect") == 0
    assert run(monkeypatch, "coverage", "云海省") == 0
    assert "已承接" in capsys.readouterr().out


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Exit code of a command."""
    monkeypatch.setattr("sys.argv", ["policykb", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)
