"""REST: every route, one error shape, uploads, the description."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.intake import file_name
from api.settings import Settings
from search.library import Library
from tests.api.conftest import PLAN, fill

ANSWERS = [
    ("/search?q=职业技能培训", {"query", "total", "hits", "facets", "notice", "meant", "model"}),
    (
        "/search?q=培训&level=county&has_target=true&year=2022&limit=1",
        {"query", "total", "hits", "facets", "notice", "meant", "model"},
    ),
    ("/owners?q=技能津贴由谁负责", {"question", "kind", "units", "note", "nearest"}),
    ("/owners?q=县总工会", {"question", "kind", "units", "note", "nearest"}),
    ("/documents", {"total", "documents"}),
    ("/documents/{county}/versions", {"total", "documents"}),
    ("/documents/{county}/uppers", {"total", "documents"}),
    ("/documents/{county}/cited", {"total", "cited"}),
    ("/targets?indicator=建制率", {"total", "targets"}),
    ("/units?q=总工会", {"total", "units"}),
    ("/units/河口县总工会", {"unit", "canonical", "role", "clauses", "targets", "members", "listed"}),
    ("/links", {"total", "links"}),
    ("/links?status=missing", {"total", "links"}),
    ("/trace/{county}%231.1", {"start", "direction", "steps", "complete", "note"}),
    ("/trace/{province}%231.1?down=true", {"start", "direction", "steps", "complete", "note"}),
    ("/align?lower={county}&upper={province}", {"upper", "lower", "rows", "targets", "summary", "sentences"}),
    ("/coverage/{province}", {"document", "below", "rows", "additions", "summary"}),
    ("/links/suspect", {"total", "links"}),
]
PROBLEMS = [
    ("GET", "/nowhere", 404, "not-found"),
    ("GET", "/documents/none", 404, "not-found"),
    ("GET", "/documents/none/versions", 404, "not-found"),
    ("GET", "/documents/none/cited", 404, "not-found"),
    ("GET", "/documents/none/source", 404, "not-found"),
    ("DELETE", "/documents/none", 404, "not-found"),
    ("GET", "/clauses/none%239", 404, "not-found"),
    ("GET", "/clauses/{county}%239.9", 404, "not-found"),
    ("GET", "/trace/none%239", 404, "not-found"),
    ("GET", "/align?lower={county}&upper=none", 404, "not-found"),
    ("GET", "/units/没有的单位", 404, "not-found"),
    ("POST", "/search?q=x", 405, "method-not-allowed"),
    ("GET", "/search", 422, "invalid"),
    ("GET", "/search?q=", 422, "invalid"),
    ("GET", "/search?q=x&limit=0", 422, "invalid"),
    ("GET", "/search?q=x&year=abc", 422, "invalid"),
    ("GET", "/search?q=x&year=99999999999999999999", 422, "invalid"),
    ("GET", "/targets?offset=99999999999999999999", 422, "invalid"),
    ("GET", "/units?offset=99999999999999999999", 422, "invalid"),
    ("GET", "/search?q=x&has_target=perhaps", 422, "invalid"),
    ("GET", "/align?lower={county}", 422, "invalid"),
    ("GET", "/align/report.pdf?lower={county}&upper={province}", 422, "invalid"),
    ("GET", "/align/report.docx?lower={county}&upper=none", 404, "not-found"),
    ("GET", "/coverage/none", 404, "not-found"),
    ("POST", "/clauses/none%231/accept", 422, "invalid"),
    ("POST", "/links", 422, "invalid"),
    ("GET", "/links?status=unheard", 422, "invalid"),
    ("POST", "/documents", 422, "invalid"),
    ("POST", "/links/none/review", 422, "invalid"),
]


@pytest.mark.parametrize(("path", "keys"), ANSWERS)
def test_answers_have_their_shape(client: TestClient, ids: dict[str, str], path: str, keys: set[str]) -> None:
    response = client.get("/api/v1" + path.format(**ids))
    assert response.status_code == 200, response.text
    assert set(response.json()) == keys


@pytest.mark.parametrize(("method", "path", "status", "kind"), PROBLEMS)
def test_every_error_is_a_problem(
    client: TestClient, ids: dict[str, str], method: str, path: str, status: int, kind: str
) -> None:
    response = client.request(method, "/api/v1" + path.format(**ids))
    _is_problem(response, status, kind)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/?q=x&year=abc", "年份（year.0）：应为整数"),
        ("/api/v1/search", "检索词（q）：缺少这一项"),
        ("/api/v1/search?q=x&limit=0", "limit：不能小于 1"),
    ],
)
def test_a_wrong_value_is_called_as_on_the_pages(client: TestClient, path: str, said: str) -> None:
    assert said in client.get(path).text


def test_an_unforeseen_error_tells_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Library, "search", broken)
    response = client.get("/api/v1/search?q=x")
    _is_problem(response, 500, "internal")
    assert "secret" not in response.text


def test_a_hit_quotes_and_leads_to_its_place(client: TestClient, ids: dict[str, str]) -> None:
    [hit, *_] = client.get("/api/v1/search?q=技能津贴&level=county").json()["hits"]
    assert hit["clause_id"] == f"{ids['county']}#1.2"
    assert hit["place"]["href"] == f"/documents/{ids['county']}#c1.2"
    assert [hit["snippet"][start:end] for start, end in hit["marks"]]
    assert hit["citation"]
    assert hit["reason"]
    clause = client.get(f"/api/v1/clauses/{ids['county']}%231.2").json()
    assert clause["id"] == hit["clause_id"]
    assert hit["snippet"].strip("…") in clause["text"] or hit["snippet"].strip("…") in clause["heading"] + clause["text"]


def test_owners_names_units_as_printed(client: TestClient) -> None:
    units = client.get("/api/v1/owners?q=河口县技能津贴由谁负责").json()["units"]
    assert {"县总工会", "县财政局"} <= {unit["unit"] for unit in units}
    assert all(quote["text"] and quote["place"]["href"] for unit in units for quote in unit["clauses"])


def test_a_document_opens_with_its_offsets(client: TestClient, ids: dict[str, str]) -> None:
    document = client.get(f"/api/v1/documents/{ids['county']}").json()
    target = document["targets"][0]
    assert document["text"][target["span"]["start"] : target["span"]["end"]] == "到2025年累计培训5000人次以上"
    assert {clause["eid"] for clause in document["clauses"]} == {"0", "1", "1.1", "1.2", "1.3"}


def test_blank_fields_of_a_form_narrow_nothing(client: TestClient) -> None:
    everything = client.get("/api/v1/targets").json()
    assert client.get("/api/v1/targets?level=&year=&has_target=&unit=").json() == everything


def test_upload_read_and_remove(fresh: TestClient) -> None:
    sent = {"files": ("../../老年食堂.txt", PLAN.encode(), "text/plain")}
    [added] = fresh.post("/api/v1/documents", files=sent).json()["results"]
    assert (added["status"], added["file"]) == ("added", "老年食堂.txt")
    [again] = fresh.post("/api/v1/documents", files=sent).json()["results"]
    assert again["status"] == "unchanged"
    path = f"/api/v1/documents/{added['document_id']}"
    source = fresh.get(f"{path}/source")
    assert source.content == PLAN.encode()
    assert source.headers["content-disposition"].startswith("attachment")
    assert fresh.get("/api/v1/search?q=老年食堂").json()["total"] > 0
    assert fresh.delete(path).status_code == 204
    assert fresh.get("/api/v1/documents").json()["total"] == 0


def test_a_bad_file_hinders_no_other(fresh: TestClient) -> None:
    files = [("files", ("坏.txt", b"\0\1\2\3" * 50)), ("files", ("好.txt", PLAN.encode())), ("files", ("空.txt", b""))]
    response = fresh.post("/api/v1/documents", files=files)
    assert response.status_code == 201
    assert [result["status"] for result in response.json()["results"]] == ["failed", "added", "failed"]
    assert all(result["message"] for result in response.json()["results"] if result["status"] == "failed")


def test_only_bad_files_are_a_problem_and_add_nothing(fresh: TestClient) -> None:
    response = fresh.post("/api/v1/documents", files={"files": ("坏.txt", b"\0\1\2\3" * 50)})
    _is_problem(response, 422, "invalid")
    assert "坏.txt" in response.json()["detail"]
    assert fresh.get("/api/v1/documents").json()["total"] == 0


def test_limits_of_size(tmp_path: Path) -> None:
    settings = Settings(tmp_path, max_file=2**20, max_request=2**21)
    with TestClient(create_app(tmp_path, settings=settings)) as client:
        big = client.post("/api/v1/documents", files={"files": ("大.txt", b"a" * (2**20 + 1))})
        _is_problem(big, 422, "invalid")
        assert "1 MB" in big.json()["detail"]
        _is_problem(client.post("/api/v1/documents", files={"files": ("巨.txt", b"a" * 2**22)}), 413, "too-large")
        chunks = (b"a" * 2**16 for _ in range(64))
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        _is_problem(client.post("/api/v1/documents", content=chunks, headers=headers), 413, "too-large")


def test_very_many_files_at_once_are_refused_with_a_way_out(client: TestClient) -> None:
    refused = client.post("/api/v1/documents", files=[("files", (f"{n}.txt", b"a")) for n in range(1001)])
    _is_problem(refused, 400, "bad-request")
    assert "压缩包" in refused.json()["hint"]


def test_writes_of_other_sites_are_refused(client: TestClient, ids: dict[str, str]) -> None:
    response = client.delete(f"/api/v1/documents/{ids['county']}", headers={"Origin": "http://other.example"})
    _is_problem(response, 403, "forbidden")
    assert client.get("/api/v1/documents").json()["total"] == 3


@pytest.mark.parametrize("origin", ["null", "http://[", "http://testserver.evil.example", "https://testserver:1", "testserver"])
def test_an_origin_that_is_not_ours_is_refused(client: TestClient, origin: str) -> None:
    _is_problem(client.post("/api/v1/saved", json={"query": "x"}, headers={"Origin": origin}), 403, "forbidden")


@pytest.mark.parametrize("path", ["/", "/help", "/api/v1/health", "/api/v1/documents", "/static/app.css", "/none"])
def test_heads_are_those_of_the_whole(client: TestClient, path: str) -> None:
    """RFC 9110, 9.3.2. What is fetched may be kept only if it is asked for anew: an upgrade changes pages and scripts at once."""
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.content == b""
    assert head.headers["cache-control"] == "no-cache"


def test_a_method_that_is_not_known_tells_those_that_are(client: TestClient) -> None:
    for path in ("/", "/api/v1/health"):
        refused = client.put(path)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET")


UPLOADED = [
    ("方案.txt", "方案.txt"),
    ("C:\\资料\\方案.txt", "方案.txt"),
    ("../../方案.txt", "方案.txt"),
    ('县:方案?"*<1>|.txt', "县_方案____1__.txt"),
    ("nul.txt", "_nul.txt"),
    ("方案.txt. ", "方案.txt"),
    ("𠮷" * 90 + ".txt", "𠮷" * 59 + ".txt"),
    ("..", "未命名.txt"),
    ("", "未命名.txt"),
]


@pytest.mark.parametrize(("name", "held"), UPLOADED)
def test_an_uploaded_file_has_a_name_that_every_system_holds(name: str, held: str) -> None:
    assert file_name(name) == held


HOSTS = [
    ("127.0.0.1:8000", True),
    ("[::1]:8000", True),
    ("10.20.30.40", True),
    ("localhost:8000", True),
    ("KB-SERVER:8000", True),
    ("kb.example.gov:8000", True),
    ("KB.Example.gov", True),
    ("kb.example.gov.evil.example", False),
    ("evil.example:8000", False),
    ("localhost.evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("evil.example:8000@localhost", False),
    ("[::1].evil.example", False),
]


@pytest.fixture(scope="module")
def named(library_folder: Path) -> Iterator[TestClient]:
    """The service under a domain name of its own."""
    with TestClient(create_app(library_folder, settings=Settings(names=("kb.example.gov",)))) as service:
        yield service


@pytest.mark.parametrize(("host", "known"), HOSTS)
def test_only_names_of_its_own_are_answered(named: TestClient, host: str, known: bool) -> None:
    """A page elsewhere whose name is made to lead here (DNS rebinding) reads nothing."""
    response = named.get("/api/v1/documents", headers={"Host": host})
    if known:
        assert response.status_code == 200
    else:
        _is_problem(response, 421, "misdirected")
        assert "--name" in response.json()["hint"]


def test_the_page_of_an_unknown_name_says_what_to_do(named: TestClient) -> None:
    response = named.get("/documents", headers={"Host": "kb.other.example"})
    assert response.status_code == 421
    assert "kb.other.example" in response.text and "管理员" in response.text
    assert "技能人才" not in response.text


def test_review_of_a_link_is_kept(tmp_path: Path) -> None:
    fill(tmp_path)
    with TestClient(create_app(tmp_path)) as client:
        [link, *_] = client.get("/api/v1/links").json()["links"]
        verdict = {"status": "rejected", "who": "王核对", "why": "事项不同"}
        done = client.post(f"/api/v1/links/{link['id']}/review", json=verdict).json()
        assert (done["status"], done["who"], done["why"]) == ("rejected", "王核对", "事项不同")
        assert done["id"] in {row["id"] for row in client.get("/api/v1/links?status=rejected").json()["links"]}


def test_export_is_a_zip_of_json_lines(client: TestClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/export").content))
    names = {f"{name}.jsonl" for name in ("documents", "clauses", "targets", "duties", "links", "target_links")}
    assert set(archive.namelist()) == names
    assert len(archive.read("documents.jsonl").splitlines()) == 3


def test_health_and_metrics(client: TestClient) -> None:
    health = client.get("/api/v1/health").json()
    assert (health["status"], health["documents"]) == ("ok", 3)
    client.get("/api/v1/clauses/none%231")
    text = client.get("/api/v1/metrics").text
    assert 'policykb_requests_total{method="GET",route="/api/v1/clauses/{clause_id}",status="404"}' in text
    assert 'le="+Inf"' in text


def test_the_description_is_complete(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            assert all(p.get("description") for p in operation.get("parameters", [])), (path, method)
            errors = [r for status, r in operation["responses"].items() if status >= "4"]
            assert errors, (path, method)
            assert all(list(r["content"]) == ["application/problem+json"] for r in errors), (path, method)


def _is_problem(response: Any, status: int, kind: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "instance", "hint"}
    assert body["type"] == f"urn:policykb:problem:{kind}"
    assert body["status"] == status
    assert any("\u4e00" <= character <= "\u9fff" for character in body["detail"])


def events_of(service: TestClient, path: str, **sent: Any) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events that a route answers with: name and data."""
    response = service.post(path, **sent)
    assert response.headers["content-type"].startswith("text/event-stream")
    told = [re.fullmatch(r"event: (\w+)\ndata: (.*)", block) for block in response.text.split("\n\n")[:-1]]
    assert all(told)
    return [(found[1], json.loads(found[2])) for found in told if found]


