"""The grammar of people's names: surnames, forms of address, posts before them, credits, initials."""

from __future__ import annotations

from vnpolnlp.stages.names.passage import BREAK, LOWER, MARK, TITLE, UPPER, Passage

#: Start, end, rule and rank of a person.
Person = tuple[int, int, str, int]

_MAX_NAME = 4
_CONSONANTS = frozenset("bcdđghklmnpqrstvx")
_CREDITS = frozenset(("ảnh", "tin", "bài", "clip", "video", "nguồn", "thực hiện", "theo"))


def find_people(passage: Passage, bodies: dict[int, int], places: dict[int, int]) -> list[Person]:
    """People of a text. ``bodies`` and ``places`` map the starts of those names to their ends."""
    found: list[Person] = []
    inside = {at for names in (bodies, places) for start, end in names.items() for at in range(start, end)}
    # Where somebody's name is expected: after a post, and after the body or country of a post.
    expected = {at for at in range(len(passage)) if passage.ends_post(at)}
    for names in (bodies, places, places):
        expected |= {end for start, end in names.items() if start in expected}
    at, size = 0, len(passage)
    while at < size:
        if not passage.is_capital(at):
            at += 1
            continue
        person = _person_at(passage, at, expected, inside, places)
        if person:
            found.append(person)
            at = person[1]
        else:
            at += 1
    return found + _second_mentions(passage, found)


def _person_at(
    passage: Passage, at: int, expected: set[int], inside: set[int], places: dict[int, int]
) -> Person | None:
    lower, lexicons = passage.syllables.lower, passage.lexicons
    addressed = _addressed(passage, at)
    initials = _initials_end(passage, at) if passage.shape(at) in (TITLE, UPPER) and len(lower[at]) <= 2 else None
    if initials and (addressed or _is_credit(passage, at)):
        return at, initials, "people/initials", 3
    if at in inside and not (addressed and at in places):
        return None
    if addressed and (lexicons.posts.at(lower, at) or lexicons.heads.at(lower, at) or lexicons.bodies.at(lower, at)):
        return None
    if at in passage.in_post or lexicons.posts.at(lower, at):
        return None
    if passage.shape(at) == UPPER or _run_is_upper(passage, at):
        return _capitals_person(passage, at, addressed or at in expected)
    end = _run_end(passage, at, inside)
    length = end - at
    known_surname = lower[at] in lexicons.surnames
    foreign = any(not passage.is_vietnamese(i) for i in range(at, end))
    if addressed and length <= _MAX_NAME + 1:
        return at, _with_abbreviation(passage, end), "people/address", 3
    if known_surname and 2 <= length <= _MAX_NAME and not foreign:
        after_post = at in expected
        given = sum(lower[i] in lexicons.given_names for i in range(at + 1, end))
        if (
            after_post
            or length >= 3
            and given >= length - 2
            or given == length - 1
            and not _only_opens(passage, at, end)
        ):
            return at, end, "people/surname", 3 if after_post else 2
    if at in expected and 2 <= length <= 5 and passage.shape(at - 1) != BREAK:
        return at, _foreign_end(passage, at, end), "people/post", 2
    if _is_credit(passage, at) and 1 <= length <= _MAX_NAME and not foreign and passage.shape(end) in (MARK, BREAK):
        return at, end, "people/credit", 3 if length > 1 else 1
    if _alone_on_line(passage, at, end) and 2 <= length <= _MAX_NAME and not foreign and at > 20:
        if known_surname or all(lower[i] in lexicons.given_names for i in range(at, end)):
            return at, end, "people/byline", 2
    return None


def _with_abbreviation(passage: Passage, end: int) -> int:
    """The end of a name with the full stop of a shortened given name: *Phạm Văn Th.*"""
    last = passage.lower(end - 1)
    shortened = len(last) <= 2 and passage.lower(end) == "." and set(last) <= _CONSONANTS
    return end + 1 if shortened and passage.syllables.starts[end] == passage.syllables.ends[end - 1] else end


def _run_end(passage: Passage, at: int, inside: set[int]) -> int:
    end = at
    while passage.shape(end) == TITLE and end - at < _MAX_NAME + 2 and (end == at or end not in inside):
        post = passage.lexicons.posts.at(passage.syllables.lower, end) if end > at else None
        if post and (post[0] - end > 1 or end > at + 1):
            break
        end += 1
    while (
        passage.lower(end) == "-"
        and passage.syllables.starts[end] == passage.syllables.ends[end - 1]
        and (
            end + 1 < len(passage)
            and passage.syllables.starts[end + 1] == passage.syllables.ends[end]
            and passage.is_word(end + 1)
            and not all(passage.is_vietnamese(i) and passage.is_capital(i) for i in (end + 1,))
        )
    ):
        end += 2  # Mác-xim, Jae-in
    return end


