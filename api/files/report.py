"""The report of an alignment as one prints it: what is counted and how, figures, what is missing, what is new, side by side.

`report` arranges an `Alignment`; `report_files` writes it as Word, Excel or one self-contained HTML file. Every count of
the summary is the number of rows that the table it names shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api import words
from api.words import figure, say, target_line
from search.alignment.align import narrowed
from search.alignment.model import Alignment, AlignRow, Piece, SentenceRow, TargetRow
from search.model import CitedDocument, DocumentCard, Link, Quote, TargetQuote

Line = tuple[Piece, ...]

_CITATIONS = "五、引用核对", "本级文件引用的文件，与库中收录的名称、文号、效力对照；未收录的未能核对。"
_SHOWN = 5
"""Lines of one point: all points with the counts fit on one page."""
_URGENCY = ("looser", "uncovered", "doubtful", "stricter", "scaled", "equal", "local-only")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: the place of what is quoted (`label`, empty for a sentence), the figure of a target, the quote."""

    label: str
    head: str
    text: Line


@dataclass(frozen=True, slots=True)
class Row:
    """`level` is clause, sentence, target or citation; `state` a status or verdict, `word` the same in Chinese."""

    level: str
    state: str
    word: str
    upper: Side | None
    lower: Side | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`about` says what the rows are and what was left out, `empty` is printed where there are none, `sides` heads the two."""

    title: str
    about: str
    rows: tuple[Row, ...]
    empty: str
    sides: tuple[str, str] = ("上级文件", "本级文件")


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the summary: what is counted, how many, by which rule, and in which table the rows stand."""

    group: str
    word: str
    number: int
    rule: str


