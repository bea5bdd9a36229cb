"""The service over a library: seconds until it answers, several clients at once, the pages and how large they are."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from tests.benchmarks import asking
from tests.benchmarks.cold import COMMAND, environment

CLIENTS = 4
WAIT = 120
"""Seconds that the service may take to come up."""

PAGES = ("/", "/documents", "/units", "/targets", "/duties", "/coverage", "/documents?offset=40", "/api/v1/documents")


def measure(folder: Path) -> None:
    """Prints it all for a library with questions (`asking.ASKED`)."""
    questions: list[str] = json.loads((folder / asking.ASKED).read_text())
    start = time.perf_counter()
    with _service(folder) as base:
        print(f"{'service up':44} {(time.perf_counter() - start) * 1000:8.0f} ms")
        urls = [f"{base}/api/v1/search?q={quote(question)}" for question in questions]
        print(f"{'its first answer':44} {asking.milliseconds(_size, urls[:1])[0]:8.0f} ms")
        with ThreadPoolExecutor(CLIENTS) as clients:
            times = list(clients.map(lambda at: asking.milliseconds(_size, urls[at::CLIENTS]), range(CLIENTS)))
        for n, one in enumerate(times, 1):
            print(f"{f'{CLIENTS} clients at once, {n}':44} {asking.shown(one, core=False)}")
        for page in PAGES:
            took, again = (asking.milliseconds(_size, [base + page])[0] for _ in range(2))
            print(f"{page:44} {took:8.0f} ms, again {again:.0f} ms, {_size(base + page) / 1000:.0f} kB")


def _size(url: str) -> int:
    """Bytes of an answer."""
    with urlopen(url, timeout=WAIT) as answer:
        return len(answer.read())


@contextmanager
def _service(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environment(folder), stdout=subprocess.DEVNULL, stderr=sys.stderr
    )
    try:
        yield _when_up(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()


def _when_up(base: str) -> str:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            _size(f"{base}/static/app.css")
        except (URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return base
    raise SystemExit("the service did not come up")
