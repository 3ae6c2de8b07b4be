"""Dates: which expressions are calendar dates, how far they reach, and their values. All sentences are made up."""

from __future__ import annotations

import unicodedata

import pytest
from entity_stage import check_linear_time, check_pickles, check_slices
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import Document
from vnpolnlp.stages.dates import Dates, find_dates

STAGE = Dates()


def dates(text: str) -> list[tuple[str, str | None]]:
    return [(entity.text, entity.attrs.get("value")) for entity in STAGE(Document(text)).entities]


# --- one date ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        pytest.param("Huyện tổ chức lễ vào ngày 16/6/2022.", "ngày 16/6/2022", "2022-06-16", id="slashes"),
        pytest.param("Sáng 16.6.2022, huyện họp.", "16.6.2022", "2022-06-16", id="dots"),
        pytest.param("Sáng 22-4-2023, huyện họp.", "22-4-2023", "2023-04-22", id="dashes"),
        pytest.param("Sáng 22 - 4 - 2023, huyện họp.", "22 - 4 - 2023", "2023-04-22", id="spaced_dashes"),
        pytest.param("Sáng 22 / 4 / 2023, huyện họp.", "22 / 4 / 2023", "2023-04-22", id="spaced_slashes"),
        pytest.param("Sáng 22–4–2023, huyện họp.", "22–4–2023", "2023-04-22", id="en_dashes"),
        pytest.param("Lễ kỷ niệm (30.4.1975).", "30.4.1975", "1975-04-30", id="in_brackets"),
        pytest.param("Vào ngày 05/08/2021, xã họp.", "ngày 05/08/2021", "2021-08-05", id="leading_zeros"),
        pytest.param("Từ mùng 1/1/2024, phí tăng.", "mùng 1/1/2024", "2024-01-01", id="first_of_month"),
        pytest.param("Họp ngày 16 tháng 6 năm 2022.", "ngày 16 tháng 6 năm 2022", "2022-06-16", id="long"),
        pytest.param("Họp ngày 16 tháng 6, năm 2022.", "ngày 16 tháng 6, năm 2022", "2022-06-16", id="long_comma"),
        pytest.param("Họp ngày 16 tháng 6/2022.", "ngày 16 tháng 6/2022", "2022-06-16", id="long_and_slash"),
        pytest.param("Họp ngày 16 tháng 6 này.", "ngày 16 tháng 6", "XXXX-06-16", id="long_without_year"),
        pytest.param("Ngày 2 tháng Chín năm 1945.", "Ngày 2 tháng Chín năm 1945", "1945-09-02", id="month_in_words"),
        pytest.param("Ngày 2 tháng chín năm 1945.", "Ngày 2 tháng chín năm 1945", "1945-09-02", id="month_word_lower"),
        pytest.param("Ngày 19 tháng năm năm 1890.", "Ngày 19 tháng năm năm 1890", "1890-05-19", id="may_and_year"),
        pytest.param("Họp ngày 3 tháng VI/2022.", "ngày 3 tháng VI/2022", "2022-06-03", id="roman_month"),
        pytest.param(
            "HÀ NỘI, NGÀY 16 THÁNG 6 NĂM 2022", "NGÀY 16 THÁNG 6 NĂM 2022", "2022-06-16", id="letterhead_capitals"
        ),
        pytest.param("NGÀY 2 THÁNG CHÍN NĂM 1945", "NGÀY 2 THÁNG CHÍN NĂM 1945", "1945-09-02", id="word_in_capitals"),
        pytest.param("Xã họp ngày 5/6 năm 2023.", "ngày 5/6 năm 2023", "2023-06-05", id="day_month_and_year_noun"),
        pytest.param("Trong hai tháng đầu năm 2019.", "hai tháng đầu năm 2019", "2019-01/2019-02", id="two_months"),
        pytest.param("Cập nhật 2022-06-16.", "2022-06-16", "2022-06-16", id="iso"),
        pytest.param("Lễ ra quân 29/2/2024.", "29/2/2024", "2024-02-29", id="leap_day"),
        pytest.param("Sáng 22/4, huyện họp.", "22/4", "XXXX-04-22", id="day_and_month"),
        pytest.param("Sáng 22.4, huyện họp.", "22.4", "XXXX-04-22", id="day_and_month_dot"),
        pytest.param("Chiều 22-4, huyện họp.", "22-4", "XXXX-04-22", id="day_and_month_dash"),
        pytest.param("Đêm 22 - 4, mưa to.", "22 - 4", "XXXX-04-22", id="day_and_month_spaced_dash"),
        pytest.param("Sáng nay 22/4, huyện họp.", "22/4", "XXXX-04-22", id="this_morning"),
        pytest.param("Hôm nay (22/4), huyện họp.", "22/4", "XXXX-04-22", id="today_in_brackets"),
        pytest.param("Tối ngày 22/4, huyện họp.", "ngày 22/4", "XXXX-04-22", id="part_of_day_left_out"),
        pytest.param("Thứ hai ngày 22/4, huyện họp.", "ngày 22/4", "XXXX-04-22", id="day_of_week_left_out"),
        pytest.param("Năm 2017 thôn có điện.", "Năm 2017", "2017", id="noun_after_year"),
        pytest.param("Ngày 22/11 đại biểu thảo luận.", "Ngày 22/11", "XXXX-11-22", id="noun_after_day"),
        pytest.param("Tại cửa hàng ngày 5/6, đông.", "ngày 5/6", "XXXX-06-05", id="after_a_shop"),
        pytest.param("Mai 23/10, đại biểu họp.", "23/10", "XXXX-10-23", id="tomorrow"),
        pytest.param("Kể từ 1/7, phí tăng.", "1/7", "XXXX-07-01", id="since"),
        pytest.param("Trước 30/6, các xã báo cáo.", "30/6", "XXXX-06-30", id="before"),
        pytest.param("Lúc 16h ngày 22/4, mưa to.", "ngày 22/4", "XXXX-04-22", id="clock_time_left_out"),
        pytest.param("Họp ngày 13, bế mạc sớm.", "ngày 13", "XXXX-XX-13", id="day_alone"),
        pytest.param("Đợt mưa lớn ngày 16/6/22.", "ngày 16/6/22", None, id="two_digit_year_has_no_value"),
        pytest.param("Trong tháng 6, mưa nhiều.", "tháng 6", "XXXX-06", id="month"),
        pytest.param("Trong tháng 6/2022, mưa nhiều.", "tháng 6/2022", "2022-06", id="month_slash_year"),
        pytest.param("Trong tháng 12.2025, mưa nhiều.", "tháng 12.2025", "2025-12", id="month_dot_year"),
        pytest.param("Trong tháng 12-2025, mưa nhiều.", "tháng 12-2025", "2025-12", id="month_dash_year"),
        pytest.param("Trong tháng 6 năm 2022, mưa nhiều.", "tháng 6 năm 2022", "2022-06", id="month_noun_year"),
        pytest.param("Tính đến giữa tháng 2 năm nay, xong.", "tháng 2", "XXXX-02", id="relative_year_left_out"),
        pytest.param("Tháng Tư, hoa nở.", "Tháng Tư", "XXXX-04", id="month_word"),
        pytest.param("Tháng Mười hai, trời lạnh.", "Tháng Mười hai", "XXXX-12", id="month_word_twelve"),
        pytest.param("Vào tháng tư năm 1975, xã vui.", "tháng tư năm 1975", "1975-04", id="month_word_lower_year"),
        pytest.param("THÁNG TƯ NĂM 1975", "THÁNG TƯ NĂM 1975", "1975-04", id="month_word_capitals_year"),
        pytest.param("Tháng VI/2022 có bão.", "Tháng VI/2022", "2022-06", id="roman_month_year"),
        pytest.param("Kết quả quý I/2025 tốt.", "quý I/2025", "2025-33", id="quarter_roman"),
        pytest.param("Kết quả quý 2 năm 2024 tốt.", "quý 2 năm 2024", "2024-34", id="quarter_digit"),
        pytest.param("Kết quả Quý IV-2024 tốt.", "Quý IV-2024", "2024-36", id="quarter_dash"),
        pytest.param("Kết quả quý III tốt.", "quý III", "XXXX-35", id="quarter_alone"),
        pytest.param("Từ năm 2021, xã đổi mới.", "năm 2021", "2021", id="year"),
        pytest.param("Đến năm 2030, xã giàu mạnh.", "năm 2030", "2030", id="future_year"),
        pytest.param("Chiến thắng năm 938 vang dội.", "năm 938", "0938", id="old_year"),
        pytest.param("Năm 179 trước Công nguyên, nước mất.", "Năm 179 trước Công nguyên", "-0178", id="before_christ"),
        pytest.param("Ông Trần Văn A (SN 1994) nói.", "1994", "1994", id="born"),
        pytest.param("Ông Trần Văn A, sinh 1994, nói.", "1994", "1994", id="born_in_words"),
        pytest.param("Phấn đấu đến 2030, xã giàu.", "2030", "2030", id="until_bare_year"),
        pytest.param("Mùa hè năm 2022, nắng gắt.", "Mùa hè năm 2022", "2022-22", id="season_of_year"),
        pytest.param("Dịp mùa xuân 1975 ấy, vui lắm.", "mùa xuân 1975", "1975-21", id="season_bare_year"),
        pytest.param("Vào thập niên 1990, khó khăn.", "thập niên 1990", "199X", id="decade"),
        pytest.param(
            "Những năm 80 của thế kỷ XX, khó khăn.", "Những năm 80 của thế kỷ XX", "198X", id="decade_of_century"
        ),
        pytest.param("Đầu thế kỷ XX, khó khăn.", "thế kỷ XX", "19XX", id="century"),
        pytest.param("Sang thế kỷ 21, đổi mới.", "thế kỷ 21", "20XX", id="century_digits"),
        pytest.param("Đại hội (11-1975) thông qua.", "11-1975", "1975-11", id="month_in_brackets"),
        pytest.param("Làm từ 6/2022 tới nay.", "6/2022", "2022-06", id="month_after_from"),
        pytest.param("Hà Nội (TTXVN 7/9) - Sáng nay.", "7/9", "XXXX-09-07", id="day_after_an_agency"),
        pytest.param("1932: lập tỉnh.", "1932", "1932", id="year_of_a_chronology"),
        pytest.param("Các mốc:\n• 1932: lập tỉnh.", "1932", "1932", id="year_of_an_entry"),
    ],
)
def test_dates_have_their_noun_and_value(text: str, surface: str, value: str | None) -> None:
    assert dates(text) == [(surface, value)]


