"""不一致之处清单: where a plan is not in line with the one above it, a row a finding, as it goes to whoever decides.

Both sides are quoted with their places; what is to be done, and who checked, is written in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api import words
from api.files.exports import Sheet, source, titled
from api.files.report import by_urgency
from api.words import cited_state, say, target_line
from search.alignment.model import Alignment, AlignRow, Piece, TargetRow
from search.model import CitedDocument, DocumentCard, Place

COLUMNS = (
    ("序号", 7), ("不一致之处", 12), ("上级要求", 42), ("上级出处", 22), ("本级写法", 42), ("本级出处", 22), ("处理意见", 16),
)  # fmt: skip
_BY_HAND = "\u3000"
"""What is filled in on paper: a column of empty cells would not be printed."""
_SIGNED = "核对人：　　　　　　　　审核人：　　　　　　　　　　　年　　月　　日"
_ABOUT = "标为“疑似对应”的，是程序找到相近语句、须由人判断的；其余逐条引自两份文件原文。"
_Finding = tuple[str, str, str, str, str]
"""What is found; above and below, each what is said and where."""


def findings_sheet(found: Alignment, cited: Iterable[CitedDocument]) -> Sheet:
    """Figures that ask for less, wording that binds less, what is missing, citations that do not agree; doubtful ones last."""
    every = (*_figures(found, "looser"), *_weaker(found), *_clauses(found, "missing"), *_figures(found, "uncovered"))
    doubtful = (*_clauses(found, "doubtful"), *_figures(found, "doubtful"))
    rows = tuple((n, *one, _BY_HAND) for n, one in enumerate((*every, *_citations(found, cited), *doubtful), 1))
    told = words.made(f"共 {len(rows)} 处，其中疑似对应 {len(doubtful)} 处")
    name = f"{titled(found.lower.title)}与{titled(found.upper.title)}不一致之处清单"
    return Sheet(name, COLUMNS, rows, (), (told, _ABOUT), (source(found.upper), source(found.lower)), closing=(_SIGNED,))


def _figures(found: Alignment, state: str) -> Iterator[_Finding]:
    for row in by_urgency(row for row in found.targets if row.state == state):
        if row.upper:
            figure = f"{target_line(row.upper.target)}\n{row.upper.text}"
            yield f"指标{say(words.FIGURES, state)}", figure, _place(row.upper.place, found.upper), *_below(found, row)


def _below(found: Alignment, row: TargetRow) -> tuple[str, str]:
    """What the lower plan says of a figure, and where: its own figure, or the sentence that comes near."""
    if row.lower:
        return f"{target_line(row.lower.target)}\n{row.lower.text}", _place(row.lower.place, found.lower)
    if row.state != "doubtful":
        return "未见", ""
    places = {one.lower.clause_id: _place(one.lower.place, found.lower) for one in found.rows if one.lower}
    return row.evidence["sentence"], places.get(row.evidence["clause"], "")


def _weaker(found: Alignment) -> Iterator[_Finding]:
    """Sentences that bind less than those they come from."""
    for row in found.rows:
        for one in row.sentences:
            if one.weaker and row.upper and row.lower:
                above, below = _place(row.upper.place, found.upper), _place(row.lower.place, found.lower)
                yield f"语气减弱：{one.weaker}", _text(one.upper), above, _text(one.lower), below


def _clauses(found: Alignment, status: str) -> Iterator[_Finding]:
    for row in found.rows:
        if row.status == status and row.upper:
            yield f"条款{_short(status)}", row.upper.text, _place(row.upper.place, found.upper), *_near(found, row)


def _near(found: Alignment, row: AlignRow) -> tuple[str, str]:
    return (row.lower.text, _place(row.lower.place, found.lower)) if row.lower else ("未见", "")


def _short(status: str) -> str:
    return say(words.ROW_STATUSES, status).removeprefix("本级")


def _citations(found: Alignment, cited: Iterable[CitedDocument]) -> Iterator[_Finding]:
    places = {row.lower.clause_id: _place(row.lower.place, found.lower) for row in found.rows if row.lower}
    for one in cited:
        state = cited_state(one)
        if one.card and state != "agrees":
            held = "，".join(filter(None, (one.card.title, one.card.doc_number)))
            named = f"《{one.title}》{f'（{one.doc_number}）' if one.doc_number else ''}"
            yield f"引用{words.CITED[state]}", held, "库中收录", named, places.get(one.clause_ids[0], words.KINDS["preamble"])


def _place(place: Place, card: DocumentCard) -> str:
    """Where it stands in its plan; a figure may stand in an interpretation of it, which is named then."""
    path = place.labels if place.document_id == card.id else (place.title, *place.labels[-1:])
    return " › ".join(path) or place.title


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
