"""What a double click starts (`policykb-start`, 启动.bat): the service on a free port, and the browser on its page.

An official needs no terminal and no setting: the library lies in the documents folder, a port that is taken is passed over, and
a second double click opens the page of the service that runs already. Closing the window ends it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import webbrowser
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import OpenerDirector, ProxyHandler, build_opener

from api.console import lenient
from api.settings import LIBRARY_ENV, Settings, mark_of
from search.faults import said

FOLDER = "政策文件库"
"""Name of the library in the user's documents folder."""
ADDRESS = "address.txt"
"""File in the library that names the address of the service at work; one that was left behind does no harm: `running` asks."""
PORTS = range(8000, 8050)
PATIENCE = 15.0
"""Seconds that a service may take to answer: it may have been started a moment ago, and has its port before its library."""


def main() -> None:
    """Runs until the window is closed; exit code 1 with a reason in Chinese where it cannot."""
    lenient("utf-8")  # as 启动.bat sets the console
    try:
        _start(library_folder())
    except Exception as error:
        known = said(error)
        if known is None:
            raise
        sys.exit("\n".join(("政策文件知识库没有启动。", *known)))


def _start(folder: Path) -> None:
    if address := running(folder):
        print(f"政策文件知识库已在运行：{address}")
        webbrowser.open(address)
        return
    listener = free_port(PORTS)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    print(
        f"政策文件知识库：{address}\n文件库：{folder}\n网页会自动打开。用完后关闭本窗口即可，文件都保存在文件库中。", flush=True
    )
    _serve(listener, folder, address)


def library_folder(home: Path | None = None) -> Path:
    """The folder of the environment, else 政策文件库 in the documents folder (in the home folder where there is none)."""
    if chosen := os.environ.get(LIBRARY_ENV):
        return Path(chosen)
    at = home or Path.home()
    documents = (at / name for name in ("Documents", "文档") if (at / name).is_dir())
    return next(documents, at) / FOLDER


def running(folder: Path) -> str | None:
    """The address of the service that has this library open, None where none answers there."""
    file = folder / ADDRESS
    direct = build_opener(ProxyHandler({}))  # an office's proxy knows nothing of this machine's own addresses
    with suppress(OSError, ValueError, HTTPException):  # nothing there, no address, another program
        address = file.read_text("utf-8").strip()
        match _health(direct, address):
            case {"library": library} if library == mark_of(folder):  # not that of another user of this machine
                return address
    return None


def _health(opener: OpenerDirector, address: str) -> object:
    """What a service says of itself, one whose library is still being opened too."""
    try:
        answer = opener.open(f"{address}api/v1/health", timeout=PATIENCE)
    except HTTPError as still_opening:
        answer = still_opening
    with answer:
        return json.load(answer)


def free_port(ports: Iterable[int]) -> socket.socket:
    """A socket that listens on the first free port of this machine; SystemExit where none is free."""
    for port in ports:
        with suppress(OSError):
            return socket.create_server(("127.0.0.1", port))
    raise SystemExit("没有可用的端口。请关闭其他程序后再试，或重新启动电脑。")


def _serve(listener: socket.socket, folder: Path, address: str) -> None:
    from api.app import serve_on

    folder.mkdir(parents=True, exist_ok=True)
    (folder / ADDRESS).write_text(address, "utf-8")
    webbrowser.open(address)  # the socket listens already: the browser waits until the service answers
    serve_on(listener, replace(Settings.from_env(), library=folder))


if __name__ == "__main__":
    main()
