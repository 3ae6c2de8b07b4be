"""Opening files for reading, writing them whole or not at all, and having a file to oneself."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import zstandard

from vnpolnlp.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

#: What reading a file may raise, compressed or not.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)
_DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
_GZIP_LEVEL = 6  # as the command gzip has it; 9 makes records smaller by two parts in a hundred in thrice the time
_ZSTD_INPUT = 1 << 11  # four bytes may stand for 128 KiB, so this bounds what is decompressed at once
_LOCKED_BYTE = 1 << 62  # Windows locks bytes rather than files, also such as are not there


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


def cannot_write(path: Path, error: OSError) -> OutputError:
    """What to raise where a file cannot be written."""
    return OutputError(f"cannot write {path}: {reason(error)}")


def is_disk_trouble(error: OSError) -> bool:
    """Whether it is the disk that is full or broken, and not our fault."""
    return error.errno in _DISK_TROUBLE


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


@dataclass(frozen=True, slots=True)
class Content:
    """How many bytes there are in a file, and their SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


def content_of(path: Path) -> Content | None:
    """What is in a file as it lies there; nothing if it cannot be read."""
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                size += len(block)
    except OSError:
        return None
    return Content(size, digest.hexdigest())


class _Measured:
    """Passes on what is written, and remembers how much it was and its digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: ReadableBuffer) -> int:
        self._digest.update(data)
        size = self._file.write(data)
        self._size += size
        return size

    def flush(self) -> None:
        self._file.flush()

    def content(self) -> Content:
        return Content(self._size, self._digest.hexdigest())


@contextmanager
def writing(path: Path, *, name: str) -> Iterator[tuple[IO[bytes], Callable[[], Content]]]:
    """A new binary file, compressed if ``name`` ends so; and what tells, after that, what the file has become.

    The same bytes written give the same file. It is on the disk when the context ends.

    Raises:
        OutputError: it cannot be written; the message says ``name``.
    """
    try:
        with path.open("wb") as file:
            measured = _Measured(file)
            plain = cast(IO[bytes], measured)
            if name.lower().endswith(".gz"):
                with gzip.GzipFile("", "wb", _GZIP_LEVEL, plain, mtime=0) as compressed:
                    yield cast(IO[bytes], compressed), measured.content
            elif name.lower().endswith(".zst"):
                with zstandard.ZstdCompressor(write_checksum=True).stream_writer(plain, closefd=False) as writer:
                    yield cast(IO[bytes], writer), measured.content
            else:
                yield plain, measured.content
            file.flush()
            if path.is_file():  # and no pipe or device
                os.fsync(file.fileno())
    except OSError as error:
        if is_disk_trouble(error) or error.errno in (errno.EACCES, errno.EPERM):
            raise cannot_write(Path(name), error) from error
        raise


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """A binary file that appears under its name only when all has been written; compressed by its ending.

    Raises:
        OutputError: the file exists and ``force`` is not set, or it cannot be written.
    """
    refuse_existing(path, force=force)
    target = path.resolve()  # a link stays a link
    special = is_special(target)
    temporary = target if special else target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with writing(temporary, name=str(path)) as (file, _):
            yield file
        if not special:
            temporary.replace(target)
    finally:
        if not special:
            temporary.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether it is a pipe or a device, which can be written to but not replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def lock(file: IO[bytes] | io.FileIO) -> bool:
    """Have an open file to oneself until it is closed or this process ends, however; false if another process has it.

    On a file system that has no locks, nobody is kept out.
    """
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True
