"""Word files for tests: packages of raw XML, for what python-docx can't write, and the sample corpus as Word would hold it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from ingest.canonical.text import canonical
from ingest.load import load

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LEVELS = {  # what a marker at the head of a paragraph looks like -> level, format and text of its list
    r"[一二三四五六七八九十]{1,3}、": (0, "chineseCountingThousand", "%1、"),
    r"（[一二三四五六七八九十]{1,3}）": (1, "chineseCounting", "（%2）"),
    r"\d{1,2}\.(?!\d)": (2, "decimal", "%3."),
    r"（\d{1,2}）": (3, "decimal", "（%4）"),
}


def package(body: str, **parts: str) -> bytes:
    """A Word file with this body; `numbering`, `styles`, `footnotes` … are the insides of further parts."""
    names = {"officeDocument": ("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")}
    for kind, inside in parts.items():
        names[kind] = (f"word/{kind}.xml", f"<w:{kind} {W}>{inside}</w:{kind}>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", _content_types(names))
        made.writestr("_rels/.rels", _relations(["officeDocument"], names, ""))
        made.writestr("word/_rels/document.xml.rels", _relations(list(parts), names, "word/"))
        for name, xml in names.values():
            made.writestr(name, xml)
    return out.getvalue()


def _relations(kinds: list[str], names: dict[str, tuple[str, str]], folder: str) -> str:
    rows = (
        f'<Relationship Id="r{n}" Type="{_TYPE}/{k}" Target="{names[k][0].removeprefix(folder)}"/>' for n, k in enumerate(kinds)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'
    )


def _content_types(names: dict[str, tuple[str, str]]) -> str:
    main = {"officeDocument": "document.main"}
    rows = (
        f'<Override PartName="/{name}" ContentType="{_WORD}.{main.get(kind, kind)}+xml"/>' for kind, (name, _) in names.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{"".join(rows)}</Types>'


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    words = "<w:tab/>".join(f'<w:t xml:space="preserve">{word}</w:t>' for word in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{words}</w:r></w:p>"


def listed(text: str, level: int = 0, num: int = 1) -> str:
    """A paragraph with an automatic number."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(n: int, form: str, text: str, more: str = "") -> str:
    """A level of a list, `text` as in `第%1章`."""
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The inside of numbering.xml: one list with its uses."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def paragraphs(name: str) -> list[str]:
    """A document of the sample corpus as its paragraphs, as a typist would enter them."""
    loaded, _ = load((Path("corpus/documents") / name).read_bytes(), name)
    return canonical(loaded.text).text.split("\n")


def numbered(lines: list[str]) -> bytes:
    """A Word file whose numbers are automatic wherever a list with one start and no restart by hand prints the same."""
    uses: list[str] = []
    body, counters = [], [0, 0, 0, 0]
    for line in lines:
        found = next(((m, *row) for pattern, row in _LEVELS.items() if (m := re.match(pattern, line))), None)
        if found is None:
            body.append(p(_escaped(line)))
            continue
        mark, at, _, _ = found
        counters[at + 1 :] = [0] * len(counters[at + 1 :])
        counters[at] += 1
        number = _value(mark[0])
        if number != counters[at]:
            override = f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{number}"/></w:lvlOverride>'
            uses.append(f'<w:num w:numId="{len(uses) + 2}"><w:abstractNumId w:val="0"/>{override}</w:num>')
            counters[at] = number
            body.append(listed(_escaped(line[mark.end() :]), at, len(uses) + 1))
        else:
            body.append(listed(_escaped(line[mark.end() :]), at))
    made = [level(n, form, text) for n, form, text in _LEVELS.values()]
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + "".join(uses)
    return package("".join(body), numbering=lists(*made, nums=nums))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _value(mark: str) -> int:
    from ingest.numerals import ordinal

    found = re.search(r"[一二三四五六七八九十]+|\d+", mark)
    value = ordinal(found[0]) if found else None
    assert value is not None
    return value
