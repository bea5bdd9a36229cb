"""The static embedding as a module of sentence-transformers, for tools that speak that library: the same vectors.

Only that library imports this file: from code, or when it opens a folder that `exported` wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer

from search.meaning.dense import Embedding

FILE = "embedding.npz"


class StaticModule(torch.nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional: without it its classes are Any
    """Sums of the vectors of a text's features, each weighed by the square root of how often it occurs."""

    def __init__(self, embedding: Embedding) -> None:
        super().__init__()
        self.static = embedding
        weights = torch.from_numpy(embedding.rows * embedding.scales[:, None])
        self.bag = torch.nn.EmbeddingBag.from_pretrained(weights, mode="sum", freeze=False)

    def preprocess(self, inputs: Sequence[str], **_: Any) -> dict[str, torch.Tensor]:
        """Rows of the features of all texts end to end, their weights, and where each text begins."""
        counts = [Counter(self.static.ids(text).tolist()) for text in inputs]
        begins = torch.tensor([0, *(len(found) for found in counts[:-1])]).cumsum(0)
        rows = torch.tensor([row for found in counts for row in found], dtype=torch.long)
        often = torch.tensor([often for found in counts for often in found.values()], dtype=torch.float32)
        return {"input_ids": rows, "offsets": begins, "weights": often.sqrt()}

    tokenize = preprocess
    """The name of `preprocess` before release 5.3."""

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds `sentence_embedding` (texts, dims); unit length is asked for when encoding."""
        summed = self.bag(features["input_ids"], features["offsets"], features["weights"])
        return features | {"sentence_embedding": summed}

    def get_sentence_embedding_dimension(self) -> int:
        return self.static.dims

    get_embedding_dimension = get_sentence_embedding_dimension
    """Its name since release 5.3."""

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Writes the weights as they are now, trained further or not."""
        Embedding.quantised(self.static.features, self.bag.weight.detach().numpy()).save(Path(output_path) / FILE)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> StaticModule:
        return cls(Embedding.load(Path(model_name_or_path) / subfolder / FILE))


def exported(embedding: Embedding, folder: Path) -> None:
    """Writes a folder that `SentenceTransformer(folder)` opens where this package is installed."""
    SentenceTransformer(modules=[StaticModule(embedding)], device="cpu").save(str(folder))
