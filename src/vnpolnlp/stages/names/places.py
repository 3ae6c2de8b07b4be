"""The grammar of places: a classifier with a name, or a name that the lexicon knows."""

from __future__ import annotations

from vnpolnlp.lexicons.communes import KINDS as COMMUNE_KINDS
from vnpolnlp.lexicons.communes import commune_code
from vnpolnlp.stages.names.lexicons import Place
from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Passage
from vnpolnlp.text.phrases import Phrases

#: Start, end, rule, official code (or nothing) and rank of a place.
FoundPlace = tuple[int, int, str, str, int]

_MAX_NAME = 4


# All names of these units are in the lexicon, so that a run of capitals after them is something else.
_LISTED_UNITS = frozenset(("tỉnh", "thành phố"))
_FULL_CLASSIFIER = {"tp": "thành phố", "tx": "thị xã", "q": "quận", "h": "huyện", "tt": "thị trấn", "p": "phường"}
# Streets, schools and wards are named after people; other places hardly ever.
_NAMED_AFTER_PEOPLE = frozenset(
    ("phường", "đường", "phố", "đại lộ", "cầu", "quảng trường", "công viên", "bảo tàng", "lăng", "hẻm", "khu phố")
)
# "các phố Hà Nội" are the streets of Hà Nội, not a street of that name.
_AFTER_PLACES = frozenset(("và", "là", "khóa", "nhiệm", "ở", "cũ", "mới", "đến", "giai"))
_ROADS = frozenset(("phố", "đường", "cầu", "hẻm", "ngã"))
_UNNUMBERED = frozenset(("tỉnh", "thành phố", "huyện", "thị xã", "xã", "thị trấn", "bản", "làng"))
_NUMBERED_SITES = frozenset(("quốc lộ", "tỉnh lộ", "ql", "hẻm", "ngõ"))
# Words of more than one syllable that end like a classifier. An engine's words say the same where there are any.
_NOT_CLASSIFIERS = frozenset(
    ("điểm cầu", "yêu cầu", "nhu cầu", "toàn cầu", "văn bản", "cơ bản", "biên bản", "kịch bản", "nhật bản", "ấn bản",
     "con đường", "ngân hồ", "cơ hồ", "tư bản", "thiên đường", "biểu đình", "gia đình", "mô hồ", "nhà ga", "hồng cầu",
     "phiên chợ", "hội chợ", "xuất bản", "căn bản", "dân phố", "hành phố")
)  # fmt: skip


def place_name_end(passage: Passage, at: int, classifier: str = "", *, of_body: bool = True) -> int | None:
    """The end of a bare place name that begins at ``at``: one the lexicon knows, or a run of capitals.

    Vietnamese names of places mostly have two syllables. A longer run that goes on with a surname is a place and a
    person (*huyện Tuy Phước Nguyễn Văn Nam*), and is cut there. One that begins with a surname is a person, where the
    place is ``of_body``, whose head may follow; but some kinds of places are named after people.
    """
    lower, lexicons = passage.syllables.lower, passage.lexicons
    known = passage.places.get(at)
    if known and passage.is_capital(at) and known[1].kind != "quốc gia":
        return known[0]
    if passage.in_capitals(at) and of_body and classifier:
        return _letterhead_end(passage, at)
    if passage.in_capitals(at) or passage.shape(at) != TITLE:
        return None
    if classifier in _LISTED_UNITS:
        return None if of_body and passage.follows_post(at) else _foreign_unit_end(passage, at)
    if _opens_another_name(passage, at):
        return None
    end = passage.capital_run(at, _MAX_NAME + 3)
    if of_body and _is_person(passage, at, end) and (classifier not in _NAMED_AFTER_PEOPLE or _acts(passage, at, end)):
        return None
    for cut in range(at + 1, end):
        if (cut - at >= 2 and lower[cut] in lexicons.surnames and end - cut >= 2) or _opens_another_name(passage, cut):
            return cut
    return end if end <= at + _MAX_NAME else None


def _letterhead_end(passage: Passage, at: int) -> int | None:
    """The end of a name in capitals that fills the rest of a body's line: *ĐẢNG BỘ XÃ* + *VŨ LỄ*."""
    end = at
    while end - at < _MAX_NAME and passage.shape(end) == UPPER and not _opens_another_name(passage, end):
        end += 1
    verb = passage.lexicons.breaks.at(passage.syllables.lower, at)
    return end if 2 <= end - at < _MAX_NAME and passage.shape(end) == BREAK and verb is None else None


