"""Records into the format of another tool, one document after the other."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vnpolnlp.codec import check
from vnpolnlp.corpus.files import reason
from vnpolnlp.corpus.records import read
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, OutputError
from vnpolnlp.formats.pieces import cut
from vnpolnlp.formats.registry import format_of


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote and what it left out.

    Attributes:
        documents: how many records were written, pieces of one counted once.
        pieces: how many documents the tool sees: more than ``documents`` if long ones were cut.
        lost: how many of what the format cannot hold.
        why: why it cannot.
        seconds: how long it took.
        output: the file or folder written.
        then: the command of the tool that goes on with it, if it needs one.
    """

    documents: int
    pieces: int
    lost: Mapping[str, int]
    why: str
    seconds: float
    output: Path
    then: str = ""

    def summary(self) -> str:
        """The report in a few lines for people."""
        speed = self.documents / self.seconds if self.seconds else 0.0
        cut_into = f", cut into {self.pieces:,} pieces" if self.pieces > self.documents else ""
        lines = [f"documents   {self.documents:,} in {self.seconds:,.1f} s ({speed:,.1f} a second){cut_into}"]
        lines += [f"dropped     {line}" for line in told(self.lost, self.why)]
        lines.append(f"written to  {self.output}")
        if self.then:
            lines.append(f"next:\n{self.then}")
        return "\n".join(lines)


def told(lost: Mapping[str, int], why: str) -> list[str]:
    """What was left out, in a line each.

    >>> told({"nested quotes": 12}, "IOB2 is flat")
    ['12 nested quotes: IOB2 is flat']
    """
    return [f"{count:,} {what}: {why}" for what, count in sorted(lost.items()) if count]


def export(
    format: str,
    source: str | Path | Iterable[Document],
    output: str | Path,
    *,
    strict: bool = False,
    max_chars: int | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write the documents of a record file in the format of another tool.

    The file or folder is there when all documents are in it, and not at all if something fails.

    Args:
        format: the name of the format; see :data:`vnpolnlp.formats.registry.FORMATS`.
        source: a record file, or documents.
        output: the file or folder to write.
        strict: refuse to leave anything out.
        max_chars: cut longer documents before a sentence; :func:`import_` puts them together again.
        force: replace an output that exists.
        progress: called after each document with how many are done and how many there are, as far as that is known.

    Raises:
        ConfigError: there is no such format, or what it needs is not installed.
        InputError: the source cannot be read, or has an id twice.
        RecordError: a line of the source is no record, or does not fit its text.
        OutputError: the output exists, cannot be written, or something would be left out and ``strict`` is set.
    """
    target = Path(output)
    found = format_of(format)
    if max_chars is not None and max_chars < 1:
        raise OutputError(f"pieces of {max_chars} characters cannot hold anything; give 1 or more")
    started = time.perf_counter()
    lost: Counter[str] = Counter()
    counts: Counter[str] = Counter()

    def documents() -> Iterator[Document]:
        total = _count(source) if progress else 0
        for document in _checked(source):
            counts["documents"] += 1
            for piece in [document] if max_chars is None else cut(document, max_chars, lost):
                counts["pieces"] += 1
                yield piece
            if progress:
                progress(counts["documents"], max(total, counts["documents"]))

    with whole_or_absent(target, force=force, folder=found.folder) as path:
        found.write(documents(), path, lost)
        if strict and +lost:
            raise OutputError(
                f"{target} is not written: it would be without {'; '.join(told(lost, found.why))}; "
                "choose a format that holds them, or leave out --strict (strict=False)"
            )
    return ExportReport(
        counts["documents"],
        counts["pieces"],
        dict(+lost),
        found.why,
        time.perf_counter() - started,
        target,
        found.then(target) if found.then else "",
    )


def _checked(source: str | Path | Iterable[Document]) -> Iterator[Document]:
    """The documents, each with an id of its own and with spans that fit its text."""
    seen: set[str] = set()
    where = f"{source}: " if isinstance(source, str | Path) else ""
    for document in read(source) if isinstance(source, str | Path) else source:
        if document.id in seen:
            raise InputError(
                f"{where}two documents have the id {document.id!r}; give each its own, or what comes back cannot be "
                "told apart"
            )
        seen.add(document.id)
        problems = check(document)
        if problems:
            raise InputError(f"{where}document {document.id!r}: {problems[0]}; vnpolnlp verify names all such places")
        yield document


def _count(source: str | Path | Iterable[Document]) -> int:
    """How many documents there are, where that is cheap to know."""
    if not isinstance(source, str | Path) or str(source).endswith(".gz"):
        return 0
    try:
        with Path(source).open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError as error:
        raise InputError(f"cannot read {source}: {reason(error)}") from error


@contextmanager
def whole_or_absent(target: Path, *, force: bool, folder: bool) -> Iterator[Path]:
    """A place to write to, which becomes ``target`` when all is written, and is removed if something fails.

    Raises:
        OutputError: the target exists and ``force`` is not set, is no file or no folder as it should be, or cannot be
            written.
    """
    if target.exists() or target.is_symlink():
        if target.is_dir() != folder:
            raise OutputError(f"{target} is a {'file' if folder else 'folder'}; name another output")
        if not force and not (folder and not any(target.iterdir())):
            raise OutputError(f"{target} exists already; choose another output or replace it with --force (force=True)")
    if not target.parent.is_dir():
        raise OutputError(f"cannot write {target}: there is no folder {target.parent}; make it first")
    place = target.parent / f".{target.name}.{os.getpid()}.tmp"
    new = place / target.name  # under its own name, since its ending says whether it is compressed
    try:
        (new if folder else place).mkdir(parents=True)
        yield new
        if folder and target.is_dir():
            target.rename(place / "old")
        new.replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {reason(error)}") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
