"""Communes, wards, townships and special zones by name, with their official codes and the time they were valid.

Their names are short, and words and people are called the same (*Hòa Bình*, *Trần Phú*): a name alone says little, a
name after its classifier much. So nothing here is looked for in running text; the caller asks for a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from vnpolnlp.errors import LexiconError
from vnpolnlp.lexicons import Row, read_lexicon
from vnpolnlp.text.spelling import fold, fold_all

KINDS = ("xã", "phường", "thị trấn", "đặc khu")

_DAY = re.compile(r"(?:\d{4}-\d\d-\d\d)?")
_OFFICIAL = re.compile(r"(\d{5})(?:-2025)?")


class Commune(NamedTuple):
    """One line of ``communes.tsv``; ``code`` is the official one, or empty where sources disagree.

    ``province`` and ``district`` are keys of those lexicons; there are no districts since 1 July 2025.
    """

    code: str
    name: str
    kind: str
    province: str
    district: str
    valid_from: str
    valid_to: str


def communes_named(name: str) -> tuple[Commune, ...]:
    """All communes of this name without its classifier, present and former, in the order of the file.

    >>> [(commune.kind, commune.code) for commune in communes_named("Mường Phăng")]
    [('xã', '03325'), ('xã', '03325')]
    >>> communes_named("mường")
    ()

    Raises:
        LexiconError: a line of ``communes.tsv`` is broken; the message names file and line.
    """
    return _by_name().get(fold(name), ())


def commune_code(kind: str, name: str) -> str:
    """The official code of a commune of this kind and name, if all that the country has or had share one; else empty.

    >>> commune_code("xã", "Mường Phăng"), commune_code("xã", "Tân Lập")
    ('03325', '')
    """
    codes = {commune.code for commune in communes_named(name) if commune.kind == kind}
    return codes.pop() if len(codes) == 1 else ""


@cache
def _by_name() -> Mapping[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = {}
    rows = read_lexicon("communes")
    for name, row in zip(fold_all(row["name"] for row in rows), rows, strict=True):
        found.setdefault(name, []).append(_commune(row))
    return {name: tuple(communes) for name, communes in found.items()}


def _commune(row: Row) -> Commune:
    if row["kind"] not in KINDS:
        raise LexiconError(f"{row.file}:{row.line}: kind is {row['kind']!r}, not one of {', '.join(KINDS)}")
    for column in ("valid_from", "valid_to"):
        if not _DAY.fullmatch(row[column]):
            raise LexiconError(f"{row.file}:{row.line}: {column} is {row[column]!r}, not a day or nothing")
    official = _OFFICIAL.fullmatch(row["code"])
    code = official[1] if official else ""
    return Commune(code, *(row[column] for column in Commune._fields[1:]))
