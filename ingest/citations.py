"""Documents named in a text: 《title》（文号）, titles with a number alone, and how they are spoken of.

A short name given once (以下简称《规划》) and the bare type (《条例》) point back and are no citation of their own; nor are
papers, newspapers and certificates in 《》.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest import rulebook
from ingest.model import Citation, Clause, Span, Work

_NUMBER = r"[一-鿿]{1,16}(?:办|函|发|字|秘|规)?[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*(?:第)?\s*\d+\s*号"
_NUMBER_AFTER = re.compile(rf"\s*[（(]\s*({_NUMBER})[^（）()]*[）)]")
_SHORT_NAME = re.compile(
    r"(?:以下|下)(?:统一)?(?:简)?称(?:为)?[:：]?\s*[《“\"「]?\s*([^《》“”\"」（）()，。]{2,30}?)\s*[》”\"」]?\s*[）)，。]"
)
_YEAR = re.compile(r"[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]")
_UNMARKED = re.compile(
    rf"(?P<title>[^，。；：《》\n]{{6,90}}?(?:通知|意见|决定|方案|规划|办法|纲要|规定|计划|批复|措施))\s*[（(]\s*(?P<number>{_NUMBER})\s*[）)]"
)
_LEAD_IN = re.compile(
    r"^.*?(?:贯彻落实|贯彻执行|贯彻|落实|根据|按照|依据|依照|遵照|执行|参照|对照|结合|印发的|下发的|出台的|转发|和|及|与)(?=[一-鿿]{4,}关于)"
)
_SENTENCE_END = re.compile(r"[。；！？\n]")
_LISTED = re.compile(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,4}[）)]?[.．、\s]*)?《[^\n]+》(?:\s*[（(][^（）()]*[）)])?[\s；;。，、]*$"
)
"""A line of a list of documents: number, title, number of the document, and nothing else."""
_LONGEST = 160
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Named:
    """A title where it is printed, marks included."""

    title: str
    span: Span
    number: str | None
    antecedent: str | None


def extract(text: str, clauses: Sequence[Clause], work: Work) -> tuple[Citation, ...]:
    """Citations in order of place, each title once a clause; titles without white space."""
    ordered = sorted(clauses, key=lambda clause: (clause.own.start, clause.own.end))
    repealed = _repealed(text)
    short: set[str] = set()
    found: dict[tuple[str, str], Citation] = {}
    for named in sorted([*_marked(text), *_unmarked(text, _bare(work.doc_number or ""))], key=lambda one: one.span):
        clause = _clause_at(ordered, named.span)
        seen = clause is None or (clause.eid, named.title) in found
        if clause and not seen and named.title not in short and _is_document(text, named):
            made = _citation(text, clause, named, work, repealed)
            own = made.title in (_bare(work.title), _bare(work.carrier or ""))
            if not own or made.relation in ("issues", "interprets", "repeals"):
                found.setdefault((made.clause, made.title), made)
        short |= {named.antecedent} if named.antecedent else set()
    issued = _issued(text, clauses, work, list(found.values()))
    return (*issued, *found.values())


def _marked(text: str) -> Iterator[_Named]:
    depth, start = 0, 0
    ends = [end.start() for end in re.finditer("\n", text)]
    for sign in re.finditer("[《》]", text):
        if sign[0] == "《":
            if depth and bisect_left(ends, sign.start()) - bisect_left(ends, start) > _MOST_LINES:
                depth = 0  # a title that a page cut off before its closing mark
            start = sign.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and sign.end() - start <= _LONGEST:
                yield _named(text, Span(start, sign.end()))


def _named(text: str, span: Span) -> _Named:
    number = _NUMBER_AFTER.match(text, span.end)
    after = number.end() if number else span.end
    called = _SHORT_NAME.search(text, span.end, after + 60)
    near = called if called and not re.search("[《。]", text[after : called.start()]) else None
    return _Named(
        _bare(text[span.start + 1 : span.end - 1]), span, _bare(number[1]) if number else None, _bare(near[1]) if near else None
    )


def _unmarked(text: str, own_number: str | None) -> Iterator[_Named]:
    """A title without 《》 that its number gives away: …关于…的通知（云政发〔2021〕3号）."""
    for found in _numbered(text):
        title = _LEAD_IN.sub("", found["title"])
        if "关于" in title and _bare(found["number"]) != own_number:
            start = found.end("title") - len(title)
            yield _Named(_bare(title), Span(start, found.end("title")), _bare(found["number"]), None)
    for rule in rulebook.rows("citations", "common"):
        for named in rule.pattern.finditer(text):
            yield _Named(_bare(named[0]), Span(*named.span()), None, None)


def _numbered(text: str) -> Iterator[re.Match[str]]:
    """A title with its number in brackets behind it, looked for from the year of the number: titles are too many."""
    at = 0
    for year in _YEAR.finditer(text):
        opened = max(text.rfind(sign, max(at, year.start() - 24), year.start()) for sign in "（(")
        before = opened
        while before > at and text[before - 1].isspace():
            before -= 1
        floor = max(at, before - _LONGEST)
        low = max(floor, *(text.rfind(sign, floor, before) + 1 for sign in "，。；：《》\n"))
        if opened >= at and (found := _UNMARKED.search(text, low, year.end() + 16)):
            at = found.end()
            yield found


def _is_document(text: str, named: _Named) -> bool:
    title = named.title
    if any(rule.pattern.search(title) for rule in rulebook.rows("citations", "other")) or len(title) < 3:
        return False
    if any(rule.pattern.search(title) for rule in rulebook.rows("citations", "short")):
        return False
    kind = any(rule.pattern.search(title) for rule in rulebook.rows("citations", "document"))
    return (kind or named.number is not None) and not re.search(
        '(?:简称|称为?|填写|填报|发放|签订)[“"]?$', text[max(0, named.span.start - 4) : named.span.start]
    )


def _citation(text: str, clause: Clause, named: _Named, work: Work, repealed: Mapping[int, str]) -> Citation:
    relation, cue = _relation(*_around(text, named.span))
    if relation == "cites" and (listed := repealed.get(text.rfind("\n", 0, named.span.start) + 1)):
        relation, cue = "repeals", listed
    if relation == "issues" and clause.eid != "N" and named.title != _bare(work.title):
        relation = "cites"  # another document's issue is told, not done here
    return Citation(clause.eid, named.span, named.title, named.number, relation, cue, named.antecedent)


def _repealed(text: str) -> dict[int, str]:
    """Where the lines begin that list what is repealed -> the word of the line above the list that says so."""
    rules, cue, at = [rule for rule in rulebook.rows("citations", "repealing") if rule.may_match(text)], None, 0
    made: dict[int, str] = {}
    for line in text.split("\n") if rules else ():
        if not _LISTED.match(line):
            found = (rule.pattern.search(line) for rule in rules if rule.may_match(line))
            cue = next((lead["cue"] for lead in found if lead), None)
        elif cue:
            made[at] = cue
        at += len(line) + 1
    return made


def _around(text: str, span: Span) -> tuple[str, str]:
    """The sentence before a title and, from its closing mark, after it, without white space; other titles inside are kept."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text, max(0, span.start - 200), span.start)]
    stop = _SENTENCE_END.search(text, span.end, span.end + 400)  # bounded: a text may have no stop at all
    before = text[ends[-1] if ends else max(0, span.start - 200) : span.start]
    return _bare(before), _bare(text[span.end - 1 : stop.start() if stop else span.end + 120])


