"""How the pages look and can be used: no sideways scrolling, no serious finding of axe-core, contrast of WCAG 2.1 AA."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from typing import Any

import pytest

from api.settings import WEB
from tests.web.conftest import Site, resize

AXE = Path(os.environ.get("POLICYKB_AXE", "axe.min.js"))
PAGES = {
    "start": "/",
    "search": "/?q=管网漏损率",
    "grouped": "/?q=管网漏损率&view=grouped",
    "same wording": "/?q=乡镇卫生院与区域养老服务中心签约&since=2000",
    "guess": "/?q=管忘漏损率",
    "nothing": "/?q=" + "“没有这样的词”",
    "similar": "/clauses/{water-4-county-plan}%231.1/similar",
    "clips": "/clips",
    "documents": "/documents",
    "reader": "/documents/{water-4-county-plan}",
    "correct": "/documents/{water-4-county-plan}/correct",
    "correct units": "/clauses/{water-4-county-plan}%232.1/units",
    "correct targets": "/clauses/{water-4-county-plan}%231.3/targets",
    "targets": "/targets",
    "indicator": "/targets/{water-4-county-plan}%23T1",
    "duties": "/duties?document={water-4-county-plan}",
    "matrix": "/duties/matrix?document={water-4-county-plan}",
    "owners": "/owners?q=管网改造由谁负责",
    "units": "/units",
    "align start": "/align?lower={water-4-county-plan}",
    "align": "/align?lower={water-4-county-plan}&upper={water-2-province-plan}",
    "coverage": "/coverage?document={water-2-province-plan}",
    "trace start": "/trace?clause=管网漏损率",
    "trace": "/trace/{water-4-county-plan}%232.1",
    "help": "/help",
    "error": "/documents/none",
}
ON_TEXT = ["ink", "soft", "accent", "red", "cite"]
PAIRS = [
    *itertools.product(ON_TEXT, ["paper", "ground"]), ("on-accent", "accent"), ("target-ink", "target"), ("duty-ink", "duty"),
    ("warn-ink", "warn"), ("red", "bad"), ("ink", "mark"), ("ink", "target"), ("target-ink", "paper"), ("ink", "duty"), ("ink", "warn"),
]  # fmt: skip
"""Text colour and the ground it stands on, as app.css uses them."""


def path_of(name: str, site: Site) -> str:
    return site.address + site.named(PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(driver: Any, site: Site, name: str) -> None:
    driver.get(path_of(name, site))
    for width in (390, 1366, 1920):
        resize(driver, width)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(driver: Any, site: Site, name: str, dark: bool) -> None:
    if not AXE.is_file():
        pytest.skip("axe.min.js is not here: `make test-web` fetches it, or POLICYKB_AXE names it")
    resize(driver, 1366, dark=dark)
    driver.get(path_of(name, site))
    driver.execute_script(AXE.read_text("utf-8"))
    rules = ", runOnly: ['color-contrast']" if dark else ""  # the dark scheme changes nothing but colours
    run = f"const done = arguments[0]; axe.run({{ resultTypes: ['violations']{rules} }}).then((made) => done(made.violations))"
    found = driver.execute_async_script(run)
    serious = [
        (row["id"], row["nodes"][0]["html"][:120], row["nodes"][0]["failureSummary"][:200])
        for row in found
        if row["impact"] in ("serious", "critical")
    ]
    assert serious == []


def schemes() -> list[dict[str, str]]:
    """The variables of app.css, light and dark."""
    css = (WEB / "static" / "app.css").read_text("utf-8")
    roots = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block)) for block in re.findall(r":root \{(.*?)\}", css, re.S)]
    assert len(roots) == 2
    return [roots[0], roots[0] | roots[1]]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    digits = colour.lstrip("#") if len(colour) == 7 else "".join(2 * digit for digit in colour.lstrip("#"))
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_of_text_and_edges(scheme: int) -> None:
    colours = schemes()[scheme]
    poor = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in PAIRS if contrast(colours[a], colours[b]) < 4.5}
    assert poor == {}
    edges = {(name, on): contrast(colours[name], colours[on]) for name in ("edge", "focus") for on in ("paper", "ground")}
    assert {pair: ratio for pair, ratio in edges.items() if ratio < 3} == {}
