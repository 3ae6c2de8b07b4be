"""Events: congresses, plenums, sessions, elections, anniversaries, wars, festivals. All sentences are made up."""

from __future__ import annotations

import unicodedata

import pytest
from entity_stage import check_linear_time, check_pickles, check_slices
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import Document
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.events import Events, find_meetings, find_named_events
from vnpolnlp.text.syllables import Syllables

STAGE = Events()


def events(text: str) -> list[str]:
    return [entity.text for entity in STAGE(Document(text)).entities]


# --- congresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "event"),
    [
        pytest.param("Chào mừng Đại hội XIII thành công.", "Đại hội XIII", id="number"),
        pytest.param("Trước thềm Đại hội 13, xã đổi mới.", "Đại hội 13", id="digits"),
        pytest.param(
            "Tại Đại hội Đảng lần thứ VII và VIII, ông dự.", "Đại hội Đảng lần thứ VII và VIII", id="two_numbers"
        ),
        pytest.param("Tại Đại hội XIII và Việt Nam.", "Đại hội XIII", id="a_country_is_no_number"),
        pytest.param(
            "Tại Đại hội lần thứ III của Đảng Lao động Việt Nam, ông dự.",
            "Đại hội lần thứ III của Đảng Lao động Việt Nam",
            id="former_name_of_the_party",
        ),
        pytest.param("Trình Đại hội XIV của Đảng xem xét.", "Đại hội XIV của Đảng", id="of_the_party"),
        pytest.param("Trình Đại hội lần thứ XIII của Đảng.", "Đại hội lần thứ XIII của Đảng", id="ordinal"),
        pytest.param("Trình Đại hội Đảng lần thứ XIII.", "Đại hội Đảng lần thứ XIII", id="party_congress"),
        pytest.param("Chuẩn bị Đại hội Đảng toàn quốc.", "Đại hội Đảng toàn quốc", id="national_without_number"),
        pytest.param("Chuẩn bị Đại hội Đảng bộ quân đội.", "Đại hội Đảng bộ quân đội", id="army_without_number"),
        pytest.param("Trình Đại hội Đảng XIII.", "Đại hội Đảng XIII", id="party_congress_number"),
        pytest.param("Từ Đại hội Đảng khóa XII, xã đổi mới.", "Đại hội Đảng khóa XII", id="term"),
        pytest.param("Trình đại hội XIII của Đảng.", "đại hội XIII của Đảng", id="lower_case"),
        pytest.param(
            "Tiến tới Đại hội đại biểu toàn quốc lần thứ XIV của Đảng.",
            "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng",
            id="national",
        ),
        pytest.param(
            "Tiến tới Đại hội Đảng toàn quốc lần thứ XIV.", "Đại hội Đảng toàn quốc lần thứ XIV", id="national_short"
        ),
        pytest.param(
            "CHÀO MỪNG ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV CỦA ĐẢNG",
            "ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV CỦA ĐẢNG",
            id="capitals",
        ),
        pytest.param(
            "Mừng Đại hội đại biểu Đảng bộ tỉnh lần thứ XX, xã thi đua.",
            "Đại hội đại biểu Đảng bộ tỉnh lần thứ XX",
            id="province",
        ),
        pytest.param(
            "Mừng Đại hội đại biểu Đảng bộ tỉnh Kon Tum lần thứ XVI, nhiệm kỳ 2020 - 2025.",
            "Đại hội đại biểu Đảng bộ tỉnh Kon Tum lần thứ XVI",
            id="province_by_name",
        ),
        pytest.param(
            "Mừng Đại hội lần thứ XX Đảng bộ tỉnh Kon Tum.", "Đại hội lần thứ XX Đảng bộ tỉnh Kon Tum", id="body_after"
        ),
        pytest.param("Mừng Đại hội XX của Đảng bộ tỉnh.", "Đại hội XX của Đảng bộ tỉnh", id="body_after_of"),
        pytest.param("Mừng Đại hội Đảng bộ xã lần thứ nhất thành công.", "Đại hội Đảng bộ xã lần thứ nhất", id="first"),
        pytest.param(
            "Mừng Đại hội Đảng bộ huyện nhiệm kỳ 2020-2025.",
            "Đại hội Đảng bộ huyện nhiệm kỳ 2020-2025",
            id="known_by_its_term",
        ),
        pytest.param(
            "Dự Đại hội Công đoàn Việt Nam lần thứ XIII, ông nói.",
            "Đại hội Công đoàn Việt Nam lần thứ XIII",
            id="union",
        ),
        pytest.param(
            "Dự Đại hội đại biểu Hội Nông dân tỉnh lần thứ X.",
            "Đại hội đại biểu Hội Nông dân tỉnh lần thứ X",
            id="farmers",
        ),
        pytest.param("Dự Đại hội thi đua yêu nước lần thứ V.", "Đại hội thi đua yêu nước lần thứ V", id="emulation"),
        pytest.param("Dự Đại hội Đoàn toàn quốc lần thứ XII.", "Đại hội Đoàn toàn quốc lần thứ XII", id="youth"),
        pytest.param(
            "Dự Đại hội Thể dục thể thao tỉnh lần thứ IX.", "Đại hội Thể dục thể thao tỉnh lần thứ IX", id="sports"
        ),
    ],
)
def test_events_find_congresses_with_the_whole_body(text: str, event: str) -> None:
    assert events(text) == [event]


