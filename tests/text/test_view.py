"""The view and its map to the raw text. All texts are made up."""

from __future__ import annotations

import pickle
import textwrap
import time
import unicodedata
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nasty import HOSTILE, NASTY, strings

from vnpolnlp.text.view import View

EVERY_NASTY_TEXT = pytest.mark.parametrize("raw", NASTY.values(), ids=NASTY.keys())


def spans(view: View) -> list[tuple[int, int]]:
    """The raw span of each character."""
    return [view.to_raw(at, at + 1) for at in range(len(view.text))]


# What every view keeps.


def check_maps(raw: str) -> None:
    view = View.of(raw)
    found = spans(view)
    assert all(0 <= start < end <= len(raw) for start, end in found)
    assert found == sorted(found)
    assert all(after == before or after[0] >= before[1] for before, after in pairwise(found))
    covered = {at for start, end in found for at in range(start, end)}
    left_out = "".join(raw[at] for at in range(len(raw)) if at not in covered)
    assert View.of(left_out).text.strip("\n") == ""  # only what cannot be seen is left out


@given(strings)
def test_maps_rise_and_every_character_stands_for_some_raw_text(raw: str) -> None:
    check_maps(raw)


@EVERY_NASTY_TEXT
def test_maps_rise_on_nasty_text(raw: str) -> None:
    check_maps(raw)


@given(strings, st.data())
def test_a_raw_span_comes_back_covering_what_is_visible_of_it(raw: str, data: st.DataObject) -> None:
    view = View.of(raw)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    view_start, view_end = view.from_raw(start, end)
    assert 0 <= view_start <= view_end <= len(view.text)
    back_start, back_end = view.to_raw(view_start, view_end)
    assert 0 <= back_start <= back_end <= len(raw)
    inside = [at for at, (first, last) in enumerate(spans(view)) if first < end and last > start]
    if start < end and inside:
        assert (view_start, view_end) == (inside[0], inside[-1] + 1)
        assert back_start <= max(start, spans(view)[inside[0]][0])
        assert back_end >= min(end, spans(view)[inside[-1]][1])
    else:
        assert view_start == view_end


@given(strings, st.data())
def test_a_view_span_comes_back_or_grows_to_whole_letters(raw: str, data: st.DataObject) -> None:
    view = View.of(raw)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    raw_span = view.to_raw(start, end)
    back_start, back_end = view.from_raw(*raw_span)
    if start < end:
        assert back_start <= start < end <= back_end
        assert view.to_raw(back_start, back_end) == raw_span


@given(strings)
def test_the_map_of_many_spans_is_that_of_each(raw: str) -> None:
    view = View.of(raw)
    at = np.arange(len(view.text))
    starts, ends = view.to_raw_columns(at, at + 1)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == spans(view)


# One view for all forms of a text.


@given(strings)
@example("e\u200b\u0301")
@example("\u1112\u200b\u1161")
@example("\u0958")
@example("hoa\u0300\u0301")
def test_the_view_of_a_view_is_the_same(raw: str) -> None:
    text = View.of(raw).text
    assert View.of(text).text == text


@EVERY_NASTY_TEXT
def test_the_view_of_a_view_is_the_same_on_nasty_text(raw: str) -> None:
    text = View.of(raw).text
    assert View.of(text).text == text


@given(strings)
@example("e\u0301\u0302 x\u0301\u0323 \u0301\u0323")
@example("\u212bngström \u0344 \U0001d15e \U000110ab \ufb1d")
def test_all_unicode_forms_have_one_view(raw: str) -> None:
    text = View.of(raw).text
    assert View.of(unicodedata.normalize("NFC", raw)).text == text
    assert View.of(unicodedata.normalize("NFD", raw)).text == text


def test_every_character_of_unicode_has_one_view() -> None:
    chars = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    different = [
        char
        for char in chars
        if not unicodedata.is_normalized("NFD", char)
        and View.of("a" + char).text != View.of("a" + unicodedata.normalize("NFD", char)).text
    ]
    assert different == []


@given(strings.map(lambda text: text.replace("\r", "")))
def test_line_ends_of_two_characters_have_the_same_view(raw: str) -> None:
    assert View.of(raw.replace("\n", "\r\n")).text == View.of(raw).text
    assert View.of(raw.replace("\n", "\r")).text == View.of(raw).text


