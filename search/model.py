"""The types of the package `search`: what *all* documents say together. Standard library and `ingest.model` only.

An answer is quoted text with its `Place`: every type below that speaks of a clause carries one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from ingest.model import Citation, Clause, Document, Duty, Span, Target
from search.errors import BadLibrary, LibraryError, NotFound

RELATIONS = ("restates", "derives", "implements", "interprets")
LINK_STATUSES = ("proposed", "confirmed", "rejected", "ambiguous", "missing")
VERDICTS = ("equal", "stricter", "looser", "scaled", "local-only", "uncovered")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search or a list is narrowed to. An empty tuple narrows nothing; several values of one field mean 'or'.

    `year` is that of the document's date (or of its plan period, both ends inside count); `unit` a unit of a duty,
    full or short; `document` a document id.
    """

    level: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    doc_type: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    has_target: bool | None = None
    document: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as a list shows it; `superseded_by` is the id of the version that replaces it, `repealed_by` that of the
    clause of another document that says it is no longer in force; the dates are as in `Work`."""

    id: str
    file: str
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    date: str | None
    level: str | None
    region: str | None
    doc_type: str | None
    period: tuple[int, int] | None
    clauses: int
    targets: int
    duties: int
    issues: int
    superseded_by: str | None = None
    added: str | None = None
    in_force: str | None = None
    expires: str | None = None
    repealed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands: document title, then marker and heading of each clause from the root down to it.

    `labels` is ready to print: `("二、主要举措", "（一）…", "1.…")`; `page` counts from 1, None where the source has none.
    """

    clause_id: str
    document_id: str
    title: str
    doc_number: str | None
    level: str | None
    region: str | None
    labels: tuple[str, ...]
    page: int | None = None

    def __str__(self) -> str:
        return " › ".join((self.title, *self.labels))


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause opened: its own text, where it stands, and all that was found in it."""

    place: Place
    clause: Clause
    text: str
    children: tuple[str, ...]
    targets: tuple[Target, ...]
    duties: tuple[Duty, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Quoted text and the half-open ranges `marks` to highlight in it (offsets into `text`)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause found. `reason` says why (in Chinese), `citation` is ready to copy, `same` are places of the same wording,
    `stated_units` those of the units that a person stated."""

    clause_id: str
    document_id: str
    score: float
    reason: str
    snippet: Snippet
    place: Place
    citation: str
    targets: tuple[Target, ...] = ()
    units: tuple[str, ...] = ()
    same: tuple[Place, ...] = ()
    stated_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`facets`: field -> ((value, count), …) over all that match; `notice`: what the user should know, in Chinese;
    `meant`: queries that would find more, where a word of this one stands nowhere; `model`: by what meaning was compared."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notice: str | None = None
    meant: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Joins a clause (`from_id`, the lower) to the clause or document above it (`to_id`). `score` is in [0, 1]; `evidence` what
    matched, by name (heading, words, citation …) with quoted text; `stamp` a digest of the upper clause when the link was made.
    A document cited and not held has `to_id` `cited:<title>` and status missing. `who`, `why` and `at` (ISO 8601, UTC) tell of
    the last review."""

    id: str
    from_id: str
    to_id: str
    relation: str
    status: str
    score: float
    evidence: dict[str, str]
    stamp: str | None = None
    who: str | None = None
    why: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class TargetLink:
    """Compares a lower target with the upper one it comes from. Ids are target ids `<document_id>#T<n>`;
    `to_id` is None for `local-only`, `from_id` for `uncovered`."""

    from_id: str | None
    to_id: str | None
    verdict: str
    evidence: dict[str, str]


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause as evidence: its place and the very characters that matter."""

    clause_id: str
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class OwnedQuote(Quote):
    """A clause that a unit owns, with the `role` that the unit has there (the leading one of several), the date of completion
    that is printed with it, and whether a person `stated` that it owns it."""

    role: str
    deadline: str | None
    stated: bool = False


@dataclass(frozen=True, slots=True)
class TargetQuote:
    """A target with its id, its place and the units that govern it (`search.ownership.governing`), as printed or as a person
    stated them."""

    id: str
    target: Target
    place: Place
    text: str
    units: tuple[str, ...] = ()
    stated_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """A unit that answers, as the answering document prints it, with what it owns there; `role` is the leading one. A set of
    bodies (各成员单位) has the `members` that the document lists, and the place where it does."""

    unit: str
    canonical: str | None
    role: str
    clauses: tuple[OwnedQuote, ...]
    targets: tuple[TargetQuote, ...]
    members: tuple[str, ...] = ()
    listed: Quote | None = None


