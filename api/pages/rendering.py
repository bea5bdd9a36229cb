"""Templates of `web/templates` filled in, the links that they draw, and a problem as a page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from api import words
from api.pages import reader
from api.params import library_of
from api.schemas.answers import Problem, reader_path
from api.settings import WEB
from search.model import Filters

_PAGE_HINTS = {
    404: "它可能已被移除，或者地址不完整。",
    421: "请改用管理员给出的网址；要用这个名称，请管理员在启动本服务时写明。",
    422: "请返回上一页，重新选择或填写。",
}

_SAY_SO = ("start.html", "documents.html", "error.html")
"""Pages that speak of an empty library themselves, or of none."""

_templates = Jinja2Templates(WEB / "templates")


def prepare() -> None:
    """Reads every template, so that nobody waits for it on the first page."""
    for name in _templates.env.list_templates(extensions=["html"]):
        _templates.env.get_template(name)


def error_page(request: Request, found: Problem) -> Response:
    """A problem as a page; a hint that names a command or an address of the interface gives way to what one can do here."""
    here = _PAGE_HINTS.get(found.status, "") if re.search("[A-Za-z]", found.hint) else found.hint
    told = found.model_copy(update={"hint": here})
    return render(request, "error.html", status=found.status, problem=told)


def opening_page(said: str, *, again: int, lost: bool) -> str:
    """The page of a service whose library is being opened, which looks again after so many seconds; `lost`: what was sent there
    is not kept, and to look again would not help."""
    return _templates.env.get_template("opening.html").render(said=said, again=again, lost=lost)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A template of `web/templates` filled in; `bare`: the library holds nothing yet, and the page does not say so itself;
    `read_only`: it can't be changed."""
    library = library_of(request)
    context |= {"bare": template not in _SAY_SO and not library.documents(), "read_only": library.read_only}
    return _templates.TemplateResponse(request, template, context, status_code=status)


def link(path: str, **params: Any) -> str:
    """A path with its query; empty values are left out, lists repeat their name."""
    kept = {name: value for name, value in params.items() if value not in (None, "", (), [], 0)}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def chosen(filters: Filters) -> dict[str, Any]:
    """The filters as parameters of a link."""
    held = {name: getattr(filters, name) for name in words.FIELDS}
    return held | {"has_target": {True: "true", False: "false", None: ""}[filters.has_target]}


def _toggled(filters: Filters, name: str, value: str) -> dict[str, Any]:
    """The parameters with one value of one filter put in, or taken out where it is in."""
    held = chosen(filters)
    if name == "has_target":
        return held | {name: "" if held[name] == value else value}
    now = [str(one) for one in held[name]]
    return held | {name: [one for one in now if one != value] if value in now else [*now, value]}


def facet_word(name: str, value: str) -> str:
    """A value of a filter as one reads it."""
    words_of = {
        "level": words.LEVELS,
        "region": {"中国": "全国"},
        "has_target": {"true": "含指标", "false": "不含指标", "True": "含指标", "False": "不含指标"},
    }
    return words.say(words_of.get(name, {}), value)


_templates.env.globals.update(
    link=link, chosen=chosen, toggled=_toggled, facet_word=facet_word, words=words, say=words.say, reader_path=reader_path,
    segments=reader.segments, quote=lambda text: quote(text, safe=""),
)  # fmt: skip
