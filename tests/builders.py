"""Documents made by hand, so that tests of `search` need no parser.

`make_document` reads a small notation, one clause a line, two spaces of indentation a level:

    前言一句。                                         text before the first clause: preamble `0`
    一、|总体要求|                                      marker | heading | body
      （一）|加强培训。|{到2025年培训100人|培训人数|>=|100|人|2025}（责任单位：河口县教育局、县总工会）
        另起一段，落实《云海省培训规划》（云办发〔2021〕3号）。      a line without bars goes on with the clause above

`{quote|indicator|op|value|unit|deadline}` is printed as its quote and makes a `Target` (empty value or deadline: None).
`（责任单位：A、B）` makes a bracket and a `Duty` each unit (also 牵头单位, 配合单位, 参与单位); `《…》` with an optional
number in brackets makes a `Citation`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from ingest.model import Citation, Clause, Document, Duty, Element, OffsetMap, Source, Span, Target, Work

KINDS = ("part", "section", "item", "subitem")
TARGET = re.compile(r"\{([^|}]*)\|([^|}]*)\|([^|}]*)\|([^|}]*)\|([^|}]*)\|([^|}]*)\}")
BRACKET = re.compile(r"（((?:责任单位|牵头单位|配合单位|参与单位)：[^（）]*)）")
CITED = re.compile(r"《([^《》]+)》(?:（([^（）]*〔\d{4}〕\d+号)）)?")


@dataclass
class _Row:
    eid: str
    marker: str | None
    heading: str | None
    start: int
    head_end: int
    depth: int


@dataclass
class _Builder:
    text: str = ""
    rows: list[_Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def line(self, line: str) -> None:
        body = line.strip()
        if re.match(r"[^|{]*\|[^|{]*\|", body):
            marker, heading, body = body.split("|", 2)
            self.open((len(line) - len(line.lstrip())) // 2, marker, heading)
        elif not self.rows:
            self.rows.append(_Row("0", None, None, len(self.text), len(self.text), 0))
        self.body(body)

    def open(self, depth: int, marker: str, heading: str) -> None:
        self.counts = [*self.counts[: depth + 1], *[0] * (depth + 1 - len(self.counts))]
        self.counts[depth] += 1
        start = len(self.text)
        self.text += marker + heading
        eid = ".".join(map(str, self.counts))
        self.rows.append(_Row(eid, marker or None, heading or None, start, len(self.text), depth))

    def body(self, body: str) -> None:
        at = 0
        for match in TARGET.finditer(body):
            self.text += body[at : match.start()]
            start = len(self.text)
            self.text += match[1]
            _, indicator, op, value, unit, deadline = match.groups()
            span = Span(start, len(self.text))
            year = int(deadline) if deadline else None
            number = float(value) if value else None
            self.targets.append(Target(self.rows[-1].eid, span, indicator, op, number, unit or None, deadline=year))
            at = match.end()
        self.text += body[at:] + "\n"


def make_document(title: str, outline: str, *, file: str | None = None, **work: Any) -> Document:
    """A parsed document from the notation above; `work` are fields of `Work` (level, region, doc_type, doc_number, date …)."""
    builder = _Builder(text=title + "\n")
    for line in outline.strip("\n").splitlines():
        if line.strip():
            builder.line(line)
    sha256 = hashlib.sha256(repr((builder.text, sorted(work.items()))).encode()).hexdigest()
    return Document(
        id=sha256[:12],
        source=Source(file or f"{title}.txt", sha256, "text/plain", "utf-8"),
        work=Work(title, **work),
        text=builder.text,
        offsets=OffsetMap(((0, 0, len(builder.text)),)),
        pages=(),
        clauses=tuple(_clauses(builder)),
        elements=(Element("title", Span(0, len(title) + 1)),),
        brackets=tuple(Span(*match.span()) for match in BRACKET.finditer(builder.text)),
        targets=tuple(builder.targets),
        duties=tuple(_duties(builder, work.get("region"))),
        citations=tuple(_citations(builder)),
        issues=(),
        parser="builder",
    )


def data_of(document: Document) -> bytes:
    """Bytes that stand for the source file of a made document."""
    return document.text.encode()


def _clauses(builder: _Builder) -> list[Clause]:
    rows, ends = builder.rows, [row.start for row in builder.rows[1:]] + [len(builder.text)]
    made = []
    for i, (row, own_end) in enumerate(zip(rows, ends, strict=True)):
        after = (r.start for r in rows[i + 1 :] if r.depth <= row.depth or row.eid == "0")
        kind = "preamble" if row.eid == "0" else KINDS[min(row.depth, 3)]
        parent = row.eid.rpartition(".")[0] or None
        span = Span(row.start, next(after, len(builder.text)))
        own, head = Span(row.start, own_end), Span(row.start, row.head_end)
        made.append(Clause(row.eid, kind, parent, row.marker, row.heading, span, own, head))
    return made


def _clause_at(builder: _Builder, offset: int) -> str:
    return [row.eid for row in builder.rows if row.start <= offset][-1]


def _duties(builder: _Builder, region: str | None) -> list[Duty]:
    made = []
    for match in BRACKET.finditer(builder.text):
        clause, span = _clause_at(builder, match.start()), Span(*match.span())
        for group in re.split(r"[；;]", match[1]):
            role, _, units = group.partition("：")
            for unit in re.split(r"[、，]", units):
                made.append(Duty(clause, span, unit, _canonical(unit, region), role, "bracket"))
    return made


def _canonical(unit: str, region: str | None) -> str | None:
    if unit.startswith("各"):
        return None
    return unit if not region or unit.startswith(region) else region + unit.removeprefix(region[-1])


def _citations(builder: _Builder) -> list[Citation]:
    found = (m for m in CITED.finditer(builder.text) if builder.rows and m.start() >= builder.rows[0].start)
    return [Citation(_clause_at(builder, m.start()), Span(*m.span()), m[1], m[2], "implements", "落实") for m in found]
