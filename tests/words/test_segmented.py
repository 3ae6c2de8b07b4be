"""Sentences in pieces with scores: cut where entities are, and where they are too long."""

from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.words import segmented as module
from vnpolnlp.words.engine import WORD_ENGINES, make_word_engine
from vnpolnlp.words.pieces import Pieces, PieceSplitter
from vnpolnlp.words.segmented import Segmented, segment, with_cuts
from vnpolnlp.words.vnpol import VnpolEngine, split_run

Ints = npt.NDArray[np.int64]
EVERY_ENGINE = pytest.mark.parametrize("engine", WORD_ENGINES)
ENGINE = VnpolEngine()


def segmented(text: str, *sentences: tuple[int, int]) -> Segmented:
    (found,) = segment(ENGINE, [text], [sentences or [(0, len(text))]])
    return found


def shown(pieces: Pieces) -> list[list[str]]:
    """The pieces of each sentence."""
    upto = np.cumsum(pieces.lengths).tolist()
    return [pieces.forms[start:end] for start, end in zip([0, *upto], upto, strict=False)]


def places(*cuts: int) -> Ints:
    return np.array(cuts, dtype=np.int64)


def test_no_cuts_change_nothing() -> None:
    given_ = segmented("Đảng bộ tỉnh họp.")
    pieces, scores, follows = with_cuts(given_, places())
    assert pieces is given_.pieces
    assert scores is given_.scores
    assert not follows.any()


@pytest.mark.parametrize(
    ("cuts", "forms", "follows"),
    [
        ([0], ["Ở", "UBNDTP", "họp"], [1, 0, 0]),
        ([1], ["Ở", "UBNDTP", "họp"], [0, 1, 0]),
        ([2], ["Ở", "UBNDTP", "họp"], [0, 1, 0]),
        ([6], ["Ở", "UBND", "TP", "họp"], [0, 0, 1, 0]),
        ([3, 6], ["Ở", "U", "BND", "TP", "họp"], [0, 0, 1, 1, 0]),
        ([2, 3, 4, 5, 6, 7], ["Ở", "U", "B", "N", "D", "T", "P", "họp"], [0, 1, 1, 1, 1, 1, 1, 0]),
        ([6, 10], ["Ở", "UBND", "TP", "h", "ọp"], [0, 0, 1, 0, 1]),
        ([8], ["Ở", "UBNDTP", "họp"], [0, 0, 1]),
        ([12], ["Ở", "UBNDTP", "họp"], [0, 0, 0]),
    ],
)
def test_pieces_are_cut_where_they_must(cuts: list[int], forms: list[str], follows: list[int]) -> None:
    text = "Ở UBNDTP họp"
    pieces, scores, found = with_cuts(segmented(text), places(*cuts))
    assert pieces.forms == forms
    assert [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)] == forms
    assert found.tolist() == list(map(bool, follows))
    assert len(scores) == len(forms)
    assert pieces.lengths.tolist() == [len(forms)]


def test_a_part_after_a_cut_has_no_scores_and_the_others_keep_theirs() -> None:
    given_ = segmented("Ở UBNDTP họp")
    _, scores, _ = with_cuts(given_, places(3, 6))
    assert scores[[0, 1, 4]].tolist() == given_.scores.tolist()
    assert scores[[2, 3]].tolist() == [[0.0, 0.0]] * 2


def test_what_is_cut_is_cut_in_its_own_sentence() -> None:
    text = "Ở UBND.Tỉnh uỷ.Họp"
    given_ = segmented(text, (0, 7), (7, 7), (7, 15), (15, 18))
    before = shown(given_.pieces)
    assert before == [["Ở", "UBND", "."], [], ["Tỉnh", "uỷ", "."], ["Họp"]]
    pieces, _, _ = with_cuts(given_, places(3, 4, 8, 16))
    assert shown(pieces) == [["Ở", "U", "B", "ND", "."], [], ["T", "ỉnh", "uỷ", "."], ["H", "ọp"]]
    assert shown(given_.pieces) == before


