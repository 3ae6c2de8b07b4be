"""``python -m harness.hostile``: reads and annotates thousands of hostile files, and counts what came of each.

A process of its own does it, so that a crash is seen, a hang is ended, and the memory it needed at most can be told.
What is longer than the limit a careful run would set (``--max-chars``) is read, but not annotated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.hostile_files import write_files
from vnpolnlp.codec import check, encode
from vnpolnlp.corpus.readers import Item, find_sources, read_sources
from vnpolnlp.pipeline import load

_MAX_CHARS = 20_000
_HOURS = 3600 * 2
_BATCH = 40


@dataclass(frozen=True)
class Outcome:
    """What came of the files.

    Attributes:
        files: how many there were.
        unaccounted: how many of them are neither in the output nor in the ledger.
        documents: how many were annotated.
        too_long: how many were read, and are longer than the limit.
        failures: how many files, or documents in files, the ledger has.
        problems: how many records do not fit their text, which is a bug.
        slowest: the seconds that the file took that took longest to read.
        seconds: how long all of it took.
        peak: MiB of memory at most, with what reads web pages and PDF files.
    """

    files: int
    unaccounted: int
    documents: int
    too_long: int
    failures: int
    problems: int
    slowest: float
    seconds: float
    peak: int


def run(folder: Path) -> Outcome:
    """Read and annotate all files of a folder, whatever their names."""
    import resource  # not on every system; the harness needs one that has it

    files = sorted(folder.iterdir())
    sources = find_sources(files)
    nlp = load()
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    waiting: list[Item] = []
    slowest, began = 0.0, time.monotonic()

    def annotate() -> None:
        for document in nlp.annotate_batch([item.document for item in waiting]):
            counts["documents"] += 1
            counts["problems"] += bool(check(document) or not encode(document))
        waiting.clear()

    last = time.monotonic()
    for found in read_sources(sources):
        slowest = max(slowest, time.monotonic() - last)
        source = next(str(file) for file in (Path(found.source), *Path(found.source).parents) if file.parent == folder)
        seen.add(source)
        if isinstance(found, Item):
            if len(found.document.text) > _MAX_CHARS:
                counts["too_long"] += 1
            else:
                waiting.append(found)
        else:
            counts["failures"] += 1
        if len(waiting) >= _BATCH:
            annotate()
        last = time.monotonic()
    annotate()
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Outcome(
        files=len(files),
        unaccounted=len({str(file) for file in files} - seen),
        documents=counts["documents"],
        too_long=counts["too_long"],
        failures=counts["failures"],
        problems=counts["problems"],
        slowest=round(slowest, 1),
        seconds=round(time.monotonic() - began),
        peak=peak >> 10,
    )


def main() -> int:
    """Make the files, let another process run over them, and print what came of it."""
    parser = argparse.ArgumentParser(prog="harness.hostile", description="Read and annotate hostile files.")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=Path, metavar="FOLDER", help="only read and annotate what is in this folder")
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(asdict(run(arguments.run))))
        return 0
    with tempfile.TemporaryDirectory() as name:
        write_files(Path(name), arguments.files, arguments.seed)
        command = [sys.executable, "-m", "harness.hostile", "--run", name]
        ended = subprocess.run(command, stdout=subprocess.PIPE, timeout=_HOURS, check=False)
    if ended.returncode:
        print(f"it crashed, with exit code {ended.returncode}")
        return 1
    outcome = json.loads(ended.stdout)
    print("\n".join(f"{key:12} {value:,}" for key, value in outcome.items()))
    return 1 if outcome["unaccounted"] or outcome["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
