"""The grammar of bodies: how the names of party, state, army, police and other bodies are put together.

A name begins with a head (*Tỉnh ủy*, *Sở*, *Công ty*) or is fixed (*Bộ Chính trị*), and takes complements: a sector
(*Sở* + *Tài chính*), a parent body (*Ban Thường vụ* + *Tỉnh ủy Kiên Giang*), a territory (*UBND* + *tỉnh*), a proper
name (*Công ty* + *Điện lực Bình Định*), and a term of office (*khóa XIII*, *nhiệm kỳ 2016 - 2021*).
"""

from __future__ import annotations

from vnpolnlp.stages.names.lexicons import Head
from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Passage
from vnpolnlp.stages.names.places import place_name_end, unit_end

#: Start, end, rule and rank of a body.
Body = tuple[int, int, str, int]

_MAX_DEPTH = 4
_MAX_DESCRIPTION = 9
_COMMISSIONS = frozenset(("ủy", "ban", "hội", "tiểu"))
_CITY = frozenset(("hcm", "minh"))
_COMMITTEES = frozenset(
    ("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "hội đồng", "hđnd", "ubnd", "quận ủy", "thị ủy", "quân ủy", "ban chấp", "quốc hội", "hđnd")
)  # fmt: skip
_SCHOOLS = frozenset(
    ("đại học", "cao đẳng", "trung học", "tiểu học", "mầm non", "mẫu giáo", "phổ thông", "chính trị", "trung cấp")
)
_SCHOOL_ABBREVIATIONS = frozenset(("thpt", "thcs", "đh", "cđ", "th", "ptdtnt", "ptdtbt", "mn", "sĩ", "đại", "thpt"))
# After these a body is one of many: HĐND các cấp, UBND cấp xã.
_GENERIC_AFTER = frozenset(("các", "cấp", "hai", "ba", "nhiều", "những"))
_LEVELLED = frozenset(("Đảng bộ", "Đảng ủy", "Ban Thường vụ", "Ban Chấp hành"))
_FIXED_TAKES = {
    "party": "-", "state": "K", "justice": "-", "press": "-", "international": "-", "foreign": "-", "front": "T",
    "army": "T", "police": "T", "education": "T", "enterprise": "T",
}  # fmt: skip
_CONNECTORS = frozenset(("và", "-", "&"))


def find_bodies(passage: Passage) -> list[Body]:
    """All bodies of a text, left to right and without overlaps."""
    found: list[Body] = []
    at, size = 0, len(passage)
    while at < size:
        body = (
            (body_at(passage, at) or _ministry(passage, at) or _central(passage, at) or _paper(passage, at))
            if passage.is_word(at)
            else None
        )
        if body:
            found.append(body)
            _remember(passage, at, body[1])
            at = body[1]
        else:
            at += 1
    return found


# Trung ương is the Central Committee when it acts or is acted for, and a level of the state otherwise.
_ACTS_BEFORE = frozenset(("của", "viên", "do", "được", "mà", "trước", "với", "bởi", "để", "nghị"))
_ACTS_AFTER = frozenset(
    ("đã", "sẽ", "cũng", "vừa", "đang", "thảo", "biểu", "quyết", "yêu", "đề", "giao", "thống", "ban", "xem", "nhất",
     "khẳng", "đánh", "nhận", "xác", "chỉ", "cho", "thông", "kết", "bầu", "kêu", "tiếp", "nêu", "luôn", "đặt", "họp")
)  # fmt: skip
_IS_LEVEL_BEFORE = frozenset(("từ", "ở", "cấp", "cầu", "quan", "ban", "bộ", "về", "và", "cán", "tuyến", "dự", "phía"))


def _ministry(passage: Passage, at: int) -> Body | None:
    """A ministry by its sector alone, after its minister: *Bộ trưởng* + *Tư pháp*."""
    if not passage.is_capital(at) or passage.lower(at - 1) != "trưởng" or passage.lower(at - 2) not in ("bộ", "thứ"):
        return None
    sector = passage.lexicons.sectors.at(passage.syllables.lower, at)
    return (at, sector[0], "bodies/ministry", 2) if sector else None


def _central(passage: Passage, at: int) -> Body | None:
    """*Trung ương* standing for the Central Committee."""
    if passage.lower(at) != "trung" or passage.lower(at + 1) != "ương" or passage.shape(at) != TITLE:
        return None
    before, after = passage.lower(at - 1), passage.lower(at + 2)
    if passage.is_capital(at + 2) or passage.shape(at + 2) == DIGIT or after in ("đến", "tới"):
        return None
    opens = passage.starts_sentence(at) or before == ","
    acts = (
        before in _ACTS_BEFORE
        and before not in _IS_LEVEL_BEFORE
        or (opens or before not in _IS_LEVEL_BEFORE)
        and after in _ACTS_AFTER
    )
    return (at, at + 2, "bodies/central", 2) if acts else None


def _paper(passage: Passage, at: int) -> Body | None:
    """The paper or agency that a dateline opens with: *(BĐ) - …*, *TTXVN - …*."""
    if passage.shape(at) != UPPER or passage.in_capitals(at):
        return None
    if (
        passage.lower(at - 1) == "("
        and passage.starts_line(at)
        and passage.lower(at + 1) == ")"
        and passage.lower(at + 2) in "-:"
    ):
        return at, at + 1, "bodies/dateline", 2
    if (
        passage.shape(at - 1) == BREAK
        and passage.lower(at + 1) == "-"
        and passage.syllables.starts[at + 1] > passage.syllables.ends[at]
    ):
        return at, at + 1, "bodies/dateline", 1
    return None


def _remember(passage: Passage, start: int, end: int) -> None:
    """Note the heads in a body's name: later *Quân chủng* alone is the *Quân chủng* of an earlier name."""
    for at in range(start, end):
        head = passage.lexicons.heads.at(passage.syllables.lower, at) if passage.is_capital(at) else None
        if head:
            passage.seen_heads.add(head[1].form)


def body_at(passage: Passage, at: int, depth: int = 0) -> Body | None:
    """The body whose name begins at ``at``."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    if at in passage.in_post:
        return None  # Phó Chủ tịch Thường trực + UBND tỉnh
    if depth == 0 and passage.shape(at) == LOWER and _is_inside_word(passage, at):
        return None  # cán bộ + Tuyên giáo
    fixed = lexicons.bodies.at(lower, at)
    head = lexicons.heads.at(lower, at)
    post = lexicons.posts.at(lower, at)
    if post and post[0] > max(fixed[0] if fixed else 0, head[0] if head else 0):
        return None  # Tỉnh ủy viên is a post
    if (
        fixed
        and (head is None or fixed[0] >= head[0] or _is_bare(head[1]))
        and _is_written_as_name(passage, at, fixed[0])
    ):
        return _fixed_body(passage, at, fixed[0], fixed[1], head[1] if head else None, depth)
    if head is None:
        return None
    site = lexicons.place_types.at(lower, at)
    if site and site[0] > head[0]:
        return None  # Trung tâm Hội nghị is a place, Trung tâm Y tế a body
    return _built_body(passage, at, *head, depth)


def _is_inside_word(passage: Passage, at: int) -> bool:
    """Whether a lower-case type word only ends a longer word: *bộ* of *cán bộ*, not *ban* of *Trưởng ban*."""
    head = passage.lexicons.heads.at(passage.syllables.lower, at)
    return head is not None and not passage.ends_post(at + 1) and passage.is_joined(at)


def _is_bare(head: Head) -> bool:
    return head.bare != "always"


def _fixed_body(passage: Passage, at: int, end: int, level: str, head: Head | None, depth: int) -> Body | None:
    if _is_modifier(passage, at, end):
        return None
    takes = _FIXED_TAKES.get(level, "-")
    if end - at <= 2 and head is not None:
        takes = head.takes  # Chính phủ + Lào, Đảng + Dân chủ
    end = _extended(passage, at, end, takes, depth)
    if (
        passage.lower(end) in _GENERIC_AFTER
        and takes == "T"
        and passage.lower(end + 1) in ("cấp", "xã", "tỉnh", "huyện")
    ):
        return None
    return at, end, "bodies/lexicon", 2


def _is_written_as_name(passage: Passage, start: int, end: int) -> bool:
    """Whether the text writes a phrase of the lexicon as a name: a capital first, or right after a lower-case type
    word (*uỷ ban Kiểm tra Trung ương*, *bộ Công an*)."""
    if passage.is_capital(start):
        # Đảng viên, Nhà nước ta: a common word that only looks like the name at the start of a sentence.
        return True
    return any(passage.is_capital(at) for at in range(start + 1, min(start + 3, end)))


def _is_modifier(passage: Passage, start: int, end: int) -> bool:
    """Whether a short capitalised name is only part of a common word: *Đảng viên*, *Đảng phí*."""
    return end - start == 1 and passage.lower(start) == "đảng" and passage.lower(end) in ("viên", "phí", "tịch")


def _built_body(passage: Passage, at: int, end: int, head: Head, depth: int) -> Body | None:
    capital = passage.is_capital(at)
    if head.form == "Đảng" and (_is_modifier(passage, at, end) or not capital):
        return None
    full = _extended(passage, at, end, head.takes, depth)
    if full == end:
        if not _may_stand_alone(passage, at, end, head, depth):
            return None
        return at, end, "bodies/bare", 1 if head.bare == "memory" else 2
    if not capital and not any(passage.is_capital(i) for i in range(at + 1, end)) and not _is_named(passage, end, full, head):
        return None
    if (
        head.bare == "never"
        and depth == 0
        and not any(passage.is_capital(i) or passage.shape(i) == DIGIT for i in range(end, full))
    ):
        if head.form not in ("Công an", "Văn phòng", "Thanh tra", "Bảo hiểm xã hội"):
            return None
    return at, full, "bodies/grammar", 3


def _is_named(passage: Passage, start: int, end: int, head: Head) -> bool:
    """Whether a lower-case head is followed by a name: *sở Tài chính*, *ban Chấp hành*; *phòng họp* is not."""
    if set(head.takes) & set("SX"):
        return passage.lexicons.sectors.at(passage.syllables.lower, start) is not None and passage.is_capital(start)
    return (
        head.takes not in ("TBN", "NT", "NST")
        and head.form not in ("Hội", "Đài", "Quỹ", "Đảng", "Vùng")
        and (passage.shape(start) == TITLE and len(head.form) > 3)
    )


def _may_stand_alone(passage: Passage, at: int, end: int, head: Head, depth: int) -> bool:
    if depth > 0 and " ".join(passage.syllables.lower[at:end]) in _COMMITTEES:
        return True  # Ban Chấp hành tỉnh ủy
    if not (passage.is_capital(at) or any(passage.is_capital(i) for i in range(at + 1, end))):
        return False
    if passage.lower(end) in _GENERIC_AFTER and head.form not in ("Đảng", "Nhà nước", "Trung ương"):
        return False
    if passage.shape(at) == TITLE and any(passage.shape(i) == LOWER for i in range(at + 1, end)) and end - at > 1:
        first_only = True
    else:
        first_only = False
    if head.bare == "always":
        # "Đảng bộ" opening a sentence is still the name; "các Đảng bộ" are many.
        if head.form in _LEVELLED and passage.lower(end) in ("cơ", "bộ", "trực", "xã", "phường", "huyện"):
            return False  # Đảng bộ cơ sở, Đảng ủy trực thuộc: one of many
        return passage.lower(at - 1) not in ("các", "những", "nhiều", "mỗi", "từng") or head.form == "Đảng"
    if head.bare == "memory" and head.form in passage.seen_heads:
        # "Sở cũng khuyến khích", "lãnh đạo Sở,": what follows is no part of a longer word such as Hội nghị.
        follows = passage.shape(end)
        goes_on = (
            follows == LOWER
            and passage.lower(end) not in ("và", "hoặc")
            and (passage.is_joined(end) or not passage.lexicons.breaks.at(passage.syllables.lower, end))
        )
        return not goes_on and follows not in (TITLE, UPPER) and not (first_only and passage.starts_sentence(at))
    return False


def _extended(passage: Passage, start: int, end: int, takes: str, depth: int) -> int:
    """The end of a name with all complements it may take."""
    first = end
    if "M" in takes:
        if passage.shape(end) == DIGIT and passage.lower(end + 1) in ("hải", "cảnh"):
            end += 3 if passage.lower(end + 1) == "hải" else 4
        return end
    if "D" in takes and (
        passage.shape(end) == DIGIT
        or passage.is_roman(end)
        or passage.lower(end) == "bộ"
        and passage.lower(end + 1) == "binh"
    ):
        end += 3 if passage.lower(end) == "bộ" else 1
    if "G" in takes:
        end = _school(passage, end)
    parent = _nested(passage, end, depth) if "B" in takes else None
    if parent is not None and not passage.lexicons.sectors.at(passage.syllables.lower, end):
        return _term_of_office(passage, parent)  # Văn phòng + Thành ủy TP. HCM
    if set(takes) & set("SX") and end == first:
        end = _sector(passage, end, free="S" in takes)
    if "C" in takes:
        nested = _nested(passage, end, depth)
        return nested if nested is not None and _is_committee(passage, end) else end
    if "B" in takes:
        parent = end + 1 if passage.lower(end) == "-" else end  # Công ty mẹ - Tổng công ty X
        nested = _nested(passage, parent, depth)
        end = nested if nested is not None else end
    if set(takes) & set("NL") and end == first:
        end = _proper_name(passage, end, lower_first="L" in takes)
    if "T" in takes or "B" in takes or (end > first and set(takes) & set("NSG")):
        end = _territory(passage, end)
    if "K" in takes:
        end = _country(passage, end)
    if end > first and passage.lower(start) in _COMMISSIONS and passage.lower(end) == "của":
        # Ủy ban Kinh tế của Quốc hội: the parent is part of the designation.
        parent = passage.lexicons.bodies.at(passage.syllables.lower, end + 1)
        if parent and passage.is_capital(end + 1) and parent[1] == "state":
            end = parent[0]
    return _term_of_office(passage, end)


def _is_committee(passage: Passage, at: int) -> bool:
    lower = passage.syllables.lower
    return " ".join(lower[at : at + 2]) in _COMMITTEES or lower[at] in _COMMITTEES


def _nested(passage: Passage, at: int, depth: int) -> int | None:
    if depth >= _MAX_DEPTH or not passage.is_word(at):
        return None
    head = passage.lexicons.heads.at(passage.syllables.lower, at)
    if not passage.is_capital(at) and not passage.is_capital(at + 1) and (head is None or head[0] - at < 2):
        return None
    body = body_at(passage, at, depth + 1)
    return body[1] if body else None


def _sector(passage: Passage, at: int, *, free: bool) -> int:
    """The end of a sector: the longest one of the lexicon, or where ``free``, a capitalised phrase."""
    place = passage.lexicons.places.at(passage.syllables.lower, at)
    known = passage.lexicons.sectors.at(passage.syllables.lower, at)
    if not passage.is_capital(at) or (place and place[0] > (known[0] if known else at)):
        return at
    if not free:
        return known[0] if known else at
    phrase = _proper_name(passage, at)
    if known is None:
        return phrase
    more = passage.lexicons.sectors.at(passage.syllables.lower, known[0])
    if more and passage.is_capital(known[0]):
        return more[0]  # Kế hoạch Đầu tư, without its "và"
    if passage.lower(known[0]) in ("và", "-") and phrase > known[0]:
        return phrase
    return known[0]


def _school(passage: Passage, at: int) -> int:
    """The kinds of school before its name: *Phổ thông dân tộc nội trú Trung học cơ sở …*, *THPT*, *Đại học*.

    Kinds without a name or territory are no name: *các trường Đại học*.
    """
    start = at
    lower = passage.syllables.lower
    while at < len(lower) and passage.is_word(at):
        two = " ".join(lower[at : at + 2])
        if two in _SCHOOLS and passage.shape(at) != MARK:
            at += 2
            while passage.lower(at) in ("dân", "tộc", "nội", "bán", "trú", "cơ", "sở", "phổ", "thông", "chuyên", "học"):
                at += 1
        elif lower[at] in _SCHOOL_ABBREVIATIONS and passage.is_capital(at):
            at += 1
        elif passage.lower(at) == "và" and " ".join(lower[at + 1 : at + 3]) in _SCHOOLS:
            at += 1
        else:
            break
    name = _proper_name(passage, at)
    return name if name > at or _territory(passage, at) > at else start


def _proper_name(passage: Passage, at: int, *, lower_first: bool = False) -> int:
    """The end of a capitalised name, with lower-case syllables where a word or a phrase of the name goes on.

    Vietnamese capitalises the first syllable of each part: *Công ty Cổ phần cảng Quy Nhơn*, *Hội Luật gia*. A
    lower-case syllable belongs to the name when an engine joined it to the capitalised one before, or when a
    capital follows soon without a verb or function word between.
    """
    end = at
    if not passage.is_capital(at):
        stretch = _described(passage, at) if lower_first else None
        if stretch is None:
            return at
        end = stretch
    lower = passage.syllables.lower
    while end < len(lower):
        if passage.is_capital(end):
            if end > at and (_is_person_start(passage, end, at) or passage.lexicons.posts.at(lower, end)):
                break
            end += 1
        elif passage.shape(end) == DIGIT and end > at and passage.lower(end - 1) != "-":
            end += 1
        elif _goes_on_a_word(passage, end, at):
            end += 1
        elif lower[end] in _CONNECTORS and passage.is_capital(end + 1) and end > at:
            if (
                _is_person_start(passage, end + 1, at)
                or passage.lexicons.heads.at(lower, end + 1)
                or passage.lexicons.posts.at(lower, end + 1)
            ):
                break
            end += 2
        elif gap := _gap_end(passage, end, 4) or (lower_first and _described(passage, end)) or None:
            end = gap
        elif _is_last_syllable(passage, end):
            end += 1
        else:
            break
    return end


def _goes_on_a_word(passage: Passage, at: int, name_start: int) -> bool:
    """Whether a lower-case syllable ends the word that a capital began: *gia* of *Hội Luật gia*."""
    return (
        at > name_start
        and passage.shape(at) == LOWER
        and passage.is_vietnamese(at - 1)
        and passage.lexicons.breaks.at(passage.syllables.lower, at) is None
        and passage.is_joined(at)
    )


def _described(passage: Passage, at: int) -> int | None:
    """The end of what a body is for, in lower case, before its proper name or its territory.

    *Công ty* + *cổ phần đầu tư xây dựng* (+ *Trường Thịnh*), *Hội đồng* + *thi tuyển công chức* (+ *tỉnh Thanh Hóa*).
    A function word ends it; verbs do not, since companies are named after what they do.
    """
    lower, lexicons = passage.syllables.lower, passage.lexicons
    end = at
    while end - at < _MAX_DESCRIPTION and passage.shape(end) == LOWER:
        unit = lexicons.place_types.at(lower, end)
        if end > at and unit and unit[1].bare and unit[1].kind == "unit":
            return end
        stop = lexicons.breaks.at(lower, end)
        if stop and stop[0] - end == 1 and not (lower[end] == "cho" and end > at):
            return None
        end += 1
    if end == at or not passage.is_capital(end) or end - at >= _MAX_DESCRIPTION:
        return None
    follows = (
        lexicons.posts.at(lower, end)
        or lexicons.heads.at(lower, end)
        or lexicons.bodies.at(lower, end)
        or lexicons.genres.at(lower, end)
    )
    return None if follows or _is_person_start(passage, end, at) else end


def _is_last_syllable(passage: Passage, at: int) -> bool:
    """Whether a lower-case syllable ends a name because a territory follows: *Binh vận* + *tỉnh*."""
    if passage.shape(at) != LOWER or passage.lexicons.breaks.at(passage.syllables.lower, at):
        return False
    unit = passage.lexicons.place_types.at(passage.syllables.lower, at + 1)
    return unit is not None and unit[1].bare and passage.shape(at - 1) == TITLE


def _gap_end(passage: Passage, at: int, longest: int) -> int | None:
    """Where the capital after a lower-case stretch of a name stands, if the stretch is short and has no verb."""
    end = at
    while end - at < longest and passage.shape(end) == LOWER:
        if passage.lexicons.breaks.at(passage.syllables.lower, end):
            return None
        if passage.lexicons.honorifics.at(passage.syllables.lower, end) or (
            passage.lexicons.place_types.at(passage.syllables.lower, end)
            and passage.lower(end) in ("tỉnh", "huyện", "xã", "thành", "phường", "thị", "quận")
        ):
            return None
        end += 1
    if end == at or passage.shape(end) not in (TITLE, UPPER):
        return None
    if passage.lexicons.posts.at(passage.syllables.lower, end) or _is_person_start(passage, end, at):
        return None
    lower, lexicons = passage.syllables.lower, passage.lexicons
    follows = lexicons.heads.at(lower, end) or lexicons.bodies.at(lower, end) or lexicons.genres.at(lower, end)
    return None if follows else end


def _is_person_start(passage: Passage, at: int, name_start: int) -> bool:
    """Whether a full person's name begins here: a surname and two or three capitals more, and then no capital."""
    if passage.lower(at) not in passage.lexicons.surnames or at == name_start:
        return False
    end = passage.capital_run(at, 6)
    if passage.lexicons.places.at(passage.syllables.lower, at):
        return False
    return 3 <= end - at <= 4 and passage.lower(at + 1) in passage.lexicons.given_names


def _territory(passage: Passage, at: int) -> int:
    """The end of the territory after a body: *tỉnh*, *tỉnh Kiên Giang*, *Kiên Giang*, *Việt Nam*, *Trung ương*."""
    lower = passage.syllables.lower
    if lower[at : at + 2] == ["việt", "nam"] and passage.is_capital(at):
        at += 2
    if lower[at : at + 2] in (["trung", "ương"], ["cơ", "sở"]) and passage.is_capital(at):
        at += 2
    if lower[at : at + 1] in (["tw"], ["tư"]) and passage.shape(at) == UPPER:
        at += 1
    if lower[at : at + 2] in (["tối", "cao"], ["cấp", "cao"]):
        at += 2
    known = passage.lexicons.places.at(lower, at)
    if known and known[1].sure and known[0] - at > 1 and passage.is_capital(at) and passage.lower(known[0] - 1) in _CITY:
        return known[0]  # TP. HCM
    unit = unit_end(passage, at) if passage.is_word(at) else None
    if unit and unit[2] == "unit":
        after = unit_end(passage, unit[0]) if unit[1] and passage.is_word(unit[0]) else None
        return after[0] if after and after[1] and after[2] == "unit" else unit[0]
    if not passage.is_capital(at) or passage.shape(at - 1) == MARK and passage.lower(at - 1) != "-":
        return at
    if known and (known[1].kind in ("tỉnh", "thành phố") or known[0] - at >= 2) and known[1].kind != "thủ đô":
        return known[0]
    if passage.in_capitals(at) or passage.lower(at) in passage.lexicons.surnames:
        return at
    if (
        passage.lexicons.posts.at(lower, at)
        or passage.lexicons.heads.at(lower, at)
        or passage.lexicons.bodies.at(lower, at)
    ):
        return at
    end = place_name_end(passage, at)
    return end if end is not None and end - at == 2 else at


def _country(passage: Passage, at: int) -> int:
    """The end of the country after a body of a state: *Chính phủ* + *Lào*, *Bộ Quốc phòng* + *Nga*."""
    known = passage.lexicons.places.at(passage.syllables.lower, at) if passage.is_capital(at) else None
    if known and known[1].kind == "quốc gia" and not passage.is_capital(known[0]):
        return known[0]
    return at


def _term_of_office(passage: Passage, at: int) -> int:
    """The end of a term of office: *khóa XIII*, *các khóa X, XI*, *nhiệm kỳ 2016 - 2021*."""
    start = at + 1 if passage.lower(at) == "các" and passage.lower(at + 1) == "khóa" else at
    if passage.lower(start) == "khóa" and (passage.is_roman(start + 1) or passage.shape(start + 1) == DIGIT):
        end = start + 2
        while passage.lower(end) in (",", "và") and passage.is_roman(end + 1) and start > at:
            end += 2
        at = end
    if (passage.lower(at), passage.lower(at + 1)) in (("nhiệm", "kỳ"), ("giai", "đoạn")) and passage.shape(at + 2) == DIGIT:
        if passage.lower(at + 3) == "-" and passage.shape(at + 4) == DIGIT:
            at += 5
    return at


__all__ = ["Body", "body_at", "find_bodies"]
