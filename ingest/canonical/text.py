"""Canonical text with an offset map back to the source.

What a plan looks like when it arrives (typed, saved from a page, taken out of a PDF) is undone here: lines wrapped at the
margin are joined, page marks and layout spaces dropped, letter-spaced and doubled headings mended, CJK radicals replaced by the
characters they stand for and traditional characters by simplified ones. Nothing is added: every character of the canonical
text has its place in the source, and what of the source is not in it is named in `discards`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.canonical.lines import INVISIBLE, Drop, Line, mended, printed
from ingest.model import Discard, OffsetMap
from ingest.official import DIVISION

_STOPS, _CLOSERS = "。！？；：…!?;:〕】", "”’」』）)]】》"
_NEVER_FIRST = "，、。；！？"
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零]{1,5}条")
_COUNTED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?=.{6})")
_DANGLING = re.compile(r"(?:(?<![存所潜现内外健实好自旨])在|(?<![共温缓饱平柔总调祥])和|(?<![参给赋授寄])与|(?<!目)的)$")
"""The end of a line that cannot end a heading: …占比稳定在."""
_PHONE = re.compile(r"(?:电话|传真|手机)[^。]{0,24}\d{7,}$")
"""Whom to call: what stands below is who signs."""
_TYPED_STOP = re.compile(r"[\u4e00-\u9fff]{4}[.．]$")
"""A full stop typed as a point, as in texts of the eighties; after a number it is no stop (十一.)."""
_DATE_CUT = re.compile(r"年(?:\d|$|[“《，、])|月(?:\d|$)|日(?:$|[，。、；])|号(?:$|[）)〕，、])")
"""How a line begins that a page parted from the figure before it: 2031 / 年6 / 月8 / 日."""
_BOUND_CUT = re.compile(r"以[上下内](?=[的，、；。）)])")
"""How a line begins that a margin parted from its figure: 5000万元 / 以上的项目."""
_DATE_TYPED = re.compile(r"\d[-/.:]\d{1,2}$")
_DATED = re.compile(r"[^，。；：]{0,30}\d{4}年\d{1,2}月\d{1,2}日")
_NUMERALS = "一二三四五六七八九十"
_DATE_ALONE = re.compile(rf"(?:\d{{4}}|[一二][〇○零{_NUMERALS}]{{3}})年[\d{_NUMERALS}]{{1,2}}月[\d{_NUMERALS}]{{1,3}}日")
_TWO_NAMES = re.compile(r"[^，。；：]{2,30} {3,}[^，。；：]{2,30}")  # organs side by side, as a page signs for them
_DOTS = ".．…·"
LEADER = rf"[{_DOTS}]{{4,}}\s*[（(—-]?\s*\d{{0,4}}\s*[)）—-]?\s*$"
"""How a line of a table of contents ends: 总则……3, 总则………（3）."""
_LEADER = re.compile(LEADER)
_ASIDE_END = re.compile(
    r"[（(][^（）()]*(?:单位|负责|牵头|配合|部门|参与|公开|记者|通讯员|作者|联系人)"
    r"(?:[^（）()]|[（(][^（）()]*[)）])*[)）]$"
    r"|[。！”][（(][\u4e00-\u9fff]{2,4}[)）]$"
)
_MARKER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}"
    rf"{DIVISION}"
    r"|[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十百\d]{1,3}[)）]"
    r"|\d{1,2}\s*[.．、﹒](?!\d)|[一二三四五六七八九十]{1,2}是|——|--|专栏|附件|附表|附录|相关(?:链接|附件|文件|解读|阅读)|[问答][:：]|【|[①-⒛㈠-㈩]|[报送抄][:：送]|(?:来源|发布时间|发布日期|索引号|发文(?:字号|文号|标题|机关|部门)|标题)[：:]"
)
_HALVES = re.compile(r"([^\s\d，。；：、！？“”（）]{4,12})，([^\s\d，。；：、！？“”（）]{4,12})")
_LEAST_BELOW = 40
_CONTROL = re.compile(r"【\s*字[体号](?:大小)?\s*[：:](?:[\s【】：:大中小]|字[体号]|打印(?:本页)?)*$")
"""A page's buttons for the size of its letters, whose words went with the buttons: 【打印】【字体："""
_LONGEST_BRACKET = 300  # characters in which an open bracket keeps lines together
_BUTTON = 4  # characters of a button that is still there: 【字号： / 大 / 中 / 小】
_BRACKETS = re.compile(r"[（(〔\[【《〈）)〕\]】》〉]")
_OPEN = "（(〔[【《〈"
_LABELLED = re.compile(
    r"【?[\u4e00-\u9fff]{0,4}(?:责任|牵头|配合|参与|协办|主办|承办|落实|实施|完成|时)(?:单位|部门|主体|领导|人|时限|时间|限)】?[：:]"
)
"""A line that says who or when: what stands below it is another paragraph, if no comma or margin leads there."""
GOES_ON = "\u2060"
"""Word joiner: a line that begins with it surely goes on with the one before, as a reader of printed pages can tell."""
_LEFT_OUT = re.compile(rf"(?P<space>\s+)|(?P<invisible>[{INVISIBLE}]+)|(?P<markup>[#>*]+)|(?P<lost>.)")


