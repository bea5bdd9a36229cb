"""Lists of many documents: pages instead of one long list, a title typed instead of chosen."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


def titles(html: str) -> list[str]:
    return re.findall(r'<td class="title"><a href="/documents/(\w+)">', html)


def test_documents_come_in_pages_that_hold_each_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = titles(client.get("/documents").text)
    monkeypatch.setattr("api.pages.LISTED", 2)
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
