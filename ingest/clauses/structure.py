"""Outline -> clause tree: which marks are believed, what each clause covers, where its heading ends.

A mark opens a clause where its number starts or continues a sequence; numbers may run on through the whole plan (1–18 over five
sections). What is out of sequence is kept where it begins a paragraph, with an issue, and ignored inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.clauses.forms import KINDS, Mark
from ingest.clauses.headings import heading_end, is_units, preface
from ingest.clauses.led import closing_paragraph, led_articles, led_briefing, led_paragraphs
from ingest.clauses.nodes import Node, own_end
from ingest.clauses.outline import marks
from ingest.issues import issue
from ingest.model import Clause, Issue, Span

_PARAGRAPHS = ("part", "section", "item", "subitem")
_LONG_HEADING = 16
_MOST_SKIPPED = 3
"""How far a count of articles may go on behind a gap."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of text with an outline of its own: the plan, one of several plans (`P1`), a notice, an attachment (`A`).

    `prefix` is the eid of its root clause, empty where its clauses stand at the top; `title` the root's heading with its span.
    """

    span: Span
    prefix: str = ""
    title: Span | None = None
    marker: Span | None = None
    notice: bool = False


def outline(text: str, zone: Zone, headings: dict[int, int]) -> tuple[list[Clause], list[Issue]]:
    """Clauses of one zone in document order, and what was odd about their numbers."""
    issues: list[Issue] = []
    root = Node("root", "attachment", None, None, zone.span.start, zone.span.start, 0)
    root.end = zone.span.end
    found = marks(text, zone.span, headings)
    _grow(text, root, found, issues)
    _close(root)
    _preamble(text, root, zone)
    _set_heads(text, root)
    led_articles(text, root)
    led_paragraphs(text, root)
    led_briefing(text, root)
    closing_paragraph(text, root)
    return _clauses(text, root, zone), issues


def _grow(text: str, root: Node, found: Sequence[Mark], issues: list[Issue]) -> None:
    stack = [root]
    last: dict[str, int] = {}
    for i, mark in enumerate(found):
        if not _believed(text, mark, stack, last, _after(found, i), issues):
            continue
        while stack[-1].rank >= mark.rank or _in_box(stack) or (mark.form == "box" and stack[-1].rank > 4):
            stack.pop()
        node = _node(text, mark, stack[-1])
        stack[-1].children.append(node)
        stack.append(node)
        if mark.number is not None and mark.form != "box":
            last[mark.sequence] = mark.number


def _after(found: Sequence[Mark], i: int) -> Iterator[Mark]:
    return (found[j] for j in range(i + 1, len(found)))


def _agree(node: Node) -> None:
    """一是…二是… of one clause all have headings or none: a short first sentence among long ones is body."""
    inline = [child for child in node.children if child.form in ("inline", "ordinal")]
    headed = sum(child.heading is not None for child in inline)
    if headed * 2 < len(inline) or (headed * 2 == len(inline) and inline and not inline[0].heading):
        for child in inline:
            child.heading, child.head = None, child.start + len(child.marker or "")


def _believed(
    text: str, mark: Mark, stack: list[Node], last: dict[str, int], after: Iterator[Mark], issues: list[Issue]
) -> bool:
    if mark.form == "box":
        return not _interrupts(text, mark)
    if mark.form in ("question", "asked", "hash", "titled", "unit-line"):
        return True
    if mark.form in ("dash", "bullet", "row", "after-table", "note"):
        return not _in_box(stack)
    if mark.form == "after-box":
        return _in_box(stack)
    if not mark.after_stop and not _right_under_heading(text, mark, stack):
        return False
    open_number = next((node.number for node in reversed(stack) if node.rank == mark.rank), None)
    number = mark.number or 0
    follows = number == (open_number or 0) + 1 if open_number is not None else number == last.get(mark.sequence, 0) + 1
    if _in_box(stack):
        return _leaves_box(mark, stack[-1], follows)
    if follows or (number == 1 and _starts(text, mark, after, stack)):
        return True
    skipped = mark.form == "article" and mark.after_stop and _goes_on_behind(mark, open_number or 0, after)
    if not (mark.leads or skipped) or mark.form in ("inline", "ordinal", "circled"):
        return False
    begins_later = mark.form == "item" and not last.get(mark.sequence) and _runs_on(mark, after)
    return _out_of_order(text, mark, open_number, last, issues, anyway=begins_later)


def _interrupts(text: str, mark: Mark) -> bool:
    """Whether a box stands inside a sentence: the caption of a figure that a page break put there."""
    line = text[text.rfind("\n", 0, max(0, mark.span.start - 1)) + 1 : mark.span.start].rstrip()
    return len(line) > 40 and line[-1] not in "。！？；：:）)”〕】"


def _in_box(stack: Sequence[Node]) -> bool:
    return stack[-1].form == "box"


def _leaves_box(mark: Mark, box: Node, follows: bool) -> bool:
    """A box has lists of its own (1. 2. 3.); it ends where a number goes on with the sequence around it, or a part begins."""
    number = mark.number or 0
    if mark.rank < 4 and mark.leads:
        return follows or number == 1
    if number == box.inner.get(mark.form, 0) + 1 and (number > 1 or mark.rank >= 4):
        box.inner[mark.form] = number
        return False
    return follows and number > 1


def _starts(text: str, mark: Mark, after: Iterator[Mark], stack: Sequence[Node]) -> bool:
    """A first number starts a sequence at the head of a paragraph, right under a heading, or where its second follows."""
    if mark.leads or mark.form in ("inline", "ordinal"):
        return True
    if _right_under_heading(text, mark, stack):
        return True
    rest = (other for other in after if other.form == mark.form or other.rank < mark.rank)
    return (second := next(rest, None)) is not None and second.form == mark.form and second.number == 2


def _goes_on_behind(mark: Mark, before: int, after: Iterator[Mark]) -> bool:
    """Whether an article in a text without line breaks stands behind one or two left out, and the next one goes on with it."""
    number = mark.number or 0
    beyond = next((other for other in after if other.form == mark.form), None)
    return 0 < before < number <= before + _MOST_SKIPPED and beyond is not None and beyond.number == number + 1


def _right_under_heading(text: str, mark: Mark, stack: Sequence[Node]) -> bool:
    line = text[stack[-1].head : mark.span.start]
    return (
        stack[-1].form != "root" and stack[-1].rank < mark.rank and 0 < len(line) <= 40 and not re.search(r"[。；，\n]", line)
    )


def _runs_on(mark: Mark, after: Iterator[Mark]) -> bool:
    """Whether the next two marks of the form that lead go on with a number: a part of a plan whose items begin at 26."""
    leading = (other.number for other in after if other.form == mark.form and other.leads)
    return list(islice(leading, 2)) == [(mark.number or 0) + 1, (mark.number or 0) + 2]


def _out_of_order(
    text: str, mark: Mark, open_number: int | None, last: dict[str, int], issues: list[Issue], *, anyway: bool = False
) -> bool:
    before = open_number if open_number is not None else last.get(mark.sequence, 0)
    number = mark.number or 0
    if mark.rank >= 5 and not anyway and not before < number <= before + 3:
        return False
    code = "gap" if number > before else "repeated"
    printed = text[mark.span.start : mark.span.end].strip()
    issues.append(issue(code, mark.span, found=printed, expected=before + 1))
    return True


def _node(text: str, mark: Mark, parent: Node) -> Node:
    kind = KINDS.get(mark.form, mark.form)
    if mark.form == "dash" and "原则" not in (text[parent.head : parent.head + 20].split("\n")[0]):
        kind = "subitem"
    printed = re.sub(r"[\s：:*|]", "", text[mark.span.start : mark.span.end]) or None
    return Node(mark.form, kind, printed, mark.number, mark.span.start, mark.span.end, mark.rank)


def _close(node: Node) -> None:
    """Each child ends where the next begins, the last with its parent."""
    for i, child in enumerate(node.children):
        child.end = node.children[i + 1].start if i + 1 < len(node.children) else node.end
        _close(child)


def _preamble(text: str, root: Node, zone: Zone) -> None:
    """Text before the first mark is clause 0 (in a notice without marks N, in an attachment the attachment itself)."""
    end = root.children[0].start if root.children else root.end
    heads_table = bool(root.children) and root.children[0].form == "row"
    if text[root.start : end].strip() and not (zone.marker and (not root.children or heads_table)):
        kind = "paragraph" if zone.notice or (not root.children and zone.prefix) else "preamble"
        node = Node("preamble", kind, None, None, root.start, root.start, 9)
        node.end = end
        root.children.insert(0, node)
    if zone.notice and len(root.children) > 1:
        _under_notice(root)


def _under_notice(root: Node) -> None:
    """A notice with numbers of its own: they stand below N, since the plan it carries counts from 1 too."""
    notice = root.children[0]
    if notice.form != "preamble":
        notice = Node("preamble", "paragraph", None, None, root.start, root.start, 9)
        root.children.insert(0, notice)
    notice.end, notice.children = root.end, root.children[1:]
    root.children = [notice]


def _set_heads(text: str, node: Node, *, ruled: bool = False) -> None:
    """`ruled`: the clauses stand below an article, where an item that says nothing more is the rule itself, not a heading."""
    ruled, unheaded = ruled or node.form == "article", False
    for child in node.children:
        _set_head(text, child)
        if ruled and child.heading and _is_rule(text, child, unheaded):
            child.heading, child.head = None, child.start + len(child.marker or "")
        unheaded = unheaded or child.heading is None
        _set_heads(text, child, ruled=ruled)
    _agree(node)
    _outnumbered(text, node)
    _end_list(text, node)


def _outnumbered(text: str, node: Node) -> None:
    """Among numbered paragraphs most of which have no heading, a long first sentence is none either (二、严禁…活动。确需…)."""
    numbered = [child for child in node.children if child.form in _PARAGRAPHS]
    run_in = [child for child in numbered if child.heading and text[child.head - 1] == "。" and not child.children]
    plain = sum(child.heading is None for child in numbered)
    if len(numbered) > 2 and plain > len(numbered) - plain:
        for child in run_in:
            if len(child.heading or "") > _LONG_HEADING:
                child.heading, child.head = None, child.start + len(child.marker or "")


def _end_list(text: str, node: Node) -> None:
    """The last of a list has no heading either where its items end in ；, though text goes on below it, or where none of them
    has one, and all that stands below it is a bracket of units."""
    last = node.children[-2:]
    if len(last) == 2 and last[0].form == last[1].form and last[1].heading and not last[1].children:
        listed = last[0].heading is None and text[last[0].start : last[0].end].rstrip().endswith(("；", ";"))
        plain = not any(child.heading for child in node.children[:-1]) and is_units(text[last[1].head : last[1].end])
        if (listed or (plain and len(node.children) > 2)) and text[last[1].head - 1] == "。":
            last[1].heading, last[1].head = None, last[1].start + len(last[1].marker or "")


def _set_head(text: str, node: Node) -> None:
    if node.form == "preamble":
        node.head, node.heading = preface(text, node.head, own_end(node))
        return
    node.head, node.heading = heading_end(text, node.form, node.head, own_end(node), bool(node.children))
    if node.form == "part" and node.heading and node.heading.endswith(("？", "?")):
        node.kind = "qa"


def _is_rule(text: str, node: Node, unheaded: bool) -> bool:
    """Whether the heading is all that a clause says, opens a list, or, where one before it is `unheaded`, is a sentence of its
    own paragraph: （四）其他条件。"""
    whole = text[node.head - 1] in "。；" and text[node.head : node.head + 1] == "\n"
    return (unheaded and whole) or text[node.head - 1] in "：:" or not text[node.head : node.end].strip()


def _clauses(text: str, root: Node, zone: Zone) -> list[Clause]:
    found: list[Clause] = []
    parent = zone.prefix or None
    if zone.prefix and zone.title:
        start = zone.marker.start if zone.marker else zone.title.start
        own_end = root.children[0].start if root.children else root.end
        whole = text[zone.title.start : zone.title.end]
        marker = text[zone.marker.start : zone.marker.end].strip(" ：:\n") if zone.marker else None
        heading = re.sub(r"\s+", "", whole)
        head = Span(start, zone.title.end)
        found.append(
            Clause(zone.prefix, "attachment", None, marker, heading, Span(start, root.end), Span(start, own_end), head)
        )
    _number_clauses(text, root, parent, zone, found)
    return found


def _number_clauses(text: str, node: Node, parent: str | None, zone: Zone, found: list[Clause]) -> None:
    position = 0
    boxes: set[int] = set()
    for child in node.children:
        if child.form == "preamble":
            eid = "N" if zone.notice and len(node.children) == 1 else "0"
        elif child.form == "box":
            number = child.number if child.number and child.number not in boxes else max(boxes, default=0) + 1
            boxes.add(number)
            eid = f"B{number}"
        else:
            position += 1
            eid = str(position)
        eid = f"{parent}.{eid}" if parent else eid
        stop = own_end(child)
        span, own = Span(child.start, child.end), Span(child.start, stop)
        head = Span(child.start, min(child.head, stop))
        found.append(Clause(eid, child.kind, parent, child.marker, child.heading, span, own, head))
        _number_clauses(text, child, eid, zone, found)
