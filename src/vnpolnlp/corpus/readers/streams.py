"""Reading from files nobody vouches for, without more memory or more work than they are worth."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from vnpolnlp.errors import InputError

#: The most bytes a document may have: a file of plain text, a line of JSON, a row of a table. What is larger is most
#: likely a whole corpus in one text, and annotating it would need some hundred times its size in memory.
LARGEST_DOCUMENT = 64 << 20

#: The most bytes of a file that must be in memory as a whole before it is a text: a web page, a PDF file.
LARGEST_FILE = 256 << 20

# How many times its size a compressed file may grow, and how large it may be in any case. Vietnamese news shrinks to a
# third or a fifth, the same article a thousand times over to a two-hundredth; gzip cannot do more than 1:1032.
_GROWTH = 250
_SMALL = 1 << 20

#: How much of a file of rows is looked at to find out what it is written in.
SAMPLE = 1 << 18


def bounded(file: IO[bytes], *, compressed: int, where: str) -> io.BufferedReader:
    """What is decompressed from so many bytes; reading from it raises an InputError if it is far too much."""
    return io.BufferedReader(_Bounded(file, max(_GROWTH * compressed, _SMALL), where), SAMPLE)


class _Bounded(io.RawIOBase):
    def __init__(self, file: IO[bytes], most: int, where: str) -> None:
        self._file = file
        self._left = most
        self._where = where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._where}: it grows to more than {_GROWTH} times its size when it is decompressed, which is what "
                "a compression bomb does; decompress it yourself if you trust it"
            )
        buffer[: len(data)] = data
        return len(data)


def read_whole(file: IO[bytes], where: str, most: int) -> bytes:
    """All that is left in a file.

    Raises:
        InputError: it is more than so many bytes.
    """
    parts, size = [], 0
    while size <= most and (part := file.read(min(1 << 20, most + 1 - size))):
        parts.append(part)
        size += len(part)
    if size > most:
        raise InputError(f"{where}: larger than {most >> 20} MiB, too much for one document; split it")
    return b"".join(parts)


def read_lines(file: IO[bytes], most: int) -> Iterator[bytes | None]:
    """The lines of a file with their ends; nothing in the place of one that has more than so many bytes."""
    while line := file.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = file.readline(1 << 20)
