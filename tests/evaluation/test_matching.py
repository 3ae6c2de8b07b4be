"""The four schemes by hand, and against nervaluate and seqeval on generated cases."""

import importlib
import random
from importlib.metadata import version
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.document import LABELS, Entity
from vnpolnlp.evaluation import Annotated, Labelled, Muc, pair, score
from vnpolnlp.evaluation.matching import SCHEMES, align, count

GOLD = [Labelled(0, 4, "PER"), Labelled(8, 26, "ORG"), Labelled(30, 34, "ORG"), Labelled(40, 48, "LOC")]

BY_HAND = {
    "all right": (GOLD, [Muc(4), Muc(4), Muc(4), Muc(4)]),
    "nothing predicted": ([], [Muc(missed=4)] * 4),
    "a wrong label": (
        [*GOLD[:2], Labelled(30, 34, "LOC"), GOLD[3]],
        [Muc(3, incorrect=1), Muc(4), Muc(3, incorrect=1), Muc(4)],
    ),
    "an end that is wrong": (
        [GOLD[0], Labelled(8, 15, "ORG"), *GOLD[2:]],
        [Muc(3, incorrect=1), Muc(3, incorrect=1), Muc(4), Muc(3, partial=1)],
    ),
    "an end and the label wrong": (
        [GOLD[0], Labelled(8, 15, "LOC"), *GOLD[2:]],
        [Muc(3, incorrect=1), Muc(3, incorrect=1), Muc(3, incorrect=1), Muc(3, partial=1)],
    ),
    "one that is false": ([*GOLD, Labelled(50, 53, "DATE")], [Muc(4, spurious=1)] * 4),
    "two in place of one": (
        [GOLD[0], Labelled(8, 15, "ORG"), Labelled(16, 26, "ORG"), *GOLD[2:]],
        [Muc(3, 1, 0, 0, 1), Muc(3, 1, 0, 0, 1), Muc(4, spurious=1), Muc(3, 0, 1, 0, 1)],
    ),
    "one in place of two": (
        [GOLD[0], Labelled(8, 34, "ORG"), GOLD[3]],
        [Muc(2, 1, 0, 1), Muc(2, 1, 0, 1), Muc(3, missed=1), Muc(2, 0, 1, 1)],
    ),
    "spans that only touch": ([Labelled(4, 8, "PER")], [Muc(missed=4, spurious=1)] * 4),
}


@pytest.mark.parametrize(("predicted", "expected"), BY_HAND.values(), ids=BY_HAND.keys())
def test_schemes_by_hand(predicted, expected):
    assert [count(GOLD, predicted)[scheme] for scheme in SCHEMES] == expected


def test_half_of_a_partial_answer_is_right():
    counts = count(GOLD, [GOLD[0], Labelled(8, 15, "ORG")])["partial"]
    assert (counts.right, counts.predicted, counts.gold) == (1.5, 2, 4)


def test_an_answer_of_the_same_label_is_the_one_with_the_closest_ends():
    gold = [Labelled(0, 5, "ORG"), Labelled(6, 20, "ORG")]
    assert count(gold, [Labelled(3, 20, "ORG"), Labelled(21, 25, "ORG")])["type"] == Muc(1, 0, 0, 1, 1)


def spans(rng, length=40, most=8):
    """Spans that do not overlap, in text order."""
    edges = sorted(rng.sample(range(length), 2 * rng.randint(0, most)))
    return [Labelled(a, b, rng.choice(LABELS[:3])) for a, b in list(pairwise(edges))[::2]]


def answers(rng, gold):
    """Some of the gold, with each kind of mistake, and spans of their own."""
    found = []
    for span in gold:
        change = rng.choice(("as it is", "as it is", "label", "end", "start", "drop", "both"))
        label = rng.choice(LABELS[:3]) if change in ("label", "both") else span.label
        start = span.start - 1 if change == "start" else span.start
        end = span.end + 1 if change in ("end", "both") else span.end
        if change != "drop":
            found.append(Labelled(max(0, start), end, label))
    found += spans(rng, most=2)
    kept = []
    for span in sorted(found):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


@pytest.fixture(scope="module")
def nervaluate():
    found = pytest.importorskip("nervaluate")
    if tuple(map(int, version("nervaluate").split(".")[:3])) < (1, 2, 1):
        pytest.skip("needs nervaluate 1.2.1 or later; before, merged partial scores were wrong")
    return found


NAMES_THERE = {"strict": "strict", "boundaries": "exact", "type": "ent_type", "partial": "partial"}


def there(nervaluate, gold, predicted):
    """What nervaluate says of documents: it wants inclusive ends."""
    sides = [
        [[{"label": span.label, "start": span.start, "end": span.end - 1} for span in one] for one in side]
        for side in (gold, predicted)
    ]
    return nervaluate.Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()


def document(spans, id):
    entities = [
        Entity(f"e{at}", span.start, span.end, span.label, "x" * (span.end - span.start), {}, "test")
        for at, span in enumerate(spans)
    ]
    return Annotated(id, "x" * 60, tuple(entities))


