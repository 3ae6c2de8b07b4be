"""Events: congresses, plenums and sessions by their grammar; anniversaries, battles and festivals by lexicon.

*Hội nghị*, *Đại hội* and *Kỳ họp* denote one event only with a number (ANNOTATION.md); what stands between the noun
and the number says whose event it is.
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
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import LOWER, TITLE, UPPER, Syllables

_ORDINAL = (
    r"(?:(?:lần\ )?thứ\ )?(?:(?-i:[XVI]{1,6})|\d{1,3}|nhất)(?!\w|[./,]\d|\ (?:đại\ biểu|người|tỉnh|xã|huyện|nội\ dung))"
)
_NUMBERED = r"(?:lần\ )?thứ\ (?:(?-i:[XVI]{1,6})|\d{1,3}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w)"
_TERM = r"(?:,?\ \(?khóa\ (?:(?-i:[XVI]{1,6})|\d{1,2})\)?)"
_TERM_INSIDE = r"(?:\ khóa\ (?:(?-i:[XVI]{1,6})|\d{1,2}))"
_CENTRAL = r"(?:Trung\ ương|T\.?Ư|TW)"
_COMMITTEE = rf"(?:Ban\ Chấp\ hành|BCH)\ ?{_CENTRAL}?(?:\ Đảng)?(?:\ Cộng\ sản\ Việt\ Nam)?"
# Whose congress: words and names, no marks, up to the number.
_WHOSE = (
    r"(?:\ (?!(?:lần|thứ|đã|sẽ|vừa|và|về|của|từ|tại|ở|do|các\ cấp|vào|ngày|tháng|năm|cuối|đầu|diễn|là|có|được|nhiệm|để|sáng"
    r"|chiều|tối|trong|với|theo|đến|tới|khóa|này|đề|bầu|thông)\b)[^\W\d_]+){0,12}?"
)
_OF = (
    r"(?:\ (?:của\ )?Đảng(?!\ (?:bộ|ủy|viên))(?:\ Cộng\ sản\ Việt\ Nam)?"
    r"|\ (?:của\ )?(?:Quốc\ hội|HĐND|Hội\ đồng\ nhân\ dân)(?:\ (?:tỉnh|thành\ phố|huyện|xã|phường|thị\ xã|quận))?"
    r"(?:\ (?-i:[A-ZĐÀ-Ỹ])\w*(?:\ (?-i:[A-ZĐÀ-Ỹ])\w*){0,3})?(?:\ khóa\ (?:(?-i:[XVI]{1,6})|\d{1,2}))?)"
)

_MEETING = re.compile(
    rf"""(?<!\w)(?:
      (?P<congress>Đại\ hội(?:(?:\ Đảng)?(?:\ toàn\ quốc)?\ {_ORDINAL}|{_WHOSE}\ {_NUMBERED}){_OF}?
        (?:\ nhiệm\ kỳ\ \d{{4}}\ ?-\ ?\d{{4}})?
      | Đại\ hội{_WHOSE}\ nhiệm\ kỳ\ \d{{4}}\ ?-\ ?\d{{4}})
    | (?P<plenum>Hội\ nghị\ (?:
          {_CENTRAL}(?:\ Đảng)?\ {_ORDINAL}{_TERM_INSIDE}?
        | {_NUMBERED},?\ (?:của\ )?{_COMMITTEE}{_TERM_INSIDE}?
        | {_COMMITTEE}\ {_NUMBERED}{_TERM_INSIDE}?
        | {_NUMBERED},?\ (?:của\ )?(?:Ban\ Chấp\ hành|BCH)\ Đảng\ bộ(?:\ (?:tỉnh|thành\ phố|huyện))?{_TERM_INSIDE}?
        | {_NUMBERED}(?!\ (?:Ban|BCH)\b)
        ))
    | (?P<session>(?:Kỳ\ họp|Phiên\ họp)\ (?:(?:bất\ thường|chuyên\ đề|thường\ lệ|không\ thường\ lệ)\ )?
        (?:(?:lần\ )?thứ\ (?:\d{{1,3}}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\ \w+)?)|\d{{1,3}})(?!\w|[./,]\d){_OF}?)
    | (?P<election>(?:Ngày|Cuộc)\ (?:tổng\ )?bầu\ cử\ (?:đại\ biểu\ Quốc\ hội|ĐBQH){_TERM_INSIDE}?
        (?:\ và\ (?:bầu\ cử\ )?đại\ biểu\ (?:HĐND|Hội\ đồng\ nhân\ dân)(?:\ các\ cấp)?)?
        (?:,?\ nhiệm\ kỳ\ \d{{4}}\ ?-\ ?\d{{4}})?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_LEXICON = re.compile(r"\ (?:lần\ thứ\ (?:[XVI]{1,6}|\d{1,3})|(?:năm\ )?(?:19|20)\d\d|\d{1,2})(?!\w|[./]\d)")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event's name in a text: its span, and whether ``congress``, ``plenum``, ``session`` or ``lexicon`` found it."""

    start: int
    end: int
    rule: str


@cache
def _named_events() -> Phrases[bool]:
    return Phrases((form, True) for row in read_lexicon("events") for form in row.forms("form", "variants"))


def find_meetings(text: str) -> Iterator[FoundEvent]:
    """Congresses, plenums and sessions of normalised text.

    >>> text = "Hội nghị Trung ương 8 khóa XIII, Đại hội XIV của Đảng; Hội nghị bàn về Đại hội các cấp"
    >>> [text[e.start:e.end] for e in find_meetings(text)]
    ['Hội nghị Trung ương 8 khóa XIII', 'Đại hội XIV của Đảng']
    """
    for match in _MEETING.finditer(text):
        if match[0][0].isupper() or match.lastgroup in ("plenum", "session") or " đại" not in match[0][:4]:
            yield FoundEvent(match.start(), match.end(), str(match.lastgroup))


def find_named_events(syllables: Syllables, text: str) -> Iterator[FoundEvent]:
    """Events that the lexicon knows by name, with the year or number that follows."""
    for start, end, _ in _named_events().find(syllables.lower):
        shapes = syllables.shapes[start:end]
        if shapes[0] not in (TITLE, UPPER) and not (
            TITLE in shapes[1:3] or UPPER in shapes or _is_lower_event(syllables, start)
        ):
            continue
        first, last = syllables.starts[start], syllables.ends[end - 1]
        more = _AFTER_LEXICON.match(text, last)
        yield FoundEvent(first, more.end() if more else last, "lexicon")


def _is_lower_event(syllables: Syllables, start: int) -> bool:
    """Whether an event that is often written without capitals begins here: *kháng chiến chống Mỹ*, *kỳ thi*."""
    return syllables.shapes[start] == LOWER and syllables.lower[start] in ("kháng", "kỳ", "tổng", "cách")


class Events:
    """Mark named events."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("events",)

    def __call__(self, document: Document) -> Document:
        """The document with its events proposed as entities."""
        view = document.view
        found = [*find_meetings(view.text), *find_named_events(view.syllables, view.text)]
        return propose(document, (Candidate(e.start, e.end, "EVENT", f"events/{e.rule}", {}, 3) for e in found))
