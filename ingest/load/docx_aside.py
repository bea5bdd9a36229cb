"""What a Word file holds beside its text: running heads, words of tracked deletions, hidden words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ingest.load.docx_inline import local, off
from ingest.load.loaded import Left


def aside(document: Any, edges: Iterable[Any], w: str) -> Iterator[Left]:
    """`document` is the root of the document, `edges` are those of its headers and footers; a paragraph or run each."""
    for edge in edges:
        yield from _said("running-head", edge.iter(f"{w}p"))
    yield from _said("deleted", (*document.iter(f"{w}del"), *document.iter(f"{w}moveFrom")))
    runs = document.iter(f"{w}r")
    yield from _said("hidden", (run for run in runs if not off(run.find(f"{w}rPr/{w}vanish"), w) and not _deleted(run)))


def _said(kind: str, elements: Iterable[Any]) -> Iterator[Left]:
    for element in elements:
        if text := "".join(part.text or "" for part in element.iter() if local(part) in ("t", "delText")):
            yield Left(kind, text)


def _deleted(run: Any) -> bool:
    parent = run.getparent()
    return parent is not None and local(parent) in ("del", "moveFrom")
