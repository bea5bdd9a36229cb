"""The head of a document: number, issuers, title, addressees, down to the first line of its body.

Read line by line; where a saved text has no line breaks (标题国发〔2018〕1号各省…：正文) the number and the colon after
the addressees are the seams.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest import record
from ingest.contents import Contents
from ingest.model import Element, Span
from ingest.numerals import DATE
from ingest.official import DATE_LINE, DIVISION, DOC_TYPE, FIRST_DIVISION, ISSUER_END, NUMBER, PREFACE, TYPE_WORD
from ingest.title_lines import joined, named_once, settled
from ingest.webpage import FURNITURE, NOTE_ABOVE, is_trail, title_again

_LABEL = re.compile(r"附\s*件\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})?\s*[：:]?$")
_MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+"
    rf"{DIVISION}"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、]|【|问[：:]"
)
_ORGAN_TOLD = (
    r"(?:政府|部门|单位|机构|企业|委员会|公司|院校|学校|组织|团体|代表|委员|同志们?|朋友们?|用户|住户|市民|居民"
    r"|[局办厅委部院社区会所站队村园校馆]|[、各]处|中心|办公室|[处科股]室)[)）]?[：:]$"
)
_TO_ORGAN, _ORGAN_TAIL = re.compile(_ORGAN_TOLD), 8
_ADDRESSED = re.compile(rf"同志们[：:]$|(?!为|根据|按照|现)[^。]{{1,280}}{_ORGAN_TOLD}")
_RUN_ON = re.compile(
    rf"(?P<title>(?!为|根据|按照)[^。：]{{6,120}}?{TYPE_WORD})\s*(?P<number>(?![的和与”》]){NUMBER.pattern})"
    rf"[）)]?\s*(?P<dated>20\d\d-\d\d-\d\d(?!\d))?\s*(?:来源[：:][\u4e00-\u9fff]{{2,12}}(?=各))?(?P<to>[^。：]{{4,280}}[：:])?"
)
_RUN_ON_BARE = re.compile(
    rf"(?P<title>[^。：，；]{{6,60}}?{TYPE_WORD}(?:（[^）]{{1,12}}）)?)\s*(?={FIRST_DIVISION}|一、|(?:根据|为了?)(?!的)|(?P<to>各[^。：]{{2,200}}：))"
)
"""A title at the very head of a text without line breaks, over its first part, its addressees, or what it is made for."""
_NO_PART = re.compile(rf"^[（(—]|{ISSUER_END}$")
"""What may stand below a title in a type of its own and is no heading: （征求意见稿）, the organ."""
_SIGNER = re.compile(r"\s*签\s*发\s*人\s*[：:].*")
_JOINT = re.compile(rf"{NUMBER.pattern}(?:[\s、，]+{NUMBER.pattern})+")
_RED_HEAD = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{4,40}})文件\s*(?P<number>{NUMBER.pattern})")
"""Red head and number in one line: 溪源县水利局文件 溪水发〔2031〕5号."""
_NUMBER_DATED = re.compile(rf"(?P<number>{NUMBER.pattern})\s*[（(]?{DATE.pattern}[)）]?")
_OCCASION = re.compile(rf"(?:[—-]{{1,2}}\s*)?{DATE.pattern}在.*[会议]上$")
"""The line below the title of a report that says when it was given: ——2031年5月6日在县人大常委会第三次会议上."""
_MASTHEAD = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{4,40}}?{ISSUER_END})\s*{DATE.pattern}")
_TAGGED = re.compile(r"(?:【[\u4e00-\u9fff]{0,6}(?:解读|问答|图解)】|(?:文字|图文|政策|媒体|专家)解读[：:]\s*)(?=.{8})")
"""What a page calls the piece, before its title: 【文字解读】《…》的说明, 文字解读：关于…."""
_ORDER, _NTH = (
    re.compile(r"[\u4e00-\u9fff]{2,20}(?:令|公告|通告)"),
    re.compile(r"[（(]?第\s*[\d一二三四五六七八九十百零〇]{1,5}\s*号[)）]?"),
)
"""An order and its number on lines of their own."""
_QUOTED = re.compile(rf"(?P<number>{NUMBER.pattern})?\s*《(?P<title>(?:[^《》]|《[^《》]*》)+{TYPE_WORD})》")
"""A title as a saved page shows it, in 《》, with the number before it."""
_NUMBERED = re.compile(rf"(?P<number>{NUMBER.pattern})\s*(?P<title>(?:[^《》“，]{{2,40}}?{ISSUER_END})?关于.{{4,}}{TYPE_WORD})")
"""The number right before the title: 溪政发〔2031〕7号关于印发溪源县节水方案的通知."""
_IMPRINT = re.compile(
    rf"[（(](?!此|本|该)(?P<organs>[^）)\d]{{0,80}}?)\s*{DATE.pattern}(?:[^（(）)]|[（(][^）)]*[)）]){{0,600}}[)）]"
)
_HEAD_ABOVE = 12
"""How many lines of a page may stand above the number or the addressees of its document."""
_PUBLISHED = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_RUN_ON_TO = re.compile(r"[^。：]{0,40}(?:各|有关)[^。：]{2,240}(?:政府|部门|单位|机构|企业|委员会|院校|局|办|公司)[：:](?=.)")

_LONG = 80  # of a line that holds a title and what stands below it
_TOP = 40  # lines in which a page may print a title of its own
_MOST_TITLE_LINES = 20  # of a head; more short lines are a list


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text without its line break."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Front:
    """What stands before a body, which begins at `body`. Elements cover all of it."""

    body: int
    elements: list[Element] = field(default_factory=list)
    title: list[Span] = field(default_factory=list)
    title_text: str = ""
    issuers: list[Span] = field(default_factory=list)
    number: Span | None = None
    addressees: Span | None = None
    date: Span | None = None
    published: Span | None = None
    record: record.Record = field(default_factory=record.Record)
    title_so_far: str = ""

    @property
    def notice(self) -> bool:
        """Whether the title is that of a notice that issues something."""
        return self.title_text.endswith("通知") or not self.title_text


def lines_of(text: str) -> list[Line]:
    """The lines of a canonical text that are not empty."""
    return [Line(m.start(), m.end(), m[0].rstrip()) for m in re.finditer(r"(?!\s)[^\n]+", text)]


def front(text: str, lines: Sequence[Line], at: int, headings: Mapping[int, int]) -> Front:
    """The head that begins at an offset; `headings` leads from the offsets of lines set as headings to their levels."""
    head = Front(at)
    later = [line for line in lines if line.start >= at]
    texts = [line.text for line in later]
    contents, listed, begins = Contents(texts), 0, _begins(texts)
    for i, line in enumerate(later):
        kind = "contents" if i < listed else _kind(line, head, later, i)
        kind = "furniture" if i < begins and kind in ("body", "run-on") else kind
        kind = "body" if kind == "title" and _is_first_heading(line, head, headings) else kind
        if i >= listed and (entries := contents.length(i)) and kind not in ("label", "number"):
            kind, listed = "contents", i + entries
        if kind == "run-on":
            _run_on(text, line, head)
            if head.body < line.end:
                break
            continue
        if kind == "body":
            head.body = line.start
            break
        _take(head, kind, Span(line.start, line.end), line.text)
        head.body = line.end
        if kind == "addressee":
            break
    _settle_title(text, head)
    if any(element.kind == "furniture" for element in head.elements):
        head.record = record.read(text, at, head.body, NUMBER.pattern)
    return head


def _begins(texts: Sequence[str]) -> int:
    """Index of the document's own title, where its page prints the title above too."""
    top = texts[:_TOP]
    return title_again(top, [i for i, text in enumerate(top) if _is_addressed(text) or _MARKED.match(text)])


