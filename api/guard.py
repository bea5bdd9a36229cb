"""What stands before every route: the name asked for, limits of size, same-origin writes, safety headers, and the counters of
`/metrics`."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from threading import Lock

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ProblemError, answered

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram, in seconds."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""Sent with every answer."""

_HOST = re.compile(r"(?P<name>\[[\da-f:.]+\]|[^:\[\]]*)(?::\d*)?", re.I)
_NEAR = re.compile(r"\[.*\]|[\d.]+|[^.]*", re.S)
"""An address, or a name without a dot (localhost, a machine of the local network): no page of another site has such a name, so
none can make a browser take its own address for that of this service (DNS rebinding)."""
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_UNNAMED = "请用 IP 地址或本机名访问；要用这个域名，请在启动时写明：serve --name 域名，或设环境变量 POLICYKB_NAMES。"


class Metrics:
    """Requests and their latency by method, route and status, in the Prometheus text format. Safe in threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Records one request."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats as well
            for bound in BUCKETS:
                self._buckets[route, bound] += seconds <= bound

    def text(self) -> str:
        """Everything recorded so far (text format 0.0.4)."""
        with self._lock:
            return "\n".join([*self._request_lines(), *self._latency_lines(), ""])

    def _request_lines(self) -> list[str]:
        rows = [
            f'policykb_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(self._requests.items())
        ]
        return ["# HELP policykb_requests_total Requests answered.", "# TYPE policykb_requests_total counter", *rows]

    def _latency_lines(self) -> list[str]:
        name = "policykb_request_seconds"
        lines = [f"# HELP {name} Time to answer a request.", f"# TYPE {name} histogram"]
        for route, seconds in sorted(self._seconds.items()):
            total = sum(n for (_, of, _), n in self._requests.items() if of == route)
            lines += [f'{name}_bucket{{route="{route}",le="{b:g}"}} {self._buckets[route, b]}' for b in BUCKETS]
            lines += [f'{name}_bucket{{route="{route}",le="+Inf"}} {total}']
            lines += [f'{name}_sum{{route="{route}"}} {seconds:.6f}', f'{name}_count{{route="{route}"}} {total}']
        return lines


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_request: int, names: Iterable[str]) -> None:
        self.app, self.metrics, self.max_request = app, metrics, max_request
        self.names = frozenset(map(str.lower, names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["method"] == "HEAD":  # RFC 9110, 9.3.2: as for GET; the server itself leaves the content out
            scope = {**scope, "method": "GET"}
        status, started = [500], time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                told = MutableHeaders(scope=message)
                told.update(HEADERS)
                told.setdefault("Cache-Control", "no-cache")  # after an upgrade, scripts of before would run in pages of after
            await send(message)

        try:
            await self._checked(scope, receive, sending)
        finally:
            self.metrics.count(scope["method"], _route(scope), status[0], time.perf_counter() - started)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, unless it is for another site or from one, or too large by its own account or in fact."""
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_request:
                raise self._too_large()
            return message

        try:
            self._refuse(scope["method"], Headers(scope=scope))
            await self.app(scope, counting, send)
        except ProblemError as error:
            await answered(Request(scope), error)(scope, receive, send)

    def _refuse(self, method: str, headers: Headers) -> None:
        if not self._is_ours(host := headers.get("host", "localhost")):
            raise ProblemError(421, f"本服务不能用“{host}”这个名称访问。", _UNNAMED)
        if int(headers.get("content-length") or 0) > self.max_request:
            raise self._too_large()
        origin = headers.get("origin")  # scheme and host, or null
        if method not in _SAFE_METHODS and origin and origin.partition("://")[2] != headers.get("host"):
            raise ProblemError(403, "这个写入请求来自另一个网站，已拒绝。", "请从本服务的页面操作，或用命令行与接口。")

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and bool(_NEAR.fullmatch(found["name"]) or found["name"].lower() in self.names)

    def _too_large(self) -> ProblemError:
        return ProblemError(413, f"一次上传超过 {self.max_request // 2**20} MB。", "请分几次上传。")


def _route(scope: Scope) -> str:
    """The route's pattern, never the path as typed: the number of series stays small."""
    return getattr(scope.get("route"), "path", None) or "unmatched"
