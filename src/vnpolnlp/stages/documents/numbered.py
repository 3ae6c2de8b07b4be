"""Documents cited by number or code: *Nghị quyết số 21-NQ/TW*, *Nghị định 15, 16 và 17*, *NQ 21*, *58/2025/NĐ-CP*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vnpolnlp.stages.documents.citation import Citation, any_of, genres, without_marks
from vnpolnlp.stages.documents.codes import CODE, NUMBER, NUMBER_AND_YEAR, code_genre, normal_code
from vnpolnlp.text.phrases import Phrases, finditer_from
from vnpolnlp.text.syllables import Syllables

# How much a bare number says depends on the genre. After a noun it is the document's (nghị định 100), unless something
# is counted. Names of projects need a capital for that. The others are also verbs (quyết định 120 căn nhà) or plans
# for a time (kế hoạch 5 năm): after their number something must follow that goes on from a document.
_NOUNS = frozenset(
    ("nghị quyết", "nghị định", "chỉ thị", "thông tư", "pháp lệnh", "sắc lệnh", "thông tư liên tịch", "công điện",
     "nghị quyết liên tịch")
)  # fmt: skip
_WITH_CAPITAL = frozenset(("đề án", "chương trình"))
_AMBIGUOUS = frozenset(
    ("quyết định", "quy định", "kết luận", "hướng dẫn", "quy chế", "kế hoạch", "thông báo", "công văn", "văn bản",
     "thông báo kết luận", "tờ trình")
)  # fmt: skip
_IDENTIFIED = _NOUNS | _WITH_CAPITAL | _AMBIGUOUS
_SHORT = ("NQ", "NĐ", "CT", "QĐ", "KL")

# What is counted after a number that is no document's: Nghị quyết 5 năm, Chương trình 3 ngày.
_COUNTED = (
    r"(?:(?:năm|tháng|ngày)(?!\ \d)|tuần|giờ|quý|đảng\ viên|cán\ bộ|người|đồng|tổ\ chức|đơn\ vị|tỉnh|huyện|xã|nội\ dung"
    r"|nhiệm\ vụ|vấn\ đề|dự\ án|triệu|tỷ|tỉ|nghìn|ngàn|lần|điểm|trường\ hợp|vụ|cấp|bên|giải\ pháp|mục\ tiêu|khâu|nhóm"
    r"|chỉ\ tiêu|tiêu\ chí|cá\ nhân|tập\ thể|ha|km|m2|hộ|cơ\ quan|bộ|sở|ngành|bị\ can|doanh\ nghiệp|công\ ty|học\ sinh"
    r"|chương\ trình|đối\ tượng|thành\ viên|ủy\ viên|chức\ danh|lĩnh\ vực|bước|phần|chương|điều|khoản|mặt|việc"
    r"|trong\ số)"
)
_COUNTS_NOTHING = rf"(?!\ ?{_COUNTED}\b|\ ?%|[.,]\d)"
_GOES_ON = (
    r"(?=,(?!\ \d)|\ ?[;:()\]”\"\n]|\.(?!\d)|\ -\ |$"
    r"|\ (?:của|về|ngày\ \d{1,2}|năm\ \d{4}(?!\ ?-)|và(?!\ \d)|được|đã|là|có|nêu|này|cũng|do|khóa|ra|quy\ định|chỉ"
    r"|yêu|đề\ ra|thì|thay|trong|sang|còn|sẽ|vẫn|cho)\b)"
)

_SO = r"(?:(?:[Ss]ố|SỐ|[Ss]ô|[Ss]o|No\.?)(?:\ ?:)?\ ?)"
_SERIES_NUMBER = rf"(?:{NUMBER_AND_YEAR}|{NUMBER}(?!\ ?/\ ?\d))"
_PLAIN_NUMBER = rf"(?:{NUMBER_AND_YEAR}|{NUMBER}(?!\ ?/\ ?\d|-\d))"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_TERM = r"(?:\ [Kk]hóa\ (?:[XVI]{1,6}|\d{1,2})(?!\w)|\ \([Kk]hóa\ (?:[XVI]{1,6}|\d{1,2})\))"

# One more document of the same genre.
_IN_LIST = re.compile(
    rf"""(?:,|;|\ và|\ hoặc|\ hay|\ &)\ (?P<whole>{_SO}?(?P<number>{CODE}|{_SERIES_NUMBER}))
      (?={_TERM}|\ ?[,.;:)\n]|$
        |\ (?:và|hoặc|của|về|ngày\ \d{{1,2}}|năm\ \d{{4}}|khóa|do|đã|được|có|là|nêu|trên|cũng|quy)\b)""",
    re.VERBOSE,
)
_BARE_CODE = re.compile(rf"(?<![\w/.,-])(?<!\d\ )(?:{CODE})")
# Before such a code: "số" in a list of documents, or "Số:" that opens a line of a letterhead.
_SAID = re.compile(r"(?P<letterhead>(?:^|\n)[ *]*(?i:số) ?:? ?)$|(?<![\w])(?P<number>số )$")
_SAID_REACH = 12
_MIN_SEPARATORS = 2  # in a code that stands without a genre: 18-NQ/TW


@cache
def _pattern() -> re.Pattern[str]:
    known = genres()
    # Escaped forms go into a VERBOSE pattern: re.escape also escapes their spaces.
    genre = f"(?i:{any_of(known.numbered)})"
    undiacritised = f"(?i:{any_of(without_marks(form) for form in known.numbered if form in _IDENTIFIED)})"
    nouns, projects, ambiguous = (f"(?i:{any_of(forms)})" for forms in (_NOUNS, _WITH_CAPITAL, _AMBIGUOUS))
    abbreviation = any_of(short for short in known.by_abbreviation if len(short) > 1)
    return re.compile(
        rf"""(?<!\w)(?:
          (?P<genre>{genre})\ (?:
              {_SO}?(?P<code>{CODE})
            | {_SO}(?P<said_number>{_SERIES_NUMBER})
          ){_TERM}?
        | (?P<undiacritised>{undiacritised})\ {_SO}?(?P<plain_code>{CODE})
        | (?P<identified>
              {nouns}(?=\ {_PLAIN_NUMBER}{_COUNTS_NOTHING})
            | (?=[^\W\d_a-zđ]){projects}(?=\ {_PLAIN_NUMBER}{_COUNTS_NOTHING})
            | {ambiguous}(?=\ (?:{NUMBER_AND_YEAR}|(?!{_YEAR}){_PLAIN_NUMBER}{_COUNTS_NOTHING}{_GOES_ON}))
          )\ (?P<number>{_PLAIN_NUMBER}){_TERM}?
        | (?P<abbreviation>{abbreviation})\ {_SO}?(?P<short_code>{CODE})
        | (?P<short>{any_of(_SHORT)})\ ?{_SO}?(?P<short_number>{NUMBER_AND_YEAR}|\d{{2,4}}(?![\w/]))
          {_COUNTS_NOTHING}{_TERM}?
        )""",
        re.VERBOSE,
    )


@cache
def _genre_words() -> Phrases[None]:
    """The genres that a citation by number may begin with, as the pattern spells them."""
    numbered = genres().numbered
    spellings = [*numbered, *map(without_marks, numbered)]
    return Phrases((word, None) for spelling in spellings for word in (spelling, spelling.replace("quy ", "qui ")))


@cache
def _abbreviations() -> re.Pattern[str]:
    """What a citation by number may begin with else; the first letter in a set makes searching fast."""
    short = sorted({*_SHORT, *(short for short in genres().by_abbreviation if len(short) > 1)})
    tails = "|".join(rf"(?<={re.escape(form[0])}){re.escape(form[1:])}" for form in short)
    return re.compile(rf"[{''.join(sorted({form[0] for form in short}))}](?<!\w.)(?:{tails})")


def find_numbered(text: str, syllables: Syllables) -> Iterator[Citation]:
    """The documents that normalised text cites by a number or code.

    >>> text = "Nghị quyết số 18-NQ/TW, 19-NQ/TW và nghị định 100; Quyết định 15 đảng viên"
    >>> [(text[c.start:c.end], c.number) for c in find_numbered(text, Syllables.of(text)) if c.rule != "code"]
    [('Nghị quyết số 18-NQ/TW', '18-NQ/TW'), ('19-NQ/TW', '19-NQ/TW'), ('nghị định 100', '100')]
    """
    known = genres()
    starts = {*_genre_words().offsets_in(syllables), *(match.start() for match in _abbreviations().finditer(text))}
    for match in finditer_from(sorted(starts), _pattern(), text):
        found = match.groupdict()
        type_word = found["genre"] or found["undiacritised"] or found["identified"]
        genre = known.named(type_word) if type_word else known.by_abbreviation[found["abbreviation"] or found["short"]]
        number = next(filter(None, (found[group] for group in _NUMBER_GROUPS)))
        label = known.labels[genre]
        yield Citation(match.start(), match.end(), label, genre, normal_code(number), None, "numbered")
        at = match.end()
        while more := _IN_LIST.match(text, at):
            at = more.end("number")
            yield Citation(more.start("whole"), at, label, genre, normal_code(more["number"]), None, "list")
    yield from _bare_codes(text, syllables)


_NUMBER_GROUPS = ("code", "said_number", "plain_code", "number", "short_code", "short_number")


def _bare_codes(text: str, syllables: Syllables) -> Iterator[Citation]:
    """Codes without a type word, which themselves name the genre: *18-NQ/TW*."""
    known = genres()
    for match in finditer_from((syllables.starts[place] for place in syllables.numbers), _BARE_CODE, text):
        said = _SAID.search(text, max(0, match.start() - _SAID_REACH), match.start())
        if said and said["letterhead"] is not None:
            continue  # the number of this very document, above its type
        number = normal_code(match[0])
        abbreviation = code_genre(number)
        if abbreviation and number.count("/") + number.count("-") >= _MIN_SEPARATORS:
            genre = known.by_abbreviation.get(abbreviation)
            label = known.labels[genre] if genre else "DOCUMENT"
            start = said.start("number") if said else match.start()
            yield Citation(start, match.end(), label, genre, number, None, "code")
