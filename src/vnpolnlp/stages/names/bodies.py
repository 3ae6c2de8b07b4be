"""The grammar of bodies: how the names of party, state, army, police and other bodies are put together.

A name is fixed (*Bộ Chính trị*, in ``bodies.tsv``) or begins with a head (*Tỉnh ủy*, *Sở*, *Công ty*, in
``body_heads.tsv``); either may take complements (:mod:`~vnpolnlp.stages.names.complements`). A head alone is a body
when it can be only one, or when the text named one in full before.
"""

from __future__ import annotations

from functools import partial

from vnpolnlp.stages.names.complements import begins_holder, complement_end, is_committee, is_party_sector, term_end
from vnpolnlp.stages.names.lexicons import Head
from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, TITLE, UPPER, Passage

#: Start, end, rule and rank of a body.
Body = tuple[int, int, str, int]

_MAX_DEPTH = 4
_LONGEST_CODE = 12  # syllables
#: What fixed names take, by their level; the letters are those of :class:`~vnpolnlp.stages.names.lexicons.Head`.
_FIXED_TAKES = {"state": "K", "front": "T", "army": "TK", "police": "TK", "education": "T", "enterprise": "T"}
# After these a body is one of many: HĐND các cấp, UBND cấp xã.
_GENERIC_AFTER = frozenset(("các", "cấp", "một", "hai", "ba", "nhiều", "những"))
_GENERIC_BEFORE = frozenset(("các", "những", "nhiều", "mỗi", "từng"))
# Party bodies of every level, and what makes one of them any: Đảng bộ cơ sở, Đảng ủy trực thuộc.
_OF_ALL_LEVELS = frozenset(("Tỉnh ủy", "Thành ủy", "Đảng bộ", "Đảng ủy", "Ban Thường vụ", "Ban Chấp hành"))
_LEVEL_AFTER = frozenset(("cơ", "bộ", "trực", "xã", "phường", "huyện"))
# Heads that a common noun makes one body: Công an tỉnh, Văn phòng tỉnh, Thanh tra huyện.
_NAMED_BY_UNIT = frozenset(("Công an", "Văn phòng", "Thanh tra", "Bảo hiểm xã hội"))
# Before Đoàn, the Youth Union, which shares its word with any delegation: cán bộ Đoàn, công tác Đoàn.
_OF_THE_UNION = frozenset(("cán bộ", "cấp bộ", "cơ sở", "công tác", "tổ chức", "phong trào"))
# Posts whose body begins with a type word that some papers write small: Chánh + văn phòng Tỉnh ủy.
_CHIEFS = frozenset(("chánh", "trưởng", "phó"))
# What boards are for that are no body of their own: Ban lãnh đạo, Ban giám đốc.
_BOARDS = frozenset(("lãnh", "giám", "chỉ", "tổ", "quản", "điều", "kiểm", "liên", "biên", "soạn", "thư", "vận", "đại"))
# Heads that are common words in small letters, whatever follows: hội Xuân, quỹ An sinh, đài Bắc.
_ONLY_CAPITAL = frozenset(
    ("Hội", "Đài", "Quỹ", "Đảng", "Vùng", "Ty", "Vụ", "Cơ quan", "Trạm", "Điện lực", "Giáo hội", "Lực lượng",
     "Chi nhánh", "Phái đoàn", "Mặt trận")
)  # fmt: skip


def find_bodies(passage: Passage) -> list[Body]:
    """All bodies of a text, left to right and without overlaps."""
    found: list[Body] = []
    resume = 0
    for at in _possible_starts(passage):
        body = _any_body_at(passage, at) if at >= resume and passage.is_word(at) else None
        if body:
            found.append(body)
            _remember(passage, at, body[1])
            resume = body[1]
    return found


def _possible_starts(passage: Passage) -> list[int]:
    """The syllables that can begin the name of a body, in order; most of a text cannot."""
    syllables = passage.syllables
    places = syllables.places
    capitals = (at for at, shape in enumerate(syllables.shapes) if shape == UPPER)
    sectors = (at + 1 for at in places.get("trưởng", ()))
    short_forms = {passage.lower(at + 1) for at in places.get("(", ()) if passage.lower(at + 2) == ")"}
    return sorted(
        {
            *passage.bodies,
            *passage.heads,
            *capitals,
            *sectors,
            *places.get("trung", ()),
            *syllables.places_of(short_forms),
        }
    )