# --- ranges, periods, lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        pytest.param("Mưa từ 29 đến 31/5.", "29 đến 31/5", "XXXX-05-29/XXXX-05-31", id="days_to_day_month"),
        pytest.param("Mưa ngày 3 đến 6-12.", "ngày 3 đến 6-12", "XXXX-12-03/XXXX-12-06", id="days_with_noun"),
        pytest.param("Mưa (từ ngày 2 - 6/10/2018).", "ngày 2 - 6/10/2018", "2018-10-02/2018-10-06", id="days_full"),
        pytest.param("Mưa ngày 25-27/10/2023.", "ngày 25-27/10/2023", "2023-10-25/2023-10-27", id="days_close"),
        pytest.param("Mưa ngày 3 đến 5 tháng 6.", "ngày 3 đến 5 tháng 6", "XXXX-06-03/XXXX-06-05", id="days_long"),
        pytest.param(
            "Mưa ngày 3 - 5 tháng 6 năm 2021.",
            "ngày 3 - 5 tháng 6 năm 2021",
            "2021-06-03/2021-06-05",
            id="days_long_year",
        ),
        pytest.param("Nghỉ ngày 29 và 30/4.", "ngày 29 và 30/4", "{XXXX-04-29,XXXX-04-30}", id="two_days"),
        pytest.param(
            "Nghỉ các ngày 3, 5 và 8/6/2023.", "ngày 3, 5 và 8/6/2023", "{2023-06-03,2023-06-05,2023-06-08}", id="list"
        ),
        pytest.param("Tháng 7 - 9/2024, mưa.", "Tháng 7 - 9/2024", "2024-07/2024-09", id="months"),
        pytest.param(
            "Tháng 7 đến 9 năm 2024, mưa.", "Tháng 7 đến 9 năm 2024", "2024-07/2024-09", id="months_year_noun"
        ),
        pytest.param("Mưa tháng 6, 7 và 8/2024.", "tháng 6, 7 và 8/2024", "{2024-06,2024-07,2024-08}", id="month_list"),
        pytest.param("Thu quý I và II/2025 tốt.", "quý I và II/2025", "{2025-33,2025-34}", id="quarter_list"),
        pytest.param("Cho giai đoạn 2022-2025.", "giai đoạn 2022-2025", "2022/2025", id="period"),
        pytest.param("Cho giai đoạn 2022 – 2025.", "giai đoạn 2022 – 2025", "2022/2025", id="period_en_dash"),
        pytest.param("Trong nhiệm kỳ 2020 - 2025, tốt.", "nhiệm kỳ 2020 - 2025", "2020/2025", id="term_of_office"),
        pytest.param("NHIỆM KỲ 2020-2025", "NHIỆM KỲ 2020-2025", "2020/2025", id="term_of_office_capitals"),
        pytest.param("Thời kỳ 2021-2030 tốt.", "Thời kỳ 2021-2030", "2021/2030", id="era"),
        pytest.param("Kế hoạch 5 năm 2021-2025 tốt.", "5 năm 2021-2025", "2021/2025", id="five_years"),
        pytest.param("Năm học 2023-2024 tốt.", "Năm học 2023-2024", "2023/2024", id="school_year"),
        pytest.param("Vi phạm (năm 2008 - 2009) nặng.", "năm 2008 - 2009", "2008/2009", id="years_one_noun"),
        pytest.param("Từ năm 2016 đến 2020, tốt.", "năm 2016 đến 2020", "2016/2020", id="years_one_noun_to"),
        pytest.param("Từ 1975 đến 1986, khó khăn.", "1975 đến 1986", "1975/1986", id="bare_years"),
        pytest.param("Từ 2005 đến 2016 đã sai.", "2005 đến 2016", "2005/2016", id="bare_years_and_a_verb"),
        pytest.param("Tang lễ (26 và 27-9-2018).", "26 và 27-9-2018", "{2018-09-26,2018-09-27}", id="two_bare_days"),
        pytest.param("Ông làm chủ tịch (1991 - 1996).", "1991 - 1996", "1991/1996", id="bare_years_in_brackets"),
        pytest.param("Kế hoạch đầu tư công 2021-2025 tốt.", "2021-2025", "2021/2025", id="bare_years_dash"),
        pytest.param("Kết quả 6 tháng đầu năm 2024 tốt.", "6 tháng đầu năm 2024", "2024-01/2024-06", id="first_half"),
        pytest.param("Nhiệm vụ 6 tháng cuối năm 2024.", "6 tháng cuối năm 2024", "2024-07/2024-12", id="second_half"),
        pytest.param("Thu 9 tháng năm 2022 tốt.", "9 tháng năm 2022", "2022-01/2022-09", id="months_of_year"),
    ],
)
def test_dates_joined_under_one_noun_are_one_date(text: str, surface: str, value: str) -> None:
    assert dates(text) == [(surface, value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Từ ngày 3/5 đến ngày 6/5.", [("ngày 3/5", "XXXX-05-03"), ("ngày 6/5", "XXXX-05-06")], id="two_nouns"
        ),
        pytest.param("Từ 28/4 đến 3/5.", [("28/4", "XXXX-04-28"), ("3/5", "XXXX-05-03")], id="two_full_dates"),
        pytest.param("Nghỉ lễ 30/4-1/5.", [("30/4", "XXXX-04-30"), ("1/5", "XXXX-05-01")], id="two_full_dates_dash"),
        pytest.param(
            "Lễ (30.4.1975 - 30.4.2025).", [("30.4.1975", "1975-04-30"), ("30.4.2025", "2025-04-30")], id="full_dash"
        ),
        pytest.param(
            "Họp ngày 3/5, 6/5 và 8/5.",
            [("ngày 3/5", "XXXX-05-03"), ("6/5", "XXXX-05-06"), ("8/5", "XXXX-05-08")],
            id="list_of_full_dates",
        ),
        pytest.param(
            "Từ tháng 8/2011 đến tháng 4/2016.", [("tháng 8/2011", "2011-08"), ("tháng 4/2016", "2016-04")], id="months"
        ),
        pytest.param(
            "Tại kỳ họp thứ 13 tháng 7/2014, tỉnh bàn.", [("tháng 7/2014", "2014-07")], id="ordinal_and_month"
        ),
        pytest.param("Quận 5, 16/6/2022.", [("16/6/2022", "2022-06-16")], id="ordinal_and_date"),
        pytest.param("Từ năm 2016 đến năm 2020.", [("năm 2016", "2016"), ("năm 2020", "2020")], id="years"),
        pytest.param("Vi phạm (2013, 2014).", [("2013", "2013"), ("2014", "2014")], id="years_in_brackets"),
        pytest.param(
            "Các năm 2021, 2022 và 2023.", [("năm 2021", "2021"), ("2022", "2022"), ("2023", "2023")], id="year_list"
        ),
        pytest.param(
            "Nhiệm kỳ 2015-2020, 2020-2025.",
            [("Nhiệm kỳ 2015-2020", "2015/2020"), ("2020-2025", "2020/2025")],
            id="list_of_terms",
        ),
        pytest.param(
            "Giai đoạn 2021-2025, tầm nhìn đến năm 2030.",
            [("Giai đoạn 2021-2025", "2021/2025"), ("năm 2030", "2030")],
            id="period_and_outlook",
        ),
        pytest.param(
            "Quý I/2024 và năm 2025.", [("Quý I/2024", "2024-33"), ("năm 2025", "2025")], id="quarter_and_year"
        ),
    ],
)
def test_dates_with_a_noun_each_or_full_are_several(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text) == expected


