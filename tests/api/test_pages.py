"""Web pages: they render, are well-formed, escape what documents hold, ask no other host, and do what their forms say."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api import words
from api.app import create_app
from api.settings import WEB
from tests.api.conftest import PLAN, fill
from tests.api.markup import checked

PAGES = [
    "/",
    "/?q=技能",
    "/?q=技能&level=county&has_target=true&year=2022",
    "/?q=没有这样的词语组合",
    "/?q=技能&offset=20",
    "/?q=技能&view=grouped",
    "/clauses/{county}%231.2/similar",
    "/clauses/{county}%230/similar",
    "/clips",
    "/documents",
    "/documents?q=河口&level=county",
    "/documents/{county}",
    "/documents/{evil}",
    "/owners",
    "/owners?q=技能津贴由谁负责",
    "/owners?q=县总工会",
    "/units",
    "/units?q=没有",
    "/units/河口县总工会",
    "/targets",
    "/targets?indicator=&level=&region=&doc_type=&year=&unit=",
    "/targets?indicator=没有",
    "/targets/{county}%23T1",
    "/duties",
    "/duties/matrix",
    "/duties/matrix?document={county}",
    "/documents/{county}/correct",
    "/align",
    "/align?lower={county}&upper={province}",
    "/align?lower={county}&upper={province}&only=holes",
    "/align?lower={evil}&upper={province}",
    "/trace",
    "/trace/{county}%231.2",
    "/trace/{evil}%231.1",
    "/help",
    "/api",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_formed_and_ask_no_other_host(client: TestClient, ids: dict[str, str], path: str) -> None:
    response = client.get(path.format(**ids))
    assert response.status_code == 200, response.text
    page = checked(response.text)
    assert (page.wrong, page.open) == ([], [])
    assert len(page.ids) == len(set(page.ids))
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in page.addresses)
    assert "default-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/?q=职业技能", "/documents", "/documents/{evil}", "/units", "/targets", "/trace/{evil}%231.1",
                                  "/?q=职业技能&view=grouped", "/clauses/{evil}%231.1/similar",
                                  "/align?lower={evil}&upper={province}", "/owners?q=县<u>局"])  # fmt: skip
def test_what_a_document_holds_is_escaped(client: TestClient, ids: dict[str, str], path: str) -> None:
    text = client.get(path.format(**ids)).text
    assert "<script>alert" not in text
    assert not re.search(r"<(img|i|u|b)\b[^>]*(onerror|>局)", text)
    assert "&lt;" in text


@pytest.mark.parametrize(
    "path", ["/documents/none", "/documents/none%23x", "/units/没有", "/trace/none%231", "/nowhere", "/align?lower=a&upper=b"]
)
def test_errors_are_pages_in_chinese(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "没有找到" in response.text
    assert "documents 列出" not in response.text and "接口" not in response.text.partition("<footer>")[0]
    assert checked(response.text).wrong == []


@pytest.mark.parametrize("path", ["/targets", "/duties", "/duties/matrix"])
def test_a_list_of_several_documents_is_narrowed_within_all_of_them(client: TestClient, ids: dict[str, str], path: str) -> None:
    text = client.get(path, params={"document": [ids["county"], ids["province"]]}).text
    form = text[text.index(f'action="{path}"') : text.index("</form>", text.index(f'action="{path}"'))]
    assert re.search(rf'<option value="{ids["county"]}" selected>', form)
    assert re.search(rf'<input type="checkbox" name="document" value="{ids["province"]}" checked>', form)
    assert checked(text).wrong == []


def test_a_wrong_value_is_told_as_a_page(client: TestClient) -> None:
    response = client.get("/documents?year=去年")
    assert (response.status_code, "应为整数" in response.text, "请返回上一页" in response.text) == (422, True, True)


def test_static_files_name_no_other_host() -> None:
    for file in WEB.rglob("*"):
        if file.suffix in (".html", ".css", ".js"):
            assert not re.search(r"(https?:)?//[a-z]", re.sub(r"^\s*//.*$", "", file.read_text("utf-8"), flags=re.M)), file.name


@pytest.mark.parametrize(
    ("kind", "unknown"),
    [
        ("js", r"\?\.(?!\d)|\?\?|(\|\||&&|\?\?)=|\.replaceChildren\(|\.replaceAll\(|\.at\(|\bstructuredClone\b"),
        ("css", r":(is|where|has)\(|:not\([^()]*,|align-items: end|@container|@layer|@import"),
    ],
)
def test_scripts_and_styles_keep_to_what_chromium_78_reads(kind: str, unknown: str) -> None:
    """Offices keep browsers of 2019: one operator of a later year, and none of a script runs; one later selector, and none of its
    rule holds."""
    files = list((WEB / "static").glob(f"*.{kind}"))
    assert files
    for file in files:
        said = re.sub(r"/\*[\s\S]*?\*/|^\s*//.*$", "", file.read_text("utf-8"), flags=re.M)
        found = re.search(unknown, said)
        assert not found, f"{file.name}: {said[max(0, found.start() - 40) : found.end() + 20]}"


def test_a_hit_shows_its_quote_place_and_ways_on(client: TestClient, ids: dict[str, str]) -> None:
    text = client.get("/?q=技能津贴").text
    clause = f"{ids['county']}#1.2"
    assert "<mark>" in text
    assert f'href="/documents/{ids["county"]}#c1.2"' in text
    assert f'href="/trace/{quote(clause, safe="")}"' in text
    assert "data-copy=" in text


def test_the_reader_has_an_anchor_for_every_clause(client: TestClient, ids: dict[str, str]) -> None:
    page = checked(client.get(f"/documents/{ids['county']}").text)
    assert {"c0", "c1", "c1.1", "c1.2", "c1.3"} <= set(page.ids)


def test_alignment_shows_holes_only_when_asked(client: TestClient, ids: dict[str, str]) -> None:
    path = "/align?lower={county}&upper={province}".format(**ids)
    assert "建成两条示范产线" in client.get(path).text
    assert "建成两条示范产线" not in client.get(path + "&only=holes").text
    assert "集体协商建制率" in client.get(path + "&only=holes").text  # 90 % below, 95 % above


def test_help_explains_every_mark_and_names_pages_that_exist(client: TestClient) -> None:
    text = client.get("/help").text
    for names in (words.ROW_STATUSES, words.VERDICTS, words.SENTENCE_STATUSES):
        assert all(f">{word}</span></dt><dd>" in text for word in names.values())
    held = checked(text)
    assert {address[1:] for address in held.addresses if address.startswith("#") and address != "#main"} <= set(held.ids)
    assert all(client.get(address).status_code == 200 for address in set(held.addresses) if address.startswith("/"))


def test_a_name_that_fits_several_is_a_choice(client: TestClient, ids: dict[str, str]) -> None:
    text = client.get("/align?lower=技能人才&upper=云海省").text
    assert checked(text).wrong == []
    assert "“技能人才”可以指" in text
    assert f'href="/align?lower={ids["county"]}&amp;upper={quote("云海省")}"' in text


def test_two_files_from_the_desk_are_compared(fresh: TestClient) -> None:
    above = PLAN.replace("青河县", "云海省").replace("12个", "15个").encode()
    files = {"lower_file": ("县.txt", PLAN.encode()), "upper_file": ("坏.docx", b"no document")}
    refused = fresh.post("/align/files", files=files)
    assert refused.status_code == 422
    assert checked(refused.text).wrong == []
    assert "上级文件：坏.docx" in refused.text
    [lower] = re.findall(
        r'<input type="hidden" name="lower" value="(\w+)">', refused.text
    )  # the good one need not be sent again
    shown = fresh.post("/align/files", data={"lower": lower}, files={"upper_file": ("省.txt", above)})
    assert shown.url.path == "/align"
    assert "云海省老年食堂建设方案" in shown.text and 'class="versus"' in shown.text
    same = fresh.post("/align/files", data={"lower": lower}, files={"upper_file": ("县.txt", PLAN.encode())})
    assert "同一份文件" in same.text
    assert "没有选择文件" in fresh.post("/align/files", data={"lower": lower}).text


def test_figures_that_call_for_something_come_first(client: TestClient, ids: dict[str, str]) -> None:
    text = client.get("/align?lower={county}&upper={province}".format(**ids)).text
    verdicts = re.findall(r'<td><span class="state s-([\w-]+)">', text.partition("<h2>条款")[0])
    assert verdicts[0] == "looser"


def test_a_search_without_hits_offers_ways_on(client: TestClient) -> None:
    text = client.get("/?q=“没有这样的词组”&level=county").text
    page = checked(text)
    assert "没有匹配的条款" in text
    assert f"/?level=county&q={quote('没有这样的词组')}" in page.addresses
    assert f"/?q={quote('“没有这样的词组”')}" in page.addresses
    assert "去掉引号再查" not in client.get("/?q=没有&level=national&region=无").text


def test_upload_form_tells_of_each_file(fresh: TestClient) -> None:
    files = [("files", ("坏.txt", b"\0\1\2\3" * 50)), ("files", ("好.txt", PLAN.encode()))]
    text = fresh.post("/documents", files=files).text
    assert checked(text).wrong == []
    assert "坏.txt" in text
    assert "未收录" in text
    assert "已新增" in text


def test_documents_of_an_older_parser_are_renewed_with_one_button(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.post("/api/v1/documents", files={"files": ("好.txt", PLAN.encode())})
    assert "重新解析" not in fresh.get("/documents").text
    monkeypatch.setattr("ingest.pipeline.PARSER", "another")
    assert "有 1 份文件由旧版程序解析" in fresh.get("/documents").text
    text = fresh.post("/documents/renew").text
    assert checked(text).wrong == []
    assert "好.txt" in text
    assert "由旧版程序解析" not in text
    assert fresh.post("/api/v1/renewals").json()["results"] == []


def test_remove_and_empty_states(fresh: TestClient) -> None:
    [added] = fresh.post("/api/v1/documents", files={"files": ("好.txt", PLAN.encode())}).json()["results"]
    response = fresh.post(f"/documents/{added['document_id']}/remove")
    assert response.status_code == 200
    assert "库中还没有文件" in response.text
    for path in ("/", "/targets", "/units", "/align"):
        assert 'class="empty"' in fresh.get(path).text


def test_review_in_place(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with TestClient(create_app(tmp_path)) as client:
        clause = f"{ids['county']}#1.2"
        [link, *_] = client.get("/api/v1/links", params={"from_id": clause}).json()["links"]
        form = {"status": "confirmed", "who": "王核对", "why": "措辞一致", "back": f"/trace/{quote(clause, safe='')}"}
        text = client.post(f"/links/{link['id']}/review", data=form).text
        assert re.search(r"王核对 \d{4}-\d\d-\d\d：措辞一致", text)
        assert "已确认" in text


def test_trace_finds_a_clause_by_the_name_of_its_document(client: TestClient, ids: dict[str, str]) -> None:
    response = client.get("/trace?clause=河口县技能%231.2")
    assert response.url.path == f"/trace/{ids['county']}#1.2"


def test_trace_begins_with_words_of_a_clause(client: TestClient, ids: dict[str, str]) -> None:
    text = client.get("/trace?clause=技能津贴").text
    assert f'href="/trace/{quote(ids["county"] + "#1.2", safe="")}"' in text


def test_versions_and_where_they_differ(fresh: TestClient, tmp_path: Path) -> None:
    with_number = PLAN.replace("\n\n", "\n青政发〔2026〕5号\n\n", 1)
    first, second = (
        fresh.post("/api/v1/documents", files={"files": ("方案.txt", text.encode())}).json()["results"][0]["document_id"]
        for text in (with_number, with_number.replace("12个", "15个").replace("（一）加强监督", "（一）加强检查"))
    )
    assert f'href="/documents/{second}/changes"' in fresh.get(f"/documents/{second}").text
    text = fresh.get(f"/documents/{second}/changes").text
    assert checked(text).wrong == []
    assert "建成老年食堂<del>12</del><ins>15</ins>个" in text
    assert text.count("data-change ") == 2
    assert fresh.get(f"/documents/{first}/changes").status_code == 404


def test_the_page_of_a_pdf_is_opened_from_the_text(fresh: TestClient) -> None:
    pytest.importorskip("reportlab", reason="the extra `dev` (reportlab) is not installed")
    from tests.ingest.pdf_pages import written
    from tests.ingest.printing import sample, sheets

    data = written(sheets(sample("water-3-city-scheme.txt")))
    [held] = fresh.post("/api/v1/documents", files={"files": ("方案.pdf", data)}).json()["results"]
    path = f"/documents/{held['document_id']}"
    assert f'href="{path}/original#page=2" target="_blank"' in fresh.get(path).text
    shown = fresh.get(f"{path}/original")
    assert (shown.content, shown.headers["content-type"], shown.headers["content-disposition"]) == (
        data,
        "application/pdf",
        "inline",
    )


def test_nothing_that_could_run_is_shown_from_here(client: TestClient, ids: dict[str, str]) -> None:
    assert client.get(f"/documents/{ids['evil']}/original").status_code == 404
    assert "/original" not in client.get(f"/documents/{ids['evil']}").text


def test_a_document_without_a_title_says_so(fresh: TestClient) -> None:
    [held] = fresh.post("/api/v1/documents", files={"files": ("稿.txt", "一、建食堂\n每年检查食堂两次。\n".encode())}).json()[
        "results"
    ]
    assert "暂以文件名代替" in fresh.get(f"/documents/{held['document_id']}").text
    [other] = fresh.post("/api/v1/documents", files={"files": ("好.txt", PLAN.encode())}).json()["results"]
    assert "暂以文件名代替" not in fresh.get(f"/documents/{other['document_id']}").text


def test_all_that_a_unit_owns_is_one_click_from_a_table(client: TestClient) -> None:
    text = client.get("/owners?q=县总工会").text
    assert 'href="/api/v1/tables/duties.docx?unit_id=' in text
    assert text.count("<h3>") >= 1  # by document


def test_a_unit_with_very_many_tasks_is_shown_in_part(fresh: TestClient) -> None:
    tasks = "".join(f"（{n}）第{n}类设施。每年检修第{n}类设施{n}次。（责任单位：县民政局）\n" for n in range(1, 61))
    fresh.post("/api/v1/documents", files={"files": ("多.txt", f"青河县检修计划\n\n一、任务\n{tasks}".encode())})
    text = fresh.get("/owners?q=县民政局").text
    assert checked(text).wrong == []
    assert text.count('<div class="quote">') == 40
    assert "查看全部 60 条" in text


def test_the_plan_above_is_one_click_away(client: TestClient, ids: dict[str, str]) -> None:
    above = client.get(f"/api/v1/documents/{ids['county']}/uppers").json()["documents"]
    assert [card["id"] for card in above] == [ids["province"]]
    path = f"/align?lower={ids['county']}&amp;upper={ids['province']}"
    assert path in client.get("/").text
    assert path in client.get(f"/documents/{ids['county']}").text
    assert "uppers" not in client.get(f"/documents/{ids['province']}").text


@pytest.mark.parametrize(
    "path", ["/", "/?q=技能", "/documents", "/targets", "/owners?q=技能", "/coverage", "/trace?clause=技能"]
)
def test_an_empty_library_says_on_every_page_what_to_do_first(fresh: TestClient, path: str) -> None:
    page = fresh.get(path).text
    assert "库中还没有文件。" in page and 'href="/documents"' in page


DRAFT = """河口县技能提升方案

