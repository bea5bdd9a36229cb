"""公文版式: which stretch of a file is red head, title, notice, plan, signature, attachment.

GB/T 9704-2012, clause 7: number 发文字号, title 标题, addressees 主送机关, body, attachment note 附件说明, signature 署名,
date 成文日期, attachment 附件, print line 印发. A notice 通知 may carry one plan or several; a saved page adds furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ingest.clauses.structure import Zone
from ingest.format.attachments import LABEL, NOTE_BEGINS, TITLE_END, TYPED_END, Attachment, attached, parted
from ingest.format.enclosures import FIRST_PART, NOTED, first_part, is_named, issued_titles, title_blocks
from ingest.format.front import front
from ingest.format.head import MARKED, Front, Line, lines_of
from ingest.format.run_on import SEALED, unglued
from ingest.format.webpage import FURNITURE, PAGE_END, foot
from ingest.model import Element, Span
from ingest.numerals import DATE
from ingest.official import DATE_LINE, ISSUER_END

_PRINTED = re.compile(
    r"(?:抄送|报送|分送|主送|报|送|发|(?:出席|列席|请假|缺席|记录|核稿)(?:人员?)?)\s*[：:]|[^。；]{0,40}\d{4}年\d{1,2}月\d{1,2}日\s*印发(?!的)"
    r"|(?:信息)?公开(?:属性|方式|类别|选项|形式|分类)?(?:\s*[：:]|[ \u3000]?(?:主动|依申请|不予)公开$)|[（(]?共印\s*\d+\s*份"
)
_PERSON = re.compile(
    r"(?:代|副)?(?:总理|省长|主席|市长|州长|盟长|专员|县长|区长|旗长|镇长|乡长|主任|部长|厅长|局长|署长|行长)[：:\s]*[\u4e00-\u9fff·]{0,4}(?:\s[\u4e00-\u9fff]{1,2})?"
)
"""Who signs an order 令: 市长 李某; the name may be a picture."""
_CONTACT = re.compile(r"(?:联\s*系|承\s*办|答\s*复)\s*(?:单\s*位|人|电\s*话)\s*[：:]")
"""Whom to ask, below the date of a letter or an answer 答复."""
_LONGEST_DRAWN = 120  # of a line that a page draws below a text
_RUN_ON, _LONGEST_NOTE = 200, 240
"""The characters of a line that lost its breaks, and of the note and the signature at its end."""
_NOTED_END = re.compile(rf"(?<=[。！])附件\s*[：:][^。]{{4,}}?(?P<date>{DATE.pattern})(?:[（(](?:此件|本文)[^）)]*[)）])?\s*$")
_BYLINE = re.compile(
    r"(?<=[。！”])[ \u3000]*[（(](?:本报)?(?:记者|通讯员|作者|撰稿人?|供稿|编辑|来源)[^。（）()]{2,60}[)）][ \u3000]*$"
)
"""Who wrote a report, in brackets behind its last sentence: （记者 某某）."""
_MOST_DRAWN, _LONG_DRAWN = 15, 60
"""The lines of a form below a text, and the characters of each."""
_MADE_FOR = re.compile(r"[制编][定制](?:了)?(?:本|如下|以下)|提出(?:如下|以下)")
_TOLD_BELOW = re.compile(r"(?:全文|主要内容)如下[。：:]$")
_FIRST_SECTION = re.compile(r"(?m)^[（(]一[)）]")


@dataclass(slots=True)
class Layout:
    """`fronts` are the heads of the notice (if any) and of the plan, in order; `zones` the stretches that have an outline.

    `signed`: who signs the whole is known; a signature below that is one of a text it hands on.
    """

    fronts: list[Front]
    zones: list[Zone]
    elements: list[Element]
    signature: list[Span] = field(default_factory=list)
    date: Span | None = None
    issued: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    signed: bool = False
    headings: Mapping[int, int] = field(default_factory=dict)


def layout(text: str, headings: Mapping[int, int] | None = None) -> Layout:
    """The zones and elements of a canonical text. What is in no element is in exactly one zone.

    `headings` leads from the offsets of lines that the source sets as headings to their levels.
    """
    lines = lines_of(text)
    head = front(text, lines, 0, headings or {})
    made = Layout([head], [], list(head.elements), headings=headings or {})
    lines = unglued(text, parted(lines, head.body))
    bodies, attachments = attached(lines, head.body, len(text))
    notice = Span(min(head.body, bodies), bodies)
    made.issued = issued_titles(text, lines, head, notice, [title for _, title, _ in attachments])
    if head.notice and not first_part(text, lines, notice):
        attachments = _beyond_enclosures(text, made.issued, attachments)
        bodies = attachments[0][0].start if attachments else len(text)
    if len(made.issued) > 1 and _issued_below(text, lines, head, made.issued, attachments):
        bodies, attachments = len(text), []  # attachments of the first plan, above the second
    _main(text, lines, made, head, bodies)
    for number, (mark, title, span) in enumerate(attachments, 1):
        kept = _without_tail(text, lines, span, made)
        made.zones.append(Zone(kept, f"A{number}" if len(attachments) > 1 else "A", title, mark))
    if not any(len(zone.span) for zone in made.zones):
        return Layout([Front(0)], [Zone(Span(0, len(text)))], [])  # nothing but a head: better one clause than none
    made.elements += _gaps(text, made)
    return made


def _main(text: str, lines: Sequence[Line], made: Layout, head: Front, end: int) -> None:
    """A plan alone, or a notice and what it issues."""
    span = Span(min(head.body, end), end)
    seal = _signature(lines, span)
    sealed = seal[-1].end if seal else None
    titles = title_blocks(text, lines, span, made.issued, sealed) or _loose_title(text, lines, span, sealed)
    if not titles and made.issued and (begins := _begins_untitled(text, lines, span, seal)):
        titles = [Span(begins, begins)]
    below_seal = bool(titles and sealed and titles[0].start >= sealed)
    if titles and (below_seal or not FIRST_PART.search(text, span.start, titles[0].start)):
        _notice(text, lines, made, Span(span.start, titles[0].start))
        _plans(text, lines, made, titles, end)
        return
    if made.issued and head.notice and not first_part(text, lines, span):
        if head.title or head.addressees or seal:
            made.missing = made.issued
            _notice(text, lines, made, span)
            return
        made.issued = []  # a report of what somebody issued, without title, addressees and signature, is no notice
    made.zones.append(Zone(_without_tail(text, lines, span, made)))


def _beyond_enclosures(text: str, issued: Sequence[str], attachments: list[Attachment]) -> list[Attachment]:
    """The attachments behind those that are the very texts a notice without parts of its own issues (附件：某某办法)."""
    held = ((text[title.start : title.end] if title else "") for _, title, _ in attachments)
    return attachments[sum(1 for _ in takewhile(lambda title: is_named(title, issued), held)) :]


def _issued_below(
    text: str, lines: Sequence[Line], head: Front, issued: Sequence[str], attachments: Sequence[Attachment]
) -> bool:
    """Whether one of several issued texts begins below an attachment of another."""
    first = attachments[0][0].start if attachments else len(text)
    titles = [title for _, title, _ in attachments if title]
    below = title_blocks(text, lines, Span(head.body, len(text)), issued, None) if attachments else []
    return any(block.start > first and block not in titles for block in below)


def _begins_untitled(text: str, lines: Sequence[Line], span: Span, seal: Sequence[Line]) -> int:
    """Where the issued plan begins without its title, 0 where it does not: right below the signature, if its first part stands
    there; in a notice without one, at the paragraph below the first that says what the plan is made for (特制定本方案)."""
    first = FIRST_PART.search(text, span.start, span.end) or _FIRST_SECTION.search(text, span.start, span.end)
    if first and seal:
        return seal[-1].end if first.start() >= seal[-1].end else 0
    inside = [line for line in lines if first and span.start <= line.start < first.start()]
    if told := [line.end for line in inside if _TOLD_BELOW.search(line.text)]:
        return told[-1]
    made_for = len(inside) > 1 and any(_MADE_FOR.search(line.text) for line in inside[1:])
    return inside[1].start if made_for else 0


def _notice(text: str, lines: Sequence[Line], made: Layout, span: Span) -> None:
    body = _without_tail(text, lines, span, made)
    made.signed = bool(made.signature)
    if text[body.start : body.end].strip():
        made.zones.append(Zone(body, notice=True))


def _plans(text: str, lines: Sequence[Line], made: Layout, titles: Sequence[Span], end: int) -> None:
    several = len(titles) > 1
    for i, title in enumerate(titles):
        stop = titles[i + 1].start if i + 1 < len(titles) else end
        head = front(text, lines, title.start, made.headings)
        made.fronts.append(head)
        body = _without_tail(text, lines, Span(min(head.body, stop), stop), made)
        if several:
            made.zones.append(Zone(body, f"P{i + 1}", title))
        made.elements += [] if several else head.elements  # of several, each root clause has its head in its own text
        if not several:
            made.zones.append(Zone(body))


def _loose_title(text: str, lines: Sequence[Line], span: Span, sealed: int | None) -> list[Span]:
    """Where no title was issued by name: short lines after the signature, or above 一、, that end like a plan's title."""
    first = FIRST_PART.search(text, sealed or span.start, span.end)
    stop = first.start() if first else span.end
    block: list[Line] = []
    for line in lines:
        if not (sealed or span.start) <= line.start < stop or line.start == span.start:
            continue
        if (
            len(line.text) <= 45
            and not re.search(r"[，。；：]", line.text)
            and not DATE_LINE.fullmatch(line.text)
            and not NOTED.match(line.text)
            and not MARKED.match(line.text)
        ):
            block.append(line)
            if TYPED_END.search(line.text) and not NOTE_BEGINS.match(block[0].text) and text[line.end : span.end].strip():
                return [Span(_block_start(block), line.end)]
        else:
            block = []
    return []


