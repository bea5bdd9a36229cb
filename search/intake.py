"""Files on their way in: folders are gone through, bytes that are held already are not parsed again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.model import Added
from search.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to take in. `name` is what it is called in the library: its path below the folder that was given."""

    path: Path
    name: str


def candidates(paths: Iterable[Path]) -> list[Candidate]:
    """The files given, and those of the folders given with all below them, by name; hidden and lock files are left out."""
    return [found for path in paths for found in _under(path)]


def take(store: Store, file: Candidate) -> Added:
    """Parses one file into the store; a file that can't be taken in is `failed` with a message in Chinese, and adds nothing."""
    from ingest.issues import IngestError
    from ingest.parse import PARSER, parse

    try:
        data = file.path.read_bytes()
        if held := store.held(hashlib.sha256(data).hexdigest(), parser=PARSER):
            return Added(file.name, "unchanged", held, issues=store.card(held).issues)
        return store.put(parse(data, path=file.name), data, origin=file.path)
    except IngestError as error:
        return Added(file.name, "failed", message=f"{error.message}{error.hint}")
    except OSError as error:
        return Added(file.name, "failed", message=f"{file.path}：无法读取（{error.strerror or error}）。请检查路径和权限。")
    except Exception as error:  # a fault of the program in one file must not lose the others of a batch
        log.exception("%s", file.path)
        return Added(file.name, "failed", message=f"{file.path}：解析时程序出错（{error!r}）。请将此文件反馈给维护人员。")


def _under(path: Path) -> Iterator[Candidate]:
    if not path.is_dir():
        yield Candidate(path, path.name)
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not any(part.startswith((".", "~$")) for part in inside.parts):
            yield Candidate(file, inside.as_posix())
