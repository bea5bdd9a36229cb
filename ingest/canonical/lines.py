"""The printed lines of a source: page by page, layout spaces taken out, letter-spaced and doubled headings mended.

What a line loses inside is white space, zero-width characters and Markdown marks; whole lines that go (page numbers, running
heads, headings drawn twice) are named in a `Drop`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.canonical.flat_tables import with_tabs
from ingest.traditional import simplified

# NFKC mends block 2F00 (Kangxi radicals); block 2E80 (supplement) has no decomposition: its simplified forms are listed.
_SUPPLEMENT = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_CHARACTERS = (
    {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
    | _SUPPLEMENT
    | {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFE50, 0xFE5F)}  # small forms: ﹝2031﹞
    | dict.fromkeys("\xa0\u2002\u2003\u2009\u202f\u205f", " ")
)
_REPLACED = re.compile(f"[{''.join(_CHARACTERS)}]")

_TYPED = str.maketrans(",:;!?()", "，：；！？（）")
_CHINESE = "\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’…—"
_HALF_WIDTH = re.compile(
    rf"[,:;!?()](?:(?<=\()(?=\d{{1,2}}\)[{_CHINESE}]|[^()\n]{{0,80}}[{_CHINESE}])|(?<=[{_CHINESE}].)[,:;!?()]*"
    rf"|[,:;!?()]*(?=[{_CHINESE}])|(?<=[\d%][,:;!?)])[,:;!?)]*(?=\s))"
)
"""Marks typed in half width beside a Chinese character, or round Chinese, as web pages have them; not in 1,000 and 1.5:1."""

INVISIBLE = "\u200b-\u200f\u2060\ufeff\xad"
_LINE = re.compile(r"[^\n\r\f\v\x1c\x85\u2028\u2029]+")
_LAYOUT = re.compile(rf"[ \t\u3000\xa0*#>{INVISIBLE}]")
# A pattern that begins with one character of a set is searched for quickly; what must not stand before it is asked behind it.
_GAP = re.compile(r"[ \u3000\xa0][ \u3000\xa0]+")
_SPACE = re.compile(rf"[ \u3000*{INVISIBLE}](?:(?<=[ \u3000])[ \u3000]*|(?<=\*)\*|(?<=[{INVISIBLE}])[{INVISIBLE}]*)")
_SPACED = re.compile(r"(?:[^\s\x00-\x7f][ \u3000]+){3,}[^\s\x00-\x7f]")
_PAGE_MARK = re.compile(
    r"[-—–－―]+\s*\d{1,4}\s*[-—–－―]+|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_REDRAWN = re.compile(r"([^：]{1,6}：)\1{2,}")
"""A label drawn over and over to look bold: the record 信息公开表 that a printed web page sets at the foot of a page."""
_HASH = re.compile(r"(#{1,6})\s+|>\s?")
_LONGEST_HEAD = 40
_ONE_LINE, _LEAST_MARKS = 200, 3
_LEAST_PAGES = 3
_MOST_COLUMNS = 10  # lines of the head of a table whose cells stand on lines of their own
_DECIMAL = r"\d{1,2}(?:[.．]\d{1,2}){1,3}[ \u3000]?(?=[\u4e00-\u9fff])(?![万亿元倍个人米公平立吨亩年])"
_MARK_BEHIND = re.compile(
    r"[ \u3000](?<![ \u3000]{2})[ \u3000]*"
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章条]|\d{1,2}[.．、](?!\d)"
    rf"|{_DECIMAL})"
)
_HEADED = re.compile(
    r" *(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]) ?[^\s，。；：！？]{4,24}(?P<gap> )"
    r"(?=[\u4e00-\u9fff“《][^。\n]{9,}[，。；][^\n]{10,})"
)
"""A heading and its text on one line: 一、总体要求 坚持节水优先，…."""
_BETWEEN_WORDS, _FEW_SPACES = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])"), 3
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零]{1,5}条$")
_NUMBER_ALONE = re.compile(r"\s*\d{1,2}(?:[.．]\d{1,2}){0,3}")
"""The number of a heading that wide spaces part from its words: 1　　总则, 2.1　　领导机构."""
_SEAM = re.compile(
    r"[ \u3000](?<![ \u3000]{2})(?:(?<=[^\x00-\x7f].)|(?<=[%)\]].)|(?<=-\d\d.)|(?<=附件\d.))[ \u3000]*"
    rf"(?=[^\x00-\x7f]|[(《]|\d{{1,2}}[.．、](?!\d)|{_DECIMAL}|20\d\d[-/年]\d{{1,2}}[-/月]\d|(?<=日[ \u3000])20\d\d年"
    r"|(?<=。[ \u3000])20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
)
"""A space between Chinese, or before the number of an item or a date; not those round Latin words and figures (到 2027 年)."""


@dataclass(slots=True)
class Line:
    """One printed line, `[start, end)` of the source without white space around; `own` where it surely begins a paragraph.

    `text` is what `keep`, ranges of the source, hold; `heading` the level of a Markdown heading, 0 where it is none.
    """

    start: int
    end: int
    text: str
    own: bool
    page: int
    heading: int = 0
    keep: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, order=True)
class Drop:
    """`[start, end)` of the source, left out whole. `kind`: page-number, running-head or doubled."""

    start: int
    end: int
    kind: str


def mended(raw: str) -> str:
    """The source with radicals, traditional characters, odd spaces and half-width marks among Chinese (GB/T 15834) replaced,
    and tabs in tables flattened to spaces, one character for one."""
    plain = with_tabs(simplified(_REPLACED.sub(lambda found: _CHARACTERS[found[0]], raw)))
    return _HALF_WIDTH.sub(lambda found: found[0].translate(_TYPED), plain)


def printed(raw: str, source: str) -> tuple[list[Line], list[Drop]]:
    """The lines of a source in order, and what was dropped of it; `source` is `mended(raw)`."""
    drops: list[Drop] = []
    lines = _without_page_marks(list(_lines(raw, source, drops)), drops)
    return _without_running_heads(lines, drops), drops


def _lines(raw: str, source: str, drops: list[Drop]) -> Iterator[Line]:
    page, at = 1, 0
    feeds = "\f" in raw
    for found in _LINE.finditer(source):
        start, end = found.span()
        if feeds:
            page += raw.count("\f", at, start)
            at = start
        body = _after_indent(source, start, end)
        if "：" in found[0] and _REDRAWN.match(re.sub(r"\s+", "", found[0])):
            drops.append(Drop(start, end, "running-head"))
        elif _LAYOUT.search(source, body, end):
            yield from _pieces(raw, source, start, end, page, drops)
        else:
            yield Line(body, end, source[body:end], body > start, page, 0, [(body, end)])


def _after_indent(source: str, start: int, end: int) -> int:
    """Where a line begins behind two ideographic spaces or more, by which a paragraph is shown; else `start`."""
    body = start
    while body < end and source[body] == "\u3000":
        body += 1
    return body if body - start >= 2 and body < end else start


def _pieces(raw: str, source: str, start: int, end: int, page: int, drops: list[Drop]) -> Iterator[Line]:
    """A line, cut where a paragraph is shown by two ideographic spaces alone; letter-spaced words stay in one piece."""
    edges, at = [], start
    gaps = (
        []
        if _spaced_out(source[start:end])
        else [*_column_gaps(raw, source, start, end)] or [*_behind_heading(source, start, end)]
    )
    for left, right in gaps or _seams(source, start, end):
        edges.append((at, left))
        at = right
    edges.append((at, end))
    paragraphs = {right for _, right in gaps}
    for left, right in _whole_words(source, edges):
        text = source[left:right]
        edge = " \u3000" if "\t" in text.strip(" \u3000\t") else " \u3000\t"  # a row may begin with an empty cell
        stripped = text.lstrip(edge).rstrip(" \u3000\t")
        indent = len(text) - len(text.lstrip(edge))
        if stripped:
            begin = left + indent
            shown = left in paragraphs or (left == start and indent >= 2 and "\u3000" in text[:indent])
            line = _tidied(Line(begin, begin + len(stripped), stripped, shown, page), drops)
            if line.text:
                yield line


def _column_gaps(raw: str, source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of spaces with an ideographic or a hard one among them, but for those that part the cells of a row, or a number
    from the heading it counts."""
    found = [gap.span() for gap in _GAP.finditer(raw, start, end) if gap[0].strip(" ")]
    inside = [gap for gap in found if gap[0] > start]
    numbered = len(inside) == 1 and _NUMBER_ALONE.fullmatch(source, start, inside[0][0])
    return (gap for gap in found if source[gap[0]] != "\t" and not numbered)


