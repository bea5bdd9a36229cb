"""Which texts a notice issues, and where their titles stand below it.

印发《A》《B》; 印发A和B without marks; 印发《A》等3个文件 and 印发三个方案, which the attachments name. Several texts in one
notice each have an outline of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.format.attachments import NOTE_BEGINS, TYPED_END
from ingest.format.head import Front, Line
from ingest.format.webpage import title_key
from ingest.model import Span
from ingest.numerals import ordinal
from ingest.official import FIRST_DIVISION

NOTED = re.compile(r"(?:[（(](?:此件|本文|此文|公开|代章|有删|联系)[^）)]*[)）])+$")
"""A note below a title or a signature: （此件公开发布）."""
FIRST_PART = re.compile(r"(?m)(?:^|(?<=[。：])(?<!附件：))(?:[一1][、．.]|" rf"{FIRST_DIVISION}" r"|1\s?总\s?则$)")
_ISSUED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ISSUING = re.compile(r"印发|(?<!公开)(?:发布|公布)|颁布|转发|批转|下发|向社会公开征求意见|(?:予以|进行)公示")
_ISSUED_BARE = re.compile(r"(?:印发|批转|转发|发布|下发)(?:关于)?([^《》]{4,60}?)的通知$")
_BASIS = re.compile(r"(?:根据|按照|依据|贯彻|落实|执行|遵照)[^，；]*$")
_PLACES = re.compile(r"(?:[\u4e00-\u9fff]{1,8}(?:省|自治区|市|州|县|区|旗|盟|镇|乡|街道))+")
_COUNTED = re.compile(
    r"(?:印发|转发|发布|下发)[^。；]*?(?P<number>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:[个份部件]|项(?!措施|政策))"
    r"[\u4e00-\u9fff]{0,6}?(?:文件|规划|方案|预案|计划|意见|措施|办法|细则|制度|规定|规则)"
)
"""How many texts a notice says it issues: 印发《A》等3个文件, 印发三个专项方案 (印发节水十项措施: one text of ten)."""
_PLAN_END = re.compile(
    r"(?:规划|方案|预案|计划|纲要|意见|措施|办法|细则|制度|规定|规则|规程|章程|要点|行动)(?:[（(][^）)]{2,20}[)）])?$"
)
_NOTE_ITEM = re.compile(r"(?:附\s*件\s*[：:]?)?\s*(?:\d{1,2}\s*[.．、]|[一二三四五六七八九十]、)?\s*(?P<title>.+?)[；;。]?$")
_NOTE_NUMBER = re.compile(r"\d{1,2}\s*[.．、]")
_JOINED = re.compile(r"(、|以及|[和及与])")
_SHORTEST_PART = 5  # characters of one of several titles without marks
_MOST_LINES, _LONGEST_LINE = 4, 80
"""Of a title within the text: its lines, and the characters of each."""


def issued_titles(text: str, lines: Sequence[Line], head: Front, span: Span, attached: Sequence[Span | None]) -> list[str]:
    """The titles that a notice issues, each once, in its order.

    `span` is the body of the notice with what stands below it up to its attachments, `attached` the titles of those.
    """
    first_part = FIRST_PART.search(text, span.start, span.end)
    stop = min(first_part.start() if first_part else span.end, span.start + 600)
    told = (head.title_text, text[span.start : stop])
    named = [title for part in told if part and _ISSUING.search(part) for title in _named(part)]
    announced = [*_noted(lines, span), *(text[title.start : title.end] for title in attached if title)]
    return _once(_as_many_as_said(told, named, announced) or named or _bare(lines, head, len(text)))


def first_part(text: str, lines: Sequence[Line], span: Span) -> re.Match[str] | None:
    """The first part of a body, which an entry 1. of the note 附件说明 is not."""
    noted = list(_note_lines(lines, span))
    parts = FIRST_PART.finditer(text, span.start, span.end)
    return next((part for part in parts if not any(line.start <= part.start() < line.end for line in noted)), None)


def title_blocks(text: str, lines: Sequence[Line], span: Span, issued: Sequence[str], sealed: int | None) -> list[Span]:
    """Lines in `span` that are one of the issued titles, each once: below the signature, which ends at `sealed`, where all of
    them stand there (above it is the list of attachments), else where each comes first (again: bold line or running head)."""
    keys = {title_key(title) for title in issued}
    inside = [i for i in range(len(lines)) if span.start < lines[i].start < span.end] if keys else []
    blocks = _equals(lines, inside, keys)
    found = _distinct(text, blocks)
    below = _distinct(text, [block for block in blocks if sealed is not None and block.start >= sealed])
    return below if len(below) == len(found) else found


def is_named(title: str, issued: Sequence[str]) -> bool:
    """Whether a title is one of those issued, the places before it aside: 青岚市溪源县节水计划 for 《溪源县节水计划》."""
    return _is_one(title_key(title), {title_key(one) for one in issued})


def whole_title(title: str, issued: Sequence[str]) -> str:
    """The one issued title that ends with this, of which a page shows only the last line; else the title as it is."""
    whole, shown = title_key(issued[0]) if len(issued) == 1 else "", title_key(title)
    return re.sub(r"\s+", "", issued[0]) if shown and whole.endswith(shown) and whole != shown else title


def _once(titles: Sequence[str]) -> list[str]:
    return list({title_key(t): t for t in titles}.values())


def _as_many_as_said(told: Sequence[str], named: Sequence[str], announced: Sequence[str]) -> list[str]:
    """The plans among the attachments with those named, where they are as many as the notice says, several at least."""
    said = next((found for part in told if (found := _COUNTED.search(part))), None)
    plans = _once([*named, *(title for title in announced if _PLAN_END.search(title))])
    return plans if said and 1 < len(plans) == ordinal(said["number"]) else []


def _noted(lines: Sequence[Line], span: Span) -> Iterator[str]:
    """The titles that the note 附件说明 lists: 附件：1.… and the numbered lines right below it."""
    for line in _note_lines(lines, span):
        if item := _NOTE_ITEM.match(line.text):
            yield item["title"]


def _note_lines(lines: Sequence[Line], span: Span) -> Iterator[Line]:
    listed = False
    for line in lines:
        if span.start <= line.start < span.end:
            begins = NOTE_BEGINS.match(line.text) is not None
            listed = begins or (listed and _NOTE_NUMBER.match(line.text) is not None)
            if listed:
                yield line


def _bare(lines: Sequence[Line], head: Front, end: int) -> list[str]:
    """What a title without marks issues (印发A和B的通知): several texts where each of them stands below, else one."""
    bare = _ISSUED_BARE.search(head.title_text)
    if not bare:
        return []
    parts = _parts(bare[1])
    below = [i for i in range(len(lines)) if head.body < lines[i].start < end] if len(parts) > 1 else []
    return parts if below and all(_equals(lines, below, {title_key(part)}) for part in parts) else [bare[1]]


def _parts(title: str) -> list[str]:
    """节水方案和考核办法 -> 节水方案, 考核办法: cut where what stands before ends as a plan's title does."""
    parts = [""]
    for piece in _JOINED.split(title):
        if _JOINED.fullmatch(piece) and TYPED_END.search(parts[-1]) and len(parts[-1]) >= _SHORTEST_PART:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _named(part: str) -> list[str]:
    sentences = [s for s in re.split(r"(?<=[。；\n])", part) if _ISSUING.search(s)]
    return [title for s in sentences for title in _presented(s)]


