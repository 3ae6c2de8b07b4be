import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import vnpolnlp
from vnpolnlp.cli import app
from vnpolnlp.codec import schema
from vnpolnlp.corpus.records import read
from vnpolnlp.version import __version__

TEXT = "Nghị quyết ngày 16/6/2022 của Đảng.\r\n"


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("small.toml").write_text('[[stage]]\nname = "dates"\n')
    Path("corpora").mkdir()
    Path("corpora/a.txt").write_text(TEXT, encoding="utf-8", newline="")


def call(*args: str):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def run(*args: str, stdin: bytes = b"", **env: str):
    """The command in a process of its own."""
    command = [sys.executable, "-m", "vnpolnlp", *args]
    env = {**os.environ, "PYTHONPATH": str(Path(vnpolnlp.__file__).parents[1]), **env}
    return subprocess.run(command, input=stdin, capture_output=True, env=env, check=False)


# annotate


def test_annotate_writes_and_tells_where():
    result = call("annotate", "corpora/", "--pipeline", "small.toml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "entities         1 (DATE 1)" in result.stderr
    assert "failures         0" in result.stderr
    assert "written to       corpora.annotated.jsonl" in result.stderr
    assert [document.text for document in read("corpora.annotated.jsonl")] == [TEXT]


def test_annotate_takes_several_inputs_and_an_output():
    Path("rows.csv").write_text("id,text\nr1,Một\n", encoding="utf-8")
    result = call("annotate", "corpora", "rows.csv", "-o", "all.jsonl.gz", "--pipeline", "small.toml")
    assert result.exit_code == 0
    assert [document.id for document in read("all.jsonl.gz")] == ["a.txt", "r1"]


def test_annotate_reads_standard_input_and_writes_standard_output():
    result = run("annotate", "-", "-o", "-", "--pipeline", "small.toml", stdin=TEXT.encode())
    assert result.returncode == 0
    record = json.loads(result.stdout)
    assert (record["id"], record["text"]) == ("stdin", TEXT)
    assert b"documents        1" in result.stderr
    assert sorted(os.listdir()) == ["corpora", "small.toml"]


def test_annotate_reads_what_it_is_told_the_encoding_of():
    Path("a.txt").write_bytes(b"nga\xf8y 16/6/2022 \xd1a\xfbng")
    result = call("annotate", "a.txt", "--encoding", "vni", "--pipeline", "small.toml")
    assert result.exit_code == 0
    (document,) = read("a.annotated.jsonl")
    assert (document.text, document.meta) == ("ngày 16/6/2022 Đảng", {"encoding": "vni"})


def test_annotate_refuses_an_encoding_nobody_knows():
    result = call("annotate", "corpora", "--encoding", "klingon", "--pipeline", "small.toml")
    assert result.exit_code == 2
    assert "no text encoding is called 'klingon'" in result.stderr
    assert not Path("corpora.annotated.jsonl").exists()


def test_annotate_with_two_workers_gives_the_same_bytes():
    Path("rows.jsonl").write_text("".join(json.dumps({"text": f"ngày {n}/6/2022"}) + "\n" for n in range(1, 29)))
    results = [
        run("annotate", "rows.jsonl", "-o", "-", "--pipeline", "small.toml", "--workers", workers) for workers in "12"
    ]
    assert [result.returncode for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    assert results[0].stdout.count(b"\n") == 28


def test_annotate_writes_utf8_whatever_the_locale():
    result = run("annotate", "corpora", "-o", "-", "--pipeline", "small.toml", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "Đảng".encode() in result.stdout


def test_annotate_shows_no_bar_where_there_is_no_terminal():
    result = run("annotate", "corpora", "--pipeline", "small.toml")
    assert result.returncode == 0
    assert b"\x1b" not in result.stderr
    assert b"\r" not in result.stderr


def test_annotate_exits_1_when_a_document_failed_and_says_which():
    Path("corpora/bad.txt").write_bytes(b"\xff")
    result = run("annotate", "corpora", "--pipeline", "small.toml")
    assert result.returncode == 1
    assert b"failures         1, listed in corpora.annotated.jsonl.failures.jsonl" in result.stderr
    assert b"bad.txt (read): corpora/bad.txt: not UTF-8" in result.stderr
    assert len(list(read("corpora.annotated.jsonl"))) == 1


WRONG_CALLS = {
    "missing input": (["annotate", "none"], "there is no file or folder none"),
    "empty pattern": (["annotate", "none*"], "nothing fits the pattern none*"),
    "no input": (["annotate"], "Missing argument"),
    "unknown pipeline": (["annotate", "corpora", "--pipeline", "none"], "no pipeline is named 'none'"),
    "missing pipeline file": (["annotate", "corpora", "--pipeline", "none.toml"], "no pipeline file none.toml"),
    "broken pipeline file": (["annotate", "corpora", "--pipeline", "broken.toml"], "not a TOML file"),
    "missing folder": (["annotate", "corpora", "-o", "none/out.jsonl"], "there is no folder none; make it first"),
    "existing output": (["annotate", "corpora", "-o", "small.toml"], "small.toml exists already"),
    "folder as output": (["annotate", "corpora", "-o", "."], "is a folder"),
    "no workers": (["annotate", "corpora", "--workers", "0"], "--workers"),
    "words as workers": (["annotate", "corpora", "--workers", "two"], "--workers"),
    "no time": (["annotate", "corpora", "--time-budget", "0"], "0.0 time_budget cannot do anything"),
    "no characters": (["annotate", "corpora", "--max-chars", "0"], "--max-chars"),
    "unknown engine": (["annotate", "corpora", "--engine", "ray"], "no engine is named 'ray'"),
    "nothing to retry": (["annotate", "corpora", "--retry-failed"], "there is no earlier run of corpora.annotated"),
    "unknown option": (["annotate", "corpora", "--fast"], "--fast"),
    "unknown command": (["anotate"], "anotate"),
    "verify without a file": (["verify"], "Missing argument"),
    "verify a missing file": (["verify", "none.jsonl"], "cannot read none.jsonl: no such file or directory"),
    "evaluate missing gold": (["evaluate", "none", "none.jsonl"], "none: no such file or folder"),
    "agreement of one": (["agreement", "corpora"], "agreement is between annotators"),
}


@pytest.mark.parametrize(("args", "message"), WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
def test_a_wrong_call_exits_2_with_a_message_and_does_nothing(args, message):
    Path("broken.toml").write_text("[[stage")
    before = sorted(os.listdir())
    result = call(*(args if "--pipeline" in args or args[0] != "annotate" else [*args, "--pipeline", "small.toml"]))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(os.listdir()) == before


def test_an_existing_output_is_replaced_with_force():
    Path("corpora.annotated.jsonl").write_text("old")
    assert call("annotate", "corpora", "--force", "--pipeline", "small.toml").exit_code == 0
    assert len(list(read("corpora.annotated.jsonl"))) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_an_output_that_cannot_be_written_exits_2():
    Path("shut").mkdir(mode=0o500)
    result = call("annotate", "corpora", "-o", "shut/out.jsonl", "--pipeline", "small.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot write shut/out.jsonl.partial: permission denied" in result.stderr


def test_annotate_notes_documents_beyond_its_limits_and_tries_them_again_when_asked():
    Path("corpora/b.txt").write_text("ngày 1/6/2022" + " x" * 100)
    result = call("annotate", "corpora", "--pipeline", "small.toml", "--max-chars", "100")
    assert result.exit_code == 1
    assert "b.txt (limits): 213 characters, more than 100 (--max-chars)" in result.stderr
    assert call("annotate", "corpora", "--pipeline", "small.toml", "--max-chars", "100").exit_code == 1
    result = call("annotate", "corpora", "--pipeline", "small.toml", "--retry-failed")
    assert result.exit_code == 0
    assert "taken over       1 of an earlier run" in result.stderr
    assert [document.id for document in read("corpora.annotated.jsonl")] == ["a.txt", "b.txt"]


def test_annotate_does_nothing_on_an_output_that_is_up_to_date():
    assert call("annotate", "corpora", "--pipeline", "small.toml").exit_code == 0
    result = call("annotate", "corpora", "--pipeline", "small.toml")
    assert result.exit_code == 0
    assert "up to date is    corpora.annotated.jsonl" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="sends signals as POSIX does")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_annotate_told_to_stop_exits_130_and_is_gone_on_with_by_the_same_command(number):
    with open("rows.jsonl", "w") as file:
        file.writelines(f'{{"text": "ngày 16/6/2022, {n}{" x" * 200}"}}\n' for n in range(3000))
    command = [sys.executable, "-m", "vnpolnlp", "annotate", "rows.jsonl", "--pipeline", "small.toml"]
    env = {**os.environ, "PYTHONPATH": str(Path(vnpolnlp.__file__).parents[1])}
    partial = Path("rows.annotated.jsonl.partial")
    # Where the tests run in the background, a shell has told them to ignore Ctrl-C, and what they start inherits that.
    hear = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, preexec_fn=hear) as process:
        while process.poll() is None and not (partial.exists() and partial.stat().st_size > 1000):
            time.sleep(0.01)
        process.send_signal(number)
        said = process.stderr.read()
    assert process.returncode == 130
    assert said == (
        "vnpolnlp: stopped; what was done is kept in rows.annotated.jsonl.partial; the same command goes on with it\n"
    )
    result = run(*command[3:])
    assert result.returncode == 0
    assert b"going on with rows.annotated.jsonl.partial" in result.stderr
    assert len(list(read("rows.annotated.jsonl"))) == 3000


# verify


def test_verify_accepts_what_annotate_wrote():
    call("annotate", "corpora", "--pipeline", "small.toml")
    result = call("verify", "corpora.annotated.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "corpora.annotated.jsonl is good" in result.stderr


def test_verify_names_line_document_and_fault_and_exits_1():
    call("annotate", "corpora", "--pipeline", "small.toml")
    good = Path("corpora.annotated.jsonl").read_text(encoding="utf-8")
    bad = good.replace('"a.txt"', '"b.txt"').replace('"text":"ngày 16/6/2022"', '"text":"x"')
    Path("in.jsonl").write_text(f"{good}broken\n{bad}", encoding="utf-8", newline="")
    result = call("verify", "in.jsonl")
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first.startswith("in.jsonl:2: (no id): JSON is malformed")
    assert second.startswith("in.jsonl:3: b.txt: entities[0] at 11:25: its text is 'x' but")
    assert "2 problems in in.jsonl" in result.stderr


# schema, evaluate, help


def test_schema_prints_the_json_schema_that_records_keep():
    result = run("schema", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert json.loads(result.stdout) == schema()
    call("annotate", "corpora", "--pipeline", "small.toml")
    jsonschema.validate(json.loads(Path("corpora.annotated.jsonl").read_bytes()), json.loads(result.stdout))


def test_evaluate_prints_a_table_or_json():
    call("annotate", "corpora", "--pipeline", "small.toml")
    both = ["corpora.annotated.jsonl", "corpora.annotated.jsonl"]
    table, numbers = call("evaluate", *both), call("evaluate", *both, "--json")
    assert (table.exit_code, numbers.exit_code) == (0, 0)
    assert "DATE" in table.stdout
    assert isinstance(json.loads(numbers.stdout), dict)


def test_evaluate_compares_two_systems_as_csv_and_writes_a_report():
    call("annotate", "corpora", "--pipeline", "small.toml")
    same = ["corpora.annotated.jsonl"] * 3
    result = call("evaluate", *same, "--csv", "--samples", "50", "--seed", "7", "--html", "report.html")
    assert (result.exit_code, result.stderr) == (0, "report: report.html\n")
    assert result.stdout.startswith("system,group,measure,precision,recall,f1,f1_low,f1_high,right,predicted,gold\n")
    assert '"seed":7' in Path("report.html").read_text(encoding="utf-8")
    again = call("evaluate", *same, "--html", "report.html")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "report.html exists already" in again.stderr


def test_evaluate_takes_one_form_of_output():
    result = call("evaluate", "a", "b", "--json", "--csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "choose one of --json and --csv" in result.stderr


def test_agreement_prints_a_table_or_json():
    call("annotate", "corpora", "--pipeline", "small.toml")
    both = ["corpora.annotated.jsonl", "corpora.annotated.jsonl"]
    table, numbers = call("agreement", *both), call("agreement", *both, "--json")
    assert (table.exit_code, numbers.exit_code) == (0, 0)
    assert "A and B" in table.stdout
    assert json.loads(numbers.stdout)["annotators"] == ["corpora.annotated.jsonl", "corpora.annotated.jsonl (2)"]


def test_version_is_data():
    result = call("--version")
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize("command", ["annotate", "verify", "schema", "evaluate", "agreement"])
def test_help_has_an_example_line_for_each_command(command):
    result = call(command, "--help")
    assert result.exit_code == 0
    assert f"    vnpolnlp {command}" in result.stdout
    assert "\b" not in result.stdout


def test_help_lists_the_commands():
    result = call("--help")
    assert all(f"  {command}" in result.stdout for command in ("annotate", "verify", "schema", "evaluate", "agreement"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [["schema"], ["annotate", "corpora", "-o", "-"]], ids=["schema", "annotate"])
def test_a_full_standard_output_is_a_message_and_no_traceback(command):
    with open("/dev/full", "wb") as full:
        ran = subprocess.run([sys.executable, "-m", "vnpolnlp", *command], stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 2
    assert b"cannot write to standard output" in ran.stderr
    assert b"Traceback" not in ran.stderr
