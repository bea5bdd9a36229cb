"""Which documents are versions of one work, and which of them is the newest: the current one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import Connection, select, update

from ingest.model import Work
from search.database._tables import documents

_DATED = documents.c.id, documents.c.date, documents.c.origin
_BRACKETS = str.maketrans("[【(〈﹝]】)〉﹞", "〔〔〔〔〔〕〕〕〕〕")


def version_key(work: Work) -> str:
    """What all versions of a work have in common, numbers and dates aside."""
    return "|".join(map(_name_key, (work.title, work.region, work.doc_type)))


def placed(db: Connection, row: dict[str, Any]) -> tuple[str | None, list[str]]:
    """Where a new row stands among the versions of its work: the id of the next newer one (None: it is the newest), and the ids
    of those it replaces.

    A version of a later date is newer, though it was added before; so is another text in the same file. Else it is what is
    added last.
    """
    now = select(documents).where(documents.c.superseded_by.is_(None))
    alike = [held for held in db.execute(now.where(documents.c.version_key == row["version_key"])) if _same_work(held, row)]
    newer = next((held for held in alike if _is_later(held, row)), None)
    if newer is None:
        of_file = db.execute(now.where(documents.c.origin == row["origin"])) if row["origin"] else ()
        return None, list(dict.fromkeys(held.id for held in (*alike, *of_file)))
    while below := next((held for held in _replaced_by(db, newer.id) if _is_later(held, row)), None):
        newer = below
    return newer.id, [held.id for held in _replaced_by(db, newer.id)]


def versions(db: Connection, document_id: str) -> list[str]:
    """Ids of all versions of a work, one of which is given: the current one first, then as they were added, the last first."""
    newer = select(documents.c.superseded_by)
    while above := db.scalar(newer.where(documents.c.id == document_id)):
        document_id = above
    found, older = [document_id], select(documents.c.id).order_by(documents.c.added.desc())
    for key in found:
        found += db.scalars(older.where(documents.c.superseded_by == key))
    return found


def reordered(db: Connection, document_id: str) -> list[str]:
    """Puts a version whose date was changed where it now belongs among those of its work: behind all of a later date, before
    all of an earlier one. Returns the ids of all versions, none where the order was right."""
    order = versions(db, document_id)
    rows = {row.id: row for row in db.execute(select(*_DATED).where(documents.c.id.in_(order)))}
    here, at = rows[document_id]._asdict(), order.index(document_id)
    others = [rows[key] for key in order if key != document_id]
    first = max((n for n, other in enumerate(others, 1) if _is_later(other, here)), default=0)
    last = next((n for n, other in enumerate(others) if _is_earlier(other, here)), len(others))
    place = max(first, min(at, last))
    if place == at:
        return []
    made = [other.id for other in others]
    made.insert(place, document_id)
    for newer, key in zip([None, *made], made, strict=False):
        db.execute(update(documents).where(documents.c.id == key).values(superseded_by=newer))
    return made


def _replaced_by(db: Connection, document_id: str) -> list[Any]:
    return list(db.execute(select(documents).where(documents.c.superseded_by == document_id)))


def _is_later(held: Any, row: dict[str, Any]) -> bool:
    """Whether a version held bears a later date than another."""
    return _dates_differ(held, row) > 0


def _is_earlier(held: Any, row: dict[str, Any]) -> bool:
    return _dates_differ(held, row) < 0


def _dates_differ(held: Any, row: dict[str, Any]) -> int:
    """1 for a later date, -1 for an earlier one, as far as both tell (2024-05 and 2024-05-06 are one); of what was read from
    one file, dates say nothing."""
    if not (held.date and row["date"]) or (row["origin"] and held.origin == row["origin"]):
        return 0
    told = min(len(held.date), len(row["date"]))
    one, other = held.date[:told], row["date"][:told]
    return int(one > other) - int(one < other)


def _same_work(held: Any, row: dict[str, Any]) -> bool:
    """Whether two texts of one title, region and type are versions of one work: numbers agree, or one is not stated.

    Where neither has a number, dates of different years keep them apart: a yearly report bears the same title every year.
    """
    numbers = {_name_key(number) for number in (held.doc_number, row["doc_number"]) if number}
    years = {date[:4] for date in (held.date, row["date"]) if date}
    return len(numbers) == 1 or (not numbers and len(years) < 2)


def _name_key(text: str | None) -> str:
    """Text to compare names by: NFKC, no white space, one kind of bracket around the year of a number."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_BRACKETS)
    return re.sub(r"\s+", "", folded)
