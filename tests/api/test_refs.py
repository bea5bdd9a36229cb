"""What people type for a document: what fits better decides, several that fit alike are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.refs import document_of
from search import Library
from search.model import LibraryError, NotFound

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("library")) as opened:
        opened.ingest(
            [
                CORPUS / name
                for name in ("water-2-province-plan.txt", "water-4-county-plan.txt", "water-5-province-interpretation.txt")
            ]
        )
        yield opened


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("澜岳省城镇节水行动规划（2023—2027年）", "water-2-province-plan.txt"),  # also a part of the interpretation's title
        ("澜岳省城镇节水", "water-2-province-plan.txt"),  # the beginning of one title, inside of another
        ("政策解读", "water-5-province-interpretation.txt"),
        ("water-4-county-plan", "water-4-county-plan.txt"),
        ("溪政办发〔2024〕9号", "water-4-county-plan.txt"),
    ],
)
def test_what_fits_better_decides(library: Library, typed: str, file: str) -> None:
    assert document_of(library, typed).file == file


def test_several_that_fit_alike_are_listed_and_none_is_said(library: Library) -> None:
    with pytest.raises(LibraryError, match="可以指 3 份文件"):
        document_of(library, "节水")
    with pytest.raises(NotFound):
        document_of(library, "养老")
