"""The library as tools for a language model on this machine: Model Context Protocol over stdin and stdout, `policykb mcp`.

Every tool answers what the REST route of its name answers: quoted text with its place. None writes anything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api import words
from api.paging import MOST_SKIPPED, Page
from api.refs import clause_id_of, document_of, filters_named
from api.schemas.answers import ClauseOut, DocumentList, OwnersOut, SearchOut, TargetList, TraceOut
from api.schemas.checks import AlignOut
from search.alignment.align import narrowed
from search.alignment.model import Narrowing
from search.library import Library
from search.model import LibraryError

INSTRUCTIONS = """政策文件库：规划、方案、意见、通知等的条款、指标和责任单位。
回答一律是原文摘录及其在文件中的位置；引用时请照录原文，并写明文件标题和条款。
条款编号写作“文件编号#位置”；文件也可以用标题中有区别的一段来指。"""
MOST = 50
"""Rows of one answer: what a model reads at a time."""
Limit = Annotated[int, Field(ge=1)]
Offset = Annotated[int, Field(ge=0, le=MOST_SKIPPED)]


class Tools:
    """What a model may ask of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, query: str, level: list[str] | None = None, region: list[str] | None = None, year: list[int] | None = None,
               doc_type: list[str] | None = None, unit: list[str] | None = None, limit: Limit = 10) -> SearchOut:  # fmt: skip
        filters = filters_named(self._library, level=level, region=region, doc_type=doc_type, year=year, unit=unit)
        return SearchOut.of(self._library.search(query, filters=filters, limit=min(limit, MOST)))

    def owners(self, question: str) -> OwnersOut:
        return OwnersOut.of(self._library.owners(question))

    def trace(self, clause: str, down: bool = False) -> TraceOut:
        return TraceOut.of(self._library.trace(clause_id_of(self._library, clause), down=down))

    def align(self, lower: str, upper: str, only: Narrowing | Literal[""] = "") -> AlignOut:
        ends = (document_of(self._library, name).id for name in (lower, upper))
        return AlignOut.of(narrowed(self._library.align(*ends), only))

    def clause(self, clause: str) -> ClauseOut:
        return ClauseOut.of(self._library.clause(clause_id_of(self._library, clause)))

    def targets(self, indicator: str, offset: Offset = 0) -> TargetList:
        return TargetList.of(Page(*self._library.targets(indicator=indicator, limit=MOST, offset=offset)))

    def documents(self, offset: Offset = 0) -> DocumentList:
        return DocumentList.of(Page.cut(self._library.documents(), limit=MOST, offset=offset))


DESCRIPTIONS = {
    "search": "检索条款：先例、措辞、要求。query 可含“词组”、AND OR NOT；level 取 national provincial city county。",
    "owners": "某项工作或指标由谁负责；或给出单位名，列出它负责的任务和指标。",
    "trace": "条款的来源，从县级直到国家；down 为真时看下级由谁落实。clause 是条款编号。",
    "align": f"下级文件与上级文件逐条、逐项指标对照。only 取 {words.FILTER_CODES}。",
    "clause": "打开一个条款：全文、指标、责任单位、引用的文件。",
    "targets": "指标的数值、期限和出处；indicator 是指标名称或其中一段。",
    "documents": "库中的文件：编号、标题、文号、层级、地区、日期。",
}
"""Tool -> what a model is told of it."""


def server(library: Library) -> MCPServer:
    """The tools over an open library, ready to `run`."""
    made = MCPServer("policykb", title="政策文件知识库", instructions=INSTRUCTIONS, log_level="WARNING")
    tools = Tools(library)
    for name, description in DESCRIPTIONS.items():
        made.add_tool(_told(getattr(tools, name)), description=description, annotations=ToolAnnotations(read_only_hint=True))
    return made


def _told(tool: Callable[..., Any]) -> Callable[..., Any]:
    """The tool, with an error of the library as one message and its hint."""

    @wraps(tool)
    def ask(**given: Any) -> Any:
        try:
            return tool(**given)
        except LibraryError as error:
            raise ToolError(f"{error.message} {error.hint}".strip()) from error

    return ask