为落实《云海省技能人才发展规划》（云海发〔2021〕3号）和《云海省职业培训条例》，制定本方案。
一、主要任务
（一）加强培训。按照《云海省技能人才发展规划》（云海发〔2021〕30号），每年培训不少于100人。（责任单位：县人社局）
"""


def test_what_a_draft_cites_is_checked_beside_its_text(fresh: TestClient) -> None:
    province = "云海省技能人才发展规划\n云海发〔2021〕3号\n一、主要任务\n（一）加强培训。大力开展培训。\n"
    uploads = [("files", (name, text.encode())) for name, text in (("省.txt", province), ("县.txt", DRAFT))]
    above, draft = (one["document_id"] for one in fresh.post("/api/v1/documents", files=uploads).json()["results"])
    cited = fresh.get(f"/api/v1/documents/{draft}/cited").json()["cited"]
    assert [(one["doc_number"], (one["held"] or {}).get("id"), one["doubt"]) for one in cited] == [
        ("云海发〔2021〕3号", above, ""), (None, None, ""), ("云海发〔2021〕30号", above, "number")
    ]  # fmt: skip
    text = fresh.get(f"/documents/{draft}").text
    assert checked(text).wrong == []
    assert f'<a href="/documents/{above}" class="citation"' in text  # in the text itself; not where the number is another
    assert text.count("文号不一致") == 1
    assert "库中未收录 1 份" in text


def test_pages_of_a_library_that_cannot_be_changed_say_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    library = client.app.state.library  # type: ignore[attr-defined]
    told = "文件库在只读的位置"
    assert not any(told in client.get(page).text for page in ("/", "/documents", "/review"))
    monkeypatch.setattr(library, "read_only", True)
    assert all(told in client.get(page).text for page in ("/", "/documents", "/review"))
    assert told not in client.get("/targets").text


@pytest.mark.parametrize(("query", "said"), [("海胆养殖", True), ("技能津贴", False)])
def test_what_only_comes_near_is_told(client: TestClient, query: str, said: bool) -> None:
    page = client.get("/", params={"q": query}).text
    assert "card hit" in page
    assert (words.NEAR_ALONE in page) == said
