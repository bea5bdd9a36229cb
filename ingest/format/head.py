"""The head of a document as far as it is read, and what the next line of it is: title, number, addressees … or its body.

Each kind of line is one question, asked in the order of `_KINDS`; the first that holds decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.clauses.titled import heads_tasks
from ingest.format import record
from ingest.format.webpage import FURNITURE, NOTE_ABOVE, is_trail
from ingest.model import Element, Span
from ingest.numerals import DATE
from ingest.official import DATE_LINE, DIVISION, DOC_TYPE, FIRST_DIVISION, ISSUER_END, NUMBER, PREFACE, TYPE_WORD

MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+"
    rf"{DIVISION}"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、]|(?:[IVX]{1,4}|[Ⅰ-Ⅻ])[.．、]|【|问[：:]"
)
TAGGED = re.compile(
    r"(?:【[\u4e00-\u9fff]{0,6}(?:解读|问答|图解)】|(?:文字|图文|政策|媒体|专家)解读[：:]\s*)(?=.{8})"
    r"|(?:【(?![^】]*(?:单位|部门|时限|领导|按|摘要|问))[\u4e00-\u9fff]{2,8}】)+(?=[^\s，。；：、][^，。；：、]{7,50}$)"
)
"""What a page calls the piece, before its title: 【文字解读】《…》的说明, 文字解读：关于…, 【政务速递】【督查】全县…."""
TWICE = re.compile(r"(?P<title>[^\s|][^|]{7,100}?)\s+(?P=title)\s*\|?")
"""A title that a page prints twice in one line."""
SITE_BEHIND = re.compile(rf"(?P<title>\S{{8,}}(?:{TYPE_WORD}|答复|解读|公示))(?: [^\s（(]\S*)+")
"""A title, and behind it the column and the name of the site: 对…的答复 部门文件 某省文化和旅游厅."""
NTH = re.compile(r"[（(]?第\s*[\d一二三四五六七八九十百零〇]{1,5}\s*号[)）]?")
RED_HEAD = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{4,40}})文件\s*(?P<number>{NUMBER.pattern})")
"""Red head and number in one line: 溪源县水利局文件 溪水发〔2031〕5号."""
NUMBER_DATED = re.compile(rf"(?P<number>{NUMBER.pattern})\s*[（(]?{DATE.pattern}[)）]?")
MASTHEAD = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{4,40}}?{ISSUER_END})\s*{DATE.pattern}")
QUOTED = re.compile(
    rf"(?P<number>{NUMBER.pattern})?\s*《(?P<title>(?:[^《》]|《[^《》]*》)+{TYPE_WORD})》(?:[（(][^（(）)]{{0,6}}(?:稿|草案)[)）])?"
)
"""A title as a saved page shows it, in 《》, with the number before it."""
NUMBERED = re.compile(rf"(?P<number>{NUMBER.pattern})\s*(?P<title>(?:[^《》“，]{{2,40}}?{ISSUER_END})?关于.{{4,}}{TYPE_WORD})")
"""The number right before the title: 溪政发〔2031〕7号关于印发溪源县节水方案的通知."""
IMPRINT = re.compile(
    rf"[（(](?!此|本|该)(?P<organs>[^）)\d]{{0,80}}?)\s*{DATE.pattern}(?:[^（(）)]|[（(][^）)]*[)）]){{0,600}}[)）]"
)
DATED_BY = re.compile(rf"{DATE.pattern}\s*[，、]?\s*(?P<organs>[\u4e00-\u9fff、]{{2,40}}?{ISSUER_END})")
"""Date and organ on one line below a title: 2031年7月3日，溪源县水利局."""
RUN_ON = re.compile(
    rf"(?P<title>(?!为|根据|按照)[^。：]{{6,120}}?{TYPE_WORD})\s*(?P<number>(?![的和与”》]){NUMBER.pattern})"
    rf"[）)]?\s*(?P<dated>20\d\d-\d\d-\d\d(?!\d))?\s*(?:来源[：:][\u4e00-\u9fff]{{2,12}}(?=各))?(?P<to>[^。：]{{4,280}}[：:])?"
)
RUN_ON_BARE = re.compile(
    rf"(?P<title>[^。：，；]{{6,60}}?{TYPE_WORD}(?:（[^）]{{1,12}}）)?)\s*(?={FIRST_DIVISION}|一、|(?:根据|为了?)(?!的)|(?P<to>各[^。：]{{2,200}}：))"
)
"""A title at the very head of a text without line breaks, over its first part, its addressees, or what it is made for."""
RUN_ON_OPEN = re.compile(
    r"(?P<title>关于[^。：，；]{6,60}?的(?:实施|指导|若干)?(?:意见|通知|决定|通告|公告|批复))(?=[^\s的和》”]{2})"
)
"""The same where nothing but its own end shows it: 关于做好节水工作的意见水是生命之源，…."""
RUN_ON_TO = re.compile(
    rf"(?:(?P<number>{NUMBER.pattern})\s*)?"
    r"[^。：]{0,40}(?:各|有关)[^。：]{2,240}(?:政府|部门|单位|机构|企业|委员会|管委会|院校|局|办|公司)[：:](?=.)"
)
"""The addressees, and a number before them, in a line that goes on."""
_LABEL = re.compile(r"附\s*件\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})?\s*[：:]?$")
_ORGAN_TOLD = (
    r"(?:政府|部门|单位|机构|企业|委员会|公司|院校|学校|组织|团体|代表|委员|同志们?|朋友们?|用户|住户|市民|居民"
    r"|[局办厅委部院社区会所站队村园校馆]|公署|[、各]处|中心|办公室|[处科股]室)[)）]?[：:]$"
)
_TO_ORGAN, _ORGAN_TAIL = re.compile(_ORGAN_TOLD), 8
_ADDRESSED = re.compile(rf"同志们[：:]$|(?!为|根据|按照|现)[^。]{{1,280}}{_ORGAN_TOLD}")
_TO_EACH = re.compile(
    r"(?!(?:为|根据|按照|现|请|对|将))[^，。；：:]{0,20}(?:各|有关)[^，。；：:]{1,30}[，、](?:[^。；：:]*[，、])?各[^，。；：:、]{1,12}"
    r"(?:、[^，。；：:、]{2,8}(?:[镇乡区]|街道))*[：:]"
)
"""Addressees of any name, each called 各…: 县政府有关部门，各学校、各督学："""
_SIGNER = re.compile(r"\s*签\s*发\s*人\s*[：:].*")
_JOINT = re.compile(rf"{NUMBER.pattern}(?:[\s、，]+{NUMBER.pattern})+")
_OCCASION = re.compile(rf"(?:[—-]{{1,2}}\s*)?{DATE.pattern}在.*[会议]上$")
"""The line below the title of a report that says when it was given: ——2031年5月6日在县人大常委会第三次会议上."""
_ORDER = re.compile(r"[\u4e00-\u9fff]{2,20}(?:令|公告|通告)")
"""An order, with its number `NTH` on a line of its own."""
_COLUMN = re.compile(r"【[^】]{2,20}】")
"""The column of a site in which it prints a document, above its title and addressees."""
_FIRST_DECIMAL, _SECOND_DECIMAL = re.compile(r"1\s?[\u4e00-\u9fff]{2,12}$"), re.compile(r"1[.．]1(?!\d)")
_LATIN, _ORDINAL = re.compile(r"(?=.*[A-Za-z])[ -~]+"), re.compile(r"\d{1,2}")
"""Lines that are no title of a Chinese document: who set a page (admin 90), a number that lost its cell."""
_NO_TITLE = re.compile(r"[。；！\t|]|[：:]$|[：:].*[？?]$")

_HEAD_ABOVE = 12
"""How many lines of a page may stand above the number or the addressees of its document."""
_LONG = 80  # of a line that holds a title and what stands below it
_LONGEST_TITLE, _LONGEST_TO, _LONGEST_DRAWN = 90, 300, 200
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


@dataclass(frozen=True, slots=True)
class Place:
    """Line `i` of a head, with the lines around it and the head as far as it is read above it."""

    texts: Sequence[str]
    i: int
    head: Front

    @property
    def text(self) -> str:
        """The line itself."""
        return self.texts[self.i]

    @property
    def below(self) -> Sequence[str]:
        """The next lines of the page."""
        return self.texts[self.i + 1 : self.i + 1 + _HEAD_ABOVE]


def lines_of(text: str) -> list[Line]:
    """The lines of a canonical text that are not empty."""
    return [Line(m.start(), m.end(), m[0].rstrip()) for m in re.finditer(r"(?!\s)[^\n]+", text)]


def kind(place: Place) -> str:
    """What a line of a head is: one of the kinds of `Element`, run-on where one line holds several, body below the head."""
    return next((name for name, holds in _KINDS if holds(place)), "body")


def is_addressed(text: str) -> bool:
    """Whether a line names the addressees 主送机关 of a document."""
    if len(text) >= _LONGEST_TO or not text.endswith(("：", ":")) or MARKED.match(text):
        return False
    told = _TO_ORGAN.search(text[-_ORGAN_TAIL:]) and _ADDRESSED.search(text)
    return bool(told) or _TO_EACH.fullmatch(text) is not None


def _is_label(place: Place) -> bool:
    return not place.head.elements and _LABEL.match(place.text) is not None


def _is_number(place: Place) -> bool:
    text = place.text
    bare = _SIGNER.sub("", text)
    framed = (bare, bare.strip("（()） •·●"), bare[1:-1] if re.match("[（(]{2}", bare) else "")
    return any(map(NUMBER.fullmatch, framed)) or _JOINT.fullmatch(text) is not None or _is_order(place)


def _is_order(place: Place) -> bool:
    """Whether a line is half of a number on two: 溪源县人民政府令 / 第12号."""
    first = place.i - 1 if NTH.fullmatch(place.text) else place.i
    halves = place.texts[first : first + 2] if first >= 0 else ()
    return len(halves) > 1 and bool(_ORDER.fullmatch(halves[0]) and NTH.fullmatch(halves[1]))


def _is_quoted(place: Place) -> bool:
    return bool(QUOTED.fullmatch(place.text) or NUMBERED.fullmatch(place.text))


def _is_date(place: Place) -> bool:
    """A date alone, or the line that says when a report was given, or the first of two lines that do."""
    text, below = place.text, place.below
    if DATE_LINE.fullmatch(text) or _OCCASION.fullmatch(text):
        return True
    return bool(below) and len(text) <= _LONG and "在" in text and _OCCASION.fullmatch(text + below[0]) is not None


def _is_imprint(place: Place) -> bool:
    return bool(IMPRINT.fullmatch(place.text) or (place.head.title and DATED_BY.fullmatch(place.text)))


def _is_run_on(place: Place) -> bool:
    text, head = place.text, place.head
    if RUN_ON.match(text) and not head.number:
        return True
    found = None if head.elements else RUN_ON_BARE.match(text)
    if found is None:
        return not head.elements and len(text) > _LONGEST_DRAWN and RUN_ON_OPEN.match(text) is not None
    return len(text) > _LONG or text.startswith("第一", found.end())


def _is_furniture(place: Place) -> bool:
    """What a page draws around a document: its navigation, and the record 信息公开表 with its labels and cells."""
    text, i = place.text, place.i
    if place.head.addressees or TAGGED.match(text):
        return False
    if len(text) <= _LONG and (FURNITURE.search(text) or _LATIN.fullmatch(text)):
        return True
    return record.is_record(place.texts[max(0, i - record.NEAR) : i + record.NEAR + 1], min(i, record.NEAR))


def _is_addressee(place: Place) -> bool:
    expected = place.head.title or place.head.number or place.i <= 2 or place.text.startswith("各")
    return bool(expected) and is_addressed(place.text)


def _begins_body(place: Place) -> bool:
    text = place.text
    marked = MARKED.match(text) and not TAGGED.match(text) and not _is_column(place)
    return bool(re.fullmatch(PREFACE, text) or marked) or _is_first_decimal(place) or _is_first_unit(place)


def _is_column(place: Place) -> bool:
    return _COLUMN.fullmatch(place.text) is not None and any(map(is_addressed, place.below))


def _is_first_decimal(place: Place) -> bool:
    """`1总则` over `1.1…`: technical plans count so."""
    return bool(_FIRST_DECIMAL.match(place.text)) and bool(place.below) and bool(_SECOND_DECIMAL.match(place.below[0]))


def _is_first_unit(place: Place) -> bool:
    """A unit over its tasks, and another below: a list of duties begins right below its title."""
    pairs = list(pairwise([place.text, *place.below]))
    return bool(pairs) and heads_tasks(*pairs[0]) and any(heads_tasks(*pair) for pair in pairs[1:])


def _is_title(place: Place) -> bool:
    return _titular(place.text) and len(place.head.title) < _MOST_TITLE_LINES


def _is_trail(place: Place) -> bool:
    return _is_title(place) and is_trail(place.texts[place.i : place.i + 2], 0)


def _titular(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or _NO_TITLE.search(text) or _LATIN.fullmatch(text) or _ORDINAL.fullmatch(text):
        return False
    return "，" not in text or bool(DOC_TYPE.search(text)) or ("《" in text and "》" not in text) or text.startswith("关于")


def _is_drawn_above(place: Place) -> bool:
    """Whether a line that is no title, but what a page says, stands above a record, the number or the
    addressees (a sentence: both of these)."""
    text, below, head = place.text, place.below, place.head
    if below and len(text) <= _LONG and not text.endswith("。") and record.is_record(below, 0):
        return True
    if NOTE_ABOVE.match(text) and any(map(is_addressed, below)):
        return True
    if len(text) > _LONGEST_DRAWN or head.number or DOC_TYPE.search(head.title_so_far):
        return False
    numbered, addressed = any(map(NUMBER.fullmatch, below)), any(map(is_addressed, below))
    whole = text.endswith("。") or (len(text) > 60 and not text.endswith("…"))
    return (numbered and addressed) if whole else (numbered or addressed)


_KINDS: tuple[tuple[str, Callable[[Place], object]], ...] = (
    ("label", _is_label),
    ("number", _is_number),
    ("red-head", lambda place: RED_HEAD.fullmatch(place.text)),
    ("quoted", _is_quoted),
    ("twice", lambda place: not place.head.title and TWICE.fullmatch(place.text)),
    ("date", _is_date),
    ("number-dated", lambda place: NUMBER_DATED.fullmatch(place.text)),
    ("masthead", lambda place: MASTHEAD.fullmatch(place.text)),
    ("imprint", _is_imprint),
    ("run-on", _is_run_on),
    ("furniture", _is_furniture),
    ("addressee", _is_addressee),
    ("body", _begins_body),
    ("furniture", _is_column),
    ("furniture", _is_trail),
    ("title", _is_title),
    ("run-on", lambda place: RUN_ON_TO.match(place.text)),
    ("furniture", _is_drawn_above),
)
