"""The parts of a news article, or of a party or state document, as zones over its lines.

A zone is a line, or lines that belong together: a letterhead, a caption with its credit. Every line that is not blank
lies in a zone, and what a line is depends on that line and its neighbours only, so that an unknown heading ends the
part before it and swallows nothing. The forms of documents are those of Nghị định 30/2020/NĐ-CP and, for the Party,
of Quy định 66-QĐ/TW and the guidance on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import ClassVar, NamedTuple

from vnpolnlp.document import Document, Zone, ZoneKind
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.text.spelling import fold

#: Lengths in words, read off the articles and documents the stage was tried on: titles of news stay under 30 words.
_SECTION, _TITLE, _HEADING, _CAPTION, _BYLINE, _SIGNED = 5, 35, 18, 60, 14, 20
_BARE_CAPTION = 45  # right under a picture, without a credit
_LONGEST_LABELLED = 30  # "Điều 4. Trách nhiệm của ...": longer, it is the article itself

_LAST_IN_SENTENCE = (".", ";", ",", ":", "…", "./.")
_ENDS_SENTENCE = (".", "?", "!", "…", ":", ";", ".”", '."', ".»")
_BULLET = re.compile(r"[-+*•·–]\s?(?=\S)")
_PICTURE = "[img]"
_ITEM = re.compile(r"[^\W\d_]{1,4}[.)]")
# A full stop that a splitter took for the end of a sentence: "ông Th.", "bà N.T.L.".
_CUT_NAME = re.compile(r"(?:^|[\s.(])[A-ZĐ][a-zđ]{0,2}\.\Z")

_CREDIT = re.compile(
    r"""(?:
      (?:ảnh|nguồn|video|clip|đồ\ họa|infographic)(?:\ (?:minh\ họa|tư\ liệu|tài\ liệu|chụp\ [^:]{1,30}))?\ ?:
    | ảnh\ (?:minh\ họa|tư\ liệu|chụp|do)\b
    | (?-i:Ảnh)\ (?-i:[A-ZĐ])
    )[^:]{0,50}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_CREDIT_REACH = 100
_BEFORE_CREDIT = re.compile(r"[-(.,;!?…] ?")
_IN_PICTURE = re.compile(r"(?:-\ )?(?:Trong|Từ)\ ảnh\b|Ảnh\b[^:]{0,30}:|Video\b[^:]{0,30}:", re.VERBOSE)
_GOES_WITH_CAPTION = re.compile(r"[-(]|\W{0,9}(?:Ảnh|Nguồn|Trong ảnh)\b")

_PICTURES = r"(?:ảnh|video|clip)"
_WORK = rf"(?:tin|bài|{_PICTURES}|thực hiện|tác giả|người viết|biên dịch|lược ghi|lược dịch|tổng hợp|trình bày)"
_CREDITED_WORK = re.compile(
    rf"\(?(?!{_PICTURES} ?:){_WORK}(?:(?: ?[,&/] ?| và | - ){_WORK}){{0,3}} ?: ?\S", re.IGNORECASE
)
_SOURCE = re.compile(r"\(?(?:Theo|THEO|Nguồn:?|Dẫn nguồn)\s\S")
_NAME_JOINERS = frozenset(("-", "&", "+", "và", "từ", "thực", "hiện", "tổng", "hợp", "ghi", "lược", "dịch", "theo"))

_SHORT_DATE = r"(?:ngày\ )?\d{1,2}\ ?[/.-]\ ?\d{1,2}(?:\ ?[/.-]\ ?\d{4})?"
_DATELINE = re.compile(
    rf"""(?:
      # (BĐ) -
      \([^()\n]{{2,40}}\)
    | # NDO -, PARIS (14-11-2024) -
      (?P<agency>[A-ZĐ][A-ZĐa-z]{{1,11}}(?:\.(?:vn|VN|com))?)(?:\ \([^()\n]{{2,30}}\))?
    | # Hà Nội, ngày 5/6 -; Hà Nội (TTXVN) -
      (?P<place>[^\W\d_]{{1,20}}\.?(?:\ [^\W\d_]{{1,20}}){{0,4}})(?:
        ,\ {_SHORT_DATE}(?:\ \([^()\n]{{2,40}}\))?
      | \ \([^()\n]{{2,40}}\)(?:,\ {_SHORT_DATE})?
      )
    )\ ?[-–—:]\ ?(?=\S)""",
    re.VERBOSE,
)
_LONGEST_DATELINE = 120
_BLANK = r"(?:\ ?[\d.…]{1,6})?"  # what is filled in by hand
_PLACE_AND_DATE = re.compile(
    rf"(?:(?<=\ )|^)(?:TP\.\ ?)?[^\W\d_a-z][^\W\d_]*(?:\ [^\W\d_a-z][^\W\d_]*){{0,4}},"
    rf"\ ngày{_BLANK}\ ?tháng{_BLANK}\ ?năm{_BLANK}\Z"
)

