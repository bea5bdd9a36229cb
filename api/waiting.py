"""What a service answers while its library is being opened: how far that is, on the very socket that the service takes over.

A browser that 启动.bat sent there, or that stayed there while the service was started anew, sees a page that looks again by
itself; a program gets a problem detail (503), and a second double click is told which library it is.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from api.guard import HEADERS
from api.opening import PATIENCE, Opening
from api.pages.rendering import opening_page
from api.problems import MEDIA_TYPE, problem
from api.settings import WEB

SHEET = "/static/app.css"
FORM = 2**20
"""Bytes; what a form sends."""
AGAIN = 3
"""Seconds after which a page, or a program, is to look again."""


@contextmanager
def answering(listener: socket.socket, opening: Opening, mark: str) -> Iterator[None]:
    """Answers whoever comes to a socket that listens, as long as the context lasts; not in the first moments, in which most
    libraries are open. `mark` tells the library from others."""
    over = Event()
    thread = Thread(target=_answer, args=(_Server(listener, opening, mark), over), name="waiting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Takes no socket of its own. A thread for each who comes: browsers open connections on which they say nothing yet."""

    timeout = 0.05

    def __init__(self, listener: socket.socket, opening: Opening, mark: str) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket, self.opening, self.mark = listener, opening, mark

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away meanwhile is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Every method and path gets the same answer, but for the sheet of the page."""

    server: _Server

    def do_GET(self) -> None:
        self.rfile.read(min(int(self.headers.get("Content-Length") or 0), FORM))  # to one who still sends, the answer is lost
        path = self.path.partition("?")[0]
        if path == SHEET:
            self._send(200, "text/css; charset=utf-8", (WEB / SHEET.lstrip("/")).read_bytes())
        elif path.startswith("/api/"):
            found = problem(503, self.server.opening.said, path).model_dump() | {"library": self.server.mark}
            self._send(503, MEDIA_TYPE, json.dumps(found, ensure_ascii=False).encode())
        else:
            page = opening_page(self.server.opening.said, again=AGAIN, lost=self.command == "POST")
            self._send(503, "text/html; charset=utf-8", page.encode())

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        told = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store", "Retry-After": str(AGAIN)}
        for name, value in (told | HEADERS).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the console tells how far the library is."""


def _answer(server: _Server, over: Event) -> None:
    over.wait(PATIENCE)
    while not over.is_set():
        server.handle_request()
