"""What an alignment shows: pairs of clauses with their sentences, pairs of targets, and what stands on one side alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from search.model import DocumentCard, Link, Quote, TargetQuote

Narrowing = Literal["holes", "missing", "partial", "looser", "weaker", "local"]
"""What an alignment can be narrowed to: clauses and figures that are missing below, clauses of which a sentence is left out,
figures that are looser, wording that binds less, additions; `holes` are what is missing, looser or weaker."""
ALIGN_FILTERS: tuple[Narrowing, ...] = get_args(Narrowing)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of quoted text. `kind` says how it differs from the other side: figure, modal, words; '' for not at all."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """Sentences of a lower clause with those of the upper one that they come from, many to many.

    `status`: restated, adapted, local (no upper sentence), missing (no lower one). `share` in [0, 1] is what part of the lower
    words is borrowed; `weaker`, `stronger` name a modal word that binds less or more than above (应当→鼓励). `upper_at` and
    `lower_at` are the numbers of the sentences within their clauses.
    """

    status: str
    share: float
    upper: tuple[Piece, ...]
    lower: tuple[Piece, ...]
    upper_at: tuple[int, ...]
    lower_at: tuple[int, ...]
    weaker: str | None = None
    stronger: str | None = None


@dataclass(frozen=True, slots=True)
class AlignRow:
    """One pair of clauses, or one side alone (`status` missing: only above; local: only below). In a doubtful row the lower
    clause is no partner: it comes near an upper one that has none. `sentences` are those of a pair; `link` is the stored link
    of the pair (or, for one side alone, what a person said of it)."""

    status: str
    upper: Quote | None
    lower: Quote | None
    score: float
    evidence: dict[str, str]
    sentences: tuple[SentenceRow, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One pair of targets, or one side alone, with the verdict. The evidence of an uncovered one may quote the `sentence` below
    that speaks of it, or has a figure of its sort, with its `clause`."""

    verdict: str
    upper: TargetQuote | None
    lower: TargetQuote | None
    evidence: dict[str, str]

    @property
    def state(self) -> str:
        """The verdict, or doubtful where a person has to look at a sentence before the figure is told as uncovered."""
        return "doubtful" if self.verdict == "uncovered" and "sentence" in self.evidence else self.verdict


@dataclass(frozen=True, slots=True)
class Alignment:
    """A lower plan against the one above it. `summary` counts the rows by status and verdict and agrees with them; `sentences`
    counts those of the paired clauses by status, and the `weaker` and `stronger` ones among them."""

    upper: DocumentCard
    lower: DocumentCard
    rows: tuple[AlignRow, ...]
    targets: tuple[TargetRow, ...]
    summary: dict[str, int]
    sentences: dict[str, int] = field(default_factory=dict)
