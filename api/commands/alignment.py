"""Commands that hold plans of two levels together, and those by which a person settles what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import words
from api.commands.frame import AsJson, ClauseRef, Doc, Folder, clause_named, document_named, fail, opened, tell
from api.paging import Page
from search.alignment.model import Narrowing

if TYPE_CHECKING:
    from search.alignment.model import Alignment
    from search.model import CitedDocument


def align(
    doc: Doc,
    against: Annotated[str, typer.Option("--against", metavar="DOC", help="上级文件")],
    only: Annotated[Narrowing | None, typer.Option(help=words.FILTER_CODES)] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="报告文件，后缀 docx、xlsx 或 html")] = None,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        lower, upper = (document_named(held, which).id for which in (doc, against))
        found = held.align(lower, upper)
        if to is not None:
            return _write_report(found, held.cited(lower), to, only or "")
    from search.alignment.align import narrowed

    tell(narrowed(found, only or ""), json=json, schema="checks.AlignOut", show="show_alignment")


def coverage(
    doc: Doc,
    below: Annotated[list[str] | None, typer.Option("--below", metavar="DOC", help="只看这份下级文件，可重复")] = None,
    holes: Annotated[bool, typer.Option("--holes", help="只看未承接、疑似对应、已过时和未认可的新增")] = False,
    library: Folder = None,
    json: AsJson = False,
) -> None:
    with opened(library) as held:
        lower = [document_named(held, name).id for name in below or ()]
        found = held.coverage(document_named(held, doc).id, below=lower, holes=holes)
    tell(found, json=json, schema="checks.CoverageOut", show="show_coverage")


def review(
    link: Annotated[str | None, typer.Argument(metavar="[LINK]", help="联系的编号")] = None,
    suspect: Annotated[bool, typer.Option("--suspect", help="只列上级文字已变动、待复核的")] = False,
    confirm: Annotated[bool | None, typer.Option("--confirm/--reject", help="确认，或否定")] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="核对人")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        if link is None:
            if suspect:
                return tell(Page.cut(held.suspects()), json=json, schema="checks.SuspectList", show="show_suspects")
            return tell(Page.cut(held.links(status="proposed")), json=json, schema="answers.LinkList", show="show_links")
        if confirm is None or not who:
            fail("用法不对：核对一条联系要写明 --confirm 或 --reject，以及 --who 姓名。")
            raise typer.Exit(2)
        done = held.review(link, "confirmed" if confirm else "rejected", who=who, why=why)
    tell(done, json=json, schema="answers.LinkOut", show="show_link")


def link(
    lower: Annotated[str, typer.Argument(metavar="LOWER", help="下级条款，如 3b1f0c9d2a#2.4.3")],
    upper: Annotated[str, typer.Argument(metavar="UPPER", help="上级条款")],
    who: Annotated[str, typer.Option(metavar="NAME", help="认定人")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        made = held.add_link(clause_named(held, lower), clause_named(held, upper), who=who, why=why)
    tell(made, json=json, schema="answers.LinkOut", show="show_link")


def accept(
    clause: ClauseRef,
    who: Annotated[str, typer.Option(metavar="NAME", help="认定人")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由")] = "",
    library: Folder = None,
) -> None:
    with opened(library) as held:
        clause_id = clause_named(held, clause)
        held.accept(clause_id, who=who, why=why)
    print(f"已认可 {clause_id}（{who}）")


def _write_report(found: Alignment, cited: Sequence[CitedDocument], path: Path, only: str) -> None:
    from api.files.report import report
    from api.files.report_files import write

    path.write_bytes(write(report(found, cited, only=only), path.suffix.lstrip(".").lower()))
    print(f"已写入 {path}")