def _kind(line: Line, head: Front, later: Sequence[Line], i: int) -> str:
    text = line.text
    if not head.elements and _LABEL.match(text):
        return "label"
    bare = _SIGNER.sub("", text)
    if NUMBER.fullmatch(bare.strip("（()） •·●")) or NUMBER.fullmatch(bare) or _is_order(later, i) or _JOINT.fullmatch(text):
        return "number"
    if _RED_HEAD.fullmatch(text):
        return "red-head"
    if _QUOTED.fullmatch(text) or _NUMBERED.fullmatch(text):
        return "quoted"
    if DATE_LINE.fullmatch(text) or _is_occasion(later, i):
        return "date"
    if _NUMBER_DATED.fullmatch(text):
        return "number-dated"
    if _MASTHEAD.fullmatch(text):
        return "masthead"
    if head.title and _IMPRINT.fullmatch(text):
        return "imprint"
    if (_RUN_ON.match(text) and not head.number) or (not head.elements and _is_run_on(text)):
        return "run-on"
    if not head.addressees and _is_furniture(later, i):
        return "furniture"
    if _is_addressed(text) and (head.title or head.number or i <= 2 or text.startswith("各")):
        return "addressee"
    if re.fullmatch(PREFACE, text) or (_MARKED.match(text) and not _TAGGED.match(text)) or _first_of_decimals(text, later, i):
        return "body"
    if _titular(text) and len(head.title) < _MOST_TITLE_LINES:
        return "furniture" if is_trail([line.text for line in later[i : i + 2]], 0) else "title"
    return "run-on" if _RUN_ON_TO.match(text) else "furniture" if _head_follows(head, later, i) else "body"


