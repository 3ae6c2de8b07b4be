"""One spelling for what is one word: composed letters, one tone placement, no look-alikes.

Everything here is about characters; nothing changes a word into another word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import product

# Both placements of the tone on an open oa, oe, uy are in use: hoà/hòa, khoẻ/khỏe, uỷ/ủy. Quyết định 240/QĐ (1984)
# of the Ministry of Education puts it on the second vowel, the older and still more common way on the first.
# The view uses the older way. With a final consonant or vowel there is one way only (hoàn, ngoài), and text that puts
# the tone elsewhere (hòan, ngòai) is mistyped. After q the u belongs to the consonant, so quý, quà stay.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIRS = ("oa", "oe", "uy")


def _placements() -> tuple[dict[str, str], dict[str, str]]:
    first_of, second_of = {}, {}
    for pair, tone in product(_PAIRS, _TONES):
        for a, b in product((pair[0], pair[0].upper()), (pair[1], pair[1].upper())):
            on_first = unicodedata.normalize("NFC", a + tone) + b
            on_second = a + unicodedata.normalize("NFC", b + tone)
            first_of[on_second] = on_first
            second_of[on_first] = on_second
    return first_of, second_of


_FIRST_OF, _SECOND_OF = _placements()


def _pair(pairs: Iterable[str]) -> str:
    """A pattern for two letters that may be such a pair and do not follow a q; it begins with a set, which is fast."""
    first, second = ("".join(sorted({pair[at] for pair in pairs})) for at in (0, 1))
    return f"[{first}][{second}](?<![qQ]..)"


_OPEN = re.compile(rf"{_pair(_FIRST_OF)}(?![^\W\d_]|[\u0300-\u036f])")  # nor a mark that would join what is left
_CLOSED = re.compile(rf"{_pair(_SECOND_OF)}(?=(?:[iouyIOUY]|[cC][hH]?|[nN][hHgG]?|[mMpPtT])(?![^\W\d_]))")

#: One-to-one replacements: look-alikes of Đ from other alphabets, and the many dashes.
_LOOK_ALIKES = {
    "\u00d0": "Đ",  # LATIN CAPITAL LETTER ETH, what several Vietnamese fonts and converters write for Đ
    "\u0189": "Đ",  # LATIN CAPITAL LETTER AFRICAN D
    "\u00f0": "đ",  # LATIN SMALL LETTER ETH
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    "\uff0f": "/",
    "\u2044": "/",
}
_LOOK_ALIKE = re.compile(f"[{''.join(_LOOK_ALIKES)}]")

_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, and so come before the tone
_SHAPED = frozenset("aeouAEOU")


def compose(cluster: str) -> str:
    """The composed form of one letter with its marks, also where the tone was written before the letter's shape.

    >>> compose("e\u0323\u0302"), compose("e\u0301\u0302")
    ('ệ', 'ế')
    """
    decomposed = unicodedata.normalize("NFD", cluster)
    letter, marks = decomposed[:1], decomposed[1:]
    if len(marks) > 1 and letter in _SHAPED:
        marks = "".join(sorted(marks, key=lambda mark: mark not in _SHAPES))
    return unicodedata.normalize("NFC", letter + marks)


@cache
def composing() -> tuple[str, str, str]:
    """What Unicode composes, as the insides of three character sets of a regular expression.

    They are the characters that join the one before them or change places among each other, up to U+FFFF and above,
    and those that are another character by themselves, such as the Angstrom sign.
    """
    joins = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}  # vowels and finals of Hangul
    alone = set()
    for code in (*range(0x20000), *range(0x2F800, 0x2FA20)):
        char = chr(code)
        if unicodedata.combining(char):
            joins.add(code)
        elif (parts := unicodedata.decomposition(char)) and parts[0] != "<":
            if " " in parts:
                joins.add(int(parts.rpartition(" ")[2], 16))
            if not unicodedata.is_normalized("NFC", char):
                alone.add(code)
    below = {code for code in joins if code <= 0xFFFF}
    return _ranges(below), _ranges(joins - below), _ranges(alone - joins)


def _ranges(codes: Iterable[int]) -> str:
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def unify(text: str) -> str:
    """Composed text with one tone placement and without look-alikes, of the same length.

    >>> unify("Uỷ ban Kiểm tra Ðảng uỷ khoá XIII – Hoà Bình")
    'Ủy ban Kiểm tra Đảng ủy khóa XIII - Hòa Bình'
    >>> unify("quý, hoàn, thuyền, Thuý")
    'quý, hoàn, thuyền, Thúy'
    """
    text = _LOOK_ALIKE.sub(lambda match: _LOOK_ALIKES[match[0]], text)
    text = _OPEN.sub(lambda match: _FIRST_OF.get(match[0], match[0]), text)
    return _CLOSED.sub(lambda match: _SECOND_OF.get(match[0], match[0]), text)


def fold(text: str) -> str:
    """The key under which lexicons are searched: composed, one spelling, lower case, single spaces.

    >>> fold("  TỈNH UỶ ") == fold("Tỉnh ủy")
    True
    """
    return " ".join(unify(unicodedata.normalize("NFC", text)).lower().split())


def fold_all(texts: Iterable[str]) -> list[str]:
    """:func:`fold` for many short texts; much faster than one by one."""
    lines = "\n".join(" ".join(text.split()) for text in texts)
    return unify(unicodedata.normalize("NFC", lines)).lower().split("\n")
