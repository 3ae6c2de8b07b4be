"""Evaluation of files: one or two systems against gold, with intervals and a test; a table, JSON, CSV or a report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vnpolnlp.document import LABELS
from vnpolnlp.errors import InputError, VnpolnlpError
from vnpolnlp.evaluation.gold import Annotated, Match, Source, aligned, match, open_source, unpaired
from vnpolnlp.evaluation.report import Pages, write_report
from vnpolnlp.evaluation.score import (
    RELATION_LABELS,
    SCORED_ATTRIBUTES,
    WHOLE,
    Average,
    Counts,
    Scores,
    Total,
    count_document,
    empty,
)
from vnpolnlp.evaluation.statistics import Difference, Interval, differences, intervals

SAMPLES, SEED = 1000, 2022

#: The rows of the table: a group, the layer it needs, and what its rows are called and measure.
ROWS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "entities",
        "entities",
        (
            *((label, f"strict/{label}") for label in LABELS),
            ("micro", "strict"),
            ("macro", "macro"),
            ("boundaries", "boundaries"),
            ("type", "type"),
            ("partial", "partial"),
        ),
    ),
    ("attributes", "entities", tuple((name, f"attributes/{name}") for name in SCORED_ATTRIBUTES)),
    (
        "quotes",
        "quotes",
        (
            ("found", "quotes"),
            ("kind", "quotes/kind"),
            ("political", "quotes/political"),
            ("political terms", "quotes/political terms"),
        ),
    ),
    ("relations", "relations", (*((label, f"relations/{label}") for label in RELATION_LABELS), ("all", "relations"))),
    ("sentences", "sentences", (("found", "sentences"),)),
    ("words", "words", (("found", "words"), ("with Universal tag", "upos"), ("with VLSP tag", "tags"))),
)


@dataclass(frozen=True, slots=True)
class System:
    """What was predicted, by its path, with its scores and the 95% interval of the F1 of each measure."""

    path: str
    scores: Scores
    intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One or two systems against gold; ``differences`` says by how much the second is better, if there is one.

    ``other_form`` are documents whose text differs from the gold text in Unicode form, which is no error.
    """

    gold: str
    systems: tuple[System, ...]
    differences: Mapping[str, Difference]
    samples: int
    seed: int
    other_form: tuple[str, ...] = ()

    @property
    def scores(self) -> Scores:
        """The scores of the first system."""
        return self.systems[0].scores

    def notes(self) -> tuple[str, ...]:
        """What a reader must know besides the figures, a sentence each."""
        found = []
        for system in self.systems:
            where = f"{system.path}: " if len(self.systems) > 1 else ""
            pairs = unpaired(system.scores.missing, system.scores.unexpected).splitlines()
            found += [f"{where}{note}" for note in (*system.scores.notes(), *pairs)]
        if self.other_form:
            found.append(
                f"texts that differ from the gold in Unicode form only, and were aligned: {len(self.other_form):,}"
            )
        if not self.systems[0].intervals and self.samples:
            found.append("no intervals: they need two documents or more")
        return tuple(dict.fromkeys(found))

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain dictionaries and lists, for JSON: the first system's scores, and all that is more."""
        first, *more = self.systems
        return {
            "gold": self.gold,
            "predicted": first.path,
            **first.scores.to_dict(),
            "notes": list(self.notes()),
            "intervals": _interval_lists(first),
            "settings": {"samples": self.samples, "seed": self.seed},
            **(
                {
                    "other": {
                        "predicted": more[0].path,
                        **more[0].scores.to_dict(),
                        "intervals": _interval_lists(more[0]),
                    },
                    "differences": {name: found.to_dict() for name, found in self.differences.items()},
                }
                if more
                else {}
            ),
        }

    def table(self) -> str:
        """All scores as an aligned table of plain text, and below it the notes."""
        rows = list(_one_system(self) if len(self.systems) == 1 else _two_systems(self))
        notes = self.notes()
        return "\n".join((*_aligned(rows), *([""] if notes else []), *notes))

    def to_csv(self) -> str:
        """A line for each measure of each system: precision, recall, F1 with its interval, and the counts."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        head = ("system", "group", "measure", "precision", "recall", "f1", "f1_low", "f1_high")
        writer.writerow((*head, "right", "predicted", "gold"))
        for system in self.systems:
            for group, _, rows in _shown([system.scores]):
                for title, name in rows:
                    measured = measure(system.scores, name)
                    interval = system.intervals.get(name)
                    counts = (measured.right, measured.predicted, measured.gold) if isinstance(measured, Counts) else ()
                    writer.writerow(
                        (
                            system.path,
                            group,
                            title,
                            measured.precision,
                            measured.recall,
                            measured.f1,
                            *(interval.to_list() if interval else ("", "")),
                            *(counts or ("", "", "")),
                        )
                    )
        return out.getvalue()


def measure(scores: Scores, name: str) -> Counts | Average:
    """What was measured under a name of :data:`ROWS`."""
    return scores.macro if name == "macro" else scores.counts[name]


def evaluate(
    gold: str | Path,
    predicted: str | Path,
    other: str | Path | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    report: str | Path | None = None,
    force: bool = False,
) -> Evaluation:
    """Score predicted annotations against gold, and a second prediction beside the first if there is one.

    Each path is of any form that :func:`~vnpolnlp.evaluation.gold.open_source` reads. Documents are read one at a time.
    ``samples`` is the number of samples and trials behind the intervals and the test; 0 leaves both out. ``report`` is
    a file to write a page into that shows the scores and every error; ``force`` replaces one that exists.

    Raises:
        InputError: a path cannot be read, no document is in both, or the texts of a pair differ.
        RecordError: an annotation does not fit its text.
        OutputError: the report exists and ``force`` is not set, or cannot be written.
    """
    paths = [Path(path) for path in (predicted, other) if path is not None]
    with ExitStack() as stack:
        truth = stack.enter_context(open_source(Path(gold)))
        sources = [stack.enter_context(open_source(path)) for path in paths]
        matches = [_matched(truth, source) for source in sources]
        totals = [Total() for _ in sources]
        pages = Pages(len(sources)) if report else None
        other_form: list[str] = []
        for number, id in enumerate(truth.ids):
            document = truth.read(number)
            answers = []
            for source, found, total in zip(sources, matches, totals, strict=True):
                partner = found.partners[number]
                answer = empty(document) if partner is None else source.read(partner)
                if answer.text != document.text:
                    answer = _aligned_to(document, answer, source)
                    other_form.append(id)
                answers.append(answer)
                total.add(count_document(document, answer))
            if pages is not None:
                pages.add(document, answers)
        order = sorted(range(len(truth.ids)), key=truth.ids.__getitem__)
        rows = [[total.rows[number] for number in order] for total in totals]
        systems = tuple(
            System(str(source.path), _scores(truth, source, found, total), intervals(row, samples=samples, seed=seed))
            for source, found, total, row in zip(sources, matches, totals, rows, strict=True)
        )
    compared = differences(*rows, samples=samples, seed=seed) if len(rows) == 2 else {}
    form = tuple(dict.fromkeys(other_form))
    evaluation = Evaluation(str(gold), systems, compared, samples, seed, form)
    if pages is not None and report is not None:
        write_report(Path(report), evaluation_data(evaluation), pages, force=force)
    return evaluation


def evaluation_data(evaluation: Evaluation) -> dict[str, Any]:
    """The figures of an evaluation as the report shows them."""
    groups = []
    for group, _, rows in _shown([system.scores for system in evaluation.systems]):
        lines = []
        for title, name in rows:
            difference = evaluation.differences.get(name)
            lines.append(
                {
                    "title": title,
                    "systems": [_figures(system, name) for system in evaluation.systems],
                    "difference": difference.to_dict() if difference else None,
                }
            )
        groups.append({"title": group, "rows": lines})
    return {
        "gold": evaluation.gold,
        "predicted": [system.path for system in evaluation.systems],
        "documents": evaluation.scores.documents,
        "samples": evaluation.samples,
        "seed": evaluation.seed,
        "notes": list(evaluation.notes()),
        "groups": groups,
        "labels": list(LABELS),
        "confusion": [
            [[gold, predicted, times] for (gold, predicted), times in system.scores.confusion.items()]
            for system in evaluation.systems
        ],
    }


def _figures(system: System, name: str) -> dict[str, Any]:
    measured, interval = measure(system.scores, name), system.intervals.get(name)
    return {**measured.to_dict(), "interval": interval.to_list() if interval else None}


def _matched(truth: Source, source: Source) -> Match:
    try:
        return match(truth.ids, source.ids)
    except InputError as error:
        raise InputError(f"{truth.path} and {source.path}: {error}") from error


def _aligned_to(document: Annotated, answer: Annotated, source: Source) -> Annotated:
    try:
        return aligned(document, answer)
    except VnpolnlpError as error:
        raise type(error)(f"{source.path}: {error}") from error


def _scores(truth: Source, source: Source, found: Match, total: Total) -> Scores:
    missing = [id for id, partner in zip(truth.ids, found.partners, strict=True) if partner is None]
    return total.scores(missing, [source.ids[number] for number in found.unexpected])


def _interval_lists(system: System) -> dict[str, list[float]]:
    return {name: interval.to_list() for name, interval in system.intervals.items()}


def _shown(all_scores: Sequence[Scores]) -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
    """The groups of rows for the layers that the gold has, without rows that have nothing on either side."""
    for group, layer, rows in ROWS:
        if not all_scores[0].counts[WHOLE[layer]].gold:
            continue
        kept = [
            (title, name)
            for title, name in rows
            if name == "macro" or any(scores.counts[name] != Counts() for scores in all_scores)
        ]
        if kept:
            yield group, layer, kept


def _one_system(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    system = evaluation.systems[0]
    first = True
    for group, _, rows in _shown([system.scores]):
        if not first:
            yield ("",) * 7
        first = False
        if group == "attributes":
            yield (group, "", "", "right", "95% CI", "n-gold", "")
        else:
            yield (group, "P", "R", "F1", "95% CI", "n-gold", "n-pred")
        for title, name in rows:
            yield _row(title, measure(system.scores, name), system.intervals.get(name), group == "attributes")


def _row(title: str, found: Counts | Average, interval: Interval | None, share: bool) -> tuple[str, ...]:
    counts = (str(found.gold), str(found.predicted)) if isinstance(found, Counts) else ("", "")
    if share:
        return (title, "", "", f"{found.f1:.3f}", _between(interval), counts[0], "")
    return (title, f"{found.precision:.3f}", f"{found.recall:.3f}", f"{found.f1:.3f}", _between(interval), *counts)


def _two_systems(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    one, other = evaluation.systems
    first = True
    for group, _, rows in _shown([one.scores, other.scores]):
        if not first:
            yield ("",) * 8
        first = False
        yield (group, "A: F1", "95% CI", "B: F1", "95% CI", "B - A", "95% CI", "p")
        for title, name in rows:
            found = evaluation.differences.get(name)
            yield (
                title,
                f"{measure(one.scores, name).f1:.3f}",
                _between(one.intervals.get(name)),
                f"{measure(other.scores, name).f1:.3f}",
                _between(other.intervals.get(name)),
                _signed(found.f1) if found else "-",
                _between(found.interval, _signed) if found else "",
                f"{found.p:.3f}" if found and found.interval else "",
            )
    yield ("",) * 8
    yield (f"A: {one.path}", *("",) * 7)
    yield (f"B: {other.path}", *("",) * 7)


def _between(interval: Interval | None, form: Callable[[float], str] = "{:.3f}".format) -> str:
    return f"{form(interval.low)} to {form(interval.high)}" if interval else ""


def _signed(value: float) -> str:
    return f"{round(value, 3) + 0.0:+.3f}"  # no -0.000


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*(row for row in rows if any(row[1:])), strict=True)]
    lines = []
    for name, *cells in rows:
        padded = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join((name.ljust(widths[0]), *padded)).rstrip())
    return lines