def _foreign_unit_end(passage: Passage, at: int) -> int | None:
    """The end of a province or city that no list has, since it is abroad or gone: *tỉnh Hủa Phăn*, *tỉnh Xa-vẳn*."""
    end = at + 1
    while passage.lower(end) == "-" and not passage.is_spaced(end) and not passage.is_spaced(end + 1):
        end += 2
    if end > at + 1:
        return end
    if passage.lower(at) in passage.lexicons.surnames or _opens_another_name(passage, at):
        return None
    return at + 2 if passage.shape(at + 1) == TITLE and not passage.is_capital(at + 2) else None


def _acts(passage: Passage, start: int, end: int) -> bool:
    """Whether a name behind a post and its body is the holder's, since a verb follows: *Bí thư … phường* + name + *kể*.

    *Chủ tịch UBND phường Lê Hồng Phong, …* is the head of a ward that bears a person's name.
    """
    return passage.shape(end) == LOWER and passage.lower(end) not in _AFTER_PLACES and passage.follows_post(start)


def _opens_another_name(passage: Passage, at: int) -> bool:
    """Whether a capital opens a post, a document or a body, and not the next syllable of a place's name.

    A type word of one syllable may be that syllable: *xã Trường Sơn*, *thôn Tân Hội*.
    """
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if at in passage.posts or lexicons.genres.at(lower, at):
        return True
    head = passage.heads.get(at)
    return head is not None and (head[0] - at >= 2 or lexicons.sectors.at(lower, at + 1) is not None)


def unit_end(passage: Passage, at: int) -> tuple[int, bool, str] | None:
    """The end of a classifier with its name, or of the classifier alone (``False``): *tỉnh Kiên Giang*, *tỉnh*.

    The third value is the kind of the classifier, ``unit`` or ``site``.
    """
    lower = passage.syllables.lower
    classifier = passage.place_types.get(at)
    if classifier is None or passage.lower(at - 1) + " " + lower[at] in _NOT_CLASSIFIERS:
        return None
    if lower[at : at + 2] == ["xã", "hội"] and passage.shape(at + 1) == LOWER:
        return None
    after, kind = classifier
    head = passage.heads.get(at)
    named = passage.shape(at) == LOWER and head is not None and all(passage.is_capital(i) for i in (after, head[0]))
    if head and head[0] > after and not named:
        return None  # huyện ủy is a body, xã Đoàn Kết is none
    joined = passage.lower(after - 1) == "." and not passage.is_spaced(after)
    if joined and len(passage.lower(after)) < 2 and passage.shape(after) != DIGIT:
        return None  # the initials H.Y, not a district
    word = " ".join(lower[at:after])
    if passage.lower(after) == "." and passage.shape(after - 1) == UPPER:
        after += 1  # TP. Quy Nhơn
    initials = passage.lower(after - 1) == "." and len(passage.lower(at)) == len(passage.lower(after)) == 1
    if initials and passage.lower(after) not in "ivx" and passage.shape(after) != DIGIT:
        return None  # the photographer Q. L
    numbered = word in _NUMBERED_SITES if kind.kind == "site" else word not in _UNNUMBERED
    if numbered and passage.shape(after) == DIGIT:
        return after + 1, True, kind.kind  # phường 3, thôn 12, quốc lộ 1D
    # The commune of a body or post may be followed by its head: UBND xã + Lường Văn Pâng.
    of_body = passage.ends_post(at) or passage.ends_head(at)
    name = place_name_end(passage, after, word, of_body=of_body) if passage.is_capital(after) else None
    if name is None and kind.kind == "unit" and passage.is_roman(after):
        name = after + 1
    if name is None and word == "nhà máy":
        name = _site_name_end(passage, after)
    if name is None and kind.kind == "site" and kind.bare:
        territory = passage.place_types.get(after)
        unit = unit_end(passage, after) if territory and territory[1].kind == "unit" else None
        name = unit[0] if unit else None
    if name is not None and passage.shape(name) == DIGIT and kind.kind == "unit":
        name += 1  # thôn Tân Lập 2
    if name is not None:
        return name, True, kind.kind
    return (after, False, kind.kind) if kind.bare else None


