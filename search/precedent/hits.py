"""What a hit shows: where the query's words stand in the text, the best piece of it, and why it was found, in Chinese."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.segment import HAN, Token, analyze, fold, words
from search.citing import citation
from search.database.store import ClauseText, Store
from search.lexical.query import Bool, Phrase, Prefix, Query, Term
from search.model import Hit, Place, Snippet

SNIPPET = 160
"""Most characters of a snippet."""

WORDS_SHOWN = 6

FIELD_NAMES = {"heading": "标题", "text": "正文", "path": "上级标题", "unit": "责任单位", "title": "文件标题"}

INDEXED = {"heading": ("text", "heading"), "text": ("text",), "path": ("text",), "unit": ("unit",), "title": ("title",)}
"""What is shown of a clause -> fields of the index that hold it."""

Mark = tuple[int, int]

_analyzed = lru_cache(maxsize=256)(analyze)
"""Titles and headings above are those of many hits."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in one field."""

    terms: frozenset[str]
    prefixes: frozenset[str]
    phrases: tuple[Phrase, ...]

    def marks(self, text: str) -> list[Mark]:
        """Half-open ranges of `text` that the query asks for, in order, those that touch joined into one.

        Terms are marked as whole words: the index finds 工人发 in 工人发明 by its bigrams, a reader is shown 工人. What holds
        all that was asked for is marked as it was typed, however the text is cut into words.
        """
        runs, spans = self._stand(text)
        whole = [(a, b) for a, b in runs if all(term in text[a:b] for term in self.terms)]
        return _joined([*whole, *_whole_words(text, [run for run in runs if run not in whole]), *spans])

    def _stand(self, text: str) -> tuple[list[Mark], Iterable[Mark]]:
        """Where terms stand, joined, and where phrases and words that begin as asked for do."""
        folded = fold(text)
        held = folded.replace(",", "")  # 1,075 is the term 1075
        terms = [term for term in self.terms if term in held]
        phrases = [phrase for phrase in self.phrases if phrase.terms[0][1] in held]
        prefixes = [prefix for prefix in self.prefixes if prefix in held]
        if not (terms or phrases or prefixes):
            return [], ()  # as in most fields of a hit
        written = [_written(phrase) for phrase in phrases]
        if len(folded) == len(text) and not prefixes and all(map(_HAN_TERM.fullmatch, [*terms, *written])):
            return _joined(_found(terms, folded)), _found(written, folded)
        tokens = _analyzed(text)
        runs = _joined((t.start, t.end) for t in tokens if t.text in self.terms)
        return runs, _among(tokens, prefixes, phrases)


_HAN_TERM = re.compile(f"[{HAN}]{{2,}}")
"""What stands in a text wherever its characters do, which is soon found; a number or a Latin word could be part of another."""


def _written(phrase: Phrase) -> str:
    """The characters of a phrase that is one run of them, '' for another: its terms are the bigrams in a row."""
    terms = [term for _, term in phrase.terms]
    in_row = all(at == n and len(term) == 2 for n, (at, term) in enumerate(phrase.terms))
    return "".join([terms[0], *(term[1:] for term in terms[1:])]) if in_row else ""


def _found(sought: Iterable[str], folded: str) -> Iterator[Mark]:
    """All places of some texts, those within one another too."""
    for text in sought:
        at = folded.find(text)
        while at >= 0:
            yield at, at + len(text)
            at = folded.find(text, at + 1)


def _among(tokens: Sequence[Token], prefixes: Sequence[str], phrases: Sequence[Phrase]) -> Iterator[Mark]:
    """Where words that begin as asked for, and phrases, stand among the terms of a text."""
    yield from ((token.start, token.end) for token in tokens if any(map(token.text.startswith, prefixes)))
    at = {(token.position, token.text): token for token in tokens}
    for phrase in phrases:
        yield from _stands(phrase, at)


def wanted(tree: Query, fields: Iterable[str]) -> Wanted:
    """What a query looks for in some fields of the index; what it excludes is left out."""
    asked = frozenset(fields)
    nodes = [node for node in _leaves(tree) if isinstance(node, Term | Phrase | Prefix) and not asked.isdisjoint(node.fields)]
    return Wanted(
        frozenset(node.text for node in nodes if isinstance(node, Term)),
        frozenset(node.text for node in nodes if isinstance(node, Prefix)),
        tuple(node for node in nodes if isinstance(node, Phrase)),
    )


