"""What the recogniser reads of each syllable: its form, what lexicons know of it, what the grammar proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from vnpolnlp.arbitration import arbitrate
from vnpolnlp.document import LABELS, Candidate, Document, Label
from vnpolnlp.linear_chain import Columns
from vnpolnlp.recogniser.clusters import shipped_clusters
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.names.passage import ROMAN, Passage, can_be_vietnamese
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import BREAK, TITLE, UPPER, Syllables
from vnpolnlp.words.reading import Reader, folded, number_of

Ints = npt.NDArray[np.int64]
_T = TypeVar("_T")

#: The labels of syllables: outside, and the first and any further syllable of an entity.
TAGS: tuple[str, ...] = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
_NUMBERS: Mapping[Label, int] = {label: number for number, label in enumerate(LABELS, start=1)}

_SKIPPED = frozenset("“\"‘'«(-•*")  # between the end of a sentence and its first letter
_STOPS = frozenset(".!?…:\n")
_OPENING, _CLOSING, _EITHER = "“«", "”»", '"'
#: A longer line is cut, outside all proposals, so that one endless line costs no more than the same text in many.
_LONGEST = 400


@dataclass(frozen=True)
class Rows:
    """The syllables of a text that are read, sequence after sequence.

    Attributes:
        syllables: the number of each syllable that is read; line breaks are not.
        lengths: how many each sequence has.
        columns: what is read of them.
    """

    syllables: Ints
    lengths: Ints
    columns: Columns


def tags_of(spans: Iterable[tuple[int, int, Label]], size: int) -> Ints:
    """The number of the tag of each syllable, by entities given as spans of syllables.

    >>> [TAGS[tag] for tag in tags_of([(0, 2, "ORG")], 3)]
    ['B-ORG', 'I-ORG', 'O']
    """
    return _marked(((start, end, _NUMBERS[label]) for start, end, label in spans), size)


def spans_of(tags: Sequence[int], lengths: Ints) -> list[tuple[int, int, Label]]:
    """The entities of sequences of tags, as spans of rows.

    >>> spans_of([1, 2, 1], np.array([3]))
    [(0, 2, 'PER'), (2, 3, 'PER')]
    """
    spans: list[tuple[int, int, Label]] = []
    ends = set(np.cumsum(lengths).tolist())
    start = number = 0
    for row, tag in enumerate([*tags, 0]):
        if number and (tag != 2 * number or row in ends):
            spans.append((start, row, LABELS[number - 1]))
            number = 0
        if tag and not number:
            start, number = row, (tag + 1) // 2
    return spans


def _marked(spans: Iterable[tuple[int, int, int]], size: int) -> Ints:
    """A column with ``2 * number - 1`` where a span starts and ``2 * number`` where it goes on."""
    column = np.zeros(size, dtype=np.int64)
    for start, end, number in spans:
        column[start] = 2 * number - 1
        column[start + 1 : end] = 2 * number
    return column


@lru_cache(maxsize=1 << 12)
def _kind(name: str) -> int:
    """A number for a kind of a lexicon or a rule."""
    return number_of(name) >> 8  # twice this still is within the 40 bits of a column


class ColumnReader:
    """Reads documents as rows; what it knows of a form is remembered, and never changes what is answered."""

    def __init__(self) -> None:
        self._read = Reader(_read_form, len(_FORM_COLUMNS))
        self._read_words = Reader(_read_word, len(_WORD_COLUMNS))

    def __call__(self, document: Document) -> Rows:
        """The rows of a document for which names have been proposed."""
        syllables = document.view.syllables
        passage = Passage(syllables, name_lexicons())
        shapes = np.array(syllables.shapes, dtype=np.int64)
        columns = dict(zip(_FORM_COLUMNS, self._read(syllables.forms).T, strict=True))
        columns |= _shape_columns(passage, shapes, columns.pop("nature"))
        columns |= _lexicon_columns(passage)
        columns |= self._word_columns(document)
        columns |= _evidence_columns(document, shapes, columns["capitals"])
        columns["quoted"] = _quoted(syllables)
        rows, lengths = _sequences(shapes, columns["rule"])
        return Rows(rows, lengths, {name: column[rows] for name, column in columns.items()})

    def _word_columns(self, document: Document) -> dict[str, Ints]:
        """The word that each syllable is part of, as the segmenter cut it, and the clusters of its neighbours."""
        syllables, text = document.view.syllables, document.view.text
        size = len(syllables)
        starts = np.array(syllables.starts, dtype=np.int64)
        begins = np.ones(size, dtype=bool)
        if document.segmented is not None:
            begins = np.isin(starts, document.segmented.pieces.starts[document.segmented.begins])
            begins[:1] = True
        word = np.cumsum(begins) - 1
        firsts = np.flatnonzero(begins)
        lasts = np.append(firsts, size)[1:] - 1
        ends = np.array(syllables.ends, dtype=np.int64)
        forms = [text[start:end] for start, end in zip(starts[firsts].tolist(), ends[lasts].tolist(), strict=True)]
        form, coarse, fine = self._read_words(forms).T
        before, after = np.zeros_like(fine), np.zeros_like(fine)
        before[1:], after[:-1] = fine[:-1], fine[1:]
        places = np.arange(size)
        left, right = np.minimum(places - firsts[word], 2), np.minimum(lasts[word] - places, 2)
        return {
            "word": form[word],
            "coarse": coarse[word],
            "fine": fine[word],
            "before": before[word],
            "after": after[word],
            "place_in_word": left + 3 * right,
            "joined": (~begins).astype(np.int64),
        }


_FORM_COLUMNS = ("form", "nature", "names", "syllable_coarse", "syllable_fine")
_WORD_COLUMNS = ("form", "coarse", "fine")


def _read_form(form: str) -> tuple[int, ...]:
    """What a syllable is by itself: its folded form, its nature, whether names have it, its clusters."""
    lexicons = name_lexicons()
    lower = form.lower()
    names = (lower in lexicons.surnames) + 2 * (lower in lexicons.given_names)
    nature = can_be_vietnamese(lower) + 2 * (ROMAN.fullmatch(form) is not None) + 4 * (len(form) == 1)
    return (number_of(folded(form)), nature, names, *shipped_clusters().of_syllable(form))


def _read_word(word: str) -> tuple[int, ...]:
    return (number_of(folded(word)), *shipped_clusters().of_word(word))


def _shape_columns(passage: Passage, shapes: Ints, nature: Ints) -> dict[str, Ints]:
    """What a capital may mean here, and whether white space stands before."""
    syllables = passage.syllables
    size = len(syllables)
    is_capital = (shapes == TITLE) | (shapes == UPPER)
    in_capitals = np.zeros(size, dtype=np.int64)
    for at in np.flatnonzero(shapes == UPPER).tolist():
        in_capitals[at] = passage.in_capitals(at)
    # The last syllable before each one that is not among the marks that may open a sentence.
    counts = np.fromiter((form not in _SKIPPED for form in syllables.forms), dtype=bool, count=size)
    last = np.maximum.accumulate(np.where(counts, np.arange(size), -1))
    before = np.concatenate(([-1], last[:-1])) if size else last
    stops = np.fromiter((form in _STOPS for form in syllables.forms), dtype=bool, count=size)
    opens = is_capital & ((before < 0) | stops[before])
    spaced = np.ones(size, dtype=np.int64)
    spaced[1:] = np.array(syllables.starts[1:]) > np.array(syllables.ends[:-1])
    simple = shapes + 6 * in_capitals
    return {
        "shape": simple + 12 * opens + 24 * nature,
        "simple": simple,
        "capitals": in_capitals,
        "spaced": spaced,
    }


def _lexicon_columns(passage: Passage) -> dict[str, Ints]:
    """Which phrases of the lexicons a syllable opens or goes on, and of what kind they are."""
    size, lexicons = len(passage), passage.lexicons
    address = np.zeros(size, dtype=np.int64)
    for end, (_, kind) in passage.addresses.items():
        if end < size:
            address[end] = _kind(kind)
    return {
        "place": _phrases(passage.places, size, lambda v: _kind(f"{v.sure} {v.kind == 'quốc gia'}")),
        "body": _phrases(passage.bodies, size, _kind),
        "head": _phrases(passage.heads, size, lambda head: _kind(head.takes + head.bare)),
        "post": _phrases(passage.posts, size, lambda post: _kind(post.kind)),
        "unit": _phrases(passage.place_types, size, lambda unit: 1 + (unit.kind == "unit") + 2 * unit.bare),
        "address": address,
        "break": _starts(lexicons.breaks, passage.syllables),
        "genre": _starts(lexicons.genres, passage.syllables),
    }


def _phrases(found: Mapping[int, tuple[int, _T]], size: int, kind: Callable[[_T], int]) -> Ints:
    """A column of phrases by their starts; where two overlap, the earlier one counts."""
    spans = [(start, end, kind(value)) for start, (end, value) in found.items()]
    return _marked(sorted(spans, reverse=True), size)


def _starts(phrases: Phrases[bool], syllables: Syllables) -> Ints:
    column = np.zeros(len(syllables), dtype=np.int64)
    column[list(phrases.everywhere(syllables))] = 1
    return column


def _evidence_columns(document: Document, shapes: Ints, in_capitals: Ints) -> dict[str, Ints]:
    """What grammar and lexicons propose here, and what they made of the same form elsewhere in the text."""
    syllables = document.view.syllables
    size = len(syllables)
    spans = SyllableSpans(syllables)
    winners = [(*span, winner) for winner in arbitrate(document.candidates) if (span := spans(winner))]
    labels = [(start, end, _NUMBERS[winner.label]) for start, end, winner in winners]
    rule = _marked(labels, size)
    ends = np.zeros(size, dtype=np.int64)
    for _, end, number in labels:
        ends[end - 1] = number
    covered = np.zeros(size, dtype=np.int64)
    for candidate in document.candidates:
        span = spans(candidate)
        if span:
            covered[slice(*span)] |= 1 << _NUMBERS[candidate.label]
    return {
        "rule": rule,
        "by": _marked(((start, end, _kind(f"{w.label} {w.by}")) for start, end, w in winners), size),
        "ends": ends,
        "covered": covered,
        "elsewhere": _elsewhere(syllables, shapes, in_capitals, (rule + 1) // 2),
    }


@dataclass(frozen=True)
class SyllableSpans:
    """From offsets in a view to spans of syllables; ``None`` where one begins or ends inside a syllable."""

    syllables: Syllables

    def __call__(self, candidate: Candidate) -> tuple[int, int] | None:
        """The span of a candidate."""
        return self.of(candidate.start, candidate.end)

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of what is between two offsets."""
        first, last = self._starts.get(start), self._ends.get(end)
        return None if first is None or last is None or last <= first else (first, last)

    @cached_property
    def _starts(self) -> Mapping[int, int]:
        return {offset: number for number, offset in enumerate(self.syllables.starts)}

    @cached_property
    def _ends(self) -> Mapping[int, int]:
        return {offset: number for number, offset in enumerate(self.syllables.ends, start=1)}


