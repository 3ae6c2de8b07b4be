"""Words a second of all systems, taking turns on the same texts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from benchmarks.processes import Worker, worker
from benchmarks.systems import SYSTEMS, System
from benchmarks.texts import count_words

#: Texts of a turn.
BATCH = 20


@dataclass(frozen=True)
class Speed:
    """What a system did.

    Attributes:
        system: its label.
        task: what it did.
        ours: whether it is this package.
        words: how many words there are in the texts of a round.
        seconds: how long it took for them in each round. In the first one it had not seen them before.
    """

    system: str
    task: str
    ours: bool
    words: int
    seconds: tuple[float, ...]

    @property
    def cold(self) -> float:
        """Words a second in the first round, on texts not seen before."""
        return self.words / self.seconds[0]

    @property
    def usual(self) -> float:
        """Words a second in the median round."""
        return self.words / median(self.seconds)

    def times_as_fast(self, other: Speed) -> tuple[float, float]:
        """How many times as fast as another: in the first round, and by the median of the ratios of each round.

        >>> Speed("a", "", True, 9, (2.0, 1.0, 1.0)).times_as_fast(Speed("b", "", False, 9, (4.0, 4.0, 3.0)))
        (2.0, 3.0)
        """
        ratios = [theirs / own for own, theirs in zip(self.seconds, other.seconds, strict=True)]
        return ratios[0], median(ratios)


def measure_speed(
    systems: Sequence[System], texts: Sequence[str], warm_up: Sequence[str], rounds: int
) -> tuple[Speed, ...]:
    """The speed of systems, each in a process of its own, of which one at a time is at work.

    They take turns at each batch of texts, so that what else the machine is doing slows all of them alike. Several in
    one process would share what some of them remember of words they have seen, and no text would be new to the second.
    """
    with ExitStack() as stack:
        workers = []
        for system in systems:
            started = stack.enter_context(worker(system.label, timer_of, SYSTEMS.index(system)))
            started.ask(warm_up)
            workers.append(started)
        seconds = []
        for number in range(1, rounds + 1):
            print(f"speed: round {number} of {rounds}", file=sys.stderr)
            seconds.append(time_round(workers, texts))
    words = count_words(texts)
    return tuple(
        Speed(system.label, system.task, system.ours, words, own)
        for system, own in zip(systems, zip(*seconds, strict=True), strict=True)
    )


def time_round(workers: Sequence[Worker], texts: Sequence[str]) -> list[float]:
    """The seconds that each takes for all texts. Whoever begins a turn is the last one of the next."""
    spent = [0.0] * len(workers)
    for number, first in enumerate(range(0, len(texts), BATCH)):
        batch = texts[first : first + BATCH]
        for at in range(len(workers)):
            place = (at + number) % len(workers)
            spent[place] += workers[place].ask(batch)
    return spent


def timer_of(number: int) -> Callable[[Sequence[str]], float]:
    """What takes the seconds of a system, given by its number in ``SYSTEMS``, on some texts."""
    run = SYSTEMS[number].make()

    def timed(texts: Sequence[str]) -> float:
        start = perf_counter()
        run(texts)
        return perf_counter() - start

    return timed
