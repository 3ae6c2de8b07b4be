"""Dates: absolute and partly absolute calendar expressions, with their values.

Values are ISO 8601 where the text gives everything and EDTF (Library of Congress, 2019) where it does not: ``22/4``
is ``XXXX-04-22``, a quarter is one of the sub-year groupings 33 to 36 (``quý I/2025`` is ``2025-33``), a range has a
``/`` between its ends. Nothing is filled in from the day of writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1\d|20|21)\d\d"
_ROMAN_MONTH = r"(?:XII|XI|IX|X|VIII|VII|VI|IV|V|III|II|I)"
_MONTH_WORD = r"(?:Giêng|Mười\ [Hh]ai|Mười\ [Mm]ột|Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười|Chạp)"
_SEPARATOR = r"\ ?[/.-]\ ?"
_TO = r"\ ?(?:-|đến|tới)\ ?"
_AND = r"(?:\ ?(?:-|đến|tới|và)\ ?|,\ )"
_DAY_NOUN = r"ngày\ (?:mùng\ |mồng\ )?|mùng\ |mồng\ "
_TERM_NOUN = r"giai\ đoạn|nhiệm\ kỳ|thời\ kỳ|niên\ khóa|năm\ học|năm|\d{1,2}\ năm|khóa"
# A date does not go on as a number, a fraction or the code of a document (58/2025/NĐ-CP).
_END = r"(?!\w|/\w|[.,]\d|-\ ?[A-ZĐ]{2}|%)"

# Words before a bare day and month that make it a date and not a fraction, a score or a decimal.
_CUE = (
    r"(?:(?:sáng|trưa|chiều|tối|đêm|khuya|hôm|nay|lễ|dịp|tết|ngày|các\ ngày|từ|vào|trước|sau|qua|đến|tới|kể\ từ|hạn|và"
    r"|thứ\ (?:hai|ba|tư|năm|sáu|bảy)|chủ\ nhật|quốc\ khánh|kỷ\ niệm)\ \(?|\()"
)
# What is counted in "5/9 tiêu chí": a fraction of things, not a day.
_COUNTED = (
    r"(?!\ ?(?:tiêu\ chí|chỉ\ tiêu|xã|phường|huyện|tỉnh|thành\ phố|đơn\ vị|đại\ biểu|phiếu|người|hộ|thôn|ấp|khu|cơ\ sở"
    r"|đảng|chi\ bộ|trường|nội\ dung|nhiệm\ vụ|mục\ tiêu|số|địa\ phương|điểm|dự\ án|hồ\ sơ|thành\ viên|đồng\ chí|ủy\ viên"
    r"|bộ|sở|ngành|cán\ bộ|công\ trình|sản\ phẩm|km|ha|m2|giờ|tổ|cuộc|vụ|lớp|em|học\ sinh|thí\ sinh|sân|trận|bàn)\b)"
)

_PATTERN = re.compile(
    rf"""(?<![\w/.,-])(?<![\w][-/.]\ )(?:
      # ngày 16/6/2022, 16.6.2022, ngày 2 - 6/10/2018, 29 đến 31-5-2019
      (?P<dmy>(?:{_DAY_NOUN})?(?P<dmy_first>{_DAY}(?:{_AND}{_DAY}){{0,6}}(?=\ ?[/.-])){_SEPARATOR}
        (?P<dmy_month>{_MONTH}){_SEPARATOR}(?P<dmy_year>{_YEAR}|\d\d(?=\s|[),;]|$)){_END})
    | # ngày 16 tháng 6 năm 2022, ngày 3 đến 5 tháng 6
      (?P<long>(?:{_DAY_NOUN})?(?P<long_days>{_DAY}(?:{_AND}{_DAY}){{0,6}})\ tháng\ 
        (?P<long_month>{_MONTH}|(?-i:{_ROMAN_MONTH}|{_MONTH_WORD}))(?!\w)
        (?:(?:,?\ năm\ |{_SEPARATOR})(?P<long_year>{_YEAR}))?(?P<long_lunar>\ (?:âm\ lịch|ÂL))?{_END})
    | # ngày 16/6, ngày 3 đến 6-12, các ngày 3, 4 và 5/6
      (?P<dm>(?:{_DAY_NOUN})(?P<dm_days>{_DAY}(?:{_AND}{_DAY}){{0,6}}){_SEPARATOR}(?P<dm_month>{_MONTH})
        (?P<dm_lunar>\ (?:âm\ lịch|ÂL))?{_END})
    | # 6 tháng đầu năm 2024, 9 tháng năm 2022
      (?P<months>(?P<months_count>[1-9]|1[01])\ tháng\ (?P<months_part>đầu\ |cuối\ )?(?:của\ )?năm\ 
        (?P<months_year>{_YEAR}){_END})
    | # tháng 6 năm 2022, tháng 12.2025, tháng Tư, tháng 7 - 9/2024
      (?P<month>tháng\ (?P<month_first>{_MONTH}|(?-i:{_ROMAN_MONTH}|{_MONTH_WORD}))(?!\w)
        (?:{_TO}(?P<month_last>{_MONTH})(?=\ ?[/.-]\ ?{_YEAR}|\ năm))?
        (?:(?:,?\ năm\ |{_SEPARATOR})(?P<month_year>{_YEAR}))?(?P<month_lunar>\ (?:âm\ lịch|ÂL))?{_END})
    | # quý I/2025, quý 2 năm 2024, quý I
      (?P<quarter>quý\ (?P<quarter_name>(?-i:IV|I{{1,3}})|[1-4])(?!\w)
        (?:(?:,?\ năm\ |{_SEPARATOR})(?P<quarter_year>{_YEAR}))?{_END})
    | # giai đoạn 2022-2025, nhiệm kỳ 2020 - 2025, 5 năm 2021-2025, năm 2008 - 2009
      (?P<term>(?:{_TERM_NOUN})\ (?P<term_from>{_YEAR}){_TO}(?P<term_to>{_YEAR}){_END})
    | # thập niên 1990, những năm 90 của thế kỷ XX, thế kỷ XXI
      (?P<decade>(?:thập\ niên|thập\ kỷ|những\ năm)\ (?P<decade_year>(?:1\d|20)?\d0)
        (?:\ của)?(?:\ thế\ kỷ\ (?P<decade_century>(?-i:XXI|XX|XIX)|19|20|21))?{_END})
    | (?P<century>thế\ kỷ\ (?:thứ\ )?(?P<century_name>(?-i:[XVI]{{1,5}})|\d\d?){_END})
    | # năm 2025, and an old year with its noun: năm 938
      (?P<year>năm\ (?P<year_number>{_YEAR}|[1-9]\d\d(?=\s*[,.;)]|\ trước|\ sau|$)){_END})
    | # ngày 13 (no month), not: ngày 15 hằng tháng
      (?P<day>ngày\ (?P<day_number>{_DAY})(?!\w|[.,/%]\d)(?!\ (?:h[ằà]ng|mỗi|tháng|của|đêm|công|làm|nghỉ)\b))
    | # with a cue: sáng 22.4, (16/4), từ 29 đến 31/5
      (?P<cued>{_CUE}(?P<cued_date>(?P<cued_days>{_DAY}(?:{_AND}{_DAY}){{0,3}})(?P<cued_separator>{_SEPARATOR})
        (?P<cued_month>{_MONTH})){_END}{_COUNTED})
    | # with a cue, a bare year or two: từ 1975 đến 1986, SN 1994, (1930 - 1945)
      (?P<cued_year>(?:(?:từ|đến|tới|trước|sau|hồi|sn|s\.n|sinh|mất)\ |\()(?P<cued_year_date>(?P<cued_from>{_YEAR})
        (?:{_TO}(?P<cued_to>{_YEAR}))?)(?=\s*[,;.)\n]|\ -\ |\ (?:đến|tới|nay|và|trở|khi|là)\b|$))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(
        ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), start=1)},
    "một": 1,
    "chạp": 12,
    **{name: number for number, name in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1)},
}  # fmt: skip
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression in a text: its span, and its value in ISO 8601 or EDTF where the text gives one."""

    start: int
    end: int
    value: str | None


def find_dates(text: str) -> Iterator[FoundDate]:
    """The date expressions of normalised text, left to right.

    >>> text = "Sáng 22.4, về Nghị quyết 21 ngày 16/6/2022, giai đoạn 2022-2025 và quý I/2025; đạt 5/9 tiêu chí"
    >>> [(text[d.start:d.end], d.value) for d in find_dates(text)]
    [('22.4', 'XXXX-04-22'), ('ngày 16/6/2022', '2022-06-16'), ('giai đoạn 2022-2025', '2022/2025'),
     ('quý I/2025', '2025-33')]
    """
    at = 0
    while match := _PATTERN.search(text, at):
        kind = match.lastgroup
        # lastgroup is the group closed last: the outermost one of the alternative that matched.
        found = _READERS[kind](match) if kind in _READERS else None
        if found:
            yield found
            at = found.end
        else:
            at = match.start() + 1


class Dates:
    """Mark dates with their values."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("dates",)

    def __call__(self, document: Document) -> Document:
        """The document with its dates proposed as entities."""
        return propose(
            document,
            (
                Candidate(
                    found.start, found.end, "DATE", "dates/grammar", {"value": found.value} if found.value else {}
                )
                for found in find_dates(document.view.text)
            ),
        )


