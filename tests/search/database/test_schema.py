"""Libraries that an older program wrote are brought up to date, and kept beside; those of a newer one are refused."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Document
from search.citing import label
from search.database import _schema
from search.database.store import Store
from search.model import BadLibrary, Filters
from tests.builders import data_of


@pytest.fixture
def file(tmp_path: Path, county: Document) -> Path:
    """A library of version 1, as its program wrote it before it counted units, with one document in force for a time."""
    store = Store(tmp_path / "library.db")
    dated = replace(county, work=replace(county.work, in_force="2022-04-01", expires="2025-12-31"))
    store.put(dated, data_of(county))
    store.close()
    with sqlite3.connect(tmp_path / "library.db") as db:
        for name in ("in_force", "expires"):
            db.execute(f"ALTER TABLE documents DROP COLUMN {name}")
        db.execute("ALTER TABLE corrections DROP COLUMN quote")
        db.execute("ALTER TABLE clauses DROP COLUMN above")
        db.execute("DROP TABLE unit_counts")
        db.execute("DROP TABLE target_units")
        db.execute("DROP INDEX duties_task")
        db.execute("DROP INDEX duties_unit")
        db.execute("CREATE INDEX ix_duties_unit ON duties (unit)")
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    return tmp_path / "library.db"


def ids(document: Document) -> list[str]:
    return [f"{document.id}#{clause.eid}" for clause in document.clauses]


def lines(document: Document) -> dict[str, tuple[str, ...]]:
    """Clause id -> what is called what, from the root down to it."""
    made: dict[str | None, tuple[str, ...]] = {None: ()}
    for each in document.clauses:
        made[each.eid] = (*made[each.parent], label(each.kind, each.marker, each.heading, document.body(each)))
    return {f"{document.id}#{eid}": line for eid, line in made.items() if eid}


def version(file: Path) -> str:
    with sqlite3.connect(file) as db:
        return str(db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])


def test_an_older_library_is_brought_up_to_date(file: Path, county: Document) -> None:
    store = Store(file)
    [card] = store.cards()
    assert (card.in_force, card.expires) == ("2022-04-01", "2025-12-31")
    assert store.unit_rows()[0] == 3
    assert store.task_keys(Filters())
    assert [row.units for row in store.target_rows()[1]] == [("县人社局", "县总工会"), ("县总工会", "县财政局")]
    assert {key: place.labels for key, place in store.places(ids(county)).items()} == lines(county)
    store.close()
    assert version(file) == str(_schema.SCHEMA_VERSION)
    with sqlite3.connect(file) as db:
        made = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    assert {"duties_task", "duties_unit"} <= made and "ix_duties_unit" not in made


def test_the_older_library_stays_beside(file: Path) -> None:
    Store(file).close()
    assert version(file.with_name("library-1.db")) == "1"
    file.with_name("library-1.db").unlink()
    Store(file).close()
    assert not file.with_name("library-1.db").exists()


def test_a_step_that_fails_leaves_the_library_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_schema, "_make", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Store(file)
    monkeypatch.undo()
    assert version(file) == "1"
    store = Store(file)
    assert len(store.cards()) == 1
    store.close()


@pytest.mark.parametrize("held", ["0", str(_schema.SCHEMA_VERSION + 1)])
def test_a_library_of_another_version_is_refused(file: Path, held: str) -> None:
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [held])
    with pytest.raises(BadLibrary, match=f"第 {held} 版"):
        Store(file)
