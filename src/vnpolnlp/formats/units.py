"""Offsets in the units of other tools, converted by name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_ABOVE_U_FFFF = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Utf16:
    """The offsets of a text in UTF-16 units, by which JavaScript and Java count.

    >>> units = Utf16.of("📌 Bộ")
    >>> units.to_utf16(2), units.from_utf16(3)
    (3, 2)
    """

    size: int
    pairs: tuple[int, ...]
    """Where the characters are that take two units, in code points."""

    @classmethod
    def of(cls, text: str) -> Utf16:
        """The units of a text."""
        return cls(len(text), tuple(match.start() for match in _ABOVE_U_FFFF.finditer(text)))

    def to_utf16(self, offset: int) -> int:
        """The offset in UTF-16 units of one in code points."""
        return offset + bisect_left(self.pairs, offset)

    def from_utf16(self, unit: int) -> int:
        """The offset in code points of one in UTF-16 units.

        Raises:
            ValueError: it is outside the text or between the two units of one character.
        """
        if not 0 <= unit <= self.size + len(self.pairs):
            raise ValueError(f"UTF-16 offset {unit} is outside a text of {self.size + len(self.pairs)} UTF-16 units")
        before = bisect_right(range(len(self.pairs)), unit, key=lambda number: self.pairs[number] + number + 2)
        offset = unit - before
        if self.to_utf16(offset) != unit:
            raise ValueError(f"UTF-16 offset {unit} is inside a character")
        return offset
