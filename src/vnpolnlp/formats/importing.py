"""What tools give back as records: corrections found, annotators told apart or merged, everything on the first text."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec
import numpy as np

from vnpolnlp.codec import check, decode, encode
from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason, refuse_existing, replacing
from vnpolnlp.corpus.ledger import Failure, open_ledger
from vnpolnlp.document import Document
from vnpolnlp.errors import ConfigError, InputError, RecordError
from vnpolnlp.evaluation.gold import first_difference
from vnpolnlp.formats.annotators import MERGE_RULES, MergeRule
from vnpolnlp.formats.annotators import merge as merged
from vnpolnlp.formats.changes import Change, correct
from vnpolnlp.formats.copies import Needs, copy_of, off_copy
from vnpolnlp.formats.format import Format
from vnpolnlp.formats.found import Found, Piece
from vnpolnlp.formats.pieces import joined, part_of
from vnpolnlp.formats.registry import format_of
from vnpolnlp.text.view import View

_BATCH = 64  # documents whose untouched export is looked at together
_SHOWN = 10
_CONTEXT = 20


@dataclass(frozen=True)
class ImportReport:
    """What an import wrote.

    Attributes:
        documents: how many records were written.
        pending: how many documents nobody had annotated yet, which were left out.
        changes: what annotators changed, if the original was given.
        failures: what could not be taken over; the ledger has all of it.
        failed: how many there were.
        seconds: how long it took.
        output: the record file.
        ledger: the file with the failures; none if there were none.
    """

    documents: int
    pending: int
    changes: tuple[Change, ...]
    failures: tuple[Failure, ...]
    failed: int
    seconds: float
    output: Path
    ledger: Path | None

    def summary(self) -> str:
        """The report in a few lines for people."""
        kinds = Counter(change.kind for change in self.changes)
        lines = [f"documents   {self.documents:,} in {self.seconds:,.1f} s"]
        if self.pending:
            lines.append(f"left out    {self.pending:,} that nobody has annotated yet")
        if kinds:
            lines.append("changes     " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())))
        lines.append(f"failures    {self.failed:,}" + (f", listed in {self.ledger}" if self.ledger else ""))
        lines += [f"  {failure.id}: {failure.message}" for failure in self.failures]
        if self.failed > len(self.failures):
            lines.append(f"  and {self.failed - len(self.failures):,} more")
        lines.append(f"written to  {self.output}")
        return "\n".join(lines)


def import_(
    format: str,
    source: str | Path,
    output: str | Path,
    *,
    against: str | Path | None = None,
    annotator: str | None = None,
    merge: MergeRule | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Read what another tool has written, and write it as records.

    With ``against``, what comes back is put on the text of the original, which tools may have got as a copy in another
    Unicode form; the report has what was changed, and the records are the originals with the changes. What does not fit
    is noted in ``OUTPUT.failures.jsonl`` and the rest is imported.

    Several annotators of one document stay apart, in records called ``ID@ANNOTATOR``, unless one is chosen or a rule
    merges them.

    Args:
        format: the name of the format; see :data:`vnpolnlp.formats.registry.FORMATS`.
        source: the file or folder that the tool wrote.
        output: the record file to write.
        against: the record file that was exported.
        annotator: whose annotation to take where there are several.
        merge: how to make one annotation of several: ``union``, ``intersection`` or ``majority``.
        force: replace an output that exists.
        progress: called after each document with how many are done, as both numbers.

    Raises:
        ConfigError: there is no such format or rule, it has no way back, or what it needs is not installed.
        InputError: the source or the original cannot be read, or nobody is called like the annotator.
        OutputError: the output exists and ``force`` is not set, or it cannot be written.
    """
    started = time.perf_counter()
    target = Path(output)
    ledger_path = target.with_name(f"{target.name}.failures.jsonl")
    found_format = format_of(format)
    if found_format.read is None:
        raise ConfigError(f"the format {format} has no way back; import one that has, such as inline")
    if merge is not None and merge not in MERGE_RULES:
        raise ConfigError(f"no rule is called {merge!r}; rules are {', '.join(MERGE_RULES)}")
    refuse_existing(target, force=force)
    refuse_existing(ledger_path, force=force)
    path = Path(source)
    if not path.exists():
        raise InputError(f"there is no file or folder {path}")
    originals = Originals(Path(against)) if against is not None else None
    counts: Counter[str] = Counter()
    changes: list[Change] = []
    first: list[Failure] = []
    with (
        closing(originals) if originals else nullcontext(),
        replacing(target, force=force) as file,
        open_ledger(ledger_path) as ledger,
    ):

        def fail(id: str, message: str) -> None:
            failure = Failure.of(InputError(message), id=id, source=str(path), stage="import")
            ledger.add(failure)
            if len(first) < _SHOWN:
                first.append(failure)

        found = _whole(found_format, path, originals, fail, counts)
        written: set[str] = set()
        for document, change in _records(_jobs(found, annotator, merge), found_format, originals, merge, fail):
            changes += change
            problems = check(document)
            if document.id in written:
                problems.insert(0, "a document of this id is there twice")
            if problems:
                fail(document.id, f"is left out: {problems[0]}")
                continue
            written.add(document.id)
            file.write(encode(document) + b"\n")
            counts["documents"] += 1
            if progress:
                progress(counts["documents"], counts["documents"])
    return ImportReport(
        counts["documents"],
        counts["pending"],
        tuple(changes),
        tuple(first),
        ledger.count,
        time.perf_counter() - started,
        target,
        ledger_path if ledger.count else None,
    )


