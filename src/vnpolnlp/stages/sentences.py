"""Sentences: spans that cover all visible text and cut neither quotations nor abbreviations.

Where a text may be cut is found by one pass over its stops, quotation marks and line breaks; whether it is cut there
is decided from what stands around. What a full stop may be besides the end of a sentence is a lexicon,
``abbreviations``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar

import numpy as np

from vnpolnlp.document import Document, Sentence
from vnpolnlp.lexicons import read_lexicon

#: A quotation up to this many characters, about one sentence of news, is not cut at the stops in it.
_WHOLE_QUOTATION = 160

_STOPS = frozenset(".?!…")
_DOUBLE_MARKS = frozenset('"“”„«»')
_CLOSING_BRACKETS = frozenset(")]}›」』》〉】")
_APOSTROPHES = frozenset("'’")
_OPENING = frozenset("([{‘‹「『《〈【“„«\"'”»")
# What goes on with the sentence after a stop: "v.v., ", "TP./", "(!)".
_GOES_ON = frozenset(",;:.?!…/)]}%")

# Stops, a quotation mark or line breaks. It begins with a set, which makes searching fast.
_EVENT = re.compile(r"[.?!…\"“”„«»‘’\n](?:(?<=[.?!…])[.?!…]+|(?<=\n)\s+|)")
_BLANKS = re.compile(r"[^\S\n]*")
_LAST_WORD = re.compile(r"[^\W_][\w./&]{0,20}\Z")
_LONGEST_ABBREVIATION = 12
_LETTERS = re.compile(r"[^\W\d_]+")
# "P", "N.V.T", "Ng", "T.Q": names cut down to their first letters. Vowels with a mark (Á, Ý, Ở) are words.
_INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ](?:[a-zđ](?<![aeiouy]))?")
_ONE_INITIAL = re.compile(r"[A-ZĐ](?:(?![^\W_])|[a-zđ]\.)")
# People kept anonymous are called "anh V.", "bà L.": after the initial, the next sentence may begin.
_HONORIFIC = re.compile(r"(?:^|\W)(?:ông|bà|anh|chị|em|cô|chú|bác|cháu|bé|cậu|dì|bạn) \Z", re.IGNORECASE)
_LABEL_NOUN = r"(?i:điều|chương|tiểu\ mục|mục|phần|khoản|điểm|bước|bài|câu|hình|bảng|biểu|phụ\ lục|chuyên\ đề|kỳ)"
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[a-zđA-ZĐ])"
# What stands before the title of a section or an item: "1", "2.3", "IV", "a", "Điều 1", "Phần thứ nhất".
_LABEL = re.compile(
    rf"(?:[-+*•]\ ?)?(?:{_LABEL_NOUN}\ (?:(?i:thứ\ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))|{_NUMBER})|{_NUMBER})",
    re.VERBOSE,
)
_LONGEST_LABEL = 24
_BARE_NUMBER = re.compile(_NUMBER)
_LIST_ITEM = re.compile(r"[^\W\d_]{1,4}[.)]|[-+*•]")
_TOP_LEVEL_DOMAINS = frozenset(("vn", "com", "net", "org", "gov", "edu", "info", "asia"))
_RIMES = (
    "a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|u|ua|uai|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye"
    "|uyu|y|ye|yeu"
)
_SYLLABLE = re.compile(rf"(?:ngh?|gh?|gi|kh|nh|ch|ph|th|tr|qu|[bcdđhklmnrstvx])?(?:{_RIMES})(?:ch|ng|nh|[cmnpt])?")


def find_sentences(text: str, limits: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """The sentences of normalised text, left to right; ``limits`` are offsets where one must begin.

    >>> text = 'Ông nói: "Tốt. Rất tốt." Rồi đi. Họp tại TP. Huế ngày 3.3.2025, v.v. và T.Ư... vẫn họp'
    >>> [text[start:end] for start, end in find_sentences(text)]
    ['Ông nói: "Tốt. Rất tốt."', 'Rồi đi.', 'Họp tại TP. Huế ngày 3.3.2025, v.v. và T.Ư... vẫn họp']
    """
    hard = frozenset(limits)
    start = 0
    for cut in [*sorted({*_cuts(text, hard), *(at for at in hard if 0 < at < len(text))}), len(text)]:
        end = cut
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start, end
        start = cut


class Sentences:
    """Mark sentences, within zones where the structure is known."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("sentences",)

    def __call__(self, document: Document) -> Document:
        """The document with its sentences."""
        view, raw = document.view, document.text
        limits, pieces, reached, copied = [], [], 0, 0
        for zone in document.zones:
            if zone.start < reached:
                continue  # a zone inside another one, such as a dateline, does not cut
            reached = zone.end
            start, end = view.from_raw(zone.start, zone.end)
            limits.append(start)
            if zone.kind in ("paragraph", "lead"):  # a line break inside a paragraph is the width of a page
                pieces += [view.text[copied:start], view.text[start:end].replace("\n", " ")]
                copied = end
        text = "".join([*pieces, view.text[copied:]])
        spans = np.array(list(find_sentences(text, limits)), dtype=np.int64).reshape(-1, 2)
        starts, ends = view.to_raw_columns(spans[:, 0], spans[:, 1])
        sentences = []
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            # A combining mark after white space stands for both in the view.
            while start < end and raw[start].isspace():
                start += 1
            while start < end and raw[end - 1].isspace():
                end -= 1
            if start < end:
                sentences.append(Sentence(start, end))
        return document.with_layers(sentences=tuple(sentences))


