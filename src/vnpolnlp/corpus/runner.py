"""Annotating many documents: limits and failures noted, output whole or absent, a run that was broken off gone on with.

Whatever the engine and the number of workers, the same input gives the same bytes: records keep the order of their
documents, and each document is annotated on its own.
"""

from __future__ import annotations

import glob
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

from vnpolnlp.corpus.batches import Recipe
from vnpolnlp.corpus.files import content_of, is_special, refuse_existing, replacing
from vnpolnlp.corpus.flow import Sink, flow
from vnpolnlp.corpus.journal import Begun, Journal
from vnpolnlp.corpus.ledger import Failure, open_ledger
from vnpolnlp.corpus.manifest import (
    InputFile,
    Manifest,
    code_digest,
    lexicon_digests,
    manifest_path,
    read_manifest,
    settings_of,
    versions,
    weight_digests,
    write_manifest,
)
from vnpolnlp.corpus.outputs import (
    Growing,
    Stream,
    identity_of,
    journal_path,
    ledger_path,
    may_be_replaced,
    refuse_other_inputs,
    remove_leftovers,
)
from vnpolnlp.corpus.readers import Item, Source, count_documents, find_sources, read_sources, stem_of
from vnpolnlp.corpus.report import Report, report_of
from vnpolnlp.engines import Engine
from vnpolnlp.engines.choice import LOCAL, choose_engine
from vnpolnlp.errors import InputError, OutputError, VnpolnlpError
from vnpolnlp.pipeline import BATCH_CHARACTERS, Pipeline, load

_Sources = list[Source | Failure]