def _block_start(block: Sequence[Line]) -> int:
    """Where a title begins below organs that sign; they belong to it where it goes on with 关于 and nothing dates them."""
    for i in range(len(block) - 1, 0, -1):
        if block[i].text.startswith("关于"):
            above = takewhile(lambda line: re.search(rf"{ISSUER_END}$|委$", line.text), block[i - 1 :: -1])
            return min((line.start for line in above), default=block[i].start)
        if re.search(rf"{ISSUER_END}$", block[i - 1].text) or not block[i - 1].text:
            return block[i].start
    return block[0].start


def _signature(lines: Sequence[Line], span: Span) -> list[Line]:
    """Lines of the first signature (署名, date, note) in a span, empty where there is none."""
    for i, line in enumerate(lines):
        if span.start <= line.start < span.end and DATE_LINE.fullmatch(line.text):
            j = i + 1
            while j < len(lines) and NOTED.match(lines[j].text):
                j += 1
            signed = _above_notes(lines, i)
            return [*_issuer_lines(lines, signed, span.start), *lines[signed:j]]
    return []


def _above_notes(lines: Sequence[Line], i: int) -> int:
    """Index of the first of the notes （此件公开发布） right above line `i`, `i` where there is none."""
    while i > 0 and NOTED.match(lines[i - 1].text):
        i -= 1
    return i


