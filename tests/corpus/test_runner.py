import gzip
import json
import sys
from pathlib import Path

import pytest
from fake_stages import BreaksRecord, DiesOn, FailsInBatches, FailsOn, FailsTogether, Fake, pipeline_of

from vnpolnlp.codec import encode
from vnpolnlp.corpus import runner
from vnpolnlp.corpus.records import read, verify
from vnpolnlp.corpus.runner import annotate, default_output
from vnpolnlp.errors import ConfigError, InputError, OutputError, VnpolnlpError
from vnpolnlp.pipeline import Pipeline, load
from vnpolnlp.stages.dates import Dates

NLP = pipeline_of(fake=Fake())


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpora"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"({name} Đảng\r\n", encoding="utf-8", newline="")
    return Path("corpora")


def rows(count: int) -> Path:
    path = Path("rows.jsonl")
    path.write_text("".join(json.dumps({"text": f"({n} {'x' * (n % 50)}"}) + "\n" for n in range(count)))
    return path


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


# What a run does


def test_a_run_writes_a_record_a_document_and_reports(corpus):
    report = annotate([corpus], pipeline=NLP)
    documents = list(read("corpora.annotated.jsonl"))
    assert [(d.id, d.text) for d in documents] == [(f"{n}.txt", f"({n} Đảng\r\n") for n in "abc"]
    assert documents[0].made_by == NLP.made_by
    assert names() == ["corpora", "corpora.annotated.jsonl", "corpora.annotated.jsonl.manifest.json"]
    assert (report.documents, report.failures, report.words) == (3, 0, 3)
    assert report.entities == {
        "PER": 0, "LOC": 0, "ORG": 3, "RESOLUTION": 0, "DOCUMENT": 0, "ROLE": 0, "EVENT": 0, "DATE": 0,
    }  # fmt: skip
    assert (report.quotes, report.political_quotes, report.political_terms) == (3, 3, 3)
    assert (report.output, report.ledger, report.first_failures) == (Path("corpora.annotated.jsonl"), None, ())
    assert report.seconds > 0


def test_the_record_is_what_the_pipeline_makes(corpus):
    annotate(corpus, "out.jsonl", pipeline=NLP)
    document = next(read("out.jsonl"))
    assert document == NLP(document.text, id=document.id)


def test_what_is_written_can_be_annotated_again(corpus):
    annotate(corpus, "one.jsonl", pipeline=NLP)
    annotate("one.jsonl", "two.jsonl", pipeline=NLP)
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()


def test_a_compressed_output_has_the_same_records(corpus):
    annotate(corpus, "out.jsonl", pipeline=NLP)
    annotate(corpus, "out.jsonl.gz", pipeline=NLP)
    assert gzip.decompress(Path("out.jsonl.gz").read_bytes()) == Path("out.jsonl").read_bytes()


def test_records_go_to_standard_output(corpus, capfdbinary):
    report = annotate(corpus, "-", pipeline=NLP)
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a.txt", "b.txt", "c.txt"]
    assert report.output is None
    assert names() == ["corpora"]


def test_progress_tells_how_many_of_how_many(corpus):
    calls = []
    annotate([corpus, rows(2)], pipeline=NLP, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_the_summary_tells_numbers_failures_and_places(corpus):
    (corpus / "bad.txt").write_bytes(b"\xff")
    summary = annotate(corpus, pipeline=NLP).summary()
    assert "documents        3 in " in summary
    assert "entities         3 (ORG 3)" in summary
    assert "quotes           3 (3 political)" in summary
    assert "failures         1, listed in corpora.annotated.jsonl.failures.jsonl" in summary
    assert "bad.txt (read): corpora/bad.txt: not UTF-8" in summary
    assert "written to       corpora.annotated.jsonl" in summary


def test_the_summary_names_a_few_failures_only(corpus):
    Path("bad.jsonl").write_text("{}\n" * 20)
    assert "and 15 more" in annotate("bad.jsonl", pipeline=NLP).summary()


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("corpora/", "corpora"), ("./corpora", "corpora"), ("corpora/a.txt", "a"), ("x/b.jsonl.gz", "b"),
        ("c.csv", "c"), ("-", "stdin"), ("corpora/*.txt", "corpora"), ("corpora/**/*.txt", "corpora"), ("v1.2", "v1.2"),
        ("d.png", "d.png"), ("e.tar.gz", "e"), ("f.html.zst", "f"),
    ],
)  # fmt: skip
def test_the_default_output_is_named_after_the_first_input(corpus, first, expected):
    assert default_output(first) == Path(f"{expected}.annotated.jsonl")


