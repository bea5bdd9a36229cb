"""Places, targets, duties, units, a page or some clauses at a time; the part of `store.Store` that speaks of lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, Engine

from ingest.model import Target
from ingest.units import matches
from search.correcting.figures import as_stated
from search.database import _corrections, _duties, _lists, _suggest, _targets, _unit_counts
from search.database._duties import DutyGroup, DutyRow
from search.database._lists import ClauseText
from search.database._snapshot import snapshot
from search.database._tables import duties
from search.database.kept import Kept
from search.ids import document_id_of
from search.lexical.vocabulary import Vocabulary
from search.model import Filters, NotFound, Place, Suggestion, TargetQuote, UnitCard


class ListTables:
    """Lists over one engine; `kept` holds those that every question is read against."""

    _engine: Engine
    kept: Kept

    def place(self, clause_id: str) -> Place:
        """Where a clause stands."""
        found = self.places([clause_id])
        if clause_id not in found:
            raise NotFound(f"没有条款 {clause_id}", "条款编号形如 文件编号#2.4.3，可从检索结果中复制")
        return found[clause_id]

    def places(self, clause_ids: Iterable[str]) -> dict[str, Place]:
        """Where many clauses stand; unknown ids are left out."""
        with snapshot(self._engine) as db:
            return _lists.places(db, clause_ids)

    def places_and_texts(self, clause_ids: Iterable[str]) -> tuple[dict[str, Place], dict[str, ClauseText]]:
        """Where clauses stand and what they say, read once; unknown ids are left out."""
        with snapshot(self._engine) as db:
            return _lists.places_and_texts(db, clause_ids)

    def target_rows(
        self,
        filters: Filters | None = None,
        *,
        indicator: str | None = None,
        ids: Sequence[str] | None = None,
        unit_id: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[int, tuple[TargetQuote, ...]]:
        """How many targets pass, and one page of them in order of document and text, each with the units that govern it.

        `filters.unit`, `unit_id` (of a `UnitCard`): only those that such a unit governs, not all of the clauses it stands in;
        `indicator` is a part of the indicator's name or of the quote; `ids` those of targets.
        """
        with snapshot(self._engine) as db:
            narrowed = _targets.targets_query(filters or Filters(), indicator=indicator, ids=ids, unit_id=unit_id)
            total, rows = _targets.target_rows(db, narrowed, limit=limit, offset=offset)
        stated = self._stated_targets(row.place.document_id for row in rows)
        return total, tuple(replace(row, target=as_stated(row.target)) if row.id in stated else row for row in rows)

    def targets_of_clauses(self, clause_ids: Sequence[str]) -> dict[str, tuple[Target, ...]]:
        """Clause id -> its targets in order of text; clauses without one are left out."""
        stated = self._stated_targets(map(document_id_of, clause_ids))
        with snapshot(self._engine) as db:
            return _targets.targets_of_clauses(db, clause_ids, stated)

    def _stated_targets(self, document_ids: Iterable[str]) -> frozenset[str]:
        """Ids of the targets of some documents that people stated."""
        held = self._corrected_among(document_ids)
        every = (self.kept.get(("stated targets", key), partial(_corrections.stated_targets, document_id=key)) for key in held)
        return frozenset().union(*every)

    def _corrected_among(self, document_ids: Iterable[str]) -> frozenset[str]:
        """Those of some documents in whose clauses people corrected anything."""
        return self.kept.get("corrected in clauses", _corrections.in_clauses) & set(document_ids)

    def duty_rows(
        self,
        filters: Filters | None = None,
        *,
        clause_ids: Sequence[str] | None = None,
        unit_id: str | None = None,
        printed: Sequence[str] | None = None,
    ) -> tuple[DutyRow, ...]:
        """Duties of the current documents in order of document and text.

        `filters.unit` is a full name or a part of one, `unit_id` the id of a `UnitCard`, `printed` whole names as printed.
        """
        with snapshot(self._engine) as db:
            return _duties.duty_rows(db, filters or Filters(), clause_ids=clause_ids, unit_id=unit_id, printed=printed)

    def duty_groups(self, printed: Sequence[str]) -> tuple[DutyGroup, ...]:
        """Of units by their names as printed, how many duties of which role they have in each current document."""
        with snapshot(self._engine) as db:
            return _duties.duty_groups(db, printed)

    def task_keys(
        self, filters: Filters, *, unit_id: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[tuple[str, int, int], ...]]:
        """How many tasks pass, and one page of `(clause id, start, end)`: duties of one clause and quote are one task."""

        def read(db: Connection) -> tuple[int, tuple[tuple[str, int, int], ...]]:
            return _duties.task_keys(db, filters, unit_id=unit_id, limit=limit, offset=offset)

        return self.kept.get(("tasks", filters, unit_id, limit, offset), read)  # for one page all documents are counted

    def own_texts(self, clause_ids: Iterable[str]) -> dict[str, str]:
        """Clause id -> its own text, in the order of the ids; unknown ids are left out."""
        with snapshot(self._engine) as db:
            return _lists.own_texts(db, clause_ids)

    def clause_texts(self, clause_ids: Iterable[str]) -> dict[str, ClauseText]:
        """Headings and own text of clauses; unknown ids are left out."""
        with snapshot(self._engine) as db:
            return _lists.clause_texts(db, clause_ids)

    def unit_rows(
        self,
        query: str | None = None,
        *,
        names: Sequence[str] = (),
        filters: Filters | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[int, tuple[UnitCard, ...]]:
        """How many units have `query` or one of `names` in their name, and one page of them, those with most duties first.

        Only documents that pass `filters` count.
        """
        wanted, passing = tuple([query, *names] if query else names), filters or Filters()

        def read(db: Connection) -> tuple[int, tuple[UnitCard, ...]]:
            return _unit_counts.cards(db, wanted, passing, limit=limit, offset=offset)

        return self.kept.get(("units", wanted, passing, limit, offset), read)  # for one page all counts are added up

    def unit_names(self) -> frozenset[str]:
        """All names of units in current documents, as printed and in full."""
        return self.kept.get("unit names", _duties.unit_names)

    def printed_units(self) -> tuple[str, ...]:
        """The names of units as current documents print them, in order."""
        return self.kept.get("printed units", _duties.printed_units)

    def printed_as(self, full_name: str) -> tuple[str, ...]:
        """The names under which documents print a unit of that full name."""
        with snapshot(self._engine) as db:
            return _duties.other_names(db, duties.c.canonical, [full_name])

    def printed_for(self, asked: str) -> tuple[str, ...]:
        """The names of units as printed that a name can mean: those that agree with it, those of the unit it names in full."""

        def read(_: Connection) -> tuple[str, ...]:
            return tuple(sorted({name for name in self.printed_units() if matches(asked, name)} | set(self.printed_as(asked))))

        return self.kept.get(("printed for", asked), read)

    def full_names(self, printed: Sequence[str]) -> tuple[str, ...]:
        """The full names of the units that documents print so: 县财政局 is one in each county."""
        with snapshot(self._engine) as db:
            return _duties.other_names(db, duties.c.unit, printed)

    def suggest(self, typed: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Headings, indicators and units that hold what is typed, or sound so."""
        with snapshot(self._engine) as db:
            found = _suggest.suggest(db, typed, limit=limit)
        return found or self.vocabulary().complete(typed, limit=limit)

    def vocabulary(self) -> Vocabulary:
        """What current documents call things, for guesses by sound and spelling."""
        return self.kept.get("vocabulary", lambda _: Vocabulary(self._said))

    def _said(self) -> tuple[Suggestion, ...]:
        with snapshot(self._engine) as db:
            return _suggest.texts(db)

    def units_of(self, clause_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Clause id -> its units as printed, each once."""
        with snapshot(self._engine) as db:
            return _duties.units_of(db, clause_ids)

    def stated_units(self, clause_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Clause id -> those of its units that a person stated; clauses without one are left out."""
        if not self._corrected_among(map(document_id_of, clause_ids)):
            return {}
        with snapshot(self._engine) as db:
            return _duties.stated_units(db, clause_ids)
