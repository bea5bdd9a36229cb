"""The analyzer: terms, positions, offsets; and both segmenters held to the same tokens."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.segment import FILLER, Segmenter, analyze, cut, fold, grams, laid, read_ahead, segmenter_name
from ingest.traditional import SIMPLIFIED

ROOT = Path(__file__).parents[2]
POLICY = st.text(alphabet="县级财政局培训１２3年.%，,、 \n5gG①㎡Ａ规划𠀀é〇-", max_size=40)


def texts(text: str) -> set[str]:
    return {token.text for token in analyze(text)}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("到2025年", {"2025"}),
        ("达到98.5%以上", {"98.5%", "98.5"}),
        ("增速7‰", {"7‰", "7"}),
        ("1,075万吨", {"1075"}),
        ("5G基站", {"5g", "基站"}),
        ("PM2.5浓度", {"pm2.5"}),
        ("１２个Ａ级", {"12", "a"}),
        ("完成2项", {"2"}),
        ("高技能人才", {"高技", "技能", "高技能", "能人", "人才"}),
        ("RCEP规则", {"rcep"}),
    ],
)
def test_terms(text: str, held: set[str]) -> None:
    assert held <= texts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("高技能人才", [("高技", 1), ("技能", 2), ("能人", 3), ("人才", 4)]),
        ("完成2项任务", [("完成", 1), ("2", 3), ("项任", 5), ("任务", 6)]),
        ("达98.5%以上", [("达", 0), ("98.5%", 2), ("以上", 4)]),
        ("培训、就业", [("培训", 1), ("就业", 5)]),
        ("县", [("县", 0)]),
        ("、。", []),
        ("", []),
    ],
)
def test_grams_pin_down_every_character(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(token.text, token.position) for token in grams(text)] == expected


@given(POLICY)
def test_offsets_are_characters_of_the_text(text: str) -> None:
    for token in analyze(text):
        assert 0 <= token.start < token.end <= len(text)
    positions = [token.position for token in analyze(text)]
    assert positions == sorted(positions)


@given(POLICY)
def test_grams_are_terms_of_the_index(text: str) -> None:
    """Whatever a phrase is searched by stands in the index at the same position."""
    indexed = {(token.text, token.position, token.start, token.end) for token in analyze(text)}
    assert {tuple(token) for token in grams(text)} <= indexed


@given(st.text(alphabet="县级财政培训规划人才", min_size=2, max_size=12), POLICY, POLICY)
def test_a_run_is_found_in_any_context(run: str, before: str, after: str) -> None:
    """A phrase of two characters and more is found however its context is cut into words."""
    text = f"{before}{run}{after}"
    found = {(token.text, token.position) for token in analyze(text)}
    wanted = grams(run)
    first = [position - wanted[0].position for term, position in found if term == wanted[0].text]
    assert any(all((w.text, start + w.position) in found for w in wanted) for start in first)


@given(POLICY | st.text(max_size=30))
def test_an_index_that_counts_for_itself_holds_the_same_terms_at_the_same_positions(text: str) -> None:
    row, rest = (terms.split() for terms in laid(text))
    terms = [(token.text, token.position) for token in analyze(text)]
    assert Counter(row) + Counter(rest) - Counter({FILLER: len(row) + len(rest)}) == Counter(term for term, _ in terms)
    assert {(term, n) for n, term in enumerate(row) if term != FILLER} <= set(terms)


@given(st.lists(POLICY | st.text(max_size=12), max_size=5))
def test_lines_read_ahead_are_read_as_each_by_itself(lines: list[str]) -> None:
    alone = [(cut(line), laid(line)) for line in lines]
    read_ahead(lines)
    assert [(cut(line), laid(line)) for line in lines] == alone
    read_ahead([])


@given(POLICY | st.text(max_size=30))
def test_a_text_is_folded_character_by_character(text: str) -> None:
    plain = "".join(unicodedata.normalize("NFKC", character).lower() for character in text.translate(SIMPLIFIED))
    assert fold(text) == plain


def test_traditional_characters_are_those_of_the_index_wherever_they_stand() -> None:
    assert analyze("《溪源縣誌》养老服務") == analyze("《溪源县志》养老服务")


@given(st.text(max_size=30))
def test_any_text_can_be_analyzed(text: str) -> None:
    assert all(token.text for token in analyze(text))


USER_WORDS = ("河口县数字工会", "产改办", "技能津贴制度", "人力资源和社会保障局", "人社局", "工信局", "乡村振兴局")


@cache
def made(library: str) -> Segmenter:
    """A segmenter of a library with user words; jieba takes seconds to read its dictionary."""
    if library == "rjieba":
        pytest.importorskip("rjieba")
    return Segmenter(USER_WORDS, library=library)


@pytest.mark.parametrize("library", ["rjieba", "jieba"])
def test_user_words_are_kept_whole(library: str) -> None:
    words = [word for word, _, _ in made(library).words("由产改办落实技能津贴制度")]
    assert {"产改办", "技能津贴制度"} <= set(words)


def test_name_changes_with_the_user_words() -> None:
    assert Segmenter(("甲乙丙",)).name != Segmenter().name
    assert Segmenter().name.split()[0] in segmenter_name()


@pytest.fixture(scope="module")
def sample() -> list[str]:
    """Different lines of the sample corpus and, where it is there, of the shared evaluation set."""
    files = [*(ROOT / "corpus" / "documents").rglob("*.txt"), *(ROOT.parent / "shared" / "documents").glob("*.txt")]
    lines = [*dict.fromkeys(line for file in files for line in file.read_text("utf-8", errors="replace").splitlines())]
    if sum(map(len, lines)) < 10_000:
        pytest.skip("no sample corpus and no shared documents to compare the segmenters on")
    return lines


def test_rjieba_and_jieba_cut_alike(sample: list[str]) -> None:
    """At least 99.9 % the same tokens with the same offsets, with the gazetteer's kind of words added to both."""
    fast, reference = made("rjieba"), made("jieba")
    same = total = 0
    for line in sample:
        a, b = set(fast.words(line)), set(reference.words(line))
        same += 2 * len(a & b)
        total += len(a) + len(b)
    assert same / total >= 0.999