def _behind_heading(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The space between a marked heading and the paragraph behind it, in a line that has few spaces else (read from a picture,
    a text has them anywhere)."""
    headed = _HEADED.match(source, start, end)
    if headed and len(_BETWEEN_WORDS.findall(source, start, end)) <= _FEW_SPACES:
        yield headed.span("gap")


def _seams(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Single spaces that stand for line breaks in a text saved as one line, as marks of the outline behind them show.

    Like line breaks, they may part words too (a page wrapped its lines): what goes on is joined again later.
    """
    if end - start >= _ONE_LINE and len(_MARK_BEHIND.findall(source, start, end)) >= _LEAST_MARKS:
        gaps = (gap.span() for gap in _SEAM.finditer(source, start, end))
        yield from (gap for gap in gaps if not _ARTICLE.search(source, max(start, gap[0] - 7), gap[0]))


def _whole_words(source: str, edges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces of one character each, side by side, are one spaced-out word (目　　录, 国　 务　 院, 第一章　总　　则)."""
    waiting: tuple[int, int] | None = None
    for left, right in edges:
        words = source[left:right].split()
        if waiting and len(words) == 1 and len(words[0]) == 1:
            waiting = (waiting[0], right)
            continue
        if waiting:
            yield waiting
        opens = bool(words) and len(words[-1]) == 1
        waiting = (left, right) if opens else None
        if not opens:
            yield (left, right)
    if waiting:
        yield waiting


def _tidied(line: Line, drops: list[Drop]) -> Line:
    """Markdown marks taken off, inner spaces that only lay out the line dropped, doubled headings halved."""
    if mark := _HASH.match(line.text):
        line.heading, line.own = len(mark[1] or ""), True
        line.start += mark.end()
        line.text = line.text[mark.end() :]
    spaced = _spaced_out(line.text)
    at = 0
    for gap in _SPACE.finditer(line.text):
        if spaced or not _holds_apart(line.text, gap):
            line.keep.append((line.start + at, line.start + gap.start()))
            at = gap.end()
    line.keep.append((line.start + at, line.end))
    shown = "".join(line.text[a - line.start : b - line.start] for a, b in line.keep)
    line.text = shown
    return _halved(line, drops) if spaced else line


def _halved(line: Line, drops: list[Drop]) -> Line:
    """A spaced-out line drawn twice to look bold, as a whole or piece by piece (专栏专栏11基础理论基础理论), once."""
    blocks = list(_doubled(line.text))
    if blocks:
        places = [place for start, end in line.keep for place in range(start, end)]
        kept = {place for at, size in blocks for place in places[at : at + size]}
        drops += [Drop(place, place + 1, "doubled") for place in places if place not in kept]
        line.keep = [(place, place + 1) for place in places if place in kept]
        line.text = "".join(line.text[at : at + size] for at, size in blocks)
    return line


def _doubled(text: str) -> Iterator[tuple[int, int]]:
    """`(start, length)` of the first of each pair of equal blocks a text is made of; nothing where it is not."""
    blocks, at = [], 0
    while at < len(text):
        rest = (len(text) - at) // 2
        sizes = [rest] if text[at : at + rest] == text[at + rest :] else range(1, rest + 1)
        alike = (n for n in sizes if n and text[at] == text[at + n])  # a long line has many sizes to try
        size = next((n for n in alike if text[at : at + n] == text[at + n : at + 2 * n]), 0)
        if not size:
            return
        blocks.append((at, size))
        at += 2 * size
    if len(text) >= 4:
        yield from blocks


def _spaced_out(text: str) -> bool:
    """`国 务 院`, `目　　录`, `一 、 战 略 态 势`: words drawn apart to fill the line."""
    parts = text.split()
    if len(parts) <= 4:
        return len(parts) > 1 and all(len(part) == 1 and not part.isascii() for part in parts)
    if _SPACED.match(text) and sum(len(part) <= 2 for part in parts) >= 0.7 * len(parts):
        return True
    return "\t" not in text and sum(len(part) == 1 and not part.isascii() for part in parts) >= 0.7 * len(parts)


def _holds_apart(text: str, gap: re.Match[str]) -> bool:
    """Whether white space parts words: between Latin words, and between the names and cells of a short line."""
    if gap[0][0] not in " \u3000":
        return False
    left, right = text[gap.start() - 1], text[gap.end()] if gap.end() < len(text) else ""
    if left.isascii() or right.isascii():
        return left.isascii() and right.isascii() and left not in "|" and right not in "|"
    cell = text[text.rfind("\t", 0, gap.start()) + 1 :].partition("\t")[0]
    return len(cell) <= 60 and not re.search(r"[，。；]", cell)


def _without_page_marks(lines: list[Line], drops: list[Drop]) -> list[Line]:
    """Page numbers go with the running heads beside them, and so does the second of two equal lines: a heading drawn twice to
    look bold."""
    bare = [i for i, line in enumerate(lines) if len(line.text) <= 4 and line.text.isascii() and line.text.isdigit()]
    bare = _outside_tables(lines, bare) if bare else bare
    marks = _ascending(lines, bare) | {i for i, line in enumerate(lines) if _PAGE_MARK.fullmatch(line.text)}
    heads = _heads_beside(lines, marks)
    drops += [Drop(lines[i].start, lines[i].end, "page-number") for i in marks]
    drops += [Drop(lines[i].start, lines[i].end, "running-head") for i in heads]
    gone = marks | heads
    kept = [line for i, line in enumerate(lines) if i not in gone] if gone else lines
    twice = {i for i in range(1, len(kept)) if kept[i].text == kept[i - 1].text and len(kept[i].text) >= 6}
    drops += [Drop(kept[i].start, kept[i].end, "doubled") for i in twice]
    return [line for i, line in enumerate(kept) if i not in twice] if twice else kept


def _outside_tables(lines: list[Line], bare: list[int]) -> list[int]:
    """Bare numbers but for those of the rows of a table whose cells stand on lines of their own: from the 1 below 序号 on, each
    one more than the last."""
    heads = [i for i, line in enumerate(lines) if line.text == "序号"]
    rows: set[int] = set()
    for head in heads:
        number = 0
        for i in bare[bisect_left(bare, head) :]:
            if int(lines[i].text) == number + 1 and (number or i - head <= _MOST_COLUMNS):
                rows.add(i)
                number += 1
            elif not number and i - head > _MOST_COLUMNS:
                break
    return [i for i in bare if i not in rows]


def _heads_beside(lines: list[Line], marks: set[int]) -> set[int]:
    """Short lines that stand right beside page numbers again and again, but the first: the running heads of a text whose
    pages are shown by their numbers alone."""
    if len(marks) < _LEAST_PAGES:
        return set()
    beside = {j for i in marks for j in (i - 1, i + 1) if 0 <= j < len(lines)} - marks
    short = [j for j in sorted(beside) if len(lines[j].text) <= _LONGEST_HEAD and lines[j].text[-1] not in "。；："]
    often = {text for text, count in Counter(lines[j].text for j in short).items() if count >= _LEAST_PAGES}
    first = {text: next(i for i, line in enumerate(lines) if line.text == text) for text in often}
    return {j for j in short if first.get(lines[j].text, j) != j}


def _ascending(lines: list[Line], bare: list[int]) -> set[int]:
    """Bare numbers are page numbers where each is one more than the last and lines lie between (not so in a table)."""
    last: dict[int, int] = {}
    before: dict[int, int] = {}
    length: dict[int, int] = {}
    best, longest = -1, 1
    for i in bare:
        value = int(lines[i].text)
        one = last.get(value - 1, -1)
        goes_on = one >= 0 and (i - one >= 4 or (i - one >= 2 and length[one] >= 4))
        before[i], length[i] = (one, length[one] + 1) if goes_on else (-1, 1)
        last[value] = i
        if length[i] > longest:
            best, longest = i, length[i]
    chain = set()
    while best >= 0:
        chain.add(best)
        best = before[best]
    return chain


def _without_running_heads(lines: list[Line], drops: list[Drop]) -> list[Line]:
    """A short line that stands first (or last) on most pages, figures aside, is no text of any; its first occurrence stays."""
    pages = lines[-1].page if lines else 1
    if pages < 3:
        return lines
    edges = {i for i, line in enumerate(lines) if not i or line.page != lines[i - 1].page}
    edges |= {i for i, line in enumerate(lines) if i + 1 == len(lines) or line.page != lines[i + 1].page}
    short = [i for i in sorted(edges) if len(lines[i].text) <= _LONGEST_HEAD and lines[i].text[-1] not in "。；："]
    keys = {i: re.sub(r"[\d\W_]+", "", lines[i].text) for i in short}
    often = {key for key, count in Counter(keys.values()).items() if key and count >= max(3, pages / 3)}
    heads = {i for i, key in keys.items() if key in often}
    first = {next(i for i in sorted(heads) if keys[i] == key) for key in often}
    drops += [Drop(lines[i].start, lines[i].end, "running-head") for i in heads - first]
    return [line for i, line in enumerate(lines) if i not in heads - first]
