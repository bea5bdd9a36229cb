"""What people say of links, and what they must look at again: links added by hand, links whose upper wording changed since.

A link keeps the stamp of the upper clause as it was when the link was made or last reviewed. A new version of a document takes
over the links of the version before it, clause by clause, with their stamps and reviews: where the upper wording is another one
now, the stamp no longer fits, and the link is suspect until somebody reviews it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.model import Clause, Document
from search.ids import document_id_of, eid_of, parted
from search.links.lineage import rank
from search.links.link import link_id, stamp
from search.links.pairing import pair_clauses
from search.model import LibraryError, Link, Reader
from search.places import opened

REVIEW_RELATION = "derives"


@dataclass(frozen=True, slots=True)
class Suspect(Link):
    """A link to check again. `was` is the upper wording when it was made or last reviewed (None where that version is not held
    any more), `now` what stands there (None where the clause is gone)."""

    was: str | None = None
    now: str | None = None


class History(Reader, Protocol):
    """What inheriting and checking read: a `Reader` that keeps older versions with their links."""

    def versions(self, document_id: str) -> tuple[str, ...]:
        """A document with all that it replaced, the newest first."""

    def latest(self, document_id: str) -> str:
        """Id of the current version of a document, its own where it is current."""

    def past_links(self, document_id: str | None = None) -> tuple[Link, ...]:
        """Links with an end in a version that is not current: all, or those that touch a document or its versions."""

    def stamped_links(self) -> tuple[Link, ...]:
        """Current links that can be suspect: reviewed ones, and those to a document that replaced another."""


def added_link(reader: Reader, from_id: str, to_id: str, *, who: str, why: str) -> Link:
    """A link that a person makes, confirmed. NotFound for an unknown clause; LibraryError for one to the same or a lower level
    document, or into the document itself."""
    (lower, _), (upper, _) = (opened(reader, clause_id) for clause_id in (from_id, to_id))
    if lower.id == upper.id:
        raise LibraryError("一份文件的条款不能是自己的来源", "请选另一份文件中的条款作为上级条款")
    if rank(upper.work.level) > rank(lower.work.level):
        raise LibraryError(f"《{upper.work.title}》的层级低于《{lower.work.title}》", "请对调：先写下级条款，再写上级条款")
    mark = stamp(upper, eid_of(to_id))
    made = link_id(from_id, to_id, REVIEW_RELATION)
    return Link(made, from_id, to_id, REVIEW_RELATION, "confirmed", 1.0, {"person": why or who}, mark, who, why)


def current_stamp(reader: Reader, link: Link) -> str | None:
    """The stamp of the upper side as it reads now; None where it has no such clause (or no upper document is held)."""
    document_id, eid = parted(link.to_id)
    if link.status == "missing":
        return None
    document = reader.document(document_id)
    if eid and _clause(document, eid) is None:
        return None
    return stamp(document, eid or None)


def is_suspect(reader: Reader, link: Link) -> bool:
    """Whether the upper clause reads otherwise than when the link was made or reviewed."""
    return "#" in link.to_id and link.status != "rejected" and link.stamp != current_stamp(reader, link)


def suspects(history: History) -> tuple[Suspect, ...]:
    """The links to check again: the upper clause was changed, or (then `to_id` is in an older version) is gone."""
    changed = [link for link in history.stamped_links() if is_suspect(history, link)]
    wordings = _Wordings(history)
    return tuple(wordings.suspect(link) for link in (*changed, *_gone(history)))


def inherited(history: History, document_id: str, found: Iterable[Link]) -> tuple[Link, ...]:
    """Links found for a document, with the stamps and reviews that the same links of earlier versions had, and with the links
    that a person made between earlier versions."""
    past = _carried(history, document_id)
    kept = [_with(link, past.pop((link.from_id, link.to_id), None)) for link in found]
    return (*kept, *(link for link in past.values() if link.who))


class _Wordings:
    """What clauses say and said, over the versions of their documents; each version is read once."""

    def __init__(self, history: History) -> None:
        self.history, self._read = history, dict[str, dict[str | None, str]]()

    def suspect(self, link: Link) -> Suspect:
        upper, eid = parted(link.to_id)
        now = self.history.latest(upper)
        versions = [self.stamped(key) for key in self.history.versions(now)]
        was = next((texts[link.stamp] for texts in versions if link.stamp in texts), None)
        clause = _clause(self.history.document(now), eid) if now == upper else None
        fields = {name: getattr(link, name) for name in Link.__dataclass_fields__}
        return Suspect(**fields, was=was, now=_own(self.history.document(now), clause) if clause else None)

    def stamped(self, document_id: str) -> dict[str | None, str]:
        """Stamp -> own text of the clauses of a document."""
        if document_id not in self._read:
            document = self.history.document(document_id)
            self._read[document_id] = {stamp(document, c.eid): _own(document, c) for c in document.clauses}
        return self._read[document_id]


def _own(document: Document, clause: Clause) -> str:
    return document.quote(clause.own).strip()


def _clause(document: Document, eid: str) -> Clause | None:
    return next((clause for clause in document.clauses if clause.eid == eid), None)


def _with(link: Link, old: Link | None) -> Link:
    """A link with the stamp, and with the review, of the one that it takes the place of."""
    if old is None:
        return link
    made = replace(link, stamp=old.stamp)
    return replace(made, status=old.status, who=old.who, why=old.why, at=old.at) if old.who else made


def _carried(history: History, document_id: str) -> dict[tuple[str, str], Link]:
    """What links of earlier versions are between the current ones: (from, to) -> link with new ends; the latest wins."""
    made: dict[tuple[str, str], Link] = {}
    maps: dict[str, dict[str, str]] = {}
    for old in history.past_links(document_id):
        ends = tuple(_moved(history, end, maps) for end in (old.from_id, old.to_id))
        if ends[0] and ends[1] and old.relation != "interprets":
            new = replace(old, id=link_id(ends[0], ends[1], old.relation), from_id=ends[0], to_id=ends[1])
            made.setdefault((ends[0], ends[1]), new)
    return made


def _moved(history: History, clause_id: str, maps: dict[str, dict[str, str]]) -> str | None:
    """The clause of the current version that a clause became; None where it is gone or was no clause."""
    document_id, eid = parted(clause_id)
    if not eid:
        return None
    now = history.latest(document_id)
    if document_id not in maps:
        maps[document_id] = _counterparts(history.document(document_id), history.document(now)) if now != document_id else {}
    to = eid if now == document_id else maps[document_id].get(eid)
    return f"{now}#{to}" if to else None


def _counterparts(old: Document, new: Document) -> dict[str, str]:
    """Old eid -> new eid: clauses of the same words first, then as alignment pairs them."""
    pairs = {pair.upper_eid: pair.lower_eid for pair in reversed(pair_clauses(new, old))}
    words = {old.quote(clause.own): clause.eid for clause in old.clauses}
    same = {words[text]: c.eid for c in new.clauses if (text := new.quote(c.own)) in words}
    return pairs | same


def _gone(history: History) -> Iterator[Link]:
    """Links of current clauses to upper clauses that the current version of the upper document has not."""
    maps: dict[str, dict[str, str]] = {}
    told: set[tuple[str, str]] = set()
    for link in history.past_links():
        lower, upper = (document_id_of(end) for end in (link.from_id, link.to_id))
        stays = history.latest(lower) == lower and history.latest(upper) != upper
        if not stays or "#" not in link.to_id or link.status == "rejected" or link.relation == "interprets":
            continue
        if _moved(history, link.to_id, maps) is None and (link.from_id, link.to_id) not in told:
            told.add((link.from_id, link.to_id))
            yield link
