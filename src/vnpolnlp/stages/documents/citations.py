"""How party and state documents are cited: by number, by congress or plenum, by the name of a law, by a proper title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vnpolnlp.document import Label
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.documents.codes import CODE, NUMBER, NUMBER_AND_YEAR, code_genre, normal_code
from vnpolnlp.stages.events import find_meetings
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import LOWER, TITLE, UPPER, Syllables


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of one document: its span, label, genre in lower case, number, and the year its own name gives."""

    start: int
    end: int
    label: Label
    type: str | None
    number: str | None
    year: str | None
    rule: str


@dataclass(frozen=True)
class Genres:
    """The genres of documents, and the patterns built from them."""

    labels: dict[str, Label]
    by_abbreviation: dict[str, str]
    numbered: re.Pattern[str]
    named: re.Pattern[str]


# Genres that a bare number identifies (Nghị quyết 18); others need the word "số" or a code (Báo cáo số 12).
_STRONG = frozenset(
    ("nghị quyết", "nghị định", "chỉ thị", "kết luận", "quy định", "quyết định", "thông tư", "hướng dẫn", "quy chế",
     "pháp lệnh", "sắc lệnh", "đề án", "chương trình", "thông tư liên tịch", "công điện", "nghị quyết liên tịch")
)  # fmt: skip
_STRONG_ABBREVIATIONS = ("NQ", "NĐ", "CT", "QĐ", "KL")
# Genres that congresses and plenums issue under their own name.
_OF_MEETINGS = frozenset(("nghị quyết", "kết luận", "thông báo", "chỉ thị"))
# What is counted after a number that is no document's: Quyết định 15 đảng viên, Kế hoạch 5 năm.
_COUNTED = (
    r"(?!\ ?(?:(?:năm|tháng|ngày)(?!\ \d)|tuần|giờ|quý|đảng\ viên|cán\ bộ|người|đồng|tổ\ chức|đơn\ vị|tỉnh|huyện|xã|nội\ dung"
    r"|nhiệm\ vụ|vấn\ đề|dự\ án|triệu|tỷ|tỉ|nghìn|ngàn|lần|điểm|trường\ hợp|vụ|cấp|bên|giải\ pháp|mục\ tiêu|khâu|nhóm"
    r"|chỉ\ tiêu|tiêu\ chí|cá\ nhân|tập\ thể|ha|km|m2|hộ|cơ\ quan|bộ|sở|ngành|bị\ can|doanh\ nghiệp|công\ ty|học\ sinh"
    r"|chương\ trình|đối\ tượng|thành\ viên|ủy\ viên|chức\ danh|lĩnh\ vực|bước|phần|chương|điều|khoản|mặt|việc)\b|\ ?%|[.,]\d)"
)
_NUMBER_WORD = r"(?:(?:số|sô|so|No\.?)(?:\ ?:)?\ ?)"
_TERM = r"(?:\ khóa\ (?:[XVI]{1,6}|\d{1,2})(?!\w))"
_IN_LIST = re.compile(
    rf"(?:,|;|\ và|\ hoặc|\ hay|\ &)\ {_NUMBER_WORD}?(?P<number>{CODE}|{NUMBER_AND_YEAR}|{NUMBER}(?!\ ?/\ ?\d))"
    rf"(?={_TERM}|\ ?[,.;:)\n]|\ (?:và|hoặc|của|về|ngày|năm|khóa|do|đã|được|có|là|nêu|trên|cũng|quy)\b|$)"
)
_BARE_CODE = re.compile(rf"(?<![\w/.,-])(?<!\d\ )(?:{CODE})")
_YEAR_INSIDE = re.compile(r"(?:19|20)\d\d(?!\d)")


