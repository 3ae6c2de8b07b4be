"""Documents: how they are cited, how far a citation reaches, the normal form of codes. All sentences are made up."""

from __future__ import annotations

import unicodedata

import pytest
from entity_stage import check_linear_time, check_pickles, check_slices
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import Document
from vnpolnlp.stages.documents import Documents, find_citations, normal_code
from vnpolnlp.text.syllables import Syllables

STAGE = Documents()


def cited(text: str) -> list[str]:
    return [entity.text for entity in STAGE(Document(text)).entities]


def numbered(text: str) -> list[tuple[str, str, str | None]]:
    return [(entity.label, entity.text, entity.attrs.get("number")) for entity in STAGE(Document(text)).entities]


# --- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "number"),
    [
        pytest.param("Theo Nghị quyết số 21-NQ/TW, xã làm.", "Nghị quyết số 21-NQ/TW", "21-NQ/TW", id="party"),
        pytest.param("Theo Nghị quyết 21-NQ/TW, xã làm.", "Nghị quyết 21-NQ/TW", "21-NQ/TW", id="without_so"),
        pytest.param("Theo nghị quyết số 21-NQ/TW, xã làm.", "nghị quyết số 21-NQ/TW", "21-NQ/TW", id="lower_case"),
        pytest.param("THEO NGHỊ QUYẾT SỐ 21-NQ/TW", "NGHỊ QUYẾT SỐ 21-NQ/TW", "21-NQ/TW", id="capitals"),
        pytest.param("Theo Nghị quyết số: 21-NQ/TW, xã làm.", "Nghị quyết số: 21-NQ/TW", "21-NQ/TW", id="colon"),
        pytest.param(
            "Theo Nghị quyết số 23 - NQ/TW, xã làm.", "Nghị quyết số 23 - NQ/TW", "23-NQ/TW", id="spaced_dash"
        ),
        pytest.param("Theo Nghị quyết số 23 – NQ/TW, xã làm.", "Nghị quyết số 23 – NQ/TW", "23-NQ/TW", id="en_dash"),
        pytest.param("Theo Nghị quyết số 21 NQ/TW, xã làm.", "Nghị quyết số 21 NQ/TW", "21-NQ/TW", id="space_for_dash"),
        pytest.param("Theo Nghị quyết số 21NQ/TW, xã làm.", "Nghị quyết số 21NQ/TW", "21-NQ/TW", id="no_dash"),
        pytest.param("Theo Nghị quyết số 21-NQ/TƯ, xã làm.", "Nghị quyết số 21-NQ/TƯ", "21-NQ/TW", id="tu_with_horn"),
        pytest.param("Theo Nghị quyết số 21-NQ/T.Ư, xã làm.", "Nghị quyết số 21-NQ/T.Ư", "21-NQ/TW", id="tu_with_dot"),
        pytest.param("Theo Nghị quyết số 21-NQ-TW, xã làm.", "Nghị quyết số 21-NQ-TW", "21-NQ/TW", id="dash_for_slash"),
        pytest.param("Theo Nghị quyết số 21/NQ-TW, xã làm.", "Nghị quyết số 21/NQ-TW", "21-NQ/TW", id="swapped"),
        pytest.param("Theo NQ 21-NQ/TW, xã làm.", "NQ 21-NQ/TW", "21-NQ/TW", id="short_genre"),
        pytest.param("Theo Chỉ thị 05-CT/TW, xã làm.", "Chỉ thị 05-CT/TW", "05-CT/TW", id="directive"),
        pytest.param("Theo Kết luận số 21-KL/TW, xã làm.", "Kết luận số 21-KL/TW", "21-KL/TW", id="conclusion"),
        pytest.param("Theo Quy định số 08-QĐi/TW, xã làm.", "Quy định số 08-QĐi/TW", "08-QĐi/TW", id="regulation"),
        pytest.param("Theo Quy định số 102-QÐ/TW, xã làm.", "Quy định số 102-QÐ/TW", "102-QĐ/TW", id="eth"),
        pytest.param("Theo qui định số 42-QĐ/TW, xã làm.", "qui định số 42-QĐ/TW", "42-QĐ/TW", id="spelled_with_i"),
        pytest.param("Theo Hướng dẫn số 01-HD/TW, xã làm.", "Hướng dẫn số 01-HD/TW", "01-HD/TW", id="guideline"),
        pytest.param("Theo Kế hoạch số 99-KH/TU, xã làm.", "Kế hoạch số 99-KH/TU", "99-KH/TU", id="plan"),
        pytest.param("Theo Thông báo số 20-TB/HU, xã làm.", "Thông báo số 20-TB/HU", "20-TB/HU", id="notice"),
        pytest.param("Theo Tờ trình 11-TTr/UBKTTW, xã làm.", "Tờ trình 11-TTr/UBKTTW", "11-TTr/UBKTTW", id="proposal"),
        pytest.param(
            "Nghị quyết số 100/2015/QH 13 nêu.", "Nghị quyết số 100/2015/QH 13", "100/2015/QH13", id="spaced_term"
        ),
        pytest.param(
            "Nghị quyết số 749/NQ-UBTVQH 14 nêu.",
            "Nghị quyết số 749/NQ-UBTVQH 14",
            "749/NQ-UBTVQH14",
            id="spaced_term_of_the_standing_committee",
        ),
        pytest.param(
            "Nghị quyết số 749/NQ-HĐND 14 xã đã làm.", "Nghị quyết số 749/NQ-HĐND", "749/NQ-HĐND", id="count_after"
        ),
        pytest.param("Theo Quy chế số 11-QC/TU, xã làm.", "Quy chế số 11-QC/TU", "11-QC/TU", id="rules"),
        pytest.param("Theo Báo cáo số 12-BC/BCSĐ, xã làm.", "Báo cáo số 12-BC/BCSĐ", "12-BC/BCSĐ", id="report"),
        pytest.param(
            "Theo Chương trình hành động số 12-CTr/TU, xã làm.",
            "Chương trình hành động số 12-CTr/TU",
            "12-CTr/TU",
            id="programme",
        ),
        pytest.param(
            "Theo Nghị định số 58/2025/NĐ-CP, xã làm.", "Nghị định số 58/2025/NĐ-CP", "58/2025/NĐ-CP", id="decree"
        ),
        pytest.param(
            "Theo Nghị định 58/2025/NÐ-CP, xã làm.", "Nghị định 58/2025/NÐ-CP", "58/2025/NĐ-CP", id="decree_eth"
        ),
        pytest.param(
            "Theo Nghị định 58/2025/ND-CP, xã làm.", "Nghị định 58/2025/ND-CP", "58/2025/NĐ-CP", id="mistyped"
        ),
        pytest.param(
            "Theo nghi dinh so 58/2025/ND-CP, xa lam.", "nghi dinh so 58/2025/ND-CP", "58/2025/NĐ-CP", id="bare"
        ),
        pytest.param(
            "Theo Nghị định 58 / 2025 / NĐ - CP, xã làm.", "Nghị định 58 / 2025 / NĐ - CP", "58/2025/NĐ-CP", id="spaced"
        ),
        pytest.param("Theo Nghị định 58/2025, xã làm.", "Nghị định 58/2025", "58/2025", id="number_and_year"),
        pytest.param(
            "Theo Thông tư 10/2025/TT-BTC, xã làm.", "Thông tư 10/2025/TT-BTC", "10/2025/TT-BTC", id="circular"
        ),
        pytest.param(
            "Theo Thông tư 10/2023/TT-BGDĐT, xã làm.", "Thông tư 10/2023/TT-BGDĐT", "10/2023/TT-BGDĐT", id="education"
        ),
        pytest.param(
            "Theo Thông tư liên tịch số 01/2014/TTLT-BTP-BCA, xã làm.",
            "Thông tư liên tịch số 01/2014/TTLT-BTP-BCA",
            "01/2014/TTLT-BTP-BCA",
            id="joint_circular",
        ),
        pytest.param("Theo Quyết định số 17/QĐ-TTg, xã làm.", "Quyết định số 17/QĐ-TTg", "17/QĐ-TTg", id="decision"),
        pytest.param(
            "Theo Quyết định số 17/QĐ-TTG, xã làm.", "Quyết định số 17/QĐ-TTG", "17/QĐ-TTg", id="decision_caps"
        ),
        pytest.param(
            "Theo Quyết định 1719/QĐ-Ttg, xã làm.", "Quyết định 1719/QĐ-Ttg", "1719/QĐ-TTg", id="decision_lower"
        ),
        pytest.param(
            "Theo Quyết định 12/2024/QĐ-UBND, xã làm.", "Quyết định 12/2024/QĐ-UBND", "12/2024/QĐ-UBND", id="province"
        ),
        pytest.param("Theo Công điện số 59/CĐ-TTg, xã làm.", "Công điện số 59/CĐ-TTg", "59/CĐ-TTg", id="telegram"),
        pytest.param("Theo Công văn 2345/VPCP-NN, xã làm.", "Công văn 2345/VPCP-NN", "2345/VPCP-NN", id="letter"),
        pytest.param("Theo Luật số 31/2024/QH15, xã làm.", "Luật số 31/2024/QH15", "31/2024/QH15", id="law"),
        pytest.param("Theo Lệnh số 12/2024/L-CTN, xã làm.", "Lệnh số 12/2024/L-CTN", "12/2024/L-CTN", id="order"),
        pytest.param("Theo Sắc lệnh số 47-SL, xã làm.", "Sắc lệnh số 47-SL", "47-SL", id="old_order"),
        pytest.param("Theo Nghị quyết 57/2022/QH15, xã làm.", "Nghị quyết 57/2022/QH15", "57/2022/QH15", id="assembly"),
        pytest.param(
            "Theo Nghị quyết số 12/2016/UBTVQH13, xã làm.",
            "Nghị quyết số 12/2016/UBTVQH13",
            "12/2016/UBTVQH13",
            id="standing_committee",
        ),
        pytest.param(
            "Theo Nghị quyết số 18-NQ/TW khóa XII, xã làm.", "Nghị quyết số 18-NQ/TW khóa XII", "18-NQ/TW", id="term"
        ),
        pytest.param(
            "Theo Quyết định số 15a/QĐ-UBND, xã làm.", "Quyết định số 15a/QĐ-UBND", "15a/QĐ-UBND", id="letter_a"
        ),
    ],
)
def test_documents_have_their_code_in_normal_form(text: str, surface: str, number: str) -> None:
    assert [found[1:] for found in numbered(text)] == [(surface, number)]


