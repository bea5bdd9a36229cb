"""How a clause is called and cited in an office: title and number of its document, then the markers on the way down to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import clause_label

NAMED_BY = 12
"""A clause with neither marker nor heading is named by so many characters of its text."""

_MARKER = re.compile(
    r"^(?:第[^\s]{1,6}?[章节条]|[(（][^()（）]{1,4}[)）]|[^\s、.．。]{1,4}[、.．﹒]|[一二三四五六七八九十]+是|[①-⑳])"
)


def label(kind: str, marker: str | None, heading: str | None, text: str) -> str:
    """What a clause is called among its neighbours: marker and heading, 引言 for a preamble, else the beginning of its text."""
    if marker or heading:
        return clause_label(marker, heading)
    if kind == "preamble":
        return "引言"
    return text if len(text) <= NAMED_BY else f"{text[:NAMED_BY]}…"


def citation(title: str, doc_number: str | None, labels: Sequence[str]) -> str:
    """Ready to copy: 《标题》（文号）二、（一）1. — markers only, a heading where a clause has none; `labels` as in `Place`."""
    number = f"（{doc_number}）" if doc_number else ""
    return f"《{title.strip('《》')}》{number}" + "".join(map(_marker, labels))


def _marker(label: str) -> str:
    found = _MARKER.match(label)
    return found[0] if found else label