_MOTTO = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM\Z|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\Z")
_INDEPENDENCE = re.compile(r"Độc lập\s?-\s?Tự do\s?-\s?Hạnh phúc", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"(?:Luật |Nghị quyết |Pháp lệnh )?[Ss]ố\s?:?\s?[\d.…]{0,8}\s?[-/]?\s?[\w/-]{0,30}")
_ON_WHAT = re.compile(r"(?:V/v|Về việc|về việc)\b")
_BASED_ON = re.compile(r"(?:-\s?)?(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Kính gửi|Trên cơ sở)\b")
_LABEL_NUMBER = r"(?:thứ\ \w{2,5}|[IVXLC]{1,6}|\d{1,3}[a-zđ]?|[A-ZĐ])\b"
_LABELLED = re.compile(
    rf"(?:phần|chương|tiểu\ mục|mục|điều|khoản|phụ\ lục)\ {_LABEL_NUMBER}[.:)\-\ ]{{0,3}}", re.VERBOSE | re.IGNORECASE
)
_APPENDIX = re.compile(r"PHỤ LỤC\b|Phụ lục\b(?! [a-zđ])")
_NUMBERED = re.compile(
    r"""(?P<roman>[IVXLC]{1,6})\s?[-.)/]\s?\S                                             # II- , IV.
    | (?P<digit>\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s\S|\d{1,2}\s?[.)/-]\s?(?=[^\W\d_]|[“"«]))  # 2.1 Mục tiêu, 1. Việc
    | (?P<letter>[A-ZĐ])\s?[.)-]\s\S                                                     # A. Đặc điểm""",
    re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"Nơi nhận\s?:|NƠI NHẬN|XÁC NHẬN\b|\(?[Đđ]ã ký\)?\Z"
    r"|(?:T/M|TM\.?|K/T|KT\.?|T/L|TL\.?|TUQ\.?|Q\.)\s?(?P<body>[^\W\d_]{2,})"
)
_OFFICE = re.compile(
    r"(?:PHÓ |TỔNG |ỦY VIÊN )?(?:CHỦ TỊCH|BÍ THƯ|CHỦ NHIỆM|TRƯỞNG BAN|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|CHÁNH VĂN PHÒNG)\b"
)


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    words: int
    apart: bool  # a blank line before it


def find_zones(text: str) -> Iterator[tuple[int, int, ZoneKind]]:
    r"""The zones of normalised text by their start, an outer one before those in it.

    >>> text = "Chống “tham nhũng vặt”\n\n(BĐ) - Sáng 5/6, Tỉnh ủy họp.\nBí thư chủ trì.\nLê An"
    >>> [(kind, text[start:end]) for start, end, kind in find_zones(text)]
    [('title', 'Chống “tham nhũng vặt”'), ('lead', '(BĐ) - Sáng 5/6, Tỉnh ủy họp.'), ('dateline', '(BĐ) -'),
     ('paragraph', 'Bí thư chủ trì.'), ('byline', 'Lê An')]
    """
    lines = _lines(text)
    if not lines:
        return
    width = _page_width(lines)
    kinds = _document_kinds(lines, width) if _is_document(lines) else _news_kinds(lines, width)
    first = body = 0
    for at, line in enumerate(lines):
        if at + 1 < len(lines) and _belongs(lines, kinds, at + 1, width):
            continue
        start, end, kind = lines[first].start, line.end, kinds[first]
        first = at + 1
        if kind == "letterhead" and (place := _PLACE_AND_DATE.search(line.text)):
            # Number and date on one line, as two columns leave them.
            date_start = line.start + place.start()
            letterhead_end = start + len(text[start:date_start].rstrip())
            if letterhead_end > start:
                yield start, letterhead_end, kind
            yield date_start, end, "dateline"
            continue
        yield start, end, kind
        if kind in ("lead", "paragraph") and body < 2:
            body += 1  # the dateline opens the lead, or the body below a lead in bold
            if dateline := _dateline_end(text[start : start + _LONGEST_DATELINE]):
                body = 2
                yield start, start + dateline, "dateline"


