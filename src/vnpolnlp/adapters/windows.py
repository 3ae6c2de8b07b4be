"""Scores of labels by the templates and weights of underthesea's models, for many sentences at once, in arrays.

A template such as ``T[-1,0].lower`` reads a *window*: the tokens from one offset to another, joined by spaces, as they
are or through a function. underthesea writes out each feature as a string ("T[-1,0].lower=đảng bộ") and looks it up.
Here all weights of windows of one width are found at once, since a window is read by several templates, from several
places: "đảng bộ" is ``T[-2,-1]`` of one token, ``T[-1,0]`` of the next. A single token is looked up by its form, and
what it weighs is remembered; a longer window by a number that is computed from those of its parts, so that nothing is
joined. What is between two spaces is a part, not a token, since tokens have spaces ("Đảng bộ" + "tỉnh" reads the same
as "Đảng" + "bộ tỉnh").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, repeat
from threading import Lock
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from vnpolnlp.adapters.crfsuite import CrfSuiteModel
from vnpolnlp.linear_chain import FeatureTable, batches

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
_Item = TypeVar("_Item", bound=np.generic)
#: A line for each row, a layer for each offset at which windows of a width start, a column for each label.
Weights = npt.NDArray[np.float64]

_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\.(lower|isdigit|istitle|is_in_dict))?")
_WIDEST = 3
_FUNCTIONS = ("", "lower", "isdigit", "istitle", "is_in_dict")

# The rows of what sticks out of the sentence on the left and on the right.
_BOS, _EOS = 0, 1
# Bytes of weights of single tokens that are remembered; a segmenter needs 80 for each token, a tagger 1240.
_REMEMBERED = 1 << 25
_MOST_REMEMBERED = 1 << 17
# Bytes of weights that are gathered at once: beyond the processor's cache, the same work takes twice as long.
_GATHERED = 1 << 21

# What Rust's str::parse::<i32> reads.
_INTEGER = re.compile(r"([+-]?)0*([0-9]{1,10})")
# Small letters that have had capitals only since Unicode 16 and 17, which underthesea_core 3.3 knows and Python 3.11
# does not.
_NEW_SMALL_BLOCKS = range(0x10D70, 0x10D86), range(0x16EBB, 0x16ED4)
_NEW_SMALL = frozenset(
    map(chr, chain((0x19B, 0x264, 0x1C8A, 0xA7CD, 0xA7CF, 0xA7D3, 0xA7D5, 0xA7DB), *_NEW_SMALL_BLOCKS))
)


def is_integer(form: str) -> bool:
    """Whether a form is a number of 32 bits for underthesea.

    >>> [form for form in ("18", "-05", "+", "1.5", "2147483648", "１８") if is_integer(form)]
    ['18', '-05']
    """
    match = _INTEGER.fullmatch(form)
    return match is not None and -(1 << 31) <= int(match[1] + match[2]) < 1 << 31


def is_title(form: str) -> bool:
    """Whether no part of a form starts with a small letter.

    >>> [form for form in ("Hà Nội", "Đảng bộ", "12/3", "…") if is_title(form)]
    ['Hà Nội', '12/3', '…']
    """
    return all(part[:1] == part[:1].upper() and part[:1] not in _NEW_SMALL for part in form.split(" "))


@dataclass(frozen=True)
class _Reader:
    """What the templates of one width read.

    Attributes:
        width: of their windows, in tokens.
        firsts: the offsets at which their windows start, in increasing order.
        weights: for each function, the values that have weights, with lines in the order of the values.
        outside: weights of windows that stick out on the left, and of those that do so on the right.
    """

    width: int
    firsts: tuple[int, ...]
    weights: dict[str, tuple[dict[str, int], Weights]]
    outside: Weights

    @classmethod
    def of(
        cls, width: int, templates: Sequence[tuple[int, str, str]], model: CrfSuiteModel, values: _Values
    ) -> _Reader:
        """The reader of templates, given by the offset at which they start, their function and their text."""
        firsts = tuple(sorted({first for first, _, _ in templates}))
        shape = (len(firsts), len(model.labels))
        outside = np.zeros((2, *shape))
        weights = {}
        for function in _FUNCTIONS:
            lines: dict[str, int] = {}
            places = []
            for first, text in ((first, text) for first, name, text in templates if name == function):
                numbers, found = values[text]
                layer = firsts.index(first)
                places.append((layer, [lines.setdefault(value, len(lines)) for value in found], numbers))
                for side, value in enumerate(("BOS", "EOS")):
                    if value in found:
                        outside[side, layer] += model.weights[numbers[found.index(value)]]
            table = np.zeros((len(lines), *shape))
            for layer, rows, numbers in places:
                table[rows, layer] = model.weights[numbers]
            weights[function] = lines, table
        return cls(width, firsts, weights, outside)

    def of_flag(self, function: str) -> Weights:
        """Weights of the answers no and yes of a function."""
        lines, table = self.weights[function]
        flags = np.zeros((2, *self.outside.shape[1:]))
        for at, value in enumerate(("False", "True")):
            if value in lines:
                flags[at] = table[lines[value]]
        return flags


#: For each template, the numbers of its attributes, and their values in the same order.
_Values = dict[str, tuple[list[int], list[str]]]


def _number(part: str) -> int:
    return int.from_bytes(blake2b(part.encode("utf-8"), digest_size=8).digest(), "little")


_NO_KEYS = np.zeros(0, dtype=np.uint64)
_BASE = _number("base") | 1
_UNKNOWN = _number(" ")


class _Parts:
    """Numbers for strings that are joined by spaces, such that the number of the joined string can be computed.

    A string of parts a, b, c has the number (a·B + b)·B + c modulo 2**64, B being an odd constant. The number of a part
    depends on nothing but the part; all parts that were not learned share one.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def learn(self, strings: Sequence[str]) -> Keys:
        """The numbers of strings, all of whose parts are known from now on."""
        parts = " ".join(strings).split(" ")
        for part in dict.fromkeys(parts):
            if part not in self._known:
                self._known[part] = _number(part)
        return self._join(strings, parts)[0]

    def join(self, strings: Sequence[str]) -> tuple[Keys, Keys]:
        """The numbers of strings, and by what the number of a string before each is multiplied."""
        return self._join(strings, " ".join(strings).split(" "))

    def _join(self, strings: Sequence[str], parts: list[str]) -> tuple[Keys, Keys]:
        if not strings:
            return _NO_KEYS, _NO_KEYS
        counts = np.fromiter(map(str.count, strings, repeat(" ")), dtype=np.int64, count=len(strings)) + 1
        ends = np.cumsum(counts)
        numbers = np.fromiter(map(self._known.get, parts, repeat(_UNKNOWN)), dtype=np.uint64, count=len(parts))
        powers = np.full(int(counts.max()) + 1, _BASE, dtype=np.uint64)
        powers[0] = 1
        powers = np.cumprod(powers, dtype=np.uint64)
        after = np.repeat(ends, counts) - np.arange(len(parts)) - 1
        return np.add.reduceat(numbers * powers[after], ends - counts), powers[counts]


