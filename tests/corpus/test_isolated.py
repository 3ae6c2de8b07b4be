"""The process in which foreign programs take files to pieces: what it does not survive is one failure."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from harness.made_files import ARTICLE, page, pdf
from vnpolnlp.corpus.readers import isolated
from vnpolnlp.corpus.readers.isolated import Isolated
from vnpolnlp.errors import InputError

pytestmark = pytest.mark.skipif(find_spec("pypdf") is None, reason="needs pypdf")

#: Answers a question by what its bytes say.
STUB = """
import os, sys, time
from vnpolnlp.corpus.readers.isolated import Answer, Request, frame, read_frame
import msgspec
while (content := read_frame(sys.stdin.buffer)) is not None:
    request = msgspec.msgpack.decode(content, type=Request)
    order = sys.stdin.buffer.read(request.size).decode()
    if order == "crash":
        os.kill(os.getpid(), 11)
    if order == "hang":
        time.sleep(600)
    if order == "half":
        os.write(1, b"\\0" * 7)
        os._exit(0)
    if order == "more":
        os.write(1, frame(msgspec.msgpack.encode(Answer(rows=[b"{}"], last=False))))
    os.write(1, frame(msgspec.msgpack.encode(Answer(text=f"{order} {os.getpid()}"))))
"""


@pytest.fixture
def stub(monkeypatch):
    def start():
        command = [sys.executable, "-c", STUB]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(isolated, "_start", start)
    with Isolated(seconds=20) as process:
        yield process


def ask(process: Isolated, order: str) -> list[str | None]:
    return [answer.text for answer in process.read("pdf", order.encode(), "a.pdf")]


def test_one_process_does_for_many_files(stub):
    assert ask(stub, "x") == ask(stub, "x")


@pytest.mark.parametrize(("order", "message"), [("crash", "crashed"), ("half", "crashed")])
def test_after_a_crash_the_next_file_has_a_new_process(stub, order, message):
    before = ask(stub, "x")
    with pytest.raises(InputError, match=message):
        ask(stub, order)
    assert ask(stub, "x") != before


def test_what_takes_too_long_is_ended(stub):
    stub.seconds = 1
    with pytest.raises(InputError, match="ended after 1 seconds"):
        ask(stub, "hang")
    stub.seconds = 20
    assert ask(stub, "x")


def test_answers_that_nobody_waited_for_are_not_the_next_files(stub):
    answers = stub.read("pdf", b"more", "a.pdf")
    assert next(answers).rows == [b"{}"]
    answers.close()
    (said,) = ask(stub, "x")
    assert said.startswith("x ")


def test_a_process_begins_anew_after_many_files(stub, monkeypatch):
    monkeypatch.setattr(isolated, "_FILES", 2)
    first, second, third = (ask(stub, "x") for _ in range(3))
    assert first == second != third


def test_the_process_is_gone_in_the_end(stub):
    (said,) = ask(stub, "x")
    stub.__exit__(None, None, None)
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.split()[1]), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_what_needs_too_much_memory_is_a_failure(monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    code = (
        "import runpy, sys; from vnpolnlp.corpus.readers import isolated; isolated.MEMORY = 1 << 29; "
        "sys.argv = ['x']; runpy.run_module('vnpolnlp.corpus.readers.extraction', run_name='__main__')"
    )
    monkeypatch.setattr(
        isolated,
        "_start",
        lambda: subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE),
    )
    with Isolated() as process:
        with pytest.raises(InputError, match=r"memory|crashed"):
            list(process.read("pdf", pdf("x") + b" " * (400 << 20), "a.pdf"))
        assert [answer.text for answer in process.read("pdf", pdf("abc"), "b.pdf")] == ["abc\n"]


@pytest.mark.skipif(find_spec("trafilatura") is None, reason="needs trafilatura")
def test_a_file_of_another_folder_is_read_with_the_path_of_this_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Isolated() as process:
        (answer,) = process.read("html", page().encode(), "a.html")
    assert ARTICLE[0] in (answer.text or "")


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path):
    with Isolated() as process, pytest.raises(InputError, match=r"FileNotFound|No such file"):
        list(process.read("pdf", tmp_path / "none.pdf", "none.pdf"))
