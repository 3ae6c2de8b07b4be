"""The file of a run that is under way: what came of each document so far, whatever ends the run.

It lies beside the output, as ``OUTPUT.partial``, until the output is there. It is a Zstandard file of JSON lines, one a
document, in the order in which they were done: ``zstdcat`` shows it. Each batch is a frame with a checksum that is
written at once, so a run that is killed loses what was in flight, and a last frame that is cut off is cut away when the
run goes on. A document is found again by its key, a digest of all that decides its record.

Whoever has the journal open has it to himself, so that two runs cannot work on one output.
"""

from __future__ import annotations

import io
import os
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from vnpolnlp.codec import dumps
from vnpolnlp.corpus.batches import Annotated
from vnpolnlp.corpus.files import Content, cannot_write, lock
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.errors import OutputError

_MAGIC = b"\x28\xb5\x2f\xfd"
_BLOCK = 1 << 16
_LEVEL = 1  # records shrink to a tenth already; the next levels cost more time than the space is worth
_REMEMBERED_FRAMES = 4


class Begun(msgspec.Struct, frozen=True):
    """What a run said of itself when it began or went on.

    Attributes:
        settings: a digest of what decides records besides the texts.
        replaces: size and time of change of the output that it may replace.
    """

    settings: str
    replaces: tuple[int, int] | None = None


class _Line(msgspec.Struct):
    key: str | None = None
    counts: dict[str, int] = {}
    record: msgspec.Raw = msgspec.Raw()
    failure: Failure | None = None
    begun: Begun | None = None
    finished: Content | None = None


_DECODER = msgspec.json.Decoder(_Line)