@cache
def genres() -> Genres:
    """The genres of the lexicon, read once a process."""
    labels: dict[str, Label] = {}
    by_abbreviation: dict[str, str] = {}
    numbered = []
    for row in read_lexicon("genres"):
        label: Label = "RESOLUTION" if row["label"] == "RESOLUTION" else "DOCUMENT"
        labels[row["form"]] = label
        for abbreviation in row.forms("abbreviations"):
            by_abbreviation.setdefault(abbreviation, row["form"])
        if "number" in row["citable"]:
            numbered.append(row["form"])
    by_abbreviation["QĐ"] = "quyết định"
    by_abbreviation["TT"] = "thông tư"
    full = "|".join(re.escape(form) for form in sorted(numbered, key=len, reverse=True))
    plain = "|".join(
        re.escape(_without_marks(form)) for form in sorted(numbered, key=len, reverse=True) if form in _STRONG
    )
    short = "|".join(re.escape(form) for form in sorted(by_abbreviation, key=len, reverse=True) if len(form) > 1)
    pattern = re.compile(
        rf"""(?<!\w)(?:
          (?P<genre>(?i:{full}))\ {_NUMBER_WORD}?(?P<code>{CODE}){_TERM}?
        | (?P<genre_plain>(?i:{plain}))\ {_NUMBER_WORD}?(?P<code_plain>{CODE})
        | (?P<genre_said>(?i:{full}))\ {_NUMBER_WORD}(?P<number_said>{NUMBER_AND_YEAR}|{NUMBER}(?!\ ?/\ ?\d)){_TERM}?
        | (?P<genre_number>(?i:{full}))\ (?P<number>{NUMBER_AND_YEAR}|{NUMBER}(?!\ ?/\ ?\d|-\d)){_COUNTED}{_TERM}?
        | (?P<short_code>{short})\ {_NUMBER_WORD}?(?P<code_short>{CODE})
        | (?P<short>{"|".join(_STRONG_ABBREVIATIONS)})\ ?{_NUMBER_WORD}?(?P<number_short>{NUMBER_AND_YEAR}|\d{{2,4}}(?![\w/])){_COUNTED}{_TERM}?
        )""",
        re.VERBOSE,
    )
    named = re.compile(
        r"(?<!\w)(?P<genre>(?i:%s))\ (?P<plenum>(?:Trung\ ương|T\.?Ư|TW)\ ?(?:lần\ thứ\ )?(?:\d{1,2}|[XVI]{1,5})(?!\w)"
        r"(?:\ khóa\ (?:[XVI]{1,6}|\d{1,2})(?!\w)|\ \(khóa\ (?:[XVI]{1,6}|\d{1,2})\))?)?"
        % "|".join(sorted(_OF_MEETINGS))
    )
    return Genres(labels, by_abbreviation, pattern, named)


