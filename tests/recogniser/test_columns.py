"""What the recogniser reads: every visible syllable once, the same for the same text in another form."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nasty import texts
from vnpolnlp.arbitration import propose
from vnpolnlp.document import LABELS, Candidate, Document, Label
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser.columns import TAGS, ColumnReader, Rows, spans_of, tags_of
from vnpolnlp.text.syllables import BREAK, TITLE, UPPER

Span = tuple[int, int, Label]
EVIDENCE = Pipeline([(name, {}) for name in ("segmentation", "dates", "names", "documents", "roles")])
TEXT = "Ông Thăng gặp bà Lê Thị Hoà ở huyện Vân Canh. Sau đó, Thăng về TP Huế theo Nghị quyết số 21-NQ/TW."


def read(text: str) -> Rows:
    return ColumnReader()(EVIDENCE(text))


@st.composite
def divisions(draw: st.DrawFn) -> tuple[list[Span], int]:
    """Spans that do not overlap, and how many rows there are."""
    spans: list[Span] = []
    at = 0
    for gap, size, label in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(LABELS)))):
        spans.append((at + gap, at + gap + size, label))
        at += gap + size
    return spans, at + draw(st.integers(0, 3))


@given(divisions())
def test_spans_become_tags_and_spans_again(division: tuple[list[Span], int]) -> None:
    spans, size = division
    assert spans_of(tags_of(spans, size).tolist(), np.array([size])) == spans


def test_an_entity_ends_where_its_line_does() -> None:
    tags = [TAGS.index(tag) for tag in ("B-ORG", "I-ORG", "I-ORG")]
    assert spans_of(tags, np.array([2, 1])) == [(0, 2, "ORG"), (2, 3, "ORG")]


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_syllable_but_line_breaks_is_read_once(text: str) -> None:
    rows = read(text)
    shapes = np.array(EVIDENCE(text).view.syllables.shapes)
    assert rows.syllables.tolist() == np.flatnonzero(shapes != BREAK).tolist()
    assert int(rows.lengths.sum()) == len(rows.syllables)
    assert {len(column) for column in rows.columns.values()} == {len(rows.syllables)}
    assert all(column.min() >= 0 and column.max() < 1 << 40 for column in rows.columns.values() if len(column))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(unicodedata.normalize("NFD", TEXT), id="NFD"),
        pytest.param(TEXT.replace("Hoà", "Hòa"), id="older tone placement"),
        pytest.param(TEXT.replace(" ", "  "), id="two spaces"),
        pytest.param(TEXT.replace(" ", "\u00a0"), id="no-break spaces"),
    ],
)
def test_another_form_of_a_text_reads_the_same(other: str) -> None:
    one, two = read(TEXT), read(other)
    assert one.lengths.tolist() == two.lengths.tolist()
    assert {name: column.tolist() for name, column in one.columns.items()} == {
        name: column.tolist() for name, column in two.columns.items()
    }


def test_a_line_is_a_sequence() -> None:
    assert read("Tỉnh ủy họp\n\nHuyện ủy").lengths.tolist() == [3, 2]


def test_a_long_line_is_cut_outside_what_is_proposed() -> None:
    text = "và " * 350 + "Ủy ban nhân dân tỉnh Bình Định " + "và " * 300
    rows = read(text)
    inside = rows.columns["rule"] % 2 == 0
    firsts = np.cumsum(rows.lengths)[:-1]
    assert len(firsts) >= 1
    assert max(rows.lengths) <= 400
    assert not (inside & (rows.columns["rule"] > 0))[firsts].any()


def elsewhere_slowly(forms: Sequence[str], labels: Sequence[int], capitals: Sequence[bool]) -> list[int]:
    """For each capitalised form, one more than what it mostly is at its other places."""
    answers = []
    for at, form in enumerate(forms):
        others = Counter(
            labels[other]
            for other in range(len(forms))
            if other != at and capitals[other] and forms[other].lower() == form.lower()
        )
        most = max(others.values(), default=0)
        best = min((label for label, count in others.items() if count == most), default=-1)
        answers.append(best + 1 if capitals[at] else 0)
    return answers


def test_what_a_form_is_elsewhere_is_counted_without_its_own_place() -> None:
    document = EVIDENCE(TEXT)
    rows = ColumnReader()(document)
    syllables = document.view.syllables
    capitals = [shape in (TITLE, UPPER) for shape in syllables.shapes]
    labels = ((rows.columns["rule"] + 1) // 2).tolist()
    assert rows.columns["elsewhere"].tolist() == elsewhere_slowly(syllables.forms, labels, capitals)
    assert rows.columns["elsewhere"][syllables.forms.index("Thăng")] > 1  # the other one was taken for something


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("chống “tự diễn biến” rồi", [0, 1, 1, 1, 1, 0, 0], id="round"),
        pytest.param('gọi là "cò đất" thôi', [0, 0, 1, 1, 1, 0, 0], id="straight"),
        pytest.param("nói “chưa\nĐóng", [0, 1, 1, 0], id="ended by the line"),
        pytest.param("không có gì", [0, 0, 0], id="none"),
    ],
)
def test_what_stands_in_quotation_marks(text: str, quoted: list[int]) -> None:
    assert read(text).columns["quoted"].tolist() == quoted


def test_a_proposal_that_begins_inside_a_syllable_is_not_read() -> None:
    document = propose(Document("Bình"), [Candidate(1, 4, "LOC", "test/a")])
    assert ColumnReader()(document).columns["rule"].tolist() == [0]
