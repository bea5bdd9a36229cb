"""Clauses while a tree is built of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """A clause being built. `start` to `end` is the clause with all below it; `head` ends where its own body begins, `inner`
    counts the marks of each form that stay inside a box."""

    form: str
    kind: str
    marker: str | None
    number: int | None
    start: int
    head: int
    rank: float
    heading: str | None = None
    end: int = 0
    children: list[Node] = field(default_factory=list)
    inner: dict[str, int] = field(default_factory=dict)


def own_end(node: Node) -> int:
    """Where the own text of a clause ends: at its first child, or with it."""
    return node.children[0].start if node.children else node.end


def walk(node: Node) -> list[Node]:
    """A node and all below it, in document order."""
    return [node, *(below for child in node.children for below in walk(child))]
