"""The store: what is put is read back, versions replace one another, links are kept as they should be."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event

from ingest.model import Document
from search.correcting.corrections import Correction, entries
from search.database import _lists
from search.database._snapshot import snapshot
from search.database._versions import placed
from search.database.store import Store
from search.model import BadLibrary, Filters, LibraryError, Link, NotFound, TargetLink
from tests.builders import data_of, make_document


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "library.db")
    yield made
    made.close()


@pytest.fixture
def family(store: Store, province: Document, county: Document) -> Store:
    for document in (province, county):
        store.put(document, data_of(document))
    return store


def plan(text: str = "一、|总则|甲。", title: str = "河口县培训规划", **work: Any) -> Document:
    return make_document(title, text, **({"level": "county", "region": "河口县", "doc_type": "规划"} | work))


def test_what_is_put_is_read_back(family: Store, county: Document) -> None:
    assert family.document(county.id) == county
    assert family.source(county.id) == data_of(county)
    card = family.card(county.id)
    assert (card.title, card.period, card.clauses, card.targets) == (county.work.title, (2021, 2025), 8, 2)


def test_an_excerpt_has_a_clause_with_all_above_it_and_their_duties(family: Store, county: Document) -> None:
    clause = next(clause for clause in county.clauses if clause.parent and any(d.clause == clause.eid for d in county.duties))
    found = family.excerpts([f"{county.id}#{clause.eid}", "f" * 12 + "#1"])
    assert list(found) == [county.id]
    part = found[county.id]
    assert (part.text, part.brackets, part.clause(clause.eid)) == (county.text, county.brackets, clause)
    assert {one.eid for one in part.clauses} < {one.eid for one in county.clauses}
    assert clause.parent in {one.eid for one in part.clauses}
    held = {one.eid for one in part.clauses}
    assert part.duties == tuple(duty for duty in county.duties if duty.clause in held)
    with pytest.raises(KeyError):
        family.excerpts([f"{county.id}#99"])


def test_the_same_bytes_are_no_work(family: Store, county: Document) -> None:
    before = family.changes_since(0)
    assert family.put(county, data_of(county)).status == "unchanged"
    assert family.changes_since(0) == before


def test_another_parser_writes_the_document_anew(family: Store, county: Document) -> None:
    anew = replace(county, parser="2", targets=())
    assert family.held(county.source.sha256, parser="2") is None
    assert family.put(anew, data_of(county)).status == "renewed"
    assert family.document(county.id) == anew
    assert family.target_rows(Filters(document=(county.id,)))[0] == 0
    assert len(family.cards(history=True)) == 2


SAME = [
    ({}, {}),
    ({"doc_number": "河办发〔2022〕8号"}, {"doc_number": "河办发[2022] 8号"}),
    ({"doc_number": "河办发〔2022〕8号"}, {}),
    ({"date": "2022-01-01"}, {"date": "2022-06-01"}),
]
DIFFERENT = [
    ({"doc_number": "河办发〔2022〕8号"}, {"doc_number": "河办发〔2023〕1号"}),
    ({}, {"region": "溪口县"}),
    ({}, {"doc_type": "解读"}),
    ({"date": "2022-01-01"}, {"date": "2023-01-01"}),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_a_newer_version_replaces_the_older(store: Store, first: dict[str, Any], second: dict[str, Any]) -> None:
    old, new = plan("一、|总则|旧。", **first), plan("一、|总则|新。", title="河口县 培训规划", **second)
    store.put(old, data_of(old))
    added = store.put(new, data_of(new))
    assert (added.status, added.previous) == ("replaced", old.id)
    assert [card.id for card in store.cards()] == [new.id]
    assert [card.id for card in store.history(old.id)] == [new.id, old.id]
    assert store.card(old.id).superseded_by == new.id
    assert store.put(old, data_of(old)).status == "unchanged"


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_different_works_stay_side_by_side(store: Store, first: dict[str, Any], second: dict[str, Any]) -> None:
    old, new = plan("一、|总则|旧。", **first), plan("一、|总则|新。", **second)
    store.put(old, data_of(old))
    assert store.put(new, data_of(new)).status == "added"
    assert len(store.cards()) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_current_version_is_that_of_the_latest_date(store: Store, order: tuple[int, ...]) -> None:
    """A folder of drafts is taken in by the names of the files."""
    versions = [plan(f"一、|总则|第{n}稿。", date=f"2022-0{n + 1}-05") for n in range(3)]
    told = [store.put(versions[n], data_of(versions[n])) for n in order]
    assert [card.id for card in store.history(versions[0].id)] == [versions[n].id for n in (2, 1, 0)]
    assert all(("日期更晚" in (one.message or "")) == (one.status == "added") for one in told[1:])
    for n in (2, 1):
        store.remove(versions[n].id)
        assert [card.id for card in store.cards()] == [versions[n - 1].id]


@pytest.mark.parametrize(
    ("corrected", "date", "order"),
    [
        (0, "2022-09-01", (0, 2, 1)),  # the oldest is the newest
        (2, "2021-01-01", (1, 0, 2)),  # the current one is the oldest
        (1, "2022-12-01", (1, 2, 0)),
        (1, "2022-02-01", (2, 1, 0)),  # still between them
        (2, "", (2, 1, 0)),  # no date says nothing
    ],
)
def test_a_corrected_date_puts_a_version_in_its_place(store: Store, corrected: int, date: str, order: tuple[int, ...]) -> None:
    versions = [plan(f"一、|总则|第{n}稿。", date=f"2022-0{n + 1}-05") for n in range(3)]
    for version in versions:
        store.put(version, data_of(version))
    key = versions[corrected].id
    made = entries(store.printed(key), (), {"date": date}, who="李核对", why="按纸质件改")
    moved = store.correct(key, made) is None
    assert [card.id for card in store.history(key)] == [versions[n].id for n in order]
    assert [card.id for card in store.cards()] == [versions[order[0]].id]
    assert moved == (order != (2, 1, 0))
    undone = entries(store.printed(key), store.corrections(key), {"date": None}, who="李核对", why="看错了")
    store.correct(key, undone)
    assert store.history(key)[0].id == versions[2].id


@pytest.mark.parametrize("title", ["河口县培训规划", "河口县就业规划"])
def test_another_text_in_the_same_file_is_a_newer_version(store: Store, tmp_path: Path, title: str) -> None:
    old, new = plan(date="2022-03-05"), plan(title=title, date="2022-02-01")
    store.put(old, data_of(old), origin=tmp_path / "a.txt")
    assert store.put(new, data_of(new), origin=tmp_path / "a.txt").previous == old.id


def test_removing_a_version_gives_its_place_back(store: Store) -> None:
    versions = [plan(f"一、|总则|第{n}稿。") for n in range(3)]
    for version in versions:
        store.put(version, data_of(version))
    store.remove(versions[1].id)
    assert [card.id for card in store.history(versions[0].id)] == [versions[2].id, versions[0].id]
    store.remove(versions[2].id)
    assert [card.id for card in store.cards()] == [versions[0].id]
    with pytest.raises(NotFound):
        store.document(versions[2].id)


def test_place(family: Store, county: Document) -> None:
    place = family.place(f"{county.id}#2.2.1")
    assert place.labels == ("二、主要任务", "（二）提高待遇", "1.健全津贴制度")
    assert str(place).startswith("河口县技能人才发展规划 › 二、主要任务")
    assert family.place(f"{county.id}#0").labels == ("引言",)
    for unknown in ("x#1", f"{county.id}#9.9", "x", ""):
        with pytest.raises(NotFound):
            family.place(unknown)


def test_targets_with_places_and_units(family: Store, county: Document) -> None:
    total, rows = family.target_rows(Filters(level=("county",)))
    assert total == 2
    assert [row.id for row in rows] == [f"{county.id}#T1", f"{county.id}#T2"]
    assert rows[1].target == county.targets[1]
    assert rows[1].units == ("县总工会", "县财政局")
    assert family.target_rows(indicator="建制率", limit=1)[0] == 2
    assert family.target_rows(Filters(unit=("财政局",)))[1][0].text == "集体协商建制率达到96%"
    assert family.target_rows(indicator="100%_")[0] == 0


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 2),
        (Filters(level=("county", "city")), 1),
        (Filters(region=("云海省",)), 1),
        (Filters(year=(2021,)), 2),
        (Filters(year=(2025,)), 1),
        (Filters(unit=("总工会",)), 2),
        (Filters(unit=("县总工会",)), 1),
        (Filters(unit=("县总工会", *(f"第{n}局" for n in range(2000)))), 1),
        (Filters(has_target=True), 2),
        (Filters(has_target=False), 0),
        (Filters(doc_type=("方案",)), 0),
    ],
)
def test_filters(family: Store, filters: Filters, count: int) -> None:
    assert len(family.cards(filters)) == count


def test_units(family: Store) -> None:
    total, cards = family.unit_rows("总工会")
    assert total == 2
    assert {card.id: (card.names, card.level, card.duties, card.targets) for card in cards} == {
        "云海省总工会": (("省总工会",), "provincial", 2, 2),
        "河口县总工会": (("县总工会",), "county", 2, 2),
    }
    assert family.unit_rows(limit=1)[0] == 6
    assert family.unit_rows(names=["县总工会", *(f"第{n}局" for n in range(2000))])[0] == 1
    assert len(family.duty_rows(printed=["县总工会", *(f"第{n}局" for n in range(40_000))])) == 2
    assert [row.duty.role for row in family.duty_rows(unit_id="河口县总工会")] == ["责任单位", "牵头单位"]


def test_units_follow_what_is_written_and_taken_out(family: Store, county: Document) -> None:
    family.remove(county.id)
    total, cards = family.unit_rows()
    assert "河口县总工会" not in {card.id for card in cards}
    family.put(county, data_of(county))
    family.put(replace(county, parser="2"), data_of(county))
    assert family.unit_rows("县总工会")[1][0].duties == 2
    assert family.unit_rows()[0] == 6 > total


@pytest.mark.parametrize(("limit", "offset"), [(1, 0), (2, 1), (3, 2), (2, 99), (None, 0)])
def test_tasks_are_listed_a_page_at_a_time(family: Store, limit: int | None, offset: int) -> None:
    total, every = family.task_keys(Filters())
    page = every[offset : None if limit is None else offset + limit]
    assert family.task_keys(Filters(), limit=limit, offset=offset) == (total, page)
    assert len(every) == total > 2


def link(lower: Document, upper: str, *, score: float = 0.9, name: str = "l1") -> Link:
    return Link(name, f"{lower.id}#2.1", upper, "derives", "proposed", score, {"heading": "加强技能培训"}, "stamp")


def test_links_are_replaced_but_what_was_reviewed_stays(family: Store, county: Document, province: Document) -> None:
    first = link(county, f"{province.id}#2.1")
    family.put_links(county.id, [first, link(county, "cited:溪口市培训规划", name="l2")], [])
    assert {found.to_id for found in family.links()} == {f"{province.id}#2.1", "cited:溪口市培训规划"}
    reviewed = family.review("l1", "rejected", who="王", why="主题不同")
    assert (reviewed.status, reviewed.who) == ("rejected", "王")
    family.put_links(
        county.id, [link(county, f"{province.id}#2.1", score=0.5), link(county, f"{province.id}#2.2", name="l3")], []
    )
    assert {(found.id, found.status, found.score) for found in family.links()} == {
        ("l1", "rejected", 0.9),
        ("l3", "proposed", 0.9),
    }
    assert [entry["why"] for entry in family.reviews("l1")] == ["主题不同"]
    assert family.links(status="rejected") == (reviewed,)
    assert family.links(from_id=f"{county.id}#2.1", to_id=f"{province.id}#2.2")[0].id == "l3"


def test_reviews_are_checked(family: Store) -> None:
    with pytest.raises(NotFound):
        family.review("none", "confirmed", who="王", why="")
    with pytest.raises(LibraryError, match="没有“perhaps”"):
        family.review("none", "perhaps", who="王", why="")


def test_links_of_older_versions_are_not_shown(family: Store, county: Document, province: Document) -> None:
    family.put_links(county.id, [link(county, f"{province.id}#2.1")], [TargetLink(f"{county.id}#T1", None, "local-only", {})])
    family.review("l1", "confirmed", who="王", why="核对过")
    seen = family.changes_since(0)[-1][0]
    newer = replace(province, id="newer", source=replace(province.source, sha256="other"))
    family.put(newer, b"newer")
    assert family.links() == ()
    assert {document_id for _, document_id in family.changes_since(seen)} == {"newer", province.id, county.id}
    assert len(family.target_links()) == 1


def test_versions_that_two_processes_add_at_once_replace_one_another(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, other = plan("一、|总则|甲。"), plan("一、|总则|乙。"), Store(tmp_path / "library.db")
    beside = Thread(target=other.put, args=(second, data_of(second)))

    def looked(*asked: Any) -> tuple[str | None, list[str]]:
        found = placed(*asked)
        if beside.ident is None:
            beside.start()
            beside.join(0.3)  # it has to wait until the first is written
        return found

    monkeypatch.setattr("search.database.store.placed", looked)
    store.put(first, data_of(first))
    beside.join()
    assert [card.id for card in store.cards()] == [second.id]
    other.close()


@pytest.mark.parametrize("name", ["政策 文件", "50%", "a#b", "a?b"])
def test_the_database_lies_where_it_is_told_to(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and "?" in name:
        pytest.skip("no name on this system")
    (tmp_path / name).mkdir()
    Store(tmp_path / name / "library.db").close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "library.db").exists()


def test_a_document_is_written_whole_or_not_at_all(store: Store, county: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.database._documents.mark", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.put(county, data_of(county))
    assert store.cards() == ()
    assert store.counts()["clauses"] == 0


def test_a_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database" * 1000)
    with pytest.raises(BadLibrary, match="不是可用的文件库"):
        Store(tmp_path / "a.db")


def test_a_full_disk_is_told_and_loses_nothing(family: Store, county: Document) -> None:
    pages = family._engine.connect().exec_driver_sql("PRAGMA page_count").scalar_one()
    event.listen(family._engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(BadLibrary, match="磁盘已满") as told:
        family.put(plan("一、|总则|" + "甲乙丙丁。" * 40_000), b"x" * 400_000)
    assert told.value.hint
    assert len(family.cards()) == 2
    assert family.document(county.id) == county


def test_a_library_that_another_program_writes_is_told(family: Store, tmp_path: Path) -> None:
    event.listen(family._engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=10"))
    with sqlite3.connect(tmp_path / "library.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadLibrary, match="正被另一个程序写入"):
            family.exchange_note("key", None, "value")


def test_what_another_process_writes_is_read(family: Store, county: Document, tmp_path: Path) -> None:
    first, other = family.document(county.id), Store(tmp_path / "library.db")
    assert family.document(county.id) is first
    other.correct(county.id, [Correction("date", "2022-03-05", "2023-01-01", "李核对", "按纸质件", "2023-01-02T00:00:00")])
    assert family.document(county.id).work.date == "2023-01-01"
    other.remove(county.id)
    with pytest.raises(NotFound):
        family.document(county.id)
    other.close()


def test_the_current_ones_of_very_many_ids(family: Store, county: Document) -> None:
    assert family.current([county.id, *map(str, range(300_000))]) == {county.id}


def test_an_answer_of_several_statements_sees_one_state(family: Store, county: Document, tmp_path: Path) -> None:
    first = f"{county.id}#{county.clauses[0].eid}"
    other = Store(tmp_path / "library.db")
    with snapshot(family._engine) as db:
        before = _lists.places(db, [first])
        other.remove(county.id)
        assert _lists.places(db, [first]) == before != {}
    assert family.places([first]) == {}
    other.close()


def test_all_that_is_read_within_sees_one_state_but_for_what_is_indexed(
    family: Store, county: Document, province: Document, tmp_path: Path
) -> None:
    other, new = Store(tmp_path / "library.db"), plan("一、|总则|甲。", "溪源县培训规划")
    with family.reading():
        before = family.cards()
        other.remove(county.id)
        other.put(new, data_of(new))
        assert family.cards() == before
        assert family.places([f"{county.id}#{county.clauses[0].eid}"])
        assert family.unit_names() and not family.places([f"{new.id}#{new.clauses[0].eid}"])
        assert family.indexed([county.id, new.id]).keys() == {new.id}
    assert {card.id for card in family.cards()} == {province.id, new.id}
    other.close()
