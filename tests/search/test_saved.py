"""Saved searches: kept with their filters, counted anew when documents come in, looked at, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.model import Document
from search import Library
from search.model import Filters, LibraryError, NotFound
from tests.builders import data_of, make_document


@pytest.fixture
def library(tmp_path: Path, province: Document) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        made.add(province, data_of(province))
        yield made


def test_what_comes_in_later_is_new_until_looked_at(library: Library, county: Document, nation: Document) -> None:
    one = library.saved.keep("技能津贴", Filters())
    assert [(held.search, held.new) for held in library.saved.counted()] == [(one, 0)]
    library.add(county, data_of(county))
    [counted] = library.saved.counted()
    news = library.saved.news(one.id)
    assert counted.new == len(news) > 0
    assert {new.card.id for new in news} == {county.id}
    assert f"{county.id}#2.2.1" in [new.hit.clause_id for new in news]
    assert library.saved.open(one.id).opened == one.opened
    assert library.saved.counted()[0].new == 0
    assert library.saved.news(one.id) == news  # a feed goes on telling what came in since it was made
    assert library.saved.news(one.id, since=library.saved.get(one.id).opened) == ()
    library.add(nation, data_of(nation))
    assert library.saved.news(one.id)[0].card.id == nation.id  # the latest added first


def test_filters_are_kept_and_narrow_what_is_new(library: Library, county: Document) -> None:
    wanted = Filters(level=("provincial",), year=(2021, 2022), has_target=True)
    one = library.saved.keep("技能津贴 怎么写", wanted, name="津贴")
    library.add(county, data_of(county))
    assert library.saved.get(one.id) == one
    assert (one.name, one.filters) == ("津贴", wanted)
    assert library.saved.counted()[0].new == 0


def test_the_same_search_again_is_the_same_one(library: Library) -> None:
    first = library.saved.keep("津贴", Filters(), name="一")
    again = library.saved.keep(" 津贴 ", Filters(), name="二")
    other = library.saved.keep("津贴", Filters(level=("county",)))
    assert (again.id, again.made, again.name) == (first.id, first.made, "二")
    assert other.id != first.id
    assert [held.search.id for held in library.saved.counted()] == [other.id, first.id]


def test_saved_searches_outlive_the_session_and_go_into_the_backup(library: Library, tmp_path: Path) -> None:
    one = library.saved.keep("津贴", Filters())
    library.backup(tmp_path / "backup.zip")
    with Library.restore(tmp_path / "backup.zip", tmp_path / "copy") as copy:
        assert copy.saved.get(one.id) == one
    library.saved.remove(one.id)
    assert library.saved.counted() == []


def test_what_can_not_be_kept_or_found(library: Library) -> None:
    with pytest.raises(LibraryError):
        library.saved.keep("  ", Filters())
    for act in (library.saved.get, library.saved.open, library.saved.remove, library.saved.news):
        with pytest.raises(NotFound):
            act("none")


def test_a_superseded_version_is_no_news(library: Library) -> None:
    one = library.saved.keep("长者食堂", Filters())
    for number in (10, 12):
        text = f"建设食堂。\n一、|建设长者食堂|\n  每个乡镇建成长者食堂{number}个，免收场地租金。"
        plan = make_document("石桥县长者食堂方案", text, region="石桥县", level="county", doc_type="方案")
        library.add(plan, data_of(plan))
    assert len({new.card.id for new in library.saved.news(one.id)}) == 1
