"""Which clauses of a plan ask for something: what no lower plan has to take over is neither missing there nor an origin."""

from __future__ import annotations

import re

from ingest.model import Clause, Document

_OF = (
    "(?:[“”]|十.五|时期|以来|期间|主要|取得的?|工作|发展|建设|规划|现实|编制|改革|基本|总体|国内外|外部|宏观|面临的?|"
    "存在的?|突出|当前)"
)
_ALWAYS = "现状|背景|成就|成效|形势|机遇|挑战|回顾|必要性|(?:重大|重要)?意义|[前引]言"
_OFTEN = "基础(?:条件)?|环境|问题|短板|不足|情况|进展|成绩"  # only 发展环境 and the like: 法治环境 may head what is to be done
_ONE = f"(?:{_OF}*(?:{_ALWAYS})|{_OF}+(?:{_OFTEN}))"
_STATE = re.compile(f"{_ONE}(?:(?:[和与及、]|以及)?(?:{_ONE}|{_OFTEN}))*")

_THOUGHT = "指导思想|(?:总体|基本|工作|发展)*(?:思路|原则|理念)"
_GUIDANCE = re.compile(f"(?:{_THOUGHT})(?:[和与及、]?(?:{_THOUGHT}))*")
_FRAME = re.compile("(?:适用|规划|实施|编制|重点)(?:范围|对象|期限|目的|依据|区域)|(?:名词|术语)解释|附则")
_IN_FORCE = re.compile(
    "本(?:方案|办法|规划|意见|计划|细则|规定|通知)[^。]{0,8}(?:自[^。]{1,20}(?:施行|实施|执行)|由[^。]{2,30}解释)"
)


def demands(document: Document) -> frozenset[str]:
    """The eids of the clauses that ask for something: no preamble, no body of a carrier notice, and nothing of the parts that
    tell how things stand (发展基础, 面临形势, 机遇与挑战)."""
    told = _under(document, _STATE)
    return frozenset(clause.eid for clause in document.clauses if not (formula(clause) or clause.eid in told))


def expected(document: Document) -> frozenset[str]:
    """The eids of the clauses whose lack in a lower plan is a hole there: of those that ask for something, all but the ones
    that guide (指导思想, 基本原则), that say whom the plan is for (适用范围) and from when (本办法自印发之日起施行)."""
    aside = _under(document, _GUIDANCE) | _under(document, _FRAME)
    aside |= {clause.eid for clause in document.clauses if _IN_FORCE.match(document.body(clause).strip())}
    return demands(document) - aside


def _under(document: Document, heading: re.Pattern[str]) -> set[str]:
    """The eids of the clauses with such a heading and of all below them."""
    found: set[str] = set()
    for clause in document.clauses:
        if clause.parent in found or heading.fullmatch(clause.heading or ""):
            found.add(clause.eid)
    return found


def formula(clause: Clause) -> bool:
    """Preambles and the bodies of carrier notices: each names its own basis."""
    return clause.kind == "preamble" or clause.eid == "N"
