"""What people type for a document or a clause: an id, a file name, or a distinctive part of a file name or title; and filters
that name documents so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from search.ids import parted
from search.library import Library
from search.model import DocumentCard, Filters, LibraryError, NotFound

_SHOWN = 8


class Ambiguous(LibraryError):
    """What was typed fits several documents, which a page offers as a choice."""

    def __init__(self, typed: str, cards: list[DocumentCard]) -> None:
        super().__init__(f"“{typed}”可以指 {len(cards)} 份文件：\n{_listed(cards)}", "请改用编号，或写出更完整的标题。")
        self.cards = cards


def document_of(library: Library, typed: str) -> DocumentCard:
    """The one document that `typed` names. NotFound where there is none; LibraryError with the candidates where several fit.

    What fits better decides: an id, then a whole file name, title or number, then the beginning of a title or file name,
    then a part of one.
    """
    cards = library.documents(history=True)
    ways: tuple[Callable[[DocumentCard], bool], ...] = (
        lambda card: typed == card.id,
        lambda card: typed in {*_file_names(card), card.title, card.doc_number},
        lambda card: card.title.startswith(typed) or PurePath(card.file).name.startswith(typed),
        lambda card: typed in card.title or typed in card.file,
    )
    found = next((fits for way in ways if (fits := [card for card in cards if way(card)])), [])
    current = [card for card in found if card.superseded_by is None] or found
    if not current:
        raise NotFound(f"库中没有“{typed}”这份文件。", "用 policykb documents 查看库中文件的编号、文件名和标题。")
    if len(current) > 1:
        raise Ambiguous(typed, current)
    return current[0]


def clause_id_of(library: Library, typed: str) -> str:
    """The clause id that `typed` (`<document>#<eid>`, the document named in any of its ways) means; NotFound without an eid."""
    name, eid = parted(typed)
    if not eid:
        raise NotFound(
            f"“{typed}”不是条款编号。", "条款编号写作 文件#位置，如 3b1f0c9d2a#2.4.3；检索结果里的“编号”可以直接复制。"
        )
    return f"{document_of(library, name).id}#{eid}"


def filters_named(
    library: Library,
    *,
    level: Sequence[str] | None = None,
    region: Sequence[str] | None = None,
    doc_type: Sequence[str] | None = None,
    year: Sequence[int] | None = None,
    unit: Sequence[str] | None = None,
    document: Sequence[str] | None = None,
    has_target: bool | None = None,
) -> Filters:
    """Filters as they are given one by one, the documents named in any of their ways; None narrows nothing."""
    held = tuple(document_of(library, name).id for name in document or ())
    return Filters(
        tuple(level or ()), tuple(region or ()), tuple(doc_type or ()), tuple(year or ()), tuple(unit or ()), has_target, held
    )


def _file_names(card: DocumentCard) -> set[str]:
    path = PurePath(card.file)
    return {card.file, path.name, path.stem}


def _listed(cards: list[DocumentCard]) -> str:
    rows = [f"  {card.id}  {card.title}（{card.file}）" for card in cards[:_SHOWN]]
    return "\n".join([*rows, *(["  ……"] if len(cards) > _SHOWN else [])])
