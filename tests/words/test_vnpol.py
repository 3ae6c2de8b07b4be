"""The engine vnpol: what it reads around a piece, and that it answers the same way however it is asked."""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import strings

from vnpolnlp.document import UPOS
from vnpolnlp.errors import ConfigError
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.linear_chain import FeatureTable, feature_keys
from vnpolnlp.words import vnpol
from vnpolnlp.words.engine import BEGINS, JOINS
from vnpolnlp.words.reading import PIECE_COLUMNS, WORD_COLUMNS, number_of, read_piece, read_word, shape_of
from vnpolnlp.words.vnpol import RUNS, Models, VnpolEngine, WordList, in_capitals, piece_columns, word_columns
from vnpolnlp.words.weights import StoredModels

Ints = npt.NDArray[np.int64]
ENGINE = VnpolEngine()
EMPTY = WordList(FeatureTable.of(np.zeros(0, dtype=np.uint64)), np.zeros(1, dtype=np.uint16))


def sizes(*lengths: int) -> Ints:
    return np.array(lengths, dtype=np.int64)


def columns(*sentences: str, words: WordList = EMPTY) -> dict[str, list[int]]:
    """The columns of the pieces of sentences, which are split at spaces."""
    pieces = [sentence.split() for sentence in sentences]
    rows = np.array([read_piece(piece) for some in pieces for piece in some], dtype=np.int64)
    found = piece_columns(rows.reshape(-1, len(PIECE_COLUMNS)), sizes(*map(len, pieces)), words)
    return {name: np.asarray(column).tolist() for name, column in found.items()}


def word_list(*words: str) -> WordList:
    """A list that gives the first word 1, the second 2, ..."""
    keys = []
    for word in words:
        forms = np.array([number_of(piece) for piece in word.split()])
        keys.append(feature_keys({"form": forms}, [RUNS[len(forms) - 2]], sizes(len(forms)))[0][-1])
    return WordList(FeatureTable.of(np.array(keys)), np.arange(len(words) + 1, dtype=np.uint16))


# Lines of capitals.


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("ĐẢNG BỘ TỈNH", True),
        ("ĐẢNG BỘ TỈNH HỌP , 12 - 5 !", True),
        ("UBND TỈNH KT-XH HỌP", True),
        ("A ĐẢNG BỘ TỈNH", True),
        ("ĐẢNG BỘ", False),
        ("UBND TP", False),
        ("UBND TP. NQ/TW", False),
        ("BCH TW MTTQ", False),
        ("ĐẢNG BỘ TỈNH họp", False),
        ("ĐẢNG BỘ TỈNH Họp", False),
        ("ĐẢNG BỘ TỈNH web", False),
        ("ĐẢNG BỘ TỈNH London", False),
        ("ĐẢNG BỘ TỈNH iPhone", False),
        ("12 - 5 !", False),
        ("", False),
    ],
)
def test_which_sentences_are_in_capitals(sentence: str, expected: bool) -> None:
    shapes = np.array([shape_of(piece) for piece in sentence.split()], dtype=np.int64)
    assert in_capitals(shapes, sizes(len(shapes))).tolist() == [expected]


def test_each_sentence_is_judged_by_itself() -> None:
    shapes = [shape_of(piece) for piece in ["ĐẢNG", "BỘ", "TỈNH", "họp", "ĐẢNG", "BỘ", "TỈNH"]]
    assert in_capitals(np.array(shapes), sizes(3, 0, 1, 3, 0)).tolist() == [True, False, False, True, False]
    assert in_capitals(np.zeros(0, dtype=np.int64), sizes()).tolist() == []


def test_a_syllable_in_a_line_of_capitals_is_a_syllable_and_elsewhere_is_not() -> None:
    capitals, small = columns("ĐẢNG BỘ TỈNH UBND", "đảng bộ tỉnh UBND")["shape"], columns("đảng bộ tỉnh UBND")["shape"]
    assert capitals[:4] == capitals[4:] == small
    assert columns("Họp TU ĐẢNG")["shape"] == [vnpol.TITLE, vnpol.CAPITAL_SYLLABLE, vnpol.CAPITAL_SYLLABLE]


# Lists of words.