class _Id(msgspec.Struct):
    id: str


class Originals:
    """The documents of a record file by their ids, read when they are asked for.

    Raises:
        InputError: the file cannot be read, or has an id twice.
        RecordError: a line is no record.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, int] = {}
        decoder = msgspec.json.Decoder(_Id)
        try:
            self._file: IO[bytes] = open_binary(path)
            at = 0
            for number, line in enumerate(self._file, start=1):
                if line.strip():
                    try:
                        id = decoder.decode(line).id
                    except (msgspec.DecodeError, UnicodeError) as error:
                        raise RecordError(f"{path}:{number}: no record: {error}") from error
                    if id in self._places:
                        raise InputError(f"{path}:{number}: a second document has the id {id!r}")
                    self._places[id] = at
                at += len(line)
        except READ_ERRORS as error:
            raise InputError(f"cannot read {path}: {reason(error)}") from error

    def close(self) -> None:
        """Close the file; nothing can be read from it any more."""
        self._file.close()

    def get(self, id: str) -> Document | None:
        """The document of an id; None where there is none."""
        if id not in self._places:
            return None
        self._file.seek(self._places[id])
        try:
            return decode(self._file.readline())
        except RecordError as error:
            raise RecordError(f"{self._path}: document {id!r}: {error}") from error

    def text_of(self, id: str) -> str | None:
        """The text of the document of an id; None where there is none."""
        document = self.get(id)
        return document.text if document else None


_Fail = Callable[[str, str], None]


def _whole(
    format: Format, path: Path, originals: Originals | None, fail: _Fail, counts: Counter[str]
) -> Iterator[Found]:
    """What was annotated, pieces put together, with its problems noted."""
    assert format.read
    for found in joined(format.read(path, originals.text_of if originals else lambda id: None)):
        for problem in found.problems:
            fail(found.id, problem)
        if found.pending:
            counts["pending"] += 1
        elif found.document is not None:
            yield found


@dataclass(frozen=True)
class _Job:
    """What a record is to be made of: annotations of one document, several if a rule will merge them.

    ``id`` is that of the document and ``annotator`` whose annotation it is, where it stays apart from others.
    """

    id: str
    documents: Sequence[Document]
    pieces: tuple[Piece, ...]
    annotator: str = ""


def _jobs(found: Iterable[Found], annotator: str | None, merge: MergeRule | None) -> Iterator[_Job]:
    several: dict[str, list[Found]] = {}
    names: set[str] = set()
    for one in found:
        names.add(one.annotator)
        if annotator is not None and one.annotator != annotator:
            continue
        if one.annotator:
            several.setdefault(one.id, []).append(one)
        else:
            yield _job(one.id, [one])
    if annotator is not None and annotator not in names:
        known = ", ".join(sorted(filter(None, names))) or "not named in it"
        raise InputError(f"nothing is by an annotator called {annotator!r}; annotators are {known}")
    for id, group in several.items():
        if merge or len(group) == 1:
            yield _job(id, group)
        else:
            yield from (_job(id, [one], one.annotator) for one in group)


def _job(id: str, group: Sequence[Found], annotator: str = "") -> _Job:
    return _Job(id, [one.document for one in group if one.document], group[0].pieces, annotator)


def _records(
    jobs: Iterator[_Job], format: Format, originals: Originals | None, merge: MergeRule | None, fail: _Fail
) -> Iterator[tuple[Document, tuple[Change, ...]]]:
    """The records, each with what was changed."""
    while batch := list(islice(jobs, _BATCH)):
        if originals is None:
            for job in batch:
                document = _one(job.id, job.documents, merge, fail)
                if document:
                    yield _apart(document, job), ()
            continue
        known: dict[str, Document] = {}
        for job in batch:
            original = originals.get(job.id)
            if original is None:
                fail(job.id, "no document of the original has this id; left out")
            else:
                known[job.id] = original
        batch = [job for job in batch if job.id in known]
        untouched = _untouched(format, [(known[job.id], job.pieces) for job in batch])
        for job in batch:
            original = known[job.id]
            try:
                found = [onto(document, original.text, format.needs) for document in job.documents]
            except ValueError as error:
                fail(job.id, str(error))
                continue
            document = _one(job.id, found, merge, fail)
            if document:
                correction = correct(original, untouched[job.id], document)
                for problem in correction.problems:
                    fail(job.id, problem)
                yield _apart(correction.document, job), correction.changes


def _apart(document: Document, job: _Job) -> Document:
    if not job.annotator:
        return document
    return replace(document, id=f"{job.id}@{job.annotator}", meta={**document.meta, "annotator": job.annotator})


def _one(id: str, documents: Sequence[Document], merge: MergeRule | None, fail: _Fail) -> Document | None:
    """The one annotation that several make."""
    if len(documents) == 1:
        return documents[0]
    assert merge
    for document in documents[1:]:
        if document.text != documents[0].text:
            fail(id, "its annotators had different texts; import them one by one, with --annotator")
            return None
    document, problems = merged(documents, merge)
    for problem in problems:
        fail(id, problem)
    return document


def _untouched(format: Format, originals: Sequence[tuple[Document, tuple[Piece, ...]]]) -> dict[str, Document]:
    """What the format gives back of documents that nobody has changed, on their own texts."""
    assert format.read
    documents = {original.id: original for original, _ in originals}
    parts = {
        original.id: [part_of(original, piece) for piece in pieces] if pieces else [original]
        for original, pieces in originals
    }
    found = {id: replace(Document(document.text), id=id) for id, document in documents.items()}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "untouched")
        if format.folder:
            place.mkdir()
        format.write((part for some in parts.values() for part in some), place, Counter())

        def text_of(id: str) -> str | None:
            return documents[id].text if id in documents else None

        try:
            for one in joined(format.read(place, text_of)):
                if one.document is not None and one.id in documents:
                    found[one.id] = onto(one.document, documents[one.id].text, format.needs)
        except InputError:
            pass  # the format holds none of them, and so there is nothing to read
    return found


def onto(document: Document, text: str, needs: Needs) -> Document:
    r"""The document on the text that the one it has was made of, by a tool's needs or by its handling of white space.

    >>> onto(Document("Bộ\nhọp"), "Bộ\r\nhọp\r\n", Needs()).text
    'Bộ\r\nhọp\r\n'

    Raises:
        ValueError: it is another text; the message says from where on.
    """
    if document.text == text:
        return document
    view = copy_of(text, needs)
    if view.text != document.text:
        view = _aligned(document.text, text)
    return off_copy(document, view)


def _aligned(copy: str, text: str) -> View:
    """The copy as a view of the text, from which it differs in white space and in the Unicode form of letters only."""
    composed = copy_of(text, Needs(composed=True))
    visible = [at for at, char in enumerate(composed.text) if not char.isspace()]
    ours, theirs = "".join(composed.text[at] for at in visible), "".join(copy.split())
    at = first_difference(ours, theirs)
    if at is not None:
        offset = visible[at] if at < len(visible) else len(composed.text)
        near = composed.text[max(0, offset - _CONTEXT) : offset + _CONTEXT]
        raise ValueError(
            f"its text is not that of the original from offset {composed.to_raw(offset, offset)[0]} on, near {near!r}; "
            "left out"
        )
    starts, ends = [], []
    number = 0
    edge = 0
    for char in copy:
        if char.isspace():
            starts.append(edge)
            ends.append(composed.to_raw(visible[number], visible[number])[0] if number < len(visible) else len(text))
        else:
            start, edge = composed.to_raw(visible[number], visible[number] + 1)
            starts.append(start)
            ends.append(edge)
            number += 1
    return View(text, copy, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
