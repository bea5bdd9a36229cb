"""Training: what belongs together comes together, on a few invented sentences, and what it reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.meaning.contrast import Recipe, contrast
from search.meaning.dense import Embedding
from search.meaning.passages import Answered, Passage, answered, read
from search.meaning.train import train, tuned
from search.model import LibraryError

SUBJECTS = [
    ("节水灌溉", ["推广滴灌喷灌技术。", "农田灌溉计量收费。", "建设高标准节水农田。"]),
    ("养老助餐", ["社区食堂为老人送餐。", "高龄老人上门助餐服务。", "养老机构开放食堂。"]),
    ("冷链物流", ["建设产地冷藏库。", "冷链车辆运输果蔬。", "果蔬预冷减少损耗。"]),
    ("技能培训", ["职工岗前培训补贴。", "企业开展技能竞赛。", "培训高技能人才。"]),
]
SMALL = Recipe(steps=30, batch=8, dims=(16, 8), known=300, seen=1, dropout=0.0)


def test_training_brings_together_what_belongs_together() -> None:
    losses: list[float] = []
    made = train([Passage(h, tuple(s)) for h, s in SUBJECTS], SMALL, progress=lambda _, loss: losses.append(loss))
    vectors = made.encode([h for h, _ in SUBJECTS]) @ made.encode(["".join(s) for _, s in SUBJECTS]).T
    assert losses[-1] < losses[0] / 2
    assert list(vectors.argmax(axis=1)) == [0, 1, 2, 3]


def test_training_further_keeps_what_the_passages_say_nothing_of() -> None:
    start = train([Passage(h, tuple(s)) for h, s in SUBJECTS[:2]], SMALL)
    further = train([Passage(h, tuple(s)) for h, s in SUBJECTS[2:]], SMALL, start=start)
    assert set(start.features) <= set(further.features)
    assert np.allclose(further.encode(["滴灌喷灌"]), start.encode(["滴灌喷灌"]))
    assert further.encode(["冷链车辆"]).any() and not start.encode(["冷链车辆"]).any()


def test_training_twice_gives_the_same() -> None:
    passages = [Passage(h, tuple(s)) for h, s in SUBJECTS]
    assert train(passages, SMALL).name == train(passages, SMALL).name


@pytest.mark.parametrize("passages", [[], [Passage("", ("推广滴灌喷灌技术。",))]])
def test_training_on_too_little_is_refused(passages: list[Passage]) -> None:
    with pytest.raises(ValueError, match="too little text"):
        train(passages, SMALL)


ASKED = [("地里浇水怎么省", 0), ("爷爷奶奶饭谁来送", 1), ("水果坏了一半找谁", 2), ("刚进厂没人教", 3)]


def test_lay_questions_come_to_lie_by_their_answers() -> None:
    passages = [Passage(h, tuple(s)) for h, s in SUBJECTS]
    everyday = [Passage("问题", (question * 2, question)) for question, _ in ASKED]
    start = train([*passages, *everyday], SMALL)
    questions = [Answered(question, passages[n]) for question, n in ASKED]
    made = tuned(start, passages, questions, replace(SMALL, steps=60))

    def likeness(embedding: Embedding) -> np.ndarray:
        return embedding.encode([q for q, _ in ASKED]) @ embedding.encode(["".join(s) for _, s in SUBJECTS]).T

    assert list(likeness(made).argmax(axis=1)) == [0, 1, 2, 3]
    assert np.diagonal(likeness(made)).min() > np.diagonal(likeness(start)).max()
    assert made.features == start.features


def test_slopes_of_the_loss_are_those_of_small_steps() -> None:
    random = np.random.default_rng(0)
    left, right = random.standard_normal((2, 5, 4))
    _, slope, _ = contrast(left, right, 20.0)
    step = np.zeros_like(left)
    step[2, 1] = 1e-5
    change = contrast(left + step, right, 20.0)[0] - contrast(left - step, right, 20.0)[0]
    assert slope[2, 1] == pytest.approx(change / 2e-5, rel=1e-3)


def test_a_body_is_cut_into_sentences() -> None:
    assert Passage.of("总则", "推广滴灌喷灌技术；农田灌溉计量收费。好。\n建设节水农田") == Passage(
        "总则", ("推广滴灌喷灌技术；", "农田灌溉计量收费。", "建设节水农田")
    )


def test_laws_are_read_with_their_headings(tmp_path: Path) -> None:
    law = {"title": "云岭省节水条例", "articles": [{"path": ["第一章 总则"], "text": "灌区应当计量供水。\n用水应当节约。"}]}
    (tmp_path / "laws.jsonl").write_text(json.dumps(law), "utf-8")
    assert list(read(tmp_path / "laws.jsonl")) == [
        Passage("云岭省节水条例 第一章 总则", ("灌区应当计量供水。", "用水应当节约。"))
    ]


def test_a_folder_of_plans_is_read_clause_by_clause(tmp_path: Path) -> None:
    plan = "云岭省节水行动方案\n\n一、主要任务\n（一）推进灌区改造。改造骨干渠道。推广滴灌技术。\n"
    (tmp_path / "plan.txt").write_text(plan, "utf-8")
    (tmp_path / "table.csv").write_text("a,b", "utf-8")
    found = [passage for passage in read(tmp_path) if passage.sentences]
    assert [passage.sentences for passage in found] == [("改造骨干渠道。", "推广滴灌技术。")]
    assert found[0].heading == "云岭省节水行动方案 主要任务 推进灌区改造"


LAW = {
    "title": "云岭省节水条例",
    "date": "2020-01-01",
    "articles": [
        {"no": "第一条", "path": ["第一章 总则"], "text": "灌区应当计量供水。"},
        {"no": "第二条", "path": [], "text": "用水应当节约。"},
    ],
}


def asked_of(folder: Path, *rows: str) -> tuple[Path, Path]:
    (folder / "laws.jsonl").write_text(json.dumps(LAW), "utf-8")
    (folder / "questions.tsv").write_text("\n".join(("law\tdate\tarticle\tquestion", *rows)) + "\n", "utf-8")
    return folder / "questions.tsv", folder / "laws.jsonl"


def test_a_question_is_read_with_the_article_that_answers_it(tmp_path: Path) -> None:
    files = asked_of(tmp_path, "云岭省节水条例\t2020-01-01\t第二条\t水费太贵，能随便放着流吗")
    assert answered(*files) == [Answered("水费太贵，能随便放着流吗", Passage("云岭省节水条例", ("用水应当节约。",)))]


@pytest.mark.parametrize(
    "row", ["云岭省节水条例\t2020-01-01\t第九条\t浇地要钱吗", "云岭省节水条例\t2019-01-01\t第一条\t浇地要钱吗"]
)
def test_an_article_that_the_laws_lack_is_one_clear_error(tmp_path: Path, row: str) -> None:
    with pytest.raises(LibraryError, match="中没有《云岭省节水条例》"):
        answered(*asked_of(tmp_path, row))