@pytest.mark.parametrize("seed", range(250))
def test_the_schemes_agree_with_nervaluate(nervaluate, seed):
    rng = random.Random(seed)
    gold = [spans(rng) for _ in range(3)]
    predicted = [answers(rng, one) for one in gold]
    found = there(nervaluate, gold, predicted)
    sides = ({str(at): document(one, str(at)) for at, one in enumerate(side)} for side in (gold, predicted))
    scores = score(pair(*sides))
    for scheme, name in NAMES_THERE.items():
        theirs = found["overall"][name]
        muc, counts = scores.muc[scheme], scores.counts[scheme]
        assert muc == Muc(theirs.correct, theirs.incorrect, theirs.partial, theirs.missed, theirs.spurious), scheme
        assert (counts.precision, counts.recall, counts.f1) == (theirs.precision, theirs.recall, theirs.f1), scheme
    for label, by_scheme in found["entities"].items():
        for scheme in ("strict", "type", "partial"):
            theirs, counts = by_scheme[NAMES_THERE[scheme]], scores.counts[f"{scheme}/{label}"]
            measured = (counts.precision, counts.recall, counts.f1)
            assert measured == (theirs.precision, theirs.recall, theirs.f1), (scheme, label)


def test_where_predictions_overlap_nervaluate_lets_an_inexact_one_take_the_place_of_the_exact_one(nervaluate):
    # Longer ones come first there and take the gold span, so that the right prediction after it is called spurious.
    gold, predicted = [Labelled(5, 10, "ORG")], [Labelled(0, 10, "ORG"), Labelled(5, 10, "ORG")]
    theirs = there(nervaluate, [gold], [predicted])["overall"]["strict"]
    assert (theirs.correct, theirs.incorrect, theirs.spurious) == (0, 1, 1)
    assert count(gold, predicted)["strict"] == Muc(correct=1, spurious=1)


def test_nervaluate_takes_one_character_of_a_long_name_for_no_overlap(nervaluate):
    # It wants one per cent of the gold span, which is more than a character of a name longer than a hundred.
    gold, predicted = [Labelled(0, 150, "RESOLUTION")], [Labelled(149, 160, "RESOLUTION")]
    assert there(nervaluate, [gold], [predicted])["overall"]["partial"].partial == 0
    assert count(gold, predicted)["partial"] == Muc(partial=1)


def tags(spans, length=40):
    found = ["O"] * length
    for span in spans:
        found[span.start : span.end] = [f"B-{span.label}", *[f"I-{span.label}"] * (span.end - span.start - 1)]
    return found


@pytest.mark.parametrize("seed", range(200))
def test_strict_scores_agree_with_the_strict_mode_of_seqeval(seed):
    metrics = pytest.importorskip("seqeval.metrics")
    scheme = importlib.import_module("seqeval.scheme")
    rng = random.Random(1000 + seed)
    gold = [[*spans(rng), Labelled(41, 42, "PER")] for _ in range(3)]
    predicted = [[*answers(rng, one[:-1]), Labelled(41, 42, "PER")] for one in gold]
    known = {"mode": "strict", "scheme": scheme.IOB2, "zero_division": 0}
    sequences = [[tags(one, 44) for one in side] for side in (gold, predicted)]
    sides = ({str(at): document(one, str(at)) for at, one in enumerate(side)} for side in (gold, predicted))
    scores = score(pair(*sides))
    micro, macro = scores.micro, scores.macro
    assert metrics.f1_score(*sequences, average="micro", **known) == pytest.approx(micro.f1)
    assert metrics.precision_score(*sequences, average="micro", **known) == pytest.approx(micro.precision)
    assert metrics.recall_score(*sequences, average="micro", **known) == pytest.approx(micro.recall)
    assert metrics.f1_score(*sequences, average="macro", **known) == pytest.approx(macro.f1)


def test_the_default_mode_of_seqeval_gives_credit_for_a_span_that_has_no_beginning():
    metrics = pytest.importorskip("seqeval.metrics")
    scheme = importlib.import_module("seqeval.scheme")
    gold, predicted = [["B-PER", "I-PER", "O"]], [["I-PER", "I-PER", "O"]]
    assert metrics.f1_score(gold, predicted) == 1.0
    assert metrics.f1_score(gold, predicted, mode="strict", scheme=scheme.IOB2, zero_division=0) == 0.0


LISTS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(LABELS[:3])), max_size=8)


def made(drawn):
    return sorted({Labelled(start, start + size, label) for start, size, label in drawn})


@given(LISTS, LISTS)
def test_every_span_is_counted_once_also_where_spans_overlap(one, other):
    gold, predicted = made(one), made(other)
    counts = count(gold, predicted)
    for scheme in SCHEMES:
        assert (counts[scheme].gold, counts[scheme].predicted) == (len(gold), len(predicted))
    assert counts["strict"].correct == len(set(gold) & set(predicted))
    assert counts["strict"].right <= counts["boundaries"].right <= counts["partial"].right
    assert counts["strict"].right <= counts["type"].right


@given(LISTS)
def test_gold_against_itself_is_all_correct(drawn):
    gold = made(drawn)
    assert count(gold, gold)["strict"] == count(gold, gold)["type"] == Muc(correct=len(gold))


@given(LISTS, LISTS)
def test_an_answer_overlaps_what_it_answers_and_no_gold_span_has_two(one, other):
    gold, predicted = made(one), made(other)
    found = align(gold, predicted)
    assert len(set(found.values())) == len(found)
    assert all(gold[to].start < predicted[at].end and predicted[at].start < gold[to].end for at, to in found.items())
