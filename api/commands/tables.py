"""Commands that list: targets, duties, units, documents; `--to` writes the whole list as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.frame import (
    AsJson,
    Doc,
    DocType,
    Folder,
    InDocument,
    Level,
    Limit,
    Offset,
    Region,
    ToFile,
    Unit,
    Year,
    document_named,
    filters_of,
    opened,
    save,
    tell,
)
from api.paging import Page


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
    tell(page, json=json, schema="answers.TargetList", show="show_targets")


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
    tell(page, json=json, schema="answers.TaskList", show="show_tasks")


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
    tell(page, json=json, schema="answers.UnitList", show="show_units")


def documents(
    level: Level = None, region: Region = None, doc_type: DocType = None, year: Year = None,
    history: Annotated[bool, typer.Option("--history", help="也列出旧版本")] = False,
    library: Folder = None, json: AsJson = False,
) -> None:  # fmt: skip
    with opened(library) as held:
        cards = held.documents(filters_of(held, level=level, region=region, doc_type=doc_type, year=year), history=history)
    tell(Page.cut(cards), json=json, schema="answers.DocumentList", show="show_documents")


def history(doc: Doc, library: Folder = None, json: AsJson = False) -> None:
    with opened(library) as held:
        cards = held.history(document_named(held, doc).id)
    tell(Page.cut(cards), json=json, schema="answers.DocumentList", show="show_documents")