@settings(max_examples=200)
@given(text=st.text("abĐ. \n", max_size=30), cuts=st.sets(st.integers(0, 32), max_size=10), data=st.data())
def test_cut_pieces_are_those_of_the_text_cut_there(text: str, cuts: set[int], data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    sentences = list(zip(bounds[::2], bounds[1::2], strict=False))
    given_ = segmented(text, *(sentences or [(0, 0)]))
    pieces, scores, follows = with_cuts(given_, places(*sorted(cuts)))
    assert [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)] == pieces.forms
    assert "".join(pieces.forms) == "".join(given_.pieces.forms)
    wanted = set(given_.pieces.starts.tolist()) | {
        cut
        for cut in cuts
        for start, end in zip(given_.pieces.starts, given_.pieces.ends, strict=True)
        if start < cut < end
    }
    assert pieces.starts.tolist() == sorted(wanted)
    assert len(scores) == len(follows) == pieces.lengths.sum() == len(pieces.forms)
    first_after = {min((start for start in wanted if start >= cut), default=-1) for cut in cuts} - {-1}
    assert set(pieces.starts[follows].tolist()) == first_after
    assert all("".join(cut) == "".join(whole) for cut, whole in zip(shown(pieces), shown(given_.pieces), strict=True))


# Long sentences.


def split(text: str) -> Pieces:
    return PieceSplitter(split_run)(text, [(0, len(text))])


def test_a_long_sentence_is_cut_after_its_last_mark_in_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_PIECES", 6)
    found = module._in_passages(split("a b c , d e f g h i j k l , m n o"))
    assert [" ".join(part) for part in shown(found)] == ["a b c ,", "d e f g h i", "j k l ,", "m n o"]


@pytest.mark.parametrize(("size", "parts"), [(0, [0]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_without_marks_it_is_cut_where_it_must(size: int, parts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_PIECES", 6)
    assert module._in_passages(split("a " * size)).lengths.tolist() == parts


@settings(max_examples=100)
@given(st.lists(st.text("ab ,", max_size=40), max_size=5))
def test_passages_are_the_same_pieces_in_parts_that_are_not_too_long(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MAX_PIECES", 6)
        joined = "".join(texts)
        upto = np.cumsum([0, *map(len, texts)]).tolist()
        given_ = PieceSplitter(split_run)(joined, list(pairwise(upto)))
        found = module._in_passages(given_)
    assert found.forms == given_.forms
    assert found.lengths.max(initial=0) <= 6
    assert set(np.cumsum(given_.lengths).tolist()) <= set(np.cumsum(found.lengths).tolist())


@EVERY_ENGINE
def test_work_grows_with_the_text_and_not_with_its_sentences(engine: str) -> None:
    """What an engine is given at once as one sentence is bounded, however long a line is."""
    (found,) = segment(make_word_engine(engine), ["họp " * 5000], [[(0, 20_000)]])
    assert found.pieces.lengths.sum() == 5000
    assert found.pieces.lengths.max() <= module._MAX_PIECES


# Several texts.


@EVERY_ENGINE
def test_texts_are_segmented_together_as_alone(engine: str) -> None:
    made = make_word_engine(engine)
    texts = ["Đảng bộ tỉnh họp.", "", "lung tung, lấp lánh", "tung lung", " \n"]
    spans = [[(0, 7), (8, 17)], [], [(0, 9), (9, 19)], [(0, 9)], [(0, 2)]]
    together = list(segment(made, texts, spans))
    for text, sentences, found in zip(texts, spans, together, strict=True):
        (alone,) = segment(made, [text], [sentences])
        assert shown(found.pieces) == shown(alone.pieces)
        assert np.allclose(found.scores, alone.scores, rtol=0, atol=1e-9)
        assert found.begins.tolist() == alone.begins.tolist()
        assert found.word_starts == alone.word_starts


@EVERY_ENGINE
def test_no_texts_are_no_work(engine: str) -> None:
    assert list(segment(make_word_engine(engine), [], [])) == []


def test_word_starts_are_where_words_begin() -> None:
    assert segmented("Đảng bộ tỉnh họp.").word_starts == {0, 8, 13, 16}


def test_a_pickled_segmentation_says_the_same() -> None:
    given_ = segmented("Đảng bộ tỉnh họp.")
    assert given_.word_starts
    copy: Segmented = pickle.loads(pickle.dumps(given_))
    assert (copy.pieces.forms, copy.word_starts) == (given_.pieces.forms, given_.word_starts)
    assert copy.engine.tag(["họp"], places(1)) == given_.engine.tag(["họp"], places(1))