class Structure:
    """Mark the parts of an article or document."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("zones",)

    def __call__(self, document: Document) -> Document:
        """The document with its zones."""
        view, raw = document.view, document.text
        zones = []
        for view_start, view_end, kind in find_zones(view.text):
            start, end = view.to_raw(view_start, view_end)
            # A combining mark after white space stands for both in the view.
            while start < end and raw[start].isspace():
                start += 1
            while start < end and raw[end - 1].isspace():
                end -= 1
            if start < end:
                zones.append(Zone(start, end, kind))
        return document.with_layers(zones=tuple(zones))


def _lines(text: str) -> list[_Line]:
    lines = []
    start, apart = 0, False
    for line in text.split("\n"):
        visible = line.strip()
        if visible:
            at = start if len(visible) == len(line) else start + len(line) - len(line.lstrip())
            lines.append(_Line(at, at + len(visible), visible, visible.count(" ") + 1, apart))
        apart = not visible and bool(lines)
        start += len(line) + 1
    return lines


def _belongs(lines: Sequence[_Line], kinds: Sequence[ZoneKind], at: int, width: int) -> bool:
    """Whether the line at this place belongs to the zone of the line before it."""
    before, line, kind = lines[at - 1], lines[at], kinds[at]
    if kinds[at - 1] != kind:
        return False
    if kind in ("letterhead", "signature", "title"):
        return not (kind == "letterhead" and _PLACE_AND_DATE.search(before.text))
    if kind in ("paragraph", "lead"):
        return _follows_on(lines, at, width)
    if line.apart:
        return False
    if kind == "caption":
        return line.text != _PICTURE and (before.text == _PICTURE or bool(_GOES_WITH_CAPTION.match(line.text)))
    if kind == "heading":
        label = _LABELLED.match(before.text)
        return label is not None and label.end() == len(before.text) and line.text.isupper()
    return False


def _continues(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the paragraph of the one before: text broken inside a sentence.

    ``width`` is that of the page where lines are broken at one, else 0.
    """
    first, last = line[0], before[-1]
    if first in "”»)]":
        return True
    if first == "(":
        return _CUT_NAME.search(before[-6:]) is not None  # ông N.V.T. / (xã Phước An)
    if not width and not first.islower():
        return False
    if last in ":;" or (last == "." and not before.endswith("...") and not _CUT_NAME.search(before[-6:])):
        return False
    if first.islower():
        return not _ITEM.match(line)
    if len(before) < 0.8 * width or last in _ENDS_SENTENCE or before.isupper() or line.isupper():
        return False
    return not (_BULLET.match(line) or _NUMBERED.match(line) or _LABELLED.match(line) or line.startswith(_PICTURE))


def _follows_on(lines: Sequence[_Line], at: int, width: int) -> bool:
    if at >= len(lines) or lines[at].apart:
        return False
    return _continues(lines[at - 1].text, lines[at].text, width)


def _page_width(lines: Sequence[_Line]) -> int:
    """The width at which the lines of this text are broken, 0 if they are paragraphs."""
    width = max((line.end - line.start for line in lines), default=0)
    return width if len(lines) >= 12 and 40 <= width <= 110 else 0


# --- news ---------------------------------------------------------------------------------------------------------


def _news_kinds(lines: Sequence[_Line], width: int) -> list[ZoneKind]:
    kinds: list[ZoneKind] = ["paragraph"] * len(lines)
    body = _mark_head(lines, kinds)
    last = _mark_tail(lines, kinds, body)
    seen = Counter(line.text for line in lines[body:] if line.words > 3)
    lead = None
    for at in range(body, last):
        line = lines[at]
        if _is_caption(lines, at) or (at != body and seen[line.text] > 1 and _is_repeated_caption(lines, at)):
            kinds[at] = "caption"
        elif at > body and kinds[at - 1] in ("lead", "paragraph") and _follows_on(lines, at, width):
            kinds[at] = kinds[at - 1]
        elif lead is not None and _is_heading(lines, at, last) and not _follows_on(lines, at + 1, width):
            kinds[at] = "heading"
        elif lead is None and len(lines) > 1:
            kinds[at], lead = "lead", line.text
    if lead is not None and seen[lead] > 1:  # the lead said again in the body
        for at in range(body, last):
            if lines[at].text == lead and kinds[at] == "caption":
                kinds[at] = "paragraph"
    return kinds


