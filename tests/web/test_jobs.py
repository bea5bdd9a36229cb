"""What an official does all day, in a real browser: each of the three jobs in at most three actions from the start page."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import docx
import pytest

pytest.importorskip("selenium", reason="the extra `dev` (selenium) is not installed")

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.web.browsing import DROP, PLAN, downloaded, every, gone, many, one, soon
from tests.web.conftest import Site


def test_precedent_in_one_action_then_to_a_word_file(page: Any, downloads: Path) -> None:
    one(page, "#q").send_keys("管网漏损率", Keys.ENTER)
    hits = many(page, ".hit", more_than=3)
    assert one(hits[0], "mark").text
    for hit in hits[:2]:
        one(hit, "[data-clip]").click()
    assert one(page, "[data-clip-count]").text == "2"
    place = one(hits[1], ".place a").get_attribute("title")
    cited = one(hits[1], ".ways [data-copy]").get_attribute("data-copy")
    one(page, "nav a[href='/clips']").click()
    assert [item.text for item in every(page, ".clips li > a")][1] == place
    assert all(soon(item, "blockquote", lambda found: found.text) for item in every(page, ".clips li"))
    one(page, ".clips li:nth-child(2) [aria-label^=前移]").click()
    one(page, "form.clips .bar button").click()
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(downloaded(downloads, ".docx"))).paragraphs)
    assert text.index(cited) == text.index("——") + 2
    assert "[A]." in text


def test_the_whole_clause_is_copied_with_its_place(page: Any, site: Site) -> None:
    page.execute_cdp_cmd(
        "Browser.grantPermissions", {"origin": site.address, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    one(page, "#q").send_keys("管网漏损率", Keys.ENTER)
    button = many(page, ".hit [data-copy-clause]", more_than=1)[0]
    button.click()
    soon(page, ".hit [data-copy-clause]", lambda found: found.text == "已复制")
    copied = page.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    shown = one(page, ".hit .snippet").text.strip("…")
    assert shown[:20] in copied
    assert copied.endswith(f"——{one(page, '.hit .ways [data-copy]').get_attribute('data-copy')}")


def test_a_clause_is_put_aside_where_it_is_read(page: Any, site: Site) -> None:
    page.get(site.address + site.named("/documents/{water-4-county-plan}#c1"))
    title = one(page, "h1").text
    soon(page, "#c1 > .tools [data-clip]", lambda found: found.is_displayed()).click()
    assert one(page, "[data-clip-count]").text == "1"
    one(page, "nav a[href='/clips']").click()
    assert one(page, ".clips li > a").text.startswith(f"{title} › ")


def test_ownership_in_one_action(page: Any) -> None:
    one(page, "#owner").send_keys("管网改造由谁负责", Keys.ENTER)
    assert one(page, ".unit-answer .owner").text
    assert one(page, ".unit-answer blockquote").text
    assert one(page, ".unit-answer .place cite").text


def test_alignment_in_three_actions(page: Any, site: Site) -> None:
    Select(one(page, "select[name=lower]")).select_by_value(site.ids["water-4-county-plan"])
    Select(one(page, "select[name=upper]")).select_by_value(site.ids["water-2-province-plan"])
    one(page, ".pair button").click()
    assert many(page, ".state", more_than=10)


def test_alignment_of_a_proposed_pair_in_one_action(page: Any) -> None:
    one(page, ".pair ~ .examples a").click()
    assert many(page, ".state", more_than=10)


def test_origin_of_a_hit(page: Any) -> None:
    one(page, "#q").send_keys("管网漏损率 层级:县", Keys.ENTER)
    one(page, ".hit .acts a[href^='/trace/']").click()
    assert many(page, ".lineage > section", more_than=1)


def test_completion_by_keyboard(page: Any) -> None:
    one(page, "#q").send_keys("漏损")
    soon(page, "#q-list [role=option]")
    assert one(page, "#q").get_attribute("aria-expanded") == "true"
    one(page, "#q").send_keys(Keys.ARROW_DOWN)
    option = one(page, "#q-list [aria-selected=true]")
    assert one(page, "#q").get_attribute("aria-activedescendant") == option.get_attribute("id")
    text = option.get_attribute("data-text")
    one(page, "#q").send_keys(Keys.ENTER)
    soon(page, ".hit")  # the page that the choice leads to
    assert one(page, "#q").get_attribute("value") == text


def test_a_saved_search_tells_what_is_new(page: Any, site: Site) -> None:
    one(page, "#q").send_keys("长者食堂", Keys.ENTER)
    soon(page, ".keep summary").click()
    name = one(page, ".keep input[name=name]")
    name.clear()
    name.send_keys("食堂的写法", Keys.ENTER)
    assert "食堂的写法" in soon(page, ".keep .hint").text
    page.get(f"{site.address}/documents")
    page.execute_script(DROP, "保存.txt", PLAN.replace("石桥", "云岭").replace("老年食堂", "长者食堂"))
    soon(page, ".is-added a")
    page.get(site.address)
    assert one(page, ".saved .new").text.startswith("新 ")
    one(page, ".saved li button").click()
    assert "云岭县" in soon(page, ".hit:has(.new) .place").text
    one(page, "#results > .hint a").click()
    soon(page, ".total a")  # by which the filter is taken away again
    assert len(every(page, ".hit")) == len(every(page, ".hit .new")) > 0
    page.get(site.address)
    assert gone(page, ".saved .new")
    one(page, ".saved [aria-label^=删除]").click()
    assert gone(page, ".saved")


def test_a_guess_and_pinyin_are_offered(page: Any) -> None:
    one(page, "#q").send_keys("lousun")
    soon(page, "#q-list [role=option]", lambda found: "漏损" in found.text)
    one(page, "#q").clear()
    one(page, "#q").send_keys("管忘漏损率", Keys.ENTER)
    guess = soon(page, ".meant a")
    assert guess.text == "管网漏损率"
    guess.click()
    assert many(page, ".hit", more_than=3)
    assert one(page, "#q").get_attribute("value") == "管网漏损率"


def test_the_same_wording_unfolds(page: Any, site: Site) -> None:
    one(page, "#q").send_keys("乡镇卫生院与区域养老服务中心签约", Keys.ENTER)
    summary = soon(page, ".same summary")
    assert re.fullmatch(r"另有 \d+ 处相同表述", summary.text)
    summary.click()
    assert one(page, ".same .place a").get_attribute("href").startswith(f"{site.address}/documents/")


def test_keyboard_only_from_start_to_the_clause(page: Any, site: Site) -> None:
    active = page.switch_to
    assert active.active_element.get_attribute("id") == "q"
    active.active_element.send_keys("养老服务", Keys.ENTER)
    assert every(page, ".hit")
    for _ in range(80):
        ActionChains(page).send_keys(Keys.TAB).perform()
        if page.execute_script("return document.activeElement.textContent") == "打开原文":
            break
    active.active_element.send_keys(Keys.ENTER)
    soon(page, ".clause:target")
    page.get(f"{site.address}/documents")
    one(page, "body").send_keys(Keys.TAB)
    assert active.active_element.get_attribute("class") == "skip"


def test_upload_tells_of_each_file(page: Any, site: Site, tmp_path: Path) -> None:
    good, bad = tmp_path / "好.txt", tmp_path / "坏.txt"
    good.write_text(PLAN, "utf-8")
    bad.write_bytes(b"\0\1\2\3" * 50)
    page.get(f"{site.address}/documents")
    one(page, "#files").send_keys(f"{bad}\n{good}")
    one(page, "form.upload button").click()
    soon(page, "[data-summary]", lambda found: found.text.startswith("已处理 2 个文件，其中 1 个未收录"))
    assert "坏.txt" in one(page, ".is-failed").text
    one(page, ".is-added a").click()
    assert one(page, "h1").text == "石桥县老年食堂建设方案"


def test_a_file_over_the_limit_is_told_before_it_is_sent(page: Any, site: Site, tmp_path: Path) -> None:
    large, good = tmp_path / "大.txt", tmp_path / "小.txt"
    with large.open("wb") as file:
        file.truncate(50 * 2**20 + 1)
    good.write_text(PLAN.replace("石桥", "柳河"), "utf-8")
    page.get(f"{site.address}/documents")
    one(page, "#files").send_keys(f"{large}\n{good}")
    one(page, "form.upload button").click()
    soon(page, "[data-summary]", lambda found: found.text.startswith("已处理 2 个文件，其中 1 个未收录"))
    assert "大.txt：文件超过 50 MB 的上限" in one(page, ".is-failed").text
    page.get(f"{site.address}/align")
    picker = one(page, "input[name=lower_file]")
    picker.send_keys(str(large))
    assert "50 MB" in picker.get_property("validationMessage")
    picker.send_keys(str(good))
    assert picker.get_property("validationMessage") == ""


def test_upload_by_drag_and_drop(page: Any, site: Site) -> None:
    page.get(f"{site.address}/documents")
    page.execute_script(DROP, "拖放.txt", PLAN.replace("石桥", "青河"))
    soon(page, ".is-added a").click()
    assert one(page, "h1").text == "青河县老年食堂建设方案"


def test_parsing_anew_tells_of_each_document(page: Any, site: Site) -> None:
    with sqlite3.connect(site.folder / "library.db") as db:
        db.execute("UPDATE documents SET parser = 'older' WHERE id = ?", [next(iter(site.ids.values()))])
    page.get(f"{site.address}/documents")
    one(page, "form.renewal button").click()
    soon(page, "[data-summary]", lambda found: found.text == "已处理 1 个文件。")
    assert "已重新解析" in one(page, ".is-renewed").text
    page.get(f"{site.address}/documents")
    assert "由旧版程序解析" not in one(page, "main").text


def test_lists_are_sorted_by_a_click(page: Any, site: Site) -> None:
    page.get(f"{site.address}/documents")
    head = next(head for head in every(page, "th") if head.text == "指标")
    one(head, "button").click()
    one(head, "button").click()
    counts = [int(cell.text) for cell in every(page, "td[data-unit=指标]")]
    assert counts == sorted(counts, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_the_list_shows_what_was_uploaded_and_can_still_be_sorted(page: Any, site: Site) -> None:
    page.get(f"{site.address}/documents")
    page.execute_script(DROP, "柳溪.txt", PLAN.replace("石桥", "柳溪"))
    soon(page, ".is-added a")
    soon(page, ".list .title a", lambda found: "柳溪县" in found.text)
    soon(page, ".list thead th:nth-child(2) button").click()
    soon(page, ".list thead th:nth-child(2)", lambda found: found.get_attribute("aria-sort") == "ascending")


def test_a_wrong_unit_is_put_right_where_it_is_read(page: Any, site: Site) -> None:
    page.get(site.address + site.named("/owners?q=溪源县管网改造由谁负责"))
    soon(page, ".unit-answer .fix").click()
    field = soon(page, ".correct textarea")
    field.clear()
    field.send_keys("牵头单位：县档案局")
    sign(page, "分工会上调整")
    assert "牵头单位：县档案局" in soon(page, ".text .by").text
    page.get(f"{site.address}/owners?q=县档案局")
    assert soon(page, ".unit-answer .role").text == "牵头单位"


def test_a_figure_that_was_misread_is_put_right_from_the_alignment(page: Any, site: Site) -> None:
    page.get(site.address + site.named("/align?lower={water-4-county-plan}&upper={water-2-province-plan}"))
    assert "≤9%" in soon(page, "#f1 td[data-side=本级]").text
    one(page, "#f1 td[data-side=本级] .fix").click()
    field = soon(page, ".of-targets textarea")
    read = field.get_attribute("value")
    field.clear()
    field.send_keys(read.replace("≤9%", "小于9%"))
    sign(page, "扫描件上看不清")
    assert "＜9%" in soon(page, "#f1 td[data-side=本级]").text
    assert "［人工更正］" in one(page, "#f1 td[data-side=本级] b").text
    one(page, "#f1 td[data-side=本级] .fix").click()
    sign(page, "看清了", button=".field button[name=undo]")
    assert "≤9%" in soon(page, "#f1 td[data-side=本级]").text


def sign(page: Any, why: str, *, button: str = ".signed button") -> None:
    """Signs the correction that is open and sends it."""
    soon(page, ".signed input[name=who]").send_keys("李核对")
    one(page, ".signed input[name=why]").send_keys(why)
    one(page, button).send_keys(Keys.ENTER)
