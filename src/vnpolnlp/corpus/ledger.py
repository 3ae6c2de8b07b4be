"""The failure ledger: which documents failed, where and why, as JSON lines beside the output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vnpolnlp.codec import dumps
from vnpolnlp.corpus.files import replacing

_LONGEST_MESSAGE = 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """A document, or a file, that was not annotated.

    Attributes:
        id: the document's id, or the file's name where no document could be read.
        source: the file it was read from.
        stage: the stage that failed; ``read`` before the first stage, ``record`` after the last one.
        error: the kind of error.
        message: what was found, where, and what to do.
        offset: where in the document, in characters, or for stage ``read`` where in the file, in bytes; if it is known.
    """

    id: str
    source: str
    stage: str
    error: str
    message: str
    offset: int | None = None

    @classmethod
    def of(cls, error: BaseException, *, id: str, source: str, stage: str) -> Failure:
        """The failure that an error caused."""
        message = str(error).encode("utf-8", "backslashreplace").decode("utf-8")
        if len(message) > _LONGEST_MESSAGE:
            message = f"{message[:_LONGEST_MESSAGE]}… ({len(message)} characters)"
        return cls(id, source, stage, type(error).__name__, message, _offset_of(error))


def _offset_of(error: BaseException | None) -> int | None:
    """Where an error, or what caused it, says it happened."""
    while error:
        offset = getattr(error, "start" if isinstance(error, UnicodeError) else "offset", None)
        if isinstance(offset, int):
            return offset
        error = error.__cause__
    return None


class Ledger:
    """Takes failures down and counts them; the file is begun with the first one."""

    def __init__(self, path: Path, cleanup: ExitStack) -> None:
        self.path = path
        self.count = 0
        self._cleanup = cleanup
        self._file: IO[bytes] | None = None

    def add(self, failure: Failure) -> None:
        """Take down one failure."""
        if self._file is None:
            self._file = self._cleanup.enter_context(replacing(self.path, force=True))
        self._file.write(dumps(failure) + b"\n")
        self.count += 1


@contextmanager
def open_ledger(path: Path, *, replace: bool = True) -> Iterator[Ledger]:
    """A ledger that is at ``path`` in the end if something failed.

    If nothing did, one of an earlier run goes where ``replace`` is set, since its output was replaced too.
    """
    with ExitStack() as cleanup:
        ledger = Ledger(path, cleanup)
        yield ledger
    if replace and not ledger.count:
        path.unlink(missing_ok=True)
