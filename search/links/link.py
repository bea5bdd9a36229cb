"""All links of a document: to what it cites, to the documents above and below it, clause by clause and target by target.

Candidates come from lists of names, citations and subjects; lineage looks at those alone, and only documents that stand above
one another have their clauses compared. The links of a document depend on what is held, never on the order of arrival.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ingest.model import Document
from search.ids import target_id
from search.links.candidates import Candidates
from search.links.compare import compare
from search.links.lineage import Missing, Standing, missing, standings
from search.links.pairing import ClausePair, pair_clauses, through
from search.model import Link, Reader, TargetLink

Found = tuple[tuple[Link, ...], tuple[TargetLink, ...]]

MOST_OPEN = 500
"""Documents kept open while links are made: some 100 MB, however many arrive together."""

_TELLING = 0.5  # an interpretation speaks of a clause only where the pair is as sure as this


def relink(reader: Reader, document_ids: Iterable[str]) -> Iterator[tuple[str, tuple[Link, ...], tuple[TargetLink, ...]]]:
    """What is to be stored once these documents are held: `(document id, links, target links)` for each of them and for each
    document below them, which may have cited them in vain before."""
    linker = _Linker(reader)
    arrived = list(dict.fromkeys(document_ids))
    below = [lower for document_id in arrived for lower in linker.below(document_id)]
    for document_id in dict.fromkeys([*arrived, *below]):
        yield document_id, *linker.found(document_id)


def stamp(document: Document, eid: str | None = None) -> str:
    """Digest of a clause's own text (of the whole text without one): it changes when the upper wording does."""
    text = document.text if eid is None else document.quote(document.clause(eid).own)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def link_id(from_id: str, to_id: str, relation: str) -> str:
    """Id of a link: the same whenever and by whomever it is made."""
    return hashlib.sha256("|".join((from_id, to_id, relation)).encode()).hexdigest()[:16]


