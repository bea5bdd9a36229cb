"""What the title of a document tells: its very name, whom it is by, what it is about, which document it speaks of.

Titles come in many dresses: 《X》, 印发《X》的通知, 关于印发X的通知 with or without the issuer in front, the headline
某机关印发《X》, 《X》政策解读.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.regions import region_in_title, region_of_organ
from search.wording import bare, bigrams, likeness, neutral, squeeze

_ISSUED = re.compile(r"^(?P<by>.*?)(?:关于)?(?:印发|发布|转发|下发)(?P<of>[《〈“]?.+?[》〉]?(?:\(.{1,12}\))?)(?:的?通知)?$")
_ABOUT = re.compile(r"^(?P<by>.{2,40}?)(?P<of>关于.+)$")
_QUOTED = re.compile(r"《(.+)》")
_CARRIED_OUT = re.compile(
    r"(?:落实|贯彻|执行|推进|实施)[^《》〈〉]{0,4}[《〈](?P<of>[^《》〈〉]+)[》〉]的?(?:若干|实施|工作|行动|具体|重点|任务|分工)*"
    r"(?:方案|措施|计划|意见|细则|办法|清单)"
)
_PERIOD = re.compile(r"\(?(?:20\d\d年?[-—–~至到]+20\d\d年?|“?十[一二三四五六七八九]五”?(?:时期)?)\)?")
_YEAR = re.compile(r"20\d\d年度?(?!版)")
_TRIAL = re.compile(r"\((?:试行|暂行|草案|征求意见稿|修订|修订版|节录|节选|摘要|全文|\d{4}年?版)\)$")
_NUMBER = re.compile(r"[\[【(〈﹝〔]")
_KINDS = re.compile(
    r"(?:的)?(?:若干|指导|实施|工作|行动|专项|总体|发展|战略|试点|具体|三年|五年|年度)*(?:规划纲要|规划|纲要|计划|方案|意见|措施|政策|办法|"
    r"细则|决定|通知|行动|要点|清单|报告|规定|条例)$"
)
_VERBS = re.compile(
    r"进一步|加快|加强|推进|推动|促进|支持|做好|深入|大力|全面|持续|切实|开展|实施|落实|完善|健全|提升|提高|发展|建设|深化|强化|扎实|"
    r"高质量|新时代|新时期|全国|国家|全省|全市|全县|补短板|工作|专项|关于|印发"
)
_NATIONAL = re.compile(r"^(?:国发|国办发|国办函|国函|中发|中办发|国令|厅字)")
_SHORTEST = 4  # a name of fewer characters (《规划》) is a short form of another


@dataclass(frozen=True, slots=True)
class Name:
    """A document as titles name it: `core` without dress, `by` the issuer where the title says it, `period` in it, number."""

    core: str
    by: str
    period: str
    number: str | None

    def fits(self, held: Name, issuers: Iterable[str] = ()) -> str | None:
        """Why a cited name is that of a held document (number, title), None where it is not.

        Two numbers decide; without them equal titles do, unless they name different issuers or periods.
        """
        if self.number and held.number:
            return "number" if self.number == held.number else None
        if len(self.core) < _SHORTEST or self.core != held.core or (self.period and held.period and self.period != held.period):
            return None
        return "title" if self._agrees(held.by or "".join(map(bare, issuers))) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """By which it is looked up: `fits` needs an equal number or an equal core."""
        return (self.core, f"№{self.number}") if self.number else (self.core,)

    def _agrees(self, by: str) -> bool:
        return not (self.by and by) or self.by in by or by in self.by


@lru_cache(maxsize=1 << 16)  # of the titles of a library, and of what its documents cite
def name_of(title: str, number: str | None = None) -> Name:
    """The name under a title's dress: 关于印发《X（2024—2026年）》的通知 -> X, with its period apart."""
    by, core = _undressed(squeeze(title))
    core = _TRIAL.sub("", core)
    period = "".join(re.findall(r"20\d\d", "".join(_PERIOD.findall(core))) or re.findall(r"十.五", core))
    named = bare(re.sub(r"\(20\d\d年?[-—–~至到]+20\d\d年?\)", "", core))
    return Name(named, bare(by), period, number_key(number))


def number_key(number: str | None) -> str | None:
    """A document number as it is compared: 国发[2016]15号 and 国发〔2016〕15 号 are one."""
    return bare(squeeze(number)) if number else None


def spoken_of(title: str) -> str | None:
    """The document that a document *about* another names in its title (《X》政策解读, 关于贯彻《X》的通知); None for others,
    such as a plan of its own that carries it out (落实《X》工作方案)."""
    plain = squeeze(title)
    quoted = _QUOTED.search(plain)
    return quoted[1] if quoted and not _ISSUED.match(plain) and not carried_out(title) else None


def carried_out(title: str) -> str | None:
    """The document that a plan of its own says in its title to carry out.

    >>> carried_out("溪源县落实《澜岳省茶产业振兴方案》工作方案")
    '澜岳省茶产业振兴方案'
    """
    found = _CARRIED_OUT.search(squeeze(title))
    return found["of"] if found else None


def headline_of_issue(title: str) -> bool:
    """Whether a title is the headline 某机关印发《X》, which is as good as the title of X."""
    issued = _ISSUED.match(squeeze(title))
    return bool(issued and issued["of"].startswith("《"))


def subject(title: str, region: str | None) -> str:
    """What a plan is about: its title without place, issuer, period, type of document and the verbs all plans share."""
    _, core = _undressed(squeeze(title))
    core = _KINDS.sub("", _TRIAL.sub("", _YEAR.sub("", _PERIOD.sub("", _TRIAL.sub("", core)))))
    return _VERBS.sub("", neutral(core, region).replace("〇", ""))


def same_subject(a: str, b: str) -> float:
    """Likeness of two subjects, in [0, 1]: of the whole, or of the shorter one within the longer."""
    if min(len(a), len(b)) < 2:
        return float(a == b) if a else 0.0
    x, y = bigrams(a), bigrams(b)
    return max(likeness(a, b), len(x & y) / min(len(x), len(y)))


def level_named(title: str, number: str | None) -> str | None:
    """The level that a cited title or number shows, None where neither shows one."""
    if number and _NATIONAL.match(squeeze(number)):
        return "national"
    plain = squeeze(title).lstrip("《〈")
    region = region_of_organ(plain) or region_in_title(plain)
    return region.level if region else None


def _undressed(title: str) -> tuple[str, str]:
    """Issuer and name: 甲办公室关于印发《X》的通知 -> (甲办公室, X); 甲关于做好乙的意见 -> (甲, 关于做好乙的意见)."""
    if issued := _ISSUED.match(title):
        return issued["by"], issued["of"].strip("《》〈〉")
    if about := _ABOUT.match(title):
        return about["by"], about["of"]
    return "", title.strip("《》〈〉")