# --- the lunar calendar, blanks, the impossible -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        pytest.param("Hội làng ngày 10/3 âm lịch.", "ngày 10/3 âm lịch", id="day_month"),
        pytest.param("Hội làng (10/3 âm lịch).", "10/3 âm lịch", id="day_month_in_brackets"),
        pytest.param("Giỗ mùng 10 tháng 3 âm lịch.", "mùng 10 tháng 3 âm lịch", id="long"),
        pytest.param("Cúng ngày 23 tháng Chạp.", "ngày 23 tháng Chạp", id="twelfth_month"),
        pytest.param("Cúng ngày 23 tháng chạp.", "ngày 23 tháng chạp", id="twelfth_month_lower"),
        pytest.param("Hội mở tháng Giêng.", "tháng Giêng", id="first_month"),
        pytest.param("Hội mở tháng giêng.", "tháng giêng", id="first_month_lower"),
        pytest.param("Hội mở tháng 8 âm lịch.", "tháng 8 âm lịch", id="month"),
        pytest.param("Xã chúc thọ mùng 3 Tết.", "mùng 3 Tết", id="new_year"),
        pytest.param("Hội rằm tháng Bảy.", "rằm tháng Bảy", id="full_moon"),
        pytest.param("Sinh ngày 12-8 năm Mậu Tuất.", "ngày 12-8 năm Mậu Tuất", id="year_of_the_cycle"),
        pytest.param("Vào cuối năm Kỷ Hợi, xã vui.", "năm Kỷ Hợi", id="year_of_the_cycle_alone"),
        pytest.param("Giỗ ngày 30/2 âm lịch.", "ngày 30/2 âm lịch", id="lunar_february_30"),
    ],
)
def test_dates_of_the_lunar_calendar_have_no_value(text: str, surface: str) -> None:
    assert dates(text) == [(surface, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Xã A, ngày      tháng 5 năm 2023", [("tháng 5 năm 2023", "2023-05")], id="blank_day"),
        pytest.param("Xã A, ngày ... tháng 5 năm 2023", [("tháng 5 năm 2023", "2023-05")], id="dotted_day"),
        pytest.param("Xã A, ngày … tháng … năm 2023", [("năm 2023", "2023")], id="blank_day_and_month"),
        pytest.param("Hội nghị quý I bàn việc.", [("quý I", "XXXX-33")], id="no_year"),
    ],
)
def test_dates_invent_nothing(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Họp ngày 31/4.", id="april_31"),
        pytest.param("Họp ngày 30/2/2024.", id="february_30"),
        pytest.param("Họp ngày 29/2/2023.", id="no_leap_year"),
        pytest.param("Họp ngày 12/13.", id="month_13"),
        pytest.param("Họp ngày 32/5.", id="day_32"),
        pytest.param("Họp ngày 0/5.", id="day_0"),
        pytest.param("Trong tháng 13, xong.", id="month_13_alone"),
        pytest.param("Từ giai đoạn 2025-2022.", id="period_backwards"),
        pytest.param("Kết quả quý V tốt.", id="fifth_quarter"),
        pytest.param("Họp ngày 31 tháng 4 năm 2022.", id="april_31_long"),
    ],
)
def test_dates_that_do_not_exist_are_not_dates(text: str) -> None:
    assert [surface for surface, _ in dates(text) if "năm" not in surface] == []


