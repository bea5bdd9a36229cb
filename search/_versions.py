"""Which documents are versions of one work: a new one replaces the one held."""

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


def older_versions(db: Connection, row: dict[str, Any]) -> list[str]:
    """Ids of the current documents that a new row replaces."""
    now = select(documents).where(documents.c.superseded_by.is_(None))
    alike = db.execute(now.where(documents.c.version_key == row["version_key"]))
    made = [held.id for held in alike if _same_work(held, row)]
    if row["origin"]:
        made += (held.id for held in db.execute(now.where(documents.c.origin == row["origin"])) if held.id not in made)
    return made


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
