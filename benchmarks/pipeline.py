"""How fast the pipelines are beside underthesea, how long loading takes, and how much memory a run needs.

All systems read the same documents in one process, one document after the other, each system in turn, so that what
else the machine is doing slows all of them alike. Words are what stands between white space. See README.md beside
this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import underthesea

import vnpolnlp
from vnpolnlp.corpus.readers import Item, read_texts
from vnpolnlp.errors import VnpolnlpError
from vnpolnlp.pipeline import Pipeline, pipeline_names

BASELINES = ("underthesea.ner", "underthesea.pos_tag", "underthesea.word_tokenize")
LOAD_RUNS = 3
CORPUS_SIZES = (1, 2, 4)

#: Lines that underthesea's tokeniser may not come back from: it takes twice the time for each further mark that an
#: address such as "http://......" ends in, and goes over the rest of a run without spaces at each of its dots.
HANGING = re.compile(r"""[`!()\[\]{};:'".,<>?«»“”‘’]{8,}|\S{257,}""")

LOAD = """
import json, sys
from time import perf_counter
start = perf_counter()
import vnpolnlp
imported = perf_counter()
nlp = vnpolnlp.load(sys.argv[1])
loaded = perf_counter()
nlp("Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình nhấn mạnh việc chống “lợi ích nhóm”.")
print(json.dumps([imported - start, loaded - imported, perf_counter() - loaded]))
"""
MEMORY = """
import resource, sys
from vnpolnlp.corpus.runner import annotate
report = annotate(sys.argv[2], sys.argv[3], pipeline=sys.argv[1])
assert not report.failures, report.first_failures
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

System = Callable[[str], object]


@dataclass(frozen=True)
class Corpus:
    """The texts to measure on; ``skipped`` says how many lines were left out for all systems."""

    texts: tuple[str, ...]
    skipped: int

    @property
    def words(self) -> int:
        """How many words there are between white space."""
        return sum(len(text.split()) for text in self.texts)


@dataclass(frozen=True)
class Speed:
    """What a system did: words a second by the median round, and how many times as fast as each baseline it is."""

    words_per_second: float
    ratios: dict[str, float]
    seconds: list[float]


@dataclass(frozen=True)
class Load:
    """Median seconds in a fresh process: importing the package, making the pipeline, the first text of all."""

    imported: float
    made: float
    first_text: float


def read_corpus(path: str, limit: int) -> Corpus:
    """The first texts of a corpus, without the lines that hang underthesea.

    Raises:
        VnpolnlpError: the corpus does not exist, or there is no text in it.
    """
    items = (item for item in read_texts([path]) if isinstance(item, Item))
    texts, skipped = [], 0
    for item in islice(items, limit or None):
        lines = item.document.text.splitlines()
        kept = [line for line in lines if not HANGING.search(line)]
        skipped += len(lines) - len(kept)
        texts.append("\n".join(kept))
    if not texts:
        raise VnpolnlpError(f"no text in {path}")
    return Corpus(tuple(texts), skipped)


def make_systems() -> dict[str, System]:
    """What is compared, by name: ours first, then the baselines."""
    ours: dict[str, System] = {
        f"vnpolnlp {name}": vnpolnlp.load(name) for name in ("default", "entities") if name in pipeline_names()
    }
    ours["vnpolnlp sentences + words"] = Pipeline([("sentences", {}), ("words", {})])
    theirs = (by_line(function) for function in (underthesea.ner, underthesea.pos_tag, underthesea.word_tokenize))
    return {**ours, **dict(zip(BASELINES, theirs, strict=True))}


def by_line(function: Callable[[str], object]) -> System:
    """A function of underthesea, which reads a sentence at a time, called for each line."""
    return lambda text: [function(line) for line in text.splitlines() if line.strip()]


def measure_speed(systems: dict[str, System], corpus: Corpus, rounds: int) -> dict[str, Speed]:
    """The speed of all systems over several rounds, after a first text that loads their models."""
    for run in systems.values():
        run(corpus.texts[0])
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for name, spent in time_round(systems, corpus.texts).items():
            seconds[name].append(spent)
    return {name: speed_of(name, seconds, corpus.words) for name in systems}


def time_round(systems: dict[str, System], texts: Sequence[str]) -> dict[str, float]:
    """The seconds that each system takes for all texts, when the systems take turns at each text."""
    spent = dict.fromkeys(systems, 0.0)
    for text in texts:
        for name, run in systems.items():
            start = perf_counter()
            run(text)
            spent[name] += perf_counter() - start
    return spent


def speed_of(name: str, seconds: dict[str, list[float]], words: int) -> Speed:
    """The speed of a system; a ratio is the median of the ratios within a round."""
    own = seconds[name]
    ratios = {other: median(b / a for a, b in zip(own, seconds[other], strict=True)) for other in BASELINES}
    return Speed(words / median(own), ratios, own)


def measure_load(pipeline: str) -> Load:
    """How long a pipeline takes to load, by the median of a few fresh processes."""
    runs = [json.loads(in_fresh_process(LOAD, pipeline)) for _ in range(LOAD_RUNS)]
    return Load(*(median(part) for part in zip(*runs, strict=True)))


def measure_memory(pipeline: str, corpus: Corpus) -> dict[int, float]:
    """Peak memory in MiB of annotating the corpus so many times over, a fresh process each; none on Windows."""
    if sys.platform == "win32":
        return {}
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        for times in CORPUS_SIZES:
            source = Path(folder, f"{times}.jsonl")
            source.write_text("".join(json_lines(corpus.texts, times)), encoding="utf-8")
            peak = int(in_fresh_process(MEMORY, pipeline, str(source), str(Path(folder, f"{times}.out.jsonl"))))
            peaks[times] = peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # bytes there, KiB elsewhere
    return peaks


def json_lines(texts: Sequence[str], times: int) -> Iterator[str]:
    """The texts as the lines of a JSONL file, several times over."""
    for _ in range(times):
        for text in texts:
            yield json.dumps({"text": text}) + "\n"


def in_fresh_process(code: str, *arguments: str) -> str:
    """What a piece of Python prints in an interpreter of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def table(corpus: Corpus, speeds: dict[str, Speed], load: Load, memory: dict[int, float]) -> str:
    """The figures for people."""
    rows = [("", "words/s", *(f"× {name.removeprefix('underthesea.')}" for name in BASELINES))]
    for name, speed in speeds.items():
        rows.append((name, f"{speed.words_per_second:,.0f}", *(f"{speed.ratios[other]:.2f}" for other in BASELINES)))
    lines = [
        f"{len(corpus.texts):,} texts, {corpus.words:,} words ({corpus.skipped} lines skipped for all systems)",
        "",
        *aligned(rows),
        "",
        f"load     {load.imported + load.made:.2f} s (import {load.imported:.2f}, pipeline {load.made:.2f}), "
        f"then {load.first_text:.2f} s for the first text, which reads the models",
    ]
    if memory:
        lines.append("memory   " + ", ".join(f"{times}× corpus {peak:,.0f} MiB" for times, peak in memory.items()))
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()


def as_json(corpus: Corpus, speeds: dict[str, Speed], load: Load, memory: dict[int, float]) -> str:
    """The figures for programs, with what they were measured on."""
    return json.dumps(
        {
            "texts": len(corpus.texts),
            "words": corpus.words,
            "skipped_lines": corpus.skipped,
            "speed": {name: asdict(speed) for name, speed in speeds.items()},
            "load_seconds": asdict(load),
            "peak_memory_mib": memory,
            "versions": {name: version(name) for name in ("vnpolnlp", "underthesea")},
            "python": platform.python_version(),
            "cpus": os.cpu_count(),
        },
        indent=2,
    )


def arguments() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    parser = argparse.ArgumentParser(description="Measure speed, load time and memory of the pipelines.")
    parser.add_argument("--corpus", default="corpora/", metavar="PATH", help="file or folder of texts (corpora/)")
    parser.add_argument("--texts", type=int, default=60, metavar="N", help="how many of its texts; 0 for all (60)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how many rounds (3)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def main() -> int:
    given = arguments().parse_args()
    try:
        corpus = read_corpus(given.corpus, given.texts)
    except VnpolnlpError as error:
        print(f"pipeline.py: {error}", file=sys.stderr)
        return 2
    speeds = measure_speed(make_systems(), corpus, max(1, given.rounds))
    load, memory = measure_load("default"), measure_memory("default", corpus)
    print((as_json if given.json else table)(corpus, speeds, load, memory))
    return 0


if __name__ == "__main__":
    sys.exit(main())