@pytest.mark.parametrize(
    ("text", "surface", "number"),
    [
        pytest.param("Học theo số 18-NQ/TW.", "số 18-NQ/TW", "18-NQ/TW", id="with_so"),
        pytest.param("Triển khai 18-NQ/TW ở xã.", "18-NQ/TW", "18-NQ/TW", id="without_a_genre"),
        pytest.param("Căn cứ (58/2025/NĐ-CP), xã làm.", "58/2025/NĐ-CP", "58/2025/NĐ-CP", id="in_brackets"),
    ],
)
def test_documents_are_found_by_a_bare_code(text: str, surface: str, number: str) -> None:
    assert [found[1:] for found in numbered(text)] == [(surface, number)]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("21-NQ/TW", "21-NQ/TW", id="as_it_is"),
        pytest.param("23 - NQ / TW", "23-NQ/TW", id="spaces"),
        pytest.param("21 NQ/TW", "21-NQ/TW", id="space_for_dash"),
        pytest.param("08-QĐi/TƯ", "08-QĐi/TW", id="tu"),
        pytest.param("58/2025/ND-CP", "58/2025/NĐ-CP", id="nd"),
        pytest.param("17/QD-TTg", "17/QĐ-TTg", id="qd"),
        pytest.param("12/TTR-UBND", "12/TTr-UBND", id="ttr"),
        pytest.param("102", "102", id="number"),
        pytest.param("37a", "37a", id="number_with_letter"),
        pytest.param("58/2025", "58/2025", id="year"),
        pytest.param("", "", id="empty"),
        pytest.param("không số", "không số", id="no_number"),
    ],
)
def test_normal_code_is_the_one_form(written: str, normal: str) -> None:
    assert normal_code(written) == normal
    assert normal_code(normal) == normal