def _mark_head(lines: Sequence[_Line], kinds: list[ZoneKind]) -> int:
    """Mark what stands before the lead; the place of the first line of the body."""
    if len(lines) < 2 or not _is_titular(lines[0]):
        return 0
    title = 0
    if len(lines) > 2 and _is_titular(lines[1]) and _is_section(lines[0], lines[1]):
        kinds[0], title = "section", 1
    kinds[title] = "title"
    at = title + 1
    if at < len(lines) - 1 and not lines[at].apart and lines[title].text.endswith(":") and _is_titular(lines[at]):
        kinds[at] = "title"  # the speaker of an interview, and what he said
        at += 1
    while at < len(lines) - 1 and lines[at].words <= _SECTION and _is_titular(lines[at]):
        # A place that the title or the lead begins with, or the writer.
        name = lines[at].text
        if lines[at + 1].text.startswith(name) or name in lines[title].text:
            kinds[at] = "dateline"
        elif _is_byline(lines[at]):
            kinds[at] = "byline"
        else:
            break
        at += 1
    return at


def _is_section(line: _Line, title: _Line) -> bool:
    """Whether a line over a title is the section of a paper, by its name or by being much shorter."""
    names = re.split(r"\s?[-–|>/&]+\s?", line.text)
    if all(fold(name) in _sections() for name in names):
        return True
    return line.words <= _SECTION and line.text[-1] not in "?!" and title.apart and title.words > line.words


@cache
def _sections() -> frozenset[str]:
    return frozenset(fold(row["form"]) for row in read_lexicon("sections"))


def _is_titular(line: _Line) -> bool:
    text = line.text
    return (
        line.words <= _TITLE
        and (text[-1] not in ".;," or text.endswith("..."))
        and not _BULLET.match(text)
        and not text.startswith(_PICTURE)
        and not _dateline_end(text)
        and not _has_credit(text)
    )


def _mark_tail(lines: Sequence[_Line], kinds: list[ZoneKind], body: int) -> int:
    """Mark captions and bylines after the body; the place after its last line."""
    end = len(lines)
    apart = [at for at in range(body, end) if lines[at].apart]
    if apart and not any(line.words > _CAPTION or _BULLET.match(line.text) for line in lines[apart[-1] :]):
        sizes = [after - before for before, after in zip([0, *apart], [*apart, end], strict=True)]
        # Blank lines do not part the paragraphs of this article: what is apart at its end are its pictures.
        if len(sizes) > 1 and sizes[-2] > 2 and max(sizes[:-2], default=0) < 3:
            first = apart[-1]
            signed = end - first == 1 and _is_byline(lines[first]) and not _is_byline(lines[first - 1])
            for at in range(first, end):
                kinds[at] = "byline" if signed or _is_source(lines[at]) else "caption"
            end = first
    while end > body + 1 and _is_caption(lines, end - 1) and not _is_byline(lines[end - 1]):
        end -= 1
        kinds[end] = "caption"
    while end > body + 1 and _is_byline(lines[end - 1]) and not _credits_picture(lines, end - 1):
        end -= 1
        kinds[end] = "byline"
    return end


def _is_byline(line: _Line) -> bool:
    """Whether a line says who wrote and nothing else: names, initials, a source."""
    text = line.text
    if line.words > _BYLINE or len(text) > 90:
        return False
    if _CREDITED_WORK.match(text):
        return True
    if text[-1] in ":;,?!" or (text[-1] == "." and not re.search(r"(?:^|[\s.])[A-ZĐ]\.\Z", text)):
        return False
    if _SOURCE.match(text):
        return True
    names = re.sub(r"\([^()]{1,40}\)", "", text).replace("/", " ").replace(",", " ").split()
    if not names or len(names) > 10 or ":" in text:
        return False
    # Names begin with capitals; "HÀ PHƯƠNG thực hiện", "An Chi (từ Paris)".
    return all(name[0].isupper() or name.lower() in _NAME_JOINERS for name in names) and names[0][0].isupper()


