"""A real browser (Debian's chromium with chromium-driver, through selenium) on a service over the sample corpus."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from api.app import create_app
from search.library import Library

SAMPLE = Path(__file__).parents[2] / "corpus" / "documents"
BROWSERS, DRIVERS = ("chromium", "chromium-browser", "google-chrome"), ("chromedriver", "chromium.chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-lcd-text", "--hide-scrollbars", "--window-size=1366,768", "--lang=zh-CN",
)  # fmt: skip


def found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def start_browser(downloads: Path) -> Any:
    """A browser; skips with the reason where none can be had."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="the extra `dev` (selenium) is not installed")
    browser, driver = found(BROWSERS), found(DRIVERS)
    if not (browser and driver):
        pytest.skip("no chromium and chromium-driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    started.implicitly_wait(10)  # seconds that a page may take to show what is looked for, on a busy machine
    started.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
    return started


class Site:
    """A running service: its folder, its address and the ids of its documents by file name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with Library.open(folder) as library:
            library.ingest([SAMPLE])
            self.ids = {Path(card.file).stem: card.id for card in library.documents()}
        self.server = uvicorn.Server(uvicorn.Config(create_app(folder), port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"

    def named(self, path: str) -> str:
        """A path in which `{file name}` stands for the id of its document."""
        return re.sub(r"\{([\w-]+)\}", lambda found: self.ids[found[1]], path)

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def driver(downloads: Path) -> Iterator[Any]:
    driver = start_browser(downloads)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def site(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("library"))
    yield site
    site.close()


@pytest.fixture
def page(driver: Any, site: Site) -> Iterator[Any]:
    """The browser on the start page, with nothing kept; afterwards no error in its console and no request to another host."""
    resize(driver, 1366)
    driver.get(site.address)
    driver.execute_script("localStorage.clear()")
    driver.get(site.address)
    driver.get_log("browser"), driver.get_log("performance")
    yield driver
    errors = [row["message"] for row in driver.get_log("browser") if row["level"] == "SEVERE"]
    assert [error for error in errors if "422" not in error] == []  # a refused upload is an answer, not a fault of the page
    assert foreign_requests(driver, site) == []


def resize(driver: Any, width: int, *, height: int = 768, dark: bool = False) -> None:
    """The viewport (of a phone below 500 pixels) and the colour scheme."""
    metrics = {"width": width, "height": 844 if width < 500 else height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def foreign_requests(driver: Any, site: Site) -> list[str]:
    rows = (json.loads(row["message"])["message"] for row in driver.get_log("performance"))
    urls = [row["params"]["request"]["url"] for row in rows if row["method"] == "Network.requestWillBeSent"]
    home = urlsplit(site.address).netloc
    return [url for url in urls if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != home]
