"""A lower plan against the plan above it: clause by clause, target by target, with what is missing and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Clause, Document
from search.compare import TargetMatch, compare, same_figure, through
from search.model import VERDICTS, Alignment, AlignRow, DocumentCard, NotFound, Quote, Reader, TargetQuote, TargetRow
from search.pairing import ClausePair, pair_clauses

__all__ = ["STATUSES", "ClausePair", "align", "pair_clauses"]

STATUSES = ("restated", "adapted", "local", "missing")

_STATUS = {"restates": "restated", "derives": "adapted"}


def align(reader: Reader, lower_id: str, upper_id: str) -> Alignment:
    """Rows in the lower document's order, clauses that it lacks where they would stand; NotFound for an unknown id.

    The upper plan's targets are those of its own text and of the documents that interpret it. `summary` counts the rows by
    status (restated, adapted, local, missing) and the targets by verdict.
    """
    lower, upper = reader.document(lower_id), reader.document(upper_id)
    pairs = pair_clauses(lower, upper)
    rows = tuple(_Rows(reader, lower, upper, pairs).all())
    targets = tuple(_Targets(reader, lower, upper, pairs).all())
    counts = Counter([row.status for row in rows] + [row.verdict for row in targets])
    summary = {name: counts[name] for name in (*STATUSES, *VERDICTS)}
    return Alignment(_card(reader, upper_id), _card(reader, lower_id), rows, targets, summary)


def _card(reader: Reader, document_id: str) -> DocumentCard:
    for card in reader.cards():
        if card.id == document_id:
            return card
    raise NotFound(f"文件 {document_id} 不是现行版本", "请用 documents 查看现行版本的编号")


def _formula(clause: Clause) -> bool:
    """Preambles and the bodies of carrier notices are no part of what a plan asks."""
    return clause.kind == "preamble" or clause.eid == "N"


@dataclass(frozen=True, slots=True)
class _Rows:
    reader: Reader
    lower: Document
    upper: Document
    pairs: Sequence[ClausePair]

    def all(self) -> Iterator[AlignRow]:
        """Lower clauses in order; each clause that is missing after the partner of the clause before it."""
        missing = self._missing()
        yield from missing.get(None, ())
        for clause in self.lower.clauses:
            if not _formula(clause):
                yield from self._of(clause)
            yield from missing.get(clause.eid, ())

    def _of(self, clause: Clause) -> Iterator[AlignRow]:
        found = [pair for pair in self.pairs if pair.lower_eid == clause.eid]
        quote = self._quote(self.lower, clause)
        for pair in found:
            upper = self._quote(self.upper, self.upper.clause(pair.upper_eid))
            yield AlignRow(_STATUS[pair.relation], upper, quote, pair.score, pair.evidence)
        if not found:
            yield AlignRow("local", None, quote, 0.0, {})

    def _missing(self) -> dict[str | None, list[AlignRow]]:
        """Lower eid (None: the beginning) -> rows of the upper clauses that come after it and have no partner."""
        partner: dict[str, str] = {}
        for pair in self.pairs:
            partner.setdefault(pair.upper_eid, pair.lower_eid)
        made: dict[str | None, list[AlignRow]] = {}
        at: str | None = None
        for clause in self.upper.clauses:
            at = partner.get(clause.eid, at)
            if clause.eid not in partner and not _formula(clause):
                made.setdefault(at, []).append(AlignRow("missing", self._quote(self.upper, clause), None, 0.0, {}))
        return made

    def _quote(self, document: Document, clause: Clause) -> Quote:
        clause_id = f"{document.id}#{clause.eid}"
        return Quote(clause_id, self.reader.place(clause_id), document.quote(clause.own).strip())


@dataclass(frozen=True, slots=True)
class _Targets:
    reader: Reader
    lower: Document
    upper: Document
    pairs: Sequence[ClausePair]

    def all(self) -> Iterator[TargetRow]:
        """Lower targets in order with their upper figure, then the upper figures that nothing below answers, each once."""
        best: dict[int, tuple[Document, TargetMatch]] = {}
        answered: list[tuple[Document, int]] = []
        sources = list(self._sources())
        for source, pairs in sources:
            for match in compare(self.lower, source, pairs):
                answered.append((source, match.upper))
                if match.lower not in best or match.score > best[match.lower][1].score:
                    best[match.lower] = (source, match)
        for n in range(len(self.lower.targets)):
            yield self._row(n, *best[n]) if n in best else TargetRow("local-only", None, self._quote(self.lower, n), {})
        for source, n in self._uncovered([source for source, _ in sources], answered):
            yield TargetRow("uncovered", self._quote(source, n), None, {})

    def _sources(self) -> Iterator[tuple[Document, set[tuple[str, str]]]]:
        """The upper plan and the documents that interpret it, each with the pairs of clauses that lead to it."""
        yield self.upper, {(pair.lower_eid, pair.upper_eid) for pair in self.pairs}
        told = [link for link in self.reader.links(to_id=self.upper.id) if link.relation == "interprets"]
        for document_id in sorted({link.from_id.partition("#")[0] for link in told} - {self.lower.id}):
            teller = self.reader.document(document_id)
            yield teller, through(self.pairs, pair_clauses(teller, self.upper))

    def _row(self, n: int, source: Document, match: TargetMatch) -> TargetRow:
        return TargetRow(match.verdict, self._quote(source, match.upper), self._quote(self.lower, n), match.evidence)

    def _uncovered(
        self, sources: Sequence[Document], answered: Sequence[tuple[Document, int]]
    ) -> Iterator[tuple[Document, int]]:
        """Statements of figures that are neither answered nor said already."""
        said = [source.targets[n] for source, n in answered]
        for source in sources:
            for n, target in enumerate(source.targets):
                if not any(same_figure(target, other) for other in said):
                    said.append(target)
                    yield source, n

    def _quote(self, document: Document, n: int) -> TargetQuote:
        target = document.targets[n]
        units = dict.fromkeys(duty.unit for duty in document.duties if duty.clause == target.clause)
        place = self.reader.place(f"{document.id}#{target.clause}")
        return TargetQuote(f"{document.id}#T{n + 1}", target, place, document.quote(target.span), tuple(units))