class Journal:
    """What came of the documents of a run, on disk; entries are numbered in the order in which they were added.

    Attributes:
        path: where it lies.
        begun: what the run said when it last began or went on; nothing in a new journal.
        finished: the output that all of it became, if the run came so far.
        cut: how many bytes at the end were broken and had to be left out.
    """

    def __init__(self, path: Path) -> None:
        """Begin or go on with a journal, repaired, and locked until it is closed.

        Raises:
            OutputError: another run has it, it cannot be written, or the file is no journal.
        """
        self.path = path
        self.begun: Begun | None = None
        self.finished: Content | None = None
        self.cut = 0
        self._records: dict[bytes, int] = {}
        self._failures: dict[bytes, int] = {}
        self._entries = 0
        self._settled = 0  # entries that say what came of a document, and not of a file that could not be read
        self._end = 0
        self._firsts, self._offsets = array("q"), array("q")  # of each frame: its first entry, and where it begins
        self._frames: dict[int, list[bytes]] = {}  # those that were read last
        self._file = _open_locked(path)
        try:
            self._recover()
        except BaseException:
            self._file.close()
            raise

    def __len__(self) -> int:
        """How many documents are in it that can be found again."""
        return len(self._records) + len(self._failures)

    @property
    def has_documents(self) -> bool:
        """Whether anything is in it that would have to be done again."""
        return self._settled > 0

    def __getitem__(self, number: int) -> Annotated | Failure:
        """An entry by its number."""
        frame = bisect_right(self._firsts, number) - 1
        line = _DECODER.decode(self._lines(frame)[number - self._firsts[frame]])
        if line.failure:
            return line.failure
        return Annotated(bytes(line.record), line.counts)

    def find(self, key: bytes, *, failures: bool) -> int | None:
        """The number of the entry of a document, if there is one; that of a failure only if these are wanted."""
        number = self._records.get(key)
        return self._failures.get(key) if number is None and failures else number

    def begin(self, begun: Begun) -> None:
        """Note that a run begins or goes on."""
        self.begun = begun
        self._append(dumps({"begun": begun}) + b"\n", 1)

    def add(self, entries: Sequence[tuple[bytes | None, Annotated | Failure]], *, findable: bool = False) -> int:
        """Write down what came of some documents, with their keys; the number of the first entry.

        This run finds them only by their numbers, unless they are ``findable``; the next run also finds them by key.

        Raises:
            OutputError: there is no more room; what was there before is kept.
        """
        first = self._entries
        self._settled += sum(key is not None for key, _ in entries)
        self._append(b"".join(_line(*entry) for entry in entries), len(entries))
        if findable:
            self._records.update((key, number) for number, (key, _) in enumerate(entries, start=first) if key)
        return first

    def finish(self, output: Content) -> None:
        """Note what the output is, before it gets its name."""
        self.finished = output
        self._append(dumps({"finished": output}) + b"\n", 1)

    def close(self, *, remove: bool) -> None:
        """Let go of the journal; remove it if nothing in it is needed any more."""
        if not remove:
            with suppress(OSError):
                self._file.truncate(self._end)  # it may have been interrupted in the middle of a frame
        if remove and os.name != "nt":
            self.path.unlink(missing_ok=True)  # before anybody else can have it
        self._file.close()
        if remove and os.name == "nt":
            self.path.unlink(missing_ok=True)

    def _append(self, lines: bytes, count: int) -> None:
        data = memoryview(zstandard.ZstdCompressor(_LEVEL, write_checksum=True).compress(lines))
        offset = self._end
        try:
            self._file.seek(offset)
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(offset)
            raise cannot_write(self.path, error) from error
        self._end = self._file.tell()
        self._add_frame(offset, count)

    def _add_frame(self, offset: int, count: int) -> None:
        self._firsts.append(self._entries)
        self._offsets.append(offset)
        self._entries += count

    def _recover(self) -> None:
        """Read what is there, and cut off what is broken at its end."""
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        try:
            for offset, end, content in _frames(self._file):
                lines = content.splitlines()
                for number, raw in enumerate(lines, start=self._entries):
                    self._note(_DECODER.decode(raw), number)
                if not self.begun:
                    raise self._foreign()
                self._add_frame(offset, len(lines))
                self._end = end
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._foreign() from error
        if not self._end:
            self._file.seek(0)
            if not _MAGIC.startswith(self._file.read(len(_MAGIC)) or b""):
                raise self._foreign()
        self.cut = size - self._end
        if self.cut:
            self._file.truncate(self._end)

    def _note(self, line: _Line, number: int) -> None:
        self.begun = line.begun or self.begun
        self.finished = line.finished or self.finished
        if line.key is None:
            return
        self._settled += 1
        key = bytes.fromhex(line.key)
        self._records.pop(key, None)
        self._failures.pop(key, None)
        (self._failures if line.failure else self._records)[key] = number

    def _foreign(self) -> OutputError:
        return OutputError(f"{self.path} is not what a run left that was broken off; move it away")

    def _lines(self, frame: int) -> list[bytes]:
        if frame not in self._frames:
            if len(self._frames) >= _REMEMBERED_FRAMES:
                del self._frames[next(iter(self._frames))]
            offset = self._offsets[frame]
            end = self._offsets[frame + 1] if frame + 1 < len(self._offsets) else self._end
            self._file.seek(offset)
            self._frames[frame] = zstandard.ZstdDecompressor().decompress(_read(self._file, end - offset)).splitlines()
        return self._frames[frame]


def _line(key: bytes | None, what: Annotated | Failure) -> bytes:
    start = b'{"key":"%s"' % key.hex().encode() if key else b'{"key":null'
    if isinstance(what, Failure):
        return b'%s,"failure":%s}\n' % (start, dumps(what))
    return b'%s,"counts":%s,"record":%s}\n' % (start, dumps(what.counts), what.record)


def _open_locked(path: Path) -> io.FileIO:
    while True:
        try:
            file = io.FileIO(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+")
        except OSError as error:
            raise cannot_write(path, error) from error
        if not lock(file):
            file.close()
            raise OutputError(f"another run is at work on {path}; wait for it to end, or choose another output")
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()  # its run ended, and removed it, just before it was locked here


def _frames(file: io.FileIO) -> Iterator[tuple[int, int, bytes]]:
    """The whole frames from the beginning of a file: where each begins and ends, and what is in it."""
    data, end = b"", 0
    while True:
        frame = zstandard.ZstdDecompressor().decompressobj()
        begin, parts = end, []
        while not frame.eof:
            data = data or file.read(_BLOCK)
            if not data:
                return
            try:
                parts.append(frame.decompress(data))
            except zstandard.ZstdError:
                return
            end += len(data) - len(frame.unused_data)
            data = frame.unused_data
        yield begin, end, b"".join(parts)


def _read(file: io.FileIO, size: int) -> bytes:
    parts: list[Any] = []
    while size and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
