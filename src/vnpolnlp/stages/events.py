"""Events: congresses, plenums and sessions by their grammar; anniversaries, battles and festivals by lexicon.

*Hội nghị*, *Đại hội* and *Kỳ họp* denote one event only with a number or a term (ANNOTATION.md); what stands between
the noun and the number, or right after the number, says whose event it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.dates import COUNTED, CYCLE_YEAR
from vnpolnlp.text.phrases import Phrases, finditer_from
from vnpolnlp.text.syllables import BREAK, DIGIT, TITLE, UPPER, Syllables


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event's name in a text: its span, and whether a ``congress``, ``plenum``, ... or the ``lexicon`` found it."""

    start: int
    end: int
    rule: str


class Events:
    """Mark named events."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("events",)

    def __call__(self, document: Document) -> Document:
        """The document with its events proposed as entities."""
        view = document.view
        found = [*find_meetings(view.text, view.syllables), *find_named_events(view.syllables, view.text)]
        return propose(document, (Candidate(e.start, e.end, "EVENT", f"events/{e.rule}", {}, 3) for e in found))


def find_meetings(text: str, syllables: Syllables | None = None) -> Iterator[FoundEvent]:
    """Congresses, plenums, sessions and elections of normalised text, of which the syllables may be given.

    >>> text = "Hội nghị Trung ương 8 khóa XIII, Đại hội XIV của Đảng; Hội nghị bàn về Đại hội các cấp"
    >>> [text[e.start:e.end] for e in find_meetings(text)]
    ['Hội nghị Trung ương 8 khóa XIII', 'Đại hội XIV của Đảng']
    """
    syllables = syllables or Syllables.of(text)
    for match in finditer_from(_FIRST_WORDS.offsets_in(syllables), _MEETING, text):
        yield FoundEvent(match.start(), match.end(), str(match.lastgroup))


# --- parts of patterns; all are used with VERBOSE and IGNORECASE -----------------------------------------------------

_CAPITALS = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1F00) if chr(code).isupper())
# A name's word: a capital and small letters, or an abbreviation. Words of headings in capitals are neither.
_NAME_WORD = rf"(?-i:[{_CAPITALS}][^\W\d_{_CAPITALS}]+|[A-ZĐƯ]{{2,5}})(?!\w)"

_ROMAN = r"(?-i:[XVI]{1,6})"
_NUMERAL = (
    r"(?:nhất|(?:hai|ba)\ mươi(?:\ (?:mốt|hai|ba|tư|lăm|sáu|bảy|tám|chín))?"
    r"|mười(?:\ (?:một|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín)"
)
_ORDINAL = rf"(?:lần\ )?thứ\ (?:{_ROMAN}|\d{{1,3}}|{_NUMERAL})(?!\w)"
# A number that counts nothing: "Đại hội 13 của Đảng" and not "Đại hội 13 xã", "kỳ họp 5 ngày".
_BARE_NUMBER = (
    rf"\d{{1,3}}(?!\w|\ ?[./,-]\ ?\d|\ ?%|\ (?!Đảng\ Cộng){COUNTED}|\ (?:năm|tháng|ngày|tuần|vấn\ đề)\b(?!\ \d))"
)
_MORE_ROMAN = r"(?:(?:,\ |\ và\ )(?-i:[XVI]{2,6})(?!\w)){0,3}"  # Đại hội Đảng lần thứ VII và VIII
_PLENUM = r"\d{1,2}(?!\w|[./,-]\d)"
_NUMBER = rf"(?:{_ORDINAL}|{_ROMAN}(?!\w)|{_BARE_NUMBER})"
_TERM = rf"(?:(?:,|\ -)?\ khóa\ (?:{_ROMAN}|\d{{1,2}})(?!\w)|\ \(khóa\ (?:{_ROMAN}|\d{{1,2}})\))"
_YEARS = r"(?:\ nhiệm\ kỳ\ \d{4}\ ?-\ ?\d{4})"

_CENTRAL = r"(?:Trung\ ương|T\.?Ư|TW)"
_PARTY = rf"(?:Đảng(?!\ (?:bộ|ủy|viên|đoàn|phái)\b)(?:\ (?:Cộng\ sản|Lao\ động)(?:\ {_NAME_WORD}){{0,2}})?)"
# The words of a body's name after its head: names, levels, and the second syllables of what bodies are called.
_BODY_WORD = (
    r"(?:\ (?:(?:tỉnh|thành\ phố|TP\.|huyện|quận|thị\ xã|thị\ trấn|xã|phường|đặc\ khu|khối|bộ|ủy|ương|đảng|đoàn|hội"
    r"|dân|trung|mặt|quốc|hiệp|nữ|động|niên|chiến|binh|nhân|tịch|vụ|trận|chấp|hành|sản|gia|(?:các\ )?cơ\ quan)(?!\w)"
    rf"|(?:-\ )?{_NAME_WORD}))"
)
_BODY = (
    r"(?:(?:Ban\ Chấp\ hành|BCH|Ủy\ ban|Đoàn\ Chủ\ tịch|Tỉnh\ ủy|Thành\ ủy|Huyện\ ủy|Quận\ ủy|Thị\ ủy|Đảng\ ủy)"
    rf"{_BODY_WORD}{{0,12}})"
)
_UNION = r"(?-i:Công\ đoàn|Đoàn|Hội|Mặt\ trận|Giáo\ hội)"
_DEPUTIES = r"(?:đại\ biểu\ Quốc\ hội|ĐBQH)"
_AND_COUNCILS = r"(?:\ và\ (?:bầu\ cử\ )?(?:đại\ biểu\ )?(?:HĐND|Hội\ đồng\ nhân\ dân)(?:\ các\ cấp)?)"
# Whose congress, between the noun and the number: words without marks, none of which begins another phrase.
_WHOSE = (
    r"(?:\ (?!(?:lần|thứ|đã|sẽ|vừa|và|về|của|từ|tại|ở|do|các\ cấp|vào|ngày|tháng|năm|cuối|đầu|diễn|là|có|được|nhiệm|để"
    r"|sáng|chiều|tối|trong|với|theo|đến|tới|khóa|này|đề|bầu|thông|thảo|xem|đại\ hội|hội\ nghị)\b)[^\W\d_]+){0,12}?"
)

_MEETING = re.compile(
    rf"""(?<!\w)(?:
      (?P<congress>Đại\ hội(?:
          # Đại hội XIII của Đảng, Đại hội Đảng toàn quốc lần thứ XIV, Đại hội đại biểu Đảng bộ tỉnh Kon Tum lần thứ XVI
          (?: (?:\ Đảng)?(?:\ toàn\ quốc)?\ {_NUMBER} | {_WHOSE}\ {_ORDINAL} ){_MORE_ROMAN}
            (?: \ (?:của\ )?{_PARTY} | \ (?:của\ )?Đảng\ bộ{_BODY_WORD}{{0,6}} | \ {_UNION}{_BODY_WORD}{{0,6}} )?
            {_YEARS}?
          # Đại hội Đảng bộ huyện nhiệm kỳ 2020 - 2025
        | {_WHOSE}(?<!Đại\ hội){_YEARS}
          # Đại hội Đảng khóa XII
        | (?:\ Đảng)?(?:\ toàn\ quốc)?\ khóa\ {_ROMAN}(?!\w)
          # the congress of the whole Party, of the whole army: there is one at a time
        | (?-i:\ Đảng)\ toàn\ quốc(?!\w)
        | (?-i:\ Đảng)\ bộ\ (?:Quân\ đội|Công\ an\ Trung\ ương)(?!\w)
        ))
    | (?P<plenum>Hội\ nghị\ (?:
          # Hội nghị Trung ương 8 khóa XIII, Hội nghị TW8
          {_CENTRAL}(?:\ Đảng)?(?:\ (?:{_ORDINAL}|{_ROMAN}(?!\w)|{_PLENUM})|(?<=[WƯ]){_PLENUM})(?:\ \(lần\ \d\))?
          # Hội nghị lần thứ 8 Ban Chấp hành Trung ương Đảng, Hội nghị lần thứ 15
        | {_ORDINAL}(?:,?\ (?:của\ )?{_BODY})?
          # Hội nghị Ban Chấp hành Trung ương Đảng lần thứ 11, Hội nghị Tỉnh ủy lần thứ 15
        | {_BODY}\ {_ORDINAL}
        | (?:Ban\ Chấp\ hành|BCH)\ {_CENTRAL}(?:\ Đảng)?\ {_PLENUM}
          # Hội nghị hiệp thương lần thứ hai, Hội nghị thượng đỉnh Mỹ - Triều lần thứ nhất
        | (?:hiệp\ thương|liên\ tịch|(?:thượng\ đỉnh|cấp\ cao)(?:\ (?:-\ )?{_NAME_WORD}){{0,8}})\ {_ORDINAL}
        )(?:\ (?:của\ )?{_PARTY})?{_TERM}?{_YEARS}?(?:\ của\ {_PARTY})?)
    | (?P<session>(?:Kỳ\ họp|Phiên\ họp)
        \ (?:(?:bất\ thường|chuyên\ đề|(?:không\ )?thường\ lệ|thường\ niên|toàn\ thể)\ )?
        (?:{_ORDINAL}|{_BARE_NUMBER}){_TERM}?{_YEARS}?)
    | (?P<election>
        (?: Ngày\ (?:tổng\ )?bầu\ cử\ {_DEPUTIES}{_TERM}?{_AND_COUNCILS}?(?:,?{_YEARS})?
          | (?:(?<=cuộc\ )|(?<=đợt\ )|(?<=kỳ\ ))(?:tổng\ )?bầu\ cử\ {_DEPUTIES}(?:
              {_TERM}{_AND_COUNCILS}?(?:,?{_YEARS})?
            | {_AND_COUNCILS}?,?{_YEARS}
          )))
    | (?P<feast>(?-i:[Tt]ết|TẾT)\ {CYCLE_YEAR}(?:\ (?:năm\ )?\d{{4}}(?!\w))?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: What all alternatives of the pattern begin with.
_FIRST_WORDS = Phrases(
    (words, None)
    for words in (
        "đại hội", "hội nghị", "kỳ họp", "phiên họp", "ngày bầu cử", "ngày tổng bầu cử", "tổng bầu cử", "bầu cử", "tết",
    )
)  # fmt: skip

# --- events with a name of their own ---------------------------------------------------------------------------------

# What goes on from a name: SEA Games 31, Festival Huế 2024, Giải Diên Hồng lần thứ nhất, Tết Nguyên đán Ất Tỵ 2025.
_YEAR = r"(?:19|20)\d\d"
_AFTER_NAME = re.compile(
    rf"\ (?:{_ORDINAL}|{_BARE_NUMBER}|{CYCLE_YEAR}(?!\ (?:năm\ )?{_YEAR})"
    rf"|(?:{CYCLE_YEAR}\ )?(?:năm\ )?{_YEAR}(?:\ ?-\ ?{_YEAR})?(?!\w|[./-]\d))",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_ENDS = frozenset(".!?:;…")
# Ngày thành lập Đảng, but not: ngày thành lập Đảng bộ khối.
_LONGER_BODIES = frozenset((("đảng", "bộ"), ("đảng", "ủy"), ("đảng", "đoàn"), ("đoàn", "đại")))
# What people do, and a name only with a capital: *để giải phóng miền Nam*.
_DEEDS = frozenset((("giải", "phóng"),))
_TELLING = (TITLE, UPPER, DIGIT)


@cache
def _named_events() -> Phrases[bool]:
    """The events of the lexicon; the value says whether the name has a capital or number after its first syllable."""
    return Phrases(
        (form, any(shape in _TELLING for shape in Syllables.of(form).shapes[1:]))
        for row in read_lexicon("events")
        for form in row.forms("form", "variants")
    )


def find_named_events(syllables: Syllables, text: str) -> Iterator[FoundEvent]:
    """Events that the lexicon knows by name, with the year or number that follows.

    >>> text = "Dự SEA Games 31 và Festival Huế 2024; tháng thanh niên"
    >>> [text[e.start:e.end] for e in find_named_events(Syllables.of(text), text)]
    ['SEA Games 31', 'Festival Huế 2024']
    """
    for start, end, has_anchors in _named_events().find_in(syllables):
        first, last = syllables.starts[start], syllables.ends[end - 1]
        if (syllables.lower[end - 1], *syllables.lower[end : end + 1]) in _LONGER_BODIES:
            continue
        if syllables.forms[start] == "cuộc":  # it belongs to the sentence: cuộc [kháng chiến chống Mỹ]
            first = syllables.starts[start + 1]
        more = _AFTER_NAME.match(text, last)
        if more or _is_written_as_a_name(syllables, start, end, has_anchors):
            yield FoundEvent(first, more.end() if more else last, "lexicon")


def _is_written_as_a_name(syllables: Syllables, start: int, end: int, has_anchors: bool) -> bool:
    """Whether capitals or numbers tell the name from common words: *Tháng Thanh niên*, *kháng chiến chống Mỹ*."""
    shapes = syllables.shapes
    if shapes[start] not in _TELLING and tuple(syllables.lower[start : start + 2]) in _DEEDS:
        return False
    if any(shape in _TELLING for shape in shapes[start + 1 : end]):
        return True
    if shapes[start] not in _TELLING:
        return False
    # A capital at the start of a sentence says nothing, unless the name has no other one: Quốc khánh.
    begins = start == 0 or shapes[start - 1] == BREAK or syllables.forms[start - 1] in _SENTENCE_ENDS
    return not has_anchors or not begins