# --- bare numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "number"),
    [
        pytest.param("Tờ trình 772 ngày 9/11/2014 nêu.", "Tờ trình 772", "772", id="proposal"),
        pytest.param("Thực hiện Nghị quyết 18, xã gọn hơn.", "Nghị quyết 18", "18", id="resolution"),
        pytest.param("Thực hiện Nghị quyết số 18, xã gọn hơn.", "Nghị quyết số 18", "18", id="resolution_so"),
        pytest.param("Thực hiện NQ 21, xã gọn hơn.", "NQ 21", "21", id="short"),
        pytest.param("Thực hiện NQ21, xã gọn hơn.", "NQ21", "21", id="short_glued"),
        pytest.param("Theo nghị định 100, xã phạt nặng.", "nghị định 100", "100", id="lower_case_noun"),
        pytest.param("Theo Quy định số 102, xã kỷ luật.", "Quy định số 102", "102", id="regulation"),
        pytest.param("Theo Quy định 37 của Đảng, xã làm.", "Quy định 37", "37", id="regulation_without_so"),
        pytest.param("Theo Quy định 37 ngày 25/10/2021, xã làm.", "Quy định 37", "37", id="regulation_and_date"),
        pytest.param("Theo Nghị định 15 năm 2020 của Chính phủ.", "Nghị định 15", "15", id="decree_and_year"),
        pytest.param("Theo Chỉ thị 45 của Bộ Chính trị.", "Chỉ thị 45", "45", id="directive"),
        pytest.param("Theo Kết luận 14 về cán bộ.", "Kết luận 14", "14", id="conclusion"),
        pytest.param("Theo Nghị quyết 18 khóa XII, xã làm.", "Nghị quyết 18 khóa XII", "18", id="term"),
        pytest.param("Theo quy định 102 về kỷ luật.", "quy định 102", "102", id="lower_case_and_subject"),
        pytest.param("Thực hiện kế hoạch 11 của Bộ Chính trị.", "kế hoạch 11", "11", id="plan_and_issuer"),
        pytest.param("Nằm trong quy định 102/2017, xã nói.", "quy định 102/2017", "102/2017", id="number_and_year"),
        pytest.param("Làm Đề án 06 ở xã.", "Đề án 06", "06", id="project"),
        pytest.param("Theo Điều 5 Nghị định 100, xã làm.", "Nghị định 100", "100", id="article"),
    ],
)
def test_documents_are_found_by_a_bare_number(text: str, surface: str, number: str) -> None:
    assert [found[1:] for found in numbered(text)] == [(surface, number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Theo Nghị định 15, 16 và 17, xã làm.",
            [("Nghị định 15", "15"), ("16", "16"), ("17", "17")],
            id="numbers",
        ),
        pytest.param(
            "Theo Nghị quyết số 18-NQ/TW, 19-NQ/TW của Đảng.",
            [("Nghị quyết số 18-NQ/TW", "18-NQ/TW"), ("19-NQ/TW", "19-NQ/TW")],
            id="codes",
        ),
        pytest.param(
            "Theo Nghị quyết số 18-NQ/TW và số 19-NQ/TW của Đảng.",
            [("Nghị quyết số 18-NQ/TW", "18-NQ/TW"), ("số 19-NQ/TW", "19-NQ/TW")],
            id="codes_with_so",
        ),
        pytest.param(
            "Theo các Nghị định số 5/2024/NĐ-CP, 6/2024/NĐ-CP; 7/2024/NĐ-CP.",
            [
                ("Nghị định số 5/2024/NĐ-CP", "5/2024/NĐ-CP"),
                ("6/2024/NĐ-CP", "6/2024/NĐ-CP"),
                ("7/2024/NĐ-CP", "7/2024/NĐ-CP"),
            ],
            id="state_codes",
        ),
        pytest.param(
            "Theo Nghị quyết 18 và Kết luận 14, xã làm.",
            [("Nghị quyết 18", "18"), ("Kết luận 14", "14")],
            id="two_genres",
        ),
        pytest.param(
            "Theo Nghị định 15 và 16 ngày 3/5/2024.", [("Nghị định 15", "15"), ("16", "16")], id="numbers_and_a_date"
        ),
        pytest.param("Theo Nghị định 15, 3 xã làm và 20 hộ nộp.", [("Nghị định 15", "15")], id="a_count_is_not_listed"),
    ],
)
def test_documents_in_a_list_are_several(text: str, expected: list[tuple[str, str]]) -> None:
    assert [found[1:] for found in numbered(text)] == expected


