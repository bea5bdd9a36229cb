"""Reading the head of a document, line by line, down to the first line of its body; `head` says what each line is.

Where a saved text has no line breaks (标题国发〔2018〕1号各省…：正文) the number and the colon behind the addressees are seams.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ingest.format import record
from ingest.format.contents import Contents
from ingest.format.head import (
    DATED_BY,
    IMPRINT,
    MARKED,
    MASTHEAD,
    NTH,
    NUMBER_DATED,
    NUMBERED,
    QUOTED,
    RED_HEAD,
    RUN_ON,
    RUN_ON_BARE,
    RUN_ON_OPEN,
    RUN_ON_TO,
    SITE_BEHIND,
    TAGGED,
    TWICE,
    Front,
    Line,
    Place,
    is_addressed,
    kind,
)
from ingest.format.title_lines import joined, named_once, settled
from ingest.format.webpage import NOTE_ABOVE, numbered, presented, title_again
from ingest.model import Element, Span
from ingest.numerals import DATE
from ingest.official import DOC_TYPE, ISSUER_END, NUMBER

_NO_PART = re.compile(rf"^[（(—]|{ISSUER_END}$")
"""What may stand below a title in a type of its own and is no heading: （征求意见稿）, the organ."""
_ORGAN = re.compile(rf"[\u4e00-\u9fff]{{1,30}}{ISSUER_END}")
_YEARS_ALONE = re.compile(r"[（(]?20\d\d年?\s*[—–-]+\s*20\d\d年?[)）]?")
"""What is left of a title whose first lines a page lost."""
_PUBLISHED = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_TOP = 40  # lines in which a page may print a title of its own


def front(text: str, lines: Sequence[Line], at: int, headings: Mapping[int, int]) -> Front:
    """The head that begins at an offset; `headings` leads from the offsets of lines set as headings to their levels."""
    head = Front(at)
    later = [line for line in lines if line.start >= at]
    texts = [line.text for line in later]
    contents, listed, begins = Contents(texts), 0, _begins(texts)
    for i, line in enumerate(later):
        what = "contents" if i < listed else kind(Place(texts, i, head))
        what = _of_page(what, line, texts[begins], head) if i < begins else what
        what = "body" if what == "title" and _is_first_heading(line, head, headings) else what
        if i >= listed and (entries := contents.length(i)) and what not in ("label", "number"):
            what, listed = "contents", i + entries
        if what == "body":
            head.body = line.start
            break
        head.body = line.end
        _TAKE.get(what, _keep)(head, what, line)
        if what == "addressee" or head.body < line.end:
            break
    _settle_title(text, head)
    if any(element.kind == "furniture" for element in head.elements):
        stated = record.read(text, at, head.body, NUMBER.pattern)
        head.record = replace(stated, issuer=stated.issuer or head.record.issuer)
    return head


def _begins(texts: Sequence[str]) -> int:
    """Index of the document's own title, where its page prints the title above too, or tells of the document first."""
    top = texts[:_TOP]
    addressed = [i for i, text in enumerate(top) if is_addressed(text)]
    ends = sorted({*addressed, *(i for i, text in enumerate(top) if MARKED.match(text))})
    return max(title_again(top, ends), presented(top, ends), numbered(top, addressed))


def _of_page(what: str, line: Line, title: str, head: Front) -> str:
    """What a line above the document's own title is: no text and no title of it. An organ there may be who issues it, unless
    it belongs to the title (溪源县水利局 / 关于…的通知)."""
    if what != "title":
        return "furniture" if what in ("body", "run-on") else what
    if NUMBER.fullmatch(title):
        return what
    if _ORGAN.fullmatch(line.text):
        if title.startswith(("关于", "印发")):
            return what
        head.record = replace(head.record, issuer=Span(line.start, line.end))
    return "furniture"