def _day(year: int | None, month: int, day: int) -> str | None:
    if day > _DAYS_IN_MONTH[month - 1]:
        return None
    return f"{year if year else 'XXXX'}-{month:02}-{day:02}"


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS[name.lower()]


def _days(match: re.Match[str], kind: str, span: str, days: str, month: str, year: str | None) -> FoundDate | None:
    start, end = match.span(span)
    numbers = [int(number) for number in re.findall(r"\d+", days)]
    month_number = _month_number(month)
    first, last = (_day(int(year) if year else None, month_number, day) for day in (numbers[0], numbers[-1]))
    if first is None or last is None or numbers != sorted(numbers):
        return None
    lunar = kind != "dmy" and kind != "cued" and match[f"{kind}_lunar"]
    if lunar or (kind == "dmy" and len(match["dmy_year"]) == 2):
        return FoundDate(start, end, None)  # another calendar, or a century that the text does not say
    return FoundDate(start, end, first if len(numbers) == 1 else f"{first}/{last}")


def _dmy(match: re.Match[str]) -> FoundDate | None:
    year = match["dmy_year"]
    return _days(match, "dmy", "dmy", match["dmy_first"], match["dmy_month"], year if len(year) == 4 else None)


def _long(match: re.Match[str]) -> FoundDate | None:
    return _days(match, "long", "long", match["long_days"], match["long_month"], match["long_year"])


