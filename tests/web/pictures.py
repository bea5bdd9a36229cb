"""Pictures of the pages for the README, made from the sample corpus: `python -m tests.web.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.web.conftest import Site, resize, start_browser

FOLDER = Path(__file__).parents[2] / "docs"
PICTURES = {
    "search": "/?q=管网漏损率",
    "align": "/align?lower={water-4-county-plan}&upper={water-2-province-plan}",
    "trace": "/trace/{water-4-county-plan}%232.1.1",
}
LARGEST = 200_000
"""Bytes of one picture."""


def main() -> None:
    """Writes docs/*.png; SystemExit where one grew too large for a README."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        driver, site = start_browser(Path(folder)), Site(Path(folder) / "library")
        try:
            for name, path in PICTURES.items():
                resize(driver, 1120, height=620)
                driver.get(site.address + site.named(path))
                driver.save_screenshot(str(FOLDER / f"{name}.png"))
        finally:
            driver.quit()
            site.close()
    if large := [file.name for file in FOLDER.glob("*.png") if file.stat().st_size > LARGEST]:
        raise SystemExit(f"larger than {LARGEST} bytes: {', '.join(large)}")


if __name__ == "__main__":
    main()
