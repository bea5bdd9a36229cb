"""The command `policykb correct`: writes corrections of a document's elements, units and targets, or lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.frame import AsJson, Folder, answer, fail, opened

if TYPE_CHECKING:
    from pydantic import BaseModel

    from api.pages.corrections import CorrectableList
    from search.correcting.corrections import Correction
    from search.library import Library


def correct(
    doc: Annotated[str, typer.Argument(metavar="DOC", help="编号、文件名，或标题中有区别的一段")],
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="title doc_number date level region doc_type issuers period in_force expires，"
            "责任单位和指标的项目名由 --clause 列出，可重复",
        ),
    ] = None,
    value: Annotated[list[str] | None, typer.Option(metavar="VALUE", help="新值，依次对应各项目；'' 表示原文未载")] = None,
    undo: Annotated[list[str] | None, typer.Option(metavar="FIELD", help="撤销更正、恢复原文的值，可重复")] = None,
    clause: Annotated[str, typer.Option(metavar="EID", help="列出一个条款可更正的责任单位和指标，如 2.4.3")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="更正人")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None,
    json: AsJson = False,
) -> None:
    """Each field takes the value at its place; exit code 2 where a field has none."""
    from api.refs import document_of

    names, values = field or [], value or []
    if len(names) != len(values):
        fail("用法不对：每个 --field 要有一个 --value，次序相同。\n提示：加 --help 看用法。")
        raise typer.Exit(2)
    typed: dict[str, str | None] = dict(zip(names, values, strict=True)) | dict.fromkeys(undo or ())
    with opened(library) as held:
        key = document_of(held, doc).id
        if typed:
            held.correct(key, typed, who=by, why=reason)
        if json:
            answer(_json(held, key, clause))
        else:
            print("\n".join(_of_clause(held, key, clause) if clause else _lines(held, key)))


def _json(library: Library, document_id: str, clause: str) -> BaseModel:
    from api.pages.corrections import CorrectionsOut

    return _correctable(library, document_id, clause) if clause else CorrectionsOut.of(library, document_id)


def _correctable(library: Library, document_id: str, clause: str) -> CorrectableList:
    from api.pages.corrections import CorrectableList

    return CorrectableList.of(library, f"{document_id}#{clause}", "duties", "targets")


def _of_clause(library: Library, document_id: str, clause: str) -> list[str]:
    from api import words

    found = _correctable(library, document_id, clause)
    return [f"{one.field}  {words.held(one.field, one.value)}  ← {words.short(one.quote, 60)}" for one in found.fields]


def _lines(library: Library, document_id: str) -> list[str]:
    log, _ = library.corrections(document_id)
    return [f"{library.card(document_id).title}（{document_id}）", *(map(_line, log) if log else ["没有人工更正。"])]


def _line(entry: Correction) -> str:
    from api import words

    value = "恢复原文的值" if entry.undone else words.held(entry.field, entry.value)
    told = f"{words.field_name(entry.field)}：{words.held(entry.field, entry.before)} → {value}（{entry.who}：{entry.why}）"
    return f"  {words.local(entry.at)[:10]} {told}"
