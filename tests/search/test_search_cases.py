"""Searches over the sample corpus as users mean them: `cases/search.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search import Library

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/search.toml").read_text("utf-8"))["case"]
DEPTH = 10

Ranked = list[str]
"""What was found, best first: `file|heading and own text`."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Ranked]]:
    with Library.open(tmp_path_factory.mktemp("library")) as library:
        library.ingest([ROOT / "corpus/documents"])

        def ranked(question: str) -> Ranked:
            views = [library.clause(hit.clause_id) for hit in library.search(question, limit=DEPTH).hits]
            files = {card.id: Path(card.file).name for card in library.documents()}
            return [f"{files[view.place.document_id]}|{view.clause.heading or ''}{view.text}" for view in views]

        yield ranked


def marked(case: dict[str, Any]) -> Any:
    reason = case.get("fails")
    return pytest.param(case, id=case["q"], marks=pytest.mark.xfail(strict=True, reason=reason) if reason else ())


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_what_users_mean(asked: Callable[[str], Ranked], case: dict[str, Any]) -> None:
    found, top = asked(case["q"]), case.get("top", 5)
    shown = "\n".join(text[:70] for text in found)
    assert not case.get("first") or rank(found, case["first"]) == 0, shown
    assert all(rank(found, wanted) < top for wanted in case.get("within", ())), shown
    assert all(rank(found, unwanted) >= top for unwanted in case.get("never", ())), shown
    one, other = (rank(found, wanted) for wanted in case.get("before", (case["q"], case["q"])))
    assert "before" not in case or one < other, shown


def rank(found: Ranked, wanted: str) -> int:
    """Place of the first clause that is meant, `DEPTH` where there is none."""
    file, _, anchor = wanted.partition("|")
    return next((n for n, text in enumerate(found) if text.startswith(file) and anchor in text), DEPTH)


def test_every_case_says_something() -> None:
    assert len(CASES) >= 40
    assert len({case["q"] for case in CASES}) == len(CASES)
    assert all({"first", "within", "never", "before"} & case.keys() for case in CASES)