def _issuer_lines(lines: Sequence[Line], i: int, floor: int) -> list[Line]:
    """Short lines above a date that end like the name of an organ; a name may be broken over two lines."""
    j = i
    while j > 0 and i - j < 8 and lines[j - 1].start >= floor and _may_sign(lines[j - 1].text):
        j -= 1
    if j > 0 and LABEL.match(lines[j - 1].text):  # 附件： over the title of what it names
        j += next((k for k in range(i - j) if not TITLE_END.search(lines[j + k].text)), 0)
    named = [k for k in range(j, i) if re.search(rf"{ISSUER_END}[)）]?(?:[（(].{{1,20}}[)）])*$", lines[k].text)]
    return list(lines[j:i]) if named and named[-1] == i - 1 else []


def _may_sign(text: str) -> bool:
    """Whether a line is short enough for the name of an organ, or for two side by side."""
    short = len(text) <= 80 and all(len(name) <= 32 for name in text.split())
    return (
        short
        and not re.search(r"[，。；：、！]|^(?:[一二三四五六七八九十]+、|附件|特此|专此|\d)", text)
        and not NOTED.match(text)
    )


def _without_tail(text: str, lines: Sequence[Line], span: Span, made: Layout) -> Span:
    """The span up to its signature, date, attachment note and print lines, which become elements."""
    first = bisect_left(lines, span.start, key=lambda line: line.start)
    first -= first > 0 and lines[first - 1].end > span.start
    inside = lines[first : bisect_left(lines, span.end, key=lambda line: line.start)]
    end, i = span.end, len(inside)
    if drawn := foot([line.text for line in inside]):
        made.elements += [Element("furniture", Span(line.start, line.end)) for line in inside[-drawn:]]
        i -= drawn
        end = inside[i].start
    while i > 0 and (taken := _tail(inside, i, span.start, made)):
        i -= taken
        end = inside[i].start
    if i > 0 and (seal := _seal_at_end(text, inside[i - 1])):
        made.date = made.date or Span(*seal.span("date"))
        made.signature = made.signature or [Span(*seal.span("issuer"))]
        made.elements.append(Element("issuer", Span(seal.start("issuer"), inside[i - 1].end)))
        end = seal.start("issuer")
    elif i > 0 and (noted := _noted_at_end(text, inside[i - 1])):
        made.date = made.date or Span(*noted.span("date"))
        made.elements.append(Element("attachment-note", Span(noted.start(), inside[i - 1].end)))
        end = noted.start()
    elif i > 0 and (byline := _BYLINE.search(text, inside[i - 1].start, inside[i - 1].end)):
        made.elements.append(Element("furniture", Span(byline.start(), inside[i - 1].end)))
        end = byline.start()
    start = span.start + len(text[span.start : end]) - len(text[span.start : end].lstrip())
    return Span(min(start, end), end) if end > span.start else Span(span.start, span.start)


