"""A lower plan against the plan above it: clause by clause, target by target, with what is missing and what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Clause, Document, Duty, Target
from search.alignment.doubts import Doubt, doubts, speaking_of
from search.alignment.matter import matters
from search.alignment.model import Alignment, AlignRow, SentenceRow, TargetRow
from search.alignment.retold import retold
from search.alignment.sentences import compare_sentences
from search.ids import document_id_of, eid_of, order_of
from search.links.compare import TargetMatch, compare, same_figure
from search.links.demands import demands, expected
from search.links.pairing import ClausePair, pair_clauses, through
from search.model import VERDICTS, DocumentCard, Link, NotFound, Reader, TargetQuote
from search.ownership.governing import target_quote
from search.places import Places

__all__ = ["SENTENCE_COUNTS", "STATUSES", "ClausePair", "align", "judged", "narrowed", "pair_clauses"]

STATUSES = ("restated", "adapted", "local", "missing", "doubtful")

SENTENCE_COUNTS = ("restated", "adapted", "local", "missing", "weaker", "stronger")

_TARGETS_OF = {"missing": "uncovered", "looser": "looser", "local": "local-only"}
_STATUS = {"restates": "restated", "derives": "adapted"}


def align(reader: Reader, lower_id: str, upper_id: str) -> Alignment:
    """Rows in the lower document's order, clauses that it lacks where they would stand; NotFound for an unknown id.

    The upper plan's targets are those of its own text and of the documents that interpret it. `summary` counts the rows by
    status (restated, adapted, local, missing, doubtful: no pair, but a sentence that comes near stands beside it) and the
    targets by verdict. What a person confirmed or rejected decides.
    """
    lower, upper = reader.document(lower_id), reader.document(upper_id)
    links = reader.between(lower=lower_id, upper=upper_id)
    pairs = judged(pair_clauses(lower, upper), links, lower)
    places = Places(reader)
    rows = tuple(_Rows(places, lower, upper, pairs, links).all())
    targets = tuple(_Targets(reader, places, lower, upper, pairs).all())
    cards = _card(reader, upper_id), _card(reader, lower_id)
    return Alignment(*cards, rows, targets, _counts(rows, targets), _sentence_counts(rows))


def narrowed(found: Alignment, only: str) -> Alignment:
    """What one of `ALIGN_FILTERS` leaves of an alignment, counted anew; all of it for ''."""
    if not only:
        return found
    kept = ("missing", "looser", "weaker") if only == "holes" else (only,)
    rows = tuple(row for row in found.rows if any(_shown(row, name) for name in kept))
    targets = tuple(row for row in found.targets if row.verdict in {_TARGETS_OF.get(name) for name in kept})
    rows = rows if only == "local" else _as_above(rows)
    return replace(found, rows=rows, targets=targets, summary=_counts(rows, targets), sentences=_sentence_counts(rows))


def _as_above(rows: Sequence[AlignRow]) -> tuple[AlignRow, ...]:
    """What is to be mended, in the order of the upper plan: what is missing stands nowhere in the lower one."""
    return tuple(sorted(rows, key=lambda row: order_of(eid_of(row.upper.clause_id)) if row.upper else ()))


def _shown(row: AlignRow, name: str) -> bool:
    if name == "weaker":
        return any(sentence.weaker for sentence in row.sentences)
    if name == "partial":
        return any(sentence.status == "missing" for sentence in row.sentences)
    return row.status == name or (name == "missing" and row.status == "doubtful")


def _counts(rows: Sequence[AlignRow], targets: Sequence[TargetRow]) -> dict[str, int]:
    counts = Counter([row.status for row in rows] + [row.verdict for row in targets])
    return {name: counts[name] for name in (*STATUSES, *VERDICTS)}


def judged(pairs: Sequence[ClausePair], links: Sequence[Link], lower: Document) -> list[ClausePair]:
    """Pairs in the lower document's order without those that a person rejected, with those that a person confirmed or added."""
    said = {_eids(link): link for link in links if link.who and "#" in link.to_id and "#" in link.from_id}
    kept = [pair for pair in pairs if not _rejected(said.get((pair.lower_eid, pair.upper_eid)))]
    held = {(pair.lower_eid, pair.upper_eid) for pair in kept}
    more = (link for ends, link in said.items() if link.status == "confirmed" and ends not in held)
    order = {clause.eid: n for n, clause in enumerate(lower.clauses)}
    kept += [ClausePair(*_eids(link), link.score, link.relation, link.evidence) for link in more]
    return sorted(kept, key=lambda pair: order[pair.lower_eid])


def _eids(link: Link) -> tuple[str, str]:
    return eid_of(link.from_id), eid_of(link.to_id)


def _rejected(link: Link | None) -> bool:
    return link is not None and link.status == "rejected"