def _site_name_end(passage: Passage, at: int) -> int | None:
    """The end of a name that says in lower case what is made: *nhà máy* + *điện mặt trời Phù Mỹ*."""
    end = at
    while end - at < 4 and passage.shape(end) == LOWER and not passage.lexicons.breaks.at(passage.syllables.lower, end):
        end += 1
    return place_name_end(passage, end) if end > at and passage.shape(end) == TITLE else None


def find_places(passage: Passage, bodies: dict[int, int]) -> list[FoundPlace]:
    """Places as start, end, rule, official code (or nothing) and rank; ``bodies`` maps starts of bodies to ends."""
    found: list[FoundPlace] = []
    resume = 0
    for at in sorted({*passage.place_types, *passage.places, *bodies}):
        if at < resume:
            continue
        if at in bodies:
            resume = bodies[at]
            continue
        unit = unit_end(passage, at) if passage.is_word(at) else None
        described = _described_end(passage, at)
        if described and (unit is None or described > unit[0] or not _stands_as_name(passage, at, unit[0])):
            found.append((at, described, "places/lexicon", passage.places[at][1].code, 3))
            resume = described
            continue
        if unit and unit[1] and not _goes_on_a_name(passage, at) and _stands_as_name(passage, at, unit[0]):
            end = unit[0]
            name = _name_start(passage, at)
            found.append((at, end, "places/classifier", _code(passage, at, name, end), 3))
            if not _is_person(passage, name, end):
                passage.seen_places.add(" ".join(passage.syllables.lower[name:end]))
            resume = _listed(passage, end, found)
            continue
        known = passage.places.get(at) if passage.is_capital(at) else None
        listed = found and passage.lower(at - 1) == "," and found[-1][1] == at - 1
        if known and (
            _is_meant(passage, at, known[0], known[1]) or (listed and passage.shape(known[0]) in (MARK, BREAK))
        ):
            found.append((at, known[0], "places/lexicon", known[1].code, 2))
            resume = known[0]
    return found + _short_mentions(passage, found)


def _described_end(passage: Passage, at: int) -> int | None:
    """The end of a place that the lexicon writes with a small letter first: *vĩ tuyến 17*, *xứ Nghệ*."""
    known = passage.places.get(at)
    if known is None or not known[1].described or passage.is_capital(at) or not passage.is_word(at):
        return None
    end = known[0]
    return end if passage.has_capital(at, end) or passage.shape(end - 1) == DIGIT else None


def _code(passage: Passage, start: int, name: int, end: int) -> str:
    """The official code of a place with its classifier, where the lexicon has one unit of that kind and name."""
    lower = passage.syllables.lower
    written = " ".join(lower[start:name]).removesuffix(" .")
    classifier = _FULL_CLASSIFIER.get(written, written)
    if classifier in COMMUNE_KINDS:
        return commune_code(classifier, " ".join(lower[name:end]))
    known = passage.places.get(name) if name < end else None
    return known[1].code if known and known[0] == end and classifier == known[1].kind else ""


def _goes_on_a_name(passage: Passage, at: int) -> bool:
    """Whether a capitalised classifier is the middle of a person's name: *Vương Đình Huệ*."""
    return (
        passage.shape(at) == TITLE
        and passage.shape(at - 1) == TITLE
        and passage.lower(at - 1) in passage.lexicons.surnames
    )


def _name_start(passage: Passage, at: int) -> int:
    classifier = passage.place_types.get(at)
    start = classifier[0] if classifier else at
    return start + 1 if passage.lower(start) == "." else start


def _stands_as_name(passage: Passage, start: int, end: int) -> bool:
    """Whether a capital after a classifier is there because of a name, not because a sentence begins."""
    name = _name_start(passage, start)
    if passage.shape(name) == DIGIT:
        return passage.lower(name - 1) not in ("bản", "vùng", "khu vực", "làng") or passage.is_capital(start)
    # A capitalised classifier may be a person's surname: Hồ Quốc Dũng.
    if name - start == 1 and passage.shape(start) == TITLE and start in passage.addresses:
        return False  # ông Hồ Đức Phớc
    if (
        name - start == 1
        and passage.shape(start) == TITLE
        and passage.lower(start) in passage.lexicons.surnames
        and (name not in passage.places or passage.places[name][0] != end)
        and " ".join(passage.syllables.lower[name:end]) not in passage.seen_places
    ):
        return False
    if end - name == 1 and passage.lower(name) == "đảng":
        return False  # chống phá Đảng
    if end - name == 1 and name not in passage.places and passage.shape(end) == LOWER and passage.is_joined(end):
        return False  # căn cứ Nội quy
    # "đường lối Đảng", "biển Việt Nam": a body or a country is no proper name of a road or sea.
    known = passage.places.get(name)
    of_country = known is not None and known[0] == end and known[1].kind == "quốc gia"
    of_city = known is not None and known[0] == end and known[1].sure and passage.lower(start) in _ROADS
    return not (of_country or of_city or _opens_another_name(passage, name))


