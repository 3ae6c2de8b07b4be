"""A text as the grammar of names reads it: its syllables, the lexicons, and what was named so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from vnpolnlp.stages.names.lexicons import Head, NameLexicons, Place, PlaceType, Post
from vnpolnlp.text.phrases import without_overlaps
from vnpolnlp.text.syllables import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Syllables

# What a post may end in and a body begin with.
_TYPE_WORDS = frozenset(("ban", "phòng", "đoàn", "văn phòng", "thanh tra", "công an", "hội đồng", "ban chỉ đạo"))
_BEYOND = 40  # syllables before and after the text that can be asked for
_LONGEST_ADDRESS = 5  # syllables
_LONGEST_BODY = 8  # syllables between a post and the territory of its body
ROMAN = re.compile(r"[IVXLC]+")
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

    # What the grammar asks for most, looked up once for the whole text: the longest phrase of a lexicon that begins at
    # a syllable, as its end and value.

    @cached_property
    def bodies(self) -> Mapping[int, tuple[int, str]]:
        """The fixed names of bodies, in any case."""
        return self.lexicons.bodies.everywhere(self.syllables)

    @cached_property
    def heads(self) -> Mapping[int, tuple[int, Head]]:
        """The words that open names of bodies."""
        return self.lexicons.heads.everywhere(self.syllables)

    @cached_property
    def posts(self) -> Mapping[int, tuple[int, Post]]:
        """Posts and ranks."""
        return self.lexicons.posts.everywhere(self.syllables)

    @cached_property
    def places(self) -> Mapping[int, tuple[int, Place]]:
        """The places of the lexicon, in any case."""
        return self.lexicons.places.everywhere(self.syllables)

    @cached_property
    def place_types(self) -> Mapping[int, tuple[int, PlaceType]]:
        """The classifiers of places."""
        return self.lexicons.place_types.everywhere(self.syllables)

    @cached_property
    def addresses(self) -> Mapping[int, tuple[int, str]]:
        """The nearest form of address or description of a person before a syllable, as its start and kind."""
        found = self.lexicons.honorifics.everywhere(self.syllables)
        return {end: (start, kind) for start, (end, kind) in found.items() if end - start <= _LONGEST_ADDRESS}

    @cached_property
    def _whole_posts(self) -> list[tuple[int, int]]:
        return [(start, self._without_body(start, end)) for start, end, _ in without_overlaps(self.posts)]

    def _without_body(self, start: int, end: int) -> int:
        """The end of a post without a last word that is a body with a capital: *Chi bộ*, *Ban*."""
        for at in (end - 2, end - 1):
            words = " ".join(self.syllables.lower[at:end])
            if at > start and self.shape(at) == TITLE and words in ("chi bộ", "ban", "văn phòng"):
                return at
        return end

    @cached_property
    def in_post(self) -> frozenset[int]:
        """The syllables that continue a post: *Bí* and *thư Thường trực* of *Phó Bí thư Thường trực*.

        The type word of a body at its end is not one of them: in *Trưởng ban Tổ chức* the body is *ban Tổ chức*.
        """
        return frozenset(
            at for start, end in self._whole_posts for at in range(start + 1, end) if not self._is_type_word(at, end)
        )

    def _is_type_word(self, at: int, end: int) -> bool:
        words = " ".join(self.syllables.lower[at:end])
        return words in _TYPE_WORDS and self.lower(at - 1) != "tổng"  # Phó Tổng Thanh tra + Chính phủ

    @cached_property
    def post_ends(self) -> frozenset[int]:
        """The syllables that follow a post."""
        return frozenset(end for _, end in self._whole_posts)

    def ends_head(self, at: int) -> bool:
        """Whether a type word of bodies stands right before a syllable: *UBND*, *Đảng ủy*, *Công an*."""
        return any(start in self.heads and self.heads[start][0] == at for start in range(at - 4, at))

    def ends_post(self, at: int) -> bool:
        """Whether a post stands right before a syllable."""
        return at in self.post_ends

    def follows_post(self, at: int) -> bool:
        """Whether a post stands a few syllables before, with nothing between but words: *Bí thư Đảng ủy* + *phường*."""
        start = at
        while start > at - _LONGEST_BODY and self.is_word(start - 1):
            if start in self.post_ends:
                return True
            start -= 1
        return start in self.post_ends

    def __len__(self) -> int:
        return len(self.syllables)

    # The grammar looks a few syllables ahead and back, also beyond the text. That is asked so often that the columns
    # are longer than the text; negative places, which Python counts from the end, are beyond it too.

    @cached_property
    def _lower(self) -> list[str]:
        return self.syllables.lower + [""] * _BEYOND

    @cached_property
    def _shapes(self) -> list[int]:
        return self.syllables.shapes + [BREAK] * _BEYOND

    def lower(self, at: int) -> str:
        """The syllable in lower case; empty outside the text."""
        return self._lower[at]

    def shape(self, at: int) -> int:
        """The shape of a syllable; a line break outside the text."""
        return self._shapes[at]

    def is_capital(self, at: int) -> bool:
        """Whether a syllable begins with a capital."""
        shape = self._shapes[at]
        return shape == TITLE or shape == UPPER  # asked very often

    def has_capital(self, start: int, end: int) -> bool:
        """Whether any of some syllables begins with a capital."""
        return any(self.is_capital(at) for at in range(start, end))

    def is_roman(self, at: int) -> bool:
        """Whether a syllable is a Roman number."""
        return self.is_capital(at) and ROMAN.fullmatch(self.syllables.forms[at]) is not None

    def is_vietnamese(self, at: int) -> bool:
        """Whether a syllable can be Vietnamese."""
        return can_be_vietnamese(self.syllables.lower[at])

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
        if self.shape(at) != UPPER:
            return False
        around = [shape for shape in self.syllables.shapes[max(0, at - 2) : at + 4] if shape in (LOWER, TITLE, UPPER)]
        return around.count(UPPER) == len(around) and len(around) > 1

    def capital_run(self, at: int, limit: int) -> int:
        """The end of the run of capitalised Vietnamese or foreign syllables that begins at ``at``."""
        end = at
        while end - at < limit and self.is_capital(end):
            end += 1
        return end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the view of the syllables ``start`` to ``end``."""
        return self.syllables.starts[start], self.syllables.ends[end - 1]


@lru_cache(maxsize=1 << 13)
def can_be_vietnamese(syllable: str) -> bool:
    """Whether Vietnamese could have a syllable, given in small letters."""
    return _VIETNAMESE.fullmatch(syllable.translate(_TONELESS)) is not None


__all__ = ["BREAK", "DIGIT", "LOWER", "MARK", "ROMAN", "TITLE", "UPPER", "Passage", "can_be_vietnamese"]
