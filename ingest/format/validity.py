"""施行日期 and 有效期: from when to when a document is in force, by its own words (本办法自2031年8月1日起施行，有效期5年).

Whether another document has repealed it since is not in its text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.model import Span
from ingest.numerals import DATE, iso_date, ordinal

_SAYS = re.compile(r"起\s*(?:[^。，\n]{1,6}[日天]后)?(?:正式)?(?:[施试]行|实施|执行|生效)|有效期")
_OWN = re.compile(
    r"本[\u4e00-\u9fff]{0,4}(?:办法|细则|规[定则程]|意见|方案|措施|政策|通知|规划|计划|制度|条例|预案|[通公]告|决定|标准)|现予(?:公布|发布|印发)"
)
"""What tells a document from a thing whose validity it rules (证书有效期3年)."""
_DATED = re.compile(rf"[自从]\s*(?P<date>{DATE.pattern})")
_ISSUED = re.compile(r"[自从](?:印发|发布|公布|颁布|下发)之?日(?:起(?:满?(?P<days>[\d一二三四五六七八九十]{1,3})[日天]后)?)?")
_FOR = re.compile(
    r"(?:有效期限?|[施试]行期限?)(?:为|：|是)?\s*(?P<number>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)"
)
_UNTIL = re.compile(
    rf"(?:有效期限?(?:为|截[止至])?|[施试]行|执行|实施)(?:期限?)?[至到]\s*(?:(?P<date>{DATE.pattern})|(?P<year>[12]\d{{3}})年年?底)"
)


def validity(text: str, zones: Sequence[Span], dated: str | None) -> tuple[str | None, str | None]:
    """First and last day of force, ISO 8601, None where the text does not say; `dated` is the date of the document, from
    which 自印发之日起 counts."""
    for sentence in _sentences(text, zones):
        start = _start(sentence, dated)
        end = _end(sentence, start)
        if start or end:
            return (start.isoformat() if start else None, end.isoformat() if end else None)
    return None, None


def _sentences(text: str, zones: Sequence[Span]) -> Iterator[str]:
    for zone in zones:
        for found in _SAYS.finditer(text, zone.start, zone.end):
            begin = max(text.rfind(stop, zone.start, found.start()) for stop in "。\n") + 1
            end = min((at for stop in "。\n" if (at := text.find(stop, found.end(), zone.end)) >= 0), default=zone.end)
            if _OWN.search(text, max(begin, zone.start), found.end()):
                yield text[max(begin, zone.start) : end]


def _start(sentence: str, dated: str | None) -> date | None:
    if found := _DATED.search(sentence):
        return _day(iso_date(found))
    issued = _ISSUED.search(sentence)
    day = _day(dated) if issued else None
    wait = ordinal(issued["days"]) if issued and issued["days"] else 0
    return day + timedelta(days=wait or 0) if day else None


def _end(sentence: str, start: date | None) -> date | None:
    if found := _UNTIL.search(sentence):
        return date(int(found["year"]), 12, 31) if found["year"] else _day(iso_date(found), last=True)
    span = _FOR.search(sentence)
    number = ordinal(span["number"]) if span else None
    if not start or not span or not number:
        return None
    months = start.month - 1 + number * (12 if span["unit"] == "年" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])) - timedelta(days=1)


def _day(iso: str | None, *, last: bool = False) -> date | None:
    """The day of an ISO date; of a month alone its first, or `last`, day. None where there is no such day."""
    if not iso:
        return None
    year, month, *day = (int(part) for part in iso.split("-"))
    days = monthrange(year, month)[1]
    number = day[0] if day else days if last else 1
    return date(year, month, number) if number <= days else None
