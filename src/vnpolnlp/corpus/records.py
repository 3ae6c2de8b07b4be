"""Record files: one annotated document a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import jsonlines

from vnpolnlp.codec import check, decode, dumps
from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason, replacing
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, RecordError


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record: on which line, in which document (if it can be told), and what."""

    line: int
    id: str
    message: str


def read(path: str | Path) -> Iterator[Document]:
    """The documents of a record file, one after the other; ``.gz`` files too.

    Raises:
        InputError: the file cannot be read.
        RecordError: a line is no record; the message names the line and the field.
    """
    for number, found in _rows(Path(path)):
        if isinstance(found, RecordError):
            raise RecordError(f"{path}:{number}: {found}") from found
        yield found


def write(documents: Iterable[Document], path: str | Path, *, force: bool = False) -> int:
    """Write documents as records, and return how many.

    The file appears under its name when all documents have been written, and not at all if one cannot be.

    Raises:
        OutputError: the file exists and ``force`` is not set, or it cannot be written.
        RecordError: the annotations of a document do not fit its text; see :func:`vnpolnlp.codec.check`.
    """
    count = 0
    with replacing(Path(path), force=force) as file, jsonlines.Writer(file, dumps=dumps) as writer:
        for count, document in enumerate(documents, start=1):
            problems = check(document)
            if problems:
                raise RecordError(f"document {document.id!r} (number {count}) is not written: {'; '.join(problems)}")
            writer.write(document.to_dict())
    return count


def verify(path: str | Path) -> Iterator[Problem]:
    """All that is wrong in a record file: lines that are no records, broken invariants, ids given twice.

    Raises:
        InputError: the file cannot be read.
    """
    first_lines: dict[str, int] = {}
    for number, found in _rows(Path(path)):
        if isinstance(found, RecordError):
            yield Problem(number, "", str(found))
            continue
        yield from (Problem(number, found.id, message) for message in check(found))
        first = first_lines.setdefault(found.id, number)
        if first != number:
            yield Problem(number, found.id, f"line {first} has the same id")


def _rows(path: Path) -> Iterator[tuple[int, Document | RecordError]]:
    number = 0

    def lines() -> Iterator[bytes]:
        nonlocal number
        try:
            with open_binary(path) as file:
                for number, line in enumerate(file, start=1):  # noqa: B007  # read by the loop below
                    yield line
        except READ_ERRORS as error:
            raise InputError(f"cannot read {path}: {reason(error)}") from error

    reader = jsonlines.Reader(lines(), loads=decode)
    while True:
        try:
            document = cast(Document, reader.read(skip_empty=True))
        except EOFError:
            return
        except jsonlines.InvalidLineError as error:
            cause = error.__cause__
            yield number, cause if isinstance(cause, RecordError) else RecordError(f"not UTF-8: {cause}")
        else:
            yield number, document
