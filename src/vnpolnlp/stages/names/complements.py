"""What follows the head of a body's name and belongs to it: sector, parent, proper name, territory, term of office."""

from __future__ import annotations

from collections.abc import Callable

from vnpolnlp.stages.names.passage import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Passage
from vnpolnlp.stages.names.places import place_name_end, unit_end
from vnpolnlp.stages.names.proper_names import abbreviates_classifier, begins_person, described_end, proper_name_end

#: Gives the end of the body that begins at a syllable, or nothing.
FindParent = Callable[[int], int | None]

# What Thường trực and Thường vụ are the standing part of.
_COMMITTEES = frozenset(
    ("tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy", "quân ủy", "ban chấp", "bộ chính",
     "hội đồng", "hđnd", "ubnd", "quốc hội")
)  # fmt: skip
# Heads whose parent may follow after "của": Ủy ban Kinh tế của Quốc hội.
_COMMISSIONS = frozenset(("ủy", "ban", "hội", "tiểu"))
_SCHOOLS = frozenset(
    ("đại học", "cao đẳng", "trung học", "tiểu học", "mầm non", "mẫu giáo", "phổ thông", "chính trị", "trung cấp")
)
_SCHOOL_WORDS = frozenset(("dân", "tộc", "nội", "bán", "trú", "cơ", "sở", "phổ", "thông", "chuyên", "học"))
_SCHOOL_ABBREVIATIONS = frozenset(("thpt", "thcs", "đh", "cđ", "th", "ptdtnt", "ptdtbt", "mn", "sĩ"))
_OFFICES = frozenset(("phòng", "vp"))  # Văn phòng
_COUNCILS = frozenset(("hđnd", "ubnd", "hội đồng", "ban", "đoàn"))
_LEVELS = (["trung", "ương"], ["tối", "cao"], ["cấp", "cao"], ["cơ", "sở"])
_REGIONAL_FORCES = (["hải", "quân"], ["cảnh", "sát", "biển"])
_UNITS = frozenset(("tỉnh", "thành phố", "huyện", "thị xã", "quận"))
_TERMS = (("nhiệm", "kỳ"), ("nhiệm", "kì"), ("giai", "đoạn"))
_LONGEST_TERM = 2  # digits
# Who is appointed and not elected for a term: what follows is a date, Bộ Quốc phòng + nhiệm kỳ 2021 - 2026.
_WITHOUT_TERM = frozenset(
    ("bộ", "sở", "cục", "vụ", "phòng", "văn phòng", "công an", "công ty", "tổng cục", "tổng công", "viện", "trường")
)
# Heads that are no other word before a sector of the lexicon: Sở giao thông, Bộ y tế.
_DEPARTMENTS = frozenset(("bộ", "sở"))
# Sectors of a commission of the Party that some papers write small: Ban tuyên giáo Thành ủy.
_PARTY_SECTORS = frozenset(("tuyên giáo", "dân vận", "nội chính", "tổ chức", "kinh tế"))


def is_committee(passage: Passage, at: int) -> bool:
    """Whether a committee, council or parliament is named here, in small letters or not."""
    lower = passage.syllables.lower
    return passage.lower(at) in _COMMITTEES or " ".join(lower[at : at + 2]) in _COMMITTEES


