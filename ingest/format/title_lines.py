"""Which of the lines that look like a title are one, and which name the organs above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Span
from ingest.official import DOC_TYPE, ISSUER_END, TYPE_WORD

_ISSUES = re.compile(r"(?:印发|转发|下发|发布)(?!.*(?:通知|意见》|方案》)$)")
_WHOLE = re.compile(rf"(?:[^《》“]{{2,40}}?{ISSUER_END})?关于.{{6,}}{TYPE_WORD}")
"""A title that is whole in one line: what stands above it is the page's, if it is no organ and names nothing (印发《)."""
_PLACED = re.compile(rf"[\u4e00-\u9fff]{{2,8}}[省市县区州旗盟][^，。《》]{{6,}}{TYPE_WORD}(?:[（(][^（(）)]*[)）])?")
_OPEN_TITLE = re.compile(r"关于|印发|转发|贯彻|落实|[的和与、《]$")
"""A title with its place in one line, and what shows that the lines above go on with it nevertheless."""
_GOES_ON = re.compile(rf"[（(][^（(）)]*[)）](?:的{TYPE_WORD})?|的{TYPE_WORD}")
"""What goes on with a title that seems whole: 某某规划 / （2031—2035年）的批复."""
_OWN_NAME = re.compile(
    r"(?P<organ>[^《》“]{2,40}代表大会(?:常务委员会|常委会)?)(?!关于).*|.*(?:政府|委员会|公署|[局厅])(?:常务会议|全体会议)?(?:工作|议事)规则"
)
"""A title whose first line is the organ: 某县人民代表大会常务委员会 / 预算监督办法, 某县人民政府 / 工作规则."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:省|市|自治区|县|区|州|盟|旗)")
_OF_PLACE = re.compile("人民政府|办公[厅室]")
_TWICE = re.compile(r"(?P<name>[^，]{8,})，(?P<organ>[\u4e00-\u9fff]{2,20}?)(?P<title>(?P=organ)(?P=name))")


def settled(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Of lines that look like a title those that are, the group that ends like one, and those that name the organs above it."""
    groups = _groups(text, spans)
    typed = [group for group in reversed(groups) if DOC_TYPE.search(joined(text, group))]
    more = [group for group in typed if not DOC_TYPE.fullmatch(joined(text, group))]  # than a column's name: 政策
    best = next(iter(more or typed), None) or (max(groups, key=len) if groups else [])
    above = [span for span in spans if span not in best]
    drawn = {joined(text, [span]) for span in above}
    while (
        len(best) > 1
        and joined(text, best) not in drawn  # the page shows organ and title in one line
        and not any(map(str.isdecimal, joined(text, best[:1])))
        and re.search(rf"(?:{ISSUER_END}(?:[（(][^）)]*[)）])?|文件)$", joined(text, best[:1]))
        and not _names(text, best)
    ):
        above.append(best[0])
        best = best[1:]
    return best, _organs(text, sorted(above))


def _organs(text: str, above: Sequence[Span]) -> list[Span]:
    """The lines above a title that name organs; a place alone belongs to the organ below it (青岚省 / 人民政府文件)."""
    names = [_names_organs(text[span.start : span.end].strip()) for span in above]
    of_place = [_PLACE.fullmatch(joined(text, [a])) and _OF_PLACE.match(joined(text, [b])) for a, b in pairwise(above)]
    return [span for span, names_one, place in zip(above, names, [*of_place, None], strict=False) if names_one or place]


def _names_organs(line: str) -> bool:
    """Whether a line above a title names organs, and is not the title as the page prints it in one line."""
    return re.search(rf"{ISSUER_END}(?:\s|文件|[（(]|$)", line) is not None and not DOC_TYPE.search(line)


def joined(text: str, spans: Sequence[Span]) -> str:
    """The words of some lines without white space."""
    return re.sub(r"\s+", "", "".join(text[s.start : s.end] for s in spans))


def named_once(text: str, spans: Sequence[Span]) -> list[Span]:
    """A saved page's own title in front of the printed one (关于…的意见，某机关 某机关关于…的意见): the printed one alone."""
    if not spans:
        return list(spans)
    places = [i for span in spans for i in range(span.start, span.end) if not text[i].isspace()]
    found = _TWICE.fullmatch("".join(text[i] for i in places))
    start = places[found.start("title")] if found else spans[0].start
    return [Span(max(start, span.start), span.end) for span in spans if span.end > start]


def _groups(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Title lines that stand side by side; one that ends like a title closes its group."""
    groups: list[list[Span]] = []
    for span in spans:
        adjacent = groups and text[groups[-1][-1].end : span.start].strip() == ""
        shown = text[span.start : span.end].strip()
        years = _GOES_ON.fullmatch(shown)
        before = joined(text, groups[-1]) if groups else ""
        apart = _WHOLE.fullmatch(shown) and not re.search(f"(?:{ISSUER_END}[)）]?|《[^》]*)$", before)
        apart = apart or bool(not years and before and _PLACED.fullmatch(shown) and not _is_open(before))
        goes_on = years or not DOC_TYPE.search(before) or (_ISSUES.search(before) and not before.endswith("通知"))
        if adjacent and goes_on and not apart:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _is_open(title: str) -> bool:
    """Whether a title goes on: an organ stands there, or words that lead to a name."""
    return _OPEN_TITLE.search(title) is not None or re.search(rf"{ISSUER_END}[)）]?$", title) is not None


def _names(text: str, block: Sequence[Span]) -> bool:
    """Whether the first line belongs to the title: an organ right before 关于 or before another one's name, not a red head
    (…文件), nor the same organ as the second line names."""
    first, second = text[block[0].start : block[0].end].strip(), text[block[1].start : block[1].end].strip()
    named = re.match(rf"(?P<organ>[^《》“]{{2,40}}?{ISSUER_END})(?:关于|$)", second)
    beside = named is not None and not first.endswith(named["organ"])
    own = _OWN_NAME.fullmatch(first + second) is not None and first[:2] != second[:2]
    return not first.endswith("文件") and (second.startswith(("关于", "印发", "（", "(")) or beside or own)