def test_documents_in_a_list_share_genre_and_label() -> None:
    found = STAGE(Document("Theo Nghị quyết số 18-NQ/TW, 19-NQ/TW của Đảng.")).entities
    assert [(entity.label, entity.attrs["type"]) for entity in found] == [("RESOLUTION", "nghị quyết")] * 2


# --- of congresses and plenums ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        pytest.param("Theo Nghị quyết Trung ương 4 khóa XII, xã làm.", "Nghị quyết Trung ương 4 khóa XII", id="plenum"),
        pytest.param(
            "Theo Nghị quyết Trung ương 4 (khóa XII), xã.", "Nghị quyết Trung ương 4 (khóa XII)", id="brackets"
        ),
        pytest.param("Theo Nghị quyết Trung ương 6, xã làm.", "Nghị quyết Trung ương 6", id="plenum_only"),
        pytest.param("Theo Nghị quyết TW4, xã làm.", "Nghị quyết TW4", id="plenum_short"),
        pytest.param("Theo Nghị quyết Trung ương lần thứ 6.", "Nghị quyết Trung ương lần thứ 6", id="plenum_ordinal"),
        pytest.param("Theo Nghị quyết Đại hội XIII của Đảng.", "Nghị quyết Đại hội XIII của Đảng", id="congress"),
        pytest.param(
            "Sớm triển khai nghị quyết Đại hội Đảng lần thứ XIV.",
            "nghị quyết Đại hội Đảng lần thứ XIV",
            id="lower_case",
        ),
        pytest.param("Theo Nghị quyết của Đại hội XIII.", "Nghị quyết của Đại hội XIII", id="of_the_congress"),
        pytest.param(
            "Theo Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XX, xã làm.",
            "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XX",
            id="provincial_congress",
        ),
        pytest.param(
            "Theo Nghị quyết Hội nghị lần thứ 11 Ban Chấp hành Trung ương Đảng khóa XIII.",
            "Nghị quyết Hội nghị lần thứ 11 Ban Chấp hành Trung ương Đảng khóa XIII",
            id="plenum_full",
        ),
        pytest.param("Theo Kết luận Hội nghị Trung ương 13.", "Kết luận Hội nghị Trung ương 13", id="conclusion"),
    ],
)
def test_documents_of_a_meeting_reach_to_the_end_of_its_name(text: str, surface: str) -> None:
    assert cited(text) == [surface]


