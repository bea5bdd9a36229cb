"""The version of the tables of `library.db`, and the steps that bring an older library up to it.

Who changes a table adds a step here, in plain SQL (a step knows the tables as they were, `_tables` as they are now), and makes
a library of the version before in `tests/search/database/test_schema.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text

from search.correcting.corrections import corrected, in_force
from search.database import _corrections, _unit_counts
from search.database._documents import printed
from search.database._rows import above_each, governing_rows, unpack
from search.database._tables import meta, metadata, target_units
from search.model import BadLibrary


def _with_validity(db: Connection) -> None:
    """Version 2: 施行日期 and 有效期 beside the other elements of a document."""
    for name in ("in_force", "expires"):
        db.execute(text(f"ALTER TABLE documents ADD COLUMN {name} TEXT"))
    for key in db.scalars(text("SELECT id FROM documents")).all():
        work = unpack(db.execute(text("SELECT body FROM documents WHERE id = :id"), {"id": key}).scalar_one()).work
        held = {"id": key, "first": work.in_force, "last": work.expires}
        db.execute(text("UPDATE documents SET in_force = :first, expires = :last WHERE id = :id"), held)


def _with_units_corrected(db: Connection) -> None:
    """Version 3: corrections of units, beside the words that they were made on; units by document and role."""
    if inspect(db).has_table("corrections"):  # the first libraries have none
        db.execute(text("ALTER TABLE corrections ADD COLUMN quote TEXT"))
    db.execute(text("DROP INDEX IF EXISTS ix_duties_unit"))  # `duties_unit` holds the same and more


def _with_lines_above(db: Connection) -> None:
    """Version 4: what stands above a clause, beside it."""
    db.execute(text("ALTER TABLE clauses ADD COLUMN above TEXT NOT NULL DEFAULT '[]'"))
    rows = "SELECT id, parent, kind, marker, heading, text FROM clauses WHERE document_id = :id ORDER BY n"
    for key in db.scalars(text("SELECT id FROM documents")).all():
        held = db.execute(text(rows), {"id": key}).mappings().all()
        above = [{"id": row["id"], "above": line} for row, line in zip(held, above_each(held), strict=True)]
        if above:
            db.execute(text("UPDATE clauses SET above = :above WHERE id = :id"), above)


def _with_governing_units(db: Connection) -> None:
    """Version 5: which units govern a target, as it is read with what people corrected."""
    metadata.create_all(db)
    for key in db.scalars(text("SELECT id FROM documents")).all():
        document = corrected(printed(db, key), in_force(_corrections.log(db, key)))
        if rows := list(governing_rows(document)):
            db.execute(insert(target_units), rows)


STEPS: tuple[Callable[[Connection], None], ...] = (
    _with_validity,
    _with_units_corrected,
    _with_lines_above,
    _with_governing_units,
)
"""Each makes the next version out of the one before; the first begins at version 1."""
SCHEMA_VERSION = 1 + len(STEPS)


def prepare(engine: Engine, path: Path) -> None:
    """Makes the tables of a new library, or brings those of an older one up to date, in one transaction.

    A copy of the older one stays beside it, `library-1.db` of version 1, for the program that wrote it. BadLibrary for a
    version that this program does not know.
    """
    with engine.connect() as db:
        if _version(db) == SCHEMA_VERSION:
            return
        db.rollback()
        db.exec_driver_sql("BEGIN IMMEDIATE")  # the driver begins none before a table is made; another process waits here
        held = _version(db)
        if held not in (None, *range(1, SCHEMA_VERSION + 1)):
            raise BadLibrary(f"{path} 是第 {held} 版的文件库，本程序读写第 {SCHEMA_VERSION} 版", "请升级程序后再打开")
        if held and held < SCHEMA_VERSION:
            copy(engine, path.with_stem(f"{path.stem}-{held}"))
        for step in STEPS[held - 1 :] if held else ():
            step(db)
        _make(db)
        db.commit()


def copy(engine: Engine, file: Path) -> None:
    """Writes the database, as it stands now, into a file, while others read and write."""
    file.unlink(missing_ok=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM INTO :file"), {"file": str(file)})


def _version(db: Connection) -> int | None:
    """None of a database without tables."""
    held = db.scalar(select(meta.c.value).where(meta.c.key == "schema")) if inspect(db).has_table(meta.name) else None
    return int(held) if held else None


def _make(db: Connection) -> None:
    """What is not there yet of tables, indexes and counts."""
    metadata.create_all(db)
    for table in metadata.sorted_tables:
        for index in table.indexes:
            index.create(db, checkfirst=True)
    _unit_counts.count_all(db)
    db.execute(delete(meta).where(meta.c.key == "schema"))
    db.execute(insert(meta), {"key": "schema", "value": str(SCHEMA_VERSION)})