def _sentence_counts(rows: Sequence[AlignRow]) -> dict[str, int]:
    every = [sentence for row in rows for sentence in row.sentences]
    counts = Counter(sentence.status for sentence in every)
    counts["weaker"], counts["stronger"] = (sum(bool(getattr(s, name)) for s in every) for name in ("weaker", "stronger"))
    return {name: counts[name] for name in SENTENCE_COUNTS}


def _card(reader: Reader, document_id: str) -> DocumentCard:
    for card in reader.cards():
        if card.id == document_id:
            return card
    raise NotFound(f"文件 {document_id} 不是现行版本", "请用 documents 查看现行版本的编号")


def _titles(document: Document) -> Iterator[str]:
    """The ids of the clauses that are a heading over others and no more: they ask for nothing of their own, so they are neither
    missing nor an addition."""
    roofs = {clause.parent for clause in document.clauses}
    return (f"{document.id}#{c.eid}" for c in document.clauses if c.eid in roofs and not document.body(c).strip())


@dataclass(slots=True)
class _Rows:
    places: Places
    lower: Document
    upper: Document
    pairs: Sequence[ClausePair]
    links: Sequence[Link]
    origins: dict[str, list[ClausePair]] = field(init=False)
    joining: dict[tuple[str | None, str | None], Link] = field(init=False)
    sentences: dict[tuple[str, str], tuple[SentenceRow, ...]] = field(init=False)
    titles: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.origins = {}
        for pair in self.pairs:
            self.origins.setdefault(pair.lower_eid, []).append(pair)
        self.joining = _by_ends(self.links)
        self.titles = frozenset([*_titles(self.lower), *_titles(self.upper)])
        self.sentences = _told_once(self._compared())

    def all(self) -> Iterator[AlignRow]:
        """Lower clauses in order; each clause that is missing after the partner of the clause before it."""
        missing, asked = self._missing(), demands(self.lower)
        yield from missing.get(None, ())
        for clause in self.lower.clauses:
            yield from self._of(clause, asked=clause.eid in asked)
            yield from missing.get(clause.eid, ())

    def _of(self, clause: Clause, *, asked: bool) -> Iterator[AlignRow]:
        found = self.origins.get(clause.eid, [])
        quote = self.places.quote(self.lower, clause)
        for pair in found:
            upper = self.places.quote(self.upper, self.upper.clause(pair.upper_eid))
            status, sentences = _STATUS.get(pair.relation, "adapted"), self.sentences[pair.lower_eid, pair.upper_eid]
            link = self._link(lower=quote.clause_id, upper=upper.clause_id)
            yield AlignRow(status, upper, quote, pair.score, pair.evidence, sentences, link)
        link = self._link(lower=quote.clause_id)
        if not found and (link or (asked and quote.clause_id not in self.titles)):
            yield AlignRow("local", None, quote, 0.0, {}, link=link)

    def _compared(self) -> dict[tuple[str, str], tuple[SentenceRow, ...]]:
        """(lower eid, upper eid) of each pair -> its sentences."""
        told = retold(self.lower, self.upper, [(pair.lower_eid, pair.upper_eid) for pair in self.pairs])
        below, above = (matters(side, (ends[n] for ends in told)) for n, side in enumerate((self.lower, self.upper)))
        regions = {"upper_region": self.upper.work.region, "lower_region": self.lower.work.region}
        return {ends: compare_sentences(above[ends[1]], below[ends[0]], retold=told[ends], **regions) for ends in told}

    def _link(self, *, lower: str | None = None, upper: str | None = None) -> Link | None:
        """The link of a pair; for one side alone, one that a person rejected."""
        return self.joining.get((lower, upper))

    def _missing(self) -> dict[str | None, list[AlignRow]]:
        """Lower eid (None: the beginning) -> rows of the upper clauses that come after it and have no partner."""
        partner: dict[str, str] = {}
        for pair in self.pairs:
            partner.setdefault(pair.upper_eid, pair.lower_eid)
        made: dict[str | None, list[AlignRow]] = {}
        at: str | None = None
        wanted = expected(self.upper)
        near = doubts(self.lower, self.upper, self.sentences.keys())
        for clause in self.upper.clauses:
            at = partner.get(clause.eid, at)
            if clause.eid in partner or clause.eid not in wanted:
                continue
            clause_id = f"{self.upper.id}#{clause.eid}"
            link = self._link(upper=clause_id)
            if link or clause_id not in self.titles:
                made.setdefault(at, []).append(self._lacking(clause, link, None if link else near.get(clause.eid)))
        return made

    def _lacking(self, clause: Clause, link: Link | None, doubt: Doubt | None) -> AlignRow:
        """An upper clause without a partner; what comes near it is no answer where a person said so."""
        upper = self.places.quote(self.upper, clause)
        if doubt is None:
            return AlignRow("missing", upper, None, 0.0, {}, link=link)
        lower = self.places.quote(self.lower, self.lower.clause(doubt.lower_eid))
        return AlignRow("doubtful", upper, lower, doubt.score, {"sentence": doubt.sentence})


