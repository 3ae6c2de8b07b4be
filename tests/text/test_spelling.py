"""One spelling for one word: composition, tone placement, look-alikes."""

from __future__ import annotations

import unicodedata
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty import strings

from vnpolnlp.text.spelling import compose, fold, fold_all, unify


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"), ("Hoà Bình", "Hòa Bình"), ("HOÀ BÌNH", "HÒA BÌNH"), ("khoá", "khóa"),
        ("xã hội hoá", "xã hội hóa"), ("toả", "tỏa"), ("hoạ", "họa"), ("loã", "lõa"), ("khoẻ", "khỏe"), ("loè", "lòe"),
        ("Uỷ ban", "Ủy ban"), ("UỶ BAN", "ỦY BAN"),
        ("Tỉnh uỷ", "Tỉnh ủy"), ("thuỷ lợi", "thủy lợi"), ("Thuý", "Thúy"), ("luỹ", "lũy"),
        ("tuỳ", "tùy"), ("uỵch uỵ", "uỵch ụy"), ("uỷ1", "ủy1"), ("hoá_đơn", "hóa_đơn"), ("(khoá)", "(khóa)"),
    ],
)  # fmt: skip
def test_the_tone_of_an_open_syllable_is_on_its_first_vowel(newer: str, older: str) -> None:
    assert unify(newer) == older
    assert unify(older) == older


@pytest.mark.parametrize(
    ("mistyped", "right"),
    [
        ("hòan thành", "hoàn thành"), ("tòan dân", "toàn dân"), ("TÒAN DÂN", "TOÀN DÂN"), ("hòang", "hoàng"),
        ("ngòai", "ngoài"), ("lọai", "loại"), ("xóay", "xoáy"), ("hóach", "hoách"), ("húynh", "huýnh"),
        ("Hùynh", "Huỳnh"), ("sụyt", "suỵt"), ("tóat", "toát"), ("khóet", "khoét"), ("ngóeo", "ngoéo"),
        ("khủyu", "khuỷu"), ("thỏang", "thoảng"),
    ],
)  # fmt: skip
def test_the_tone_of_a_closed_syllable_is_on_its_main_vowel(mistyped: str, right: str) -> None:
    assert unify(mistyped) == right
    assert unify(right) == right


@pytest.mark.parametrize(
    "word",
    [
        "quý", "Quý", "QUÝ", "quà", "quả", "quạ", "quẻ", "quỳ", "quỹ", "quỷ", "qùy", "hoàn", "thuyền", "khuỷu", "huỳnh",
        "Huỳnh", "chuyện", "quyết", "ngoài", "hoài", "khoảng", "toàn", "của", "mùa", "múa", "cứu", "lúa", "nghĩa",
        "giá", "nữa", "bìa", "tuần", "thuế", "huệ", "uể oải", "oai", "hoa", "khỏe", "yếu", "quốc", "hoa\u0300\u0301",
        "Bò Éo", "Co Á",
    ],
)  # fmt: skip
def test_other_syllables_keep_their_tone(word: str) -> None:
    word = unicodedata.normalize("NFC", word)
    assert unify(word) == word


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Ðảng", "Đảng", id="eth"),
        pytest.param("\u0189ảng", "Đảng", id="african_d"),
        pytest.param("ðồng", "đồng", id="small_eth"),
        pytest.param("1‐2‑3‒4–5—6―7−8－9", "1-2-3-4-5-6-7-8-9", id="dashes"),
        pytest.param("21／NQ⁄TW", "21/NQ/TW", id="strokes"),
        pytest.param("“Đảng”…", "“Đảng”…", id="quotation_marks_stay"),
    ],
)
def test_look_alikes_are_one_character(raw: str, text: str) -> None:
    assert unify(raw) == text


@given(strings)
def test_unify_keeps_the_length_and_has_nothing_left_to_do(text: str) -> None:
    unified = unify(unicodedata.normalize("NFC", text))
    assert len(unified) == len(unicodedata.normalize("NFC", text))
    assert unify(unified) == unified


SHAPED = [
    (letter + shape + tone, letter, shape, tone)
    for letter, shape in ("a\u0302", "a\u0306", "e\u0302", "o\u0302", "o\u031b", "u\u031b", "A\u0306", "O\u031b")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
]


@pytest.mark.parametrize(
    ("right", "letter", "shape", "tone"), SHAPED, ids=[unicodedata.normalize("NFC", s[0]) for s in SHAPED]
)
def test_the_marks_of_a_vowel_compose_in_any_order(right: str, letter: str, shape: str, tone: str) -> None:
    composed = unicodedata.normalize("NFC", right)
    assert len(composed) == 1
    assert {compose(letter + "".join(marks)) for marks in permutations((shape, tone))} == {composed}
    assert compose(unicodedata.normalize("NFC", letter + tone) + shape) == composed


@pytest.mark.parametrize(("letter", "tone"), list(product("bxđq1", "\u0301\u0323")))
def test_letters_without_a_composed_form_keep_their_marks(letter: str, tone: str) -> None:
    assert compose(letter + tone) == unicodedata.normalize("NFC", letter + tone)


@given(strings)
def test_compose_has_nothing_left_to_do_and_does_not_care_for_the_form(text: str) -> None:
    assert compose(compose(text)) == compose(text)
    assert compose(unicodedata.normalize("NFD", text)) == compose(unicodedata.normalize("NFC", text)) == compose(text)


@pytest.mark.parametrize(
    "text", ["tỉnh ủy", "Tỉnh uỷ", "TỈNH ỦY", "TỈNH  UỶ", " tỉnh\u00a0ủy\n", unicodedata.normalize("NFD", "Tỉnh uỷ")]
)
def test_fold_is_one_key_for_all_spellings(text: str) -> None:
    assert fold(text) == "tỉnh ủy"


@pytest.mark.parametrize(
    ("one", "other"), [("ủy", "uy"), ("Đảng", "Dang"), ("lý", "lí"), ("quý", "quí"), ("a-b", "a b")]
)
def test_fold_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.lists(strings, min_size=1, max_size=4))
def test_fold_all_folds_each(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
