"""The lexicons that names are read with, in the shape the grammar needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from vnpolnlp.errors import LexiconError
from vnpolnlp.lexicons import Row, read_lexicon
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.spelling import fold


class Head(NamedTuple):
    """A word that opens the name of a body: *Tỉnh ủy*, *Sở*, *Công ty*.

    ``takes`` says what may follow, a letter each: ``T`` a territory, ``S`` a sector, ``X`` a sector of the lexicon
    and no other, ``B`` another body, ``C`` a committee or council, ``N`` a proper name, ``L`` one that begins in small
    letters, ``K`` a country, ``D`` a number, ``M`` a number with *Hải quân*, ``G`` a kind of school.
    ``bare`` says when the capitalised word alone denotes a body: ``always``, ``never``, or from ``memory``, once a
    body of that kind was named.
    """

    form: str
    takes: str
    bare: str


class PlaceType(NamedTuple):
    """A classifier before the name of a place: *tỉnh*, *thành phố*, *sông*; ``unit`` or ``site``."""

    kind: str
    bare: bool


class Place(NamedTuple):
    """A place that the lexicon knows by name; ``code`` is its official code where one row only has that name.

    ``described`` says that the lexicon also writes it with a small letter first: *đồng bằng sông Cửu Long*.
    """

    kind: str
    code: str
    sure: bool
    described: bool = False


class Post(NamedTuple):
    """A post or rank; ``kind`` as in ``posts.tsv``."""

    form: str
    kind: str


@dataclass(frozen=True)
class NameLexicons:
    """All that the grammar of names looks up."""

    bodies: Phrases[str]
    heads: Phrases[Head]
    sectors: Phrases[bool]
    places: Phrases[Place]
    place_types: Phrases[PlaceType]
    posts: Phrases[Post]
    honorifics: Phrases[str]
    breaks: Phrases[bool]
    genres: Phrases[bool]
    surnames: frozenset[str]
    given_names: frozenset[str]


_CODE = re.compile(r"\d{2,3}|[A-Z]{2}")
_TAKES = frozenset("TSXBCNLKDMG-")
# A territory's bare name is what news calls it all the time; a district's or site's may also be a person's or a word.
_SURE = frozenset(("tỉnh", "thành phố", "quốc gia", "biển", "vùng"))


@cache
def name_lexicons() -> NameLexicons:
    """The lexicons of the package, read once a process.

    Raises:
        LexiconError: a line is broken; the message names file and line.
    """
    heads = [(form, _head(row)) for row in read_lexicon("body_heads") for form in row.forms("form", "abbreviations")]
    bodies = [(form, row["level"]) for row in read_lexicon("bodies") for form in row.forms("form", "abbreviations")]
    return NameLexicons(
        bodies=Phrases(bodies),
        heads=Phrases(heads),
        sectors=Phrases(
            (variant, True)
            for row in read_lexicon("sectors")
            for form in row.forms("form", "abbreviations")
            for variant in (
                form,
                form.replace(" và ", " "),
                form.replace(" và ", " - "),
                form.replace(",", "").replace(" và ", " "),
                form.replace(" - ", " "),
            )
        ),
        places=Phrases(_places()),
        place_types=Phrases(
            (row["form"], PlaceType(row["kind"], row["bare"] == "bare")) for row in read_lexicon("place_types")
        ),
        posts=Phrases((row["form"], Post(row["form"], row["kind"])) for row in read_lexicon("posts")),
        honorifics=Phrases((row["form"], row["kind"]) for row in read_lexicon("honorifics")),
        breaks=Phrases((row["form"], True) for row in read_lexicon("name_breaks")),
        genres=Phrases((row["form"], True) for row in read_lexicon("genres")),
        surnames=frozenset(fold(row["form"]).split()[0] for row in read_lexicon("surnames")),
        given_names=frozenset(fold(row["form"]) for row in read_lexicon("given_names")),
    )


def _head(row: Row) -> Head:
    if not row["takes"] or not set(row["takes"]) <= _TAKES:
        raise LexiconError(f"{row.file}:{row.line}: {row['takes']!r} are not complements; known are {sorted(_TAKES)}")
    if row["bare"] not in ("always", "never", "memory"):
        raise LexiconError(f"{row.file}:{row.line}: bare is {row['bare']!r}, not always, never or memory")
    return Head(row["form"], row["takes"], row["bare"])


def _official(code: str) -> str:
    """A code of the General Statistics Office or of ISO 3166; other keys of the lexicons are only for telling rows."""
    return code if _CODE.fullmatch(code) else ""


def _places() -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    units: dict[str, list[Place]] = {}
    for row in read_lexicon("provinces"):
        for form in row.forms("name", "variants"):
            units.setdefault(form, []).append(Place(row["kind"], _official(row["code"]), True))
    for row in read_lexicon("districts"):
        if not row["name"].isdigit():
            units.setdefault(row["name"], []).append(Place(row["kind"], _official(row["code"]), False))
    for form, same_name in units.items():
        # A code only where the name is one unit's: many districts share a name, and some a province's.
        code = same_name[0].code if len(same_name) == 1 else ""
        found.append((form, same_name[0]._replace(code=code, described=form[0].islower())))
    for row in read_lexicon("countries"):
        found += [(form, Place("quốc gia", _official(row["code"]), True)) for form in row.forms("name", "variants")]
        found += [(form, Place("thủ đô", "", True)) for form in row.forms("capital")]
    for row in read_lexicon("places"):
        found += [
            (form, Place(row["kind"], "", row["kind"] in _SURE, form[0].islower()))
            for form in row.forms("name", "variants")
        ]
    found.sort(key=lambda entry: not entry[1].described)  # of two spellings of a phrase the first one counts
    return found