def _listed(passage: Passage, at: int, found: list[FoundPlace]) -> int:
    """Read on through a list after a classifier: *các xã A, B và C* are three places."""
    while passage.lower(at) in (",", "và") and passage.shape(at + 1) == TITLE:
        end = place_name_end(passage, at + 1)
        after = end if end is not None else 0
        goes_on = passage.shape(after) in (BREAK, MARK) or passage.lower(after) in ("và", "của", "là", "đã", "có")
        if end is None or not goes_on or end - at > 4 or _is_person(passage, at + 1, end):
            break
        if _opens_another_name(passage, at + 1) or at + 1 in passage.place_types:
            break
        known = passage.places.get(at + 1)
        found.append((at + 1, end, "places/list", known[1].code if known and known[0] == end else "", 2))
        passage.seen_places.add(" ".join(passage.syllables.lower[at + 1 : end]))
        at = end
    return at


def _is_person(passage: Passage, start: int, end: int) -> bool:
    return end - start >= 3 and passage.lower(start) in passage.lexicons.surnames


def _is_meant(passage: Passage, start: int, end: int, place: Place) -> bool:
    """Whether the capitals of a name that the lexicon knows mean the place."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if end - start == 1:
        return passage.shape(start) == UPPER or not passage.is_vietnamese(start) or _is_country(passage, start)
    second = start + 1
    if not (passage.is_capital(second) or passage.shape(second) in (MARK, DIGIT)):
        whole = end - start >= 3 and passage.shape(end - 1) != LOWER  # Thành cổ Quảng Trị
        return whole or place.kind in ("biển", "vùng", "quốc gia")  # Các tiểu vương quốc Ả Rập thống nhất
    if passage.shape(start - 1) == TITLE and lower[start - 1] in lexicons.surnames:
        return False  # the given name of a person: Đỗ Thanh Bình
    if place.sure:
        return True
    if passage.shape(end) == TITLE:
        return False  # part of a longer name
    if " ".join(lower[start:end]) in passage.seen_places or lower[start] not in lexicons.surnames:
        return True
    # What also may be a person: only where somebody is from, or beside a larger unit (Kim Sơn, Ninh Bình).
    after = end + 1 if passage.lower(end) in (",", "(", "-") else end
    beside = passage.places.get(after) if after > end else None
    return passage.lower(start - 1) in ("tại", "ở", "quê") or (beside is not None and beside[1].sure)


def _is_country(passage: Passage, at: int) -> bool:
    """Whether *Anh*, *Pháp*, *Đức* or *Lào*, which are words and given names too, mean the country."""
    if passage.shape(at) != TITLE:
        return False
    if passage.ends_post(at):
        return True  # Tổng thống Mỹ Donald Trump
    if passage.starts_sentence(at) or passage.is_capital(at + 1) or passage.is_capital(at - 1):
        return False
    if passage.shape(at + 1) == LOWER and passage.is_joined(at + 1):
        return False  # Pháp lệnh
    return passage.lexicons.honorifics.at(passage.syllables.lower, at - 1) is None


def _short_mentions(passage: Passage, found: list[FoundPlace]) -> list[FoundPlace]:
    """Bare second mentions of places that the text named with their classifier, and the lists they open."""
    taken = {start for start, *_ in found}
    names = Phrases((name, True) for name in sorted(passage.seen_places) if " " in name)
    mentions: list[FoundPlace] = []
    resume = 0
    for at, end, _ in names.find_in(passage.syllables):
        alone = passage.shape(at - 1) != TITLE and passage.shape(end) != TITLE
        whole = passage.shape(at) == TITLE and passage.shape(end - 1) == TITLE
        if alone and whole and at not in taken and at >= resume:
            mentions.append((at, end, "places/memory", "", 1))
            resume = _listed(passage, end, mentions)
    return mentions