def _by_ends(links: Sequence[Link]) -> dict[tuple[str | None, str | None], Link]:
    """The first link between two ends; under one end alone (the other None) the first that a person rejected."""
    made: dict[tuple[str | None, str | None], Link] = {}
    for link in links:
        alone = [(link.from_id, None), (None, link.to_id)] if _rejected(link) else []
        for ends in ((link.from_id, link.to_id), *alone):
            made.setdefault(ends, link)
    return made


def _told_once(rows: dict[tuple[str, str], tuple[SentenceRow, ...]]) -> dict[tuple[str, str], tuple[SentenceRow, ...]]:
    """Of a clause with several partners, a sentence that one pair shares is no addition (or omission) in another, and one that
    none shares is told in the first pair alone. Keys are (lower eid, upper eid)."""
    told = {(side, ends[side], n) for ends, found in rows.items() for row in found for side, n in _shared_at(row)}
    made = {}
    for ends, found in rows.items():
        made[ends] = tuple(row for row in found if row.status not in ("local", "missing") or _first(row, ends, told))
    return made


def _shared_at(row: SentenceRow) -> list[tuple[int, int]]:
    """(0: lower, 1: upper; number) of the sentences of a row that has both sides."""
    both = row.upper_at and row.lower_at
    return [(0, n) for n in row.lower_at if both] + [(1, n) for n in row.upper_at if both]


def _first(row: SentenceRow, ends: tuple[str, str], told: set[tuple[int, str, int]]) -> bool:
    """Whether a sentence of one side alone was not told yet; notes it as told."""
    side = 0 if row.lower_at else 1
    keys = {(side, ends[side], n) for n in row.lower_at or row.upper_at}
    fresh = not keys & told
    told |= keys
    return fresh


@dataclass(frozen=True, slots=True)
class _Targets:
    reader: Reader
    places: Places
    lower: Document
    upper: Document
    pairs: Sequence[ClausePair]
    duties: dict[str, defaultdict[str, list[Duty]]] = field(default_factory=dict)

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
        led = {source.id: pairs for source, pairs in sources}
        for source, n in self._uncovered([source for source, _ in sources], answered):
            yield TargetRow("uncovered", self._quote(source, n), None, self._near(source, n, led[source.id], best))

    def _near(self, source: Document, n: int, pairs: set[tuple[str, str]], answered: Collection[int]) -> dict[str, str]:
        """The sentence below that a person has to look at before the figure is told as missing."""
        target = source.targets[n]
        partners = (lower_eid for lower_eid, upper_eid in sorted(pairs) if upper_eid == target.clause)
        said = speaking_of(target, upper=source, lower=self.lower, partners=partners, answered=answered)
        return {"sentence": said.sentence, "clause": f"{self.lower.id}#{said.lower_eid}"} if said else {}

    def _sources(self) -> Iterator[tuple[Document, set[tuple[str, str]]]]:
        """The upper plan and the documents that interpret it, each with the pairs of clauses that lead to it."""
        yield self.upper, {(pair.lower_eid, pair.upper_eid) for pair in self.pairs}
        told = [link for link in self.reader.links(to_id=self.upper.id) if link.relation == "interprets"]
        for document_id in sorted({document_id_of(link.from_id) for link in told} - {self.lower.id}):
            teller = self.reader.document(document_id)
            yield teller, through(self.pairs, pair_clauses(teller, self.upper))

    def _row(self, n: int, source: Document, match: TargetMatch) -> TargetRow:
        return TargetRow(match.verdict, self._quote(source, match.upper), self._quote(self.lower, n), match.evidence)

    def _uncovered(
        self, sources: Sequence[Document], answered: Sequence[tuple[Document, int]]
    ) -> Iterator[tuple[Document, int]]:
        """Statements of figures that are neither answered nor said already."""
        said: defaultdict[float | None, list[Target]] = defaultdict(list)
        for source, n in answered:
            said[source.targets[n].value].append(source.targets[n])
        for source in sources:
            for n, target in enumerate(source.targets):
                if not any(same_figure(target, other) for other in said[target.value]):
                    said[target.value].append(target)
                    yield source, n

    def _quote(self, document: Document, n: int) -> TargetQuote:
        clause = document.targets[n].clause
        return target_quote(document, n, self.places.of(document, clause), self._duties(document)[clause])

    def _duties(self, document: Document) -> defaultdict[str, list[Duty]]:
        """Clause -> its duties."""
        if document.id not in self.duties:
            held = self.duties[document.id] = defaultdict(list)
            for duty in document.duties:
                held[duty.clause].append(duty)
        return self.duties[document.id]