# --- laws, treaties, basic documents ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "date"),
    [
        pytest.param("Theo Luật Đất đai, xã thu hồi.", "Luật Đất đai", None, id="law"),
        pytest.param("Theo Luật Đất đai năm 2024, xã thu hồi.", "Luật Đất đai năm 2024", "2024", id="law_year_noun"),
        pytest.param("Theo Luật Đất đai 2024, xã thu hồi.", "Luật Đất đai 2024", "2024", id="law_year"),
        pytest.param("Góp ý Luật Đất đai (sửa đổi), xã họp.", "Luật Đất đai (sửa đổi)", None, id="law_amended"),
        pytest.param("Theo luật Đất đai, xã thu hồi.", "luật Đất đai", None, id="law_lower_case_noun"),
        pytest.param("THEO LUẬT ĐẤT ĐAI NĂM 2024", "LUẬT ĐẤT ĐAI NĂM 2024", "2024", id="law_capitals"),
        pytest.param("Theo Điều 12 Luật Đất đai, xã thu hồi.", "Luật Đất đai", None, id="article"),
        pytest.param("Theo dự thảo Luật Nhà giáo, xã góp ý.", "Luật Nhà giáo", None, id="draft"),
        pytest.param(
            "Theo Luật Sửa đổi, bổ sung một số điều của Luật Đất đai, xã làm.",
            "Luật Sửa đổi, bổ sung một số điều của Luật Đất đai",
            None,
            id="amending_law",
        ),
        pytest.param("Theo Bộ luật Hình sự năm 2015, tòa xử.", "Bộ luật Hình sự năm 2015", "2015", id="code"),
        pytest.param("Theo Bộ luật Hình sự 2015, tòa xử.", "Bộ luật Hình sự 2015", "2015", id="code_year"),
        pytest.param(
            "Theo luật sửa đổi, bổ sung một số điều của luật Đầu tư công, xã làm.",
            "luật sửa đổi, bổ sung một số điều của luật Đầu tư công",
            None,
            id="amending_law_lower_case",
        ),
        pytest.param("Theo Luật Đất đai số 31/2024/QH15, xã.", "Luật Đất đai số 31/2024/QH15", None, id="law_and_code"),
        pytest.param("Vi phạm Luật phòng chống tham nhũng, ông A.", "Luật phòng chống tham nhũng", None, id="no_comma"),
        pytest.param("Lùi dự án Luật biểu tình, xã nói.", "Luật biểu tình", None, id="draft_without_capitals"),
        pytest.param("Thông qua Luật về Hội và nghị quyết.", "Luật về Hội", None, id="law_about"),
        pytest.param("Sửa Điều lệ Công đoàn Việt Nam, xã góp ý.", "Điều lệ Công đoàn Việt Nam", None, id="charter"),
        pytest.param("Theo Luật Phòng, chống tham nhũng, xã khai.", "Luật Phòng, chống tham nhũng", None, id="comma"),
        pytest.param("Theo Pháp lệnh Dân số, xã làm.", "Pháp lệnh Dân số", None, id="ordinance"),
        pytest.param("Theo Hiến pháp năm 2013, dân có quyền.", "Hiến pháp năm 2013", "2013", id="constitution_year"),
        pytest.param("Theo Hiến pháp, dân có quyền.", "Hiến pháp", None, id="constitution"),
        pytest.param("Theo Điều lệ Đảng, chi bộ họp.", "Điều lệ Đảng", None, id="party_charter"),
        pytest.param("Ký Hiệp định Paris năm 1973 xong.", "Hiệp định Paris năm 1973", "1973", id="agreement"),
        pytest.param("Nhờ Hiệp định CPTPP, xã xuất khẩu.", "Hiệp định CPTPP", None, id="trade_agreement"),
        pytest.param("Nhờ EVFTA, xã xuất khẩu.", "EVFTA", None, id="trade_agreement_by_letters"),
        pytest.param("Theo UNCLOS 1982, biển là của ta.", "UNCLOS 1982", "1982", id="convention_by_letters"),
        pytest.param("Theo Hiến chương Liên hợp quốc, ta nói.", "Hiến chương Liên hợp quốc", None, id="un_charter"),
        pytest.param("Đọc Tuyên ngôn Độc lập ở xã.", "Tuyên ngôn Độc lập", None, id="declaration"),
    ],
)
def test_documents_are_found_by_the_name_of_a_law(text: str, surface: str, date: str | None) -> None:
    found = STAGE(Document(text)).entities
    assert [(entity.label, entity.text, entity.attrs.get("date")) for entity in found] == [("DOCUMENT", surface, date)]


