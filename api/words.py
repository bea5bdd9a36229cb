"""The Chinese words for what the model calls by English codes, and the printed form of figures. Standard library only.

Every face (terminal, pages, problem details) takes its words from here, so that one thing has one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from ingest.model import Clause, Target
from ingest.model import clause_label as labelled
from search.correcting.corrections import of_clauses, printable
from search.correcting.typed_figures import SIGNS
from search.model import CitedDocument, DocumentCard, Place, Quote, SearchResult

_BARE = re.compile(r"第?[（(]?[\d一二三四五六七八九十百]+(?:[)）.．、章节条款]|是)*|——")  # a marker without a heading

NEAR_ALONE = "没有条款写有所查的词语，下面只是意思相近的，供参考"
MOST_LISTED = 300
"""Of more documents no list to choose from is drawn: a title is typed instead."""

LEVELS = {"national": "国家", "provincial": "省级", "city": "市级", "county": "县级", "town": "乡镇"}
KINDS = {
    "preamble": "引言",
    "part": "部分",
    "section": "节",
    "item": "条",
    "subitem": "项",
    "principle": "原则",
    "box": "专栏",
    "paragraph": "段",
    "qa": "问答",
    "attachment": "附件",
}
RELATIONS = {"restates": "原文重申", "derives": "细化落实", "implements": "以其为依据", "interprets": "解读"}
LINK_STATUSES = {
    "proposed": "待核对",
    "confirmed": "已确认",
    "rejected": "已否定",
    "ambiguous": "有歧义",
    "missing": "已引用，未收录",
}
ROW_STATUSES = {
    "restated": "原文重申", "adapted": "细化落实", "local": "本级新增", "missing": "本级缺", "doubtful": "疑似对应",
}  # fmt: skip
VERDICTS = {
    "equal": "一致",
    "stricter": "更严",
    "looser": "偏松",
    "scaled": "按比例分解",
    "local-only": "本级自定",
    "uncovered": "未承接",
}
FIGURES = VERDICTS | {"doubtful": ROW_STATUSES["doubtful"]}
"""What is told of a figure; doubtful ones are counted among those that are uncovered."""
OF_THEM = "其中疑似对应"
SENTENCE_STATUSES = {
    "restated": "原文重申",
    "adapted": "改写",
    "local": "本级增写",
    "missing": "本级略去",
    "weaker": "语气减弱",
    "stronger": "语气加强",
}
CELLS = {
    "covered": "已承接", "outdated": "已过时", "doubtful": "疑似对应", "missing": "未承接", "added": "下级新增",
    "accepted": "下级新增（已认可）",
}  # fmt: skip
CITED = {
    "title": "名称不一致", "number": "文号不一致", "repealed": "已废止", "expired": "有效期已满", "agrees": "一致",
    "unheld": "未收录",
}  # fmt: skip
"""What a drafter must know of a document cited, what has to be looked at first."""
PIECES = {"figure": "数字不同", "modal": "语气用词不同", "words": "文字不同"}
COUNT_RULES = {
    ("条款", "restated"): "文字、数字与上级条款一致（地名、层级用语不计）的对应；表四",
    ("条款", "adapted"): "与上级条款对应而文字有改动；表四",
    ("条款", "local"): "本级条款（引言除外）在上级没有对应；表三、表四",
    ("条款", "missing"): "上级条款（引言、指导思想、基本原则、适用范围除外）在本级没有对应，也没有相近的语句；表二、表四",
    ("条款", "doubtful"): "上级条款在本级没有对应而有相近的语句，两边并列，待人核对；表二、表四",
    ("指标", "equal"): "同一指标，数值相同；表一",
    ("指标", "stricter"): "同一指标，本级要求更高或期限更早；表一",
    ("指标", "looser"): "同一指标，本级要求更低或期限更晚；表一",
    ("指标", "scaled"): "同一指标，总量按本级范围分解；表一",
    ("指标", "local-only"): "本级指标在上级没有对应；表一、表三",
    ("指标", "uncovered"): "上级指标在本级没有对应，同一指标的重复表述只计一次；表一、表二",
    ("指标", "doubtful"): "未承接的指标中，本级有相近的语句、待人核对的；表一、表二",
    ("句子", "restated"): "对应条款中，文字、数字、语气一致的句组；表四",
    ("句子", "adapted"): "对应条款中有改动的句组；表四",
    ("句子", "local"): "对应条款中只有本级有的句子；表四",
    ("句子", "missing"): "对应条款中只有上级有的句子；表四",
    ("句子", "weaker"): "改写的句组中，语气用词弱于上级（应当、必须＞要＞可以、鼓励、探索）；表四",
    ("句子", "stronger"): "改写的句组中，语气用词强于上级；表四",
    ("引用", "title"): "文号与库中一份文件相同，名称不同；表五",
    ("引用", "number"): "名称与库中一份文件相同，同一机关的文号不同；表五",
    ("引用", "repealed"): "库中另一份同级或上级文件写明将它废止；表五",
    ("引用", "expired"): "按文中写明的有效期已经到期；表五",
    ("引用", "agrees"): "库中收录，名称、文号一致，未见废止、到期；表五",
    ("引用", "unheld"): "库中没有这份文件，未能核对；表五",
}
"""(what is counted, code) -> by which rule it is counted, and in which table of the report its rows stand."""
REVIEW_KINDS = {"suspect": "待复核", "proposed": "待核对", "reviewed": "已核对"}
REVIEW_HINTS = {
    "suspect": "上级文件收录新版本后，文字有改动或被删去的条款，其下级条款列在这里。",
    "proposed": "系统提出、还没有人看过的联系，把握最小的在前。",
    "reviewed": "有人确认、否定或补充的联系，最近的在前。",
}
ALIGN_FILTERS = {
    "": "全部",
    "holes": "待处理（缺项、疑似对应、偏松、语气减弱）",
    "missing": "缺项（含疑似对应）",
    "partial": "部分承接（上级有语句略去）",
    "looser": "偏松的指标",
    "weaker": "语气减弱",
    "local": "本级新增",
}
FILTER_CODES = "；".join(f"{code} {word}" for code, word in ALIGN_FILTERS.items() if code)
"""The filters of an alignment with their codes, for those who write the codes."""
REPORT_NOTES = ("全省与全县、省与县、地名的替换不算改动；责任单位括号不参与逐句比对。",)
ADDED = {
    "added": "已新增", "unchanged": "已有，未变", "renewed": "已重新解析", "replaced": "已更新版本", "skipped": "已略过",
    "failed": "未收录",
}  # fmt: skip
ELEMENTS = {
    "title": "标题", "number": "文号", "issuer": "发文机关", "addressee": "主送机关", "date": "成文日期", "imprint": "题注",
    "attachment-note": "附件说明", "print": "印发说明", "contents": "目录", "furniture": "网页附带文字", "label": "附件标记",
    "masthead": "版头",
}  # fmt: skip
DISCARDS = {
    "space": "排版空白", "invisible": "零宽字符", "markup": "排版记号", "page-number": "页码", "running-head": "页眉页脚",
    "doubled": "重复的标题", "navigation": "网页导航", "hidden": "隐藏文字", "deleted": "修订删除", "turned": "水印斜字",
    "footnote": "脚注", "lost": "未归入任何一类",
}  # fmt: skip
FILES = {"docx": "Word", "xlsx": "Excel", "csv": "CSV", "html": "网页文件"}
OWNER_PAGES = {"/owners": "谁负责", "/duties": "任务分工", "/duties/matrix": "责任矩阵", "/units": "单位名录"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
FIELDS = {
    "level": "层级",
    "region": "地区",
    "doc_type": "文种",
    "year": "年份",
    "unit": "责任单位",
    "has_target": "指标",
    "document": "文件",
}
WORK = {
    "title": "标题", "doc_number": "文号", "issuers": "发文机关", "date": "成文日期", "level": "层级", "region": "地区",
    "doc_type": "文种", "period": "规划期", "in_force": "施行日期", "expires": "有效期至",
}  # fmt: skip
"""公文要素 that a person can correct, in the order of a form."""
BY_HAND = "人工更正"
"""Marks what a person stated (更正), wherever it is shown."""
IN_CLAUSES = {"duties": "责任单位", "targets": "指标"}
"""What a person can correct in clauses."""
SELDOM_STATED = ("in_force", "expires")
"""Elements that most documents leave out."""
WORK_EXAMPLES = {
    "doc_number": "如 某政发〔2024〕3号", "issuers": "多个机关用顿号隔开", "date": "如 2024-05-06",
    "region": "全称；国家级写 中国", "doc_type": "如 规划、实施方案、意见", "period": "如 2021—2025",
    "in_force": "如 2024-06-01", "expires": "最后一天，如 2029-05-31",
}  # fmt: skip
EVIDENCE = {
    "heading": "标题相同",
    "words": "共同用语",
    "share": "沿用文字",
    "place": "位置",
    "sentence": "本级语句",
    "source": "上级语句",
    "number": "文号",
    "title": "标题",
    "subject": "主题相同",
    "quote": "引用处",
    "cue": "引导语",
    "level": "层级",
    "person": "人工认定",
    "indicator": "指标相似",
    "lower": "本级原文",
    "upper": "上级原文",
}
"""Names of what speaks for a link; a name that is not here is shown as it is."""
PLACES = {
    "sibling": "同一上级条款之下",
    "order": "前后次序一致",
    "moved": "位置有调整",
    "children": "随下级条款对应",
    "joined": "与其他条款同出一条",
    "figure": "同一指标",
    "gathered": "一条兼承上级几条",
    "safeguard": "同一保障事项",
    "sentence": "其中一句另有来源",
}


def say(words: dict[str, str], code: str | None) -> str:
    """The Chinese word for a code; the code itself where there is none, an empty string for None."""
    return "" if code is None else words.get(code, code)


def element(field: str, value: str | tuple[str, ...] | tuple[int, int] | None) -> str:
    """An element of a document 公文要素 as one reads it; '' for what is not stated."""
    return say(LEVELS, printable(value)) if field == "level" else printable(value)


def field_name(field: str) -> str:
    """What a correction is of: an element, units, targets."""
    return WORK.get(field) or say(IN_CLAUSES, of_clauses(field))


def held(field: str, value: str | tuple[str, ...] | tuple[int, int] | None) -> str:
    """A value of a correction as one reads it in one line, one for none too."""
    return element(field, value).replace("\n", "；") or ("未载" if field in WORK else f"没有{field_name(field)}")


def notice(result: SearchResult) -> str:
    """What the user should know before the hits; that none of them holds a word of the query, too: they only come near."""
    near = result.hits and not any(result.facets.values()) and not any(hit.snippet.marks for hit in result.hits)
    return "；".join(filter(None, (result.notice, NEAR_ALONE if near else None)))


def summary_word(name: str) -> str:
    """The word for a count in the summary of an alignment: a row's status or a target's verdict."""
    return say(ROW_STATUSES | VERDICTS, name)


def clause_label(clause: Clause) -> str:
    """Marker and heading as one prints them: `（一）总体要求`, but `第一章 总则`."""
    return labelled(clause.marker, clause.heading)


def evidence_rows(evidence: Mapping[str, str]) -> list[tuple[str, str]]:
    """What speaks for a link as (name, text) in Chinese; shares become percentages, codes words."""
    return [(say(EVIDENCE, name), _evidence_text(name, text)) for name, text in evidence.items()]


def measure(target: Target) -> tuple[str, str]:
    """Number and unit of a target as the document prints them: `2`, `万人`; both '' for a commitment without a figure."""
    if target.value is None:
        return "", ""
    if target.raw_value is None:
        return _number(target.value, target.value2), target.unit or ""
    unit = target.raw_unit or ""
    return target.raw_value.removesuffix(unit), unit


def figure(target: Target) -> str:
    """The figure of a target with its comparator as one reads it: `≥20名`, `1～2个`; '' for a commitment without one."""
    number, unit = measure(target)
    return f"{SIGNS[target.op]}{number}{unit}" if number else ""


def target_line(target: Target) -> str:
    """A target in one line for a chip: whom it holds for, indicator, frequency, figure, deadline; that a person stated it."""
    when = f"（{target.deadline}年）" if target.deadline else ""
    line = " ".join(part for part in (target.scope, target.indicator, target.frequency, figure(target)) if part) + when
    return line + (f"［{BY_HAND}］" if target.stated else "")


def unit_line(units: Sequence[str], stated: Collection[str] = ()) -> str:
    """Units in one line; those that a person stated say so."""
    return "、".join(f"{unit}［{BY_HAND}］" if unit in stated else unit for unit in units)


def stated_line(targets: Iterable[Target], units: Sequence[str]) -> str | None:
    """What of a row a person stated, for a column of its own; None for nothing."""
    said = {"指标": [target.indicator for target in targets if target.stated], "责任单位": units}
    return "；".join(f"{name}：{'、'.join(ones)}" for name, ones in said.items() if ones) or None


def place_line(place: Place) -> str:
    """Document, path of headings and page of a clause: `某县规划 › 二、主要举措 › （一）… · 第3页`."""
    return f"{place}{f' · 第{place.page}页' if place.page else ''}"


def called(quote: Quote) -> str:
    """The path of a clause below its document's title; one with a number and no heading is called by how it begins too."""
    path = " › ".join(quote.place.labels) or quote.place.title
    if not quote.place.labels or not _BARE.fullmatch(quote.place.labels[-1]):
        return path
    said = quote.text.removeprefix(quote.place.labels[-1]).strip()
    return path + short(said.partition("。")[0], 24)


