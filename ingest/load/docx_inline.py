"""The words of a Word paragraph: runs with tracked changes accepted, field results, symbols; text boxes and notes set aside.

Elements are known by their local names, so that transitional and strict files (ISO 29500) and those of other office programs
read alike. What is not named here is gone through: an unknown wrapper never hides its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ingest.load.docx_symbols import symbol, symbols

LEFT_OUT = frozenset(
    ("del", "moveFrom", "delText", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "instrText", "delInstrText", "ffData", "rt")
)
"""Deleted and moved text, properties, field instructions, readings over characters."""

_ROOM = re.compile(r"[\n\r\t]")
_BREAKS = {"page": "\f", "column": "\n"}


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def off(element: Any | None, w: str) -> bool:
    """Whether an on/off property is missing or says no."""
    return element is None or element.get(f"{w}val") in ("0", "false", "off")


def chosen(alternate: Any) -> Any | None:
    """The one of several renderings (`mc:AlternateContent`) that has words: the first; None where none has."""
    return next((one for one in alternate if any(local(child) in ("t", "textpath") for child in one.iter())), None)


def placeholder(sdt: Any, w: str) -> bool:
    """Whether a content control shows only its prompt (单击此处输入文字)."""
    return not off(sdt.find(f"{w}sdtPr/{w}showingPlcHdr"), w)


class Inline:
    """Goes through one paragraph. `text` are its words, `boxes` text boxes anchored in it, `notes` its notes."""

    def __init__(self, paragraph: Any, w: str) -> None:
        self._w = w
        self._fields: list[bool] = []  # open fields: whether the result has begun
        self._parts: list[str] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._visit(paragraph)
        self.text = "".join(self._parts)

    def _visit(self, element: Any) -> None:
        for child in element:
            name = local(child)
            if name in LEFT_OUT or not name:
                continue
            if handler := _HANDLERS.get(name):
                handler(self, child)
            else:
                self._visit(child)

    def _say(self, words: str) -> None:
        if all(self._fields):
            self._parts.append(words)

    def _run(self, run: Any) -> None:
        hidden = run.find(f"{self._w}rPr/{self._w}vanish")
        if off(hidden, self._w):
            self._visit(run)
        else:
            for mark in run.iter(f"{self._w}fldChar"):
                self._field(mark)

    def _words(self, t: Any) -> None:
        words = _ROOM.sub(" ", t.text or "").replace("\xad", "")
        if any("\uf000" <= c <= "\uf0ff" for c in words):
            words = symbols(words, self._font(t))
        self._say(words)

    def _font(self, t: Any) -> str:
        fonts = t.getparent().find(f"{self._w}rPr/{self._w}rFonts")
        return "" if fonts is None else fonts.get(f"{self._w}ascii") or ""

    def _symbol(self, sym: Any) -> None:
        code = sym.get(f"{self._w}char") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            self._say(symbol(int(code, 16), sym.get(f"{self._w}font") or ""))

    def _field(self, mark: Any) -> None:
        match mark.get(f"{self._w}fldCharType"):
            case "begin":
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()

    def _break(self, br: Any) -> None:
        self._say(_BREAKS.get(br.get(f"{self._w}type") or "", "\n"))

    def _alternate(self, alternate: Any) -> None:
        one = chosen(alternate)
        if one is not None:
            self._visit(one)

    def _content_control(self, sdt: Any) -> None:
        if not placeholder(sdt, self._w):
            self._visit(sdt)

    def _fraction(self, fraction: Any) -> None:
        for n, part in enumerate(child for child in fraction if local(child) in ("num", "den")):
            if n:
                self._say("/")
            self._visit(part)

    def _note(self, reference: Any) -> None:
        self.notes.append((local(reference).removesuffix("Reference"), reference.get(f"{self._w}id") or ""))


def _said(words: str) -> Callable[[Inline, Any], None]:
    return lambda inline, _: inline._say(words)


_HANDLERS: dict[str, Callable[[Inline, Any], None]] = {
    "r": Inline._run,
    "t": Inline._words,
    "sym": Inline._symbol,
    "fldChar": Inline._field,
    "br": Inline._break,
    "cr": _said("\n"),
    "tab": _said("\t"),
    "ptab": _said("\t"),
    "noBreakHyphen": _said("-"),
    "lastRenderedPageBreak": _said("\f"),
    "AlternateContent": Inline._alternate,
    "sdt": Inline._content_control,
    "f": Inline._fraction,
    "footnoteReference": Inline._note,
    "endnoteReference": Inline._note,
    "txbxContent": lambda inline, box: inline.boxes.append(box),
    "textpath": lambda inline, shape: inline.boxes.append(shape),
}


def within(container: Any, name: str, w: str) -> Iterator[Any]:
    """Children of a name, also those inside content controls and tracked insertions; deleted ones are left out."""
    for child in container:
        found = local(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo") and not (found == "sdt" and placeholder(child, w)):
            yield from within(child, name, w)