def _elsewhere(syllables: Syllables, shapes: Ints, in_capitals: Ints, labels: Ints) -> Ints:
    """For a form with a capital, one more than the label that it mostly has elsewhere in the text; else 0.

    Lines in capitals are not counted, as everything has capitals there, but they are told.
    """
    is_capital = np.flatnonzero((shapes == TITLE) | (shapes == UPPER))
    column = np.zeros(len(shapes), dtype=np.int64)
    if not len(is_capital):
        return column
    forms: dict[str, int] = {}
    ids = np.array([forms.setdefault(syllables.lower[at], len(forms)) for at in is_capital.tolist()], dtype=np.int64)
    counts = np.zeros((len(forms), len(LABELS) + 1), dtype=np.int64)
    counted = in_capitals[is_capital] == 0
    own = labels[is_capital]
    np.add.at(counts, (ids[counted], own[counted]), 1)
    others = counts[ids]
    others[np.flatnonzero(counted), own[counted]] -= 1
    column[is_capital] = np.where(others.sum(axis=1) > 0, 1 + others.argmax(axis=1), 0)
    return column


def _quoted(syllables: Syllables) -> Ints:
    """Whether each syllable is inside quotation marks, as far as the marks of its line tell."""
    column = np.zeros(len(syllables), dtype=np.int64)
    opened: int | None = None
    for at in syllables.places_of((*_OPENING, *_CLOSING, _EITHER, "\n")):
        mark = syllables.forms[at]
        closes = mark == "\n" or mark in _CLOSING or (mark == _EITHER and opened is not None)
        if opened is not None and closes:
            column[opened:at] = 1
            opened = None
        elif not closes and opened is None:
            opened = at
    if opened is not None:
        column[opened:] = 1
    return column


def _sequences(shapes: Ints, rule: Ints) -> tuple[Ints, Ints]:
    """The syllables that are read, and the lengths of their sequences: lines, cut where they are very long."""
    rows = np.flatnonzero(shapes != BREAK)
    opens = np.ones(len(shapes), dtype=bool)
    opens[1:] = shapes[:-1] == BREAK
    firsts = np.flatnonzero(opens[rows]).tolist()
    cut: list[int] = []
    goes_on = (rule > 0) & (rule % 2 == 0)
    for first, last in zip(firsts, [*firsts, len(rows)][1:], strict=True):
        cut.append(first)
        while last - cut[-1] > _LONGEST:
            free = np.flatnonzero(~goes_on[rows[cut[-1] + _LONGEST // 2 : cut[-1] + _LONGEST]])
            cut.append(cut[-1] + _LONGEST // 2 + int(free[-1]) if len(free) else cut[-1] + _LONGEST)
    bounds = np.array([*cut, len(rows)], dtype=np.int64)
    return rows, bounds[1:] - bounds[:-1]
