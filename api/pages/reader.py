"""A document laid out for reading: pieces of text in order, each cut into segments that carry what was found there."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.words import clause_label, target_line, unit_line
from ingest.model import Clause, Document, Span
from search.citing import label
from search.correcting.stated import whole
from search.model import CitedDocument

LEVELS, LONG = 3, 150
"""Levels of headings that an outline shows, and the entries from which on its deepest level is left out."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something found at a span: `kind` is the CSS class (target, duty, citation, head), `title` what a pointer shows, `href`
    the page that a click opens."""

    span: Span
    kind: str
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text over which the same notes hold."""

    text: str
    kinds: tuple[str, ...] = ()
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The own text of a clause, or an element outside the outline (`clause` None), as lines of segments.

    `place` names a clause under its title and headings, as `search.model.Place` prints it; '' for an element.
    """

    kind: str
    clause: Clause | None
    depth: int
    page: int | None
    place: str
    lines: tuple[tuple[Segment, ...], ...]


def pieces(document: Document, cited: Iterable[CitedDocument] = ()) -> tuple[Piece, ...]:
    """The whole document in order of the text; own texts and elements partition it, so nothing is shown twice or left out. What
    it cites and is held leads there."""
    held = {span: f"/documents/{one.card.id}" for one in cited if one.card and not one.doubt for span in one.spans}
    notes = sorted(_notes(document, held), key=lambda note: note.span)
    starts = [note.span.start for note in notes]
    depths, places = _depths(document.clauses), _places(document)
    parts: list[tuple[Span, str, Clause | None]] = [(clause.own, clause.kind, clause) for clause in document.clauses]
    parts += [(element.span, element.kind, None) for element in document.elements]
    parts.sort(key=lambda part: (part[0].start, part[0].end))
    made = []
    for span, kind, clause in parts:
        inside = notes[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        depth, place = (depths[clause.eid], places[clause.eid]) if clause else (0, "")
        lines = _lines(document, span, inside)
        if lines or clause:
            made.append(Piece(kind, clause, depth, document.page(span.start), place, lines))
    return tuple(made)


def outline(laid: Sequence[Piece]) -> list[Piece]:
    """The pieces that a table of contents lists: headings of the upper levels, of a long document the uppermost ones only."""
    headed = [
        piece for piece in laid if piece.clause and clause_label(piece.clause) and piece.kind not in ("subitem", "principle")
    ]
    for levels in range(LEVELS, 1, -1):
        shown = [piece for piece in headed if piece.depth < levels]
        if len(shown) < LONG:
            break
    return shown


def segments(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[Segment]:
    """Text cut at highlight ranges (half-open, in any order, clipped to the text); marked segments have the kind `hit`."""
    return _cut(text, Span(0, len(text)), [Note(Span(a, b), "hit", "") for a, b in sorted(marks)])


def _notes(document: Document, held: Mapping[Span, str]) -> Iterator[Note]:
    for clause in document.clauses:
        if len(clause.head):
            yield Note(clause.head, "head", "")
    for target in document.targets:
        yield Note(target.span, "target", f"指标：{target_line(target)}")
    for duty in document.duties:
        if not duty.stated or duty.span != whole(document, document.clause(duty.clause)):  # else no words name it
            yield Note(duty.span, "duty", f"{duty.role}：{unit_line([duty.unit], [duty.unit] if duty.stated else ())}")
    for citation in document.citations:
        told = f"引用：《{citation.title.strip('《》')}》{citation.doc_number or ''}"
        yield Note(citation.span, "citation", told, held.get(citation.span, ""))


def _lines(document: Document, span: Span, notes: Sequence[Note]) -> tuple[tuple[Segment, ...], ...]:
    """The segments of a span, line by line; empty lines are left out."""
    lines, start = [], span.start
    for line in document.quote(span).split("\n"):
        here = Span(start, start + len(line))
        if line.strip():
            lines.append(tuple(_cut(document.text, here, [note for note in notes if note.span.meets(here)])))
        start = here.end + 1
    return tuple(lines)


def _cut(text: str, span: Span, notes: Sequence[Note]) -> Iterator[Segment]:
    edges = {span.start, span.end} | {edge for note in notes for edge in (note.span.start, note.span.end)}
    cuts = sorted(edge for edge in edges if span.start <= edge <= span.end)
    for start, end in itertools.pairwise(cuts):
        over = [note for note in notes if note.span.meets(Span(start, end))]
        kinds = tuple(dict.fromkeys(note.kind for note in over))
        titles = dict.fromkeys(note.title for note in over if note.title)
        yield Segment(text[start:end], kinds, "；".join(titles), next((note.href for note in over if note.href), ""))


def _places(document: Document) -> dict[str, str]:
    """eid -> title and labels from the root down."""
    places: dict[str, str] = {}
    for clause in document.clauses:
        name = label(clause.kind, clause.marker, clause.heading, document.body(clause))
        places[clause.eid] = f"{places.get(clause.parent or '', document.work.title)} › {name}"
    return places


def _depths(clauses: Sequence[Clause]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for clause in clauses:
        depths[clause.eid] = depths.get(clause.parent, -1) + 1 if clause.parent else 0
    return depths
