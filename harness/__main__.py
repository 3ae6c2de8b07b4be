"""``python -m harness``: disturb runs, compare their ends, and print what came of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.corpus import write_corpus
from harness.trials import Outcome, Trials

_BEGIN, _END = "<!-- figures of the harness -->", "<!-- end of figures of the harness -->"


@dataclass(frozen=True)
class Plan:
    """How many documents, and how often each thing is done to a run of them."""

    documents: int
    kills: int
    times: int


COMPLETE = Plan(2000, 50, 4)
QUICK = Plan(200, 6, 2)


def trials_of(trials: Trials, plan: Plan) -> list[Callable[[], Outcome]]:
    """All trials, to be made one after the other."""
    return [
        lambda: trials.killed(plan.kills),
        lambda: trials.killed_while_finishing(plan.times),
        lambda: trials.told_to_stop(plan.times),
        lambda: trials.workers_killed(plan.times, "local"),
        lambda: trials.workers_killed(plan.times, "dask"),
        lambda: trials.two_at_once(plan.times),
        lambda: trials.cut_off(plan.times),
        lambda: trials.output_cut_off(plan.times // 2),
        lambda: trials.disk_full(plan.times),
        lambda: trials.read_only(),
    ]


def table(outcomes: Sequence[Outcome], documents: int, seed: int) -> str:
    """The outcomes as a table in Markdown."""
    rows = [f"| {outcome.trial} | {outcome.times} | {len(outcome.wrong)} | {outcome.note} |" for outcome in outcomes]
    head = ["| what is done to a run | times | wrong ends | |", "| --- | ---: | ---: | --- |"]
    made = f"{time.strftime('%Y-%m-%d')}, {documents:,} documents, seed {seed}."
    return "\n".join([made, "", *head, *rows])


def arguments() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    parser = argparse.ArgumentParser(prog="harness", description="Disturb runs and compare how they end.")
    parser.add_argument("--quick", action="store_true", help="few and small runs, in a minute or two")
    parser.add_argument("--seed", type=int, default=1, help="other moments for another number")
    parser.add_argument("--page", type=Path, metavar="FILE", help="put the table into that page, between its marks")
    return parser


def main() -> int:
    """Do what the command line says; the exit code."""
    given = arguments().parse_args()
    plan = QUICK if given.quick else COMPLETE
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="vnpolnlp-harness-") as folder:
        source = Path(folder, "documents.jsonl")
        write_corpus(source, plan.documents)
        for trial in trials_of(Trials(source, Path(folder), given.seed), plan):
            started = time.monotonic()
            outcomes.append(outcome := trial())
            print(f"{outcome.trial}: {outcome.times} times, {time.monotonic() - started:.0f} s", file=sys.stderr)
            print("".join(f"  wrong: {what}\n" for what in outcome.wrong), end="", file=sys.stderr)
    figures = table(outcomes, plan.documents, given.seed)
    print(figures)
    if given.page:
        page = given.page.read_text(encoding="utf-8")
        before, rest = page.split(_BEGIN)
        _, after = rest.split(_END)
        given.page.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{after}", encoding="utf-8", newline="")
    return int(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
