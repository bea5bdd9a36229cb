"""What every plan says in words of its own, whatever it is about: headings of its parts, and the safeguards 保障措施.

主要任务, 重点举措 and 工作任务 head the same part. Who leads, who pays and who checks is asked of everybody, and a county
answers in half a sentence (成立专班) what is a clause of its province (加强组织领导): no word is common to both.
"""

from __future__ import annotations

import re

SAFEGUARDS = "保障措施"

_DO = "(?:加强|强化|加大|健全|完善|建立|落实|严格|严肃|从严|营造|做好|抓好|注重|切实|广泛|深入|夯实)"
_WATCH = "(?:监督|督促|督查|督导|检查|跟踪|指导|考核|考评|评估|评价|监测|问效|问责|追责|约谈|通报|督办|调度|奖惩|激励|落实)"
_HEADINGS = {
    "总体要求": re.compile("(?:总体)?(?:要求|思路)"),
    "基本原则": re.compile("(?:基本|工作)?原则"),
    "主要目标": re.compile("(?:总体|主要|工作|发展|行动|具体|规划|预期)?目标"),
    "主要任务": re.compile("(?:主要|重点|工作|具体|目标)?(?:任务|举措|工作|行动|措施)(?:和目标|与目标)?"),
    SAFEGUARDS: re.compile(
        f"{_DO}*(?:规划|实施|组织|工作|政策|要素|强)*保障(?:措施|机制)?|{_DO}*(?:组织|规划)实施(?:机制)?|(?:工作|有关|相关)要求"
        "|(?:组织|工作|推进|实施|落实)(?:推进|机制|落实)"
    ),
    "组织领导": re.compile(f"{_DO}*(?:党的|统一|工作)?(?:组织)?领导|{_DO}+(?:组织|统筹|部门|工作|协同)(?:协调|协同|联动)"),
    "资金保障": re.compile(
        f"(?:{_DO}|统筹|多元)*(?:财政|财税|政府|资金|经费|财力)*(?:资金|经费|财政|财力|投入)(?:投入|支持|扶持|保障|力度|机制|渠道)*"
    ),
    "人才保障": re.compile(f"{_DO}*人才(?:队伍|支撑|支持|保障|培养|引进|建设)+"),
    "宣传引导": re.compile(
        f"{_DO}*(?:舆论|政策|社会)?宣传(?:引导|推广|教育|发动|解读|力度|工作)*|{_DO}*(?:良好|浓厚)?(?:社会|舆论)?氛围"
    ),
    "监督考核": re.compile(f"(?:{_DO}+|{_WATCH}){_WATCH}+(?:机制|力度)?"),
    "法治保障": re.compile(f"{_DO}*(?:法治|法制|立法)(?:保障|建设)?"),
}
_SAID = {
    "组织领导": re.compile(
        "领导小组|专班|指挥部|联席会|会商|议事(?:协调|日程)|(?:工作|协调|推进)机制|组织领导|第一责任人|亲自抓|党政同责|一岗双责|属地责任"
    ),
    "资金保障": re.compile("资金|经费|财政投入|财政预算"),
    "人才保障": re.compile("人才|专家库|队伍建设"),
    "宣传引导": re.compile("宣传|宣讲|科普|媒体|专栏|氛围|舆论"),
    "监督考核": re.compile("考核|考评|评估|督查|督导|督办|通报|约谈|评比|排名|问责|追责|追究[^。；]{0,4}责任"),
    "法治保障": re.compile("条例|立法|地方性法规|法治"),
}
_GENERIC = re.compile("组织|统筹|协调|推进|实施|工作机制|责任")  # such a heading leaves it to the text what is asked


def common(heading: str) -> str:
    """One name for all headings of one part or safeguard; any other heading as it is. Takes a neutral heading.

    >>> common("强化资金支持"), common("重点举措"), common("有关要求")
    ('资金保障', '主要任务', '保障措施')
    """
    return next((name for name, form in _HEADINGS.items() if form.fullmatch(heading)), heading)


def safeguards_part(heading: str) -> bool:
    """Whether a part with this common heading holds safeguards."""
    return heading in _SAID or heading == SAFEGUARDS


def asked(heading: str, text: str) -> frozenset[str]:
    """The safeguards that a clause under 保障措施 asks for: that of its common heading; by its words where it has no heading,
    or one that says no more than that something is to be organised.

    >>> sorted(asked("", "建立联席会议，每季度通报。")), sorted(asked("优化电价", "财政投入优先。"))
    (['监督考核', '组织领导'], [])
    """
    if heading in _SAID:
        return frozenset([heading])
    return said(text) if not heading or heading == SAFEGUARDS or _GENERIC.search(heading) else frozenset()


def said(text: str) -> frozenset[str]:
    """The safeguards that the words of a text speak of."""
    return frozenset(name for name, form in _SAID.items() if form.search(text))