@dataclass(frozen=True, slots=True)
class Canonical:
    """`text` has one paragraph a line. `pages` are the offsets at which a page begins (empty where the source shows none),
    `headings` leads from the offset of a Markdown heading to its level, `discards` names what of the source is left out."""

    text: str
    offsets: OffsetMap
    pages: tuple[int, ...]
    headings: dict[int, int]
    discards: tuple[Discard, ...]


def canonical(raw: str, *, whole: bool = False, paged: bool = False) -> Canonical:
    """Canonical text of the characters of a file, with the way back to them. `whole`: no line is joined; `paged`: the
    source has pages, if only one."""
    source = mended(raw)
    lines, drops = printed(raw, source)
    made = _joined(lines, source, whole=whole)
    offsets = OffsetMap(_merged(made.runs))
    pages = tuple(made.pages) if paged or len(made.pages) > 1 else ()
    return Canonical("".join(made.parts), offsets, pages, made.headings, _discards(raw, offsets, drops))


def _margin(widths: Sequence[float]) -> float | None:
    """Width at which the lines were wrapped, in full-width characters: the most frequent; None where a line is a paragraph."""
    counts = Counter(round(width) for width in widths if width >= 12)
    if counts.total() < 8:
        return None
    margin = max(counts, key=lambda width: (counts[width] + counts[width - 1] + counts[width + 1], width))
    full = sum(counts[width] for width in range(margin - 3, margin + 2))
    beyond = sum(count for width, count in counts.items() if width > 1.5 * margin)  # a margin is what few lines cross
    wrapped = margin <= 60 and full >= 0.4 * counts.total() and beyond <= 0.1 * counts.total()
    return float(margin) if wrapped else None


def _joined(lines: Sequence[Line], source: str, *, whole: bool) -> _Joined:
    widths = [_width(line.text) for line in lines]
    margin = _margin(widths)
    made = _Joined(source)
    for i, line in enumerate(lines):
        if i:
            room = margin and margin - (2.0 if made.seam == "\n" else 0.0)  # the first line of a paragraph is indented
            joins = source[line.start] == GOES_ON or (
                not whole and _continues(lines[i - 1], line, widths[i - 1], room, made.in_bracket)
            )
            made.part(lines[i - 1].end, "\n" if not joins else " " if _latin_seam(made.parts, line) else "")
        made.add(line)
    return made


@dataclass(slots=True)
class _Joined:
    """A canonical text as it grows line by line, `at` characters long. `seam` is what parts the last two lines: a line break, a
    space or nothing; `opened` the place near the last bracket that is open, -1 for none."""

    source: str
    parts: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int]] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    at: int = 0
    seam: str = "\n"
    opened: int = -1

    @property
    def in_bracket(self) -> bool:
        return self.opened >= 0 and self.at - self.opened < _LONGEST_BRACKET

    def part(self, place: int, seam: str) -> None:
        """Puts a seam for the break at a place of the source."""
        self.seam = seam
        if seam:
            self.runs.append((self.at, place, 1))
            self.parts.append(seam)
            self.at += 1
            self.opened = -1 if seam == "\n" else self.opened

    def add(self, line: Line) -> None:
        self.pages += [self.at] * (line.page - len(self.pages))
        if line.heading:
            self.headings[self.at] = line.heading
        for start, end in line.keep:
            if end > start:
                self.runs.append((self.at, start, end - start))
                self.parts.append(self.source[start:end])
                self.at += end - start
        self.opened = _still_open(line, self.at, self.opened)


def _still_open(line: Line, at: int, since: int) -> int:
    """Offset near the last bracket that is open at the end of a line, -1 where all are closed."""
    depth = 1 if since >= 0 else 0
    for sign in _BRACKETS.findall(line.text):
        depth = depth + 1 if sign in _OPEN else max(0, depth - 1)
    return -1 if depth == 0 else since if since >= 0 else at - len(line.text)


def _latin_seam(parts: Sequence[str], line: Line) -> bool:
    """A break between two Latin words stands for a space; one inside a number (20|27年) stands for nothing."""
    left, right = parts[-1][-1:] if parts else "", line.text[:1]
    return (
        left.isascii() and right.isascii() and left.isalnum() and right.isalnum() and not (left.isdigit() and right.isdigit())
    )


