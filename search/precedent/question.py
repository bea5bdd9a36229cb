"""A plain question as the index is asked: its words under all their names, and what it names, which comes first.

A question names units, documents (by place, level or title), a clause by its number, the basis of a plan, figures; some set
levels side by side. Each is a row of `lexical/question_words.toml` or of `ownership/words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.model import LEVELS
from ingest.numerals import ordinal
from search.database.store import Store
from search.lexical.query import QUESTION_WORDS, WORDS, Bool, Exact, Query, Term, phrase, unit, without_question, words
from search.lexical.synonyms import synonyms
from search.model import DocumentCard
from search.ownership.question import Asked, read
from search.ownership.units import names_of
from search.wording import squeeze

LED = {"牵头单位": 0.6, "责任单位": 0.3, "负责": 0.3}
"""What a clause gains by the role of the unit whose duties are asked for: what it leads comes before what it supports."""

IN_ROLE = 0.6
"""What a clause gains in which the unit has the role that is asked for (县财政局配合哪些事)."""

OF_UNIT, OF_DOCUMENT, WITH_FIGURE, POINTED_AT = 0.6, 0.4, 0.1, 1.0
"""What a clause gains that the unit named is in charge of, that stands in a document named, that has a figure where figures are
asked for, that the question points at by its number or as the basis (the best clause by words alone has 0.8)."""

HANDED_ON, HANDED_ON_ACROSS, HANDED_ON_FROM = 0.3, 0.6, 0.9
"""Share of a clause's score that the clauses linked with it gain; the second where levels are set side by side, the last where
the question gives a clause by its number: what stands beside it is what is asked for."""

AT_TIME = 0.3
"""What a clause gains that prints the point of time asked for: 2025年底 is one thing, 年底 and 2025 apart are in every plan."""

ALSO, MOST_ALSO = 0.5, 3
"""Weight of a term of another name beside a word of the question, and how many such terms a name may count for."""

COMMON, ENOUGH = 10_000, 1_000
"""A word of more clauses than the first number is common: no clause is found by it alone, if some other word of the question
stands in as many as the second, which is more than anybody turns the pages for."""

_TIME = re.compile(r"20\d\d年(?:\d{1,2}月)?[上下初中末底]{0,2}")


@dataclass(frozen=True, slots=True)
class Favour:
    """Clauses that come earlier by `bonus`."""

    tree: Query
    bonus: float


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit whose duties are asked for: as asked, all its names, and the roles asked for (empty: any)."""

    name: str
    names: tuple[str, ...]
    roles: tuple[str, ...]

    def gain(self, held: Collection[str]) -> float:
        """What a clause gains in which the unit has these roles."""
        return max(IN_ROLE * (role in self.roles) if self.roles else LED.get(role, 0.0) for role in held)


@dataclass(frozen=True, slots=True)
class Question:
    """What to search for, what to put first, and how much of its score a clause hands on to those linked with it; `matter` is
    what it is about, without the documents it names ('' where it asks for a unit or a clause); `items`: ids of the
    documents in which what stands under a section is asked for; `owner`: the unit whose duties are asked for; `documents`: ids
    of those it names, or sets side by side."""

    text: str
    tree: Bool
    favours: tuple[Favour, ...] = ()
    pointed_at: tuple[str, ...] = ()
    handed_on: float = 0.0
    matter: str = ""
    items: frozenset[str] = frozenset()
    owner: Owner | None = None
    documents: tuple[str, ...] = ()

    def of_documents(self, clause_ids: Iterable[str]) -> list[str]:
        """Those of the clauses that stand in a document that is named; all where none is."""
        named = frozenset(self.documents)
        return [key for key in clause_ids if not named or key.partition("#")[0] in named]


def question(text: str, store: Store) -> Question:
    """Reads a question against the units and documents of a library."""
    known = store.known()
    asked, squeezed, cards = read(text, known), squeeze(text), known.cards
    named, across = _documents(squeezed, asked, store, cards)
    favours = [Favour(Exact("document", named), OF_DOCUMENT)] if named else []
    if asks("figures", squeezed):
        favours.append(Favour(Exact("has_target", ("1",)), WITH_FIGURE))
    favours += [Favour(phrase(time, WORDS), AT_TIME) for time in dict.fromkeys(_TIME.findall(squeezed))]
    tree, pointed_at = widened(text), _pointed_at(squeezed, asked, named, store)
    bare = squeeze(without_question(text)) == asked.unit  # nothing but a name is a question about its duties
    if not asked.unit or not (asks("duties", squeezed) or bare):
        share = HANDED_ON_FROM if pointed_at else HANDED_ON_ACROSS if across else HANDED_ON
        matter, items = "" if pointed_at else asked.matter, _items_in(squeezed, named, cards)
        return Question(text, tree, tuple(favours), pointed_at, share, matter, items, documents=named)
    names = names_of(store, asked.unit)
    owned = unit(asked.unit, lambda _: names)
    favours.append(Favour(owned, OF_UNIT))
    owner = None if bare else Owner(asked.unit, names, asked.roles)  # a bare name asks for all there is of it
    return Question(text, Bool(should=(*tree.should, owned)), tuple(favours), pointed_at, owner=owner, documents=named)


