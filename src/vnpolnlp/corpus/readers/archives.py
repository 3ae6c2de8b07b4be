"""Archives: what is in a .zip or .tar file is read as if it lay in a folder, and nothing of it is written to disk.

Archives in archives are not opened, links are not followed, and names that lead out of the archive are not read. Tar
files are read here block by block: the tarfile module has headers of any size in memory, and needs to go back.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from vnpolnlp.corpus.files import decompressed
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.opening import Settings, with_failures
from vnpolnlp.corpus.readers.sources import Source, is_output, kind_of, no_texts, printable, read_failure
from vnpolnlp.corpus.readers.streams import bounded
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError

#: What opening a ZIP file may raise, besides that it cannot be read at all.
ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, ValueError, KeyError, IndexError, struct.error, OverflowError)
_MEMBER_ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError, EOFError, OSError)

_ENCRYPTED = 0x1
_BLOCK = 512
_LARGEST_HEADER = 1 << 20  # of a member of a tar file: its name, mostly
_REGULAR, _LINKS = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE), (tarfile.LNKTYPE, tarfile.SYMTYPE)
_PAX_RECORD = re.compile(rb"(\d{1,7}) ([^=\n]{1,100})=")


def read_zip(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The documents of the files in a ZIP file, in their order."""
    size = file.seek(0, io.SEEK_END)
    try:
        archive = zipfile.ZipFile(file)
    except ZIP_ERRORS as error:
        raise InputError(f"{source}: not a ZIP file, or a broken one: {error}") from error
    with archive:
        members = archive.infolist()
        if sum(member.compress_size for member in members) > size:
            raise InputError(f"{source}: files in it overlap, which is what a ZIP bomb does; it is not read")
        empty = True
        for info in members:
            found = _member(source, info.filename, is_file=not info.filename.endswith("/"))
            if found is None:
                continue
            empty = False
            if isinstance(found, Failure):
                yield found
                continue
            try:
                with open_member(archive, info, str(found)) as content:
                    yield from _read_member(content, found, settings, size=info.file_size)
            except InputError as error:
                yield read_failure(error, id=found.name, source=str(found))
        if empty:
            yield no_texts(f"the archive {source}", id=source.name, source=str(source))


@contextmanager
def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> Iterator[IO[bytes]]:
    """A file in a ZIP file, for reading.

    Raises:
        InputError: it is encrypted or broken, or grows to far more than its size, when that is noticed.
    """
    if info.flag_bits & _ENCRYPTED:
        raise InputError(f"{where}: it is encrypted; decrypt it first")
    try:
        file = archive.open(info)
    except (*ZIP_ERRORS, *_MEMBER_ERRORS) as error:
        raise InputError(f"{where}: cannot be read from the ZIP file: {error}") from error
    try:
        with file:
            yield bounded(file, compressed=info.compress_size, where=where)
    except _MEMBER_ERRORS as error:
        raise InputError(f"{where}: cannot be read from the ZIP file: {error}") from error


def read_tar(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The documents of the files in a tar file, in their order."""
    empty = True
    for info, content in _tar_members(file, source):
        found = _member(source, info.name, is_file=info.type in (*_REGULAR, *_LINKS) or info.issparse())
        if found is None:
            continue
        empty = False
        if isinstance(found, Failure):
            yield found
        elif info.type in _REGULAR and not info.issparse():
            yield from _read_member(io.BufferedReader(content), found, settings, size=info.size)
        else:
            what = "a link, which is not followed" if info.type in _LINKS else "a sparse file, which is not read"
            yield read_failure(InputError(f"{found}: {what}"), id=found.name, source=str(found))
    if empty:
        yield no_texts(f"the archive {source}", id=source.name, source=str(source))


def _member(source: Source, name: str, *, is_file: bool) -> Source | Failure | None:
    """What to make of a file in an archive by its name; nothing if it would be passed over in a folder."""
    name = printable(name.replace("\\", "/"))
    id = f"{source.name}/{name}"
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or name[1:2] == ":":
        problem = InputError(f"{source}: {name!r} leads out of the archive; it is not read")
        return read_failure(problem, id=source.name, source=str(source))
    kind = kind_of(name)
    if not is_file or kind is None or is_output(name) or any(part.startswith(".") and part != "." for part in parts):
        return None
    if kind in ("zip", "tar"):
        problem = InputError(f"{source}: {name!r} is an archive in an archive; unpack it first")
        return read_failure(problem, id=id, source=str(source))
    return Source(source.path, id, kind, member=name)


def _read_member(file: IO[bytes], source: Source, settings: Settings, *, size: int) -> Iterator[Document | Failure]:
    plain = decompressed(file, source.member)
    if plain is not file:
        plain = bounded(plain, compressed=size, where=str(source))
    yield from with_failures(settings.readers[source.kind](plain, source, settings), source)


# --- tar -------------------------------------------------------------------------------------------------------------


class _Content(io.RawIOBase):
    """What is left of a member of a tar file."""

    def __init__(self, file: IO[bytes], size: int, where: str) -> None:
        self._file = file
        self._left = size
        self.where = where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise InputError(f"{self.where}: the archive is cut off in it")
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def skip(self) -> None:
        """Pass over what nobody has read."""
        while self.read(min(self._left, 1 << 20)):
            pass


def _tar_members(file: IO[bytes], source: Source) -> Iterator[tuple[tarfile.TarInfo, _Content]]:
    """The members of a tar file, each with its content, which must be read before the next one."""
    name: str | None = None  # of the next member, if a header before it has it
    size: int | None = None
    sparse = False
    while (block := file.read(_BLOCK)).strip(b"\0"):
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.TarError, ValueError) as error:
            raise InputError(f"{source}: not a tar file, or broken: {error}; nothing is read from there on") from error
        before = info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
        if not before:
            info.name = name if name is not None else info.name
            info.size = size if size is not None else info.size
            if sparse:
                info.type = tarfile.GNUTYPE_SPARSE
        if info.size < 0:
            raise InputError(f"{source}: broken: a file in it has a size below zero; nothing is read from there on")
        padding = -info.size % _BLOCK
        content = _Content(file, info.size, f"{source}/{printable(info.name)}")
        if before:
            if info.size > _LARGEST_HEADER:
                raise InputError(f"{source}: a name of {info.size:,} bytes in it; nothing is read from there on")
            header = content.read(info.size) or b""
            if info.type == tarfile.GNUTYPE_LONGNAME:
                name = header.rstrip(b"\0").decode("utf-8", "surrogateescape")
            else:
                records = _pax_records(header)
                name = records.get("path", name)
                size = int(records["size"]) if records.get("size", "").isdecimal() else size
                sparse = any(key.startswith("GNU.sparse") for key in records)
        else:
            name, size, sparse = None, None, False
            if info.type in (*_REGULAR, tarfile.GNUTYPE_SPARSE):
                yield info, content
            else:
                yield info, _Content(file, 0, content.where)
        content.skip()
        file.read(padding)


def _pax_records(header: bytes) -> dict[str, str]:
    """The keywords of an extended header and their values."""
    records: dict[str, str] = {}
    at = 0
    while match := _PAX_RECORD.match(header, at):
        end = at + int(match[1])
        if end <= match.end():
            break
        records[match[2].decode("utf-8", "replace")] = header[match.end() : end - 1].decode("utf-8", "surrogateescape")
        at = end
    return records
