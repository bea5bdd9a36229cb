"""Imports run one way, each large library has one door, and a search loads nothing heavy."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from search import Library

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("ingest", "search", "api") for path in (ROOT / package).rglob("*.py"))
BELOW = {"ingest": {"ingest"}, "search": {"ingest", "search"}, "api": {"ingest", "search", "api"}}
LAYERS = {
    "ingest": ("canonical", "duties", "clauses", "format", "targets", "load"),
    "search": ("lexical", "meaning", "links", "correcting", "database", "ownership", "precedent", "alignment", "quality"),
    "api": ("schemas", "files", "rest", "pages", "commands"),
}
"""Packages within a package: each imports none that stands behind it."""

DOORS = {
    "jieba": ("ingest/segment.py",),
    "rjieba": ("ingest/segment.py",),
    "spacy": ("ingest/entities.py",),
    "pypdfium2": ("ingest/load/pdf.py",),
    "pypinyin": ("search/lexical/pinyin.py",),
    "tantivy": ("search/lexical/",),
    "whoosh": ("search/lexical/",),
    "sqlalchemy": ("search/database/",),
    "sentence_transformers": ("search/meaning/dense.py", "search/meaning/sentence_module.py"),
    "torch": ("search/meaning/dense.py", "search/meaning/sentence_module.py"),
    "fastapi": ("api/",),
    "typer": ("api/",),
    "mcp": ("api/mcp.py",),
    "rich": ("api/",),
    "jinja2": ("api/",),
    "openpyxl": ("api/files/office.py", "api/files/exports.py", "api/files/report_files.py"),
    "docx": ("api/files/office.py", "api/files/report_files.py"),
}
STANDARD_LIBRARY_ONLY = {
    "ingest/model.py": {"ingest"},
    "search/model.py": {"ingest", "search"},
    "search/alignment/model.py": {"ingest", "search"},
}


@cache
def imported(path: Path) -> set[str]:
    """Full names of all modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    package = name_of(path).split("/")[0]
    ours = {name.split(".")[0] for name in imported(path)} & BELOW.keys()
    assert ours <= BELOW[package]


@pytest.mark.parametrize("path", [path for package in LAYERS for path in sorted((ROOT / package).glob("*/*.py"))], ids=name_of)
def test_packages_stand_on_one_another(path: Path) -> None:
    package, layer, _ = name_of(path).split("/")
    later = LAYERS[package][LAYERS[package].index(layer) + 1 :]
    assert not [name for name in imported(path) if name.startswith(tuple(f"{package}.{one}" for one in later))]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_large_libraries_have_one_door(path: Path) -> None:
    top = {name.split(".")[0] for name in imported(path)}
    assert not [lib for lib, doors in DOORS.items() if lib in top and not name_of(path).startswith(doors)]


@pytest.mark.parametrize("name", STANDARD_LIBRARY_ONLY)
def test_models_import_the_standard_library_only(name: str) -> None:
    top = {module.split(".")[0] for module in imported(ROOT / name)}
    assert top <= set(sys.stdlib_module_names) | STANDARD_LIBRARY_ONLY[name]


def test_extractors_do_not_import_one_another() -> None:
    extractors = ("targets", "duties", "citations")
    for path in [path for one in extractors for path in (ROOT / "ingest").glob(f"{one}*/*.py")] + [
        ROOT / "ingest/citations.py"
    ]:
        others = tuple(f"ingest.{other}" for other in extractors if other not in path.parts and other != path.stem)
        assert not [name for name in imported(path) if name.startswith(others)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


NEVER = {"spacy", "torch", "sentence_transformers", "fastapi", "jieba", "whoosh", "uvicorn", "jinja2"}
HELP = NEVER | {"rich", "sqlalchemy", "tantivy", "rjieba", "numpy", "pydantic"}


@pytest.mark.parametrize(
    ("words", "heavy"),
    [(["--help"], HELP), (["search", "--help"], HELP), (["search", "漏损率"], NEVER)],
    ids=["help", "help of a command", "a search"],
)
def test_help_and_search_load_nothing_heavy(words: list[str], heavy: set[str], tmp_path: Path) -> None:
    program = (
        "import sys, json, io, contextlib\n"
        "from api.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    sys.argv = ['policykb', *{words!r}]\n"
        "    main()\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    if "--help" not in words:
        with Library.open(tmp_path / "library") as library:
            library.ingest([ROOT / "corpus/documents/water-4-county-plan.txt"])
    environment = {"POLICYKB_LIBRARY": str(tmp_path / "library"), "PATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & heavy, done.stderr
    assert "--help" in words or "tantivy" in loaded, done.stderr
