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
from vnpolnlp.evaluation.score import evaluate as evaluate_files
from vnpolnlp.version import __version__

SOME_FAILED, WRONG_CALL = 1, 2

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
    force: Annotated[bool, typer.Option("--force", help="Replace an output that exists.")] = False,
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

    \b
    Examples:
      vnpolnlp annotate corpora/
      vnpolnlp annotate news.csv letters/ -o all.jsonl.gz --workers 4
      cat speech.txt | vnpolnlp annotate - -o -

    Exit code: 0 all done, 1 some documents failed, 2 the call was wrong.
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told(), _progress() as progress:
        report = runner.annotate(
            inputs, output, pipeline=pipeline, workers=workers, force=force, encoding=encoding, progress=progress
        )
    _say(report.summary())
    if report.failures:
        raise typer.Exit(SOME_FAILED)


@app.command()
def verify(
    records_file: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="A record file; also .gz.")],
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
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Score annotations against gold ones.

    Either side is a record file, or a folder of standoff (.json beside .txt) or inline-marked (.xml) documents.
    Documents are paired by the last part of their id without its ending; the table names those without a pair.

    \b
    Example:
      vnpolnlp evaluate gold/ corpora.annotated.jsonl
    """  # noqa: D301  # \b keeps the lines that follow as they are
    with _told():
        scores = evaluate_files(gold, predicted)
        _print_data(json.dumps(scores.to_dict(), ensure_ascii=False, indent=2) if as_json else scores.table())


@contextmanager
def _told() -> Iterator[None]:
    """Tells what the user can mend as a message and not as a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except VnpolnlpError as error:
        _say(f"vnpolnlp: {error}")
        raise typer.Exit(WRONG_CALL) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever reads standard output has read enough
        _say(f"vnpolnlp: cannot write to standard output: {error.strerror}")
        raise typer.Exit(WRONG_CALL) from error


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Ends a run that is told to terminate as Ctrl-C does: workers stopped, no half-written file left."""
    raise KeyboardInterrupt


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error if that is a terminal, otherwise none."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("documents"), _Speed(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("annotate", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.1f}/s")


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _print_data(text: str) -> None:
    typer.echo(f"{text}\n".encode(), nl=False)  # as bytes: UTF-8 whatever the locale
