"""What a saved page draws around a document: its navigation, and its own title over the one that the document prints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile

from ingest.official import DATE_LINE, DOC_TYPE, ISSUER_END, NUMBER

FURNITURE = re.compile(
    r"【法宝|原文链接|来源\s*[：:]|发布(?:时间|日期)|时间\s*[：:]|索引号|信息名称|主题(?:分类|词)\s*[：:]|浏览(?:次数|量)|【字[体号]|【?(?:字号|字体)\s*[：:]"
    r"|当前位置|^所在位置\s*[：:]|^返\s*回$|^[（(](?:此件|此文|本文)[^（）()]*[)）]$|^(?:图片|视频|全文|正文)\s*[：:]?$|您(?:现在|当前)?(?:所在)?的?位置|返回顶部|无障碍(?:浏览|阅读)|长者(?:模式|版|助手)|设为首页|加入收藏|导\s*读\s*[：:]|^【(?:现行|全文|正文|失效|已)|^(?:文件|政策|法规)(?:文件)?(?:选编|汇编|选登|选载|摘编)$"
    r"|(?:记者|通讯员)\s*[\u4e00-\u9fff]{2,4}\s*摄$|https?://|(?:发文|发布|制发)(?:机关|机构|日期|字号)\s*[：:]|成文日期\s*[：:]|标\s*题\s*[：:]|文\s*号\s*[：:]|有效性\s*[：:]|责任编辑"
    r"|^(?:分享(?:到|至)?|打印(?:本页|整页|内容|全文)?|字[体号]|收藏|微信|微博|扫一扫)(?:[\s：:]|$)|首页\s*[>›»]|\d{4}-\d{2}-\d{2}|^【?(?:下载|打印|全屏|收藏|分享|加大|还原|减小|首页|大|中|小|】|打印本页|关闭|关闭窗口)】?$"
    r"|^(?:文件|附件)下载\s*[：:]?$|^下\s*载$|^\S+\.(?:png|jpe?g|gif|bmp)$|主题导航|^(?:工作|部门|基层|乡镇)动态$|^(?:政务|时政)要闻$"
    r"|^(?:发布文号|信息来源)[ \u3000]|^(?:\S{2,12}人民政府[ \u3000]+){2,}\S{2,12}人民政府$"
)
NOTE_ABOVE = re.compile(r"[【\[（(]?\S{0,6}(?:提示|提醒|备注)\s*[】\])）]?\s*[：:]")
"""What a site says of a text, between its number and its addressees: 某网提示：本文继续有效."""
PAGE_END = re.compile(
    r"互联网违法|网站(?:地图|标识码|声明)|版权(?:所有|声明)|特别声明|主办(?:单位)?\s*[：:]|.{0,30}(?:ICP备|公网安备)"
    r"|(?:相关|延伸|最新)(?:解读|报道|阅读|链接|附件|文件|文章|文档|政策)(?!.*。$)|附件列表|附件下载[：:]?(?:$|.*\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)$)|解读文章$|浏览记录"
    r"|(?:来\s*源|作\s*者|编\s*辑|供\s*稿|审核|校对|编审|终审|责\s*编|热词|稿源)\s*[：:]|责任编辑|新媒体编辑|[（(][\u4e00-\u9fff]{0,4}简报[)）]$|标签\s*[：:|]"
    r"|[（(](?:文源|来源|作者|供稿|记者|通讯员)[^）)]*[)）]$|此件(?:主动)?公开发布$"
    r"|扫一扫|用微信扫|打印本页|关闭窗口|分享到|返\s*回$|To Top|【?(?:打印|关闭)】?$|【(?:打印|关闭|返回|收藏|分享)"
    r"|猜你喜欢|上一[篇条]|下一[篇条]|TAG\s*[：:]"
    r"|索\s*引\s*号\s*[：:]|主题(?:分类|词)\s*[：:]|标\s*题\s*[：:]|时\s*效\s*[：:]|发文字号\s*[：:]"
)
"""How a line begins that a page draws below a document."""
_SITE_FOOT = re.compile(r"网站(?:地图|标识码|声明)|版权(?:所有|声明)|(?:主办|承办)(?:单位)?\s*[：:]|.{0,30}(?:ICP备|公网安备)")
"""What stands at the foot of a site alone."""
_MOST_FOOT, _LONGEST_FOOT, _SHORT = 100, 60, 12
"""Lines of the foot of a site, and characters of one of them: of any, and of one above the first that is known."""
_SENTENCE = re.compile(r"[。；：，\t|]")
_RED_HEAD = re.compile(rf"(?!人民政府).+{ISSUER_END}文件")
_MOST_TITLE = 4
_NO_LETTER = re.compile(r"[^\w]|_")
_TOLD_BELOW = re.compile(r"(?:全文|原文|文件|方案|通知|详情|内容)(?:内容|详情)?如下[：:]$")
_MOST_NEWS = 12  # lines of a piece of news above the document of which it tells
_TOP, _SHORTEST, _LONGEST = 40, 6, 200
"""The lines in which a title comes twice, the characters of a title, and of what a page says between the two."""


def title_key(title: str) -> str:
    """A title as it is compared: no white space, brackets, quotes or dashes, full-width forms folded."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", title))