class _Linker:
    """What was found between documents so far: none is opened without need, no two are compared twice."""

    def __init__(self, reader: Reader) -> None:
        self.candidates = Candidates(reader)
        self.document = lru_cache(MOST_OPEN)(reader.document)
        self._standings: dict[tuple[str, str], list[Standing]] = {}
        self._pairs: dict[tuple[str, str], list[ClausePair]] = {}

    def near(self, document_id: str) -> list[str]:
        return self.candidates.near(document_id)

    def found(self, document_id: str) -> Found:
        """All links of one document, upwards first."""
        above, below = self.above(document_id), self.below(document_id)
        links = [link for upper in above for link in self.links(document_id, upper)]
        lower, others = self.document(document_id), map(self.document, self.near(document_id))
        links += [_unheld(lower, gone) for gone in missing(lower, others)]
        links += [link for lower in below for link in self.links(lower, document_id)]
        targets = [link for upper in above for link in self.targets(document_id, upper)]
        targets += self.local(document_id, targets) if any(self.carries_out(document_id, upper) for upper in above) else []
        targets += [link for lower in below for link in self.targets(lower, document_id)]
        return tuple(links), tuple(targets)

    def standings(self, lower: str, upper: str) -> list[Standing]:
        if (lower, upper) not in self._standings:
            self._standings[lower, upper] = standings(self.document(lower), self.document(upper))
        return self._standings[lower, upper]

    def explained(self, teller: str) -> list[str]:
        """The plans that a document explains."""
        return [plan for plan in self.near(teller) if any(s.relation == "interprets" for s in self.standings(teller, plan))]

    def above(self, lower: str) -> list[str]:
        """The documents above one, with those that explain them."""
        uppers = [upper for upper in self.near(lower) if self.standings(lower, upper)]
        around = sorted({told for upper in uppers for told in self.near(upper)} - {lower})
        tellers = [told for told in around if set(self.explained(told)) & set(uppers)]
        return list(dict.fromkeys([*uppers, *tellers]))

    def below(self, upper: str) -> list[str]:
        """The documents below one, or below the plans that it explains."""
        above = [upper, *self.explained(upper)]
        around = sorted({lower for a in above for lower in self.near(a)} - {upper})
        return [lower for lower in around if any(self.standings(lower, a) for a in above)]

    def aligned(self, lower: str, upper: str) -> bool:
        return any(standing.aligned for standing in self.standings(lower, upper))

    def pairs(self, lower: str, upper: str) -> list[ClausePair]:
        if (lower, upper) not in self._pairs:
            both = self.document(lower), self.document(upper)
            self._pairs[lower, upper] = pair_clauses(*both) if self.aligned(lower, upper) else []
        return self._pairs[lower, upper]

    def links(self, lower: str, upper: str) -> Iterator[Link]:
        """From the citing clauses (or the whole document) to the document, then clause to clause."""
        told = any(standing.relation == "interprets" for standing in self.standings(lower, upper))
        for standing in self.standings(lower, upper):
            yield self._standing_link(lower, standing)
        for pair in self.pairs(lower, upper):
            if not told:
                yield self._clause_link(lower, upper, pair, pair.relation)
            elif pair.score >= _TELLING:
                yield self._clause_link(lower, upper, pair, "interprets")

    def targets(self, lower: str, upper: str) -> Iterator[TargetLink]:
        """Against a plan above, or against the document that explains it (in the plan's stead)."""
        plans = [plan for plan in self.explained(upper) if self.carries_out(lower, plan)]
        pairs = {(p.lower_eid, p.upper_eid) for p in self.pairs(lower, upper)} if self.carries_out(lower, upper) else set()
        for plan in plans:
            pairs |= through(self.pairs(lower, plan), self.pairs(upper, plan))
        if pairs:
            for match in compare(self.document(lower), self.document(upper), pairs):
                ends = target_id(self.document(lower), match.lower), target_id(self.document(upper), match.upper)
                yield TargetLink(*ends, match.verdict, match.evidence)

    def local(self, lower: str, found: list[TargetLink]) -> list[TargetLink]:
        """The targets that nothing above has."""
        matched = {link.from_id for link in found}
        document = self.document(lower)
        ids = [target_id(document, n) for n in range(len(document.targets))]
        return [TargetLink(key, None, "local-only", {}) for key in ids if key not in matched]

    def carries_out(self, lower: str, upper: str) -> bool:
        """Whether the lower document carries the upper one out, rather than explains it."""
        return self.aligned(lower, upper) and all(s.relation != "interprets" for s in self.standings(lower, upper))

    def _standing_link(self, lower: str, standing: Standing) -> Link:
        from_id = lower if standing.clause is None else f"{lower}#{standing.clause}"
        status = "ambiguous" if self._ambiguous(lower, standing) else "proposed"
        mark = stamp(self.document(standing.upper))
        return _link(from_id, standing.upper, standing.relation, status, standing.score, standing.evidence, mark)

    def _ambiguous(self, lower: str, standing: Standing) -> bool:
        """Whether the same words of a clause name several documents that are held."""
        every = (s for upper in self.near(lower) for s in self.standings(lower, upper))
        same = [s for s in every if (s.clause, s.evidence.get("quote")) == (standing.clause, standing.evidence.get("quote"))]
        return standing.clause is not None and len(same) > 1

    def _clause_link(self, lower: str, upper: str, pair: ClausePair, relation: str) -> Link:
        mark = stamp(self.document(upper), pair.upper_eid)
        ends = (f"{lower}#{pair.lower_eid}", f"{upper}#{pair.upper_eid}")
        return _link(*ends, relation, "proposed", pair.score, pair.evidence, mark)


def _unheld(lower: Document, gone: Missing) -> Link:
    evidence = gone.evidence | {key: value for key, value in (("number", gone.doc_number), ("level", gone.level)) if value}
    return _link(f"{lower.id}#{gone.clause}", f"cited:{gone.title}", gone.relation, "missing", 1.0, evidence, None)


def _link(
    from_id: str, to_id: str, relation: str, status: str, score: float, evidence: dict[str, str], mark: str | None
) -> Link:
    return Link(link_id(from_id, to_id, relation), from_id, to_id, relation, status, score, evidence, mark)
