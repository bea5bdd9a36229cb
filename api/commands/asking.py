"""Commands that ask: precedents, owners, origins, and a document or clause as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.frame import (
    AsJson,
    ClauseRef,
    DocType,
    Engine,
    Folder,
    InDocument,
    Level,
    Limit,
    Offset,
    Region,
    ToFile,
    Unit,
    Year,
    clause_named,
    document_named,
    filters_of,
    opened,
    save,
    tell,
)
from api.paging import Page

if TYPE_CHECKING:
    from search.library import Library


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="检索词")],
    level: Level = None, region: Region = None, doc_type: DocType = None, year: Year = None, unit: Unit = None,
    has_target: Annotated[bool | None, typer.Option("--has-target/--no-target", help="只看含（不含）指标的条款")] = None,
    document: InDocument = None, limit: Limit = 10, offset: Offset = 0,
    fold: Annotated[bool, typer.Option("--fold", help="措辞相同的条款只列一次")] = False,
    keep: Annotated[str | None, typer.Option("--save", metavar="NAME", help="以此名称保存这次检索，用 saved 再看")] = None,
    to: ToFile = None, engine: Engine = None, library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library, engine=engine) as held:
        filters = filters_of(
            held, level=level, region=region, doc_type=doc_type, year=year, unit=unit, document=document, has_target=has_target
        )
        if keep is not None:
            held.saved.keep(query, filters, name=keep)
        if to:
            return save(held, "search_sheet", to, filters, query=query)
        result = held.search(query, filters=filters, limit=limit, offset=offset, fold=fold)
    tell(result, json=json, schema="answers.SearchOut", show="show_search")


def saved(
    number: Annotated[str | None, typer.Argument(metavar="[ID]", help="保存的检索的编号")] = None,
    drop: Annotated[bool, typer.Option("--remove", help="删除这个保存的检索")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        if number is None:
            return tell(Page.cut(held.saved.counted()), json=json, schema="saved.SavedList", show="show_saved")
        if drop:
            held.saved.remove(number)
            return print(f"已删除保存的检索 {number}")
        before = held.saved.get(number)
        news = held.saved.news(number, since=before.opened)
        held.saved.open(number)
    tell(Page.cut(news), json=json, schema="saved.NewsList", show="show_news")


def owners(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="问题或单位名称")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        answer = held.owners(question)
    tell(answer, json=json, schema="answers.OwnersOut", show="show_owners")


def trace(
    clause: ClauseRef,
    down: Annotated[bool, typer.Option("--down", help="向下：由谁落实")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        found = held.trace(clause_named(held, clause), down=down)
    tell(found, json=json, schema="answers.TraceOut", show="show_trace")


def show(
    what: Annotated[str, typer.Argument(metavar="DOC|CLAUSE", help="文件的编号、文件名或标题；或条款编号")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        (_show_clause if "#" in what else _show_document)(held, what, json)


def cited(
    document: Annotated[str, typer.Argument(metavar="DOC", help="文件的编号、文件名或标题")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        found = held.cited(document_named(held, document).id)
    tell(Page.cut(found), json=json, schema="checks.CitedList", show="show_cited")


def _show_document(held: Library, what: str, json: bool) -> None:
    card = document_named(held, what)
    tell(held.document(card.id), json=json, schema="answers.DocumentOut", show="show_document")


def _show_clause(held: Library, what: str, json: bool) -> None:
    tell(held.clause(clause_named(held, what)), json=json, schema="answers.ClauseOut", show="show_clause")