def is_trail(texts: Sequence[str], i: int) -> bool:
    """Whether a line is the way to the page that ends with the title below it: 首页 规划计划 溪源县节水规划."""
    title = title_key(texts[i + 1]) if i + 1 < len(texts) else ""
    return len(title) >= _SHORTEST and " " in texts[i] and title_key(texts[i]) != title and title_key(texts[i]).endswith(title)


def presented(texts: Sequence[str], ends: Sequence[int]) -> int:
    """Index of the title of a document of which a piece of news tells first (…印发《…》。全文如下：), 0 where none does.

    Behind one of the lines `ends`, or a number, stands the document itself.
    """
    for i, text in enumerate(texts[: min(_MOST_NEWS, *ends)] if ends else texts[:_MOST_NEWS]):
        if NUMBER.fullmatch(text):
            break
        if _TOLD_BELOW.search(text) and any(DOC_TYPE.search("".join(texts[i + 1 : j])) for j in range(i + 2, i + 5)):
            return i + 1
    return 0


def numbered(texts: Sequence[str], addressed: Sequence[int]) -> int:
    """Index of the first line of a document that says what it is just above its addressees, 0 where none does: the title
    (…关于…的通知, or the organ above it) and the number, or red head, number and title. What is above belongs to the page, its
    own title too, which may be worded in another way. `addressed`: the lines that name addressees."""
    return next((begins for i in addressed if i and (begins := _document_above(texts, i))), 0)


def _document_above(texts: Sequence[str], i: int) -> int:
    if NUMBER.fullmatch(texts[i - 1]):
        return _title_above(texts, i - 1)
    title = _title_above(texts, i)
    headed = title > 1 and NUMBER.fullmatch(texts[title - 1]) and _RED_HEAD.fullmatch(texts[title - 2])
    return title - 2 if headed else 0


def _title_above(texts: Sequence[str], i: int) -> int:
    for j in range(i - 1, max(-1, i - 1 - _MOST_TITLE), -1):
        if _SENTENCE.search(texts[j]) or FURNITURE.search(texts[j]):
            return 0
        title = "".join(texts[j:i])
        if "关于" in title and DOC_TYPE.search(title):
            return j - (j > 0 and re.fullmatch(rf"[\u4e00-\u9fff ]{{3,40}}{ISSUER_END}", texts[j - 1]) is not None)
    return 0


def foot(texts: Sequence[str]) -> int:
    """Number of short lines at the end that are the foot of a site (网站地图, 主办单位：…, …ICP备…号), with the names in
    short lines above the first that is known; 0 where the text ends without one."""
    known = count = 0
    for text in reversed(texts[-_MOST_FOOT:]):
        if len(text) > _LONGEST_FOOT or text.endswith(("。", "；")) or "\t" in text or DATE_LINE.fullmatch(text):
            break
        count += 1
        known = count if _SITE_FOOT.match(text) else known
    above = takewhile(
        lambda text: len(text) <= _SHORT and not _SENTENCE.search(text), reversed(texts[-count : len(texts) - known])
    )
    return known and known + sum(1 for _ in above)


def title_again(texts: Sequence[str], ends: Sequence[int]) -> int:
    """Index of the line with which a document begins, where its page prints the same title above: all between is the page's.

    0 where the title does not come again, or only behind one of the lines `ends`, or behind a sentence.
    """
    first: dict[str, int] = {}
    again = 0
    for i, text in enumerate(texts[: min(_TOP, *ends)] if ends else texts[:_TOP]):
        if len(text) > _LONGEST or (len(text) > 30 and text.endswith("。")):
            break
        key = title_key(text)
        if len(key) >= _SHORTEST and not text.endswith(("：", ":")) and first.setdefault(key, i) != i:
            again = i
    return again