# --- plenums ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "event"),
    [
        pytest.param("Sau Hội nghị Trung ương 8, xã họp.", "Hội nghị Trung ương 8", id="number"),
        pytest.param("Sau Hội nghị BCH Trung ương 10 họp.", "Hội nghị BCH Trung ương 10", id="committee_and_number"),
        pytest.param("Sau hội nghị hiệp thương lần thứ hai.", "hội nghị hiệp thương lần thứ hai", id="consultative"),
        pytest.param(
            "Sau hội nghị thượng đỉnh Mỹ - Triều lần thứ ba.", "hội nghị thượng đỉnh Mỹ - Triều lần thứ ba", id="summit"
        ),
        pytest.param("Hội nghị Trung ương 8 giới thiệu ông A.", "Hội nghị Trung ương 8", id="number_and_a_verb"),
        pytest.param("Sau Hội nghị Trung ương 9, khóa XII họp.", "Hội nghị Trung ương 9, khóa XII", id="comma_term"),
        pytest.param(
            "Tại hội nghị lần thứ 14 Ban chấp hành đảng bộ TP. HCM khóa X nhiệm kỳ 2015-2020, ông nói.",
            "hội nghị lần thứ 14 Ban chấp hành đảng bộ TP. HCM khóa X nhiệm kỳ 2015-2020",
            id="city_term_and_years",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ 21 Tỉnh ủy Thừa Thiên - Huế, ông nói.",
            "Hội nghị lần thứ 21 Tỉnh ủy Thừa Thiên - Huế",
            id="name_with_a_dash",
        ),
        pytest.param("Sau Hội nghị TW8, xã họp.", "Hội nghị TW8", id="glued"),
        pytest.param("Sau Hội nghị T.Ư 8, xã họp.", "Hội nghị T.Ư 8", id="abbreviated"),
        pytest.param("Sau hội nghị Trung ương 8, xã họp.", "hội nghị Trung ương 8", id="lower_case"),
        pytest.param("Sau Hội nghị Trung ương lần thứ 11, xã họp.", "Hội nghị Trung ương lần thứ 11", id="ordinal"),
        pytest.param("Sau Hội nghị Trung ương 8 khóa XIII, xã họp.", "Hội nghị Trung ương 8 khóa XIII", id="term"),
        pytest.param("Sau Hội nghị Trung ương 8 khoá 13, xã họp.", "Hội nghị Trung ương 8 khoá 13", id="term_digits"),
        pytest.param("Sau Hội nghị Trung ương 8 (khóa XIII), họp.", "Hội nghị Trung ương 8 (khóa XIII)", id="brackets"),
        pytest.param(
            "Tại Hội nghị lần thứ 8 Ban Chấp hành Trung ương Đảng khóa XII, ông nói.",
            "Hội nghị lần thứ 8 Ban Chấp hành Trung ương Đảng khóa XII",
            id="full",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XII.",
            "Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XII",
            id="number_in_words",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ mười một BCH Trung ương Đảng khóa XIII.",
            "Hội nghị lần thứ mười một BCH Trung ương Đảng khóa XIII",
            id="number_in_two_words",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ 6 của BCH TW Đảng khóa XIII.",
            "Hội nghị lần thứ 6 của BCH TW Đảng khóa XIII",
            id="of_the_committee",
        ),
        pytest.param(
            "Tại Hội nghị Ban Chấp hành Trung ương Đảng lần thứ 11.",
            "Hội nghị Ban Chấp hành Trung ương Đảng lần thứ 11",
            id="committee_first",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh, ông nói.",
            "Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh",
            id="province",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh khóa XX bàn.",
            "Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh khóa XX",
            id="province_and_term",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh Kon Tum khóa XVI bàn.",
            "Hội nghị lần thứ 11 Ban Chấp hành Đảng bộ tỉnh Kon Tum khóa XVI",
            id="province_by_name",
        ),
        pytest.param(
            "Tại Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ 15 bàn.",
            "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ 15",
            id="province_first",
        ),
        pytest.param("Tại Hội nghị Tỉnh ủy lần thứ 15 bàn.", "Hội nghị Tỉnh ủy lần thứ 15", id="party_committee"),
        pytest.param(
            "Tại Hội nghị lần thứ 15 Thành ủy Hà Nội khóa XVII bàn.",
            "Hội nghị lần thứ 15 Thành ủy Hà Nội khóa XVII",
            id="party_committee_after",
        ),
        pytest.param(
            "Tại Hội nghị lần thứ ba Ủy ban MTTQ Việt Nam tỉnh khóa XI bàn.",
            "Hội nghị lần thứ ba Ủy ban MTTQ Việt Nam tỉnh khóa XI",
            id="front",
        ),
        pytest.param("Tại Hội nghị lần thứ 7, xã bàn.", "Hội nghị lần thứ 7", id="ordinal_only"),
    ],
)
def test_events_find_plenums_with_the_whole_body(text: str, event: str) -> None:
    assert events(text) == [event]