def _cuts(text: str, hard: frozenset[int]) -> list[int]:
    """Where sentences begin, apart from the first one."""
    cuts: list[int] = []
    last = 0
    quotation: tuple[int, int] | None = None  # where the open quotation begins, and how many cuts there were then
    for event in _EVENT.finditer(text):
        start, end = event.span()
        first = text[start]
        if first == "\n":
            if end in hard or text.count("\n", start, end) > 1 or not _line_goes_on(text, start, end, quotation):
                cuts.append(end)
                last, quotation = end, None
        elif first in _STOPS:
            after = _closing_end(text, end, quotation is not None)
            begins = _next_sentence(text, last, start, end, after)
            if begins is not None:
                cuts.append(begins)
                last = begins
        else:
            opens = _turn(text, start, text[quotation[0]] if quotation else "")
            if opens:
                quotation = start, len(cuts)
            elif quotation and opens is False:
                begun, count = quotation
                if end - begun <= _WHOLE_QUOTATION and len(cuts) > count:
                    del cuts[count : len(cuts) - (cuts[-1] >= end)]
                    last = cuts[-1] if cuts else 0
                quotation = None
    return cuts


def _turn(text: str, at: int, open_mark: str) -> bool | None:
    """Whether the mark at this place opens a quotation (true) or closes the open one (false), or neither (none)."""
    mark = text[at]
    if mark == "‘":  # may be inside another quotation, which is then the one to be closed
        return None if open_mark else True
    if mark == "’":
        return False if open_mark == "‘" and not text[at + 1 : at + 2].isalnum() else None
    return _opens(text, at, bool(open_mark))


def _opens(text: str, at: int, is_open: bool) -> bool:
    """Whether the quotation mark at this place opens a quotation; marks of either shape are used for both."""
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free_left = before.isspace() or before in "([{-/‘“„«"
    free_right = not after.isalnum() and after not in "([{‘“„«'"
    if free_left != free_right:
        # It leans to one side: “thế này” or ”thế này“; but “ is left alone after a word without space: nói:“Tốt”.
        if mark in "“„«":
            return free_left or not is_open or not free_right
        if mark in "”»":
            return free_left and not is_open
        return free_left
    if mark == '"':
        # Free on either side, it closes before other marks, the dash of "... " - ông nói, and the end of a line.
        begins = _after_blanks(text, at + 1)
        following = text[begins : begins + 1]
        return not is_open and following not in _GOES_ON and following not in ("-", "\n", "")
    return mark in "“„«"


def _closing_end(text: str, at: int, is_open: bool) -> int:
    """Where the closing marks after a stop end; a space may stand before each."""
    end = at
    while end < len(text):
        look = end + 1 if text[end] == " " else end
        mark = text[look : look + 1]
        if mark in _DOUBLE_MARKS and not _opens(text, look, is_open):
            is_open = False
        elif mark in _APOSTROPHES:
            following = text[look + 1 : look + 2]
            if following.isalnum() or (look > end and following not in ("", "\n")):
                break
        elif mark not in _CLOSING_BRACKETS:
            break
        end = look + 1
    return end


def _next_sentence(text: str, sentence: int, start: int, end: int, after: int) -> int | None:
    """Where the next sentence begins if one ends with the stops ``start:end`` and closing marks up to ``after``."""
    begins = _after_blanks(text, after)
    first = text[begins : begins + 1]
    if not first or first == "\n" or first in _GOES_ON or first.islower():
        return None
    full_stop = end - start == 1 and text[start] == "."
    if begins == after:  # no space: a number, a domain, initials, or a slip
        return begins if _is_slip(text, start, after, full_stop) else None
    if first == "-":
        # "Thế à?" - ông hỏi. But: Xong. - Thưa ông, ...
        said = _after_blanks(text, begins + 1)
        goes_on = after > end or text[said : said + 1].islower() or (full_stop and _is_shortened(text, sentence, start))
        return None if goes_on else begins
    if first.isdigit() and not full_stop and text[start] in ".…" and after == end:
        return None  # trong 10... 15 ngày
    if first in _OPENING:
        letter = next((char for char in text[begins + 1 : begins + 4] if char.isalnum()), "")
        if letter.islower() and not full_stop:
            return None
        if full_stop and after == end and _is_shortened(text, sentence, start):
            return None
        return begins
    if full_stop and after == end and _stop_belongs_to_word(text, sentence, start, begins):
        return None
    return begins


