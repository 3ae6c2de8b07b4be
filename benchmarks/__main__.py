"""``python -m benchmarks``: measure, print the tables, and write JSON and a picture if asked."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from benchmarks.report import Machine, Results, as_markdown, as_text, from_json, load_average, to_json, with_figures
from benchmarks.scaling import (
    LENGTHS,
    LINE_BYTES,
    LOADS,
    SIZES,
    measure_lengths,
    measure_lines,
    measure_loads,
    measure_sizes,
    measure_workers,
)
from benchmarks.speed import measure_speed
from benchmarks.systems import SYSTEMS, available
from benchmarks.texts import default_corpus, read_corpus, some
from vnpolnlp.errors import VnpolnlpError

Part = TypeVar("Part")


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        texts: of a round of the comparison, and of the smallest corpus.
        warm_up: texts that all begin with.
        rounds: of the comparison.
        load_runs: fresh processes for each load time.
        sizes: how many times the smallest corpus.
        lengths: words of a document.
        line: bytes of the endless line.
        short: how many documents of one line.
        worker_texts: what is annotated with one process and with two.
    """

    texts: int
    warm_up: int
    rounds: int
    load_runs: int
    sizes: tuple[int, ...]
    lengths: tuple[int, ...]
    line: int
    short: int
    worker_texts: int


COMPLETE = Plan(120, 100, 3, 3, SIZES, LENGTHS, LINE_BYTES, 100_000, 800)
QUICK = Plan(20, 20, 2, 1, (1, 4), LENGTHS[:3], 100_000, 2_000, 80)


def measure(corpus_path: Path, plan: Plan) -> Results:
    """All figures.

    Raises:
        VnpolnlpError: there is no corpus.
    """
    machine = Machine.this()
    corpus = read_corpus(corpus_path)
    warm_up = some(corpus, 0, min(plan.warm_up, len(corpus.texts) // 2))
    texts = some(corpus, len(warm_up), min(plan.texts, len(corpus.texts) - len(warm_up)))
    systems = available()
    names = {system.name for system in systems}
    for system in SYSTEMS:
        if system not in systems:
            print(f"left out: {system.name} needs {' and '.join(system.needs)}", file=sys.stderr)
    loads = [machine.load]

    def noted(part: Part) -> Part:
        loads.append(load_average())
        return part

    return Results(
        machine=machine,
        corpus=corpus.name,
        texts=len(texts),
        skipped_lines=corpus.skipped,
        speeds=noted(measure_speed(systems, texts, warm_up, plan.rounds)),
        loads=noted(measure_loads([name for name in LOADS if name in names], plan.load_runs)),
        sizes=noted(measure_sizes(corpus, warm_up, len(texts), plan.sizes)),
        lengths=noted(measure_lengths(corpus, warm_up, plan.lengths)),
        lines=noted(measure_lines(corpus, warm_up, plan.line, plan.short)),
        workers=noted(measure_workers(corpus, plan.worker_texts, (1, 2))),
        heaviest_load=max(loads),
    )


def arguments() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure speed, load time, memory and growth.")
    parser.add_argument("--quick", action="store_true", help="a run of a minute or two on little text")
    parser.add_argument("--corpus", type=Path, default=default_corpus(), metavar="PATH", help="file or folder of texts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them there (.svg)")
    parser.add_argument("--read", type=Path, metavar="FILE", help="measure nothing, take figures that --json wrote")
    parser.add_argument("--page", type=Path, metavar="FILE", help="put the tables into that page, between its marks")
    return parser


def main() -> int:
    """Do what the command line says; the exit code."""
    given = arguments().parse_args()
    try:
        results = (
            from_json(given.read.read_bytes())
            if given.read
            else measure(given.corpus, QUICK if given.quick else COMPLETE)
        )
    except (VnpolnlpError, OSError, msgspec.DecodeError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    if given.json:
        given.json.write_bytes(to_json(results))
    print(as_text(results))
    if given.page:
        page = given.page.read_text(encoding="utf-8")
        given.page.write_text(with_figures(page, as_markdown(results)), encoding="utf-8", newline="")
    if given.plot:
        try:
            from benchmarks.plot import draw

            draw(results, given.plot)
        except ImportError:
            print("benchmarks: no picture without matplotlib: pip install '.[bench]'", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
