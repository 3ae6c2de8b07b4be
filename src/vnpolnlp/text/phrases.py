"""Finding the phrases of a lexicon in a text: a trie over syllables, one dictionary look-up a syllable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from vnpolnlp.text.spelling import fold
from vnpolnlp.text.syllables import Syllables

T = TypeVar("T")
_VALUE = ""  # no syllable is empty, so this key is free for the value of the phrase that ends at a node


class Phrases(Generic[T]):
    """Phrases with a value each, matched without regard to case, tone placement and spacing.

    >>> phrases = Phrases([("Tỉnh ủy", "party"), ("Tỉnh ủy viên", "post")])
    >>> list(phrases.find(Syllables.of("các tỉnh ủy viên, tỉnh ủy").lower))
    [(1, 4, 'post'), (5, 7, 'party')]
    """

    __slots__ = ("_root",)

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Build the trie; of two entries with the same phrase the first one counts."""
        self._root: dict[str, Any] = {}
        for phrase, value in entries:
            node = self._root
            for syllable in Syllables.of(fold(phrase)).lower:
                node = node.setdefault(syllable, {})
            node.setdefault(_VALUE, value)

    def at(self, lower: Sequence[str], start: int) -> tuple[int, T] | None:
        """Where the longest phrase that begins at ``start`` ends, and its value; ``None`` without one."""
        node = self._root.get(lower[start]) if start < len(lower) else None
        found = None
        place, size = start, len(lower)
        while node is not None:
            place += 1
            if _VALUE in node:
                found = place, node[_VALUE]
            node = node.get(lower[place]) if place < size else None
        return found

    def all_at(self, lower: Sequence[str], start: int) -> list[tuple[int, T]]:
        """The ends and values of all phrases that begin at ``start``, the shortest first."""
        node = self._root.get(lower[start]) if start < len(lower) else None
        found = []
        place, size = start, len(lower)
        while node is not None:
            place += 1
            if _VALUE in node:
                found.append((place, node[_VALUE]))
            node = node.get(lower[place]) if place < size else None
        return found

    def find(self, lower: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """The longest phrases of a text from left to right, without overlaps, as start, end and value."""
        root = self._root
        resume = 0
        for start, syllable in enumerate(lower):
            if syllable in root and start >= resume:
                match = self.at(lower, start)
                if match:
                    resume = match[0]
                    yield start, resume, match[1]
