"""A text as the grammar of names reads it: its syllables, the lexicons, and what was named so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from vnpolnlp.stages.names.lexicons import NameLexicons
from vnpolnlp.text.syllables import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Syllables

# What a post may end in and a body begin with.
_TYPE_WORDS = frozenset(("ban", "phòng", "đoàn", "văn phòng", "thanh tra", "công an", "hội đồng", "ban chỉ đạo"))
_ROMAN = re.compile(r"[IVXLC]+")
# Onset and rhyme of a Vietnamese syllable without its tone; what does not fit is a foreign name or an abbreviation.
_VIETNAMESE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưy]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
_TONELESS = str.maketrans(
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)


@dataclass(frozen=True)
class Passage:
    """Syllables with lexicons; ``is_joined`` says whether an engine joins a syllable to the one before.

    ``seen_heads``, ``seen_aliases`` and ``seen_places`` grow while the text is read: what a text named in full, it may
    name in short.
    """

    syllables: Syllables
    lexicons: NameLexicons
    is_joined: Callable[[int], bool] = lambda syllable: False
    seen_heads: set[str] = field(default_factory=set)
    seen_aliases: set[str] = field(default_factory=set)
    seen_places: set[str] = field(default_factory=set)

    @cached_property
    def in_post(self) -> frozenset[int]:
        """The syllables that continue a post: *Bí* and *thư Thường trực* of *Phó Bí thư Thường trực*.

        The type word of a body at its end is not one of them: in *Trưởng ban Tổ chức* the body is *ban Tổ chức*.
        """
        lower = self.syllables.lower
        return frozenset(
            at
            for start, end, _ in self.lexicons.posts.find(lower)
            for at in range(start + 1, end)
            if not self._is_type_word(at, end)
        )

    def _is_type_word(self, at: int, end: int) -> bool:
        return " ".join(self.syllables.lower[at:end]) in _TYPE_WORDS

    @cached_property
    def _post_ends(self) -> frozenset[int]:
        return frozenset(end for _, end, _ in self.lexicons.posts.find(self.syllables.lower))

    def ends_head(self, at: int) -> bool:
        """Whether a type word of bodies stands right before a syllable: *UBND*, *Đảng ủy*, *Công an*."""
        return any(
            (head := self.lexicons.heads.at(self.syllables.lower, start)) is not None and head[0] == at
            for start in range(max(0, at - 4), at)
        )

    def ends_post(self, at: int) -> bool:
        """Whether a post stands right before a syllable."""
        return at in self._post_ends

    def __len__(self) -> int:
        return len(self.syllables)

    def lower(self, at: int) -> str:
        """The syllable in lower case; empty outside the text."""
        return self.syllables.lower[at] if 0 <= at < len(self.syllables.lower) else ""

    def shape(self, at: int) -> int:
        """The shape of a syllable; a line break outside the text."""
        return self.syllables.shapes[at] if 0 <= at < len(self.syllables.shapes) else BREAK

    def is_capital(self, at: int) -> bool:
        """Whether a syllable begins with a capital."""
        return self.shape(at) in (TITLE, UPPER)

    def has_capital(self, start: int, end: int) -> bool:
        """Whether any of some syllables begins with a capital."""
        return any(self.is_capital(at) for at in range(start, end))

    def is_roman(self, at: int) -> bool:
        """Whether a syllable is a Roman number."""
        return self.is_capital(at) and _ROMAN.fullmatch(self.syllables.forms[at]) is not None

    def is_vietnamese(self, at: int) -> bool:
        """Whether a syllable can be Vietnamese."""
        return _VIETNAMESE.fullmatch(self.syllables.lower[at].translate(_TONELESS)) is not None

    def is_word(self, at: int) -> bool:
        """Whether there is a syllable of letters."""
        return self.shape(at) in (LOWER, TITLE, UPPER)

    def is_spaced(self, at: int) -> bool:
        """Whether white space stands before a syllable."""
        return at >= len(self) or self.syllables.starts[at] > self.syllables.ends[at - 1]

    def starts_line(self, at: int) -> bool:
        """Whether nothing but marks stands before a syllable on its line."""
        at -= 1
        while self.shape(at) == MARK:
            at -= 1
        return self.shape(at) == BREAK

    def starts_sentence(self, at: int) -> bool:
        """Whether a syllable opens a sentence or line, so that its capital says nothing."""
        at -= 1
        while self.shape(at) == MARK and self.lower(at) in "“\"‘'«(-•*":
            at -= 1
        return self.shape(at) == BREAK or self.lower(at) in (".", "!", "?", "…", ":")

    def in_capitals(self, at: int) -> bool:
        """Whether the words around a syllable are all in capitals, as in headlines and letterheads."""
        around = [self.shape(place) for place in range(at - 2, at + 4) if self.is_word(place)]
        return self.shape(at) == UPPER and around.count(UPPER) == len(around) and len(around) > 1

    def capital_run(self, at: int, limit: int) -> int:
        """The end of the run of capitalised Vietnamese or foreign syllables that begins at ``at``."""
        end = at
        while end - at < limit and self.is_capital(end):
            end += 1
        return end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the view of the syllables ``start`` to ``end``."""
        return self.syllables.starts[start], self.syllables.ends[end - 1]


__all__ = ["BREAK", "DIGIT", "LOWER", "MARK", "TITLE", "UPPER", "Passage"]