def _after_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _is_slip(text: str, start: int, after: int, full_stop: bool) -> bool:
    """Whether a sentence ends although no space follows: ``xong.Tiếp``, but not ``Vietnam.Net``, ``Ths.Nam``."""
    last, word = text[start - 1 : start], _LETTERS.match(text, after)
    if not last.islower():
        return False
    if not word:
        return text[after] in "“«(" and not _is_shortened(text, 0, start)
    if len(word[0]) < 2 or not word[0].istitle() or word[0].lower() in _TOP_LEVEL_DOMAINS:
        return False
    if not full_stop:
        return True
    before = text[max(0, start - 40) : start].rsplit(None, 1)[-1]
    address = "@" in before or "/" in before or before.lower().startswith("www")
    return not address and not _is_shortened(text, 0, start)


def _word_before(text: str, sentence: int, stop: int) -> str:
    word = _LAST_WORD.search(text, max(sentence, stop - _LONGEST_ABBREVIATION), stop)
    return word[0] if word else ""


def _is_shortened(text: str, sentence: int, stop: int) -> bool:
    """Whether the word before a full stop is an abbreviation or initials."""
    word = _word_before(text, sentence, stop)
    return bool(word) and (_follows(word) is not None or _INITIALS.fullmatch(word) is not None)


def _stop_belongs_to_word(text: str, sentence: int, stop: int, begins: int) -> bool:
    """Whether a full stop before a capital or a number marks an abbreviation, initials or the number of an item."""
    if stop - sentence <= _LONGEST_LABEL and _LABEL.fullmatch(text, _after_blanks(text, sentence), stop):
        return True
    word = _word_before(text, sentence, stop)
    if not word:
        return False
    at = stop - len(word)
    before = text[max(0, at - 2) : at].rstrip()[-1:]
    initials = _INITIALS.fullmatch(word) is not None
    if (before in (":", ";") and _BARE_NUMBER.fullmatch(word)) or (before == ":" and initials):
        return True  # gồm: 1. Xây dựng ...; 2. Củng cố ...; and: Ảnh: Q.T. Thành
    follows = _follows(word)
    if len(word) <= 2 and initials and _HONORIFIC.search(text, max(0, at - 8), at):
        return _continues_initials(text, word, begins)
    if follows == "name":
        return True
    return initials and _continues_initials(text, word, begins)


def _continues_initials(text: str, word: str, begins: int) -> bool:
    """Whether what follows initials is a part of the same name: ``T.T. L.P``, ``V. Putin``, not ``anh V. Sau đó``."""
    if _ONE_INITIAL.match(text, begins):
        return True
    following = _LETTERS.match(text, begins)
    # A surname in another language is no Vietnamese syllable; what begins a sentence nearly always is one.
    return following is not None and "." not in word and not following[0].isupper() and not _is_syllable(following[0])


def _line_goes_on(text: str, start: int, end: int, quotation: tuple[int, int] | None) -> bool:
    """Whether the sentence goes on across the single line break ``start:end``."""
    following = text[end : end + 1]
    if not following:
        return False
    if following in _CLOSING_BRACKETS or (following in '”»’"' and not _opens(text, end, quotation is not None)):
        return True
    if following != "(" and (not following.islower() or _LIST_ITEM.match(text, end)):
        return False
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    closing = at
    while at and start - at < 4 and (text[at - 1] in _CLOSING_BRACKETS or text[at - 1] in "”»\"'’ "):
        at -= 1
    last = text[at - 1 : at]
    if last == "." and text[at - 2 : at - 1] not in (".", "…"):
        return at == closing and _is_shortened(text, 0, at - 1)
    return following != "(" and last not in (";", ":", "")


@cache
def _abbreviations() -> dict[str, str]:
    return {row["form"]: row["follows"] for row in read_lexicon("abbreviations")}


def _follows(word: str) -> str | None:
    """What may follow this word and its full stop, if it is an abbreviation; of ``PGS.TS.`` the last part counts."""
    known = _abbreviations()
    last = word.rpartition(".")[2]
    return known.get(word + ".") or (known.get(last + ".") if len(last) > 1 else None)


def _is_syllable(word: str) -> bool:
    letters = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
    return _SYLLABLE.fullmatch(letters) is not None
