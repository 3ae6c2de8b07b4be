"""The harness itself; what it finds is found by `make harness`, which takes half an hour."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(ROOT))
    command, corpus, trials = (importlib.import_module(f"harness.{name}") for name in ("__main__", "corpus", "trials"))


def test_the_documents_are_all_different_and_a_few_are_broken(tmp_path):
    corpus.write_corpus(tmp_path / "in.jsonl", 300)
    rows = [json.loads(line) for line in (tmp_path / "in.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["text"]]
    assert (len(rows), len(texts), len(set(texts))) == (300, 297, 297)


def test_the_result_is_output_and_ledger_and_nothing_else_may_be_left(tmp_path):
    output = tmp_path / "out.jsonl"
    for name in ("", ".failures.jsonl", ".manifest.json", ".partial"):
        Path(f"{output}{name}").write_text(name)
    Path(tmp_path, ".out.jsonl.1.tmp").touch()
    assert list(corpus.result_of(output).values()) == [b"", b".failures.jsonl"]
    assert corpus.beside(output) == {"out.jsonl.partial", ".out.jsonl.1.tmp"}


def test_the_table_counts_wrong_ends():
    figures = command.table(
        [trials.Outcome("SIGKILL", 50), trials.Outcome("full disk", 2, ("a", "b"), "as root")], 2000, 1
    )
    assert "| SIGKILL | 50 | 0 |  |\n| full disk | 2 | 2 | as root |" in figures
    assert "2,000 documents, seed 1" in figures


@pytest.mark.parametrize("mark", ["<!-- figures of the harness -->", "<!-- end of figures of the harness -->"])
def test_the_page_has_a_place_for_the_figures(mark):
    page = ROOT / "docs/promises.md"
    assert page.read_text(encoding="utf-8").count(mark) == 1


def test_the_command_line_of_the_harness_is_understood():
    assert command.arguments().parse_args(["--quick", "--seed", "7"]).seed == 7
