"""公文 elements of the whole (GB/T 9704-2012, clause 7): what the text itself states about title, number, organs, date.

Where a notice carries a plan, the plan is the work: title, type and period are the plan's; number, issuers, addressees and
date the notice's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from ingest.format import record
from ingest.format.enclosures import whole_title
from ingest.format.layout import Layout
from ingest.format.place import UNNAMED, level_spoken, place_of
from ingest.format.validity import validity
from ingest.format.webpage import title_key
from ingest.model import Span, Work
from ingest.numerals import DATE, iso_date, ordinal
from ingest.official import DOC_TYPE, ISSUER_END, NUMBER

_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[—\-－–~～至到]+\s*(20\d\d)\s*年?")
_FIVE_YEARS = re.compile(r"[“\"]?([一二三四五六七八九十]{2,3})五[”\"]?(?=规划|时期|期间|[\u4e00-\u9fff]{0,40}规划)")
_EXPLAINED = re.compile(r"解读\s*[：:]\s*《([^》]+)》")
_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_HEAD = 1500  # characters in which a text says what it is
_SELF = re.compile(
    r"本((?:实施|工作|行动|试点|暂行|管理|若干)?(?:规划|方案|预案|意见|措施|办法|计划|纲要|细则|政策|规定|规则|制度|通知|通告|公告|决定))"
)
_SAID = re.compile(
    r"(?:制定|提出|作出|作)(?:了)?(?:如下|以下)(?:具体|工作|实施)?(?P<made>[若政实指][\u4e00-\u9fff]{1,4}|意见|方案|措施|办法|规定|决定)(?=[。：，])"
    r"|(?:事项|要求|如下|情况|现)?(?P<told>通知|公告|通告|通报|决定|批复|函复|解读)如下[。：]"
)
"""The sentence before the first part says what the paper is: 特制定如下政策措施。 现将有关事项通知如下："""
_BY_PRESS = re.compile(r"记者\s*[：:]|本报讯|新华社\S{0,12}电|来源\s*[：:]\S{0,8}(?:日报|晚报|新闻网|融媒体)")
_EXPLAINS = re.compile(r"(?:同志|负责人|专家|主任|[局厅处科司]长)(?:深度|权威)?解读")
_OF_ORGAN = re.compile(
    rf"([^《》“]{{2,60}}?{ISSUER_END})\s*(?:关于|印发|贯彻|转发|批转|20\d\d年|(?:公告|通告)$|(?:常务会议|全体会议|党组)?(?:工作|议事)规则)"
)
"""An organ in front of what it issues, or of the rules it works by: 某县人民政府工作规则."""
_ISSUED_BY = re.compile(
    rf"(?:^|[\s”】])(?P<organs>[\u4e00-\u9fff ]{{3,60}}?{ISSUER_END})\s*(?:关于)?(?:印发|公布|发布)"
    r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》的通知"
)
_ANNOUNCED = re.compile(
    rf"(?:^|[，,。！\s])(?P<organs>[\u4e00-\u9fff]{{3,30}}?{ISSUER_END})\s*(?:印发|发布|出台|公布|下发)了?"
    r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》[^。]{0,16}?如下"
)
"""What a page says above a document that prints no title: 5月3日，溪源县教育局发布《…的通知》，具体内容如下."""
_WHOLE_TEXT = re.compile(r"[（(](?:最新)?(?:版本?)?全文[)）]$")
"""What a page says behind a title: （全文）."""
_PRESS = re.compile(r"印发\s*《[^》]+》$")
_LAW = re.compile(r"中华人民共和国[^，。]{2,30}?(法)(?:[（(][^）)]*[)）])?")
_MADE_HERE = re.compile(r"特制[定订]了?《((?:[^《》]|《[^《》]*》)+)》[。，]")
"""What a text without a title says it is: 特制定《溪源县节水方案》。"""
_ANSWERED_BY = re.compile(rf"(?:联\s*系|承\s*办|答\s*复)\s*单\s*位\s*[：:]\s*([\u4e00-\u9fff]{{4,30}}?{ISSUER_END})(?=\s|$)")
"""Who answers a proposal 提案, below the date of the answer."""
_COUNTED_IN = re.compile(r"[〔\[［（(【]\s*([12]\d{3})\s*[〕\]］）)】]")
"""The year in a number 发文字号, by which the documents of an organ are counted."""
_FOOT = 300


def work(text: str, made: Layout, path: str) -> Work:
    """The work a layout shows. Missing fields are None or empty, never guessed from other documents."""
    notice, plan = made.fronts[0], made.fronts[-1] if len(made.fronts) > 1 else made.fronts[0]
    if len(made.fronts) > 2:
        plan = made.fronts[1]
    evidence: dict[str, Span] = {}
    title = _title(text, made, plan.title_text, plan.title, evidence, path)
    issuers = _issuers(text, made, title, evidence)
    region = place_of(text, made, title, issuers)
    number = notice.number or plan.number or notice.record.number
    if number:
        evidence["doc_number"] = number
    date = _date(text, made, evidence)
    carrier = notice.title_text if notice is not plan and notice.title_text else None
    zones = [zone.span for zone in made.zones if not zone.prefix.startswith("A")]
    in_force, expires = validity(text, zones, date)
    return Work(
        title=title,
        doc_number=_number(text, number),
        issuers=issuers,
        addressees=_addressees(text, made, evidence),
        date=date,
        level=region.level if region else level_spoken(text),
        region=region.name if region else None,
        division=region.code if region else None,
        doc_type=_type(text, made, title, carrier),
        period=period(title),
        carrier=carrier,
        in_force=in_force,
        expires=expires,
        evidence=evidence,
    )


def doc_type(title: str) -> str | None:
    """文种: the word a title ends with, as specific as printed (实施意见, 行动计划); 行动 alone counts as 行动计划."""
    if _PRESS.search(title):
        return "新闻稿"
    if _EXPLAINS.search(title):
        return "解读"
    found = DOC_TYPE.search(title) or _LAW.fullmatch(title)
    if not found:
        return None
    return {"专项行动": "行动计划", "行动": "行动计划", "政策解读": "解读"}.get(found[1], found[1])


def period(title: str) -> tuple[int, int] | None:
    """规划期 of a title: （2021—2023年） as printed, “十四五” as the fourteenth five years (2021–2025)."""
    if years := _PERIOD.search(title):
        return int(years[1]), int(years[2])
    if plan := _FIVE_YEARS.search(title):
        number = ordinal(plan[1])
        return (1951 + 5 * number, 1955 + 5 * number) if number and number > 5 else None
    return None


def _type(text: str, made: Layout, title: str, carrier: str | None) -> str | None:
    """The title's own type; a press piece about a 行动 is no plan of action."""
    own = doc_type(title)
    if (own is None or re.search(r"(?<!专项)行动$", title)) and _BY_PRESS.search(text, 0, 400):
        return "新闻稿"
    return own or (doc_type(carrier) if carrier else None) or _by_form(text, made)


