import json

import pytest

from vnpolnlp.corpus.ledger import Failure, open_ledger

FAILURE = Failure("a.txt", "corpora/a.txt", "dates", "ValueError", "Đ")


def test_failures_are_lines_of_json(tmp_path):
    path = tmp_path / "out.jsonl.failures.jsonl"
    with open_ledger(path) as ledger:
        ledger.add(FAILURE)
        ledger.add(FAILURE)
        assert not path.exists()
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert first == second
    assert json.loads(first) == {
        "id": "a.txt", "source": "corpora/a.txt", "stage": "dates", "error": "ValueError", "message": "Đ",
        "offset": None,
    }  # fmt: skip
    assert ledger.count == 2


def test_without_failures_there_is_no_ledger_and_a_stale_one_goes(tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_text("stale")
    with open_ledger(path) as ledger:
        pass
    assert ledger.count == 0
    assert list(tmp_path.iterdir()) == []


def test_a_new_ledger_replaces_a_stale_one(tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_text("stale")
    with open_ledger(path) as ledger:
        ledger.add(FAILURE)
    assert "stale" not in path.read_text(encoding="utf-8")


def test_a_run_that_is_broken_off_leaves_the_ledger_as_it_was(tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_text("stale")

    def broken_off():
        with open_ledger(path) as ledger:
            ledger.add(FAILURE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [file.read_text() for file in tmp_path.iterdir()] == ["stale"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(ValueError("x"), ("ValueError", "x")), (KeyError("x"), ("KeyError", "'x'")), (OSError(), ("OSError", ""))],
    ids=["message", "quoted", "no message"],
)
def test_a_failure_says_what_error_caused_it(error, expected):
    failure = Failure.of(error, id="a", source="b", stage="c")
    assert (failure.error, failure.message) == expected


def test_a_message_that_cannot_be_written_is_escaped_and_a_long_one_cut():
    failure = Failure.of(ValueError("\ud800" + "x" * 5000), id="a", source="b", stage="c")
    assert failure.message.startswith("\\ud800xxx")
    assert len(failure.message) < 1100
