import gzip

import pytest

from vnpolnlp.codec import encode
from vnpolnlp.corpus.records import Problem, read, verify, write
from vnpolnlp.document import Document, Sentence
from vnpolnlp.errors import InputError, OutputError, RecordError

DOCS = [Document("Một.\r\nĐ", id="a", sentences=(Sentence(0, 4),)), Document("📌 Hai", id="b", meta={"n": [1]})]
LINES = [encode(document) for document in DOCS]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_what_is_written_is_read(tmp_path, name):
    assert write(DOCS, tmp_path / name) == 2
    assert list(read(tmp_path / name)) == DOCS
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_file_has_one_record_a_line(tmp_path):
    write(DOCS, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b"".join(line + b"\n" for line in LINES)


def test_a_compressed_file_has_no_time_and_no_name_in_it(tmp_path):
    write(DOCS, tmp_path / "a.jsonl.gz")
    write(DOCS, tmp_path / "b.jsonl.gz")
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_no_documents_make_an_empty_file(tmp_path):
    assert write([], tmp_path / "out.jsonl") == 0
    assert list(read(tmp_path / "out.jsonl")) == []


def test_documents_are_read_one_by_one(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(LINES[0] + b"\nbroken")
    assert next(read(tmp_path / "in.jsonl")) == DOCS[0]


# Refusing


def test_an_existing_file_is_kept(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        write(DOCS, out)
    assert out.read_text() == "mine"


def test_an_existing_file_is_replaced_with_force(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    write(DOCS, out, force=True)
    assert list(read(out)) == DOCS


def documents_that_fail():
    yield DOCS[0]
    raise ZeroDivisionError


@pytest.mark.parametrize("before", [None, "mine"], ids=["new", "existing"])
def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path, before):
    out = tmp_path / "out.jsonl"
    if before:
        out.write_text(before)
    with pytest.raises(ZeroDivisionError):
        write(documents_that_fail(), out, force=True)
    assert [file.read_text() for file in tmp_path.iterdir()] == ([before] if before else [])


def test_a_document_that_breaks_an_invariant_is_not_written(tmp_path):
    bad = Document("x", id="bad", sentences=(Sentence(0, 9),))
    with pytest.raises(RecordError, match=r"document 'bad' \(number 2\) is not written: sentences\[0\] at 0:9"):
        write([DOCS[0], bad], tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_must_exist(tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        write(DOCS, tmp_path / "none" / "out.jsonl")


def test_a_folder_is_not_an_output(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        write(DOCS, tmp_path, force=True)


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.write_text("old")
    link.symlink_to(target)
    write(DOCS, link, force=True)
    assert link.is_symlink()
    assert list(read(target)) == DOCS


def test_a_device_stays_a_device(tmp_path):
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    assert write(DOCS, link) == 2
    assert not link.is_file()


# Reading what is broken


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LINES[0] + b"\n\nbroken\n", "in.jsonl:3: JSON is malformed"),
        (LINES[0] + b"\n[]\n", "in.jsonl:2: record: Expected `object`"),
        (b"\xff\n", "in.jsonl:1: not UTF-8: 'utf-8' codec"),
        (LINES[0][:-5], "in.jsonl:1: Input data was truncated"),
        (LINES[0].replace(b"vnpolnlp/1", b"vnpolnlp/9"), "in.jsonl:1: schema: "),
    ],
    ids=["no JSON", "a list", "not UTF-8", "cut off", "newer schema"],
)
def test_a_line_that_is_no_record_is_told_with_its_number(tmp_path, content, message):
    (tmp_path / "in.jsonl").write_bytes(content)
    with pytest.raises(RecordError) as caught:
        list(read(tmp_path / "in.jsonl"))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.jsonl.gz", b"no gzip", "Not a gzipped file"),
        ("in.jsonl.gz", gzip.compress(LINES[0] * 99)[:-9], "cut off"),
        ("none.jsonl", None, "no such file"),
    ],
    ids=["no gzip", "cut off", "missing"],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, content, message):
    if content:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read(tmp_path / name))


# verify


def test_verify_finds_nothing_in_what_was_written(tmp_path):
    write(DOCS, tmp_path / "in.jsonl")
    assert list(verify(tmp_path / "in.jsonl")) == []


def test_verify_goes_on_after_a_bad_line_and_names_each(tmp_path):
    bad = encode(Document("x", id="c", sentences=(Sentence(0, 9), Sentence(3, 3))))
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([LINES[0], b"broken", b"", bad, LINES[1], LINES[0]]))
    problems = list(verify(tmp_path / "in.jsonl"))
    assert [(problem.line, problem.id) for problem in problems] == [(2, ""), (4, "c"), (4, "c"), (4, "c"), (6, "a")]
    assert problems[-1] == Problem(6, "a", "line 1 has the same id")


def test_verify_needs_the_file(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(verify(tmp_path / "none.jsonl"))
