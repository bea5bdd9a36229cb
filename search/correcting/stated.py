"""What people correct in what a parser finds in clauses (units: `assigned`, targets: `figures`): where such a
correction lies, and what then holds.

The field of a correction names words of the source, which no parser moves: `duties@1234` is what the words beginning at its
character 1234 say of units, `duties@1234+` are units that no words say, for the clause whose text begins there; `targets@1234`
and `targets@1234+` are figures in the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from ingest.model import Clause, Document, Duty, Span, Target
from search.model import NotFound
from search.places import upward

InClauses = Literal["duties", "targets"]
"""What a person can correct in clauses: responsible units, targets."""
Item = TypeVar("Item", bound=Duty | Target)


@dataclass(frozen=True, slots=True)
class Words(Generic[Item]):
    """Words of a clause that a correction replaces the reading of: of which `field`, where they stand, what the parser `found`
    in them. Where it found nothing, the text of the clause as a whole."""

    field: str
    clause: str
    span: Span
    quote: str
    found: tuple[Item, ...] = ()


class Kind(Protocol[Item]):
    """One kind of what is found in clauses, as people type it."""

    @property
    def name(self) -> InClauses:
        """Begins the names of its fields."""

    def of(self, document: Document) -> tuple[Item, ...]:
        """All of a document."""

    def printable(self, items: Iterable[Item]) -> str | None:
        """Items in the form in which they are typed, as `parse` gives it; None for none."""

    def parse(self, text: str) -> str | None:
        """What is typed, in one form; None for nothing. LibraryError where it can't be read."""

    def check(self, document: Document, place: Words[Item], value: str) -> None:
        """LibraryError where a value of `parse` can't be so by the words of the document."""

    def made(self, document: Document, place: Words[Item], value: str | None) -> Iterable[Item]:
        """The items of a value; what the words say themselves stays as the parser made it."""


def named(kind: Kind[Item], document: Document, clause: Clause) -> tuple[Words[Item], ...]:
    """What can be corrected in a clause of a printed document: the words that something was found in, in order, then the
    whole."""
    found: dict[Span, list[Item]] = defaultdict(list)
    for item in kind.of(document):
        if item.clause == clause.eid:
            found[item.span].append(item)
    made = [_words(kind, document, clause.eid, span, tuple(found[span])) for span in sorted(found)]
    return (*made, _words(kind, document, clause.eid, whole(document, clause)))


def governing(kind: Kind[Item], document: Document, clause: Clause) -> tuple[Words[Item], ...]:
    """As `named`, with the words of the nearest clause above that has any where the clause has none of its own."""
    every = (named(kind, document, above)[:-1] for above in upward(document, clause))
    return (*next(filter(None, every), ()), named(kind, document, clause)[-1])


def _words(kind: Kind[Item], document: Document, eid: str, span: Span, found: tuple[Item, ...] = ()) -> Words[Item]:
    field = f"{kind.name}@{document.offsets.span(span).start}{'' if found else '+'}"
    return Words(field, eid, span, document.quote(span), found)


def whole(document: Document, clause: Clause) -> Span:
    """What is said of a whole clause: its text without head; the head of one that has no text, and with it all below."""
    said = ((document.quote(span), span.start) for span in document.body_spans(clause))
    pieces = [stripped(text, start) for text, start in said if text.strip()]
    return Span(pieces[0].start, pieces[-1].end) if pieces else clause.head


def stripped(text: str, start: int) -> Span:
    """Where a text that begins at `start` of its document stands, without the white space at its ends."""
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def of_field(kind: Kind[Item], document: Document, field: str) -> Words[Item]:
    """What a field speaks of in a printed document; NotFound where there are no such words."""
    every = (one for clause in document.clauses for one in named(kind, document, clause))
    found = next((one for one in every if one.field == field), None)
    if found is None:
        raise NotFound(f"没有可以更正的项目“{field}”。", "可更正的各处列在条款的更正页。")
    return found


def laid_over(kind: Kind[Item], document: Document, stated: Iterable[tuple[str, str | None, str | None]]) -> tuple[Item, ...]:
    """What was found in a document, as printed or a part of it, under what people stated: `(field, quote, value)`."""
    items = list(kind.of(document))
    for field, quote, value in stated:
        if place := placed(kind, document, field, quote):
            items = [item for item in items if item not in place.found]
            items += [item for item in kind.made(document, place, value) if item not in items]
    return tuple(sorted(items, key=lambda item: item.span.start))


def placed(kind: Kind[Item], document: Document, field: str, quote: str | None) -> Words[Item] | None:
    """Where a correction lies now, in a document or a part of it: on the words that it was made on. Where a new reader of the
    format has moved these, they are looked for in the whole text; None where they do not stand once and no more."""
    source, added = re.fullmatch(rf"{kind.name}@(\d+)(\+?)", field).groups()  # type: ignore[union-attr]  # a field of the kind
    if not quote:
        return None
    spans = [Span(one.start(), one.end()) for one in re.finditer(re.escape(quote), document.text)]
    there = [span for span in spans if document.offsets.span(span).start == int(source)] or spans
    return _lying(kind, document, field, there[0], words=not added) if len(there) == 1 else None


def _lying(kind: Kind[Item], document: Document, field: str, span: Span, *, words: bool) -> Words[Item] | None:
    """The words with what is found in them; where a new parser sets their edges otherwise, with what shares any of them."""
    every = kind.of(document) if words else ()
    found = tuple(item for item in every if item.span == span) or tuple(item for item in every if item.span.meets(span))
    home = document.clause_at(span)
    eid = found[0].clause if found else home.eid if home else None
    return Words(field, eid, span, document.quote(span), found) if eid else None