# --- sessions and elections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "event"),
    [
        pytest.param("Tại Kỳ họp thứ 22, HĐND tỉnh khóa XIII bàn.", "Kỳ họp thứ 22", id="number"),
        pytest.param("Tại kỳ họp thứ 36, Ủy ban bàn.", "kỳ họp thứ 36", id="lower_case"),
        pytest.param("Tại Kỳ họp thứ nhất, xã bàn.", "Kỳ họp thứ nhất", id="first"),
        pytest.param("Tại Kỳ họp thứ Chín, xã bàn.", "Kỳ họp thứ Chín", id="number_in_words"),
        pytest.param("Tại kỳ họp thứ mười một, xã bàn.", "kỳ họp thứ mười một", id="number_in_two_words"),
        pytest.param("Tại Kỳ họp bất thường lần thứ 9, xã bàn.", "Kỳ họp bất thường lần thứ 9", id="extraordinary"),
        pytest.param("Tại Phiên họp thứ 40, Ủy ban bàn.", "Phiên họp thứ 40", id="sitting"),
        pytest.param("Tại Kỳ họp thứ 10 Quốc hội khóa XV bàn.", "Kỳ họp thứ 10", id="national_assembly_is_apart"),
        pytest.param("Tại Kỳ họp thứ 5 HĐND xã An Hòa khóa II bàn.", "Kỳ họp thứ 5", id="council_is_apart"),
        pytest.param("Trước Đại hội XIII Công đoàn Việt Nam.", "Đại hội XIII Công đoàn Việt Nam", id="union"),
        pytest.param(
            "Từ Hội nghị Trung ương 6 (lần 2) khóa VIII.", "Hội nghị Trung ương 6 (lần 2) khóa VIII", id="second_part"
        ),
        pytest.param("Tại Phiên họp toàn thể lần thứ 17 bàn.", "Phiên họp toàn thể lần thứ 17", id="full_sitting"),
        pytest.param("Tại Kỳ họp thứ 5 của HĐND tỉnh khóa XIII bàn.", "Kỳ họp thứ 5", id="of_a_body_is_apart"),
        pytest.param("Tại kỳ họp thứ 15 khóa IX, tỉnh bàn.", "kỳ họp thứ 15 khóa IX", id="term"),
        pytest.param(
            "Ngày bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp nhiệm kỳ 2026 - 2031 tới gần.",
            "Ngày bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp nhiệm kỳ 2026 - 2031",
            id="election_day",
        ),
        pytest.param(
            "Chuẩn bị cuộc bầu cử đại biểu Quốc hội khóa XVI tốt.", "bầu cử đại biểu Quốc hội khóa XVI", id="election"
        ),
    ],
)
def test_events_find_sessions_and_elections(text: str, event: str) -> None:
    assert events(text) == [event]


