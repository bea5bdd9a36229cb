"""What the commands print for people: one function an answer. Imports rich: imported only when something is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api import words
from api.pages.reader import segments
from api.paging import Page
from api.words import place_line, say, target_line, unit_line
from ingest.model import Document, Issue
from search.alignment.model import Alignment, TargetRow
from search.model import (
    Added,
    CitedDocument,
    ClauseView,
    DocumentCard,
    Hit,
    Link,
    OwnersAnswer,
    Place,
    Quote,
    SearchResult,
    TargetQuote,
    Task,
    Trace,
    TraceStep,
    UnitAnswer,
    UnitCard,
)

if TYPE_CHECKING:
    from ingest.account import Account
    from search.alignment.coverage import Coverage
    from search.checked import Checked
    from search.links.review import Suspect
    from search.saved import Counted, News

_console = Console(highlight=False)


def with_bar(work: Callable[..., list[Added]]) -> list[Added]:
    """Takes files in with a progress bar on stderr that names the file at work, which `progress` is told."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读取文件", total=None)

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name or "建立索引、关联文件")

        return work(progress=progress)


def show_search(result: SearchResult) -> None:
    """Clause cards: place, snippet with marks, targets and units, why it matched."""
    if said := words.notice(result):
        _line(said, "yellow")
    if result.meant:
        _line(f"您是不是要找：{'、'.join(result.meant)}", "yellow")
    for number, hit in enumerate(result.hits, 1):
        _hit(number, hit)
    _line(
        f"共 {result.total} 条，显示 {len(result.hits)} 条。"
        if result.total
        else "没有匹配的条款；请换用更常见的说法或减少限定。"
    )


def show_saved(page: Page[Counted]) -> None:
    """Saved searches with the number of their new clauses."""
    counted = [(one.search, str(one.new)) for one in page.rows]
    rows = [(one.id, one.name, one.query, new, words.local(one.opened)[:10]) for one, new in counted]
    _table(("编号", "名称", "检索词", "新增", "上次打开"), rows, empty="没有保存的检索；用 search 检索词 --save 名称 保存。")


def show_news(page: Page[News]) -> None:
    """Clauses that are new to a saved search."""
    for number, new in enumerate(page.rows, 1):
        _hit(number, new.hit)
    _line(f"上次打开以来新增 {page.total} 条。")


def show_owners(answer: OwnersAnswer) -> None:
    """Units with what they own, quoted."""
    for unit in answer.units:
        show_unit(unit)
    if answer.note:
        _line(answer.note, "yellow")
    elif not answer.units:
        _line("库中文件没有写明这项工作的责任单位；可用 policykb search 查看相关条款。", "yellow")


def show_unit(answer: UnitAnswer) -> None:
    """One unit with its clauses and targets."""
    full = f"（{answer.canonical}）" if answer.canonical and answer.canonical != answer.unit else ""
    _line(f"{answer.unit}{full}  {answer.role}", "bold")
    if answer.listed:
        _line(f"成员：{'、'.join(answer.members)}")
        _quote(answer.listed)
    for clause in answer.clauses:
        role, stated = clause.role if clause.role != answer.role else None, words.BY_HAND if clause.stated else None
        if told := "，".join(filter(None, (role, clause.deadline, stated))):
            _line(told)
        _quote(clause)
    for target in answer.targets:
        _target(target)


def show_trace(trace: Trace) -> None:
    """The clause, then the steps by depth; a document cited and not held is a visible hole."""
    _line("本条", "bold")
    _quote(trace.start)
    _line("来源（向上）" if trace.direction == "up" else "落实（向下）", "bold")
    for step in trace.steps:
        _step(step)
    if trace.note or not trace.steps:
        _line(trace.note or "没有找到有联系的条款。", "yellow")


def show_alignment(found: Alignment) -> None:
    """Clauses and targets side by side, what calls for something first; then the summary."""
    from api.files.report import by_urgency

    rows = [(say(words.ROW_STATUSES, row.status), _cell(row.upper), _cell(row.lower)) for row in found.rows]
    _table(("条款", f"上级 {found.upper.title}", f"本级 {found.lower.title}"), rows, lines=True, empty="没有要列的条款。")
    figures = [(say(words.FIGURES, row.state), _target_cell(row.upper), _answer_cell(row)) for row in by_urgency(found.targets)]
    if figures:
        _table(("指标", "上级", "本级"), figures, lines=True)
    _line("  ".join(f"{words.summary_word(name)} {count}" for name, count in found.summary.items() if count), "bold")
    told = [f"{words.SENTENCE_STATUSES[name]} {count}" for name, count in found.sentences.items() if count]
    if told:
        _line("  ".join(["句子", *told]), "bold")


