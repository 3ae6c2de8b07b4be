"""The grammar of people's names: surnames, forms of address, posts before them, credits, initials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vnpolnlp.stages.names.bylines import AFTERWORD, find_bylines
from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Passage
from vnpolnlp.text.phrases import Phrases

#: Start, end, rule and rank of a person.
Person = tuple[int, int, str, int]

_MAX_NAME = 4
_MOST_INITIALS = 4
_OPENING = 20  # syllables in which a line of two or three capitals is a section or title, and no byline
_OPENING_MARKS, _CLOSING_MARKS = frozenset("“\"‘'«"), frozenset("”\"’'»")
_JOINING_MARKS = frozenset(("-", "–", "/"))
# Letters with a tone, which are names (Ý) and never initials.
_TONED = frozenset("áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
_SENTENCE_ENDS = frozenset((".", "!", "?", "”", '"', "/", "…"))
_CONSONANTS = frozenset("bcdđghklmnpqrstvx")
_MIDDLE_NAMES = frozenset(("thị", "văn"))
_PARTICLES = frozenset(("de", "da", "dos", "del", "von", "van", "der", "den", "bin", "al", "el", "la", "du"))
_PARTICLE_MARKS = frozenset(("h'", "h’", "k'", "k’"))  # before names of women and men: H'Linh, K'Brểu
_ENTRY_MARKS = frozenset((".", "/", ")", "-", "•", "*", "+", "|"))  # 1. 2/ 3) - |
_BEFORE_POSTS = frozenset((",", "-", "–", "|", ":"))
_DOCTRINES = (("chủ", "nghĩa"), ("học", "thuyết"))
_UNCLE_HO = ("bác", "hồ")
_WHEREABOUTS = frozenset(("ở", "tại", "từ", "qua"))
_PEOPLES = frozenset(("người", "tộc", "bào", "tiếng"))
# Capitalised in their own right, and not only as names: numerals and quarters of the sky.
_ORDINARY = frozenset(("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "đông", "tây", "nam", "bắc"))
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
        expected |= {end for at in expected if (end := _country_end(passage, at))}
        return cls(frozenset(inside), places, frozenset(expected))


def _country_end(passage: Passage, at: int) -> int | None:
    """The end of the country between a post and its foreign holder: *Bộ trưởng Bộ Ngoại giao Lào* + name."""
    place = passage.places.get(at) if passage.is_capital(at) else None
    return place[0] if place and place[1].kind == "quốc gia" and passage.shape(place[0]) == TITLE else None


def find_people(passage: Passage, bodies: Mapping[int, int], places: Mapping[int, int]) -> list[Person]:
    """People of a text. ``bodies`` and ``places`` map the starts of those names to their ends."""
    around = _Surroundings.of(passage, bodies, places)
    bylines = find_bylines(passage)
    found: list[Person] = []
    resume = 0
    for at, shape in enumerate(passage.syllables.shapes):
        if at < resume or shape not in (TITLE, UPPER):
            continue
        if at in bylines:
            resume = bylines[at]
            found.append((at, resume, "people/byline", 3))
            continue
        person = _person_at(passage, at, around)
        if person:
            start, end, rule, rank = person
            resume = _with_nickname(passage, end)
            found.append((start, resume, rule, rank))
            alias = _alias_after(passage, start, end)
            if alias:
                found.append(alias)
                resume = alias[1]
    return found + _second_mentions(passage, found) + _short_mentions(passage, found, around)


def _person_at(passage: Passage, at: int, around: _Surroundings) -> Person | None:
    """The person whose name begins at a capital, on the best evidence there is."""
    sure = _person_by_form(passage, at)
    if sure:
        return sure
    initials = _initials_end(passage, at) if passage.lower(at + 1) == "." else None
    if at in around.inside and at not in around.places and not initials:
        return None
    addressed = at in passage.addresses and _is_addressed(passage, at, *passage.addresses[at])
    if initials and (addressed or _is_credit(passage, at)):
        return at, initials, "people/initials", 3
    if at in around.inside and not addressed:
        return None
    if at in passage.in_post or at in passage.posts or (at in passage.heads and passage.lower(at - 1) == "trưởng"):
        return None  # Trưởng + Ban, which is a surname too
    if passage.shape(at) == UPPER:
        return _person_in_capitals(passage, at, addressed or at in around.expected)
    end = _name_end(passage, at, around.inside)
    length = sum(passage.is_spaced(i) for i in range(at + 1, end)) + 1
    expected = at in around.expected
    if expected and _country_end(passage, at):
        return None
    if _is_listed(passage, at, end):
        return at, end, "people/listed", 3
    if _is_of_a_people(passage, at, end):
        return at, end, "people/surname", 3
    if addressed and end == at + 1 and len(passage.lower(at)) == 1 and passage.shape(end) == UPPER:
        end = _capitals_end(passage, end)  # Y KHUYÊN NIÊ
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


def _is_listed(passage: Passage, start: int, end: int) -> bool:
    """Whether a name opens an entry of a list or table, or a line, and its post follows: *2. K'Broih - Phó Bí thư*."""
    known = passage.lower(start) in passage.lexicons.surnames
    marked = passage.lower(start)[:2] in _PARTICLE_MARKS
    if not (marked or (end - start >= 2 and (known or passage.is_vietnamese(start)))):
        return False
    if start in passage.heads or passage.lexicons.honorifics.at(passage.syllables.lower, start):
        return False
    opens = start - 1
    while passage.shape(opens) == DIGIT or passage.lower(opens) in _ENTRY_MARKS:
        opens -= 1
    if not (known or opens < start - 1) or passage.shape(opens) != BREAK:
        return False
    born = passage.lower(end) == "," and passage.lower(end + 1) in ("sn", "sinh")
    return born or (passage.lower(end) in _BEFORE_POSTS and end + 1 in passage.posts)


