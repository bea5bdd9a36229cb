"""Which document stands above which: by citation, or by subject where nothing is cited.

Whether one document stands above another is told from these two alone, never from what else is held: so any order of ingest
gives the same lineage, and a county plan keeps its province even after the city plan between them arrives. Lineage goes to a
higher level, or within one level to the earlier document, so that it has no cycle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import LEVELS, Citation, Clause, Document
from ingest.regions import names_above, places
from search.links.titles import Name, carried_out, headline_of_issue, level_named, name_of, same_subject, spoken_of, subject
from search.wording import likeness, neutral, squeeze, stem, without_creed

SAME_MATTER = 0.6
"""Likeness of the subjects of two documents of one matter."""
_REUSED = 0.02  # share of borrowed text that unrelated plans do not reach
_REUSED_CITED = 0.005  # … and that a plan which names another as its basis needs
_SOLE = 0.3  # likeness of the subjects of a plan and of the only matter that it rests on (稳就业促增收, 高质量充分就业)
_REUSED_AFAR = 0.10  # … where it is not known that the upper region holds the lower one
_TELLING = 4  # characters of a subject that names a matter by itself
_NAMED = 0.75  # likeness of it to a longer name of the same matter (婴幼儿照护, 3岁以下婴幼儿照护)
_RUN = 10  # characters in a row that count as borrowed

_BASIS = ("implements", "issues", "interprets")
_PLANS = re.compile(r"规划|纲要|计划|方案|意见|措施|政策|行动|办法|细则|要点|清单|决定|通知")
_TOLD = re.compile(r"解读|问答|新闻|答记者问|说明|图解|报道|简报")
_NEWS = re.compile(r"(?:新华社.{0,6}电)?[\s　]*(?:近日|日前|近期|不久前)")
_ISSUED = re.compile(r"印发|发布|出台|下发")
_FOUNDING = re.compile(r"(?:制定|制订|编制|提出|拟定|出台)(?:了)?(?:本|如下|以下|此)")
_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")
_OBEYS = r"(?:根据|按照|依照|遵照|贯彻|落实)[^。；]*?(?:{above})[^。；]*?(?:部署|要求|安排|精神|工作|意见|方案|规划|计划)"
_ABOVE = {"national": "党中央|国务院|国家|全国", "provincial": "省|自治区", "city": "市|州|盟"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Why an upper document stands above a lower one.

    `relation` is implements (cited as basis), interprets (the lower explains or carries the upper) or derives (proposed from
    subject, level and text); `clause` the eid that cites, None for derives; `aligned` whether their clauses are to be paired.
    """

    upper: str
    relation: str
    score: float
    evidence: dict[str, str]
    clause: str | None
    aligned: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A document cited as basis and not held. `level` is guessed from its title and number."""

    title: str
    doc_number: str | None
    level: str | None
    relation: str
    clause: str
    evidence: dict[str, str]


def standings(lower: Document, upper: Document) -> list[Standing]:
    """All reasons for which `upper` stands above `lower`: one a citing clause, or one proposal by subject; empty for none."""
    if lower.id == upper.id or not _may_stand(lower, upper):
        return []
    cited = list(_cited(lower, upper))
    if not any(standing.aligned for standing in cited):
        cited += _titled(lower, upper)
    if cited or spoken_of(lower.work.title) or not _plan(lower):
        return cited
    return list(_proposed(lower, upper))


def missing(lower: Document, held: Iterable[Document]) -> list[Missing]:
    """The documents that a document cites as its basis (in its preamble or founding sentence) and that are not among `held`."""
    others = [name for document in (lower, *held) for name in _names(document)]
    found: dict[str, Missing] = {}
    for citation in lower.citations:
        name = name_of(citation.title, citation.doc_number)
        if _founds(lower, citation) and not any(name.fits(other) for other in others):
            found.setdefault(name.core, _missing(lower, citation))
    return list(found.values())


def rank(level: str | None) -> int:
    """0 for the nation; an unknown level counts as the lowest."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _may_stand(lower: Document, upper: Document) -> bool:
    """A higher level; within one level, what is explained stands above what explains, else the earlier document.

    Where dates do not tell, the one that is cited does; of two that cite each other, the one with the smaller id.
    """
    below, above = rank(lower.work.level), rank(upper.work.level)
    if above != below:
        return above < below
    if _explains(lower) != _explains(upper):
        return _explains(lower)
    a, b = lower.work.date, upper.work.date
    if a and b and a != b:
        return b < a
    return not any(_cited(upper, lower)) or upper.id < lower.id


