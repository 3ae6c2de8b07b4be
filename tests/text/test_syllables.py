"""Syllables, numbers and marks of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from nasty import NASTY, strings

from vnpolnlp.text.syllables import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Syllables
from vnpolnlp.text.view import View


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param("Tỉnh ủy họp.", ["Tỉnh", "ủy", "họp", "."], id="syllables"),
        pytest.param("21-NQ/TW", ["21", "-", "NQ", "/", "TW"], id="code"),
        pytest.param("16.6.2022", ["16", ".", "6", ".", "2022"], id="date"),
        pytest.param("a\n\nb", ["a", "\n", "\n", "b"], id="line_ends"),
        pytest.param("Côte d’Ivoire, D'Arc", ["Côte", "d’Ivoire", ",", "D'Arc"], id="apostrophe_inside"),
        pytest.param("‘Đảng’ 'bộ'", ["‘", "Đảng", "’", "'", "bộ", "'"], id="quotation_marks"),
        pytest.param("a_b", ["a", "_", "b"], id="underscore"),
        pytest.param("COVID-19, 4G", ["COVID", "-", "19", ",", "4G"], id="letters_and_digits"),
        pytest.param("", [], id="empty"),
        pytest.param(" ", [], id="space"),
    ],
)
def test_forms(text: str, forms: list[str]) -> None:
    assert Syllables.of(text).forms == forms


@pytest.mark.parametrize(
    ("form", "shape"),
    [
        ("họp", LOWER), ("đ", LOWER), ("Tỉnh", TITLE), ("Đ", TITLE), ("NQ", UPPER), ("ỦY", UPPER), ("McCain", TITLE),
        ("21", DIGIT), ("4G", DIGIT), (",", MARK), ("_", MARK), ("\u0301", MARK), ("📌", MARK), ("\n", BREAK),
        ("中", LOWER), ("ª", LOWER), ("½", MARK), ("Ⅻ", MARK),
    ],
)  # fmt: skip
def test_shapes(form: str, shape: int) -> None:
    assert Syllables.of(form).shapes == [shape]


def check(text: str) -> None:
    syllables = Syllables.of(text)
    columns = (syllables.starts, syllables.ends, syllables.forms, syllables.lower, syllables.shapes)
    assert {len(column) for column in columns} == {len(syllables)}
    assert [text[start:end] for start, end in zip(syllables.starts, syllables.ends, strict=True)] == syllables.forms
    assert syllables.lower == [form.lower() for form in syllables.forms]
    assert all(end <= start for end, start in zip(syllables.ends, syllables.starts[1:], strict=False))
    assert all(form for form in syllables.forms)
    assert all(
        (form == "\n") == (shape == BREAK) for form, shape in zip(syllables.forms, syllables.shapes, strict=True)
    )
    covered = {at for start, end in zip(syllables.starts, syllables.ends, strict=True) for at in range(start, end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


@given(strings)
def test_syllables_cover_all_that_is_not_white_space(raw: str) -> None:
    check(View.of(raw).text)


@pytest.mark.parametrize("raw", NASTY.values(), ids=NASTY.keys())
def test_syllables_cover_nasty_text(raw: str) -> None:
    check(View.of(raw).text)


def test_places_of_syllables() -> None:
    syllables = Syllables.of("Tỉnh ủy, TỈNH đoàn và 2 huyện\n12 xã")
    assert syllables.places["tỉnh"] == [0, 3]
    assert syllables.places_of(["đoàn", "tỉnh", "sở"]) == [0, 3, 4]
    assert syllables.numbers == [6, 9]
    assert [len(syllables), syllables.following[0], syllables.following[-1]] == [11, "ủy", "\n"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("Côte d’Ivoire, D'Arc", [7, 17], id="apostrophes"),
        pytest.param("‘Đảng’ và 'bộ'", [], id="quotation_marks"),
        pytest.param("rock'n'roll", [5, 7], id="twice"),
        pytest.param("5'30", [], id="minutes"),
    ],
)
def test_words_may_begin_inside_a_syllable(text: str, starts: list[int]) -> None:
    assert Syllables.of(text).inner_starts == starts