@given(strings)
def test_doubled_spaces_have_the_same_view(raw: str) -> None:
    assert View.of(raw.replace(" ", "  ")).text == View.of(raw).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Đảng  bộ", "Đảng bộ", id="two_spaces"),
        pytest.param("Đảng\u00a0bộ\tcơ\u3000sở", "Đảng bộ cơ sở", id="other_spaces"),
        pytest.param("Đảng \n bộ", "Đảng\nbộ", id="spaces_around_a_line_end"),
        pytest.param("a\r\nb\rc\u2028d\u2029e\x85f\x0cg", "a\nb\nc\nd\ne\nf\ng", id="line_ends"),
        pytest.param("a\r\n\r\nb", "a\n\nb", id="blank_line"),
        pytest.param("\ufeffTỉ\u200bnh\u200d ủ\u00ady", "Tỉnh ủy", id="invisible_characters"),
        pytest.param("Đảng\u200b \u200bbộ", "Đảng bộ", id="invisible_characters_around_a_space"),
        pytest.param("Ðảng \u0189ảng ðảng", "Đảng Đảng đảng", id="look_alikes_of_đ"),
        pytest.param("23–NQ∕TW 24—NQ／TW", "23-NQ∕TW 24-NQ/TW", id="dashes_and_strokes"),
        pytest.param("Nghi\u0323 quye\u0302\u0301t", "Nghị quyết", id="decomposed"),
        pytest.param(
            "Nghi\u0323 quye\u0301\u0302t tru\u031bo\u0300\u031bng", "Nghị quyết trường", id="tone_before_shape"
        ),
        pytest.param("ngh\u1ecb quyê\u0301t", "nghị quyết", id="half_composed"),
        pytest.param("quye\u200b\u0302\u200b\u0301t", "quyết", id="invisible_characters_before_marks"),
        pytest.param("a \u0301b", "a \u0301b", id="mark_on_a_space_stays_apart"),
        pytest.param("x\u0301", "x\u0301", id="letter_without_a_composed_form"),
        pytest.param("\u212bngström", "Ångström", id="singleton"),
        pytest.param("\u1112\u1161\u11ab", "한", id="Hangul"),
        pytest.param("❤\ufe0f 👨\u200d👩", "❤ 👨👩", id="emoji"),
        pytest.param("Hoà Bình, Tỉnh uỷ", "Hòa Bình, Tỉnh ủy", id="tone_placement"),
    ],
)
def test_the_view_writes_one_way(raw: str, text: str) -> None:
    assert View.of(raw).text == text


@pytest.mark.parametrize(
    ("raw", "found", "surface"),
    [
        pytest.param("Họp Ti\u0309nh u\u0309y mở rộng", "Tỉnh ủy", "Ti\u0309nh u\u0309y", id="decomposed"),
        pytest.param("Họp Tỉnh \u00a0 uỷ mở rộng", "Tỉnh ủy", "Tỉnh \u00a0 uỷ", id="spaces_inside"),
        pytest.param("Họp  Tỉnh ủy  mở rộng", "Tỉnh ủy", "Tỉnh ủy", id="spaces_around"),
        pytest.param("Họp\r\nTỉnh ủy\r\nmở", "Tỉnh ủy", "Tỉnh ủy", id="line_ends_around"),
        pytest.param("\u200bTỉ\u200bnh ủy\u200b mở", "Tỉnh ủy", "Tỉ\u200bnh ủy", id="invisible_characters"),
        pytest.param("👨\u200d👩 Tỉnh ủy", "Tỉnh ủy", "Tỉnh ủy", id="emoji_before"),
    ],
)
def test_spans_cover_the_raw_letters_and_no_more(raw: str, found: str, surface: str) -> None:
    view = View.of(raw)
    start = view.text.index(found)
    assert view.raw_slice(start, start + len(found)) == surface


@pytest.mark.parametrize("raw", ["Nghị quyết số 21-NQ/TW.\nTỉnh ủy họp.", "Tỉnh uỷ – Ðảng\u00a0bộ"])
def test_text_of_the_same_length_needs_no_maps(raw: str) -> None:
    view = View.of(raw)
    assert view.starts is None
    assert view.to_raw(2, 5) == view.from_raw(2, 5) == (2, 5)


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 99)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    for view in (View.of("Tỉnh ủy"), View.of("Tỉnh  ủy")):
        with pytest.raises(ValueError, match="outside a"):
            view.to_raw(*span)
        with pytest.raises(ValueError, match="outside a"):
            view.from_raw(*span)


