"""A linear-chain tagger (CRF) that works in arrays: all sentences of a batch at once, in NumPy alone.

A sentence is a run of rows in integer *columns* (a syllable's id, its shape, ...). A *feature* is what a
:class:`Template` reads around a row, for example the syllable before and the syllable itself; it is hashed to 64 bits
by multiplications of whole columns, and looked up for all rows and templates in one :class:`FeatureTable`. A label's
score at a row is the sum of the weights of its features, and the best labels of all sentences are found together,
one position after the other (Viterbi 1967, https://doi.org/10.1109/TIT.1967.1054010). The model is that of Lafferty,
McCallum & Pereira 2001, https://repository.upenn.edu/cis_papers/159.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]
Keys = npt.NDArray[np.uint64]
#: Name -> integers from 0 up to 2**40, one for each row.
Columns = Mapping[str, npt.NDArray[np.integer]]

# What a template reads where its window leaves the sentence, on the left and on the right.
BOS, EOS = "BOS", "EOS"

_ATOM = re.compile(r"\b(\w+)\[(-?\d+)\]")
# Features are known by 40 bits, which a file can hold in little space, spread over 64 by a multiplication that can be
# undone; the constant is that of Knuth's multiplicative hashing, 2**64 divided by the golden ratio.
_UNUSED_BITS = np.uint64(24)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_GATHER = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
# An entry of the table holds the low 40 bits of a feature's key above the 24 bits of its row.
_ROW_BITS = np.uint64(24)
_ROWS = np.uint64(1 << 24)
# Rows worked on at once: with more, what is gathered leaves the processor's cache; with fewer, NumPy's calls cost more.
_ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class Template:
    """Which columns a feature reads, and where: ``form[-1] form[0]`` is the form before and the form itself."""

    text: str

    @cached_property
    def atoms(self) -> tuple[tuple[str, int], ...]:
        """Columns and offsets.

        >>> Template("form[-1] shape[0]").atoms
        (('form', -1), ('shape', 0))
        """
        return tuple((column, int(offset)) for column, offset in _ATOM.findall(self.text))

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How many rows it looks to the left and to the right."""
        offsets = [offset for _, offset in self.atoms]
        return max(0, -min(offsets)), max(0, max(offsets))


@cache
def _constant(template: str, place: int | str) -> np.uint64:
    """An odd number of 64 random bits that multiplies what a template reads at a place."""
    digest = blake2b(f"{template}|{place}".encode(), digest_size=8).digest()
    constant: np.uint64 = np.uint64(int.from_bytes(digest, "little") | 1)
    return constant


def outside_key(template: Template, side: str) -> np.uint64:
    """The key of a template where its window leaves the sentence on a side, ``BOS`` or ``EOS``."""
    key: np.uint64 = np.uint64(((int(_constant(template.text, side)) >> int(_UNUSED_BITS)) * int(_SPREAD)) % (1 << 64))
    return key


def feature_keys(columns: Columns, templates: Sequence[Template], lengths: Ints) -> Keys:
    """The keys of all features: one line a template, one column a row.

    Args:
        columns: what the templates read, for the rows of all sentences one after the other.
        templates: the features.
        lengths: of the sentences, in rows.
    """
    size = int(lengths.sum())
    wide = {name: np.asarray(column).astype(np.uint64) for name, column in columns.items()}
    keys = np.zeros((len(templates), size), dtype=np.uint64)
    starts, ends = _bounds(lengths)
    # The rows that are so far from the start, or from the end, of their sentence.
    furthest = max((max(template.reach) for template in templates), default=0)
    early = [starts[lengths > distance] + distance for distance in range(furthest)]
    late = [ends[lengths > distance] - 1 - distance for distance in range(furthest)]
    for line, template in zip(keys, templates, strict=True):
        line += _constant(template.text, "")
        for place, (name, offset) in enumerate(template.atoms):
            column = wide[name] * _constant(template.text, place)
            if offset < 0:
                line[-offset:] += column[:offset]
            elif offset:
                line[: max(0, size - offset)] += column[offset:]
            else:
                line += column
        left, right = template.reach
        for at in late[:right]:
            line[at] = _constant(template.text, EOS)
        for at in early[:left]:
            line[at] = _constant(template.text, BOS)
    keys >>= _UNUSED_BITS
    keys *= _SPREAD
    return keys


def narrow(keys: Keys) -> Keys:
    """The 40 bits that keys of features are made of."""
    bits: Keys = keys * _GATHER
    return bits


def widen(bits: Keys) -> Keys:
    """The keys that are made of 40 bits each.

    >>> keys = feature_keys({"form": np.array([7, 8])}, [Template("form[0]")], np.array([2]))[0]
    >>> bool((widen(narrow(keys)) == keys).all()), bool((narrow(keys) < 2**40).all())
    (True, True)
    """
    keys: Keys = bits * _SPREAD
    return keys


def first_rows(lengths: Ints) -> Ints:
    """The first row of each sentence that has one."""
    return _bounds(lengths)[0][lengths > 0]


def _bounds(lengths: Ints) -> tuple[Ints, Ints]:
    ends = np.cumsum(lengths)
    return ends - lengths, ends


