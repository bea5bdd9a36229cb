"""The built-in embedding, the vectors of a library, and training on a few invented sentences."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.meaning.dense import FILES, Dense, Embedding
from search.meaning.features import features
from search.model import BadLibrary, LibraryError

CLAUSES = [
    ("d1#1.1", "推进灌区节水改造，实行农业用水计量收费。"),
    ("d1#1.2", "建设社区食堂，为高龄老人提供上门送餐。"),
    ("d2#1", "完善冷链仓储设施，减少果蔬产后损耗。"),
    ("d2#2.1", "对新招用职工开展岗前技能培训。"),
]


@pytest.fixture
def dense(tmp_path: Path) -> Dense:
    made = Dense(tmp_path, Embedding.builtin())
    made.add(CLAUSES)
    return made


class Letters:
    """An encoder that is no static embedding: one dimension for each of eight letters."""

    name, label, dims = "letters", "字母", 8

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[text.count(letter) for letter in "abcdefgh"] for text in texts], np.float32).reshape(-1, 8)
        made: np.ndarray = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)
        return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("节水", ["节水", "节", "水"]),
        ("节水，节约", ["节水", "节约", "节", "水", "节", "约"]),
        ("５Ｇ", ["5g"]),
        ("——。", []),
        ("", []),
    ],
)
def test_features(text: str, expected: list[str]) -> None:
    assert features(text) == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_has_a_vector_of_unit_length_or_none(texts: list[str]) -> None:
    lengths = np.linalg.norm(Embedding.builtin().encode(texts), axis=1)
    assert lengths.shape == (len(texts),)
    assert np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0))


def test_like_texts_lie_nearer_than_unlike_ones() -> None:
    a, b, c = Embedding.builtin().encode(["农田灌溉要节约用水", "发展节水农业，降低灌溉用水量", "为居家老人提供助餐服务"])
    assert a @ b > a @ c + 0.2


def test_an_embedding_is_saved_and_read_back_the_same(tmp_path: Path) -> None:
    made = Embedding.quantised(["水", "节水"], np.array([[1, 0.5], [-2, 0]], np.float32))
    made.save(tmp_path / "tiny.npz")
    again = Embedding.load(tmp_path / "tiny.npz")
    assert (again.features, again.name, again.dims) == (("水", "节水"), made.name, 2)
    assert np.allclose(again.encode(["节水"]), made.encode(["节水"]))


def test_quantising_changes_little() -> None:
    weights = np.random.default_rng(0).standard_normal((50, 256)).astype(np.float32)
    made = Embedding.quantised([f"词{i}" for i in range(50)], weights)
    assert np.abs(made.rows * made.scales[:, None] - weights).max() <= made.scales.max() / 2 + 1e-6


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_embedding_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(LibraryError, match="无法读取词向量文件"):
        Embedding.load(tmp_path / "x.npz")


def test_searching_finds_by_meaning(dense: Dense) -> None:
    assert [dense.search(q, 1)[0][0] for q in ("农业节约用水", "老年人助餐", "员工培训")] == ["d1#1.1", "d1#1.2", "d2#2.1"]


def test_scores_are_cosines_in_falling_order(dense: Dense) -> None:
    scores = [score for _, score in dense.search("推进灌区节水改造，实行农业用水计量收费。", 10)]
    assert scores[0] == pytest.approx(1, abs=0.01)
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == len(CLAUSES)


def test_search_keeps_to_what_is_allowed(dense: Dense) -> None:
    assert {key for key, _ in dense.search("节水", 5, documents={"d2", "d9"})} == {"d2#1", "d2#2.1"}
    assert dense.search("节水", 5, documents=set()) == []


def test_a_query_of_nothing_known_finds_nothing(dense: Dense) -> None:
    assert dense.search("？？！", 5) == []


def test_changes_are_seen_at_once_and_kept_by_save(tmp_path: Path, dense: Dense) -> None:
    dense.save()
    dense.delete("d1")
    dense.add([("d2#1", "发展设施园艺。"), ("d3#1", "推进灌区节水改造。")])
    before = dense.search("灌区节水", 9)
    dense.save()
    again = Dense(tmp_path, Embedding.builtin())
    assert before[0][0] == "d3#1"
    assert dict(again.search("灌区节水", 9)) == pytest.approx(dict(before))
    assert len(again) == len(dense) == 3


def test_deleting_a_document_leaves_those_whose_id_begins_alike(tmp_path: Path) -> None:
    dense = Dense(tmp_path, Letters())
    dense.add([("d1#1", "a"), ("d12#1", "a")])
    dense.delete("d1")
    dense.delete("never held")
    assert [key for key, _ in dense.search("a", 5)] == ["d12#1"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(["d1#1", "d1#2", "d2#1", "d3#1", "d3#2"]), max_size=12),
    st.sets(st.sampled_from(["d1", "d2", "d3"])),
)
def test_clauses_changed_one_by_one_are_found_by_document(changed: list[str], gone: set[str]) -> None:
    dense = Dense(Path("nowhere"), Letters())
    for key in changed:  # each search settles what was changed before it
        dense.add([(key, "a")])
        dense.search("a", 1)
    for document in gone:
        dense.delete(document)
    for document in ("d1", "d2", "d3"):
        held = {key for key in changed if key.startswith(f"{document}#") and document not in gone}
        assert {key for key, _ in dense.search("a", 9, documents={document})} == held


def test_an_empty_library_is_saved_and_read(tmp_path: Path) -> None:
    Dense(tmp_path, Letters()).save()
    assert Dense(tmp_path, Letters()).search("a", 5) == []


def test_vectors_of_another_embedding_are_refused_or_made_anew(tmp_path: Path, dense: Dense) -> None:
    dense.save()
    with pytest.raises(BadLibrary, match="另一个向量模型"):
        Dense(tmp_path, Letters())
    assert len(Dense(tmp_path, Letters(), rebuild=True)) == 0


@pytest.mark.parametrize("keep", [0, 10, 200, 700])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, dense: Dense, keep: int) -> None:
    dense.save()
    [file] = tmp_path.glob(FILES)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(BadLibrary, match="向量文件损坏"):
        Dense(tmp_path, Embedding.builtin())


def test_a_file_that_may_not_be_removed_while_it_is_open_goes_later(
    tmp_path: Path, dense: Dense, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a mapped file can be neither replaced nor removed."""
    dense.save()
    held = Dense(tmp_path, Embedding.builtin())
    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", refused)
        dense.add([("d9#1", "新的条款")])
        dense.save()
    assert len(list(tmp_path.glob(FILES))) == 2
    assert (len(held), len(Dense(tmp_path, Embedding.builtin()))) == (len(dense) - 1, len(dense))
    dense.save()
    assert len(list(tmp_path.glob(FILES))) == 1


