"""Word files (.docx, ECMA-376): what a reader sees printed, one paragraph a line.

Automatic numbers are printed, tracked insertions kept and deletions dropped, text boxes stand before the paragraph they are
anchored in, notes after it, the cells of a row side by side. Headers and footers are no text of the document.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ingest.canonical.text import GOES_ON
from ingest.issues import IngestError
from ingest.load.docx_aside import aside
from ingest.load.docx_inline import LEFT_OUT, Inline, chosen, local, off, placeholder, within
from ingest.load.docx_numbers import Numbering, Styles
from ingest.load.loaded import Loaded
from ingest.load.package import Package

_LONGEST_HEADING = 60
_TAB = re.compile(r"\t(?!\d{1,4}$)")  # a tab before a page number shows a line of a table of contents
_NOTHING = "\u200b"  # a first cell without words: a tab alone at the head of a line would be an indent
_GAP = re.compile(r"[\t\n]+|[ \u3000\xa0]{2,}")
_WRITTEN = re.compile(r"\w")


def read(data: bytes, path: str) -> Loaded:
    """The text of a Word file; IngestError where it is damaged, protected, nested beyond reason, or has no words."""
    package = Package(data, path)
    try:
        parts = _Parts(package)
        text = _Story(parts).text()
        left_out = tuple(aside(parts.document, (*parts.every("header"), *parts.every("footer")), parts.w))
    except RecursionError as error:
        raise package.broken() from error
    if not _WRITTEN.search(text):
        raise IngestError(f"{path}：文档里没有文字。", "如果正文是扫描图片，请先识别成文字再收录。")
    return Loaded(text, whole=True, left_out=left_out)


class _Parts:
    """The XML parts of a package by what they are for: the document and, beside it, numbering, styles, notes."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = next(iter(self._related("").get("officeDocument", ())), "word/document.xml")
        if main not in package.names:
            raise package.broken()
        self.document = package.xml(main)
        self.w = self.document.tag.rpartition("}")[0] + "}"
        self.body = self.document.find(f"{self.w}body")
        if self.body is None:
            raise package.broken()
        self._beside = self._related(main)

    def part(self, kind: str) -> Any | None:
        """Root of the part that stands in this relation to the document; None where there is none."""
        return next(self.every(kind), None)

    def every(self, kind: str) -> Iterator[Any]:
        """Roots of all parts that stand in this relation to the document."""
        return (self._package.xml(name) for name in self._beside.get(kind, ()) if name in self._package.names)

    def pages(self) -> int | None:
        """How many pages the program that saved the file counted."""
        if "docProps/app.xml" not in self._package.names:
            return None
        said = self._package.xml("docProps/app.xml").findtext("{*}Pages") or ""
        return int(said) if re.fullmatch("[0-9]{1,6}", said) else None

    def _related(self, part: str) -> dict[str, list[str]]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, list[str]] = {}
        if rels in self._package.names:
            for relation in self._package.xml(rels):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
                found.setdefault((relation.get("Type") or "").rpartition("/")[2], []).append(target)
        return found