def _person_by_form(passage: Passage, at: int) -> Person | None:
    """A person whose name has a form, or a doctrine before it, that nothing else has, whatever stands around it."""
    if passage.lower(at + 1) == ".":
        initials = _initials_end(passage, at)
        if initials and _abbreviates_a_name(passage, at, initials):
            return at, initials, "people/initials", 3
        foreign = _initialled_end(passage, at)
        if foreign:
            return at, foreign, "people/initials", 3
    shortened = _shortened_end(passage, at)
    if shortened:
        return at, shortened, "people/shortened", 3
    if (passage.lower(at), passage.lower(at + 1)) == _UNCLE_HO and passage.shape(at) == passage.shape(at + 1) == TITLE:
        return at, at + 2, "people/address", 3
    doctrine = _after_doctrine(passage, at)
    return (at, doctrine, "people/doctrine", 3) if doctrine else None


def _is_of_a_people(passage: Passage, start: int, end: int) -> bool:
    """Whether a name has what only names of the Central Highlands have: *Ksor Điệp*, *Nay H'Nhung*, *H'Loan Niê*."""
    if not 2 <= end - start <= _MAX_NAME or passage.is_capital(start - 1):
        return False
    lower, surnames = passage.syllables.lower, passage.lexicons.surnames
    if lower[start] in surnames:
        marked = any(lower[at][:2] in _PARTICLE_MARKS for at in range(start + 1, end))
        return marked or not passage.is_vietnamese(start) or (lower[start] == "y" and lower[end - 1] in surnames)
    return lower[start][:2] in _PARTICLE_MARKS and lower[end - 1] in surnames


def _after_initials(passage: Passage, at: int, most: int) -> int:
    """Where a row of initials with their full stops ends, after so many at most: *V.I.*; ``at`` where there is none."""
    end = at
    while (
        end < at + 2 * most
        and passage.shape(end) == TITLE
        and len(passage.lower(end)) == 1
        and passage.lower(end) not in _TONED
        and passage.lower(end + 1) == "."
        and not passage.is_spaced(end + 1)
    ):
        end += 2
    return end


