"""What a document says of its own parts (抓好七项重点工作, 本方案共八个方面25条) against the parts that were found.

A clause that announces so many tasks is held against its own children: in its heading, or in the sentence right before them.
What the beginning says of the whole document is held against the number of clauses of each level. Precision comes first: where
it is not clear what is counted, only an agreement is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.issues import issue
from ingest.model import Clause, Issue, Span
from ingest.numerals import ordinal

_COUNT = re.compile(
    r"(?<![第“‘《\d.〔一二三四五六七八九十百])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>个方面|方面|个部分|部分|项|条|大|个|步)(?P<of>[^，。；：、“”《》\n\d]{0,14})"
)
_COUNTED = re.compile(r"(?:任务|举措|措施|行动|行动计划|工作|工程|要求|原则|步骤|内容|事项|意见)$|^(?:走|推进|实施)?$")
_OF_PARTS = ("个方面", "方面", "个部分", "部分", "条", "步")
_SELF = re.compile(
    r"本(?:规划|方案|意见|措施|办法|计划|纲要|细则|政策)[^。；“《]{0,12}(?:共|分为?|包括|包含|提出|明确|部署|从)[^。；《]{0,60}$"
)
_LARGE = 8
_LEVELS = ("part", "section", "item", "subitem")


def counts(text: str, clauses: Sequence[Clause]) -> tuple[Issue, ...]:
    """An agreement (info) or a difference (warning) for each figure a document gives of its own clauses."""
    children: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        if clause.parent and clause.kind != "box":
            children[clause.parent].append(clause)
    found = [made for clause in clauses for made in _announced(text, clause, children[clause.eid])]
    return (*found, *_of_the_whole(text, clauses))


def _announced(text: str, clause: Clause, children: Sequence[Clause]) -> Iterator[Issue]:
    """A figure in the heading of a clause, or in the last sentence before its children."""
    if len(children) < 2 or clause.kind == "preamble":
        return
    end = clause.own.start + len(text[clause.own.start : clause.own.end].rstrip())
    last = max(text.rfind(sign, clause.head.end, end - 1) for sign in "。；！？\n") + 1
    for start, stop in ((clause.head.start, clause.head.end), (max(last, clause.head.end), end)):
        told = [match for match in _COUNT.finditer(text, start, stop) if _number(match) > 1]
        if told and _speaks_of_parts(told[-1]):
            yield from _compared(told[-1], [len(children)], marked=all(child.marker for child in children))
            return


def _of_the_whole(text: str, clauses: Sequence[Clause]) -> Iterator[Issue]:
    """本方案共八个方面25条: said in the notice or the preamble, of the clauses of any level.

    Without 本方案 it is not sure what is counted; that a large number is met by chance is unlikely.
    """
    totals = Counter(clause.kind for clause in clauses if clause.kind in _LEVELS)
    for clause in clauses:
        if clause.kind == "preamble" or clause.eid == "N":
            for match in _COUNT.finditer(text, clause.own.start, clause.own.end):
                if _number(match) > 1 and _speaks_of_parts(match):
                    own = _SELF.search(text, clause.own.start, match.start()) is not None
                    if own or _number(match) >= _LARGE:
                        yield from _compared(match, [totals[kind] for kind in _LEVELS if totals[kind]], marked=own)


def _speaks_of_parts(match: re.Match[str]) -> bool:
    return match["unit"] in _OF_PARTS or _COUNTED.search(match["of"]) is not None


def _compared(match: re.Match[str], found: Sequence[int], *, marked: bool) -> Iterator[Issue]:
    said, span = match[0].strip(), Span(match.start(), match.end())
    if _number(match) in found:
        yield issue("count-agrees", span, said=said, found=_number(match))
    elif marked and found:
        yield issue("count-differs", span, said=said, found="、".join(map(str, found)))


def _number(match: re.Match[str]) -> int:
    return 2 if match["n"] == "两" else ordinal(match["n"]) or 0
