"""对照 of files that are not in the library yet: both are added, then the page of the pair opens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.intake import ingest_uploads
from api.pages.checks import SAME, SIDES, align_page
from api.pages.rendering import link
from api.params import Lib
from search.library import Library
from search.model import Added

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.post("/align/files")
def align_files(
    request: Request,
    library: Lib,
    lower_file: UploadFile | None = None,
    upper_file: UploadFile | None = None,
    lower: Annotated[str, Form()] = "",
    upper: Annotated[str, Form()] = "",
) -> Response:
    """Adds the files of the sides that are not chosen yet and opens their alignment; the form again, with the reasons, where a
    file could not be kept. What could be kept stays in the library and stays chosen."""
    chosen, wrong = {"lower": lower, "upper": upper}, []
    for side, file in (("lower", lower_file), ("upper", upper_file)):
        if chosen[side]:
            continue
        chosen[side], reason = _held(library, file, request.app.state.settings.max_file)
        wrong += [f"{SIDES[side]}：{reason}"] if reason else []
    if not wrong and chosen["lower"] == chosen["upper"]:
        wrong, chosen["upper"] = [SAME], ""
    if wrong:
        return align_page(request, library, lower=chosen["lower"], upper=chosen["upper"], status=422, wrong=wrong)
    return RedirectResponse(link("/align", **chosen), 303)


def _held(library: Library, file: UploadFile | None, max_file: int) -> tuple[str, str]:
    """The id of the one document that a file holds, or '' and why there is none."""
    if file is None or not file.filename:
        return "", "没有选择文件。"
    made = ingest_uploads(library, [file], max_file=max_file)
    kept = [one.document_id for one in made if one.document_id]
    if len(kept) == 1:
        return kept[0], ""
    return "", f"压缩包里有 {len(kept)} 份文件，都已收录，请在上面的列表里选一份。" if kept else _reason(made)


def _reason(made: list[Added]) -> str:
    return "".join(one.message or "" for one in made[:1]) or "里面没有可以收录的文件。"