@dataclass(frozen=True, slots=True)
class OwnersAnswer:
    """`kind` is `who` (units that own what was asked) or `what` (all that a unit owns). `note` says in Chinese what is not
    known: 'no unit is named here'; then `nearest` is the sentence that comes nearest, in its clause."""

    question: str
    kind: str
    units: tuple[UnitAnswer, ...]
    note: str | None = None
    nearest: Quote | None = None


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One document on the way up (or down) with its clause. `held` is False for a document that is cited and not in the
    library: then `place` is None and `title`, `doc_number` say what is missing. `via` names the section that the link starts
    from where the clause before has no origin itself; `suspect`: the upper wording changed since the link was made or
    reviewed."""

    level: str | None
    title: str
    doc_number: str | None
    held: bool
    place: Place | None
    text: str | None
    link: Link | None
    depth: int
    via: str | None = None
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """`steps` in order of depth, the nearest level first; several of one depth are alternatives, all kept."""

    start: Quote
    direction: str
    steps: tuple[TraceStep, ...]
    complete: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task division table 任务分工表. `text` is the measure, quoted; `source` the words that name the units;
    `deadline` the date they print, else the years of the measure's `targets`; `members` the members of sets among the units,
    `stated_units` those that a person stated."""

    place: Place
    text: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    support: tuple[str, ...]
    deadline: str | None
    source: str
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stated_units: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit over all documents. `id` is its canonical name (or the printed one where it has none)."""

    id: str
    names: tuple[str, ...]
    level: str | None
    region: str | None
    duties: int
    targets: int


@dataclass(frozen=True, slots=True)
class UnitDocument:
    """What one document gives a unit: its tasks with its role in each, those it leads first, and the targets they govern."""

    document: DocumentCard
    tasks: tuple[tuple[str, Task], ...]
    targets: tuple[TargetQuote, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file. `status`: added, unchanged (same bytes held), renewed (same bytes, parsed anew by another
    parser), replaced (`previous` is now history), failed (`message` in Chinese says what, where and how to mend it), skipped
    (found in a folder or archive, of no known format). Of what was added, `message` tells that a newer version is held."""

    file: str
    status: str
    document_id: str | None = None
    previous: str | None = None
    message: str | None = None
    issues: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What completes a query. `kind`: heading, indicator or unit; `count` how often it stands in current documents."""

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the document that bears it, or that cites it."""

    document_id: str
    title: str
    doc_number: str | None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that another cites: as it is named there, the clauses and the places of the text that name it, the document
    held under that name (None: not held), and what of the name does not agree with that: `title`, `number`, '' for nothing."""

    title: str
    doc_number: str | None
    clause_ids: tuple[str, ...]
    spans: tuple[Span, ...]
    card: DocumentCard | None
    doubt: str = ""


class Reader(Protocol):
    """What the answering modules (owners, trace, align, link) read from: the store, or a few documents in a test.

    Only current versions are given by `cards`; `links` are those with any status, `between` those from one document to another
    (None: any); `names` are what documents are called (title, carrier, enclosed plans), `citations` what they cite. All raise
    `NotFound` for an unknown id, but `places`, which leaves it out.
    """

    def cards(self) -> tuple[DocumentCard, ...]: ...
    def document(self, document_id: str) -> Document: ...
    def place(self, clause_id: str) -> Place: ...
    def places(self, clause_ids: Iterable[str]) -> dict[str, Place]: ...
    def links(self, *, from_id: str | None = None, to_id: str | None = None) -> tuple[Link, ...]: ...
    def between(self, *, lower: str | None = None, upper: str | None = None) -> tuple[Link, ...]: ...
    def names(self) -> tuple[Named, ...]: ...
    def citations(self) -> tuple[Named, ...]: ...


__all__ = [
    "LINK_STATUSES", "RELATIONS", "VERDICTS", "Added", "BadLibrary", "CitedDocument", "ClauseView", "DocumentCard",
    "Filters", "Hit", "LibraryError", "Link", "Named", "NotFound", "OwnedQuote", "OwnersAnswer", "Place", "Quote",
    "Reader", "SearchResult", "Snippet", "Suggestion", "TargetLink", "TargetQuote", "Task", "Trace", "TraceStep",
    "UnitAnswer", "UnitCard", "UnitDocument",
]  # fmt: skip
