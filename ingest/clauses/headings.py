"""Where a clause's heading ends and its own text begins.

A heading stands on a line of its own (`一、总体要求`), or is the short first sentence of the paragraph (`1.加强培训。全面…`).
A first sentence that goes on after a comma with a figure, or is long, is body (`4.推进健康食堂建设，针对…`: no heading).
"""

from __future__ import annotations

import re

from ingest.official import PREFACE

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*\n?")
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]|(?=\n)|$)")
_STATEMENT = re.compile(
    r"^(?:到|从|自|截至|力争|确保|每年)\s*(?:\d|[一二]〇|[“\"]?十)|^\d{1,2}月\d{1,2}日|[≥≤]|\d+(?:\.\d+)?\s*(?:%|％|万|亿)"
    r"|^会议(?:听取|审议|研究|原则|指出|强调|要求|认为|同意|明确|决定|传达)|期间要|^(?:各|有关)[^，。]{1,20}?(?:要(?!求)|应当|须|负责)|为(?:牵头|责任|汇总)单位|由[^，。]{2,24}(?:担任|兼任|组成|牵头|召集|主持)|[下内]设|设在|\d\s*(?:公[里斤顷]|平方(?:公里|米)|[个家项座处所条亩户人名次件台套只头吨米])(?:以上|左右|以内)?$"
)
_CUSTOMARY = re.compile(
    r"(?:指导思想|基本原则|总体要求|总体思路|总体目标|主要目标|发展目标|工作目标|目标任务|工作原则|工作要求|重点任务|主要任务|保障措施|组织实施|组织保障|"
    r"工作措施|工作步骤|实施步骤|有关要求|总体考虑|发展现状|发展形势|主要职责|组成人员|编制依据|编制目的|适用范围|实施范围|存在问题)(?=[^，。、的和与及为是\n]{2})"
)
_OPENS_LIST = re.compile(
    r"(?:如下|下列|以下|包括|包含|分别是|分为|主要有)[^，。；：]{0,8}[：:]$"
)  # a sentence that a list completes
_LABEL = re.compile(r"[^，。；：\n]{2,14}[：:](?=[^\n])")
_LABELLED = ("section", "item", "part", "decimal", "subitem", "half")
_UNIT_LABEL = re.compile(r"(?:[局委办厅所站院部科室]|中心|集团|公司|政府|管委会|开发区|街道|乡镇)[：:]$")
"""A unit and what it does: （一）镇农业综合服务中心：负责…."""
_BOX_BEGINS = re.compile(r"[（(]一[)）]|序\s*号|指\s*标\s*(?:名\s*称|单\s*位|(?:19|20)\d\d\s*年)")
"""What begins a box that lost its line breaks: a list, or the head of its table."""
_BRACKETED = r"(?:[^（）()〔〕\[\]]|[（(][^（）()]*[)）])*"
_UNITS_BEHIND = re.compile(rf"[（(〔\[]{_BRACKETED}(?:负责|牵头|配合|参与|责任单位){_BRACKETED}[)）〕\]]$")
"""Who is responsible for all that stands below a heading: 一、强化供水保障（县水务局牵头）."""
_LABEL_LINES = re.compile(r"(?m)^[ \u3000]*[\u4e00-\u9fff]{0,6}(?:单位|部门|领导|责任人|牵头人|分工|时[限间](?:要求)?)[：:].*$")
"""Lines under an item that say who and when (牵头单位：…): one sentence above them is the task itself, not its heading."""
_PREFACE = re.compile(rf"\s*(?P<name>{PREFACE})[ \u3000]*(?=\n)")
_NAMED_BELOW = ("volume", "chapter", "chapter-section")
_ARTICLE_NAMED = re.compile(r"[ \u3000]*[【（(\[](?P<name>[\u4e00-\u9fff、]{2,14})[】）)\]][ \u3000]*(?=[^\s，。；])")
"""What an article is about, in brackets right behind its number: 第一条【首台套奖励】, 第一条（目的依据）."""
_HALF = r"[^\s，。；：、]{4,12}"
_PAIRED = re.compile(rf"[ \u3000]*(?!.{{0,8}}(?:会议|指出|强调|要求|表示|今年|近日|目前|月|日)){_HALF}，{_HALF}。(?=.)")
"""A sentence of two halves at the head of a paragraph, no report of what somebody said or of a day."""
_LEAST_PAIRED = 3
_BELOW = re.compile(r"\n+[ \u3000]*(?P<name>[^\n，。；：、]{2,30})(?=\n|$)")
"""A heading on the line below its marker: 第一章 / 总则."""
_TOPIC_END = " \u3000。：:\n，；"


