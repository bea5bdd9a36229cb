"""The tables of `library.db`; how a Document becomes their rows: `_rows`. Only modules of this package read this.

The compressed JSON in `documents.body` is the truth of a document; the rows of clauses, targets, duties and citations repeat
it so that lists and places are answered without opening the document.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
    literal_column,
)

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("origin", Text, index=True),  # absolute path of the file, None for an upload
    Column("version_key", Text, nullable=False, index=True),
    Column("superseded_by", Text, index=True),
    Column("added", Text, nullable=False),
    Column("parser", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("doc_number", Text),
    Column("issuers", Text, nullable=False),
    Column("date", Text),
    Column("level", Text),
    Column("region", Text),
    Column("doc_type", Text),
    Column("period_from", Integer),
    Column("period_to", Integer),
    Column("in_force", Text),
    Column("expires", Text),
    Column("clauses", Integer, nullable=False),
    Column("targets", Integer, nullable=False),
    Column("duties", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)


def _of_document() -> Column[Any]:
    return Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True)


def _of_clause() -> Column[Any]:
    return Column("clause_id", Text, ForeignKey("clauses.id", ondelete="CASCADE"), nullable=False, index=True)


clauses = Table(
    "clauses",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    Column("n", Integer, nullable=False),
    Column("parent", Text),  # id of the clause above
    Column("kind", Text, nullable=False),
    Column("marker", Text),
    Column("heading", Text),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("above", Text, nullable=False, server_default="[]"),  # JSON: label and heading of each, the root first
)

targets = Table(
    "targets",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("n", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("value", Float),
    Column("value2", Float),
    Column("unit", Text),
    Column("raw_value", Text),
    Column("raw_unit", Text),
    Column("deadline", Integer),
    Column("frequency", Text),
    Column("scope", Text),
    Column("baseline", Text),
    Column("nature", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("quote", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("canonical", Text, index=True),
    Column("role", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("deadline", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

target_units = Table(
    "target_units",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    Column("target_id", Text, ForeignKey("targets.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("canonical", Text),
    Column("stated", Boolean, nullable=False),
)
"""The units that govern each target (`search.governance`), each name once, in printed order."""

unit_counts = Table(
    "unit_counts",
    metadata,
    Column("unit_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("names", Text, nullable=False),  # JSON, as the document prints them
    Column("duties", Integer, nullable=False),
    Column("targets", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many duties each unit has in a document, and how many targets stand in the clauses of these."""

citations = Table(
    "citations",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    _of_clause(),
    Column("title", Text, nullable=False),
    Column("doc_number", Text),
    Column("relation", Text, nullable=False),
    Column("cue", Text),
    Column("antecedent", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

carriers = Table(
    "carriers",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_document(),
    Column("title", Text, nullable=False),
)
"""Titles of the notices that carry plans."""

links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("from_id", Text, nullable=False, index=True),
    Column("to_id", Text, nullable=False, index=True),
    Column("from_document", Text, nullable=False, index=True),
    Column("to_document", Text, index=True),  # None where the upper document is cited and not held
    Column("relation", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("stamp", Text),
    Column("who", Text),
    Column("why", Text),
)

target_links = Table(
    "target_links",
    metadata,
    Column("from_id", Text),
    Column("to_id", Text),
    Column("from_document", Text, index=True),
    Column("to_document", Text, index=True),
    Column("verdict", Text, nullable=False),
    Column("evidence", Text, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("link_id", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, index=True),  # no foreign key: kept when the document is parsed or added anew
    Column("field", Text, nullable=False),
    Column("quote", Text),  # words of a clause that it was made on
    Column("before", Text, nullable=False),  # JSON
    Column("value", Text),  # JSON; None: undone, what is printed counts again
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What people wrote over the elements and units of documents; only ever added to."""

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, unique=True),
    sqlite_autoincrement=True,
)
"""The last change of each document, removed ones included: what an index has not applied yet is what it must do again."""

saved = Table(
    "saved",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("filters", Text, nullable=False),  # JSON of `Filters`
    Column("made", Text, nullable=False),
    Column("opened", Text, nullable=False),
)
"""Searches kept under a name; documents added after `opened` are new to the person who kept it."""

Index("links_pair", links.c.from_document, links.c.to_document)
Index("duties_unit", duties.c.unit, duties.c.document_id, duties.c.canonical, duties.c.role)
"""What a unit owns is weighed by document and role before any of it is read."""
Index("duties_task", duties.c.document_id, duties.c.start, duties.c.clause_id, duties.c.end)
"""A task is what the duties of one clause and quote say together: so they are counted and listed without reading them."""
ENCLOSED = and_(clauses.c.kind == literal_column("'attachment'"), clauses.c.parent.is_(None))
"""A plan enclosed in a file. Written out, not as a parameter: else the index below would not be used."""
Index("clauses_enclosed", clauses.c.document_id, sqlite_where=ENCLOSED)
"""They are few among all clauses, and their headings are names of documents, read whenever links are made."""
