"""One spelling for what is one word: composed letters, one tone placement, no look-alikes.

Everything here is about characters; nothing changes a word into another word.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

# Both placements of the tone on an open oa, oe, uy are in use: hoà/hòa, khoẻ/khỏe, uỷ/ủy. Quyết định 240/QĐ (1984)
# of the Ministry of Education puts it on the second vowel, the older and still more common way on the first.
# The view uses the older way. With a final consonant there is one way only (hoàn), and text that puts the tone
# elsewhere (hòan) is mistyped. After q the u belongs to the consonant, so quý, quà stay.
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
_OPEN = re.compile(r"(?<![qQ])(?:%s)(?!\w)" % "|".join(_FIRST_OF))
_CLOSED = re.compile(r"(?<![qQ])(?:%s)(?=(?:[iyIY]|[cC][hH]?|[nN][hHgG]?|[mMpPtT])(?!\w))" % "|".join(_SECOND_OF))

#: One-to-one replacements: look-alikes of Đ from other alphabets, and the many dashes.
_LOOK_ALIKES = str.maketrans(
    {
        "\u00d0": "Đ",  # LATIN CAPITAL LETTER ETH, what several Vietnamese fonts and converters write for Đ
        "\u0189": "Đ",  # LATIN CAPITAL LETTER AFRICAN D
        "\u00f0": "đ",  # LATIN SMALL LETTER ETH
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
        "\uff0f": "/",
        "\u2044": "/",
    }
)

#: Marks that combine with a preceding letter.
COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, and so come before the tone


def compose(cluster: str) -> str:
    """The composed form of one letter with its marks, also where the tone was written before the letter's shape.

    >>> compose("e\u0323\u0302"), compose("e\u0301\u0302")
    ('ệ', 'ế')
    """
    decomposed = unicodedata.normalize("NFD", cluster)
    letter, marks = decomposed[:1], decomposed[1:]
    if len(marks) > 1:
        marks = "".join(sorted(marks, key=lambda mark: mark not in _SHAPES))
    return unicodedata.normalize("NFC", letter + marks)


def unify(text: str) -> str:
    """Composed text with one tone placement and without look-alikes, of the same length.

    >>> unify("Uỷ ban Kiểm tra Ðảng uỷ khoá XIII – Hoà Bình")
    'Ủy ban Kiểm tra Đảng ủy khóa XIII - Hòa Bình'
    >>> unify("quý, hoàn, thuyền, Thuý")
    'quý, hoàn, thuyền, Thúy'
    """
    text = text.translate(_LOOK_ALIKES)
    text = _OPEN.sub(lambda match: _FIRST_OF[match[0]], text)
    return _CLOSED.sub(lambda match: _SECOND_OF[match[0]], text)


def fold(text: str) -> str:
    """The key under which lexicons are searched: composed, one spelling, lower case, single spaces.

    >>> fold("  TỈNH UỶ ") == fold("Tỉnh ủy")
    True
    """
    return " ".join(unify(unicodedata.normalize("NFC", text)).lower().split())
