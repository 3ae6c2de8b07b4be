"""The engine of one process: this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vnpolnlp.corpus.batches import Batch, annotate_batch
from vnpolnlp.engines import Finished
from vnpolnlp.pipeline import Pipeline


@dataclass(frozen=True)
class Here:
    """Annotates batch by batch in this process."""

    pipeline: Pipeline

    def __call__(self, batches: Iterator[Batch], *, ordered: bool) -> Finished:
        """Each batch with its results; in order in any case."""
        for batch in batches:
            yield batch, annotate_batch(self.pipeline, batch.items)
