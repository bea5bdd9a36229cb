"""Which documents are versions of one work, and which of them is the newest: the current one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import Connection, select

from ingest.model import Work
from search._tables import documents

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


def _replaced_by(db: Connection, document_id: str) -> list[Any]:
    return list(db.execute(select(documents).where(documents.c.superseded_by == document_id)))


def _is_later(held: Any, row: dict[str, Any]) -> bool:
    """Whether a version held bears a later date than a new one, as far as both tell (2024-05 and 2024-05-06 are one)."""
    if not (held.date and row["date"]) or (row["origin"] and held.origin == row["origin"]):
        return False
    told = min(len(held.date), len(row["date"]))
    return bool(held.date[:told] > row["date"][:told])


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