def test_joins_inside_a_listed_word_are_marked_and_no_others() -> None:
    words = word_list("kinh tế", "chủ nghĩa xã", "kinh tế thị trường")
    assert columns("phát kinh tế lên", words=words)["listed"] == [0, 0, 1, 0]
    assert columns("theo chủ nghĩa xã hội", words=words)["listed"] == [0, 0, 2 * 8, 2 * 8, 0]
    assert columns("kinh tế thị trường", words=words)["listed"] == [0, 1 + 3 * 64, 3 * 64, 3 * 64]
    assert columns("tế kinh thị tế trường", words=words)["listed"] == [0] * 5


def test_words_that_overlap_are_marked_together() -> None:
    words = word_list("bộ chính", "chính trị bộ", "trị bộ chính")
    assert columns("bộ chính trị bộ chính", words=words)["listed"] == [0, 1, 8 * 2, 8 * (2 | 3), 1 + 8 * 3]


def test_no_word_goes_across_sentences() -> None:
    words = word_list("kinh tế", "chủ nghĩa xã", "kinh tế thị trường")
    sentences = ("chủ", "nghĩa xã", "kinh", "tế thị", "trường", "kinh tế thị", "trường chủ")
    alone = [value for sentence in sentences for value in columns(sentence, words=words)["listed"]]
    assert columns(*sentences, words=words)["listed"] == alone


# Reduplication.

ALIKE_ONSET, ALIKE_RIME, ALIKE_REGISTER = 1, 2, 4


@pytest.mark.parametrize(
    ("word", "likeness"),
    [
        ("lấp lánh", ALIKE_ONSET + ALIKE_REGISTER),
        ("thoăn thoắt", ALIKE_ONSET + ALIKE_REGISTER),
        ("rì rào", ALIKE_ONSET + ALIKE_REGISTER),
        ("nghe ngóng", ALIKE_ONSET + ALIKE_REGISTER),
        ("kẽo kẹt", ALIKE_ONSET + ALIKE_REGISTER),
        ("quanh co", ALIKE_ONSET + ALIKE_REGISTER),
        ("thầy thuốc", ALIKE_ONSET),
        ("gây gổ", ALIKE_ONSET + ALIKE_REGISTER),
        ("lung tung", ALIKE_RIME + ALIKE_REGISTER),
        ("lảm nhảm", ALIKE_RIME + ALIKE_REGISTER),
        ("làm tham", ALIKE_RIME),
        ("xanh xanh", ALIKE_ONSET + ALIKE_RIME + ALIKE_REGISTER),
        ("ầm ĩ", 0),
        ("êm ái", 0),
        ("kinh tế", 0),
        ("đi di", ALIKE_RIME + ALIKE_REGISTER),
        ("da đen", 0),
    ],
)
def test_syllables_that_are_alike(word: str, likeness: int) -> None:
    assert columns(word)["likeness"] == [0, 1 + likeness]


@pytest.mark.parametrize("word", ["Lấp lánh", "lấp Lánh", "lấp ,", "web wap", "lấp 12", ", ,", "UBND UB"])
def test_only_syllables_in_small_letters_are_compared(word: str) -> None:
    assert columns(word)["likeness"] == [0, 0]


def test_the_last_syllable_of_a_sentence_and_the_first_of_the_next_are_not_compared() -> None:
    assert columns("đang lấp", "lánh lung", "", "tung")["likeness"] == [0, 1, 0, 1 + ALIKE_ONSET + ALIKE_REGISTER, 0]


# How documents are grouped.

_FORMS = "đảng bộ ĐẢNG BỘ Tỉnh tỉnh lung tung lấp lánh xanh 12 , . UBND kinh tế An"
forms = st.sampled_from(_FORMS.split(" ")) | strings.map(lambda text: "".join(text.split())).filter(bool)
grouped_sentences = st.lists(st.lists(forms, max_size=8), max_size=6)


@settings(max_examples=150)
@given(grouped_sentences)
def test_scores_words_and_tags_do_not_depend_on_the_sentences_beside(sentences: list[list[str]]) -> None:
    lengths = sizes(*map(len, sentences))
    pieces = [piece for sentence in sentences for piece in sentence]
    together = ENGINE.scores(pieces, lengths)
    begins = ENGINE.begins(together, lengths).tolist()
    tags = list(zip(*ENGINE.tag(pieces, lengths), strict=True))
    first = 0
    for sentence in sentences:
        rows = slice(first, first + len(sentence))
        alone = ENGINE.scores(sentence, sizes(len(sentence)))
        assert np.array_equal(together[rows], alone)
        assert begins[rows] == ENGINE.begins(alone, sizes(len(sentence))).tolist()
        assert tags[rows] == list(zip(*ENGINE.tag(sentence, sizes(len(sentence))), strict=True))
        first = rows.stop


