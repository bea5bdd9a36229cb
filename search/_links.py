"""Links in the database: what joins two documents, how it is replaced, and which documents must be linked again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from search._tables import documents, links, target_links
from search.model import Link, TargetLink


def link_of(row: Any) -> Link:
    """The `Link` of a row of `links`."""
    fields = {name: getattr(row, name) for name in Link.__dataclass_fields__ if name != "evidence"}
    return Link(evidence=json.loads(row.evidence), **fields)


def current_links(db: Connection, conditions: Sequence[ColumnElement[bool]]) -> tuple[Link, ...]:
    """Links whose two documents are both current (or the upper one not held), the best first."""
    now = select(documents.c.id).where(documents.c.superseded_by.is_(None))
    held = and_(links.c.from_document.in_(now), or_(links.c.to_document.is_(None), links.c.to_document.in_(now)))
    query = select(links).where(held, *conditions).order_by(links.c.from_id, links.c.score.desc(), links.c.to_id)
    return tuple(map(link_of, db.execute(query)))


def all_target_links(db: Connection) -> tuple[TargetLink, ...]:
    """Target links in order of the lower target."""
    query = select(target_links).order_by(target_links.c.from_id, target_links.c.to_id)
    return tuple(TargetLink(r.from_id, r.to_id, r.verdict, json.loads(r.evidence)) for r in db.execute(query))


def put_links(db: Connection, document_id: str, found: Iterable[Link], compared: Iterable[TargetLink]) -> None:
    """Replaces the links that touch a document; those that a person reviewed stay as they are."""
    forget_links(db, [document_id])
    kept = set(db.scalars(select(links.c.id)))
    rows = {link.id: _link_row(link) for link in found if link.id not in kept}
    pairs = {(row.from_id, row.to_id) for row in db.execute(select(target_links.c.from_id, target_links.c.to_id))}
    compares = [_target_link_row(link) for link in compared if (link.from_id, link.to_id) not in pairs]
    for table, made in ((links, list(rows.values())), (target_links, compares)):
        if made:
            db.execute(insert(table), made)


def below(db: Connection, document_ids: Sequence[str]) -> set[str]:
    """Documents with a link up to one of these: when those go, they must be linked again."""
    return set(db.scalars(select(links.c.from_document).where(links.c.to_document.in_(document_ids))))


def squeeze(text: str | None) -> str:
    """Text to compare names by: NFKC, no white space, one kind of bracket around the year of a number."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_BRACKETS)
    return re.sub(r"\s+", "", folded)


_BRACKETS = str.maketrans("[【(〈﹝]】)〉﹞", "〔〔〔〔〔〕〕〕〕〕")


def forget_links(db: Connection, document_ids: Sequence[str]) -> None:
    """Deletes what was found about these documents, on either side, except what a person reviewed."""
    either = or_(links.c.from_document.in_(document_ids), links.c.to_document.in_(document_ids))
    db.execute(delete(links).where(either, links.c.who.is_(None)))
    touched = or_(target_links.c.from_document.in_(document_ids), target_links.c.to_document.in_(document_ids))
    db.execute(delete(target_links).where(touched))


def _document_of(item_id: str | None) -> str | None:
    """The document of a clause or target id; None for `cited:<title>`."""
    return None if item_id is None or item_id.startswith("cited:") else item_id.partition("#")[0]


def _link_row(link: Link) -> dict[str, Any]:
    fields = {name: getattr(link, name) for name in link.__dataclass_fields__}
    ends = {"from_document": _document_of(link.from_id), "to_document": _document_of(link.to_id)}
    return fields | ends | {"evidence": json.dumps(link.evidence, ensure_ascii=False)}


def _target_link_row(link: TargetLink) -> dict[str, Any]:
    ends = {"from_document": _document_of(link.from_id), "to_document": _document_of(link.to_id)}
    told = {"verdict": link.verdict, "evidence": json.dumps(link.evidence, ensure_ascii=False)}
    return {"from_id": link.from_id, "to_id": link.to_id} | ends | told
