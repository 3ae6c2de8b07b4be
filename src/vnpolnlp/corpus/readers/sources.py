"""A file to read, and what kind its name says it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.errors import InputError

Kind = Literal["text", "jsonl", "csv", "tsv", "parquet", "html", "docx", "pdf", "zip", "tar"]

KINDS: Mapping[str, Kind] = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".zip": "zip",
    ".tar": "tar",
}
#: What a name ends in besides, if the file is compressed. Kinds that are compressed anyway have no such ending.
COMPRESSIONS = (".gz", ".zst")
_NEVER_COMPRESSED = frozenset({"parquet", "docx", "pdf", "zip"})
#: What this package writes; not taken for input when found in a folder.
OUTPUT_ENDINGS = (".annotated.jsonl", ".failures.jsonl")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

SUPPORTED = f"{', '.join(KINDS)} and .tgz; text, tables, pages and .tar also with .gz or .zst"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``name`` is the id of its document or begins the ids of its rows.

    Attributes:
        path: the file, or the archive that it is in; nothing for standard input.
        name: the file's name below the folder that was given, with ``/`` between the parts.
        kind: what is in it.
        member: its name within the archive, if it is in one.
    """

    path: Path | None
    name: str
    kind: Kind
    member: str = ""

    def __str__(self) -> str:
        if self.path is None:
            return "standard input"
        return f"{printable(str(self.path))}/{self.member}" if self.member else printable(str(self.path))


def kind_of(name: str) -> Kind | None:
    """What a file is by its name; nothing if it is not read.

    >>> kind_of("a.TXT.gz"), kind_of("a.tgz"), kind_of("a.pdf.gz"), kind_of("a.md")
    ('text', 'tar', None, None)
    """
    small = name.lower()
    if small.endswith(".tgz"):
        return "tar"
    plain = without_compression(small)
    kind = KINDS.get(PurePath(plain).suffix)
    return None if plain != small and kind in _NEVER_COMPRESSED else kind


def without_compression(name: str) -> str:
    """A file's name without ``.gz`` or ``.zst``."""
    return next((name[: -len(ending)] for ending in COMPRESSIONS if name.lower().endswith(ending)), name)


def stem_of(name: str) -> str:
    """A file's name without the endings that say what it is.

    >>> stem_of("a.b.csv.gz"), stem_of("c.tgz"), stem_of("d.md")
    ('a.b', 'c', 'd.md')
    """
    plain = without_compression(name)
    return next((plain[: -len(ending)] for ending in (*KINDS, ".tgz") if plain.lower().endswith(ending)), name)


def is_output(name: str) -> bool:
    """Whether a file is one that this package writes, by its name."""
    return without_compression(name.lower()).endswith(OUTPUT_ENDINGS)


def printable(name: str) -> str:
    r"""A file name with U+FFFD for what is not UTF-8 in it, and for what a terminal might obey.

    >>> printable("a\udcff\x1b[2J.txt")
    'a��[2J.txt'
    """
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair
        raw = name.encode("utf-8", "replace")
    return _CONTROL.sub("\ufffd", raw.decode("utf-8", "replace"))


def read_failure(error: Exception, *, id: str, source: str) -> Failure:
    """What the ledger says of a file or row that could not be read."""
    return Failure.of(error, id=id, source=source, stage="read")


def no_texts(what: str, *, id: str, source: str) -> Failure:
    """What the ledger says of a folder or archive in which there is nothing to read."""
    return read_failure(InputError(f"no texts in {what}; known endings are {SUPPORTED}"), id=id, source=source)