def complement_end(passage: Passage, start: int, end: int, takes: str, find_parent: FindParent) -> int:
    """The end of a name whose head is ``start:end``, with all complements that ``takes`` allows.

    The letters of ``takes`` are those of :class:`~vnpolnlp.stages.names.lexicons.Head`.
    """
    head_end = end
    if "M" in takes:
        return _numbered_region_end(passage, end)
    if "C" in takes:
        parent = find_parent(end) if is_committee(passage, end) else None
        return end if parent is None else parent
    if "D" in takes:
        end = _number_end(passage, end)
    if "G" in takes:
        end = _school_end(passage, end)
    sector_follows = passage.lexicons.sectors.at(passage.syllables.lower, end) is not None
    if "B" in takes and not sector_follows:
        # Văn phòng + Thành ủy TP. HCM; Công ty mẹ - Tổng công ty X
        parent = find_parent(end + 1 if passage.lower(end) == "-" else end)
        if parent is not None:
            if passage.lower(end - 1) in _OFFICES:
                parent = _second_parent_end(passage, parent, find_parent)
            return _own_term_end(passage, start, _territory_end(passage, parent))
    if end == head_end and ("S" in takes or "X" in takes):
        end = _sector_end(passage, end, free="S" in takes)
    if "B" in takes and (end > head_end or sector_follows):  # else it was asked above
        end = find_parent(end) or end
    if end == head_end and passage.ends_post(start) and begins_holder(passage, end, takes):
        return end  # Bí thư Chi bộ Lê Văn Nam
    unit = passage.place_types.get(end)
    of_unit = "T" in takes and unit is not None and unit[1].kind == "unit"  # Đảng bộ + TP. Hồ Chí Minh
    if end == head_end and not of_unit and ("N" in takes or ("L" in takes and not passage.is_capital(end))):
        end = proper_name_end(passage, end, described="L" in takes)
    if "T" in takes or "B" in takes or (end > head_end and set(takes) & set("NSG")):
        end = _territory_end(passage, end)
    if "K" in takes:
        end = _country_end(passage, end)
    if end - start > 2 and passage.lower(start) in _COMMISSIONS:
        end = _owner_end(passage, end)
    return _own_term_end(passage, start, _branch_end(passage, end))


def _own_term_end(passage: Passage, start: int, at: int) -> int:
    """The end of the term of office behind a body, if it is one of those that are elected for a term."""
    first, both = passage.lower(start), f"{passage.lower(start)} {passage.lower(start + 1)}"
    appointed = (first in _WITHOUT_TERM or both in _WITHOUT_TERM) and both != "bộ chính"
    youth_union = first == "đoàn" and at - start == 1
    return at if appointed or youth_union else term_end(passage, at)


def _second_parent_end(passage: Passage, at: int, find_parent: FindParent) -> int:
    """The end of the second body that an office serves: *Văn phòng Đoàn ĐBQH* + *và HĐND tỉnh*."""
    joined = passage.lower(at) in ("và", "-", "&") and passage.is_capital(at + 1)
    first = at + 2 if passage.lower(at + 1) == "ủy" else at + 1
    council = joined and (
        passage.lower(first) in _COUNCILS or " ".join(passage.syllables.lower[first : first + 2]) in _COUNCILS
    )
    return (find_parent(at + 1) or at) if council else at


def begins_holder(passage: Passage, at: int, takes: str) -> bool:
    """Whether the holder of a post follows its body at once, and not the body's name.

    Bodies of the Party are seldom named by two capitals, which companies mostly are: *Bí thư Chi bộ Siu Hlâm nói*.
    """
    short = takes.startswith("TB") and passage.capital_run(at, 4) == at + 2 and passage.shape(at + 2) == LOWER
    return begins_person(passage, at) or (short and passage.lower(at) in passage.lexicons.surnames)


def _numbered_region_end(passage: Passage, at: int) -> int:
    """The end of a naval or coast-guard region: *Vùng* + *4 Hải quân*, *Vùng* + *3 Cảnh sát biển*."""
    lower = passage.syllables.lower
    if passage.shape(at) != DIGIT:
        return at
    forces = (force for force in _REGIONAL_FORCES if lower[at + 1 : at + 1 + len(force)] == force)
    return next((at + 1 + len(force) for force in forces), at)


def _number_end(passage: Passage, at: int) -> int:
    if passage.shape(at) == DIGIT or passage.is_roman(at):
        return at + 1
    if (passage.lower(at), passage.lower(at + 1)) == ("bộ", "binh") and passage.shape(at + 2) == DIGIT:
        return at + 3  # Sư đoàn Bộ binh 2
    return at


