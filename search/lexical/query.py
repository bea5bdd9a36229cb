"""The query language, the same for every engine, parsed with Whoosh's `qparser` into a small tree of its own.

    企业给工人发津贴怎么写            plain words: any of them, the best first
    "高技能人才" 培训                 what stands in quotes must be there as it is, and any of the other words
    培训 AND 津贴   培训 OR 津贴   培训 NOT 县     also 且 或 非, and brackets; here each word must stand as it is
    标题:技能 单位:总工会 层级:县 地区:河口 年份:2025 文种:规划 发文字号:云海发   fields, also title: unit: …; all must hold
    rce*                             the beginning of a Latin word

Plain words become the terms of the analyzer, repeats counted, so that a question typed as it is asked finds its clause.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.segment import Token, analyze, grams

if TYPE_CHECKING:
    from whoosh.qparser import QueryParser

WORDS = ("text", "unit", "title")
"""Fields that a word without a field is searched in."""

FIELDS = {
    **dict.fromkeys(("标题", "title"), ("title", "heading")),
    **dict.fromkeys(("小标题", "heading"), ("heading",)),
    **dict.fromkeys(("正文", "text"), ("text",)),
    **dict.fromkeys(("单位", "unit"), ("unit",)),
    **dict.fromkeys(("地区", "region"), ("region",)),
    **dict.fromkeys(("文种", "doc_type"), ("doc_type",)),
    **dict.fromkeys(("发文字号", "文号", "number"), ("number",)),
    **dict.fromkeys(("层级", "level"), ("level",)),
    **dict.fromkeys(("年份", "year"), ("year",)),
}
"""Name in a query -> fields of the index."""

LEVEL_NAMES = {
    **dict.fromkeys(("国家", "全国", "中央", "national"), "national"),
    **dict.fromkeys(("省", "省级", "自治区", "直辖市", "provincial"), "provincial"),
    **dict.fromkeys(("市", "市级", "州", "地市", "city"), "city"),
    **dict.fromkeys(("县", "县级", "区", "区县", "county"), "county"),
    **dict.fromkeys(("乡镇", "乡", "镇", "街道", "town"), "town"),
}

MOST_TERMS = 400
"""A pasted chapter is searched by so many of its terms."""

MOST_BRACKETS = 20

QUESTION_WORDS = Path(__file__).with_name("question_words.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the analyzer in any of the fields."""

    fields: tuple[str, ...]
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at fixed distances: `(position, term)`, the first at 0."""

    fields: tuple[str, ...]
    terms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """All terms that begin so."""

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A key with one of these values."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every clause."""


@dataclass(frozen=True, slots=True)
class Bool:
    """All of `must` and none of `never`; where nothing must be, any of `should`, which beside `must` only adds to the score. An
    empty one matches nothing."""

    must: tuple[Query, ...] = ()
    should: tuple[Query, ...] = ()
    never: tuple[Query, ...] = ()


Query = Term | Phrase | Prefix | Exact | Everything | Bool


class _Unreadable(Exception):
    """The query is no query; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree. `plain` is true for words without operators; `notice` says in Chinese what the user should know."""

    tree: Query
    plain: bool
    notice: str | None = None


def parse(text: str, *, units: Callable[[str], Iterable[str]] = lambda name: (name,)) -> Parsed:
    """Reads a query; never raises. What can't be read is searched as plain words, and `notice` says so.

    `units` gives the names under which a unit that is asked for may stand in the index (人社局: 县人力资源和社会保障局 …).
    """
    text = text.encode("utf-8", "replace").decode()
    if not text.strip():
        return Parsed(Everything(), plain=False)
    if not _SYNTAX.search(text):
        return Parsed(words(text), plain=True)
    try:
        return Parsed(_structured(text, units), plain=False)
    except _Unreadable as reason:
        return Parsed(words(text), plain=True, notice=f"检索式无法解析（{reason}），已按普通词语检索")


def words(text: str) -> Bool:
    """Any of a text's terms, repeats counted; words that only ask (怎么写, 有哪些) are left out."""
    tokens = analyze(without_question(text)) or analyze(text)
    long = [token.text for token in tokens if token.end - token.start > 1 or not _is_han(token.text)]
    counts = Counter(long or [token.text for token in tokens])
    return Bool(should=tuple(Term(WORDS, term, float(n)) for term, n in counts.most_common(MOST_TERMS)))


def phrase(text: str, fields: tuple[str, ...] = WORDS) -> Query:
    """A text that must stand as it is, however it is cut into words."""
    tokens = grams(text)
    if not tokens:
        return Bool()
    if len(tokens) == 1:
        return _single(tokens[0], fields)
    first = tokens[0].position
    return Phrase(fields, tuple((token.position - first, token.text) for token in tokens))


def unit(name: str, units: Callable[[str], Iterable[str]]) -> Query:
    """A responsible unit under any of its names."""
    names = dict.fromkeys((name, *units(name)))
    return Bool(must=(Bool(should=tuple(phrase(each, ("unit",)) for each in names)),))


def _single(token: Token, fields: tuple[str, ...]) -> Query:
    """A single Han character is found as the beginning of the bigrams it stands in."""
    return Prefix(fields, token.text) if len(token.text) == 1 and _is_han(token.text) else Term(fields, token.text)


def _is_han(text: str) -> bool:
    return not (text.isascii() or text[0].isdigit())


@cache
def question_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """`(id, pattern)` of the rows of `QUESTION_WORDS`."""
    rows = tomllib.loads(QUESTION_WORDS.read_text("utf-8"))["rule"]
    return tuple((row["id"], re.compile(row["pattern"])) for row in rows)


