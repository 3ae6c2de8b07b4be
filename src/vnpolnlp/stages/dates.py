"""Dates: absolute and partly absolute calendar expressions, with their values.

Values are ISO 8601 where the text gives everything and EDTF (Library of Congress, 2019) where it does not: ``22/4``
is ``XXXX-04-22``, a quarter is one of the sub-year groupings 33 to 36 (``quý I/2025`` is ``2025-33``), a season 21 to
24, a range has a ``/`` between its ends, a list stands in braces. Nothing is filled in from the day of writing, and a
day of the lunar calendar has no value.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from typing import ClassVar

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import Syllables


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression in a text: its span, and its value in ISO 8601 or EDTF where the text gives one."""

    start: int
    end: int
    value: str | None


class Dates:
    """Mark dates with their values."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("dates",)

    def __call__(self, document: Document) -> Document:
        """The document with its dates proposed as entities."""
        found = find_dates(document.view.text, document.view.syllables)
        return propose(
            document,
            (Candidate(d.start, d.end, "DATE", "dates/grammar", {"value": d.value} if d.value else {}) for d in found),
        )


def find_dates(text: str, syllables: Syllables | None = None) -> Iterator[FoundDate]:
    """The date expressions of normalised text, left to right; its syllables may be given.

    >>> text = "Sáng 22.4, về Nghị quyết 21 ngày 16/6/2022, giai đoạn 2022-2025 và quý I/2025; đạt 5/9 tiêu chí"
    >>> [(text[d.start:d.end], d.value) for d in find_dates(text)]
    [('22.4', 'XXXX-04-22'), ('ngày 16/6/2022', '2022-06-16'), ('giai đoạn 2022-2025', '2022/2025'),
     ('quý I/2025', '2025-33')]
    """
    at = 0
    for start, forms in _beginnings(text, syllables or Syllables.of(text)):
        if start < at:
            continue
        for form in forms:
            match = form.pattern.match(text, start)
            found = form.read(match) if match else None
            while found:
                yield found
                at = found.end
                found = _continued(form, text, at)
            if at > start:
                break


# --- parts of patterns; all are used with VERBOSE and IGNORECASE ---------------------------------------------------

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:1\d|20|21)\d\d"
_SEPARATOR = r"\ ?[/.-]\ ?"
_TO = r"\ ?(?:-|đến|tới)\ ?"
_LISTED = r"(?:,\ |\ và\ |\ hoặc\ )"
# Month and numeral words and Roman numerals also match in the wrong case; their readers decide.
_ROMAN_MONTH = r"(?:XII|XI|IX|X|VIII|VII|VI|IV|V|III|II|I)"
_MONTH_WORD = r"(?:giêng|mười\ hai|mười\ một|một|hai|ba|tư|năm(?!\ \d)|sáu|bảy|bẩy|tám|chín|mười|chạp)"
_MONTH_NAME = rf"(?:{_MONTH}|{_ROMAN_MONTH}|{_MONTH_WORD})(?!\w)"
_QUARTER = r"(?:IV|I{1,3}|[1-4])(?!\w)"
#: A year of the sixty-year cycle, *Mậu Thân*; for VERBOSE and IGNORECASE. It has capitals, "quý tý" are other words.
CYCLE_YEAR = (
    r"(?=(?-i:[A-ZĐẤ]))(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)\ "
    r"(?:Tý|Tí|Sửu|Dần|Mão|Mẹo|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi)(?!\w)"
)
_CYCLE = rf"năm\ {CYCLE_YEAR}"
_LUNAR = rf"(?P<lunar>\ (?:âm\ lịch|ÂL|{_CYCLE}))"
# A date does not go on as a number, a fraction or the code of a document (58/2025/NĐ-CP).
_END = r"(?!\w|/\w|[.,]\d|-\ ?(?-i:[A-ZĐ]{2})|\ ?%)"
_STOP = r"(?=\ ?[,;:.)\]\n]|\ -\ |$)"

#: What is counted, always in lower case: "5/9 tiêu chí" is a fraction of things, "1950-2000 người" are how many.
COUNTED = (
    r"(?-i:tiêu\ chí|chỉ\ tiêu|xã|phường|huyện|tỉnh|thành\ phố|đơn\ vị|đại\ biểu|phiếu|người|hộ|thôn|ấp|khu|cơ\ sở"
    r"|đảng|chi\ bộ|trường|nội\ dung|nhiệm\ vụ|mục\ tiêu|số|tổng|địa\ phương|điểm|dự\ án|hồ\ sơ|thành\ viên|đồng\ chí"
    r"|ủy\ viên|bộ|sở|ngành|cán\ bộ|công\ trình|sản\ phẩm|km|ha|m|m2|m3|kg|tấn|tạ|lít|giờ|tổ|cuộc|vụ|lớp|em|học\ sinh"
    r"|thí\ sinh|sân|trận|bàn|lần|lượt|bữa|buổi|ca|tiếng|phút|tuổi|đồng|triệu|tỷ|tỉ|nghìn|ngàn|USD|con|cây|cái|chiếc"
    r"|căn|ngôi|bệnh\ nhân|trường\ hợp|chuyến|doanh\ nghiệp|lao\ động|suất|phần|viên|liều|mũi|cử\ tri|quốc\ gia|nước|độ"
    r"|trên\ tổng)(?!\w)"
)
_NOT_COUNTED = rf"(?!\ ?{COUNTED})"
_NOT_A_FRACTION = rf"(?!(?:(?:{_TO}|\ lên\ )\d{{1,2}}/\d{{1,2}})?\ ?{COUNTED})"
# How often: "ngày 2-3 lần".
_NOT_HOW_OFTEN = r"(?!\ (?:lần(?!\ (?:đầu|thứ))|lượt|bữa|ca|tiếng|viên|lít|cữ|buổi(?!\ (?:sáng|trưa|chiều|tối)))\b)"

# --- what may stand before a bare number that is a date; read backwards from it, and never far ---------------------

_REACH = 24
# With a word for a day or a part of the day, any separator does: sáng 22.4, hôm nay (22-4).
_DAY_CUE = re.compile(
    r"(?<!\w)(?:sáng|trưa|chiều|tối|đêm|khuya|hôm|nay|hôm\ qua|mai|lễ|dịp|tết|các\ ngày|kể\ từ|hạn|quốc\ khánh"
    r"|kỷ\ niệm|thứ\ (?:hai|ba|tư|năm|sáu|bảy)|chủ\ nhật),?\ \(?$",
    re.IGNORECASE,
)
# With these only a slash: "từ 1-5 tuổi", "đến 3.5" are none.
_WEAK_CUE = re.compile(r"(?:(?<!\w)(?:từ|vào|trước|sau|qua|đến|tới|hết|và|trong)\ \(?|\()$", re.IGNORECASE)
_END_CUE = re.compile(r"(?<!\w)(?:từ|vào|đến|tới)\ $", re.IGNORECASE)
_AMOUNT_CUE = re.compile(
    r"(?<!\w)(?:có|lên|đạt|tăng|giảm|xuống|chiếm|khoảng)\ (?:đến|tới|từ|hơn|trên)\ $", re.IGNORECASE
)
# An agency in a dateline: "(TTXVN 7/9)".
_AGENCY_CUE = re.compile(r"\([A-ZĐ]{2,6} $")
_MONTH_CUE = re.compile(r"(?:(?<!\w)(?:từ|đến|tới|hồi|vào|trước|sau)\ |\()$", re.IGNORECASE)
_YEAR_CUE = re.compile(r"(?:(?<!\w)(?:từ|đến|tới|trước|sau|hồi|sn|s\.n|sinh|mất)\ |\()$", re.IGNORECASE)
_OLD_YEAR_CUE = re.compile(r"(?<!\w)(?:từ|vào|đến|trước|sau|chiến\ thắng|khởi\ nghĩa|trận)\ $", re.IGNORECASE)
# How often, or how much in each: mỗi ngày 8 giờ, bình quân mỗi năm 2000 hộ.
_EACH = re.compile(r"(?<!\w)(?:mỗi|hằng|nửa|cứ)\ $", re.IGNORECASE)


# A number that is no day: kỳ họp thứ 13 tháng 7/2014, Quận 5, 16/6/2022.
_ORDINAL = re.compile(r"(?<!\w)(?:thứ|số|khóa|quận|phường|điều|khoản|hạng|lớp|đội|tổ|trang)\ $", re.IGNORECASE)


def _follows(cue: re.Pattern[str], text: str, at: int) -> bool:
    return cue.search(text, max(0, at - _REACH), at) is not None


# --- readers: the value of what a pattern matched, or that it is no date -------------------------------------------

_MONTHS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(
        ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), start=1)},
    "một": 1,
    "bẩy": 7,
    "chạp": 12,
    **{name: number for number, name in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1)},
}  # fmt: skip
_LUNAR_MONTHS = ("giêng", "chạp")
_LEAP_YEAR = 2000
_SEASONS = {"xuân": 21, "hè": 22, "hạ": 22, "thu": 23, "đông": 24}
_COUNTS = {
    "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_MAX_YEARS = 150  # apart, in a bare range: 1858 - 1945


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS[name.lower()]


def _is_mistaken_word(name: str) -> bool:
    """Whether a month's name is in a case that only common words have: *tháng hai lần*, *tháng i*."""
    return not name.isdigit() and name[0].islower() and name.lower() not in _LUNAR_MONTHS


