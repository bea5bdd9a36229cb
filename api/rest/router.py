"""What the routers of REST share: where they stand, how their errors are described, and a file as a download."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from api.schemas.answers import Problem

Responses = dict[int | str, dict[str, Any]]

FAULT: Responses = {500: {"model": Problem, "description": "Internal error"}}
NOT_FOUND: Responses = {404: {"model": Problem, "description": "No such thing in this library"}}
TOO_LARGE: Responses = {413: {"model": Problem, "description": "The upload is over the limit"}}

MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".jsonl": "application/x-ndjson; charset=utf-8",
    ".zip": "application/zip",
}
"""Suffix of a file that this service makes -> media type."""


def rest_router() -> APIRouter:
    """A router of routes under /api/v1."""
    return APIRouter(prefix="/api/v1", responses=FAULT)


def download(content: bytes, name: str) -> Response:
    """A file that this service made; its suffix is one of `MEDIA`."""
    return Response(content, media_type=MEDIA[PurePath(name).suffix], headers=attachment(name))


def attachment(name: str) -> dict[str, str]:
    """The header that lets a browser save a file under a Chinese name (RFC 6266, RFC 5987); an ASCII name for the rest."""
    suffix = PurePath(name).suffix
    plain = f"policykb{suffix if re.fullmatch(r'[.][A-Za-z0-9]+', suffix) else ''}"
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
