"""The command `policykb train`: trains the embedding on the library, or takes another model into use; says which is used."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.commands.frame import Folder, opened

SHOWN = 20
"""So many lines of progress."""


def train(
    steps: Annotated[int, typer.Option(min=1, max=100_000, metavar="N", help="训练步数")] = 300,
    questions: Annotated[Path | None, typer.Option(metavar="FILE", help="训练前后各用这份问题评测一次，见 evaluate")] = None,
    model: Annotated[Path | None, typer.Option(metavar="DIR", help="不训练，改用这个 sentence-transformers 模型")] = None,
    builtin: Annotated[bool, typer.Option("--builtin", help="不训练，换回内置词向量")] = False,
    export_st: Annotated[
        Path | None, typer.Option("--export-st", metavar="DIR", help="不训练，把现用词向量写成 sentence-transformers 模型")
    ] = None,
    library: Folder = None,
) -> None:
    """With another option than `steps` and `questions` nothing is trained. What was trained is used unless it is worse than the
    built-in embedding."""
    if export_st:
        _export(library, export_st)
    elif model or builtin:
        _choose(library, None if builtin else model)
    else:
        _measured(library, steps, questions)


class Progress:
    """Tells the step, the loss and the time left, some `SHOWN` times in all."""

    def __init__(self, steps: int) -> None:
        self._steps, self._every, self._start = steps, max(steps // SHOWN, 1), time.monotonic()

    def __call__(self, step: int, loss: float) -> None:
        if step % self._every == 0 or step == self._steps:
            left = (time.monotonic() - self._start) / step * (self._steps - step)
            print(f"第 {step}/{self._steps} 步，损失 {loss:.3f}，还需约 {left:.0f} 秒", flush=True)


def _measured(folder: Path | None, steps: int, questions: Path | None) -> None:
    _evaluated("训练前", questions, folder)
    adopted = _trained(folder, steps)
    _tell_model(folder)
    if adopted:
        _evaluated("训练后", questions, folder)


def _evaluated(when: str, questions: Path | None, folder: Path | None) -> None:
    from api.commands.evaluating import evaluate

    if questions:
        print(f"{when}：")
        evaluate(questions, None, folder, as_json=False)


def _trained(folder: Path | None, steps: int) -> bool:
    """Whether what was trained is used from now on."""
    from search.meaning.chosen_model import use_own
    from search.meaning.own_model import train_own

    with opened(folder) as held:
        documents = (held.document(card.id) for card in held.documents())
        found = train_own(documents, steps=steps, progress=Progress(steps))
        print(f"留出的 {found.pairs} 条条款，以其中一句找其余（MRR）：内置 {found.before:.3f}，训练后 {found.after:.3f}")
        if found.adopted:
            use_own(held.folder, found.embedding)
        else:
            print("训练后不如内置词向量，未采用。")
    return found.adopted


def _choose(folder: Path | None, model: Path | None) -> None:
    from search.meaning.chosen_model import use_builtin, use_from_disk

    with opened(folder) as held:
        if model:
            use_from_disk(held.folder, model)
        else:
            use_builtin(held.folder)
    _tell_model(folder)


def _export(folder: Path | None, target: Path) -> None:
    from search.meaning.chosen_model import export

    with opened(folder) as held:
        export(held.folder, target)
    print(f"已写入 {target}。打开：SentenceTransformer({str(target)!r}, trust_remote_code=True)")


def _tell_model(folder: Path | None) -> None:
    """Makes the vectors of the model in use, as far as they are not there, and says which it is."""
    with opened(folder) as held:
        print(f"语义检索现用：{held.search('规划').model}。正在运行的服务随即改用它。")
