"""What is done to runs. A trial gives how often it was done and in how many ways the end was not as it must be."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from harness.corpus import Ended, beside, finish, result_of, run, start

WRONG_CALL, SOME_FAILED, STOPPED = 2, 1, 130
_FIRST_BATCH = 20_000  # bytes of work in progress
_ENDINGS = ("jsonl", "jsonl.gz", "jsonl.zst")


@dataclass(frozen=True)
class Outcome:
    """What a trial showed.

    Attributes:
        trial: what was done.
        times: how often.
        wrong: in which ways an end was not as it must be; empty if all is well.
        note: what else there is to say, or why the trial could not be made.
    """

    trial: str
    times: int
    wrong: tuple[str, ...] = ()
    note: str = ""


class Trials:
    """The trials over one corpus, with the results of runs that nothing disturbed."""

    def __init__(self, source: Path, folder: Path, seed: int) -> None:
        self._source = source
        self._folder = folder
        self._random = random.Random(seed)
        self._expected: dict[str, Mapping[str, bytes]] = {}
        started = time.monotonic()
        for ending in _ENDINGS:
            output = folder / f"expected.{ending}"
            ended = run(source, output)
            if ended.code != SOME_FAILED:
                raise RuntimeError(f"the run that is compared with ended with {ended.code}: {ended.said}")
            self._expected[ending] = result_of(output)
        self._seconds = (time.monotonic() - started) / len(_ENDINGS)

    # What is done to a run

    def killed(self, times: int) -> Outcome:
        """SIGKILL at random moments, and the same command again until it is done."""
        wrong: list[str] = []
        done = chains = at_work = 0
        while done < times:
            output, options = self._output(chains), self._workers(chains)
            while done < times:
                process = start(self._source, output, *options)
                if not self._wait(process, self._random.uniform(0, self._seconds)):
                    finish(process)
                    break
                at_work += has_batches(output)
                process.kill()
                finish(process)
                done += 1
            wrong += self._compare(output, run(self._source, output, *options))
            chains += 1
        note = f"{chains} runs, gone on with after each kill; {at_work} times documents had been done"
        return Outcome("SIGKILL at a random moment", done, tuple(wrong), note)

    def killed_while_finishing(self, times: int) -> Outcome:
        """SIGKILL as soon as the output is being written."""
        wrong: list[str] = []
        hits = 0
        for number in range(times):
            output = self._output(number)
            process = start(self._source, output)
            while process.poll() is None:
                if next(output.parent.glob(f".{output.name}*.tmp"), None):
                    time.sleep(self._random.uniform(0, 0.05))
                    break
                time.sleep(0.001)
            process.kill()
            hits += finish(process).code == -signal.SIGKILL
            wrong += self._compare(output, run(self._source, output))
        return Outcome("SIGKILL while the output is written", times, tuple(wrong), f"{hits} before the run had ended")

    def told_to_stop(self, times: int) -> Outcome:
        """SIGINT or SIGTERM at random moments: exit code 130, and the same command goes on."""
        wrong: list[str] = []
        for number in range(times):
            output, options = self._output(number), self._workers(number)
            process = start(self._source, output, *options)
            # Python itself must have started, to have a handler.
            if self._wait(process, self._random.uniform(0.3, 1) * self._seconds):
                process.send_signal((signal.SIGINT, signal.SIGTERM)[number % 2])
                ended = finish(process)
                if ended.code not in (STOPPED, SOME_FAILED) or "Traceback" in ended.said:
                    wrong.append(f"told to stop, it ended with {ended.code}: {ended.said[-300:]}")
            wrong += self._compare(output, run(self._source, output, *options))
        return Outcome("SIGINT or SIGTERM at a random moment", times, tuple(wrong), "exit code 130, and gone on with")

    def workers_killed(self, times: int, engine: str) -> Outcome:
        """SIGKILL for a worker process at random moments."""
        name = f"SIGKILL for a worker, engine {engine}"
        if engine == "dask" and not find_spec("distributed"):
            return Outcome(name, 0, note="not done: needs the extra dask")
        wrong: list[str] = []
        done = runs = 0
        while done < times:
            output = self._output(runs)
            process = start(self._source, output, "--workers", "2", "--engine", engine)
            while done < times and self._wait(process, self._random.uniform(0.1, 0.5) * self._seconds):
                workers = workers_of(process.pid)
                # Dask gives up where the first workers die while they are being started.
                if workers and (engine != "dask" or has_batches(output)):
                    with suppress(ProcessLookupError):
                        os.kill(self._random.choice(workers), signal.SIGKILL)
                        done += 1
            wrong += self._compare(output, finish(process))
            runs += 1
        return Outcome(name, done, tuple(wrong), f"{runs} runs with 2 workers")

    def two_at_once(self, times: int) -> Outcome:
        """Two runs on one output, the second at a random moment: one is refused, and the output is right."""
        wrong: list[str] = []
        refused = 0
        for number in range(times):
            output = self._output(number)
            first = start(self._source, output)
            self._wait(first, self._random.uniform(0, 1) * self._seconds)
            second = start(self._source, output)
            ends = [finish(first), finish(second)]
            turned_away = [ended for ended in ends if ended.code == WRONG_CALL]
            refused += len(turned_away)
            if len(turned_away) > 1 or any("another run is at work" not in ended.said for ended in turned_away):
                wrong.append(f"of two runs at once: {ends}")
            wrong += self._compare(output, next(ended for ended in ends if ended.code != WRONG_CALL))
        note = f"{refused} times one was refused, else it came when the other was done"
        return Outcome("two runs at once", times, tuple(wrong), note)

    def cut_off(self, times: int) -> Outcome:
        """The journal of a run that was killed, cut at a random byte."""
        wrong: list[str] = []
        for number in range(times):
            output = self._output(number)
            partial = partial_of(output)
            process = start(self._source, output)
            self._wait(process, self._random.uniform(0.6, 0.9) * self._seconds)
            process.kill()
            finish(process)
            if partial.exists():
                data = partial.read_bytes()
                partial.write_bytes(data[: self._random.randint(0, len(data))])
            wrong += self._compare(output, run(self._source, output))
        return Outcome("work in progress cut off at a random byte", times, tuple(wrong), "repaired and gone on with")

    def output_cut_off(self, times: int) -> Outcome:
        """A finished output that was cut at a random byte: refused, and made anew with --force."""
        wrong: list[str] = []
        for number in range(times):
            output = self._output(number)
            run(self._source, output)
            data = output.read_bytes()
            output.write_bytes(data[: self._random.randrange(len(data))])
            ended = run(self._source, output)
            if ended.code != WRONG_CALL or "not as it was written" not in ended.said:
                wrong.append(f"an output cut off was not refused: {ended}")
            wrong += self._compare(output, run(self._source, output, "--force"))
        return Outcome("finished output cut off", times, tuple(wrong), "refused with a message, made anew with --force")

    # What is done to its folder

    def disk_full(self, times: int) -> Outcome:
        """A disk that is full at a random moment: a message, no output, gone on with when there is room."""
        name = "disk full at a random moment"
        note = "a message, nothing under the final name, gone on with when there was room"
        done = 0
        wrong: list[str] = []
        while done < times:
            ending = _ENDINGS[done % len(_ENDINGS)]
            whole = len(self._expected[ending][f".{ending.rpartition('.')[2]}"])
            with self._tmpfs(self._random.randint(16 << 10, whole + (256 << 10))) as folder:
                if not folder:
                    return Outcome(name, 0, note="not done: mounting a file system needs root")
                output = folder / f"out.{ending}"
                ended = run(self._source, output)
                if ended.code == WRONG_CALL:
                    done += 1
                    if "no space left" not in ended.said or "Traceback" in ended.said or output.exists():
                        wrong.append(f"with a full disk: {ended}; {sorted(folder.iterdir())}")
                    remount(folder, "size=1g")
                    ended = run(self._source, output)
                wrong += self._compare(output, ended, ending)
        return Outcome(name, done, tuple(wrong), note)

    def read_only(self) -> Outcome:
        """A folder that cannot be written to, before a run and in the middle of one."""
        name = "folder that is read-only"
        wrong: list[str] = []
        with self._tmpfs(1 << 30) as folder:
            if not folder:
                return Outcome(name, 0, note="not done: mounting a file system needs root")
            output = folder / "out.jsonl"
            process = start(self._source, output)
            self._wait(process, 0.7 * self._seconds)
            process.kill()
            finish(process)
            remount(folder, "ro")
            before = {path.name: path.read_bytes() for path in folder.iterdir()}
            ended = run(self._source, output)
            if ended.code != WRONG_CALL or "cannot write" not in ended.said or "Traceback" in ended.said:
                wrong.append(f"in a read-only folder: {ended}")
            if before != {path.name: path.read_bytes() for path in folder.iterdir()}:
                wrong.append("something changed in a read-only folder")
            remount(folder, "rw")
            wrong += self._compare(output, run(self._source, output), "jsonl")
        return Outcome(name, 1, tuple(wrong), "a message, nothing changed, gone on with when it could be written to")

    # Helpers

    def _output(self, number: int) -> Path:
        """Where a run may write, with nothing of another run there."""
        folder = self._folder / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder / f"out.{_ENDINGS[number % len(_ENDINGS)]}"

    def _workers(self, number: int) -> tuple[str, ...]:
        return ("--workers", "2") if number % 2 else ()

    def _wait(self, process: subprocess.Popen[str], seconds: float) -> bool:
        """Whether a run is still at work after that time."""
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False

    def _compare(self, output: Path, ended: Ended, ending: str | None = None) -> Iterator[str]:
        ending = ending or output.name.partition(".")[2]
        if ended.code != SOME_FAILED or "Traceback" in ended.said:  # some rows are broken on purpose
            yield f"the last run ended with {ended.code}: {ended.said[-1500:]}"
        elif result_of(output) != self._expected[ending]:
            yield f"{output.name} or its ledger differs from that of the run that nothing disturbed"
        if left := beside(output):
            yield f"left beside the output: {left}"

    @contextmanager
    def _tmpfs(self, size: int) -> Iterator[Path | None]:
        folder = self._folder / "disk"
        folder.mkdir(exist_ok=True)
        mount = shutil.which("mount")
        mounted = (
            mount
            and not subprocess.run(
                [mount, "-t", "tmpfs", "-o", f"size={size}", "harness", str(folder)], capture_output=True, check=False
            ).returncode
        )
        try:
            yield folder if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", str(folder)], check=True)


def partial_of(output: Path) -> Path:
    """Where a run keeps what it has done so far."""
    return output.with_name(f"{output.name}.partial")


def has_batches(output: Path) -> bool:
    """Whether a run has already done more than to note what it could not read."""
    partial = partial_of(output)
    return partial.exists() and partial.stat().st_size > _FIRST_BATCH


def remount(folder: Path, option: str) -> None:
    """Change an option of a file system that is mounted."""
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)


def workers_of(process: int) -> list[int]:
    """The worker processes of a run that are there now."""
    command = ["ps", "-o", "pid=,args=", "--ppid", str(process)]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [int(line.split()[0]) for line in found.splitlines() if "spawn_main" in line]
