"""Language knowledge as data: one fact a line, with its source; and the one function that reads it.

A lexicon is a tab-separated file in this folder: UTF-8, a header line, no quoting. A broken line fails at load,
naming file and line.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vnpolnlp.errors import LexiconError

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a lexicon: its columns by name, and where it stands."""

    columns: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.columns[column]

    def forms(self, *columns: str) -> Iterator[str]:
        """The non-empty values of these columns, with those that list variants split at ``|``."""
        for column in columns:
            yield from (value.strip() for value in self.columns[column].split("|") if value.strip())


def read_lexicon(name: str, *, folder: Path = _FOLDER) -> list[Row]:
    """All lines of the lexicon ``name``.

    >>> read_lexicon("terms")[0].columns.keys() >= {"id", "form", "gloss", "source"}
    True

    Raises:
        LexiconError: the file is missing or not UTF-8; its header names no column, or one twice; a line is not in NFC,
            or has more or fewer columns than the header.
    """
    file = folder / f"{name}.tsv"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{file}: not UTF-8 at byte {error.start}") from error
    lines = text.split("\n")
    header = lines[0].split("\t")
    if len(set(header)) < len(header) or not all(name.isidentifier() for name in header):
        raise LexiconError(f"{file}:1: not a header of different column names separated by tabs: {lines[0]!r}")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        values = line.split("\t")
        if len(values) != len(header):
            raise LexiconError(f"{file}:{number}: {len(values)} columns where the header has {len(header)}: {line!r}")
        if not unicodedata.is_normalized("NFC", line):
            raise LexiconError(f"{file}:{number}: not in Unicode form NFC: {line!r}")
        rows.append(Row(dict(zip(header, values, strict=True)), file.name, number))
    return rows


def lexicon_names() -> list[str]:
    """The names of the lexicons that come with the package."""
    return sorted(file.stem for file in _FOLDER.glob("*.tsv"))


@cache
def lexicons_digest() -> str:
    """A fingerprint of the content of all lexicons; line ends, which a checkout may change, do not count."""
    digest = hashlib.sha256()
    for name in lexicon_names():
        content = (_FOLDER / f"{name}.tsv").read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