@dataclass(frozen=True)
class _Lines:
    """Where the weights of windows of several tokens are.

    Attributes:
        table: from the numbers of strings to lines, from 1 on.
        last: the last line of its own; what comes later in the table shares the line after it.
        weights: by line.
    """

    table: FeatureTable
    last: int
    weights: Weights

    @classmethod
    def of(cls, keys: Keys, weights: Weights, more: Keys = _NO_KEYS) -> _Lines:
        """Lines for strings by their numbers, and one for all others of some more."""
        return cls(FeatureTable.of(np.concatenate((keys, more[~np.isin(more, keys)]))), len(keys), weights)

    def rows(self, keys: Keys) -> Ints:
        """The lines of windows with these numbers; line 0 is for windows that are not in the table."""
        return np.minimum(self.table.rows(keys), self.last + 1)


class _Wide:
    """Weights of windows of several tokens."""

    def __init__(self, reader: _Reader, parts: _Parts, dictionary: Set[str], several: Keys) -> None:
        """Sort the weights; ``several`` are the numbers of the dictionary's entries of as many parts, or more."""
        self.firsts = reader.firsts
        self.width = reader.width
        shape = reader.outside.shape[1:]
        values, weights = reader.weights[""]
        nothing = np.zeros((1, *shape))
        # After the lines of the values come those of what sticks out.
        self._raw = _Lines.of(parts.learn(list(values)), np.concatenate((nothing, weights, reader.outside)))
        self._outside = len(values) + 1
        # The dictionary has small letters only, so it is asked for the same string as the templates with ``lower``.
        values, weights = reader.weights["lower"]
        in_dictionary = reader.of_flag("is_in_dict")
        title = reader.of_flag("istitle")
        integer = reader.of_flag("isdigit")
        self._reads_lower = bool(values or in_dictionary.any() or title.any() or integer.any())
        flags = np.fromiter((value in dictionary for value in values), dtype=np.int64, count=len(values))
        lower = np.concatenate((in_dictionary[:1], weights + in_dictionary[flags], in_dictionary[1:]))
        lower += integer[0]  # what has a space is none
        # A line for windows with a small letter at the start of a part, one for those without, one for the outside.
        lines = np.stack((lower + title[0], lower + title[1]), axis=1).reshape(-1, *shape)
        keys = parts.learn(list(values))
        self._lower = _Lines.of(keys, np.concatenate((lines, nothing)), several if in_dictionary.any() else keys[:0])

    def weights(self, raw: Keys, lower: Keys, title: Flags, left: Flags, right: Flags) -> Weights:
        """The weights of windows by the numbers of their strings, and whether they stick out."""
        rows = self._raw.rows(raw)
        rows[right] = self._outside + _EOS
        rows[left] = self._outside + _BOS
        found = self._raw.weights[rows]
        if self._reads_lower:
            rows = self._lower.rows(lower) * 2 + title
            rows[left | right] = len(self._lower.weights) - 1
            found += self._lower.weights[rows]
        return found