def _title(text: str, made: Layout, joined: str, spans: Sequence[Span], evidence: dict[str, Span], path: str) -> str:
    stated = made.fronts[0].record.title
    typed = stated is not None and doc_type(text[stated.start : stated.end]) is not None
    alone = not made.issued or (typed and len(made.fronts) == 1)
    if stated and alone and (not spans or (typed and doc_type(joined) is None)):
        spans, joined = [stated], re.sub(r"\s+", "", text[stated.start : stated.end])
    if spans:
        evidence["title"] = Span(spans[0].start, spans[-1].end)
        return whole_title(_WHOLE_TEXT.sub("", joined), made.issued if len(made.fronts) > 1 else ())
    named = (
        made.issued
        if len(made.issued) == 1
        else [m[1] for e in made.elements if (m := _EXPLAINED.search(text, e.span.start, e.span.end))]
    )
    if not named and (made_here := _MADE_HERE.search(text, 0, _HEAD)):
        named = [made_here[1]]
    if not named and (announced := _announced(text, made)):
        named = [announced["title"]]
    return re.sub(r"\s+", "", named[0]) if named else PurePath(path).stem


def _number(text: str, span: Span | None) -> str | None:
    found = NUMBER.search(text, span.start, span.end) if span else None
    printed = re.sub(r"\s+", "", found[0]) if found else ""
    return re.sub(r"^(?:发文字号|文号)|^[（(](?!\d\d[）)])", "", printed).translate(_FIGURES) or None


def _issuers(text: str, made: Layout, title: str, evidence: dict[str, Span]) -> tuple[str, ...]:
    """署名; where there is none the red head, then in the title the organ in front of 关于, or whose own rules it is."""
    titled = _titled(text, made, title)
    spans = made.signature or next((front.issuers for front in made.fronts if front.issuers), [])
    printed = _names([text[span.start : span.end] for span in spans])
    of_page = not made.signature and len(printed) == 1 and titled and not printed[0].endswith(titled[-1])
    if printed and not of_page:
        evidence["issuers"] = Span(spans[0].start, spans[-1].end)
        return printed
    if titled:
        return _placed(text, made, titled)
    number = made.fronts[0].number
    if number and (ordered := re.match(rf"([\u4e00-\u9fff]{{2,30}}{ISSUER_END})令", text[number.start : number.end])):
        return _placed(text, made, (ordered[1],))
    if presented := _presented_by(text, made, title):
        return presented
    stated = made.fronts[0].record.issuer
    if not stated and made.date and (answered := _ANSWERED_BY.search(text, max(made.date.end, len(text) - _FOOT))):
        stated = Span(*answered.span(1))
    return (text[stated.start : stated.end],) if stated else ()