def _foreign_end(passage: Passage, at: int, end: int) -> int:
    # "Moon Jae - in": the hyphen of a given name, spaced by some converters.
    if passage.lower(end) == "-" and passage.shape(end + 1) == LOWER and not passage.is_capital(end + 2):
        return end + 2
    return end


def _addressed(passage: Passage, at: int) -> bool:
    """Whether a form of address or a description of a person stands right before."""
    lower, honorifics = passage.syllables.lower, passage.lexicons.honorifics
    for length in (1, 2, 3, 4, 5):
        start = at - length
        if start < 0 or passage.shape(start) == BREAK:
            break
        match = honorifics.at(lower, start)
        if match and match[0] == at:
            if match[1] == "address":
                # "các ông Nguyễn Văn A" is fine; "các bác Sáu" too. A capitalised Bà may open a place: Bà Rịa.
                return not passage.lexicons.places.at(lower, start) or passage.shape(start) == LOWER
            return passage.lower(at) in passage.lexicons.surnames
    return False


def _initials_end(passage: Passage, at: int) -> int | None:
    """The end of initials such as ``N.H`` or ``P.T.H.``, with a last full stop that belongs to them."""
    end = at + 1
    starts, ends = passage.syllables.starts, passage.syllables.ends
    parts = 1
    while (
        passage.lower(end) == "."
        and starts[end] == ends[end - 1]
        and passage.is_capital(end + 1)
        and starts[end + 1] == ends[end]
        and len(passage.lower(end + 1)) <= 2
    ):
        end += 2
        parts += 1
    if parts < 2:
        return None
    if passage.lower(end) == "." and starts[end] == ends[end - 1] and passage.shape(end + 1) in (LOWER, MARK):
        end += 1
    return end


def _is_credit(passage: Passage, at: int) -> bool:
    return passage.lower(at - 1) == ":" and passage.lower(at - 2) in _CREDITS


def _run_is_upper(passage: Passage, at: int) -> bool:
    return passage.shape(at) == UPPER


def _capitals_person(passage: Passage, at: int, expected: bool) -> Person | None:
    """A name in capitals: a credit, a byline, a signature, or in a headline after a post."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = at
    while passage.shape(end) == UPPER and passage.is_vietnamese(end) and end - at < _MAX_NAME + 1:
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
    pen_name = all(lower[i] in lexicons.given_names or lower[i] in lexicons.surnames for i in range(at, end))
    if _alone_on_line(passage, at, end) and pen_name and at > 20 and lexicons.sectors.at(lower, at) is None:
        return at, end, "people/byline", 2
    return None


def _alone_on_line(passage: Passage, start: int, end: int) -> bool:
    return passage.shape(start - 1) == BREAK and passage.shape(end) == BREAK


def _only_opens(passage: Passage, start: int, end: int) -> bool:
    """Whether two capitalised syllables may be the opening of a sentence and nothing more."""
    return end - start == 2 and passage.starts_sentence(start) and passage.shape(start + 1) != TITLE


def _second_mentions(passage: Passage, found: list[Person]) -> list[Person]:
    """Other occurrences of full names that were found on better evidence, foreign surnames included."""
    lower = passage.syllables.lower
    names: dict[str, set[tuple[str, ...]]] = {}
    for start, end, _, rank in found:
        if rank >= 2 and end - start >= 2:
            name = tuple(lower[start:end])
            names.setdefault(name[0], set()).add(name)
            if not all(passage.is_vietnamese(i) for i in range(start, end)):
                names.setdefault(name[-1], set()).add(name[-1:])
    taken = {at for start, end, *_ in found for at in range(start, end)}
    mentions: list[Person] = []
    for at, syllable in enumerate(lower):
        if syllable not in names or at in taken or not passage.is_capital(at):
            continue
        for name in sorted(names[syllable], key=len, reverse=True):
            end = at + len(name)
            if tuple(lower[at:end]) == name and passage.shape(end) != TITLE:
                mentions.append((at, end, "people/memory", 1))
                break
    return mentions


__all__ = ["Person", "find_people"]