# --- by name ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "event"),
    [
        pytest.param(
            "Mừng Ngày Giải phóng miền Nam, thống nhất đất nước.",
            "Ngày Giải phóng miền Nam, thống nhất đất nước",
            id="liberation_day",
        ),
        pytest.param("Nhân Ngày Thương binh - Liệt sĩ, xã tặng quà.", "Ngày Thương binh - Liệt sĩ", id="day"),
        pytest.param("Mừng Quốc khánh, dân vui.", "Quốc khánh", id="national_day"),
        pytest.param("Đón tết Ất Tỵ 2025, dân vui.", "tết Ất Tỵ 2025", id="new_year_of_the_cycle"),
        pytest.param("Đón Tết Nguyên đán, dân vui.", "Tết Nguyên đán", id="new_year"),
        pytest.param("Trong kháng chiến chống Pháp, xã góp sức.", "kháng chiến chống Pháp", id="war_lower_case"),
        pytest.param("Trong cuộc kháng chiến chống Pháp, xã vui.", "kháng chiến chống Pháp", id="war_and_its_noun"),
        pytest.param("Sau Chiến thắng Điện Biên Phủ, dân vui.", "Chiến thắng Điện Biên Phủ", id="battle"),
        pytest.param("Từ Cách mạng Tháng Tám, dân làm chủ.", "Cách mạng Tháng Tám", id="revolution"),
        pytest.param("Dự SEA Games 31, đội thắng.", "SEA Games 31", id="games_with_number"),
        pytest.param(
            "Chấm Kỳ thi tốt nghiệp THPT năm 2025 xong.", "Kỳ thi tốt nghiệp THPT năm 2025", id="exam_of_year"
        ),
        pytest.param("Khách đến Festival Huế 2024 đông.", "Festival Huế 2024", id="festival_of_year"),
        pytest.param("Nghỉ Tết Nguyên đán 9 ngày.", "Tết Nguyên đán", id="number_of_days_after"),
        pytest.param("Mừng Tết Nguyên đán Ất Tỵ 2025 vui.", "Tết Nguyên đán Ất Tỵ 2025", id="year_of_the_cycle"),
        pytest.param("Từ ngày Quốc tế lao động 1-5-1946.", "ngày Quốc tế lao động", id="date_after"),
        pytest.param("Khách đến Lễ hội Đền Hùng đông.", "Lễ hội Đền Hùng", id="festival"),
    ],
)
def test_events_find_what_the_lexicon_names(text: str, event: str) -> None:
    assert events(text) == [event]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["form"]) for row in read_lexicon("events")])
