"""Outline markers 层次序号: which printed marks open a clause, and which only look like one.

GB/T 9704-2012, 7.3.3 gives the order 一、 （一） 1. （1）; older plans count 第一章, 第一节, 第一条; inside a paragraph stand
一是…二是….
A mark is believed for what it looks like *and* for its place in a sequence: `（三）` after `（二）`, `1.` that starts one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.columns import rows
from ingest.model import Span
from ingest.notes import notes
from ingest.numerals import ordinal

_CN = "一二三四五六七八九十百"

FORMS: dict[str, tuple[float, str]] = {
    "volume": (
        0.5,
        rf"第([{_CN}\d]{{1,4}})(?:[编篇](?=[\s\u3000]|[\u4e00-\u9fff])"
        r"|部分[ \u3000]*(?:[：:、](?=[ \u3000]*[^\s。；：]{2,30}\n)|(?=\n?[^\s。；：，是为][^。；：，\n]{1,29}\n)))",
    ),
    "chapter": (1, rf"第([{_CN}\d]{{1,4}})章(?=[\s\u3000]|[\u4e00-\u9fff])(?!为[“《]|是)"),
    "chapter-section": (2, rf"第([{_CN}\d]{{1,4}})节(?=[\s\u3000]|[\u4e00-\u9fff])(?!为[“《]|是)"),
    "article": (2.5, rf"第([{_CN}零\d]{{1,4}})条(?=[\s\u3000【（(]|[\u4e00-\u9fff])(?!规定|的|和|至|第)"),
    "part": (3, rf"([{_CN}]{{1,4}}|[—－])\s?(?:、(?!，)|[．.](?![\d，]))"),
    "section": (4, rf"[（(]\s?([{_CN}]{{1,3}})\s?[)）]\s?[、．.]?"),
    "item": (5, r"(\d{1,2}|[１-９][０-９]?)\s?(?:[.．﹒](?!\d)|、)"),
    "named": (4.8, rf"(?:行动|任务|工程|举措|项目|专项)[ \u3000]?(\d{{1,2}}|[{_CN}]{{1,3}})(?:[：:、]|[.．](?!\d)|[ \u3000])"),
    "decimal": (5.2, r"\d{1,2}(?:[.．]\d{1,2}){1,3}(?=\s?[\u4e00-\u9fffⅠ-Ⅻ])(?![万亿元倍%])"),
    "numbered": (2.9, r"(\d{1,2})(?=\s?[\u4e00-\u9fff]{2,16}\n)"),
    "subitem": (6, r"[（(](\d{1,2}|[１-９][０-９]?)[)）]\s?[、．.]?"),
    "half": (6.5, r"(\d{1,2})[)）](?=[^\s、，。；）)])"),
    "letter": (6.7, r"([a-h])[)）](?=[^\s、，。；）)])"),
    "circled": (7, r"([①-⑳])"),
    "ordinal": (7.2, rf"第([{_CN}]{{1,2}})(?:[步阶]段?)?[，,、：:](?=\S)"),
    "titled": (2.8, ""),
    "dash": (7.5, r"(?:——|—-|--|―{1,2}|－－)(?=[^\s\d—-]|20\d\d年[^—\d]{0,3}[，：:])"),
    "inline": (8, rf"([{_CN}]{{1,2}})(?:是(?!否)|要(?![求点素件么]))"),
    "box": (4.5, rf"专\s?栏\s?(\d{{1,2}}|[{_CN}]{{1,2}})?[：:\s]?"),
    "question": (3, r"(?:\*\*)?(?:问\s?\d{0,2}\s?[:：]|Q\s?\d{0,2}\s?[:：.．、])"),
    "hash": (3.5, ""),
    "asked": (3.6, ""),
    "row": (8.5, ""),
    "after-table": (8.5, ""),
    "after-box": (8.5, ""),
    "note": (8.5, ""),
}
"""Form -> rank (a clause belongs to the nearest open one of lower rank) and what it looks like."""

KINDS = {
    "volume": "part",
    "chapter": "part",
    "chapter-section": "section",
    "article": "item",
    "named": "item",
    "half": "subitem",
    "letter": "subitem",
    "circled": "subitem",
    "ordinal": "subitem",
    "titled": "part",
    "decimal": "section",
    "numbered": "part",
    "inline": "subitem",
    "dash": "principle",
    "question": "qa",
    "asked": "qa",
    "row": "item",
    "after-table": "paragraph",
    "after-box": "paragraph",
    "note": "paragraph",
    "hash": "section",
}
"""Form -> clause kind, where the two have different names."""

_ANY = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, (_, pattern) in FORMS.items() if pattern))
_OPENS = rf"[第{_CN}\d１-９（(①-⑳—－―\-专*问行任工举项Qa-h]"
_HEAD = re.compile(_OPENS)
_FIRST = re.compile(rf"{_OPENS}(?:(?<=[（(第])|(?<=[\n \u3000。；！？：:;!?）)〕\]”》】，,、].))")
_BEFORE = re.compile(r"[。；！？：:;!?）)〕\]”》】][ \u3000]*$")
_STOPPED = re.compile(r"[。；：][ \u3000]*$")
_TOPIC = re.compile(r"[^。；：，\n]{4,20}(?:，[^。；：，\n]{2,12})?[。：][^\n]")
"""The short first sentence of a principle, and something after it."""
_BEFORE_INLINE = re.compile(r"[。；！？：:;，,、]\s*$")
_TITLE_LINE = re.compile(
    r"(?<=[。！？”：]\n)[ \u3000]*(?![第附专表图注【（(《—－-])[^\s。，；：！？|][^\n。，；：:！？|\t]{3,38}"
    r"(?=\n+(?:[^\n]{40,}[。！？：]|（一）))"
)
_COLUMN = re.compile(r"(?m)^[ \u3000]*【[\u4e00-\u9fff、]{2,12}】$(?=\n)")
"""The columns of a briefing 简报, each a line of its own: 【工作动态】."""
_GLUED = re.compile(
    rf"[。；：）〕】](?:[{_CN}]{{1,3}}、|（[{_CN}]{{1,3}}）)[^，。；：\n\d—]{{2,30}}?(?=\d{{1,2}}[.．、](?!\d)|一是|——)"
)
_LISTED = re.compile(r"(?P<item>\d{1,2})[.．、](?!\d)|(?P<inline>一是)|(?P<dash>——)(?=[^\s\d—])")
_LIST = 4000  # characters in which the second of a list follows its first
_ASKED = re.compile(
    r"(?m)^[ \u3000]*(?P<who>(?:\*\*)?[\u4e00-\u9fff·（）()]{2,20}[：:])(?!$)[^\n]{4,}[？?](?:\*\*)?$\n+"
    r"(?P<answer>[^\n]{1,24}[：:])?"
)
"""A question as a press conference prints it, who asks before it and who answers below: `某日报：…？` `李某：…`."""
_ASKED_ALONE = re.compile(r"(?m)^[ \u3000]*(?![（(《“]|问[：:])[^\s。；：:\n][^。；：:\n]{3,58}[？?]$(?=\n+[^\n]{30,}[。：:]$)")
_RULE = re.compile(r"[|\s:-]+")  # the rule below the head of a Markdown table
_BOX = FORMS["box"][0]
_BELOW_PART = 10
"""The depth of an article that stands below 一、, which ranks above it otherwise."""
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BULLET = re.compile(r"[ \u3000]*[●•◆■▪○◇★►·]")
_BODY = re.compile(r".{20,}[。；：]\s*")
_UNDER_HEADING = {"section", "chapter-section", "chapter", "article"}
"""Forms that may follow a heading without any stop in a text that lost its line breaks: 二、主要任务（四）降低门槛。"""
_PARAGRAPH_ONLY = {"named", "ordinal", "dash", "box", "question", "decimal", "numbered"}
_REFERRED = re.compile(r"\s*(?:[、，,]|中|所|内容|修改|改为|删|调整|作为)")
"""What follows an article that is spoken of (。第四条改为第五条), not one that begins (…制定本办法。第二条本办法适用于…)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark that may open a clause: its form, the number it counts (None for —— and 问：), whether it begins a paragraph,
    and whether a sentence ends before it."""

    form: str
    number: int | None
    span: Span
    leads: bool
    after_stop: bool = True

    depth: int = 0

    @property
    def sequence(self) -> str:
        """Name of the sequence the mark counts in: its form, and for 1.1 how deep it is."""
        return f"{self.form}{self.depth or ''}"

    @property
    def rank(self) -> float:
        """Place in the order of forms: 1 (chapter) to 8 (一是); 1.1.1 stands below 1.1."""
        return FORMS[self.form][0] + self.depth / 10


def marks(text: str, zone: Span, headings: dict[int, int]) -> list[Mark]:
    """All marks of a zone in order, look-alikes inside sentences left out; `headings` are Markdown headings without a mark."""
    found = [mark for mark in _candidates(text, zone) if mark.leads or _may_stand_inside(text, mark)]
    starts = {mark.span.start for mark in found}
    found += _hashes({at: level for at, level in headings.items() if zone.start <= at < zone.end and at not in starts})
    found += _glued(text, zone)
    found += [mark for mark in _asked(text, zone) if mark.span.start not in starts]
    found += [mark for mark in _rows(text, zone) if mark.span.start not in starts]
    found += _titled(text, zone, _titled_until(found, zone))
    found = _articles_below_parts(sorted(found, key=lambda mark: mark.span.start))
    found = _with_notes(text, zone, found)
    found += _after_boxes(text, zone, found)
    return _without_lists(text, sorted(found, key=lambda mark: mark.span.start))


def _articles_below_parts(found: list[Mark]) -> list[Mark]:
    """一、支持企业 / 第一条…第三条 / 二、支持创新 / 第四条…, as policies 若干政策 count: articles run on through parts."""
    led = [mark for mark in found if mark.leads and mark.form in ("part", "article")]
    second = next((i for i, mark in enumerate(led) if mark.form == "part" and mark.number == 2), 0)
    if (
        not second
        or led[0].form != "part"
        or [mark.form for mark in led[second - 1 : second + 2]] != ["article", "part", "article"]
    ):
        return found
    if (led[second + 1].number or 0) != (led[second - 1].number or 0) + 1:
        return found
    return [replace(mark, depth=_BELOW_PART) if mark.form == "article" else mark for mark in found]


def _hashes(headings: dict[int, int]) -> Iterator[Mark]:
    """Headings without a number, a lower level below a higher one."""
    highest = min(headings.values(), default=0)
    return (Mark("hash", None, Span(at, at), True, depth=min(level - highest, 4)) for at, level in headings.items())


def _with_notes(text: str, zone: Span, found: Sequence[Mark]) -> list[Mark]:
    """Without the numbers inside notes 注：; a note that ends its clause is a paragraph of its own. `found` is in order."""
    below = notes(text, zone)
    begins = [note.start for note in below]
    kept = [mark for mark in found if mark.form == "after-table" or not _in_note(mark, below, begins)]
    places = [mark.span.start for mark in kept]
    made = [
        Mark("note", None, Span(note.start, note.start), True) for note in below if _ends_clause(text, zone, note, kept, places)
    ]
    return sorted([*kept, *made], key=lambda mark: mark.span.start)


def _in_note(mark: Mark, below: Sequence[Span], begins: Sequence[int]) -> bool:
    i = bisect_right(begins, mark.span.start) - 1
    return i >= 0 and mark.span.start < below[i].end


def _ends_clause(text: str, zone: Span, note: Span, kept: Sequence[Mark], places: Sequence[int]) -> bool:
    """Whether nothing of the clause above stands below a note: clauses of a lower rank would count from the note on."""
    i = bisect_left(places, note.start)
    after = kept[i] if i < len(kept) else None
    above = next(
        (mark.rank for mark in (kept[j] for j in range(i - 1, -1, -1)) if mark.leads and mark.rank < FORMS["note"][0]), None
    )
    stands = text[note.end : after.span.start if after else zone.end].strip()
    return above is not None and not stands and (after is None or (after.span.start > note.start and after.rank <= above))


def _after_boxes(text: str, zone: Span, found: Sequence[Mark]) -> Iterator[Mark]:
    """Where the plan goes on below a box that is a list of lines: the first paragraph that is none of its items.

    An item of several paragraphs shows a paragraph between two items; such a box goes on to the next heading.
    """
    for i, box in enumerate(found):
        if box.form != "box":
            continue
        inside = list(takewhile(lambda mark: mark.rank > _BOX, (found[j] for j in range(i + 1, len(found)))))
        after = i + 1 + len(inside)
        stop = found[after].span.start if after < len(found) else zone.end
        heads = {text.rfind("\n", 0, mark.span.end) + 1 for mark in inside if mark.leads}
        lines = list(_PARAGRAPH.finditer(text, text.find("\n", box.span.start, stop) + 1, stop))
        listed = [line.start() in heads or _BULLET.match(line[0]) is not None for line in lines]
        plain = listed.index(False) if False in listed else 0
        if plain > 1 and plain == sum(listed) and _BODY.fullmatch(lines[plain][0]):
            yield Mark("after-box", None, Span(lines[plain].start(), lines[plain].start()), True)


def _may_stand_inside(text: str, mark: Mark) -> bool:
    """Whether a mark counts inside a paragraph too, as in a text that lost its line breaks."""
    if mark.form == "article":
        return not _REFERRED.match(text, mark.span.end)
    if mark.form == "dash":  # 。——坚持统筹。… in a text without line breaks; after other words a dash goes on with its sentence
        stopped = _STOPPED.search(text[max(0, mark.span.start - 3) : mark.span.start])
        return stopped is not None and _TOPIC.match(text, mark.span.end) is not None
    return mark.form not in _PARAGRAPH_ONLY


def _glued(text: str, zone: Span) -> Iterator[Mark]:
    """The first of a list right behind a heading in a text that lost its line breaks: 三、工作任务1、加强…。2、…."""
    for head in _GLUED.finditer(text, max(0, zone.start - 1), zone.end):  # with the sign before it
        mark = _LISTED.match(text, head.end(), zone.end)
        if mark and (mark.lastgroup != "item" or _counts_on(text, int(mark["item"]), mark.end(), zone)):
            form = mark.lastgroup or ""
            yield Mark(form, {"dash": None, "inline": 1}.get(form, int(mark["item"] or 0)), Span(*mark.span()), False)


def _counts_on(text: str, number: int, at: int, zone: Span) -> bool:
    """Whether the next number follows behind a stop."""
    return re.compile(rf"[。；）〕】]\s*{number + 1}[.．、](?!\d)").search(text, at, min(zone.end, at + _LIST)) is not None


def _titled_until(found: Sequence[Mark], zone: Span) -> int:
    """Where headings without a number may stand: above the first number, and among sections that begin at （一） again."""
    marked = sorted((mark for mark in found if mark.rank <= FORMS["item"][0] + 0.9), key=lambda mark: mark.span.start)
    again = sum(mark.form == "section" and mark.number == 1 for mark in marked)
    sections_above = all(mark.rank >= FORMS["section"][0] for mark in marked)
    return marked[0].span.start if marked and not (sections_above and again > 1) else zone.end


def _titled(text: str, zone: Span, end: int) -> list[Mark]:
    """Headings without a number on lines of their own, as in speeches and reports: two or more before the first number."""
    lines = [line.start() for line in _TITLE_LINE.finditer(text, zone.start, end)]
    columns = [line.start() for line in _COLUMN.finditer(text, zone.start, zone.end)] if "】\n" in text else []
    return [Mark("titled", None, Span(at, at), True) for found in (lines, columns) if len(found) > 1 for at in found]


def _asked(text: str, zone: Span) -> list[Mark]:
    """Questions without 问, by who asks them or on lines of their own: two or more make a talk or a list of answers."""
    if sum(text.count(sign, zone.start, zone.end) for sign in "？?") < 2:
        return []
    spoken = [m for m in _ASKED.finditer(text, zone.start, zone.end) if m["answer"]]
    if len(spoken) > 1:
        return [Mark("question", None, Span(*m.span("who")), True) for m in spoken]
    alone = list(_ASKED_ALONE.finditer(text, zone.start, zone.end))
    return [Mark("asked", None, Span(m.start(), m.start()), True) for m in alone] if len(alone) > 1 else []


def _rows(text: str, zone: Span) -> Iterator[Mark]:
    """The rows of a table of units (部门 | 职责与任务), the first cell as the mark, and the text below such a table.

    A table of other things has no clauses: nobody owns its rows.
    """
    if not any(sign in text for sign in "\t|"):
        return
    found = [
        row.span
        for row in rows(text, zone.start, zone.end)
        if zone.holds(row.span) and not _RULE.fullmatch(text, row.span.start, row.span.end)
    ]
    for i, row in enumerate(found if len(found) > 1 else ()):
        cell = re.match(r"[|\s]*[^|\t\n]*", text[row.start : row.end])
        yield Mark("row", None, Span(row.start, row.start + (cell.end() if cell else 0)), True)
        last = i + 1 == len(found) or found[i + 1].start > row.end + 1
        if last and text[row.end : found[i + 1].start if i + 1 < len(found) else zone.end].strip():
            yield Mark("after-table", None, Span(row.end + 1, row.end + 1), True)


def _candidates(text: str, zone: Span) -> Iterator[Mark]:
    for match in _printed(text, zone):
        form = (match.lastgroup or "").replace("_", "-")
        leads = match.start() == zone.start or text[match.start() - 1] == "\n"
        group = next((g for g in match.groups()[1:] if g and g != match[0]), None) if form != "box" else _box_number(match[0])
        number = _number(form, match[0], group)
        if number is None and form not in ("dash", "box", "question"):
            continue
        stopped = leads or bool(_BEFORE.search(text[max(0, match.start() - 3) : match.start()]))
        if (
            stopped
            or form in _UNDER_HEADING
            or (form == "inline" and _BEFORE_INLINE.search(text[match.start() - 1 : match.start()]))
        ):
            depth = len(re.findall(r"[.．]", match[0])) if form == "decimal" else 0
            yield Mark(form, number, Span(match.start(), match.end()), leads, stopped or form == "inline", depth)


def _printed(text: str, zone: Span) -> Iterator[re.Match[str]]:
    """What looks like a mark and stands where one may: at the head of a line, behind a stop, or （一） and 第一章 anywhere."""
    first = _HEAD.match(text, zone.start, zone.end) or _FIRST.search(text, zone.start, zone.end)
    while first:
        match = _ANY.match(text, first.start(), zone.end)
        if match:
            yield match
        first = _FIRST.search(text, match.end() if match else first.end(), zone.end)


def _box_number(printed: str) -> str | None:
    digits = re.search(rf"\d+|[{_CN}]+(?=[：:\s]|$)", printed.replace("专", "").replace("栏", ""))
    return digits[0] if digits else None


def _number(form: str, printed: str, group: str | None) -> int | None:
    if form == "circled":
        return ord(printed[0]) - ord("①") + 1
    if form == "letter":
        return ord(printed[0]) - ord("a") + 1
    if form in ("dash", "question"):
        return None
    if form == "part" and printed[0] in "—－":
        return 1
    if form == "decimal":
        return int(re.split(r"[.．]", printed)[-1])
    digits = re.search(rf"[{_CN}零]+|[\d１-９０]+", group or printed)
    return ordinal(digits[0]) if digits else None


def _without_lists(text: str, found: list[Mark]) -> list[Mark]:
    """`一是` counts only where `二是` follows before the next heading; `按照第（三）项` and `见（二）` never start anything."""
    kept: list[Mark] = []
    chapter = 99  # none goes on before one is divided
    for i, mark in enumerate(found):
        if mark.form in ("inline", "ordinal") and mark.number == 1 and not _second_follows(found, i, text):
            continue
        if mark.form == "numbered":
            if not _divided(found, i, text) and mark.number != chapter + 1:
                continue
            chapter = mark.number or 0
        kept.append(mark)
    return kept


def _divided(found: list[Mark], i: int, text: str) -> bool:
    """`1总则` is a heading where `1.1` follows (应急预案 and technical plans count so); `4附则` then goes on with `3`."""
    after = next((mark for mark in found[i + 1 :] if mark.form == "decimal"), None)
    return after is not None and re.split(r"[.．]", text[after.span.start : after.span.end])[0] == str(found[i].number)


def _second_follows(found: list[Mark], i: int, text: str) -> bool:
    word = text[found[i].span.end - 1]  # 一是 is followed by 二是, 一要 by 二要
    for mark in found[i + 1 :]:
        if mark.form == found[i].form:
            return mark.number == 2 and text[mark.span.end - 1] == word
        if mark.leads and mark.rank < 7:
            return False
    return False
