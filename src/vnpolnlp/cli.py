"""The command line: each command reads its arguments, calls one function of the library, and tells the result."""

from __future__ import annotations

import errno
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from vnpolnlp import codec
from vnpolnlp.corpus import records, runner
from vnpolnlp.errors import VnpolnlpError
from vnpolnlp.evaluation.agreement import agreement as agreement_of_files
from vnpolnlp.evaluation.results import SAMPLES, SEED
from vnpolnlp.evaluation.results import evaluate as evaluate_files
from vnpolnlp.formats.annotators import MergeRule
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.importing import import_
from vnpolnlp.formats.registry import FORMATS, READABLE
from vnpolnlp.training.recogniser import train_recogniser
from vnpolnlp.version import __version__

SOME_FAILED, WRONG_CALL, STOPPED = 1, 2, 130

app = typer.Typer(
    name="vnpolnlp",
    help="Annotate Vietnamese political text: people, bodies, posts, documents, quoted political terms.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        _print_data(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def annotate(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders or patterns, or - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.jsonl", help="The record file to write; - for standard output."),
    ] = None,
    pipeline: Annotated[
        str, typer.Option(metavar="NAME|FILE.toml", help="A pipeline of the package, or a file of your own.")
    ] = "default",
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="How many processes annotate.")] = 1,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="local, dask, or dask:ADDRESS of a Dask scheduler.")
    ] = "local",
    force: Annotated[bool, typer.Option("--force", help="Replace an output that exists, made anew.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Also try again what failed in an earlier run.")
    ] = False,
    max_chars: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Note longer documents as failures.")
    ] = None,
    time_budget: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Give a document up after so long.")
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What texts are written in, such as tcvn3; found out if not said."),
    ] = None,
) -> None:
    """Annotate texts and write one JSON record a document.

    Reads .txt, .html, .docx and .pdf (a document each), .jsonl, .csv, .tsv and .parquet (a document a row, in the
    field "text"), .zip and .tar files of these, and most of them as .gz or .zst, too. Old Vietnamese encodings are
    recognised. Without -o, the records go to the current folder, into a file named after the first input. A document
    that fails is noted in OUT.jsonl.failures.jsonl and does not stop the run.

    A run that was broken off is gone on with by the same command. On a finished output it annotates what is new or
    has changed in the same inputs. OUT.jsonl.manifest.json says what the output was made from and with.

    \b
    Examples:
      vnpolnlp annotate corpora/
      vnpolnlp annotate news.csv letters/ -o all.jsonl.gz --workers 4
      cat speech.txt | vnpolnlp annotate - -o -

    Exit code: 0 all done, 1 some documents failed, 2 the call was wrong, 130 told to stop.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told(), _progress("annotate") as progress:
        report = runner.annotate(
            inputs,
            output,
            pipeline=pipeline,
            workers=workers,
            engine=engine,
            force=force,
            encoding=encoding,
            retry_failed=retry_failed,
            max_chars=max_chars,
            time_budget=time_budget,
            progress=progress,
            say=_say,
        )
    _say(report.summary())
    if report.failures:
        raise typer.Exit(SOME_FAILED)


@app.command()
def verify(
    records_file: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="A record file; also .gz or .zst.")],
) -> None:
    """Check that every line of a record file is a record and fits its own text.

    Prints one line a problem: line number, document id, what is wrong.

    \b
    Example:
      vnpolnlp verify corpora.annotated.jsonl

    Exit code: 0 all good, 1 something is wrong, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    found = 0
    with _told():
        for problem in records.verify(records_file):
            found += 1
            _print_data(f"{records_file}:{problem.line}: {problem.id or '(no id)'}: {problem.message}")
    _say(f"{found:,} problems in {records_file}" if found else f"{records_file} is good")
    if found:
        raise typer.Exit(SOME_FAILED)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    \b
    Example:
      vnpolnlp schema > vnpolnlp.schema.json
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told():
        _print_data(json.dumps(codec.schema(), ensure_ascii=False, indent=2))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What is right.")],
    predicted: Annotated[Path, typer.Argument(metavar="PRED", help="What was found.")],
    other: Annotated[
        Path | None, typer.Argument(metavar="[PRED2]", help="What a second system found, to compare with the first.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV instead of a table, a line for each measure.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="REPORT.html", help="Write a page with scores and every error.")
    ] = None,
    samples: Annotated[
        int, typer.Option(min=0, max=100_000, metavar="N", help="Samples for the intervals and the test; 0 for none.")
    ] = SAMPLES,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The seed of the samples.")] = SEED,
    force: Annotated[bool, typer.Option("--force", help="Replace a report that exists.")] = False,
) -> None:
    """Score annotations against gold ones, and compare two systems.

    Each side is a record file (also .gz), or a folder of standoff (.json beside .txt) or inline-marked (.xml)
    documents. Documents are paired by id, or by the last part of it without its ending; below the table stand those
    without a pair. F1 has a 95% interval (bootstrap over documents); between two systems p is that of approximate
    randomisation.

    \b
    Examples:
      vnpolnlp evaluate gold/ corpora.annotated.jsonl
      vnpolnlp evaluate gold/ before.jsonl after.jsonl --html report.html

    Exit code: 0 scored, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    with _told():
        found = evaluate_files(gold, predicted, other, samples=samples, seed=seed, report=html, force=force)
        text = json.dumps(found.to_dict(), ensure_ascii=False, indent=2) if as_json else found.table()
        _print_data(found.to_csv().rstrip("\n") if as_csv else text)
    if html:
        _say(f"report: {html}")


@app.command()
def agreement(
    annotators: Annotated[
        list[Path], typer.Argument(metavar="A B [C...]", help="What each annotator made of the same texts.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Say how well two or more annotators agree.

    F1 and Cohen's kappa of each pair, Krippendorff's alpha of all. Files and folders as for evaluate.

    \b
    Example:
      vnpolnlp agreement first/ second/ third.jsonl
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told():
        found = agreement_of_files(*annotators)
        _print_data(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) if as_json else found.table())


@app.command("export")
def export_command(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    records_file: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="A record file; also .gz.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The file or folder to write.")],
    strict: Annotated[bool, typer.Option("--strict", help="Refuse to leave anything out.")] = False,
    max_chars: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Cut longer documents before a sentence.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an output that exists.")] = False,
) -> None:
    """Write records in the format of another tool.

    What the format cannot hold is counted and told at the end. Pieces of a document that --max-chars makes are put
    together again by vnpolnlp import. With vrt, the command of CWB that registers a corpus (cwb-encode) is told too.

    \b
    Examples:
      vnpolnlp export inline corpora.annotated.jsonl -o marked
      vnpolnlp export inline corpora.annotated.jsonl -o marked --strict

    Exit code: 0 all done, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told(), _progress("export") as progress:
        report = export(
            format, records_file, output, strict=strict, max_chars=max_chars, force=force, progress=progress
        )
    _say(report.summary())