@settings(max_examples=100)
@given(grouped_sentences)
def test_every_piece_begins_a_word_or_joins_one_of_its_sentence_and_every_word_has_tags(
    sentences: list[list[str]],
) -> None:
    lengths = sizes(*map(len, sentences))
    pieces = [piece for sentence in sentences for piece in sentence]
    scores = ENGINE.scores(pieces, lengths)
    assert scores.shape == (len(pieces), 2)
    assert np.isfinite(scores).all()
    begins = ENGINE.begins(scores, lengths)
    assert begins[(np.cumsum(lengths) - lengths)[lengths > 0]].all()
    tags, pos = ENGINE.tag(pieces, lengths)
    assert len(tags) == len(pos) == len(pieces)
    assert set(pos) <= set(UPOS)
    assert set(tags) <= {row["tag"] for row in read_lexicon("vlsp_tags")} | {"X"}


def test_what_is_forbidden_does_not_happen() -> None:
    pieces, lengths = ["Đảng", "bộ", "tỉnh", "họp"], sizes(4)
    scores = ENGINE.scores(pieces, lengths).astype(np.float64)
    assert ENGINE.begins(scores, lengths).tolist() == [True, False, True, True]
    scores[1, JOINS] = scores[3, BEGINS] = -np.inf
    assert ENGINE.begins(scores, lengths).tolist() == [True, True, True, False]
    scores[0, BEGINS] = -np.inf
    assert ENGINE.begins(scores, lengths).tolist() == [True, True, True, False]


def test_an_engine_asked_often_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnpolnlp.words.reading._REMEMBERED", 6)
    monkeypatch.setattr("vnpolnlp.words.pieces._REMEMBERED", 6)
    engine = VnpolEngine()
    texts = ["Đảng bộ tỉnh họp bàn kinh tế.", "ĐẢNG BỘ TỈNH HỌP.", "Lung tung, lấp lánh, 12/5/2020."] * 3
    for text in texts:
        found, expected = (made.pieces(text, [(0, len(text))]) for made in (engine, VnpolEngine()))
        assert found.forms == expected.forms
        scores = engine.scores(found.forms, found.lengths)
        assert np.array_equal(scores, VnpolEngine().scores(found.forms, found.lengths))
        assert engine.tag(found.forms, found.lengths) == VnpolEngine().tag(found.forms, found.lengths)


# Plain cases.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đảng bộ tỉnh họp.", ["Đảng bộ", "tỉnh", "họp", "."]),
        ("kinh tế và xã hội", ["kinh tế", "và", "xã hội"]),
        ("Nhân dân phấn khởi.", ["Nhân dân", "phấn khởi", "."]),
        ("Họp ngày 25/10/2017 ở TP. Vinh.", ["Họp", "ngày", "25/10/2017", "ở", "TP. Vinh", "."]),
    ],
)
def test_plain_words(text: str, words: list[str]) -> None:
    pieces = ENGINE.pieces(text, [(0, len(text))])
    begins = ENGINE.begins(ENGINE.scores(pieces.forms, pieces.lengths), pieces.lengths).tolist()
    found: list[str] = []
    for form, begin in zip(pieces.forms, begins, strict=True):
        found[len(found) if begin else -1 :] = [form if begin else f"{found[-1]} {form}"]
    # A name after "TP." may be a word of its own.
    assert found in (words, [part for word in words for part in (word.split() if "TP." in word else [word])])


def test_plain_tags() -> None:
    words = ["Nhân dân", "phấn khởi", "và", "ủng hộ", "5", "nghị quyết", "."]
    tags, pos = ENGINE.tag(words, sizes(7))
    assert (tags[0], tags[-3:]) == ("N", ["M", "N", "CH"])
    assert (pos[0], pos[2], pos[-3:]) == ("NOUN", "CCONJ", ["NUM", "NOUN", "PUNCT"])