def refused(*_: object, **__: object) -> None:
    raise PermissionError("in use")


def test_a_library_made_with_one_file_is_read(tmp_path: Path, dense: Dense) -> None:
    dense.save()
    [file] = tmp_path.glob(FILES)
    file.rename(tmp_path / "vectors.npy")
    again = Dense(tmp_path, Embedding.builtin())
    again.save()
    assert len(again) == len(dense)
    assert [path.name for path in tmp_path.glob(FILES)] == ["vectors-00000001.npy"]


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path, dense: Dense, monkeypatch: pytest.MonkeyPatch) -> None:
    dense.save()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("search.meaning.vectors.os.fsync", full)
    dense.delete("d1")
    with pytest.raises(OSError, match="no space"):
        dense.save()
    assert len(Dense(tmp_path, Embedding.builtin())) == len(CLAUSES)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=30), st.integers(1, 40))
def test_exact_search_agrees_with_a_plain_table(texts: list[str], limit: int) -> None:
    encoder = Letters()
    dense = Dense(Path("nowhere"), encoder)
    half = len(texts) // 2
    rows = [(f"d#{i}", text) for i, text in enumerate(texts)]
    dense.add(rows[:half])
    dense.add(rows[half:])
    found = [score for _, score in dense.search("abc", limit)]
    exact = np.sort(encoder.encode(texts) @ encoder.encode(["abc"])[0])[::-1][:limit]
    assert found == pytest.approx(list(exact), abs=0.02)


def test_of_many_vectors_the_nearest_is_found_in_the_documents_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many that most are sifted out by the signs of their dimensions first."""
    monkeypatch.setattr("search.meaning.vectors._LEAST_SIFTED", 100)
    embedding = Embedding.builtin()
    dense = Dense(Path("nowhere"), embedding)
    source = random.Random(1)
    words = [word for word in embedding.features if len(word) == 2]
    rows = [(f"d{i // 10}#{i % 10}", "，".join(source.sample(words, 6))) for i in range(3000)]
    dense.add(rows)
    even = {f"d{n}" for n in range(0, 300, 2)}
    for key, text in source.sample(rows, 20):
        assert dense.search(text, 1)[0][0] == key
        assert (dense.search(text, 1, documents=even)[0][0] == key) == (key.partition("#")[0] in even)


def test_a_search_imports_no_heavy_library() -> None:
    code = "import sys; from search.meaning.dense import Embedding; Embedding.builtin().encode(['节水']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "sentence_transformers", "spacy"}.intersection(loaded)


def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modules.json").write_text("[]")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(LibraryError, match="没有安装 sentence-transformers") as caught:
        Embedding.from_sentence_transformers(tmp_path)
    assert "policykb[models]" in caught.value.hint


def test_a_folder_without_a_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="不是 sentence-transformers 模型文件夹"):
        Embedding.from_sentence_transformers(tmp_path)


def test_other_names_count_less_than_the_words_of_the_question(dense: Dense) -> None:
    alone, widened = dict(dense.search("农业节约用水", 4)), dict(dense.search("农业节约用水", 4, also="老年人助餐"))
    assert max(widened, key=lambda key: widened[key]) == "d1#1.1"
    assert widened["d1#1.2"] > alone["d1#1.2"] + 0.1


@pytest.mark.models
def test_a_model_of_sentence_transformers_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    library = pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    modules = pytest.importorskip("sentence_transformers.models")
    tokenizers = pytest.importorskip("tokenizers")
    letters = tokenizers.Tokenizer(tokenizers.models.WordLevel({"水": 0, "老": 1, "?": 2}, unk_token="?"))
    letters.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    layer = modules.StaticEmbedding(letters, embedding_weights=np.eye(3, 4, dtype=np.float32))
    library.SentenceTransformer(modules=[layer], device="cpu").save(str(tmp_path / "model"))
    encoder = Embedding.from_sentence_transformers(tmp_path / "model")
    dense = Dense(tmp_path, encoder)
    dense.add([("d#1", "水水"), ("d#2", "老")])
    dense.save()
    assert encoder.dims == 4
    [(found, cosine)] = Dense(tmp_path, encoder).search("老", 1)
    assert found == "d#2"
    assert cosine == pytest.approx(1, abs=0.01)
