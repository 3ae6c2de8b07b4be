"""The gold corpus in ``corpora/gold``: whole, sound, and as varied as its plan says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from vnpolnlp import read
from vnpolnlp.codec import check
from vnpolnlp.corpus.readers import find_sources
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation.convert import documents_of, main

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
PIECES = sorted(GOLD.glob("*.xml"))
SENTENCE = re.compile(r"[^.!?…\n]{60,}[.!?…]")


def test_records_are_those_of_the_marked_texts() -> None:
    documents = documents_of(GOLD)
    assert len(documents) == len(PIECES) >= 400
    assert list(read(GOLD / "gold.annotated.jsonl")) == documents
    assert [problem for document in documents for problem in check(document)] == []


def test_every_piece_is_planned_and_every_fifth_is_held_back() -> None:
    with (GOLD / "plan.tsv").open(encoding="utf-8", newline="") as file:
        plan = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert sorted(row["piece"] for row in plan) == [piece.stem for piece in PIECES]
    for row in plan:
        assert (row["part"] == "held back") == (int(row["piece"][-2:]) % 5 == 0)
        assert row["genre"]
        assert row["period"]


def test_no_sentence_comes_twice() -> None:
    seen = Counter(
        sentence[0].strip() for document in documents_of(GOLD) for sentence in SENTENCE.finditer(document.text)
    )
    assert [sentence for sentence, times in seen.items() if times > 1] == []


def test_a_run_over_the_corpora_leaves_the_gold_alone() -> None:
    sources = find_sources([GOLD.parent])
    assert not [source for source in sources if "gold" in str(getattr(source, "path", ""))]


def test_a_folder_without_marked_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.xml file is in it"):
        documents_of(tmp_path)


def test_wrong_markup_is_refused_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("Ông <PER>Nam nói.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.xml"):
        main([str(tmp_path), str(tmp_path / "out.jsonl")])
    assert not (tmp_path / "out.jsonl").exists()