def _is_first_heading(line: Line, head: Front, headings: Mapping[int, int]) -> bool:
    """Whether a line below the whole title is set as a heading of a lower level: the first part has no number."""
    named = head.title_so_far and not DOC_TYPE.search(line.text) and not _NO_PART.search(line.text)
    return bool(named) and headings.get(line.start, 0) > headings.get(head.title[0].start, 0)


def _keep(head: Front, what: str, line: Line) -> None:
    head.elements.append(Element(what, Span(line.start, line.end)))


def _part(line: Line, found: re.Match[str], name: str) -> Line:
    """The part of a line that a group of a match over its text holds."""
    return Line(line.start + found.start(name), line.start + found.end(name), found[name])


def _rest(line: Line, at: int) -> Line:
    return Line(line.start + at, line.end, line.text[at:])


def _take_number(head: Front, what: str, line: Line) -> None:
    beside = bool(head.elements) and head.elements[-1].kind == "number" and NTH.fullmatch(line.text)
    span = Span(line.start, line.end)
    head.number = Span(head.number.start, span.end) if head.number and beside else head.number or span
    _keep(head, what, line)


def _take_date(head: Front, what: str, line: Line) -> None:
    head.date = Span(line.start, line.end)
    _keep(head, what, line)


def _take_addressee(head: Front, what: str, line: Line) -> None:
    head.addressees = Span(line.start, line.end)
    _keep(head, what, line)


def _take_title(head: Front, what: str, line: Line) -> None:
    if tag := TAGGED.match(line.text):
        _keep(head, "furniture", Line(line.start, line.start + tag.end(), tag[0]))
        line = _rest(line, tag.end())
    named = SITE_BEHIND.fullmatch(line.text)
    shown = _part(line, named, "title") if named and not DOC_TYPE.search(line.text) else line
    head.title_so_far = shown.text if DOC_TYPE.search(shown.text) else head.title_so_far
    head.title.append(Span(shown.start, shown.end))
    _keep(head, what, shown)
    if shown.end < line.end:
        _keep(head, "furniture", _rest(line, shown.end - line.start))


def _take_furniture(head: Front, what: str, line: Line) -> None:
    noted = line.text[0] in "（(" or NOTE_ABOVE.match(line.text)
    if not noted and (day := _PUBLISHED.search(line.text)):
        head.published = Span(line.start + day.start(), line.start + day.end())
    _keep(head, what, line)


def _take_masthead(head: Front, what: str, line: Line) -> None:
    if found := MASTHEAD.fullmatch(line.text):
        organ = _part(line, found, "organ")
        head.issuers = [Span(organ.start, organ.end)]
        _keep(head, "issuer", organ)
        _take_date(head, "date", _rest(line, found.end("organ")))


def _take_red_head(head: Front, what: str, line: Line) -> None:
    if found := RED_HEAD.fullmatch(line.text):
        number = _part(line, found, "number")
        head.issuers.append(Span(line.start, number.start))
        head.elements.append(Element("issuer", head.issuers[-1]))
        _take_number(head, "number", number)


def _take_number_dated(head: Front, what: str, line: Line) -> None:
    if found := NUMBER_DATED.fullmatch(line.text):
        _take_number(head, "number", _part(line, found, "number"))
        _take_date(head, "date", _rest(line, found.end("number")))


def _take_quoted(head: Front, what: str, line: Line) -> None:
    """The title inside 《》, or behind its number, and the number before it."""
    if found := QUOTED.fullmatch(line.text) or NUMBERED.fullmatch(line.text):
        if found["number"]:
            _take_number(head, "number", _part(line, found, "number"))
        _take_title(head, "title", _part(line, found, "title"))


def _take_twice(head: Front, what: str, line: Line) -> None:
    if found := TWICE.fullmatch(line.text):
        _take_title(head, "title", _part(line, found, "title"))
        _keep(head, "furniture", _rest(line, found.end("title")))


