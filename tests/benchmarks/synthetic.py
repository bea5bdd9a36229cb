"""Invented plans in any number, lifelike in length, words, outline, figures and units: what `scale` fills its libraries with.

Whole plans are put together from the sections of the sample corpus and parsed as files are. Each further plan is one of them
with other places, words and figures, each as long as what it stands for, so that every span of the parsed one still holds:
making it costs a hundredth of parsing it. Everything follows from the seed.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ingest.load import TYPES
from ingest.model import Document
from ingest.pipeline import parse
from ingest.segment import words
from search.meaning.dense import Embedding
from search.model import Link

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
PLACES = ("澜岳", "青岚", "溪源", "棠湾", "望岭")
"""Stems of the places of the corpus; an invented one stands for each."""

SUBJECTS = 4  # documents of the corpus that a plan takes its sections from
CLAUSES = 12  # a document of fewer clauses has no sections worth taking
SHARE = 0.5  # of the words of a document that others stand for

_SIGNS = "安宝昌成川达丰福广桂海河恒虹华江金景康兰乐林龙梅明南宁平清泉仁瑞山石松泰塘通万文溪霞仙新兴秀阳永玉云泽芝中竹紫"
_NUMERALS = "一二三四五六七八九十"
_TOP = re.compile(r"^[　\s]*[一二三四五六七八九十]+、", re.MULTILINE)
_FIGURE = re.compile(r"(?<![\d.．〔])\d{2,}(?=\.?\d*[%％万亿个家座人名项处吨条套辆公床张])")
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_KEPT = re.compile(r"[省市县区乡镇州局厅委办部院会站所处司责任牵头配合参与一二三四五六七八九十年月日]")


def plans(number: int, *, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """File names and bytes of plans put together from the corpus."""
    for n in range(number):
        yield f"plan-{n}.txt", _plan(random.Random(f"{seed} {n}")).encode()


def parsed(number: int, *, seed: int = 0) -> list[Document]:
    """Plans as the parser reads them."""
    return [parse(data, path=name) for name, data in plans(number, seed=seed)]


def variants(models: list[Document], clauses: int, *, seed: int = 0) -> Iterator[Document]:
    """Documents like the models, until they have so many clauses together."""
    packed = [json.dumps(model.to_dict(), ensure_ascii=False) for model in models]
    held = n = 0
    while held < clauses:
        made = _varied(packed[n % len(packed)], random.Random(f"{seed} variant {n}"))
        held, n = held + len(made.clauses), n + 1
        yield made


def link_rows(lower: Document, upper: Document) -> list[Link]:
    """A link for each clause that two documents have at the same place, as many as real plans of one matter have."""
    shared = sorted({clause.eid for clause in lower.clauses} & {clause.eid for clause in upper.clauses})
    ends = ((f"{lower.id}#{eid}", f"{upper.id}#{eid}") for eid in shared)
    return [Link(_digest(f"{a}|{b}")[:16], a, b, "derives", "proposed", 0.5, {"words": "…"}, None) for a, b in ends]


def questions(documents: list[Document], number: int, *, seed: int = 0) -> list[str]:
    """Questions as drafters type them, made of the headings and sentences of documents."""
    source = random.Random(f"{seed} questions")
    forms = ("{}", "{}怎么写", "{}由谁负责", "各市{}的目标是多少", "{}有哪些要求", "{} {}")
    return [source.choice(forms).format(_words_of(source, documents), _words_of(source, documents)) for _ in range(number)]


def _words_of(source: random.Random, documents: list[Document]) -> str:
    """A heading, or the beginning of a sentence, of 4 to 14 characters."""
    while True:
        document = source.choice(documents)
        clause = source.choice(document.clauses)
        said = clause.heading or source.choice(re.split(r"[。，；、]", document.body(clause)))
        if 4 <= len(said) <= 14:
            return said.strip()


def _plan(source: random.Random) -> str:
    chosen = source.sample(_sections(), SUBJECTS)
    kind, place = source.choice(("实施方案", "行动计划", "“十四五”规划")), source.choice(PLACES) + source.choice("省市县")
    body = "".join(chosen)
    numbers = iter([*_NUMERALS, *(f"十{n}" for n in _NUMERALS[:9]), *(f"二十{n}" for n in _NUMERALS[:9])])
    body = _TOP.sub(lambda _: f"{next(numbers)}、", body)
    date = f"{source.randint(2016, 2025)}年{source.randint(1, 12)}月{source.randint(1, 28)}日"
    return f"{place}{_words(source)}{_words(source)}{kind}\n\n为{_words(source)}{_words(source)}，制定本方案。\n{body}\n{place}人民政府\n{date}\n"


@cache
def _sections() -> tuple[str, ...]:
    """The bodies of the plans of the corpus: all from the first 一、 to the last clause."""
    made = (parse(file.read_bytes(), path=file.name) for file in sorted(CORPUS.iterdir()) if file.suffix in TYPES)
    return tuple(body for document in made if (body := _body(document)))


def _body(document: Document) -> str:
    tops = [c for c in document.clauses if c.parent is None and _TOP.match(c.marker or "")]
    long = len(document.clauses) >= CLAUSES and len(tops) > 1
    return "".join(document.quote(clause.span).strip() + "\n" for clause in tops) if long else ""


@cache
def _vocabulary() -> tuple[str, ...]:
    """Words of two characters that stand for one another: those of the embedding that name no place, unit or number."""
    return tuple(word for word in Embedding.builtin().features if _HAN.fullmatch(word) and not _KEPT.search(word))


def _words(source: random.Random) -> str:
    return source.choice(_vocabulary())


def _varied(packed: str, source: random.Random) -> Document:
    """A document of the same shape with other places, words and figures."""
    data = json.loads(packed)
    units = "，".join(duty["unit"] for duty in data["duties"])
    own = sorted({w for w, _, _ in words(data["text"]) if _HAN.fullmatch(w) and not _KEPT.search(w) and w not in units})
    changed = source.sample(own, int(len(own) * SHARE))
    other = dict(zip(changed, source.sample(_vocabulary(), len(changed)), strict=True))
    other |= {place: "".join(source.sample(_SIGNS, 2)) for place in PLACES}
    form = re.compile("|".join(other))
    data = json.loads(form.sub(lambda found: other[found[0]], packed))
    data["text"] = _FIGURE.sub(
        lambda found: str(source.randint(10 ** (len(found[0]) - 1), 10 ** len(found[0]) - 1)), data["text"]
    )
    data["source"]["sha256"] = _digest(data["text"])
    data["id"] = data["source"]["sha256"][:12]
    return Document.from_dict(data)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