def test_an_upload_is_told_file_by_file(fresh: TestClient) -> None:
    files = [
        ("files", ("坏.txt", b"\0\1\2\3" * 50)),
        ("files", ("好.txt", PLAN.encode())),
        ("files", ("又.txt", PLAN.encode())),
    ]
    events = events_of(fresh, "/api/v1/uploads", files=files)
    made = [data for name, data in events if name == "result"]
    assert [one["status"] for one in made] == ["failed", "added", "unchanged"]
    assert (made[0]["said"], made[2]["title"]) == ("未收录", made[1]["title"])
    assert made[2]["document_id"] == made[1]["document_id"]
    begun = [data["file"] for name, data in events if name == "progress" and data["file"]]
    assert begun == ["坏.txt", "好.txt", "又.txt"]
    assert events[-1] == ("end", {})


def test_a_renewal_is_told_document_by_document(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.post("/api/v1/documents", files=[("files", (name, f"{name}{PLAN}".encode())) for name in ("甲.txt", "乙.txt")])
    monkeypatch.setattr("ingest.pipeline.PARSER", "another")
    events = events_of(fresh, "/api/v1/renewals/told")
    assert [(data["done"], data["total"]) for name, data in events if name == "progress"] == [(0, 2), (1, 2), (2, 2)]
    assert [data["said"] for name, data in events if name == "result"] == ["已重新解析"] * 2
    assert events[-1] == ("end", {})
    assert [name for name, _ in events_of(fresh, "/api/v1/renewals/told")] == ["progress", "end"]
