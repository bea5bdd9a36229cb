"""What is derived from the database comes back by itself, whatever became of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Document
from search.correcting.corrections import entries
from search.database.store import Restated
from search.index import sync, vectors
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


def test_who_opens_a_library_is_told_how_far_an_index_made_anew_is(
    folder: Path, province: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.TOGETHER", 1)
    with Library.open(folder) as library:
        library.add(province, data_of(province))
    told: list[tuple[int, int]] = []
    with Library.open(folder, progress=lambda *at: told.append(at)):
        assert told == []
    (folder / "index-tantivy/applied.json").unlink()
    with Library.open(folder, progress=lambda *at: told.append(at)):
        assert told == [(1, 2)]


def test_changes_that_leave_the_texts_are_passed_over_where_nothing_before_them_waits(
    folder: Path, county: Document, province: Document
) -> None:
    with Library.open(folder) as library:
        units = library.correctable(f"{county.id}#2.1", "duties")[0].field
        derived = vectors(folder, library.store)
        sync(library.store, derived)
        signed = in_order(library, county, units)
        derived.pass_over(signed.before, signed.last)
        assert (derived.applied, derived.behind()) == (signed.last, 0)
        library.store.put(province, data_of(province))
        signed = in_order(library, county, units)
        derived.pass_over(signed.before, signed.last)
        assert derived.behind() == 2, "the other document is still to be added"
        sync(library.store, derived)
        assert len(derived.index.dense) == len(county.clauses) + len(province.clauses)


def in_order(library: Library, document: Document, field: str) -> Restated:
    """Writes another correction of some units, and nothing else."""
    log = library.store.corrections(document.id)
    typed = {field: f"县第{'一二三'[len(log)]}局"}
    made = library.store.correct(document.id, entries(library.store.printed(document.id), log, typed, who="李核对", why="分工"))
    assert made
    return made


def test_a_correction_makes_no_vectors_and_units_no_links(
    folder: Path, county: Document, province: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def relink(_: object, ids: list[str]) -> tuple[()]:
        made.extend(ids)
        return ()

    with Library.open(folder) as library:
        library.similar(f"{county.id}#2.1")
        monkeypatch.setattr("search.links.link.relink", relink)
        monkeypatch.setattr("search.index.VectorIndex.delete", lambda _, key: made.append(key))
        fields = [library.correctable(f"{county.id}#2.1", kind)[0].field for kind in ("duties", "targets")]
        library.correct(county.id, {fields[0]: "县茶业局"}, who="李核对", why="分工")
        assert (made, library.health()["behind"]) == ([], {"index": 0, "links": 0})
        library.correct(county.id, {fields[1]: ""}, who="李核对", why="不是指标")
        assert (made, library.health()["behind"]) == ([county.id], {"index": 0, "links": 0})
        library.store.put(province, data_of(province))
        made.clear()
        library.correct(county.id, {fields[0]: None}, who="李核对", why="分工")
        assert set(made) == {county.id, province.id}, "what waits is made with it"
        assert library.health()["behind"] == {"index": 0, "links": 0}
