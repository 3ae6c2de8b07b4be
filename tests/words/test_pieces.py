"""Pieces: every visible character in one of them, in order, whatever the text, and as fast for any text."""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import HOSTILE, NASTY, strings

from vnpolnlp.adapters import underthesea
from vnpolnlp.words import pieces as module
from vnpolnlp.words import vnpol
from vnpolnlp.words.pieces import Pieces, PieceSplitter, Splitter

SPLITTERS = {"vnpol": vnpol.split_run, "underthesea": underthesea.split_run}
EVERY_SPLITTER = pytest.mark.parametrize("split", SPLITTERS.values(), ids=SPLITTERS.keys())

Spans = list[tuple[int, int]]


def rows(pieces: Pieces) -> list[tuple[int, int, str]]:
    return list(zip(pieces.starts.tolist(), pieces.ends.tolist(), pieces.forms, strict=True))


def same(left: Pieces, right: Pieces) -> bool:
    return rows(left) == rows(right) and left.lengths.tolist() == right.lengths.tolist()


def slow_forms(split: Splitter, sentence: str) -> list[str]:
    """The pieces of a sentence, by splitting at white space and then run by run."""
    runs = sentence.split()
    return [piece for number, run in enumerate(runs, start=1) for piece in split(run, number == len(runs))]


@st.composite
def texts_with_sentences(draw: st.DrawFn) -> tuple[str, Spans]:
    """Any string, and sentences in it that may be empty, touch each other or cut a word."""
    text = draw(strings)
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    if draw(st.booleans()):
        return text, list(pairwise(bounds))  # one right after the other
    return text, list(zip(bounds[::2], bounds[1::2], strict=False))


@EVERY_SPLITTER
@settings(max_examples=150)
@given(drawn=texts_with_sentences())
def test_pieces_are_those_of_each_sentence_run_by_run(split: Splitter, drawn: tuple[str, Spans]) -> None:
    text, sentences = drawn
    expected = [slow_forms(split, text[start:end]) for start, end in sentences]
    found = PieceSplitter(split)(text, sentences)
    assert found.lengths.tolist() == [len(forms) for forms in expected]
    assert found.forms == [form for forms in expected for form in forms]


@EVERY_SPLITTER
@settings(max_examples=150)
@given(drawn=texts_with_sentences())
def test_pieces_cover_every_visible_character_in_order(split: Splitter, drawn: tuple[str, Spans]) -> None:
    text, sentences = drawn
    found = rows(PieceSplitter(split)(text, sentences))
    assert all(text[start:end] == form for start, end, form in found)
    covered = [at for start, end, _ in found for at in range(start, end)]
    visible = [at for start, end in sentences for at in range(start, end) if not text[at].isspace()]
    assert covered == visible


@EVERY_SPLITTER
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_nasty_text_is_covered(split: Splitter, text: str) -> None:
    assert "".join(PieceSplitter(split)(text, [(0, len(text))]).forms) == "".join(text.split())


@pytest.mark.parametrize("space", [chr(at) for at in range(0x110000) if chr(at).isspace()], ids=ascii)
def test_all_white_space_divides_and_is_in_no_piece(space: str) -> None:
    text = f"{space}họp{space}{space}bàn{space}"
    assert rows(PieceSplitter(vnpol.split_run)(text, [(0, len(text))])) == [(1, 4, "họp"), (6, 9, "bàn")]


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u2060", "\ud800", "\U0010ffff", "\0", "\u180e"], ids=ascii)
def test_what_is_no_white_space_is_in_a_piece(char: str) -> None:
    text = f"a {char} b"
    assert PieceSplitter(vnpol.split_run)(text, [(0, len(text))]).forms == ["a", char, "b"]


@EVERY_SPLITTER
def test_a_sentence_may_cut_a_word_and_only_the_last_run_of_it_is_final(split: Splitter) -> None:
    found = PieceSplitter(split)("Ở TP. Vinh", [(0, 4), (4, 5), (5, 5), (6, 10)])
    assert rows(found) == [(0, 1, "Ở"), (2, 4, "TP"), (4, 5, "."), (6, 10, "Vinh")]
    assert found.lengths.tolist() == [2, 1, 0, 1]
    assert PieceSplitter(split)("TP. Vinh", [(0, 8)]).forms == ["TP.", "Vinh"]
    assert PieceSplitter(split)("TP. Vinh", [(0, 3), (3, 8)]).forms == ["TP", ".", "Vinh"]


@pytest.mark.parametrize("sentences", [[], [(0, 0)], [(0, 0), (0, 0)]])
def test_an_empty_text_has_no_pieces(sentences: Spans) -> None:
    found = PieceSplitter(vnpol.split_run)("", sentences)
    assert rows(found) == []
    assert found.lengths.tolist() == [0] * len(sentences)


# What is remembered.


