"""附件: where the attachments of a document begin, under a label of their own or behind it, and what is only the note 附件说明.

GB/T 9704-2012, 7.3.4 (附件说明) and 7.3.7 (附件).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.format.head import Line
from ingest.format.webpage import PAGE_END
from ingest.model import Span
from ingest.official import DATE_LINE, FIRST_DIVISION, ISSUER_END

Attachment = tuple[Span, Span | None, Span]
"""Mark, title and span of an attachment."""

LABEL = re.compile(r"附(?:\s*[件表录]|(?=\s*[：:]))\s*([一二三四五六七八九十]{1,2}|\d{1,2})?\s*[：:．.]?\s*$")
NOTE_BEGINS = re.compile(r"附\s*(?:[件表]\s*[：:\d一二三四五六七八九十]|[：:])")
_TITLED = re.compile(
    r"(?P<label>附\s*[件表录]?\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})?\s*[：:]\s*)(?P<title>[^。；：:]{4,60})"
)
_MOST_SIGNING = 4  # organs below a note, and the date
_NOTE_GOES_ON = re.compile(r"(?:附件)?\s*\d{1,2}\s*[.．、：:]")
_BEGINS = re.compile(r"[一1][、．.]\D|" rf"{FIRST_DIVISION}" r"|[（(]一[)）]|序\s*号$|(?![抄报送印附]).{20,}[。：]$")
TYPED_END = re.compile(
    r"(?:规划|方案|预案|计划|纲要|意见|措施|办法|细则|政策|行动|要点|制度|规定|条例|规则|规程|章程|清单|启示|报告|标准|规范|体系|指标|名单|分工|分解表)"
    r"(?:[（(][^）)]{2,20}[)）])?$"
)


TITLE_END = re.compile(rf"{TYPED_END.pattern}|(?:表|名单|解读|分工|目录)$")
"""How the title of an attachment ends, a table's or a list's too."""


def parted(lines: Sequence[Line], floor: int) -> list[Line]:
    """The lines with the labels of attachments apart from titles behind them (附件1：节水任务分工表), if none stands alone.

    Such a line counts over a table, or over text below the signature; elsewhere it is the note.
    """
    signed = next((line.start for line in lines if line.start > floor and DATE_LINE.fullmatch(line.text)), None)
    if any(line.start > floor and LABEL.match(line.text) for line in lines):
        return list(lines)
    found: list[Line] = []
    for i, line in enumerate(lines):
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        titled = _TITLED.fullmatch(line.text) if line.start > floor else None
        below_seal = signed is not None and line.start > signed
        again = titled is not None and below == titled["title"]  # the title stands under its own label too
        if titled and TITLE_END.search(titled["title"]) and (again or _is_attached(below, below_seal)):
            at = line.end - len(titled["title"])
            found += [Line(line.start, at, titled["label"].strip()), Line(at, line.end, titled["title"])]
        else:
            found.append(line)
    return found


def attached(lines: Sequence[Line], floor: int, end: int) -> tuple[int, list[Attachment]]:
    """Where the main text ends, and mark, title and span of each attachment that stands in the file."""
    starts = [
        i
        for i, line in enumerate(lines)
        if line.start > floor
        and LABEL.match(line.text)
        and not (_lists_follow(lines, i) or _only_named(lines, i) or _is_widget(lines, i))
    ]
    made: list[Attachment] = []
    for k, i in enumerate(starts):
        stop = lines[starts[k + 1]].start if k + 1 < len(starts) else end
        mark = Span(lines[i].start, lines[i].end)
        title = _attachment_title(lines, i + 1, stop) or mark
        made.append((mark, title, Span(min(title.end, stop), stop)))
    return (lines[starts[0]].start if starts else end), made


def _is_attached(below: str, signed: bool) -> bool:
    return "\t" in below or "|" in below or (signed and _BEGINS.match(below) is not None)


def _lists_follow(lines: Sequence[Line], i: int) -> bool:
    """`附件：` over a list 1. … 2. … is the note, not an attachment."""
    return i + 1 < len(lines) and bool(_NOTE_GOES_ON.match(lines[i + 1].text)) and len(lines[i + 1].text) < 60


def _only_named(lines: Sequence[Line], i: int) -> bool:
    """`附件：` over a title, and below it nothing but who signs and when, is the note too."""
    below = [line.text for line in lines[i + 1 : i + 2 + _MOST_SIGNING]]
    dated = next((k for k, text in enumerate(below) if DATE_LINE.fullmatch(text)), 0)
    signed = dated > 1 and not any(re.search(r"[，。；：]", text) for text in below[:dated])
    return signed and re.search(rf"{ISSUER_END}$", below[dated - 1]) is not None


def _is_widget(lines: Sequence[Line], i: int) -> bool:
    """`附件：` over what a page draws below a document (相关政策与解读) is where files can be had from."""
    return i + 1 < len(lines) and PAGE_END.match(lines[i + 1].text) is not None


def _attachment_title(lines: Sequence[Line], i: int, stop: int) -> Span | None:
    j = i
    while (
        j < len(lines)
        and lines[j].start < stop
        and j - i < 3
        and len(lines[j].text) <= 45
        and not re.search(r"[。；：\t|]|^[一1][、.]|^" + FIRST_DIVISION, lines[j].text)
    ):
        j += 1
        if TITLE_END.search(lines[j - 1].text):
            break
    return Span(lines[i].start, lines[j - 1].end) if j > i else None
