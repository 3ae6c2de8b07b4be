"""What the models read of pieces and words: forms, shapes, and the parts of a syllable."""

from __future__ import annotations

import pickle
import threading
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import pieces as nasty_pieces

from vnpolnlp.words import reading
from vnpolnlp.words.reading import (
    NO_ONSET,
    PIECE_COLUMNS,
    WORD_COLUMNS,
    Reader,
    folded,
    number_of,
    read_piece,
    read_word,
    shape_of,
)

visible = (nasty_pieces | st.text(min_size=1, max_size=8)).map(lambda text: "".join(text.split())).filter(bool)
any_piece = visible | st.sampled_from(["\ud800", "a\ud83d", "LBKT", "RBKT", "İ", "ŉ", "ß", "ﬁ", "ñandú", "Ⅻ"])


def column(piece: str, name: str) -> int:
    return dict(zip(PIECE_COLUMNS, read_piece(piece), strict=True))[name]


# Numbers of strings.


def test_a_string_has_one_number_in_every_process() -> None:
    assert (number_of(""), number_of("đảng"), number_of("-")) == (198235743357, 716969741685, NO_ONSET)


def test_different_strings_have_different_numbers_that_a_column_can_hold() -> None:
    onsets = ["", "b", "ch", "d", "đ", "gi", "h", "kh", "l", "m", "ng", "nh", "ph", "qu", "s", "t", "th", "tr", "v"]
    ends = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i"]
    rimes = [vowel + end for vowel in "aáàảãạăâeêiíìoôơuưyý" for end in ends]
    syllables = {onset + rime for onset in onsets for rime in rimes}
    numbers = {number_of(syllable) for syllable in syllables}
    assert len(numbers) == len(syllables) > 3000
    assert all(0 <= number < 1 << 40 for number in numbers)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_surrogate_pair_has_a_number(text: str) -> None:
    assert 0 <= number_of(text) < 1 << 40


# Folding.


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("Đảng", "đảng"),
        ("ĐẢNG", "đảng"),
        ("5", "5"),
        ("15", "15"),
        ("150", "000"),
        ("2.500", "0.000"),
        ("25/10/2017", "00/00/0000"),
        ("21-NQ/TW", "00-nq/tw"),
        ("LBKT", "("),
        ("RBKT", ")"),
        ("“", '"'),
        ("”", '"'),
        ("’", "'"),
        ("٣٤٥", "000"),
    ],
)
def test_folding(piece: str, expected: str) -> None:
    assert folded(piece) == expected


@given(any_piece)
def test_folding_twice_changes_no_more(piece: str) -> None:
    assert folded(folded(piece)) == folded(piece)


# Shapes.


@pytest.mark.parametrize(
    ("shape", "pieces"),
    [
        (reading.MARK, ". , “ ... % – LBKT RBKT \u0301 👍 _"),
        (reading.SYLLABLE, "đảng uỷ nghiêng ý ư giặt quyết xoong thoăn oanh khuya gì"),
        (reading.TITLE, "Đảng Uỷ Nghiêng Gì Quyết"),
        (reading.FOREIGN, "stadium web ii nghng f k bq họpp đđ"),
        (reading.FOREIGN_TITLE, "London Web Jeong Zalo"),
        (reading.INITIAL, "A Đ Ơ Q"),
        (reading.CAPITALS, "UBND XIII TW NQ BCH"),
        (reading.CAPITAL_SYLLABLE, "ĐẢNG UỶ AN TU"),
        (reading.NUMBER, "5 15 2.500 25/10/2017 -5 12% 15:30 ²"),
        (reading.CODE, "21-NQ/TW K9 12a 5_a"),
        (reading.ABBREVIATION, "TP. TP.HCM H'Mông KT-XH a_b v.v"),
        (reading.OTHER, "iPhone McDonald YouTube"),
    ],
)  # fmt: skip
def test_shapes(shape: int, pieces: str) -> None:
    assert {piece: shape_of(piece) for piece in pieces.split()} == dict.fromkeys(pieces.split(), shape)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nguyễn văn", "kinh tế"), ("Hồ Chí Minh", "London A"), ("Đảng uỷ", "A gì"), ("5 triệu", "ba 5")],
)
def test_words_of_several_pieces_have_shapes_of_their_own(one: str, other: str) -> None:
    shapes = {read_word(word)[WORD_COLUMNS.index("shape")] for word in (one, other)}
    assert len(shapes) == 1
    assert shapes.isdisjoint({shape_of(piece) for piece in (one + " " + other).split()})


