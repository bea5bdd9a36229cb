"""What can be odd about a document, and the one error of this package.

    IngestError          nothing can be made of the bytes: empty, binary, undecodable, of an unknown format
    Issue (model.py)     a Document was made, and this is worth a look

Each code has one row: severity, message and hint in Chinese, with `{}` fields filled in by the caller.
"""

from __future__ import annotations

from ingest.model import Issue, Span


class IngestError(Exception):
    """No document can be made of these bytes. `message` (Chinese) says what and where, `hint` how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


_ROWS: dict[str, tuple[str, str, str]] = {
    "no-title": ("warning", "没有找到标题，暂以文件名代替。", "请在文件首行写明标题，或收录后更正公文要素。"),
    "no-clauses": (
        "warning",
        "没有找到“一、”“（一）”一类的层次序号，全文作为一条处理。",
        "请确认这是规划、方案、意见一类文件。",
    ),
    "gap": ("warning", "序号不连续：“{found}”前应为“{expected}”。", "原文可能漏号、错号，或有一条未能识别；请对照原文。"),
    "repeated": ("warning", "序号“{found}”在同一层出现两次。", "原文可能错号，条款按出现的先后编排。"),
    "contents": ("info", "目录已识别，不作为条款。", "无需处理。"),
    "no-date": ("info", "正文没有写明成文日期。", "规划正文常不写日期，可由印发通知补充。"),
    "no-region": (
        "info",
        "没有识别出所属地区，层级未定。",
        "可在文件页更正公文要素；地名表中没有的地区，补入 corpus/gazetteer/regions.csv 后重新收录。",
    ),
    "enclosure-missing": ("warning", "通知印发《{title}》，但文件里没有找到它的正文。", "请一并收录被印发的文件。"),
    "no-text": (
        "warning",
        "{pages}没有可读取的文字（可能是扫描图片），未收录。",
        "请用扫描软件识别文字（OCR）后重新收录，或对照原件补充；PDF 可安装扫描识别组件：pip install 'policykb[ocr]'。",
    ),
    "scanned": (
        "warning",
        "扫描识别：{pages}的文字由图片识别（OCR）得出，平均置信度 {confidence}。",
        "请对照原件核对数字、文号和单位名称。",
    ),
    "doubtful": ("warning", "扫描识别把握不大的文字：{found}。", "请对照原件；有错字的，改正后另存为 .txt 或 Word 再收录。"),
    "left-out": ("info", "页眉、页脚、脚注、导航一类文字已略去：{found}。", "如有正文被略去，请另存为 .txt 后收录。"),
    "count-agrees": ("info", "文中自述“{said}”，与识别出的 {found} 个相符。", "无需处理。"),
    "count-differs": ("warning", "文中自述“{said}”，实际识别出 {found} 个。", "请核对是原文数错，还是有条款未能识别。"),
}


def issue(code: str, span: Span | None = None, **fields: object) -> Issue:
    """The issue of a code, with its fields filled in; KeyError for an unknown code."""
    severity, message, hint = _ROWS[code]
    return Issue(code, severity, message.format(**fields), hint, span)
