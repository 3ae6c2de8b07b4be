"""The syllables of a text: what Vietnamese writes between spaces, and what names are made of.

Words are an analysis; syllables, numbers and marks are what is there. Names, bodies and posts are matched over them,
so that a wrong word boundary cannot break a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add

_SYLLABLE = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*|\n|[^\w\s]|_")

LOWER, TITLE, UPPER, DIGIT, MARK, BREAK = range(6)


@dataclass(frozen=True, slots=True)
class Syllables:
    """Parallel columns over the syllables, numbers, marks and line breaks of a text.

    ``shapes`` has for each one of ``LOWER``, ``TITLE`` (first letter a capital), ``UPPER`` (two letters or more, all
    capitals), ``DIGIT``, ``MARK`` and ``BREAK``.

    >>> Syllables.of("Tỉnh ủy, 21-NQ/TW").forms
    ['Tỉnh', 'ủy', ',', '21', '-', 'NQ', '/', 'TW']
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]
    shapes: list[int]

    def __len__(self) -> int:
        return len(self.forms)

    @classmethod
    def of(cls, text: str) -> Syllables:
        """The syllables of a view's text."""
        forms = _SYLLABLE.findall(text)
        starts = [match.start() for match in _SYLLABLE.finditer(text)]
        lower = {form: form.lower() for form in set(forms)}
        shapes = {form: _shape(form) for form in lower}
        return cls(
            starts,
            list(map(add, starts, map(len, forms))),
            forms,
            list(map(lower.__getitem__, forms)),
            list(map(shapes.__getitem__, forms)),
        )


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