def widened(text: str) -> Bool:
    """A text's terms, and those of its other names that it does not have itself."""
    tree = words(text)
    own = {term.text for term in tree.should if isinstance(term, Term)}
    terms = list(tree.should)
    for name in synonyms(text):
        new = [term for term in words(name).should if isinstance(term, Term) and term.text not in own]
        weight = ALSO * min(1.0, MOST_ALSO / max(len(new), 1))
        terms += [Term(WORDS, term.text, term.weight * weight) for term in new]
    return Bool(should=tuple(terms))


def without_common(tree: Bool, frequency: Callable[[str], int]) -> Bool:
    """A tree in which the words of very many clauses only put in order what the rarer ones find, where these find enough.

    `frequency`: how many clauses hold a term. Of a question put to 200,000 clauses, half would hold some word of it, and all of
    them would be counted; the first fifty stay the same.
    """
    terms = {part: frequency(part.text) for part in tree.should if isinstance(part, Term)}
    common = tuple(term for term, held in terms.items() if held > COMMON)
    if not common or max((held for held in terms.values() if held <= COMMON), default=0) < ENOUGH:
        return tree
    return Bool(must=(Bool(should=tuple(part for part in tree.should if part not in common)),), should=common)


def asks(what: str, squeezed: str) -> bool:
    """Whether a question (without white space) asks for `figures`, the `basis` of a plan, the `duties` of a unit, the `items`
    of a section, for `every level` between two, or to `compare`."""
    return any(found.search(squeezed) for row, found in _rows("ask") if row["what"] == what)


def levels_in(squeezed: str) -> frozenset[str]:
    """The levels of government that a question names, all of them, and those between where it goes from one to another."""
    named = frozenset(level for row, found in _rows("level") if found.search(squeezed) for level in row["levels"])
    if len(named) < 2 or not asks("every level", squeezed):
        return named
    places = [LEVELS.index(level) for level in named]
    return frozenset(LEVELS[min(places) : max(places) + 1])


@cache
def _rows(table: str) -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    rows = tomllib.loads(QUESTION_WORDS.read_text("utf-8"))[table]
    return tuple((row, re.compile(row["pattern"])) for row in rows)


def _items_in(squeezed: str, named: Collection[str], cards: Sequence[DocumentCard]) -> frozenset[str]:
    """Ids of the documents whose items are asked for: of those named (or all) those of the level named last, as in
    省规划那一节在县里是哪几条, where there are any; empty where no items are asked for."""
    if not asks("items", squeezed):
        return frozenset()
    found = [(hit.end(), tuple(row["levels"])) for row, level in _rows("level") for hit in level.finditer(squeezed)]
    last: tuple[str, ...] = max(found)[1] if found else ()
    held = [card for card in cards if not named or card.id in named]
    return frozenset(card.id for card in held if card.level in last) or frozenset(card.id for card in held)


def _documents(squeezed: str, asked: Asked, store: Store, cards: Sequence[DocumentCard]) -> tuple[tuple[str, ...], bool]:
    """Ids of the documents that a question names, and whether it sets them beside those above or below.

    Where it does, those count that are linked, and what they are linked with.
    """
    levels = levels_in(squeezed)
    of_level = {card.id for card in cards if card.level in levels} if levels else set()
    named = set(asked.documents) or of_level
    by_name = set(asked.documents) if levels else set()
    meant = levels | ({card.level for card in cards if card.id in by_name} if by_name else set())
    if asked.unit or not (asks("compare", squeezed) or len(meant) > 1):
        return tuple(sorted(named)), False
    return tuple(sorted(_side_by_side(named | of_level, asked.documents, len(levels) > 1, store))), True


def _side_by_side(named: Collection[str], by_name: Collection[str], within: bool, store: Store) -> set[str]:
    """Of the documents named those that are linked (`within`: with one another); and what is linked with those of `by_name`."""
    joined = store.pointers().joined(named)
    linked = {key for key, others in joined.items() if others & set(named) or not within}
    return (linked or set(named)) | {other for key in by_name for other in joined.get(key, ())}


def _pointed_at(squeezed: str, asked: Asked, named: Collection[str], store: Store) -> tuple[str, ...]:
    """Ids of the clauses that a question gives the number of, or that name the basis of a document named."""
    found = store.pointers().citing(named) if named and asks("basis", squeezed) else ()
    number = next((hit["number"] for _, row in _rows("number") if (hit := row.search(squeezed))), None)
    if number is None or not asked.documents:
        return found
    return (*found, *store.pointers().numbered(asked.documents, _markers(number)))


def _markers(number: str) -> list[str]:
    """How `12` or `十二` is printed before a clause: as an article, an item, a section."""
    n = ordinal(number)
    figures = [number] if n is None else list(dict.fromkeys((number, str(n), _chinese(n))))
    forms = ("第{}条", "{}.", "{}．", "{}、", "{}﹒", "（{}）", "({})")
    return [form.format(figure) for form in forms for figure in figures]


def _chinese(n: int) -> str:
    """A number below 100 as outlines print it; larger ones stay figures.

    >>> [_chinese(n) for n in (3, 10, 12, 20, 34)]
    ['三', '十', '十二', '二十', '三十四']
    """
    tens, ones = divmod(n, 10)
    digits = "零一二三四五六七八九"
    if tens > 9:
        return str(n)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
