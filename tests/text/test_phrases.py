"""Phrases of a lexicon in a text."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.text.phrases import Phrases, finditer_from
from vnpolnlp.text.spelling import fold
from vnpolnlp.text.syllables import Syllables
from vnpolnlp.text.view import View

BODIES = Phrases([("Tỉnh ủy", 1), ("Tỉnh ủy viên", 2), ("Ủy ban", 3), ("Ủy ban Kiểm tra Trung ương", 4), ("T.Ư", 5)])


def found(text: str) -> list[tuple[str, int]]:
    view = View.of(text)
    syllables = view.syllables
    return [
        (view.raw_slice(syllables.starts[first], syllables.ends[last - 1]), value)
        for first, last, value in BODIES.find(syllables.lower)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tỉnh ủy họp", [("Tỉnh ủy", 1)], id="plain"),
        pytest.param("TỈNH UỶ HỌP", [("TỈNH UỶ", 1)], id="capitals_and_other_tone_placement"),
        pytest.param("Tỉnh  \u00a0ủy", [("Tỉnh  \u00a0ủy", 1)], id="spaces"),
        pytest.param("Ti\u0309nh u\u0309y", [("Ti\u0309nh u\u0309y", 1)], id="decomposed"),
        pytest.param("Tỉnh ủy viên, tỉnh ủy", [("Tỉnh ủy viên", 2), ("tỉnh ủy", 1)], id="longest"),
        pytest.param("Ủy ban Kiểm tra xã", [("Ủy ban", 3)], id="longest_that_is_complete"),
        pytest.param("Ủy ban Ủy ban", [("Ủy ban", 3), ("Ủy ban", 3)], id="twice"),
        pytest.param("họp T.Ư.", [("T.Ư", 5)], id="marks_inside"),
        pytest.param("Tỉnh, ủy", [], id="mark_between"),
        pytest.param("Tỉnh\nủy", [], id="line_end_between"),
        pytest.param("Tỉnh ủyx xTỉnh ủy", [], id="part_of_a_syllable"),
        pytest.param("", [], id="empty"),
    ],
)
def test_find(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


def test_at_and_all_at() -> None:
    lower = Syllables.of("Ủy ban Kiểm tra Trung ương").lower
    assert BODIES.at(lower, 0) == (6, 4)
    assert BODIES.all_at(lower, 0) == [(2, 3), (6, 4)]
    assert BODIES.at(lower, 1) is None
    assert BODIES.all_at(lower, 1) == []
    assert BODIES.at(lower, 6) is None
    assert BODIES.at([], 0) is None


def test_of_two_entries_with_the_same_phrase_the_first_counts() -> None:
    phrases = Phrases([("Tỉnh ủy", "first"), ("tỉnh  uỷ", "second")])
    assert [value for *_, value in phrases.find(["tỉnh", "ủy"])] == ["first"]


@pytest.mark.parametrize("phrase", ["", " ", "\n"])
def test_a_phrase_without_syllables_is_never_found(phrase: str) -> None:
    phrases = Phrases([(phrase, 1)])
    assert list(phrases.find(["tỉnh", "ủy", "\n"])) == []


syllables = st.lists(st.sampled_from(["a", "b", "c"]), max_size=12)


@given(st.lists(syllables.filter(bool), max_size=6), syllables)
def test_find_takes_the_longest_from_left_to_right(entries: list[list[str]], text: list[str]) -> None:
    phrases = Phrases([(" ".join(entry), " ".join(entry)) for entry in entries])
    expected, at = [], 0
    while at < len(text):
        ends = [at + len(entry) for entry in entries if text[at : at + len(entry)] == entry]
        if ends:
            expected.append((at, max(ends), " ".join(text[at : max(ends)])))
        at = max(ends, default=at + 1)
    assert list(phrases.find(text)) == expected


@given(st.lists(syllables.filter(bool), max_size=6), syllables)
def test_a_whole_text_is_searched_with_the_same_result(entries: list[list[str]], text: list[str]) -> None:
    phrases = Phrases([(" ".join(entry), " ".join(entry)) for entry in entries])
    whole = Syllables.of(" ".join(text))
    everywhere = {at: found for at in range(len(text)) if (found := phrases.at(text, at))}
    assert list(phrases.everywhere(whole).items()) == list(everywhere.items())
    assert list(phrases.find_in(whole)) == list(phrases.find(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Đại hội XIV, ĐẠI HỘI 13; đại hội I và Đại  hội II", id="cases_and_spaces"),
        pytest.param("dự’Đại hội XIV, d'đại hội 5", id="behind_an_apostrophe"),
        pytest.param("Đại hội Đại hội XIV", id="right_after_what_does_not_match"),
        pytest.param("_Đại hội XIV xĐại hội XIV", id="inside_a_word"),
        pytest.param("Hội nghị", id="nowhere"),
        pytest.param("", id="empty"),
    ],
)
def test_a_pattern_is_searched_from_phrases_with_the_same_result(text: str) -> None:
    pattern = re.compile(r"(?<!\w)đại hội (?:[xvi]+|\d+)", re.IGNORECASE)
    offsets = Phrases([("đại hội", None)]).offsets_in(Syllables.of(text))
    assert [match.span() for match in finditer_from(offsets, pattern, text)] == [
        match.span() for match in pattern.finditer(text)
    ]


@given(st.text(max_size=30))
def test_a_phrase_is_found_in_itself(phrase: str) -> None:
    lower = Syllables.of(fold(phrase)).lower
    assert list(Phrases([(phrase, 1)]).find(lower)) == ([(0, len(lower), 1)] if lower else [])


def test_phrases_pickle() -> None:
    assert list(pickle.loads(pickle.dumps(BODIES)).find(["tỉnh", "ủy"])) == [(0, 2, 1)]
