"""Texts saved without line breaks: a notice, its signature and the plan it issues in one line, parted where they meet.

…印发给你们。溪源县人民政府2031年5月6日（此件公开发布）溪源县节水办法第一章总则第一条…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.format.head import Line
from ingest.model import Span
from ingest.numerals import DATE
from ingest.official import ISSUER_END

SEALED = re.compile(
    rf"(?<=[。！\n])\s*(?P<issuer>[\u4e00-\u9fff]{{2,30}}?{ISSUER_END})\s*(?P<date>{DATE.pattern}(?P<note>[（(](?:此件|本文)[^）)]*[)）])?)"
)
"""Organ and date behind the last sentence of a text."""
_NAMED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_LONG = 120  # of a line that may hold all three


def unglued(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, those parted that hold a signature and behind it the title of a text which they name before it."""
    return [part for line in lines for part in (_parts(text, line) if _may_hold(line.text) else (line,))]


def _may_hold(line: str) -> bool:
    return len(line) > _LONG and "《" in line and "日" in line and ("第一" in line or "一、" in line)


def _parts(text: str, line: Line) -> Iterator[Line]:
    seal = next((found for found in SEALED.finditer(text, line.start, line.end) if _title_behind(text, line, found)), None)
    title = _title_behind(text, line, seal) if seal else None
    if not seal or not title:
        yield line
        return
    cuts = [line.start, seal.start("issuer"), seal.start("date"), title.start, title.end, line.end]
    for start, end in pairwise(cuts):
        if text[start:end].strip():
            yield Line(start, end, text[start:end].strip())


def _title_behind(text: str, line: Line, seal: re.Match[str]) -> Span | None:
    at = seal.end() + len(text[seal.end() : line.end]) - len(text[seal.end() : line.end].lstrip())
    named = (found[1] for found in _NAMED.finditer(text, line.start, seal.start()))
    return next((Span(at, at + len(title)) for title in named if text.startswith(title, at)), None)