@pytest.mark.parametrize("first", [".", "*.txt", "corpora/.."])
def test_the_default_output_of_the_current_folder_has_its_name(corpus, tmp_path, first):
    assert default_output(first) == Path(f"{tmp_path.name}.annotated.jsonl")


# Failures


def ledger() -> list[dict[str, str]]:
    return [json.loads(line) for line in Path("out.jsonl.failures.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_stage_that_fails_costs_one_document(corpus):
    report = annotate(corpus, "out.jsonl", pipeline=pipeline_of(fake=Fake(), bad=FailsOn("b ")))
    assert [document.id for document in read("out.jsonl")] == ["a.txt", "c.txt"]
    assert ledger() == [
        {
            "id": "b.txt", "source": "corpora/b.txt", "stage": "bad", "error": "ZeroDivisionError", "message": "met b ",
            "offset": None,
        }
    ]  # fmt: skip
    assert (report.documents, report.failures, report.ledger) == (2, 1, Path("out.jsonl.failures.jsonl"))


@pytest.mark.parametrize("limit", [1, 30, 10**6])
@pytest.mark.parametrize("stage", [FailsOn("(7"), FailsInBatches("(7")], ids=["alone", "in batches"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_fails_in_a_batch_fails_alone_and_all_others_are_written_in_order(
    monkeypatch, stage, limit, workers
):
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", limit)
    nlp = pipeline_of(fake=Fake(), culprit=stage, dates=Dates())
    report = annotate(rows(20), "out.jsonl", pipeline=nlp, workers=workers)
    assert [document.id for document in read("out.jsonl")] == [f"rows.jsonl:{n}" for n in range(1, 21) if n != 8]
    assert [(f["id"], f["stage"], f["message"]) for f in ledger()] == [("rows.jsonl:8", "culprit", "met (7")]
    assert (report.documents, report.failures) == (19, 1)
    assert [document.made_by for document in read("out.jsonl")] == [nlp.made_by] * 19


def test_several_documents_that_fail_in_a_batch_are_each_told_with_their_stage():
    nlp = pipeline_of(first=FailsOn("(3"), fake=Fake(), second=FailsInBatches("(1"))
    annotate(rows(20), "out.jsonl", pipeline=nlp)
    expected = [(2, "second"), (4, "first"), *((n, "second") for n in range(11, 21))]
    assert [(f["id"], f["stage"]) for f in ledger()] == [(f"rows.jsonl:{n}", stage) for n, stage in expected]
    assert len(list(read("out.jsonl"))) == 8


def test_what_fails_for_a_batch_only_costs_no_document(corpus):
    report = annotate(corpus, "out.jsonl", pipeline=pipeline_of(fake=Fake(), bad=FailsTogether("")))
    assert (report.documents, report.failures) == (3, 0)


def test_what_could_not_be_read_keeps_its_place_in_a_batch_that_fails(corpus):
    (corpus / "bb.jsonl").write_text('{"text": 1}\n{"text": "x y"}\nbroken\n')
    annotate(corpus, "out.jsonl", pipeline=pipeline_of(fake=Fake(), bad=FailsInBatches("(c ")))
    assert [document.id for document in read("out.jsonl")] == ["a.txt", "b.txt", "bb.jsonl:2"]
    assert [(f["id"], f["stage"]) for f in ledger()] == [
        ("bb.jsonl:1", "read"),
        ("bb.jsonl:3", "read"),
        ("c.txt", "bad"),
    ]


@pytest.mark.parametrize("limit", [1, 100, 10**6])
def test_the_records_do_not_depend_on_the_batches(monkeypatch, limit):
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", limit)
    texts = ["Đảng bộ tỉnh họp.", "?", "ĐẢNG BỘ", "\u0301", "Tỉnh ủy\r\nhọp."] * 3
    Path("texts.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    nlp = load("words")
    assert annotate("texts.jsonl", "out.jsonl", pipeline=nlp).failures == 0
    expected = [encode(nlp(text, id=f"texts.jsonl:{number}")) for number, text in enumerate(texts, start=1)]
    assert Path("out.jsonl").read_bytes().splitlines() == expected


def test_a_record_that_breaks_an_invariant_is_a_failure(corpus):
    annotate(corpus, "out.jsonl", pipeline=pipeline_of(bad=BreaksRecord()))
    assert list(read("out.jsonl")) == []
    assert {(f["stage"], f["error"]) for f in ledger()} == {("record", "RecordError")}
    assert "its text is 'other' but the document has '(a'" in ledger()[0]["message"]


def test_what_cannot_be_read_is_in_the_ledger_in_its_place(corpus):
    (corpus / "b.txt").write_bytes(b"\0")
    (corpus / "d.jsonl").write_text('{"text": 1}\n{"text": "x"}\nbroken\n')
    report = annotate(corpus, "out.jsonl", pipeline=NLP)
    assert [(f["id"], f["stage"]) for f in ledger()] == [
        ("b.txt", "read"),
        ("d.jsonl:1", "read"),
        ("d.jsonl:3", "read"),
    ]
    assert (report.documents, report.failures) == (3, 3)


def test_a_ledger_of_an_earlier_run_goes_with_its_output(corpus):
    Path("out.jsonl.failures.jsonl").write_text("stale")
    annotate(corpus, "out.jsonl", pipeline=NLP, force=True)
    assert names() == ["corpora", "out.jsonl", "out.jsonl.manifest.json"]


def test_a_ledger_is_not_replaced_unasked(corpus):
    Path("out.jsonl.failures.jsonl").write_text("kept")
    with pytest.raises(OutputError, match=r"out\.jsonl\.failures\.jsonl exists already"):
        annotate(corpus, "out.jsonl", pipeline=NLP)
    assert Path("out.jsonl.failures.jsonl").read_text() == "kept"


def test_with_standard_output_a_ledger_of_another_run_stays(corpus, capfdbinary):
    Path("corpora.annotated.jsonl.failures.jsonl").write_text("kept")
    annotate(corpus, "-", pipeline=NLP)
    assert Path("corpora.annotated.jsonl.failures.jsonl").read_text() == "kept"


def test_with_standard_output_the_ledger_is_where_it_would_be_without(corpus, capfdbinary):
    (corpus / "b.txt").write_bytes(b"\0")
    report = annotate(corpus, "-", pipeline=NLP)
    assert report.ledger == Path("corpora.annotated.jsonl.failures.jsonl")
    assert names() == ["corpora", "corpora.annotated.jsonl.failures.jsonl"]


class Interrupted(Fake):
    def __call__(self, document):
        raise KeyboardInterrupt


def test_a_run_that_is_interrupted_leaves_nothing(corpus):
    with pytest.raises(KeyboardInterrupt):
        annotate(corpus, "out.jsonl", pipeline=pipeline_of(bad=Interrupted()))
    assert names() == ["corpora"]


# Wrong calls


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: annotate([], pipeline=NLP), InputError, "no input is given"),
        (lambda: annotate(["none"], pipeline=NLP), InputError, "there is no file or folder none"),
        (lambda: annotate(["corpora", "n*ne"], pipeline=NLP), InputError, "nothing fits the pattern n"),
        (lambda: annotate(["corpora"], pipeline="none"), ConfigError, "no pipeline is named 'none'"),
        (lambda: annotate(["corpora"], pipeline="none.toml"), ConfigError, "no pipeline file none.toml"),
        (lambda: annotate(["corpora"], "none/out.jsonl", pipeline=NLP), OutputError, "there is no folder none"),
        (lambda: annotate(["corpora"], "corpora", pipeline=NLP), OutputError, "is a folder"),
        (lambda: annotate(["corpora/a.txt"], "corpora/a.txt", pipeline=NLP, force=True), InputError, "both input and"),
        (lambda: annotate(["corpora"], "corpora/..", pipeline=NLP), OutputError, "is a folder"),
        (lambda: annotate(["corpora"], pipeline=NLP, workers=0), VnpolnlpError, "0 workers"),
    ],
    ids=[
        "no input", "missing input", "empty pattern", "unknown pipeline", "missing pipeline file", "missing folder",
        "input folder as output", "input as output", "folder as output", "no workers",
    ],
)  # fmt: skip
def test_a_wrong_call_does_nothing(corpus, call, error, message):
    with pytest.raises(error, match=message):
        call()
    assert names() == ["corpora"]


def test_an_existing_output_is_kept(corpus):
    Path("corpora.annotated.jsonl").write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        annotate(corpus, pipeline=NLP)
    assert Path("corpora.annotated.jsonl").read_text() == "mine"


def test_an_existing_output_is_replaced_with_force(corpus):
    Path("corpora.annotated.jsonl").write_text("old")
    assert annotate(corpus, pipeline=NLP, force=True).documents == 3
    assert list(verify("corpora.annotated.jsonl")) == []


@pytest.mark.parametrize("times", [1, 2])
def test_the_output_in_an_input_folder_is_not_read(corpus, times):
    for _ in range(times):
        report = annotate(corpus, corpus / "out.jsonl", pipeline=NLP, force=True)
    assert report.documents == 3


def test_an_output_that_is_all_there_is_to_read_is_kept():
    Path("only").mkdir()
    Path("only/out.jsonl").write_text('{"text": "x"}')
    with pytest.raises(InputError, match="nothing is left to read"):
        annotate("only", "only/out.jsonl", pipeline=NLP, force=True)
    assert Path("only/out.jsonl").read_text() == '{"text": "x"}'


# Workers


@pytest.mark.parametrize("batch", [1, 200, 10**6])
def test_two_workers_give_the_same_bytes_as_one(monkeypatch, batch):
    nlp = pipeline_of(fake=Fake(), bad=FailsOn("(7"))
    annotate(rows(99), "one.jsonl", pipeline=nlp)
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", batch)
    report = annotate(rows(99), "two.jsonl", pipeline=nlp, workers=2)
    assert (report.documents, report.failures) == (88, 11)
    assert Path("two.jsonl").read_bytes() == Path("one.jsonl").read_bytes()
    ledgers = [Path(f"{name}.jsonl.failures.jsonl").read_bytes() for name in ("one", "two")]
    assert ledgers[0] == ledgers[1]


def test_workers_load_a_pipeline_by_its_file(tmp_path):
    Path("dates.toml").write_text('[[stage]]\nname = "dates"\n')
    annotate(rows(3), "one.jsonl", pipeline="dates.toml")
    annotate(rows(3), "two.jsonl", pipeline="dates.toml", workers=2)
    assert Path("two.jsonl").read_bytes() == Path("one.jsonl").read_bytes()


def test_a_document_on_which_a_worker_dies_is_a_failure_and_no_other_is(monkeypatch):
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", 100)
    report = annotate(rows(12), "out.jsonl", pipeline=pipeline_of(fake=Fake(), bad=DiesOn("(5")), workers=2)
    assert [document.id for document in read("out.jsonl")] == [f"rows.jsonl:{n}" for n in range(1, 13) if n != 6]
    assert [(f["id"], f["stage"]) for f in ledger()] == [("rows.jsonl:6", "bad")]
    assert "want of memory" in report.first_failures[0].message


class Unready(Pipeline):
    """A pipeline that cannot be made in another process."""

    def __reduce__(self):
        return sys.exit, (3,)


def test_workers_that_cannot_start_are_told_at_once(corpus):
    with pytest.raises(VnpolnlpError, match="no worker process could be started"):
        annotate(corpus, pipeline=Unready([]), workers=2)
    assert names() == ["corpora"]
