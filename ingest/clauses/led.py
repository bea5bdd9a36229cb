"""Clauses without a marker: paragraphs that open with a short sentence of their own, articles that do, last paragraphs that
speak of the whole text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses.headings import lead_paragraphs, led_article, paired_paragraphs
from ingest.clauses.nodes import Node, own_end, walk
from ingest.units import is_unit

_CLOSING = re.compile(
    r"(?:除[^。]{2,24}外，)?(?:本|以上|上述)(?:各项|若干)?(?:行动|实施|工作)?(?:意见|措施|办法|方案|政策|规划|通知|细则|计划|规定|条例|条款)(?:措施|意见)?"
    r"(?:自|由|有效期|印发|从|执行期)"
    r"|(?:以上|上述)(?:意见|通知|要求|各点)[，,]?[希请望]"
    r"|(?:请?各[^，。；]{1,20}|各[^，。；]{1,12}、[^，。；]{1,20})(?:要|应|务必)?(?:认真|切实|严格|按照?|高度)*(?:落实|贯彻|贯彻落实|执行|遵照|重视)本(?:通知|意见|方案|办法)"
    r"|(?:特此|专此)(?:通知|通告|公告|通报|批复|函复|函达|报告)。?$"
)
_TO_ALL = re.compile(r"(?:请?各(?:有关|相关|责任|成员)?(?:单位|部门|地区?|区县|县区|乡镇|镇)[^，。；]{0,8}?)(?:要|应|须|务必)")
"""Whom the paragraph below the tasks of one unit speaks to: 各有关单位要…."""
_MOST = 0.7
"""The share of articles that open with a short sentence where it is their heading."""
_MOST_CLOSING = 3
_MAY_LEAD = ("part", "section", "item", "chapter-section")


def led_articles(text: str, root: Node) -> None:
    """`第一条 支持企业落户。对…`: where most articles open with a short sentence of their own, as in policies 若干政策, it is
    their heading; in rules 办法, where few do, it is a rule like the others."""
    _plain_articles(text, root)
    articles = [node for node in walk(root) if node.form == "article"]
    led = [(node, led_article(text, node.head, own_end(node))) for node in articles if not node.heading]
    if len(articles) > 2 and sum(end > 0 for _, end in led) + len(articles) - len(led) >= _MOST * len(articles):
        for node, end in led:
            if end:
                node.heading, node.head = text[node.head : end].strip(" \u3000。"), end


def _plain_articles(text: str, root: Node) -> None:
    """`一、…` under 第一章 stands for an article 第一条, as in rules 工作规则: where most have no heading, none has."""
    chapters = [node for node in walk(root) if node.form == "chapter"]
    articles = [node for chapter in chapters for node in chapter.children if node.form == "part"]
    if 2 * sum(node.heading is not None for node in articles) < len(articles):
        for node in articles:
            if node.heading and text[node.head : node.head + 1] != "\n":
                node.heading, node.head = None, node.start + len(node.marker or "")


def led_paragraphs(text: str, root: Node) -> None:
    """Paragraphs under a heading that each open with a short sentence of their own are clauses without a marker.

    One such paragraph alone counts where the plan shows the form elsewhere by two or more.
    """
    plain = [node for node in walk(root) if node.form in _MAY_LEAD and all(child.form == "box" for child in node.children)]
    led = [(node, lead_paragraphs(text, node.head, own_end(node))) for node in plain if "\n" in text[node.head : node.head + 1]]
    if any(len(found) > 1 for _, found in led):
        for node, first in led:
            _fill(root, node, _nodes(text, first or lead_paragraphs(text, node.head, own_end(node), shown=True)))


def led_briefing(text: str, root: Node) -> None:
    """A text without any number whose paragraphs, but for an introduction, open with a sentence of two halves each."""
    if len(root.children) != 1 or root.children[0].kind != "preamble":
        return
    if made := _nodes(text, paired_paragraphs(text, root.start, root.end)):
        introduction = root.children[0]
        introduction.end = made[0].start
        root.children = [introduction, *made] if text[introduction.start : introduction.end].strip() else made


def _nodes(text: str, found: Sequence[tuple[int, int, int]]) -> list[Node]:
    """Clauses without a marker from `(start, end of heading, end)` each."""
    return [
        Node("paragraph", "paragraph", None, None, start, head, 9, text[start:head].strip(" \u3000\n。："), end)
        for start, head, end in found
    ]


def _fill(root: Node, node: Node, led: list[Node]) -> None:
    """What follows the last led paragraph goes on with it; at the end of the plan it speaks of the whole."""
    end, boxes = own_end(node), node.children
    node.children = led + boxes
    if led and led[-1].end < end:
        if node is root.children[-1] and not boxes:
            _closing(root, led[-1].end)
        else:
            led[-1].end = end


def closing_paragraph(text: str, root: Node) -> None:
    """Last paragraphs that speak of the whole plan, not of its last part: 本办法自…起施行; text after one-line items."""
    last = root.children[-1] if root.children else None
    if last is None or last.form not in ("part", "section", "item", "chapter"):
        return
    if tail := _closing_from(text, root, last):
        _closing(root, tail)
    elif (first := _first_break(text, last)) and _one_line_each(text, root.children[:-1]):
        _closing(root, first)


def _closing_from(text: str, root: Node, last: Node) -> int:
    """Where the first of the last paragraphs that speaks of the whole begins, behind the head of the last clause; else 0."""
    starts: list[int] = []
    at = root.end - 1
    while len(starts) < _MOST_CLOSING and (at := text.rfind("\n", last.head, at)) >= 0:
        starts.append(at + 1)
    forms = (_CLOSING, _TO_ALL) if _is_of_unit(last) else (_CLOSING,)
    tails = ((start, text[start : root.end].lstrip()) for start in reversed(starts))
    begun = next((start for start, tail in tails if any(form.match(tail) for form in forms)), 0)
    return begun if text[last.head : begun].strip() and not any(node.start >= begun for node in walk(last)) else 0


def _is_of_unit(node: Node) -> bool:
    """Whether the last clause is the tasks of one unit, which it has for its heading: （三）县水利局。负责…"""
    *_, lowest = walk(node)
    return lowest is not node and lowest.heading is not None and is_unit(lowest.heading)


def _first_break(text: str, node: Node) -> int:
    """Offset after the first line of a clause without children that goes on below it, else 0."""
    at = text.find("\n", node.head, node.end) + 1
    return at if not node.children and at and text[node.head : at].strip() and text[at : node.end].strip() else 0


def _one_line_each(text: str, nodes: Sequence[Node]) -> bool:
    numbered = [node for node in nodes if node.form != "preamble"]
    return len(numbered) >= 3 and not any(node.children or "\n" in text[node.start : node.end].strip() for node in numbered)


def _closing(root: Node, at: int) -> None:
    _cut(root.children[-1], at)
    node = Node("closing", "paragraph", None, None, at, at, 9)
    node.end = root.end
    root.children.append(node)


def _cut(node: Node, at: int) -> None:
    node.end = min(node.end, at)
    node.children = [child for child in node.children if child.start < at]
    for child in node.children:
        _cut(child, at)
