"""Lists of many documents: pages instead of one long list, a title typed instead of chosen."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.pages.reader import LONG, outline, pieces
from api.words import PLACES
from search.links.pairing import ClausePair
from tests.builders import make_document


def titles(html: str) -> list[str]:
    return re.findall(r'<td class="title"><a href="/documents/(\w+)">', html)


def test_documents_come_in_pages_that_hold_each_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = titles(client.get("/documents").text)
    monkeypatch.setattr("api.pages.main.LISTED", 2)
    pages = [client.get(f"/documents?offset={at}").text for at in range(0, len(every), 2)]
    assert [title for page in pages for title in titles(page)] == every
    assert "下一页" in pages[0]
    assert "data-sortable" not in pages[0]


def test_of_many_documents_a_title_is_typed(client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.words.MOST_LISTED", 1)
    form = re.search(r'<form class="pair".*?</form>', client.get("/").text, re.S)
    assert form
    assert "<option" not in form[0]
    lower, upper = (client.get(f"/api/v1/documents/{ids[name]}").json()["title"] for name in ("county", "province"))
    page = client.get("/align", params={"lower": lower, "upper": upper})
    assert page.status_code == 200
    assert f'value="{lower}"' in page.text
    assert client.get("/align", params={"lower": "没有这份文件", "upper": upper}).status_code == 404
    assert client.get("/coverage", params={"document": upper}).status_code == 200


def rows(html: str) -> list[str]:
    return re.findall(r'<tbody id="(r\d+)"', html)


def test_an_alignment_comes_in_pages_that_hold_each_row_once(
    client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = {"lower": ids["county"], "upper": ids["province"]}
    whole = client.get("/align", params=pair).text
    monkeypatch.setattr("api.pages.checks.ROWS", 2)
    monkeypatch.setattr("api.pages.checks.FIGURES", 1)
    pages = [client.get("/align", params=pair | {"offset": at, "figure": at // 2}).text for at in range(0, len(rows(whole)), 2)]
    assert [row for page in pages for row in rows(page)] == rows(whole)
    assert len(rows(pages[0])) == 2 < len(rows(whole))
    figures = [page.partition('id="rows"')[0].count("<blockquote>") for page in pages]
    assert max(figures) <= 2 < whole.partition('id="rows"')[0].count("<blockquote>")
    onward = re.search(r'href="([^"]*offset=2[^"]*)#r3"', pages[0])
    assert onward
    assert "r3" in rows(client.get(onward[1].replace("&amp;", "&")).text)


def test_a_matrix_comes_in_pages_and_narrows_by_a_unit(
    client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = re.compile(r'<th scope="row"[^>]*><a href="([^"]+)"')
    document = {"document": ids["county"]}
    every = measures.findall(client.get("/duties/matrix", params=document).text)
    monkeypatch.setattr("api.pages.lists.MEASURES", 1)
    pages = [client.get("/duties/matrix", params=document | {"offset": n}).text for n in range(len(every))]
    assert [one for page in pages for one in measures.findall(page)] == every
    assert "data-sortable" not in pages[0]
    unit = re.search(r'<th scope="col" class="unit"><span><a href="([^"]+)"', pages[0])
    assert unit
    assert measures.findall(client.get(unit[1].replace("&amp;", "&")).text)


def test_a_coverage_matrix_comes_in_pages(client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/coverage?document={ids['province']}"
    whole = client.get(path).text.count('<th scope="row"')
    monkeypatch.setattr("api.pages.checks.ROWS", 1)
    pages = [client.get(f"{path}&offset={n}").text for n in range(whole)]
    assert [page.count('<th scope="row"') for page in pages] == [1] * whole


def test_tasks_and_targets_are_chosen_by_document(client: TestClient, ids: dict[str, str]) -> None:
    for path in ("/duties", "/targets"):
        every, one = (client.get(path, params=params).text for params in ({}, {"document": ids["county"]}))
        assert f'<option value="{ids["county"]}" selected>' in one
        assert 0 < one.count('<td class="quote">') < every.count('<td class="quote">')
        assert client.get(path, params={"document": "河口县技能人才发展规划"}).text.count("selected>") == one.count("selected>")


def test_an_outline_of_a_long_document_leaves_out_its_deepest_level() -> None:
    sections = "\n".join(f"  （一）|第{n}节|\n    1.|第{n}条|\n      做好第{n}件事。" for n in range(LONG))
    laid = pieces(make_document("某县方案", f"一、|任务|\n{sections}"))
    assert {piece.depth for piece in outline(laid)} == {0, 1}
    short = pieces(make_document("某县方案", "一、|任务|\n  （一）|一节|\n    1.|一条|\n      做好一件事。"))
    assert {piece.depth for piece in outline(short)} == {0, 1, 2}


def test_every_place_of_a_pair_has_a_word() -> None:
    told = re.search(r"place \(([^)]*)\)", " ".join((ClausePair.__doc__ or "").split()))
    assert told
    assert set(told[1].split(", ")) == set(PLACES)
