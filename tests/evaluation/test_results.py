"""Evaluation of files: every layer by hand, tables and CSV, two systems, and input that is wrong or lacking."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from vnpolnlp import evaluate, read, write
from vnpolnlp.document import Document, Entity, Relation, Sentence, Tokens
from vnpolnlp.errors import InputError, OutputError, VnpolnlpError
from vnpolnlp.evaluation import Counts, parse_inline
from vnpolnlp.evaluation.results import ROWS
from vnpolnlp.evaluation.score import MEASURES, NAMES

TEXT = "Bí thư Tỉnh ủy Bình nói. Ông đi."


def tokens(*words, pos=None, tags=None):
    """Words of the text, each with its Universal and VLSP tag."""
    starts, at = [], 0
    for word in words:
        at = TEXT.index(word, at)
        starts.append(at)
        at += len(word)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Tokens(starts, ends, pos or ["NOUN"] * len(words), tags or ["N"] * len(words))


def entity(id, inner, label, **attrs):
    start = TEXT.index(inner)
    return Entity(id, start, start + len(inner), label, inner, attrs, "test")


GOLD = Document(
    TEXT,
    id="a.txt",
    sentences=(Sentence(0, 24), Sentence(25, 32)),
    tokens=tokens(*["Bí thư", "Tỉnh ủy", "Bình", "nói", ".", "Ông", "đi", "."], pos=[
        "NOUN", "NOUN", "PROPN", "VERB", "PUNCT", "NOUN", "VERB", "PUNCT"
    ]),
    entities=(entity("e1", "Bí thư", "ROLE"), entity("e2", "Tỉnh ủy", "ORG"), entity("e3", "Bình", "PER")),
    relations=(Relation("of", "e1", "e2"), Relation("holds", "e3", "e1")),
)  # fmt: skip
# The ids are other ones; one relation turned round; one sentence; two words in place of one, one wrong tag.
FOUND = replace(
    GOLD,
    sentences=(Sentence(0, 32),),
    tokens=tokens(*["Bí", "thư", "Tỉnh ủy", "Bình", "nói", ".", "Ông", "đi", "."], pos=[
        "NOUN", "NOUN", "NOUN", "NOUN", "VERB", "PUNCT", "NOUN", "VERB", "PUNCT"
    ]),
    entities=(entity("x7", "Bí thư", "ROLE"), entity("x8", "Tỉnh ủy", "ORG"), entity("x9", "Bình", "PER")),
    relations=(Relation("of", "x7", "x8"), Relation("holds", "x7", "x9")),
)  # fmt: skip


def files(folder, **documents):
    """Record files of these names, each of a document or several."""
    for name, found in documents.items():
        write(found if isinstance(found, list) else [found], folder / f"{name}.jsonl")
    return [folder / f"{name}.jsonl" for name in documents]


def test_relations_sentences_words_and_tags_by_hand(tmp_path):
    counts = evaluate(*files(tmp_path, gold=GOLD, found=FOUND)).scores.counts
    assert counts["relations"] == Counts(1, 2, 2)
    assert (counts["relations/of"], counts["relations/holds"]) == (Counts(1, 1, 1), Counts(0, 1, 1))
    assert counts["sentences"] == Counts(0, 1, 2)
    assert counts["words"] == Counts(7, 9, 8)
    assert counts["upos"] == Counts(6, 9, 8)
    assert counts["tags"] == Counts(7, 9, 8)


@pytest.mark.parametrize("change", [{"label": "LOC"}, {"start": 25, "end": 28, "text": "Ông"}], ids=["label", "span"])
def test_a_relation_of_an_entity_that_is_wrong_is_wrong(tmp_path, change):
    wrong = tuple(replace(one, **change) if one.id == "e3" else one for one in GOLD.entities)
    wrong = replace(GOLD, entities=tuple(replace(one, text=TEXT[one.start : one.end]) for one in wrong))
    assert evaluate(*files(tmp_path, gold=GOLD, found=wrong)).scores.counts["relations"] == Counts(1, 2, 2)


def conll_2018(text, gold, predicted):
    """Words and Universal tags right, as the evaluation script of the CoNLL 2018 shared task defines them.

    Its words are spans of characters other than white space, and words with the same span are aligned.
    """

    def spans(tokens):
        found = {}
        for start, end, pos in zip(tokens.starts.tolist(), tokens.ends.tolist(), tokens.pos, strict=True):
            before, inside = ("".join(part.split()) for part in (text[:start], text[start:end]))
            found[len(before), len(before) + len(inside)] = pos
        return found

    one, other = spans(gold), spans(predicted)
    same = one.keys() & other.keys()
    return len(same), sum(one[span] == other[span] for span in same)


@pytest.mark.parametrize("seed", range(30))
def test_words_and_tags_agree_with_the_definition_of_conll_2018(tmp_path, seed):
    rng = np.random.default_rng(seed)
    text = "".join(rng.choice(["Đảng", "bộ", "tỉnh", " ", "  ", "\n", "."], size=60).tolist()).strip() or "x"

    def cut():
        inside = sorted({0, len(text), *rng.integers(len(text) + 1, size=25).tolist()})
        pieces = [(a, b) for a, b in pairwise(inside) if text[a:b].strip()]
        spans = [(b - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in pieces]
        tags = rng.choice(["NOUN", "VERB"], size=len(spans)).tolist()
        return Tokens([a for a, _ in spans], [b for _, b in spans], tags, ["N"] * len(spans))

    one, other = cut(), cut()
    gold, found = files(tmp_path, gold=Document(text, id="a", tokens=one), found=Document(text, id="a", tokens=other))
    counts = evaluate(gold, found, samples=0).scores.counts
    assert (counts["words"].right, counts["upos"].right) == conll_2018(text, one, other)
    assert (counts["words"].predicted, counts["words"].gold) == (len(other), len(one))


def test_scores_do_not_depend_on_the_words(tmp_path):
    coarse = replace(GOLD, tokens=Tokens(), sentences=(), relations=())
    gold, one, other = files(tmp_path, gold=GOLD, one=FOUND, other=replace(coarse, entities=FOUND.entities))
    first, second = (evaluate(gold, found).scores for found in (one, other))
    assert [first.counts[name] for name in MEASURES["entities"]] == [
        second.counts[name] for name in MEASURES["entities"]
    ]


def test_every_measure_has_a_row_of_the_table_or_is_one_by_label():
    shown = {name for _, _, rows in ROWS for _, name in rows}
    assert shown >= {name for name in NAMES if "/" not in name or name.split("/")[0] not in ("type", "partial")}


def test_the_table_of_one_system(tmp_path):
    table = evaluate(*files(tmp_path, gold=[GOLD, replace(GOLD, id="b")], found=[FOUND, replace(GOLD, id="b")])).table()
    assert table.splitlines()[:4] == [
        "entities                P      R     F1          95% CI  n-gold  n-pred",
        "PER                 1.000  1.000  1.000  1.000 to 1.000       2       2",
        "ORG                 1.000  1.000  1.000  1.000 to 1.000       2       2",
        "ROLE                1.000  1.000  1.000  1.000 to 1.000       2       2",
    ]
    assert "found               0.882  0.938  0.909  0.824 to 1.000      16      17" in table
    assert "LOC" not in table


def test_csv_has_a_line_for_each_row_of_each_system(tmp_path):
    gold, one, other = files(tmp_path, gold=GOLD, one=FOUND, other=GOLD)
    lines = list(csv.DictReader(io.StringIO(evaluate(gold, one, other).to_csv())))
    assert {line["system"] for line in lines} == {str(one), str(other)}
    (words,) = (
        line for line in lines if (line["system"], line["group"], line["measure"]) == (str(one), "words", "found")
    )
    assert [words[name] for name in ("right", "predicted", "gold", "f1_low")] == ["7", "9", "8", ""]
    assert float(words["recall"]) == 7 / 8


def test_two_systems_are_compared(tmp_path):
    many = [replace(GOLD, id=str(number)) for number in range(8)]
    poor = [replace(one, entities=one.entities[1:], relations=()) for one in many]
    gold, one, other = files(tmp_path, gold=many, one=poor, other=many)
    found = evaluate(gold, one, other, samples=500)
    difference = found.differences["strict"]
    assert difference.f1 == pytest.approx(1 - 0.8)
    assert difference.p < 0.02
    assert found.to_dict()["differences"]["words"] == {"f1": 0.0, "interval": [0.0, 0.0], "p": 1.0}
    (micro,) = (line.split() for line in found.table().splitlines() if line.startswith("micro"))
    assert micro[:9] == ["micro", "0.800", "0.800", "to", "0.800", "1.000", "1.000", "to", "1.000"]
    assert micro[9:] == ["+0.200", "+0.200", "to", "+0.200", f"{difference.p:.3f}"]


def test_the_order_of_documents_does_not_matter(tmp_path):
    rng = np.random.default_rng(1)
    many = [replace(GOLD, id=str(number)) for number in range(12)]
    found = [replace(one, entities=one.entities[rng.integers(3) :], relations=()) for one in many]
    gold, back, one, other = files(tmp_path, gold=many, back=many[::-1], one=found, other=found[::-1])
    first, second = evaluate(gold, one), evaluate(back, other)
    assert first.systems[0].intervals == second.systems[0].intervals
    assert first.scores == second.scores


# Bad and lacking input


def test_an_empty_prediction_scores_zero_and_says_so(tmp_path):
    found = evaluate(*files(tmp_path, gold=GOLD, found=Document(TEXT, id="a")))
    assert (found.scores.micro, found.scores.micro.f1) == (Counts(0, 0, 3), 0.0)
    assert found.notes()[:2] == (
        "no entities are predicted at all: all 3 of the gold count as missed",
        "no relations are predicted at all: all 2 of the gold count as missed",
    )


def test_a_layer_that_the_gold_has_not_is_not_scored_and_the_notes_say_so(tmp_path):
    text, entities, _ = parse_inline("<ORG>Đảng</ORG> nói “đi”.")
    _, _, quotes = parse_inline("Đảng nói “<Q k='speech'>đi</Q>”.")
    bare = Document(text, id="a", entities=entities)
    full = replace(bare, quotes=quotes, sentences=(Sentence(0, len(text)),))
    found = evaluate(*files(tmp_path, gold=bare, found=full))
    record = found.to_dict()
    assert (record["quotes"], record["sentences"], record["words"]) == (None, None, None)
    assert record["micro"]["f1"] == 1.0
    assert record["unscored"] == ["quotes", "relations", "sentences", "words"]
    assert found.notes()[:2] == (
        "quotes are not scored: the gold has none, the prediction has 1",
        "sentences are not scored: the gold has none, the prediction has 1",
    )
    assert "quotes  " not in found.table()


def test_documents_without_a_partner_stand_below_the_table(tmp_path):
    gold, found = files(tmp_path, gold=[GOLD, replace(GOLD, id="b")], found=[FOUND, replace(FOUND, id="c")])
    evaluation = evaluate(gold, found)
    assert evaluation.table().splitlines()[-2:] == [
        "not predicted, counted as missed: b",
        "no gold for it, not scored: c",
    ]
    assert evaluation.scores.micro == Counts(3, 3, 6)


def test_one_document_has_no_interval_and_the_notes_say_why(tmp_path):
    found = evaluate(*files(tmp_path, gold=GOLD, found=FOUND))
    assert found.systems[0].intervals == {}
    assert found.notes() == ("no intervals: they need two documents or more",)


def test_texts_in_another_form_are_aligned_and_counted(tmp_path):
    text, entities, _ = parse_inline(unicodedata.normalize("NFD", "<ORG>Đảng</ORG>"))
    gold, found = files(
        tmp_path,
        gold=Document("Đảng", id="a", entities=(replace(entities[0], end=4, text="Đảng"),)),
        found=Document(text, id="a", entities=entities),
    )
    evaluation = evaluate(gold, found)
    assert evaluation.scores.micro == Counts(1, 1, 1)
    assert evaluation.other_form == ("a",)
    assert "texts that differ from the gold in Unicode form only, and were aligned: 1" in evaluation.notes()


WRONG = {
    "another text": ('{"schema":"vnpolnlp/1","id":"a","text":"Khác."}', "the texts differ at offset 0"),
    "the same id twice": ('{"schema":"vnpolnlp/1","id":"a","text":"x"}\n' * 2, "more than one document has the id 'a'"),
    "a span out of range": (
        '{"schema":"vnpolnlp/1","id":"a","text":"x","entities":[{"id":"e1","start":0,"end":9,"label":"PER","text":"x",'
        '"attrs":{},"by":""}]}',
        "e1 0:9 is not a span of a text of 1 characters",
    ),
    "an unknown label": (
        '{"schema":"vnpolnlp/1","id":"a","text":"x","entities":[{"id":"e1","start":0,"end":1,"label":"LAW","text":"x",'
        '"attrs":{},"by":""}]}',
        "Invalid enum value 'LAW'; labels are PER",
    ),
    "no JSON": ("PER\n", "found.jsonl:1: "),
    "no record": ("{}\n", "found.jsonl:1: "),
    "an empty file": ("", "no documents in it"),
    "other documents": ('{"schema":"vnpolnlp/1","id":"z","text":"x"}', "no document is both in the gold and in"),
}


@pytest.mark.parametrize(("content", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_prediction_is_refused_with_its_name(tmp_path, content, message):
    (gold,) = files(tmp_path, gold=GOLD)
    found = tmp_path / "found.jsonl"
    found.write_text(content, encoding="utf-8")
    with pytest.raises(VnpolnlpError, match=message) as refused:
        evaluate(gold, found)
    assert "found.jsonl" in str(refused.value)


def test_a_report_is_not_replaced_without_force(tmp_path):
    gold, found = files(tmp_path, gold=GOLD, found=FOUND)
    report = tmp_path / "report.html"
    report.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists already"):
        evaluate(gold, found, report=report)
    assert report.read_text(encoding="utf-8") == "mine"
    evaluate(gold, found, report=report, force=True)
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        evaluate(tmp_path / "none", tmp_path / "none")


def test_records_written_are_read_again(tmp_path):
    (gold,) = files(tmp_path, gold=GOLD)
    assert list(read(gold)) == [GOLD]
    assert json.dumps(evaluate(gold, gold).to_dict())
