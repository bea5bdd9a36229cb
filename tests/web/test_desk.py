"""The desk beside the three questions: exports to the last click, corrections, versions by keyboard, a folder dropped, paper."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

pytest.importorskip("selenium", reason="the extra `dev` (selenium) is not installed")

from openpyxl import load_workbook
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from api.words import LEVELS
from tests.web.browsing import DROP, PLAN, downloaded, every, gone, many, one, soon
from tests.web.conftest import Site


def test_ownership_to_a_sheet_in_three_actions(page: Any, downloads: Path) -> None:
    before = set(downloads.glob("*.xlsx"))
    one(page, "#owner").send_keys("管网改造由谁负责", Keys.ENTER)
    one(page, ".unit-answer .canonical").click()
    soon(page, ".unit-document")
    unit = one(page, "h1").text
    one(page, ".downloads a[href*='.xlsx']").click()
    sheet = load_workbook(downloaded(downloads, ".xlsx", before)).worksheets[0]
    assert sheet.max_row > 1
    assert unit[-3:] in "".join(str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row)


def test_alignment_to_a_report(page: Any, site: Site, downloads: Path) -> None:
    before = set(downloads.glob("*.docx"))
    Select(one(page, "select[name=lower]")).select_by_value(site.ids["water-4-county-plan"])
    Select(one(page, "select[name=upper]")).select_by_value(site.ids["water-2-province-plan"])
    one(page, ".pair button").click()
    soon(page, "a[href*='report.docx']").click()
    report = downloaded(downloads, ".docx", before)
    assert zipfile.is_zipfile(report)
    report.unlink()  # the next download is looked for by its suffix alone


def test_one_indicator_everywhere_is_drawn(page: Any) -> None:
    one(page, "nav a[href='/targets']").click()
    one(page, "input[name=indicator]").send_keys("漏损率", Keys.ENTER)
    soon(page, ".filters a[href='/targets']")  # it stands there once the list is filtered
    one(page, ".targets a[href^='/targets/']").click()
    bars = many(page, ".chart .bar", more_than=1)
    shown = [one(bar, ".value").text for bar in bars]
    told = one(page, ".chart desc").get_attribute("textContent")
    assert all(figure in told for figure in shown)
    assert len(every(page, ".targets tbody tr")) >= len(bars)


def test_matrix_is_sorted_by_a_unit(page: Any, site: Site) -> None:
    page.get(f"{site.address}/duties/matrix?document={site.ids['water-4-county-plan']}")
    heads = many(page, ".duty-matrix th.unit", more_than=2)
    one(heads[-1], "button").click()
    first = one(page, ".duty-matrix tbody tr").find_elements(By.TAG_NAME, "td")
    assert first[-1].text in ("牵头", "责任", "配合")


def test_correction_is_marked_filtered_by_and_taken_back(page: Any, site: Site) -> None:
    key = site.ids["coldchain-3-city-measures"]
    page.get(f"{site.address}/documents/{key}")
    level = page.find_element(By.CSS_SELECTOR, ".doc-head .level").text
    one(page, ".correct-link a").click()
    wrong = soon(page, "#f-date")
    wrong.clear()
    wrong.send_keys("五月初")
    Select(one(page, "#f-level")).select_by_value("town")
    one(page, "[name=who]").send_keys("李核对")
    one(page, "[name=why]").send_keys("试一试", Keys.ENTER)
    assert "不是日期" in soon(page, "[role=alert]").text
    one(page, "#f-date").clear()
    one(page, "#f-date").send_keys("2024-05-06", Keys.ENTER)
    soon(page, ".doc-head")
    assert [mark.text for mark in many(page, ".about .by .state", more_than=1)] == ["人工更正", "人工更正"]
    page.get(f"{site.address}/documents?level=town")
    assert any(key in link.get_attribute("href") for link in every(page, ".list td.title a"))
    page.get(f"{site.address}/documents/{key}/correct")
    for field in ("level", "date"):
        one(page, "[name=who]").send_keys("李核对")
        one(page, "[name=why]").send_keys("改回")
        one(page, f"[name=undo][value={field}]").click()
        soon(page, ".doc-head")
        page.get(f"{site.address}/documents/{key}/correct")
    assert gone(page, "[name=undo]")
    page.get(f"{site.address}/documents/{key}")
    assert one(page, ".doc-head .level").text == level and level in LEVELS.values()


def test_enter_saves_where_something_was_corrected_before(page: Any, site: Site) -> None:
    form = site.address + site.named("/documents/{eldercare-3-county-scheme}/correct")
    for name, typed in (("period", "2021—2025"), ("in_force", "2024-06-01")):
        page.get(form)
        one(page, f"#f-{name}").clear()
        one(page, f"#f-{name}").send_keys(typed)
        one(page, "[name=who]").clear()
        one(page, "[name=who]").send_keys("李核对")
        one(page, "[name=why]").send_keys("按纸质件改", Keys.ENTER)
        soon(page, ".doc-head")
    assert [mark.text for mark in every(page, ".about .by .state")] == ["人工更正"] * 2


def test_enter_in_a_reason_neither_confirms_nor_rejects(page: Any, site: Site) -> None:
    page.get(f"{site.address}/review?kind=proposed")
    waiting = one(page, ".tabs [aria-current]").text
    one(page, ".review [name=who]").send_keys("李核对")
    one(page, ".review [name=why]").send_keys("不是同一事项", Keys.ENTER)
    assert one(page, ".review [name=why]").get_attribute("value") == "不是同一事项"
    page.refresh()
    assert one(page, ".tabs [aria-current]").text == waiting


def test_versions_are_gone_through_by_keyboard(page: Any, site: Site, tmp_path: Path) -> None:
    text = PLAN.replace("石桥", "白河") + "（二）加强检查。每年检查食堂2次。\n"
    page.get(f"{site.address}/documents")
    for name, body in (("旧.txt", text), ("新.txt", text.replace("12个", "15个").replace("2次", "4次"))):
        (tmp_path / name).write_text(body, "utf-8")
        one(page, "#files").send_keys(str(tmp_path / name))
        one(page, "form.upload button").click()
        soon(page, ".results li:last-child.is-added a, .results li:last-child.is-replaced a")
    soon(page, ".is-replaced a").click()
    soon(page, "a[href$='/changes']").click()
    many(page, "[data-change]", more_than=1)
    for at in ("1 / 2", "2 / 2"):
        ActionChains(page).key_down(Keys.ALT).send_keys(Keys.ARROW_DOWN).key_up(Keys.ALT).perform()
        assert one(page, "[data-at]").text == at
    assert page.switch_to.active_element.text.endswith("检查食堂24次。")
    assert [edit.text for edit in every(page, "[data-change] ins")] == ["15", "4"]


def test_an_archive_is_told_file_by_file(page: Any, site: Site, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("一.txt", PLAN.replace("石桥", "紫河"))
        archive.writestr("二.txt", PLAN.replace("石桥", "赤河"))
        archive.writestr("图.png", b"\x89PNG")
    (tmp_path / "一批.zip").write_bytes(held.getvalue())
    page.get(f"{site.address}/documents")
    one(page, "#files").send_keys(str(tmp_path / "一批.zip"))
    one(page, "form.upload button").click()
    soon(page, "[data-summary]", lambda found: found.text == "已处理 3 个文件，其中 1 个未收录。")
    assert [link.text for link in every(page, ".is-added a:first-of-type")] == [
        "紫河县老年食堂建设方案",
        "赤河县老年食堂建设方案",
    ]
    page.execute_script(DROP, "又一次.txt", PLAN.replace("石桥", "紫河"))
    again = soon(page, ".is-unchanged")
    assert "又一次.txt" in again.text and "紫河县老年食堂建设方案" in again.text


def printed(page: Any) -> pypdfium2.PdfDocument:
    made = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return pypdfium2.PdfDocument(base64.b64decode(made["data"]))


def words_of(paper: pypdfium2.PdfDocument, at: int) -> str:
    return "".join(paper[at].get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/documents/{water-4-county-plan}", "portrait"),
        ("/duties/matrix?document={water-4-county-plan}", "landscape"),
        ("/align?lower={water-4-county-plan}&upper={water-2-province-plan}", "landscape"),
    ],
)
def test_paper_is_a4_and_holds_the_page(page: Any, site: Site, path: str, shape: str) -> None:
    page.get(site.address + site.named(path))
    head = one(page, "h1").text
    paper = printed(page)
    width, height = sorted(paper[0].get_size(), reverse=shape == "landscape")
    assert paper[0].get_size() == pytest.approx((width, height))
    assert {round(width), round(height)} == {595, 842}
    assert head in words_of(paper, 0)


def test_paper_keeps_tables_as_tables(page: Any, site: Site) -> None:
    """Paper is as narrow as a phone: what folds there stays a table here, with its head on every page and no unit cut off."""
    page.get(f"{site.address}/duties?document={site.ids['eldercare-2-province-action-plan']}")
    assert "牵头单位责任单位配合单位" in words_of(printed(page), 1)
    page.get(f"{site.address}/duties/matrix?document={site.ids['eldercare-2-province-action-plan']}")
    units = [head.get_attribute("textContent") for head in every(page, ".duty-matrix th.unit")]
    paper = printed(page)
    assert len(units) > 8
    for at in range(len(paper)):
        assert "措施" in words_of(paper, at)
        assert units[-1] in words_of(paper, at)


def test_paper_holds_every_column_of_a_trace(page: Any, site: Site) -> None:
    page.get(site.address + site.named("/trace/{water-4-county-plan}%232.1"))
    texts = ["".join(quote.get_attribute("textContent").split()) for quote in every(page, ".step-card blockquote")]
    paper = printed(page)
    told = "".join(words_of(paper, at) for at in range(len(paper)))
    assert len(texts) > 2
    assert [text for text in texts if text[-12:] not in told] == []


def test_who_signs_types_the_name_once(page: Any, site: Site) -> None:
    page.get(f"{site.address}/review?kind=proposed")
    first, second = many(page, "input[name=who]", more_than=1)[:2]
    first.send_keys("李核对", Keys.TAB)
    assert second.get_attribute("value") == "李核对"
    page.refresh()
    assert many(page, "input[name=who]", more_than=1)[1].get_attribute("value") == "李核对"