def _tail(inside: Sequence[Line], i: int, floor: int, made: Layout) -> int:
    """Number of lines before line `i` that are no text, which become elements; 0 where the text ends there."""
    line = inside[i - 1]
    if DATE_LINE.fullmatch(line.text):
        noted = _above_notes(inside, i - 1)
        organs = _issuer_lines(inside, noted, floor)
        noted = noted if organs else i - 1
        made.elements += [Element("print", Span(one.start, one.end)) for one in inside[noted : i - 1]]
        _sign(made, organs, line)
        return i - noted + len(organs)
    kind, taken = _tail_kind(inside, i), 1
    if printed := _print_lines(inside, i):
        kind, taken = "print", printed
    elif not kind and (drawn := _drawn_below(inside, i)):
        kind, taken = "furniture", drawn
    if not kind and (copied := _copied_to(inside, i)):
        kind, taken = "print", copied
    elif not kind and (noted := _note_lines(inside, i)):
        kind, taken = "attachment-note", noted
    elif not kind and i > 1 and _signed_without_date(inside, i, made):
        kind = "issuer"
        made.signature = made.signature or [Span(line.start, line.end)]
    made.elements += [Element(kind, Span(one.start, one.end)) for one in inside[i - taken : i]] if kind else []
    return taken if kind else 0


def _drawn_below(inside: Sequence[Line], i: int) -> int:
    """Number of short lines that end at line `i` and stand below the date of a signature, the first of them known as what a
    page draws: 征集部门：… 发布日期：… and the fields of a form for readers; 0 where there are none."""
    for back in range(1, min(_MOST_DRAWN, i - 1) + 1):
        line, above = inside[i - back], inside[i - back - 1]
        if len(line.text) > _LONG_DRAWN or line.text.endswith("。") or "\t" in line.text:
            return 0
        if DATE_LINE.fullmatch(above.text):
            return back if any(sign.match(line.text) for sign in (_CONTACT, PAGE_END)) or FURNITURE.search(line.text) else 0
    return 0


