"""Documents cited by name: those of congresses and plenums, laws and treaties, plans and strategies by their title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.documents.citation import Citation, any_of, genres
from vnpolnlp.stages.documents.codes import CODE, normal_code
from vnpolnlp.stages.events import find_meetings
from vnpolnlp.text.phrases import Phrases, finditer_from
from vnpolnlp.text.syllables import BREAK, DIGIT, LOWER, TITLE, UPPER, Syllables

_CAPITALISED = (TITLE, UPPER)
_WORDS = (LOWER, *_CAPITALISED)

# --- of congresses and plenums ---------------------------------------------------------------------------------------

# Genres that congresses and plenums issue under their own name: Nghị quyết Trung ương 4 khóa XII.
_GENRES_OF_MEETINGS = ("nghị quyết", "kết luận", "thông báo", "chỉ thị")
_MEETING_GENRES = Phrases((form, None) for form in _GENRES_OF_MEETINGS)
_OF_MEETINGS = re.compile(
    rf"""(?<!\w)(?P<genre>(?i:{any_of(_GENRES_OF_MEETINGS)}))\ (?:(?<=quyết\ )của\ )?
      (?P<plenum>(?:(?i:Trung\ ương)|T\.?Ư|TW)\ ?(?:lần\ thứ\ )?(?:\d{{1,2}}|[XVI]{{1,5}})(?!\w|[./-]\d)
        (?:\ [Kk]hóa\ (?:[XVI]{{1,6}}|\d{{1,2}})(?!\w)|\ \([Kk]hóa\ (?:[XVI]{{1,6}}|\d{{1,2}})\))?)?""",
    re.VERBOSE,
)


def find_of_meetings(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Resolutions and conclusions by the meeting that passed them, to the end of the meeting's name.

    >>> text = "Nghị quyết Đại hội XIII của Đảng, Nghị quyết Trung ương 4 khóa XII, Nghị quyết Đại hội Đảng các cấp"
    >>> [text[c.start:c.end] for c in find_of_meetings(text, Syllables.of(text))]
    ['Nghị quyết Đại hội XIII của Đảng', 'Nghị quyết Trung ương 4 khóa XII']
    """
    meetings = {event.start: event.end for event in find_meetings(text, syllables)}
    for match in finditer_from(_MEETING_GENRES.offsets_in(syllables), _OF_MEETINGS, text):
        genre = match["genre"].lower()
        end = match.end() if match["plenum"] else meetings.get(match.end())
        if end is not None:
            yield Citation(match.start(), end, genres().labels[genre], genre, None, None, "meeting")


# --- laws, codes, treaties, basic documents --------------------------------------------------------------------------