def _any_body_at(passage: Passage, at: int) -> Body | None:
    if passage.lower(at - 1) in ("-", "/") and _is_in_code(passage, at):
        return None
    return (
        body_at(passage, at)
        or _alias_at(passage, at)
        or _ministry_at(passage, at)
        or _central_at(passage, at)
        or _paper_at(passage, at)
    )


def _is_in_code(passage: Passage, at: int) -> bool:
    """Whether a syllable is part of the code of a document: *UBND* of *1486/QĐ-UBND*."""
    start = at
    while at - start < _LONGEST_CODE and start > 0 and not passage.is_spaced(start):
        start -= 1
    return start < at and any(passage.shape(i) == DIGIT for i in range(start, at))


def body_at(passage: Passage, at: int, depth: int = 0) -> Body | None:
    """The body whose name begins at ``at``; ``depth`` counts the bodies it is the parent of."""
    fixed, head = passage.bodies.get(at), passage.heads.get(at)
    if (fixed is None and head is None) or at in passage.in_post:
        return None  # Phó Chủ tịch Thường trực + UBND tỉnh
    post, site = passage.posts.get(at), passage.place_types.get(at)
    if post and post[0] > max(fixed[0] if fixed else 0, head[0] if head else 0):
        return None  # Tỉnh ủy viên is a post
    longer = fixed is not None and (head is None or fixed[0] >= head[0] or head[1].bare != "always")
    if fixed and longer and _is_written_as_name(passage, at, fixed[0]):
        return _fixed_body(passage, at, *fixed, head[1] if head else None, depth)
    place = passage.places.get(at)
    longest_place = max(site[0] if site else 0, place[0] if place and passage.is_capital(place[0] - 1) else 0)
    if head is None or longest_place > head[0]:
        return None  # Trung tâm Hội nghị and Trường Sa are places, Trung tâm Y tế is a body
    body = _built_body(passage, at, *head, depth)
    # The engine is asked last, since it is slow: is this cán bộ + Tuyên giáo?
    of_post = passage.ends_post(at) or passage.ends_post(at + 1) or passage.ends_post(head[0])
    if body and depth == 0 and passage.shape(at) == LOWER and not of_post and passage.is_joined(at):
        return None
    return body


def _parent_end(passage: Passage, depth: int, at: int) -> int | None:
    """The end of the body that is the parent of another one; in small letters only if its head is a longer word."""
    if depth >= _MAX_DEPTH or not passage.is_word(at):
        return None
    head = passage.heads.get(at)
    if not passage.is_capital(at) and not passage.is_capital(at + 1) and (head is None or head[0] - at < 2):
        return None
    body = body_at(passage, at, depth + 1)
    return body[1] if body else None


def _fixed_body(passage: Passage, at: int, end: int, level: str, head: Head | None, depth: int) -> Body | None:
    if _is_party_member(passage, at, end):
        return None
    takes = _FIXED_TAKES.get(level, "-")
    if head is not None and (end - at <= 2 or passage.heads[at][0] == end):
        takes = head.takes  # Chính phủ + Lào, Kho bạc Nhà nước + Hậu Giang
    elif head is not None and "B" in head.takes:
        takes += "B"  # Ban Dân nguyện + Ủy ban Thường vụ Quốc hội
    if end - at > 2 and passage.lower(end - 1) == "đảng" and depth < _MAX_DEPTH:
        # Ban Chấp hành Trung ương + Đảng Cộng sản Trung Quốc: the longer name of the party.
        party = body_at(passage, end - 1, depth + 1)
        end = max(end, party[1]) if party else end
    end = complement_end(passage, at, end, takes, partial(_parent_end, passage, depth))
    if (
        takes == "T"
        and passage.lower(end) in _GENERIC_AFTER
        and passage.lower(end + 1) in ("cấp", "xã", "tỉnh", "huyện")
    ):
        return None
    return at, end, "bodies/lexicon", 2


def _built_body(passage: Passage, at: int, end: int, head: Head, depth: int) -> Body | None:
    named = passage.has_capital(at, end)
    if head.form == "Đảng" and (not named or _is_party_member(passage, at, end)):
        return None
    full = complement_end(passage, at, end, head.takes, partial(_parent_end, passage, depth))
    if _is_of_each(passage, full):
        return None
    if full == end:
        bare = _may_stand_alone(passage, at, end, head, depth)
        return (at, end, "bodies/bare", 1 if head.bare == "memory" else 2) if bare else None
    if not named and not _is_named_after_all(passage, end, head):
        return None
    only_unit = not any(passage.is_capital(i) or passage.shape(i) == DIGIT for i in range(end, full))
    if head.bare == "never" and depth == 0 and only_unit and head.form not in _NAMED_BY_UNIT:
        return None
    return at, full, "bodies/grammar", 3


