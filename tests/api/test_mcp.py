"""Tools of a language model: what they are told of, the same answers as REST, errors that lead on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

import mcp

from api.mcp import DESCRIPTIONS, server
from search.library import Library


def ask(folder: Path, tool: str, **given: Any) -> Any:
    """What a tool answers, over the protocol."""

    async def asked() -> Any:
        with Library.open(folder) as library:
            async with mcp.Client(server(library)) as client:
                return await client.call_tool(tool, given)

    return asyncio.run(asked())


def test_every_tool_is_told_of(library_folder: Path) -> None:
    async def listed() -> Any:
        with Library.open(library_folder) as library:
            async with mcp.Client(server(library)) as client:
                return await client.list_tools()

    tools = asyncio.run(listed()).tools
    assert {tool.name for tool in tools} == DESCRIPTIONS.keys()
    assert all(tool.description and tool.output_schema and tool.annotations.read_only_hint for tool in tools)


ASKED = [
    ("search", {"query": "职业技能培训", "level": ["county"]}, "/api/v1/search?q=职业技能培训&level=county"),
    ("owners", {"question": "集体协商建制率由谁负责"}, "/api/v1/owners?q=集体协商建制率由谁负责"),
    ("trace", {"clause": "河口县#1.2"}, "/api/v1/trace/{county}%231.2"),
    (
        "align",
        {"lower": "河口县", "upper": "云海省", "only": "looser"},
        "/api/v1/align?lower={county}&upper={province}&only=looser",
    ),
    ("clause", {"clause": "河口县#1.1"}, "/api/v1/clauses/{county}%231.1"),
    ("targets", {"indicator": "建制率"}, "/api/v1/targets?indicator=建制率"),
    ("documents", {}, "/api/v1/documents"),
]


@pytest.mark.parametrize(("tool", "given", "path"), ASKED, ids=[row[0] for row in ASKED])
def test_a_tool_answers_what_rest_answers(
    library_folder: Path, ids: dict[str, str], client: Any, tool: str, given: dict[str, Any], path: str
) -> None:
    told = ask(library_folder, tool, **given)
    assert not told.is_error
    assert told.structured_content == client.get(path.format_map(ids)).json()


def test_an_error_says_what_to_write(library_folder: Path) -> None:
    told = ask(library_folder, "clause", clause="河口县")
    assert told.is_error
    assert "条款编号写作" in told.content[0].text


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("search", {"query": "技能", "limit": 0}),
        ("targets", {"indicator": "率", "offset": -1}),
        ("documents", {"offset": 10**20}),
    ],
)
def test_numbers_beyond_any_page_are_refused(library_folder: Path, tool: str, given: dict[str, Any]) -> None:
    assert ask(library_folder, tool, **given).is_error


def test_the_command_speaks_the_protocol_alone(library_folder: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "mcp", "--library", str(library_folder)]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=60, env={**os.environ})
    assert (done.returncode, done.stdout) == (0, "")
