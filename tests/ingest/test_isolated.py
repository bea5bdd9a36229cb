"""A reader in a process of its own: a page that takes too long and a crash are one clear error, and the next file is read."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from ingest import IngestError
from ingest.load import isolated, pdf
from tests.ingest.pdf_pages import written
from tests.ingest.printing import Sheet

FILE = written([Sheet([(100, 100, "溪源县节水方案")]), Sheet([(100, 100, "坚持节水优先。")])])


def test_it_reads_as_in_this_process() -> None:
    assert isolated.read("pdf", FILE, "方案.pdf") == pdf.read(FILE, "方案.pdf")


def test_what_the_reader_refuses_is_refused_in_its_words() -> None:
    with pytest.raises(IngestError, match=r"坏\.pdf：PDF 已损坏") as error:
        isolated.read("pdf", b"%PDF-1.7", "坏.pdf")
    assert error.value.hint


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "SECONDS", 0.0)
    with pytest.raises(IngestError, match="第1页时 0 秒没有进展") as error:
        isolated.read("pdf", FILE, "慢.pdf")
    assert "阅读器" in error.value.hint
    monkeypatch.undo()
    assert isolated.read("pdf", FILE, "方案.pdf").text


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_crash_is_an_error_of_the_file() -> None:
    isolated.read("pdf", FILE, "方案.pdf")
    worker = isolated._running()
    os.kill(worker._process.pid, signal.SIGSTOP)  # so that it is there when it is asked, and does not answer
    os.kill(worker._process.pid, signal.SIGKILL)
    with pytest.raises(IngestError, match="读取程序中止"):
        worker.read(("pdf", FILE, "断.pdf"))
    assert isolated.read("pdf", FILE, "方案.pdf").text


def test_a_worker_that_ended_leaves_no_pipe_open() -> None:
    isolated.read("pdf", FILE, "方案.pdf")
    worker = isolated._running()
    worker._process.kill()  # between two files
    worker._process.wait()
    assert isolated.read("pdf", FILE, "方案.pdf").text
    pipes = worker._process.stdin, worker._process.stdout
    assert all(pipe and pipe.closed for pipe in pipes)
    worker.end()


def test_a_fault_of_the_program_is_no_error_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="ModuleNotFoundError"):
        isolated.read("no_such_reader", FILE, "方案.pdf")
