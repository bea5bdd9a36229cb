"""The web service: `create_app(folder)` gives a FastAPI application with REST, pages and their files."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles

from api import (
    check_pages,
    checking,
    corrections,
    desk,
    list_pages,
    pages,
    pair_upload,
    problems,
    rendering,
    routes,
    saved,
    tables,
)
from api.guard import Guard, Metrics
from api.readying import Readying
from api.settings import WEB, Settings
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

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        rendering.prepare()
        with Library.open(library_folder, engine=chosen.engine) as library, Readying(library):
            app.state.library = library
            yield

    app = FastAPI(
        title="policykb", version="1", description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.settings, app.state.metrics = chosen, Metrics()
    app.add_middleware(Guard, metrics=app.state.metrics, max_request=chosen.max_request, names=(chosen.host, *chosen.names))
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    problems.install(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def serve(settings: Settings) -> None:
    """Runs the service until it is interrupted, and says first where it is to be seen; LibraryError for a taken port."""
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise LibraryError(
            f"不能在 {settings.host}:{settings.port} 上提供服务。",
            f"这个端口多半已被占用，请换一个，如 --port {settings.port % 65535 + 1}。",
        ) from error
    print(f"政策文件知识库：http://{settings.host}:{settings.port}/  （按 Ctrl+C 停止）", flush=True)
    serve_on(listener, settings)


def serve_on(listener: socket.socket, settings: Settings) -> None:
    """Runs the service on a socket that listens already, until it is interrupted."""
    import uvicorn

    app = create_app(settings.library, settings=settings)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


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
