"""``python -m benchmarks.journal``: what the journal of a run costs, and how many workers one process can feed.

Both are ratios of processor time, taken in turns, so that a busy machine counts for little.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from unittest.mock import patch

from benchmarks.texts import default_corpus, read_corpus
from vnpolnlp.corpus import runner
from vnpolnlp.corpus.batches import Batch
from vnpolnlp.engines import Finished
from vnpolnlp.engines.here import Here
from vnpolnlp.pipeline import Pipeline, load

ENDINGS = ("jsonl", "jsonl.zst", "jsonl.gz")


@dataclass
class Replay:
    """An engine that annotates each batch once, and from then on only does what it costs to send and receive it."""

    engine: Here
    results: dict[int, bytes] = field(default_factory=dict)

    def __call__(self, batches: Iterator[Batch], *, ordered: bool) -> Finished:
        """Each batch with its results."""
        for batch in batches:
            if batch.number not in self.results:
                ((_, made),) = self.engine(iter([batch]), ordered=ordered)
                self.results[batch.number] = pickle.dumps(made)
            pickle.dumps(batch.items)
            yield batch, pickle.loads(self.results[batch.number])


def seconds(source: Path, output: Path, pipeline: Pipeline, engine: Here | Replay) -> float:
    """The processor time of a run by that engine."""
    started = process_time()
    with patch.object(runner, "choose_engine", lambda *_: engine):
        runner.annotate(source, output, pipeline=pipeline, force=True)
    return process_time() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.journal", description="Measure what the journal of a run costs.")
    parser.add_argument("--texts", type=int, default=400, help="how many")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    nlp = load()
    here = Here(nlp)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "texts.jsonl"
        rows = (json.dumps({"text": text}) for text in read_corpus(default_corpus()).texts[: given.texts])
        source.write_text("\n".join(rows), encoding="utf-8")
        replay = Replay(here)
        seconds(source, folder / "warm-up.jsonl", nlp, replay)
        ratios: list[float] = []
        feeding: dict[str, list[float]] = {ending: [] for ending in ENDINGS}
        for _ in range(given.rounds):
            without = seconds(source, Path(os.devnull), nlp, here)
            ratios.append(seconds(source, folder / "out.jsonl", nlp, here) / without)
            for ending in ENDINGS:
                feeding[ending].append(without / seconds(source, folder / f"out.{ending}", nlp, replay))
    print(f"a file by way of the journal, against records written nowhere: {median(ratios):.3f}")
    for ending in ENDINGS:
        print(f"annotating, against reading and writing .{ending}: {median(feeding[ending]):.1f}")


if __name__ == "__main__":
    main()