class _Narrow(dict[str, int]):
    """Weights of single tokens, and what longer windows need of them; by rows, which are this dictionary's values.

    A form that is asked for the first time gets a row, which :meth:`rows` fills.
    """

    def __init__(self, reader: _Reader, parts: _Parts, dictionary: Set[str]) -> None:
        super().__init__()
        self.firsts = reader.firsts
        self._raw, raw = reader.weights[""]
        self._lower, lower = reader.weights["lower"]
        shape = reader.outside.shape[1:]
        nothing = np.zeros((1, *shape))
        self._weights_raw = np.concatenate((raw, nothing))  # row -1 is that of unknown forms
        self._weights_lower = np.concatenate((lower, nothing))
        self._flags = [reader.of_flag(function) for function in ("isdigit", "istitle", "is_in_dict")]
        self._parts = parts
        self._dictionary = dictionary
        self._limit = min(_MOST_REMEMBERED, _REMEMBERED // max(1, nothing.nbytes))
        self._new: list[str] = []
        self.weights = reader.outside
        # Of the form as it is, of the same in small letters; the factor of a form before it; whether it is a title.
        self.numbers = np.zeros((2, 4), dtype=np.uint64)

    def __missing__(self, form: str) -> int:
        row = self[form] = len(self) + 2
        self._new.append(form)
        return row

    def rows(self, forms: Sequence[str]) -> Ints:
        """The rows of forms, which hold until the next call."""
        if len(self) > self._limit:
            self._forget()
        try:
            rows = np.fromiter(map(self.__getitem__, forms), dtype=np.int64, count=len(forms))
            if self._new:
                self._learn(self._new)
                self._new = []
        except BaseException:  # rows that were given and not filled must not be met again
            self._forget()
            raise
        return rows

    def _forget(self) -> None:
        self.clear()
        self._new = []

    def _learn(self, forms: list[str]) -> None:
        # Rust's to_lowercase is the same but for letters newer than Unicode 14, which no model knows.
        lowered = [form.lower() for form in forms]
        weights = self._weights_raw[[self._raw.get(form, -1) for form in forms]]
        weights += self._weights_lower[[self._lower.get(form, -1) for form in lowered]]
        title = np.array([is_title(form) for form in forms], dtype=np.int64)
        integer = np.array([is_integer(form) for form in forms], dtype=np.int64)
        in_dictionary = np.array([form in self._dictionary for form in lowered], dtype=np.int64)
        for table, answers in zip(self._flags, (integer, title, in_dictionary), strict=True):
            weights += table[answers]
        first = len(self) + 2 - len(forms)
        last = first + len(forms)
        if last > len(self.weights):
            size = max(last, min(2 * last, self._limit))
            self.weights = _grown(self.weights, size)
            self.numbers = _grown(self.numbers, size)
        self.weights[first:last] = weights
        numbers, factors = self._parts.join(forms)
        columns = numbers, self._parts.join(lowered)[0], factors, title.astype(np.uint64)
        self.numbers[first:last] = np.stack(columns, axis=1)


def _grown(array: npt.NDArray[_Item], size: int) -> npt.NDArray[_Item]:
    grown = np.zeros((size, *array.shape[1:]), dtype=array.dtype)
    grown[: len(array)] = array
    return grown


class WindowScorer:
    """Scores of labels by templates over windows of tokens.

    It remembers what single tokens weigh, some thirty megabytes at most, which never changes what it answers.
    """

    def __init__(self, model: CrfSuiteModel, templates: Sequence[str], dictionary: Set[str]) -> None:
        """Sort the weights of a model.

        Args:
            model: labels and weights of attributes such as ``T[-1].lower=đảng``.
            templates: what underthesea's featurizer is made of.
            dictionary: what ``is_in_dict`` looks up, in small letters.

        Raises:
            ValueError: a template is none that this class can read.
        """
        values: _Values = defaultdict(lambda: ([], []))
        for number, (template, _, value) in enumerate(map(str.partition, model.attributes, repeat("="))):
            numbers, found = values[template]
            numbers.append(number)
            found.append(value)
        by_width: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        for text in templates:
            match = _TEMPLATE.fullmatch(text)
            first = int(match[1]) if match else 0
            last = int(match[2]) if match and match[2] else first
            if not match or not first <= last < first + _WIDEST:
                raise ValueError(f"the template {text!r} cannot be read")
            by_width[last - first + 1].append((first, match[3] or "", text))
        readers = [_Reader.of(width, by_width[width], model, values) for width in range(1, _WIDEST + 1)]
        in_use = any(reader.of_flag("is_in_dict").any() for reader in readers[1:])
        several = [word for word in dictionary if " " in word] if in_use else []
        parts = _Parts()
        several_keys = parts.learn(several)
        spaces = np.fromiter(map(str.count, several, repeat(" ")), dtype=np.int64, count=len(several))
        self._narrow = _Narrow(readers[0], parts, dictionary)
        self._wide = [
            _Wide(reader, parts, dictionary, several_keys[spaces >= reader.width - 1])
            for reader in readers[1:]
            if reader.firsts
        ]
        self._left = max(0, *(-first for reader in readers for first in reader.firsts))
        self._right = max(0, *(first + reader.width - 1 for reader in readers for first in reader.firsts))
        self._labels = len(model.labels)
        self._lock = Lock()  # rows may be forgotten while another thread needs them

    def scores(self, forms: Sequence[str], lengths: Ints) -> Weights:
        """The score of each label (column) at each token of sentences of these lengths."""
        gathered = 8 * self._labels * (len(self._narrow.firsts) + sum(len(wide.firsts) for wide in self._wide))
        with self._lock:
            rows = self._narrow.rows(forms)
            scores = np.empty((len(rows), self._labels))
            for sentences, part in batches(lengths, max(1, _GATHERED // gathered)):
                scores[part] = self._scores(rows[part], lengths[sentences])
        return scores

    def _scores(self, found: Ints, lengths: Ints) -> Weights:
        """The scores of a few sentences, whose tokens have these rows."""
        # Around each sentence is put what its windows meet where they stick out of it.
        around = self._left + self._right
        places = np.arange(len(found)) + np.repeat(np.arange(len(lengths)) * around + self._left, lengths)
        size = len(found) + len(lengths) * around
        rows = np.full(size, _EOS)
        starts = np.cumsum(lengths) - lengths + np.arange(len(lengths)) * around
        rows[(starts[:, None] + np.arange(self._left)).reshape(-1)] = _BOS
        rows[places] = found
        scores = np.zeros((size - around, self._labels))
        self._add(scores, self._narrow.firsts, self._narrow.weights[rows])
        numbers = self._narrow.numbers[rows]
        raw, lower, factors, title = numbers[:, 0], numbers[:, 1], numbers[:, 2], numbers[:, 3].astype(bool)
        starting, ending = rows == _BOS, rows == _EOS
        window_raw, window_lower, window_title = raw, lower, title
        width = 1
        for wide in self._wide:
            while width < wide.width:
                window_raw = window_raw[:-1] * factors[width:] + raw[width:]
                window_lower = window_lower[:-1] * factors[width:] + lower[width:]
                window_title = window_title[:-1] & title[width:]
                width += 1
            out_left, out_right = starting[: 1 - width], ending[width - 1 :]
            self._add(scores, wide.firsts, wide.weights(window_raw, window_lower, window_title, out_left, out_right))
        return scores[places - self._left]

    def _add(self, scores: Weights, firsts: Sequence[int], weights: Weights) -> None:
        for layer, first in enumerate(firsts):
            start = self._left + first
            scores += weights[start : start + len(scores), layer]