def snippet(text: str, marks: Sequence[Mark]) -> Snippet:
    """The piece of a text, from the beginning of a sentence, in which most different words are marked."""
    starts = [0, *(m.end() for m in re.finditer(r"[。；！？\n]+\s*", text) if m.end() < len(text))]
    starts += [start for start, _ in marks if not any(0 <= start - s < SNIPPET for s in starts)]
    best = max(starts, key=lambda start: (_variety(text, marks, start), -start))
    end = min(best + SNIPPET, len(text))
    inside = [(start - best, min(stop, end) - best) for start, stop in marks if best <= start < end]
    return Snippet(text[best:end], tuple(inside))


def hits(
    store: Store,
    tree: Query,
    found: Iterable[tuple[str, float]],
    *,
    similar: frozenset[str] = frozenset(),
    linked: frozenset[str] = frozenset(),
    same: Mapping[str, Sequence[str]] | None = None,
    model: str = "",
) -> tuple[Hit, ...]:
    """Hits with place, snippet, reason, targets and units. `similar` are the ids found by meaning, `linked` those found by
    a link with another hit, `same` those folded under a hit; `model` says by what the meaning was found.

    What was taken out of the library after the index was asked is left out.
    """
    scored, under = list(found), same or {}
    ids = [clause_id for clause_id, _ in scored]
    places, texts = store.places_and_texts([*ids, *(key for keys in under.values() for key in keys)])
    units, stated, targets = store.units_of(ids), store.stated_units(ids), store.targets_of_clauses(ids)
    looked = {name: wanted(tree, fields) for name, fields in INDEXED.items()}
    by_meaning = f"语义相近（{model}）" if model else "语义相近"
    how = dict.fromkeys(linked, "与所查条款上下对应") | dict.fromkeys(similar, by_meaning)
    made = []
    for clause_id, score in scored:
        if place := places.get(clause_id):
            own = units.get(clause_id, ())
            shown, why = _shown(looked, place, texts[clause_id], own)
            reason = "；".join(filter(None, (why, how.get(clause_id)))) or "符合筛选条件"
            others = tuple(places[key] for key in under.get(clause_id, ()) if key in places)
            cited, figures = citation(place.title, place.doc_number, place.labels), targets.get(clause_id, ())
            by_hand = stated.get(clause_id, ())
            made.append(Hit(clause_id, place.document_id, score, reason, shown, place, cited, figures, own, others, by_hand))
    return tuple(made)


def _shown(looked: dict[str, Wanted], place: Place, text: ClauseText, units: Sequence[str]) -> tuple[Snippet, str]:
    fields = {"heading": text.heading or "", "text": text.text, "path": "，".join(text.path)}
    fields |= {"unit": "，".join(units), "title": place.title}
    marks = {name: looked[name].marks(fields[name]) for name in FIELD_NAMES}
    why = [f"{FIELD_NAMES[name]}含“{_words(fields[name], marks[name])}”" for name in FIELD_NAMES if marks[name]]
    name = "text" if text.text else "heading"
    return snippet(fields[name], marks[name]), "；".join(why)


def _words(text: str, marks: Sequence[Mark]) -> str:
    """The words marked, each once, without those that stand in a longer one (协商 beside 集体协商)."""
    marked = dict.fromkeys(text[start:end] for start, end in marks)
    told = [word for word in marked if not any(word != other and word in other for other in marked)]
    return "、".join(told[:WORDS_SHOWN])


def _leaves(tree: Query) -> Iterator[Query]:
    if isinstance(tree, Bool):
        for part in (*tree.must, *tree.should):
            yield from _leaves(part)
    else:
        yield tree


def _stands(phrase: Phrase, at: dict[tuple[int, str], Token]) -> Iterator[Mark]:
    _, first = phrase.terms[0]
    for (position, text), token in at.items():
        row = [at.get((position + offset, term)) for offset, term in phrase.terms] if text == first else []
        if row and (last := row[-1]) and all(row):
            yield token.start, last.end


def _whole_words(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks cut back to where words begin and end, without what is left of a single character (的 of 完成的); as they are where
    no word would remain."""
    if not marks:
        return []
    edges = _edges(text)
    cut = [edges[bisect_left(edges, start) : bisect_right(edges, end)] for start, end in marks]
    return [(inside[0], inside[-1]) for inside in cut if inside and inside[-1] - inside[0] > 1] or marks


@lru_cache(maxsize=256)
def _edges(text: str) -> list[int]:
    """Where words of a text begin and end."""
    return sorted({edge for _, start, end in words(text) for edge in (start, end)})


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    made: list[Mark] = []
    for start, end in sorted(marks):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _variety(text: str, marks: Sequence[Mark], start: int) -> float:
    """Characters of different marked words within a window, and a little for how often they come."""
    inside = [text[a:b] for a, b in marks if start <= a < start + SNIPPET]
    return sum(map(len, set(inside))) + 0.1 * len(inside)