def _is_repeated_caption(lines: Sequence[_Line], at: int) -> bool:
    """Whether a line that occurs again is a caption, and not a paragraph pasted twice."""
    neighbours = [lines[at - 1].text, *(line.text for line in lines[at + 1 : at + 2])]
    return lines[at].words <= _BARE_CAPTION and lines[at].text not in neighbours


def _credits_picture(lines: Sequence[_Line], at: int) -> bool:
    """Whether a line is the credit of the caption above it: ``(Nguồn: TTXVN)``."""
    line = lines[at]
    return not line.apart and _GOES_WITH_CAPTION.match(line.text) is not None and _is_caption(lines, at - 1)


def _is_source(line: _Line) -> bool:
    return line.text.startswith(("Theo ", "(Theo ")) and _is_byline(line)


def _is_caption(lines: Sequence[_Line], at: int) -> bool:
    line = lines[at]
    text = line.text
    if text.startswith(_PICTURE):
        return line.words <= _CAPTION
    if line.words > _CAPTION or _CREDITED_WORK.match(text):
        return False
    if _IN_PICTURE.match(text) or _has_credit(text):
        return True
    if not at or line.apart:
        return False
    return lines[at - 1].text == _PICTURE and line.words <= _BARE_CAPTION


def _has_credit(text: str) -> bool:
    """Whether a line is a credit or ends with one, after a mark: *… tại lễ khai mạc. Ảnh: TTXVN*."""
    tail = text[-_CREDIT_REACH:]
    if ":" not in tail and "ảnh" not in tail.lower():
        return False  # as most lines
    if len(text) <= _CREDIT_REACH and _CREDIT.match(text):
        return True
    marks = _BEFORE_CREDIT.finditer(text, max(0, len(text) - _CREDIT_REACH))
    return any(_CREDIT.match(text, mark.end()) for mark in marks)


def _is_heading(lines: Sequence[_Line], at: int, last: int) -> bool:
    """Whether a short line without a full stop stands over text."""
    line = lines[at]
    text = line.text
    if line.words > _HEADING or at + 1 >= last or not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'«"):
        return False
    if text.count("“") != text.count("”"):
        return False  # a part of a quotation over several lines, such as a poem
    closed = text.endswith(_LAST_IN_SENTENCE)
    if (number := _NUMBERED.match(text)) is not None:
        around = (_NUMBERED.match(lines[at - 1].text), _NUMBERED.match(lines[at + 1].text))
        listed = any(other is not None and other.lastgroup == number.lastgroup for other in around)
        return not closed and not listed
    if closed or text[-1] in "!" or (text[-1] == "?" and not (line.apart and lines[at + 1].apart)):
        return False
    if text[0] in '“"«' and text[-1] in '”"»' and not line.apart:
        return False  # a line of direct speech
    below = lines[at + 1]
    return below.words > _HEADING or below.text.endswith(_ENDS_SENTENCE) or _NUMBERED.match(below.text) is not None


def _dateline_end(text: str) -> int | None:
    """Where the dateline that opens a lead ends: ``(BĐ) -``, ``Hà Nội (TTXVN) -``, ``NDO -``."""
    match = _DATELINE.match(text)
    if not match:
        return None
    agency, place = match["agency"], match["place"]
    if agency and (agency != agency.upper() and "." not in agency):
        return None
    if place and not all(word[0].isupper() for word in place.split()):
        return None
    end = match.end()
    while text[end - 1].isspace():
        end -= 1
    if text[end - 1] == ":" and not (place or text[0] == "("):
        return None  # TP: a speaker or a subject
    return end


# --- party and state documents -------------------------------------------------------------------------------------


@cache
def _genres() -> frozenset[str]:
    return frozenset(fold(row["form"]).upper() for row in read_lexicon("genres"))


def _is_genre(text: str) -> bool:
    """Whether a line is the name of a kind of document in capitals: ``QUYẾT ĐỊNH``, ``NGHỊ QUYẾT``."""
    return text.isupper() and text.rstrip(" :*") in _genres()


