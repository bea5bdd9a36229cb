"""Links in the database: what joins two documents, how it is replaced, and which documents must be linked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select

from search.database._tables import ENCLOSED, carriers, clauses, documents, links, reviews, target_links
from search.database._tables import citations as cited
from search.ids import document_id_of
from search.model import Link, Named, TargetLink

_ENDS = (links.c.from_document, links.c.to_document)


_BEST = links.c.from_id, links.c.score.desc(), links.c.to_id
"""The best of each lower clause first."""


def every_link() -> Select[Any]:
    """All links, each with the time of its last review; `link_of` reads the rows."""
    last = select(func.max(reviews.c.at)).where(reviews.c.link_id == links.c.id, links.c.who.is_not(None))
    return select(links, last.scalar_subquery().label("at"))


def link_of(row: Any) -> Link:
    """The `Link` of a row of `every_link`."""
    fields = {name: getattr(row, name) for name in Link.__dataclass_fields__ if name != "evidence"}
    return Link(evidence=json.loads(row.evidence), **fields)


def current_links(db: Connection, conditions: Sequence[ColumnElement[bool]]) -> tuple[Link, ...]:
    """Links whose two documents are both current (or the upper one not held), the best first."""
    lower, upper = (
        select(documents.c.id).where(documents.c.id == end, documents.c.superseded_by.is_(None)).exists()
        for end in (links.c.from_document, links.c.to_document)
    )  # asked for each link: to list all current documents takes longer where few links are wanted
    held = and_(lower, or_(links.c.to_document.is_(None), upper))
    query = every_link().where(held, *conditions).order_by(*_BEST)
    return tuple(map(link_of, db.execute(query)))


_OLD = select(documents.c.id).where(documents.c.superseded_by.is_not(None))
_SETTLED = every_link().selected_columns["at"]
_QUEUES: dict[str, tuple[ColumnElement[bool], tuple[ColumnElement[Any], ...]]] = {
    "proposed": (links.c.status.in_(("proposed", "ambiguous")), (links.c.score, links.c.from_id, links.c.to_id)),
    "reviewed": (links.c.who.is_not(None), (_SETTLED.desc(), links.c.from_id, links.c.to_id)),
}
"""What people did with a link between clauses, and in what order such links come."""


def queue(
    db: Connection, name: str, document_id: str | None, *, limit: int | None, offset: int
) -> tuple[int, tuple[Link, ...]]:
    """How many links between clauses of current documents wait in a queue, and one page of them: `proposed`, the least sure
    first, or `reviewed`, the last one first. With `document_id` those that have an end in it."""
    wanted = [*_queued(name), *([or_(*(end == document_id for end in _ENDS))] if document_id else [])]
    return _page(db, wanted, _QUEUES[name][1], limit=limit, offset=offset)


def page(
    db: Connection, conditions: Sequence[ColumnElement[bool]], *, limit: int | None, offset: int
) -> tuple[int, tuple[Link, ...]]:
    """How many links of current documents fulfil conditions, and one page of them, the best of each lower clause first."""
    return _page(db, [*_now(), *conditions], _BEST, limit=limit, offset=offset)


def _page(
    db: Connection,
    wanted: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    *,
    limit: int | None,
    offset: int,
) -> tuple[int, tuple[Link, ...]]:
    total = db.execute(select(func.count()).select_from(links).where(*wanted)).scalar_one()
    rows = db.execute(every_link().where(*wanted).order_by(*order).limit(limit).offset(offset)).all()
    return total, tuple(map(link_of, rows))


def queued_in(db: Connection, name: str) -> frozenset[str]:
    """Ids of the documents in which links of a queue end."""
    found = db.execute(select(*_ENDS).where(*_queued(name)).distinct()).all()
    return frozenset(end for row in found for end in row if end)


def _queued(name: str) -> tuple[ColumnElement[bool], ...]:
    clauses_linked = (end.contains("#") for end in (links.c.from_id, links.c.to_id))
    return _QUEUES[name][0], *clauses_linked, *_now()


def _now() -> Iterator[ColumnElement[bool]]:
    """Both documents are current, or the upper one is not held; for lists of all links (`current_links`: for few)."""
    return (or_(end.is_(None), end.not_in(_OLD)) for end in _ENDS)


def names(db: Connection) -> tuple[Named, ...]:
    """What current documents are called: by their titles, by the notices that carry them, by the headings of enclosed plans."""
    now, number = documents.c.superseded_by.is_(None), documents.c.doc_number
    queries = (
        select(documents.c.id, documents.c.title, number).where(now),
        select(documents.c.id, carriers.c.title, number).join(carriers).where(now),
        select(documents.c.id, clauses.c.heading, number).join(clauses).where(now, ENCLOSED, clauses.c.heading.is_not(None)),
    )
    return tuple(Named(*row) for query in queries for row in db.execute(query))


def citations(db: Connection) -> tuple[Named, ...]:
    """What current documents cite, each name once a document."""
    query = select(documents.c.id, cited.c.title, cited.c.doc_number).join(cited).distinct()
    return tuple(Named(*row) for row in db.execute(query.where(documents.c.superseded_by.is_(None))))


def repeals(db: Connection) -> tuple[tuple[str, str, str | None], ...]:
    """Clause, title and number of all that current documents say they repeal."""
    query = select(cited.c.clause_id, cited.c.title, cited.c.doc_number).join(documents).order_by(cited.c.id)
    found = db.execute(query.where(cited.c.relation == "repeals", documents.c.superseded_by.is_(None)))
    return tuple((row.clause_id, row.title, row.doc_number) for row in found)


def all_target_links(db: Connection) -> tuple[TargetLink, ...]:
    """Target links in order of the lower target."""
    query = select(target_links).order_by(target_links.c.from_id, target_links.c.to_id)
    return tuple(TargetLink(r.from_id, r.to_id, r.verdict, json.loads(r.evidence)) for r in db.execute(query))


def past_links(db: Connection, document_ids: Sequence[str] | None) -> tuple[Link, ...]:
    """Links with an end in a version that is not current; only those that touch some documents, if any are given. Those between
    the latest versions first."""
    old = select(documents.c.id).where(documents.c.superseded_by.is_not(None))
    query = every_link().where(or_(links.c.from_document.in_(old), links.c.to_document.in_(old)))
    if document_ids is not None:
        query = query.where(or_(links.c.from_document.in_(document_ids), links.c.to_document.in_(document_ids)))
    added = [select(documents.c.added).where(documents.c.id == end).scalar_subquery() for end in _ENDS]
    order = (func.coalesce(added[0], "") + func.coalesce(added[1], "")).desc()
    return tuple(map(link_of, db.execute(query.order_by(order, links.c.from_id, links.c.to_id))))


def versions(db: Connection, document_id: str) -> list[str]:
    """A document with all that it replaced, directly or not."""
    made = [document_id]
    for newer in made:
        made += db.scalars(select(documents.c.id).where(documents.c.superseded_by == newer))
    return made


def latest(db: Connection, document_id: str) -> str:
    """The current version of a document."""
    newer = db.scalar(select(documents.c.superseded_by).where(documents.c.id == document_id))
    return latest(db, newer) if newer else document_id


def stamped_links(db: Connection) -> tuple[Link, ...]:
    """Current links that a person reviewed, or whose upper document replaced another."""
    newer = select(documents.c.superseded_by).where(documents.c.superseded_by.is_not(None))
    return current_links(db, [or_(links.c.who.is_not(None), links.c.to_document.in_(newer))])


def put_links(db: Connection, document_id: str, found: Iterable[Link], compared: Iterable[TargetLink]) -> None:
    """Replaces the links that touch a document; those that a person reviewed stay as they are, and each keeps its stamp."""
    touching = or_(links.c.from_document == document_id, links.c.to_document == document_id)
    stamps = {row.id: row.stamp for row in db.execute(select(links.c.id, links.c.stamp).where(touching))}
    _forget_current(db, touching)
    forget_targets(db, [document_id])
    stamped = [replace(link, stamp=stamps.get(link.id, link.stamp)) for link in found]
    kept = set(db.scalars(select(links.c.id).where(links.c.id.in_([link.id for link in stamped]))))
    rows = {link.id: _link_row(link) for link in stamped if link.id not in kept}
    compares = {(link.from_id, link.to_id): _target_link_row(link) for link in compared}
    for table, made in ((links, list(rows.values())), (target_links, list(compares.values()))):
        if made:
            db.execute(insert(table), made)
    _keep_reviews(db, [link for link in stamped if link.id in rows and link.at])


def _keep_reviews(db: Connection, reviewed: Sequence[Link]) -> None:
    """The last review of links that were taken over from an earlier version, under their new ids."""
    told = [{"link_id": k.id, "status": k.status, "who": k.who, "why": k.why or "", "at": k.at} for k in reviewed]
    if told:
        db.execute(insert(reviews), told)


def below(db: Connection, document_ids: Sequence[str]) -> set[str]:
    """Documents with a link up to one of these: when those go, they must be linked again."""
    return set(db.scalars(select(links.c.from_document).where(links.c.to_document.in_(document_ids))))


def add_link(db: Connection, link: Link) -> None:
    """Writes one link, in the place of one of the same id."""
    db.execute(delete(links).where(links.c.id == link.id))
    db.execute(insert(links), _link_row(link))


def forget_links(db: Connection, document_ids: Sequence[str]) -> None:
    """Deletes what was found about these documents, on either side, except what a person reviewed."""
    either = or_(links.c.from_document.in_(document_ids), links.c.to_document.in_(document_ids))
    db.execute(delete(links).where(either, links.c.who.is_(None)))
    forget_targets(db, document_ids)


def _forget_current(db: Connection, touching: ColumnElement[bool]) -> None:
    """Deletes links between current documents that nobody reviewed."""
    old = select(documents.c.id).where(documents.c.superseded_by.is_not(None))
    past = or_(links.c.from_document.in_(old), and_(links.c.to_document.is_not(None), links.c.to_document.in_(old)))
    db.execute(delete(links).where(touching, links.c.who.is_(None), ~past))


def forget_targets(db: Connection, document_ids: Sequence[str]) -> None:
    """Deletes the target links of these documents, on either side."""
    touched = or_(target_links.c.from_document.in_(document_ids), target_links.c.to_document.in_(document_ids))
    db.execute(delete(target_links).where(touched))


def _document_of(item_id: str | None) -> str | None:
    """The document of a clause or target id; None for `cited:<title>`."""
    return None if item_id is None or item_id.startswith("cited:") else document_id_of(item_id)


def _link_row(link: Link) -> dict[str, Any]:
    fields = {name: getattr(link, name) for name in link.__dataclass_fields__ if name != "at"}
    ends = {"from_document": _document_of(link.from_id), "to_document": _document_of(link.to_id)}
    return fields | ends | {"evidence": json.dumps(link.evidence, ensure_ascii=False)}


def _target_link_row(link: TargetLink) -> dict[str, Any]:
    ends = {"from_document": _document_of(link.from_id), "to_document": _document_of(link.to_id)}
    told = {"verdict": link.verdict, "evidence": json.dumps(link.evidence, ensure_ascii=False)}
    return {"from_id": link.from_id, "to_id": link.to_id} | ends | told