def _is_of_each(passage: Passage, at: int) -> bool:
    """Whether a body is one of many, of units in a list without their names: *UBND tỉnh* + *, thành phố*."""
    kinds = [passage.place_types.get(place) for place in (at - 1, at + 1)]
    kinds[0] = kinds[0] or passage.place_types.get(at - 2)
    bare = all(kind is not None and kind[1].bare and kind[1].kind == "unit" for kind in kinds)
    if not bare or kinds[0] is None or kinds[0][0] != at or kinds[1] is None:
        return False
    after = kinds[1][0]
    return (
        passage.lower(at) in (",", "và")
        and not passage.has_capital(at - 1, after + 1)
        and passage.shape(after) != DIGIT
    )


def _is_written_as_name(passage: Passage, start: int, end: int) -> bool:
    """Whether a phrase of the lexicon has the capital of a name, on its first syllable or the next ones.

    Some papers write the type word small: *uỷ ban Kiểm tra Trung ương*, *bộ Công an*.
    """
    return passage.has_capital(start, min(start + 3, end))


def _is_named_after_all(passage: Passage, at: int, head: Head) -> bool:
    """Whether a head in small letters is followed by a name: *sở Tài chính*; *phòng họp*, *hội Xuân* are not."""
    if head.form == "Văn phòng" and passage.lower(at - 3) in _CHIEFS and (at in passage.heads or at in passage.bodies):
        return passage.is_capital(at)
    if head.form == "Ban" and passage.lower(at - 2) in _CHIEFS and not passage.is_capital(at):
        sector = passage.lexicons.sectors.at(passage.syllables.lower, at)
        return sector is not None and is_party_sector(passage, at, sector[0])  # trưởng + ban dân vận Tỉnh ủy
    if set(head.takes) & set("SX") and "L" not in head.takes:
        return passage.is_capital(at) and passage.lexicons.sectors.at(passage.syllables.lower, at) is not None
    too_common = head.takes in ("TBN", "TBND", "NT", "NST") or head.form in _ONLY_CAPITAL
    return passage.is_capital(at) and not too_common


def _is_party_member(passage: Passage, start: int, end: int) -> bool:
    """Whether *Đảng* is only part of a common word: *Đảng viên*, *Đảng phí*."""
    return end - start == 1 and passage.lower(start) == "đảng" and passage.lower(end) in ("viên", "phí", "tịch")


def _may_stand_alone(passage: Passage, at: int, end: int, head: Head, depth: int) -> bool:
    """Whether a head without complements denotes one body."""
    if depth > 0 and is_committee(passage, at):
        return True  # Ban Chấp hành tỉnh ủy
    before, after = passage.lower(at - 1), passage.lower(end)
    if passage.lower(end + 2) == ")" and after == "(":
        after = passage.lower(end + 3)  # Ủy ban nhân dân (UBND) các tỉnh
    elif before == "(" and after == ")":
        after = passage.lower(end + 1)
    if head.form == "Đoàn" and passage.shape(at) == TITLE and f"{passage.lower(at - 2)} {before}" in _OF_THE_UNION:
        return not passage.is_capital(end)
    if not passage.has_capital(at, end) or (after in _GENERIC_AFTER and head.form not in ("Đảng", "Nhà nước")):
        return False
    if (
        passage.ends_post(at)
        and not passage.in_capitals(at)
        and (_is_whole(passage, end) or begins_holder(passage, end, head.takes))
    ):
        return True  # Bí thư Chi bộ, Phó Giám đốc Trung tâm
    if head.bare == "always" and passage.shape(at) == LOWER and passage.is_capital(end):
        return False  # xã Đoàn Lập is a commune
    if head.bare == "always":
        one_of_many = head.form in _OF_ALL_LEVELS and after in _LEVEL_AFTER
        return not one_of_many and (before not in _GENERIC_BEFORE or head.form == "Đảng")
    if passage.in_capitals(at) or passage.shape(at - 1) == TITLE:
        return False  # TRƯỞNG BAN; Lương Quốc Đoàn, Tổng Liên đoàn
    return head.bare == "memory" and head.form in passage.seen_heads and _is_whole(passage, end)


def _is_whole(passage: Passage, end: int) -> bool:
    """Whether nothing of a longer name or word follows: *Sở cũng khuyến khích*, *lãnh đạo Sở,*, no *Hội nghị*."""
    if passage.is_capital(end) or (passage.lower(end - 1) == "ban" and passage.lower(end) in _BOARDS):
        return False
    goes_on = passage.shape(end) == LOWER and passage.lower(end) not in ("và", "hoặc")
    return not goes_on or bool(passage.lexicons.breaks.at(passage.syllables.lower, end) and not passage.is_joined(end))


