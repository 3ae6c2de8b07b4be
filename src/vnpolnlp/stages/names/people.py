"""The grammar of people's names: surnames, forms of address, posts before them, credits, initials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Passage
from vnpolnlp.text.phrases import Phrases

#: Start, end, rule and rank of a person.
Person = tuple[int, int, str, int]

_MAX_NAME = 4
_MOST_INITIALS = 4
_OPENING = 20  # syllables in which a line of two or three capitals is a section or title, and no byline
_OPENING_MARKS, _CLOSING_MARKS = frozenset("“\"‘'«"), frozenset("”\"’'»")
_SENTENCE_ENDS = frozenset((".", "!", "?", "”", '"', "/", "…"))
_CONSONANTS = frozenset("bcdđghklmnpqrstvx")
_CREDITS = frozenset(("ảnh", "tin", "bài", "clip", "video", "nguồn", "thực hiện", "theo"))


@dataclass(frozen=True)
class _Surroundings:
    """What was named around people.

    ``inside`` holds the syllables of bodies and places, ``places`` maps starts of places to ends, and ``expected``
    holds where a name is likely, since a post, or the body or country of a post, ends there.
    """

    inside: frozenset[int]
    places: Mapping[int, int]
    expected: frozenset[int]

    @classmethod
    def of(cls, passage: Passage, bodies: Mapping[int, int], places: Mapping[int, int]) -> _Surroundings:
        inside = {at for names in (bodies, places) for start, end in names.items() for at in range(start, end)}
        expected: set[int] = set(passage.post_ends)
        for names in (bodies, places, places):
            expected |= {end for start, end in names.items() if start in expected}
        return cls(frozenset(inside), places, frozenset(expected))


def find_people(passage: Passage, bodies: Mapping[int, int], places: Mapping[int, int]) -> list[Person]:
    """People of a text. ``bodies`` and ``places`` map the starts of those names to their ends."""
    around = _Surroundings.of(passage, bodies, places)
    found: list[Person] = []
    resume = 0
    for at, shape in enumerate(passage.syllables.shapes):
        person = _person_at(passage, at, around) if shape in (TITLE, UPPER) and at >= resume else None
        if person:
            start, end, rule, rank = person
            resume = _with_nickname(passage, end)
            found.append((start, resume, rule, rank))
    return found + _second_mentions(passage, found)


def _person_at(passage: Passage, at: int, around: _Surroundings) -> Person | None:
    """The person whose name begins at a capital, on the best evidence there is."""
    initials = _initials_end(passage, at) if passage.lower(at + 1) == "." else None
    if at in around.inside and at not in around.places and not initials:
        return None
    addressed = at in passage.addresses and _is_addressed(passage, at, *passage.addresses[at])
    if initials and (addressed or _is_credit(passage, at)):
        return at, initials, "people/initials", 3
    if at in around.inside and not addressed:
        return None
    if at in passage.in_post or at in passage.posts:
        return None
    if passage.shape(at) == UPPER:
        return _person_in_capitals(passage, at, addressed or at in around.expected)
    end = _name_end(passage, at, around.inside)
    length = end - at
    expected = at in around.expected
    if addressed and length <= _MAX_NAME + 1:
        return at, _with_abbreviation(passage, end), "people/address", 3
    vietnamese = length <= _MAX_NAME and all(passage.is_vietnamese(i) for i in range(at, end))
    full_name = vietnamese and length >= 2 and passage.lower(at) in passage.lexicons.surnames
    if full_name and not expected and passage.shape(at - 1) == DIGIT:
        return None  # 51 Nguyễn Thái Học: an address
    if full_name and (expected or _is_likely_name(passage, at, end)):
        return at, end, "people/surname", 3 if expected else 2
    if expected and 2 <= length <= _MAX_NAME + 1 and passage.shape(at - 1) != BREAK:
        return at, _with_spaced_hyphen(passage, end), "people/post", 2
    if vietnamese:
        if _is_credit(passage, at) and passage.shape(end) in (MARK, BREAK):
            return at, end, "people/credit", 3 if length > 1 else 1
        if length >= 2 and _is_byline(passage, at, end):
            return at, end, "people/byline", 2
    return None


def _is_likely_name(passage: Passage, start: int, end: int) -> bool:
    """Whether what follows a surname are given names, and not just capitals of a sentence's opening."""
    known = sum(syllable in passage.lexicons.given_names for syllable in passage.syllables.lower[start + 1 : end])
    others = end - start - 1
    if [passage.lower(end), passage.lower(end + 2)] == ["(", "tuổi"]:
        return True
    return known >= others - 1 if others >= 2 else known == others


def _is_byline(passage: Passage, start: int, end: int) -> bool:
    """Whether a line holds only what may be a writer's name: one of known syllables, or any at the article's end."""
    if start < _OPENING or passage.shape(start - 1) != BREAK or passage.shape(end) != BREAK:
        return False
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if lower[start] in lexicons.surnames or all(syllable in lexicons.given_names for syllable in lower[start:end]):
        return True
    after_sentence = passage.lower(start - 2) in _SENTENCE_ENDS
    return end - start <= 3 and after_sentence and passage.shape(end + 1) == BREAK and start > len(passage) // 2


