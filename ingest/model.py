"""Every type of the package `ingest`: what *one* document says. Standard library only.

A `Document` is a text with a tree of `Clause`s and annotations (`Target`, `Duty`, `Citation`), each of which is,
or holds, a `Span` into `Document.text`. Offsets are counted in characters of the canonical text; `OffsetMap`
leads from there to the characters of the source. All types are immutable and compare by value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

LEVELS = ("national", "provincial", "city", "county", "town")
"""Administrative levels 层级, the highest first."""

CLAUSE_KINDS = (
    "preamble",  # 引言, before the first numbered clause; also the body N of a carrier notice (kind paragraph)
    "part",  # 一、 or 第一章
    "section",  # （一） or 第一节
    "item",  # 1. or 第X条
    "subitem",  # （1）, 一是, ①
    "principle",  # ——坚持…
    "box",  # 专栏
    "paragraph",  # a paragraph with a place of its own but no marker
    "qa",  # a question of an interpretation 解读
    "attachment",  # 附件, and the root of each enclosed plan
)

ROLES = ("责任单位", "牵头单位", "配合单位", "参与单位", "负责")
STATED = "stated"
"""`form` of a duty that no parser found: a person said so."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range `[start, end)` of characters of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps offsets of the canonical text to offsets of the decoded source.

    `runs` are `(canonical_start, source_start, length)` in ascending order: inside a run both texts advance together, one
    character for one; what lies between two runs of the source was dropped (line breaks, page marks, spaces).
    """

    runs: tuple[tuple[int, int, int], ...]

    def source(self, offset: int) -> int:
        """Source offset of one canonical character; IndexError outside the text."""
        i = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        if i < 0 or offset >= self.runs[i][0] + self.runs[i][2]:
            raise IndexError(f"offset {offset} is outside the text")
        start, source, _ = self.runs[i]
        return source + offset - start

    def span(self, span: Span) -> Span:
        """Source range from the first to the last character of a canonical span (an empty span stays empty)."""
        if not len(span):
            last = self.runs[-1] if self.runs else (0, 0, 0)
            at = self.source(span.start) if span.start < last[0] + last[2] else last[1] + last[2]
            return Span(at, at)
        return Span(self.source(span.start), self.source(span.end - 1) + 1)


@dataclass(frozen=True, slots=True)
class Discard:
    """Characters of the decoded source that are not in the canonical text: half-open `ranges` of source offsets, in order.

    `kind`: space (line breaks and white space that lay out the page), invisible (zero-width), markup (Markdown), page-number,
    running-head, doubled (a heading drawn twice); lost is what should never be: characters that no rule named. What the
    reader of a format left out is counted behind its text: also navigation, footnote, hidden, deleted, turned
    (`load.loaded.Left`).
    """

    kind: str
    ranges: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """Number of characters."""
        return sum(end - start for start, end in self.ranges)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes came from. `sha256` is the hex digest of the bytes; `retrieved` an ISO 8601 date."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None = None
    url: str | None = None
    retrieved: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """公文 elements (GB/T 9704-2012, clause 7) of the plan, or of its carrier notice where the plan states none.

    `date` is ISO 8601 (成文日期), `period` first and last year of the plan 规划期, `division` the division code 区划代码,
    `carrier` the title of the notice that issues the plan, `in_force` and `expires` the first and last day of force by the
    text's own words (施行日期, 有效期), `evidence` leads from a field's name to where it stands.
    """

    title: str
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    date: str | None = None
    level: str | None = None
    region: str | None = None
    division: str | None = None
    doc_type: str | None = None
    period: tuple[int, int] | None = None
    carrier: str | None = None
    in_force: str | None = None
    expires: str | None = None
    evidence: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the outline.

    `eid` is its position (`2.4.3`), `marker` what is printed (`14.`). `span` covers the clause with all below it,
    `own` the part before its first child, `head` the marker and heading at the start of `own`.
    """

    eid: str
    kind: str
    parent: str | None
    marker: str | None
    heading: str | None
    span: Span
    own: Span
    head: Span


def clause_label(marker: str | None, heading: str | None) -> str:
    """Marker and heading as one prints them: `（一）总体要求`, but `第一章 总则` and `问：怎样申请？`."""
    gap = " " if (marker or "").startswith("第") else "：" if (marker or "")[-1:] in ("问", "答") else ""
    return f"{marker}{gap}{heading}" if marker and heading else marker or heading or ""