def _print_lines(inside: Sequence[Line], i: int) -> int:
    """Number of lines of a print line that ends at line `i`, cell below cell (某某办公室 / date / 印发); else 0."""
    dated = i > 1 and inside[i - 1].text == "印发" and DATE_LINE.fullmatch(inside[i - 2].text) is not None
    return (3 if i > 2 and re.search(rf"{ISSUER_END}$", inside[i - 3].text) else 2) if dated else 0


def _tail_kind(inside: Sequence[Line], i: int) -> str:
    text = inside[i - 1].text
    if NOTED.match(text) or _PRINTED.match(text):
        return "print"
    if _PERSON.fullmatch(text):
        return "issuer"
    if LABEL.match(text):
        return "label"  # 附件 over the very text that a notice issues
    drawn = len(text) <= _LONGEST_DRAWN and PAGE_END.match(text)
    return "furniture" if drawn or not re.search(r"\w", text) else ""


def _seal_at_end(text: str, line: Line) -> re.Match[str] | None:
    """`…。某市人民政府2021年8月23日（此件公开发布）` closing a text without line breaks."""
    last = max(SEALED.finditer(text, max(line.start, line.end - 120), line.end), key=lambda m: m.end(), default=None)
    return last if last and not text[last.end() : line.end].strip(" \u3000") else None


def _noted_at_end(text: str, line: Line) -> re.Match[str] | None:
    """`…。附件：任务分工表某市人民政府2021年8月23日` closing a text in one line; where the note ends is not to be seen."""
    near = max(line.start, line.end - _LONGEST_NOTE)
    return _NOTED_END.search(text, near, line.end) if len(line.text) >= _RUN_ON else None


def _signed_without_date(inside: Sequence[Line], i: int, made: Layout) -> bool:
    text = inside[i - 1].text
    return (
        made.date is None
        and len(text) <= 25
        and bool(re.fullmatch(rf"[\u4e00-\u9fff]{{2,24}}{ISSUER_END}", text))
        and inside[i - 2].text.endswith("。")
    )


def _note_lines(inside: Sequence[Line], i: int) -> int:
    """Number of lines of an attachment note that ends at line `i` (附件：1.… and what goes on below), 0 where there is none."""
    for back in range(1, min(12, i) + 1):
        line = inside[i - back]
        if NOTE_BEGINS.match(line.text) and len(line.text) < 200:
            return back
        if len(line.text) > 60 or line.text.endswith(("。", "：")) or DATE_LINE.fullmatch(line.text):
            return 0
    return 0


def _copied_to(inside: Sequence[Line], i: int) -> int:
    """Number of lines of a list of organs 抄送 that ends at line `i`, more than one; 0 where there is none."""
    for back in range(2, min(6, i) + 1):
        line = inside[i - back]
        if re.match(r"(?:抄送|抄报|分送|主送)\s*[：:]", line.text):
            return back
        if len(line.text) > 80 or not re.search(r"[，、。]$", line.text):
            return 0
    return 0


def _sign(made: Layout, issuers: Sequence[Line], date: Line) -> None:
    made.elements += [Element("issuer", Span(line.start, line.end)) for line in issuers]
    made.elements.append(Element("date", Span(date.start, date.end)))
    if not made.signed and (issuers or made.date is None):
        made.date = Span(date.start, date.end)
        made.signature = [Span(line.start, line.end) for line in issuers] or made.signature


def _gaps(text: str, made: Layout) -> list[Element]:
    """What lies between zones and elements is the white space around them, or text that nothing claimed."""
    taken = sorted([*(_zone_span(zone) for zone in made.zones), *(e.span for e in made.elements)])
    gaps, at = [], 0
    for span in [*taken, Span(len(text), len(text))]:
        if span.start > at:
            gaps.append(Element("furniture", Span(at, span.start)))
        at = max(at, span.end)
    return gaps


def _zone_span(zone: Zone) -> Span:
    start = min(s.start for s in (zone.span, zone.title, zone.marker) if s is not None)
    return Span(start, zone.span.end)