# Syllables.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kẻ", "cá"), ("quê", "cá"), ("nghe", "ngà"), ("ghi", "gà"), ("gì", "gà"), ("giữa", "giang"), ("an", "uỷ"),
        ("Đảng", "đi"), ("THẮNG", "thua"), ("trong", "trăng"), ("oanh", "yên"),
    ],
)  # fmt: skip
def test_the_same_onset(one: str, other: str) -> None:
    assert column(one, "onset") == column(other, "onset") != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đi", "di"), ("gì", "giữa"), ("nga", "na"), ("tha", "ta"), ("cha", "ca"), ("phai", "hai"), ("khi", "ki"),
        ("nhà", "ngà"), ("sa", "xa"), ("an", "ban"), ("tra", "cha"), ("giang", "gang"),
    ],
)  # fmt: skip
def test_different_onsets(one: str, other: str) -> None:
    assert column(one, "onset") != column(other, "onset")
    assert 0 not in (column(one, "onset"), column(other, "onset"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lung", "tùng"), ("quê", "kế"), ("nghe", "lè"), ("già", "cá"), ("giữa", "lứa"), ("ĐẢNG", "vàng"), ("gì", "đi"),
        ("quan", "tan"), ("yên", "quyên"), ("khuya", "uya"),
    ],
)  # fmt: skip
def test_the_same_rime_whatever_the_tone(one: str, other: str) -> None:
    assert column(one, "rime") == column(other, "rime") != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("ân", "an"), ("ăn", "an"), ("ơn", "ôn"), ("lưng", "lung"), ("quy", "cui"), ("lang", "lan"), ("tách", "tác")],
)
def test_different_rimes(one: str, other: str) -> None:
    assert column(one, "rime") != column(other, "rime")


@pytest.mark.parametrize(
    ("register", "syllables"),
    [(0, "ma má mả đen ĐÓ ơ uỷ thoắt"), (1, "mà mã mạ Đời NGỌT thuỳ ạ")],
)
def test_the_register_is_that_of_the_tone(register: int, syllables: str) -> None:
    assert {column(syllable, "register") for syllable in syllables.split()} == {register}


@pytest.mark.parametrize("piece", ["London", "UBND", "21-NQ/TW", ".", "TP.", "A", "5", "\u0301", "iPhone"])
def test_what_is_no_syllable_has_no_onset_rime_or_register(piece: str) -> None:
    assert read_piece(piece)[2:] == (0, 0, 0)


@settings(max_examples=300)
@given(any_piece)
def test_any_piece_is_read_as_columns_that_fit(piece: str) -> None:
    row = read_piece(piece)
    assert len(row) == len(PIECE_COLUMNS)
    assert all(0 <= value < 1 << 40 for value in row)
    assert 1 <= row[1] <= 12
    assert (row[2] == 0) == (row[3] == 0)


@settings(max_examples=200)
@given(st.lists(any_piece, min_size=1, max_size=6))
def test_any_word_is_read_as_columns_that_fit(pieces: list[str]) -> None:
    row = dict(zip(WORD_COLUMNS, read_word(" ".join(pieces)), strict=True))
    assert all(0 <= value < 1 << 40 for value in row.values())
    assert (row["first"], row["last"]) == (number_of(folded(pieces[0])), number_of(folded(pieces[-1])))
    assert row["size"] == min(len(pieces), 4)


@pytest.mark.parametrize("piece", ["đảng", "nghiêng", "quý", "THUỶ", "Giặt"])
def test_a_decomposed_syllable_is_composed_by_the_view_before_it_is_read(piece: str) -> None:
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", piece))
    assert read_piece(composed) == read_piece(piece)


# The reader.


def length_of(string: str) -> tuple[int, ...]:
    return len(string), sum(map(ord, string))


def test_a_reader_has_as_many_columns_for_nothing_as_for_something() -> None:
    assert Reader(length_of, 2)([]).shape == (0, 2)
    reader = Reader(length_of, 2)
    assert reader(["a"]).shape == (1, 2)
    assert reader([]).shape == (0, 2)


@settings(max_examples=100)
@given(st.lists(st.lists(st.text("abc", max_size=3), max_size=12), max_size=8))
def test_what_is_remembered_never_changes_the_answer(batches: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_REMEMBERED", 5)
        reader = Reader(length_of, 2)
        for batch in batches:
            assert reader(batch).tolist() == [list(length_of(string)) for string in batch]


def test_each_string_is_read_once() -> None:
    read: Counter[str] = Counter()

    def count(string: str) -> tuple[int, ...]:
        read[string] += 1
        return (len(string),)

    reader = Reader(count, 1)
    for _ in range(3):
        reader(["a", "bb", "a", "ccc"])
    assert read == {"a": 1, "bb": 1, "ccc": 1}


def test_a_call_that_fails_leaves_nothing_behind() -> None:
    def read(string: str) -> tuple[int, ...]:
        return (1 // len(string),)

    reader = Reader(read, 1)
    with pytest.raises(ZeroDivisionError):
        reader(["a", "", "b"])
    assert reader(["b", "ccc", "a"]).tolist() == [[1], [0], [1]]


def test_answers_are_copies() -> None:
    reader = Reader(length_of, 2)
    found = reader(["a"])
    found[:] = 99
    assert reader(["a"]).tolist() == [list(length_of("a"))]


def test_a_pickled_reader_remembers_nothing_and_reads_the_same() -> None:
    reader = Reader(length_of, 2)
    expected = reader(list(map(str, range(1000))))
    data = pickle.dumps(reader)
    assert len(data) < 200
    assert pickle.loads(data)(list(map(str, range(1000)))).tolist() == expected.tolist()


def test_threads_get_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_REMEMBERED", 50)
    reader = Reader(length_of, 2)
    batches = [[f"{number}-{'x' * (at % 7)}{at}" for at in range(40)] for number in range(4)]
    wrong: list[list[str]] = []

    def ask(batch: list[str]) -> None:
        expected = [list(length_of(string)) for string in batch]
        for _ in range(50):
            if reader(batch).tolist() != expected:
                wrong.append(batch)

    threads = [threading.Thread(target=ask, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