# --- not dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Xã đạt 5/9 tiêu chí.", id="fraction"),
        pytest.param("Tăng từ 5/9 lên 7/9 tiêu chí.", id="fractions"),
        pytest.param("Có từ 1/3 đến 2/3 số phiếu.", id="fraction_range"),
        pytest.param("Trên 2/3 đại biểu tán thành.", id="fraction_of_people"),
        pytest.param("Tới 2/3 tổng số hộ nghèo.", id="fraction_of_total"),
        pytest.param("Có đến 7/10 xã về đích.", id="fraction_of_units"),
        pytest.param("Tăng 3.5%, giảm 4,5%.", id="decimals"),
        pytest.param("Từ 8.5 điểm trở lên.", id="decimal_score"),
        pytest.param("Thắng với tỷ số 3-1.", id="score"),
        pytest.param("Cho trẻ từ 1-5 tuổi.", id="ages"),
        pytest.param("Gọi 0256.3822.123 hoặc 090-12-34.", id="phone"),
        pytest.param("Tổng đài 1900.2020.", id="hotline"),
        pytest.param("Giá 1.990.000 đồng.", id="price"),
        pytest.param("Theo Nghị định 58/2025/NĐ-CP.", id="code"),
        pytest.param("Theo Luật số 28/2018/QH14.", id="code_of_law"),
        pytest.param("Theo Chỉ thị 05-CT/TW.", id="code_of_party"),
        pytest.param("Trực 24/7 tại trạm.", id="around_the_clock"),
        pytest.param("Tại số nhà 12/5 Lê Lợi.", id="house_number"),
        pytest.param("Ở đường 3/2, bệnh viện 30-4.", id="street"),
        pytest.param("Họp trong 3 ngày.", id="duration_days"),
        pytest.param("Sau 5 năm, 6 tháng triển khai.", id="durations"),
        pytest.param("Án 2 năm 3 tháng 10 ngày tù.", id="sentence"),
        pytest.param("Mỗi ngày 8 giờ, ngày 3 bữa.", id="a_day"),
        pytest.param("Ngày 2-3 lần, mỗi ngày 2 - 3 buổi.", id="times_a_day"),
        pytest.param("Mỗi năm 2000 hộ thoát nghèo.", id="a_year"),
        pytest.param("Mỗi tháng hai lần, tháng ba lần.", id="times_a_month"),
        pytest.param("Vào ngày 15 hằng tháng.", id="every_month"),
        pytest.param("Hiện nay, vừa qua, hằng năm, cùng kỳ.", id="relative"),
        pytest.param("Từ đầu năm, tháng trước, 6 tháng đầu năm.", id="relative_parts"),
        pytest.param("Năm nay, quý này, tuần tới, ngày mai.", id="relative_units"),
        pytest.param("Lúc 8h30, 20 giờ 15 phút.", id="clock"),
        pytest.param("Lương quý IVAN trả.", id="not_a_quarter"),
        pytest.param("Có 2024 đại biểu và 1975 hộ.", id="counts"),
        pytest.param("Có từ 1950-2000 người.", id="range_of_people"),
        pytest.param("Địa chỉ 192.168.1.12.", id="ip_address"),
        pytest.param("Chỉ 3 tháng 3 ngày sau, một tháng 2 lần.", id="durations_of_months"),
        pytest.param("Chọn số 09 - 10 - 12 - 22 - 27.", id="lottery"),
        pytest.param("Ngày Quốc khánh, năm thứ 3, tháng Thanh niên.", id="nouns_without_numbers"),
        pytest.param("", id="no_text"),
        pytest.param("Số 11/1975 và tỷ lệ 3/2000 hộ.", id="number_and_year_of_a_series"),
        pytest.param("Mẫu (5/2010 hộ) được chọn.", id="a_share_of_households"),
        pytest.param("Có 1932: một nửa là nữ.", id="a_count_before_a_colon"),
        pytest.param("Xe (BKS 7/9 chiếc) đã qua.", id="a_count_after_letters"),
    ],
)
def test_dates_are_not_made_of_other_numbers(text: str) -> None:
    assert dates(text) == []


