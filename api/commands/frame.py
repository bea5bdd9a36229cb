"""What the commands have in common: Chinese help and errors, exit codes, shared options, the open library, JSON.

Exit codes: 0 done, 1 failed (one line with a hint on stderr), 2 misused. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from api.console import lenient
from api.opening import Opening, told
from api.paging import MOST_SKIPPED
from api.settings import ENGINE_ENV, ENGINES, LIBRARY_ENV, Settings
from search.faults import said

if TYPE_CHECKING:
    from pydantic import BaseModel

    from search.library import Library
    from search.model import DocumentCard, Filters

DEBUG_ENV = "POLICYKB_DEBUG"

Folder = Annotated[Path | None, typer.Option("--library", metavar="PATH", help=f"库所在的文件夹（或环境变量 {LIBRARY_ENV}）")]
Engine = Annotated[
    str | None, typer.Option("--engine", metavar="|".join(ENGINES), help=f"全文检索引擎（或环境变量 {ENGINE_ENV}）")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，与 REST 接口相同")]
Level = Annotated[list[str] | None, typer.Option(metavar="LEVEL", help="层级 national provincial city county town，可重复")]
Region = Annotated[list[str] | None, typer.Option(metavar="NAME", help="地区，可重复")]
DocType = Annotated[list[str] | None, typer.Option("--doc-type", metavar="TYPE", help="文种，如 规划 通知 方案，可重复")]
Year = Annotated[list[int] | None, typer.Option(min=1, max=9999, metavar="YEAR", help="年份，可重复")]
Unit = Annotated[list[str] | None, typer.Option(metavar="UNIT", help="责任单位，全称或简称，可重复")]
InDocument = Annotated[list[str] | None, typer.Option("--document", metavar="DOC", help="只在这份文件中，可重复")]
Limit = Annotated[int, typer.Option(min=1, max=10000, metavar="N", help="最多显示几条")]
Offset = Annotated[int, typer.Option(min=0, max=MOST_SKIPPED, metavar="N", help="跳过前几条")]

Doc = Annotated[str, typer.Argument(metavar="DOC", help="编号、文件名，或标题中有区别的一段")]
ClauseRef = Annotated[str, typer.Argument(metavar="CLAUSE", help="条款编号，如 3b1f0c9d2a#2.4.3；# 前也可写文件名或标题")]
ToFile = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="把符合的全部写入文件：.xlsx .docx .csv .jsonl", dir_okay=False)
]

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示这份帮助。",
    "[required]": "[必填]",
    "[default: ": "[默认 ",
}

_BAD_VALUES = {"is not a valid int": "应为整数", "is not in the range x>=1": "不能小于 1"}


class Command(TyperCommand):
    """A command whose help speaks Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        super().format_help(ctx, formatter)
        _translate(formatter)


