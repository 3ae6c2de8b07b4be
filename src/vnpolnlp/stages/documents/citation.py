"""What a citation says, and the genres of documents that the lexicon knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from vnpolnlp.document import Label
from vnpolnlp.lexicons import read_lexicon


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of one document: its span, label, genre in lower case, number, and the year its own name gives."""

    start: int
    end: int
    label: Label
    type: str | None
    number: str | None
    year: str | None
    rule: str


@dataclass(frozen=True)
class Genres:
    """The genres of documents: their labels, their abbreviations, and those that have a number."""

    labels: dict[str, Label]
    by_abbreviation: dict[str, str]
    numbered: tuple[str, ...]

    def named(self, written: str) -> str:
        """The genre of a type word in any case, spelling, with or without diacritics: ``Nghi quyet``, ``Qui định``."""
        lower = written.lower().replace("qui ", "quy ")
        if lower in self.labels:
            return lower
        return next(form for form in self.labels if without_marks(form) == lower)


# Of two genres with one abbreviation the lexicon has the alphabetically first; these are the ones that are meant.
_USUAL = {"QĐ": "quyết định", "TT": "thông tư"}


@cache
def genres() -> Genres:
    """The genres of the lexicon, read once a process."""
    labels: dict[str, Label] = {}
    by_abbreviation: dict[str, str] = {}
    numbered = []
    for row in read_lexicon("genres"):
        labels[row["form"]] = "RESOLUTION" if row["label"] == "RESOLUTION" else "DOCUMENT"
        for abbreviation in row.forms("abbreviations"):
            by_abbreviation.setdefault(abbreviation, row["form"])
        if "number" in row["citable"]:
            numbered.append(row["form"])
    return Genres(labels, by_abbreviation | _USUAL, tuple(numbered))


def without_marks(form: str) -> str:
    """A lower-case form typed without diacritics: ``nghị định`` -> ``nghi dinh``."""
    decomposed = unicodedata.normalize("NFD", form.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def any_of(forms: Iterable[str]) -> str:
    """A pattern for any of these forms, the longest first; ``quy`` is also spelled ``qui``."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace("quy\\ ", "qu[yi]\\ ") for form in longest_first)