def heading_end(text: str, form: str, start: int, end: int, has_children: bool) -> tuple[int, str | None]:
    """Offset at which a clause's own text begins (after `start`, the end of its marker), and the heading or None.

    `end` is where the own text ends; `has_children` whether clauses of the clause follow there.
    """
    if form == "row":  # a row has its first cell as marker; what follows are cells
        return start + len(text[start:end]) - len(text[start:end].lstrip("|\t \u3000")), None
    start += len(text[start:end]) - len(text[start:end].lstrip(" \u3000*"))
    if form in _NAMED_BELOW and (below := _BELOW.match(text, start, end)):
        return below.end(), below["name"].strip()
    if form == "article" and (named := _ARTICLE_NAMED.match(text, start, end)):
        return named.end(), named["name"]
    line_end = text.find("\n", start, end)
    line = text[start : line_end if line_end >= 0 else end]
    rest = text[start + len(line) : end]
    rest = (_LABEL_LINES.sub("", rest) if "：" in rest or ":" in rest else rest).strip()
    length = _heading_length(line, form, bool(rest), has_children)
    if not length:
        return start, None
    heading = line[:length].strip(_TOPIC_END).removesuffix("**")
    return start + length, heading or None


def preface(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Offset at which the text before the first part begins, and what it is called on a line of its own (前言), or None."""
    called = _PREFACE.match(text, start, end)
    return (called.end(), re.sub(r"\s", "", called["name"])) if called else (start, None)


def _heading_length(line: str, form: str, rest: bool, has_children: bool) -> int:
    if form in ("after-table", "after-box", "note"):
        return 0
    if form == "question" and not line.rstrip(" *").endswith(("？", "?")):
        asked = re.match(r"[^？?]*[？?](?:\*\*)?", line)
        return len(asked[0]) if asked else len(line)
    if form in ("question", "asked"):
        return len(line)
    first = _first_sentence(line)
    stated = form in _LABELLED and first.endswith(("。", "；")) and not _OPENS_LIST.search(first)
    label = _LABEL.match(line) if stated else None
    alone = len(first.strip()) >= len(_without_units(line).strip())
    if form == "box" and (inside := _BOX_BEGINS.search(line, 4)):
        return inside.start()
    if (form == "article" and first.endswith(("。", "；", "：", ":"))) or _OPENS_LIST.search(first.rstrip()):
        return 0
    if label and (len(label[0]) <= 9 or _UNIT_LABEL.search(label[0])):
        return label.end()
    if alone:
        return _alone(line, form, rest, has_children)
    if form in ("inline", "ordinal"):
        return len(first) if _topic(first, longest=30, commas=0) or _topic(first, longest=26, commas=1) else 0
    if _LABEL.match(line):
        return _topical(first)
    if form in ("part", "section", "chapter") and (known := _CUSTOMARY.match(line)):
        return known.end()
    if has_children and form in ("part", "section") and _topic(first, longest=45, commas=2):
        return len(first)
    return _topical(first)


def is_units(text: str) -> bool:
    """Whether a text is nothing but a bracket of units."""
    units = _UNITS_BEHIND.search(text.strip())
    return units is not None and units.start() == 0


def _first_sentence(line: str) -> str:
    """Up to the first stop; a stop inside quotation marks ends nothing (关于“学得不深。用得不够”的问题)."""
    sentence = _SENTENCE.match(line)
    first = sentence[0] if sentence else line
    closed = line.find("”", len(first)) if first.count("“") > first.count("”") else -1
    return line[: closed + 1] + _first_sentence(line[closed + 1 :]) if closed >= 0 else first


def _without_units(line: str) -> str:
    bare = line.rstrip()
    units = _UNITS_BEHIND.search(bare) if bare.endswith((")", "）", "〕", "]")) else None
    return line[: units.start()] if units and units.start() else line


def _topical(first: str) -> int:
    return (
        len(first)
        if first.endswith("。") and (_topic(first, longest=36, commas=0) or _topic(first, longest=30, commas=1))
        else 0
    )


def _alone(line: str, form: str, rest: bool, has_children: bool) -> int:
    """The line is one sentence: a heading where nothing ends it, or where more of the clause follows."""
    line = _without_units(line)
    bare = line.strip()
    if form in ("inline", "ordinal") and bare.endswith("；"):
        return 0  # one of a list that runs on in one sentence
    if form in ("inline", "ordinal") or (form == "dash" and not rest):
        return len(line) if _topic(bare, longest=30, commas=0) or (rest and _topic(bare, longest=26, commas=1)) else 0
    if bare.endswith(("？", "?")):
        return len(line)
    if (known := _CUSTOMARY.match(bare)) and (len(bare) > 40 or bare[known.end()] in "到以坚围全力深按负"):
        return len(line) - len(line.lstrip()) + known.end()
    if not bare.endswith(("。", "！", "；", "，")):
        return len(line) if len(bare) <= (60 if rest or has_children else 40) and bare.count("，") <= 3 else 0
    return len(line) if (rest or has_children) and bare.endswith("。") and _topic(bare, longest=40, commas=2) else 0


def _topic(sentence: str, *, longest: int, commas: int) -> bool:
    """Whether a sentence names a matter rather than stating one."""
    bare = sentence.strip(_TOPIC_END)
    return 0 < len(bare) <= longest and bare.count("，") <= commas and not _STATEMENT.search(bare) and "：" not in bare


def led_article(text: str, start: int, end: int) -> int:
    """Offset at which the short first sentence of an article ends where more follows it, 0 where there is none."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" \u3000"))
    first = _SENTENCE.match(text, start, end)
    lead = first[0] if first else ""
    led = lead.endswith("。") and _topic(lead, longest=20, commas=0) and not lead.startswith(("为", "本"))
    return start + len(lead) if led and text[start + len(lead) : end].strip() else 0


def lead_paragraphs(text: str, start: int, end: int, *, shown: bool = False) -> list[tuple[int, int, int]]:
    """`(start, end of heading, end)` of paragraphs that open with a short sentence of their own, from the first one on.

    None where the first paragraph does not, or where such paragraphs are the smaller part. Where all do, the sentence may hold
    a comma (以人为本，服务群众。); where all but an introduction do, they count from the second on: two
    of them if the form is `shown` elsewhere in the plan, else three.
    """
    paragraphs = [(start + m.start(), start + m.end()) for m in _PARAGRAPH.finditer(text[start:end])]
    found = _led(text, paragraphs, commas=0)
    if 2 * len(found) > len(paragraphs) or len(found) > 2:
        return found
    for some, commas, least in ((paragraphs, 1, 3), (paragraphs[1:], 0, 2 if shown else 3)):
        if len(some) >= least and len(found := _led(text, some, commas=commas)) == len(some):
            return found
    return []


def paired_paragraphs(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """`(start, end of heading, end)` of the paragraphs of a briefing without numbers that all, but for an introduction, open
    with a sentence of two halves (加强水源保护，保障水质安全。): three at least, else none."""
    paragraphs = [(start + m.start(), start + m.end()) for m in _PARAGRAPH.finditer(text[start:end])]
    leads = [_PAIRED.match(text, begin, stop) for begin, stop in paragraphs]
    found = [(begin, lead.end(), stop) for (begin, stop), lead in zip(paragraphs, leads, strict=True) if lead]
    return found if len(found) >= _LEAST_PAIRED and all(leads[1:]) else []


def _led(text: str, paragraphs: list[tuple[int, int]], *, commas: int) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for start, end in paragraphs:
        head = _lead(text[start:end], commas)
        if not head:
            break
        found.append((start, start + head, end))
    return found


def _lead(paragraph: str, commas: int) -> int:
    """Length of the short first sentence of a paragraph that goes on after it, 0 where there is none."""
    indent = len(paragraph) - len(paragraph.lstrip(" \u3000"))
    first = _SENTENCE.match(paragraph, indent)
    lead = first[0] if first else ""
    longer = indent + len(lead) < len(paragraph.rstrip())
    return indent + len(lead) if lead.endswith("。") and longer and _topic(lead, longest=25, commas=commas) else 0
