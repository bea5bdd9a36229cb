"""Golden trees of the sample corpus: `python -m tests.golden` (`make golden`) writes them, a test compares.

One file a document, a line for each clause, target, duty and citation, so that a difference reads like a page.
"""

from __future__ import annotations

from pathlib import Path

from ingest import Document, parse

FOLDER = Path(__file__).parent
CORPUS = FOLDER.parents[1] / "corpus" / "documents"
DOCUMENTS = sorted(path.name for path in CORPUS.iterdir() if path.suffix in (".txt", ".md"))


def golden_path(name: str) -> Path:
    """The golden file of a document of the sample corpus."""
    return FOLDER / f"{Path(name).stem}.golden"


def rendered(name: str) -> str:
    """What the parser makes of a document, as text."""
    parsed = parse((CORPUS / name).read_bytes(), path=name)
    return "\n".join([*_work(parsed), *_clauses(parsed), *(f"! {i.code} {i.message}" for i in parsed.issues)]) + "\n"


def _work(parsed: Document) -> list[str]:
    work = parsed.work
    about = (work.doc_number, work.date, work.level, work.region, work.doc_type, work.period)
    return [work.title, " · ".join(str(x) for x in about), f"issuers: {'，'.join(work.issuers)}", f"carrier: {work.carrier}"]


def _clauses(parsed: Document) -> list[str]:
    lines = []
    for clause in parsed.clauses:
        body = parsed.body(clause).replace("\n", "⏎")
        shown = body if len(body) <= 24 else f"{body[:12]}…{body[-8:]}"
        lines.append(f"{clause.eid} [{clause.kind}] {clause.marker or ''} {clause.heading or ''} | {shown}")
        lines += [
            f"    T {t.indicator} {t.op} {t.value if t.value2 is None else (t.value, t.value2)} {t.unit} "
            f"{t.deadline or ''} {t.frequency or ''} {t.scope or ''}".rstrip()
            for t in parsed.targets
            if t.clause == clause.eid
        ]
        lines += [
            f"    D {d.role} {d.unit} ({d.form}) {d.deadline or ''}".rstrip() for d in parsed.duties if d.clause == clause.eid
        ]
        lines += [
            f"    C {c.relation} 《{c.title}》 {c.doc_number or ''}".rstrip()
            for c in parsed.citations
            if c.clause == clause.eid
        ]
    return lines
