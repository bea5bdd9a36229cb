"""Web pages as government sites publish and browsers save them (.html, .htm, .mht): the text of the article, without the site.

The article is where the prose stands: text with Chinese punctuation outside links. Title, number and date are taken from the
page around it where the article itself lacks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ingest.issues import IngestError
from ingest.load import plain
from ingest.load.html_lines import HEADINGS, hidden, lines, shown, table_rows
from ingest.load.loaded import Left, Loaded

MAX_CHARACTERS = 20_000_000
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHINESE, _STOP = re.compile(r"[\u4e00-\u9fff]"), re.compile("[，。；：、？！]")
_AROUND = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|footer|foot|header|breadcrumb|crumbs?|sidebar|side|aside|share|copyright|related|recommend"
    r"|hot|search|login|banner|toolbar|comments?|bottom|pagination|pager|qrcode|print|tips?|mbx|dqwz|weizhi|fenxiang)"
    r"(?:$|[-_ \d])",
    re.I,
)
_SITE = re.compile(
    r"版权所有|ICP备(?:案号)?\s*\d|公网安备|网站标识码|当前位置\s*[：:]|您(?:现)?(?:所)?在的?位置\s*[：:]|网站地图\s*[|｜]"
)
_FOOT = re.compile(
    r"\W*(?:(?:责任)?编辑|责编|审核|审签|终审|初审|校对|信息来源|文章来源|来源|作者|撰稿|供稿|浏览(?:次数|量)|阅读(?:次数|量)|点击(?:数|量|率)"
    r"|上一[篇条页]|下一[篇条页])\s*[】\]]?\s*[：:].*"
    r"|\W*(?:(?:分享到?|打印(?:本页|此页)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|我要纠错|纠错"
    r"|微信|微博|QQ空间|上一[篇条页]|下一[篇条页]|字[体号]|大|中|小|[Tt][Oo][Pp])\W*)+"
    r"|\W*扫一扫.{0,30}"
)
"""Lines at the end of a saved article that belong to its page."""
_RELATED = re.compile(r"\W*(?:相关|延伸|推荐|热点|最新)(?:链接|文档|文件|阅读|稿件|新闻|解读|信息|政策|内容|文章|附件下载)\W*")
_ATTACHED = re.compile(r"\W*附\s*[件表]")
_FOOT_LINES, _FOOT_LINE = 25, 80  # lines of a foot, characters of one
_SITE_SIZE = 400  # characters: a longer text is not the foot of a site
_TITLE_NAME = re.compile(r"title|biaoti|^bt$|headline", re.I)
_NUMBER = re.compile(
    r"(?:发文字号|文\s*号|文件编号)\s*[】\]]?\s*[：:]?\s*([\u4e00-\u9fff]{1,16}[〔\[［（(]\s*\d{4}\s*[〕\]］）)]\s*(?:第\s*)?\d{1,5}\s*号)"
)
_DATE = re.compile(
    r"(?:成文日期|发布日期|发布时间|发文日期|生成日期)\s*[】\]]?\s*[：:]?\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?"
)
_SITE_NAME = re.compile(r"\s*[_|>»]\s*|\s+[-–—]+\s+|-(?=[^-]*(?:网|政府|门户|委员会|局|厅)$)")
_CONTAINED = 0.9  # of the prose must lie in the part that is taken for the article, and all of its full stops
_INLINE = re.compile("p|span|font|b|strong|em|i|u|a|li|blockquote|sub|sup|label")
_KEPT_SHARE = 0.2  # of the prose: what holds more is never furniture, whatever its name


def read(data: bytes, path: str) -> Loaded:
    """The article of a page, one paragraph a line; IngestError where the bytes are no text or the page has no article."""
    text, encoding = _decoded(_page_of_archive(data, path), path)
    root = _tree(text)
    body = root.find("body") if root is not None else None
    if body is None or not _written(lines(body, lambda _: False)):
        raise IngestError(f"{path}：网页里没有文字。", "请在浏览器中打开网页，把正文复制到 .txt 或 Word 后再收录。")
    article, around = _article(body)
    main, outside = _read_article(article, around), _outside(body, article, around)
    if not _written(main):
        main, outside = list(lines(body, lambda _: False)), []
    head = _head(root, main, outside)
    taken = set(head)
    main, foot = _parted(main)
    left_out = [Left("navigation", line) for line in (*outside, *foot) if line not in taken]
    left_out += [Left("hidden", text) for text in hidden(body)]
    return Loaded("\n".join([*head, *main]), encoding, whole=True, left_out=tuple(left_out))


def _page_of_archive(data: bytes, path: str) -> bytes:
    """The page in a web archive (.mht: MIME, RFC 2557); other bytes as they are."""
    if not re.search(rb"(?im)^MIME-Version:", data[:4000].partition(b"<")[0]) and not data.startswith(b"From: <"):
        return data
    from email import message_from_bytes

    parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    held = parts[0].get_payload(decode=True) if parts else None
    if not isinstance(held, bytes):
        raise IngestError(f"{path}：网页存档里没有网页正文。", "请在浏览器中重新保存为 .html 后再收录。")
    charset = parts[0].get_content_charset()
    return held if not charset or _DECLARED.search(held[:4000]) else f'<meta charset="{charset}">'.encode() + held


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    """The characters of a page: byte order mark, else what reads without error of UTF-8, the charset it names, GB18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:3] == b"\xef\xbb\xbf":
        found = plain.read(data, path)
        return found.text, found.encoding or "utf-8"
    named = _DECLARED.search(data[:4000])
    declared = named[1].decode().lower() if named else "utf-8"
    declared = "gb18030" if declared.startswith(("gb", "x-gb")) else declared
    for encoding, errors in (("utf-8", "strict"), (declared, "strict"), ("gb18030", "strict"), (declared, "replace")):
        try:
            text = data.decode(encoding, errors)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.count("\ufffd") <= len(text) // 200 and text.count("\0") <= len(text) // 1000 and len(text) <= MAX_CHARACTERS:
            return text.replace("\0", ""), encoding
    raise IngestError(
        f"{path}：无法读出网页的文字（编码不明、内容损坏或过大）。", "请在浏览器中打开网页，重新保存为 .html 后再收录。"
    )