def _titled(text: str, made: Layout, title: str) -> tuple[str, ...]:
    """The organs with which the first title begins that names any, in front of 关于 and the like."""
    titles = [" ".join(text[span.start : span.end].strip() for span in front.title) for front in made.fronts]
    found = next(filter(None, (_OF_ORGAN.match(shown) for shown in (*titles, title))), None)
    return _names([name for word in found[1].split() for name in _apart(word)]) if found else ()


def _placed(text: str, made: Layout, organs: tuple[str, ...]) -> tuple[str, ...]:
    """The organ as the page names it in full, where the document leaves out the name of its place: 市人民政府令第9号."""
    stated = made.fronts[0].record.issuer
    whole = text[stated.start : stated.end] if stated else ""
    return (whole,) if len(organs) == 1 and UNNAMED.match(organs[0]) and whole.endswith(organs[0]) else organs


def _presented_by(text: str, made: Layout, title: str) -> tuple[str, ...]:
    """The organs in the title of the notice, where a page has that alone above the plan: 某县政府印发《…》的通知."""
    for element in made.elements:
        if element.kind == "furniture" and element.span.end <= made.fronts[0].body:
            found = _ISSUED_BY.search(text, element.span.start, element.span.end)
            if found and title_key(found["title"]) == title_key(title):
                return _names([name for word in found["organs"].split() for name in _apart(word)])
    announced = _announced(text, made)
    return _names([announced["organs"]]) if announced else ()


def _announced(text: str, made: Layout) -> re.Match[str] | None:
    """What a page tells of the document below it, in front of its addressees."""
    above = (e.span for e in made.elements if e.kind == "furniture" and e.span.end <= made.fronts[0].body)
    return next((found for span in above if (found := _ANNOUNCED.search(text, span.start, span.end))), None)


def _names(lines: Sequence[str]) -> tuple[str, ...]:
    """Names of organs from printed lines: one that does not end like an organ goes on in the next; notes in brackets go."""
    names, part = [], ""
    for line in lines:
        for word in re.split(r"[\s、]+", re.sub(r"[（(]代章[)）]|文件$", "", line.strip())):
            part += word
            if re.search(rf"{ISSUER_END}(?:[（(][^）)]*[)）])?$", part):
                names += _apart(part)
                part = ""
    if part and names and part[0] in "（(":
        return (*names[:-1], names[-1] + part)
    joined = [*names, part] if part else names
    return tuple(dict.fromkeys(_rejoined(joined)))


def _apart(names: str) -> list[str]:
    """Organs of one place that a title names without a space between: 青岚市水利局青岚市财政局."""
    place = re.match(r"[\u4e00-\u9fff]{2,8}?[省市县区州旗盟]", names.removeprefix("中共"))
    parts = re.split(rf"(?=中共{place[0]})|(?<!中共)(?={place[0]})", names) if place else []
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 and all(re.search(rf"{ISSUER_END}$", part) for part in parts) else [names]


def _rejoined(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        if found and name[0] in "（(":
            found[-1] += name
        else:
            found.append(name)
    return found


def _addressees(text: str, made: Layout, evidence: dict[str, Span]) -> tuple[str, ...]:
    span = next((front.addressees for front in made.fronts if front.addressees), None)
    if not span:
        return ()
    evidence["addressees"] = span
    printed = re.sub(r"\s+", "", text[span.start : span.end]).rstrip("：:")
    parts = re.split(r"[，,；;]", printed)
    return tuple(part for part in parts if part)


def _date(text: str, made: Layout, evidence: dict[str, Span]) -> str | None:
    span = made.date or next((front.date for front in made.fronts if front.date), None)
    if span and (found := DATE.search(text, span.start, span.end)):
        evidence["date"] = span
        return iso_date(found)
    if (stated := made.fronts[0].record.date) and (day := record.iso(text[stated.start : stated.end])):
        evidence["date"] = stated
        return day
    return _published(text, made, evidence)


def _published(text: str, made: Layout, evidence: dict[str, Span]) -> str | None:
    """The day a saved page says it was published, where the text itself is not dated (press pieces, reports). A page that
    copies a document in a later year than its number says nothing of its date."""
    span = next((front.published for front in made.fronts if front.published), None)
    if not span:
        return None
    year, month, day = (int(part) for part in re.findall(r"\d+", text[span.start : span.end]))
    number = made.fronts[0].number
    if number and (counted := _COUNTED_IN.search(text, number.start, number.end)) and int(counted[1]) != year:
        return None
    evidence["date"] = span
    return f"{year:04d}-{month:02d}-{day:02d}"


def _by_form(text: str, made: Layout) -> str | None:
    """Where no title names the type: a briefing 简报 is reported and sent (报：… 送：…), others call themselves 本意见."""
    tail = [text[e.span.start : e.span.end] for e in made.elements if e.kind == "print"]
    if any(re.match(r"报\s*[：:]", line) for line in tail):
        return "简报"
    if said := _SAID.search(text, 0, _HEAD):
        return said["made"] or said["told"]
    named = Counter(_SELF.findall(text)).most_common(1)
    return named[0][0] if named else None
