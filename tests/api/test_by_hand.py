"""What a person stated says so wherever it is shown, and what the parser found beside it does not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search.library import Library
from tests.api.conftest import PLAN

MARK = "人工更正"
SIGNED = {"who": "李核对", "why": "按纸质件改"}
PAGES = (
    "/?q=建设老年食堂",
    "/targets",
    "/duties",
    "/duties/matrix?document={key}",
    "/owners?q=老年食堂由谁负责",
    "/owners?q=县民政局负责什么",
    "/units/青河县民政局",
)
"""Pages that show the first clause of the plan."""


@pytest.fixture
def key(fresh: TestClient) -> str:
    [added] = fresh.post("/api/v1/documents", files={"files": ("方案.txt", PLAN.encode())}).json()["results"]
    return str(added["document_id"])


def correct(client: TestClient, key: str, kind: str, value: str | None) -> None:
    field = client.get(f"/api/v1/clauses/{key}%231.1/{kind}").json()["fields"][0]["field"]
    assert client.patch(f"/api/v1/documents/{key}", json=SIGNED | {"changes": {field: value}}).is_success


def state(client: TestClient, key: str) -> None:
    """One unit of the first clause comes to lead, one target has another year."""
    correct(client, key, "units", "牵头单位：县民政局；责任单位：县财政局")
    correct(client, key, "targets", "指标：老年食堂；要求：≥12个；期限：2027年")


@pytest.mark.parametrize("page", PAGES)
def test_pages_mark_it(fresh: TestClient, key: str, page: str) -> None:
    address = page.format(key=key)
    assert MARK not in fresh.get(address).text
    state(fresh, key)
    shown = fresh.get(address).text
    assert f'href="/documents/{key}#c1.1" title="谁、何时、为什么，看原文这一条">{MARK}' in shown or f"［{MARK}］" in shown
    for kind in ("units", "targets"):
        correct(fresh, key, kind, None)
    assert MARK not in fresh.get(address).text


def test_the_reader_says_who_and_when(fresh: TestClient, key: str) -> None:
    state(fresh, key)
    shown = fresh.get(f"/documents/{key}").text
    assert shown.count("· 李核对，20") == 2 and shown.count("：按纸质件改") == 2


def test_rest_marks_the_very_target_and_unit(fresh: TestClient, key: str) -> None:
    state(fresh, key)
    rows = fresh.get("/api/v1/targets").json()["targets"]
    assert [(row["target"]["stated"], row["stated_units"]) for row in rows] == [(True, ["县民政局", "县财政局"]), (False, [])]
    tasks = fresh.get("/api/v1/duties").json()["tasks"]
    assert [task["stated_units"] for task in tasks] == [["县民政局", "县财政局"], []]
    hits = fresh.get("/api/v1/search", params={"q": "建设老年食堂"}).json()["hits"]
    first = next(hit for hit in hits if hit["clause_id"] == f"{key}#1.1")
    assert (first["stated_units"], [target["stated"] for target in first["targets"]]) == (["县民政局", "县财政局"], [True])
    clause = fresh.get(f"/api/v1/clauses/{key}%231.1").json()
    assert ([duty["form"] for duty in clause["duties"]], clause["targets"][0]["stated"]) == (["stated", "stated"], True)
    [owner, *_] = fresh.get("/api/v1/owners", params={"q": "老年食堂由谁牵头"}).json()["units"]
    assert (owner["unit"], owner["clauses"][0]["stated"]) == ("县民政局", True)
    assert [target["stated"] for target in fresh.get(f"/api/v1/documents/{key}").json()["targets"]] == [True, False]


def test_a_unit_that_only_changes_beside_another_is_not_marked(fresh: TestClient, key: str) -> None:
    correct(fresh, key, "units", "责任单位：县民政局、县财政局")
    [task, _] = fresh.get("/api/v1/duties").json()["tasks"]
    assert (task["responsible"], task["stated_units"]) == (["县民政局", "县财政局"], ["县财政局"])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("targets", "指标：老年食堂；责任单位：县民政局、县财政局"),
        ("duties", "指标：老年食堂；责任单位：县民政局、县财政局"),
        ("search", "指标：老年食堂；责任单位：县民政局、县财政局"),
    ],
)
def test_tables_have_a_column_for_it(fresh: TestClient, key: str, table: str, said: str) -> None:
    state(fresh, key)
    text = fresh.get(f"/api/v1/tables/{table}.csv", params={"q": "建设老年食堂"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row[MARK] for row in rows if "老年食堂12个" in "".join(row.values())] == [said]
    assert {row[MARK] for row in rows if "每年检查" in "".join(row.values())} <= {""}


def test_json_lines_have_it(tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(PLAN, "utf-8")
    with Library.open(tmp_path / "library") as library:
        [added] = library.ingest([tmp_path / "方案.txt"])
        assert added.document_id
        [words, _] = library.correctable(f"{added.document_id}#1.1", "targets")
        library.correct(added.document_id, {words.field: "指标：老年食堂；要求：≥12个"}, who="李核对", why="核对")
        library.export(tmp_path / "out")
    lines = (tmp_path / "out" / "targets.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["stated"] for line in lines] == [True, False]
