"""The command `policykb`: all its commands, in the order of its help."""

from __future__ import annotations

from collections.abc import Callable

import typer

from api.commands.alignment import accept, align, coverage, link, review
from api.commands.asking import cited, owners, saved, search, show, trace
from api.commands.correcting import correct
from api.commands.frame import Command, Commands
from api.commands.tables import documents, duties, history, targets, units
from api.commands.training import train
from api.commands.upkeep import backup, check, evaluate, export, ingest, mcp, remove, renew, restore, serve
from api.console import lenient

COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (ingest, "收录文件或文件夹；内容相同的不再处理。"),
    (renew, "程序升级后，把旧版解析的文件按库中原件重新解析；更正和核对保留。"),
    (search, '检索条款：词语、"整词"、AND OR NOT、字段（单位: 层级: 地区: 年份:）。'),
    (saved, "保存的检索及其新增条数；带编号则列出上次打开以来的新条款，并记为已看。"),
    (owners, "某项工作由谁负责；或输入单位名，看它负责的全部任务和指标。"),
    (trace, "条款的来源，直到国家一级；--down 看由谁落实。"),
    (align, "与上级文件对照：逐条、逐句、逐项指标，列出缺项和新增；--to 写成报告。"),
    (coverage, "承接情况：一份文件的条款在各下级文件中是否落实、是否过时，下级新增了什么。"),
    (show, "打开一份文件，或一个条款（编号带 #）。"),
    (cited, "核对一份文件引用的文件：库中有没有，名称、文号是否一致，是否已废止或到期。"),
    (targets, "库中的指标；--to 写成指标表。"),
    (duties, "库中的任务及其牵头、责任、配合单位；--to 写成任务分工表。"),
    (units, "库中的责任单位（简称、旧称也可查）；--to 写成名录。一个单位的全部任务：duties --unit。"),
    (documents, "库中的文件。"),
    (history, "一份文件的各个版本。"),
    (review, "核对上下级条款的联系：不带参数列出待核对的，带编号则确认或否定。"),
    (link, "补一条联系：下级条款来自哪个上级条款，由谁认定，为什么。"),
    (accept, "认可下级新增的一个条款：承接情况不再把它列为待处理。"),
    (export, "导出全部内容为 JSON 行文件。"),
    (check, "检查库或一份文件：文字是否无遗漏，有何异常。"),
    (evaluate, "检索质量评测：nDCG@10、MRR、召回率及其区间，分类列出，并与上次对比；或条款对照评测。"),
    (remove, "从库中移除一份文件。"),
    (backup, "把整个库备份为一个文件。"),
    (restore, "从备份恢复库。"),
    (serve, "启动网页与 REST 接口。"),
    (mcp, "供本机的大模型助手检索和引用（Model Context Protocol，标准输入输出）。"),
    (correct, "更正一份文件的公文要素、责任单位和指标，再次收录也不会覆盖；只写文件则列出更正记录。"),
    (train, "语义检索的词向量：用库中文件再训练；或换用磁盘上的模型，或换回内置。"),
)

app = typer.Typer(
    cls=Commands, help="政策文件知识库：收录规划文件，检索条款、责任单位、来源与落实，逐条对照上下级文件。",
    rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True,
)  # fmt: skip

for _command, _help in COMMANDS:
    app.command(cls=Command, help=_help)(_command)


def main() -> None:
    """Entry point of the command `policykb`."""
    lenient()
    app()
