"""A library where nothing can be written answers as ever, refuses changes with a way out, and leaves no trace."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document
from search import unwritable
from search.library import DATABASE, Library
from search.model import BadLibrary, Filters
from tests.builders import data_of


@pytest.fixture
def folder(tmp_path: Path, province: Document, county: Document) -> Path:
    with Library.open(tmp_path / "library") as library:
        for document in (province, county):
            library.add(document, data_of(document))
        library.saved.keep("津贴", Filters())
    return tmp_path / "library"


@pytest.fixture
def unwritten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.library.writable", lambda *_: False)


def states(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("unwritten")
def test_it_answers_from_a_copy_that_is_gone_afterwards(folder: Path, province: Document, county: Document) -> None:
    before = states(folder)
    with Library.open(folder, create=False) as library:
        assert library.read_only and library.health()["read_only"]
        assert library.search("技能津贴").hits and library.owners("健全津贴制度由谁负责").units
        assert library.align(county.id, province.id).rows and library.similar(f"{county.id}#2.1")
        library.catch_up()
        library.prepare()
        copy = library._copy
    assert states(folder) == before
    assert copy and not Path(copy.name).exists()


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize(
    "change",
    [
        lambda library, key: library.correct(key, {"date": "2024-05-06"}, who="李核对", why="核对"),
        lambda library, key: library.remove(key),
        lambda library, key: library.accept(f"{key}#2.1", who="李核对", why="核对"),
        lambda library, key: library.saved.open(library.saved.counted()[0].search.id),
    ],
)
def test_every_change_is_refused_with_a_way_out(
    folder: Path, county: Document, change: Callable[[Library, str], object]
) -> None:
    with Library.open(folder) as library, pytest.raises(BadLibrary, match="只读的位置") as caught:
        change(library, county.id)
    assert "复制到本机" in caught.value.hint


@pytest.mark.usefixtures("unwritten")
def test_a_file_that_comes_in_is_told_as_not_taken(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text("青河县老年食堂建设方案\n\n一、主要任务\n建成老年食堂12个。\n", "utf-8")
    with Library.open(folder) as library:
        [added] = library.ingest([tmp_path / "方案.txt"])
    assert (added.status, "只读的位置" in (added.message or "")) == ("failed", True)


@pytest.mark.parametrize(("code", "expected"), [(errno.EROFS, False), (errno.EACCES, False), (errno.ENOSPC, True)])
def test_what_the_system_says_decides(folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: bool) -> None:
    def refuse(**_: Any) -> None:
        raise OSError(code, "refused")

    assert unwritable.writable(folder, DATABASE)
    monkeypatch.setattr(unwritable, "TemporaryFile", refuse)
    assert unwritable.writable(folder, DATABASE) is expected


def test_a_folder_that_holds_no_library_yet_is_writable(tmp_path: Path) -> None:
    assert unwritable.writable(tmp_path, DATABASE)
