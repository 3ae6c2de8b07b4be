"""README and docs run: their Python, their commands, their pipelines, and the examples in their tables."""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

import vnpolnlp
from vnpolnlp.cli import app
from vnpolnlp.codec import check, decode
from vnpolnlp.document import LABELS, QUOTE_KINDS
from vnpolnlp.formats.registry import FORMATS
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.pipeline import pipeline_names
from vnpolnlp.stage import STAGES

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "docs/*/*.md", "benchmarks/*.md", "corpora/*.md")
    for page in ROOT.glob(pattern)
)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE_COMMAND = re.compile(r"`((?:make|vnpolnlp) [a-z][^`]*)`")
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


class Snippet(NamedTuple):
    """A fenced block of a page, and the line it begins on."""

    code: str
    line: int


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def snippets(page: str, language: str) -> Iterator[Snippet]:
    text = text_of(page)
    for fence in _FENCE.finditer(text):
        if fence[1] == language:
            yield Snippet(fence[2], text.count("\n", 0, fence.start(2)) + 1)


def pages_with(language: str) -> list[str]:
    return [page for page in PAGES if next(snippets(page, language), None)]


def shell_lines(page: str) -> list[str]:
    lines = (line for snippet in snippets(page, "sh") for line in snippet.code.splitlines())
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def nlp():
    return vnpolnlp.load()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with what a reader's checkout has in it, to write into."""
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    shutil.copytree(ROOT / "pipelines", tmp_path / "pipelines")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Python


@pytest.mark.parametrize("page", pages_with("python"))
@pytest.mark.usefixtures("checkout")
def test_the_python_of_a_page_runs_from_top_to_bottom(page):
    names: dict[str, object] = {"__name__": "docs"}
    for snippet in snippets(page, "python"):
        if ">>>" in snippet.code:
            test = doctest.DocTestParser().get_doctest(snippet.code, names, page, page, snippet.line - 1)
            report: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            runner.run(test, out=report.append, clear_globs=False)
            names.update(test.globs)
            assert not report, "".join(report)
        else:
            exec(compile("\n" * (snippet.line - 1) + snippet.code, page, "exec"), names)


# Commands


def check_vnpolnlp(words: list[str]) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert words[0] in commands, f"there is no command vnpolnlp {words[0]}"
    if len(words) > 1:
        commands[words[0]].make_context(words[0], words[1:])


def check_make(words: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(words) <= set(targets)


def check_python(words: list[str]) -> None:
    if words[0] == "-m":
        assert words[1] in ("pip", "pytest")
        return
    script = runpy.run_path(str(ROOT / words[0]))
    script["arguments"]().parse_args(words[1:])


CHECKS = {"vnpolnlp": check_vnpolnlp, "make": check_make, "python": check_python}


def commands_of(page: str) -> Iterator[list[str]]:
    for line in shell_lines(page):
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|>;&")
        lexer.whitespace_split = True
        command: list[str] = []
        for word in (*lexer, ";"):
            if word in ("|", ">", "&&", ";"):
                yield command
                command = []
                if word == ">":
                    break
            else:
                command.append(word)
    for found in _INLINE_COMMAND.finditer(text_of(page)):
        words = found[1].split()
        # In running text capitals stand for what the reader puts there.
        yield words[:2] if any(word.isupper() for word in words) else words


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_that_a_page_names_exist_and_take_its_options(page):
    for first, *words in filter(None, commands_of(page)):
        if first in CHECKS:
            CHECKS[first](words)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    "page",
    [
        page
        for page in pages_with("sh")
        if "vnpolnlp " in "".join(shell_lines(page))
        and not page.startswith("docs/formats/")  # these need a run, and extras
    ],
)
def test_the_shell_of_a_page_runs_from_top_to_bottom(page, checkout):
    """All of it but what sets up a checkout, which is what these tests run in."""
    lines = [line for line in shell_lines(page) if line.split()[0] not in ("make", "python", "git")]
    folder = sysconfig.get_path("scripts")
    if not Path(folder, "vnpolnlp").exists():
        pytest.skip("the command is not installed")
    script = "\n".join(("set -euo pipefail", f"PATH={shlex.quote(folder)}:$PATH", *lines))
    done = subprocess.run(["bash", "-c", script], cwd=checkout, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_readme_opens_with_a_result_and_the_two_commands():
    first_screen = text_of("README.md").split("\n## ")[0]
    assert "RESOLUTION Nghị quyết số 21-NQ/TW" in first_screen
    assert "make annotate" in first_screen
    assert "make test" in first_screen


# Pipelines, records, tables, links


@pytest.mark.parametrize("page", pages_with("toml"))
@pytest.mark.usefixtures("checkout")
def test_the_pipelines_of_a_page_load(page):
    for snippet in snippets(page, "toml"):
        Path("mine.toml").write_text(snippet.code, encoding="utf-8")
        assert vnpolnlp.load("mine.toml")("Nghị quyết số 21-NQ/TW").made_by


@pytest.mark.parametrize("page", pages_with("json"))
def test_the_records_of_a_page_are_what_the_pipeline_writes(page, nlp):
    for snippet in snippets(page, "json"):
        document = decode(snippet.code)
        assert check(document) == []
        written = nlp(document.text, id=document.id, meta=document.meta).to_dict()
        assert {**json.loads(snippet.code), "made_by": None} == {**written, "made_by": None}


def examples() -> dict[str, str]:
    """The last example of each label and kind in the tables of README."""
    rows = re.findall(r"^\| `(\w+)` \|.*?\| ([^|]*\*\*[^|]*) \|", text_of("README.md"), re.MULTILINE)
    return dict(rows)


def test_readme_has_an_example_of_each_label_and_kind():
    assert examples().keys() == {*LABELS, *QUOTE_KINDS}


@pytest.mark.parametrize("name", [*LABELS, *QUOTE_KINDS])
def test_the_example_of_a_label_or_kind_is_found(name, nlp):
    before, marked, after = examples()[name].split("**")
    document = nlp(before + marked + after)
    found = [(e.label, e.start, e.end) for e in document.entities] + [(q.kind, q.start, q.end) for q in document.quotes]
    assert (name, len(before), len(before) + len(marked)) in found


@pytest.mark.parametrize("name", pipeline_names())
def test_readme_names_every_pipeline(name):
    assert f"| `{name}` |" in text_of("README.md")


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_of_formats_names_every_format(name):
    assert f"`{name}`" in text_of("docs/formats/README.md")


@pytest.mark.parametrize("name", STAGES)
def test_how_it_works_names_every_stage(name):
    assert f"`{name}`" in text_of("docs/how-it-works.md")


LEXICONS = sorted(file.stem for file in (ROOT / "src/vnpolnlp/lexicons").glob("*.tsv"))


@pytest.mark.parametrize("name", LEXICONS)
def test_the_page_of_lexicons_names_every_lexicon_and_its_columns(name):
    columns = read_lexicon(name)[0].columns
    row = next(line for line in text_of("docs/lexicons.md").splitlines() if line.startswith(f"| `{name}` |"))
    named = re.findall(r"`([a-z_]+)`", row.split("|")[2])
    assert named == [column for column in columns if column != "source"]


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_somewhere(page):
    broken = [link for link in _LINK.findall(text_of(page)) if not (ROOT / page).parent.joinpath(link).exists()]
    assert broken == []
