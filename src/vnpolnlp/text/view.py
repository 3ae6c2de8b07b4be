"""The one place where offsets are computed: a normalised view of the raw text and the map back.

Text comes composed or decomposed, with either tone placement, with ``Ð`` for ``Đ``, no-break and zero-width spaces,
CRLF, and lines broken at the width of a page. Stages do not want to know. They read :attr:`View.text`, where all of
this is one way, and turn the offsets they find into raw ones with :meth:`View.to_raw`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vnpolnlp.text.spelling import compose, composing, unify
from vnpolnlp.text.syllables import Syllables

_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# Format characters without a width: soft hyphen, zero-width spaces and joiners, marks of direction, BOM, and the
# selectors of how a character is drawn.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_BLANK = rf"\s{_BREAKS}{_INVISIBLE}"
# A maximal run of blanks that is not a single space or line feed. It begins with a set, which makes searching fast.
_BLANKS = rf"[{_BLANK}](?:[{_BLANK}]+|(?<=[^ \n]))"
_BLANK_RUN = re.compile(_BLANKS)
_ODD_BLANK = re.compile(rf"[\t{_BREAKS[1:]}\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000{_INVISIBLE}]")
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_VISIBLE_SPACE = re.compile(r"\s")

Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class View:
    """Normalised text with a map to the raw text.

    ``text[i]`` stands for ``raw[starts[i]:ends[i]]``; both maps rise, and are absent where view and raw text have
    the same length position for position. The view of a view's text is that text.

    >>> view = View.of("Tỉnh  uỷ Hoà Bình")
    >>> view.text
    'Tỉnh ủy Hòa Bình'
    >>> view.to_raw(5, 7)
    (6, 8)
    """

    raw: str
    text: str
    starts: Offsets | None = field(default=None, repr=False, compare=False)
    ends: Offsets | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, raw: str) -> View:
        """The view of a raw text: any string at all, without errors."""
        text, moved = (raw, []) if _is_evenly_spaced(raw) else _edited(raw, _BLANK_RUN.finditer(raw))
        if not text.isascii() and _unsettled().search(text):
            text, moved = _edited(raw, _letters_and_blanks().finditer(raw))
        text, dropped = _joined_lines(unify(text))
        if not moved and not dropped:
            return cls(raw, text)
        starts, ends = maps_of(moved, len(raw))
        return cls(raw, text, np.delete(starts, dropped), np.delete(ends, dropped))

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

    def to_raw_columns(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
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
        return first, bisect_left(self.starts, end, lo=first) if start < end else first

    @cached_property
    def syllables(self) -> Syllables:
        """The syllables, numbers and marks of the view, split once for all stages."""
        return Syllables.of(self.text)


def _is_evenly_spaced(raw: str) -> bool:
    """Whether white space is single spaces and line feeds only, without spaces beside line feeds, as in most texts."""
    return not ("  " in raw or " \n" in raw or "\n " in raw or _ODD_BLANK.search(raw))


# Marks are sorted, which takes long for many; no alphabet puts as many on a letter.
_MOST_MARKS = 32


@cache
def _unsettled() -> re.Pattern[str]:
    """One set, which makes searching fast, of all that may have to be composed; text without it is settled."""
    joins, _, alone = composing()
    return re.compile(rf"[{joins}{alone}\U00010000-\U0010ffff]")


@cache
def _letters_and_blanks() -> re.Pattern[str]:
    """A letter with what joins it, also after invisible characters; or a run of blanks. Maximal, and so linear."""
    joins, joins_above, alone = composing()
    # The set of those above U+FFFF is long and slow, and asked only for a character there.
    join = rf"[{_INVISIBLE}]*(?:[{joins}]|(?=[\U00010000-\U0010ffff])[{joins_above}])"
    return re.compile(rf"(?P<letter>[^{_BLANK}{joins}]?(?:{join}){{1,{_MOST_MARKS}}}|[{alone}])|{_BLANKS}")


def _edited(raw: str, matches: Iterable[re.Match[str]]) -> tuple[str, list[tuple[int, int, int]]]:
    """The text with letters composed and blanks unified, and what moved: start, end and new length."""
    pieces: list[str] = []
    moved: list[tuple[int, int, int]] = []
    last = 0
    for match in matches:
        start, end = match.span()
        old, letter = match[0], match.lastgroup is not None
        new = _remembered(old, letter) if end - start < _LONG else _replacement(old, letter)
        if new == old:
            continue
        same = len(new) == end - start and (not letter or len(new) == 1)
        if not same:
            moved.append((start, end, len(new)))
        pieces.append(raw[last:start])
        pieces.append(new)
        last = end
    if not pieces:
        return raw, moved
    pieces.append(raw[last:])
    return "".join(pieces), moved


_LONG = 8  # more marks than any alphabet puts on a letter, more spaces than a typist: not worth remembering


def _replacement(old: str, letter: bool) -> str:
    """What stands in the view for a letter with its marks, or for a run of white space and invisible characters."""
    if letter:
        return compose(_HIDDEN.sub("", old))
    breaks = len(_BREAK.findall(old))
    if breaks:
        return "\n" * breaks
    return " " if _VISIBLE_SPACE.search(old) else ""


_remembered = lru_cache(maxsize=4096)(_replacement)


def maps_of(moved: Sequence[tuple[int, int, int]], size: int) -> tuple[Offsets, Offsets]:
    """For each character of the view, where the raw text that it stands for starts and ends."""
    edit_starts, edit_ends, edit_lengths = np.array(moved, dtype=np.int64).reshape(-1, 3).T
    # The raw text in pieces: what stayed, what moved, what stayed, ...
    starts, ends, lengths = (np.zeros(2 * len(moved) + 1, dtype=np.int64) for _ in range(3))
    starts[1::2], starts[2::2] = edit_starts, edit_ends
    ends[1::2], ends[:-1:2], ends[-1] = edit_ends, edit_starts, size
    lengths[::2], lengths[1::2] = (ends - starts)[::2], edit_lengths
    stayed = np.repeat(np.arange(len(lengths)) % 2 == 0, lengths)
    places = np.arange(len(stayed)) - np.repeat(lengths.cumsum() - lengths, lengths)
    view_starts = np.repeat(starts, lengths) + places * stayed
    return view_starts, np.where(stayed, view_starts + 1, np.repeat(ends, lengths))


# Lines broken at the width of a page, as text extracted from PDF has them. They are about as long as the longest one,
# and the next one mostly goes on in lower case, which lines of poems, lists and tables do not.
_MIN_LINES, _MIN_WIDTH, _MAX_WIDTH = 6, 40, 120
_FULL = 0.75
_ENDS_PARAGRAPH = frozenset('.!?:;…”"»')
_STARTS_PARAGRAPH = re.compile(r"[-+*•]|\d{1,3}[.)]\s|[a-zđ]\)|[IVXLC]{1,9}[.)]\s|(?:Phần|Chương|Mục|Điều|Khoản)\s\S")


# A code or a name that is broken after its hyphen: 21-|NQ/TW, Mác-|Lênin. Vietnamese words are not hyphenated, so the
# hyphen belongs to what is broken.
_BROKEN_AFTER_HYPHEN = re.compile(r"\w-\Z")


def _joined_lines(text: str) -> tuple[str, list[int]]:
    """The text with the line breaks that a page width made turned into spaces, or taken out after a hyphen.

    Also, where in the old text those are that were taken out.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if len(lines) < _MIN_LINES or not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return text, []
    full = _FULL * width
    following = [line for before, line in pairwise(lines) if len(before) >= full and line]
    visible = len(lines) - lines.count("")
    if visible < _MIN_LINES or len(following) < 0.4 * visible:
        return text, []
    if sum(line[0].islower() for line in following) < 0.4 * len(following):
        return text, []
    out, dropped, at = [lines[0]], [], len(lines[0])
    for before, line in pairwise(lines):
        is_full, is_lower = len(before) >= full, line[:1].islower()
        goes_on = (
            bool(before and line)
            and (is_full or is_lower)
            and (before[-1] not in _ENDS_PARAGRAPH or (is_full and is_lower))
            and not before.isupper()
            and not _STARTS_PARAGRAPH.match(line)
        )
        if goes_on and line[0].isalnum() and _BROKEN_AFTER_HYPHEN.search(before[-2:]):
            dropped.append(at)
        else:
            out.append(" " if goes_on else "\n")
        out.append(line)
        at += 1 + len(line)
    joined = "".join(out)
    # Where no paragraph is longer than a page is wide, the lines are those of a form or a poem. This also makes the
    # view of a view the same.
    return (joined, dropped) if max(map(len, joined.split("\n"))) > _MAX_WIDTH else (text, [])
