"""The record 信息公开表 that a government site prints above a document: 索引号, 发文字号, 成文日期, in cells or line by line.

It belongs to the page, not to the document, and says what the document's own text may leave out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.model import Span

_ISSUED_BY = r"(?:发文|制发|发布|印发|颁布|公布)(?:机关|机构|单位|部门)"
_NUMBERED = r"(?:发\s*文\s*(?:字|文)\s*号|文\s*件?\s*编?\s*号|备注[/／]文号)"
_DATED = r"(?:成文|颁布|发文|制发|(?:公文)?生成|印发)(?:日期|时间)"
_TITLED = r"(?:(?:发文)?标\s*题|名\s*称|信息名称|文件名称)"
_LABEL = (
    rf"(?:{_ISSUED_BY}|{_NUMBERED}|{_DATED}|{_TITLED}|索\s*引\s*[号码]|主题(?:分类|词)|组配分类|信息分类|体裁分类|文种(?:分类)?|公文种类|分\s*类"
    r"|公开(?:目录|形式|方式|类别|范围|程序|责任部门|日期|时间|时限|属性)|责任编辑|政策咨询(?:机关|电话)|政策解读"
    r"|(?:发布|公布|生效|施行|实施|废止|失效|有效|更新|检索|归档|著录)(?:日期|时间)|内容(?:概述|概要|摘要)|有\s*效\s*性|(?:公文)?时\s*效(?:性|状态)?|文件状态"
    r"|信息来源|稿件来源|来\s*源|作\s*者|关\s*键\s*词|检索关键词|(?:浏览|阅读|访问|点击)(?:次数|人数|人次|量|数)|(?:责任|主办|承办|起草)(?:部门|单位)|统一编号|法律效力|效力(?:级别|等级|状态)|字\s*[号体](?:大小)?"
    r"|视力保护色|下载地址|原文链接|日\s*期|文档类型)"
)
_OPENING = r"[\s•·●▪*\-–|\[【［]*(?:\d{1,2}[.．、]\s*)?[\s\[【［]*"
_LINE = re.compile(rf"{_OPENING}{_LABEL}\s*(?:[\]】］]|[：:|｜])")
_CELL = re.compile(rf"(?:^|\|)\s*{_LABEL}\s*[：:]?\s*\|")
_GLUED = re.compile(rf"[•·●▪]\s*{_LABEL}")
"""A list of the record whose colons were drawn by the page alone: `• 成文日期2024年3月1日`."""
_BESIDE = re.compile(rf"{_OPENING}{_LABEL} \S{{1,40}}? {_LABEL}(?: |$)")
"""Labels and cells side by side without colons: 发布机构 溪源县水务局 文 号 溪水〔2031〕5号."""
_KNOWN = re.compile(rf"{_OPENING}{_LABEL}")
_PAIR = re.compile(rf"{_OPENING}(?:(?!各|同志)[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{{1,7}}[：:]|{_LABEL}(?=\S))[^。]{{1,100}}")
"""A label and what it says; a label alone may be the addressees."""
NEAR, _LEAST = 8, 4
"""How far to look for the lines beside one, and how many with labels make a record."""
_SUMMARY = re.compile(rf"{_OPENING}内容(?:概述|概要|摘要)")
_LONGEST = 200
_EMPTY = re.compile(rf"{_OPENING}{_LABEL}\s*[\]】］]?\s*[：:|｜]?\s*$")
_FILL = re.compile(
    r"[|｜\s]*|[•·●▪]\s*\S.{0,80}|[\dA-Z]{6,}[/／][\d\-A-Z]+|\d{4}[-年]\d{1,2}[-月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_BETWEEN = r"\s*[\]】］]?[\s：:|｜]*"
_ORGAN = r"[\u4e00-\u9fff]{4,30}?(?:政府|办公[厅室]|委员会|[部厅局署委])"
_DAY = r"(?P<y>20\d\d|19\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"


@dataclass(frozen=True, slots=True)
class Record:
    """What a record states, each as a span of the text; None where it is silent."""

    number: Span | None = None
    date: Span | None = None
    issuer: Span | None = None
    title: Span | None = None


def is_record(lines: Sequence[str], i: int) -> bool:
    """Whether a line belongs to a record: it opens with a label, fills a cell, is the value between two labels, or one of
    several side by side that all have labels, known ones among them (`lines` reach `NEAR` to either side)."""
    line = lines[i]
    if len(line) > _LONGEST or ("。" in line and not _SUMMARY.match(line)):
        return False
    labelled = _LINE.match(line) or _GLUED.match(line) or _BESIDE.match(line)
    if labelled or _FILL.fullmatch(line) or (line.count("|") > 1 and _CELL.search(line)):
        return True
    before, after = lines[i - 1] if i else "", lines[i + 1] if i + 1 < len(lines) else ""
    if len(line) <= 60 and _KNOWN.match(line) and _BESIDE.match(before):
        return True  # alone in the last row of labels side by side
    return (len(line) <= 60 and bool(_EMPTY.match(before)) and bool(_LINE.match(after))) or _listed(lines, i)


def _listed(lines: Sequence[str], i: int) -> bool:
    """Whether a line with a label stands among such lines, some with labels of a record: 所属行业：… next to 发文文号：…, or
    发文机关溪源县水务局 next to 发文日期2031年5月6日, as a page shows whose columns were lost. Above the first known label
    a title may stand: 望岭镇：三招守住安全."""
    if not _PAIR.fullmatch(lines[i]):
        return False
    above = [lines[i], *takewhile(_PAIR.fullmatch, lines[:i][::-1])]
    beside = [*above, *takewhile(_PAIR.fullmatch, lines[i + 1 :])]
    known = sum(_KNOWN.match(line) is not None for line in beside)
    return len(beside) >= _LEAST and 2 * known >= _LEAST and any(map(_KNOWN.match, above))


def read(text: str, start: int, end: int, number: str) -> Record:
    """The fields of a record in `[start, end)`; `number` is the pattern of a document number."""
    return Record(
        _value(text, start, end, _NUMBERED, number),
        _value(text, start, end, _DATED, _DAY),
        _value(text, start, end, _ISSUED_BY, rf"{_ORGAN}(?=[\s|\]】]|$|{_LABEL}\s*[：:])"),
        _value(text, start, end, _TITLED, rf"[^\n|｜]{{6,90}}?(?=\s*(?:[|｜\n]|$|{_LABEL}\s*[：:]))"),
    )


def iso(value: str) -> str | None:
    """ISO 8601 form of a day as records print it (2024-3-1, 2024年03月01日)."""
    found = re.search(_DAY, value)
    return f"{int(found['y']):04d}-{int(found['m']):02d}-{int(found['d']):02d}" if found else None


def _value(text: str, start: int, end: int, label: str, value: str) -> Span | None:
    found = re.compile(rf"{label}{_BETWEEN}(?P<value>{value})").search(text, start, end)
    return Span(*found.span("value")) if found else None