@dataclass(frozen=True, slots=True)
class Element:
    """Text that belongs to no clause. `kind`: title, number, issuer, addressee, date, attachment-note, print (报送, 印发),
    contents (目录), furniture (web navigation, source lines) or label (附件1 over the title of the document itself)."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """指标: one figure (or dated commitment, then `value` is None) with what it measures.

    `value` is in base units (2.5亿元 -> 250000000 元), percentages keep `%`; `op` one of `>= > <= < = ~ range`;
    `deadline` a year stated earlier in the same sentence; `span` is the quote. `key` names it among the targets of its document
    where people changed these; else its place does, from 1.
    """

    clause: str
    span: Span
    indicator: str
    op: str
    value: float | None
    unit: str | None
    value2: float | None = None
    raw_value: str | None = None
    raw_unit: str | None = None
    deadline: int | None = None
    frequency: str | None = None
    scope: str | None = None
    baseline: str | None = None
    nature: str | None = None
    key: str | None = None

    @property
    def stated(self) -> bool:
        """Whether a person said so, and no parser (`search.correcting.figures`)."""
        return False


@dataclass(frozen=True, slots=True)
class Duty:
    """责任: one unit with its role in one clause. `span` is the quote: a bracket, a row of a table, the sentence for `inline`.

    `role` is one of `ROLES`; `form` bracket, inline, implied, or `STATED` by a person; `unit` as printed, `canonical` its full
    name with the region in front (镇康县人力资源和社会保障局 for 县人社局) or None where it is a group (各乡（镇）).
    """

    clause: str
    span: Span
    unit: str
    canonical: str | None
    role: str
    form: str
    deadline: str | None = None

    @property
    def stated(self) -> bool:
        """Whether a person said so, and no parser (`search.correcting.assigned`)."""
        return self.form == STATED


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in the text. `relation`: issues, implements, cites, interprets, repeals; `cue` the words that say so;
    `antecedent` the short name it is called by afterwards (以下简称《规划》)."""

    clause: str
    span: Span
    title: str
    doc_number: str | None
    relation: str
    cue: str | None = None
    antecedent: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What was odd. `code` and `severity` (error, warning, info) for programs, `message` and `hint` (Chinese) for people."""

    code: str
    severity: str
    message: str
    hint: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file. The `own` spans of the clauses and the spans of the elements partition `text`.

    `brackets` are the brackets of units 责任单位, which belong to no clause's exported text. `pages` are the canonical
    offsets at which a page begins (empty where the source has none). `discards` and the runs of `offsets` partition the source.
    """

    id: str
    source: Source
    work: Work
    text: str
    offsets: OffsetMap
    pages: tuple[int, ...]
    clauses: tuple[Clause, ...]
    elements: tuple[Element, ...]
    brackets: tuple[Span, ...]
    targets: tuple[Target, ...]
    duties: tuple[Duty, ...]
    citations: tuple[Citation, ...]
    issues: tuple[Issue, ...]
    parser: str
    discards: tuple[Discard, ...] = ()

    def quote(self, span: Span) -> str:
        """The very characters of a span of the canonical text."""
        return self.text[span.start : span.end]

    def clause(self, eid: str) -> Clause:
        """The clause at a position; KeyError where there is none."""
        for clause in self.clauses:
            if clause.eid == eid:
                return clause
        raise KeyError(eid)

    def clause_at(self, span: Span) -> Clause | None:
        """The clause whose own text holds the beginning of a span; None outside the outline."""
        return next((clause for clause in self.clauses if clause.own.start <= span.start < clause.own.end), None)

    def page(self, offset: int) -> int | None:
        """Page number (from 1) of a canonical offset, None where the source has no pages."""
        return bisect_right(self.pages, offset) if self.pages else None

    def body(self, clause: Clause) -> str:
        """Own text without marker, heading, brackets of units and children."""
        return "".join(self.quote(span) for span in self.body_spans(clause)).strip()

    def body_spans(self, clause: Clause) -> Iterator[Span]:
        """The pieces of `own` that remain when head and brackets of units are taken out."""
        at = clause.head.end
        for i in range(bisect_left(self.brackets, at, key=lambda bracket: bracket.start), len(self.brackets)):
            bracket = self.brackets[i]
            if bracket.start >= clause.own.end:
                break
            if bracket.start >= at:
                yield Span(at, bracket.start)
                at = min(bracket.end, clause.own.end)
        yield Span(at, clause.own.end)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `from_dict` gives an equal Document back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """The inverse of `to_dict`, also of its JSON; KeyError or TypeError where a field is missing or unknown."""
        work = data["work"]
        made = dict(data)
        made["source"] = Source(**data["source"])
        made["work"] = Work(
            **{**work, **_tuples(work, "issuers", "addressees", "period"), "evidence": _spans(work["evidence"])}
        )
        made["offsets"] = OffsetMap(tuple((a, b, n) for a, b, n in data["offsets"]["runs"]))
        made["pages"] = tuple(data["pages"])
        made["brackets"] = tuple(Span(**span) for span in data["brackets"])
        made["discards"] = tuple(
            Discard(row["kind"], tuple((start, end) for start, end in row["ranges"])) for row in data.get("discards", ())
        )
        for name, kind in _ROWS.items():
            made[name] = tuple(kind(**_with_spans(row)) for row in data[name])
        return cls(**made)


_ROWS: dict[str, Any] = {
    "clauses": Clause,
    "elements": Element,
    "targets": Target,
    "duties": Duty,
    "citations": Citation,
    "issues": Issue,
}


def _tuples(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: None if data[name] is None else tuple(data[name]) for name in names}


def _spans(data: dict[str, Any]) -> dict[str, Span]:
    return {key: Span(**value) for key, value in data.items()}


def _with_spans(row: dict[str, Any]) -> dict[str, Any]:
    made = dict(row)
    for name in ("span", "own", "head"):
        if held := made.get(name):
            made[name] = Span(held["start"], held["end"])
    return made