def _explains(document: Document) -> bool:
    """Whether a document is about another: an interpretation, a press piece, a notice that carries a plan out."""
    told = spoken_of(document.work.title) or _TOLD.search(document.work.doc_type or document.work.title)
    return bool(told) or _news(document)


def _news(document: Document) -> bool:
    """Whether it opens as news do: 近日，某机关印发《X》 …"""
    opening = document.body(document.clauses[0]) if document.clauses else ""
    return bool(_NEWS.match(opening)) and any(_announces(document, citation) for citation in document.citations)


def _announces(document: Document, citation: Citation) -> bool:
    """Whether the first clause says that what is cited was issued."""
    issued = citation.relation == "issues" or _ISSUED.search(citation.cue or "")
    return bool(issued) and citation.clause == document.clauses[0].eid


def _plan(document: Document) -> bool:
    """Whether it lays down tasks of its own; news that a plan was issued (某机关印发《X》) stand for the plan above others."""
    return bool(_PLANS.search(document.work.doc_type or "")) and not _explains(document)


def _stands_for_plan(document: Document) -> bool:
    return _plan(document) or headline_of_issue(document.work.title)


def _names(document: Document) -> list[Name]:
    """A document's names: its title, the carrier's, and those of several plans in one file."""
    work = document.work
    enclosed = [c.heading for c in document.clauses if c.kind == "attachment" and c.parent is None and c.heading]
    return [name_of(title, work.doc_number) for title in (work.title, work.carrier, *enclosed) if title]


def _cited(lower: Document, upper: Document) -> Iterator[Standing]:
    names = _names(upper)
    spoken = spoken_of(lower.work.title)
    if spoken and (why := _fits(name_of(spoken, None), upper, names)):
        first = lower.clauses[0].eid if lower.clauses else None
        yield Standing(upper.id, "interprets", 1.0, {why: upper.work.title, "quote": lower.work.title}, first, True)
        return
    seen: set[str] = set()
    for citation in lower.citations:
        why = _fits(name_of(citation.title, citation.doc_number), upper, names)
        if why and citation.relation != "repeals" and citation.clause not in seen:  # what is repealed stands above nothing
            seen.add(citation.clause)
            yield _citing(lower, upper, citation, why)


def _titled(lower: Document, upper: Document) -> Iterator[Standing]:
    """The title of a plan that carries another one out."""
    carried = carried_out(lower.work.title)
    why = _fits(name_of(carried), upper, _names(upper)) if carried else None
    if why:
        yield Standing(upper.id, "implements", 1.0, {why: upper.work.title, "quote": lower.work.title}, None, True)


def _fits(name: Name, upper: Document, names: Sequence[Name]) -> str | None:
    return next((why for held in names if (why := name.fits(held, upper.work.issuers))), None)


def _citing(lower: Document, upper: Document, citation: Citation, why: str) -> Standing:
    evidence = {why: upper.work.title, "quote": lower.quote(citation.span)}
    if citation.cue:
        evidence["cue"] = citation.cue
    founds = _founds(lower, citation) or (_explains(lower) and _announces(lower, citation))
    relation = "interprets" if (_explains(lower) and founds) or citation.relation == "interprets" else "implements"
    return Standing(upper.id, relation, 1.0, evidence, citation.clause, founds and _related(lower, upper))


def _founds(document: Document, citation: Citation) -> bool:
    """Whether the whole document rests on what is cited: as a basis in the preamble, or in the sentence that says 制定本…."""
    clause = _clause(document, citation)
    opening = clause is None or clause.kind in ("preamble", "attachment") or clause.eid == "N"
    if opening and citation.relation in _BASIS:
        return True
    end = document.text.find("。", citation.span.end)
    rest = document.text[citation.span.end : end if end >= 0 else None]
    return citation.relation != "repeals" and bool(_FOUNDING.search(rest))


def _clause(document: Document, citation: Citation) -> Clause | None:
    return next((clause for clause in document.clauses if clause.eid == citation.clause), None)


def _related(lower: Document, upper: Document) -> bool:
    """A basis whose clauses are worth pairing: of the same matter, the one plan that a plan rests on, or borrowed from. The law
    behind a plan is neither."""
    alike = _subjects(lower, upper)
    if alike >= SAME_MATTER or (alike >= _SOLE and _rests_on_it_alone(lower, upper)):
        return True
    return reuse(lower, upper)[0] >= (_REUSED_CITED if _plan(upper) else _REUSED)


