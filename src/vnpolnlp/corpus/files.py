"""Opening files for reading, and writing them whole or not at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import zstandard

from vnpolnlp.errors import OutputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: What reading a file may raise, compressed or not.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)
_ZSTD_INPUT = 1 << 11  # four bytes may stand for 128 KiB, so this bounds what is decompressed at once
_DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def open_binary(path: Path) -> IO[bytes]:
    """The file for reading, decompressed if its name ends in ``.gz`` or ``.zst``."""
    name = path.name.lower()
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if name.endswith(".zst"):
        return io.BufferedReader(_ZstdFile(path.open("rb")), buffer_size=1 << 16)
    return path.open("rb")


class _ZstdFile(io.RawIOBase):
    """Zstandard frames, decompressed. The readers of the package stop at a cut as if it were the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._given = self._taken = memoryview(b"")

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer.

        Raises:
            EOFError: the file is cut off.
        """
        while not self._given:
            data = bytes(self._taken) or self._file.read(_ZSTD_INPUT)
            self._taken = memoryview(b"")
            if not data:
                if self._frame:
                    raise EOFError
                return 0
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            self._given = memoryview(self._frame.decompress(data))
            if self._frame.eof:
                self._taken = memoryview(self._frame.unused_data)
                self._frame = None
        into = memoryview(buffer)
        size = min(len(into), len(self._given))
        into[:size] = self._given[:size]
        self._given = self._given[size:]
        return size


def decompressed(file: IO[bytes], name: str) -> IO[bytes]:
    """What is in an open file, decompressed if its name ends in .gz, .tgz or .zst; the caller closes the file."""
    if name.lower().endswith((".gz", ".tgz")):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file, mode="rb"))
    if name.lower().endswith(".zst"):
        return io.BufferedReader(_ZstdFile(file), buffer_size=1 << 16)
    return file


def reason(error: BaseException) -> str:
    """Why reading or writing failed, without the file's name and error numbers."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if isinstance(error, EOFError):
        return "the compressed file is cut off"
    return str(error)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Make sure that a file may be written.

    Raises:
        OutputError: it exists and ``force`` is not set, it is a folder, or its folder does not exist.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    if path.is_file() and not force:
        raise OutputError(f"{path} exists already; choose another output or replace it with --force (force=True)")
    if not path.parent.is_dir():
        raise OutputError(f"cannot write {path}: there is no folder {path.parent}; make it first")


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """A binary file that appears under its name only when all has been written; compressed for ``.gz``.

    Raises:
        OutputError: the file exists and ``force`` is not set, or it cannot be written.
    """
    refuse_existing(path, force=force)
    target = path.resolve()  # a link stays a link
    special = target.exists() and not target.is_file()  # a pipe, or /dev/null
    temporary = target if special else target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        file = temporary.open("wb")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {reason(error)}") from error
    try:
        with file:
            if target.name.lower().endswith(".gz"):
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as compressed:
                    yield cast(IO[bytes], compressed)
            else:
                yield file
            file.flush()
            if not special:
                os.fsync(file.fileno())
        if not special:
            temporary.replace(target)
    except OSError as error:
        if error.errno in _DISK_TROUBLE:
            raise OutputError(f"cannot write {path}: {reason(error)}") from error
        raise
    finally:
        if not special:
            temporary.unlink(missing_ok=True)
