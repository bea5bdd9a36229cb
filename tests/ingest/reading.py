"""Texts parsed as files are, with all their characters accounted for."""

from __future__ import annotations

from ingest import parse
from ingest.account import account
from ingest.model import Document


def parsed(text: str) -> Document:
    document = parse(text.encode(), path="文件.txt")
    assert account(document).coverage == 1
    return document


def eids(document: Document) -> list[str]:
    return [clause.eid for clause in document.clauses]