class Commands(TyperGroup):
    """The program: Chinese help, one Chinese line for every error, and the exit codes."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        super().format_help(ctx, formatter)
        _translate(formatter)

    def main(self, *args: Any, **options: Any) -> Any:
        """Runs the program and leaves it with its exit code."""
        try:
            code = super().main(*args, **{**options, "standalone_mode": False})
        except Exception as error:
            if DEBUG_ENV in os.environ:
                raise
            code = _told(error)
        sys.exit(code if isinstance(code, int) else 0)


def filters_of(library: Library, **typed: Any) -> Filters:
    """The filters of the options; see `api.refs`."""
    from api.refs import filters_named

    return filters_named(library, **typed)


def document_named(library: Library, typed: str) -> DocumentCard:
    """The one document that `typed` names; see `api.refs`."""
    from api.refs import document_of

    return document_of(library, typed)


def clause_named(library: Library, typed: str) -> str:
    """The clause id that `typed` means; see `api.refs`."""
    from api.refs import clause_id_of

    return clause_id_of(library, typed)


@contextmanager
def opened(folder: Path | None, *, engine: str | None = None, create: bool = False) -> Iterator[Library]:
    """The library of the options, of the environment, or `./library`; LibraryError where there is none, unless `create`. What
    takes its time to open says so on stderr."""
    from search.library import Library

    chosen, opening = settings_of(folder, engine=engine), Opening()
    with told(opening):
        found = Library.open(chosen.library, engine=chosen.engine, create=create, progress=opening.progress)
    with found as library:
        yield library


def settings_of(folder: Path | None, *, engine: str | None = None) -> Settings:
    """The settings of the environment with what the options say instead; LibraryError for an unknown engine."""
    found = Settings.from_env()
    chosen = replace(found, library=folder or found.library, engine=engine or found.engine)
    if chosen.engine not in ENGINES:
        from search.model import LibraryError

        raise LibraryError(f"没有“{chosen.engine}”这种检索引擎。", f"可用：{'、'.join(ENGINES)}。")
    return chosen


def answer(found: BaseModel) -> None:
    """Prints what REST returns, in UTF-8 (RFC 8259, 8.1)."""
    lenient("utf-8")
    print(found.model_dump_json(indent=2))


def tell(value: object, *, json: bool, schema: str, show: str) -> None:
    """Prints an answer: with `json` exactly what REST returns (`schema`: `module.name` of `api.schemas`), else by `show` of
    `terminal`.

    Both are given by name, so that a command imports only the one it uses.
    """
    if json:
        module, name = schema.split(".")
        answer(getattr(import_module(f"api.schemas.{module}"), name).of(value))
    else:
        getattr(import_module("api.commands.terminal"), show)(value)


def save(library: Library, table: str, path: Path, filters: Filters, **wanted: str | None) -> None:
    """Writes a table (the name of a function of `api.files.exports`) to a file whose suffix gives the format."""
    exports = import_module("api.files.exports")
    sheet = getattr(exports, table)(library, filters, **wanted)
    path.write_bytes(exports.write(sheet, path.suffix.lstrip(".").lower()))
    print(f"已写入 {path}：{len(sheet.rows)} 行")


def fail(message: str) -> None:
    """One line on stderr."""
    print(message, file=sys.stderr)


def _translate(formatter: Any) -> None:
    for n, text in enumerate(formatter.buffer):
        for english, chinese in _HELP_WORDS.items():
            text = text.replace(english, chinese)
        formatter.buffer[n] = text


def _told(error: Exception) -> int:
    """Prints an error as one Chinese message with its hint; the exit code it means."""
    if known := said(error):
        what, hint = known
        fail(f"错误：{what}" + (f"\n提示：{hint}" if hint else ""))
        return 1
    if hasattr(error, "format_message"):  # a usage error of click, whose classes moved between releases of typer
        fail(f"用法不对：{_misuse(error)}\n提示：加 --help 看用法。")
        return 2
    if type(error).__name__ == "Abort":
        fail("已取消。")
        return 1
    fail(f"错误：{type(error).__name__}：{error}\n提示：设环境变量 {DEBUG_ENV}=1 再运行，可看到详细过程。")
    return 1


def _misuse(error: Any) -> str:
    """A usage error in Chinese by its class and words; the words of click for one that is not known here."""
    match type(error).__name__:
        case "NoSuchOption":
            return f"没有选项 {error.option_name}"
        case "BadOptionUsage":
            return f"选项 {error.option_name} 缺少值"
        case "MissingParameter":
            return f"缺少参数 {_parameter(error)}"
        case "BadParameter":
            wanted = next((chinese for english, chinese in _BAD_VALUES.items() if english in error.message), "不合要求")
            return f"参数 {_parameter(error)} 的值{wanted}"
    for english, chinese in (
        ("No such command ", "没有命令 "),
        ("Got unexpected extra argument(s) ", "多余的内容（有空格时请加引号）"),
    ):
        if error.message.startswith(english):
            return chinese + str(error.message.removeprefix(english))
    return str(error.message)


def _parameter(error: Any) -> str:
    """How a parameter is written: `--limit`, or `QUERY`."""
    names = [name for name in error.param.opts if name.startswith("-")]
    return str(names[0] if names else error.param.metavar or error.param.name)