_YEAR = r"(?:19|20)\d\d(?!\d)"
# What of a law's name follows its subject: the year, that it is an amended one, its number.
_LAW_GOES_ON = re.compile(
    rf"""(?:\ \(sửa\ đổi\)|\ sửa\ đổi(?=,?\ (?:năm\ )?{_YEAR}))?
      (?:(?:,?\ năm)?\ (?P<year>{_YEAR})(?![/.-]?\w))?
      (?:\ \(sửa\ đổi\))?
      (?:\ số\ (?P<code>{CODE}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_AMENDING = re.compile(
    r"(?<!\w)Luật\ (?:(?:số\ \S{1,20}\ )?)sửa\ đổi,\ bổ\ sung\ (?:một\ số\ )?điều\ của\ (?:các\ )?$", re.IGNORECASE
)
_AMENDING_REACH = 90
_YEAR_INSIDE = re.compile(_YEAR)
# Genres whose documents are also known by capitals alone: Pháp lệnh Cựu chiến binh, Điều lệ Công đoàn Việt Nam.
_NAMED_BY_CAPITALS = Phrases(
    (form, form) for form in ("luật", "pháp lệnh", "hiệp định", "hiệp ước", "công ước", "nghị định thư", "điều lệ")
)
# With these after it "Luật" is another word, and with these before it part of another name: Đại học Luật, Pháp Luật.
_NEVER_LAWS = frozenset(("sư", "gia", "học", "pháp", "số", "lệ"))
_NOT_LAWS = frozenset(
    ("chơi", "khoa", "này", "của", "sửa", "mới", "cũ", "đó", "ấy", "nói", "chung", "riêng", "quốc", "hóa", "định",
     "liên", "nước", "bản", "gốc", "nào", "khác", "trên", "lần", "đáp", "kế")
)  # fmt: skip
_BEFORE_NO_LAW = frozenset(("bộ", "hội", "học", "pháp", "ty", "chữa", "khoa", "viện", "ngành", "báo", "phòng"))
_LAW_ENDS = frozenset(("sang", "kỳ", "hiện", "khóa", "vừa", "thì", "trước", "sau", "nhưng", "mà", "dù", "đi"))
_MAX_LAW = 9


@cache
def _law_names() -> Phrases[str]:
    """The names of the lexicon, also without the commas inside them: *Luật Phòng chống tham nhũng*."""
    rows = read_lexicon("laws")
    forms = [(form, row["form"]) for row in rows for form in row.forms("form", "variants")]
    return Phrases([*forms, *((form.replace(",", ""), name) for form, name in forms)])


@cache
def _breaks() -> Phrases[bool]:
    return Phrases((row["form"], True) for row in read_lexicon("name_breaks"))


def find_laws(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Laws, codes, treaties and basic documents of the lexicon, and other laws by their capitals.

    >>> text = "Điều 12 Luật Đất đai năm 2024, Hiến pháp, luật sư và luật pháp"
    >>> [(text[c.start:c.end], c.year) for c in find_laws(text, Syllables.of(text))]
    [('Luật Đất đai năm 2024', '2024'), ('Hiến pháp', None)]
    """
    shapes, lower = syllables.shapes, syllables.lower
    names, genre_words = _law_names().everywhere(syllables), _NAMED_BY_CAPITALS.everywhere(syllables)
    for at in sorted({*names, *genre_words}):
        # A name begins with a capital, or is one of the genres that are also written small: luật Đất đai.
        if shapes[at] == LOWER and lower[at] not in ("luật", "bộ", "pháp"):
            continue
        end: int | None = None
        if at in names and _is_capitalised(shapes, at, names[at][0]):
            end = names[at][0]
        elif at in genre_words and shapes[at] == TITLE:
            end = _unknown_law_end(syllables, at, genre_words[at][0])
        if end is not None:
            yield _law(text, syllables, at, end)


def _law(text: str, syllables: Syllables, first: int, after: int) -> Citation:
    start, end = syllables.starts[first], syllables.ends[after - 1]
    amending = _AMENDING.search(text, max(0, start - _AMENDING_REACH), start)
    if amending:
        start = amending.start()
    more = _LAW_GOES_ON.match(text, end)
    year = code = None
    if more:
        end, year, code = more.end(), more["year"], more["code"]
    inside = _YEAR_INSIDE.search(text, start, end)
    return Citation(
        start,
        end,
        "DOCUMENT",
        _genre_at(syllables.lower, first),
        normal_code(code) if code else None,
        year or (inside[0] if inside and not code else None),
        "law",
    )


def _genre_at(lower: Sequence[str], at: int) -> str | None:
    known = genres().labels
    phrases = (" ".join(lower[at : at + length]) for length in (3, 2, 1))
    return next((phrase for phrase in phrases if phrase in known), None)


def _is_capitalised(shapes: Sequence[int], start: int, end: int) -> bool:
    if end - start == 1:
        return shapes[start] == UPPER
    return shapes[start] in (TITLE, UPPER) or TITLE in shapes[start + 1 : min(start + 3, end)]


def _unknown_law_end(syllables: Syllables, at: int, after: int) -> int | None:
    """The end of a law that the lexicon does not have, from its genre to the next verb or mark, if it has a name.

    A name has a capital after the genre: *Luật Nhà giáo*, *Luật về Hội*. A draft law may also do without, where a mark
    ends its name: *dự án Luật biểu tình,*.
    """
    shapes, lower = syllables.shapes, syllables.lower
    if after >= len(lower) or lower[after] in _NEVER_LAWS or (at > 0 and lower[at - 1] in _BEFORE_NO_LAW):
        return None
    about = lower[after] == "về"
    first = after + about
    if shapes[first : first + 1] in ([TITLE], [UPPER]):
        ends = _LAW_ENDS | {"và"} if about or lower[at] == "điều" else _LAW_ENDS
        end = _law_words(syllables, at, first, ends)
        # "Công ước LHQ về …" goes on with its subject, of which the end is not known.
        return None if lower[at] != "luật" and lower[end : end + 1] in (["về"], ["hay"]) else end
    if about or lower[at] != "luật" or lower[at - 1 : at] not in (["án"], ["thảo"]):
        return None
    if shapes[first] != LOWER or lower[first] in _NOT_LAWS or _breaks().at(lower, first):
        return None
    end = _law_words(syllables, at, first, _LAW_ENDS)
    ended = end == len(lower) or (shapes[end] not in _WORDS and syllables.forms[end] != "-")
    return end if ended and end - first > 1 else None


def _law_words(syllables: Syllables, at: int, first: int, ends: frozenset[str]) -> int:
    """The end of the words of a name from ``first``, up to a mark, a verb or one of the ``ends``."""
    lower = syllables.lower
    end = first + 1
    while end < len(lower) and end - at < _MAX_LAW:
        joined = lower[at] != "luật" and _joins_parties(syllables, end)
        if not (syllables.shapes[end] in _WORDS or joined) or lower[end] in ends or _breaks().at(lower, end):
            break
        end += 1
    while end > first + 1 and lower[end - 1] in ("và", "hoặc", "-"):
        end -= 1
    return end


def _joins_parties(syllables: Syllables, at: int) -> bool:
    """Whether a dash stands between the parties of a treaty: *Hiệp định Thương mại Việt Nam - Nhật Bản*."""
    shapes = syllables.shapes
    dash = syllables.forms[at] == "-" and at + 1 < len(shapes)
    return dash and shapes[at - 1] in _CAPITALISED and shapes[at + 1] in _CAPITALISED


# --- plans, schemes, strategies --------------------------------------------------------------------------------------

_TITLED = Phrases(
    (form, form)
    for form in (
        "đề án", "chiến lược", "quy hoạch", "bộ tiêu chí", "chương trình mục tiêu quốc gia", "chương trình hành động",
        "chương trình tổng thể", "kế hoạch tổng thể", "bộ quy tắc ứng xử",
    )
)  # fmt: skip
# Genres that are also activities (quy hoạch cán bộ, chiến lược kinh doanh): their titles have a capital or a number.
_ACTIVITIES = frozenset(("quy hoạch", "chiến lược", "chương trình hành động"))
_ABOUT_PEOPLE = frozenset(("cán", "ban", "bch", "nhân", "bộ", "ủy", "xong"))
# Whose name goes on with such a word: Sở Quy hoạch, Vụ Chiến lược, quan hệ Đối tác Chiến lược.
_IN_BODIES = frozenset(("sở", "phòng", "vụ", "viện", "ban", "tâm", "cứu", "tác", "cục", "luật", "khoa"))
# Words that begin what is said about a plan, and never stand in its title.
_TITLE_ENDS = frozenset(
    ("được", "đã", "sẽ", "là", "với", "trình", "theo", "để", "nhằm", "này", "của", "cho", "do", "gồm", "vừa", "cũng",
     "có", "tại", "khi", "nêu", "trên", "đang", "bao", "đối", "giữa", "vì", "chưa", "không", "nằm", "thì", "mà", "nếu",
     "bị", "cần", "phải", "sớm", "đặt", "nhưng", "hiện", "giao", "gửi", "thuộc", "đó", "nói", "còn")
)  # fmt: skip
_POINTS_BACK = frozenset(("này", "đó", "trên", "nói"))
_TITLE_GOES_ON = re.compile(
    rf",\ (?:(?:tầm\ nhìn|định\ hướng)(?:\ đến)?(?:\ năm)?\ {_YEAR}|công\ chức(?:,\ viên\ chức)?)",
    re.VERBOSE | re.IGNORECASE,
)
_MIN_TITLE, _MAX_TITLE = 2, 26  # syllables


def find_titled(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Plans, schemes and strategies by their proper title: a capitalised genre and what it is about.

    >>> text = "Quy hoạch Điện VIII được duyệt, đề án này thì chưa"
    >>> [text[c.start:c.end] for c in find_titled(text, Syllables.of(text))]
    ['Quy hoạch Điện VIII']
    """
    shapes, lower = syllables.shapes, syllables.lower
    for start, after, genre in _TITLED.find_in(syllables):
        # "Đề án 06" is cited by number, and "Sở Quy hoạch - Kiến trúc" is no plan.
        if shapes[start] != TITLE or (after < len(lower) and shapes[after] not in _WORDS):
            continue
        end = _title_end(syllables, start, after)
        if end - after < _MIN_TITLE or not _is_title(syllables, start, after, end, genre):
            continue
        # "Điều chỉnh Quy hoạch Điện VIII" is a document of its own.
        adjusts = start > 1 and lower[start - 2 : start] == ["điều", "chỉnh"] and shapes[start - 2] == TITLE
        first = start - 2 if adjusts else start
        end_offset = syllables.ends[end - 1]
        more = _TITLE_GOES_ON.match(text, end_offset)
        yield Citation(
            syllables.starts[first], more.end() if more else end_offset, "DOCUMENT", genre, None, None, "title"
        )


def _title_end(syllables: Syllables, start: int, after: int) -> int:
    shapes, lower = syllables.shapes, syllables.lower
    end = after
    while end < len(lower) and end - start < _MAX_TITLE:
        form = lower[end]
        if form in _TITLE_ENDS or not (shapes[end] in _WORDS or shapes[end] == DIGIT or form in "-/&"):
            break
        if form == "và" and _DOCUMENT_GENRES.at(lower, end + 1) and shapes[end + 1] == TITLE:
            break  # the next document of a list
        end += 1
    while end > after and (shapes[end - 1] not in (*_WORDS, DIGIT) or lower[end - 1] in ("và", "về")):
        end -= 1
    return end


_DOCUMENT_GENRES = Phrases((form, True) for form in ("báo cáo", "chương trình", "kế hoạch", "đề án", "nghị quyết"))
_SENTENCE_STARTS = frozenset(".!?:;…")


def _is_title(syllables: Syllables, start: int, after: int, end: int, genre: str) -> bool:
    """Whether the words name one plan: *Đề án chính quyền đô thị*, but not *Quy hoạch cán bộ*, *Đề án lớn này*."""
    shapes, lower, forms = syllables.shapes, syllables.lower, syllables.forms
    before = lower[start - 1] if start else "."
    if before in _IN_BODIES or (end < len(lower) and lower[end] in _POINTS_BACK):
        return False
    if genre == "quy hoạch" and lower[after] in _ABOUT_PEOPLE:
        return False
    begins = start == 0 or shapes[start - 1] == BREAK or forms[start - 1] in _SENTENCE_STARTS
    if genre not in _ACTIVITIES and not begins:
        return True
    return any(shape in (*_CAPITALISED, DIGIT) for shape in shapes[after:end])
