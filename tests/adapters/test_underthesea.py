"""The contract with underthesea: its words and tags, with offsets; and the input on which its tokeniser hangs."""

import pickle
import sys
import time
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.adapters import underthesea as adapter
from vnpolnlp.adapters.underthesea import UndertheseaEngine

SENTENCES = [
    "Đảng bộ tỉnh tổ chức hội nghị quán triệt nghị quyết mới.",
    "Bí thư Tỉnh ủy Nguyễn Văn An phát biểu chỉ đạo tại buổi làm việc.",
    "Theo Nghị quyết số 18-NQ/TW ngày 25/10/2017, bộ máy phải tinh gọn.",
    'Ông nói: "Cán bộ phải gương mẫu, nói đi đôi với làm".',
    "Ủy ban nhân dân huyện (UBND) chi 1.250,5 tỷ đồng, tăng 12% so với năm 2021.",
    "TP. Hồ Chí Minh có 22 quận, huyện; dân số khoảng 9 triệu người.",
    "Xem thêm tại https://example.vn/tin-tuc?id=5 hoặc viết thư về toasoan@example.vn.",
    "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng họp ở Hà Nội.",
    "Mặt trận Tổ quốc và các đoàn thể chính trị - xã hội giám sát, phản biện xã hội.",
    "Quý III, GDP tăng 6,5%... nhưng xuất khẩu giảm!",
    "Nhân dân bàn, nhân dân kiểm tra, nhân dân thụ hưởng.",
    "Khóa họp sẽ bế mạc vào chiều 20-11 với sự có mặt của H'Hen Niê.",
]


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Offsets and form of the words, as the words stage joins them."""
    engine = UndertheseaEngine()
    spans = engine.pieces(text, 0, len(text))
    words: list[tuple[int, int, str]] = []
    begins = engine.segment([[text[a:b] for a, b in spans]])[0]
    for (start, end), begin in zip(spans, begins, strict=True):
        if begin:
            words.append((start, end, text[start:end]))
        else:
            words[-1] = words[-1][0], end, f"{words[-1][2]} {text[start:end]}"
    return words


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_those_of_word_tokenize_with_exact_offsets(text: str) -> None:
    import underthesea

    words = words_of(text)
    assert [form for _, _, form in words] == underthesea.word_tokenize(text, use_token_normalize=False)
    assert all("".join(text[a:b].split()) == form.replace(" ", "") for a, b, form in words)


@pytest.mark.parametrize("text", SENTENCES)
def test_tags_are_those_of_the_fast_pos_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import underthesea

    # underthesea 9.5.0 fails on the second call with this model (UnboundLocalError), so let every call be the first.
    monkeypatch.setattr(sys.modules["underthesea.pipeline.pos_tag"], "pos_model_v2", None)
    forms = [form for _, _, form in words_of(text)]
    theirs = underthesea.pos_tag(text, model="v2.0")
    assert forms == [form for form, _ in theirs]
    assert UndertheseaEngine().tag([forms]) == [[tag for _, tag in theirs]]


def test_a_batch_gives_what_single_sentences_give(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = UndertheseaEngine()
    batch = [[text[a:b] for a, b in engine.pieces(text, 0, len(text))] for text in SENTENCES]
    batch[3:3] = [[]]
    single = [engine.segment([pieces])[0] for pieces in batch]
    assert engine.segment(batch) == single
    monkeypatch.setattr(adapter, "_BATCH", 20)
    assert engine.segment(batch) == single
    assert engine.segment([]) == engine.tag([]) == []


def test_engine_pickles_before_and_after_loading() -> None:
    engine = UndertheseaEngine()
    before: UndertheseaEngine = pickle.loads(pickle.dumps(engine))
    assert before.tag([["họp"]]) == engine.tag([["họp"]])
    assert pickle.loads(pickle.dumps(engine)).tag([["họp"]]) == engine.tag([["họp"]])


def test_importing_the_adapter_does_not_import_underthesea() -> None:
    import subprocess

    code = "import sys, vnpolnlp.adapters.underthesea; sys.exit('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def pieces(text: str, start: int = 0, end: int | None = None) -> Sequence[str]:
    end = len(text) if end is None else end
    return [text[a:b] for a, b in UndertheseaEngine().pieces(text, start, end)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ba\u0303o", ["ba\u0303o"]),
        ("x\u0301y z", ["x\u0301y", "z"]),
        ("\u0301a", ["\u0301", "a"]),
        (".\u0301a", [".\u0301", "a"]),
        ("a \u0301b", ["a", "\u0301", "b"]),
    ],
)
def test_a_combining_mark_stays_with_its_letter(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_pieces_see_nothing_outside_the_span() -> None:
    assert pieces("Nghị quyết 18-NQ/TW", 11, 13) == ["18"]
    assert pieces("abc", 1, 1) == []


@pytest.mark.parametrize(
    "text",
    [
        "http://" + "." * 60,
        "xem vnn.vn/" + "!" * 60,
        "http://a" + "?!" * 40 + " b",
        "http://" + "(!)" * 20 + "!" * 20,
        "http://" + "()" * 40,
        "Mục 1 example.vn/" + "." * 80 + " 5",
        "a." * 20_000,
        "-." * 20_000,
        "1-" * 20_000,
        "x.vn/(" * 8_000,
        "a" * 200_000,
        "Đ" * 50_000 + "'",
    ],
    ids=lambda text: f"{text[:12]}x{len(text)}",
)
def test_pieces_take_little_time_where_the_pattern_alone_would_hang(text: str) -> None:
    started = time.perf_counter()
    spans = UndertheseaEngine().pieces(text, 0, len(text))
    assert time.perf_counter() - started < 3
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())


@settings(max_examples=300, deadline=2000)
@given(st.text(st.sampled_from("ab1.:/!?()[]\"',-_@x \n") | st.characters(exclude_categories=("Cs",)), max_size=120))
def test_pieces_cover_every_visible_character_once(text: str) -> None:
    spans = UndertheseaEngine().pieces(text, 0, len(text))
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())


@settings(max_examples=300, deadline=2000)
@given(st.text("http:/w.vn()!?.,;'\"[]{}ab", max_size=120).map("http://".__add__))
def test_addresses_that_end_in_marks_are_cheap(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_first_piece_of_a_sentence_begins_a_word() -> None:
    forms = [["thư", "ký"], ["."], ["\u0301"], unicodedata.normalize("NFD", "ký").split()]
    assert all(begins[0] for begins in UndertheseaEngine().segment(forms))
