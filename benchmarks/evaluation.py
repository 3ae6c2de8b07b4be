"""How fast `vnpolnlp evaluate` is beside nervaluate, and how its memory grows: python -m benchmarks.evaluation.

Documents of fifty entities (``--long``: of five hundred) are made up, with mistakes in a fifth of them, and written as
records. Each measurement is from the two files to the scores, in a fresh process. nervaluate reads only what it needs,
the spans and labels; ours also checks that each record is whole and fits its text. Both in turns, so that a busy
machine slows both alike; beside the time by the clock stands that of the processor, which others take nothing of.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.processes import in_fresh_process, peak_memory

ENTITIES, LONG = 50, 500
_WORDS = ("Đảng", "bộ", "tỉnh", "họp", "về", "công", "tác", "cán", "nhiệm", "kỳ")
_LABELS = ("PER", "LOC", "ORG", "RESOLUTION", "DOCUMENT", "ROLE", "EVENT", "DATE")


def make(folder: Path, documents: int, entities: int = ENTITIES) -> tuple[Path, Path]:
    """Gold and predicted records of so many documents with so many entities each."""
    rng = random.Random(documents)
    paths = folder / f"gold-{documents}.jsonl", folder / f"found-{documents}.jsonl"
    with paths[0].open("w", encoding="utf-8") as gold, paths[1].open("w", encoding="utf-8") as found:
        for number in range(documents):
            words = [rng.choice(_WORDS) for _ in range(entities * 4)]
            starts = [0]
            for word in words:
                starts.append(starts[-1] + len(word) + 1)
            right = [(starts[at], starts[at + 2] - 1, rng.choice(_LABELS)) for at in range(0, len(words), 4)]
            guessed = [_guess(span, starts[at * 4 + 1] - 1, rng) for at, span in enumerate(right)]
            text = " ".join(words)
            for file, spans in ((gold, right), (found, [span for span in guessed if span])):
                file.write(_record(str(number), text, [span for span in spans if span]) + "\n")
    return paths


def _guess(span: tuple[int, int, str], shorter: int, rng: random.Random) -> tuple[int, int, str] | None:
    chance = rng.random()
    if chance < 0.05:
        return None
    if chance < 0.12:
        return (span[0], shorter, span[2])
    return (*span[:2], rng.choice(_LABELS)) if chance < 0.2 else span


def _record(id: str, text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    entities = [
        {"id": f"e{at}", "start": start, "end": end, "label": label, "text": text[start:end], "attrs": {}, "by": ""}
        for at, (start, end, label) in enumerate(spans)
    ]
    return json.dumps({"schema": "vnpolnlp/1", "id": id, "text": text, "entities": entities}, ensure_ascii=False)


Measured = tuple[float, float, float, float]


def ours(gold: Path, found: Path, samples: int) -> Measured:
    """Seconds by the clock and of the processor, MiB, and the strict F1, with so many samples for the intervals."""
    from vnpolnlp.evaluation import evaluate

    start, spent = perf_counter(), process_time()
    scores = evaluate(gold, found, samples=samples).scores
    return perf_counter() - start, process_time() - spent, peak_memory(), scores.micro.f1


def theirs(gold: Path, found: Path, _: int) -> Measured:
    """The same by nervaluate, which has no intervals."""
    from nervaluate import Evaluator

    start, spent = perf_counter(), process_time()
    sides = []
    for path in (gold, found):
        with path.open(encoding="utf-8") as file:
            sides.append(
                [
                    [
                        {"start": e["start"], "end": e["end"] - 1, "label": e["label"]}
                        for e in json.loads(line)["entities"]
                    ]
                    for line in file
                ]
            )
    scores = Evaluator(*sides, tags=list(_LABELS), loader="dict").evaluate()
    return perf_counter() - start, process_time() - spent, peak_memory(), scores["overall"]["strict"].f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=1_000_000, help="in the largest measurement of ours")
    parser.add_argument("--beside", type=int, default=100_000, help="entities where nervaluate is measured too")
    parser.add_argument("--long", action="store_true", help="ten times as many entities a document")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, entities = Path(name), LONG if options.long else ENTITIES
        paths = make(folder, options.beside // entities, entities)
        taken: dict[Callable[..., Measured], list[float]] = {ours: [], theirs: []}
        for _ in range(options.rounds):
            for system, spent in taken.items():
                spent.append(_told(system, options.beside, paths, 0))
        ratio = median(there / here for here, there in zip(taken[ours], taken[theirs], strict=True))
        print(f"ours is {ratio:.1f} times as fast, the median of {options.rounds} rounds, processor time")
        for size in (options.entities // 10, options.entities):
            paths = make(folder, size // entities, entities)
            for samples in (0, 1000):
                _told(ours, size, paths, samples)


def _told(system: Callable[..., Measured], size: int, paths: tuple[Path, Path], samples: int) -> float:
    clock, spent, memory, f1 = in_fresh_process(system, *paths, samples)
    print(
        f"{system.__name__:8}{size:>12,} entities{samples:>6} samples{clock:>9.2f} s{spent:>9.2f} s of processor"
        f"{memory:>8.0f} MiB  F1 {f1:.6f}",
        flush=True,
    )
    return spent


if __name__ == "__main__":
    main()
