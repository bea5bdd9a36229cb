"""What an office may lack: scripts, a mouse, the service itself for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("selenium", reason="the extra `dev` (selenium) is not installed")

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.web.browsing import every, one, soon
from tests.web.conftest import Site

PAGES = (
    "/?q=管网漏损率", "/clips", "/documents", "/documents/{water-4-county-plan}", "/targets", "/review",
    "/align?lower={water-4-county-plan}&upper={water-2-province-plan}", "/clauses/{water-4-county-plan}%232.1.1/similar",
)  # fmt: skip
SEEN = """
const focused = document.activeElement, box = focused.getBoundingClientRect();
const there = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10));
return there !== null && (focused.contains(there) || there.contains(focused));
"""


@pytest.fixture
def plain(page: Any) -> Iterator[Any]:
    """The browser with scripts switched off."""
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield page
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_no_button_is_dead(plain: Any, site: Site, path: str) -> None:
    plain.get(site.address + site.named(path))
    assert [button.text for button in every(plain, "button[type=button]") if button.is_displayed()] == []
    assert [way.text for way in every(plain, ".ways") if way.is_displayed()] == []


def test_without_scripts_a_correction_is_made_and_undone(plain: Any, site: Site) -> None:
    plain.get(site.address + site.named("/documents/{coldchain-4-county-scheme}/correct"))
    one(plain, "#f-region").clear()
    one(plain, "#f-region").send_keys("青岚市")
    one(plain, "[name=who]").send_keys("李核对")
    one(plain, "[name=why]").send_keys("按纸质件改", Keys.ENTER)
    assert "青岚市" in soon(plain, ".doc-head .place").text
    plain.get(site.address + site.named("/documents/{coldchain-4-county-scheme}/correct"))
    for name, said in (("who", "李核对"), ("why", "恢复")):
        one(plain, f"[name={name}]").send_keys(said)
    one(plain, "button[name=undo]").click()
    assert "青岚市" not in soon(plain, ".doc-head .place").text


def test_what_has_the_focus_is_seen_below_what_stays_at_the_top(page: Any, site: Site) -> None:
    page.get(site.address + site.named("/align?lower={water-4-county-plan}&upper={water-2-province-plan}"))
    page.execute_script("document.querySelectorAll('.sides a')[20].focus()")
    hidden = []
    for _ in range(30):
        ActionChains(page).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        if not page.execute_script(SEEN):
            hidden.append(page.switch_to.active_element.text)
    assert hidden == []


def test_copying_without_the_service_says_so(page: Any, site: Site) -> None:
    one(page, "#q").send_keys("管网漏损率", Keys.ENTER)
    button = soon(page, "[data-copy-clause]")
    page.execute_script("window.fetch = () => Promise.reject(new TypeError('the service is stopped'))")
    button.click()
    soon(page, "[data-copy-clause]", lambda it: it.text == "没有复制：与服务的连接中断")
    soon(page, "[data-copy-clause]", lambda it: it.text == "复制原文")
