"""Corrections over REST, on the page and on the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.cli import main
from tests.api.conftest import PLAN
from tests.api.markup import checked

SIGNED = {"who": "李核对", "why": "按纸质件改"}


@pytest.fixture
def key(fresh: TestClient) -> str:
    [added] = fresh.post("/api/v1/documents", files={"files": ("方案.txt", PLAN.encode())}).json()["results"]
    return str(added["document_id"])


def test_patch_and_its_log(fresh: TestClient, key: str) -> None:
    path = f"/api/v1/documents/{key}"
    made = fresh.patch(path, json=SIGNED | {"changes": {"date": "2024年5月6日", "issuers": "甲局、乙局"}}).json()
    assert {one["field"]: one["value"] for one in made["corrections"]} == {"date": "2024-05-06", "issuers": ["甲局", "乙局"]}
    shown = fresh.get(path).json()
    assert (shown["date"], shown["issuers"]) == ("2024-05-06", ["甲局", "乙局"])
    assert fresh.get("/api/v1/documents", params={"year": 2024}).json()["total"] == 1
    undone = fresh.patch(path, json=SIGNED | {"changes": {"date": None}}).json()
    assert [one["undone"] for one in undone["log"]] == [False, False, True]
    assert fresh.get(f"{path}/corrections").json() == undone


def test_a_document_whose_time_is_over_is_marked_where_it_is_found(fresh: TestClient, key: str) -> None:
    pages = ("/?q=建设老年食堂", "/?q=建设老年食堂&view=grouped", "/documents", f"/documents/{key}")
    assert not any("有效期已满" in fresh.get(page).text for page in pages)
    changes = {"in_force": "2019-01-01", "expires": "2020年12月31日"}
    fresh.patch(f"/api/v1/documents/{key}", json=SIGNED | {"changes": changes})
    assert all("有效期已满（2020-12-31）" in fresh.get(page).text for page in pages)
    [card] = fresh.get("/api/v1/documents").json()["documents"]
    assert (card["in_force"], card["expires"]) == ("2019-01-01", "2020-12-31")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"changes": {"date": "昨天"}}, "不是日期"),
        ({"changes": {"level": "省"}}, "没有层级"),
        ({"changes": {}}, "changes"),
        ({"changes": {"date": "2024-05-06"}, "who": ""}, "who"),
    ],
)
def test_refusals_are_problems(fresh: TestClient, key: str, body: dict[str, object], said: str) -> None:
    response = fresh.patch(f"/api/v1/documents/{key}", json=SIGNED | body)
    assert (response.status_code, said in response.json()["detail"]) == (422, True)
    assert fresh.get(f"/api/v1/documents/{key}/corrections").json()["log"] == []
    assert fresh.patch("/api/v1/documents/none", json=SIGNED | {"changes": {"date": ""}}).status_code == 404


def test_the_form_keeps_what_was_typed_until_it_fits(fresh: TestClient, key: str) -> None:
    page = f"/documents/{key}/correct"
    assert checked(fresh.get(page).text).wrong == []
    typed = {"title": "青河县老年食堂办法", "date": "五月", "level": "county"} | SIGNED
    wrong = fresh.post(page, data=typed)
    assert (wrong.status_code, checked(wrong.text).wrong) == (422, [])
    assert "不是日期" in wrong.text and 'value="五月"' in wrong.text and 'value="按纸质件改"' in wrong.text
    shown = fresh.post(page, data=typed | {"date": "2024-05-06"})
    assert shown.url.path == f"/documents/{key}"
    assert "青河县老年食堂办法" in shown.text and shown.text.count("人工更正") == 2
    undone = fresh.post(page, data=SIGNED | {"undo": "title"})
    assert undone.text.count("人工更正") == 1
    assert "恢复原文的值" in fresh.get(page).text


def test_who_comes_second_is_told(fresh: TestClient, key: str) -> None:
    page, was = f"/documents/{key}/correct", {"was:date": ""}
    assert fresh.post(page, data={"date": "2024-05-06"} | was | SIGNED).url.path == f"/documents/{key}"
    second = fresh.post(page, data={"date": "2024-05-09"} | was | SIGNED)
    assert (second.status_code, checked(second.text).wrong) == (422, [])
    assert "别人已经更正了成文日期" in second.text and 'value="2024-05-09"' in second.text
    assert 'name="was:date" value="2024-05-06"' in second.text, "saved once more, it holds"
    assert fresh.post(page, data={"date": "2024-05-06"} | was | SIGNED).url.path == f"/documents/{key}", "both say the same"
    assert fresh.post(page, data={"undo": "date", "was:date": "2024-05-01"} | SIGNED).status_code == 422


def test_units_over_rest(fresh: TestClient, key: str) -> None:
    words, whole = fresh.get(f"/api/v1/clauses/{key}%231.1/units").json()["fields"]
    assert (words["quote"], words["printed"]) == ("（责任单位：县民政局）", "责任单位：县民政局")
    assert (whole["printed"], whole["value"]) == (None, None)
    path = f"/api/v1/documents/{key}"
    changes = {words["field"]: "牵头单位：县民政局；配合单位：县卫健局", whole["field"]: "参与：县总工会"}
    made = fresh.patch(path, json=SIGNED | {"changes": changes}).json()
    assert [(one["clause"], one["value"]) for one in made["corrections"]] == [
        ("1.1", "牵头单位：县民政局；配合单位：县卫健局"), ("1.1", "参与单位：县总工会"),
    ]  # fmt: skip
    duties = fresh.get(f"/api/v1/clauses/{key}%231.1").json()["duties"]
    assert {(duty["role"], duty["unit"], duty["form"]) for duty in duties} == {
        ("牵头单位", "县民政局", "stated"), ("配合单位", "县卫健局", "stated"), ("参与单位", "县总工会", "stated"),
    }  # fmt: skip
    undone = fresh.patch(path, json=SIGNED | {"changes": {words["field"]: None}}).json()
    assert [one["quote"] for one in undone["log"] if one["undone"]] == ["（责任单位：县民政局）"]
    refused = fresh.patch(path, json=SIGNED | {"changes": {words["field"]: "主持：县民政局"}})
    assert (refused.status_code, "没有“主持”这种分工" in refused.json()["detail"]) == (422, True)
    assert fresh.get("/api/v1/clauses/none%231/units").status_code == 404


def test_units_are_put_right_on_a_page_of_their_clause(fresh: TestClient, key: str) -> None:
    page = f"/clauses/{key}%231.1/units"
    assert f'href="{page}"' in fresh.get(f"/documents/{key}").text
    shown = fresh.get(page)
    assert checked(shown.text).wrong == []
    words, whole = fresh.get(f"/api/v1/clauses/{key}%231.1/units").json()["fields"]
    typed = {words["field"]: "主持：县民政局", whole["field"]: ""} | SIGNED
    wrong = fresh.post(page, data=typed)
    assert (wrong.status_code, checked(wrong.text).wrong) == (422, [])
    assert "没有“主持”这种分工" in wrong.text and ">主持：县民政局</textarea>" in wrong.text
    done = fresh.post(page, data=typed | {words["field"]: "牵头单位：县民政局"})
    assert done.url.path == f"/documents/{key}"
    assert "人工更正" in done.text and "牵头单位：县民政局（原文解析为：责任单位：县民政局）" in done.text
    assert "恢复原文的值" in fresh.get(page).text
    assert "恢复原文的值" not in fresh.get(f"/documents/{key}/correct").text
    undone = fresh.post(page, data=typed | {"undo": words["field"]})
    assert "人工更正" not in undone.text
    assert "恢复原文的值" in fresh.get(f"/documents/{key}/correct").text, "the log of the document tells it"


def test_targets_over_rest(fresh: TestClient, key: str) -> None:
    words, whole = fresh.get(f"/api/v1/clauses/{key}%231.1/targets").json()["fields"]
    assert (words["quote"], words["printed"]) == ("到2026年，建成老年食堂12个", "指标：老年食堂；要求：12个；期限：2026年")
    assert (whole["printed"], whole["value"]) == (None, None)
    path = f"/api/v1/documents/{key}"
    value = "指标：老年食堂；要求：≥12个；期限：2027年"
    made = fresh.patch(path, json=SIGNED | {"changes": {words["field"]: "指标：老年食堂；要求：不少于12个；期限：2027"}}).json()
    assert [(one["clause"], one["value"]) for one in made["corrections"]] == [("1.1", value)]
    [target] = fresh.get(f"/api/v1/clauses/{key}%231.1").json()["targets"]
    assert (target["indicator"], target["op"], target["value"], target["deadline"]) == ("老年食堂", ">=", 12, 2027)
    [row] = fresh.get("/api/v1/targets", params={"indicator": "食堂"}).json()["targets"]
    assert (row["id"], row["target"]["deadline"], row["units"]) == (f"{key}#T1", 2027, ["县民政局"])
    for wrong, said in (("≥12个", "读不出是指标的哪一项"), ("指标：老年食堂；要求：≥13个", "条款原文中没有“≥13个”这个数")):
        refused = fresh.patch(path, json=SIGNED | {"changes": {words["field"]: wrong}})
        assert (refused.status_code, said in refused.json()["detail"]) == (422, True)
    undone = fresh.patch(path, json=SIGNED | {"changes": {words["field"]: None}}).json()
    assert (undone["corrections"], undone["log"][-1]["undone"]) == ([], True)
    assert fresh.get("/api/v1/clauses/none%231/targets").status_code == 404


def test_targets_are_put_right_on_a_page_of_their_clause(fresh: TestClient, key: str) -> None:
    page = f"/clauses/{key}%231.1/targets"
    assert f'href="{page}"' in fresh.get(f"/documents/{key}").text
    assert f'href="{page}"' in fresh.get("/targets").text
    shown = fresh.get(page, params={"back": "/targets?document=x"})
    assert checked(shown.text).wrong == []
    assert 'href="/targets?document=x">不改了' in shown.text
    words, whole = fresh.get(f"/api/v1{page}").json()["fields"]
    typed = {words["field"]: "老年食堂12个", whole["field"]: "", "back": "/targets"} | SIGNED
    wrong = fresh.post(page, data=typed)
    assert (wrong.status_code, checked(wrong.text).wrong) == (422, [])
    assert "读不出是指标的哪一项" in wrong.text and ">老年食堂12个</textarea>" in wrong.text
    done = fresh.post(page, data=typed | {words["field"]: "指标：老年食堂；要求：≥12个；期限：2027年"})
    assert (done.url.path, "≥12个" in done.text) == ("/targets", True)
    reader = fresh.get(f"/documents/{key}").text
    assert "指标：老年食堂；要求：≥12个；期限：2027年（原文解析为：指标：老年食堂；要求：12个；期限：2026年）" in reader
    assert fresh.post(page, data=typed | {"undo": words["field"], "back": ""}).url.path == f"/documents/{key}"
    assert "人工更正" not in fresh.get(f"/documents/{key}").text
    assert fresh.get(page, params={"back": "//elsewhere"}).status_code == 422


def test_what_another_person_put_right_meanwhile_stays(fresh: TestClient, key: str) -> None:
    """Two open the same form; the second sends what it shows of the field that the first has changed, and changes another."""
    page = f"/documents/{key}/correct"
    shown = fresh.get(page).text
    was = dict(re.findall(r'name="(was:[a-z_]+)" value="([^"]*)"', shown))
    assert was["was:title"] == "青河县老年食堂建设方案"
    form = was | {name.removeprefix("was:"): value for name, value in was.items()}
    fresh.post(page, data=form | {"title": "青河县长者食堂建设方案"} | SIGNED)
    fresh.post(page, data=form | {"date": "2024-05-06"} | SIGNED)
    log = fresh.get(f"/api/v1/documents/{key}/corrections").json()["log"]
    assert [(one["field"], one["value"]) for one in log] == [("title", "青河县长者食堂建设方案"), ("date", "2024-05-06")]


def test_an_alignment_leads_to_the_form_of_a_figure_and_back(client: TestClient, ids: dict[str, str]) -> None:
    here = f"/align?lower={ids['county']}&upper={ids['province']}"
    html = client.get(here).text
    [way] = {w for w in re.findall(r'href="(/clauses/[^"]+/targets\?[^"]+)"', html) if f"{ids['county']}%231.1" in w}
    form = client.get(unescape(way)).text
    back = unescape(re.search(r'name="back" value="([^"]+)"', form)[1])  # type: ignore[index]
    assert back.startswith(here) and back.partition("#")[2] in re.findall(r'id="(f\d+)"', html)


def test_where_no_unit_is_named_the_answer_leads_to_stating_one(fresh: TestClient) -> None:
    text = PLAN.replace("（责任单位：县民政局）", "")
    [added] = fresh.post("/api/v1/documents", files={"files": ("方案.txt", text.encode())}).json()["results"]
    page = fresh.get("/owners?q=老年食堂由谁建成").text
    clause = f"/clauses/{added['document_id']}%231.1/units"
    assert "原文没有写明责任单位" in page and f'href="{clause}"' in page
    field = fresh.get(f"/api/v1{clause}").json()["fields"][-1]["field"]
    fresh.post(clause, data={field: "县民政局"} | SIGNED)
    assert "县民政局" in fresh.get("/owners?q=老年食堂由谁建成").text


def test_the_log_is_handed_on_as_a_table(fresh: TestClient, key: str) -> None:
    words = fresh.get(f"/api/v1/clauses/{key}%231.1/units").json()["fields"][0]["field"]
    path = f"/api/v1/documents/{key}"
    fresh.patch(path, json=SIGNED | {"changes": {"date": "2024-05-06", words: "牵头单位：县民政局"}})
    fresh.patch(path, json=SIGNED | {"changes": {words: None}})
    table = fresh.get("/api/v1/tables/corrections.csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(table, newline=""))
    assert head == ["时间", "文件", "项目", "原文", "原值", "新值", "姓名", "理由"]
    assert [row[2:6] for row in rows] == [
        ["成文日期", "", "未载", "2024-05-06"],
        ["责任单位", "（责任单位：县民政局）", "责任单位：县民政局", "牵头单位：县民政局"],
        ["责任单位", "（责任单位：县民政局）", "牵头单位：县民政局", "恢复原文的值"],
    ]
    assert {tuple(row[6:]) for row in rows} == {("李核对", "按纸质件改")}
    figure = fresh.get(f"/api/v1/clauses/{key}%231.1/targets").json()["fields"][0]["field"]
    fresh.patch(path, json=SIGNED | {"changes": {figure: ""}})
    assert "指标,到2026年，建成老年食堂12个,指标：老年食堂；要求：12个；期限：2026年,没有指标" in fresh.get(
        "/api/v1/tables/corrections.csv"
    ).content.decode("utf-8-sig")
    assert f"/api/v1/tables/corrections.xlsx?document={key}" in fresh.get(f"/documents/{key}/correct").text
    assert fresh.get("/api/v1/tables/corrections.csv", params={"level": "national"}).text.count("\n") == 1


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "方案.txt").write_text(PLAN, "utf-8")

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["policykb", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out + told.err

    run("ingest", str(tmp_path / "方案.txt"))
    signed = ("--by", "李核对", "--reason", "按纸质件改")
    code, told = run("correct", "方案", "--field", "date", "--value", "2024-05-06", *signed)
    assert (code, "成文日期：未载 → 2024-05-06（李核对：按纸质件改）" in told) == (0, True)
    assert run("correct", "方案", "--field", "date", *signed)[0] == 2
    code, told = run("correct", "方案", "--field", "level", "--value", "县", *signed)
    assert (code, "没有层级“县”" in told) == (1, True)
    code, told = run("correct", "方案", "--undo", "date", *signed, "--json")
    assert (code, json.loads(told)["corrections"], len(json.loads(told)["log"])) == (0, [], 2)
    assert "没有人工更正，不能撤销" in run("correct", "方案", "--undo", "date", *signed)[1]

    code, told = run("correct", "方案", "--clause", "1.1")
    field, now = told.split()[:2]
    assert (code, now) == (0, "责任单位：县民政局")
    code, told = run("correct", "方案", "--field", field, "--value", "牵头单位：县民政局", *signed)
    assert (code, "责任单位：责任单位：县民政局 → 牵头单位：县民政局（李核对：按纸质件改）" in told) == (0, True)
    code, told = run("correct", "方案", "--clause", "1.1", "--json")
    assert (code, json.loads(told)["fields"][0]["value"]) == (0, "牵头单位：县民政局")
    figure = next(one["field"] for one in json.loads(told)["fields"] if one["field"].startswith("targets@"))
    assert (
        f"{figure}  指标：老年食堂；要求：12个；期限：2026年  ← 到2026年，建成老年食堂12个"
        in run("correct", "方案", "--clause", "1.1")[1]
    )
    code, told = run("correct", "方案", "--field", figure, "--value", "指标：老年食堂；要求：≥12个", *signed)
    assert (code, "指标：指标：老年食堂；要求：12个；期限：2026年 → 指标：老年食堂；要求：≥12个" in told) == (0, True)
