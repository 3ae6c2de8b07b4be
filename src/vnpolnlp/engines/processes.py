"""The engine of several processes on this machine.

Each worker is a process of its own with a pipe to it, so that one that dies, or is ended for being too slow, takes
nothing with it but the batch that it had. The documents of that batch are done again one by one; the one on which
workers go on dying is a failure, and all others are annotated.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from vnpolnlp.corpus.batches import Annotated, Batch, Recipe, Results, annotate_alone, annotate_batch
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers import Item
from vnpolnlp.document import Document
from vnpolnlp.engines import Finished, Outbox
from vnpolnlp.errors import LimitError, VnpolnlpError, WorkerError
from vnpolnlp.pipeline import Pipeline

#: So many times a worker may die with a document before that is taken for the document's fault; once may be anything.
DEATHS = 3
_FAILED_STARTS = 3
_WINDOW = 4  # batches a worker that may wait for their turn where the results go out in order
# Spawned, not forked: the same on every system, and safe with threads.
_context = get_context("spawn")


@dataclass(frozen=True)
class Processes:
    """Annotates in processes of this machine.

    Attributes:
        pipeline: how to make the pipeline, or a pipeline that can be pickled.
        workers: how many processes.
        time_budget: the seconds that a document may take; a worker that takes longer is ended and replaced.
    """

    pipeline: Recipe | Pipeline
    workers: int
    time_budget: float | None = None

    def __call__(self, batches: Iterator[Batch], *, ordered: bool) -> Finished:
        """Each batch with its results.

        Raises:
            WorkerError: no worker can be started.
        """
        pool = _Pool(self, batches, Outbox(ordered=ordered))
        try:
            yield from pool.run()
        finally:
            pool.close()


@dataclass
class _Task:
    """A batch, or one document of a batch on which a worker died."""

    batch: Batch
    items: tuple[Item, ...]
    place: int = 0  # of the first of them in the batch
    deaths: int = 0

    @property
    def alone(self) -> bool:
        return len(self.items) == 1


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    task: _Task | None = None
    stage: str = "worker"  # in which the document is, where it is alone
    started: float = field(default_factory=time.monotonic)  # with its task


class _Pool:
    def __init__(self, engine: Processes, batches: Iterator[Batch], outbox: Outbox) -> None:
        self._engine = engine
        self._batches = batches
        self._outbox = outbox
        self._next: Batch | None = None  # read ahead, so that a worker that is done does not wait for the reader
        self._again: deque[_Task] = deque()
        self._parts: dict[int, list[Annotated | Failure | None]] = {}  # of batches that are done one by one
        self._failed_starts = 0  # since the last worker that was ready
        self._ever_ready = False
        self._workers: list[_Worker] = []

    def run(self) -> Iterator[tuple[Batch, Results]]:
        self._read_ahead()
        self._workers += [self._start() for _ in range(self._engine.workers if self._next else 0)]
        while self._next or self._again or any(worker.task for worker in self._workers):
            for worker in self._changed():
                yield from self._attend(worker)
            for worker in self._workers:  # one that found nothing to do may find what another one left
                if worker.ready and not worker.task:
                    self._give(worker)

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
            worker.connection.close()
        for worker in self._workers:
            worker.process.join()

    def _start(self) -> _Worker:
        here, there = _context.Pipe()
        process = _context.Process(
            target=_serve, args=(there, self._engine.pipeline, self._engine.time_budget is not None), daemon=True
        )
        process.start()
        there.close()
        return _Worker(process, here)

    def _read_ahead(self) -> None:
        self._next = next(self._batches, None)

    def _changed(self) -> list[_Worker]:
        """The workers that have something to say, have died, or have had their time; waits for one."""
        of = {id(worker.connection): worker for worker in self._workers}
        budget, timeout = self._engine.time_budget, None
        if budget is not None:
            deadlines = [worker.started + budget for worker in self._workers if worker.task]
            timeout = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        changed = [of[id(connection)] for connection in wait([w.connection for w in self._workers], timeout)]
        if budget is not None and not changed:
            changed = [w for w in self._workers if w.task and time.monotonic() >= w.started + budget]
        return changed

    def _attend(self, worker: _Worker) -> Iterator[tuple[Batch, Results]]:
        if not worker.connection.poll():
            yield from self._lost(worker, timed_out=True)
            return
        try:
            said: Any = worker.connection.recv()
        except (EOFError, OSError):  # it died, perhaps in the middle of a word
            yield from self._lost(worker, timed_out=False)
            return
        if isinstance(said, str):
            worker.stage = said
        elif isinstance(said, Exception):
            raise said
        elif said is None:
            worker.ready = self._ever_ready = True
            self._failed_starts = 0
            self._give(worker)
        else:
            task, worker.task = worker.task, None
            self._give(worker)  # first of all, so that it has something to do meanwhile
            if task:
                yield from self._done(task, said)

    def _give(self, worker: _Worker) -> None:
        """Something to do, if there is anything."""
        if self._again:
            task = self._again.popleft()
        elif self._next and len(self._outbox) < _WINDOW * self._engine.workers:
            task = _Task(self._next, self._next.items)
        else:
            return
        worker.task, worker.stage, worker.started = task, "worker", time.monotonic()
        with suppress(OSError):  # it has died; that is noticed as soon as it is waited for
            worker.connection.send((task.items, task.alone))
        if self._next and task.batch is self._next:
            self._read_ahead()

    def _done(self, task: _Task, results: Results) -> Iterator[tuple[Batch, Results]]:
        number = task.batch.number
        if number in self._parts:
            parts = self._parts[number]
            parts[task.place] = results[0]
            results = [part for part in parts if part is not None]
            if len(results) < len(parts):
                return
            del self._parts[number]
        yield from self._outbox.add(task.batch, results)

    def _lost(self, worker: _Worker, *, timed_out: bool) -> Iterator[tuple[Batch, Results]]:
        """Replaces a worker, and sees to what it had."""
        task = worker.task
        if timed_out:
            worker.process.kill()
        worker.connection.close()
        worker.process.join()
        if not worker.ready:
            self._failed_starts += 1
            by_itself = (worker.process.exitcode or 0) >= 0  # and not killed by somebody
            if self._failed_starts >= _FAILED_STARTS or (by_itself and not self._ever_ready):
                raise WorkerError(
                    "no worker process could be started; a script must call annotate under "
                    'if __name__ == "__main__":, and workers=1 works everywhere'
                )
        self._workers[self._workers.index(worker)] = self._start()
        if not task:
            return
        if not task.alone:
            self._parts[task.batch.number] = [None] * len(task.items)
            self._again += (_Task(task.batch, (item,), n, 1) for n, item in enumerate(task.items))
        elif not timed_out and task.deaths + 1 < DEATHS:
            self._again.append(_Task(task.batch, task.items, task.place, task.deaths + 1))
        else:
            yield from self._done(task, [self._failure(worker, task.items[0], timed_out=timed_out)])

    def _failure(self, worker: _Worker, item: Item, *, timed_out: bool) -> Failure:
        error: VnpolnlpError
        if timed_out:
            error = LimitError(
                f"not done after {self._engine.time_budget:g} seconds; split the document or raise --time-budget"
            )
        else:
            error = WorkerError(
                f"the process that annotated it was ended {DEATHS} times by the system, most likely for want of "
                "memory; split the document or use fewer workers"
            )
        return Failure.of(error, id=item.document.id, source=item.source, stage=worker.stage)


def _serve(connection: Connection, pipeline: Recipe | Pipeline, warm_up: bool) -> None:
    """A worker: annotates what it is sent until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is interrupted, and ends the workers
    try:
        nlp = pipeline.make() if isinstance(pipeline, Recipe) else pipeline
    except VnpolnlpError as error:
        connection.send(error)
        return
    if warm_up:  # models are read at the first text, which must not be at the cost of a document's time
        with suppress(Exception):
            nlp.annotate(Document("Đảng bộ tỉnh họp."))
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            items, alone = connection.recv()
            if alone:
                connection.send([annotate_alone(nlp, items[0], entering=connection.send)])
            else:
                connection.send(annotate_batch(nlp, items))