def test_views_pickle_and_are_equal_by_their_texts() -> None:
    view = View.of("Tỉnh  uỷ")
    copy = pickle.loads(pickle.dumps(view))
    assert copy == view
    assert copy.to_raw(5, 7) == (6, 8)


# Lines broken at the width of a page.

PARAGRAPHS = [
    "Sáng 16/6, tại trụ sở, ban thường vụ họp phiên thường kỳ để nghe báo cáo về kết quả thực hiện nhiệm vụ phát triển "
    "kinh tế, bảo đảm an sinh xã hội và công tác xây dựng hệ thống chính trị ở cơ sở trong sáu tháng đầu năm, đồng "
    "thời bàn những việc phải làm ngay trong thời gian tới để bà con yên tâm sản xuất.",
    "Phát biểu kết luận, người chủ trì yêu cầu các địa phương rà soát từng việc, giao rõ người, rõ thời hạn, không để "
    "hồ sơ của dân nằm lại quá lâu; nơi nào còn đùn đẩy thì người đứng đầu nơi đó phải chịu trách nhiệm trước tập thể "
    "và trước nhân dân trong vùng.",
]  # fmt: skip


@pytest.mark.parametrize("width", [45, 60, 72, 90, 110])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_lines_broken_at_a_page_width_are_joined(width: int, form: Literal["NFC", "NFD"], line_end: str) -> None:
    wrapped = line_end.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert View.of(unicodedata.normalize(form, wrapped)).text == "\n".join(PARAGRAPHS)


def test_blank_lines_between_paragraphs_stay() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    assert View.of(wrapped).text == "\n\n".join(PARAGRAPHS)


def test_items_and_articles_of_a_document_begin_lines() -> None:
    items = [f"{label} {PARAGRAPHS[1]}" for label in ("-", "1.", "a)", "Điều 3.", "II.", "+")]
    wrapped = "\n".join(textwrap.fill(item, 80) for item in items)
    assert View.of(wrapped).text == "\n".join(items)


def test_letterheads_in_capitals_stay_apart_from_wrapped_text() -> None:
    head = "ĐẢNG BỘ HUYỆN CỜ ĐỎ\nBAN THƯỜNG VỤ HUYỆN ỦY\n*\nSố 12-NQ/HU\n"
    wrapped = head + "\n".join(textwrap.fill(paragraph, 80) for paragraph in PARAGRAPHS)
    assert View.of(wrapped).text == head + "\n".join(PARAGRAPHS)


def test_a_wrapped_sentence_maps_to_the_raw_text() -> None:
    raw = "\r\n".join(textwrap.fill(paragraph, 60) for paragraph in PARAGRAPHS).replace("\r\n", "\n")
    view = View.of(raw)
    start = view.text.index("bảo đảm an sinh xã hội")
    assert " ".join(view.raw_slice(start, start + 22).split()) == "bảo đảm an sinh xã hội"


