"""Each measure against an example that was worked by hand, and all of them against the reference scorer."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from vnpolnlp.document import Document, Entity
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation import (
    Accuracy,
    Annotated,
    Counts,
    Scores,
    errors,
    evaluate,
    find_errors,
    load,
    pair,
    parse_inline,
    score,
)

SHARED_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


def document(marked, name="seed"):
    return Annotated(name, *parse_inline(marked))


def scored(gold, predicted):
    return score(pair({"seed": document(gold)}, {"seed": document(predicted)}))


def wrong(gold, predicted):
    found = find_errors(pair({"seed": document(gold)}, {"seed": document(predicted)}))
    return [(error.layer, error.kind, error.label, error.gold, error.predicted) for error in found]


def test_counts_of_nothing_measure_zero_and_never_one():
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)
    assert Counts(predicted=3).precision == Counts(gold=3).recall == 0.0
    assert Accuracy().share is None
    assert Scores().macro.f1 == 0.0
    assert Scores().macro.labels == 0


def test_precision_recall_and_f1_by_hand():
    counts = Counts(right=3, predicted=4, gold=6)
    assert counts.precision == 3 / 4
    assert counts.recall == 3 / 6
    assert counts.f1 == pytest.approx(2 * 3 / (4 + 6))


def test_counts_are_added_and_measures_computed_from_the_sum():
    total = Counts(1, 1, 1) + Counts(1, 3, 9)
    assert total == Counts(2, 4, 10)
    assert total.precision == 0.5
    assert total.recall == 0.2


# Gold: PER, ORG, ORG, LOC. Predicted: PER right; the first ORG one word short; the second as LOC; the LOC right;
# and a DATE that is none.
GOLD = "<PER>Bình</PER> của <ORG>Tỉnh ủy Kiên Giang</ORG> nói <ORG>Đảng</ORG> ở <LOC>Vân Canh</LOC> nay"
FOUND = "<PER>Bình</PER> của <ORG>Tỉnh ủy</ORG> Kiên Giang nói <LOC>Đảng</LOC> ở <LOC>Vân Canh</LOC> <DATE>nay</DATE>"


def test_entities_are_right_only_with_both_ends_and_the_label():
    scores = scored(GOLD, FOUND)
    assert {label: counts for label, counts in scores.labels.items() if counts != Counts()} == {
        "PER": Counts(right=1, predicted=1, gold=1),
        "ORG": Counts(right=0, predicted=1, gold=2),
        "LOC": Counts(right=1, predicted=2, gold=1),
        "DATE": Counts(right=0, predicted=1, gold=0),
    }
    assert scores.micro == Counts(right=2, predicted=5, gold=4)


def test_span_only_forgives_the_label():
    assert scored(GOLD, FOUND).span == Counts(right=3, predicted=5, gold=4)


def test_macro_is_the_mean_over_the_labels_in_gold_or_prediction():
    macro = scored(GOLD, FOUND).macro
    assert macro.labels == 4
    assert macro.precision == (1 + 0 + 1 / 2 + 0) / 4
    assert macro.recall == (1 + 0 + 1 + 0) / 4
    assert macro.f1 == (1 + 0 + 2 / 3 + 0) / 4


def test_quotes_are_counted_found_with_kind_and_as_political_terms():
    gold = (
        '“<Q k="term" pol="1">tự diễn biến</Q>” “<Q k="slogan" pol="1">bốn tốt</Q>” “<Q k="term" pol="0">nóng</Q>” '
        '“<Q k="speech">tôi sẽ đi</Q>” “<Q k="term" pol="1">vùng cấm</Q>”'
    )
    # The slogan is called a term and stays a political one; the non-political term is called political; the speech
    # is called a title; the last is one word short.
    predicted = (
        '“<Q k="term" pol="1">tự diễn biến</Q>” “<Q k="term" pol="1">bốn tốt</Q>” “<Q k="term" pol="1">nóng</Q>” '
        '“<Q k="title">tôi sẽ đi</Q>” “<Q k="term" pol="1">vùng</Q> cấm”'
    )
    scores = scored(gold, predicted)
    assert scores.quotes == Counts(right=4, predicted=5, gold=5)
    assert scores.quote_kind == Counts(right=2, predicted=5, gold=5)
    assert scores.political_terms == Counts(right=2, predicted=4, gold=3)


def test_a_political_speech_is_no_political_term():
    assert scored('<Q k="speech" pol="1">tôi đi</Q>', '<Q k="speech" pol="1">tôi đi</Q>').political_terms == Counts()


def test_attributes_are_judged_where_the_entity_is_found_and_the_gold_gives_them():
    gold = (
        '<RESOLUTION n="21-NQ/TW" d="2022-06-16" by="Ban Chấp hành">NQ 21</RESOLUTION> '
        '<DOCUMENT n="102">QĐ 102</DOCUMENT> <ROLE per="Bình" org="Tỉnh ủy">Bí thư</ROLE> '
        '<DOCUMENT n="5">CT 5</DOCUMENT>'
    )
    # Number: letter case is forgiven. Date: wrong. Issuer: absent. A date the gold does not give is not judged.
    # Holder: white space and Unicode form are forgiven. The last document is not found, so its number is not judged.
    predicted = (
        '<RESOLUTION n="21-nq/tw" d="2022">NQ 21</RESOLUTION> '
        '<DOCUMENT n="102" d="2017">QĐ 102</DOCUMENT> <ROLE per=" Bi\u0300nh" org="Tỉnh">Bí thư</ROLE> CT 5'
    )
    assert scored(gold, predicted).attributes == {
        "number": Accuracy(right=2, given=2),
        "date": Accuracy(right=0, given=1),
        "issuer": Accuracy(right=0, given=1),
        "holder": Accuracy(right=1, given=1),
        "body": Accuracy(right=0, given=1),
    }


def test_attributes_of_an_entity_with_the_wrong_label_are_not_judged():
    scores = scored('<RESOLUTION n="1">NQ 1</RESOLUTION>', '<DOCUMENT n="2">NQ 1</DOCUMENT>')
    assert set(scores.attributes.values()) == {Accuracy()}


def test_a_document_without_prediction_is_missed_and_one_without_gold_is_not_scored():
    one, two = document("<ORG>Đảng</ORG>", "one"), document("<ORG>Đảng</ORG> <LOC>Huế</LOC>", "two")
    scores = score(pair({"one": one, "two": two}, {"one": one, "three": replace(two, id="three")}))
    assert scores.micro == Counts(right=1, predicted=1, gold=3)
    assert (scores.documents, scores.missing, scores.unexpected) == (2, ("two",), ("three",))


def test_of_two_entities_on_one_span_the_later_counts():
    gold = document("<ORG>Đảng</ORG>")
    twice = replace(gold, entities=(replace(gold.entities[0], label="LOC"), *gold.entities))
    assert score(pair({"seed": gold}, {"seed": twice})).micro == Counts(1, 1, 1)


def test_scores_of_parts_add_up_to_the_scores_of_the_whole():
    one, two = {"one": document(GOLD, "one")}, {"two": document(GOLD, "two")}
    found_one, found_two = {"one": document(FOUND, "one")}, {"two": document(GOLD, "two")}
    whole = score(pair({**one, **two}, {**found_one, **found_two}))
    assert score(pair(one, found_one)) + score(pair(two, found_two)) == whole
    assert Scores() + whole == whole


def test_to_dict_is_json_and_holds_measures_and_counts():
    record = json.loads(json.dumps(scored(GOLD, FOUND).to_dict()))
    assert record["micro"] == {
        "precision": 0.4, "recall": 0.5, "f1": pytest.approx(4 / 9), "right": 2, "predicted": 5, "gold": 4,
    }  # fmt: skip
    assert record["attributes"]["holder"] == {"accuracy": None, "right": 0, "given": 0}
    assert record["missing"] == []


def test_errors_of_entities_by_hand():
    assert wrong(GOLD, FOUND) == [
        ("entity", "boundary", "ORG", "Tỉnh ủy Kiên Giang", "Tỉnh ủy"),
        ("entity", "label", "ORG", "ORG", "LOC"),
        ("entity", "spurious", "DATE", "", "nay"),
    ]


def test_errors_show_their_context():
    (error,) = find_errors(pair({"seed": document("a\n<PER>Bình</PER> b")}, {"seed": document("a\nBình b")}))
    assert (error.doc, error.start, error.end, error.text, error.context) == ("seed", 2, 6, "Bình", "a ⟦Bình⟧ b")
    assert str(error) == "seed:2\tmissed\tPER\tBình\t\ta ⟦Bình⟧ b"


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("<ORG>a</ORG>", "<ORG>a</ORG>", []),
        ("<ORG>a b</ORG>", "<LOC>a</LOC> b", [("spurious", "LOC", "", "a"), ("missed", "ORG", "a b", "")]),
        (
            "<ORG>a</ORG> b <ORG>c</ORG>",
            "<ORG>a b c</ORG>",
            [("boundary", "ORG", "a", "a b c"), ("boundary", "ORG", "c", "a b c")],
        ),
        (
            '<ROLE per="A" org="B">x</ROLE>',
            '<ROLE per="a" org="C">x</ROLE>',
            [("attribute", "ROLE", "body=B", "body=C")],
        ),
        ('<DOCUMENT n="1">x</DOCUMENT>', "<DOCUMENT>x</DOCUMENT>", [("attribute", "DOCUMENT", "number=1", "")]),
        ("<DOCUMENT>x</DOCUMENT>", '<DOCUMENT n="1">x</DOCUMENT>', []),
        ('<Q k="term">x</Q>', '<Q k="title">x</Q>', [("label", "term", "term", "title")]),
        (
            '<Q k="term" pol="1">x</Q>',
            '<Q k="term">x</Q>',
            [("attribute", "term", "political=True", "political=False")],
        ),
        ('<Q k="speech" pol="1">x</Q>', '<Q k="speech">x</Q>', []),
        (
            '<Q k="term">a <Q k="term">b</Q></Q>',
            'a <Q k="term">b</Q>',
            [("missed", "term", "a b", "")],
        ),
    ],
)
def test_kinds_of_errors(gold, predicted, expected):
    assert [error[1:] for error in wrong(gold, predicted)] == expected


def test_evaluate_and_errors_read_files(tmp_path):
    gold, predicted = tmp_path / "seed.xml", tmp_path / "out.jsonl"
    gold.write_text(GOLD, encoding="utf-8")
    text, entities, quotes = parse_inline(FOUND)
    record = Document(text, id="news/seed.txt", entities=entities, quotes=quotes).to_dict()
    predicted.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert evaluate(gold, predicted).scores.counts == scored(GOLD, FOUND).counts
    assert [error.kind for error in errors(gold, predicted)] == ["boundary", "label", "spurious"]


def test_evaluate_refuses_a_prediction_of_another_text(tmp_path):
    for name, marked in (("gold", GOLD), ("predicted", GOLD + " thêm")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "seed.xml").write_text(marked, encoding="utf-8")
    with pytest.raises(InputError, match="differ at offset"):
        evaluate(tmp_path / "gold", tmp_path / "predicted")


def perturbed(gold, rng):
    """The gold with each kind of mistake put in, as a prediction."""
    entities = []
    for entity in gold.entities:
        match rng.choice(("as it is",) * 4 + ("drop", "shorter", "label", "values")):
            case "drop":
                continue
            case "shorter" if len(entity.text) > 2:
                entity = replace(entity, start=entity.start + 1, text=entity.text[1:])
            case "label":
                entity = replace(entity, label=rng.choice(("ORG", "LOC", "DOCUMENT", "RESOLUTION")))
            case "values":
                spoilt = {name: rng.choice((value.upper(), value + "x")) for name, value in entity.attrs.items()}
                entity = replace(
                    entity, attrs=dict(rng.sample(list(spoilt.items()), len(spoilt) // 2 + len(spoilt) % 2))
                )
        entities.append(entity)
    gaps = zip((0, *(e.end for e in gold.entities)), (*(e.start for e in gold.entities), len(gold.text)), strict=True)
    for start, end in gaps:
        if end - start > 9 and rng.random() < 0.2:
            found = gold.text[start + 2 : end - 2]
            entities.append(Entity(f"x{start}", start + 2, end - 2, rng.choice(("PER", "DATE")), found, {}, "test"))
    entities.sort(key=lambda entity: entity.start)
    quotes = []
    for quote in gold.quotes:
        match rng.choice(("as it is", "as it is", "drop", "kind", "political", "more")):
            case "drop":
                continue
            case "kind":
                quote = replace(quote, kind=rng.choice(("term", "title", "slogan")))
            case "political":
                quote = replace(quote, political=not quote.political)
            case "more":
                inner = quote.text[1:]
                quotes.append(replace(quote, id=f"x{quote.start}", start=quote.start + 1, text=inner, political=True))
        quotes.append(quote)
    quotes.sort(key=lambda quote: (quote.start, -quote.end))
    return Document(gold.text, id=f"news/{gold.id}.txt", entities=tuple(entities), quotes=tuple(quotes))


@pytest.mark.skipif(not SHARED_GOLD.is_dir(), reason="no ../shared/gold beside the repository, so no reference scorer")
@pytest.mark.parametrize("seed", range(4))
def test_scores_agree_with_the_reference_scorer_to_the_last_digit(tmp_path, seed):
    rng = random.Random(seed)
    gold = load(SHARED_GOLD / "dev")
    found = [perturbed(one, rng) for one in gold.values()][1:]
    found.append(Document("Không có trong bản chuẩn.", id="news/extra.txt"))
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(one.to_dict()) + "\n" for one in found), encoding="utf-8")

    command = [sys.executable, "-B", str(SHARED_GOLD / "score.py"), str(SHARED_GOLD / "dev"), str(predicted), "--json"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=environment)
    reference = json.loads(done.stdout)

    scores = evaluate(SHARED_GOLD / "dev", predicted, samples=0).scores
    ours = {
        "micro": scores.micro,
        "span": scores.span,
        "quotes": scores.quotes,
        "kind": scores.quote_kind,
        "political_terms": scores.political_terms,
    }
    for name, counts in ours.items():
        assert reference[name] == [counts.precision, counts.recall, counts.f1], name
    for label, counts in scores.labels.items():
        assert reference[label] == [counts.precision, counts.recall, counts.f1, counts.gold], label
    assert reference["attributes"] == {
        name: [accuracy.share, accuracy.given] for name, accuracy in scores.attributes.items() if accuracy.given
    }
    assert reference["gold"] == {
        "entities": scores.micro.gold,
        "quotes": scores.quotes.gold,
        "political_terms": scores.political_terms.gold,
    }
    assert reference["missing"] == list(scores.missing) == [next(iter(gold))]
    assert 0 < scores.micro.f1 < 1
    assert 0 < scores.quote_kind.f1 < scores.quotes.f1 < 1

    kinds = Counter((error.layer, error.kind) for error in errors(SHARED_GOLD / "dev", predicted))
    assert scores.micro.gold - scores.micro.right == sum(
        kinds["entity", kind] for kind in ("missed", "boundary", "label")
    )
    assert kinds["entity", "attribute"] == sum(one.given - one.right for one in scores.attributes.values())
