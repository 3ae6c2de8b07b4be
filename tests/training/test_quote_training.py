"""Learning the weights of evidence for the kind of a quotation."""

from __future__ import annotations

from pathlib import Path

from vnpolnlp.document import QUOTE_KINDS
from vnpolnlp.training.quotes import Example, examples, learn, main, tuning_documents

GOLD = Path(__file__).parents[2] / "corpora" / "gold"


def test_held_back_pieces_are_not_learnt_from() -> None:
    names = {document.id for document in tuning_documents(GOLD)}
    assert len(names) == 320
    assert not [name for name in names if int(name.removesuffix(".txt")[-2:]) % 5 == 0]


def test_examples_carry_what_people_said() -> None:
    document = next(document for document in tuning_documents(GOLD) if len(document.quotes) > 3)
    found = examples(document)
    assert found
    assert {(example.kind, example.political) for example in found} <= {
        (quote.kind, quote.political) for quote in document.quotes
    }


def test_evidence_weighs_for_the_kind_it_comes_with_and_rare_evidence_has_no_weight() -> None:
    given = [Example(("after:cuốn",), "title", False)] * 20 + [Example(("quy", "after:rằng"), "speech", False)] * 20
    given += [Example(("party",), "term", True)] * 20 + [Example(("market",), "term", False)] * 20
    given += [Example(("rare",), "other", False)] * 2
    weights = learn(given)
    assert "rare" not in weights
    title, speech = QUOTE_KINDS.index("title"), QUOTE_KINDS.index("speech")
    assert weights["after:cuốn"][title] == max(weights["after:cuốn"][: len(QUOTE_KINDS)])
    assert weights["after:rằng"][speech] == max(weights["after:rằng"][: len(QUOTE_KINDS)])
    assert weights["party"][-1] > 0 > weights["market"][-1]


def test_the_shipped_lexicon_is_what_the_corpus_teaches(tmp_path: Path) -> None:
    main([str(GOLD), "-o", str(tmp_path / "weights.tsv")])
    learnt = (tmp_path / "weights.tsv").read_text(encoding="utf-8").splitlines()
    shipped = (GOLD.parents[1] / "src/vnpolnlp/lexicons/quote_weights.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in learnt] == [line.split("\t")[0] for line in shipped]
    for new, old in zip(learnt[1:], shipped[1:], strict=True):
        differences = [
            abs(float(a) - float(b)) for a, b in zip(new.split("\t")[1:-1], old.split("\t")[1:-1], strict=True)
        ]
        assert max(differences) <= 0.02  # rounding, on another processor