def _relation(before: str, after: str) -> tuple[str, str | None]:
    for rule in rulebook.rows("citations", "relation"):
        found = rule.pattern.search(before if rule.extra["where"] == "before" else after)
        if found:
            return str(rule.extra["relation"]), found.groupdict().get("cue") or found[0].strip("》")
    return "cites", None


def _issued(text: str, clauses: Sequence[Clause], work: Work, found: Sequence[Citation]) -> tuple[Citation, ...]:
    """The plan that a carrier notice issues, where the notice names it without 《》."""
    notice = next((clause for clause in clauses if clause.eid == "N"), None)
    title = _bare(work.title)
    if not work.carrier or notice is None or any(one.relation == "issues" for one in found):
        return ()
    at = text.find(work.title, notice.own.start, notice.own.end)
    span = Span(at, at + len(work.title)) if at >= 0 else notice.own
    return (Citation("N", span, title, work.doc_number, "issues", "印发", None),)


def _clause_at(ordered: Sequence[Clause], span: Span) -> Clause | None:
    """The clause in whose own text a span begins; for a title above the text, the clause that follows."""
    i = bisect_right(ordered, span.start, key=lambda clause: clause.own.start) - 1
    if i >= 0 and span.start < ordered[i].own.end:
        return ordered[i]
    return ordered[i + 1] if i + 1 < len(ordered) else None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
