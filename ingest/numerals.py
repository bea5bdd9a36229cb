"""Numerals and dates as plans write them: 二〇二五, 十二, ２０２５, 2022年11月20日."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "o": 0, "0": 0, "两": 2, "—": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇○OoＯ0一二三四五六七八九十百千两"

DATE = re.compile(
    rf"(?P<y>[12１２]\s*\d\s*\d\s*\d|[一二][{_CHINESE}]{{3}})\s*年\s*(?P<m>\d{{1,2}}|[{_CHINESE}]{{1,2}})\s*月\s*"
    rf"(?:(?P<d>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*日)?"
)
"""A date with at least year and month (GB/T 9704-2012, 7.3.5.4 asks for Arabic figures; older texts have 二〇一一年)."""


@lru_cache(maxsize=1024)
def ordinal(text: str) -> int | None:
    """The number an outline marker counts: `十二` -> 12, `２` -> 2, `—` typed for 一 -> 1; None where it is no number."""
    text = unicodedata.normalize("NFKC", text) if text != "—" else text
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    return _positional(text) if any(c in _UNITS for c in text) else int("".join(str(_DIGITS[c]) for c in text))


def roman(text: str) -> int | None:
    """The number of Roman figures up to the thirties, in letters or in characters of their own: XIV, Ⅳ; None else."""
    values = [{"I": 1, "V": 5, "X": 10}.get(letter, 0) for letter in unicodedata.normalize("NFKC", text)]
    signed = [-value if value < after else value for value, after in zip(values, [*values, 0][1:], strict=True)]
    return sum(signed) if values and all(values) else None


def iso_date(match: re.Match[str]) -> str | None:
    """ISO 8601 form of a match of `DATE` (`2024-11` where no day is given); None where month or day can't be."""
    year, month = ordinal(re.sub(r"\s", "", match["y"])), ordinal(match["m"])
    day = ordinal(match["d"]) if match["d"] else None
    if not year or not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _positional(text: str) -> int:
    total, digit = 0, 0
    for c in text:
        if c in _UNITS:
            total, digit = total + (digit or (0 if total else 1)) * _UNITS[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit
