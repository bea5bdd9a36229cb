"""The whole pipeline: nothing lost, spans inside, ids right, any bytes a Document or one clear error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import Document, IngestError, parse
from ingest.account import account
from ingest.model import Citation, Duty, Target
from tests.golden import DOCUMENTS, golden_path, rendered

REAL = Path(__file__).parents[2].parent / "shared" / "documents"
PIECES = ["一、", "（一）", "1.", "（1）", "——", "一是", "二是", "专栏1", "附件", "第一章　", "第二条　", "问：", "答：", "\n", "。", "，", "：", "到2027年，",
          "不少于20个", "（责任单位：县水利局）", "《溪源县节水规划》", "溪政发〔2024〕2号", "2024年3月1日", "溪源县人民政府", "各乡镇：", "关于印发", "的通知", "全面推进节水",
          "\u3000\u3000", "\f", "# ", "目　录", "....3"]  # fmt: skip


def holds(parsed: Document) -> None:
    """The promises every Document keeps."""
    own = sorted([clause.own for clause in parsed.clauses] + [element.span for element in parsed.elements])
    at = 0
    for span in own:
        assert span.start == at, "own texts and elements partition the text"
        at = span.end
    assert at == len(parsed.text)
    assert account(parsed).coverage == 1, "each character of the source is in one clause, element or named discard"
    by_eid = {clause.eid: clause for clause in parsed.clauses}
    assert len(by_eid) == len(parsed.clauses), "eids are unique"
    for clause in parsed.clauses:
        assert clause.span.holds(clause.own) and clause.own.holds(clause.head)
        if clause.parent:
            assert by_eid[clause.parent].span.holds(clause.span)
    whole = len(parsed.text)
    notes: list[Target | Duty | Citation] = [*parsed.targets, *parsed.duties, *parsed.citations]
    for note in notes:
        assert note.clause in by_eid
        assert note.span.end <= whole
        assert parsed.offsets.span(note.span).start >= 0
    assert all(target.indicator and target.op for target in parsed.targets)


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇人民政府，" * 2000 + "要抓好落实。",
        "责任单位：" + "县财政局以及" * 2000 + "县水利局",
        "（" * 2000 + "县财政局负责" + "）" * 2000,
        "《" * 2000 + "节水办法" + "》" * 2000,
        "【2031   " * 2000,
        "A" * 20_000,
        "至少每村每个每县" * 2000,
        "目　录\n" * 8000,
    ],
    ids=lambda text: text[:8],
)
def test_what_is_repeated_without_end_is_a_document(text: str) -> None:
    holds(parse(f"溪源县节水方案\n\n一、总体要求\n{text}\n二、保障措施\n加强领导。\n".encode(), path="方案.txt"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden_trees(name: str) -> None:
    """A change here is looked at, then written with `make golden`."""
    assert rendered(name) == golden_path(name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sample_corpus_keeps_the_promises(name: str) -> None:
    data = (Path("corpus/documents") / name).read_bytes()
    parsed = parse(data, path=name)
    holds(parsed)
    assert Document.from_dict(json.loads(json.dumps(parsed.to_dict()))) == parsed
    assert parse(data, path=name) == parsed


@pytest.mark.skipif(not REAL.exists(), reason="the shared evaluation documents are not on this machine")
def test_real_documents_keep_the_promises() -> None:
    for path in sorted(REAL.glob("*.txt")):
        holds(parse(path.read_bytes(), path=path.name))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_forms_keeps_the_promises(text: str) -> None:
    try:
        parsed = parse(text.encode(), path="任意.txt")
    except IngestError:
        assert not any(c.isalnum() for c in text)
    else:
        holds(parsed)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_give_a_document_or_one_error(data: bytes) -> None:
    try:
        holds(parse(data, path="任意.txt"))
    except IngestError as error:
        assert error.message and error.hint
