"""SELECTs for what a question points at: a clause by its number, clauses that cite, clauses joined by links; their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, Engine, Select, case, select, union_all

from ingest import units
from search.database import _lists
from search.database._snapshot import snapshot
from search.database._tables import clauses, documents, duties, links
from search.ids import document_id_of, parted
from search.model import Filters

ACROSS = ("restates", "derives", "interprets")
"""Relations between clauses of the same matter."""

_CURRENT = select(documents.c.id).where(documents.c.superseded_by.is_(None))


def _joined_by(one: Column[str], other: Column[str]) -> Select[str, str]:
    held = links.c.status != "rejected", links.c.relation.in_(ACROSS)
    return select(one, other).join_from(_lists.GIVEN, links, one == _lists.GIVEN.c.value).where(*held)


_COUNTERPARTS = union_all(_joined_by(links.c.from_id, links.c.to_id), _joined_by(links.c.to_id, links.c.from_id))

_DUTIES = select(duties.c.clause_id, duties.c.unit, duties.c.canonical, duties.c.role).join_from(
    _lists.GIVEN, duties, duties.c.clause_id == _lists.GIVEN.c.value
)


class Pointers:
    """Made by `Store.pointers` for one question; `titles`: id of each current document -> its title."""

    def __init__(self, engine: Engine, titles: Mapping[str, str]) -> None:
        self._engine, self._titles = engine, titles
        self._passing: dict[Filters, Collection[str] | None] = {}

    def counterparts(self, clause_ids: Sequence[str]) -> dict[str, set[str]]:
        """Clause id -> ids of the clauses above and below it that say the same matter, rejected links left out."""
        found: dict[str, set[str]] = defaultdict(set)
        with snapshot(self._engine) as db:
            for key, other in db.execute(_COUNTERPARTS, _lists.given(clause_ids)).all():
                document_id, clause = parted(other)
                if clause and document_id in self._titles:
                    found[key].add(other)
        return found

    def under(self, clause_ids: Sequence[str]) -> dict[str, list[str]]:
        """Id of a section (a clause with a heading and no text of its own) -> ids of the clauses right under it, in order."""
        sections = select(clauses.c.id).where(clauses.c.id.in_(clause_ids), clauses.c.text == "")
        found: dict[str, list[str]] = defaultdict(list)
        with snapshot(self._engine) as db:
            below = select(clauses.c.id, clauses.c.parent).where(clauses.c.parent.in_(sections)).order_by(clauses.c.n)
            for row in db.execute(below):
                found[row.parent].append(row.id)
        return found

    def roles(self, asked: str, printed: Sequence[str], clause_ids: Sequence[str]) -> dict[str, set[str]]:
        """Clause id -> the roles that a unit has in it, for those of the clauses that name it (`printed`: some of its names)
        with the level or place it is asked for by: 县妇联 is not the 妇联 of a province's plan."""
        names, found = frozenset(printed), defaultdict[str, set[str]](set)
        with snapshot(self._engine) as db:
            for clause_id, unit, canonical, role in db.execute(_DUTIES, _lists.given(clause_ids)):
                full = canonical or unit
                named = (unit in names or asked in unit) and units.matches(asked, full)
                if named and (units.same_prefix(asked, unit) or units.same_prefix(asked, full)):
                    found[clause_id].add(role)
        return found

    def texts(self, clause_ids: Sequence[str]) -> dict[str, str]:
        """Clause id -> all that is printed over it and in it: title of the document, headings from the root down, own text."""
        with snapshot(self._engine) as db:
            return _lists.whole_texts(db, clause_ids, self._titles)

    def documents_passing(self, filters: Filters) -> Collection[str] | None:
        """Ids of the current documents with the level, region, type and year asked for; None where nothing of this is asked."""
        asked = replace(filters, unit=(), has_target=None)
        if asked not in self._passing:
            self._passing[asked] = self._documents(_lists.document_conditions(asked))
        return self._passing[asked]

    def _documents(self, wanted: Sequence[ColumnElement[bool]]) -> Collection[str] | None:
        if not wanted:
            return None
        with snapshot(self._engine) as db:
            return frozenset(db.scalars(_CURRENT.where(*wanted)).all())

    def passing(self, filters: Filters, clause_ids: Collection[str]) -> set[str]:
        """Those of the ids that are clauses of current documents and pass."""
        if filters == Filters() or not clause_ids:
            return set(clause_ids)
        within = self.documents_passing(filters)
        held = self._titles if within is None else within
        with snapshot(self._engine) as db:
            return _lists.passing(db, filters, [key for key in clause_ids if document_id_of(key) in held])

    def measured(self, clause_ids: Collection[str]) -> set[str]:
        """Those of the clauses that have a target."""
        with snapshot(self._engine) as db:
            return _lists.which(db, _lists.MEASURED, clause_ids)

    def joined(self, document_ids: Collection[str]) -> dict[str, set[str]]:
        """Document id -> ids of the documents above and below it with which it is linked."""
        found: dict[str, set[str]] = defaultdict(set)
        ends = (links.c.from_document, links.c.to_document)
        with snapshot(self._engine) as db:
            for one, other in (ends, ends[::-1]):
                for row in db.execute(select(one, other).distinct().where(one.in_(document_ids), other.in_(_CURRENT))):
                    found[row[0]].add(row[1])
        return found

    def citing(self, document_ids: Collection[str]) -> tuple[str, ...]:
        """Ids of the clauses that name what their document is based on, held or not."""
        based = links.c.from_document.in_(document_ids), links.c.relation == "implements", links.c.from_id.contains("#")
        with snapshot(self._engine) as db:
            return tuple(db.scalars(select(links.c.from_id).distinct().where(*based).order_by(links.c.from_id)))

    def numbered(self, document_ids: Collection[str], markers: Sequence[str]) -> tuple[str, ...]:
        """Ids of the clauses with a marker; of several forms of a marker (第三条, 3.) the first that a document prints."""
        rank = case({marker: n for n, marker in enumerate(markers)}, value=clauses.c.marker)
        wanted = clauses.c.document_id.in_(document_ids), clauses.c.marker.in_(markers)
        best: dict[str, str] = {}
        with snapshot(self._engine) as db:
            found = db.execute(select(clauses.c.id, clauses.c.document_id, clauses.c.marker).where(*wanted).order_by(rank))
            rows = [(row.id, row.marker, best.setdefault(row.document_id, row.marker)) for row in found]
        return tuple(key for key, marker, first in rows if marker == first)
