"""How a clause is cited in an office: title and number of its document, then the markers on the way down to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKER = re.compile(
    r"^(?:第[^\s]{1,6}?[章节条]|[(（][^()（）]{1,4}[)）]|[^\s、.．。]{1,4}[、.．﹒]|[一二三四五六七八九十]+是|[①-⑳])"
)


def citation(title: str, doc_number: str | None, labels: Sequence[str]) -> str:
    """Ready to copy: 《标题》（文号）二、（一）1. — markers only, a heading where a clause has none; `labels` as in `Place`."""
    number = f"（{doc_number}）" if doc_number else ""
    return f"《{title.strip('《》')}》{number}" + "".join(map(_marker, labels))


def _marker(label: str) -> str:
    found = _MARKER.match(label)
    return found[0] if found else label
