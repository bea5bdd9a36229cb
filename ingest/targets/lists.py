"""Names in lists: what is said once for several figures belongs to each (城镇、农村居民收入分别达到…, 30个市级和5个省级站)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.segment import segmenter
from ingest.targets.ellipsis import EARNED, MEASURED
from ingest.targets.ellipsis import completed as filled
from ingest.targets.rules import rules

_APART = re.compile(r"(?:分别|各自)(?P<act>[一-鿿]{0,4})$")
_DIVIDERS = (re.compile(r"以及|[、和与]|(?<![普涉])及(?![时格])"), re.compile("、"), re.compile("和|以及"))
_HEAD = re.compile(
    r"(?:单位|万元|亿元)[一-鿿A-Z]{0,6}?(?:生产总值|GDP|增加值|产值|产品|面积)"
    r"|\d[\d—-]*岁(?:及?以[上下])?[一-鿿]{0,4}?(?:儿童|青少年|老年人|人口|居民|妇女|学生)"
)
_AREA = re.compile(r"[一-鿿]{1,8}?(?:地区|平原|山地|山区|高原|盆地|流域|城市群|三角洲?|区域)")
_TOWN_AND_COUNTRY = re.compile("城乡(?=(?:常住)?居民|低保|特困)")  # 城乡居民收入分别增长5%、6%
_OPENS_TAIL = re.compile(r"(?<=[一-鿿])(?:重点|主要|综合|(?:居民)?人均|亩均|户均|平均|规范|产地)")
_STANDARD = re.compile("(?:标准|水平)$")
_SHARE = re.compile(r"(?:率|比例|比重|占比)$")
_SIZE = re.compile(r"(?P<of>[^，。、的]{2,8})(?:超过?|过|突破|达到?)[十百千万亿\d.]+元?(?:以上)?(?=的|$)")  # 年收入过百亿
_BY_SIZE, _BY_MONEY = re.compile("[十百千万亿五]+(?:元|亩|吨|人)"), re.compile("[十百千万亿五]+元")
_EARNING = re.compile(rf"(?P<of>[^，。、]*?(?:收入|产值|营收|税收|销售额|交易额|增加值)){_BY_MONEY.pattern}")
_CLASS = re.compile(r"[^，。、]{1,6}?(?P<kind>[级型类])(?:及?以上)?")
_CLASSED = re.compile(r"[^，。、]{1,6}?(?P<kind>[级型类])(?:及?以上)?(?P<what>[^，。、]{2,})")


def paired(indicator: str, count: int) -> list[str]:
    """`花生种植、收获机械化率` for two figures: 花生种植机械化率, 收获机械化率; the whole for each where parts do not fit."""
    act = _APART.search(indicator)
    stem, act_said = (indicator[: act.start()], act["act"]) if act else (indicator, "")
    parts = _parts(stem, count)
    if count == 2 and not parts and _TOWN_AND_COUNTRY.search(stem):
        return [_TOWN_AND_COUNTRY.sub(side, stem) + act_said for side in ("城镇", "农村")]
    if count == 1 or not parts:
        return [(stem + act_said) or indicator] * count
    head, tail = _shared_head(parts), _shared_tail(parts)
    named = [parts[0], *(head + filled(part, parts[0], "", listed=True) for part in parts[1:])]
    return [*(part + tail + act_said for part in named[:-1]), named[-1] + act_said]


def completed(names: Sequence[str]) -> list[str]:
    """Names of one sentence in order: `市级`, `省级实训基地` gives 市级实训基地 to the first, and so it is with a class that
    stands alone behind its list (`省级实训基地`, `国家级`). `年收入过百亿`, `年收入过十亿的企业` share 企业; `年收入百亿元县`,
    `十亿元镇` share what is earned."""
    done = list(names)
    for i, name in enumerate(names):
        short = _CLASS.fullmatch(name)
        beside = [*names[i + 1 : i + 3], *reversed(names[:i])] if short else []
        whole = next(filter(None, map(_CLASSED.fullmatch, beside)), None)
        if short and whole and whole["kind"] == short["kind"]:
            done[i] = name + whole["what"]
        elif i + 1 < len(names) and (shared := _of_the_next(name, names[i + 1])):
            done[i] = name + shared
        elif _BY_MONEY.match(name) and (before := next(filter(None, map(_EARNING.match, reversed(done[:i]))), None)):
            done[i] = before["of"] + name
    return done


def _of_the_next(name: str, following: str) -> str:
    """的企业 for `年收入过百亿` before `年收入过十亿的企业`, 示范片 for `十万亩` before `万亩示范片`; '' where not alike."""
    size, sized = _SIZE.fullmatch(name), _SIZE.match(following)
    if size and sized and size["of"] == sized["of"]:
        return following[sized.end() :]
    area = _BY_SIZE.match(following) if _BY_SIZE.fullmatch(name) else None
    return following[area.end() :] if area else ""


def _parts(stem: str, count: int) -> list[str]:
    """The stem in as many parts as there are figures; none where no divider makes so many."""
    for divider in _DIVIDERS:
        parts = [part for part in divider.split(stem) if part]
        if len(parts) == count:
            return parts
    return []


def _shared_head(parts: Sequence[str]) -> str:
    """单位地区生产总值 of 单位地区生产总值能耗、水耗; 3岁以下儿童 of 3岁以下儿童贫血率和龋患率."""
    found = _HEAD.match(parts[0])
    return found[0] if found and not any(map(_HEAD.match, parts[1:])) else ""


def _shared_tail(parts: Sequence[str]) -> str:
    """What the last part says for all: 居民人均可支配收入 of 城镇、农村居民人均可支配收入, 公路 of 新建、改建公路."""
    last = parts[-1]
    if not any(_wants_tail(part, last) for part in parts[:-1]):
        return ""
    if "的" in last:
        return "".join(last.partition("的")[1:])
    if earned := EARNED.search(last):
        return earned[0]
    if parts[0].endswith(("城镇", "城市")) and last.startswith("农村"):
        return last.removeprefix("农村")
    alike, area, opens = last.rfind(parts[0][-1]) + 1, _AREA.match(last), _OPENS_TAIL.search(last)
    if area and _AREA.search(parts[0]):
        return last[area.end() :]
    if opens and not any(map(_OPENS_TAIL.search, parts[:-1])):
        return last[opens.start() :]
    return last[alike:] if 0 < alike < len(last) and alike in _word_ends(last) else last[_item_end(parts) :]


def _wants_tail(part: str, last: str) -> bool:
    if (standard := _STANDARD.search(last)) and not _STANDARD.search(part):
        return True
    if not (standard or MEASURED.search(last)):
        return len(part) == 1 or (_CLASS.fullmatch(part) or rules().kept.fullmatch(part)) is not None
    return not MEASURED.search(part) or (_SHARE.search(last) is not None and not _SHARE.search(part))


def _item_end(parts: Sequence[str]) -> int:
    """Where the last part's own item ends, at the end of a word: near the length of the other items. Of two parts the first
    may begin with what both share, so there the first word decides."""
    last = parts[-1]
    words = [(start, end) for _, start, end in segmenter().words(last)]
    whole = _word_ends(last)
    usual = max(map(len, parts[:-1])) if len(parts) > 2 else min(2, len(parts[0]))
    near = [end for _, end in words if abs(end - usual) < 2 and end in whole] or [end for _, end in words]
    return min(near, key=lambda end: (abs(end - usual), end), default=len(last))


def _word_ends(text: str) -> set[int]:
    """Where words end, but not inside of longer ones."""
    words = [(start, end) for _, start, end in segmenter().words(text)]
    return {end for _, end in words if not any(low < end < high for low, high in words)}