def _shortened_end(passage: Passage, at: int) -> int | None:
    """The end of a surname with names that end in initials: *Hồ Văn D.*, *Nguyễn T. H.*, and *Đặng Q.H.* too."""
    if passage.lower(at) not in passage.lexicons.surnames or not passage.is_vietnamese(at):
        return None
    end = at + 1
    while end < at + _MAX_NAME and passage.shape(end) == TITLE and len(passage.lower(end)) > 1:
        end += 1
    last = _after_initials(passage, end, most=2)
    return last if last > end and passage.shape(at) == TITLE else None


def _abbreviates_a_name(passage: Passage, start: int, end: int) -> bool:
    """Whether initials can only be those of a surname, a middle and a given name: *N.V.L.* is one, *T.Ư.* none."""
    letters = range(start, end, 2)
    return (
        len(letters) == 3
        and passage.lower(end - 1) == "."
        and all(len(passage.lower(at)) == 1 for at in letters)
        and not passage.is_capital(start - 1)
        and passage.lower(start - 1) != "."
    )


def _initialled_end(passage: Passage, at: int) -> int | None:
    """The end of a foreign surname after initials: *V.I. Lênin*, *M. Goóc-ba-chốp*."""
    end = _after_initials(passage, at, most=3)
    goes_on = passage.is_capital(at - 1) or (passage.lower(at - 1) == "." and not passage.is_spaced(at))
    if end == at or passage.shape(end) != TITLE or goes_on:
        return None
    name_end = _name_end(passage, end, frozenset())
    hyphened = any(passage.lower(i) == "-" for i in range(end, name_end))
    foreign = len(passage.lower(end)) > 2 and not passage.is_vietnamese(end)
    return name_end if hyphened or foreign else None


def _after_doctrine(passage: Passage, at: int) -> int | None:
    """The end of a foreign name that a doctrine bears: *chủ nghĩa Mác - Lênin*, but not *chủ nghĩa Tam dân*."""
    start = at
    if passage.lower(at - 1) in ("-", "–") and passage.shape(at - 2) == TITLE:
        start = at - 2
    if (passage.lower(start - 2), passage.lower(start - 1)) not in _DOCTRINES or passage.shape(at) != TITLE:
        return None
    end = _hyphened_end(passage, at + 1)
    paired = passage.lower(end) in ("-", "–") and passage.shape(end + 1) == TITLE
    foreign = end > at + 1 or not passage.is_vietnamese(at)
    second = _hyphened_end(passage, end + 2) if paired else end
    paired = paired and (second > end + 2 or not passage.is_vietnamese(end + 1))
    return end if foreign or paired else None


def _is_likely_name(passage: Passage, start: int, end: int) -> bool:
    """Whether what follows a surname are given names, and not just capitals of a sentence's opening."""
    if end - start == 2 and _may_be_a_place(passage, start, end):
        return False
    if passage.shape(end) == LOWER and passage.is_joined(end):
        return False  # Ban Quản lý
    known = sum(syllable in passage.lexicons.given_names for syllable in passage.syllables.lower[start + 1 : end])
    others = end - start - 1
    if [passage.lower(end), passage.lower(end + 2)] == ["(", "tuổi"]:
        return True
    return known >= others - 1 if others >= 2 else known == others


def _may_be_a_place(passage: Passage, start: int, end: int) -> bool:
    """Whether two capitals are rather a place or brand than a person: *Kim Sơn*, *ở Lộc An*, *"Kim Phát"*."""
    place = passage.places.get(start)
    quoted = passage.lower(start - 1) in _OPENING_MARKS and passage.lower(end) in _CLOSING_MARKS
    return (place is not None and place[0] == end) or quoted or passage.lower(start - 1) in _WHEREABOUTS