_TO_JOIN = re.compile(r" ?(?:-|đến|tới) ?", re.IGNORECASE)
_LIST_JOIN = re.compile(r", | và | hoặc ", re.IGNORECASE)


def _numbers(joined: str) -> list[list[str]]:
    """What commas and dashes join: a list of single numbers or names, and of ranges."""
    return [_TO_JOIN.split(part) for part in _LIST_JOIN.split(joined)]


def _several(joined: str, value: Callable[[str], str]) -> str:
    """The EDTF value of joined numbers: one, a range, or a list in braces."""
    parts = [[value(number) for number in part] for part in _numbers(joined)]
    if len(parts) == 1:
        return "/".join(parts[0])
    return "{" + ",".join("..".join(part) for part in parts) + "}"


def _rises(joined: str) -> bool:
    numbers = [_month_number(name) for part in _numbers(joined) for name in part]
    return all(a < b for a, b in pairwise(numbers))


def _days(match: re.Match[str], days: str, month: str, year: str | None, *, lunar: bool) -> FoundDate | None:
    month_number = _month_number(month)
    last_day = 30 if lunar else monthrange(int(year) if year else _LEAP_YEAR, month_number)[1]
    if not _rises(days) or int(re.findall(r"\d+", days)[-1]) > last_day:
        return None
    if lunar or (year and len(year) == 2):  # another calendar, or a century that the text does not say
        return FoundDate(*match.span(), None)
    return FoundDate(*match.span(), _several(days, lambda day: f"{year or 'XXXX'}-{month_number:02}-{int(day):02}"))


