"""Which clauses of a plan ask for something: what no lower plan has to take over is neither missing there nor an origin."""

from __future__ import annotations

import re

from ingest.model import Clause, Document

_OF = (
    "(?:[“”]|十.五|时期|以来|期间|主要|取得的?|工作|发展|建设|规划|现实|编制|改革|基本|总体|国内外|外部|宏观|面临的?|"
    "存在的?|突出|当前)"
)
_ALWAYS = "现状|背景|成就|成效|形势|机遇|挑战|回顾|必要性|(?:重大|重要)意义"
_OFTEN = "基础(?:条件)?|环境|问题|短板|不足|情况|进展|成绩"  # only 发展环境 and the like: 法治环境 may head what is to be done
_ONE = f"(?:{_OF}*(?:{_ALWAYS})|{_OF}+(?:{_OFTEN}))"
_STATE = re.compile(f"{_ONE}(?:(?:[和与及、]|以及)?(?:{_ONE}|{_OFTEN}))*")


def demands(document: Document) -> frozenset[str]:
    """The eids of the clauses that ask for something: no preamble, no body of a carrier notice, and nothing of the parts that
    tell how things stand (发展基础, 面临形势, 机遇与挑战)."""
    state: set[str] = set()
    for clause in document.clauses:
        if clause.parent in state or _STATE.fullmatch(clause.heading or ""):
            state.add(clause.eid)
    return frozenset(clause.eid for clause in document.clauses if not (formula(clause) or clause.eid in state))


def formula(clause: Clause) -> bool:
    """Preambles and the bodies of carrier notices: each names its own basis."""
    return clause.kind == "preamble" or clause.eid == "N"
