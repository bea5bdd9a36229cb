"""Which model a library searches with, and training on its own documents."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.model import Document
from ingest.pipeline import parse
from search.library import Library
from search.meaning.chosen_model import OWN, encoder_of, export, use_builtin, use_from_disk, use_own
from search.meaning.dense import Embedding
from search.meaning.own_model import FEWEST, HELD_OUT, measure, train_own
from search.meaning.passages import Passage
from search.model import LibraryError
from tests.api.conftest import fill

TINY = Embedding.quantised(["技能", "培训", "工资"], np.eye(3, 4, dtype=np.float32))
MATTERS = ["灌区改造", "冷链仓储", "社区食堂", "技能培训", "污水处理", "乡村道路", "图书下乡", "河道清淤"]


def plan(sections: int, place: str = "云岭") -> Document:
    """A plan whose every section says two sentences of one matter."""
    text = [f"{place}省惠民行动方案", ""]
    for n in range(sections):
        matter = MATTERS[n % len(MATTERS)]
        text.append(f"{n + 1}. {matter}第{n}片。推进第{n}片{matter}，完善{matter}设施。到年底第{n}片{matter}全部完成。")
    return parse("\n".join(text).encode(), path="plan.txt")


def test_the_model_in_use_is_built_in_until_another_is_chosen(tmp_path: Path) -> None:
    assert encoder_of(tmp_path) is Embedding.builtin()
    use_own(tmp_path, TINY)
    own = encoder_of(tmp_path)
    assert (own.label, own.name) == ("本库训练的词向量", TINY.name)
    use_builtin(tmp_path)
    assert encoder_of(tmp_path) is Embedding.builtin()


def test_a_damaged_model_of_its_own_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes(b"cut short")
    with pytest.raises(LibraryError, match="无法读取词向量文件"):
        encoder_of(tmp_path)


def test_an_answer_says_which_model_was_used_and_vectors_are_made_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as library:
        assert library.search("技能培训").model == "内置词向量"
    use_own(tmp_path, TINY)
    with Library.open(tmp_path) as library:
        assert library.search("技能培训").model == "本库训练的词向量"
        assert library.search("技能 AND 培训").model == ""
    assert sorted(path.name for path in tmp_path.glob("vectors*")) == ["vectors", f"vectors-{TINY.name}"]


def test_a_model_that_another_process_takes_into_use_is_seen_once_its_vectors_are_made(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as service:
        assert service.search("技能培训").model == "内置词向量"
        use_own(tmp_path, TINY)
        assert service.search("技能培训").model == "内置词向量", "nobody waits for vectors that are still to be made"
        with Library.open(tmp_path) as other:
            assert other.search("技能培训").model == "本库训练的词向量"
        assert service.search("技能培训").model == "本库训练的词向量"
        use_builtin(tmp_path)
        assert service.search("技能培训").model == "内置词向量"


def test_a_change_after_another_model_was_chosen_makes_its_vectors(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as service:
        assert service.search("技能培训").model == "内置词向量"
        use_own(tmp_path, TINY)
        document = plan(8)
        service.add(document, b"plan")
        assert service.search("技能培训").model == "本库训练的词向量"
        assert service.search("河道清淤").hits[0].document_id == document.id


def test_training_begins_as_the_built_in_embedding_and_is_measured_on_what_it_has_not_seen() -> None:
    documents = [plan(FEWEST * HELD_OUT // 2, place) for place in ("云岭", "青川", "河口")]
    told: list[int] = []
    found = train_own(documents, steps=3, progress=lambda step, _: told.append(step))
    assert told == [1, 2, 3]
    assert found.pairs >= FEWEST
    assert 0 < found.before <= 1 and 0 < found.after <= 1
    assert set(Embedding.builtin().features) <= set(found.embedding.features)


def test_without_the_extra_an_export_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.delitem(sys.modules, "search.meaning.sentence_module", raising=False)
    with pytest.raises(LibraryError, match="没有安装 sentence-transformers"):
        export(tmp_path, tmp_path / "model")


@pytest.mark.models
def test_the_same_weights_open_as_a_model_of_sentence_transformers(tmp_path: Path) -> None:
    library = pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    export(tmp_path, tmp_path / "model")
    opened = library.SentenceTransformer(str(tmp_path / "model"), trust_remote_code=True, device="cpu")
    texts = ["农田节水灌溉，节水节水", "为居家老人提供助餐服务", "——"]
    assert np.allclose(opened.encode(texts, normalize_embeddings=True), Embedding.builtin().encode(texts), atol=1e-5)


@pytest.mark.models
def test_a_model_from_disk_is_used_by_every_opening_of_the_library(tmp_path: Path) -> None:
    library = pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    modules = pytest.importorskip("sentence_transformers.models")
    tokenizers = pytest.importorskip("tokenizers")
    letters = tokenizers.Tokenizer(tokenizers.models.WordLevel({"技": 0, "培": 1, "?": 2}, unk_token="?"))
    letters.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    layer = modules.StaticEmbedding(letters, embedding_weights=np.eye(3, 4, dtype=np.float32))
    library.SentenceTransformer(modules=[layer], device="cpu").save(str(tmp_path / "tiny"))
    fill(tmp_path / "library")
    use_from_disk(tmp_path / "library", tmp_path / "tiny")
    with Library.open(tmp_path / "library") as held:
        found = held.search("技能培训")
    assert found.model == "tiny" and found.hits
    (tmp_path / "tiny").rename(tmp_path / "moved")
    with Library.open(tmp_path / "library") as held, pytest.raises(LibraryError, match="不是 sentence-transformers"):
        held.search("技能培训")


def test_too_little_to_train_on_is_one_clear_error() -> None:
    with pytest.raises(LibraryError, match="可用于训练的条款太少"):
        train_own([plan(5)], steps=1)


def test_the_measure_is_the_mean_reciprocal_rank() -> None:
    alike = Passage("", ("技能技能技能", "技能"))
    unlike = Passage("", ("培训培训培训", "工资"))
    assert measure(TINY, [alike, Passage("", ("工资工资工资", "工资"))]) == 1
    assert measure(TINY, [alike, unlike]) == pytest.approx((1 + 1 / 2) / 2)
