"""The Library: files in, answers out, and nothing half done whatever happens in between."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ingest.model import Document
from search.database.store import Store
from search.ids import document_id_of
from search.library import Library
from search.links.link import relink
from search.model import BadLibrary, NotFound
from tests.builders import data_of, make_document

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")

PARSE = importlib.import_module("ingest.pipeline")

TEXT = """河口县技能人才培育实施方案

为加快培育技能人才，制定本方案。

一、总体要求
到2025年，全县技能人才达到3000人以上。

二、主要任务
（一）加强培训。每年开展培训不少于20场次。（责任单位：县人力资源和社会保障局、县总工会）
（二）提高待遇。推动企业设立技能津贴。（牵头单位：县总工会）
"""


@pytest.fixture(params=("tantivy", "whoosh"))
def library(request: pytest.FixtureRequest, tmp_path: Path, province: Document, county: Document) -> Iterator[Library]:
    with Library.open(tmp_path / "library", engine=request.param) as made:
        for document in (province, county):
            made.add(document, data_of(document))
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


def test_an_alignment_is_made_once_until_a_review_or_a_document_changes_it(
    library: Library, county: Document, province: Document
) -> None:
    first = library.align(county.id, province.id)
    assert library.align(county.id, province.id) is first
    linked = next(row.link for row in first.rows if row.link)
    library.review(linked.id, "rejected", who="李核对", why="")
    after = library.align(county.id, province.id)
    assert linked.id not in [row.link.id for row in after.rows if row.link and row.link.status != "rejected"]
    library.remove(province.id)
    with pytest.raises(NotFound):
        library.align(county.id, province.id)


def test_removed_is_found_no_more(library: Library, county: Document) -> None:
    library.remove(county.id)
    assert all(hit.document_id != county.id for hit in library.search("5G示范产线").hits)
    assert [card.title for card in library.documents()] == ["云海省技能人才发展规划"]


def test_a_first_search_beside_a_change_stops_neither(empty: Library, county: Document) -> None:
    with ThreadPoolExecutor() as pool:
        with empty._changing:
            asked = pool.submit(empty.search, "集体协商")
            wait([asked], timeout=0.5)
            empty.add(county, data_of(county))
        assert asked.result(timeout=30).query == "集体协商"


def test_what_was_taken_out_while_a_search_ran_is_left_out(library: Library, county: Document) -> None:
    """Another process removes a document: the database has lost it already, the index has not."""
    assert any(hit.document_id == county.id for hit in library.search("技能津贴").hits)
    library.store.remove(county.id)
    assert all(hit.document_id != county.id for hit in library.search("技能津贴").hits)


def test_what_questions_are_read_against_follows_another_process(tmp_path: Path, county: Document) -> None:
    with Library.open(tmp_path) as library, Library.open(tmp_path) as other:
        assert (library.documents(), library.store.unit_names()) == ((), frozenset())
        other.add(county, data_of(county))
        assert [card.id for card in library.documents()] == [county.id]
        assert "河口县总工会" in library.store.unit_names()
        other.remove(county.id)
        assert (library.documents(), library.store.unit_names()) == ((), frozenset())


def test_a_newer_version_replaces_the_older_in_search(library: Library, county: Document) -> None:
    work = {"level": "county", "region": "河口县", "doc_type": "规划", "doc_number": county.work.doc_number}
    newer = make_document(county.work.title, "一、|总则|发展低空经济。", **work)
    assert library.add(newer, data_of(newer)).previous == county.id
    assert [hit.document_id for hit in library.search('"低空经济"').hits] == [newer.id]
    assert library.search('"5G示范产线"').total == 0
    assert [card.id for card in library.history(newer.id)] == [newer.id, county.id]


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def test_ingest_files_and_folders(empty: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_txt=TEXT, b_xyz="?", c_txt="")
    (folder / "deep").mkdir()
    shutil.copy(folder / "a.txt", folder / "deep" / "same.txt")
    (folder / ".hidden.txt").write_text(TEXT)
    told: list[tuple[int, int, str]] = []
    added = empty.ingest([folder, tmp_path / "missing.txt"], progress=lambda *step: told.append(step))
    assert {one.file: one.status for one in added} == {
        "a.txt": "added",
        "b.xyz": "skipped",
        "c.txt": "failed",
        "deep/same.txt": "unchanged",
        "missing.txt": "failed",
    }
    assert all(one.message for one in added if one.status == "failed")
    assert told[0] == (0, 5, "a.txt")
    assert told[-1] == (5, 5, "")
    assert empty.documents()[0].title == "河口县技能人才培育实施方案"


def test_ingesting_again_parses_nothing(empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "in", a_txt=TEXT)
    empty.ingest([folder])
    monkeypatch.setattr(PARSE, "parse", lambda *_, **__: pytest.fail("parsed again"))
    assert [one.status for one in empty.ingest([folder])] == ["unchanged"]


def test_another_text_in_the_file_is_a_newer_version(empty: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_txt=TEXT)
    empty.ingest([folder])
    write(folder, a_txt=TEXT.replace("3000人", "5000人"))
    assert [one.status for one in empty.ingest([folder])] == ["replaced"]
    assert len(empty.documents()) == 1
    assert len(empty.documents(history=True)) == 2


def test_a_fault_in_one_file_does_not_lose_the_others(
    empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = PARSE.parse
    monkeypatch.setattr(PARSE, "parse", lambda data, *, path: 1 / 0 if path == "a.txt" else whole(data, path=path))
    added = empty.ingest([write(tmp_path / "in", a_txt="坏文件", b_txt=TEXT)])
    assert [one.status for one in added] == ["failed", "added"]
    assert "程序出错" in (added[0].message or "")
    assert "ZeroDivisionError" in caplog.text


def test_a_crash_after_the_database_is_healed_at_open(tmp_path: Path, county: Document) -> None:
    """The process is killed between the database's commit and the index: the next one finishes the work."""
    script = f"""
        import os
        from pathlib import Path
        from search.library import Library
        from tests.search.test_library import crash_document
        library = Library.open(Path({str(tmp_path / "library")!r}))
        library._derived.follow = lambda: os._exit(9)
        library.add(crash_document(), b"bytes")
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False
    )
    assert done.returncode == 9
    with Library.open(tmp_path / "library", create=False) as library:
        assert library.health()["behind"]["index"] == 0
        assert library.search('"低空经济"').total == 1


def crash_document() -> Document:
    return make_document("河口县低空经济方案", "一、|总则|发展低空经济。", level="county", region="河口县", doc_type="方案")


def test_a_lost_index_is_made_anew(tmp_path: Path, county: Document) -> None:
    with Library.open(tmp_path) as library:
        library.add(county, data_of(county))
    shutil.rmtree(tmp_path / "index-tantivy")
    (tmp_path / "vectors" / "applied.json").write_text('{"made_by": "another embedding", "seq": "1"}')
    with Library.open(tmp_path) as library:
        assert library.search('"5G示范产线"').total == 1
        assert library.search("示范产线").total >= 1
        assert library.health()["behind"] == {"index": 0, "links": 0}


def test_each_engine_keeps_an_index_of_its_own(tmp_path: Path, county: Document) -> None:
    with Library.open(tmp_path, engine="tantivy") as library:
        library.add(county, data_of(county))
    with Library.open(tmp_path, engine="whoosh") as library:
        assert library.search('"5G示范产线"').total == 1
        library.remove(county.id)
    with Library.open(tmp_path, engine="tantivy") as library:
        assert library.search('"5G示范产线"').total == 0


def test_a_second_process_sees_what_the_first_added(tmp_path: Path, county: Document) -> None:
    with Library.open(tmp_path) as first, Library.open(tmp_path) as second:
        assert second.search("示范产线").total == 0
        first.add(county, data_of(county))
        assert second.search('"5G示范产线"').total == 1
        assert second.search("示范产线").hits[0].document_id == county.id


def test_export(library: Library, county: Document, province: Document, tmp_path: Path) -> None:
    counts = library.export(tmp_path / "out")
    rows = {name: [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").open(encoding="utf-8")] for name in counts}
    assert counts == {name: len(found) for name, found in rows.items()}
    assert (counts["documents"], counts["clauses"], counts["targets"], counts["duties"]) == (2, 16, 4, 8)
    document = next(row for row in rows["documents"] if row["id"] == county.id)
    assert document["citations"][0]["document_id"] == province.id
    clause = next(row for row in rows["clauses"] if row["id"] == f"{county.id}#2.2.1")
    assert clause["parent"] == f"{county.id}#2.2"
    assert clause["text"] == "鼓励企业设立技能津贴，集体协商建制率达到96%。"
    target = next(row for row in rows["targets"] if row["id"] == f"{county.id}#T2")
    assert (target["value"], target["unit"], target["units"]) == (96.0, "%", ["县总工会", "县财政局"])
    assert {row["from"].partition("#")[0] for row in rows["links"]} <= {county.id, province.id}


def test_an_export_holds_one_state_of_the_library(
    library: Library, county: Document, province: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, links = Store.document, len(library.links())

    def overtaken(store: Store, document_id: str) -> Document:
        if store is library.store and len(other.documents()) == 2:
            other.remove(province.id)
        return read(store, document_id)

    with Library.open(tmp_path / "library") as other:
        monkeypatch.setattr(Store, "document", overtaken)
        counts = library.export(tmp_path / "out")
        assert len(other.documents()) == 1
    assert (counts["documents"], counts["links"]) == (2, links)


def test_check_counts_every_character(library: Library) -> None:
    assert {checked.account.coverage for checked in library.check()} == {1.0}
    assert len(library.check(library.documents()[0].id)) == 1


def test_backup_and_restore(library: Library, tmp_path: Path, county: Document) -> None:
    library.backup(tmp_path / "backup.zip")
    with Library.restore(tmp_path / "backup.zip", tmp_path / "again") as restored:
        assert restored.documents() == library.documents()
        assert restored.document(county.id) == county
        assert restored.search('"5G示范产线"').total == 1
    with pytest.raises(BadLibrary, match="已有文件库"):
        Library.restore(tmp_path / "backup.zip", tmp_path / "again")


@pytest.mark.parametrize("wrong", ["text", "other archive", "other file", "cut off", "damaged"])
def test_what_is_no_backup_is_refused_and_leaves_the_folder_free(
    empty: Library, county: Document, tmp_path: Path, wrong: str
) -> None:
    empty.add(county, data_of(county))
    empty.backup(tmp_path / "backup.zip")
    whole = (tmp_path / "backup.zip").read_bytes()
    middle = len(whole) // 2
    held = {"text": b"no", "cut off": whole[:middle], "damaged": whole[:middle] + b"\0" * 64 + whole[middle + 64 :]}
    bad = tmp_path / "bad.zip"
    if wrong in held:
        bad.write_bytes(held[wrong])
    else:
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr("library.db" if wrong == "other file" else "a.txt", b"text" * 99)
    with pytest.raises(BadLibrary, match="不是文件库的备份"):
        Library.restore(bad, tmp_path / "again")
    with Library.restore(tmp_path / "backup.zip", tmp_path / "again") as restored:
        assert len(restored.documents()) == 1


def test_closing_waits_for_the_change_that_is_being_made(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    library = Library.open(tmp_path / "library")
    closing = Thread(target=library.close)

    def progress(done: int, total: int, name: str) -> None:
        if not name:  # the document is in the database, and not in the indexes
            closing.start()
            closing.join(0.2)
            assert closing.is_alive()

    library.ingest([tmp_path / "a.txt"], progress=progress)
    closing.join()
    with Library.open(tmp_path / "library") as again:
        assert again.health()["behind"] == {"index": 0, "links": 0}
        assert again.search("培训").total


def test_links_that_two_processes_make_at_once_are_all_kept(
    tmp_path: Path, province: Document, county: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*asked: Any) -> list[Any]:
        found = list(relink(*asked))
        if len(one.documents()) == 1:
            other.add(province, data_of(province))
        return found

    monkeypatch.setattr("search.links.link.relink", overtaken)
    with Library.open(tmp_path) as one, Library.open(tmp_path) as other:
        one.add(county, data_of(county))
        assert {document_id_of(link.to_id or "") for link in one.links()} == {province.id}


def test_a_missing_library_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(BadLibrary, match="没有文件库"):
        Library.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_the_order_of_ingest_does_not_matter(tmp_path: Path, nation: Document, province: Document, county: Document) -> None:
    made = []
    for n, order in enumerate(((nation, province, county), (county, province, nation))):
        with Library.open(tmp_path / str(n)) as library:
            for document in order:
                library.add(document, data_of(document))
            made.append((library.links(), [hit.clause_id for hit in library.search("技能培训").hits]))
    assert made[0] == made[1]


def test_an_archive_is_taken_in_as_the_files_inside(empty: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as made:
        made.writestr("县/方案.txt", TEXT)
        made.writestr("图.png", b"?")
    with zipfile.ZipFile(tmp_path / "空.zip", "w") as made:
        made.writestr("图.png", b"?")
    added = empty.ingest([tmp_path / "包.zip", tmp_path / "空.zip"])
    assert {one.file: one.status for one in added} == {
        "包.zip/县/方案.txt": "added",
        "包.zip/图.png": "skipped",
        "空.zip": "failed",
        "空.zip/图.png": "skipped",
    }
    [card] = empty.documents()
    assert empty.source(card.id) == TEXT.encode()
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as made:
        made.writestr("县/方案.txt", TEXT.replace("3000人", "5000人"))
    assert [one.status for one in empty.ingest([tmp_path / "包.zip"])] == ["replaced"]


def test_another_parser_renews_what_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("溪源县节水工作方案\n\n一、总体要求\n到2027年，管网漏损率不高于8%。\n", "utf-8")
    with Library.open(tmp_path / "library") as library:
        [added] = library.ingest([file])
        key = added.document_id or ""
        library.correct(key, {"date": "2024-05-06"}, who="李核对", why="按纸质件")
        file.unlink()
        assert (library.outdated(), library.renew()) == ((), [])
        monkeypatch.setattr(PARSE, "PARSER", "another")
        assert [card.id for card in library.outdated()] == [key]
        [renewed] = library.renew()
        assert (renewed.status, renewed.document_id, library.outdated()) == ("renewed", key, ())
        assert library.card(key).date == "2024-05-06"
        assert library.search("管网漏损率").total == 1
