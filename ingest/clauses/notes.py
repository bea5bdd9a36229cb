"""Notes below a table, `注：1.…；2.…` with the numbered lines that go on with it, and footnotes `①…` that a sign in the text
above leads to. Their numbers count nothing of the plan."""

from __future__ import annotations

import re

from ingest.model import Span

_NOTE = re.compile(r"(?m)^[ \u3000]*(?:备注|附注|表注|注)\s*(?:\d{1,2}\s*)?[：:][^\n]*")
_NUMBER = re.compile(r"(?:(?<=[：:；。\s])|^)[（(]?(?P<number>\d{1,2}|[①-⑳])(?:[)）]|[.．、](?!\d)|(?<=[①-⑳]))")
_FOOTNOTE = re.compile(r"(?m)^[ \u3000]*(?P<sign>[①-⑳]|\[\d{1,2}\])[^\n]+")
_NEAR = 4000  # characters above a note in which its sign, or the list it must not go on with, stands
_LINE = re.compile(r"\n+(?P<line>[^\n]+)")


def notes(text: str, zone: Span) -> list[Span]:
    """The notes and footnotes in a zone in order, each to the end of its last line; side by side they are one."""
    found = [Span(note.start(), _end(text, note, zone)) for note in _NOTE.finditer(text, zone.start, zone.end)]
    footnotes = [Span(*one.span()) for one in _FOOTNOTE.finditer(text, zone.start, zone.end) if _is_led_to(text, one, zone)]
    made: list[Span] = []
    for note in sorted([*found, *footnotes]):
        above = made.pop() if made and not text[made[-1].end : note.start].strip() else note
        made.append(Span(above.start, max(above.end, note.end)))
    return made


def _is_led_to(text: str, footnote: re.Match[str], zone: Span) -> bool:
    """Whether its sign stands above where a sentence pauses (3亿立方米①，); in a list (包括①查漏；②改造) words follow it."""
    above = text[max(zone.start, footnote.start() - _NEAR) : footnote.start()]
    return re.search(re.escape(footnote["sign"]) + r"[，。；、）”]", above) is not None


def _end(text: str, note: re.Match[str], zone: Span) -> int:
    """A line goes on with the note where it has the next number, unless the list above the note goes on with it."""
    counted = [_value(number) for number in _NUMBER.finditer(note[0])]
    last, end = counted[-1] if counted else 0, note.end()
    if counted and last == _number_above(text, note.start(), zone):
        return end
    while (line := _LINE.match(text, end, zone.end)) and (number := _NUMBER.match(line["line"].lstrip())):
        if _value(number) != last + 1:
            break
        last, end = last + 1, line.end()
    return end


def _number_above(text: str, at: int, zone: Span) -> int | None:
    numbers = [
        number for line in text[max(zone.start, at - _NEAR) : at].split("\n") if (number := _NUMBER.match(line.lstrip()))
    ]
    return _value(numbers[-1]) if numbers else None


def _value(found: re.Match[str]) -> int:
    printed = found["number"]
    return int(printed) if printed.isdecimal() else ord(printed) - ord("①") + 1
