"""What holds of the markup and of the scores whatever the text and its spans."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.document import LABELS, QUOTE_KINDS, Entity, Quote
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation import Annotated, Counts, find_errors, pair, parse_inline, render_inline, score
from vnpolnlp.evaluation.inline import MARKUP_ATTRIBUTES

WORDS = ("Đảng", "Tỉnh uỷ", unicodedata.normalize("NFD", "Hoà Bình"), "NN&PTNT", "<3", "<TTXVN>", "📌", "“", "x")
SPACES = (" ", "\n", "\r\n", "\u00a0", "\u200b", " – ")
VALUES = st.text(st.characters(blacklist_characters='<>"', blacklist_categories=("Cs",)), max_size=6)


@st.composite
def annotated(draw, min_entities=0):
    """A document of nested quotations and flat entities that start and end at words."""
    words = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), min_size=3, max_size=12))
    text, starts, ends = "", [], []
    for word, space in words:
        starts.append(len(text))
        text += word
        ends.append(len(text))
        text += space
    size = len(words)
    chosen = st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, 3)), min_size=min_entities, max_size=8)
    entities, taken = [], []
    for first, more in draw(chosen):
        start, end = starts[first], ends[min(first + more, size - 1)]
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            label = draw(st.sampled_from(LABELS))
            attrs = {
                name: draw(VALUES.filter(bool)) for name in MARKUP_ATTRIBUTES[label].values() if draw(st.booleans())
            }
            entities.append(Entity("", start, end, label, text[start:end], attrs, "gold"))
    quotes = []
    for first, more in draw(chosen):
        start, end = starts[first], ends[min(first + more, size - 1)]
        crosses = any(a < start < b < end or start < a < end < b for a, b in taken)
        if not crosses and (start, end) not in [(q.start, q.end) for q in quotes] and text[start:end] != "“":
            if text[start] == "“" and text[end - 1] == "“":
                continue
            taken.append((start, end))
            kind, political = draw(st.sampled_from(QUOTE_KINDS)), draw(st.booleans())
            quotes.append(Quote("", start, end, text[start:end], kind, political, None, None, "gold"))
    entities.sort(key=lambda e: e.start)
    quotes.sort(key=lambda q: (q.start, -q.end))
    return Annotated(
        "doc",
        text,
        tuple(replace(entity, id=f"e{number}") for number, entity in enumerate(entities, start=1)),
        tuple(replace(quote, id=f"q{number}") for number, quote in enumerate(quotes, start=1)),
    )


def paired(gold, predicted):
    return pair({"doc": gold}, {"doc": predicted})


@given(annotated())
def test_parsing_what_was_rendered_gives_the_same_document(document):
    marked = render_inline(document.text, document.entities, document.quotes)
    assert parse_inline(marked) == (document.text, document.entities, document.quotes)


PIECES = ("<PER>", "</PER>", '<Q k="term">', "</Q>", '<ROLE per="', '">', "</ROLE>", "<", "/", "Q", ">", "đ", " ", "“")


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_is_parsed_or_refused(pieces):
    try:
        parsed = parse_inline("".join(pieces))
    except InputError:
        return
    assert parse_inline(render_inline(*parsed)) == parsed


@given(annotated(min_entities=1))
def test_gold_scored_against_itself_is_all_right(document):
    scores = score(paired(document, document))
    assert scores.micro.precision == scores.micro.recall == scores.micro.f1 == scores.span.f1 == scores.macro.f1 == 1.0
    for counts in (*scores.labels.values(), scores.quotes, scores.quote_kind, scores.political_terms):
        assert counts.right == counts.predicted == counts.gold
    assert all(accuracy.right == accuracy.given for accuracy in scores.attributes.values())
    assert find_errors(paired(document, document)) == []


@given(annotated(min_entities=1), st.data())
def test_dropping_a_span_lowers_recall_only(document, data):
    dropped = data.draw(st.sampled_from(document.entities))
    rest = tuple(entity for entity in document.entities if entity is not dropped)
    before, after = score(paired(document, document)), score(paired(document, replace(document, entities=rest)))
    assert after.micro == Counts(len(rest), len(rest), len(rest) + 1)
    assert after.micro.recall < before.micro.recall
    assert after.micro.precision == (1.0 if rest else 0.0)
    for label in LABELS:
        lost = int(label == dropped.label)
        assert after.labels[label].right == before.labels[label].right - lost
        assert after.labels[label].gold == before.labels[label].gold
    assert after.quotes == before.quotes
    (error,) = find_errors(paired(document, replace(document, entities=rest)))
    assert (error.kind, error.start, error.end) == ("missed", dropped.start, dropped.end)


@given(annotated(min_entities=1), annotated(min_entities=1))
def test_turning_gold_and_prediction_round_swaps_precision_and_recall(one, other):
    end = max(len(one.text), len(other.text))
    one, other = replace(one, text="x" * end), replace(other, text="x" * end)
    there, back = score(paired(one, other)), score(paired(other, one))
    assert there.micro.precision == back.micro.recall
    assert there.political_terms.recall == back.political_terms.precision
    assert there.micro.f1 == pytest.approx(back.micro.f1)


@given(annotated(min_entities=1), annotated())
def test_errors_account_for_every_span_that_is_not_right(gold, predicted):
    predicted = replace(predicted, text=gold.text)
    scores = score(paired(gold, predicted))
    kinds = Counter((error.layer, error.kind) for error in find_errors(paired(gold, predicted)))
    unfound = sum(kinds["entity", kind] for kind in ("missed", "boundary", "label"))
    assert unfound == scores.micro.gold - scores.micro.right
    assert kinds["entity", "spurious"] <= scores.span.predicted - scores.span.right
    assert sum(kinds["quote", kind] for kind in ("missed", "boundary")) == scores.quotes.gold - scores.quotes.right
