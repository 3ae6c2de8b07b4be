"""What a run leaves when it ends early, and what the next one makes of it."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
import zstandard
from fake_stages import FailsOn, Fake, pipeline_of

import vnpolnlp
from vnpolnlp.corpus import outputs, runner
from vnpolnlp.corpus.files import lock
from vnpolnlp.corpus.records import read
from vnpolnlp.corpus.runner import annotate
from vnpolnlp.errors import OutputError
from vnpolnlp.pipeline import load

NLP = pipeline_of(fake=Fake())
COUNT = 12


class StopsOn(FailsOn):
    """Is told to end on documents that have a word in them."""

    def __call__(self, document):
        if self.word in document.text:
            raise KeyboardInterrupt
        return document


class Counts(Fake):
    """Notes what it is asked for."""

    seen: ClassVar[list[str]] = []

    def __call__(self, document):
        self.seen.append(document.id)
        return super().__call__(document)


COUNTING = pipeline_of(fake=Counts())


@pytest.fixture(autouse=True)
def _each_document_is_a_batch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", 1)
    Counts.seen.clear()
    write_rows(range(COUNT))


def write_rows(numbers, text="({} Đảng"):
    rows = [json.dumps({"id": f"r{n}", "text": text.format(n)}) for n in numbers]
    Path("rows.jsonl").write_text("".join(row + "\n" for row in rows), encoding="utf-8")


def stop_at(number: int, output: str = "out.jsonl", **options):
    with pytest.raises(KeyboardInterrupt) as stopped:
        annotate("rows.jsonl", output, pipeline=pipeline_of(stop=StopsOn(f"({number} "), fake=Fake()), **options)
    return str(stopped.value)


def whole(output: str = "whole.jsonl", **options) -> bytes:
    """The output of a run that nothing disturbs."""
    annotate("rows.jsonl", output, pipeline=NLP, **options)
    return Path(output).read_bytes()


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def manifest(output: str = "out.jsonl"):
    return json.loads(Path(f"{output}.manifest.json").read_bytes())


# A run that ends early


def test_a_run_told_to_end_keeps_what_was_done_and_says_so():
    assert "what was done is kept in out.jsonl.partial" in stop_at(7)
    assert names() == ["out.jsonl.partial", "rows.jsonl"]


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_the_next_run_does_the_rest_and_gives_the_same_bytes(ending):
    stop_at(7, f"out.{ending}")
    report = annotate("rows.jsonl", f"out.{ending}", pipeline=COUNTING)
    assert Counts.seen == [f"r{n}" for n in range(7, COUNT)]
    assert (report.documents, report.words, report.taken_over) == (COUNT, COUNT, 7)
    assert Path(f"out.{ending}").read_bytes() == whole(f"whole.{ending}")
    assert names() == sorted(
        ["rows.jsonl", *(f"{name}.{ending}{more}" for name in ("out", "whole") for more in ("", ".manifest.json"))]
    )


def test_a_run_may_end_early_again_and_again():
    for number in (2, 3, 9):
        stop_at(number)
    assert annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING).taken_over == 9
    assert Path("out.jsonl").read_bytes() == whole()


def test_a_run_that_only_failed_to_read_leaves_nothing_to_go_on_with():
    Path("rows.jsonl").write_text('broken\n{"id": "r", "text": "(0 x"}\n')
    stop_at(0)
    assert names() == ["rows.jsonl"]


def test_what_the_next_run_takes_over_is_said():
    stop_at(7)
    said = []
    annotate("rows.jsonl", "out.jsonl", pipeline=NLP, say=said.append)
    assert said == ["going on with out.jsonl.partial, which has 7 documents"]


def test_failures_are_taken_over_in_their_places():
    Path("rows.jsonl").write_text(Path("rows.jsonl").read_text().replace('"(3 \\u0110\\u1ea3ng"', "3"))
    nlp = pipeline_of(bad=FailsOn("(1"), fake=Fake())
    with pytest.raises(KeyboardInterrupt):
        annotate("rows.jsonl", "out.jsonl", pipeline=pipeline_of(stop=StopsOn("(9"), bad=FailsOn("(1"), fake=Fake()))
    report = annotate("rows.jsonl", "out.jsonl", pipeline=nlp)
    annotate("rows.jsonl", "whole.jsonl", pipeline=nlp)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    ledgers = [Path(f"{name}.jsonl.failures.jsonl").read_bytes() for name in ("out", "whole")]
    assert ledgers[0] == ledgers[1]
    assert [json.loads(line)["id"] for line in ledgers[0].splitlines()] == ["r1", "rows.jsonl:4", "r10", "r11"]
    assert (report.failures, report.taken_over) == (4, 8)


@pytest.mark.parametrize("cut", [1, 5, 40, 150, 10**6])
def test_a_broken_end_is_cut_off_and_done_again(cut):
    stop_at(7)
    partial = Path("out.jsonl.partial")
    data = partial.read_bytes()
    partial.write_bytes(data[: max(0, len(data) - cut)])
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert 5 <= len(Counts.seen) <= COUNT
    assert Path("out.jsonl").read_bytes() == whole()


def test_a_flipped_bit_is_found_and_what_comes_after_it_done_again():
    stop_at(7)
    data = bytearray(Path("out.jsonl.partial").read_bytes())
    data[len(data) // 2] ^= 1
    Path("out.jsonl.partial").write_bytes(data)
    said = []
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, say=said.append)
    assert "was cut off and is left out" in said[0]
    assert "r6" in Counts.seen
    assert Path("out.jsonl").read_bytes() == whole()


def test_documents_that_changed_came_or_went_are_told_apart_by_content_and_not_by_place():
    stop_at(9)
    write_rows([20, 8, 7, 6, 5, 4, 2, 1])
    Path("rows.jsonl").write_text(Path("rows.jsonl").read_text().replace("(5 ", "(5 mới "))
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert Counts.seen == ["r20", "r5"]
    assert Path("out.jsonl").read_bytes() == whole()


def test_the_same_text_with_another_id_or_meta_is_another_document():
    stop_at(9)
    rows = [json.loads(line) for line in Path("rows.jsonl").read_text().splitlines()]
    rows[1]["id"], rows[2]["day"] = "other", 1
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert Counts.seen == ["other", "r2", "r9", "r10", "r11"]


def test_another_pipeline_does_all_again_and_says_so():
    Path("dates.toml").write_text('[[stage]]\nname = "dates"\n')
    stop_at(7)
    said = []
    report = annotate("rows.jsonl", "out.jsonl", pipeline="dates.toml", say=said.append)
    assert report.taken_over == 0
    assert "another version or pipeline; what is in there is done again" in said[0]
    assert {document.made_by for document in read("out.jsonl")} == {load("dates.toml").made_by}


def test_a_file_of_that_name_that_is_something_else_is_kept():
    Path("out.jsonl.partial").write_text("my own")
    with pytest.raises(OutputError, match=r"out\.jsonl\.partial is not what a run left"):
        annotate("rows.jsonl", "out.jsonl", pipeline=NLP)
    Path("out.jsonl.partial").write_bytes(zstandard.compress(b'{"my": "own"}\n'))
    with pytest.raises(OutputError, match=r"out\.jsonl\.partial is not what a run left"):
        annotate("rows.jsonl", "out.jsonl", pipeline=NLP)
    assert names() == ["out.jsonl.partial", "rows.jsonl"]


def test_a_process_that_is_killed_loses_what_was_in_flight_only():
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from fake_stages import DiesOn, Fake, pipeline_of
from vnpolnlp.corpus import runner
runner.BATCH_CHARACTERS = 1
runner.annotate("rows.jsonl", "out.jsonl", pipeline=pipeline_of(die=DiesOn("(7"), fake=Fake()))
"""
    env = {**os.environ, "PYTHONPATH": str(Path(vnpolnlp.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 9
    assert names() == ["out.jsonl.partial", "rows.jsonl"]
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert Counts.seen == [f"r{n}" for n in range(7, COUNT)]
    assert Path("out.jsonl").read_bytes() == whole()


STEPS = ["writing", "Journal.finish", "open_ledger", "write_manifest", "Journal.close"]


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_ends_while_it_finishes_is_finished_by_the_next(monkeypatch, step):
    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    name, _, method = step.partition(".")
    modules = [module for module in (runner, outputs) if hasattr(module, name)]
    with monkeypatch.context() as patch:
        for module in modules:
            patch.setattr(getattr(module, name) if method else module, method or name, killed)
        nlp = pipeline_of(bad=FailsOn("(5"), fake=Fake())
        with pytest.raises(Killed):
            annotate("rows.jsonl", "out.jsonl", pipeline=nlp)
    annotate("rows.jsonl", "out.jsonl", pipeline=nlp)
    annotate("rows.jsonl", "whole.jsonl", pipeline=nlp)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert sorted(name for name in names() if name.startswith("out")) == [
        "out.jsonl", "out.jsonl.failures.jsonl", "out.jsonl.manifest.json",
    ]  # fmt: skip


# Two runs at once


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is another one there")
def test_a_second_run_on_the_same_output_is_refused_and_disturbs_nothing():
    stop_at(7)
    with open("out.jsonl.partial", "r+b") as file:
        assert lock(file)
        before = Path("out.jsonl.partial").read_bytes()
        with pytest.raises(OutputError, match=r"another run is at work on out\.jsonl"):
            annotate("rows.jsonl", "out.jsonl", pipeline=NLP)
        assert Path("out.jsonl.partial").read_bytes() == before
    assert annotate("rows.jsonl", "out.jsonl", pipeline=NLP).taken_over == 7


# A finished output


def test_a_finished_output_is_not_made_again():
    expected = whole("out.jsonl")
    before = os.stat("out.jsonl")
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert (Counts.seen, report.up_to_date, report.documents, report.words) == ([], True, COUNT, COUNT)
    assert "up to date is    out.jsonl" in report.summary()
    assert (Path("out.jsonl").read_bytes(), os.stat("out.jsonl").st_mtime_ns) == (expected, before.st_mtime_ns)
    assert names() == ["out.jsonl", "out.jsonl.manifest.json", "rows.jsonl"]


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_finished_output_is_brought_up_to_date(ending):
    whole(f"out.{ending}")
    write_rows([0, 1, 30, 2])
    Path("rows.jsonl").write_text(Path("rows.jsonl").read_text().replace("(1 ", "(1 mới "))
    report = annotate("rows.jsonl", f"out.{ending}", pipeline=COUNTING)
    assert (Counts.seen, report.taken_over, report.up_to_date) == (["r1", "r30"], 2, False)
    assert Path(f"out.{ending}").read_bytes() == whole(f"whole.{ending}")


def test_an_update_that_ends_early_is_gone_on_with_and_the_old_output_stands_until_then():
    old = whole("out.jsonl")
    write_rows(range(COUNT + 6))
    stop_at(COUNT + 3)
    assert Path("out.jsonl").read_bytes() == old
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert (Counts.seen, report.taken_over) == ([f"r{n}" for n in range(COUNT + 3, COUNT + 6)], COUNT + 3)
    assert Path("out.jsonl").read_bytes() == whole()


def test_an_output_with_records_of_inputs_that_are_not_given_is_kept():
    old = whole("out.jsonl")
    shutil.copy("rows.jsonl", "others.jsonl")
    with pytest.raises(OutputError, match=r"has records of inputs that are not given now \(rows\.jsonl\)"):
        annotate("others.jsonl", "out.jsonl", pipeline=NLP)
    assert Path("out.jsonl").read_bytes() == old
    assert annotate(["rows.jsonl", "others.jsonl"], "out.jsonl", pipeline=NLP).documents == 2 * COUNT


def test_an_output_made_from_standard_input_is_kept_as_that_may_be_another_one(monkeypatch):
    for text in ("(một", "(hai"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        if text == "(một":
            annotate("-", "out.jsonl", pipeline=NLP)
    with pytest.raises(OutputError, match="exists already"):
        annotate("-", "out.jsonl", pipeline=NLP)
    assert [document.text for document in read("out.jsonl")] == ["(một"]


def test_an_output_of_another_pipeline_is_kept():
    old = whole("out.jsonl")
    with pytest.raises(OutputError, match="was made by another version or pipeline"):
        annotate("rows.jsonl", "out.jsonl", pipeline="words")
    assert Path("out.jsonl").read_bytes() == old


@pytest.mark.parametrize("change", [lambda data: data[:-20], lambda data: data + b"\n", lambda data: b""])
def test_an_output_that_was_cut_off_or_changed_is_kept_and_made_anew_with_force(change):
    expected = whole("out.jsonl")
    Path("out.jsonl").write_bytes(change(expected))
    with pytest.raises(OutputError, match="is not as it was written"):
        annotate("rows.jsonl", "out.jsonl", pipeline=NLP)
    assert Path("out.jsonl").read_bytes() == change(expected)
    assert annotate("rows.jsonl", "out.jsonl", pipeline=NLP, force=True).taken_over == 0
    assert Path("out.jsonl").read_bytes() == expected


def test_force_makes_all_anew_but_goes_on_with_a_forced_run_that_ended_early():
    whole("out.jsonl")
    stop_at(7, force=True)
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, force=True)
    assert (len(Counts.seen), report.taken_over) == (COUNT - 7, 7)


def test_a_forced_run_that_ended_early_is_gone_on_with_without_force():
    Path("out.jsonl").write_text("old")
    stop_at(7, force=True)
    assert annotate("rows.jsonl", "out.jsonl", pipeline=NLP).taken_over == 7


def test_a_forced_run_with_another_pipeline_that_ended_early_is_gone_on_with_without_force():
    Path("dates.toml").write_text('[[stage]]\nname = "dates"\n')
    annotate("rows.jsonl", "out.jsonl", pipeline="dates.toml")
    stop_at(7, force=True)
    assert annotate("rows.jsonl", "out.jsonl", pipeline=NLP).taken_over == 7
    assert Path("out.jsonl").read_bytes() == whole()


def test_an_output_that_came_while_a_run_was_broken_off_is_kept():
    stop_at(7)
    Path("out.jsonl").write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        annotate("rows.jsonl", "out.jsonl", pipeline=NLP)
    assert Path("out.jsonl").read_text() == "mine"


# Failures tried again


def test_failures_are_tried_again_when_asked_for_and_all_else_is_taken_over():
    expected = whole()
    annotate("rows.jsonl", "out.jsonl", pipeline=pipeline_of(bad=FailsOn("(1"), fake=Fake()))
    assert annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING).failures == 3
    assert Counts.seen == []
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, retry_failed=True)
    assert Counts.seen == ["r1", "r10", "r11"]
    assert (report.failures, report.documents, report.ledger) == (0, COUNT, None)
    assert Path("out.jsonl").read_bytes() == expected
    assert not Path("out.jsonl.failures.jsonl").exists()


def test_failures_of_a_run_that_ended_early_are_tried_again_when_asked_for():
    with pytest.raises(KeyboardInterrupt):
        annotate("rows.jsonl", "out.jsonl", pipeline=pipeline_of(bad=FailsOn("(2"), stop=StopsOn("(4"), fake=Fake()))
    annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, retry_failed=True)
    assert Counts.seen == ["r2", *(f"r{n}" for n in range(4, COUNT))]
    assert Path("out.jsonl").read_bytes() == whole()