def _sector_end(passage: Passage, at: int, *, free: bool) -> int:
    """The end of a sector: the longest one of the lexicon, or where ``free``, a capitalised phrase."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    known = lexicons.sectors.at(lower, at)
    known_end = known[0] if known else at
    place = passage.places.get(at)
    if place and place[0] > known_end:
        return at
    if not passage.is_capital(at):
        # Sở giao thông Vận tải, Ban Chỉ đạo phòng, chống …: written small, but long enough to be no other word.
        department = passage.lower(at - 1) in _DEPARTMENTS and passage.shape(at - 1) == TITLE and known_end - at == 2
        long = known_end - at >= 3 or department or is_party_sector(passage, at, known_end)
        return known_end if long and (passage.has_capital(at - 2, at) or _of_chief(passage, at)) else at
    if not free:
        return known_end
    if begins_person(passage, at):
        return at  # Trưởng Ban Hoàng Bình Quân
    phrase_end = proper_name_end(passage, at)
    if known is None:
        return phrase_end
    names_territory = abbreviates_classifier(passage, known_end)  # TP is Tư pháp too
    more = lexicons.sectors.at(lower, known_end) if passage.is_capital(known_end) and not names_territory else None
    if more:
        return more[0]  # two sectors without their "và"
    described = described_end(passage, known_end)
    if described is not None:
        return described
    return max(known_end, phrase_end) if passage.lower(known_end) in ("và", "-") else known_end


def _of_chief(passage: Passage, at: int) -> bool:
    """Whether the type word before a sector stands in or behind a post: *trưởng ban* + *…*, *phó* + *ban* + *…*."""
    return passage.ends_post(at) or passage.ends_post(at - 1)


def is_party_sector(passage: Passage, start: int, end: int) -> bool:
    """Whether a sector in small letters is that of a committee's commission: *Ban* + *tuyên giáo* + *Thành ủy*."""
    lower = passage.syllables.lower
    committee = is_committee(passage, end) or lower[end : end + 2] == ["trung", "ương"]
    return (
        passage.lower(start - 1) == "ban"
        and " ".join(lower[start:end]) in _PARTY_SECTORS
        and committee
        and passage.is_capital(end)
    )


def _school_end(passage: Passage, start: int) -> int:
    """The kinds of school and its name: *Phổ thông dân tộc nội trú Trung học cơ sở …*, *THPT*, *Đại học*.

    Kinds without a name or territory are no name: *các trường Đại học*.
    """
    lower = passage.syllables.lower
    at = start
    while passage.is_word(at):
        if " ".join(lower[at : at + 2]) in _SCHOOLS:
            at += 2
            while passage.lower(at) in _SCHOOL_WORDS:
                at += 1
        elif (lower[at] in _SCHOOL_ABBREVIATIONS and passage.is_capital(at)) or (
            lower[at] == "và" and " ".join(lower[at + 1 : at + 3]) in _SCHOOLS
        ):
            at += 1
        else:
            break
    end = proper_name_end(passage, at)
    return end if end > at or _territory_end(passage, at) > at else start