# --- properties ----------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    ["ngày ", "tháng ", "năm ", "quý ", "từ ", "đến ", "sáng ", "giai đoạn ", "nhiệm kỳ ", "(", ")", "16", "6", "2022",
     "31", "4", "XII", "I", "Tư", "chạp", "/", "-", ".", ", ", " - ", "–", " và ", "âm lịch", " ", "\u00a0", "\u200b",
     "\n", "\r\n", "😀", "hoà", "Tết", "%"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_dates_slice_the_text_and_do_not_vary(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    check_slices(STAGE, text)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="decomposed"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no_break_spaces"),
        pytest.param(lambda text: text.replace(" ", "   "), id="three_spaces"),
        pytest.param(lambda text: text.replace("-", "–"), id="en_dashes"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="bom_and_crlf"),
        pytest.param(str.upper, id="capitals"),
    ],
)
def test_dates_are_the_same_in_every_form_of_the_text(change: object) -> None:
    text = "Ngày 5/6/2023, tháng 7 năm 2024\nnhiệm kỳ 2020-2025, quý I/2025, 6 tháng đầu năm 2024."
    changed = change(text)  # type: ignore[operator]
    assert [value for _, value in dates(changed)] == [value for _, value in dates(text)]
    assert len(dates(text)) == 5


def test_dates_stage_pickles() -> None:
    check_pickles(STAGE, "Sáng 22/4, huyện họp.")


def _read(text: str) -> None:
    list(find_dates(text))


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("7", id="digits"),
        pytest.param("1, ", id="list_of_numbers"),
        pytest.param("ngày ", id="days"),
        pytest.param("ngày 1, ", id="days_with_numbers"),
        pytest.param("tháng 1 ", id="months"),
        pytest.param("2013, ", id="years"),
        pytest.param("1/", id="slashes"),
        pytest.param("ngày 1 - ", id="open_ranges"),
        pytest.param("từ 1/2 đến ", id="open_spans"),
        pytest.param("- ", id="dashes"),
        pytest.param("(", id="brackets"),
        pytest.param(" ", id="spaces"),
    ],
)
def test_dates_take_linear_time_on_hostile_lines(piece: str) -> None:
    check_linear_time(_read, piece)