def _presented(sentence: str) -> list[str]:
    """The titles a sentence issues: those behind 现将 where it says so, else all but its grounds (根据《…》) and who asked
    for it (《…的请示》收悉)."""
    behind = sentence.rfind("现将") + 1
    return [
        match[1]
        for match in _ISSUED.finditer(sentence, behind)
        if not _BASIS.search(_ISSUED.sub("", sentence[: match.start()])) and not match[1].endswith("请示")
    ]


def _equals(lines: Sequence[Line], inside: Sequence[int], keys: set[str]) -> list[Span]:
    """The lines, up to four, that make a title each; only where one of them ends as a title does."""
    reach = range(inside[0], min(inside[-1] + _MOST_LINES, len(lines))) if inside else range(0)
    closing = {i for i in reach if len(lines[i].text) <= _LONGEST_LINE and _may_close(title_key(lines[i].text), keys)}
    starts = [i for i in inside if not closing.isdisjoint(range(i, i + _MOST_LINES))]
    return [block for i in starts if (block := _equal(lines, i, keys))]


def _may_close(key: str, keys: set[str]) -> bool:
    return any(one.endswith(key) or key.endswith(one) for one in keys)


def _equal(lines: Sequence[Line], i: int, keys: set[str]) -> Span | None:
    joined = ""
    for j in range(i, min(i + _MOST_LINES, len(lines))):
        if len(lines[j].text) > _LONGEST_LINE or NOTED.match(lines[j].text):
            return None
        joined += lines[j].text
        if _is_one(title_key(joined), keys):
            return Span(lines[i].start, lines[j].end)
    return None


def _is_one(key: str, issued: set[str]) -> bool:
    if key in issued:
        return True
    before = [key.removesuffix(one) for one in issued if len(one) > 5 and key.endswith(one)]
    return any(len(places) <= 20 and _PLACES.fullmatch(places) for places in before)


def _distinct(text: str, blocks: Sequence[Span]) -> list[Span]:
    seen: dict[str, Span] = {}
    for block in blocks:
        seen.setdefault(title_key(text[block.start : block.end]), block)
    return list(seen.values())