def _remember(passage: Passage, start: int, end: int) -> None:
    """Note what a body may be called later: by its head, *Quân chủng*, or by a short form in brackets after it."""
    if passage.lower(end) == "(" and passage.lower(end + 2) == ")" and _is_short_form(passage, end + 1):
        passage.seen_aliases.add(passage.syllables.forms[end + 1])
    for at in range(start, end):
        head = passage.heads.get(at) if passage.is_capital(at) else None
        if head:
            words = head[1].form.split()
            passage.seen_heads.update(" ".join(words[:length]) for length in (1, 2, len(words)))  # Ủy ban + Kiểm tra


def _is_short_form(passage: Passage, at: int) -> bool:
    """Whether a syllable is an abbreviation or a foreign-looking brand: *HĐQT*, *HDBank*, *Sabeco*."""
    return len(passage.lower(at)) > 2 and (
        passage.shape(at) == UPPER or (passage.shape(at) == TITLE and not passage.is_vietnamese(at))
    )


def _alias_at(passage: Passage, at: int) -> Body | None:
    """The short form of a body that the text named in full before it: *Tổng công ty … (Sabeco)*."""
    known = passage.is_capital(at) and passage.syllables.forms[at] in passage.seen_aliases
    return (at, at + 1, "bodies/alias", 2) if known else None


def _ministry_at(passage: Passage, at: int) -> Body | None:
    """A ministry by its sector alone, after its minister: *Bộ trưởng* + *Tư pháp*."""
    if not passage.is_capital(at) or passage.lower(at - 1) != "trưởng" or passage.lower(at - 2) not in ("bộ", "thứ"):
        return None
    sector = passage.lexicons.sectors.at(passage.syllables.lower, at)
    return (at, sector[0], "bodies/ministry", 2) if sector else None


# Trung ương is the Central Committee when it acts or is acted for, and a level of the state otherwise.
_ACTS_BEFORE = frozenset(
    ("thuộc", "của", "viên", "do", "diện", "thư", "được", "mà", "trước", "với", "bởi", "để", "nghị")
)
_ACTS_AFTER = frozenset(
    ("đã", "sẽ", "cũng", "vừa", "đang", "thảo", "biểu", "quyết", "yêu", "đề", "giao", "thống", "ban", "xem", "nhất",
     "khẳng", "đánh", "nhận", "xác", "chỉ", "cho", "thông", "kết", "bầu", "kêu", "tiếp", "nêu", "luôn", "đặt", "họp",
     "quản")
)  # fmt: skip
_LEVEL_BEFORE = frozenset(("từ", "ở", "cấp", "cầu", "quan", "ban", "bộ", "về", "và", "cán", "tuyến", "dự", "phía"))


def _central_at(passage: Passage, at: int) -> Body | None:
    """*Trung ương* standing for the Central Committee: *Trung ương biểu quyết*, not *từ Trung ương đến cấp xã*."""
    if passage.lower(at) != "trung" or passage.lower(at + 1) != "ương" or passage.shape(at) != TITLE:
        return None
    before, after = passage.lower(at - 1), passage.lower(at + 2)
    if passage.is_capital(at + 2) or passage.shape(at + 2) == DIGIT or after in ("đến", "tới"):
        return None
    if (passage.lower(at - 3), passage.lower(at - 2), before) == ("phố", "trực", "thuộc"):
        return None  # a kind of city: các tỉnh, thành phố trực thuộc Trung ương
    opens = passage.starts_sentence(at) or before == ","
    acts = before in _ACTS_BEFORE or (after in _ACTS_AFTER and (opens or before not in _LEVEL_BEFORE))
    return (at, term_end(passage, at + 2), "bodies/central", 2) if acts else None


def _paper_at(passage: Passage, at: int) -> Body | None:
    """The paper or agency that a dateline opens with: *(BĐ) - …*, *TTXVN - …*."""
    if passage.shape(at) != UPPER or passage.in_capitals(at):
        return None
    bracketed = passage.lower(at - 1) == "(" and passage.lower(at + 1) == ")"
    if bracketed and passage.starts_line(at) and passage.lower(at + 2) in "-:":
        return at, at + 1, "bodies/dateline", 2
    if passage.shape(at - 1) == BREAK and passage.lower(at + 1) == "-" and passage.is_spaced(at + 1):
        return at, at + 1, "bodies/dateline", 1
    return None