# --- proper titles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        pytest.param("Theo Quy hoạch Điện VIII, xã làm.", "Quy hoạch Điện VIII", id="power_plan"),
        pytest.param(
            "Theo Điều chỉnh Quy hoạch Điện VIII, xã làm.", "Điều chỉnh Quy hoạch Điện VIII", id="adjusted_plan"
        ),
        pytest.param(
            "Theo Quy hoạch tỉnh Kon Tum thời kỳ 2021 - 2030, tầm nhìn đến năm 2050 được duyệt.",
            "Quy hoạch tỉnh Kon Tum thời kỳ 2021 - 2030, tầm nhìn đến năm 2050",
            id="provincial_plan",
        ),
        pytest.param(
            "Theo Chiến lược phát triển kinh tế - xã hội 10 năm 2021 - 2030, xã làm.",
            "Chiến lược phát triển kinh tế - xã hội 10 năm 2021 - 2030",
            id="strategy",
        ),
        pytest.param(
            "Theo Đề án phát triển du lịch cộng đồng giai đoạn 2021 - 2025, xã làm.",
            "Đề án phát triển du lịch cộng đồng giai đoạn 2021 - 2025",
            id="project",
        ),
        pytest.param(
            "Theo Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021 - 2025, xã làm.",
            "Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021 - 2025",
            id="national_programme",
        ),
        pytest.param(
            "Đạt Bộ tiêu chí xã nông thôn mới nâng cao giai đoạn 2021 - 2025.",
            "Bộ tiêu chí xã nông thôn mới nâng cao giai đoạn 2021 - 2025",
            id="criteria",
        ),
    ],
)
def test_documents_are_found_by_a_proper_title(text: str, surface: str) -> None:
    assert cited(text) == [surface]


