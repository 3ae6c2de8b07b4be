"""Where the records of a run go: as a stream, or into a file that is whole or absent and that a later run goes on with.

A file grows in a :mod:`journal <vnpolnlp.corpus.journal>` beside it. When all is done, records and ledger are written
from there in the order of the input, under other names first; then the output gets its name, the manifest is put
beside it, and the journal goes. A run that is ended between any two of these steps is gone on with from the journal.
"""

from __future__ import annotations

import glob
import hashlib
import os
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from vnpolnlp.codec import decode, dumps
from vnpolnlp.corpus.batches import Annotated, counts_of
from vnpolnlp.corpus.files import Content, content_of, open_binary, writing
from vnpolnlp.corpus.flow import Settled
from vnpolnlp.corpus.journal import Journal
from vnpolnlp.corpus.ledger import Failure, Ledger, open_ledger
from vnpolnlp.corpus.manifest import Manifest, manifest_path
from vnpolnlp.corpus.readers import Item
from vnpolnlp.corpus.report import SHOWN_FAILURES
from vnpolnlp.document import Document
from vnpolnlp.errors import OutputError, RecordError
from vnpolnlp.pipeline import BATCH_CHARACTERS, batched

_UNSETTLED = -1
_SHOWN = 3


def ledger_path(output: Path) -> Path:
    """Where the failure ledger of an output lies."""
    return output.with_name(f"{output.name}.failures.jsonl")


def journal_path(output: Path) -> Path:
    """Where the journal of an output lies while a run is under way."""
    return output.with_name(f"{output.name}.partial")


@dataclass
class Totals:
    """What has gone into an output."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)  # by stage
    first_failures: list[Failure] = field(default_factory=list)

    def add(self, outcome: Annotated | Failure, file: IO[bytes], ledger: Ledger) -> None:
        """Write an outcome to where it belongs, and count it."""
        if isinstance(outcome, Failure):
            ledger.add(outcome)
            self.failures[outcome.stage] += 1
            if len(self.first_failures) < SHOWN_FAILURES:
                self.first_failures.append(outcome)
        else:
            file.write(outcome.record + b"\n")
            self.counts.update(outcome.counts)


class Stream:
    """Writes records as soon as those before them are written; nothing is kept of an earlier run."""

    def __init__(self, file: IO[bytes], ledger: Ledger) -> None:
        self.totals = Totals()
        self._file = file
        self._ledger = ledger
        self._early: dict[int, Annotated | Failure] = {}
        self._next = 0

    def take_over(self, number: int, item: Item) -> bool:
        """False: nothing is known of earlier runs."""
        return False

    def settle(self, settled: Sequence[Settled]) -> None:
        """Write what came of some documents, or hold it until its turn comes."""
        self._early.update((one.number, one.outcome) for one in settled)
        while self._next in self._early:
            self.totals.add(self._early.pop(self._next), self._file, self._ledger)
            self._next += 1


class Growing:
    """An output that grows in a journal.

    Attributes:
        taken_over: how many documents were settled by an earlier run.
    """

    def __init__(self, target: Path, journal: Journal, settings: str, *, take_failures: bool) -> None:
        self.target = target
        self.taken_over = 0
        self._journal = journal
        self._settings = settings
        self._take_failures = take_failures
        self._places = array("q")  # of each document by its number: the number of its entry in the journal
        self._keys: dict[int, bytes | None] = {}  # of the documents that are under way

    def take_over(self, number: int, item: Item) -> bool:
        """Settle a document by what the journal says of it."""
        key = key_of(item.document, self._settings)
        place = None if key is None else self._journal.find(key, failures=self._take_failures)
        if place is None:
            self._keys[number] = key
            return False
        self._put(number, place)
        self.taken_over += 1
        return True

    def settle(self, settled: Sequence[Settled]) -> None:
        """Write down what came of some documents."""
        first = self._journal.add([(self._keys.pop(one.number, None), one.outcome) for one in settled])
        for place, one in enumerate(settled, start=first):
            self._put(one.number, place)

    def seed(self) -> None:
        """Take the records of the finished output into the journal, as if they had been made in a run broken off."""
        with open_binary(self.target) as file:
            for lines in batched(file, len, BATCH_CHARACTERS):
                entries = []
                for line in lines:
                    document = decode(line)
                    key = key_of(document, self._settings)
                    if key and self._journal.find(key, failures=False) is None:
                        entries.append((key, Annotated(line.rstrip(b"\n"), counts_of(document))))
                if entries:
                    self._journal.add(entries, findable=True)

    def finish(self) -> tuple[Totals, Content]:
        """Write records and ledger in the order of the input, and give the output its name.

        Raises:
            OutputError: they cannot be written; the journal is kept.
        """
        if _UNSETTLED in self._places:
            raise AssertionError(f"document {self._places.index(_UNSETTLED)} of the run is unsettled")  # a bug of ours
        totals = Totals()
        target = self.target.resolve()  # a link stays a link
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            with open_ledger(ledger_path(self.target)) as ledger:
                with writing(temporary, name=str(self.target)) as (file, content):
                    for place in self._places:
                        totals.add(self._journal[place], file, ledger)
                self._journal.finish(content())
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        return totals, content()

    def _put(self, number: int, place: int) -> None:
        while len(self._places) <= number:
            self._places.append(_UNSETTLED)
        self._places[number] = place


def key_of(document: Document, settings: str) -> bytes | None:
    """A digest of all that decides the record of a document; none for what cannot be a record anyway."""
    try:
        content = dumps([settings, document.id, document.text, document.meta])
    except RecordError:
        return None
    return hashlib.sha256(content).digest()[:16]


def identity_of(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a file; nothing if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def may_be_replaced(target: Path, journal: Journal) -> bool:
    """Whether an output is the one that a run broken off was to replace, or has made."""
    if not journal.begun:
        return False
    replaces = journal.begun.replaces
    return (replaces is not None and identity_of(target) == replaces) or (
        journal.finished is not None and content_of(target) == journal.finished
    )


def remove_leftovers(target: Path) -> None:
    """Remove what a run that was killed while it wrote its output left beside it. Only for who has the journal."""
    for path in (target.resolve(), ledger_path(target), manifest_path(target)):
        for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
            leftover.unlink(missing_ok=True)


def refuse_other_inputs(manifest: Manifest, names: Iterable[str], target: Path) -> None:
    """Make sure that bringing an output up to date would not lose the records of files that are not given any more.

    Raises:
        OutputError: it would.
    """
    missing = list((Counter(file.name for file in manifest.files) - Counter(names)).elements())
    if missing:
        more = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
        raise OutputError(
            f"{target} has records of inputs that are not given now ({', '.join(missing[:_SHOWN])}{more}); "
            "choose another output or replace it with --force (force=True)"
        )
