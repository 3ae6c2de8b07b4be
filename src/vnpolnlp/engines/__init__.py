"""Engines: how the batches of a run are spread over processes or machines.

An engine is a function from batches to their results. It knows neither files nor what a batch is for, annotates by
:mod:`vnpolnlp.corpus.batches`, and takes further batches only as it gets rid of earlier ones. No batch is lost or given
twice, whatever dies.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

from vnpolnlp.corpus.batches import Batch, Results

#: Batches with their results, on their way out of an engine. Closing it gives up what is under way.
Finished = Generator[tuple[Batch, Results], None, None]


class Engine(Protocol):
    """What spreads the batches of a run."""

    def __call__(self, batches: Iterator[Batch], *, ordered: bool) -> Finished:
        """Each batch with its results: as they come, or in the order of the batches."""
        ...


class Outbox:
    """Gives finished batches back as they come, or holds those that are early until their turn comes.

    >>> box = Outbox(ordered=True)
    >>> [list(box.add(Batch(number, ()), [])) for number in (1, 0)]
    [[], [(Batch(number=0, items=()), []), (Batch(number=1, items=()), [])]]
    """

    def __init__(self, *, ordered: bool) -> None:
        self._ordered = ordered
        self._held: dict[int, tuple[Batch, Results]] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._held)

    def add(self, batch: Batch, results: Results) -> Iterator[tuple[Batch, Results]]:
        """What may go now that this batch is finished."""
        if not self._ordered:
            yield batch, results
            return
        self._held[batch.number] = batch, results
        while self._next in self._held:
            yield self._held.pop(self._next)
            self._next += 1
