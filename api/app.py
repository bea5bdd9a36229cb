"""The web service: `create_app(folder)` gives a FastAPI application with REST, pages and their files."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles

from api import problems
from api.guard import Guard, Metrics
from api.opening import Opening, told
from api.pages import checks as check_pages
from api.pages import corrections, pair_upload, rendering, saved
from api.pages import lists as list_pages
from api.pages import main as pages
from api.readying import Readying
from api.rest import checking, desk, routes, tables
from api.settings import WEB, Settings, mark_of
from api.waiting import answering
from search.library import Library
from search.model import LibraryError

DESCRIPTION = """Search and check government plan documents. Every answer is quoted text with its place in a named document.

Ids: `clause_id` is `<document_id>#<eid>`; in a path, send `#` as `%23`. Every error is an RFC 9457 problem detail
(`application/problem+json`) with Chinese title, detail and hint."""

ROUTERS = (
    checking.router, routes.router, desk.router, tables.router, corrections.router, saved.router,
    corrections.pages, pages.router, list_pages.router, check_pages.router, pair_upload.router,
)  # fmt: skip
"""In the order in which paths are tried."""


def create_app(library_folder: Path, *, settings: Settings | None = None) -> FastAPI:
    """The service over one library folder, opened (made, if new) when the application starts and closed when it ends.

    `settings` give the engine, the names and the limits; their library folder is not looked at.
    """
    chosen = settings or Settings()
    return _app_over(lambda: _at_work(library_folder, chosen.engine), chosen)


def serve(settings: Settings) -> None:
    """Runs the service until it is interrupted, and says first where it is to be seen; LibraryError for a taken port."""
    with _listening(settings.host, settings.port) as listener:
        print(f"政策文件知识库：{_addresses(settings)}  （按 Ctrl+C 停止）", flush=True)
        serve_on(listener, settings)


def serve_on(listener: socket.socket, settings: Settings) -> None:
    """Runs the service on a socket that listens already, until it is interrupted; LibraryError or OSError for a library that
    cannot be opened."""
    import uvicorn

    opening = Opening()
    with ExitStack() as stack:  # not within the application: uvicorn would show a traceback and no message
        with told(opening), answering(listener, opening, mark_of(settings.library)):
            found = Library.open(settings.library, engine=settings.engine, progress=opening.progress)
            library = stack.enter_context(found)
            opening.opened()
            stack.enter_context(readying := Readying(library))
            readying.answers.wait()
        app = _app_over(lambda: nullcontext(library), settings)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


@contextmanager
def _at_work(folder: Path, engine: str) -> Iterator[Library]:
    """A library that is made ready for questions meanwhile."""
    with Library.open(folder, engine=engine) as library, Readying(library):
        yield library


def _app_over(opened: Callable[[], AbstractContextManager[Library]], settings: Settings) -> FastAPI:
    """The service over what `opened` opens each time that the application starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        rendering.prepare()
        with opened() as library:
            app.state.library = library
            yield

    app = FastAPI(
        title="policykb", version="1", description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.settings, app.state.metrics = settings, Metrics()
    names = (settings.host, *settings.names)
    app.add_middleware(Guard, metrics=app.state.metrics, max_request=settings.max_request, names=names)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    problems.install(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        hint = f"这个端口多半已被占用，请换一个，如 --port {port % 65535 + 1}；--host 要是本机的地址，如 127.0.0.1、0.0.0.0。"
        raise LibraryError(f"不能在 {host}:{port} 上提供服务。", hint) from error


def _addresses(settings: Settings) -> str:
    """Where the service is to be seen; no browser opens 0.0.0.0, which stands for all addresses of this machine."""
    if settings.host != "0.0.0.0":
        return f"http://{settings.host}:{settings.port}/"
    names = (*settings.names, socket.gethostname())
    return f"http://127.0.0.1:{settings.port}/，其他电脑用 http://{names[0]}:{settings.port}/ 或本机的 IP 地址"


def _openapi(app: FastAPI) -> dict[str, Any]:
    """FastAPI's description with every error response told as what it is, a problem detail."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _describe_errors(operation["responses"])
        for unused in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(unused, None)
        app.openapi_schema = schema
    return app.openapi_schema


def _describe_errors(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if status.startswith(("4", "5")):
            response["content"] = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