def _is_first_heading(line: Line, head: Front, headings: Mapping[int, int]) -> bool:
    """Whether a line below the whole title is set as a heading of a lower level: the first part has no number."""
    named = head.title_so_far and not DOC_TYPE.search(line.text) and not _NO_PART.search(line.text)
    return bool(named) and headings.get(line.start, 0) > headings.get(head.title[0].start, 0)


def _is_run_on(text: str) -> bool:
    found = _RUN_ON_BARE.match(text)
    return found is not None and (len(text) > _LONG or text.startswith("第一", found.end()))


def _is_order(later: Sequence[Line], i: int) -> bool:
    """Whether a line is half of a number on two: 溪源县人民政府令 / 第12号."""
    first, second = (i - 1, i) if _NTH.fullmatch(later[i].text) else (i, i + 1)
    return (
        first >= 0 and second < len(later) and bool(_ORDER.fullmatch(later[first].text) and _NTH.fullmatch(later[second].text))
    )


def _is_occasion(later: Sequence[Line], i: int) -> bool:
    """Whether a line says when a report was given, or is the first of the two that do."""
    text = later[i].text
    goes_on = i + 1 < len(later) and len(text) <= _LONG and "在" in text
    return _OCCASION.fullmatch(text) is not None or (goes_on and _OCCASION.fullmatch(text + later[i + 1].text) is not None)


def _is_addressed(text: str) -> bool:
    told = len(text) < 300 and text.endswith(("：", ":")) and _TO_ORGAN.search(text[-_ORGAN_TAIL:])
    return bool(told) and _ADDRESSED.search(text) is not None and not _MARKED.match(text)


def _is_furniture(later: Sequence[Line], i: int) -> bool:
    """What a page draws around a document: its navigation, and the record 信息公开表 with its labels and cells."""
    text = later[i].text
    if _TAGGED.match(text):
        return False
    if len(text) <= 80 and FURNITURE.search(text):
        return True
    near = [line.text for line in later[max(0, i - record.NEAR) : i + record.NEAR + 1]]
    return record.is_record(near, min(i, record.NEAR))


def _head_follows(head: Front, later: Sequence[Line], i: int) -> bool:
    """Whether a line that is no title, but what a page says, stands above a record, the number or the
    addressees (a sentence: both of these)."""
    text = later[i].text
    below = [line.text for line in later[i + 1 : i + 1 + _HEAD_ABOVE]]
    if below and len(text) <= _LONG and not text.endswith("。") and record.is_record(below, 0):
        return True
    if NOTE_ABOVE.match(text) and any(map(_is_addressed, below)):
        return True
    if len(text) > 200 or head.number or DOC_TYPE.search(head.title_so_far):
        return False
    numbered, addressed = any(map(NUMBER.fullmatch, below)), any(map(_is_addressed, below))
    whole = text.endswith("。") or (len(text) > 60 and not text.endswith("…"))
    return (numbered and addressed) if whole else (numbered or addressed)


def _first_of_decimals(text: str, later: Sequence[Line], i: int) -> bool:
    """`1总则` over `1.1…`: technical plans count so."""
    return bool(re.match(r"1\s?[\u4e00-\u9fff]{2,12}$", text)) and any(
        re.match(r"1[.．]1(?!\d)", line.text) for line in later[i + 1 : i + 2]
    )


def _titular(text: str) -> bool:
    if len(text) > 90 or re.search(r"[。；！\t|]|[：:]$|[：:].*[？?]$", text):
        return False
    return "，" not in text or bool(DOC_TYPE.search(text)) or ("《" in text and "》" not in text) or text.startswith("关于")


