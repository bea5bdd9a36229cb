"""The forms of outline marks 层次序号, their ranks and the kinds of clause they open.

GB/T 9704-2012, 7.3.3 gives the order 一、 （一） 1. （1）; older plans count 第一章, 第一节, 第一条, papers of projects I. II.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Span

CN = "一二三四五六七八九十百"

_NUMBER_OPENS = r"20\d\d\s?年|(?:\d{3}(?=[\u4e00-\u9fff]{2})|1[12](?:[029]|\d{3})(?=[\u4e00-\u9fff]))(?![万亿元倍吨公千克米个])"
"""With what number an item may begin right behind its stop: a year, a number to call (4.12345热线); 1.105吨 is none."""

FORMS: dict[str, tuple[float, str]] = {
    "volume": (
        0.5,
        rf"第([{CN}\d]{{1,4}})(?:[编篇](?=[\s\u3000]|[\u4e00-\u9fff])"
        r"|部分[ \u3000]*(?:[：:、](?=[ \u3000]*[^\s。；：]{2,30}\n)|(?=\n?[^\s。；：，是为][^。；：，\n]{1,29}\n)))",
    ),
    "chapter": (1, rf"第([{CN}\d]{{1,4}})章(?=[\s\u3000]|[\u4e00-\u9fff])(?!为(?![民了])|是|[到至和]第)"),
    "chapter-section": (2, rf"第([{CN}\d]{{1,4}})节(?=[\s\u3000]|[\u4e00-\u9fff])(?!为(?![民了])|是|[到至和]第)"),
    "article": (2.5, rf"第([{CN}零\d]{{1,4}})条(?=[\s\u3000【（(]|[\u4e00-\u9fff])(?!规定|的|和|至|第)"),
    "part": (3, rf"([{CN}]{{1,4}}|[—－])\s?(?:、(?!，)|[．.](?![\d，]))"),
    "section": (4, rf"[（(]\s?([{CN}]{{1,3}})\s?[)）]\s?[、．.]?|[㈠-㈩]\s?[、．.]?"),
    "item": (5, rf"(\d{{1,2}}|[１-９][０-９]?)\s?(?:[.．﹒](?!\d)|[.．﹒](?={_NUMBER_OPENS})|、)|[⒈-⒛]"),
    "named": (4.8, rf"(?:行动|任务|工程|举措|项目|专项)[ \u3000]?(\d{{1,2}}|[{CN}]{{1,3}})(?:[：:、]|[.．](?!\d)|[ \u3000])"),
    "decimal": (5.2, r"\d{1,2}(?:[.．]\d{1,2}){1,3}(?=\s?[\u4e00-\u9fffⅠ-Ⅻ])(?![万亿元倍%])"),
    "numbered": (2.9, r"(\d{1,2})(?=[ \u3000]?[\u4e00-\u9fff]{2,16}\n)"),
    "subitem": (6, r"[（(](\d{1,2}|[１-９][０-９]?)[)）]\s?[、．.]?|[⑴-⒇]\s?[、．.]?"),
    "half": (6.5, r"(\d{1,2})[)）](?=[^\s、，。；）)])"),
    "letter": (6.7, r"[a-h][)）](?=[^\s、，。；）)])|[A-H][.．](?=\s?[\u4e00-\u9fff])"),
    "circled": (7, r"([①-⑳])"),
    "ordinal": (7.2, rf"第([{CN}]{{1,2}})(?:[步阶]段?)?[，,、：:](?=\S)"),
    "titled": (2.8, ""),
    "roman": (2.85, r"([IVX]{1,4}|[Ⅰ-Ⅻ])\s?[.．、](?=\s?[\u4e00-\u9fff])"),
    "dash": (7.5, r"(?:——|—-|--|―{1,2}|－－)(?=[^\s\d—-]|20\d\d年[^—\d]{0,3}[，：:])"),
    "inline": (8, rf"([{CN}]{{1,2}})(?:是(?!否)|要(?![求点素件么]))"),
    "box": (4.5, rf"专\s?栏\s?(\d{{1,2}}|[{CN}]{{1,2}})?[：:\s]?"),
    "question": (3, r"(?:\*\*)?(?:问\s?\d{0,2}\s?[:：]|Q\s?\d{0,2}\s?[:：.．、])"),
    "hash": (3.5, ""),
    "asked": (3.6, ""),
    "unit-line": (5.95, ""),
    "bullet": (7.7, ""),
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
    "roman": "part",
    "decimal": "section",
    "numbered": "part",
    "inline": "subitem",
    "dash": "principle",
    "question": "qa",
    "asked": "qa",
    "unit-line": "item",
    "bullet": "subitem",
    "row": "item",
    "after-table": "paragraph",
    "after-box": "paragraph",
    "note": "paragraph",
    "hash": "section",
}
"""Form -> clause kind, where the two have different names."""


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
