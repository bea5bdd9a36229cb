"""The pipeline: bytes -> Document, in the order in which each step needs the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ingest import citations
from ingest.account import with_left_out
from ingest.canonical.text import canonical
from ingest.clauses.counts import counts
from ingest.clauses.structure import outline
from ingest.duties import extract as duties
from ingest.format.layout import Layout, layout
from ingest.format.metadata import work
from ingest.issues import issue
from ingest.load import load
from ingest.load.loaded import Loaded, Scan
from ingest.model import Clause, Document, Issue, Source, Span, Work
from ingest.targets import extract as targets

PARSER = "11"
"""Goes up with every change that makes the same bytes parse differently: a library then parses its sources again."""

_MOST_LINES = 10
_TOLD = ("running-head", "navigation", "footnote")


def parse(data: bytes, *, path: str) -> Document:
    """The Document in the bytes of one file; IngestError where nothing can be made of them. `path` names it in messages."""
    loaded, media_type = load(data, path)
    shape = canonical(loaded.text, whole=loaded.whole, paged=loaded.paged)
    made = layout(shape.text, shape.headings)
    clauses, issues = _outlines(shape.text, made, shape.headings)
    about = work(shape.text, made, path)
    found, brackets = duties.extract(shape.text, clauses, about)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=document_id(digest),
        source=Source(path, digest, media_type, loaded.encoding),
        work=about,
        text=shape.text,
        offsets=shape.offsets,
        pages=shape.pages,
        clauses=clauses,
        elements=tuple(sorted(made.elements, key=lambda element: element.span)),
        brackets=brackets,
        targets=targets.extract(shape.text, clauses, period=about.period, dated=int(about.date[:4]) if about.date else None),
        duties=found,
        citations=citations.extract(shape.text, clauses, about),
        issues=(
            *_unread(loaded),
            *_oddities(made, clauses, about),
            *issues,
            *counts(shape.text, clauses),
        ),
        parser=PARSER,
        discards=with_left_out(shape.discards, loaded),
    )


def document_id(digest: str) -> str:
    """Short and stable id of the bytes with this SHA-256 hex digest, safe in a URL."""
    return digest[:12]


def _outlines(text: str, made: Layout, headings: dict[int, int]) -> tuple[tuple[Clause, ...], list[Issue]]:
    clauses: list[Clause] = []
    issues: list[Issue] = []
    for zone in made.zones:
        found, odd = outline(text, zone, headings)
        clauses += found
        issues += odd
    return tuple(sorted(clauses, key=lambda clause: (clause.span.start, -clause.span.end))), issues


def _unread(loaded: Loaded) -> list[Issue]:
    """What the reader of the format could not read, or did not take for text."""
    found = [issue("no-text", pages="、".join(f"第{page}页" for page in loaded.empty_pages))] if loaded.empty_pages else []
    told = dict.fromkeys(left.text[:30] for left in loaded.left_out if left.kind in _TOLD and len(left.text) > 3)
    shown = "、".join(f"“{text}”" for text in list(told)[:5])
    return [*found, *_scanned(loaded.scans), *([issue("left-out", found=shown)] if shown else [])]


def _scanned(scans: Sequence[Scan]) -> list[Issue]:
    """Which pages were read from their pictures, and their doubtful lines."""
    if not scans:
        return []
    confidence = f"{sum(scan.confidence for scan in scans) / len(scans):.0%}"
    found = [issue("scanned", pages="、".join(f"第{scan.page}页" for scan in scans), confidence=confidence)]
    doubtful = [f"第{scan.page}页“{line}”" for scan in scans for line in scan.doubtful]
    more = f"等 {len(doubtful)} 行" if len(doubtful) > _MOST_LINES else ""
    return [*found, issue("doubtful", found="、".join(doubtful[:_MOST_LINES]) + more)] if doubtful else found


def _oddities(made: Layout, clauses: Sequence[Clause], about: Work) -> tuple[Issue, ...]:
    found: list[Issue] = []
    if not made.fronts[-1].title and not made.issued:
        found.append(issue("no-title"))
    if all(clause.marker is None for clause in clauses):
        found.append(issue("no-clauses"))
    found += [issue("contents", _covering(made, "contents"))] if any(e.kind == "contents" for e in made.elements) else []
    found += [issue("enclosure-missing", title=name) for name in made.missing]
    found += [issue("no-date")] if about.date is None else []
    found += [issue("no-region")] if about.region is None else []
    return tuple(found)


def _covering(made: Layout, kind: str) -> Span:
    spans = [element.span for element in made.elements if element.kind == kind]
    return Span(min(span.start for span in spans), max(span.end for span in spans))
