"""The figures of a run: for people as tables, for programs as JSON."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from benchmarks.scaling import Growth, Load, Workers
from benchmarks.speed import BATCH, Speed
from vnpolnlp.errors import VnpolnlpError

_PACKAGES = ("vnpolnlp", "numpy", "underthesea", "pyvi", "spacy")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Machine:
    """Where and when a run was made, and with what; ``load``: how many processes were at work when it began."""

    date: str
    processor: str
    cpus: int
    memory_gib: float
    system: str
    python: str
    versions: dict[str, str]
    load: float

    @classmethod
    def this(cls) -> Machine:
        """The machine that this is."""
        unix = hasattr(os, "getloadavg")
        return cls(
            date=datetime.now(timezone.utc).date().isoformat(),
            processor=_processor(),
            cpus=os.cpu_count() or 1,
            memory_gib=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30) if unix else 0.0,
            system=platform.system(),
            python=platform.python_version(),
            versions=dict(_versions()),
            load=load_average(),
        )


def load_average() -> float:
    """How many processes have been at work in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


@dataclass(frozen=True)
class Results:
    """All figures of a run."""

    machine: Machine
    corpus: str
    texts: int
    skipped_lines: int
    speeds: tuple[Speed, ...]
    loads: tuple[Load, ...]
    sizes: tuple[Growth, ...]
    lengths: tuple[Growth, ...]
    lines: tuple[Growth, ...]
    workers: tuple[Workers, ...]
    heaviest_load: float = 0.0  # of the load averages seen between the parts; the run itself is 1 of it


def to_json(results: Results) -> bytes:
    """The figures as they were taken."""
    return msgspec.json.format(msgspec.json.encode(results), indent=2)


def from_json(content: bytes) -> Results:
    """The figures of a run that was written before.

    Raises:
        msgspec.DecodeError: the content is something else.
    """
    return msgspec.json.decode(content, type=Results)


@dataclass(frozen=True)
class Table:
    """Rows under a title; the first one is the heading."""

    title: str
    rows: tuple[Row, ...]


def tables_of(results: Results) -> list[Table]:
    """All tables of a run."""
    tasks = dict.fromkeys(speed.task for speed in results.speeds)
    tables = [_speeds(task, [speed for speed in results.speeds if speed.task == task]) for task in tasks]
    tables.append(_loads(results.loads))
    tables.append(_growth("size of the corpus, from file to file", results.sizes))
    tables.append(_growth("length of a document", results.lengths))
    tables.append(_growth("long and short lines", results.lines))
    tables.append(_workers(results.workers))
    return [table for table in tables if len(table.rows) > 1]


def _speeds(task: str, speeds: Sequence[Speed]) -> Table:
    others = [speed for speed in speeds if not speed.ours]
    rows: list[Row] = [("", "words/s, first", "median", *(f"× {other.system}" for other in others))]
    for speed in speeds:
        ratios = ["{:.2f}, {:.2f}".format(*speed.times_as_fast(other)) for other in others]
        rows.append((speed.system, rounded(speed.cold), rounded(speed.usual), *ratios))
    return Table(task, tuple(rows))


def _loads(loads: Sequence[Load]) -> Table:
    rows: list[Row] = [("", "import s", "load s", "first text s", "together s")]
    for load in loads:
        parts = (load.imported, load.made, load.first_text)
        rows.append((load.system, *(f"{part:.2f}" for part in (*parts, sum(parts)))))
    return Table("load", tuple(rows))


def _growth(title: str, found: Sequence[Growth]) -> Table:
    rows: list[Row] = [("", "documents", "words", "seconds", "words/s", "peak MiB", "over start MiB")]
    for some in found:
        rows.append(
            (
                some.input,
                f"{some.documents:,}",
                f"{some.words:,}",
                f"{some.seconds:,.2f}",
                rounded(some.speed),
                f"{some.peak:,.0f}",
                f"{some.peak - some.started:,.0f}",
            )
        )
    return Table(title, tuple(rows))


def _workers(found: Sequence[Workers]) -> Table:
    rows: list[Row] = [("workers", "words", "seconds", "words/s", "times as fast")]
    for some in found:
        ratio = found[0].seconds / some.seconds
        rows.append(
            (
                str(some.workers),
                f"{some.words:,}",
                f"{some.seconds:.2f}",
                rounded(some.words / some.seconds),
                f"{ratio:.2f}",
            )
        )
    return Table("workers", tuple(rows))


def rounded(number: float) -> str:
    """A number of three figures, since more would claim what a run cannot know.

    >>> rounded(123456.7), rounded(2187.3), rounded(12.3)
    ('123,000', '2,190', '12')
    """
    places = max(0, len(str(int(number))) - 3)
    return f"{round(number, -places):,.0f}"


def header(results: Results) -> str:
    """What was measured, when and where."""
    machine = results.machine
    words = f"{results.speeds[0].words:,} words in " if results.speeds else ""
    rounds = len(results.speeds[0].seconds) if results.speeds else 0
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    return "\n".join(
        (
            f"{machine.date}, {machine.processor}, {machine.cpus} CPUs, {machine.memory_gib:.0f} GiB, "
            f"{machine.system}, "
            f"load {machine.load:.2f} at the start, {results.heaviest_load:.2f} at the most",
            f"Python {machine.python}; {versions}",
            f"{words}{results.texts:,} texts of {results.corpus}, {rounds} rounds in turns of {BATCH} texts; "
            f"{results.skipped_lines} lines of the corpus left out for all",
        )
    )


def as_text(results: Results) -> str:
    """The figures as tables for a terminal."""
    parts = [header(results)]
    for table in tables_of(results):
        parts.append("\n".join((table.title, *(f"  {line}" for line in aligned(table.rows)))))
    return "\n\n".join(parts)


def as_markdown(results: Results) -> str:
    """The figures as tables for a page."""
    parts = ["\n".join(f"- {line}" for line in header(results).splitlines())]
    for table in tables_of(results):
        heading, *rows = table.rows
        rule = ("---", *("---:" for _ in heading[1:]))
        parts.append(
            "\n".join(
                (
                    f"### {table.title.capitalize().replace('pos', 'POS')}\n",
                    *(f"| {' | '.join(row)} |" for row in (heading, rule, *rows)),
                )
            )
        )
    return "\n\n".join(parts)


_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)", re.DOTALL)


def with_figures(page: str, figures: str) -> str:
    r"""A page with other figures between its two marks.

    >>> with_figures("Đo.\n<!-- figures -->\n1\n<!-- end of figures -->\n", "2")
    'Đo.\n<!-- figures -->\n2\n<!-- end of figures -->\n'

    Raises:
        VnpolnlpError: the page has no such marks.
    """
    if not _FIGURES.search(page):
        raise VnpolnlpError("the page has no place for figures: <!-- figures --> and <!-- end of figures -->")
    return _FIGURES.sub(lambda _: figures + "\n", page)


def aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Rows as lines, the first column to the left and the others to the right.

    >>> list(aligned([("", "words"), ("a", "12")]))
    ['   words', 'a     12']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()
