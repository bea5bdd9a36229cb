"""Mutated and random files of every format: each gives a Document that keeps the promises, or one clear error, in time.

    python -m tests.benchmarks.fuzz [--files 10000] [--seed 1] [--seconds 20] [--suffix .pdf]

Whole files come from the sample corpus, written in each format. LibreOffice is taken as missing: it is another program.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from ingest import Document, IngestError, parse
from ingest.account import account
from ingest.load import TYPES
from tests.ingest import ofd_pages, pdf_pages, printing

SAMPLES = printing.SAMPLES[:6]
FORMS = ["一、", "（一）", "1.", "（1）", "——", "一是", "二是", "第一，", "专栏1 ", "附件1\n", "第一章 ", "第二条 ", "问：", "答：", "\n", "\n\n", "。", "，",
         "：", "；", "到2027年，", "不少于20个", "达到95%以上", "5:0", "（责任单位：县水利局、县财政局）", "《溪源县节水规划》（溪政发〔2024〕2号）", "2024年3月1日",
         "溪源县人民政府", "各乡镇：", "关于印发《甲方案》的通知\n", "全面推进节水", "\u3000\u3000", " " * 60, "\f", "# ", "目　录\n", "....3\n", "\t", "|", "0", "十", "（", "）", "《",
         "〔", "¥", "\u200b", "⼯", "😀", "\x00", "国 务 院 ", "— 3 —\n", "序号\t任务\t牵头单位\n"]  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """A file that gave neither: its number in the run, its name, and what happened."""

    number: int
    name: str
    what: str


class OutOfTime(BaseException):
    """Not an Exception: no reader may swallow it."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzz")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=20, help="for one file")
    parser.add_argument("--suffix", choices=sorted(TYPES), action="append")
    options, _ = parser.parse_known_args()
    outcomes: Counter[str] = Counter()
    failures: list[Failure] = []
    start = time.perf_counter()
    for name, outcome in run(options.seed, options.files, seconds=options.seconds, suffixes=options.suffix or sorted(TYPES)):
        outcomes[outcome if isinstance(outcome, str) else "failure"] += 1
        if isinstance(outcome, Failure):
            failures.append(outcome)
            print(f"FAILED {name} (number {outcome.number}): {outcome.what}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    counts = "  ".join(f"{outcome} {count:,}" for outcome, count in sorted(outcomes.items()))
    print(f"seed {options.seed}: {counts}   {time.perf_counter() - start:.0f} s, peak memory {peak:,.0f} MB")
    raise SystemExit(1 if failures else 0)


def run(seed: int, count: int, *, seconds: int, suffixes: Sequence[str]) -> Iterator[tuple[str, str | Failure]]:
    """`(name, outcome)` of each file: document, error, or the Failure."""
    chance = random.Random(seed)
    whole = {suffix: _whole(suffix) for suffix in suffixes}
    without_office = mock.patch("ingest.load.office.program", return_value=None)
    with without_office, mock.patch("ingest.load.isolated.SECONDS", seconds):
        for number in range(count):
            suffix = suffixes[number % len(suffixes)]
            data = _made(chance, whole[suffix], whole)
            yield f"{number}{suffix}", _outcome(number, f"{number}{suffix}", data, seconds)


def _outcome(number: int, name: str, data: bytes, seconds: int) -> str | Failure:
    try:
        with _at_most(seconds):
            parsed = parse(data, path=name)
    except IngestError as error:
        if "没有进展" in error.message:
            return Failure(number, name, error.message)
        return "error" if error.message and error.hint else Failure(number, name, "an error without words")
    except OutOfTime:
        return Failure(number, name, f"not done after {seconds} s ({len(data):,} bytes)")
    except Exception:
        return Failure(number, name, traceback.format_exc(limit=-3))
    broken = _broken(parsed)
    return Failure(number, name, broken) if broken else "document"


def _broken(parsed: Document) -> str | None:
    """Which promise a Document does not keep."""
    if account(parsed).coverage != 1:
        return f"coverage {account(parsed).coverage}"
    eids = [clause.eid for clause in parsed.clauses]
    if len(set(eids)) != len(eids):
        return "two clauses of one eid"
    noted = {*(t.clause for t in parsed.targets), *(d.clause for d in parsed.duties), *(c.clause for c in parsed.citations)}
    if not noted <= set(eids):
        return "an annotation of no clause"
    return None


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Seconds of this process, not of the clock: other programs on the machine must not make a file look slow."""

    def stop(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# Whole files


def _whole(suffix: str) -> list[bytes]:
    """Files of a format as they should be; of one that has no writer here, those of Word and text."""
    writers: dict[str, Callable[[Document], bytes]] = {
        ".docx": _docx,
        ".docm": _docx,
        ".pdf": lambda document: pdf_pages.written(printing.sheets(document)),
        ".ofd": lambda document: ofd_pages.written(printing.sheets(document)),
        ".html": _html,
        ".htm": _html,
    }
    samples = [printing.sample(name) for name in SAMPLES]
    if suffix in writers:
        return [writers[suffix](sample) for sample in samples]
    if suffix in (".doc", ".wps", ".rtf"):
        return [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"{\\rtf1\\ansi \\u20170?}", _docx(samples[0])]
    if suffix == ".zip":
        return [_zip({"a.txt": samples[0].text.encode(), "b/c.docx": _docx(samples[1])})]
    return [sample.text.encode(encoding) for sample in samples for encoding in ("utf-8", "gb18030", "utf-16")]


def _docx(document: Document) -> bytes:
    import docx

    made = docx.Document()
    for block in printing.blocks(document):
        if block.kind == "table":
            table = made.add_table(0, max(len(row) for row in block.rows))
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
        else:
            made.add_paragraph(block.text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _html(document: Document) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in document.text.split("\n"))
    return f"<html><head><meta charset=utf-8><title>x</title></head><body><div>{body}</div></body></html>".encode()


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


# Mutations


def _made(chance: random.Random, whole: list[bytes], every: dict[str, list[bytes]]) -> bytes:
    """One file: a whole one changed, one of another format, forms thrown together, or noise."""
    kind = chance.random()
    if kind < 0.65:
        return _changed(chance, chance.choice(whole))
    if kind < 0.72:
        return _changed(chance, chance.choice(every[chance.choice(sorted(every))]))
    if kind < 0.95:
        return _thrown_together(chance).encode(chance.choice(("utf-8", "gb18030", "utf-16")), "replace")
    return chance.randbytes(chance.randrange(4000))


def _changed(chance: random.Random, data: bytes) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _repacked(chance, data)
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        data = _edited(chance, data)
    return data


def _repacked(chance: random.Random, data: bytes) -> bytes:
    """A package with one of its parts changed inside: what its checksums would hide."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    for _ in range(chance.choice((1, 3, 10))):
        parts[name] = _edited(chance, parts[name])
    if chance.random() < 0.1:
        del parts[name]
    return _zip(parts)


def _edited(chance: random.Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data) + 1), min(chance.choice((1, 1, 4, 40, 400)), len(data))
    match chance.randrange(6):
        case 0:
            return data[:at] + chance.randbytes(size) + data[at + size :]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + data[at : at + size] * chance.choice((2, 3, 30)) + data[at + size :]
        case 3:
            return data[:at]
        case 4:
            return data[:at] + chance.choice(FORMS).encode() * chance.choice((1, 2, 50)) + data[at:]
        case _:
            return data[:at] + bytes([chance.choice(b"<>&\"'/=0123456789[](){}\n\x00\xff")]) + data[at + 1 :]


def _thrown_together(chance: random.Random) -> str:
    """Forms of plans in any order, some of them many times over."""
    few = chance.sample(FORMS, chance.randrange(1, len(FORMS)))
    text = "".join(chance.choice(few) for _ in range(chance.choice((3, 30, 300, 1500))))
    if chance.random() < 0.15:
        text += chance.choice(FORMS) * chance.choice((500, 5000, 40_000))
    return text


if __name__ == "__main__":
    main()