@app.command("import")
def import_command(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(READABLE)}.")],
    source: Annotated[Path, typer.Argument(metavar="IN", help="The file or folder that the tool has written.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="The record file to write.")],
    against: Annotated[
        Path | None, typer.Option(metavar="ORIGINAL.jsonl", help="The records that were exported.")
    ] = None,
    annotator: Annotated[str | None, typer.Option(metavar="NAME", help="Whose annotation to take.")] = None,
    merge: Annotated[
        MergeRule | None, typer.Option(help="How to make one annotation of those of several annotators.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an output that exists.")] = False,
) -> None:
    """Read what another tool has written, and write records.

    With --against, prints what annotators changed, one line each (document, start, end, change, label, before, after),
    and writes the originals with these changes: gold for vnpolnlp evaluate. Several annotators of a document stay
    apart, in records ID@NAME, unless one is chosen or a rule merges them. What does not fit is noted in
    OUT.jsonl.failures.jsonl, and the rest is imported.

    \b
    Examples:
      vnpolnlp import inline marked -o gold.jsonl --against corpora.annotated.jsonl
      vnpolnlp import inline marked -o gold.jsonl

    Exit code: 0 all done, 1 something was left out, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told(), _progress("import") as progress:
        report = import_(
            format, source, output, against=against, annotator=annotator, merge=merge, force=force, progress=progress
        )
        for change in report.changes:
            _print_data(str(change))
    _say(report.summary())
    if report.failed:
        raise typer.Exit(SOME_FAILED)


@app.command()
def train(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Record files or folders, as for evaluate.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="MODEL.npz", help="The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Learn the weights of the recogniser from gold documents.

    The same gold gives the same bytes. A pipeline uses the file with: name = "recogniser", weights = "MODEL.npz".

    \b
    Example, which makes the weights that come with the package again:
      vnpolnlp train corpora/gold -o recogniser.npz

    Exit code: 0 done, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told():
        documents = train_recogniser(gold, output, force=force)
    _say(f"learnt from {documents:,} documents: {output}")


@contextmanager
def _told() -> Iterator[None]:
    """Tells what the user can mend as a message and not as a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except VnpolnlpError as error:
        _say(f"vnpolnlp: {error}")
        raise typer.Exit(WRONG_CALL) from error
    except KeyboardInterrupt as stopped:
        _say(f"vnpolnlp: stopped; {stopped}" if stopped.args else "vnpolnlp: stopped")
        raise typer.Exit(STOPPED) from stopped
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever reads standard output has read enough
        _say(f"vnpolnlp: cannot write to standard output: {error.strerror}")
        raise typer.Exit(WRONG_CALL) from error


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Ends a run that is told to terminate as Ctrl-C does: workers stopped, what was done kept."""
    raise KeyboardInterrupt


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error if that is a terminal, otherwise none."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("documents"), _Speed(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.1f}/s")


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _print_data(text: str) -> None:
    typer.echo(f"{text}\n".encode(), nl=False)  # as bytes: UTF-8 whatever the locale