@dataclass(frozen=True)
class FeatureTable:
    """A hash table from features' keys to rows of weights, looked up in arrays; row 0 is that of unknown features.

    Open addressing with linear probing, the last slot always being free. A slot holds 40 bits of the key beside the
    row, and its place depends on further bits, so that of a million million unknown features about one is taken for
    a known one.
    """

    entries: Keys

    @classmethod
    def of(cls, keys: Keys, *, checked: bool = False) -> FeatureTable:
        """The table in which the first of the (different) keys has row 1, the second row 2, ...

        ``checked`` keys are known to be different, which need not take time again.

        Raises:
            ValueError: there are too many keys, or two of them cannot be told apart.
        """
        if len(keys) >= int(_ROWS):
            raise ValueError(f"{len(keys)} keys are more than the {int(_ROWS) - 1} that a table can hold")
        order = np.argsort(keys)
        bits = max(1, (2 * len(keys)).bit_length())
        # Keys in order want slots in order; each takes the one it wants, or the first one after its predecessor's.
        wanted = _first_slots(keys[order], bits)
        slots = np.maximum.accumulate(wanted - np.arange(len(keys))) + np.arange(len(keys))
        entries = np.zeros(max(1 << bits, int(slots.max(initial=0)) + 1) + 1, dtype=np.uint64)
        entries[slots] = (keys[order] << _ROW_BITS) | (order + 1).astype(np.uint64)
        table = cls(entries)
        if not checked and not np.array_equal(table.rows(keys), np.arange(1, len(keys) + 1)):
            raise ValueError("two keys cannot be told apart")
        return table

    def rows(self, keys: Keys) -> Ints:
        """The rows of features by their keys, in an array of the same shape."""
        flat = keys.reshape(-1)
        slots = _first_slots(flat, (len(self.entries) - 1).bit_length() - 1)
        wanted = flat << _ROW_BITS
        rows = np.take(self.entries, slots)
        rows ^= wanted  # what is left when 40 bits agree is the row
        asked = np.flatnonzero(rows >= _ROWS)
        entries = rows[asked] ^ wanted[asked]
        rows[asked] = 0
        asked = asked[entries != 0]
        while len(asked):
            slots[asked] += 1
            entries = self.entries[slots[asked]]
            found = entries ^ wanted[asked]
            known = found < _ROWS
            rows[asked[known]] = found[known]
            asked = asked[~known & (entries != 0)]
        return rows.view(np.int64).reshape(keys.shape)


def _first_slots(keys: Keys, bits: int) -> Ints:
    slots: Ints = (keys >> np.uint64(64 - bits)).view(np.int64)
    return slots


@dataclass(frozen=True)
class LinearChain:
    """Weights of features and of pairs of labels.

    Attributes:
        labels: the labels, in the order of the weights.
        templates: the features that are read.
        table: from features to rows of ``weights``.
        weights: a line for each row, row 0 being all zeros, and a column for each label.
        transitions: of one label (line) to the next (column).
        scale: what the weights are to be multiplied by, where they are small integers.
    """

    labels: tuple[str, ...]
    templates: tuple[Template, ...]
    table: FeatureTable
    weights: npt.NDArray[Any]
    transitions: Floats
    scale: float = 1.0

    def scores(self, columns: Columns, lengths: Ints) -> Floats:
        """The score of each label (column) at each row of sentences of these lengths."""
        sums = np.zeros((int(lengths.sum()), len(self.labels)), dtype=self.weights.dtype)
        for sentences, rows in batches(lengths, _ROWS_AT_ONCE):
            part = {name: column[rows] for name, column in columns.items()}
            total = sums[rows]
            for found in self.table.rows(feature_keys(part, self.templates, lengths[sentences])):
                total += np.take(self.weights, found, axis=0)
        if self.scale == 1.0:
            return sums
        scores: Floats = sums.astype(np.float32) * np.float32(self.scale)
        return scores

    def decode(self, scores: Floats, lengths: Ints) -> Ints:
        """The number of the best label at each row, by the scores and the transitions."""
        return viterbi(scores, self.transitions, lengths)


def batches(lengths: Ints, size: int) -> Iterator[tuple[slice, slice]]:
    """Parts of whole sentences with about ``size`` rows, as slices of the sentences and of their rows."""
    starts, ends = _bounds(lengths)
    first = 0
    while first < len(lengths):
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + size, side="right")))
        yield slice(first, last), slice(int(starts[first]), int(ends[last - 1]))
        first = last


def viterbi(scores: Floats, transitions: Floats, lengths: Ints) -> Ints:
    """The best path of each sentence.

    Sentences are taken from the longest to the shortest, so that those that reach a position are a leading part.

    >>> viterbi(np.array([[1.0, 0.0], [0.0, 0.5]]), np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([2])).tolist()
    [0, 0]
    """
    best = np.zeros(len(scores), dtype=np.int64)
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    if not len(order):
        return best
    starts = _bounds(lengths)[0][order]
    falling = lengths[order]
    steps = int(falling[0])
    reached = np.searchsorted(-falling, -np.arange(steps), side="left").tolist()  # sentences longer than each step
    # Labels first, sentences last: NumPy is slow where the last axis is short, as that of the labels is.
    moves = transitions[:, :, None]
    totals = [np.ascontiguousarray(scores[starts].T)]
    for step in range(1, steps):
        going_on = reached[step]
        paths = totals[-1][:, None, :going_on] + moves
        totals.append((scores[starts[:going_on] + step].T + paths.max(axis=0)).astype(scores.dtype, copy=False))
    labels = np.empty(0, dtype=np.int64)
    for step in range(steps - 1, -1, -1):
        ending = totals[step]
        ending[:, : len(labels)] += transitions[:, labels]
        labels = ending.argmax(axis=0)
        best[starts[: reached[step]] + step] = labels
    return best
