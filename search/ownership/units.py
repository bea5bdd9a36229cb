"""Units over all documents: the names one stands under, and all it owns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from ingest.units import matches
from search.database.store import DutyRow, Store
from search.model import Filters, NotFound, Task, UnitAnswer, UnitDocument
from search.ownership.answer import owned_quotes
from search.ownership.governing import targets_of
from search.ownership.tables import LEAD, SUPPORT, tasks

MOST_NAMES = 30
"""A name that means more than so many others (财政局, of every county) is a kind of unit: what holds another of them goes
unsaid."""


def names_of(store: Store, asked: str) -> tuple[str, ...]:
    """A unit's name as it is asked for, and the names in the library that can mean it: 人社局, 县人力资源和社会保障局 …

    Where they are many, those that hold another are left out, since a part of a name finds the whole: of 教育局, 县教育体育局
    and 溪源县教育体育局 the first two are enough.
    """
    return store.kept.get(("names of", asked), lambda _: _names_of(store, asked))


def _names_of(store: Store, asked: str) -> tuple[str, ...]:
    printed = [name for name in store.printed_units() if matches(asked, name)]
    full = [name for name in store.full_names(printed) if matches(asked, name)]
    found = dict.fromkeys((asked, *printed, *full))
    return tuple(found) if len(found) <= MOST_NAMES else parts(found)


def parts(names: Iterable[str]) -> tuple[str, ...]:
    """The first of some names, and those that hold no other.

    >>> parts(["教育局", "溪源县教育体育局", "溪源县教育局", "县教育体育局"])
    ('教育局', '县教育体育局')
    """
    first, *others = names
    made = [first]
    for name in sorted(others, key=len):
        if not any(part in name for part in made):
            made.append(name)
    return tuple(made)


def unit_answer(store: Store, unit_id: str) -> UnitAnswer:
    """Clauses and targets of a unit (the id of a `UnitCard`) in order of document and text; its most frequent role and name."""
    rows = _rows(store, unit_id)
    clause_ids = list(dict.fromkeys(row.clause_id for row in rows))
    places, texts = store.places(clause_ids), store.clause_texts(clause_ids)
    quotes = owned_quotes(rows, places, {key: texts[key].text or texts[key].heading or "" for key in clause_ids})
    role = Counter(row.duty.role for row in rows).most_common(1)[0][0]
    return UnitAnswer(unit_id, rows[0].duty.canonical, role, quotes, store.target_rows(unit_id=unit_id)[1])


def unit_documents(
    store: Store, unit_id: str, *, limit: int | None = None, offset: int = 0
) -> tuple[int, tuple[UnitDocument, ...]]:
    """How many tasks a unit has, and one page of them by document, the highest level first."""
    rows = _rows(store, unit_id)
    total, page = tasks(store, Filters(), unit_id=unit_id, limit=limit, offset=offset)
    names = {row.duty.unit for row in rows}
    made = []
    for document_id, same in groupby(page, key=lambda task: task.place.document_id):
        ranked = sorted(_with_roles(same, names), key=lambda row: row[0] != LEAD[0])
        owned = targets_of(store, [row for row in rows if row.document_id == document_id])
        made.append(UnitDocument(store.card(document_id), tuple(ranked), tuple(owned)))
    return total, tuple(made)


def _rows(store: Store, unit_id: str) -> tuple[DutyRow, ...]:
    rows = store.duty_rows(unit_id=unit_id)
    if not rows:
        raise NotFound(f"没有单位“{unit_id}”", "可用 units 按名称查找单位")
    return rows


def _with_roles(found: Iterator[Task], names: set[str]) -> Iterator[tuple[str, Task]]:
    """Each task with the column in which the unit stands."""
    for task in found:
        columns = ((LEAD[0], task.lead), ("责任单位", task.responsible), (SUPPORT[0], task.support))
        yield next(role for role, named in columns if names & set(named)), task
