"""``python -m benchmarks.formats RECORDS.jsonl``: documents a second and memory of each export, and of each import.

Each measurement is a process of its own that reads the same records over and over, with other ids, until it has enough.
Formats take turns, so that whatever else the machine is doing slows all of them alike; trust the ratios. The memory of
``--documents`` and of four times as many shows whether an export holds what it has written.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from vnpolnlp.corpus.records import read
from vnpolnlp.document import Document
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.importing import import_
from vnpolnlp.formats.registry import FORMATS

_WARM_UP = 5


def repeated(records: Path, count: int) -> Iterator[Document]:
    """So many documents, the same ones again and again under other ids."""
    documents = [document for document in read(records) if document.text.strip()]
    for number, document in enumerate(islice(cycle(documents), count)):
        yield replace(document, id=f"{number}/{document.id}")


def measure(name: str, records: Path, count: int) -> tuple[float, float, float]:
    """Documents a second of export and of import (0 where there is no way back), and the peak of memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        export(name, repeated(records, _WARM_UP), place / "warm")
        documents = repeated(records, count)
        started = time.perf_counter()
        export(name, documents, place / "out")
        written = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if not FORMATS[name].read:
            return count / written, 0.0, memory
        started = time.perf_counter()
        import_(name, place / "out", place / "back.jsonl", force=True)
        return count / written, count / (time.perf_counter() - started), memory


def in_a_process(name: str, records: Path, count: int) -> list[float] | None:
    """:func:`measure` in a fresh process; None where what the format needs is not installed."""
    command = [sys.executable, "-m", "benchmarks.formats", str(records), "--one", name, "--documents", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return [float(figure) for figure in done.stdout.split()]


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formats", description=__doc__)
    parser.add_argument("records", type=Path, help="a record file")
    parser.add_argument("--documents", type=int, default=500, help="how many are exported (500)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each format has its turn (3)")
    parser.add_argument("--formats", nargs="*", default=list(FORMATS), help="which ones (all)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    options = arguments().parse_args(words)
    if options.one:
        print(*measure(options.one, options.records, options.documents))
        return
    rounds: dict[str, list[list[float]]] = {name: [] for name in options.formats}
    for _ in range(options.rounds):
        for name, done in rounds.items():
            figures = in_a_process(name, options.records, options.documents)
            if figures:
                done.append(figures)
    print("| format | export, documents a second | import | memory, MiB | of four times as many |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, done in rounds.items():
        if done:
            out, back, memory = (median(column) for column in zip(*done, strict=True))
            more = in_a_process(name, options.records, 4 * options.documents)
            imported = f"{back:,.0f}" if back else "–"
            print(f"| {name} | {out:,.0f} | {imported} | {memory:,.0f} | {more[2] if more else 0:,.0f} |")


if __name__ == "__main__":
    main()
