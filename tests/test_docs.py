"""What the README says can be done, can be done; what the map names is there; examples in docstrings hold."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "corpus").rglob("README.md"))]

MODULES = [path for package in ("ingest", "search", "api") for path in sorted((ROOT / package).rglob("*.py"))]
SHOWN = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES if "    >>> " in path.read_text("utf-8")]


def code(page: Path) -> list[str]:
    """Command lines of the shell blocks of a page, without comments."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    return [
        line.split("#  ")[0].strip() for block in blocks for line in re.sub(r"\s# .*", "", block).splitlines() if line.strip()
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_paths_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for path in re.findall(r"`((?:ingest|search|api|corpus|tests)/[\w/.]+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path) -> None:
    from api.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for line in code(page):
        program, verb = line.split()[:2]
        assert program in ("policykb", "make", "python"), line
        assert program != "policykb" or verb in commands, line
        assert program != "make" or verb in targets, line


def test_the_map_names_modules_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    named = set(re.findall(r"`(?:\w+/)*(\w+\.py)`", "\n".join(rows)))
    assert len(named) > 50 and named <= {path.name for path in MODULES}


@pytest.mark.parametrize("module", SHOWN)
def test_examples_in_docstrings_hold(module: str) -> None:
    found = doctest.testmod(import_module(module))
    assert found.attempted and not found.failed
