"""Commands that keep a library: documents in and out, its account, its quality, its backup, its server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.frame import AsJson, Doc, Engine, Folder, document_named, opened, settings_of, tell
from api.paging import Page

if TYPE_CHECKING:
    from search.model import Added


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹")],
    engine: Engine = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library, engine=engine, create=True) as held:
        _take_in(partial(held.ingest, paths), json=json)


def renew(library: Folder = None, json: AsJson = False) -> None:
    with opened(library) as held:
        _take_in(held.renew, json=json, show="show_renewed")


def _take_in(work: Callable[..., list[Added]], *, json: bool, show: str = "show_added") -> None:
    """Takes files in, tells what became of each, and ends with 1 where one failed."""
    if json:
        results = work()
    else:
        from api.commands.terminal import with_bar

        results = with_bar(work)
    tell(Page.cut(results), json=json, schema="upkeep.IngestOut", show=show)
    raise typer.Exit(1 if any(result.status == "failed" for result in results) else 0)


def export(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹")],
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        counts = held.export(out)
    tell(counts, json=json, schema="upkeep.ExportOut", show="show_exported")


def check(
    doc: Annotated[str | None, typer.Argument(metavar="[DOC]", help="编号、文件名或标题；不写则检查全部")] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        found = held.check(document_named(held, doc).id if doc else None)
    tell(Page.cut(found), json=json, schema="upkeep.CheckOut", show="show_checked")


def evaluate(
    questions: Annotated[Path | None, typer.Option(metavar="FILE", help="问题：JSON 列表，答案写明文件和片段")] = None,
    passages: Annotated[Path | None, typer.Option(metavar="FILE", help="改用段落评测：段落、问题都是 JSON 行")] = None,
    links: Annotated[
        Path | None, typer.Option(metavar="FILE", help="改评条款对照（有标题和遮住标题各一遍）：JSON 列表，from、to 写明条款")
    ] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    from api.commands.evaluating import evaluate as run
    from api.commands.evaluating import evaluate_links

    if links:
        evaluate_links(links, library, as_json=json)
    else:
        run(questions, passages, library, as_json=json)


def remove(doc: Doc, library: Folder = None) -> None:
    with opened(library) as held:
        card = document_named(held, doc)
        held.remove(card.id)
    print(f"已移除：{card.title}（{card.id}）")


def backup(path: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")], library: Folder = None) -> None:
    with opened(library) as held:
        held.backup(path)
    print(f"已备份到 {path}")


def restore(path: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")], library: Folder = None) -> None:
    from search.library import Library

    chosen = settings_of(library)
    with Library.restore(path, chosen.library, engine=chosen.engine):
        print(f"已恢复到 {chosen.library}")


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=1, max=65535, help="端口")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option(metavar="DOMAIN", help="别的电脑访问时用的域名，可重复（或环境变量 POLICYKB_NAMES）")
    ] = None,
    engine: Engine = None,
    library: Folder = None,
) -> None:
    from api.app import serve as run

    settings = settings_of(library, engine=engine)
    run(replace(settings, host=host, port=port, names=(*settings.names, *(name or ()))))


def mcp(engine: Engine = None, library: Folder = None) -> None:
    with opened(library, engine=engine) as held:
        try:
            from api.mcp import server
        except ModuleNotFoundError as error:
            from search.errors import LibraryError

            raise LibraryError("没有安装 mcp", '运行：pip install "policykb[mcp]"') from error
        server(held).run()