def _read_days(match: re.Match[str]) -> FoundDate | None:
    """Days with their noun: *ngày 16/6/2022*, *ngày 3 đến 6-12*, *ngày 2 tháng chín năm 1945*."""
    if _follows(_EACH, match.string, match.start()):
        return None
    name = match["name"] or match["number"]
    if name.lower() in _ROMANS and name.islower():
        return None
    lunar = bool(match["lunar"]) or name.lower() in _LUNAR_MONTHS
    return _days(match, match["days"], name, match["year"] or match["long_year"], lunar=lunar)


_ROMANS = frozenset(name for name in _MONTHS if set(name) <= set("ivx"))


def _read_day(match: re.Match[str]) -> FoundDate | None:
    """Days without a month: *ngày 13*."""
    if _follows(_EACH, match.string, match.start()) or not _rises(match["days"]):
        return None
    return FoundDate(*match.span(), _several(match["days"], lambda day: f"XXXX-XX-{int(day):02}"))


def _read_bare_full(match: re.Match[str]) -> FoundDate | None:
    """A full date without a noun: *16/6/2022*; a list of days or a short year only after a cue."""
    days, year = match["days"], match["year"]
    text, start = match.string, match.start()
    if _follows(_ORDINAL, text, start):
        return None
    if (", " in days or len(year) == 2) and not (_follows(_DAY_CUE, text, start) or _follows(_WEAK_CUE, text, start)):
        return None
    return _days(match, days, match["month"], year, lunar=False)


