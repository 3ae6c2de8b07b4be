"""Processes of their own: what is measured in one has read and remembered nothing but what it was given there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

if sys.platform != "win32":
    import resource

_Result = TypeVar("_Result")
#: From a request to an answer.
Answer = Callable[[Any], Any]

_context = get_context("spawn")  # forked ones would begin with what this process remembers


@dataclass(frozen=True)
class Worker:
    """A process that waits for requests and answers them one after the other."""

    name: str
    connection: Connection

    def ask(self, request: Any) -> Any:
        """The answer of the process.

        Raises:
            RuntimeError: the process has died.
        """
        try:
            self.connection.send(request)
            return self.connection.recv()
        except (EOFError, BrokenPipeError) as error:
            raise RuntimeError(f"the process of {self.name} has died; what it printed says why") from error


@contextmanager
def worker(name: str, start: Callable[..., Answer], *arguments: Any) -> Iterator[Worker]:
    """A process that calls ``start`` once, and then answers by what that gave. Both must be known by their names."""
    here, there = _context.Pipe()
    process = _context.Process(target=_serve, args=(there, start, arguments))
    process.start()
    there.close()
    try:
        yield Worker(name, here)
    finally:
        here.close()
        process.join(timeout=5)
        if process.is_alive():
            process.terminate()
            process.join()


def _serve(connection: Connection, start: Callable[..., Answer], arguments: tuple[Any, ...]) -> None:
    answer = start(*arguments)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        connection.send(answer(request))


def in_fresh_process(function: Callable[..., _Result], *arguments: Any) -> _Result:
    """What a function gives when it is called in a process of its own."""
    with worker(function.__name__, _late, function) as fresh:
        result: _Result = fresh.ask(arguments)
        return result


def _late(function: Callable[..., _Result]) -> Answer:
    return lambda arguments: function(*arguments)


def print_of(code: str) -> str:
    """What a piece of Python prints in an interpreter of its own, which has imported nothing before."""
    return subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def peak_memory() -> float:
    """The most memory that this process ever had, in MiB; 0 on Windows, which is not asked.

    Of Linux's two figures this is the one that starts at 0 in a new program; ``ru_maxrss`` starts at what the process
    had from which it was started.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / (1 << 10)
    if sys.platform == "win32":
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