def show_coverage(found: Coverage) -> None:
    """The matrix, a row a clause, a column a lower document; then what those documents add, and the counts."""
    rows = [
        (
            words.called(row.upper),
            *(
                "\n".join(filter(None, (words.CELLS[c.status], "、".join(map(words.called, c.lower)), c.sentence)))
                for c in row.cells
            ),
        )
        for row in found.rows
    ]
    heads = (f"上级 {found.document.title}", *(card.title for card in found.below))
    _table(heads, rows, lines=True, empty="没有要列的条款。" if found.below else "库中没有承接这份文件的下级文件。")
    for one in found.additions:
        _line(f"{words.CELLS[one.status]} {one.quote.place}" + (f"（{one.who}：{one.why}）" if one.who else ""))
    _line("  ".join(f"{words.CELLS[name]} {count}" for name, count in found.summary.items() if count), "bold")


def show_documents(page: Page[DocumentCard]) -> None:
    """A table of documents."""
    rows = [
        (card.id, say(words.LEVELS, card.level), card.date or "", card.title, card.clauses, card.targets) for card in page.rows
    ]
    _table(("编号", "层级", "日期", "标题", "条款", "指标"), rows, empty="库中还没有文件；用 policykb ingest 收录。")


def show_cited(page: Page[CitedDocument]) -> None:
    """A table of the documents cited: as cited, and what is held."""
    rows = [(words.CITED[words.cited_state(one)], one.title, one.doc_number or "", _held(one.card)) for one in page.rows]
    _table(("核对", "引用的文件", "文号", "库中"), rows, empty="没有引用其他文件。")


def _held(card: DocumentCard | None) -> str:
    return "，".join(filter(None, (card.title, card.doc_number))) if card else ""


def show_document(document: Document) -> None:
    """Elements, outline, and what was odd."""
    work, source = document.work, document.source
    _line(work.title, "bold")
    for name, value in (
        ("编号", document.id), ("文件", source.path), ("层级", say(words.LEVELS, work.level)), ("地区", work.region),
        ("文种", work.doc_type), ("文号", work.doc_number), ("发文机关", "、".join(work.issuers)),
        ("主送机关", "、".join(work.addressees)), ("成文日期", work.date), ("印发通知", work.carrier),
    ):  # fmt: skip
        _line(f"{name}：{value or '原文未载'}")
    for clause in document.clauses:
        label = words.clause_label(clause) or document.body(clause)[:30]
        _line(f"{'  ' * clause.eid.count('.')}{clause.eid}  {label}")
    _show_issues(document.issues)


def show_clause(view: ClauseView) -> None:
    """Place and text of a clause, and what was found in it."""
    _place(view.place)
    _line(view.text or "（本条没有自己的文字，内容在下级条款）")
    for target in view.targets:
        _line(f"指标：{target_line(target)}", "green")
    for duty in view.duties:
        _line(f"{duty.role}：{unit_line([duty.unit], [duty.unit] if duty.stated else ())}", "blue")
    for citation in view.citations:
        _line(f"引用：{citation.title} {citation.doc_number or ''}")
    if view.children:
        _line(f"下级条款：{'、'.join(view.children)}", "dim")


def show_targets(page: Page[TargetQuote]) -> None:
    """Targets with quote, units and place."""
    for row in page.rows:
        _target(row)
    _line(f"共 {page.total} 项，显示 {len(page.rows)} 项。" if page.total else "没有符合的指标。")


def show_tasks(page: Page[Task]) -> None:
    """Tasks with their units by role, and where they stand."""
    for row in page.rows:
        named = (("牵头单位", row.lead), ("责任单位", row.responsible), ("配合单位", row.support))
        _line("；".join(f"{role}：{unit_line(names, row.stated_units)}" for role, names in named if names), "blue")
        _line(f"  {row.text}" + (f"（{row.deadline}）" if row.deadline else ""))
        _place(row.place)
    _line(f"共 {page.total} 项，显示 {len(page.rows)} 项。" if page.total else "没有符合的任务。")


def show_units(page: Page[UnitCard]) -> None:
    """A table of units."""
    made = [
        (row.id, "、".join(name for name in row.names if name != row.id), row.region or "", row.duties, row.targets)
        for row in page.rows
    ]
    _table(("单位", "文中写法", "地区", "任务", "指标"), made, empty="没有符合的单位。")
    _line(f"共 {page.total} 个，显示 {len(page.rows)} 个。")


def show_links(page: Page[Link]) -> None:
    """A table of links to review."""
    made = [
        (
            row.id,
            row.from_id,
            row.to_id,
            say(words.RELATIONS, row.relation),
            say(words.LINK_STATUSES, row.status),
            f"{row.score:.2f}",
        )
        for row in page.rows
    ]
    _table(("联系", "下级", "上级", "关系", "状态", "匹配度"), made, empty="没有符合的联系。")


def show_suspects(page: Page[Suspect]) -> None:
    """Links to check again, each with the former and the present wording of its upper clause."""
    for row in page.rows:
        _line(f"{row.id}  {row.from_id} → {row.to_id}", "bold")
        _line(f"  上级原文：{row.was or '（旧版未留存）'}")
        _line(f"  上级现文：{row.now or '（已删去）'}", "yellow")
    _line(f"待复核 {page.total} 条。" if page.rows else "没有待复核的联系。")


def show_link(link: Link) -> None:
    """One link after its review."""
    show_links(Page(1, [link]))


