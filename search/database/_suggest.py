"""What completes a query: headings, indicators and units of the documents held that begin with, or hold, what is typed; and
all of them as a vocabulary."""

from __future__ import annotations

from sqlalchemy import Column, Connection, func, select

from search.database._tables import clauses, documents, duties, targets
from search.model import Suggestion

SOURCES: tuple[tuple[str, Column[str]], ...] = (
    ("heading", clauses.c.heading),
    ("indicator", targets.c.indicator),
    ("unit", duties.c.unit),
)
"""Kind of a suggestion -> the column that holds its text."""

LONGEST = 30
"""A text of more characters is a sentence, and no query."""

MOST_TEXTS = 5_000
"""Of each kind so many texts, the most frequent, are known by sound. The first slip after every change waits for them: a second
of 200,000 clauses, and two and a half for four times as many texts."""


def suggest(db: Connection, typed: str, *, limit: int) -> tuple[Suggestion, ...]:
    """The texts of current documents that hold `typed`: those that begin with it first, then the most frequent."""
    found: dict[str, Suggestion] = {}
    for kind, column in SOURCES:
        for made in _of_column(db, kind, column, typed, limit):
            held = found.get(made.text)
            found[made.text] = made if held is None else Suggestion(made.text, held.kind, held.count + made.count)
    order = sorted(found.values(), key=lambda one: (not one.text.startswith(typed), -one.count, len(one.text), one.text))
    return tuple(order[:limit])


def texts(db: Connection) -> tuple[Suggestion, ...]:
    """What current documents call things, the most frequent first."""
    made: dict[str, Suggestion] = {}
    for kind, column in SOURCES:
        for said in _of_column(db, kind, column, "", MOST_TEXTS):
            made.setdefault(said.text, said)
    return tuple(made.values())


def _of_column(db: Connection, kind: str, column: Column[str], typed: str, limit: int) -> list[Suggestion]:
    times = func.count().label("times")
    query = select(column.label("text"), times).select_from(column.table.join(documents))
    query = query.where(documents.c.superseded_by.is_(None), func.length(column) <= LONGEST).group_by(column)
    if typed:
        begins = column.startswith(typed, autoescape=True)
        query = query.where(column.contains(typed, autoescape=True)).order_by(begins.desc())
    rows = db.execute(query.order_by(times.desc(), column).limit(limit))
    return [Suggestion(row.text, kind, row.times) for row in rows]