def _rests_on_it_alone(lower: Document, upper: Document) -> bool:
    """Whether all plans that a plan names as its basis are of one matter, that of another plan."""
    matter = subject(upper.work.title, upper.work.region)
    own = name_of(lower.work.title).core
    bases = [c.title for c in lower.citations if _founds(lower, c) and _PLANS.search(c.title) and name_of(c.title).core != own]
    alike = (same_subject(subject(title, None), matter) >= SAME_MATTER for title in bases)
    return bool(bases) and _plan(lower) and _plan(upper) and all(alike)


def _proposed(lower: Document, upper: Document) -> Iterator[Standing]:
    if rank(upper.work.level) >= rank(lower.work.level) or not _stands_for_plan(upper) or _later(upper, lower):
        return
    alike, covers = _subjects(lower, upper), _covers(upper, lower)
    if alike < SAME_MATTER or covers is False:
        return
    share, run = reuse(lower, upper)
    if share >= (_REUSED if covers else _REUSED_AFAR) or (covers and _of_one_name(lower, upper)):
        evidence = {"subject": upper.work.title, "share": f"{share:.2f}"} | ({"words": run} if run else {})
        yield Standing(upper.id, "derives", round(min(1.0, alike * (0.5 + share)), 3), evidence, None, True)


def _subjects(lower: Document, upper: Document) -> float:
    return same_subject(subject(lower.work.title, lower.work.region), subject(upper.work.title, upper.work.region))


def _of_one_name(lower: Document, upper: Document) -> bool:
    """Whether a plan that says to follow the level above (根据省、市工作部署) bears the subject of a plan of that level,
    which is not over before it begins: it carries that plan out, even in words of its own."""
    short, long = sorted((subject(d.work.title, d.work.region) for d in (lower, upper)), key=len)
    named = len(short) >= _TELLING and short in long and likeness(short, long) >= _NAMED
    above, below = upper.work.period, lower.work.period
    over = above and below and above[1] < below[0]
    return named and not over and _obeys(lower, upper)


def _obeys(lower: Document, upper: Document) -> bool:
    word = _ABOVE.get(upper.work.level or "", "")
    if upper.work.level == "provincial" and (upper.work.region or "").endswith("市"):
        word = _ABOVE["city"]
    opening = "".join(lower.body(c) for c in lower.clauses if c.kind == "preamble" or c.eid == "N")
    return bool(word and re.search(_OBEYS.format(above=word), opening))


def _later(upper: Document, lower: Document) -> bool:
    """Whether the upper document is too young: issued after the lower one, or for a period after it."""
    a, b = upper.work, lower.work
    if a.date and b.date:
        return a.date > b.date
    return bool(a.period and b.period and a.period[0] > b.period[1])


def _covers(upper: Document, lower: Document) -> bool | None:
    """Whether the upper region holds the lower one (or one of its name); None where neither the table nor the lower text
    says."""
    high, low = upper.work.region, lower.work.region
    if upper.work.level == "national":
        return True
    if not high or not low:
        return None
    if known := places(low, lower.work.division):
        return any(high in (place.name, *names_above(place)) for place in known)
    return True if high in lower.text or f"{stem(high)}省" in lower.text else None


def reuse(lower: Document, upper: Document) -> tuple[float, str]:
    """Share of the shorter document's runs of ten characters that the other one has too, creed apart; the lower sentence that
    holds most of them."""
    a, b = (_runs(_bodies(d), d.work.region) for d in (lower, upper))
    shared = a.keys() & b.keys()
    if not shared:
        return 0.0, ""
    best = Counter(a[run] for run in sorted(shared)).most_common(1)
    return len(shared) / min(len(a), len(b)), best[0][0]


@lru_cache(maxsize=8)
def _runs(text: str, region: str | None) -> dict[str, str]:
    """Every run of `_RUN` neutral characters, creed left out, with the sentence it stands in."""
    made: dict[str, str] = {}
    for sentence in _SENTENCE.findall(text):
        if without_creed(sentence) == sentence:
            plain = neutral(sentence, region)
            made |= dict.fromkeys((plain[i : i + _RUN] for i in range(len(plain) - _RUN + 1)), sentence.strip())
    return made


def _bodies(document: Document) -> str:
    """The text of the clauses proper: neither preamble nor the body of the carrier notice."""
    return "\n".join(document.body(c) for c in document.clauses if c.kind != "preamble" and c.eid != "N")


def _missing(lower: Document, citation: Citation) -> Missing:
    evidence = {"quote": lower.quote(citation.span)} | ({"cue": citation.cue} if citation.cue else {})
    relation = "interprets" if _explains(lower) else "implements"
    level = level_named(citation.title, citation.doc_number)
    return Missing(squeeze(citation.title), citation.doc_number, level, relation, citation.clause, evidence)
