"""The command `policykb`: each command asks the Library once and prints the answer, or with `--json` what REST returns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commandline import (
    AsJson,
    Command,
    Commands,
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
    fail,
    filters_of,
    opened,
    save,
    settings_of,
    tell,
)
from api.correcting import correct
from api.paging import Page
from api.training import train

if TYPE_CHECKING:
    from search.library import Library
    from search.model import Alignment

app = typer.Typer(
    cls=Commands, help="政策文件知识库：收录规划文件，检索条款、责任单位、来源与落实，逐条对照上下级文件。",
    rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True,
)  # fmt: skip

Doc = Annotated[str, typer.Argument(metavar="DOC", help="编号、文件名，或标题中有区别的一段")]
ClauseRef = Annotated[str, typer.Argument(metavar="CLAUSE", help="条款编号，如 3b1f0c9d2a#2.4.3；# 前也可写文件名或标题")]


@app.command(cls=Command, help="收录文件或文件夹；内容相同的不再处理。")
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹")],
    engine: Engine = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library, engine=engine, create=True) as held:
        if json:
            results = held.ingest(paths)
        else:
            from api.terminal import ingest_with_bar

            results = ingest_with_bar(held, paths)
    tell(Page.cut(results), json=json, schema="IngestOut", show="show_added")
    raise typer.Exit(1 if any(result.status == "failed" for result in results) else 0)


@app.command(cls=Command, help='检索条款：词语、"整词"、AND OR NOT、字段（单位: 层级: 地区: 年份:）。')
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
    tell(result, json=json, schema="SearchOut", show="show_search")


@app.command(cls=Command, help="保存的检索及其新增条数；带编号则列出上次打开以来的新条款，并记为已看。")
def saved(
    number: Annotated[str | None, typer.Argument(metavar="[ID]", help="保存的检索的编号")] = None,
    drop: Annotated[bool, typer.Option("--remove", help="删除这个保存的检索")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        if number is None:
            return tell(Page.cut(held.saved.counted()), json=json, schema="saved_schemas.SavedList", show="show_saved")
        if drop:
            held.saved.remove(number)
            return print(f"已删除保存的检索 {number}")
        before = held.saved.get(number)
        news = held.saved.news(number, since=before.opened)
        held.saved.open(number)
    tell(Page.cut(news), json=json, schema="saved_schemas.NewsList", show="show_news")


@app.command(cls=Command, help="某项工作由谁负责；或输入单位名，看它负责的全部任务和指标。")
def owners(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="问题或单位名称")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        answer = held.owners(question)
    tell(answer, json=json, schema="OwnersOut", show="show_owners")


@app.command(cls=Command, help="条款的来源，直到国家一级；--down 看由谁落实。")
def trace(
    clause: ClauseRef,
    down: Annotated[bool, typer.Option("--down", help="向下：由谁落实")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.refs import clause_id_of

    with opened(library) as held:
        found = held.trace(clause_id_of(held, clause), down=down)
    tell(found, json=json, schema="TraceOut", show="show_trace")


@app.command(cls=Command, help="与上级文件对照：逐条、逐句、逐项指标，列出缺项和新增；--to 写成报告。")
def align(
    doc: Doc,
    against: Annotated[str, typer.Option("--against", metavar="DOC", help="上级文件")],
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="报告文件，后缀 docx、xlsx 或 html")] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.refs import document_of

    with opened(library) as held:
        found = held.align(document_of(held, doc).id, document_of(held, against).id)
    if to is not None:
        _write_report(found, to)
        return
    tell(found, json=json, schema="check_schemas.AlignOut", show="show_alignment")


@app.command(cls=Command, help="承接矩阵：一份文件的条款在各下级文件中是否落实、是否过时，下级新增了什么。")
def coverage(
    doc: Doc,
    below: Annotated[list[str] | None, typer.Option("--below", metavar="DOC", help="只看这份下级文件，可重复")] = None,
    holes: Annotated[bool, typer.Option("--holes", help="只看缺、过时和未核对的新增")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.refs import document_of

    with opened(library) as held:
        lower = [document_of(held, name).id for name in below or ()]
        found = held.coverage(document_of(held, doc).id, below=lower, holes=holes)
    tell(found, json=json, schema="check_schemas.CoverageOut", show="show_coverage")


@app.command(cls=Command, help="打开一份文件，或一个条款（编号带 #）。")
def show(
    what: Annotated[str, typer.Argument(metavar="DOC|CLAUSE", help="文件的编号、文件名或标题；或条款编号")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        (_show_clause if "#" in what else _show_document)(held, what, json)


@app.command(cls=Command, help="库中的指标；--to 写成指标表。")
def targets(
    indicator: Annotated[str | None, typer.Argument(metavar="[INDICATOR]", help="指标名称中的词")] = None,
    level: Level = None, region: Region = None, doc_type: DocType = None, year: Year = None, unit: Unit = None,
    document: InDocument = None, limit: Limit = 50, offset: Offset = 0, to: ToFile = None, library: Folder = None,
    json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        filters = filters_of(held, level=level, region=region, doc_type=doc_type, year=year, unit=unit, document=document)
        if to:
            return save(held, "targets_sheet", to, filters, indicator=indicator)
        page = Page(*held.targets(filters, indicator=indicator, limit=limit, offset=offset))
    tell(page, json=json, schema="TargetList", show="show_targets")


@app.command(cls=Command, help="库中的任务及其牵头、责任、配合单位；--to 写成任务分工表。")
def duties(
    level: Level = None, region: Region = None, doc_type: DocType = None, year: Year = None, unit: Unit = None,
    document: InDocument = None, limit: Limit = 50, offset: Offset = 0, to: ToFile = None, library: Folder = None,
    json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        filters = filters_of(held, level=level, region=region, doc_type=doc_type, year=year, unit=unit, document=document)
        if to:
            return save(held, "tasks_sheet", to, filters)
        page = Page(*held.tasks(filters, limit=limit, offset=offset))
    tell(page, json=json, schema="TaskList", show="show_tasks")


@app.command(cls=Command, help="库中的责任单位（简称、旧称也可查）；--to 写成名录。一个单位的全部任务：duties --unit。")
def units(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="名称中的词")] = None,
    level: Level = None, region: Region = None, document: InDocument = None, limit: Limit = 50, offset: Offset = 0,
    to: ToFile = None, library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        filters = filters_of(held, level=level, region=region, document=document)
        if to:
            return save(held, "units_sheet", to, filters, query=name)
        page = Page(*held.units(name, filters=filters, limit=limit, offset=offset))
    tell(page, json=json, schema="UnitList", show="show_units")


@app.command(cls=Command, help="库中的文件。")
def documents(
    level: Level = None, region: Region = None, doc_type: DocType = None, year: Year = None,
    history: Annotated[bool, typer.Option("--history", help="也列出旧版本")] = False,
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        cards = held.documents(filters_of(held, level=level, region=region, doc_type=doc_type, year=year), history=history)
    tell(Page.cut(cards), json=json, schema="DocumentList", show="show_documents")


@app.command(cls=Command, help="一份文件的各个版本。")
def history(doc: Doc, library: Folder = None, json: AsJson = False) -> None:
    from api.refs import document_of

    with opened(library) as held:
        cards = held.history(document_of(held, doc).id)
    tell(Page.cut(cards), json=json, schema="DocumentList", show="show_documents")


@app.command(cls=Command, help="核对上下级条款的联系：不带参数列出待核对的，带编号则确认或否定。")
def review(
    link: Annotated[str | None, typer.Argument(metavar="[LINK]", help="联系的编号")] = None,
    suspect: Annotated[bool, typer.Option("--suspect", help="只列上级文字已变动、须复核的")] = False,
    confirm: Annotated[bool | None, typer.Option("--confirm/--reject", help="确认，或否定")] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="核对人")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        if link is None:
            if suspect:
                return tell(Page.cut(held.suspects()), json=json, schema="check_schemas.SuspectList", show="show_suspects")
            return tell(Page.cut(held.links(status="proposed")), json=json, schema="LinkList", show="show_links")
        if confirm is None or not who:
            fail("用法不对：核对一条联系要写明 --confirm 或 --reject，以及 --who 姓名。")
            raise typer.Exit(2)
        done = held.review(link, "confirmed" if confirm else "rejected", who=who, why=why)
    tell(done, json=json, schema="LinkOut", show="show_link")


@app.command(cls=Command, help="补一条联系：下级条款来自哪个上级条款，由谁认定，为什么。")
def link(
    lower: Annotated[str, typer.Argument(metavar="LOWER", help="下级条款，如 3b1f0c9d2a#2.4.3")],
    upper: Annotated[str, typer.Argument(metavar="UPPER", help="上级条款")],
    who: Annotated[str, typer.Option(metavar="NAME", help="认定人")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    from api.refs import clause_id_of

    with opened(library) as held:
        made = held.add_link(clause_id_of(held, lower), clause_id_of(held, upper), who=who, why=why)
    tell(made, json=json, schema="LinkOut", show="show_link")


@app.command(cls=Command, help="认可一条本级新增的条款：承接矩阵不再把它列为待处理。")
def accept(
    clause: ClauseRef,
    who: Annotated[str, typer.Option(metavar="NAME", help="认定人")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None,
) -> None:
    from api.refs import clause_id_of

    with opened(library) as held:
        clause_id = clause_id_of(held, clause)
        held.accept(clause_id, who=who, why=why)
    print(f"已认可 {clause_id}（{who}）")


@app.command(cls=Command, help="导出全部内容为 JSON 行文件。")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        counts = held.export(out)
    tell(counts, json=json, schema="ExportOut", show="show_exported")


@app.command(cls=Command, help="检查库或一份文件：文字是否无遗漏，有何异常。")
def check(
    doc: Annotated[str | None, typer.Argument(metavar="[DOC]", help="编号、文件名或标题；不写则检查全部")] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.refs import document_of

    with opened(library) as held:
        found = held.check(document_of(held, doc).id if doc else None)
    tell(Page.cut(found), json=json, schema="CheckOut", show="show_checked")


@app.command(cls=Command, help="检索质量评测：nDCG@10、MRR、召回率及其区间，分类列出，并与上次对比；或条款对照评测。")
def evaluate(
    questions: Annotated[Path | None, typer.Option(metavar="FILE", help="问题：JSON 列表，答案写明文件和片段")] = None,
    passages: Annotated[Path | None, typer.Option(metavar="FILE", help="改用段落评测：段落、问题都是 JSON 行")] = None,
    links: Annotated[
        Path | None, typer.Option(metavar="FILE", help="改评条款对照（有标题和遮住标题各一遍）：JSON 列表，from、to 写明条款")
    ] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.evaluating import evaluate as run
    from api.evaluating import evaluate_links

    if links:
        evaluate_links(links, library, as_json=json)
    else:
        run(questions, passages, library, as_json=json)


@app.command(cls=Command, help="从库中移除一份文件。")
def remove(doc: Doc, library: Folder = None) -> None:
    from api.refs import document_of

    with opened(library) as held:
        card = document_of(held, doc)
        held.remove(card.id)
    print(f"已移除：{card.title}（{card.id}）")


@app.command(cls=Command, help="把整个库备份为一个文件。")
def backup(path: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")], library: Folder = None) -> None:
    with opened(library) as held:
        held.backup(path)
    print(f"已备份到 {path}")


@app.command(cls=Command, help="从备份恢复库。")
def restore(path: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")], library: Folder = None) -> None:
    from search.library import Library

    chosen = settings_of(library)
    with Library.restore(path, chosen.library, engine=chosen.engine):
        print(f"已恢复到 {chosen.library}")


@app.command(cls=Command, help="启动网页与 REST 接口。")
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=1, max=65535, help="端口")] = 8000,
    engine: Engine = None,
    library: Folder = None,
) -> None:
    from api.app import serve as run

    run(replace(settings_of(library, engine=engine), host=host, port=port))


def _write_report(found: Alignment, path: Path) -> None:
    from api.report import report
    from api.report_files import write

    path.write_bytes(write(report(found), path.suffix.lstrip(".").lower()))
    print(f"已写入 {path}")


def _show_document(held: Library, what: str, json: bool) -> None:
    from api.refs import document_of

    card = document_of(held, what)
    tell(held.document(card.id), json=json, schema="DocumentOut", show="show_document")


def _show_clause(held: Library, what: str, json: bool) -> None:
    from api.refs import clause_id_of

    tell(held.clause(clause_id_of(held, what)), json=json, schema="ClauseOut", show="show_clause")


app.command(cls=Command, help="更正一份文件的公文要素，再次收录也不会覆盖；只写文件则列出更正记录。")(correct)
app.command(cls=Command, help="语义检索的词向量：用库中文件再训练；或换用磁盘上的模型，或换回内置。")(train)


def main() -> None:
    """Entry point of the command `policykb`."""
    app()
