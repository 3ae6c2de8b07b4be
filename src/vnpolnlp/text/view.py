"""The one place where offsets are computed: a normalised view of the raw text and the map back.

Text comes composed or decomposed, with either tone placement, with ``Ð`` for ``Đ``, no-break and zero-width spaces,
CRLF, and lines broken at the width of a page. Stages do not want to know. They read :attr:`View.text`, where all of
this is one way, and turn the offsets they find into raw ones with :meth:`View.to_raw`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vnpolnlp.text.spelling import COMBINING, compose, unify
from vnpolnlp.text.syllables import Syllables

_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Maximal runs only, so that matching is linear: a letter with its marks, a run of white space that is not a plain
# single space or line feed, or one of the few characters that stand for another one in composed text.
_EDIT = re.compile(
    rf"(?P<letter>[^{COMBINING}][{COMBINING}]+)|[\s{_BREAKS}{_INVISIBLE}]{{2,}}|[^\S \n]|[{_BREAKS[1:]}{_INVISIBLE}]"
)
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_VISIBLE_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class View:
    """Normalised text with a map to the raw text.

    ``text[i]`` stands for ``raw[starts[i]:ends[i]]``; both maps rise, and are absent where view and raw text have
    the same length position for position.

    >>> view = View.of("Tỉnh  uỷ Hoà Bình")
    >>> view.text
    'Tỉnh ủy Hòa Bình'
    >>> view.to_raw(5, 7)
    (6, 8)
    """

    raw: str
    text: str
    starts: npt.NDArray[np.int64] | None = None
    ends: npt.NDArray[np.int64] | None = None

    @classmethod
    def of(cls, raw: str) -> View:
        """The view of a raw text: any string at all, without errors."""
        pieces: list[str] = []
        starts: list[npt.NDArray[np.int64]] = []
        ends: list[npt.NDArray[np.int64]] = []
        last = 0
        changed = False
        for match in _EDIT.finditer(raw):
            start, end = match.span()
            new = compose(match[0]) if match["letter"] else _spaced(match[0])
            if len(new) == end - start == 1:
                continue  # same place, another character: put in below
            changed = True
            pieces.append(raw[last:start])
            pieces.append(new)
            starts.append(np.arange(last, start))
            ends.append(np.arange(last + 1, start + 1))
            starts.append(np.full(len(new), start))
            ends.append(np.full(len(new), end))
            last = end
        if not changed:
            return cls(raw, _joined_lines(unify(_one_to_one(raw))))
        pieces.append(raw[last:])
        starts.append(np.arange(last, len(raw)))
        ends.append(np.arange(last + 1, len(raw) + 1))
        text = _joined_lines(unify(_one_to_one("".join(pieces))))
        return cls(raw, text, np.concatenate(starts), np.concatenate(ends))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a view span; an empty view span gives an empty raw one.

        Raises:
            ValueError: the span is not within the view.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is outside a view of {len(self.text)} characters")
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            at = int(self.starts[start]) if start < len(self.text) else len(self.raw)
            return at, at
        return int(self.starts[start]), int(self.ends[end - 1])

    def raw_slice(self, start: int, end: int) -> str:
        """The raw text of a view span."""
        raw_start, raw_end = self.to_raw(start, end)
        return self.raw[raw_start:raw_end]

    def to_raw_columns(
        self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """:meth:`to_raw` for many non-empty spans at once."""
        if self.starts is None or self.ends is None:
            return starts, ends
        return self.starts[starts], self.ends[ends - 1]

    def from_raw(self, start: int, end: int) -> tuple[int, int]:
        """The smallest view span that covers what is visible of a raw span.

        Raises:
            ValueError: the span is not within the raw text.
        """
        if not 0 <= start <= end <= len(self.raw):
            raise ValueError(f"span {start}:{end} is outside a text of {len(self.raw)} characters")
        if self.starts is None or self.ends is None:
            return start, end
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    @cached_property
    def syllables(self) -> Syllables:
        """The syllables, numbers and marks of the view, split once for all stages."""
        return Syllables.of(self.text)


def _spaced(run: str) -> str:
    """What stands in the view for a run of white space and invisible characters."""
    breaks = len(_BREAK.findall(run))
    if breaks:
        return "\n" * breaks
    return " " if _VISIBLE_SPACE.search(run) else ""


def _one_to_one(text: str) -> str:
    """Composed text of the same length: single white-space characters and singletons such as the Angstrom sign."""
    if text.isascii():
        return text.translate(_ASCII_SPACE)
    text = text.translate(_SPACE)
    if unicodedata.is_normalized("NFC", text):
        return text
    composed = (unicodedata.normalize("NFC", char) for char in text)
    return "".join(new if len(new) == 1 else char for char, new in zip(text, composed, strict=True))


_ASCII_SPACE = {0x09: " ", 0x1F: " ", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x1C: "\n", 0x1D: "\n", 0x1E: "\n"}
_SPACE = {
    **_ASCII_SPACE,
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
}

# Lines broken at the width of a page, as text extracted from PDF has them. A break is such a one when the line it
# ends is about as long as the longest ones, and the next line goes on in lower case or the line ends in no mark
# that may close a paragraph.
_MIN_LINES, _MIN_WIDTH, _MAX_WIDTH = 6, 40, 120
_ENDS_PARAGRAPH = frozenset('.!?:;…”"»')
_STARTS_PARAGRAPH = re.compile(r"[-+*•–]|\d{1,3}[.)]\s|[a-zđ]\)|[IVXLC]+[.)]\s|(?:Phần|Chương|Mục|Điều|Khoản)\s\S")


def _joined_lines(text: str) -> str:
    """The text with the line breaks that a page width made turned into spaces."""
    lines = text.split("\n")
    lengths = [len(line) for line in lines if line]
    if len(lengths) < _MIN_LINES:
        return text
    width = max(lengths)
    full = [length >= 0.8 * width for length in lengths]
    if not (_MIN_WIDTH <= width <= _MAX_WIDTH and sum(full) >= 0.4 * len(full)):
        return text
    out = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        goes_on = (
            bool(line)
            and not _STARTS_PARAGRAPH.match(line)
            and (line[0].islower() or (len(before) >= 0.75 * width and before[-1] not in _ENDS_PARAGRAPH))
        )
        out.append(" " if before and goes_on and not before.isupper() else "\n")
        out.append(line)
    return "".join(out)