def without_question(text: str) -> str:
    """A text with blanks for the words that only ask (怎么写, 有哪些)."""
    for _, pattern in question_rules():
        text = pattern.sub(" ", text)
    return text


# -- queries with operators ----------------------------------------------------------------------------------------------

_NAMES = "|".join(sorted(FIELDS, key=len, reverse=True))
_FIELD = rf"(?<!\w)(?P<text>{_NAMES})[:：]"
_WORD_OPERATORS = {"And": "AND|且", "Or": "OR|或", "Not": "NOT|非"}
_ANY_OPERATOR = "|".join(_WORD_OPERATORS.values())
_SYNTAX = re.compile(rf'"|[^\s*]\*(?=\s|$|\))|(?<!\S)“[^“”]*”(?!\S)|{_FIELD}|(?:^|(?<=\s))(?:{_ANY_OPERATOR})(?=\s|$)')


def _structured(text: str, units: Callable[[str], Iterable[str]]) -> Query:
    text = re.sub(r"(?<!\S)“([^“”\"]*)”(?!\S)", r'"\1"', text)
    _check(text)
    strict = bool(re.search(rf"(?:^|\s)(?:{_ANY_OPERATOR})\s", text))
    return _Reader(strict, units).tree(_parser().parse(text, normalize=False))


def _check(text: str) -> None:
    """Whoosh reads anything somehow; what a person can't have meant is refused here."""
    bare = re.sub(r'"[^"]*"', "x", text)
    if '"' in bare:
        raise _Unreadable("引号不成对")
    depths = [bare[:i].count("(") - bare[:i].count(")") for i in range(len(bare) + 1)] if "(" in bare or ")" in bare else [0]
    if depths[-1] != 0 or min(depths) < 0:
        raise _Unreadable("括号不成对")
    if max(depths) > MOST_BRACKETS:
        raise _Unreadable("括号层数太多")
    if re.search(rf"{_FIELD}(?:\s|$|\))", bare):
        raise _Unreadable("字段名后没有内容")
    infix = f"{_WORD_OPERATORS['And']}|{_WORD_OPERATORS['Or']}"
    if re.search(
        rf"(?:^|\()\s*(?:{infix})(?=\s|$)|(?:^|\s)(?:{_ANY_OPERATOR})\s*(?:$|\))|\s(?:{_ANY_OPERATOR})\s+(?:{infix})\s", bare
    ):
        raise _Unreadable("运算符前后缺少词语")


@cache
def _parser() -> QueryParser:
    """Whoosh's parser without a schema: it reads the structure, the analyzer reads the words."""
    from whoosh.qparser import OrGroup, QueryParser, plugins
    from whoosh.query import Or

    loose = type("LooseGroup", (OrGroup,), {"qclass": type("Loose", (Or,), {})})
    operators = {name: rf"(?:^|(?<=[\s()]))(?:{words})(?=[\s(])" for name, words in _WORD_OPERATORS.items()}
    made = [
        plugins.FieldsPlugin(_FIELD, remove_unknown=False),
        plugins.PrefixPlugin(),
        plugins.PhrasePlugin(),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(**operators, AndNot=None, AndMaybe=None, Require=None),
    ]
    return QueryParser("", schema=None, plugins=made, group=loose)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whoosh's tree -> ours. With `strict` (operators were used) a bare word must stand as it is."""

    strict: bool
    units: Callable[[str], Iterable[str]]

    def tree(self, node: Any) -> Query:
        match type(node).__name__:
            case "NullQuery":
                return Bool()
            case "Term":
                return self.fielded(node.fieldname, node.text) if node.fieldname or self.strict else words(node.text)
            case "Prefix":
                return _prefix(node)
            case "Phrase":
                return self.fielded(node.fieldname, " ".join(node.words))
            case "Not":
                return Bool(must=(Everything(),), never=(self.tree(node.query),))
            case kind:
                return self.group(kind, [self.tree(part) for part in node])

    def group(self, kind: str, parts: list[Query]) -> Query:
        if kind == "Or":
            return Bool(should=tuple(parts))
        return _all(parts) if kind == "And" or self.strict else _loose(parts)

    def fielded(self, name: str, text: str) -> Query:
        match fields := FIELDS.get(name, WORDS):
            case ("level",):
                return Exact("level", (_level(text),))
            case ("year",):
                return Exact("year", (_year(text),))
            case ("unit",):
                return unit(text, self.units)
        return phrase(text, fields)


def _level(text: str) -> str:
    if text.strip() not in LEVEL_NAMES:
        raise _Unreadable(f"没有“{text}”这一层级，可用：国家、省、市、县、乡镇")
    return LEVEL_NAMES[text.strip()]


def _year(text: str) -> str:
    if not (found := re.fullmatch(r"\s*([12]\d{3})年?\s*", text)):
        raise _Unreadable(f"“{text}”不是年份，例如 年份:2025")
    return found[1]


def _prefix(node: Any) -> Query:
    tokens = grams(node.text)
    fields = FIELDS.get(node.fieldname, WORDS)
    return Prefix(fields, tokens[0].text) if len(tokens) == 1 else phrase(node.text, fields)


def _loose(parts: list[Query]) -> Query:
    """Side by side: all that is quoted, fielded or negated must hold, and any one of the plain words."""
    plain = [part for part in parts if isinstance(part, Bool) and not part.must and not part.never]
    terms = tuple(term for part in plain for term in part.should)
    rest = [part for part in parts if part not in plain]
    return _all([*rest, Bool(should=terms)] if terms else rest)


def _all(parts: list[Query]) -> Query:
    negated = [part for part in parts if isinstance(part, Bool) and part.must == (Everything(),) and part.never]
    must = tuple(part for part in parts if part not in negated)
    return Bool(must=must or (Everything(),), never=tuple(query for part in negated for query in part.never))
