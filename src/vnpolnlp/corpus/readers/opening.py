"""Opening a source, and what a reader is given besides the open file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from vnpolnlp.corpus.files import READ_ERRORS, decompressed, reason
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.isolated import Isolated
from vnpolnlp.corpus.readers.sources import Kind, Source, read_failure
from vnpolnlp.corpus.readers.streams import SAMPLE, bounded
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError


@dataclass(frozen=True)
class Settings:
    """How to read.

    Attributes:
        encoding: what plain text, tables and web pages are written in, for certain; if nothing, that is found out.
        isolated: the process in which foreign programs take files to pieces.
        readers: what reads each kind of file, for files that have others in them.
        largest: how many bytes a document may have.
    """

    encoding: str | None
    isolated: Isolated
    readers: Mapping[Kind, Reader]
    largest: int


#: From an open file to its documents, with failures in the place of what could not be read.
Reader = Callable[[IO[bytes], Source, Settings], Iterator[Document | Failure]]


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """A source for reading, decompressed.

    Raises:
        OSError: it cannot be opened.
    """
    if source.path is None:
        yield sys.stdin.buffer
        return
    with source.path.open("rb", buffering=SAMPLE) as file:
        plain = decompressed(file, source.path.name)
        if plain is file:
            yield file
        else:
            yield bounded(plain, compressed=os.fstat(file.fileno()).st_size, where=str(source))


def with_failures(documents: Iterator[Document | Failure], source: Source) -> Iterator[Document | Failure]:
    """What a reader gives, and a failure where it can give no more."""
    try:
        yield from documents
    except InputError as error:
        yield read_failure(error, id=source.name, source=str(source))
    except READ_ERRORS as error:
        problem = InputError(f"{source}: cannot be read: {reason(error)}")
        yield read_failure(problem, id=source.name, source=str(source))