class _Story:
    """Writes the body of a document as lines. Counters of lists and notes run on from paragraph to paragraph."""

    def __init__(self, parts: _Parts) -> None:
        self._parts, self._w = parts, parts.w
        self._styles = Styles(parts.part("styles"), parts.w)
        self._numbers = Numbering(parts.part("numbering"), self._styles, parts.w)
        self._notes = {kind: self._by_id(parts.part(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._noted = 0
        self._carried = ""  # words of a paragraph whose end was deleted: they go on in the next one
        self._laid_out = next(parts.document.iter(f"{parts.w}lastRenderedPageBreak"), None) is not None

    def text(self) -> str:
        """The lines of the whole body, pages parted by form feeds."""
        lines = [*self._blocks(self._parts.body, top=True), *([self._carried] if self._carried else [])]
        text = re.sub(r"\f(?=\s*\f)", "", "\n".join(lines)) + "\n"
        stated = self._parts.pages()
        unknown = not self._laid_out and stated is not None and stated > text.count("\f") + 1
        return text.replace("\f", "") if unknown else text

    def _by_id(self, root: Any | None) -> dict[str, Any]:
        return {} if root is None else {note.get(f"{self._w}id"): note for note in root}

    def _blocks(self, container: Any, *, top: bool = False) -> Iterator[str]:
        for child in container:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, top=top)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "AlternateContent":
                one = chosen(child)
                yield from () if one is None else self._blocks(one, top=top)
            elif name and name not in LEFT_OUT and not (name == "sdt" and placeholder(child, self._w)):
                yield from self._blocks(child, top=top)

    def _paragraph(self, paragraph: Any, *, top: bool) -> Iterator[str]:
        found = Inline(paragraph, self._w)
        for box in found.boxes:
            yield from [box.get("string") or ""] if local(box) == "textpath" else self._blocks(box)
        properties = paragraph.find(f"{self._w}pPr")
        if self._end_deleted(properties):
            self._carried += found.text
            return
        words, self._carried = self._carried + found.text, ""
        label = self._numbers.label(properties)
        mark = "#" * self._outline(properties) if top and not label and words.strip() else ""
        if words.strip(" \u3000") or label:
            before, after = self._page_breaks(properties)
            yield before + self._line(mark, label, words) + after
        elif self._new_page(properties):
            yield "\f"
        for kind, note_id in found.notes:
            yield from self._note(kind, note_id)

    def _line(self, mark: str, label: str, words: str) -> str:
        """Form feeds at the edges of the words stay outside number and heading mark."""
        bare = words.strip("\f")
        lead, tail = words[: len(words) - len(words.lstrip("\f"))], words[len(words.rstrip("\f")) :] if bare else ""
        heading = f"{mark} " if mark and len(bare) <= _LONGEST_HEADING and "\n" not in bare and not bare.endswith("。") else ""
        return lead + heading + label + _tabbed(bare).replace("\f", f"\f{GOES_ON}") + tail

    def _end_deleted(self, properties: Any | None) -> bool:
        w = self._w
        marks = () if properties is None else (f"{w}rPr/{w}del", f"{w}rPr/{w}moveFrom")
        return any(properties is not None and properties.find(mark) is not None for mark in marks)

    def _page_breaks(self, properties: Any | None) -> tuple[str, str]:
        """Form feeds before and after a paragraph that its properties ask for, where no layout was saved with the file."""
        if self._laid_out or properties is None:
            return "", ""
        before = not off(properties.find(f"{self._w}pageBreakBefore"), self._w)
        return "\f" if before else "", "\f" if self._new_page(properties) else ""

    def _new_page(self, properties: Any | None) -> bool:
        """Whether a section ends with this paragraph and the next begins on a new page."""
        section = None if properties is None or self._laid_out else properties.find(f"{self._w}sectPr")
        if section is None:
            return False
        kind = section.find(f"{self._w}type")
        return kind is None or kind.get(f"{self._w}val") != "continuous"

    def _outline(self, properties: Any | None) -> int:
        """Level of a heading from 1 to 6 by the paragraph's own say or its style's, 0 where it is none."""
        style = None if properties is None else properties.find(f"{self._w}pStyle")
        chain = self._styles.chain(None if style is None else style.get(f"{self._w}val"))
        places = [properties, *(element.find(f"{self._w}pPr") for _, element in chain)]
        levels = (p.find(f"{self._w}outlineLvl") for p in places if p is not None)
        said = next((level.get(f"{self._w}val") for level in levels if level is not None), "")
        return int(said) + 1 if said in tuple("012345") else 0

    def _note(self, kind: str, note_id: str) -> Iterator[str]:
        note = self._notes.get(kind, {}).get(note_id)
        words = "" if note is None else " ".join(line.strip() for line in self._blocks(note)).strip()
        if words:
            self._noted += 1
            yield f"注{self._noted}：{words}"

    def _table(self, table: Any) -> Iterator[str]:
        """One line a row. A row of one cell is a frame or a head over the whole table: its paragraphs stay lines."""
        rows = [row for row in within(table, "tr", self._w) if row.find(f"{self._w}trPr/{self._w}del") is None]
        layout = len(rows) == 1 and not self._bordered(table)
        for row in rows:
            cells = list(within(row, "tc", self._w))
            if len(cells) == 1 or layout:
                for cell in cells:
                    yield from self._blocks(cell)
            elif line := self._row(row, cells):
                yield line

    def _row(self, row: Any, cells: list[Any]) -> str:
        """Cells parted by tabs; what a merged cell covers is empty, so that every cell stays in its column."""
        said = [""] * self._number(row.find(f"{self._w}trPr/{self._w}gridBefore"))
        for cell in cells:
            properties = cell.find(f"{self._w}tcPr")
            said.append("" if self._covered(properties) else self._cell(cell))
            span = None if properties is None else properties.find(f"{self._w}gridSpan")
            said += [""] * (self._number(span) - 1)
        line = "\t".join(said)
        page, words = "\f" if "\f" in line else "", line.replace("\f", "").rstrip("\t")
        return page + (_NOTHING + words if words.startswith("\t") else words)

    def _cell(self, cell: Any) -> str:
        lines = (_GAP.sub(" ", line.replace(GOES_ON, "")).strip(" ") for line in self._blocks(cell))
        return " ".join(line for line in lines if line)

    def _covered(self, properties: Any | None) -> bool:
        """Whether a cell lies under one merged with it from above or from the left."""
        marks = [] if properties is None else [properties.find(f"{self._w}{name}") for name in ("vMerge", "hMerge")]
        return any(mark is not None and mark.get(f"{self._w}val") != "restart" for mark in marks)

    def _bordered(self, table: Any) -> bool:
        """Whether a table shows lines, by itself, its style or one of its cells."""
        style = table.find(f"{self._w}tblPr/{self._w}tblStyle")
        chain = [] if style is None else [element for _, element in self._styles.chain(style.get(f"{self._w}val"))]
        borders = (b for one in (table, *chain) for name in ("tblBorders", "tcBorders") for b in one.iter(f"{self._w}{name}"))
        return any(side.get(f"{self._w}val") not in ("nil", "none") for border in borders for side in border)

    def _number(self, element: Any | None) -> int:
        said = "" if element is None else element.get(f"{self._w}val") or ""
        return min(int(said), 63) if re.fullmatch("[0-9]{1,6}", said) else 0


def _tabbed(words: str) -> str:
    """Tabs between three words or more make columns and stay; others move a word to its place in the line."""
    columns = max(len([word for word in line.split("\t") if word.strip()]) for line in words.split("\n"))
    return words if columns > 2 else _TAB.sub("\u3000", words)
