"""From a clause up to its origin, or down to what carries it out, along the links that are stored.

A document that is cited and not held is a step of its own in the place of its level, so that a chain county → city → province →
nation shows its hole. Alternatives are all kept; nothing is visited twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.model import Document, clause_label
from search.ids import document_id_of, eid_of
from search.links.demands import formula
from search.links.lineage import SAME_MATTER, rank
from search.links.review import is_suspect
from search.links.titles import same_subject, subject
from search.model import Link, Place, Quote, Reader, Trace, TraceStep
from search.places import opened

_NATION = 0
_NONE_ABOVE = "库中没有找到本条的上级来源：可能是本级自定的内容，也可能上级文件还没有收录"
_NONE_BELOW = "库中还没有落实本条的下级条款；下级文件收录后会列在这里"
# Laws and regulations are a basis of many plans and the origin of none.
_LAW = re.compile(r"(?:法|条例|办法|规定|细则|标准|规范|章程)(?:[（(].{1,8}[）)])?$")


def trace(reader: Reader, clause_id: str, *, down: bool = False) -> Trace:
    """The steps from a clause, the nearest level first; NotFound for an unknown clause.

    `complete` is False where the chain does not reach the nation, or a document on the way is cited and not held.
    """
    document, clause = opened(reader, clause_id)
    start = Quote(clause_id, reader.place(clause_id), document.quote(clause.own).strip())
    steps, via = (list(_down(reader, clause_id)), None) if down else _up(reader, document, clause.eid)
    ordered = _by_level(steps, down=down)
    complete = bool(down or rank(document.work.level) == _NATION or _reached(ordered))
    return Trace(start, "down" if down else "up", ordered, complete, _note(ordered, document, down, via))


def _up(reader: Reader, document: Document, eid: str) -> tuple[list[TraceStep], str | None]:
    """The steps above a clause; where it has no origin of its own, those above the nearest clause that holds it (named)."""
    steps, at = _nearest(reader, document, eid)
    steps += list(_onwards(reader, steps))
    return [*steps, *_holes(reader, [document.id, *_documents(steps)])], None if at == eid else at


def _nearest(reader: Reader, document: Document, eid: str) -> tuple[list[TraceStep], str | None]:
    """The steps above a clause, or above the nearest one that holds it, with the eid of that one."""
    at: str | None = eid
    while at is not None:
        if steps := list(_above(reader, f"{document.id}#{at}", {f"{document.id}#{at}"})):
            return steps, at
        at = document.clause(at).parent
    return [], None


def _onwards(reader: Reader, steps: Sequence[TraceStep]) -> Iterator[TraceStep]:
    """Where the chain of clauses ends below the nation: the origins of the section that its last clauses stand in; where that
    has none, the documents above as a whole."""
    top = min((rank(step.level) for step in steps), default=_NATION)
    seen = {step.place.clause_id for step in steps if step.place}
    for step in steps:
        if step.place and step.text is not None and rank(step.level) == top > _NATION:
            document, clause = opened(reader, step.place.clause_id)
            found, at = _nearest(reader, document, clause.parent) if clause.parent else ([], None)
            via = _label(document, at) if at else None
            for onward in found or list(_documents_above(reader, document)):
                if onward.place and onward.place.clause_id not in seen:
                    seen.add(onward.place.clause_id)
                    yield replace(onward, via=onward.via or via)


def _documents_above(reader: Reader, document: Document) -> Iterator[TraceStep]:
    """The documents that a document as a whole comes from: by subject, or cited in its preamble."""
    opening = {document.id, *(f"{document.id}#{c.eid}" for c in document.clauses if formula(c))}
    for link in _good(reader.between(lower=document.id)):
        if link.from_id in opening and "#" not in link.to_id and link.status != "missing" and link.relation != "interprets":
            yield _step(reader, link, link.to_id)


def _label(document: Document, eid: str) -> str:
    clause = document.clause(eid)
    return clause_label(clause.marker, clause.heading)


def _above(reader: Reader, clause_id: str, seen: set[str]) -> Iterator[TraceStep]:
    for link in _good(reader.links(from_id=clause_id)):
        if link.to_id not in seen and link.status != "missing":
            seen.add(link.to_id)
            yield _step(reader, link, link.to_id)
            if "#" in link.to_id:
                yield from _above(reader, link.to_id, seen)


def _down(reader: Reader, clause_id: str) -> Iterator[TraceStep]:
    seen, waiting = {clause_id}, [clause_id]
    while waiting:
        for link in _good(reader.links(to_id=waiting.pop(0))):
            if link.from_id not in seen:
                seen.add(link.from_id)
                waiting.append(link.from_id)
                yield _step(reader, link, link.from_id)


def _good(links: Iterable[Link]) -> list[Link]:
    return sorted(
        (link for link in links if link.status != "rejected"), key=lambda link: (-link.score, link.to_id, link.from_id)
    )


def _step(reader: Reader, link: Link, target: str) -> TraceStep:
    """A step to a clause, or to a document as a whole (then without text and with the place of its title)."""
    document = reader.document(document_id_of(target))
    work = document.work
    if "#" in target:
        place, text = reader.place(target), document.quote(document.clause(eid_of(target)).own).strip()
        return TraceStep(work.level, work.title, work.doc_number, True, place, text, link, 0, suspect=is_suspect(reader, link))
    return TraceStep(work.level, work.title, work.doc_number, True, _title_place(document), None, link, 0)


def _title_place(document: Document) -> Place:
    work, first = document.work, document.clauses[0].eid if document.clauses else "0"
    return Place(f"{document.id}#{first}", document.id, work.title, work.doc_number, work.level, work.region, ())


def _documents(steps: Iterable[TraceStep]) -> list[str]:
    return [step.place.document_id for step in steps if step.place is not None]


def _holes(reader: Reader, document_ids: Iterable[str]) -> Iterator[TraceStep]:
    """The plans of higher levels that these documents cite and that are not held, each once."""
    seen: set[str] = set()
    for document_id in dict.fromkeys(document_ids):
        document = reader.document(document_id)
        for link in _cited_in_vain(reader, document):
            if link.to_id not in seen and _is_origin(document, link):
                seen.add(link.to_id)
                title, evidence = link.to_id.removeprefix("cited:"), link.evidence
                yield TraceStep(evidence.get("level"), title, evidence.get("number"), False, None, None, link, 0)


def _cited_in_vain(reader: Reader, document: Document) -> list[Link]:
    clauses = dict.fromkeys(citation.clause for citation in document.citations)
    links = (link for eid in clauses for link in reader.links(from_id=f"{document.id}#{eid}"))
    return [link for link in links if link.status == "missing"]


def _is_origin(document: Document, link: Link) -> bool:
    """A plan of a higher level; where the title shows no level, one of the same matter. No law, no regulation."""
    title, level, work = link.to_id.removeprefix("cited:"), link.evidence.get("level"), document.work
    if _LAW.search(title):
        return False
    if level is None:
        return same_subject(subject(title, work.region), subject(work.title, work.region)) >= SAME_MATTER
    return rank(level) < rank(work.level)


def _by_level(steps: list[TraceStep], *, down: bool) -> tuple[TraceStep, ...]:
    """The nearest level first; those of one level are alternatives and have one depth, held ones first."""
    ranks = sorted({rank(step.level) for step in steps}, reverse=not down)
    depth = {level: n for n, level in enumerate(ranks, 1)}
    placed = [replace(step, depth=depth[rank(step.level)]) for step in steps]
    return tuple(sorted(placed, key=lambda step: (step.depth, not step.held)))


def _reached(steps: Iterable[TraceStep]) -> bool:
    kept = list(steps)
    return all(step.held for step in kept) and any(rank(step.level) == _NATION for step in kept)


def _note(steps: Iterable[TraceStep], document: Document, down: bool, via: str | None) -> str | None:
    kept = list(steps)
    gone = "、".join(f"《{step.title}》" for step in kept if not step.held)
    notes = []
    if not kept and (down or rank(document.work.level) != _NATION):
        notes.append(_NONE_BELOW if down else _NONE_ABOVE)
    if via:
        notes.append(f"本条没有直接来源，以下是其所在的“{_label(document, via)}”的来源")
    notes += [f"再往上没有逐条来源，以其所在的“{name}”的来源代替" for name in dict.fromkeys(s.via for s in kept if s.via)]
    if any(step.suspect for step in kept):
        notes.append("上级条款已有改动，标“待复核”的链接需重新核对")
    if gone:
        notes.append(f"已引用、未收录：{gone}")
    return "；".join(notes) or None
