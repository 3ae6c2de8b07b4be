"""The commands export and import: what they print, and how they end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import vnpolnlp
from vnpolnlp.cli import app
from vnpolnlp.document import Document, Entity, Term

TEXT = "Bí thư Tỉnh ủy nói về đổi mới."
DOCUMENT = Document(
    TEXT,
    id="a.txt",
    entities=(Entity("e1", 0, 6, "ROLE", "Bí thư", {}, "x"), Entity("e2", 7, 14, "ORG", "Tỉnh ủy", {}, "x")),
    terms=(Term(22, 29, "doi-moi", False),),
)


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    vnpolnlp.write([DOCUMENT], "in.jsonl")


def call(*args: str):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_export_says_what_it_wrote_and_what_it_dropped():
    result = call("export", "inline", "in.jsonl", "-o", "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "documents   1 in" in result.stderr
    assert "dropped     1 terms: the markup has no place for it" in result.stderr
    assert "written to  out" in result.stderr
    assert Path("out/a.xml").read_text(encoding="utf-8") == "<ROLE>Bí thư</ROLE> <ORG>Tỉnh ủy</ORG> nói về đổi mới."


def test_import_prints_the_changes_and_writes_gold_that_evaluate_takes():
    call("export", "inline", "in.jsonl", "-o", "out")
    Path("out/a.xml").write_text("<PER>Bí thư</PER> <ORG>Tỉnh ủy</ORG> nói về đổi mới.", encoding="utf-8")
    result = call("import", "inline", "out", "-o", "gold.jsonl", "--against", "in.jsonl")
    assert (result.exit_code, result.stdout) == (0, "a.txt\t0\t6\trelabelled\tROLE\tROLE\tPER\n")
    assert "changes     relabelled 1" in result.stderr
    (gold,) = vnpolnlp.read("gold.jsonl")
    assert (gold.terms, gold.entities[1]) == (DOCUMENT.terms, DOCUMENT.entities[1])
    assert "PER" in call("evaluate", "gold.jsonl", "in.jsonl").stdout


def test_import_without_the_original_says_what_the_files_have():
    call("export", "inline", "in.jsonl", "-o", "out")
    assert call("import", "inline", "out", "-o", "back.jsonl").exit_code == 0
    (back,) = vnpolnlp.read("back.jsonl")
    assert [(one.label, one.by) for one in back.entities] == [("ROLE", "gold"), ("ORG", "gold")]


def test_import_exits_1_when_something_was_left_out_and_keeps_the_rest():
    vnpolnlp.write([DOCUMENT, replace(DOCUMENT, id="b.txt")], "two.jsonl")
    call("export", "inline", "two.jsonl", "-o", "out")
    Path("out/b.xml").write_text("<ROLE>Bí thư", encoding="utf-8")
    result = call("import", "inline", "out", "-o", "gold.jsonl", "--against", "two.jsonl")
    assert result.exit_code == 1
    assert "failures    1, listed in gold.jsonl.failures.jsonl" in result.stderr
    assert "b.txt: b.xml: line 1, column 1: <ROLE> is never closed" in result.stderr
    assert [one.id for one in vnpolnlp.read("gold.jsonl")] == ["a.txt"]


WRONG_CALLS = {
    "unknown format": (
        ["export", "word", "in.jsonl", "-o", "out"],
        "no format is called 'word'; formats are label-studio",
    ),
    "missing input": (["export", "inline", "none.jsonl", "-o", "out"], "cannot read none.jsonl"),
    "no records": (["export", "inline", "broken.jsonl", "-o", "out"], "broken.jsonl:1"),
    "missing folder": (["export", "inline", "in.jsonl", "-o", "no/out"], "there is no folder no; make it first"),
    "folder that is not empty": (["export", "inline", "in.jsonl", "-o", "full"], "full exists already"),
    "file for a folder": (["export", "inline", "in.jsonl", "-o", "in.jsonl"], "in.jsonl is a file"),
    "strict": (["export", "inline", "in.jsonl", "-o", "out", "--strict"], "it would be without 1 terms"),
    "no characters": (["export", "inline", "in.jsonl", "-o", "out", "--max-chars", "0"], "--max-chars"),
    "no way back": (["import", "text", "full", "-o", "out.jsonl"], "the format text has no way back"),
    "import of nothing": (["import", "inline", "none", "-o", "out.jsonl"], "there is no file or folder none"),
    "import of an empty folder": (["import", "inline", "empty", "-o", "out.jsonl"], "no .xml file"),
    "unknown rule": (["import", "inline", "full", "-o", "out.jsonl", "--merge", "best"], "--merge"),
    "existing records": (["import", "inline", "full", "-o", "in.jsonl"], "in.jsonl exists already"),
    "missing original": (
        ["import", "inline", "full", "-o", "out.jsonl", "--against", "no.jsonl"],
        "cannot read no.jsonl",
    ),
}


@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_wrong_call_exits_2_with_a_message_and_does_nothing(case, tmp_path):
    Path("broken.jsonl").write_text("{\n")
    Path("empty").mkdir()
    Path("full").mkdir()
    Path("full/a.xml").write_text("Đảng", encoding="utf-8")
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    args, message = WRONG_CALLS[case]
    result = call(*args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("id", ["../../x", "/etc/x", "a/../../b", "C:\\x", "con"])
@pytest.mark.parametrize(("name", "folder"), [("inline", "out"), ("text", "out/texts")])
def test_no_id_leads_out_of_the_folder(name, folder, id):
    vnpolnlp.write([replace(DOCUMENT, id=id)], "odd.jsonl")
    vnpolnlp.export(name, "odd.jsonl", "out")
    assert {path.parent.as_posix() for path in Path().rglob("*") if path.suffix in (".xml", ".txt")} == {folder}
