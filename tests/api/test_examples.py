"""Examples of the start page: made of the library's own words, and each finds something."""

from __future__ import annotations

import re
from urllib.parse import unquote

from fastapi.testclient import TestClient


def shown(text: str) -> list[str]:
    return re.findall(r'<a class="chip" href="([^"]+)"', text)


def test_each_example_is_answered(client: TestClient) -> None:
    paths = shown(client.get("/").text)
    assert paths
    for path in paths:
        answer = client.get(path.replace("&amp;", "&")).text
        assert 'class="empty"' not in answer, unquote(path)
        assert any(found in answer for found in ("<mark>", "unit-answer", 'class="summary"')), unquote(path)


def test_an_empty_library_shows_none(fresh: TestClient) -> None:
    assert shown(fresh.get("/").text) == []
