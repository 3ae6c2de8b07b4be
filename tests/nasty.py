"""Text as it is found in the wild and as nobody would write it, for the property tests of the whole package."""

from __future__ import annotations

import unicodedata
from itertools import cycle
from typing import Literal, get_args

from hypothesis import strategies as st

Form = Literal["NFC", "NFD"]

_WORDS = [
    "Tỉnh ủy", "Tỉnh uỷ", "TỈNH UỶ", "Đảng bộ", "Ðảng", "ð", "khoá", "khóa XIII", "Hoà Bình", "hòan", "quý", "quà",
    "thuyền", "Nghị quyết số 21-NQ/TW", "23 – NQ/TƯ", "Quyết định 240/QĐ", "ngày 16/6/2022", "22.4.2025", "năm 2021",
    "Bí thư", "Chủ tịch UBND tỉnh", "ông Nguyễn Văn A", "đồng chí Đỗ Thanh Bình", "Quốc hội", "tự diễn biến",
    "lợi ích nhóm", "TP. Quy Nhơn", "T.Ư", "v.v.", "và", "của", "họp", "nói:", "Điều 12", "Đại hội XIII", "Lê An",
    "(TTXVN) -", "Ảnh: Q.T.", "Nơi nhận:", "a)", "1.", "- ",
]  # fmt: skip
_PIECES = [
    " ", "  ", "\t", "\u00a0", "\u3000", "\n", "\r\n", "\r", "\n\n", " \n ", "\u2028", "\u2029", "\x0b", "\x0c",
    "\x85", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\ufe0f", "\u034f", "\0", "\x1b",
    '"', "“", "”", "‘", "’", "'", "''", "«", "»", "(", ")", "[", "]", ".", ",", ";", ":", "?", "!", "…", "...", "-",
    "–", "—", "/", "%", "_", "\u0301", "\u0323", "\u0302", "\u0309\u0302", "e\u0301\u0302", "e\u0302\u0323",
    "a\u0323\u0306", "o\u0301\u031b", "x\u0301\u0323", "a\u0300\u0301\u0303\u0309\u0323", "e\u200b\u0301",
    "👨\u200d👩\u200d👧", "❤\ufe0f", "📌", "🇻🇳", "한국", "\u1112\u1161\u11ab", "กำลัง", "中国", "\u212b", "\u2126",
    "\u212a", "\u0958", "\u0344", "\U0001d15e", "\U000110ab", "ﬁ", "ß", "İ", "ŉ", "५", "²", "½", "Ⅻ", "1", "12",
    "A", "đ",
]  # fmt: skip

#: Pieces of Vietnamese, of other scripts, and what stands between and inside them.
pieces = st.sampled_from(_WORDS) | st.sampled_from(_PIECES)


def _in_form(text: str, forms: list[Form]) -> str:
    """Each word of a text in another Unicode form, as files put together from several sources have it."""
    return " ".join(map(unicodedata.normalize, cycle(forms), text.split(" ")))


_forms = st.lists(st.sampled_from(get_args(Form)), min_size=1, max_size=3)
_built = st.lists(pieces | st.just(" "), max_size=40).map("".join)
_characters = st.characters(exclude_categories=["Cs"])

#: Any text that a record can hold: put together from pieces, or of any characters at all.
texts = st.one_of(_built, st.builds(_in_form, _built, _forms), st.text(_characters, max_size=60))

#: Any string of Python, with halves of surrogate pairs too.
strings = texts | st.text(st.characters() | st.sampled_from(["\ud83d", "\udccc"]), max_size=60)

#: What has broken readers of text before, by name.
NASTY: dict[str, str] = {
    "empty": "",
    "one space": " ",
    "only line ends": "\r\n\r\n\n\r",
    "BOM alone": "\ufeff",
    "only invisible": "\u200b\u200d\u00ad\u2060",
    "BOM first": "\ufeffTỉnh ủy họp.",
    "lone mark": "\u0301",
    "mark after a space": "Tỉnh \u0301ủy",
    "mark after a line end": "Tỉnh\n\u0323ủy",
    "tone before shape": "Nghi\u0323 quye\u0301\u0302t Trung u\u031bong",
    "stacked marks": "Đa\u0309\u0303\u0301\u0300\u0323ng bộ họp",
    "zero-width inside words": "Tỉ\u200bnh ủ\u200dy Ki\u00adên Gi\u2060ang",
    "zero-width before a mark": "Nghi\u200b\u0323 quyết",
    "bidi": "\u202eTỉnh ủy\u202c \u2066họp\u2069",
    "no-break spaces": "Nghị\u00a0quyết\u202fsố\u00a021-NQ/TW",
    "all line ends": "Một.\r\nHai.\rBa.\u2028Bốn.\u2029Năm.\x85Sáu.\x0bBảy.\x0cTám.\n\rChín.",
    "look-alikes": "Ðảng bộ, \u0189ảng ủy, ðảng viên, 23 – NQ/TW, 24−NQ∕TW",
    "tabs": "STT\tHọ tên\tChức vụ\n1\tNguyễn Văn A\tBí thư\n",
    "emoji": "👨\u200d👩\u200d👧 Bí thư Tỉnh ủy ❤️ 🇻🇳 họp 📌",
    "Hangul composed": "Hàn Quốc (한국) và Nghị quyết 18",
    "Hangul decomposed": unicodedata.normalize("NFD", "Hàn Quốc (한국) và Nghị quyết 18"),
    "Thai": "กำลัง น้ำ Thái Lan",
    "capital that is longer in lower case": "İstanbul ngày 16/6/2022",
    "unclosed quotation": "“Phải làm tốt hơn nữa, ông nói. Nghị quyết 18",
    "only quotation marks": "\"“”''‘’«»" * 5,
    "only stops": "...?!…." * 9,
    "brackets": "((((((Tỉnh ủy))))))" * 3,
    "null and escape": "Tỉnh\0ủy\x1b[0m họp",
    "numbers": "21-NQ/TW/21/2022-2025/NQ-CP-16.6.2022-1/1/1/1",
}

_MEGABYTE = 1 << 20

#: One megabyte each that must take no longer than a megabyte of anything else.
HOSTILE: dict[str, str] = {
    "spaces": " " * _MEGABYTE,
    "line feeds": "\n" * _MEGABYTE,
    "CRLF": "\r\n" * (_MEGABYTE // 2),
    "combining marks": "\u0301" * _MEGABYTE,
    "marks after a letter": "e" + "\u0323\u0302" * (_MEGABYTE // 2),
    "zero-width spaces": "\u200b" * _MEGABYTE,
    "letters and zero-width spaces": "e\u200b" * (_MEGABYTE // 2),
    "spaced zero-width spaces": " \u200b" * (_MEGABYTE // 2),
    "one word": "a" * _MEGABYTE,
    "Hangul in parts": "\u1112\u1161\u11ab" * (_MEGABYTE // 3),
    "mistyped tones": "hòan " * (_MEGABYTE // 5),
}
