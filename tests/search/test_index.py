"""What is derived from the database comes back by itself, whatever became of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Document
from search.library import Library
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


DAMAGED = ("vectors/vectors-*.npy", "index-tantivy/meta.json", "index-tantivy/*.store", "index-tantivy/*.idx")


@pytest.mark.parametrize("files", DAMAGED)
@pytest.mark.parametrize("lost", [False, True], ids=["cut off", "lost"])
def test_what_is_damaged_is_made_anew(folder: Path, files: str, lost: bool) -> None:
    found = list(folder.glob(files))
    assert found
    for file in found:
        file.unlink() if lost else file.write_bytes(b"")
    with Library.open(folder) as library:
        assert library.search("示范产线").total >= 1
        assert library.health()["behind"] == {"index": 0, "links": 0}