def _take_imprint(head: Front, what: str, line: Line) -> None:
    """`（某局、某委2024年7月3日印发 某发〔2024〕18号）` under the title: organs, date and number in one bracket.

    Of several dates, as in the history of a statute, the last is that of the text as it stands, or the last but that from
    which it is in force (自2031年8月1日起施行).
    """
    if found := IMPRINT.fullmatch(line.text) or DATED_BY.fullmatch(line.text):
        every = list(DATE.finditer(line.text))
        dates = [day for day in every if not line.text.startswith("起", day.end())] or every
        head.date = Span(line.start + dates[-1].start(), line.start + dates[-1].end())
        if number := NUMBER.search(line.text, dates[0].end()):
            head.number = Span(line.start + number.start(), line.start + number.end())
        if found["organs"]:
            organs = _part(line, found, "organs")
            head.issuers = [Span(organs.start, organs.end)]
    _keep(head, what, line)


def _take_run_on(head: Front, what: str, line: Line) -> None:
    """Cut a line without breaks at its number and at the colon after the addressees."""
    text = line.text
    head.body = line.start
    if found := RUN_ON.match(text):
        _take_run_on_title(head, line, found)
    elif not head.elements and (found := RUN_ON_BARE.match(text) or RUN_ON_OPEN.match(text)):
        _take_title(head, "title", _part(line, found, "title"))
        head.body = line.start + found.end("title")
    elif (found := RUN_ON_TO.match(text)) and found["number"]:
        _take_number(head, "number", _part(line, found, "number"))
    if found and (to := _addressees(found)):
        head.addressees = Span(line.start + to[0], line.start + to[1])
        head.elements.append(Element("addressee", head.addressees))
        head.body = head.addressees.end


def _addressees(found: re.Match[str]) -> tuple[int, int] | None:
    """Where the addressees stand in a line that runs on: a group of its own, or all behind the number."""
    if found.re is RUN_ON_TO:
        return (found.end("number") if found["number"] else 0), found.end()
    return found.span("to") if found.groupdict().get("to") else None


def _take_run_on_title(head: Front, line: Line, found: re.Match[str]) -> None:
    whole, number = _part(line, found, "title"), _part(line, found, "number")
    title = named_once(line.text, [Span(*found.span("title"))])[0].start + line.start
    head.elements = [Element("furniture", e.span) if e.kind == "title" else e for e in head.elements]
    if title > whole.start:
        _keep(head, "furniture", Line(whole.start, title, ""))
    head.title = [Span(title, whole.end)]
    head.number = Span(number.start, number.end)
    head.elements += [Element("title", head.title[0]), Element("number", head.number)]
    head.body = number.end + (line.text[found.end("number") : found.end("number") + 1] in ("）", ")"))
    if found["dated"]:
        dated = _part(line, found, "dated")
        head.published = Span(dated.start, dated.end)
        _keep(head, "date", dated)
        head.body = dated.end


def _settle_title(text: str, head: Front) -> None:
    best, issuers = settled(text, head.title)
    best = [] if _YEARS_ALONE.fullmatch(joined(text, best)) else best
    kinds = {span: "issuer" if span in issuers else "furniture" for span in head.title if span not in best}
    head.title, head.title_text = best, joined(text, best)
    head.issuers = sorted([*head.issuers, *issuers])
    head.elements = [Element(kinds.get(e.span, e.kind) if e.kind == "title" else e.kind, e.span) for e in head.elements]


_TAKE: Mapping[str, Callable[[Front, str, Line], None]] = {
    "number": _take_number,
    "date": _take_date,
    "addressee": _take_addressee,
    "title": _take_title,
    "furniture": _take_furniture,
    "masthead": _take_masthead,
    "red-head": _take_red_head,
    "number-dated": _take_number_dated,
    "quoted": _take_quoted,
    "twice": _take_twice,
    "imprint": _take_imprint,
    "run-on": _take_run_on,
}
