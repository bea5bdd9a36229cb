"""Two plans side by side in a real browser: filters, and from one difference to the next by keyboard."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Site

PLANS = "/align?lower={water-4-county-plan}&upper={water-2-province-plan}"


def test_differences_are_gone_through_by_keyboard(page: Any, site: Site) -> None:
    from selenium.webdriver import ActionChains

    page.get(site.address + site.named(PLANS))
    page.find_element("css selector", "[data-step='1']").click()
    first = page.switch_to.active_element
    ActionChains(page).send_keys("nnp").perform()
    assert page.find_element("css selector", "[data-at]").text.startswith("2 / ")
    assert page.switch_to.active_element != first
    assert page.switch_to.active_element.get_attribute("data-change") is not None


def test_a_letter_in_a_form_goes_nowhere(page: Any, site: Site) -> None:
    page.get(site.address + site.named(PLANS))
    before = page.find_element("css selector", "[data-at]").text
    page.find_element("css selector", "a.brand").send_keys("n")
    assert page.find_element("css selector", "[data-at]").text == before


def test_a_filter_narrows_rows_and_reports(page: Any, site: Site) -> None:
    page.get(site.address + site.named(PLANS) + "&only=missing")
    states = {one.text for one in page.find_elements("css selector", ".clause-row .state")}
    assert states <= {"本级缺"}
    assert "only=missing" in page.find_element("css selector", ".downloads a.button").get_attribute("href")
