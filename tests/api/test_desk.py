"""The drafter's desk: completion, similar clauses, clips as Word, citations."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from api.words import reference, short, standing
from search.model import DocumentCard


def card(**more: Any) -> DocumentCard:
    unknown: dict[str, Any] = dict.fromkeys(DocumentCard.__dataclass_fields__)
    return DocumentCard(**{**unknown, "title": "青河县养老服务方案", "issuers": (), **more})


@pytest.mark.parametrize(
    ("known", "cited"),
    [
        ({}, "青河县养老服务方案[A]."),
        (
            {"issuers": ("青河县人民政府",), "doc_number": "青政发〔2024〕3号", "date": "2024-05-06"},
            "青河县人民政府. 青河县养老服务方案: 青政发〔2024〕3号[A]. (2024-05-06).",
        ),
        ({"issuers": ("甲局", "乙局", "丙局", "丁局")}, "甲局, 乙局, 丙局, 等. 青河县养老服务方案[A]."),
    ],
)
def test_reference_as_the_standard_has_it(known: dict[str, object], cited: str) -> None:
    assert reference(card(**known)) == cited


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, ""),
        ({"expires": "2001-12-31"}, "有效期已满（2001-12-31）"),
        ({"expires": "2001-12-31", "repealed_by": "a#1"}, "已废止"),
    ],
)
def test_what_is_no_longer_in_force_is_told(known: dict[str, object], said: str) -> None:
    assert standing(card(**known)) == said


def test_long_labels_are_cut() -> None:
    assert short("总体要求") == "总体要求"
    assert short("一二三四五六", 4) == "一二三…"


def test_suggest_and_similar(client: TestClient, ids: dict[str, str]) -> None:
    found = client.get("/api/v1/suggest", params={"q": "技能"}).json()["suggestions"]
    assert {"text": "加强技能培训", "kind": "heading", "count": 2} in found
    assert client.get("/api/v1/suggest").json() == {"suggestions": []}
    hits = client.get(f"/api/v1/clauses/{ids['county']}%231.2/similar").json()["hits"]
    assert hits[0]["clause_id"] == f"{ids['province']}#1.2"
    assert client.get("/api/v1/clauses/none%231/similar").status_code == 404


def test_clips_keep_their_order_text_and_sources(client: TestClient, ids: dict[str, str]) -> None:
    wanted = [f"{ids['county']}#1.2", f"{ids['province']}#1.1", f"{ids['county']}#1.2", "gone#1"]
    for answer in (client.post("/api/v1/clips", json={"clauses": wanted}), client.post("/clips", data={"clause": wanted})):
        assert answer.status_code == 200
        assert "filename*=UTF-8''" in answer.headers["content-disposition"]
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert text.index("鼓励企业设立技能津贴") < text.index("大力开展职业技能培训")
        assert text.count("鼓励企业设立技能津贴") == 1
        assert "[2] 云海省技能人才发展规划: 云海发〔2021〕3号[A]. (2021-09-01)." in text
        assert "已不在库中" in text and "gone#1" in text
    assert client.post("/api/v1/clips", json={"clauses": []}).status_code == 422


def test_pages_of_a_search_follow_one_another(client: TestClient) -> None:
    every = [hit["clause_id"] for hit in client.get("/api/v1/search?q=技能培训&limit=50").json()["hits"]]
    paged = [
        hit["clause_id"]
        for at in range(0, len(every), 3)
        for hit in client.get(f"/api/v1/search?q=技能培训&limit=3&offset={at}").json()["hits"]
    ]
    assert paged == every


def test_hits_by_document(client: TestClient, ids: dict[str, str]) -> None:
    text = client.get("/?q=技能津贴&view=grouped").text
    assert text.count('<section class="group">') == len({key for key in ids.values() if f"/documents/{key}#" in text})