def annotate(
    inputs: str | Path | Iterable[str | Path],
    output: str | Path | None = None,
    *,
    pipeline: str | Path | Pipeline = "default",
    workers: int = 1,
    engine: str = LOCAL,
    force: bool = False,
    retry_failed: bool = False,
    max_chars: int | None = None,
    time_budget: float | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> Report:
    """Annotate files, folders, patterns or standard input (``-``) and write one record a document.

    A document that fails goes to the ledger, ``OUTPUT.failures.jsonl`` (for standard output, of the default output),
    and the run goes on. A run that ends early, however that is, leaves ``OUTPUT.partial``; the same call goes on with
    it, and annotates what is not in there or has changed since: the text, the pipeline, the version. Called again on a
    finished output, it does nothing if nothing has changed, and annotates what is new or has changed among the same
    inputs. ``OUTPUT.manifest.json`` says what the output was made from and with.

    With several workers or a time budget, a script must call this under ``if __name__ == "__main__":``, as Python's
    multiprocessing asks.

    Args:
        inputs: what to read; see :func:`vnpolnlp.corpus.readers.find_sources`.
        output: the record file to write, ``-`` for standard output; by default a file in the current folder, named
            after the first input: ``corpora/`` gives ``corpora.annotated.jsonl``.
        pipeline: the name of a pipeline, its TOML file, or the pipeline itself.
        workers: how many processes annotate.
        engine: what spreads the work: ``local``, or with the extra ``dask`` also ``dask`` (a cluster of processes of
            this machine) and ``dask:ADDRESS`` (the cluster with that scheduler, an address or a scheduler file).
        force: replace an output that exists by one that is made anew.
        retry_failed: also try again what failed in an earlier run of the same output.
        max_chars: do not annotate documents of more characters, but note them as failures.
        time_budget: give a document up after so many seconds, and note it as a failure.
        force: replace an output that exists.
        encoding: what the inputs are written in, if it is not to be found out; see
            :func:`vnpolnlp.corpus.readers.read_sources`.
        progress: called after each document with how many are done and about how many there are.
        say: called with what a person may want to know while the run is under way.

    Raises:
        InputError: an input does not exist, or would be overwritten.
        OutputError: the output exists and may not be replaced without ``force``, another run is at work on it, or it
            cannot be written.
        ConfigError: the pipeline or the engine does not exist or is wrong.
        KeyboardInterrupt: the run was told to end; the message says what is kept.
    """
    started = time.perf_counter()
    inputs = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    if not inputs:
        raise InputError("no input is given; name files, folders or patterns, or - for standard input")
    for name, value in (("workers", workers), ("max_chars", max_chars), ("time_budget", time_budget)):
        if value is not None and value <= 0:
            raise VnpolnlpError(f"{value} {name} cannot do anything; give more than 0")
    nlp = pipeline if isinstance(pipeline, Pipeline) else load(pipeline)
    recipe = nlp if nlp is pipeline else Recipe(nlp.plan, nlp.made_by)
    target = default_output(inputs[0]) if output is None else Path(output)
    run = _Run(
        inputs=inputs,
        target=target,
        nlp=nlp,
        engine=choose_engine(engine, nlp, recipe, workers, time_budget),
        options={
            "pipeline": nlp.made_by.pipeline if isinstance(pipeline, Pipeline) else str(pipeline),
            "engine": engine,
            "workers": workers,
            "max_chars": max_chars,
            "time_budget": time_budget,
            "encoding": encoding,
        },
        max_chars=max_chars,
        encoding=encoding,
        started=started,
        progress=progress,
        say=say or (lambda message: None),
    )
    if str(target) == "-" or is_special(target):
        if retry_failed:
            raise OutputError(f"nothing of an earlier run is kept for the output {target}; leave out --retry-failed")
        return run.stream()
    return run.into_file(force=force, retry_failed=retry_failed)


@dataclass(frozen=True)
class _Run:
    inputs: list[str | Path]
    target: Path
    nlp: Pipeline
    engine: Engine
    options: dict[str, str | float | None]
    max_chars: int | None
    encoding: str | None
    started: float
    progress: Callable[[int, int], None] | None
    say: Callable[[str], None]

    def stream(self) -> Report:
        """Write to standard output, a pipe or a device, as records are made."""
        to_stdout = str(self.target) == "-"
        ledger_file = ledger_path(default_output(self.inputs[0]) if to_stdout else self.target)
        if not to_stdout:
            refuse_existing(ledger_file, force=False)
        sources = _find_sources(self.inputs, ledger_file)
        with (
            _standard_output() if to_stdout else replacing(self.target, force=True) as file,
            open_ledger(ledger_file, replace=not to_stdout) as ledger,
        ):
            sink = Stream(file, ledger)
            self._flow(read_sources(sources, encoding=self.encoding), sources, sink, ordered=True)
        return report_of(
            sink.totals.counts,
            failures=ledger.count,
            seconds=time.perf_counter() - self.started,
            output=None if to_stdout else self.target,
            ledger=ledger_file if ledger.count else None,
            first_failures=tuple(sink.totals.first_failures),
        )

    def into_file(self, *, force: bool, retry_failed: bool) -> Report:
        """Write a file that is whole or absent, with all that can be taken over from an earlier run."""
        refuse_existing(self.target, force=True)  # a folder has no files of its name beside it
        written = (self.target, ledger_path(self.target), journal_path(self.target), manifest_path(self.target))
        for path in written:  # a folder of that name should not come to light in the end
            refuse_existing(path, force=True)
        sources = _find_sources(self.inputs, *written)
        journal = Journal(journal_path(self.target))
        done = False
        try:
            report = self._resume(journal, sources, force=force, retry_failed=retry_failed)
            done = True
        except KeyboardInterrupt as stopped:
            raise KeyboardInterrupt(_kept(journal)) from stopped
        except OutputError as error:
            raise OutputError(f"{error}; {_kept(journal)}" if journal.has_documents else str(error)) from error
        finally:
            journal.close(remove=done or not journal.has_documents)
        return report

    def _resume(self, journal: Journal, sources: _Sources, *, force: bool, retry_failed: bool) -> Report:
        settings = settings_of(self.nlp)
        manifest = None if force else self._finished(journal, sources, settings)
        if manifest and not (retry_failed and manifest.failures) and self._is_current(manifest, sources):
            return self._up_to_date(manifest)
        if retry_failed and not force and not manifest and not journal.begun:
            raise OutputError(f"there is no earlier run of {self.target} to try again; leave out --retry-failed")
        self._tell(journal, settings, manifest)
        if journal.begun:
            remove_leftovers(self.target)
        journal.begin(Begun(settings, identity_of(self.target)))
        growing = Growing(self.target, journal, settings, take_failures=not retry_failed)
        if manifest:
            growing.seed()
        begun = datetime.now(timezone.utc).isoformat(timespec="seconds")
        files: list[InputFile] = []
        self._flow(read_sources(_noted(sources, files), encoding=self.encoding), sources, growing, ordered=False)
        totals, content = growing.finish()
        manifest = Manifest(
            schema="vnpolnlp-manifest/1",
            output=content,
            settings=settings,
            made_by=self.nlp.made_by,
            code=code_digest(),
            stages=[{"name": name, **options} for name, options in self.nlp.plan],
            lexicons=lexicon_digests(),
            weights=weight_digests(self.nlp),
            versions=versions(),
            options=self.options,
            inputs=list(map(str, self.inputs)),
            files=files,
            counts=totals.counts,
            failures=totals.failures,
            begun=begun,
            seconds=round(time.perf_counter() - self.started, 3),
            taken_over=growing.taken_over,
        )
        write_manifest(manifest, self.target)
        return self._report(manifest, taken_over=growing.taken_over, first_failures=tuple(totals.first_failures))

    def _finished(self, journal: Journal, sources: _Sources, settings: str) -> Manifest | None:
        """The manifest of an output that is finished and may be brought up to date; none if there is no output.

        Raises:
            OutputError: there is one that may not be replaced.
        """
        manifest = read_manifest(self.target)
        if not self.target.is_file():
            if not journal.begun:  # it may be of an output that was moved away, or somebody's own
                refuse_existing(ledger_path(self.target), force=False)
            return None
        files = _files(sources)
        whole = manifest is not None and content_of(self.target) == manifest.output
        if manifest and whole and manifest.settings == settings and all(file.path for file in files):
            refuse_other_inputs(manifest, (file.name for file in files), self.target)
            return manifest
        if may_be_replaced(self.target, journal):
            return None
        if manifest and whole and manifest.settings != settings:
            raise OutputError(
                f"{self.target} was made by another version or pipeline; choose another output or make it anew with "
                "--force (force=True)"
            )
        if manifest and not whole:
            raise OutputError(
                f"{self.target} is not as it was written: it was cut off or changed since; choose another output or "
                "make it anew with --force (force=True)"
            )
        refuse_existing(self.target, force=False)  # also where standard input is read, which is another one each time
        return None

    def _is_current(self, manifest: Manifest, sources: _Sources) -> bool:
        """Whether a run would write the same output again."""
        limits = ("max_chars", "time_budget", "encoding")
        if any(manifest.options.get(name) != self.options[name] for name in limits):
            return False
        files = [InputFile(file.name, "", content_of(file.path) if file.path else None) for file in _files(sources)]
        return all(file.content for file in files) and [(f.name, f.content) for f in files] == [
            (f.name, f.content) for f in manifest.files
        ]

    def _tell(self, journal: Journal, settings: str, manifest: Manifest | None) -> None:
        if journal.cut:
            self.say(f"the end of {journal.path} was cut off and is left out ({journal.cut:,} bytes)")
        if journal.begun and journal.begun.settings != settings:
            self.say(f"{journal.path} was begun by another version or pipeline; what is in there is done again")
        elif journal.begun:
            self.say(f"going on with {journal.path}, which has {len(journal):,} documents")
        if manifest:
            self.say(f"bringing {self.target} up to date; what has not changed is taken over")

    def _flow(self, found: Iterator[Item | Failure], sources: _Sources, sink: Sink, *, ordered: bool) -> None:
        total = count_documents(sources) if self.progress else 0
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            if self.progress:
                self.progress(done, max(done, total))

        flow(
            found,
            sink,
            self.engine,
            batch_characters=BATCH_CHARACTERS,
            max_chars=self.max_chars,
            ordered=ordered,
            told=told,
        )

    def _up_to_date(self, manifest: Manifest) -> Report:
        return self._report(
            manifest, taken_over=sum(manifest.failures.values()) + manifest.counts.get("documents", 0), up_to_date=True
        )

    def _report(
        self,
        manifest: Manifest,
        *,
        taken_over: int,
        up_to_date: bool = False,
        first_failures: tuple[Failure, ...] = (),
    ) -> Report:
        failures = sum(manifest.failures.values())
        return report_of(
            manifest.counts,
            failures=failures,
            seconds=time.perf_counter() - self.started,
            output=self.target,
            ledger=ledger_path(self.target) if failures else None,
            manifest=manifest_path(self.target),
            taken_over=taken_over,
            up_to_date=up_to_date,
            first_failures=first_failures,
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


def _files(sources: _Sources) -> list[Source]:
    """The sources that are files or standard input; several may be in one file."""
    files: dict[Path | str, Source] = {}
    for source in sources:
        if isinstance(source, Source):
            files.setdefault(source.path or source.name, source)
    return list(files.values())


def _noted(sources: _Sources, files: list[InputFile]) -> Iterator[Source | Failure]:
    """The sources, with the content of each file noted just before it is read."""
    first = {id(source) for source in _files(sources)}
    for source in sources:
        if isinstance(source, Source) and id(source) in first:
            files.append(InputFile(source.name, str(source), content_of(source.path) if source.path else None))
        yield source


@contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _kept(journal: Journal) -> str:
    if not journal.has_documents:
        return "nothing was done yet"
    return f"what was done is kept in {journal.path}; the same command goes on with it"