def test_capitals_are_tagged_as_small_letters() -> None:
    small = ["nhân dân", "ủng hộ", "nghị quyết", "của", "UBND"]
    capitals = [word.upper() for word in small]
    assert ENGINE.tag(capitals, sizes(5)) == ENGINE.tag(small, sizes(5))
    assert ENGINE.tag(["HỌP", *small, *capitals], sizes(1, 5, 5))[0][1:6] == ENGINE.tag(small, sizes(5))[0]


@pytest.mark.parametrize("word", ["XIII", "UBND", "THCS"])
def test_an_abbreviation_in_capitals_is_not_put_in_small_letters(word: str) -> None:
    assert vnpol._small(["HỘI NGHỊ", "LẦN", word], sizes(3)) == ["hội nghị", "lần", word]
    assert vnpol._small(["họp", "ĐẢNG", word], sizes(3)) == ["họp", "ĐẢNG", word]


def test_no_sentence_is_no_work() -> None:
    for lengths in (sizes(), sizes(0), sizes(0, 0)):
        engine = VnpolEngine()
        assert engine.scores([], lengths).shape == (0, 2)
        assert engine.begins(engine.scores([], lengths), lengths).tolist() == []
        assert engine.tag([], lengths) == ([], [])
    assert ENGINE.pieces("", []).forms == []


def test_what_is_read_of_words_has_the_columns_that_are_named() -> None:
    rows = np.array([read_word(word) for word in ("nghị quyết", "họp")])
    found = word_columns(rows, sizes(2), EMPTY)
    assert set(found) == {*WORD_COLUMNS, "class"}
    assert found["class"].tolist() == [0, 0]


def test_a_decomposed_text_is_read_as_it_is_without_error() -> None:
    text = unicodedata.normalize("NFD", "Đảng bộ tỉnh họp.")
    pieces = ENGINE.pieces(text, [(0, len(text))])
    assert "".join(pieces.forms) == "".join(text.split())
    assert len(ENGINE.begins(ENGINE.scores(pieces.forms, pieces.lengths), pieces.lengths)) == len(pieces.forms)


def test_the_fingerprint_is_that_of_the_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ENGINE.fingerprint == hashlib.sha256(vnpol.WEIGHTS.read_bytes()).hexdigest() == VnpolEngine().fingerprint
    monkeypatch.setattr(vnpol, "WEIGHTS", tmp_path / "none.npz")
    with pytest.raises(ConfigError, match=r"none\.npz: the weights of the engine 'vnpol' cannot be read"):
        vnpol._digest_of_weights.__wrapped__()


# Other processes.


def test_the_engine_pickles_small_before_and_after_use() -> None:
    engine = VnpolEngine()
    before = pickle.dumps(engine)
    words = [f"từ{number}" for number in range(2000)]
    expected = engine.tag(words, sizes(2000)), engine.scores(words, sizes(2000)).tolist()
    after = pickle.dumps(engine)
    assert max(len(before), len(after)) < 1000
    for data in (before, after):
        copy: VnpolEngine = pickle.loads(data)
        assert (copy.tag(words, sizes(2000)), copy.scores(words, sizes(2000)).tolist()) == expected


def test_importing_and_making_the_engine_loads_no_weights_and_no_underthesea() -> None:
    code = (
        "import sys; from vnpolnlp.words import vnpol; e = vnpol.VnpolEngine(); e.pieces('Họp.', [(0, 4)]);"
        "assert not vnpol._shipped_models.cache_info().currsize;"
        "import numpy; e.tag(['họp'], numpy.array([1]));"
        "sys.exit('underthesea' in sys.modules or 'underthesea_core' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_shipped_weights_fit_the_code() -> None:
    models = Models.of(StoredModels.load(vnpol.WEIGHTS))
    assert models.segmenter.labels == ("B", "I")
    assert all(label.count("/") == 1 and label.split("/")[1] in UPOS for label in models.tagger.labels)
    read = {column for template in models.segmenter.templates for column, _ in template.atoms}
    assert read <= {*PIECE_COLUMNS, "listed", "likeness"}
    read = {column for template in models.tagger.templates for column, _ in template.atoms}
    assert read <= {*WORD_COLUMNS, "class"}


def test_sums_of_the_shipped_weights_cannot_overflow() -> None:
    stored = StoredModels.load(vnpol.WEIGHTS)
    for chain in (stored.segmenter, stored.tagger):
        assert len(chain.templates) * 127 < np.iinfo(np.int16).max
        assert not chain.chain().weights[0].any()