def _take(head: Front, kind: str, span: Span, text: str) -> None:
    if kind == "masthead" and (found := _MASTHEAD.fullmatch(text)):
        at = span.start + found.end("organ")
        head.issuers, head.date = [Span(span.start, at)], Span(at, span.end)
        head.elements += [Element("issuer", head.issuers[0]), Element("date", head.date)]
        return
    if kind == "red-head" and (found := _RED_HEAD.fullmatch(text)):
        at = span.start + found.start("number")
        head.issuers.append(Span(span.start, at))
        head.elements.append(Element("issuer", head.issuers[-1]))
        kind, span = "number", Span(at, span.end)
    if kind == "number-dated" and (found := _NUMBER_DATED.fullmatch(text)):
        at = span.start + found.end("number")
        _take(head, "number", Span(span.start, at), found["number"])
        kind, span = "date", Span(at, span.end)
    if kind == "imprint" and (found := _IMPRINT.fullmatch(text)):
        _take_imprint(head, span, found)
    elif kind == "furniture" and text[0] not in "（(" and not NOTE_ABOVE.match(text) and (found := _PUBLISHED.search(text)):
        head.published = Span(span.start + found.start(), span.start + found.end())
    if kind == "quoted" and (found := _QUOTED.fullmatch(text) or _NUMBERED.fullmatch(text)):
        _take_quoted(head, span, found)
        return
    if kind == "number":
        second = head.number and _NTH.fullmatch(text) and not head.title
        head.number = Span(head.number.start, span.end) if head.number and second else head.number or span
    elif kind == "date":
        head.date = span
    elif kind == "addressee":
        head.addressees = span
    elif kind == "title":
        if tag := _TAGGED.match(text):
            head.elements.append(Element("furniture", Span(span.start, span.start + tag.end())))
            span = Span(span.start + tag.end(), span.end)
        head.title.append(span)
        head.title_so_far = text if DOC_TYPE.search(text) else head.title_so_far
    head.elements.append(Element(kind, span))


def _take_quoted(head: Front, span: Span, found: re.Match[str]) -> None:
    """The title inside 《》, and the number before it."""
    title = Span(span.start + found.start("title"), span.start + found.end("title"))
    if found["number"]:
        number = Span(span.start + found.start("number"), span.start + found.end("number"))
        _take(head, "number", number, found["number"])
    _take(head, "title", title, found["title"])


def _take_imprint(head: Front, span: Span, found: re.Match[str]) -> None:
    """`（某局、某委2024年7月3日印发 某发〔2024〕18号）` under the title: organs, date and number in one bracket.

    Of several dates, as in the history of a statute, the last is that of the text as it stands.
    """
    dates = list(DATE.finditer(found.string))
    head.date = Span(span.start + dates[-1].start(), span.start + dates[-1].end())
    if number := NUMBER.search(found.string, dates[0].end()):
        head.number = Span(span.start + number.start(), span.start + number.end())
    if found["organs"]:
        head.issuers = [Span(span.start + found.start("organs"), span.start + found.end("organs"))]


def _run_on(text: str, line: Line, head: Front) -> None:
    """Cut a line without breaks at its number and at the colon after the addressees."""
    head.body = line.start
    if found := _RUN_ON.match(text, line.start, line.end):
        whole, number = Span(*found.span("title")), Span(*found.span("number"))
        title = named_once(text, [whole])[0]
        head.elements = [Element("furniture", e.span) if e.kind == "title" else e for e in head.elements]
        head.elements += [Element("furniture", Span(whole.start, title.start))] if title.start > whole.start else []
        head.title = [title]
        head.number = number
        head.elements += [Element("title", title), Element("number", number)]
        head.body = number.end + (text[number.end : number.end + 1] in ("）", ")"))
        if found["dated"]:
            head.published = Span(*found.span("dated"))
            head.elements.append(Element("date", head.published))
            head.body = head.published.end
        if found["to"]:
            head.addressees = Span(*found.span("to"))
    elif not head.elements and (found := _RUN_ON_BARE.match(text, line.start, line.end)):
        head.title = [Span(*found.span("title"))]
        head.elements.append(Element("title", head.title[0]))
        head.body = head.title[0].end
        head.addressees = Span(*found.span("to")) if found["to"] else None
    elif found := _RUN_ON_TO.match(text, line.start, line.end):
        head.addressees = Span(found.start(), found.end())
    if head.addressees:
        head.elements.append(Element("addressee", head.addressees))
        head.body = head.addressees.end


def _settle_title(text: str, head: Front) -> None:
    best, issuers = settled(text, head.title)
    kinds = {span: "issuer" if span in issuers else "furniture" for span in head.title if span not in best}
    head.title, head.title_text = best, joined(text, best)
    head.issuers = sorted([*head.issuers, *issuers])
    head.elements = [Element(kinds.get(e.span, e.kind) if e.kind == "title" else e.kind, e.span) for e in head.elements]