def _with_nickname(passage: Passage, end: int) -> int:
    """The end of a name with the nickname of one word that follows in quotation marks: *Vũ "nhôm"*."""
    opened = passage.lower(end) in _OPENING_MARKS and passage.is_word(end + 1)
    closed = opened and passage.lower(end + 2) in _CLOSING_MARKS and not passage.is_spaced(end + 1)
    return end + 3 if closed and not passage.is_spaced(end + 2) else end


def _with_abbreviation(passage: Passage, end: int) -> int:
    """The end of a name with the full stop of a shortened given name: *Phạm Văn Th.*, as in police reports."""
    last = passage.lower(end - 1)
    shortened = len(last) <= 2 and set(last) <= _CONSONANTS and passage.lower(end) == "."
    return end + 1 if shortened and not passage.is_spaced(end) else end


def _name_end(passage: Passage, start: int, inside: frozenset[int]) -> int:
    """The end of a run of capitalised syllables, before a post or another name; hyphens join: *Mác-xim*."""
    end = start
    while passage.shape(end) == TITLE and end - start < _MAX_NAME + 2 and (end == start or end not in inside):
        post = passage.posts.get(end) if end > start else None
        if post and (post[0] - end > 1 or end > start + 1):
            break
        end += 1
    while passage.lower(end) == "-" and not passage.is_spaced(end) and not passage.is_spaced(end + 1):
        if not passage.is_word(end + 1) or (passage.is_vietnamese(end + 1) and passage.is_capital(end + 1)):
            break
        end += 2
    return end


def _with_spaced_hyphen(passage: Passage, end: int) -> int:
    """The end of a name such as *Moon Jae - in*, where a converter spaced the hyphen."""
    if passage.lower(end) == "-" and passage.shape(end + 1) == LOWER and not passage.is_capital(end + 2):
        return end + 2
    return end


def _is_addressed(passage: Passage, at: int, start: int, kind: str) -> bool:
    """Whether the form of address or description of a person that begins at ``start`` belongs to the name here."""
    if kind == "address":
        place = passage.places.get(start)
        return place is None or place[0] <= at or passage.shape(start) == LOWER  # not Bà Rịa
    return passage.lower(at) in passage.lexicons.surnames


def _initials_end(passage: Passage, at: int) -> int | None:
    """The end of initials such as ``N.H`` or ``P.T.H.``, with a last full stop that belongs to them."""
    end = at + 1
    if len(passage.lower(at)) > 2:
        return None
    starts, ends = passage.syllables.starts, passage.syllables.ends
    parts = 1
    while parts <= _MOST_INITIALS and (
        passage.lower(end) == "."
        and starts[end] == ends[end - 1]
        and passage.is_capital(end + 1)
        and starts[end + 1] == ends[end]
        and len(passage.lower(end + 1)) <= 2
    ):
        end += 2
        parts += 1
    if not 2 <= parts <= _MOST_INITIALS:
        return None
    if passage.lower(end) == "." and starts[end] == ends[end - 1] and passage.shape(end + 1) in (LOWER, MARK):
        end += 1
    return end


def _is_credit(passage: Passage, at: int) -> bool:
    return passage.lower(at - 1) == ":" and passage.lower(at - 2) in _CREDITS


def _person_in_capitals(passage: Passage, at: int, expected: bool) -> Person | None:
    """A name in capitals: a credit, a byline, a signature, or in a headline after a post."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = at
    while passage.shape(end) == UPPER and passage.is_vietnamese(end) and end - at < _MAX_NAME + 1:
        if end - at >= 2 and not (lower[end] in lexicons.given_names or lower[end] in lexicons.surnames):
            break  # CHỦ TỊCH NƯỚC LÊ VĂN THÀNH + THĂM
        end += 1
    length = end - at
    if not 2 <= length <= _MAX_NAME:
        return None
    if _is_credit(passage, at):
        return at, end, "people/credit", 3
    named = (
        lower[at] in lexicons.surnames
        and sum(lower[i] in lexicons.given_names for i in range(at + 1, end)) >= length - 2
    )
    if named and expected:
        return at, end, "people/surname", 3
    if _is_byline(passage, at, end) and lexicons.sectors.at(lower, at) is None:
        return at, end, "people/byline", 2
    return None


def _second_mentions(passage: Passage, found: list[Person]) -> list[Person]:
    """Other occurrences of full names that were found on better evidence, foreign surnames alone included."""
    lower = passage.syllables.lower
    names: set[str] = set()
    for start, end, _, rank in found:
        if rank >= 2 and end - start >= 2:
            names.add(" ".join(lower[start:end]))
            if not all(passage.is_vietnamese(at) for at in range(start, end)):
                names.add(lower[end - 1])
    taken = {at for start, end, *_ in found for at in range(start, end)}
    return [
        (start, end, "people/memory", 1)
        for start, end, _ in Phrases((name, True) for name in sorted(names)).find_in(passage.syllables)
        if start not in taken and passage.is_capital(start) and passage.shape(end) != TITLE
    ]