# --- not documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Chính phủ có tờ trình 5 dự án.", id="proposal_of_several"),
        pytest.param("Các nghị quyết, nghị quyết này, chỉ thị mới.", id="generic"),
        pytest.param("Nghị quyết nêu rõ. Chỉ thị yêu cầu. Kết luận của Bộ.", id="capital_alone"),
        pytest.param("Nghị quyết Đại hội Đảng các cấp.", id="of_congresses"),
        pytest.param("Nghị quyết Trung ương về cán bộ.", id="plenum_without_number"),
        pytest.param("Quyết định 15 đảng viên vào diện khen.", id="decides_about_members"),
        pytest.param("Quy định 3 nhóm đối tượng, quy định 19 điều.", id="lays_down_groups"),
        pytest.param("Kết luận 5 vấn đề lớn. Hướng dẫn 12 đoàn.", id="concludes_topics"),
        pytest.param("Đã kết luận 73 tổ chức đảng, kết luận 1.506 đảng viên.", id="concludes_about_bodies"),
        pytest.param("Thực hiện kế hoạch 5 năm 2016-2020, kế hoạch 2019 và 2021.", id="plans_for_a_time"),
        pytest.param("Quyết định 2, 3 vấn đề; quy định 17 loài.", id="decides_about_topics"),
        pytest.param("Dự án Luật này, dự thảo Luật đã trình, Luật quy định rõ.", id="the_draft"),
        pytest.param("Đại học Luật TP HCM, báo Pháp Luật, Hội Luật gia Việt Nam.", id="law_schools"),
        pytest.param("Quy hoạch cán bộ cấp chiến lược và Phòng Quy hoạch tổng hợp.", id="planning"),
        pytest.param("Góp ý Đề án quan trọng này, quan hệ Đối tác Chiến lược Toàn diện.", id="not_titles"),
        pytest.param("Quyết định 120 căn nhà cho dân.", id="decides_about_houses"),
        pytest.param("Kế hoạch 5 năm, chương trình 3 ngày.", id="plan_of_years"),
        pytest.param("Nghị quyết 2 năm một lần.", id="every_two_years"),
        pytest.param("Quyết định 50% vốn, quyết định 1.200 suất.", id="decides_about_amounts"),
        pytest.param("Kế hoạch, đề án, chiến lược, báo cáo này.", id="plans_in_general"),
        pytest.param("Đề án này được duyệt. Chiến lược đã xong.", id="titles_alone"),
        pytest.param("Xây dựng đề án sắp xếp trường học.", id="lower_case_title"),
        pytest.param("Chương trình hành động của xã.", id="programme_alone"),
        pytest.param("Giám đốc Sở Quy hoạch - Kiến trúc nói.", id="department_of_planning"),
        pytest.param("Luật sư A, luật gia B, luật pháp, pháp luật.", id="lawyers"),
        pytest.param("Luật này, theo luật, các luật, làm luật.", id="laws_in_general"),
        pytest.param("Sống theo hiến pháp và pháp luật, theo luật đất đai.", id="lower_case_laws"),
        pytest.param("Quy định của Đảng, điều lệ hội.", id="rules_in_general"),
        pytest.param("Các hiệp định thương mại tự do, công ước quốc tế.", id="treaties_in_general"),
        pytest.param("Ngày 5/6/2024, tỷ số 3-1, tăng 5/9.", id="dates_and_scores"),
        pytest.param("Xe 77A-123.45, chuyến VN-1234, số 12/5 Lê Lợi.", id="plates_and_houses"),
        pytest.param("Gọi 0256-382-212 hoặc A4/B5.", id="phone"),
        pytest.param("Có 3 UBND/HĐND xã và 12 BCH Đoàn.", id="counted_bodies"),
        pytest.param("", id="no_text"),
        pytest.param("Số: 15-NQ/TU\nHà Nội, ngày 5/5/2020", id="letterhead"),
        pytest.param("TỈNH ỦY\n*\nSố 15-NQ/TU", id="letterhead_below_the_issuer"),
    ],
)
def test_documents_are_not_generic_words_or_counts(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "label", "genre"),
    [
        pytest.param("Theo Qui định số 102, xã làm.", "DOCUMENT", "quy định", id="spelled_with_i"),
        pytest.param("Theo Nghị quyết 18, xã làm.", "RESOLUTION", "nghị quyết", id="resolution"),
        pytest.param("Theo NQ 21-NQ/TW, xã làm.", "RESOLUTION", "nghị quyết", id="short_resolution"),
        pytest.param("Triển khai 18-NQ/TW ở xã.", "RESOLUTION", "nghị quyết", id="resolution_by_code"),
        pytest.param("Theo Nghị quyết Đại hội XIII.", "RESOLUTION", "nghị quyết", id="resolution_of_congress"),
        pytest.param("Theo nghi quyet so 18-NQ/TW.", "RESOLUTION", "nghị quyết", id="undiacritised"),
        pytest.param("Theo QUYẾT ĐỊNH SỐ 17/QĐ-TTg.", "DOCUMENT", "quyết định", id="decision"),
        pytest.param("Theo Bộ luật Hình sự.", "DOCUMENT", "bộ luật", id="code"),
        pytest.param("Theo Luật Đất đai.", "DOCUMENT", "luật", id="law"),
    ],
)
def test_documents_have_the_label_and_genre_of_their_type_word(text: str, label: str, genre: str) -> None:
    assert [(entity.label, entity.attrs["type"]) for entity in STAGE(Document(text)).entities] == [(label, genre)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        pytest.param("Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Đảng", "Nghị quyết số 18-NQ/TW", id="before_date"),
        pytest.param("Nghị quyết số 18-NQ/TW ngày 25/10/2017", "Nghị quyết số 18-NQ/TW", id="before_date_no_comma"),
        pytest.param("Chỉ thị 45 của Bộ Chính trị", "Chỉ thị 45", id="before_issuer"),
        pytest.param("Nghị quyết số 18-NQ/TW về cán bộ", "Nghị quyết số 18-NQ/TW", id="before_subject"),
        pytest.param("Theo Nghị quyết 18.", "Nghị quyết 18", id="before_full_stop"),
        pytest.param("“Nghị quyết 18”", "Nghị quyết 18", id="inside_quotes"),
    ],
)
def test_documents_stop_before_what_is_not_their_name(text: str, surface: str) -> None:
    assert cited(text) == [surface]