def test_events_find_every_name_of_the_lexicon(row: dict[str, str]) -> None:
    assert row["form"] in events(f"Nói về {row['form']}.")[0]


# --- not events ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Nhân sự cho Đại hội nhiệm kỳ 2020-2025.", id="congress_of_a_term_only"),
        pytest.param("Chuẩn bị Đại hội Đảng bộ xã và Đại hội Đảng bộ các cấp.", id="congress_of_any_branch"),
        pytest.param("Hội nghị bế mạc. Đại hội thành công. Kỳ họp kết thúc.", id="bare"),
        pytest.param("Tại hội nghị, đại hội, kỳ họp, phiên họp này.", id="bare_lower_case"),
        pytest.param("Hội nghị Trung ương kết thúc.", id="plenum_without_number"),
        pytest.param("Hội nghị quán triệt nghị quyết.", id="descriptive"),
        pytest.param("Hội nghị tổng kết công tác xây dựng Đảng năm 2024.", id="descriptive_with_year"),
        pytest.param("Hội nghị trực tuyến toàn quốc về chuyển đổi số.", id="descriptive_online"),
        pytest.param("Hội nghị Ban Chấp hành Đảng bộ tỉnh bàn việc.", id="committee_without_number"),
        pytest.param("Hội nghị Ban Thường vụ Tỉnh ủy.", id="standing_committee"),
        pytest.param("Đại hội Đảng các cấp nhiệm kỳ 2025 - 2030.", id="congresses_of_all_levels"),
        pytest.param("Đại hội đảng bộ các cấp, đại hội chi bộ.", id="congresses"),
        pytest.param("Đại hội đại biểu Đảng bộ tỉnh bầu ông A.", id="congress_without_number"),
        pytest.param("Đại hội có 350 đại biểu dự.", id="number_of_delegates"),
        pytest.param("Đại hội 3 xã xong. Đại hội 12 đơn vị tốt.", id="number_of_units"),
        pytest.param("Phiên họp 2 ngày, kỳ họp 5 ngày rưỡi.", id="number_of_days"),
        pytest.param("Kỳ họp 3 nội dung.", id="number_of_topics"),
        pytest.param("Kỳ họp thường lệ cuối năm 2024.", id="regular_session"),
        pytest.param("Nhiệm vụ là giải phóng miền Nam, thống nhất đất nước.", id="deed_of_that_name"),
        pytest.param("Ngày thành lập Đảng bộ khối, ngày thành lập Đảng ủy xã.", id="day_of_a_longer_body"),
        pytest.param("Giới thiệu ra đại hội 174 đồng chí.", id="number_of_people"),
        pytest.param("Kỳ thi này khó, tổng khởi nghĩa công việc.", id="common_nouns"),
        pytest.param("Họ kháng chiến nhiều năm, làm cách mạng.", id="common_nouns_of_war"),
        pytest.param("Ăn tết ở quê, nghỉ lễ dài.", id="common_feasts"),
        pytest.param("Cuộc bầu cử đại biểu Quốc hội và cuộc bầu cử ở xã.", id="elections_in_general"),
        pytest.param("Chuẩn bị bầu cử đại biểu Quốc hội khóa XVI.", id="electing_deputies"),
        pytest.param("Bầu cử đại biểu HĐND các cấp.", id="elections_of_all_levels"),
        pytest.param("Cây giáng sinh rực rỡ, đêm noel lạnh.", id="lower_case_name"),
        pytest.param("Tháng thanh niên, diễn đàn doanh nghiệp.", id="lower_case_titles"),
        pytest.param("", id="no_text"),
    ],
)
def test_events_are_not_descriptions_or_common_nouns(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Từ Hội nghị Trung ương 7 đến Hội nghị Trung ương 8.",
            ["Hội nghị Trung ương 7", "Hội nghị Trung ương 8"],
            id="two_plenums",
        ),
        pytest.param("Đại hội XIII và Đại hội XIV.", ["Đại hội XIII", "Đại hội XIV"], id="two_congresses"),
        pytest.param("Đại hội đại biểu\n\nKỳ họp thứ 3.", ["Kỳ họp thứ 3"], id="congress_of_another_paragraph"),
        pytest.param("Đại hội chi bộ bầu chi ủy lần thứ 2.", [], id="ordinal_of_something_else"),
    ],
)
def test_events_keep_apart_what_is_apart(text: str, expected: list[str]) -> None:
    assert events(text) == expected


