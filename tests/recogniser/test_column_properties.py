"""Properties of what the recogniser reads, beside slow references and in other forms of the same text."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.document import LABELS
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser.columns import _LONGEST, ColumnReader, Rows, _elsewhere, _quoted, _sequences
from vnpolnlp.text.syllables import BREAK, LOWER, MARK, TITLE, UPPER, Syllables

EVIDENCE = Pipeline([(name, {}) for name in ("segmentation", "dates", "names", "roles")])
TEXT = "Bí thư Tỉnh ủy Lê Thị Hoà họp ở huyện Vân Canh.\n\nSau đó, bà Hoà thăm Huyện ủy, Thành ủy Huế."


def read(text: str) -> Rows:
    return ColumnReader()(EVIDENCE(text))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TEXT.replace("ủy", "uỷ"), id="uỷ"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(unicodedata.normalize("NFD", TEXT.replace("ủy", "uỷ")).replace("\n", "\r\n"), id="NFD_uỷ_CRLF"),
    ],
)
def test_another_form_of_lines_reads_the_same(other: str) -> None:
    one, two = read(TEXT), read(other)
    assert other != TEXT
    assert one.lengths.tolist() == two.lengths.tolist()
    assert {n: c.tolist() for n, c in one.columns.items()} == {n: c.tolist() for n, c in two.columns.items()}


def test_another_text_does_not_read_the_same() -> None:
    assert read(TEXT).columns["form"].tolist() != read(TEXT.replace("Huế", "Vinh")).columns["form"].tolist()


# --- sequences ------------------------------------------------------------------------------------------------------


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """The shapes of lines, some of them long, with proposals shorter than half of the longest sequence."""
    shapes: list[int] = []
    rule: list[int] = []
    for _ in range(draw(st.integers(1, 3))):
        for _ in range(draw(st.integers(0, 5))):
            gap, size = draw(st.integers(0, 250)), draw(st.integers(0, _LONGEST // 2 - 1))
            shapes += [LOWER] * (gap + size)
            rule += [0] * gap + [3] * min(size, 1) + [4] * max(size - 1, 0)
        shapes.append(BREAK)
        rule.append(0)
    return [LOWER, *shapes], [0, *rule]


@given(lines())
def test_lines_are_cut_outside_proposals_and_nothing_is_lost(drawn: tuple[list[int], list[int]]) -> None:
    shapes, rule = (np.array(some) for some in drawn)
    rows, lengths = _sequences(shapes, rule)
    assert rows.tolist() == np.flatnonzero(shapes != BREAK).tolist()
    assert int(lengths.sum()) == len(rows)
    assert 1 <= lengths.min() <= lengths.max() <= _LONGEST
    firsts = rows[np.cumsum(lengths)[:-1]]
    assert set(rule[firsts].tolist()) <= {0, 3}
    last_of_line = np.flatnonzero(shapes[:-1] == BREAK) + 1
    assert {at for at in last_of_line.tolist() if shapes[at] != BREAK} <= set(firsts.tolist())


def test_a_proposal_longer_than_any_sequence_is_cut_all_the_same() -> None:
    shapes, rule = np.full(3 * _LONGEST, LOWER), np.full(3 * _LONGEST, 4)
    assert _sequences(shapes, rule)[1].tolist() == [_LONGEST] * 3


@pytest.mark.parametrize("times", [1, 10, 100])
def test_an_endless_line_is_as_many_sequences_as_it_is_long(times: int) -> None:
    size = times * _LONGEST
    _, lengths = _sequences(np.full(size, LOWER), np.zeros(size, dtype=np.int64))
    assert times <= len(lengths) <= 2 * times
    assert int(lengths.sum()) == size


# --- elsewhere ------------------------------------------------------------------------------------------------------


SYLLABLE = st.tuples(
    st.sampled_from(["huế", "vinh", "an"]),
    st.sampled_from([TITLE, UPPER, LOWER, MARK]),
    st.booleans(),
    st.integers(0, len(LABELS)),
)


@given(st.lists(SYLLABLE, max_size=25))
def test_elsewhere_is_what_counting_by_hand_gives(drawn: list[tuple[str, int, bool, int]]) -> None:
    syllables = Syllables.of(" ".join(form for form, *_ in drawn))
    shapes, capitals, labels = (np.array([some[n] for some in drawn], dtype=np.int64) for n in (1, 2, 3))
    expected = []
    for at, (form, shape, _, _) in enumerate(drawn):
        others = Counter(
            label
            for other, (form_there, shape_there, in_capitals, label) in enumerate(drawn)
            if other != at and form_there == form and shape_there in (TITLE, UPPER) and not in_capitals
        )
        best = min(others, key=lambda label: (-others[label], label), default=-1)
        expected.append(best + 1 if shape in (TITLE, UPPER) else 0)
    assert _elsewhere(syllables, shapes, capitals, labels).tolist() == expected


# --- quotation marks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a « b » c", [0, 1, 1, 0, 0], id="angles"),
        pytest.param("a ” b", [0, 0, 0], id="closing_alone"),
        pytest.param("“ a", [1, 1], id="never_closed"),
        pytest.param("“ a “ b ” c", [1, 1, 1, 1, 0, 0], id="opened_twice"),
        pytest.param('" a " b " c "', [1, 1, 0, 0, 1, 1, 0], id="straight_twice"),
        pytest.param("‘ a ’ b", [0, 0, 0, 0], id="single_marks_are_apostrophes"),
    ],
)
def test_quoted_by_the_marks_of_a_line(text: str, quoted: list[int]) -> None:
    assert _quoted(Syllables.of(text)).tolist() == quoted
