"""The command `policykb correct`: writes corrections of a document's elements, or lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.frame import AsJson, Folder, fail, opened

if TYPE_CHECKING:
    from search.corrections import Correction
    from search.library import Library


def correct(
    doc: Annotated[str, typer.Argument(metavar="DOC", help="编号、文件名，或标题中有区别的一段")],
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD", help="title doc_number date level region doc_type issuers period in_force expires，可重复"
        ),
    ] = None,
    value: Annotated[list[str] | None, typer.Option(metavar="VALUE", help="新值，依次对应各项目；'' 表示原文未载")] = None,
    undo: Annotated[list[str] | None, typer.Option(metavar="FIELD", help="撤销更正、恢复原文的值，可重复")] = None,
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
        print(_json(held, key) if json else "\n".join(_lines(held, key)))


def _json(library: Library, document_id: str) -> str:
    from api.corrections import CorrectionsOut

    return CorrectionsOut.of(library, document_id).model_dump_json(indent=2)


def _lines(library: Library, document_id: str) -> list[str]:
    log, _ = library.corrections(document_id)
    return [f"{library.card(document_id).title}（{document_id}）", *(map(_line, log) if log else ["没有人工更正。"])]


def _line(entry: Correction) -> str:
    from api import words

    value = "恢复原文的值" if entry.undone else words.element(entry.field, entry.value) or "未载"
    before = words.element(entry.field, entry.before) or "未载"
    return f"  {entry.at[:10]} {words.WORK[entry.field]}：{before} → {value}（{entry.who}：{entry.why}）"
