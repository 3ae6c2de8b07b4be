"""What a format is: a name, a writer that takes documents one after the other, and a reader where there is a way back.

A new format is a module with ``write`` and, where it can, ``read``, and an entry in
:data:`vnpolnlp.formats.registry.FORMATS`; see ``docs/formats/README.md``.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from vnpolnlp.document import Document
from vnpolnlp.formats.copies import Needs
from vnpolnlp.formats.found import Found

#: Writes documents to a file that does not exist yet, or into an empty folder, and counts what it leaves out: entities,
#: quotes, terms, relations and attributes. What ``vnpolnlp annotate`` makes again from the text (zones, sentences,
#: words) is not counted.
Writer = Callable[[Iterable[Document], Path, "Counter[str]"], None]
#: The text of the document of an id, where it is known; for formats that do not hold the text.
TextOf = Callable[[str], "str | None"]
#: Reads a file or folder lazily; raises InputError where nothing in it can be read.
Reader = Callable[[Path, TextOf], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of another tool.

    Attributes:
        name: what it is called on the command line.
        summary: what it is, in a line.
        write: writes documents.
        read: reads what the tool gives back; None where there is no way back.
        folder: whether it is a folder and not a file.
        needs: what the copy of a text for it has; also the map of what comes back onto the text.
        why: why it cannot hold what is left out, in a few words: ``"IOB2 is flat"``.
        then: the command of the tool that goes on with an output, which is told at the end.
    """

    name: str
    summary: str
    write: Writer
    read: Reader | None = None
    folder: bool = False
    needs: Needs = field(default_factory=Needs)
    why: str = "the format has no place for it"
    then: Callable[[Path], str] | None = None


def streamed(write: Callable[[Iterable[Document], IO[bytes], Counter[str]], None]) -> Writer:
    """The writer of a single file, compressed where its name ends in ``.gz``, from one that writes to an open file."""

    def write_file(documents: Iterable[Document], path: Path, lost: Counter[str]) -> None:
        with path.open("wb") as file:
            if path.name.lower().endswith(".gz"):
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as compressed:
                    write(documents, cast(IO[bytes], compressed), lost)
            else:
                write(documents, file, lost)

    return write_file


def alone(read: Callable[[Path], Iterator[Found]]) -> Reader:
    """The reader of a format that holds the texts."""
    return lambda path, text_of: read(path)
