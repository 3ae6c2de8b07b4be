"""Annotating many documents: one process or several, failures noted, output whole or absent.

Whatever the number of workers, the same input gives the same bytes: documents keep their order, and each is annotated
on its own.
"""

from __future__ import annotations

import glob
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import IO

from vnpolnlp.codec import check, encode
from vnpolnlp.corpus.files import refuse_existing, replacing
from vnpolnlp.corpus.ledger import Failure, open_ledger
from vnpolnlp.corpus.readers import Item, Source, count_documents, find_sources, read_sources, stem_of
from vnpolnlp.document import LABELS, Document, Label
from vnpolnlp.errors import InputError, RecordError, VnpolnlpError
from vnpolnlp.pipeline import BATCH_CHARACTERS, Pipeline, batched, load
from vnpolnlp.stage import run_stage

_BATCHES_PER_WORKER = 2  # one being worked on, one waiting: this bounds what is in memory
_SHOWN_PROBLEMS = 5
_SHOWN_FAILURES = 5


@dataclass(frozen=True)
class Report:
    """What a run did.

    Attributes:
        documents: how many were annotated and written.
        failures: how many documents or files were not; the ledger names them.
        words: how many tokens other than punctuation.
        entities: how many of each label.
        quotes: how many quotations.
        political_quotes: how many of these are quoted political terms.
        political_terms: how many times a political term of the lexicon occurs, quoted or not.
        seconds: how long the run took.
        output: the file written; none if it was standard output.
        ledger: the failure ledger; none if nothing failed.
        first_failures: the first few of the ledger.
    """

    documents: int
    failures: int
    words: int
    entities: Mapping[Label, int]
    quotes: int
    political_quotes: int
    political_terms: int
    seconds: float
    output: Path | None
    ledger: Path | None
    first_failures: tuple[Failure, ...] = ()

    def summary(self) -> str:
        """The report in a few lines for people."""
        labels = ", ".join(f"{label} {count:,}" for label, count in self.entities.items() if count)
        speed = self.documents / self.seconds if self.seconds else 0.0
        lines = [
            f"documents        {self.documents:,} in {self.seconds:,.1f} s ({speed:,.1f} a second)",
            f"words            {self.words:,}",
            f"entities         {sum(self.entities.values()):,}" + (f" ({labels})" if labels else ""),
            f"quotes           {self.quotes:,} ({self.political_quotes:,} political)",
            f"political terms  {self.political_terms:,}",
            f"failures         {self.failures:,}" + (f", listed in {self.ledger}" if self.ledger else ""),
        ]
        lines += [f"  {failure.id} ({failure.stage}): {failure.message}" for failure in self.first_failures]
        if self.failures > len(self.first_failures):
            lines.append(f"  and {self.failures - len(self.first_failures):,} more")
        lines.append(f"written to       {self.output or 'standard output'}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Annotated:
    """The line of a document, and what the report counts in it."""

    line: bytes
    counts: Counter[str]


_Batch = list[Item | Failure]
_Results = list[_Annotated | Failure]


def annotate(
    inputs: str | Path | Iterable[str | Path],
    output: str | Path | None = None,
    *,
    pipeline: str | Path | Pipeline = "default",
    workers: int = 1,
    force: bool = False,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Annotate files, folders, patterns or standard input (``-``) and write one record a document.

    A document that fails goes to the ledger, ``OUTPUT.failures.jsonl`` (for standard output, of the default output),
    and the run goes on. With several workers,
    a script must call this under ``if __name__ == "__main__":``, as Python's multiprocessing asks.

    Args:
        inputs: what to read; see :func:`vnpolnlp.corpus.readers.find_sources`.
        output: the record file to write, ``-`` for standard output; by default a file in the current folder, named
            after the first input: ``corpora/`` gives ``corpora.annotated.jsonl``.
        pipeline: the name of a pipeline, its TOML file, or the pipeline itself.
        workers: how many processes annotate.
        force: replace an output that exists.
        encoding: what the inputs are written in, if it is not to be found out; see
            :func:`vnpolnlp.corpus.readers.read_sources`.
        progress: called after each document with how many are done and about how many there are.

    Raises:
        InputError: an input does not exist, or would be overwritten.
        OutputError: the output exists and ``force`` is not set, or it cannot be written.
        ConfigError: the pipeline does not exist or is wrong, or nobody knows the encoding.
    """
    started = time.perf_counter()
    inputs = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    if not inputs:
        raise InputError("no input is given; name files, folders or patterns, or - for standard input")
    if workers < 1:
        raise VnpolnlpError(f"{workers} workers cannot do anything; give 1 or more")
    if not isinstance(pipeline, Pipeline):
        load(pipeline)  # a wrong pipeline ends the run here, and not in a worker
    target = default_output(inputs[0]) if output is None else Path(output)
    to_stdout = str(target) == "-"
    if not to_stdout:
        refuse_existing(target, force=force)
    ledger_path = _ledger_path(default_output(inputs[0]) if to_stdout else target)
    if not to_stdout:
        refuse_existing(ledger_path, force=force)  # it may be of an output that was moved away, or somebody's own
    sources = _find_sources(inputs, *([] if to_stdout else [target]), ledger_path)
    total = count_documents(sources) if progress else 0

    counts: Counter[str] = Counter()
    first_failures: list[Failure] = []
    outcomes = _run(read_sources(sources, encoding=encoding), pipeline, workers)
    with (
        _output(target, force=force, to_stdout=to_stdout) as file,
        open_ledger(ledger_path, replace=not to_stdout) as ledger,
    ):
        for number, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Failure):
                ledger.add(outcome)
                if len(first_failures) < _SHOWN_FAILURES:
                    first_failures.append(outcome)
            else:
                file.write(outcome.line)
                counts.update(outcome.counts)
            if progress:
                progress(number, max(number, total))
    return Report(
        documents=counts["documents"],
        failures=ledger.count,
        words=counts["words"],
        entities={label: counts[label] for label in LABELS},
        quotes=counts["quotes"],
        political_quotes=counts["political_quotes"],
        political_terms=counts["political_terms"],
        seconds=time.perf_counter() - started,
        output=None if to_stdout else target,
        ledger=ledger_path if ledger.count else None,
        first_failures=tuple(first_failures),
    )


def default_output(first_input: str | Path) -> Path:
    """Where the records go if nobody says where: the current folder, the first input's name, ``.annotated.jsonl``.

    >>> [str(default_output(name)) for name in ("corpora/", "news/a.txt", "b.csv.gz", "-")]
    ['corpora.annotated.jsonl', 'a.annotated.jsonl', 'b.annotated.jsonl', 'stdin.annotated.jsonl']
    """
    if str(first_input) == "-":
        return Path("stdin.annotated.jsonl")
    path = Path(first_input)
    while glob.has_magic(path.name) and not path.exists():
        path = path.parent
    name = path.name if path.name not in ("", "..") else path.resolve().name
    if not path.is_dir():
        name = stem_of(name)
    return Path(f"{name}.annotated.jsonl")


def _ledger_path(output: Path) -> Path:
    return output.with_name(f"{output.name}.failures.jsonl")


def _find_sources(inputs: list[str | Path], *written: Path) -> list[Source | Failure]:
    """The sources without the files that this run writes, which may lie in a folder given as input."""
    places = {path.resolve() for path in written}
    for name in inputs:
        if Path(name).resolve() in places:
            raise InputError(f"{name} is both input and output; name another output")
    found = find_sources(inputs)
    sources = [s for s in found if isinstance(s, Failure) or s.path is None or s.path.resolve() not in places]
    if not sources:
        raise InputError(f"nothing is left to read in {', '.join(map(str, inputs))} but what this run would overwrite")
    return sources


@contextmanager
def _output(target: Path, *, force: bool, to_stdout: bool) -> Iterator[IO[bytes]]:
    if to_stdout:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with replacing(target, force=force) as file:
            yield file


def _run(
    items: Iterator[Item | Failure], pipeline: str | Path | Pipeline, workers: int
) -> Iterator[_Annotated | Failure]:
    if workers > 1:
        return _run_in_processes(items, pipeline, workers)
    nlp = _loaded(pipeline)
    return (result for batch in _batches(items) for result in _annotate(nlp, batch))


def _loaded(pipeline: str | Path | Pipeline) -> Pipeline:
    return pipeline if isinstance(pipeline, Pipeline) else load(pipeline)


def _annotate(nlp: Pipeline, batch: _Batch) -> _Results:
    """The records of a batch. If something fails, its documents are done one by one, and only the culprits fail."""
    try:
        annotated = iter(nlp.annotate_batch([item.document for item in batch if isinstance(item, Item)]))
    except Exception:
        return [_annotate_alone(nlp, item) for item in batch]
    return [_record(next(annotated), item) if isinstance(item, Item) else item for item in batch]


def _annotate_alone(nlp: Pipeline, item: Item | Failure) -> _Annotated | Failure:
    if isinstance(item, Failure):
        return item
    document = item.document
    for name, stage in nlp.stages:  # as Pipeline.annotate does, but to know which stage failed
        try:
            (document,) = run_stage(stage, [document])
        except Exception as error:
            return Failure.of(error, id=item.document.id, source=item.source, stage=name)
    return _record(document.with_layers(made_by=nlp.made_by), item)


def _record(document: Document, item: Item) -> _Annotated | Failure:
    """The line of an annotated document, if what is in it is right."""
    try:
        problems = check(document)
        if problems:
            more = f"; and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
            raise RecordError("; ".join(problems[:_SHOWN_PROBLEMS]) + more)
        line = encode(document) + b"\n"
    except Exception as error:
        return Failure.of(error, id=item.document.id, source=item.source, stage="record")
    counts = Counter(
        documents=1,
        words=sum(tag != "PUNCT" for tag in document.tokens.pos),
        quotes=len(document.quotes),
        political_quotes=sum(quote.political for quote in document.quotes),
        political_terms=len(document.terms),
    )
    counts.update(entity.label for entity in document.entities)
    return _Annotated(line, counts)


# Several processes

#: The pipeline of a worker process, set once by its initializer; always empty in the main process.
_of_this_worker: list[Pipeline] = []


def _start_worker(pipeline: str | Path | Pipeline) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is interrupted, and ends the workers
    _of_this_worker.append(_loaded(pipeline))


def _work(batch: _Batch) -> _Results:
    (nlp,) = _of_this_worker
    return _annotate(nlp, batch)


def _pool(pipeline: str | Path | Pipeline, workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and safe with threads.
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start_worker, initargs=(pipeline,))


def _run_in_processes(
    items: Iterator[Item | Failure], pipeline: str | Path | Pipeline, workers: int
) -> Generator[_Annotated | Failure, None, None]:
    batches = _batches(items)
    pending: deque[tuple[_Batch, Future[_Results]]] = deque()
    pool = _pool(pipeline, workers)
    try:
        _make_sure_it_starts(pool)
        while True:
            while len(pending) < workers * _BATCHES_PER_WORKER and (batch := next(batches, None)):
                pending.append((batch, _submit(pool, batch)))
            if not pending:
                return
            batch, future = pending.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:  # a worker died, and with it all batches in flight
                pool.shutdown()
                lost = [item for some in (batch, *(other for other, _ in pending)) for item in some]
                pending.clear()
                yield from _run_one_by_one(lost, pipeline)
                pool = _pool(pipeline, workers)
            else:
                yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _run_one_by_one(items: _Batch, pipeline: str | Path | Pipeline) -> Iterator[_Annotated | Failure]:
    """Each document on its own in a worker, to find out on which of them it dies."""
    pool = _pool(pipeline, 1)
    try:
        for item in items:
            try:
                results = _submit(pool, [item]).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(pipeline, 1)
                if isinstance(item, Item):
                    error = VnpolnlpError(
                        "the process that annotated it was ended by the system, most likely for want of memory; "
                        "split the document or use fewer workers"
                    )
                    yield Failure.of(error, id=item.document.id, source=item.source, stage="worker")
            else:
                yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _make_sure_it_starts(pool: ProcessPoolExecutor) -> None:
    try:
        pool.submit(_work, []).result()
    except BrokenProcessPool as error:
        raise VnpolnlpError(
            'no worker process could be started; a script must call annotate under if __name__ == "__main__":, '
            "and workers=1 works everywhere"
        ) from error


def _submit(pool: ProcessPoolExecutor, batch: _Batch) -> Future[_Results]:
    try:
        return pool.submit(_work, batch)
    except BrokenProcessPool as error:  # it broke on an earlier batch; said again when this one's turn comes
        future: Future[_Results] = Future()
        future.set_exception(error)
        return future


def _batches(items: Iterable[Item | Failure]) -> Iterator[_Batch]:
    return batched(items, lambda item: len(item.document.text) if isinstance(item, Item) else 1, BATCH_CHARACTERS)
