"""Errors as people and programs get them: RFC 9457 problem details, one shape, titles and details in Chinese."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api import words
from api.pages.rendering import error_page
from api.schemas.answers import Problem
from ingest.issues import IngestError
from search.faults import of_os
from search.model import LibraryError, NotFound

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: ("bad-request", "请求有误"),
    403: ("forbidden", "不允许的请求"),
    404: ("not-found", "没有找到"),
    405: ("method-not-allowed", "这个地址不能这样打开"),
    413: ("too-large", "内容过大"),
    421: ("misdirected", "访问所用的名称不对"),
    422: ("invalid", "参数或内容不合要求"),
    500: ("internal", "服务内部出错"),
    503: ("opening", "正在打开文件库"),
}
"""Status -> (last part of the problem's type, title)."""

_HINTS = {
    400: "一次最多上传 1000 个文件；更多的请分几次，或打成压缩包。",
    404: "请核对地址；接口一览见 /api。",
    405: "接口一览见 /api。",
    500: "请稍后重试；仍不成功时请把服务日志交给管理员。",
    503: "请稍后重试。",
}
_VALUE_ERRORS = {
    "missing": "缺少这一项",
    "int_parsing": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_short": "不能为空",
    "string_too_long": "不能超过 {max_length} 个字",
    "literal_error": "应为 {expected} 之一",
    "json_invalid": "不是有效的 JSON",
    "model_attributes_type": "应为 JSON 对象",
    "string_type": "应为文字",
}
_PARAMETERS = words.FIELDS | {"q": "检索词", "who": "姓名", "why": "理由", "name": "名称", "indicator": "指标名称"}
"""What a page calls what it asks for."""
_log = logging.getLogger(__name__)


class ProblemError(Exception):
    """An error found by this package itself, to be shown as a problem detail."""

    def __init__(self, status: int, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.hint = status, detail, hint


def problem(status: int, detail: str, instance: str, hint: str = "") -> Problem:
    """A problem detail; a status without a title of its own takes that of its class (4xx: 400, 5xx: 500)."""
    kind, title = TITLES.get(status) or TITLES[400 if status < 500 else 500]
    return Problem(
        type=f"urn:policykb:problem:{kind}",
        title=title,
        status=status,
        detail=detail,
        instance=instance,
        hint=hint or _HINTS.get(status, ""),
    )


def of_exception(error: Exception, instance: str) -> Problem:
    """The problem that an exception means; what is not known here is an internal error and tells nothing of the inside."""
    match error:
        case ProblemError():
            return problem(error.status, error.detail, instance, error.hint)
        case NotFound():
            return problem(404, error.message, instance, error.hint)
        case LibraryError() | IngestError():
            return problem(422, error.message, instance, error.hint)
        case RequestValidationError():
            return problem(422, _wrong_values(error), instance, "请按接口说明改正后重试；接口一览见 /api。")
        case HTTPException(__cause__=ProblemError() as cause):  # raised while the body was read
            return of_exception(cause, instance)
        case HTTPException():
            return problem(error.status_code, _http_detail(error, instance), instance)
        case OSError():
            said, hint = of_os(error)
            return problem(500, f"{said}。", instance, hint)
        case _:
            return problem(500, "处理这个请求时发生了未预料的错误。", instance)


def install(app: FastAPI) -> None:
    """Lets `app` answer every error as a problem."""
    for kind in (ProblemError, LibraryError, IngestError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answered)


def answered(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in an error: a problem as JSON below /api/, as a page elsewhere."""
    found = of_exception(error, request.url.path)
    if found.status >= 500:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    of_rest = request.url.path.startswith("/api/")
    made = JSONResponse(found.model_dump(), found.status, media_type=MEDIA_TYPE) if of_rest else error_page(request, found)
    made.headers.update(getattr(error, "headers", None) or {})
    return made


def _http_detail(error: HTTPException, instance: str) -> str:
    known = {
        404: f"没有这个地址：{instance}",
        405: "这个地址不支持所用的请求方法，可能是提交后的页面被收藏或重新打开。",
        400: "请求的内容无法读取。",
    }
    return known.get(error.status_code, str(error.detail))


def _wrong_values(error: RequestValidationError) -> str:
    return "；".join(_wrong_value(row) for row in error.errors()) + "。"


def _wrong_value(row: Mapping[str, Any]) -> str:
    names = [str(part) for part in row["loc"] if part not in ("query", "path", "body")]
    text = _VALUE_ERRORS.get(row["type"], "取值无效").format_map(row.get("ctx") or {})
    said, where = _PARAMETERS.get(next(iter(names), ""), ""), ".".join(names)
    return f"{f'{said}（{where}）' if said else where or '请求内容'}：{text}"
