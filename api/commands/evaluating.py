"""What `policykb evaluate` prints: figures with their intervals for all questions and each kind, gains and losses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.commands.frame import opened
from api.refs import clause_id_of
from search.library import Library
from search.model import LibraryError
from search.quality.assess import Assessed, assess_library, assess_passages
from search.quality.assess_links import Ends, LinksAssessed, LinkScore, assess_links
from search.quality.evaluate import METRICS

SHOWN = 10
"""Most gains, and most losses, that are printed."""


def evaluate(questions: Path | None, passages: Path | None, library: Path | None, *, as_json: bool) -> None:
    """Assesses the library of the options, or a file of passages, and prints the result."""
    if questions is None:
        raise LibraryError("没有说明评测什么", "写明 --questions FILE（检索）或 --links FILE（条款对照）")
    if not questions.exists():
        raise LibraryError(f"没有问题文件 {questions}", "检查 --questions 的路径")
    if passages:
        found = assess_passages(passages, questions)
    else:
        with opened(library) as held:
            found = assess_library(held, questions)
    print(json.dumps(_record(found), ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(found)))


def evaluate_links(noted: Path, library: Path | None, *, as_json: bool) -> None:
    """Assesses the alignment of the documents that a file of links names, with their headings and without, and prints it."""
    with opened(library) as held:
        found = assess_links(held.document, *_links(held, noted))
    print(json.dumps(_links_record(found), ensure_ascii=False, indent=2) if as_json else "\n".join(_links_lines(found)))


def _links(held: Library, path: Path) -> tuple[list[Ends], list[Ends]]:
    """The links of a JSON list of `{from, to, strength}` (clauses as `<document>#<eid>`), and the weak ones among them."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        ends = [(row["from"], row["to"], row.get("strength") == "weak") for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"无法读取 {path}：{error}", "链接文件是 JSON 列表，每项写明 from 和 to：文件#条款位置") from error
    made = [((clause_id_of(held, lower), clause_id_of(held, upper)), weak) for lower, upper, weak in ends]
    return [one for one, _ in made], [one for one, weak in made if weak]


def _links_lines(found: LinksAssessed) -> list[str]:
    made = ["            准确率  召回率     F1   正确  给出  标注"]
    for name, score in (("有标题", found.plain), ("遮住标题", found.blanked)):
        rates = "".join(f"{rate:>8.3f}" for rate in (score.precision, score.recall, score.f1))
        made.append(f"{name:　<5}{rates}{score.right:>7}{score.found:>6}{score.noted:>6}")
    for name, links in (("未找到", found.missed), ("多出", found.extra)):
        made += [f"{name}：{lower} → {upper}" for lower, upper in links[:SHOWN]]
    return made


def _links_record(found: LinksAssessed) -> dict[str, Any]:
    def of(score: LinkScore) -> dict[str, float]:
        rates = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
        return rates | {"right": score.right, "found": score.found, "noted": score.noted}

    return {"plain": of(found.plain), "blanked": of(found.blanked), "missed": found.missed, "extra": found.extra}


def _lines(found: Assessed) -> list[str]:
    made = [f"{'':<12}{'问题':>4}" + "".join(f"{metric:>22}" for metric in METRICS)]
    for kind, scores in found.scores.items():
        made.append(f"{kind or '全部':<12}{found.counts[kind]:>6}" + "".join(f"{scores[m]!s:>22}" for m in METRICS))
    if found.unanswerable:
        made.append(f"库中没有答案、未计入的问题：{'、'.join(found.unanswerable)}")
    return made + _changes(found)


def _changes(found: Assessed) -> list[str]:
    if found.changes is None:
        return []
    if not found.changes:
        return ["与上次评测相同"]
    losses = [change for change in found.changes if change.now < change.before][:SHOWN]
    gains = [change for change in reversed(found.changes) if change.now > change.before][:SHOWN]
    told = [("下降", change) for change in losses] + [("上升", change) for change in gains]
    return ["与上次评测相比（nDCG@10）："] + [f"  {way} {c.before:.2f} → {c.now:.2f}  {c.question.text}" for way, c in told]


def _record(found: Assessed) -> dict[str, Any]:
    def of(kind: str) -> dict[str, Any]:
        scores = {m: {"mean": s.mean, "low": s.low, "high": s.high} for m, s in found.scores[kind].items()}
        return {"questions": found.counts[kind], **scores}

    changes = [{"qid": c.question.id, "before": c.before, "now": c.now} for c in found.changes or ()]
    kinds = {kind: of(kind) for kind in found.scores if kind}
    return {"all": of(""), "kinds": kinds, "changes": changes, "unanswerable": list(found.unanswerable)}