def _continues(before: Line, line: Line, width: float, margin: float | None, bracket_open: bool) -> bool:
    """Whether a line goes on with the sentence of the one before, `width` wide (a margin, a page or a saved page cut it)."""
    if before.heading or line.heading or "\t" in line.text or "|" in line.text or _leads_to_page(before.text):
        return False
    if line.text[0] in _NEVER_FIRST or (before.text[-1].isdecimal() and _DATE_CUT.match(line.text)):
        return True
    if before.text[-1] not in _STOPS and _BOUND_CUT.match(line.text):
        return True
    if len(line.text) >= _BUTTON and "【" in before.text and _CONTROL.search(before.text):
        return False
    if line.text.startswith("各") and line.text[-1] in "：:" and not (margin and width > margin - 2.5):
        return False  # the addressees
    if bracket_open and before.text[-1] not in "。！？" and not _MARKER.match(line.text):
        return True
    if line.own or _ended(before.text) or (before.text[-1] == "日" and _DATED.fullmatch(before.text)):
        return False
    if _MARKER.match(line.text):
        return False
    if before.text[-1] in "，、,":
        return True
    if _DATE_ALONE.fullmatch(line.text) or ("   " in before.text and _TWO_NAMES.fullmatch(before.text)):
        return False
    if margin is not None and width + min(_first_word(line.text), 6.0) > margin - 2.5:
        return True
    return not (margin is None and _is_halved_heading(before.text, line.text)) and _mid_sentence(before.text)


def _is_halved_heading(text: str, below: str) -> bool:
    """Whether a line is a heading of two halves alike (强化组织领导，压实工作责任) over a whole paragraph."""
    halves = _HALVES.fullmatch(text)
    alike = halves is not None and abs(len(halves[1]) - len(halves[2])) <= 1
    return alike and len(below) >= _LEAST_BELOW and below[-1] in "。！”：；"


def _leads_to_page(text: str) -> bool:
    """Whether a line is an entry of a table of contents: dots, and a page number perhaps."""
    return (text[-1] in _DOTS or text[-1].isdecimal() or text[-1] in ")）—-") and _LEADER.search(text) is not None


def _ended(text: str) -> bool:
    """Whether a sentence, or a bracket of units or writers, ends with a line: a stop with nothing but closing marks behind."""
    bare = text.rstrip(_CLOSERS)
    if (bare[-1:] in (".", "．") and _TYPED_STOP.search(bare)) or (bare[-1:].isdecimal() and _PHONE.search(bare)):
        return True
    if bare[-1:] in _STOPS and bare:
        return True
    return "】" in text[len(bare) :] or (text[-1] in ")）" and _ASIDE_END.search(text) is not None)


def _mid_sentence(text: str) -> bool:
    """A paragraph that stops without a stop: `（二）多措并举，营造环境` is a heading; body text is long."""
    if _LABELLED.match(text) and "。" not in text:
        return False
    if _MARKER.match(text):
        return "。" in text or len(text) > 80 or _says_more(text)
    return "，" in text or "。" in text or len(text) > 80


def _says_more(text: str) -> bool:
    """Whether a marked line is no heading but a sentence that the margin cut: an article with a pause, an item with three, a
    figure without its unit (改造农村危房15|0户), a word that joins."""
    pauses = text.count("，")
    cut = (text[-1].isdecimal() and _COUNTED.match(text) is not None and not _DATE_TYPED.search(text)) or (
        text[-1] in "在和与的" and _DANGLING.search(text) is not None
    )
    return cut or pauses >= 3 or (pauses > 0 and _ARTICLE.match(text) is not None)


def _first_word(text: str) -> float:
    word = re.match(r"[!-~]+|.", text)
    return _width(word[0]) if word else 0.0


def _width(text: str) -> float:
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def _merged(runs: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    merged: list[tuple[int, int, int]] = []
    for start, source, length in runs:
        if merged and merged[-1][1] + merged[-1][2] == source:
            merged[-1] = (merged[-1][0], merged[-1][1], merged[-1][2] + length)
        else:
            merged.append((start, source, length))
    return tuple(merged)


def _discards(raw: str, offsets: OffsetMap, drops: Sequence[Drop]) -> tuple[Discard, ...]:
    """What of the source is in no run, by kind: the lines dropped whole, and the white space and marks between the rest."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    at = 0
    taken = sorted(
        [(source, source + length, "") for _, source, length in offsets.runs]
        + [(drop.start, drop.end, drop.kind) for drop in drops]
    )
    for start, end, kind in [*taken, (len(raw), len(raw), "")]:
        for left, stop, what in _left_out(raw, at, start):
            ranges[what].append((left, stop))
        if kind:
            ranges[kind].append((max(at, start), end))
        at = max(at, end)
    return tuple(Discard(kind, tuple(ranges[kind])) for kind in sorted(ranges))


def _left_out(raw: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The characters of a gap by kind; `lost` is what no rule of this package may drop."""
    if end > start and raw[start:end].isspace():
        yield start, end, "space"
    else:
        for found in _LEFT_OUT.finditer(raw, start, end):
            yield found.start(), found.end(), found.lastgroup or "lost"
