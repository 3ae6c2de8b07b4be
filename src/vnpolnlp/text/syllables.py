"""The syllables of a text: what Vietnamese writes between spaces, and what names are made of.

Words are an analysis; syllables, numbers and marks are what is there. Names, bodies and posts are matched over them,
so that a wrong word boundary cannot break a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

# Behind an apostrophe inside a syllable: the Ivoire of d’Ivoire, or a word after a quotation mark without a space.
_BEHIND_APOSTROPHE = re.compile(r"['’](?<=[^\W_]['’])(?=[^\W\d_])")
_SYLLABLE = re.compile(r"([^\W_]+(?:['’][^\W\d_]+)*|\n|[^\w\s]|_)")

LOWER, TITLE, UPPER, DIGIT, MARK, BREAK = range(6)


@dataclass(frozen=True)
class Syllables:
    """Parallel columns over the syllables, numbers, marks and line breaks of a text.

    ``shapes`` has for each one of ``LOWER``, ``TITLE`` (first letter a capital), ``UPPER`` (two letters or more, all
    capitals), ``DIGIT``, ``MARK`` and ``BREAK``. ``inner_starts`` has the few offsets where a word may begin inside a
    syllable, behind an apostrophe.

    >>> Syllables.of("Tỉnh ủy, 21-NQ/TW").forms
    ['Tỉnh', 'ủy', ',', '21', '-', 'NQ', '/', 'TW']
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]
    shapes: list[int]
    inner_starts: list[int]

    def __len__(self) -> int:
        return len(self.forms)

    @classmethod
    def of(cls, text: str) -> Syllables:
        """The syllables of a view's text."""
        pieces = _SYLLABLE.split(text)  # what is between syllables, a syllable, what is between, ...
        ends = list(accumulate(map(len, pieces)))
        forms = pieces[1::2]
        read = _read_known if max(map(len, forms), default=0) < _LONG else _read
        read_forms = list(map(read, forms))
        inner_starts = (
            [match.end() for match in _BEHIND_APOSTROPHE.finditer(text)] if "'" in text or "’" in text else []
        )
        return cls(
            ends[:-1:2],
            ends[1::2],
            forms,
            [lower for lower, _ in read_forms],
            [shape for _, shape in read_forms],
            inner_starts,
        )

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where each syllable stands, by its lower-case form: most questions are about few syllables of a text."""
        places: dict[str, list[int]] = {}
        for place, form in enumerate(self.lower):
            if form in places:
                places[form].append(place)
            else:
                places[form] = [place]
        return places

    @cached_property
    def following(self) -> list[str]:
        """The syllable after each one, in lower case; a line break after the last one."""
        return [*self.lower[1:], "\n"]

    @cached_property
    def numbers(self) -> list[int]:
        """Where numbers stand."""
        return self.places_of(form for form in self.places if form[0].isdigit())

    def places_of(self, forms: Iterable[str]) -> list[int]:
        """Where any of these lower-case syllables stands, in the order of the text.

        >>> Syllables.of("Tỉnh ủy và tỉnh đoàn").places_of({"tỉnh", "đoàn"})
        [0, 3, 4]
        """
        return sorted(chain.from_iterable(self.places[form] for form in self.places.keys() & forms))


def _read(form: str) -> tuple[str, int]:
    """A form in lower case, and its shape."""
    return form.lower(), _shape(form)


_LONG = 32  # no syllable and few foreign words are as long: what is remembered stays small
_read_known = lru_cache(maxsize=1 << 14)(_read)


def _shape(form: str) -> int:
    first = form[0]
    if first == "\n":
        return BREAK
    if first.isdigit():
        return DIGIT
    if not first.isalpha():
        return MARK
    if first.islower() or not first.isupper():
        return LOWER
    return UPPER if len(form) > 1 and form.isupper() else TITLE
