"""Nobody waits for a library that is being opened without a word: console, pages, programs, a second double click."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import uvicorn

from api import opening, waiting
from api.app import serve_on
from api.opening import Opening, told
from api.settings import WEB, Settings, mark_of
from api.start import ADDRESS, free_port, running
from api.waiting import answering
from search.library import Library


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.01)
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with free_port([0]) as listener:
        yield listener


def asked(listener: socket.socket, path: str, method: str = "GET", body: str = "") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=30)
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer, answer.read().decode()


def test_what_is_said_goes_by_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are brought up to date for ten seconds, then 32 of 128 documents are done in four, and the vectors take as long."""
    clock = [0.0]
    monkeypatch.setattr(opening, "monotonic", lambda: clock[0])
    going_on, said = Opening(), []
    for clock[0], done in ((8, 0), (10, 32), (14, 64), (22, 128), (22, 0), (25, 0), (40, 0)):
        if done:
            going_on.progress(done, 128)
        elif clock[0] == 22:
            going_on.opened()
        said.append(going_on.said.partition("。")[0])
    assert said == [
        "正在打开文件库，已用 8 秒", "正在重建检索索引：32 / 128 份，已用 10 秒", "正在重建检索索引：64 / 128 份，大约还要 8 秒",
        "正在重建检索索引：128 / 128 份，已用 22 秒", "文件库已打开，正在准备语义检索，大约还要 12 秒",
        "文件库已打开，正在准备语义检索，大约还要 9 秒", "文件库已打开，正在准备语义检索，已用 40 秒",
    ]  # fmt: skip


def test_the_console_tells_what_takes_its_time(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with told(Opening()):
        pass
    assert capsys.readouterr().err == ""
    once = Event()

    def said(_: Opening) -> str:
        once.set()
        return "还要一会儿"

    monkeypatch.setattr(Opening, "said", property(said))
    with told(Opening()):
        assert once.wait(30)
    assert capsys.readouterr().err == "还要一会儿\n"


def test_a_page_looks_again_by_itself(listener: socket.socket) -> None:
    with answering(listener, Opening(), "mark"):
        answer, page = asked(listener, "/?q=plan")
        assert answer.status == 503
        assert "正在打开文件库，已用" in page
        assert 'http-equiv="refresh"' in page
        assert answer.getheader("Content-Security-Policy") and answer.getheader("Cache-Control") == "no-store"
        assert asked(listener, "/static/app.css")[1] == (WEB / "static" / "app.css").read_text("utf-8")
        assert asked(listener, "/", "HEAD")[1] == ""


def test_what_is_sent_meanwhile_is_told_to_be_lost(listener: socket.socket) -> None:
    with answering(listener, Opening(), "mark"):
        page = asked(listener, "/documents/a/correct", "POST", "why=" + "a" * 500_000)[1]
    assert "没有保存" in page
    assert "refresh" not in page


def test_a_program_gets_a_problem(listener: socket.socket) -> None:
    going_on = Opening()
    going_on.progress(32, 64)
    with answering(listener, going_on, "mark"):
        answer, body = asked(listener, "/api/v1/search?q=a")
    found: dict[str, Any] = json.loads(body)
    assert answer.getheader("Content-Type") == "application/problem+json"
    assert (answer.status, found["status"], found["instance"]) == (503, 503, "/api/v1/search")
    assert found["detail"].startswith("正在重建检索索引：32 / 64 份")


def test_a_silent_connection_keeps_nobody_waiting(listener: socket.socket) -> None:
    with answering(listener, Opening(), "mark"), socket.create_connection(listener.getsockname()):
        assert asked(listener, "/")[0].status == 503


def test_a_second_double_click_finds_what_is_being_opened(tmp_path: Path, listener: socket.socket) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    (tmp_path / ADDRESS).write_text(address, "utf-8")
    with answering(listener, Opening(), mark_of(tmp_path)):
        assert running(tmp_path) == address
    with answering(listener, Opening(), mark_of(tmp_path / "other")):
        assert running(tmp_path) is None


def test_a_service_says_so_until_its_library_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: socket.socket
) -> None:
    seen, made, really = Event(), list[uvicorn.Server](), Library.open

    def slowly(folder: Path, **options: Any) -> Library:
        assert seen.wait(30)
        return really(folder, **options)

    class Stoppable(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            made.append(self)

    monkeypatch.setattr(Library, "open", slowly)
    monkeypatch.setattr(uvicorn, "Server", Stoppable)
    service = Thread(target=serve_on, args=(listener, Settings(tmp_path / "kb")))
    service.start()
    assert asked(listener, "/")[0].status == 503
    seen.set()
    while (found := asked(listener, "/documents"))[0].status == 503:
        pass
    assert "库中还没有文件" in found[1]
    made[0].should_exit = True
    service.join()
