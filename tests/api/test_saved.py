"""Saved searches through every face: REST, feed, pages, command line; a result as a file."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from api.words import markdown
from tests.api.conftest import PLAN

ATOM = "{http://www.w3.org/2005/Atom}"
OTHER = PLAN.replace("青河", "石桥").replace("12个", "15个")


def upload(client: TestClient, name: str, text: str) -> str:
    [added] = client.post("/api/v1/documents", files={"files": (name, text.encode())}).json()["results"]
    return str(added["document_id"])


def test_rest_keeps_counts_and_forgets(fresh: TestClient) -> None:
    upload(fresh, "一.txt", PLAN)
    wanted = {"query": "老年食堂", "name": "食堂", "filters": {"level": ["county"]}}
    made = fresh.post("/api/v1/saved", json=wanted).json()
    assert (made["name"], made["filters"]["level"]) == ("食堂", ["county"])
    document = upload(fresh, "二.txt", OTHER)
    [row] = fresh.get("/api/v1/saved").json()["saved"]
    news = fresh.get(f"/api/v1/saved/{made['id']}/news").json()["news"]
    assert (row["search"]["id"], row["new"]) == (made["id"], len(news))
    assert {new["document"]["id"] for new in news} == {document}
    fresh.post(f"/api/v1/saved/{made['id']}/open")
    assert fresh.get("/api/v1/saved").json()["saved"][0]["new"] == 0
    assert fresh.delete(f"/api/v1/saved/{made['id']}").status_code == 204
    assert fresh.get("/api/v1/saved").json() == {"total": 0, "saved": []}
    for path in ("news", "open"):
        asked = fresh.get if path == "news" else fresh.post
        assert asked(f"/api/v1/saved/{made['id']}/{path}").status_code == 404
    assert fresh.post("/api/v1/saved", json={"query": ""}).status_code == 422


def test_the_feed_is_atom_with_ids_that_stay(fresh: TestClient) -> None:
    saved = fresh.post("/api/v1/saved", json={"query": "老年食堂", "name": "食堂<新>"}).json()
    path = f"/saved/{saved['id']}/feed"
    empty = ElementTree.fromstring(fresh.get(path).content)
    assert empty.findtext(f"{ATOM}updated") == saved["made"]
    assert empty.findall(f"{ATOM}entry") == []
    document = upload(fresh, "一.txt", PLAN)
    response = fresh.get(path)
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert (feed.findtext(f"{ATOM}title") or "").startswith("食堂<新>")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert f"urn:policykb:clause:{document}#1.1" in ids
    assert len(set(ids)) == len(ids)
    for entry in feed.findall(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "updated", "summary"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert [str(link.get("href")).rpartition("/")[0] for link in entry.findall(f"{ATOM}link")] == [
            "http://testserver/documents"
        ]
    fresh.post(f"/saved/{saved['id']}/open", follow_redirects=False)
    again = ElementTree.fromstring(fresh.get(path).content)
    assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == ids
    assert fresh.get("/saved/none/feed").status_code == 404


def test_pages_save_open_and_delete(fresh: TestClient) -> None:
    upload(fresh, "一.txt", PLAN)
    again = fresh.post("/saved?q=老年食堂&level=county", data={"name": "食堂"})
    assert (again.status_code, "已保存为“食堂”" in again.text, again.url.params["level"]) == (200, True, "county")
    assert "已保存为" not in fresh.get("/?q=老年食堂").text  # other filters are another search
    start = fresh.get("/")
    assert ("保存的检索" in start.text, "食堂" in start.text) == (True, True)
    upload(fresh, "二.txt", OTHER)
    assert '<span class="new">新 ' in fresh.get("/").text
    [row] = fresh.get("/api/v1/saved").json()["saved"]
    opened = fresh.post(f"/saved/{row['search']['id']}/open")
    assert opened.url.params["level"] == "county"
    assert opened.text.count('<span class="new">新</span>') == row["new"]
    assert '<span class="new">' not in fresh.get("/").text
    assert "保存的检索" not in fresh.post(f"/saved/{row['search']['id']}/remove").text


def test_the_command_line(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "files"
    folder.mkdir()

    def run(*args: str) -> str:
        done = CliRunner().invoke(app, [*args, "--library", str(library)])
        assert done.exit_code == 0, done.output
        return done.stdout

    (folder / "一.txt").write_text(PLAN, "utf-8")
    run("ingest", str(folder))
    assert "没有保存的检索" in run("saved")
    run("search", "老年食堂", "--save", "食堂")
    (folder / "二.txt").write_text(OTHER, "utf-8")
    run("ingest", str(folder))
    [row] = json.loads(run("saved", "--json"))["saved"]
    assert row["new"] > 0
    assert "食堂" in run("saved")
    assert f"新增 {row['new']} 条" in run("saved", row["search"]["id"])
    assert json.loads(run("saved", row["search"]["id"], "--json")) == {"total": 0, "news": []}
    assert "已删除" in run("saved", row["search"]["id"], "--remove")


@pytest.mark.parametrize("to", ["xlsx", "docx", "csv", "jsonl"])
def test_a_result_as_a_file(client: TestClient, to: str) -> None:
    response = client.get(f"/api/v1/tables/search.{to}?q=技能津贴")
    assert response.status_code == 200
    if to in ("csv", "jsonl"):
        assert "鼓励企业设立技能津贴" in response.content.decode("utf-8-sig")
    else:
        assert zipfile.ZipFile(BytesIO(response.content)).testzip() is None


def test_markdown_escapes_what_would_be_markup() -> None:
    assert markdown("提高*两*成\n第二段", "《方案》一、") == "> 提高\\*两\\*成\n> 第二段\n>\n> ——《方案》一、"