def test_what_fails_again_is_in_the_ledger_again():
    nlp = pipeline_of(bad=FailsOn("(2"), fake=Fake())
    annotate("rows.jsonl", "out.jsonl", pipeline=nlp)
    before = Path("out.jsonl.failures.jsonl").read_bytes()
    assert annotate("rows.jsonl", "out.jsonl", pipeline=nlp, retry_failed=True).failures == 1
    assert Path("out.jsonl.failures.jsonl").read_bytes() == before


def test_without_an_earlier_run_there_is_nothing_to_try_again():
    with pytest.raises(OutputError, match=r"there is no earlier run of out\.jsonl to try again"):
        annotate("rows.jsonl", "out.jsonl", pipeline=NLP, retry_failed=True)
    assert names() == ["rows.jsonl"]


def test_with_standard_output_there_is_nothing_to_try_again():
    with pytest.raises(OutputError, match="nothing of an earlier run is kept"):
        annotate("rows.jsonl", "-", pipeline=NLP, retry_failed=True)


@pytest.mark.parametrize("ending", ["", ".partial", ".failures.jsonl", ".manifest.json"])
def test_a_folder_where_a_file_must_go_is_said_before_anything_is_done(ending):
    Path(f"out.jsonl{ending}").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING)
    assert Counts.seen == []