def show_added(page: Page[Added]) -> None:
    """What became of each file, then the counts."""
    rows = [(say(words.ADDED, r.status), r.file, r.document_id or "", r.message or _odd(r)) for r in page.rows]
    _table(("结果", "文件", "编号", "说明"), rows, empty="没有找到可以收录的文件。")
    counts = {word: sum(r.status == code for r in page.rows) for code, word in words.ADDED.items()}
    _line("，".join(f"{word} {n} 份" for word, n in counts.items() if n) or "收录 0 份", "bold")


def show_renewed(page: Page[Added]) -> None:
    """What became of each document that an older parser had made."""
    if page.rows:
        show_added(page)
    else:
        _line("库中文件都已由现在的版本解析，无须重新解析。")


def show_exported(counts: dict[str, int]) -> None:
    """Rows written to each file."""
    for name, count in counts.items():
        _line(f"{name}.jsonl：{count} 行")


def show_checked(page: Page[Checked]) -> None:
    """The account of each document, and what was odd in it."""
    for found in page.rows:
        account = found.account
        _line(
            f"{found.card.title}（{found.card.id}）  文字覆盖率 {account.coverage:.3f}",
            "bold" if account.coverage == 1 else "bold red",
        )
        _line(f"  共 {account.size} 字：条款 {account.clauses}；{_sizes(words.ELEMENTS | words.DISCARDS, account)}", "dim")
        _show_issues(found.issues)
    odd = sum(bool(found.issues) for found in page.rows)
    _line(f"共 {page.total} 份，{odd} 份有提示。")


def _sizes(names: dict[str, str], account: Account) -> str:
    return "，".join(f"{say(names, kind)} {size}" for kind, size in (account.elements | account.discards).items())


def _show_issues(issues: Iterable[Issue]) -> None:
    for issue in issues:
        _line(f"  {say(words.SEVERITIES, issue.severity)}：{issue.message} {issue.hint}", "yellow")


def _odd(added: Added) -> str:
    return f"解析提示 {added.issues} 条" if added.issues else ""


def _hit(number: int, hit: Hit) -> None:
    _line(f"{number}. {place_line(hit.place)}", "bold cyan")
    text = Text("   ")
    for segment in segments(hit.snippet.text, hit.snippet.marks):
        text.append(segment.text, "bold yellow" if segment.kinds else "")
    _console.print(text, soft_wrap=True)
    found = [*map(target_line, hit.targets), *filter(None, [unit_line(hit.units, hit.stated_units)])]
    if found:
        _line(f"   {'；'.join(found)}", "green")
    if hit.same:
        _line(f"   另有 {len(hit.same)} 处相同表述：{'；'.join(map(place_line, hit.same))}", "dim")
    _line(f"   编号 {hit.clause_id} · {hit.reason}", "dim")


def _step(step: TraceStep) -> None:
    indent = "  " * step.depth
    if not step.held or step.place is None:
        _line(f"{indent}{say(words.LEVELS, step.level)} {step.title} {step.doc_number or ''} —— 已引用，未收录", "red")
        return
    _line(f"{indent}{say(words.LEVELS, step.level)} {place_line(step.place)}  编号 {step.place.clause_id}", "cyan")
    if step.text:
        _line(f"{indent}  {step.text}")
    if step.suspect:
        _line(f"{indent}  待复核：上级文字在联系认定后有改动（policykb review --suspect）", "yellow")
    if step.link:
        link = step.link
        evidence = "；".join(f"{name}：{text}" for name, text in words.evidence_rows(link.evidence))
        state = f"{say(words.RELATIONS, link.relation)} · {say(words.LINK_STATUSES, link.status)} · {link.score:.2f}"
        _line(f"{indent}  {state} · {evidence}", "dim")


def _quote(quote: Quote) -> None:
    _line(f"  {quote.text}")
    _place(quote.place)


def _target(row: TargetQuote) -> None:
    _line(f"指标 {target_line(row.target)}" + (f"  {unit_line(row.units, row.stated_units)}" if row.units else ""), "green")
    _line(f"  {row.text}")
    _place(row.place)


def _place(place: Place) -> None:
    _line(f"  —— {place_line(place)}  编号 {place.clause_id}", "cyan")


def _cell(quote: Quote | None) -> str:
    return f"{' › '.join(quote.place.labels)}\n{quote.text}" if quote else "—"


def _answer_cell(row: TargetRow) -> str:
    return row.evidence["sentence"] if row.state == "doubtful" else _target_cell(row.lower)


def _target_cell(quote: TargetQuote | None) -> str:
    return f"{target_line(quote.target)}\n{quote.text}" if quote else "—"


def _line(text: str, style: str = "") -> None:
    _console.print(Text(text, style), soft_wrap=True)


def _table(headers: Sequence[str], rows: Sequence[Sequence[Any]], *, lines: bool = False, empty: str = "没有内容。") -> None:
    if not rows:
        _line(empty)
        return
    table = Table(show_lines=lines)
    for header in headers:
        table.add_column(Text(header), overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    _console.print(table)
