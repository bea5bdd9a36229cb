"""What the tests in a browser do on a page: look for elements, wait for them, drop a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PLAN = """石桥县老年食堂建设方案

一、主要任务
（一）建设食堂。到2026年，建成老年食堂12个。（责任单位：县民政局）
"""
DROP = """
const transfer = new DataTransfer();
transfer.items.add(new File([arguments[1]], arguments[0], { type: "text/plain" }));
document.querySelector("form.upload").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
"""


def one(page: Any, css: str) -> Any:
    return page.find_element(By.CSS_SELECTOR, css)


def every(page: Any, css: str) -> list[Any]:
    found: list[Any] = page.find_elements(By.CSS_SELECTOR, css)
    return found


def soon(page: Any, css: str, true: Callable[[Any], bool] = lambda _: True) -> Any:
    """The first element that fits and is true, within fifteen seconds; one that is replaced while it is looked at is none."""
    return WebDriverWait(page, 15, ignored_exceptions=[StaleElementReferenceException]).until(
        lambda _: next((found for found in every(page, css) if true(found)), None), css
    )


def many(page: Any, css: str, *, more_than: int) -> list[Any]:
    """The elements that fit, once there are more than so many: a page that is still loading shows its first ones already."""
    return WebDriverWait(page, 15).until(lambda _: len(every(page, css)) > more_than and every(page, css), css)


def gone(page: Any, css: str) -> bool:
    """Whether nothing fits, or within fifteen seconds nothing does any more: a page that is being left still shows its own."""
    count = f"return document.querySelectorAll({css!r}).length"  # the driver itself would wait for what is looked for to come
    return bool(WebDriverWait(page, 15).until(lambda _: not page.execute_script(count), css))


def downloaded(folder: Path, suffix: str, before: Iterable[Path] = ()) -> Path:
    """The file of a suffix that was downloaded since, once it is whole."""
    for _ in range(300):
        if new := [file for file in set(folder.glob(f"*{suffix}")).difference(before) if file.stat().st_size]:
            return new[0]
        time.sleep(0.05)
    raise AssertionError("nothing was downloaded")
