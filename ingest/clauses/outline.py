"""Outline markers 层次序号: which printed marks open a clause, and which only look like one.

GB/T 9704-2012, 7.3.3 gives the order 一、 （一） 1. （1）; older plans count 第一章, 第一节, 第一条; inside a paragraph stand
一是…二是….
A mark is believed for what it looks like *and* for its place in a sequence: `（三）` after `（二）`, `1.` that starts one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.clauses.forms import CN, FORMS, Mark
from ingest.clauses.notes import notes
from ingest.clauses.titled import asked, bullets, titled, unit_lines
from ingest.duties.columns import rows
from ingest.model import Span
from ingest.numerals import ordinal, roman

_ANY = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, (_, pattern) in FORMS.items() if pattern))
_OPENS = rf"[第{CN}\d１-９（(①-⒛㈠-㈩—－―\-专*问行任工举项QA-Ha-hIVXⅠ-Ⅻ]"
_HEAD = re.compile(_OPENS)
_FIRST = re.compile(rf"{_OPENS}(?:(?<=[（(第])|(?<=[\n \u3000。；！？：:;!?）)〕\]”》】，,、].))")
_BEFORE = re.compile(r"[。；！？：:;!?）)〕\]”》】][ \u3000]*$")
_STOPPED = re.compile(r"[。；：][ \u3000]*$")
_TOPIC = re.compile(r"[^。；：，\n]{4,20}(?:，[^。；：，\n]{2,12})?[。：][^\n]")
"""The short first sentence of a principle, and something after it."""
_BEFORE_INLINE = re.compile(r"[。；！？：:;，,、]\s*$")
_GLUED = re.compile(
    rf"[。；：）〕】](?:[{CN}]{{1,3}}、|（[{CN}]{{1,3}}）)[^，。；：\n\d—]{{2,30}}?(?=\d{{1,2}}[.．、](?!\d)|一是|——)"
)
_LISTED = re.compile(r"(?P<item>\d{1,2})[.．、](?!\d)|(?P<inline>一是)|(?P<dash>——)(?=[^\s\d—])")
_LIST = 4000  # characters in which the second of a list follows its first
_RULE = re.compile(r"[|\s:-]+")  # the rule below the head of a Markdown table
_FIGURES = re.compile(r"[^|\t\n]*(?:[|\t] *[\d.,%/—-]* *){2,}$", re.M)
_BOX = FORMS["box"][0]
_BELOW_PART = 10
"""The depth of an article that stands below 一、, which ranks above it otherwise."""
_BELOW_SUBITEM = 12
"""The depth of an item that stands below （1）, which ranks above it otherwise."""
_HEADING_ALONE = re.compile(r"\s*[^\n。；：，]{2,20}\n\s*")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BULLET = re.compile(r"[ \u3000]*[●•◆■▪○◇★►·]")
_BODY = re.compile(r".{20,}[。；：]\s*")
_UNDER_HEADING = {"section", "chapter-section", "chapter", "article"}
"""Forms that may follow a heading without any stop in a text that lost its line breaks: 二、主要任务（四）降低门槛。"""
_PARAGRAPH_ONLY = {"roman", "letter", "named", "ordinal", "dash", "box", "question", "decimal", "numbered"}
_REFERRED = re.compile(r"\s*(?:[、，,]|中|所|内容|修改|改为|删|调整|作为)")
"""What follows an article that is spoken of (。第四条改为第五条), not one that begins (…制定本办法。第二条本办法适用于…)."""


def marks(text: str, zone: Span, headings: dict[int, int]) -> list[Mark]:
    """All marks of a zone in order, look-alikes inside sentences left out; `headings` are Markdown headings without a mark."""
    found = [mark for mark in _candidates(text, zone) if mark.leads or _may_stand_inside(text, mark)]
    if "|" in text or "\t" in text:
        found = [mark for mark in found if not (_is_figures(text, mark) if mark.leads else _is_in_row(text, mark))]
    starts = {mark.span.start for mark in found}
    found += _hashes({at: level for at, level in headings.items() if zone.start <= at < zone.end and at not in starts})
    found += _glued(text, zone)
    found += [mark for mark in asked(text, zone) if mark.span.start not in starts]
    found += [mark for mark in _rows(text, zone) if mark.span.start not in starts]
    found += bullets(text, zone)
    found += unit_lines(text, zone)
    found += titled(text, zone, found)
    found = _articles_below_parts(sorted(found, key=lambda mark: mark.span.start))
    found = _items_below_subitems(text, found)
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


def _items_below_subitems(text: str, found: Sequence[Mark]) -> list[Mark]:
    """一、总则 / （1）定义 / （2）工作原则 / 1、以人为本: items right below such a heading, where its part has none above."""
    made, above, turned = list[Mark](), list[Mark](), False
    for mark in found:
        if mark.form == "item" and (turned or _turns(text, mark, above)):
            mark, turned = replace(mark, depth=_BELOW_SUBITEM), True
        if mark.rank < FORMS["item"][0]:
            above, turned = [], False
        elif mark.leads:
            above.append(mark)
        made.append(mark)
    return made


def _turns(text: str, mark: Mark, above: Sequence[Mark]) -> bool:
    """Whether an item is the first below a subitem that is a heading alone, among subitems that stand under the part itself."""
    if mark.number != 1 or not above or {other.form for other in above} != {"subitem"}:
        return False
    return above[0].number == 1 and _HEADING_ALONE.fullmatch(text, above[-1].span.end, mark.span.start) is not None


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


def _is_figures(text: str, mark: Mark) -> bool:
    """Whether a mark begins a row of a table of figures: 一、本年新收申请数量 | 1 | 0 |."""
    return _FIGURES.match(text, mark.span.end) is not None


def _is_in_row(text: str, mark: Mark) -> bool:
    """Whether a mark inside a line counts what stands in a cell of a table."""
    start, end = text.rfind("\n", 0, mark.span.start) + 1, text.find("\n", mark.span.end)
    line = text[start : end if end >= 0 else len(text)]
    return "\t" in line or "|" in line


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
    above = found[0].start - 1 if found else 0
    head = text[text.rfind("\n", 0, max(0, above)) + 1 : above]
    for i, row in enumerate(found if len(found) > 1 else ()):
        cell = re.match(r"[|\s]*[^|\t\n]*", text[row.start : row.end])
        yield Mark("row", None, Span(row.start, row.start + (cell.end() if cell else 0)), True)
        between = text[row.end + 1 : found[i + 1].start - 1] if i + 1 < len(found) else ""
        last = i + 1 == len(found) or (found[i + 1].start > row.end + 1 and between != head)  # a head is printed again
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
    digits = re.search(rf"\d+|[{CN}]+(?=[：:\s]|$)", printed.replace("专", "").replace("栏", ""))
    return digits[0] if digits else None


def _number(form: str, printed: str, group: str | None) -> int | None:
    if form == "circled":
        return ord(printed[0]) - ord("①") + 1
    if form == "letter":
        return ord(printed[0].lower()) - ord("a") + 1
    if form == "roman":
        return roman(re.sub(r"[^IVXⅠ-Ⅻ]", "", printed))
    if form in ("dash", "question"):
        return None
    if form == "part" and printed[0] in "—－":
        return 1
    if form == "decimal":
        return int(re.split(r"[.．]", printed)[-1])
    digits = re.search(rf"[{CN}零]+|[\d１-９０]+", group or unicodedata.normalize("NFKC", printed))  # ⑴, ㈠, ⒈ by themselves
    return ordinal(digits[0]) if digits else None


def _without_lists(text: str, found: list[Mark]) -> list[Mark]:
    """`一是` counts only where `二是` follows before the next heading; `按照第（三）项` and `见（二）` never start anything."""
    kept: list[Mark] = []
    decimals = [i for i, mark in enumerate(found) if mark.form == "decimal"]
    chapter = 99  # none goes on before one is divided
    for i, mark in enumerate(found):
        if mark.form in ("inline", "ordinal") and mark.number == 1 and not _second_follows(found, i, text):
            continue
        if mark.form == "numbered":
            after = bisect_right(decimals, i)
            divided = after < len(decimals) and _divides(found[decimals[after]], mark, text)
            if not divided and mark.number != chapter + 1:
                continue
            chapter = mark.number or 0
        kept.append(mark)
    return kept


def _divides(decimal: Mark, mark: Mark, text: str) -> bool:
    """`1总则` is a heading where `1.1` follows (应急预案 and technical plans count so); `4附则` then goes on with `3`."""
    return re.split(r"[.．]", text[decimal.span.start : decimal.span.end])[0] == str(mark.number)


def _second_follows(found: list[Mark], i: int, text: str) -> bool:
    word = text[found[i].span.end - 1]  # 一是 is followed by 二是, 一要 by 二要
    for mark in found[i + 1 :]:
        if mark.form == found[i].form:
            return mark.number == 2 and text[mark.span.end - 1] == word
        if mark.leads and mark.rank < 7:
            return False
    return False