_CUES: tuple[Callable[[str], object], ...] = (
    lambda text: _MOTTO.search(text) or _INDEPENDENCE.search(text),
    lambda text: _NUMBER_LINE.match(text) and len(text) < 80 and ("/" in text or "-" in text),
    _is_genre,
    _PLACE_AND_DATE.search,
    lambda text: _BASED_ON.match(text) and text.rstrip()[-1] in ";,",
)


def _is_document(lines: Sequence[_Line]) -> bool:
    """Whether the lines begin as a party or state document does: two of the parts of its form are there."""
    if len(lines) < 3:
        return False
    head = [line.text for line in lines[:16] if line.words <= 60]
    if not any(text.isupper() or _NUMBER_LINE.match(text) for text in head):
        return False
    return sum(any(cue(text) for text in head) for cue in _CUES) >= 2


def _document_kinds(lines: Sequence[_Line], width: int) -> list[ZoneKind]:
    kinds: list[ZoneKind] = ["paragraph"] * len(lines)
    at = _mark_letterhead(lines, kinds)
    at = _mark_document_title(lines, kinds, at)
    signing = False
    for here in range(at, len(lines)):
        line = lines[here]
        if signing:
            signing = line.words <= _SIGNED and not _APPENDIX.match(line.text) and not _LABELLED.match(line.text)
        if not signing and (sign := _SIGNATURE.match(line.text)):
            signing = not sign["body"] or sign["body"].isupper()  # TM. ỦY BAN, not: Q. Bình Thạnh
        if not signing and here * 3 > len(lines) * 2 and line.text.isupper() and _OFFICE.match(line.text):
            signing = line.words <= 8 and here + 3 >= len(lines)
        if signing:
            kinds[here] = "signature"
        elif _PLACE_AND_DATE.match(line.text):
            kinds[here] = "dateline"
        elif here > at and kinds[here - 1] == "paragraph" and _follows_on(lines, here, width):
            continue
        elif _is_document_heading(lines, here) and not _follows_on(lines, here + 1, width):
            kinds[here] = "heading"
    return kinds


def _mark_letterhead(lines: Sequence[_Line], kinds: list[ZoneKind]) -> int:
    for at, line in enumerate(lines):
        text = line.text
        if _is_genre(text):
            return at
        if _PLACE_AND_DATE.match(text):
            kinds[at] = "dateline"
        elif _is_letterhead(text):
            kinds[at] = "letterhead"
        else:
            return at
    return len(lines)


def _is_letterhead(text: str) -> bool:
    return (
        not any(char.isalnum() for char in text)
        or (text.isupper() and len(text) < 120 and not (_LABELLED.match(text) or _NUMBERED.match(text)))
        or _INDEPENDENCE.search(text) is not None
        or (_NUMBER_LINE.match(text) is not None and len(text) < 90)
    )


def _mark_document_title(lines: Sequence[_Line], kinds: list[ZoneKind], at: int) -> int:
    """Mark the title with its subject, and the issuer in capitals below it; the place after them."""
    if at >= len(lines) or not (_is_genre(lines[at].text) or _ON_WHAT.match(lines[at].text)):
        return at
    first = at
    while at < len(lines) and at - first < 8:
        text = lines[at].text
        rule = not any(char.isalnum() for char in text)
        if at > first and not rule:
            subject = at == first + 1 or not lines[at].apart
            body = any(pattern.match(text) for pattern in (_BASED_ON, _LABELLED, _NUMBERED))
            if not subject or body or text[-1] in ".;:" or lines[at].words > 80:
                break
        kinds[at] = "title"
        at += 1
        if rule:
            break
    while at < len(lines) and not _is_genre(lines[at].text) and _is_letterhead(lines[at].text):
        kinds[at] = "letterhead"
        at += 1
    return at


def _is_document_heading(lines: Sequence[_Line], at: int) -> bool:
    line = lines[at]
    text = line.text
    closed = text.endswith((".", ";", ",", "…")) and not _LABELLED.fullmatch(text)
    if _LABELLED.match(text):
        return line.words <= _LONGEST_LABELLED and not closed and not text.endswith(":")
    if text.isupper() and line.words <= _LONGEST_LABELLED and len(text) > 3:
        return not closed
    if _NUMBERED.match(text):
        return line.words <= _HEADING and not closed and not text.endswith(":")
    return False
