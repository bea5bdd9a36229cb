"""Seconds to link one more document in a library of many, and to align two plans of 10,000 characters.

    python -m tests.benchmarks.linking [--documents 3000]

The library is made of invented families (a nation's plan, provinces, counties that cite them); only the linking of the last
documents is timed, from lists and database, as `ingest` does it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ingest.model import Document
from search.alignment.align import align
from search.database.store import Store
from search.links.link import relink
from search.links.review import inherited
from tests.builders import data_of, make_document

FAMILY = 30
"""Documents of one matter: a national plan, 3 provinces, 26 counties."""

_SIGNS = "水田林路桥渠茶果菜粮畜渔仓店校医养老幼童文体旅网电气热管站场馆院所房厅棚棉麻竹木石沙泥土草花鸟虫牛羊马猪鸡鸭鱼虾蟹贝"
_VERBS = ("修复", "登记", "改造", "巡查", "公示", "培育", "配备", "统一", "更换", "补贴")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.linking")
    parser.add_argument("--documents", type=int, default=3000)
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "library.db")
        held = list(_library(options.documents))
        for document in held:
            store.put(document, data_of(document))
        print(f"{len(held):,} documents, {sum(len(d.text) for d in held):,} characters")
        for name, document in (("county plan", _county(0, 99)), ("provincial plan", _province(1, 9))):
            store.put(document, data_of(document))
            seconds, links = _timed(partial(_link, store, document))
            print(f"{'one more ' + name:<36} {seconds:8.2f} s   {links} links")
        store.close()
    _long_plans()


def _link(store: Store, document: Document) -> int:
    """Links one document and all below it, and stores the links; how many there are."""
    count = 0
    for document_id, links, compared in relink(store, [document.id]):
        found = inherited(store, document_id, links)
        store.put_links(document_id, found, compared)
        count += len(found)
    return count


def _long_plans() -> None:
    from tests.search.memory import Memory

    upper, lower = (_plan(7, name, level, rows=10, runs=14) for name, level in (("甲省", "provincial"), ("乙县", "county")))
    reader = Memory()
    reader.documents = {document.id: document for document in (upper, lower)}
    seconds, rows = _timed(lambda: len(align(reader, lower.id, upper.id).rows))
    print(f"{f'two plans of {len(upper.text):,} characters':<36} {seconds:8.2f} s   {rows} rows")


def _library(size: int) -> Iterator[Document]:
    for n in range(size):
        family, place = divmod(n, FAMILY)
        yield (
            _plan(family, "中国", "national")
            if place == 0
            else _province(family, place)
            if place < 4
            else _county(family, place)
        )


def _province(family: int, place: int) -> Document:
    return _plan(family, f"{_word(random.Random(place), 2)}省", "provincial")


def _county(family: int, place: int) -> Document:
    above = f"{_word(random.Random(1 + place % 3), 2)}省"
    return _plan(family, f"{_word(random.Random(1000 + place), 2)}县", "county", cites=f"{above}{_matter(family)}方案")


def _plan(family: int, region: str, level: str, *, cites: str | None = None, rows: int = 4, runs: int = 4) -> Document:
    """A plan of `rows` sections; the words of a family are shared, the order of some and the figures are the document's own."""
    words, own = random.Random(family), random.Random(f"{family}{region}")
    lines = [f"为落实《{cites}》，制定本方案。" if cites else "制定本方案。", "一、|重点任务|"]
    for n in range(rows):
        sentences = [_sentence(words, own) for _ in range(runs)]
        lines += [f"  （{n + 1}）|{_word(words, 6)}|", f"    {''.join(sentences)}"]
    return make_document(
        f"{region}{_matter(family)}方案", "\n".join(lines), region=region, level=level, doc_type="方案", date="2024-01-01"
    )


def _sentence(words: random.Random, own: random.Random) -> str:
    body = "，".join(f"{words.choice(_VERBS)}{_word(words, 8)}" for _ in range(6))
    return f"{body}，达到{own.randint(10, 9999)}处。"


def _matter(family: int) -> str:
    return _word(random.Random(5000 + family), 6)


def _word(source: random.Random, length: int) -> str:
    return "".join(source.choice(_SIGNS) for _ in range(length))


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


if __name__ == "__main__":
    main()
