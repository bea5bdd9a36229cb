"""The links of a library's database: read, replaced, reviewed. The part of `store.Store` that speaks of links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, func, insert, select, update

from search.clock import now
from search.database import _links
from search.database._snapshot import snapshot, writing
from search.database._tables import changes, links, reviews
from search.model import LINK_STATUSES, LibraryError, Link, Named, NotFound, TargetLink

_LOCAL = "local:"
"""Begins the name under which a review of a clause that has nothing above it is kept."""


class LinkTables:
    """Links, target links and reviews over one engine."""

    _engine: Engine

    def links(self, *, from_id: str | None = None, to_id: str | None = None, status: str | None = None) -> tuple[Link, ...]:
        """Links between current documents, the best of each lower clause first."""
        wanted = _asked({links.c.from_id: from_id, links.c.to_id: to_id, links.c.status: status})
        with snapshot(self._engine) as db:
            return _links.current_links(db, wanted)

    def link_page(
        self, *, from_id: str | None = None, to_id: str | None = None, status: str | None = None, limit: int | None, offset: int
    ) -> tuple[int, tuple[Link, ...]]:
        """How many of the `links` there are, and one page of them."""
        wanted = _asked({links.c.from_id: from_id, links.c.to_id: to_id, links.c.status: status})
        with snapshot(self._engine) as db:
            return _links.page(db, wanted, limit=limit, offset=offset)

    def link_queue(
        self, name: str, document_id: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[Link, ...]]:
        """How many links between clauses are in a queue, and one page of them: `proposed`, the least sure first, or `reviewed`,
        the last one first; with `document_id` those that have an end in it."""
        with snapshot(self._engine) as db:
            return _links.queue(db, name, document_id, limit=limit, offset=offset)

    def queued_in(self, name: str) -> frozenset[str]:
        """Ids of the documents in which links of a queue end."""
        with snapshot(self._engine) as db:
            return _links.queued_in(db, name)

    def between(self, *, lower: str | None = None, upper: str | None = None) -> tuple[Link, ...]:
        """Links from one document to another, each with all its clauses; None: any current document."""
        with snapshot(self._engine) as db:
            return _links.current_links(db, _asked({links.c.from_document: lower, links.c.to_document: upper}))

    def names(self) -> tuple[Named, ...]:
        """The names of current documents: title, carrier notice, enclosed plans."""
        with snapshot(self._engine) as db:
            return _links.names(db)

    def citations(self) -> tuple[Named, ...]:
        """The names that current documents cite."""
        with snapshot(self._engine) as db:
            return _links.citations(db)

    def target_links(self) -> tuple[TargetLink, ...]:
        """All target links in order of the lower target."""
        with snapshot(self._engine) as db:
            return _links.all_target_links(db)

    def put_links(self, document_id: str, found: Iterable[Link], compared: Iterable[TargetLink]) -> None:
        """Replaces all links that touch a document, in one transaction; what a person reviewed stays as it is."""
        with writing(self._engine) as db:
            _links.put_links(db, document_id, found, compared)

    def past_links(self, document_id: str | None = None) -> tuple[Link, ...]:
        """Links with an end in a version that is not current: all, or those that touch a document or its versions."""
        with snapshot(self._engine) as db:
            return _links.past_links(db, None if document_id is None else _links.versions(db, document_id))

    def stamped_links(self) -> tuple[Link, ...]:
        """Current links that can be suspect: reviewed ones, and those to a document that replaced another."""
        with snapshot(self._engine) as db:
            return _links.stamped_links(db)

    def versions(self, document_id: str) -> tuple[str, ...]:
        """A document with all that it replaced, the newest first."""
        with snapshot(self._engine) as db:
            return tuple(_links.versions(db, document_id))

    def latest(self, document_id: str) -> str:
        """Id of the current version of a document; its own where it is current (or unknown)."""
        with snapshot(self._engine) as db:
            return _links.latest(db, document_id)

    def add_link(self, link: Link) -> None:
        """Writes a link that a person made, and the audit; one of the same id gives way."""
        with writing(self._engine) as db:
            _links.add_link(db, link)
            db.execute(insert(reviews), _audit(link.id, link.status, link.who or "", link.why or ""))

    def review(self, link_id: str, status: str, *, who: str, why: str, stamp: str | None = None) -> Link:
        """Records a person's verdict on a link, and in the audit; NotFound for an unknown link.

        `stamp` is that of the upper clause as the person saw it (None: the link keeps its own).
        """
        if status not in LINK_STATUSES:
            raise LibraryError(f"没有“{status}”这种状态", f"可用：{'、'.join(LINK_STATUSES)}")
        with writing(self._engine) as db:
            seen = {"stamp": stamp} if stamp else {}
            db.execute(update(links).where(links.c.id == link_id).values(status=status, who=who, why=why, **seen))
            db.execute(insert(reviews), _audit(link_id, status, who, why))
            return _found(db, link_id)

    def link(self, link_id: str) -> Link:
        """One link, of whatever version; NotFound for an unknown id."""
        with snapshot(self._engine) as db:
            return _found(db, link_id)

    def review_local(self, clause_id: str, status: str, *, who: str, why: str) -> None:
        """Records that a person looked at a clause that nothing above asks for; confirmed: it is meant to be there."""
        with writing(self._engine) as db:
            db.execute(insert(reviews), _audit(_LOCAL + clause_id, status, who, why))

    def reviewed_locals(self, document_id: str) -> dict[str, tuple[str, str, str]]:
        """Clause id -> (who, why, at) of the clauses of a document that a person confirmed as local; the last word counts."""
        query = select(reviews).where(reviews.c.link_id.startswith(f"{_LOCAL}{document_id}#", autoescape=True))
        with snapshot(self._engine) as db:
            last = {row.link_id.removeprefix(_LOCAL): row for row in db.execute(query.order_by(reviews.c.id))}
        return {clause_id: (row.who, row.why, row.at) for clause_id, row in last.items() if row.status == "confirmed"}

    def state(self) -> tuple[int | None, int | None]:
        """Numbers of the last change to a document and of the last review: with the links made, all that answers rest on."""
        with snapshot(self._engine) as db:
            return db.scalar(select(func.max(changes.c.seq))), db.scalar(select(func.max(reviews.c.id)))

    def reviews(self, link_id: str) -> tuple[dict[str, str], ...]:
        """The audit of one link, oldest first: status, who, why, at (ISO 8601, UTC)."""
        query = select(*reviews.c["status", "who", "why", "at"]).where(reviews.c.link_id == link_id).order_by(reviews.c.id)
        with snapshot(self._engine) as db:
            return tuple(dict(row._mapping) for row in db.execute(query))


def _asked(wanted: Mapping[Column[Any], str | None]) -> list[ColumnElement[bool]]:
    """What columns must be, where anything is asked of them."""
    return [column == value for column, value in wanted.items() if value is not None]


def _found(db: Connection, link_id: str) -> Link:
    row = db.execute(_links.every_link().where(links.c.id == link_id)).first()
    if row is None:
        raise NotFound(f"没有链接 {link_id}", "链接编号可从 review 的列表中复制")
    return _links.link_of(row)


def _audit(link_id: str, status: str, who: str, why: str) -> dict[str, str]:
    return {"link_id": link_id, "status": status, "who": who, "why": why, "at": now()}
