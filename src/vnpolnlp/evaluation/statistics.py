"""How far scores can be trusted: confidence intervals and a test between two systems, both over whole documents.

Documents and not entities are drawn, since the entities of one article depend on each other.

- **Intervals** are those of the percentile bootstrap (Efron and Tibshirani 1993, chapter 13): documents are drawn with
  replacement, as many as there are; the middle 95% of the scores of such samples is the interval.
- **The test** between two systems is approximate randomisation (Noreen 1989; for F1: Yeh 2000,
  https://aclanthology.org/C00-2137): in each trial the two predictions of each document change sides by the toss of a
  coin. ``p`` is the share of trials with a difference at least as large as the one seen, the one seen included.

Everything depends on the seed and the documents only, not on their order of reading or the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnpolnlp.document import LABELS
from vnpolnlp.evaluation.score import NAMES, Row

#: What has an interval: every measure, and the mean over the labels.
WITH_INTERVAL: tuple[str, ...] = (*NAMES, "macro")

_STRICT_LABELS = [NAMES.index(f"strict/{label}") for label in LABELS]
_CELLS_AT_ONCE = 500_000
_MIDDLE = (2.5, 97.5)

Floats = npt.NDArray[np.float64]
_Weights = Callable[[np.random.Generator, int, int], Floats]


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of a 95% confidence interval."""

    low: float
    high: float

    def to_list(self) -> list[float]:
        """The two ends, for JSON."""
        return [self.low, self.high]


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the F1 of a second system is above that of the first, with its interval, and the p of the test."""

    f1: float
    interval: Interval | None
    p: float

    def to_dict(self) -> dict[str, float | list[float] | None]:
        """All of it as plain values, for JSON."""
        return {"f1": self.f1, "interval": self.interval.to_list() if self.interval else None, "p": self.p}


def intervals(rows: Sequence[Row], *, samples: int, seed: int) -> Mapping[str, Interval]:
    """The interval of the F1 of each measure that is defined; none at all of fewer than two documents.

    The F1 of an attribute is the share that is right.
    """
    if len(rows) < 2 or samples < 1:
        return {}
    table = _table(rows)
    drawn = np.concatenate(list(_summed([table], _drawn, samples, seed)))
    return _middles(f1_of(drawn[:, 0]), f1_of(table.sum(axis=0)))


def differences(first: Sequence[Row], second: Sequence[Row], *, samples: int, seed: int) -> Mapping[str, Difference]:
    """How the F1 of two systems on the same documents, in the same order, differ, for each measure that is defined."""
    one, other = _table(first), _table(second)
    seen = f1_of(other.sum(axis=0)) - f1_of(one.sum(axis=0))
    if len(first) < 2 or samples < 1:
        found = zip(WITH_INTERVAL, seen.tolist(), strict=True)
        return {name: Difference(by, None, 1.0) for name, by in found if by == by}
    drawn = np.concatenate(list(_summed([one, other], _drawn, samples, seed)))
    spread = _middles(f1_of(drawn[:, 1]) - f1_of(drawn[:, 0]), seen)
    change = other - one
    swapped = np.concatenate(list(_summed([change], _tossed, samples, seed)))[:, 0]
    trials = f1_of(other.sum(axis=0) - swapped) - f1_of(one.sum(axis=0) + swapped)
    # A hair is forgiven, for the same sums in another order of operations; undefined trials count as no difference.
    as_large = (np.abs(np.nan_to_num(trials)) >= np.abs(seen) - 1e-12).sum(axis=0)
    p = (as_large + 1) / (samples + 1)
    return {
        name: Difference(float(seen[at]), spread.get(name), float(p[at]))
        for at, name in enumerate(WITH_INTERVAL)
        if seen[at] == seen[at]
    }


def f1_of(sums: Floats) -> Floats:
    """The F1 of each measure, and of the mean over labels; NaN where nothing is on either side.

    ``sums`` are those of a table: twice what is right, and what is predicted and gold together, for each measure.
    """
    right, size = sums[..., 0], sums[..., 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        f1: Floats = np.where(size > 0, right / size, np.nan)
        labels = f1[..., _STRICT_LABELS]
        present = (~np.isnan(labels)).sum(axis=-1)
        macro = np.where(present > 0, np.nansum(labels, axis=-1) / present, np.nan)
    return np.concatenate([f1, macro[..., None]], axis=-1)


def _table(rows: Sequence[Row]) -> Floats:
    """The rows as documents x measures x 2, as :func:`f1_of` reads them."""
    table = np.empty((len(rows), len(NAMES), 2))
    for at, row in enumerate(rows):
        table[at, :, 0] = row[:, 0]
        table[at, :, 1] = row[:, 1] + row[:, 2]
    return table


def _summed(tables: Sequence[Floats], weights: _Weights, samples: int, seed: int) -> Iterator[Floats]:
    """The sums of the rows of each table, weighted in each sample alike: samples x tables x measures x 2."""
    rng = np.random.default_rng(seed)
    documents, *shape = tables[0].shape
    flat = np.concatenate([table.reshape(documents, -1) for table in tables], axis=1)
    used: npt.NDArray[np.bool_] = np.asarray(flat.any(axis=0))  # most measures are of layers that are not there
    flat = flat[:, used]
    at_once = max(1, _CELLS_AT_ONCE // documents)
    for start in range(0, samples, at_once):
        drawn = weights(rng, min(at_once, samples - start), documents)
        sums = np.zeros((len(drawn), len(used)))
        sums[:, used] = drawn @ flat
        yield sums.reshape(len(drawn), len(tables), *shape)


def _drawn(rng: np.random.Generator, samples: int, documents: int) -> Floats:
    """How often each document is in each sample."""
    picked = rng.integers(documents, size=(samples, documents)) + documents * np.arange(samples)[:, None]
    return np.bincount(picked.ravel(), minlength=samples * documents).reshape(samples, -1).astype(np.float64)


def _tossed(rng: np.random.Generator, samples: int, documents: int) -> Floats:
    return rng.integers(2, size=(samples, documents)).astype(np.float64)


def _middles(values: Floats, seen: Floats) -> Mapping[str, Interval]:
    found = {}
    for at, name in enumerate(WITH_INTERVAL):
        defined = values[:, at][~np.isnan(values[:, at])]
        if len(defined) and seen[at] == seen[at]:
            low, high = np.percentile(defined, _MIDDLE)
            found[name] = Interval(float(low), float(high))
    return found
