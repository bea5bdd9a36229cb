"""What every official document 公文 is made of: names of organs, types 文种, numbers 发文字号, lines that are a date."""

from __future__ import annotations

import re

from ingest.numerals import DATE

DATE_LINE = re.compile(
    rf"(?:[（(]此件[^）)]*[)）]\s*)?[（(]?\s*{DATE.pattern}\s*[)）]?。?(?:[（(](?:此件|本文|公开)[^）)]*[)）])?"
)
ISSUER_END = (
    r"(?:政府|办公[厅室]|委员会|常委会|管委会|安委会|组委会|监会|党组|[总支大]队|代表大会|公署|国务院|中央|工会|联合会|小组|工作组|检查组|指挥部|办事处|集团|公司|中心|协会|海关|大学"
    r"|(?<![内干])部|(?<![格布])局|(?<![运执推先进试施实前])行|(?<!部)署|[厅院委社])"
)
"""How the name of an organ ends; no word at the end of a line of a title: 内部, 布局, 运行, 部署."""
NUMBER = re.compile(
    r"(?:[\u4e00-\u7683\u7685-\u9fff（）()]{1,16}[ \u3000]?"
    r"[〔\[［（(【]\s*[12１２]\d{3}\s*[〕\]］）)】]\s*(?:第\s*)?\d{1,5}\s*号"
    r"|(?:[\u4e00-\u9fff]{2,20}[ \u3000]+){0,4}[\u4e00-\u9fff]{0,20}(?:令|公告|通告)\s*[（(]?"
    r"\s*(?:[12]\d{3}\s*年\s*)?第\s*[\d一二三四五六七八九十百零〇]{1,5}\s*号[)）]?"
    r"|(?<![\u4e00-\u9fff])〔[12]\d{3}〕\s*\d{1,5}\s*号"
    r"|(?<!\d)20\d{2}\s*年\s*第\s*\d{1,4}\s*号"
    r"|[（(〔]\d{2}[）)〕][\u4e00-\u9fff]{2,12}字\s*第?\s*\d{1,4}\s*号)"
)
"""发文字号 (GB/T 9704-2012, 7.2.5), whose sign never has a 的 as titles do, the numbers of orders 令 and announcements 公告,
which count by themselves, those of minutes 纪要 without a sign, and those of old papers whose year stands first:
(78)青水字41号."""
DOC_TYPE = re.compile(
    r"(指导意见|实施意见|若干意见|意见|实施方案|工作方案|试点方案|行动方案|方案|应急预案|预案|行动计划|工作计划|实施计划|计划|规划纲要|行动纲要|纲要|规划|若干措施|措施|若干举措|举措|若干政策|政策"
    r"|实施办法|管理办法|暂行办法|办法|实施细则|细则|通知|通报|决定|决议|公告|通告|公报|函|批复|请示|政策解读|解读|政策问答|问答|说明|简报|会议纪要|纪要|政府工作报告|工作报告|报告"
    r"|建议|工作要点|要点|工作安排|任务清单|职责清单|清单|任务分工|任务分解表|分工表|制度|指南|导则|指引|工作总结|总结|公示|倡议书|答复|讲话|条例|暂行规定|规定|议事规则|工作规则|规则|规程|章程|专项行动|行动"
    r"|(?<=管理|工作|服务|操作|建设|技术|行为|运行)规范)"
    r"(?:[（(][^）)]*[)）])?$"
)
DIVISION = "(?:[编篇章节条]|部分)"
"""What a text is divided into, as its numbers count it: 第一编, 第二章, 第三部分."""
FIRST_DIVISION = "第一(?:[编篇章条]|部分)"
"""How the body of a text that is divided so begins."""
PREFACE = r"(?:[前引序导]\s*言|编制说明)"
"""What a plan calls the text before its first part."""
TYPE_WORD = (
    r"(?:意见|方案|预案|计划|纲要|规划|措施|政策|办法|细则|通知|通报|决定|决议|公告|通告|函|批复|报告|要点|条例|规定|规则)"
)
