"""Finding the phrases of a lexicon in a text: a trie over syllables, one dictionary look-up a syllable.

Patterns whose matches begin with one of a few phrases are searched for from there only (:func:`finditer_from`), which
is far faster than trying a large pattern at each letter of a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import Match, Pattern
from typing import Any, Generic, TypeVar

from vnpolnlp.text.spelling import fold_all
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
        entries = list(entries)
        syllables = iter(Syllables.of("\n".join(fold_all(phrase for phrase, _ in entries))).lower)
        for _, value in entries:
            node = self._root
            for syllable in syllables:
                if syllable == "\n":
                    break
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

    def everywhere(self, syllables: Syllables) -> Mapping[int, tuple[int, T]]:
        """What :meth:`at` says of each place of a text where a phrase begins, in the order of the text.

        >>> Phrases([("Tỉnh ủy", "party"), ("ủy viên", "post")]).everywhere(Syllables.of("các tỉnh ủy viên"))
        {1: (3, 'party'), 2: (4, 'post')}
        """
        lower, following, places = syllables.lower, syllables.following, syllables.places
        starts: list[int] = []
        for first in self._root.keys() & places.keys():
            node = self._root[first]
            if _VALUE in node:
                starts += places[first]
                continue
            for start in places[first]:
                if following[start] in node:
                    starts.append(start)
        return {start: found for start in sorted(starts) if (found := self.at(lower, start))}

    def find(self, lower: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """The longest phrases of some syllables from left to right, without overlaps, as start, end and value."""
        root = self._root
        resume = 0
        for start, syllable in enumerate(lower):
            if syllable in root and start >= resume:
                match = self.at(lower, start)
                if match:
                    resume = match[0]
                    yield start, resume, match[1]

    def find_in(self, syllables: Syllables) -> Iterator[tuple[int, int, T]]:
        """:meth:`find` for the syllables of a whole text, of which most begin no phrase and are not looked at."""
        return without_overlaps(self.everywhere(syllables))

    def offsets_in(self, syllables: Syllables) -> list[int]:
        """The offsets in a text where one of the phrases may begin, in order."""
        offsets = [syllables.starts[place] for place in self.everywhere(syllables)]
        return sorted(offsets + syllables.inner_starts) if syllables.inner_starts else offsets


def finditer_from(offsets: Iterable[int], pattern: Pattern[str], text: str) -> Iterator[Match[str]]:
    """The matches that ``pattern.finditer(text)`` gives, if they can only begin at these offsets, which rise."""
    end = 0
    for offset in offsets:
        if offset >= end and (match := pattern.match(text, offset)):
            end = match.end()
            yield match


def without_overlaps(phrases: Mapping[int, tuple[int, T]]) -> Iterator[tuple[int, int, T]]:
    """Of what :meth:`Phrases.everywhere` found, the phrases from left to right that overlap none before them."""
    resume = 0
    for start, (end, value) in phrases.items():
        if start >= resume:
            resume = end
            yield start, end, value