def with_a_break(broken: str) -> str:
    """Wrapped paragraphs with a full line that ends at the ``|`` of a text; the next line goes on with it."""
    lines = textwrap.wrap(PARAGRAPHS[0], 72)
    before, after = broken.split("|")
    lines.insert(2, f"và các cấp, các ngành, các địa phương đều phải theo {before}")
    lines[3] = f"{after} {lines[3]}"
    return "\n".join([*lines, *textwrap.wrap(PARAGRAPHS[1], 72)])


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        ("Nghị quyết số 21-|NQ/TW", "Nghị quyết số 21-NQ/TW"),
        ("chủ nghĩa Mác-|Lênin", "chủ nghĩa Mác-Lênin"),
        ("nhiệm kỳ 2020–|2025", "nhiệm kỳ 2020-2025"),
        ("nhiệm kỳ 2020 -|2025", "nhiệm kỳ 2020 - 2025"),
        ("nước Ác-hen-|ti-na", "nước Ác-hen-ti-na"),
        ("các địa phương|trong tỉnh", "các địa phương trong tỉnh"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_is_broken_after_a_hyphen_is_one_again(broken: str, seen: str, line_end: str) -> None:
    raw = with_a_break(broken).replace("\n", line_end)
    view = View.of(raw)
    assert seen in view.text
    start = view.text.index(seen)
    assert view.raw_slice(start, start + len(seen)) == broken.replace("|", line_end)


def test_a_hyphen_at_the_end_of_a_line_of_a_table_stays() -> None:
    raw = "Mã 21-\nNQ/TW\nMã 22-\nKL/TW\nMã 23-\nQĐ/TW"
    assert View.of(raw).text == raw


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("\n".join([
            "Con sông chảy giữa đôi bờ lúa chín vàng",
            "Mẹ về qua bến vắng chiều nay gió lộng",
            "Bao mùa nước nổi thuyền ai còn đợi mong",
            "Làng xưa vẫn đó mà người thì đi rất xa",
            "Ta về nghe lại tiếng gà gáy ban trưa đó",
            "Nghe trong đất thở hơi ấm của quê nhà ta",
            "Một đời tảo tần mẹ gánh cả mùa đông về",
            "Cho con khôn lớn giữa trời rộng bao la",
        ]), id="poem"),
        pytest.param("\n".join([
            "con sông chảy giữa đôi bờ lúa chín vàng",
            "mẹ về qua bến vắng chiều nay gió lộng",
            "bao mùa nước nổi thuyền ai còn đợi mong",
            "làng xưa vẫn đó mà người thì đi rất xa",
            "ta về nghe lại tiếng gà gáy ban trưa đó",
            "nghe trong đất thở hơi ấm của quê nhà",
        ]), id="poem_in_lower_case"),
        pytest.param("\n".join(
            f"- Đồng chí Nguyễn Văn {name}, Bí thư Đảng ủy xã, Trưởng đoàn kiểm tra số {at}"
            for at, name in enumerate("ABCDEGHI")
        ), id="list_with_dashes"),
        pytest.param("\n".join(
            f"Ông Nguyễn Văn {name}, Bí thư Đảng ủy xã, Trưởng đoàn kiểm tra số {at}"
            for at, name in enumerate("ABCDEGHI")
        ), id="list_of_people"),
        pytest.param("\n".join(
            f"{at}\tXã Phước {name}\t1.234 hộ\t56 hộ nghèo\t7,8%\tđạt chuẩn nông thôn mới"
            for at, name in enumerate("ABCDEGHI")
        ), id="table"),
        pytest.param("\n".join([
            "ỦY BAN NHÂN DÂN TỈNH BÌNH AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG Độc lập - Tự do - Hạnh phúc",
            "Số: 12/QĐ-SNNMT Bình An, ngày 16 tháng 6 năm 2025",
            "QUYẾT ĐỊNH",
            "Về việc phê duyệt kế hoạch trồng cây phân tán năm 2025",
            "GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        ]), id="letterhead"),
        pytest.param("\n".join(f"Câu thứ {word} đứng riêng một dòng và hết ở cuối dòng." for word in ("một", "hai",
                               "ba", "bốn", "năm", "sáu", "bảy", "tám")), id="one_sentence_a_line"),
        pytest.param("\n".join(textwrap.fill(PARAGRAPHS[1], 72).split("\n")[:4]), id="too_few_lines_to_tell"),
        pytest.param("\n".join(textwrap.fill(p, 30) for p in PARAGRAPHS), id="too_narrow_for_a_page"),
        pytest.param("\n".join(PARAGRAPHS * 4), id="one_paragraph_a_line"),
    ],
)  # fmt: skip
def test_lines_that_mean_something_are_not_joined(raw: str) -> None:
    assert View.of(raw).text.count("\n") == raw.count("\n")


lines = st.lists(
    st.sampled_from(["xã", "họp", "Bình", "An", "nói:", "-", "1.", "cán bộ", "nghị quyết.", "21-NQ/TW", "Mác-Lênin"]),
    max_size=30,
)


@given(st.lists(lines.map(" ".join), max_size=12).map("\n".join), st.integers(35, 125))
def test_the_view_of_a_view_is_the_same_for_wrapped_lines(raw: str, width: int) -> None:
    wrapped = "\n".join(textwrap.fill(line, width) for line in raw.split("\n"))
    text = View.of(wrapped).text
    assert text.replace("\n", "").replace(" ", "") == wrapped.replace("\n", "").replace(" ", "")
    assert View.of(text).text == text
    check_maps(wrapped)


# Time.


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_megabyte_takes_linear_time(raw: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        View.of(text).syllables  # noqa: B018
        return time.process_time() - start

    View.of("x\u0301")  # what is made once
    quarter = min(seconds(raw[: len(raw) // 4]) for _ in range(2))
    assert seconds(raw) < 16 * max(quarter, 0.05)  # quadratic would be 16 times, linear is 4