def _tree(text: str) -> Any | None:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_XML.sub("", text, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _article(body: Any) -> tuple[Any, frozenset[Any]]:
    """The innermost part that holds nearly all prose, and what around and in it is furniture."""
    prose, _ = _prose(body, frozenset())
    around = frozenset(item for item in body.iter() if _furniture(item) and prose[item] <= _KEPT_SHARE * prose[body])
    prose, stops = _prose(body, around)
    node = body
    while True:
        if node.tag == "table" and table_rows(node):
            return node, around
        least = max(1, _CONTAINED * prose[node])
        inner = [child for child in node if prose[child] >= least and stops[child] == stops[node]]
        if not inner or _INLINE.fullmatch(inner[0].tag):
            return node, around
        node = inner[0]


def _prose(body: Any, around: frozenset[Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """Characters of prose and full stops below each element; where a page has no prose (tables of names), those of all text
    outside links."""
    out: set[Any] = set()
    prose: dict[Any, int] = {}
    other: dict[Any, int] = {}
    stops: dict[Any, int] = {}
    for item in body.iter():
        if item.tag == "a" or item in around or item.getparent() in out or not shown(item):
            out.add(item)
        texts = [] if item in out else [text for text in (item.text, *(child.tail for child in item)) if text]
        prose[item] = sum(len(text) for text in texts if _STOP.search(text) and _CHINESE.search(text))
        other[item] = sum(len(text.strip()) for text in texts)
        stops[item] = sum(text.count("。") for text in texts)
    return _summed(body, prose if any(prose.values()) else other), _summed(body, stops)


def _summed(body: Any, own: dict[Any, int]) -> dict[Any, int]:
    total = dict(own)
    for item in reversed(list(body.iter())):
        if item is not body:
            total[item.getparent()] += total[item]
    return total


def _furniture(item: Any) -> bool:
    if item.tag in ("nav", "footer", "aside", "body"):
        return bool(item.tag != "body")
    name = f"{item.get('class') or ''} {item.get('id') or ''}"
    return bool(name.strip() and _AROUND.search(name)) or (
        item.tag in ("div", "p", "td", "ul", "section") and bool(_SITE.search(_short_text(item)))
    )


def _short_text(item: Any) -> str:
    """The text of an element of the size of a site's head or foot, empty for a longer one."""
    text = ""
    for part in item.itertext():
        text += part.strip()
        if len(text) > _SITE_SIZE:
            return ""
    return text


def _written(found: Iterable[str]) -> bool:
    return any(re.search(r"\w", line) for line in found)


def _read_article(article: Any, around: frozenset[Any]) -> list[str]:
    return list(lines(article, lambda item: _apart(item, article, around)))


def _parted(found: list[str]) -> tuple[list[str], list[str]]:
    """The lines of an article, and those at its end that belong to the page: editor, buttons, neighbours, related pages."""
    near = range(len(found) - 1, max(0, len(found) - _FOOT_LINES), -1)
    related = next((i for i in near if _RELATED.fullmatch(found[i]) and all(map(_is_label, found[i:]))), len(found))
    at = related
    while at and _is_label(found[at - 1]) and (_FOOT.fullmatch(found[at - 1]) or _ATTACHED.match(found[at - 1])):
        at -= 1
    foot = {i for i in range(at, len(found)) if not _ATTACHED.match(found[i])}
    return [line for i, line in enumerate(found) if i not in foot], [found[i] for i in sorted(foot)]


def _is_label(line: str) -> bool:
    return len(line) <= _FOOT_LINE and "。" not in line


def _apart(item: Any, article: Any, around: frozenset[Any]) -> bool:
    """Whether a part of the article is none of its text: furniture, or a list of links."""
    return item in around or (item is not article and _links_only(item))


def _links_only(item: Any) -> bool:
    """A list of links to other pages (相关阅读); links to files are the attachments of the text."""
    if item.tag not in ("ul", "ol", "div", "section", "dl"):
        return False
    links = [link for link in item.iter("a") if link.get("href")]
    if len(links) < 3 or any(
        re.search(r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar)\b", link.get("href"), re.I) for link in links
    ):
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return linked >= 0.8 * len(re.sub(r"\s", "", "".join(item.itertext())))


def _outside(body: Any, article: Any, around: frozenset[Any]) -> list[str]:
    """What the page shows besides the article."""
    kept = list(lines(body, lambda item: item is article))
    dropped: list[str] = []
    waiting = [child for child in reversed(article) if isinstance(child.tag, str)]
    while waiting:
        item = waiting.pop()
        if shown(item) and _apart(item, article, around):
            dropped += lines(item, lambda _: False)
        elif shown(item):
            waiting += [child for child in reversed(item) if isinstance(child.tag, str)]
    return [*kept, *dropped] if article is not body else dropped


def _head(root: Any, main: list[str], outside: list[str]) -> list[str]:
    """Title, number and date of the page, each where the article does not begin with one."""
    begin = _squeezed("".join(main)[:1500])
    beside = "\n".join(outside)
    head: list[str] = []
    if (title := _title(root)) and not _begins_with(main, title):
        head.append(title)
    if (number := _NUMBER.search(beside)) and _squeezed(number[1]) not in begin:
        head.append(re.sub(r"\s+", "", number[1]))
    if date := _DATE.search(beside):
        head.append(
            re.sub(r"\s+", "", date[0]) if "：" in date[0] or ":" in date[0] else re.sub(r"\s+", "：", date[0], count=1)
        )
    return head


def _begins_with(main: list[str], title: str) -> bool:
    """Whether one of the first lines is the title, or a part of it."""
    wanted = _squeezed(title)
    first = [_squeezed(line) for line in main[:8]]
    return any(wanted in line or (len(line) >= 8 and line in wanted) for line in first)


def _title(root: Any) -> str | None:
    """The title of the article: what the page names so, else the heading that the title of the window begins with."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "og:title") and len(meta.get("content") or "") >= 6:
            return " ".join(meta.get("content").split())
    window = "".join(root.findtext(".//title") or "").strip()
    named = [item for item in root.iter() if item.tag in HEADINGS[:2] or _TITLE_NAME.search(f"{item.get('class') or ''}")]
    for item in named:
        text = " ".join("".join(item.itertext()).split())
        if 6 <= len(text) <= 120 and shown(item) and _squeezed(text)[:20] in _squeezed(window):
            return text
    first = _SITE_NAME.split(window)[0]
    return (
        first
        if len(first) >= 8
        and re.search("规划|方案|意见|通知|计划|措施|办法|细则|纲要|要点|解读|报告|条例|规定|行动|政策", first)
        else None
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+|^#+", "", text)
