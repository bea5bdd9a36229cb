"""What is derived from the database comes back by itself, whatever became of its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.model import Document
from search.dense import FILES
from search.library import Library
from search.model import BadLibrary
from tests.builders import data_of


@pytest.fixture
def folder(tmp_path: Path, county: Document) -> Path:
    with Library.open(tmp_path) as library:
        library.add(county, data_of(county))
    return tmp_path


@pytest.mark.parametrize("left", ["", '{"made_by": "rj'])
def test_a_stamp_that_was_cut_off_is_made_anew(folder: Path, left: str) -> None:
    for name in ("index-tantivy", "vectors"):
        (folder / name / "applied.json").write_text(left)
    with Library.open(folder) as library:
        assert library.search("示范产线").total >= 1
        assert library.health()["behind"] == {"index": 0, "links": 0}


def test_what_is_said_of_damaged_vectors_mends_them(folder: Path) -> None:
    [file] = (folder / "vectors").glob(FILES)
    file.write_bytes(b"")
    with Library.open(folder) as library, pytest.raises(BadLibrary) as told:
        library.search("示范产线")
    assert str(folder / "vectors") in told.value.hint
    shutil.rmtree(folder / "vectors")
    with Library.open(folder) as library:
        assert library.search("示范产线").total >= 1
