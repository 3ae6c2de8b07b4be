"""Foreign programs that take files to pieces, in a process of their own.

HTML, PDF and Parquet are read by large programs, some of them in C. What a hostile or broken file makes of them - an
endless loop, a crash, all the memory there is - must not end a run, and is not foreseeable. So they work in another
process, with an upper limit to its memory, and are ended when they take too long; the next file gets a new one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec

from vnpolnlp.errors import InputError

#: Seconds that reading a web page, a PDF file or the next rows of a Parquet file may take.
SECONDS = 60.0

#: Bytes of memory that the other process may use, on systems where that can be limited.
MEMORY = 4 << 30

#: After so many files the process begins anew, since what foreign programs keep in memory grows.
_FILES = 500

#: What reads each kind of file, and the extra that installs it.
NEEDS: Mapping[str, tuple[str, str]] = {
    "html": ("trafilatura", "html"),
    "pdf": ("pypdf", "pdf"),
    "parquet": ("pyarrow", "parquet"),
}


class Request(msgspec.Struct, frozen=True):
    """What to read: a file, or the bytes of one, which follow."""

    kind: str
    path: str | None
    size: int


class Answer(msgspec.Struct, frozen=True):
    """A text with its meta, rows as JSON, or what was wrong; the last one says so."""

    text: str | None = None
    meta: dict[str, Any] = {}
    rows: list[bytes] = []
    error: str | None = None
    last: bool = True


class Isolated:
    """The other process, started when it is needed. To be used as a context, at the end of which it is gone."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Isolated:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    def read(self, kind: str, what: Path | bytes, where: str) -> Iterator[Answer]:
        """What is in a file, in one answer or, where there are rows, in several.

        Raises:
            InputError: the file is not what it claims to be, or too much for its reader; the message says ``where``.
        """
        module, extra = NEEDS[kind]
        if find_spec(module) is None:
            raise InputError(f"{where}: reading this kind of file needs {module}: pip install 'vnpolnlp[{extra}]'")
        data = what if isinstance(what, bytes) else b""
        path = None if isinstance(what, bytes) else os.fspath(what)
        question = frame(msgspec.msgpack.encode(Request(kind, path, len(data)))) + data
        self._files += 1
        complete = False
        try:
            while not complete:
                answer = self._ask(question, where)
                question, complete = b"", answer.last
                if answer.error is not None:
                    raise InputError(f"{where}: {answer.error}")
                yield answer
        finally:
            if not complete or self._files >= _FILES:  # what may still come would be taken for the next answer
                self._end()

    def _ask(self, question: bytes, where: str) -> Answer:
        process = self._process = self._process or _start()
        assert process.stdin
        assert process.stdout
        timer = threading.Timer(self.seconds, process.kill)
        began = time.monotonic()
        timer.start()
        try:
            process.stdin.write(question)
            process.stdin.flush()
            content = read_frame(process.stdout)
        except OSError:  # it has ended
            content = None
        finally:
            timer.cancel()
        if content is not None:
            return _ANSWER.decode(content)
        self._end()
        if time.monotonic() - began >= self.seconds:
            raise InputError(f"{where}: reading it was ended after {self.seconds:g} seconds")
        raise InputError(
            f"{where}: the program that reads it crashed, as it does on files that are broken or need too much memory"
        )

    def _end(self) -> None:
        process, self._process, self._files = self._process, None, 0
        if process:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not sent yet has nobody to take it
                    if pipe:
                        pipe.close()
            process.wait()


_ANSWER = msgspec.msgpack.Decoder(Answer)
_LENGTH = 8


def frame(content: bytes) -> bytes:
    """A message with its length before it."""
    return len(content).to_bytes(_LENGTH, "big") + content


def read_frame(file: IO[bytes]) -> bytes | None:
    """The next message; nothing if there is none."""
    length = file.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "big")
    content = file.read(size)
    return content if len(content) == size else None


def _start() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "vnpolnlp.corpus.readers.extraction"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