def _read_bare_days(match: re.Match[str]) -> FoundDate | None:
    """Days and month without a noun, after a cue: *sáng 22.4*, *từ 29 đến 31/5*."""
    if not (match["lunar"] or _has_day_cue(match)):
        return None
    return _days(match, match["days"], match["month"], None, lunar=bool(match["lunar"]))


def _has_day_cue(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    if _follows(_DAY_CUE, text, start) or _follows(_AGENCY_CUE, text, start):
        return True
    slashed = "/" in match["separator"]
    return slashed and _follows(_WEAK_CUE, text, start) and not _follows(_AMOUNT_CUE, text, start)


def _read_bare_long(match: re.Match[str]) -> FoundDate | None:
    """*16 tháng 6 năm 2022*; without a year only after a cue, for *3 tháng 2 lần* is how often."""
    month = match["month"]
    lunar = bool(match["lunar"]) or month.lower() in _LUNAR_MONTHS
    cued = _follows(_DAY_CUE, match.string, match.start()) or _follows(_END_CUE, match.string, match.start())
    if _is_mistaken_word(month) or not (match["year"] or lunar or cued):
        return None
    if _follows(_ORDINAL, match.string, match.start()):
        return None
    return _days(match, match["days"], month, match["year"], lunar=lunar)


def _read_iso(match: re.Match[str]) -> FoundDate | None:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    return FoundDate(*match.span(), f"{year}-{month:02}-{day:02}") if day <= monthrange(year, month)[1] else None


def _read_no_value(match: re.Match[str]) -> FoundDate:
    """Days of the lunar calendar."""
    return FoundDate(*match.span(), None)


def _read_months(match: re.Match[str]) -> FoundDate | None:
    """Months by number or name: *tháng 6/2022*, *tháng 7 - 9/2024*, *tháng Tư*."""
    months, year = match["months"], match["year"]
    if match["lunar"] or months.lower() in _LUNAR_MONTHS:
        return FoundDate(*match.span(), None)
    named = [name for part in _numbers(months) for name in part]
    if not match["noun_year"] and any(map(_is_mistaken_word, named)):
        return None
    if not _rises(months) or _follows(_EACH, match.string, match.start()):
        return None
    return FoundDate(*match.span(), _several(months, lambda name: f"{year or 'XXXX'}-{_month_number(name):02}"))


def _read_months_of_year(match: re.Match[str]) -> FoundDate | None:
    """*6 tháng đầu năm 2024*, *9 tháng năm 2022*."""
    count, year = match["count"].lower(), match["year"]
    number = _COUNTS[count] if count in _COUNTS else int(count)
    first, last = (13 - number, 12) if (match["part"] or "").lower().startswith("cuối") else (1, number)
    return FoundDate(*match.span(), f"{year}-{first:02}/{year}-{last:02}")


def _read_quarters(match: re.Match[str]) -> FoundDate | None:
    quarters, year = match["quarters"], match["year"]
    if any(_is_mistaken_word(name) for part in _numbers(quarters) for name in part) or not _rises(quarters):
        return None
    return FoundDate(*match.span(), _several(quarters, lambda name: f"{year or 'XXXX'}-{32 + _month_number(name)}"))


def _read_period(match: re.Match[str]) -> FoundDate | None:
    first, last = match["first"], match["last"]
    return FoundDate(*match.span(), f"{first}/{last}") if first < last else None


def _read_bare_period(match: re.Match[str]) -> FoundDate | None:
    return _read_period(match) if int(match["last"]) - int(match["first"]) <= _MAX_YEARS else None


def _read_year(match: re.Match[str]) -> FoundDate | None:
    year, text, start = match["year"], match.string, match.start()
    if _follows(_EACH, text, start):
        return None
    if match["before_christ"]:
        return FoundDate(*match.span(), f"-{int(year) - 1:04}")
    if len(year) < 4 and not match["stop"] and not _follows(_OLD_YEAR_CUE, text, start):
        return None
    return FoundDate(*match.span(), year.zfill(4))


def _read_year_of_cycle(match: re.Match[str]) -> FoundDate:
    """*năm Mậu Thân 1968*: the value is the year that stands with it."""
    return FoundDate(*match.span(), match["year"])


def _read_bare_year(match: re.Match[str]) -> FoundDate | None:
    """A year without its noun, after a cue: *SN 1994*, *(2013, 2014)*, *từ 1975 đến 1986*."""
    first, last = match["first"], match["last"]
    cued = _follows(_YEAR_CUE, match.string, match.start()) or _opens_an_entry(match)
    if not cued or (last and last <= first):
        return None
    return FoundDate(*match.span(), f"{first}/{last}" if last else first)


def _opens_an_entry(match: re.Match[str]) -> bool:
    """Whether a year opens a line of a chronology: *1932: lập tỉnh*."""
    line = match.string[max(0, match.start() - 3) : match.start()].rpartition("\n")
    opens = line[1] != "" or match.start() < 3
    return opens and not line[2].strip(" •*-") and match.string.startswith(":", match.end())


def _read_bare_month(match: re.Match[str]) -> FoundDate | None:
    """Month and year without a noun, after a cue: *(11-1975)*, *đến 6/2022*."""
    cued = _follows(_MONTH_CUE, match.string, match.start())
    return FoundDate(*match.span(), f"{match['year']}-{int(match['month']):02}") if cued else None


def _read_season(match: re.Match[str]) -> FoundDate:
    return FoundDate(*match.span(), f"{match['year']}-{_SEASONS[match['season'].lower()]}")


def _read_decade(match: re.Match[str]) -> FoundDate | None:
    decade, century = match["decade"], match["century"]
    if len(decade) == 4:
        return FoundDate(*match.span(), decade[:3] + "X")
    return FoundDate(*match.span(), f"{_century_number(century) - 1}{decade[0]}X" if century else None)


def _read_century(match: re.Match[str]) -> FoundDate | None:
    number = _century_number(match["century"])
    return FoundDate(*match.span(), f"{number - 1:02}XX") if 1 <= number <= 22 else None


def _century_number(name: str) -> int:
    if name.isdigit():
        return int(name)
    digits = [_ROMAN_DIGITS[letter] for letter in name.lower()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


# --- forms: a pattern, its reader, and how a list of such dates goes on -----------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], FoundDate | None]
    more: re.Pattern[str] | None = None
    read_more: Callable[[re.Match[str]], FoundDate | None] = _read_no_value


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def _continued(form: _Form, text: str, at: int) -> FoundDate | None:
    """The next date of a list, which needs no noun or cue of its own: *ngày 3/5, 6/5 và 8/5*, *(2013, 2014)*."""
    joined = _JOINED.match(text, at) if form.more else None
    match = form.more.match(text, joined.end()) if form.more and joined else None
    return form.read_more(match) if match else None


_JOINED = _compiled(rf"{_TO}|{_LISTED}|;\ ")
_DAYS = rf"(?P<days>{_DAY}(?:(?:{_TO}|{_LISTED}){_DAY}){{0,6}})"
_YEAR_AFTER = rf"(?:(?P<noun_year>,?\ năm\ )|{_SEPARATOR})(?P<year>{_YEAR})"


def _read_more_days(match: re.Match[str]) -> FoundDate | None:
    return _days(match, match["day"], match["month"], match["year"], lunar=False)


_MORE_DAYS = _compiled(
    rf"(?P<day>{_DAY})[/.-](?P<month>{_MONTH})(?:[/.-](?P<year>{_YEAR}))?{_END}{_NOT_A_FRACTION}"
)  # fmt: skip
_MORE_YEARS = _compiled(rf"(?P<year>{_YEAR}){_END}(?:{_STOP}|(?=\ (?:và|hoặc|của|đều|là|với|cho|đã|thì)\b))")


def _read_more_years(match: re.Match[str]) -> FoundDate | None:
    return FoundDate(*match.span(), match["year"])


_DAYS_WITH_NOUN = _Form(
    # ngày 16/6/2022, ngày 2 - 6/10/2018, ngày 5/6 năm 2023, ngày 16 tháng 6 năm 2022, mùng 10 tháng 3 âm lịch
    _compiled(
        rf"""(?:ngày\ (?:mùng\ |mồng\ )?|mùng\ |mồng\ ){_DAYS}(?:
            {_SEPARATOR}(?P<number>{_MONTH})(?:(?:{_SEPARATOR}|\ năm\ )(?P<year>{_YEAR}|\d\d(?!\d)))?
          | \ tháng\ (?P<name>{_MONTH_NAME})(?:(?:,?\ năm\ |{_SEPARATOR})(?P<long_year>{_YEAR}))?
        ){_LUNAR}?{_END}{_NOT_HOW_OFTEN}"""
    ),
    _read_days,
    _MORE_DAYS,
    _read_more_days,
)
_DAYS_ALONE = _Form(
    # ngày 13, but not: ngày 15 hằng tháng, ngày 2 lần
    _compiled(
        rf"""ngày\ (?P<days>{_DAY}(?:{_TO}{_DAY})?){_END}(?!-\d){_NOT_COUNTED}{_NOT_HOW_OFTEN}
          (?!\ (?:h[ằà]ng|mỗi|của|đêm|công|làm|nghỉ|đầu|cuối)\b)(?!\ tháng(?!\ (?:này|trước|sau)\b))"""
    ),
    _read_day,
)
_NEW_YEAR = _Form(
    # mùng 3 Tết, 30 Tết: days of the lunar new year
    _compiled(r"(?:ngày\ )?(?:(?:mùng|mồng)\ \d{1,2}|2[3-9]|30)\ (?-i:Tết)(?!\w)(?!\ (?:Dương|Trung|Đoan))"),
    _read_no_value,
)
_FULL_MOON = _Form(_compiled(rf"(?:ngày\ )?rằm\ tháng\ {_MONTH_NAME}{_LUNAR}?{_END}"), _read_no_value)
_BARE_FULL = _Form(
    # 16/6/2022, từ 2 - 6/10/2018
    _compiled(
        rf"{_DAYS}(?P<separator>{_SEPARATOR})(?P<month>{_MONTH}){_SEPARATOR}"
        rf"(?P<year>{_YEAR}|\d\d(?!\d)){_END}{_NOT_COUNTED}"
    ),
    _read_bare_full,
    _MORE_DAYS,
    _read_more_days,
)
_BARE_SINGLE = _Form(
    # the last day of what only looks like a list: Quận 5, 16/6/2022
    _compiled(rf"(?P<days>{_DAY})(?P<separator>{_SEPARATOR})(?P<month>{_MONTH}){_SEPARATOR}(?P<year>{_YEAR}){_END}"),
    _read_bare_full,
)
_BARE_DAYS = _Form(
    # sáng 22.4, (16/4), từ 29 đến 31/5
    _compiled(rf"{_DAYS}(?P<separator>{_SEPARATOR})(?P<month>{_MONTH}){_LUNAR}?{_END}{_NOT_A_FRACTION}"),
    _read_bare_days,
    _MORE_DAYS,
    _read_more_days,
)
_BARE_LONG = _Form(
    # 16 tháng 6 năm 2022
    _compiled(
        rf"{_DAYS}\ tháng\ (?P<month>{_MONTH_NAME})(?:(?:,?\ năm\ |{_SEPARATOR})(?P<year>{_YEAR}))?"
        rf"{_LUNAR}?{_END}{_NOT_HOW_OFTEN}{_NOT_COUNTED}(?!\ ngày)"
    ),
    _read_bare_long,
)
_ISO = _Form(_compiled(rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>[012]\d|3[01])(?<!00){_END}"), _read_iso)
_MONTHS_NAMED = _Form(
    # tháng 6 năm 2022, tháng 12.2025, tháng Tư, tháng 7 - 9/2024, tháng 6, 7 và 8/2024
    _compiled(
        rf"""tháng\ (?P<months>{_MONTH_NAME}(?:
            (?:(?:{_TO}|{_LISTED}){_MONTH}){{1,5}}(?={_SEPARATOR}{_YEAR}|,?\ năm\ {_YEAR}|{_STOP})
          )?)
          (?:{_YEAR_AFTER})?{_LUNAR}?{_END}{_NOT_HOW_OFTEN}(?!\ ngày\ (?!\d))(?!\ ngày[.,;])"""
    ),
    _read_months,
)
_MONTHS_OF_YEAR = _Form(
    # 6 tháng đầu năm 2024, 9 tháng năm 2022
    _compiled(
        rf"(?P<count>1[0-2]|[1-9]|{'|'.join(_COUNTS)})"
        rf"\ tháng\ (?P<part>đầu\ |cuối\ )?(?:của\ )?năm\ (?P<year>{_YEAR}){_END}"
    ),
    _read_months_of_year,
)
_QUARTERS = _Form(
    # quý I/2025, quý 2 năm 2024, quý I và II/2025
    _compiled(
        rf"""quý\ (?P<quarters>{_QUARTER}(?:
            (?:(?:{_TO}|{_LISTED}){_QUARTER}){{1,3}}(?={_SEPARATOR}{_YEAR}|,?\ năm\ {_YEAR}|{_STOP})
          )?)
          (?:{_YEAR_AFTER})?{_END}"""
    ),
    _read_quarters,
)
_PERIOD = _Form(
    # giai đoạn 2022-2025, nhiệm kỳ 2020 - 2025, 5 năm 2021-2025, năm 2008 - 2009
    _compiled(
        rf"""(?:giai\ đoạn|nhiệm\ k[ỳì]|thời\ k[ỳì]|niên\ khóa|năm\ học|năm|\d{{1,2}}\ năm|khóa|mùa\ giải)
          \ (?P<first>{_YEAR}){_TO}(?P<last>{_YEAR}){_END}"""
    ),
    _read_period,
)
_BARE_PERIOD = _Form(
    # kế hoạch 2021-2025: two years that a dash joins
    _compiled(rf"(?P<first>{_YEAR})\ ?-\ ?(?P<last>{_YEAR}){_END}(?!-\d){_NOT_COUNTED}"),
    _read_bare_period,
)
_YEAR_WITH_NOUN = _Form(
    # năm 2025; an old year: năm 938; before Christ: năm 179 trước Công nguyên
    _compiled(
        rf"năm\ (?P<year>{_YEAR}|[1-9]\d\d?(?=\ (?:trước\ Công|TCN))|[1-9]\d\d{_NOT_COUNTED}){_END}"
        rf"(?P<before_christ>\ (?:trước\ Công\ nguyên|trước\ CN|TCN)(?!\w))?(?P<stop>{_STOP})?"
    ),
    _read_year,
    _MORE_YEARS,
    _read_more_years,
)
_YEAR_OF_CYCLE = _Form(_compiled(rf"{_CYCLE}(?:\ (?P<year>{_YEAR}){_END})?"), _read_year_of_cycle)
_BARE_MONTH = _Form(
    # (11-1975), từ 6/2022
    _compiled(rf"(?P<month>{_MONTH})[/-](?P<year>{_YEAR}){_END}{_NOT_COUNTED}"),
    _read_bare_month,
)
_BARE_YEAR = _Form(
    # từ 1975 đến 1986, SN 1994, (1930 - 1945)
    _compiled(
        rf"""(?P<first>{_YEAR})(?:
            {_TO}(?P<last>{_YEAR}){_END}{_NOT_COUNTED} | {_END}(?:{_STOP}|(?=\ (?:đến|tới|nay|và|trở|khi|là)\b))
          )"""
    ),
    _read_bare_year,
    _MORE_YEARS,
    _read_more_years,
)
_SEASON = _Form(
    # mùa hè năm 2022, mùa xuân 1975
    _compiled(rf"mùa\ (?P<season>xuân|hè|hạ|thu|đông)\ (?:năm\ )?(?P<year>{_YEAR}){_END}"),
    _read_season,
)
_DECADE = _Form(
    # thập niên 1990, những năm 90 của thế kỷ XX
    _compiled(
        r"""(?:thập\ niên|thập\ kỷ|những\ năm)\ (?P<decade>(?:1\d|20)?\d0)
          (?:(?:\ của)?\ thế\ kỷ\ (?P<century>(?-i:XXI|XX|XIX)|19|20|21))?"""
        + _END
        + _NOT_COUNTED
        + r"(?!\ ?-\ ?\d{3})"
    ),
    _read_decade,
)
_CENTURY = _Form(_compiled(rf"thế\ kỷ\ (?:thứ\ )?(?P<century>(?-i:[XVI]{{1,5}})|\d\d?){_END}"), _read_century)

_BARE = (
    _MONTHS_OF_YEAR, _PERIOD, _NEW_YEAR, _BARE_FULL, _BARE_SINGLE, _ISO, _BARE_LONG, _BARE_DAYS, _BARE_PERIOD,
    _BARE_MONTH, _BARE_YEAR,
)  # fmt: skip
_ON_DAYS = (_NEW_YEAR, _FULL_MOON, _DAYS_WITH_NOUN, _DAYS_ALONE)
#: How a date begins -> the forms to try, in this order.
_FORMS: Mapping[str, tuple[_Form, ...]] = {
    **dict.fromkeys(("ngày", "mùng", "mồng"), _ON_DAYS),
    "rằm": (_FULL_MOON,),
    "tháng": (_MONTHS_NAMED,),
    **dict.fromkeys(_COUNTS, (_MONTHS_OF_YEAR,)),
    "quý": (_QUARTERS,),
    **dict.fromkeys(("giai đoạn", "nhiệm kỳ", "nhiệm kì", "thời kỳ", "thời kì", "niên khóa", "khóa"), (_PERIOD,)),
    "năm": (_PERIOD, _YEAR_WITH_NOUN, _YEAR_OF_CYCLE),
    "mùa": (_SEASON, _PERIOD),
    **dict.fromkeys(("thập niên", "thập kỷ", "những năm"), (_DECADE,)),
    "thế kỷ": (_CENTURY,),
}
_FIRST_WORDS = Phrases(_FORMS.items())
_WORDED = tuple(dict.fromkeys(chain.from_iterable(_FORMS.values())))
# Where no number begins that is a date: inside another one, a code or a word: 58/2025, 1.600-1.800, 21-NQ.
_INSIDE = re.compile(r"(?<=[\w/.,-])|(?<=\w[-/.] )")


def _beginnings(text: str, syllables: Syllables) -> list[tuple[int, tuple[_Form, ...]]]:
    """The offsets where a date may begin, in order, each with the forms to try."""
    starts, ends = syllables.starts, syllables.ends
    found = [
        (starts[first], forms)
        for first, (after, forms) in _FIRST_WORDS.everywhere(syllables).items()
        if text.startswith(" ", ends[after - 1]) and not text.endswith("_", 0, starts[first])
    ]
    found += [(start, _WORDED) for start in syllables.inner_starts]
    numbers = (starts[place] for place in syllables.numbers)
    found += [(start, _BARE) for start in numbers if "0" <= text[start] <= "9" and not _INSIDE.match(text, start)]
    return sorted(found, key=itemgetter(0))
