"""Where the capitalised name of a body ends.

Vietnamese capitalises the first syllable of each part of a name and leaves the rest in small letters: *Công ty Cổ
phần cảng Quy Nhơn*, *Hội Luật gia*, *Ban Đấu tranh chính trị và Binh vận*. A small letter therefore does not end a
name; what follows it decides.
"""

from __future__ import annotations

from vnpolnlp.stages.names.passage import DIGIT, LOWER, TITLE, UPPER, Passage

_CONNECTORS = frozenset(("và", "-", "&"))
_LONGEST_NAME = 30
_LONGEST_GAP = 4
_LONGEST_PURPOSE = 6
_LONGEST_DESCRIPTION = 9


def proper_name_end(passage: Passage, start: int, *, described: bool = False) -> int:
    """The end of the capitalised name that begins at ``start``; ``start`` itself where none does.

    Where ``described``, the name may open or go on with what the body is for, in small letters: *Công ty* + *cổ phần
    đầu tư xây dựng Trường Thịnh*, *Hội đồng* + *thi tuyển công chức* (+ *tỉnh Thanh Hóa*).
    """
    end = start
    if passage.in_capitals(start):
        return start  # in a headline capitals say nothing
    if not passage.is_capital(start):
        opening = _description_end(passage, start) if described else None
        if opening is None:
            return start
        end = opening
    while end < min(len(passage), start + _LONGEST_NAME):
        if passage.is_capital(end):
            if end > start and (
                _begins_another_name(passage, end, bodies=False) or abbreviates_classifier(passage, end)
            ):
                break
            end += 1
        elif _goes_on_a_word(passage, end, start) or (
            passage.shape(end) == DIGIT and end > start and passage.lower(end - 1) != "-"
        ):
            end += 1
        elif passage.lower(end) in _CONNECTORS and passage.is_capital(end + 1) and end > start:
            if _begins_another_name(passage, end + 1):
                break
            end += 2
        elif gap := _gap_end(passage, end) or (described and _description_end(passage, end)):
            end = gap
        elif _is_last_syllable(passage, end):
            end += 1
        elif not described and (purpose := described_end(passage, end)):
            end = purpose
        elif _hyphen_joins(passage, end):
            end += 2
        else:
            break
    return end


def begins_person(passage: Passage, at: int) -> bool:
    """Whether a full name of a person begins here: a surname and two or three capitals more, and then no capital."""
    lexicons, lower = passage.lexicons, passage.syllables.lower
    if passage.lower(at) not in lexicons.surnames or at in passage.places:
        return False
    end = passage.capital_run(at, 6)
    return 3 <= end - at <= 4 and lower[at + 1] in lexicons.given_names


def abbreviates_classifier(passage: Passage, at: int) -> bool:
    """Whether the territory of a body begins with an abbreviation: *Sở Văn hóa - Thể thao* + *TP. HCM*."""
    return passage.shape(at) == UPPER and len(passage.lower(at)) == 2 and at in passage.place_types


def _begins_another_name(passage: Passage, at: int, *, bodies: bool = True) -> bool:
    """Whether a capital opens a post, a person, or, where ``bodies``, a body or the genre of a document."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if at in passage.posts or begins_person(passage, at):
        return True
    return bodies and (at in passage.heads or at in passage.bodies or lexicons.genres.at(lower, at) is not None)


def _goes_on_a_word(passage: Passage, at: int, name_start: int) -> bool:
    """Whether a small syllable ends the word that a capital began, as an engine sees it: *gia* of *Hội Luật gia*."""
    return (
        at > name_start
        and passage.shape(at) == LOWER
        and passage.is_vietnamese(at - 1)
        and passage.lexicons.breaks.at(passage.syllables.lower, at) is None
        and passage.is_joined(at)
    )


def described_end(passage: Passage, start: int) -> int | None:
    """The end of small syllables that say what a body is for, up to a territory: *Văn học* + *nghệ thuật* + *tỉnh*."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = start
    while end - start < _LONGEST_PURPOSE and passage.shape(end) == LOWER:
        unit = passage.place_types.get(end)
        if unit and unit[1].bare and unit[1].kind == "unit" and end > start and lower[end : end + 2] != ["xã", "hội"]:
            return end
        if lexicons.breaks.at(lower, end) or lexicons.honorifics.at(lower, end):
            return None
        end += 1
    return None


def _gap_end(passage: Passage, start: int) -> int | None:
    """Where a name goes on with a capital after a few small syllables without a verb or function word."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = start
    while end - start < _LONGEST_GAP and passage.shape(end) == LOWER:
        unit = passage.place_types.get(end)
        address = lexicons.honorifics.at(lower, end)
        about_a_person = address is not None and address[1] != "alias"  # tự opens an alias, and tự quản
        if lexicons.breaks.at(lower, end) or about_a_person or (unit and unit[1].bare):
            return None
        end += 1
    if end == start or not passage.is_capital(end) or _begins_another_name(passage, end):
        return None
    return end


def _description_end(passage: Passage, start: int) -> int | None:
    """Where the small syllables that say what a body is for end: before a capital or a territory.

    A function word means that no name goes on. Verbs do not: companies are named after what they do.
    """
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = start
    while end - start < _LONGEST_DESCRIPTION and passage.shape(end) == LOWER:
        unit = passage.place_types.get(end)
        if end > start and unit and unit[1].bare and unit[1].kind == "unit":
            return end
        stop = lexicons.breaks.at(lower, end)
        if stop and stop[0] == end + 1 and not (lower[end] == "cho" and end > start):  # Công ty cho thuê …
            return None
        end += 1
    ended = start < end < start + _LONGEST_DESCRIPTION and passage.is_capital(end)
    return end if ended and not _begins_another_name(passage, end) else None


def _hyphen_joins(passage: Passage, at: int) -> bool:
    """Whether a hyphen goes on a foreign word in small letters: *Bà-la-môn*."""
    unspaced = not passage.is_spaced(at) and not passage.is_spaced(at + 1)
    return passage.lower(at) == "-" and unspaced and passage.shape(at + 1) == LOWER


def _is_last_syllable(passage: Passage, at: int) -> bool:
    """Whether a small syllable ends a name because a territory follows: *Binh vận* + *tỉnh*."""
    if passage.shape(at) != LOWER or passage.lexicons.breaks.at(passage.syllables.lower, at):
        return False
    unit = passage.place_types.get(at + 1)
    return unit is not None and unit[1].bare and passage.shape(at - 1) == TITLE