def _territory_end(passage: Passage, at: int) -> int:
    """The end of the territory of a body: *tỉnh*, *tỉnh Kiên Giang*, *Kiên Giang*, *Việt Nam*, *Trung ương*."""
    lower = passage.syllables.lower
    if lower[at : at + 2] == ["việt", "nam"] and passage.is_capital(at):
        at += 2
    if lower[at : at + 2] in _LEVELS and (passage.is_capital(at) or passage.lower(at + 1) == "cao"):
        at += 2
    elif passage.lower(at) in ("tw", "tư") and passage.shape(at) == UPPER:
        at += 1
    if lower[at : at + 2] == ["khu", "vực"] and (passage.shape(at + 2) == DIGIT or passage.is_roman(at + 2)):
        return at + 3  # Tòa án nhân dân khu vực 4
    if not passage.is_word(at):
        return at
    known = passage.places.get(at)
    if known and known[1].sure and at in passage.place_types:
        return known[0]  # TP. HCM, thành phố Hồ Chí Minh: the lexicon has it with its classifier
    known = known if passage.is_capital(at) else None
    unit = unit_end(passage, at)
    if unit and unit[2] == "unit":
        larger = unit_end(passage, unit[0]) if unit[1] else None
        return larger[0] if larger and larger[1] and larger[2] == "unit" else unit[0]
    if not passage.is_capital(at) or (passage.shape(at - 1) == MARK and passage.lower(at - 1) != "-"):
        return at
    if known and (known[1].kind in _UNITS or known[0] - at >= 2) and known[1].kind != "thủ đô":
        return known[0]
    if passage.in_capitals(at) or passage.lower(at) in passage.lexicons.surnames:
        return at
    if any(at in phrases for phrases in (passage.posts, passage.heads, passage.bodies)):
        return at
    end = place_name_end(passage, at)
    return end if end is not None and end - at == 2 else at


def _country_end(passage: Passage, at: int) -> int:
    """The end of the country of a body of a state: *Chính phủ* + *Lào*, *Bộ Quốc phòng* + *Nga*."""
    known = passage.places.get(at) if passage.is_capital(at) else None
    if known and known[1].kind == "quốc gia" and (not passage.is_capital(known[0]) or passage.follows_post(at)):
        return known[0]
    return at


def _branch_end(passage: Passage, at: int) -> int:
    """The end of the branch of a bank or company: *Ngân hàng Nhà nước* + *Chi nhánh Đồng Nai*."""
    branch = passage.syllables.lower[at : at + 2] == ["chi", "nhánh"] and passage.is_capital(at)
    territory = _territory_end(passage, at + 2) if branch else at
    return territory if branch and territory > at + 2 else at


def _owner_end(passage: Passage, at: int) -> int:
    """The end of the body of the state that a commission is of: *Ủy ban Kinh tế* + *của Quốc hội*."""
    if f"{passage.lower(at)} {passage.lower(at + 1)}" == "quốc hội" and passage.is_capital(at):
        return at + 2  # Ủy ban Pháp luật + Quốc hội
    if passage.lower(at) != "của" or not passage.is_capital(at + 1):
        return at
    owner = passage.bodies.get(at + 1)
    return owner[0] if owner and owner[1] == "state" else at


def term_end(passage: Passage, at: int) -> int:
    """The end of a term of office: *khóa XIII*, *các khóa X, XI*, *nhiệm kỳ 2016 - 2021*."""
    several = passage.lower(at) == "các" and passage.lower(at + 1) == "khóa"
    noun = at + 1 if several else at
    if passage.lower(noun) == "khóa" and (passage.is_roman(noun + 1) or passage.shape(noun + 1) == DIGIT):
        at = noun + 2
        while passage.lower(at) in (",", "và") and _is_another_term(passage, at + 1, several):
            at += 2
    years = [passage.shape(at + 2), passage.shape(at + 4)] == [DIGIT, DIGIT] and passage.lower(at + 3) == "-"
    return at + 5 if years and (passage.lower(at), passage.lower(at + 1)) in _TERMS else at


def _is_another_term(passage: Passage, at: int, several: bool) -> bool:
    """Whether a number goes on a list of terms: *khóa XI, XII*, *khoá 10, 11, 12*, but not *khóa 14, 35 đại biểu*."""
    if passage.is_roman(at):
        return several or len(passage.syllables.forms[at]) > 1 or passage.shape(at + 1) in (MARK, BREAK)
    counts_something = passage.shape(at + 1) == LOWER and passage.lower(at + 1) != "và"
    return passage.shape(at) == DIGIT and len(passage.lower(at)) <= _LONGEST_TERM and not counts_something