# Limits


def test_a_document_that_is_too_long_is_a_failure_and_not_annotated():
    Path("rows.jsonl").write_text('{"id": "a", "text": "(abc"}\n{"id": "b", "text": "(abcd"}\n')
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, max_chars=4)
    assert Counts.seen == ["a"]
    (failure,) = report.first_failures
    assert (failure.id, failure.stage, failure.error) == ("b", "limits", "LimitError")
    assert failure.message == "5 characters, more than 4 (--max-chars); split it or raise the limit"


def test_a_raised_limit_annotates_what_was_too_long():
    Path("rows.jsonl").write_text('{"id": "a", "text": "(abc"}\n{"id": "b", "text": "(abcd"}\n')
    annotate("rows.jsonl", "out.jsonl", pipeline=NLP, max_chars=4)
    report = annotate("rows.jsonl", "out.jsonl", pipeline=COUNTING, max_chars=5)
    assert (Counts.seen, report.failures) == (["b"], 0)


# The manifest


def test_the_manifest_says_what_the_output_was_made_from_and_with():
    annotate("rows.jsonl", "out.jsonl", pipeline="words", max_chars=1000)
    made = manifest()
    assert made["schema"] == "vnpolnlp-manifest/1"
    assert made["output"] == digest_of("out.jsonl")
    assert [(file["name"], file["content"]) for file in made["files"]] == [("rows.jsonl", digest_of("rows.jsonl"))]
    assert made["made_by"]["config"] == load("words").made_by.config
    assert [stage["name"] for stage in made["stages"]] == [name for name, _ in load("words").plan]
    assert made["options"] == {
        "pipeline": "words", "engine": "local", "workers": 1, "max_chars": 1000, "time_budget": None,
        "encoding": None,
    }  # fmt: skip
    assert made["counts"]["documents"] == COUNT
    assert {"words.npz", "segmentation"} <= made["weights"].keys()
    assert len(made["lexicons"]) > 20
    assert made["versions"].keys() >= {"python", "numpy", "underthesea"}


def digest_of(path: str) -> dict[str, object]:
    data = Path(path).read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize("workers", [1, 2])
def test_with_standard_output_there_is_neither_journal_nor_manifest(capfdbinary, workers):
    annotate("rows.jsonl", "-", pipeline=NLP, workers=workers)
    assert capfdbinary.readouterr().out == whole()
    assert names() == ["rows.jsonl", "whole.jsonl", "whole.jsonl.manifest.json"]