def reference(card: DocumentCard) -> str:
    """A document as GB/T 7714-2015 cites an official file: `issuers. title: number[A]. (date)`; what is unknown is left out."""
    issuers = ", ".join(card.issuers[:3]) + (", 等" if len(card.issuers) > 3 else "")
    title = f"{card.title}: {card.doc_number}" if card.doc_number else card.title
    return f"{f'{issuers}. ' if issuers else ''}{title}[A].{f' ({card.date}).' if card.date else ''}"


def local(at: str) -> str:
    """A time that is kept (`search.clock`) as the clock of this machine has it: `2024-05-06 14:30`."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def validity(start: str | None, end: str | None, today: date | None = None) -> str:
    """What a drafter must know of the days between which a document is in force, ISO dates: that they are over, or are to come;
    '' else. Whether another document has prolonged it is not known."""
    now = today or date.today()
    if is_over(end, now):
        return f"有效期已满（{end}）"
    return f"{start} 起施行" if start and start > now.isoformat() else ""


def is_over(end: str | None, today: date) -> bool:
    """Whether the last day of force, ISO, has passed."""
    return bool(end and end < today.isoformat())


def standing(card: DocumentCard) -> str:
    """Whether a document is in force, where a drafter must know it: repealed by another, over, or to come; '' else."""
    return CITED["repealed"] if card.repealed_by else validity(card.in_force, card.expires)


def cited_state(cited: CitedDocument) -> str:
    """The first of `CITED` that holds of a document cited."""
    card = cited.card
    if card is None:
        return "unheld"
    expired = is_over(card.expires, date.today())
    return cited.doubt or ("repealed" if card.repealed_by else "expired" if expired else "agrees")


def day(of: date) -> str:
    """A day as an office writes it, without leading noughts (GB/T 9704-2012, 7.3.5.4): `2024年5月6日`."""
    return f"{of.year}年{of.month}月{of.day}日"


def made(counted: str) -> str:
    """The line under the title of a table that is handed on: what was counted, when it was made, what to beware of."""
    return f"{counted}，{day(date.today())}由政策文件知识库导出；内容均为文件原文摘录，引用前请核对原件。"


def markdown(quote: str, citation: str) -> str:
    """A quote with where it stands, as Markdown: what would be read as markup there is escaped."""
    said = re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", f"{quote}\n\n——{citation}")
    return "\n".join(f"> {line}".rstrip() for line in said.split("\n"))


def short(text: str, most: int = 28) -> str:
    """The beginning of a long text, such as a question that heads a clause."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _evidence_text(name: str, text: str) -> str:
    if name in ("share", "indicator"):
        return f"{float(text):.0%}"
    return say({"place": PLACES, "level": LEVELS}.get(name, {}), text)


def _number(value: float, value2: float | None) -> str:
    return f"{value:.15g}" if value2 is None else f"{value:.15g}～{value2:.15g}"
