"""The command `policykb`: JSON equal to REST, Chinese help and errors, exit codes, names for documents."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app, main
from tests.api.conftest import PLAN, fill

SAME = [
    (["search", "职业技能培训"], "/search?q=职业技能培训"),
    (["search", "培训", "--level", "county", "--has-target", "--year", "2022", "--limit", "1"],
     "/search?q=培训&level=county&has_target=true&year=2022&limit=1"),
    (["search", "津贴", "--document", "云海省", "--unit", "省总工会"], "/search?q=津贴&document={province}&unit=省总工会"),
    (["owners", "技能津贴由谁负责"], "/owners?q=技能津贴由谁负责"),
    (["owners", "县总工会"], "/owners?q=县总工会"),
    (["trace", "河口县#1.2"], "/trace/{county}%231.2"),
    (["trace", "{province}#1.2", "--down"], "/trace/{province}%231.2?down=true"),
    (["align", "河口县", "--against", "云海省技能人才发展规划.txt"], "/align?lower={county}&upper={province}"),
    (["align", "河口县", "--against", "云海省技能人才发展规划.txt", "--only", "missing"],
     "/align?lower={county}&upper={province}&only=missing"),
    (["show", "河口县技能人才发展规划"], "/documents/{county}"),
    (["show", "{county}#1.2"], "/clauses/{county}%231.2"),
    (["targets", "建制率", "--level", "county"], "/targets?indicator=建制率&level=county"),
    (["units", "总工会"], "/units?q=总工会"),
    (["documents", "--region", "河口县"], "/documents?region=河口县"),
    (["history", "河口县"], "/documents/{county}/versions"),
    (["review"], "/links?status=proposed"),
    (["saved"], "/saved"),
    (["search", "技能津贴", "--fold"], "/search?q=技能津贴&fold=true"),
]  # fmt: skip
FAILURES = [
    (["search"], 2, "缺少参数 QUERY"),
    (["serch", "x"], 2, "没有命令"),
    (["search", "x", "--wrong"], 2, "没有选项 --wrong"),
    (["search", "x", "--limit", "many"], 2, "--limit 的值应为整数"),
    (["search", "x", "--library", "/nowhere", "--limit"], 2, "选项 --limit 缺少值"),
    (["search", "x", "y"], 2, "多余的内容"),
    (["review", "none"], 2, "--confirm"),
    (["show", "没有的文件"], 1, "没有"),
    (["show", "发展规划"], 1, "可以指 2 份文件"),
    (["show", "河口县#9.9"], 1, "错误："),
    (["trace", "没有井号"], 1, "不是条款编号"),
    (["units", "--library", "/nonexistent-library"], 1, "没有文件库"),
]


def run(*args: str, library: Path | None = None) -> Any:
    return CliRunner().invoke(app, [*args, *(["--library", str(library)] if library else [])])


@pytest.mark.parametrize(("args", "path"), SAME)
def test_json_is_what_rest_returns(
    client: TestClient, library_folder: Path, ids: dict[str, str], args: list[str], path: str
) -> None:
    result = run(*(arg.format(**ids) for arg in args), "--json", library=library_folder)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == client.get("/api/v1" + path.format(**ids)).json()


@pytest.mark.parametrize(("args", "path"), SAME)
def test_every_answer_has_a_form_for_people(library_folder: Path, ids: dict[str, str], args: list[str], path: str) -> None:
    result = run(*(arg.format(**ids) for arg in args), library=library_folder)
    assert result.exit_code == 0, result.stderr
    assert any("\u4e00" <= character <= "\u9fff" for character in result.stdout)


@pytest.mark.parametrize(("args", "code", "said"), FAILURES)
def test_failures_are_one_message_with_an_exit_code(
    library_folder: Path, ids: dict[str, str], args: list[str], code: int, said: str
) -> None:
    result = run(*args, library=None if "--library" in args else library_folder)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_ambiguous_name_lists_the_candidates(library_folder: Path, ids: dict[str, str]) -> None:
    said = run("show", "发展规划", library=library_folder).stderr
    assert ids["province"] in said
    assert ids["county"] in said


def test_ingest_again_remove_and_the_rest(tmp_path: Path) -> None:
    folder, library = tmp_path / "files", tmp_path / "library"
    folder.mkdir()
    (folder / "食堂.txt").write_text(PLAN, encoding="utf-8")
    first = run("ingest", str(folder), library=library)
    assert (first.exit_code, "已新增 1 份" in first.stdout) == (0, True)
    (folder / "坏.txt").write_bytes(b"\0\1\2\3" * 50)
    again = run("ingest", str(folder), "--json", library=library)
    assert again.exit_code == 1
    assert {row["file"]: row["status"] for row in json.loads(again.stdout)["results"]} == {
        "坏.txt": "failed",
        "食堂.txt": "unchanged",
    }
    assert json.loads(run("check", "食堂", "--json", library=library).stdout)["documents"][0]["coverage"] == 1.0
    assert run("check", library=library).exit_code == 0
    assert "无须重新解析" in run("renew", library=library).stdout
    counts = json.loads(run("export", "--out", str(tmp_path / "out"), "--json", library=library).stdout)
    assert counts["documents"] == len((tmp_path / "out" / "documents.jsonl").read_text("utf-8").splitlines()) == 1
    assert run("backup", str(tmp_path / "b.zip"), library=library).exit_code == 0
    assert run("restore", str(tmp_path / "b.zip"), library=tmp_path / "copy").exit_code == 0
    assert "已移除" in run("remove", "食堂", library=library).stdout
    assert json.loads(run("documents", "--json", library=library).stdout)["total"] == 0
    assert json.loads(run("documents", "--json", library=tmp_path / "copy").stdout)["total"] == 1


def test_a_folder_that_is_not_there_is_told_with_a_hint(tmp_path: Path) -> None:
    fill(tmp_path)
    for command in (["backup", str(tmp_path / "no" / "b.zip")], ["duties", "--to", str(tmp_path / "no" / "a.xlsx")]):
        told = run(*command, library=tmp_path)
        assert told.exit_code == 1
        assert "没有这个文件或文件夹\n提示：请检查路径" in told.stderr


def test_review_confirms_a_link(tmp_path: Path) -> None:
    fill(tmp_path)
    [link, *_] = json.loads(run("review", "--json", library=tmp_path).stdout)["links"]
    done = run("review", link["id"], "--confirm", "--who", "王核对", "--json", library=tmp_path)
    assert json.loads(done.stdout)["status"] == "confirmed"


def test_either_engine_answers(library_folder: Path, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    ask = ["search", "河口县技能津贴", "--json"]
    monkeypatch.setenv("POLICYKB_ENGINE", "whoosh")
    answers = [json.loads(run(*ask, *more, library=library_folder).stdout) for more in ([], ["--engine", "tantivy"])]
    assert [answer["hits"][0]["clause_id"] for answer in answers] == [f"{ids['county']}#1.2"] * 2
    unknown = run(*ask, "--engine", "lucene", library=library_folder)
    assert (unknown.exit_code, "tantivy、whoosh" in unknown.stderr) == (1, True)


def test_library_of_the_environment(library_folder: Path, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(library_folder))
    assert run("documents").exit_code == 0


def test_characters_that_the_code_page_lacks_stop_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent into a file on a Chinese Windows is GBK."""
    (tmp_path / "a.txt").write_text("𠮷水县⻔户建设方案\n\n一、总体要求\n到2025年，建成⻔户2个。\n", "utf-8")

    def told(*words: str) -> bytes:
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, "gbk"))
        monkeypatch.setattr(sys, "argv", ["policykb", *words, "--library", str(tmp_path / "kb")])
        with pytest.raises(SystemExit):
            main()
        sys.stdout.flush()
        return out.getvalue()

    assert "已新增 1 份".encode("gbk") in told("ingest", str(tmp_path / "a.txt"))
    assert "?水县".encode("gbk") in told("show", "a.txt")
    assert json.loads(told("show", "a.txt", "--json"))["text"].startswith("𠮷水县")


def test_help_is_chinese() -> None:
    for args in (["--help"], ["search", "--help"]):
        text = run(*args).stdout
        assert "用法：" in text
        assert not any(word in text for word in ("Usage", "Options", "Show this message", "[required]"))