# --- properties ------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "Đại hội ",
        "Hội nghị ",
        "Kỳ họp ",
        "lần thứ ",
        "thứ ",
        "XIII",
        "8",
        "Trung ương ",
        "của ",
        "Đảng ",
        "khóa ",
        "Ban Chấp hành ",
        "Đảng bộ tỉnh ",
        "Bình Định ",
        "HĐND ",
        "Quốc hội ",
        "nhiệm kỳ 2020 - 2025",
        "Tết Nguyên đán",
        "SEA Games ",
        "uỷ ",
        "(",
        ")",
        ", ",
        ". ",
        " ",
        "\u00a0",
        "\u200b",
        "\n",
        "\r\n",
        "😀",
    ]
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_events_slice_the_text_and_do_not_vary(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    check_slices(STAGE, text)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="decomposed"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no_break_spaces"),
        pytest.param(lambda text: text.replace(" ", "   "), id="three_spaces"),
        pytest.param(lambda text: text.replace("khóa", "khoá"), id="newer_tone_placement"),
        pytest.param(lambda text: text.replace("-", "–"), id="en_dashes"),
        pytest.param(lambda text: text.replace("Đ", "\u00d0"), id="eth"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="bom_and_crlf"),
    ],
)
def test_events_are_the_same_in_every_form_of_the_text(change: object) -> None:
    text = "Hội nghị Trung ương 8 khóa XIII.\nĐại hội XIV của Đảng, Ngày Thương binh - Liệt sĩ."
    changed = change(text)  # type: ignore[operator]
    spans = [Document(changed).view.from_raw(e.start, e.end) for e in STAGE(Document(changed)).entities]
    view = Document(changed).view.text
    assert [view[start:end] for start, end in spans] == [
        "Hội nghị Trung ương 8 khóa XIII",
        "Đại hội XIV của Đảng",
        "Ngày Thương binh - Liệt sĩ",
    ]


def test_events_stage_pickles() -> None:
    check_pickles(STAGE, "Mừng Đại hội XIII.")


def _read(text: str) -> None:
    list(find_meetings(text))
    list(find_named_events(Syllables.of(text), text))


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("7", id="digits"),
        pytest.param("Đại hội ", id="congresses"),
        pytest.param("Đại hội đại biểu Đảng bộ ", id="congresses_of_bodies"),
        pytest.param("Hội nghị lần thứ ", id="plenums"),
        pytest.param("Hội nghị Ban Chấp hành ", id="committees"),
        pytest.param("Hội nghị lần thứ 8 Ban Chấp hành Đảng bộ ", id="bodies"),
        pytest.param("Kỳ họp thứ 1 của ", id="sessions"),
        pytest.param("X", id="roman"),
        pytest.param("Tết ", id="feasts"),
        pytest.param("Ngày bầu cử ", id="elections"),
        pytest.param("An ", id="capitals"),
        pytest.param(" ", id="spaces"),
    ],
)
def test_events_take_linear_time_on_hostile_lines(piece: str) -> None:
    check_linear_time(_read, piece)
