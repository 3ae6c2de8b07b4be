"""The engine of a Dask cluster: batches go to its workers, wherever these are, and their results come back.

Only a few batches a worker are on their way at any time, each worker makes the pipeline once, and the scheduler gives
what a dead worker had to another one. Where it gives a batch up, having lost several workers with it, the documents of
the batch are done alone, with nothing else under way: a document that costs workers even so is a failure.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Future, KilledWorker, LocalCluster, as_completed

from vnpolnlp.corpus.batches import Batch, Recipe, Results, annotate_alone, annotate_batch
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers import Item
from vnpolnlp.engines import Finished, Outbox
from vnpolnlp.errors import VnpolnlpError, WorkerError
from vnpolnlp.pipeline import Pipeline

_BATCHES_PER_THREAD = 2  # one being worked on, one waiting
_WINDOW = 8  # batches a thread that may wait for their turn where the results go out in order
_LONGEST_KEPT = 200  # characters of an error of a worker


@dataclass(frozen=True)
class Dask:
    """Annotates on a Dask cluster.

    Attributes:
        pipeline: how to make the pipeline, or a pipeline that can be pickled.
        scheduler: the address of the scheduler (``tcp://host:8786``) or the file that says it; without it, a cluster
            is made of processes of this machine, for this run.
        workers: of how many processes.
    """

    pipeline: Recipe | Pipeline
    scheduler: str = ""
    workers: int = 1

    def __call__(self, batches: Iterator[Batch], *, ordered: bool) -> Finished:
        """Each batch with its results.

        Raises:
            WorkerError: there is no such cluster, it has gone, or its workers cannot do the work.
        """
        with self._client() as client:
            yield from _Run(client, self.pipeline, batches, Outbox(ordered=ordered)).results()

    @contextmanager
    def _client(self) -> Iterator[Client]:
        if not self.scheduler:
            try:
                cluster = LocalCluster(
                    n_workers=self.workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            except RuntimeError as error:
                raise WorkerError(f"a Dask cluster could not be started here: {error}") from error
            with cluster, Client(cluster) as client:
                cluster.adapt(minimum=self.workers, maximum=self.workers)  # others come for those that died
                yield client
            return
        place = {"scheduler_file": self.scheduler} if Path(self.scheduler).is_file() else {"address": self.scheduler}
        try:
            client = Client(**place)
        except (OSError, ValueError) as error:
            raise WorkerError(f"there is no Dask scheduler at {self.scheduler}: {error}") from error
        with client:
            yield client


@dataclass(frozen=True)
class _Task:
    """A batch, or one document of it."""

    batch: Batch
    item: Item | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.item,) if self.item else self.batch.items


class _Run:
    def __init__(self, client: Client, pipeline: Recipe | Pipeline, batches: Iterator[Batch], outbox: Outbox) -> None:
        self._client = client
        self._pipeline = pipeline
        self._name = f"vnpolnlp-{uuid4().hex}"
        self._batches = batches
        self._outbox = outbox
        self._suspects: deque[_Task] = deque()  # on which workers died; each is done alone
        self._parts: dict[int, Results] = {}  # of the batches that these are of
        self._under_way: dict[Future, _Task] = {}
        self._finished = as_completed()

    def results(self) -> Finished:
        self._submit_some()
        while self._under_way:
            future = next(self._finished)
            if future.status in ("pending", "lost"):  # its result went with its worker before it got here
                self._finished.add(future)
                continue
            task = self._under_way.pop(future)
            yield from self._attend(future, task)
            self._submit_some()

    def _submit_some(self) -> None:
        if self._suspects:
            if not self._under_way:
                self._submit(self._suspects.popleft())
            return
        threads = sum(self._client.nthreads().values()) or 1
        while (
            len(self._under_way) < threads * _BATCHES_PER_THREAD
            and len(self._outbox) < threads * _WINDOW
            and (batch := next(self._batches, None))
        ):
            self._submit(_Task(batch))

    def _submit(self, task: _Task) -> None:
        future = self._client.submit(
            _work, self._name, self._pipeline, task.items, key=f"{self._name}-{uuid4().hex}", pure=False
        )
        self._under_way[future] = task
        self._finished.add(future)

    def _attend(self, future: Future, task: _Task) -> Finished:
        error = None if future.status == "finished" else self._error_of(future)
        if error is None:
            yield from self._done(task, future.result())
        elif not isinstance(error, KilledWorker):
            raise error
        elif task.item:
            problem = WorkerError(
                "several processes that annotated it died, most likely for want of memory; split the document or give "
                "the workers more memory"
            )
            yield from self._done(
                task, [Failure.of(problem, id=task.item.document.id, source=task.item.source, stage="worker")]
            )
        else:
            self._parts[task.batch.number] = []
            self._suspects += (_Task(task.batch, item) for item in task.batch.items)

    def _error_of(self, future: Future) -> BaseException:
        if future.cancelled():
            return WorkerError("the Dask cluster has gone; the same command goes on when it is there again")
        error = future.exception()
        if isinstance(error, KilledWorker | VnpolnlpError):
            return error
        said = f"{type(error).__name__}: {error}"[:_LONGEST_KEPT]
        return WorkerError(f"a Dask worker cannot do its work: {said}; install the same vnpolnlp on all machines")

    def _done(self, task: _Task, results: Results) -> Finished:
        if task.item:  # its neighbours come before and after it, in order
            parts = self._parts[task.batch.number]
            parts += results
            if len(parts) < len(task.batch.items):
                return
            results = self._parts.pop(task.batch.number)
        yield from self._outbox.add(task.batch, results)


#: The pipelines of this worker process by run, each made once; workers of several threads use it one after the other.
_held: dict[str, Pipeline] = {}
_lock = threading.Lock()


def _work(run: str, pipeline: Recipe | Pipeline, items: tuple[Item, ...]) -> Any:
    with _lock:
        if run not in _held:
            _held.clear()  # of runs before
            _held[run] = pipeline.make() if isinstance(pipeline, Recipe) else pipeline
        nlp = _held[run]
        return [annotate_alone(nlp, items[0])] if len(items) == 1 else annotate_batch(nlp, items)