# --- properties ------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    ["Nghị quyết ", "Quyết định ", "Luật ", "Đất đai ", "số ", "21-NQ/TW", "58/2025/NĐ-CP", "18", ", ", " và ",
     "năm 2024", "Đề án ", "phát triển ", "Trung ương 4 ", "khóa XII", "Đại hội XIII ", "của Đảng ", "(sửa đổi)",
     "Điều lệ Đảng", "-", "–", "/", "Hiến pháp ", "uỷ ", ". ", " ", "\u00a0", "\u200b", "\n", "\r\n", "😀", "“", "”"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_documents_slice_the_text_and_do_not_vary(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    document = check_slices(STAGE, text)
    assert all(entity.attrs.get("number") != "" for entity in document.entities)


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"\d{1,4}( ?/ ?20\d\d)?( ?[-/] ?(NQ|QĐ|NĐ|ND|TW|TƯ|CP|TTg)){0,3}", fullmatch=True))
def test_normal_code_is_stable_and_without_spaces(code: str) -> None:
    normal = normal_code(code)
    assert normal_code(normal) == normal
    assert " " not in normal


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="decomposed"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no_break_spaces"),
        pytest.param(lambda text: text.replace(" ", "   "), id="three_spaces"),
        pytest.param(lambda text: text.replace("khóa", "khoá"), id="newer_tone_placement"),
        pytest.param(lambda text: text.replace("-", "–"), id="en_dashes"),
        pytest.param(lambda text: text.replace("-", " - "), id="spaced_dashes"),
        pytest.param(lambda text: text.replace("Đ", "\u00d0"), id="eth"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="bom_and_crlf"),
    ],
)
def test_documents_are_the_same_in_every_form_of_the_text(change: object) -> None:
    text = (
        "Nghị quyết số 21-NQ/TW, Nghị quyết Trung ương 4 khóa XII;\nNghị định 58/2025/NĐ-CP và Luật Đất đai năm 2024."
    )
    changed = STAGE(Document(change(text))).entities  # type: ignore[operator]
    assert [(e.label, e.attrs) for e in changed] == [(e.label, e.attrs) for e in STAGE(Document(text)).entities]
    assert len(changed) == 4


def test_documents_stage_pickles() -> None:
    check_pickles(STAGE, "Theo Nghị quyết 18, xã làm.")


def _read(text: str) -> None:
    find_citations(text, Syllables.of(text))


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("7", id="digits"),
        pytest.param("1, ", id="list_of_numbers"),
        pytest.param("Nghị định 1, ", id="list_of_decrees"),
        pytest.param("Nghị quyết ", id="resolutions"),
        pytest.param("Nghị quyết Đại hội ", id="resolutions_of_congresses"),
        pytest.param("A", id="capitals"),
        pytest.param("1-A", id="codes"),
        pytest.param("1-NQ/", id="open_codes"),
        pytest.param("1/2000/", id="years"),
        pytest.param("Luật ", id="laws"),
        pytest.param("Luật Sửa đổi, bổ sung một số điều của ", id="amending_laws"),
        pytest.param("Đề án a ", id="titles"),
        pytest.param("- ", id="dashes"),
        pytest.param("“", id="quotes"),
        pytest.param(" ", id="spaces"),
    ],
)
def test_documents_take_linear_time_on_hostile_lines(piece: str) -> None:
    check_linear_time(_read, piece)
