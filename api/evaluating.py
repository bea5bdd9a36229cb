"""What `policykb evaluate` prints: figures with their intervals for all questions and each kind, gains and losses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.commandline import opened
from search.assess import Assessed, assess_library, assess_passages
from search.evaluate import METRICS
from search.model import LibraryError

SHOWN = 10
"""Most gains, and most losses, that are printed."""


def evaluate(questions: Path, passages: Path | None, library: Path | None, *, as_json: bool) -> None:
    """Assesses the library of the options, or a file of passages, and prints the result."""
    if not questions.exists():
        raise LibraryError(f"没有问题文件 {questions}", "检查 --questions 的路径")
    if passages:
        found = assess_passages(passages, questions)
    else:
        with opened(library) as held:
            found = assess_library(held, questions)
    print(json.dumps(_record(found), ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(found)))


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
