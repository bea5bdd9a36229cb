"""Archives: names mended, inner archives opened, traps and damage one clear error each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import IngestError
from ingest.load import archive

PLAN = "溪源县节水行动方案\n一、总体要求\n到2027年，全县用水总量控制在1.2亿立方米以内。\n".encode()


def packed(files: dict[str, bytes], *, encoding: str | None = None) -> bytes:
    """A zip of files; with `encoding` the names are written as an old program does, in that encoding and without saying so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            stand_in = name.encode(encoding).hex() if encoding else name
            made.writestr(stand_in, data)
    if not encoding:
        return out.getvalue()
    return _with_raw_names(out.getvalue(), {n.encode(encoding).hex(): n.encode(encoding) for n in files})


def _with_raw_names(data: bytes, names: dict[str, bytes]) -> bytes:
    """The archive with ASCII stand-ins replaced by raw bytes of the same length, which no API of `zipfile` writes."""
    for stand_in, raw in names.items():
        data = data.replace(stand_in.encode(), raw + b"/" * (len(stand_in) - len(raw)))
    return data


def found(data: bytes) -> dict[str, bytes]:
    return {member.name: member.read() for member in archive.members(io.BytesIO(data), "包.zip")}


def said(data: bytes) -> str:
    """The message of opening an archive and reading all of it."""
    with pytest.raises(IngestError) as error:
        found(data)
    assert "包.zip" in error.value.message
    assert error.value.hint
    return error.value.message


def test_files_at_all_depths_without_what_programs_leave() -> None:
    inner = packed({"深/三.txt": PLAN})
    data = packed(
        {"一.txt": PLAN, "夹/二.txt": PLAN, "内.zip": inner, "__MACOSX/._一.txt": b"?", "~$一.docx": b"?", "../../外.txt": PLAN}
    )
    assert set(found(data)) == {"一.txt", "夹/二.txt", "内.zip/深/三.txt", "外.txt"}


def test_a_member_without_a_name_is_no_file() -> None:
    nameless = packed({"空": b""}).replace("空".encode(), b"\0" * 3)  # a name ends at its first zero byte
    assert found(nameless) == {}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_written_without_saying_how(encoding: str) -> None:
    names = [name.rstrip("/") for name in found_names(packed({"溪源县节水方案.txt": PLAN}, encoding=encoding))]
    assert names == ["溪源县节水方案.txt"]


def found_names(data: bytes) -> list[str]:
    return ["/".join(archive._parts(info)) for info in zipfile.ZipFile(io.BytesIO(data)).infolist()]


def test_archives_deeper_than_the_limit_are_members_that_fail() -> None:
    deep = packed({"四.txt": PLAN})
    for n in range(archive.MAX_DEPTH):
        deep = packed({f"{n}.zip": deep, f"{n}.txt": PLAN})
    [refused] = [m for m in archive.members(io.BytesIO(deep), "包.zip") if m.name.endswith(".zip")]
    with pytest.raises(IngestError, match="层"):
        refused.read()


def test_traps_and_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "超过允许的大小" in said(packed({"大.txt": b"0" * 20_000_000}))
    assert "已损坏" in said(b"PK\x03\x04 no archive")
    whole = packed({"一.txt": bytes(range(256)) * 40})
    assert "损坏" in said(whole[:60] + bytes(40) + whole[100:])
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert "个文件" in said(packed({f"{n}.txt": PLAN for n in range(3)}))


def test_a_locked_member_says_so() -> None:
    data = bytearray(packed({"一.txt": PLAN}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "密码" in said(bytes(data))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_gives_files_or_one_error(data: st.DataObject) -> None:
    bytes_of = bytearray(packed({"一.txt": PLAN, "内.zip": packed({"二.txt": PLAN})}))
    for at in data.draw(st.lists(st.integers(0, len(bytes_of) - 1), max_size=6)):
        bytes_of[at] = data.draw(st.integers(0, 255))
    try:
        members = archive.members(io.BytesIO(bytes(bytes_of)), "包.zip")
    except IngestError as error:
        assert error.message
        return
    for member in members:
        try:
            member.read()
        except IngestError as error:
            assert error.message


def test_an_archive_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(packed({"一.txt": PLAN}))
    [member] = archive.members(path, path.name)
    assert member.read() == PLAN
