"""What the README says can be done, can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "corpus").rglob("README.md"))]


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