def _without_marks(form: str) -> str:
    decomposed = unicodedata.normalize("NFD", form.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def find_citations(text: str, syllables: Syllables) -> list[Citation]:
    """The documents that normalised text mentions; the mentions may overlap."""
    return [
        *_numbered(text),
        *_of_meetings(text),
        *_laws(text, syllables),
        *_titled(text, syllables),
    ]


def _numbered(text: str) -> Iterator[Citation]:
    known = genres()
    ends = set()
    for match in known.numbered.finditer(text):
        found = match.groupdict()
        if found["code"] or found["code_plain"] or found["number_said"] or found["number"]:
            written = found["genre"] or found["genre_plain"] or found["genre_said"] or found["genre_number"]
            genre = _genre_named(written, known)
            if found["number"] and not (written[0].isupper() and genre in _STRONG):
                continue
        else:
            genre = known.by_abbreviation[found["short_code"] or found["short"]]
        number = normal_code(
            found["code"] or found["code_plain"] or found["number_said"] or found["number"]
            or found["code_short"] or found["number_short"]
        )  # fmt: skip
        label = known.labels[genre]
        year = None
        yield Citation(match.start(), match.end(), label, genre, number, year, "numbered")
        ends.add(match.end())
        at = match.end()
        while more := _IN_LIST.match(text, at):
            listed = normal_code(more["number"])
            yield Citation(more.start("number"), more.end("number"), label, genre, listed, None, "list")
            at = more.end("number")
    for match in _BARE_CODE.finditer(text):
        number = normal_code(match[0])
        abbreviation = code_genre(number)
        if abbreviation and number.count("/") + number.count("-") >= 2:
            genre = known.by_abbreviation.get(abbreviation, "")
            yield Citation(
                match.start(), match.end(), known.labels.get(genre, "DOCUMENT"), genre or None, number, None, "code"
            )


def _genre_named(written: str, known: Genres) -> str:
    lower = written.lower()
    if lower in known.labels:
        return lower
    return next(form for form in known.labels if _without_marks(form) == lower)


def _of_meetings(text: str) -> Iterator[Citation]:
    known = genres()
    meetings = {event.start: event.end for event in find_meetings(text)}
    for match in known.named.finditer(text):
        genre = match["genre"].lower()
        end = match.end() if match["plenum"] else meetings.get(match.end())
        if end is not None:
            yield Citation(match.start(), end, known.labels.get(genre, "DOCUMENT"), genre, None, None, "meeting")


_LAW_YEAR = re.compile(
    r"(?:\ \(sửa\ đổi\)|\ sửa\ đổi)?(?:,?\ năm\ |\ )(?P<year>(?:19|20)\d\d)(?![\w/.-]*\w)|\ \(sửa\ đổi\)"
)
_AMENDING = re.compile(r"(?<!\w)Luật\ [Ss]ửa\ đổi,\ bổ\ sung\ (?:một\ số\ )?điều\ của\ (?:các\ )?$")
_NOT_LAWS = frozenset(("sư", "gia", "pháp", "chơi", "số", "lệ", "này", "của", "sửa"))


@cache
def _law_names() -> Phrases[str]:
    return Phrases((form, row["form"]) for row in read_lexicon("laws") for form in row.forms("form", "variants"))


@cache
def _breaks() -> Phrases[bool]:
    return Phrases((row["form"], True) for row in read_lexicon("name_breaks"))


def _laws(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Laws, codes, treaties and basic documents of the lexicon, and other laws by their capitals."""
    shapes, lower = syllables.shapes, syllables.lower
    names = _law_names()
    for at, form in enumerate(lower):
        if form not in ("luật", "bộ", "pháp") and shapes[at] == LOWER:
            continue
        known = names.at(lower, at)
        if known and _is_capitalised(shapes, at, known[0]):
            end = known[0]
        elif form == "luật" and shapes[at] == TITLE and (at == 0 or lower[at - 1] != "bộ"):
            unknown = _law_name_end(syllables, at)
            if unknown is None:
                continue
            end = unknown
        else:
            continue
        start_offset, end_offset = syllables.starts[at], syllables.ends[end - 1]
        amending = _AMENDING.search(text, max(0, start_offset - 60), start_offset)
        if amending:
            start_offset = amending.start()
        more = _LAW_YEAR.match(text, end_offset)
        year = more["year"] if more else None
        if more:
            end_offset = more.end()
        inside = _YEAR_INSIDE.search(text, start_offset, end_offset)
        yield Citation(
            start_offset,
            end_offset,
            "DOCUMENT",
            _law_type(lower, at),
            None,
            year or (inside[0] if inside else None),
            "law",
        )


def _law_type(lower: list[str], at: int) -> str | None:
    for length in (3, 2, 1):
        genre = " ".join(lower[at : at + length])
        if genre in genres().labels:
            return genre
    return None


def _is_capitalised(shapes: list[int], start: int, end: int) -> bool:
    if end - start == 1:
        return shapes[start] == UPPER
    return shapes[start] in (TITLE, UPPER) or TITLE in shapes[start + 1 : min(start + 3, end)]


def _law_name_end(syllables: Syllables, at: int) -> int | None:
    """The end of a law that the lexicon does not have: *Luật* + a capital, to the next verb or mark."""
    shapes, lower = syllables.shapes, syllables.lower
    end = at + 1
    if end >= len(lower) or shapes[end] != TITLE or lower[end] in _NOT_LAWS:
        return None
    while end < len(lower) and end - at < 9:
        if shapes[end] not in (LOWER, TITLE, UPPER) or (_breaks().at(lower, end) and end > at + 1):
            break
        end += 1
    while end > at + 2 and lower[end - 1] in ("và", "hoặc"):
        end -= 1
    return end


_TITLED = frozenset(
    ("đề án", "chiến lược", "quy hoạch", "bộ tiêu chí", "chương trình mục tiêu quốc gia", "chương trình hành động",
     "chương trình tổng thể", "kế hoạch tổng thể", "bộ quy tắc ứng xử")
)  # fmt: skip
_TITLE_ENDS = frozenset(
    ("được", "đã", "sẽ", "là", "với", "trình", "theo", "để", "nhằm", "này", "của", "cho", "do", "gồm", "vừa", "cũng", "có",
     "tại", "khi", "nêu", "trên", "đang")
)  # fmt: skip
_TITLE_GOES_ON = re.compile(r",\ (?:tầm\ nhìn|định\ hướng)(?:\ đến)?(?:\ năm)?\ (?:19|20)\d\d")
_MAX_TITLE = 26


@cache
def _titled_genres() -> Phrases[str]:
    return Phrases((form, form) for form in sorted(_TITLED))


def _titled(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Plans, schemes and strategies by their proper title: a capitalised genre and what it is about."""
    shapes, lower = syllables.shapes, syllables.lower
    for start, after, genre in _titled_genres().find(lower):
        adjusted = start > 0 and lower[start - 1] == "chỉnh" and shapes[start] == TITLE
        if shapes[start] != TITLE or (after < len(lower) and shapes[after] not in (LOWER, TITLE, UPPER)):
            continue
        end = after
        while end < len(lower) and end - start < _MAX_TITLE:
            form = lower[end]
            if form in _TITLE_ENDS or not (shapes[end] in (LOWER, TITLE, UPPER) or form[0].isdigit() or form in "-/&"):
                break
            end += 1
        while end > after and not lower[end - 1][0].isalnum() or lower[end - 1] in ("và", "về"):
            end -= 1
        if end - after < 2:
            continue
        first = start - 2 if adjusted and shapes[start - 2] == TITLE else start
        end_offset = syllables.ends[end - 1]
        more = _TITLE_GOES_ON.match(text, end_offset)
        yield Citation(
            syllables.starts[first], more.end() if more else end_offset, "DOCUMENT", genre, None, None, "title"
        )