@dataclass(frozen=True, slots=True)
class Point:
    """What to look at first: how many there are of one kind, the first of them in a line each, where the others stand."""

    word: str
    number: int
    lines: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be written. `documents` are (role, title, what identifies it); `points` what to look at first."""

    title: str
    documents: tuple[tuple[str, str, str], ...]
    points: tuple[Point, ...]
    counts: tuple[Count, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def report(found: Alignment, cited: Sequence[CitedDocument], *, only: str = "", today: date | None = None) -> Report:
    """Arranges an alignment and what the lower document cites; `only`: what a filter (`search.alignment.model.ALIGN_FILTERS`)
    leaves of it, without citations; `today`: the day of making."""
    made = f"{words.day(today or date.today())}生成；比对结果由程序提出，引用前请核对原件。"
    citations = () if only else tuple(_citations(found, cited))
    found = narrowed(found, only)
    filtered = (f"筛选：{words.ALIGN_FILTERS[only]}；概况和各表只计筛选后的内容。",) if only else ()
    return Report(
        f"《{found.lower.title}》与上级文件对照报告",
        (("上级文件", found.upper.title, _identity(found.upper)), ("本级文件", found.lower.title, _identity(found.lower))),
        (*_points(found), _doubtful(citations)),
        (*_counts(found), *_counted(citations)),
        (*_tables(found), Table(*_CITATIONS, citations, "没有引用其他文件。", ("库中收录", "本级引用"))),
        (made, *filtered, *words.REPORT_NOTES),
    )


def by_urgency(rows: Iterable[TargetRow]) -> tuple[TargetRow, ...]:
    """Figures as one goes through them: looser ones and those left out first, then what is in order; else as they came."""
    return tuple(sorted(rows, key=lambda row: _URGENCY.index(row.state)))


def side(quote: Quote) -> Side:
    """A clause as one side: the path of its headings, then its very text."""
    return Side(_path(quote), "", _plain(quote.text))


def clause_note(row: AlignRow) -> str:
    """Share of borrowed text, what comes near without being a pair, what a person said."""
    share = f"沿用文字 {float(row.evidence['share']):.0%}" if "share" in row.evidence and row.status != "restated" else ""
    near = f"相近的语句：{row.evidence['sentence']}" if row.status == "doubtful" else ""
    return "；".join(filter(None, (share, near, review_note(row.link))))


def review_note(link: Link | None) -> str:
    """Who confirmed or rejected a link and why; '' where nobody did."""
    if link is None or not link.who:
        return ""
    return f"{say(words.LINK_STATUSES, link.status)}（{link.who}{'：' + link.why if link.why else ''}）"


def sentence_note(row: SentenceRow) -> str:
    """Share of borrowed text and modal words that changed their strength."""
    share = f"沿用文字 {row.share:.0%}" if row.status == "adapted" else ""
    weaker, stronger = (
        f"{word}：{text}" if text else "" for word, text in (("语气减弱", row.weaker), ("语气加强", row.stronger))
    )
    return "；".join(filter(None, (share, weaker, stronger)))


def _identity(card: DocumentCard) -> str:
    known = (say(words.LEVELS, card.level), card.region, card.doc_number, card.date, f"文件 {card.file}")
    return " · ".join(filter(None, known))


def _points(found: Alignment) -> Iterator[Point]:
    """Looser figures, weaker wording, clauses and figures that are or may be missing; a kind without any is told too."""
    sentences = [(row, s.weaker) for row in found.rows for s in row.sentences if s.weaker]
    yield _point("偏松的指标", "表一", [_versus(row) for row in found.targets if row.verdict == "looser"])
    yield _point("语气减弱", "表四", [f"{_path(row.lower)}：{weaker}" for row, weaker in sentences if row.lower])
    yield _point(
        "本级缺的条款", "表二", [words.called(row.upper) for row in found.rows if row.status == "missing" and row.upper]
    )
    doubtful = [words.called(row.upper) for row in found.rows if row.status == "doubtful" and row.upper]
    yield _point("疑似对应、待核对的条款", "表二", doubtful)
    yield _point("未承接的指标", "表二", _figures(found, "uncovered"))
    yield _point("疑似对应、待核对的指标", "表二", _figures(found, "doubtful"))


def _figures(found: Alignment, state: str) -> list[str]:
    """The figures above of one state, which nothing below has."""
    told = [row.upper.target for row in found.targets if row.state == state and row.upper]
    return [target_line(target) if figure(target) else target.indicator for target in told]


def _point(word: str, table: str, lines: list[str]) -> Point:
    more = f"另有 {len(lines) - _SHOWN} 项，见{table}" if len(lines) > _SHOWN else ""
    return Point(word, len(lines), tuple(lines[:_SHOWN]), more)


def _versus(row: TargetRow) -> str:
    """One figure on both sides; only for rows that have both."""
    assert row.upper
    assert row.lower
    return f"上级 {target_line(row.upper.target)}；本级 {target_line(row.lower.target)}"


def _path(quote: Quote) -> str:
    return " › ".join(quote.place.labels) or quote.place.title


def _counts(found: Alignment) -> Iterator[Count]:
    for group, names, counted in (
        ("条款", words.ROW_STATUSES, found.summary),
        ("指标", words.VERDICTS, found.summary),
        ("句子", words.SENTENCE_STATUSES, found.sentences),
    ):
        for name, word in names.items():
            if name in counted:
                yield Count(group, word, counted[name], words.COUNT_RULES[group, name])
            if name == "uncovered" and (doubtful := len(_figures(found, "doubtful"))):
                yield Count(group, words.OF_THEM, doubtful, words.COUNT_RULES[group, "doubtful"])


def _tables(found: Alignment) -> Iterator[Table]:
    sides = (("missing", "doubtful"), "uncovered"), (("local",), "local-only")
    missing, local = (tuple(_one_sided(found, *names)) for names in sides)
    yield Table("一、指标对照", "两份文件的全部指标；上级文件的指标含其政策解读中的指标。", _targets(found), "没有指标。")
    hint = "上级文件中本级没有对应的条款（疑似对应的，与相近的本级条款并列）和未承接的指标。"
    yield Table("二、上级有、本级缺", hint, missing, "没有缺项。")
    yield Table("三、本级新增", "本级文件中上级没有对应的条款和自定的指标。", local, "没有新增。")
    every = tuple(row for found_row in found.rows for row in _clause(found_row))
    yield Table("四、逐条对照", "按本级文件次序；上级缺的条款列在它应在之处；有标记的文字与对方不同。", every, "没有条款。")


def _citations(found: Alignment, cited: Iterable[CitedDocument]) -> Iterator[Row]:
    """The documents cited, what has to be looked at first."""
    places = {row.lower.clause_id: _path(row.lower) for row in found.rows if row.lower}
    order, states = list(words.CITED), [(words.cited_state(one), one) for one in cited]
    for state, one in sorted(states, key=lambda pair: order.index(pair[0])):
        more = len(one.clause_ids) - 1
        named = f"《{one.title}》{f'（{one.doc_number}）' if one.doc_number else ''}"
        held = Side(one.card.title, "", _plain(one.card.doc_number or "原文未载文号")) if one.card else None
        here = Side(places.get(one.clause_ids[0], words.KINDS["preamble"]), "", _plain(named))
        yield Row("citation", state, words.CITED[state], held, here, f"另有 {more} 处" if more else "")


def _counted(citations: Sequence[Row]) -> Iterator[Count]:
    for state, word in words.CITED.items():
        if number := sum(row.state == state for row in citations):
            yield Count("引用", word, number, words.COUNT_RULES["引用", state])


def _doubtful(citations: Sequence[Row]) -> Point:
    wrong = [row for row in citations if row.state not in ("agrees", "unheld") and row.lower]
    return _point(
        "须核对的引用", "表五", [f"{row.word}：{''.join(p.text for p in row.lower.text)}" for row in wrong if row.lower]
    )


def _targets(found: Alignment) -> tuple[Row, ...]:
    return tuple(_target(found, row) for row in by_urgency(found.targets))


def _target(found: Alignment, row: TargetRow) -> Row:
    units = "、".join(row.lower.units) if row.lower else ""
    near = row.evidence["sentence"] if row.state == "doubtful" else None
    note = f"责任单位：{units}" if units else f"本级相近的语句：{near}" if near else ""
    word = say(words.FIGURES, row.state)
    return Row("target", row.state, word, _target_side(found, row.upper), _target_side(found, row.lower), note)


def _target_side(found: Alignment, quote: TargetQuote | None) -> Side | None:
    """A figure of the upper plan may stand in its interpretation, which is named then."""
    if quote is None:
        return None
    named = () if quote.place.document_id in (found.upper.id, found.lower.id) else (quote.place.title,)
    label = " › ".join((*named, *quote.place.labels)) or quote.place.title
    return Side(label, target_line(quote.target) if figure(quote.target) else quote.target.indicator, _plain(quote.text))


def _one_sided(found: Alignment, statuses: Iterable[str], verdict: str) -> Iterator[Row]:
    for status in statuses:
        yield from (_clause_row(row) for row in found.rows if row.status == status)
    yield from (_target(found, row) for row in by_urgency(found.targets) if row.verdict == verdict)


def _clause(row: AlignRow) -> Iterator[Row]:
    """The clause, then its sentences where they were compared."""
    head = _clause_row(row)
    if not row.sentences:
        yield head
        return
    upper, lower = (one and replace(one, text=()) for one in (head.upper, head.lower))
    yield replace(head, upper=upper, lower=lower)
    for sentence in row.sentences:
        above, below = (Side("", "", text) if text else None for text in (sentence.upper, sentence.lower))
        word = say(words.SENTENCE_STATUSES, sentence.status)
        yield Row("sentence", sentence.status, word, above, below, sentence_note(sentence))


def _clause_row(row: AlignRow) -> Row:
    upper, lower = (side(quote) if quote else None for quote in (row.upper, row.lower))
    return Row("clause", row.status, say(words.ROW_STATUSES, row.status), upper, lower, clause_note(row))


def _plain(text: str) -> Line:
    return (Piece(text, ""),) if text else ()
