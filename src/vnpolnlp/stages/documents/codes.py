"""The numbers and codes of documents: their grammar, and the one normal form of each.

A number is followed, joined by ``/`` or ``-``, by the year where the series starts anew each year, an abbreviation of
the genre, and one of the issuer: ``21-NQ/TW``, ``58/2025/NĐ-CP``, ``28/2018/QH14``. Sources: Hướng dẫn 36-HD/VPTW
(03/4/2018) for the Party, Nghị định 30/2020/NĐ-CP for the state.
"""

from __future__ import annotations

import re

NUMBER = r"\d{1,5}[a-zđ]?(?!\w)"
_YEAR = r"(?:19|20)\d\d"
# At least two capitals, perhaps with a small letter or two after them (TTg, TTr, QĐi) and a term (QH14); or the few
# abbreviations of another shape.
_PART = (
    r"(?:(?:UBTV)?QH\ \d\d(?!\w)|[A-ZĐƯ][A-ZĐƯÂÊÔƠĂ&]+[a-z]{0,2}[A-ZĐ]{0,4}\d{0,3}|ThU|T\.Ư|Ttg|L|CTrHĐ)(?![a-zà-ỹ])"
)
_GENRES = r"(?:NQ|CT|QĐi?|KL|QC|HD|TB|TT[rR]?|TTg|KH|BC|NĐ|ND|QD|CTr|CV|TTLT|PL|SL|QĐNS)"
#: A code: a number with at least one abbreviation, in any of the spacings and dashes that text has.
CODE = (
    rf"\d{{1,5}}[a-zđ]?(?:\ ?/\ ?{_YEAR})?"
    rf"(?:\ ?[-/]\ ?{_PART}|\ ?{_GENRES}(?=\ ?[-/.]\ ?[A-ZĐƯ]))(?:\ ?[-/]\ ?{_PART}){{0,3}}(?![\w])"
)
#: A number with its year and nothing more: 58/2025.
NUMBER_AND_YEAR = rf"\d{{1,5}}/{_YEAR}(?![\w/])"

_SPLIT = re.compile(rf"(\d{{1,5}}[a-zđ]?)(?:\ ?/\ ?({_YEAR}))?(.*)", re.DOTALL)
_GENRE_FIRST = re.compile(rf"({_GENRES})")
# Mistyped or typed without diacritics: only where the wrong form is no abbreviation of its own.
_CORRECTED = {"ND": "NĐ", "QD": "QĐ", "QQĐ": "QĐ", "TƯ": "TW", "T.Ư": "TW", "TTR": "TTr", "TTG": "TTg", "Ttg": "TTg"}
# Bodies of the Party, whose codes are 21-NQ/TW and never 21/NQ-TW.
_PARTY_CODE = re.compile(rf"(\d{{1,5}}[a-zđ]?)[-/]({_GENRES})[-/]((?:T|H|Q|Đ|Th)U|TW)")


def normal_code(code: str) -> str:
    """The normal form of a code or number, as ANNOTATION.md wants it.

    >>> [normal_code(c) for c in ("23 - NQ/TW", "08-QĐi/TƯ", "21 NQ/TW", "58/2025/ND-CP", "102", "111 - TTr / UBKTTW")]
    ['23-NQ/TW', '08-QĐi/TW', '21-NQ/TW', '58/2025/NĐ-CP', '102', '111-TTr/UBKTTW']
    """
    match = _SPLIT.fullmatch(code.strip())
    if match is None:
        return code
    number, year, rest = match.groups()
    rest = re.sub(r"\s", "", rest)
    if rest and rest[0] not in "-/":
        rest = "-" + rest
    pieces = re.split(r"([-/])", rest)
    rest = "".join(_CORRECTED.get(piece, piece) for piece in pieces)
    if party := _PARTY_CODE.fullmatch(number + rest):
        return "{}-{}/{}".format(*party.groups())
    return number + (f"/{year}" if year else "") + rest


def code_genre(code: str) -> str | None:
    """The abbreviation of the genre in a normal code, or ``None``: ``21-NQ/TW`` -> ``NQ``."""
    pieces = re.split(r"[-/]", code)
    return next((piece for piece in pieces[1:] if _GENRE_FIRST.fullmatch(piece)), None)