def _is_byline(passage: Passage, start: int, end: int) -> bool:
    """Whether a line holds only what may be a writer's name: one of known syllables, or any at the article's end."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if start < _OPENING or passage.shape(start - 1) != BREAK or passage.shape(end) != BREAK:
        return False
    if lexicons.genres.at(lower, start) or (start in passage.heads and lower[start + 1] not in lexicons.given_names):
        return False  # QUYẾT ĐỊNH, BAN BẠN ĐỌC
    if passage.shape(start) == UPPER and end - start == 2 and len(passage) - end > AFTERWORD:
        return False  # PHƯƠNG HƯỚNG
    if lower[start] in lexicons.surnames or all(syllable in lexicons.given_names for syllable in lower[start:end]):
        return True
    after_sentence = passage.lower(start - 2) in _SENTENCE_ENDS
    return end - start <= 3 and after_sentence and passage.shape(end + 1) == BREAK and start > len(passage) // 2


def _with_nickname(passage: Passage, end: int, longest: int = 1) -> int:
    """The end of a name with the nickname of one word that follows in quotation marks: *Vũ "nhôm"*."""
    if passage.lower(end) not in _OPENING_MARKS or passage.is_spaced(end + 1):
        return end
    closing = end + 1
    while closing <= end + longest and passage.is_word(closing):
        closing += 1
    closed = closing > end + 1 and passage.lower(closing) in _CLOSING_MARKS and not passage.is_spaced(closing)
    return closing + 1 if closed else end


def _alias_after(passage: Passage, start: int, end: int) -> Person | None:
    """Another name of a person right after a name: *(bí danh: Trường Sơn)*, *tức Thoa "mắt lé"*, *(Ba Mừng)*."""
    at = end + (passage.shape(end) == BREAK)
    bracketed = passage.lower(at) == "("
    at += passage.lower(at) in ("(", ",")
    told = passage.lexicons.honorifics.at(passage.syllables.lower, at)
    alias = told is not None and told[1] == "alias"
    if told and alias:
        at = told[0] + (passage.lower(told[0]) == ":")
    name_end = at
    while name_end < at + _MAX_NAME and passage.shape(name_end) == TITLE and passage.is_vietnamese(name_end):
        name_end += 1
    if name_end == at or not (alias or (bracketed and passage.lower(name_end - 1) == passage.lower(end - 1))):
        return None
    whole = _with_nickname(passage, name_end, longest=3)
    if not alias and not (1 < name_end - at < end - start + 1 and passage.lower(whole) == ")"):
        return None
    if not alias and at in passage.places:  # a deputy and the province: Lê Thị Song An (Long An)
        return None
    return at, whole, "people/alias", 3


def _with_abbreviation(passage: Passage, end: int) -> int:
    """The end of a name with the full stop of a shortened given name: *Phạm Văn Th.*, as in police reports."""
    last = passage.lower(end - 1)
    shortened = len(last) <= 2 and set(last) <= _CONSONANTS and passage.lower(end) == "."
    return end + 1 if shortened and not passage.is_spaced(end) else end


def _name_end(passage: Passage, start: int, inside: frozenset[int]) -> int:
    """The end of a run of capitalised syllables, before a post or another name; hyphens join: *Mác-xim Go-rơ-ki*."""
    end = start
    words = 0
    while words < _MAX_NAME + 2:
        free = end not in inside or words == 0 or _needs_a_given_name(passage, start, end)
        if passage.shape(end) == TITLE and free:
            post = passage.posts.get(end) if words else None
            if post and (post[0] - end > 1 or (words > 1 and passage.is_capital(post[0]))):
                break  # Lê Thị Hoa + Trưởng Ban …, but not Mai Hữu Chánh
        elif not (words and _is_particle(passage, start, end)):
            break
        end = _hyphened_end(passage, end + 1)
        words += 1
    return end


def _hyphened_end(passage: Passage, end: int) -> int:
    """The end of a word whose syllables hyphens join: *Xi-phăn-đon*, but not *Huế-Đà Nẵng*."""
    while passage.lower(end) == "-" and not passage.is_spaced(end) and not passage.is_spaced(end + 1):
        if not passage.is_word(end + 1) or (passage.is_vietnamese(end + 1) and passage.is_capital(end + 1)):
            break
        end += 2
    return end


def _needs_a_given_name(passage: Passage, start: int, at: int) -> bool:
    """Whether a name up to here cannot be whole, though a place follows: *Võ Thị* + *Hà Giang*."""
    lower = passage.syllables.lower
    middle = next((i for i in (at - 1, at - 2) if i > start and lower[i] in _MIDDLE_NAMES), None)
    return middle is not None and lower[start] in passage.lexicons.surnames and at - start < _MAX_NAME


def _is_particle(passage: Passage, start: int, at: int) -> bool:
    """Whether a small syllable goes on a foreign name: *Frederik Willem* + *de* + *Klerk*."""
    small = passage.lower(at) in _PARTICLES and passage.shape(at) == LOWER and passage.shape(at + 1) == TITLE
    return small and not all(passage.is_vietnamese(i) for i in range(start, at))


def _with_spaced_hyphen(passage: Passage, end: int) -> int:
    """The end of a name such as *Moon Jae - in*, where a converter spaced the hyphen."""
    if passage.lower(end) == "-" and passage.shape(end + 1) == LOWER and not passage.is_capital(end + 2):
        return end + 2
    return end


def _is_addressed(passage: Passage, at: int, start: int, kind: str) -> bool:
    """Whether the form of address or description of a person that begins at ``start`` belongs to the name here."""
    if kind == "address":
        if passage.shape(start) == LOWER:
            return True
        place = passage.places.get(start)
        part_of_a_name = passage.shape(start - 1) == LOWER and passage.shape(at + 1) != TITLE  # kinh Thầy Cai
        return not part_of_a_name and (place is None or place[0] <= at)  # not Bà Rịa
    foreign = passage.shape(at + 1) == TITLE and not (passage.is_vietnamese(at) and passage.is_vietnamese(at + 1))
    paired = passage.lower(at + 1) in _JOINING_MARKS and passage.is_capital(at + 2)  # nhà lãnh đạo Hàn - Triều
    return (passage.lower(at) in passage.lexicons.surnames and not paired) or (foreign and at not in passage.places)


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
        known = lower[end] in lexicons.given_names or lower[end] in lexicons.surnames
        if end - at >= 2 and not known and passage.shape(end + 1) == UPPER:
            break  # CHỦ TỊCH NƯỚC LÊ VĂN THÀNH + THĂM + …
        end += 1
    length = end - at
    if not 2 <= length <= _MAX_NAME:
        return None
    if _is_credit(passage, at) and passage.shape(end) in (MARK, BREAK):
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


def _capitals_end(passage: Passage, start: int) -> int:
    end = start
    while end < start + _MAX_NAME and passage.shape(end) == UPPER:
        end += 1
    return end


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


def _short_mentions(passage: Passage, found: list[Person], around: _Surroundings) -> list[Person]:
    """Given names alone of people that the text introduced: *Thảo*, after *chị Lê Thu Thảo*.

    At the start of a sentence, where any word has a capital, the text must use the name alone elsewhere too.
    """
    lower = passage.syllables.lower
    taken = {at for start, end, *_ in found for at in range(start, end)}
    names = {
        lower[end - 1]: start
        for start, end, _, rank in reversed(found)
        if rank >= 2 and passage.shape(end - 1) == TITLE and lower[end - 1] not in _ORDINARY
    }
    used = {lower[start] for start, end, rule, _ in found if end - start == 1 and rule == "people/address"}
    mentions: list[Person] = []
    for at in passage.syllables.places_of(names):
        if at in taken or at < names[lower[at]] or not _may_stand_alone(passage, at, around):
            continue
        if not passage.starts_sentence(at):
            used.add(lower[at])
        if lower[at] in used:
            mentions.append((at, _with_nickname(passage, at + 1, longest=2), "people/given_name", 1))
    return mentions


def _may_stand_alone(passage: Passage, at: int, around: _Surroundings) -> bool:
    """Whether a capital is a word of its own, and nothing that is known by another name."""
    if passage.shape(at) != TITLE or at in around.inside or at in passage.heads or at in passage.in_post:
        return False
    before, after = passage.shape(at - 1), passage.shape(at + 1)
    if before in (TITLE, UPPER, DIGIT) or after in (TITLE, UPPER, DIGIT) or passage.lower(at - 1) in _PEOPLES:
        return False
    if passage.lower(at - 1) in _OPENING_MARKS or passage.lower(at + 1) in _JOINING_MARKS:
        return False
    return not (after == LOWER and passage.is_joined(at + 1)) and not (before == LOWER and passage.is_joined(at))