def _dm(match: re.Match[str]) -> FoundDate | None:
    return _days(match, "dm", "dm", match["dm_days"], match["dm_month"], None)


def _cued(match: re.Match[str]) -> FoundDate | None:
    # With a dot or a dash, and no word for a day or a part of the day before it, a number is a decimal or a score.
    cue = match["cued"].lower()
    if "/" not in match["cued_separator"] and cue.startswith(
        ("từ", "vào", "trước", "sau", "qua", "đến", "tới", "và", "(")
    ):
        return None
    return _days(match, "cued", "cued_date", match["cued_days"], match["cued_month"], None)


def _months(match: re.Match[str]) -> FoundDate:
    count, year = int(match["months_count"]), match["months_year"]
    first, last = (13 - count, 12) if (match["months_part"] or "").lower().startswith("cuối") else (1, count)
    return FoundDate(*match.span("months"), f"{year}-{first:02}/{year}-{last:02}")


def _month(match: re.Match[str]) -> FoundDate:
    year = match["month_year"] or "XXXX"
    first = f"{year}-{_month_number(match['month_first']):02}"
    if match["month_lunar"] or match["month_first"].lower() in ("giêng", "chạp"):
        return FoundDate(*match.span("month"), None)  # the lunar calendar
    last = match["month_last"]
    return FoundDate(*match.span("month"), f"{first}/{year}-{int(last):02}" if last else first)


def _quarter(match: re.Match[str]) -> FoundDate:
    name = match["quarter_name"]
    number = int(name) if name.isdigit() else _MONTHS[name.lower()]
    return FoundDate(*match.span("quarter"), f"{match['quarter_year'] or 'XXXX'}-{32 + number}")


def _term(match: re.Match[str]) -> FoundDate | None:
    first, last = match["term_from"], match["term_to"]
    return FoundDate(*match.span("term"), f"{first}/{last}") if first < last else None


def _decade(match: re.Match[str]) -> FoundDate | None:
    decade, century = match["decade_year"], match["decade_century"]
    if len(decade) == 4:
        return FoundDate(*match.span("decade"), decade[:3] + "X")
    value = f"{_century_number(century) - 1}{decade[0]}X" if century else None
    return FoundDate(*match.span("decade"), value)


def _century(match: re.Match[str]) -> FoundDate | None:
    number = _century_number(match["century_name"])
    return FoundDate(*match.span("century"), f"{number - 1:02}XX") if 1 <= number <= 22 else None


def _century_number(name: str) -> int:
    if name.isdigit():
        return int(name)
    digits = [_ROMAN_DIGITS[letter] for letter in name.lower()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def _year(match: re.Match[str]) -> FoundDate:
    return FoundDate(*match.span("year"), match["year_number"].zfill(4))


def _day_alone(match: re.Match[str]) -> FoundDate:
    return FoundDate(*match.span("day"), f"XXXX-XX-{int(match['day_number']):02}")


def _cued_year(match: re.Match[str]) -> FoundDate | None:
    first, last = match["cued_from"], match["cued_to"]
    if last and last <= first:
        return None
    return FoundDate(*match.span("cued_year_date"), f"{first}/{last}" if last else first)


_READERS: Mapping[str | None, Callable[[re.Match[str]], FoundDate | None]] = {
    "dmy": _dmy, "long": _long, "dm": _dm, "months": _months, "month": _month, "quarter": _quarter, "term": _term,
    "decade": _decade, "century": _century, "year": _year, "day": _day_alone, "cued": _cued, "cued_year": _cued_year,
}  # fmt: skip
