"""What the models of the engine ``vnpol`` read of a piece and of a word, as integers, remembered by string."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_REMEMBERED = 1 << 17

#: The columns of a piece and of a word, in the order in which :func:`read_piece` and :func:`read_word` give them.
PIECE_COLUMNS = ("form", "shape", "onset", "rime", "register")
WORD_COLUMNS = ("word", "first", "last", "shape", "size")

# Shapes of pieces. A syllable is one that Vietnamese could have; what is not is foreign, or an abbreviation.
MARK, SYLLABLE, TITLE, FOREIGN, FOREIGN_TITLE, INITIAL, CAPITALS, NUMBER, CODE, ABBREVIATION, OTHER = range(1, 12)
CAPITAL_SYLLABLE = 12  # in a line of capitals a syllable like any other, elsewhere mostly an abbreviation
# Shapes of words of several pieces, by these.
_NAME, _TITLED, _PLAIN, _NUMBERED, _MIXED = range(20, 25)

_BARE_SYLLABLE = re.compile(
    r"(?P<onset>ngh?|nh|gh|gi(?=[aeiouy])|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?P<rime>(?!i{2})[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?)"
)
_SPELT = {"ngh": "ng", "gh": "g", "k": "c", "qu": "c"}  # one sound each
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LOW_TONES = "\u0300\u0303\u0323"  # huyền, ngã, nặng; the syllables of a reduplication mostly share a register
_DIGIT = re.compile(r"\d")
# How Vietnamese treebanks write round brackets.
_BRACKETS = {"LBKT": "(", "RBKT": ")"}
_MARKS = {**_BRACKETS, **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′", "'")}


def number_of(text: str) -> int:
    """The same 40 bits for the same string, always; different ones for different strings, but for chance."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=5).digest(), "little")


NO_ONSET = number_of("-")


def folded(piece: str) -> str:
    """A piece in small letters; of a number of more than two characters, only how long its parts are.

    >>> folded("Đảng"), folded("15"), folded("2.500"), folded("LBKT")
    ('đảng', '15', '0.000', '(')
    """
    small = _MARKS.get(piece, piece).lower()
    return _DIGIT.sub("0", small) if len(small) > 2 else small


def shape_of(piece: str) -> int:
    """What kind of piece it is, by its letters and digits alone."""
    if piece in _BRACKETS or not any(char.isalnum() for char in piece):
        return MARK
    if piece.isalpha():
        vietnamese = _BARE_SYLLABLE.fullmatch(_bare(piece)) is not None
        if piece.islower():
            return SYLLABLE if vietnamese else FOREIGN
        if len(piece) == 1:
            return INITIAL
        if piece.isupper():
            return CAPITAL_SYLLABLE if vietnamese else CAPITALS
        if piece[1:].islower():
            return TITLE if vietnamese else FOREIGN_TITLE
        return OTHER
    if any(char.isdigit() for char in piece):
        return CODE if any(char.isalpha() for char in piece) else NUMBER
    return ABBREVIATION


def _bare(piece: str) -> str:
    """A syllable in small letters without any marks."""
    decomposed = unicodedata.normalize("NFD", piece.lower()).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def read_piece(piece: str) -> tuple[int, ...]:
    """The columns of a piece: its folded form, shape, and, of a Vietnamese syllable, onset, rime and register.

    Onset and rime are 0 where the piece is no syllable; the register is 1 for the low tones, else 0.
    """
    shape = shape_of(piece)
    onset = rime = register = 0
    if shape in (SYLLABLE, TITLE, CAPITAL_SYLLABLE):
        small = piece.lower()
        decomposed = unicodedata.normalize("NFD", small)
        found = _BARE_SYLLABLE.fullmatch(_bare(piece))
        assert found is not None  # shape_of has seen it
        spelt = found["onset"] or ""
        letters = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
        onset = number_of("đ" if letters.startswith("đ") else _SPELT.get(spelt, spelt or "-"))
        rime = number_of(letters[len(spelt) :])
        register = int(any(tone in decomposed for tone in _LOW_TONES))
    return number_of(folded(piece)), shape, onset, rime, register


def read_word(word: str) -> tuple[int, ...]:
    """The columns of a word, its pieces joined by spaces: it, its first and last piece, its shape, how many pieces."""
    pieces = word.split(" ")
    forms = [folded(piece) for piece in pieces]
    return (
        number_of(" ".join(forms)),
        number_of(forms[0]),
        number_of(forms[-1]),
        _shape_of_word(pieces),
        min(len(pieces), 4),
    )


def _shape_of_word(pieces: Sequence[str]) -> int:
    shapes = [shape_of(piece) for piece in pieces]
    if len(shapes) == 1:
        return shapes[0]
    if all(shape in (TITLE, FOREIGN_TITLE, INITIAL) for shape in shapes):
        return _NAME
    if shapes[0] in (TITLE, FOREIGN_TITLE, INITIAL):
        return _TITLED
    if all(shape in (SYLLABLE, FOREIGN) for shape in shapes):
        return _PLAIN
    return _NUMBERED if NUMBER in shapes else _MIXED


@dataclass
class Reader:
    """Reads strings as rows of integers, each different string once while it is remembered.

    >>> reader = Reader(lambda word: (len(word), word.count("a")), 2)
    >>> reader(["ba", "và", "ba"]).tolist()
    [[2, 1], [2, 0], [2, 1]]
    """

    read: Callable[[str], tuple[int, ...]]
    width: int
    _places: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _rows: Ints = field(init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._rows = np.zeros((0, self.width), dtype=np.int64)

    def __call__(self, strings: Sequence[str]) -> Ints:
        """One row a string."""
        with self._lock:
            if len(self._places) > _REMEMBERED:
                self._places.clear()
            places = self._places
            new = [string for string in set(strings) if string not in places]
            if new:
                first = len(places)
                if len(self._rows) < first + len(new):
                    grown = np.zeros((2 * (first + len(new)), self.width), dtype=np.int64)
                    grown[:first] = self._rows[:first]
                    self._rows = grown
                self._rows[first : first + len(new)] = [self.read(string) for string in new]
                places.update(zip(new, range(first, first + len(new)), strict=True))
            return self._rows[np.fromiter(map(places.__getitem__, strings), dtype=np.int64, count=len(strings))]

    def __getstate__(self) -> tuple[Callable[[str], tuple[int, ...]], int]:
        """What it reads with; what it remembers is not copied to other processes."""
        return self.read, self.width

    def __setstate__(self, state: tuple[Callable[[str], tuple[int, ...]], int]) -> None:
        """A reader that remembers nothing."""
        self.__init__(*state)  # type: ignore[misc]
