"""What a double click starts: folder, port, the service that runs already, and the messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from api import install
from api.app import serve, serve_on
from api.settings import Settings, mark_of
from api.start import ADDRESS, FOLDER, free_port, library_folder, main, running
from search.model import LibraryError

ROOT = Path(__file__).parents[2]


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A program that answers whoever asks first, whatever is asked; its address."""

    def once() -> None:
        with listener.accept()[0] as asked:
            asked.recv(4096)
            asked.sendall(answer)

    with free_port([0]) as listener:
        program = Thread(target=once)
        program.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        program.join()


def test_the_library_lies_in_the_documents_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICYKB_LIBRARY", raising=False)
    assert library_folder(tmp_path) == tmp_path / FOLDER
    (tmp_path / "Documents").mkdir()
    assert library_folder(tmp_path) == tmp_path / "Documents" / FOLDER
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "kb"))
    assert library_folder(tmp_path) == tmp_path / "kb"


def test_a_taken_port_is_passed_over_or_told() -> None:
    with free_port([0]) as taken:
        port = taken.getsockname()[1]
        with free_port([port, 0]) as other:
            assert other.getsockname()[1] not in (0, port)
        with pytest.raises(SystemExit, match="没有可用的端口"):
            free_port([port])
        with pytest.raises(LibraryError, match=f"127.0.0.1:{port}"):
            serve(Settings(port=port))


def test_an_address_that_is_not_of_this_machine_is_told() -> None:
    for host in ("203.0.113.9", "no-such-host.invalid"):
        with pytest.raises(LibraryError) as told:
            serve(Settings(host=host))
        assert "--host" in told.value.hint


def test_a_service_over_no_library_says_so(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"no database" * 1000)
    with free_port([0]) as listener, pytest.raises(LibraryError, match="不是可用的文件库"):
        serve_on(listener, Settings(tmp_path))


def test_settings_of_the_environment() -> None:
    assert Settings.from_env({}) == Settings()
    told = Settings.from_env({"POLICYKB_LIBRARY": "kb", "POLICYKB_ENGINE": "whoosh", "POLICYKB_NAMES": "a.example, b.example"})
    assert told == Settings(Path("kb"), "whoosh", names=("a.example", "b.example"))


def test_nothing_runs(tmp_path: Path) -> None:
    assert running(tmp_path) is None
    (tmp_path / ADDRESS).write_text("http://127.0.0.1:1/", "utf-8")
    assert running(tmp_path) is None


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"http://[", "没有地址".encode(), b"\n"])
def test_an_address_that_is_none_is_passed_over(tmp_path: Path, left: bytes) -> None:
    (tmp_path / ADDRESS).write_bytes(left)
    assert running(tmp_path) is None


@pytest.mark.parametrize("answer", [b"220 mail\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", b""])
def test_another_program_at_the_address_is_passed_over(tmp_path: Path, answer: bytes) -> None:
    with answering(answer) as address:
        (tmp_path / ADDRESS).write_text(address, "utf-8")
        assert running(tmp_path) is None


@pytest.mark.parametrize("own", [True, False])
def test_only_the_service_of_this_library_is_opened(tmp_path: Path, own: bool) -> None:
    """Another user of the machine may have got the port since."""
    told = json.dumps({"library": mark_of(tmp_path if own else tmp_path / "other")}).encode()
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)) as address:
        (tmp_path / ADDRESS).write_text(address, "utf-8")
        assert running(tmp_path) == (address if own else None)


def test_a_library_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "file"))
    monkeypatch.setattr("webbrowser.open", lambda _: None)
    with pytest.raises(SystemExit, match=r"没有启动。\n.*已有同名的文件"):
        main()


def test_a_second_start_finds_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    program = "import webbrowser; webbrowser.open = print\nfrom api.start import main; main()"
    environment = os.environ | {"POLICYKB_LIBRARY": str(tmp_path / "kb"), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", program]
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if address := running(tmp_path / "kb"):
                break
            time.sleep(0.1)
        monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "kb"))
        monkeypatch.setattr("webbrowser.open", opened.append)
        main()
        assert opened == [address]
        assert f"已在运行：{address}" in capsys.readouterr().out
    finally:
        first.terminate()
        first.wait(30)
    assert running(tmp_path / "kb") is None


def test_the_batch_file_reads_the_same_in_every_code_page() -> None:
    text = (ROOT / "启动.bat").read_bytes()
    assert text.isascii()
    assert text.count(b"\n") == text.count(b"\r\n")
    for named in (rb"api\install.py", rb"api\install.txt"):
        assert named in text
        assert (ROOT / named.decode().replace("\\", "/")).exists()


def test_the_batch_file_goes_only_where_it_has_a_label() -> None:
    text = (ROOT / "启动.bat").read_text("ascii")
    labels = set(re.findall(r"^:(\w+)$", text, re.M))
    assert labels == set(re.findall(r"(?:goto |call :)(\w+)", text))


def test_what_the_first_start_installs(tmp_path: Path) -> None:
    environment, packages = install.commands(tmp_path)
    assert environment[1:] == ["-m", "venv", "--clear", ".venv"]
    assert (packages[0], packages[-1]) == (str(install.python(tmp_path)), ".")
    (tmp_path / "wheels").mkdir()
    assert install.commands(tmp_path)[1][-4:] == ["--no-index", "--find-links", "wheels", "policykb"]


def test_another_python_or_other_needs_install_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def call(command: list[str], cwd: Path) -> int:
        called.append(command)
        (tmp_path / ".venv").mkdir(exist_ok=True)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    for needs, runs in (("", 3), ("", 1), ("more", 3)):
        (tmp_path / "pyproject.toml").write_text(needs)
        called.clear()
        assert install.main(tmp_path) == 0
        assert len(called) == runs
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    called.clear()
    install.main(tmp_path)
    assert len(called) == 3


@pytest.mark.parametrize(("fails", "code", "runs"), [(None, 0, 3), ("pip", 1, 2), ("venv", 1, 1)])
def test_an_installation_that_failed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str | None, code: int, runs: int
) -> None:
    called: list[list[str]] = []

    def call(command: list[str], cwd: Path) -> int:
        called.append(command)
        (tmp_path / ".venv").mkdir(exist_ok=True)
        return int(fails in command)

    monkeypatch.setattr(subprocess, "call", call)
    assert (install.main(tmp_path), len(called)) == (code, runs)
    assert install.main(tmp_path) == code
    assert len(called) == runs + (1 if fails is None else runs)