class Counting:
    """Splits as vnpol does, and counts how often it is asked for each run."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, bool]] = Counter()

    def __call__(self, run: str, final: bool) -> Sequence[str]:
        self.asked[run, final] += 1
        return vnpol.split_run(run, final)


def test_each_run_is_split_once_as_final_and_once_as_not() -> None:
    split = Counting()
    splitter = PieceSplitter(split)
    for _ in range(5):
        splitter("TP. họp họp TP.", [(0, 15)])
        splitter("họp TP. họp", [(0, 11)])
    assert split.asked == {("TP.", False): 1, ("họp", False): 1, ("TP.", True): 1, ("họp", True): 1}


def test_long_runs_are_not_remembered() -> None:
    split = Counting()
    splitter = PieceSplitter(split)
    run = "x" * 1000
    for _ in range(3):
        assert splitter(f"{run} {run}", [(0, 2001)]).forms == [run, run]
    assert split.asked[run, True] == 3
    assert not splitter._inner
    assert not splitter._final


@settings(max_examples=100)
@given(st.lists(texts_with_sentences(), max_size=6))
def test_what_is_remembered_never_changes_the_answer(drawn: list[tuple[str, Spans]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_REMEMBERED", 4)
        remembering = PieceSplitter(vnpol.split_run)
        for text, sentences in drawn * 2:
            assert same(remembering(text, sentences), PieceSplitter(vnpol.split_run)(text, sentences))


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 100)
    splitter = PieceSplitter(vnpol.split_run)
    for number in range(50):
        text = " ".join(f"r{number}x{at}" for at in range(20))
        splitter(text, [(0, len(text))])
    assert len(splitter._inner) + len(splitter._final) <= 2 * (100 + 20)


def test_a_copy_remembers_nothing_and_splits_the_same() -> None:
    splitter = PieceSplitter(vnpol.split_run)
    text = " ".join(map(str, range(10_000)))
    expected = splitter(text, [(0, len(text))])
    data = pickle.dumps(splitter)
    assert len(data) < 200
    assert same(pickle.loads(data)(text, [(0, len(text))]), expected)


# The pieces of a run.


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("họp", "họp"),
        ("họp.", "họp ."),
        ("(UBND),", "( UBND ) ,"),
        ("21-NQ/TW", "21-NQ/TW"),
        ("KT-XH;", "KT-XH ;"),
        ("25/10/2017.", "25/10/2017 ."),
        ("1.250,5", "1.250,5"),
        ("15:30", "15:30"),
        ("-5", "-5"),
        ("12%", "12%"),
        ("%", "%"),
        ("TP.HCM", "TP.HCM"),
        ("V.I.Lênin", "V.I.Lênin"),
        ("H'Mông", "H'Mông"),
        ("H’Hen", "H’Hen"),
        ("dangcongsan.vn,", "dangcongsan.vn ,"),
        ("họp.Bàn", "họp . Bàn"),
        ("https://a.vn/b?c=1,", "https://a.vn/b?c=1 ,"),
        ("www.a.vn.", "www.a.vn ."),
        ("a.b@c.vn", "a.b@c.vn"),
        ("a@b", "a @ b"),
        ("...", "..."),
        ("?!!", "? !!"),
        ("“Tốt”.", "“ Tốt ” ."),
        ("-", "-"),
        ("họp-", "họp -"),
        ("a\u0323\u0302b", "a\u0323\u0302b"),
        ("\u0301", "\u0301"),
        (".\u0301", ". \u0301"),
        ("a_b", "a_b"),
    ],
)
def test_the_pieces_of_a_run(run: str, pieces: str) -> None:
    assert vnpol.split_run(run, True) == pieces.split(" ")
    assert vnpol.split_run(run, False) == pieces.split(" ")


@pytest.mark.parametrize("run", ["TP.", "Tp.", "ThS.", "PGS.", "A.", "(TP."])
def test_a_stop_belongs_to_an_abbreviation_unless_it_ends_the_sentence(run: str) -> None:
    assert vnpol.split_run(run, False)[-1] == run.lstrip("(")
    assert vnpol.split_run(run, True)[-2:] == [run.lstrip("(")[:-1], "."]


@pytest.mark.parametrize("run", ["họp.", "UBND.", "12.", "TP..", "TP.,"])
def test_a_stop_after_anything_else_is_a_piece(run: str) -> None:
    assert vnpol.split_run(run, False) == vnpol.split_run(run, True)
    assert len(vnpol.split_run(run, False)) > 1


RUNS = st.text(st.sampled_from("aĐ1.,:;/-+'’@%()“…_wht\u0301\u0323\ud800x") | st.characters(), min_size=1, max_size=30)


@EVERY_SPLITTER
@settings(max_examples=300)
@given(run=RUNS.map(lambda text: "".join(text.split())).filter(bool), final=st.booleans())
def test_the_pieces_of_a_run_are_all_of_it_and_none_is_empty(split: Splitter, run: str, final: bool) -> None:
    found = split(run, final)
    assert "".join(found) == run
    assert all(found)


@EVERY_SPLITTER
@settings(max_examples=100)
@given(letters=st.text("aơđTP", min_size=1, max_size=4), marks=st.text("\u0300\u0301\u0309\u0323\u0302", max_size=4))
def test_marks_stay_with_their_letter(split: Splitter, letters: str, marks: str) -> None:
    assert split(letters + marks, True) == [letters + marks]


# Time.

REPEATED = {
    "addresses": "http://",
    "addresses that end in marks": "http://a.!?.",
    "openings of addresses": "www.",
    "marks of an address": "www....",
    "mail": "a@",
    "mail with stops": "a.b@c.",
    "letters": "a",
    "stops": ".",
    "letters and stops": "a.",
    "capitals and stops": "A.",
    "dashes": "a-",
    "numbers": "1.",
    "apostrophes": "'",
    "marks": "\u0301",
    "brackets": "((",
    "underscores": "_",
    "surrogates": "\ud800",
}


@EVERY_SPLITTER
@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED.keys())
def test_a_long_run_takes_linear_time(split: Splitter, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        splitter = PieceSplitter(split)
        started = time.process_time()
        found = splitter(text, [(0, len(text))])
        spent = time.process_time() - started
        assert "".join(found.forms) == text
        return spent

    def fastest(size: int) -> float:
        return min(seconds(size) for _ in range(3))

    assert fastest(1 << 16) < 12 * max(fastest(1 << 14), 0.02)  # linear is 4 times, quadratic 16


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_megabyte_is_split(text: str) -> None:
    found = PieceSplitter(vnpol.split_run)(text, [(0, len(text))])
    assert "".join(found.forms) == "".join(text.split())
