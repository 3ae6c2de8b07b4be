"""Sentences: what ends one, what does not, and what holds for any text."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.document import Document
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.sentences import Sentences, find_sentences
from vnpolnlp.stages.structure import Structure

# One sentence a part; "|" marks where the text is cut. A case without it is a negative: one sentence.
CASES = {
    "two_plain_sentences": "Huyện ủy họp sáng nay.| Các xã báo cáo tiến độ.",
    "question_and_exclamation": "Ai chịu trách nhiệm?| Phải làm rõ!| Không né tránh.",
    "marks_in_a_row": "Sao lại thế?!| Không ai trả lời!!!| Hội trường im lặng.",
    "end_mark_of_administrative_texts": "Các đơn vị chịu trách nhiệm thi hành./.| Nơi nhận như trên.",
    "ellipsis_then_capital": "Nào đường, nào điện, nào trạm…| Tất cả còn dở.",
    "year_at_the_end": "Cầu khánh thành năm 2019.| Xã có thêm lối ra chợ.",
    "date_at_the_end": "Hội nghị họp ngày 22.4.| Đại biểu đến đông.",
    "roman_number_at_the_end": "Ông là đại biểu Quốc hội khóa X.| Ông nghỉ hưu ở quê.",
    "letter_that_is_a_word": "Hai nước cùng ở Đông Nam Á.| Biên giới dài nghìn cây số.",
    "initials_of_the_anonymous_then_sentence": "Công an mời anh V.| Sau đó anh được về.",
    "quotation_stays_with_its_sentence": 'Ông nói: "Tốt. Rất tốt."| Rồi đi.',
    "curly_quotation_stays": "Chị bảo: “Làm đi. Đừng chờ.”| Mọi người đứng dậy.",
    "guillemets_stay": "Già làng cười: «Được. Cứ làm.»| Cả buôn vỗ tay.",
    "single_quotation_stays": "Bà kể: ‘Khó lắm. Nhưng vui.’| Bà rót nước.",
    "spaced_closing_mark_stays": 'Anh đáp: " Chưa xong . "| Rồi im lặng.',
    "closing_bracket_stays": "(Bà đã nghỉ hưu từ lâu.)| Con cháu ở xa.",
    "two_closing_marks_stay": "(Ông hỏi: “Xong chưa?”)| Không ai đáp.",
    "quotation_begins_a_sentence": "Cả xã góp công.| “Đường này của dân”, ông Hai nói.",
    "lower_case_quotation_after_stop": "Việc đã rõ.| “chạy chức” phải bị chặn.",
    "bracket_begins_a_sentence": "Lễ kết thúc lúc trưa.| (Ảnh do xã cung cấp)",
    "no_space_after_stop": "Cầu đã làm xong.|Tiếp theo là đường vào bản.",
    "no_space_before_quotation": "Cầu đã làm xong.|“Mừng lắm”, ông nói.",
    "dash_begins_the_answer": "Xin ông cho biết lý do.| - Do thiếu vốn.",
    "heading_above_paragraph": "Gỡ khó từ cơ sở|\nHuyện chọn ba xã làm trước.",
    "items_of_a_list": "Gồm các việc:|\na) Rà soát quy hoạch;|\nb) Lập hồ sơ;|\nc) Báo cáo kết quả.",
    "lower_case_items": "Ba khâu gồm:|\nđánh giá cán bộ;|\nluân chuyển;|\nbố trí.",
    "numbered_lines": "1. Mục tiêu|\n2. Nhiệm vụ|\nXã lo phần đường, huyện lo phần cầu.",
    "article_with_text_below": "Điều 2. Nguyên tắc|\nCông khai, đúng người, đúng việc.",
    "blank_line": "kết quả bước đầu|\n\nđáng ghi nhận",
    "abbreviation_any_then_capital": "Trồng ngô, lạc, đậu, v.v.| Năm nay được mùa.",
    "city_in_letters": "Anh làm ở TP.HCM.| Tết anh về quê.",
    # negatives
    "no_mark_at_all": "Xây dựng nông thôn mới",
    "abbreviated_city": "Đoàn đến TP. Quy Nhơn và Tp. Huế trong ngày",
    "degrees": "GS. TS. Lê Văn Mẫu và PGS.TS. Trần Thị Thử cùng ThS. An, Th.S Bình, BS. Chi dự họp",
    "comrade": "Cùng dự có Đ/c. Nam và đ/c. Hoa",
    "wards_and_districts": "Nhà ở P. 12, Q. Bình Thạnh, gần H. Củ Chi",
    "central_abbreviation": "Ban Tổ chức T.Ư họp với các ban của T.Ư. tại Hà Nội",
    "and_so_on_in_the_middle": "Sách, báo, v.v. được gửi về thôn, v.v... và phát cho từng nhà",
    "and_so_on_before_bracket": "Trồng cam, quýt, v.v. (xem bảng)",
    "initials": "Chị P.T.H. và anh N.V.T. cùng làm đơn",
    "initials_before_bracket": "Bị can là N.T.L. (SN 1990) cùng đồng phạm",
    "spaced_initials": "Theo đơn, bà T.T. L.P có mặt tại xã",
    "foreign_middle_initial": "Tàu mang tên Wayne E. Meyer cập cảng",
    "foreign_first_initial": "Tổng thống V. Putin gửi điện mừng",
    "photographer": "Ảnh: Q. THÀNH",
    "english_titles": "Mr. Brown đến St. Petersburg cùng Dr. Smith",
    "number_abbreviated": "Phòng họp No. 5",
    "dotted_dates": "Từ 22.4 đến 3.3.2025 có mưa",
    "thousands_and_decimals": "Tổng vốn 1.600.000 đồng, tăng 3.5 lần, đạt 41.3%",
    "document_codes": "Theo Nghị định 58.2025/NĐ-CP và QCVN 01.2021",
    "ellipsis_then_lower_case": "Họ bàn chuyện đường, điện... rồi chuyện trường học… nhưng chưa xong",
    "ellipsis_then_comma": "Có gạo, muối..., và cả sách",
    "domain": "Đăng trên binhdinh.gov.vn và www.Nhandan.Vn trong ngày",
    "capital_domain_without_space": "Theo Vietnam.Net đưa tin",
    "abbreviation_without_space": "Gặp ThS.Nguyễn Nam ở TP.Hồ Chí Minh",
    "question_inside_sentence": "“Có nên không?” là câu ông tự hỏi",
    "attribution_after_dash": "“Được chứ!” - Ông Nam đáp",
    "attribution_in_lower_case": "“Sao lại thế?” ông hỏi",
    "attribution_after_comma": "“Cứ làm đi.”, bà nói",
    "article_title_on_one_line": "Điều 1. Phạm vi điều chỉnh",
    "part_title_on_one_line": "Phần thứ nhất. Tình hình chung",
    "roman_section": "IV. Tổ chức thực hiện",
    "decimal_section": "2.3. Nâng cao chất lượng sinh hoạt",
    "letter_item": "a. Đối với cấp xã",
    "numbers_after_a_colon": "Có hai việc: 1. Làm đường; 2. Sửa cầu",
    "line_broken_inside_sentence": "Ban Chấp hành đã thông qua\nnghị quyết về công tác cán bộ",
    "line_broken_after_initials": "Sáng hôm ấy, ông Th.\nđến trụ sở xã",
    "line_broken_after_question": "“Đường ai làm?”\nngười khách hỏi tiếp",
    "closing_mark_on_next_line": "Bà nói: “Làm được\n” rồi quay đi",
    "unclosed_quotation": "Ông kể: “Hồi ấy khổ lắm",
    "orphaned_closing_mark_and_stop": 'Họ nhắc nhau giữ lời. ".',
    "orphaned_closing_mark_before_dash": 'Nhà không có điện... " - ông Hai kể',
    "only_marks": "...?!”)",
    "only_quotes": "“”",
    "emoji": "Vui quá 🎉",
}


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_sentences_of_case(marked: str) -> None:
    assert _split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_long_quotation_is_cut_but_keeps_its_closing_mark() -> None:
    speech = "Chúng ta phải đi từng nhà, nghe từng người, ghi từng việc. " * 4
    sentences = _split(f"Ông nói: “{speech.strip()}” Rồi ông ngồi xuống.")
    assert len(sentences) == 5
    assert sentences[3].endswith(".”")
    assert sentences[4] == "Rồi ông ngồi xuống."


def test_limits_begin_sentences() -> None:
    text = "Số 12-QĐ/TU Hà Giang, ngày 5 tháng 5 năm 2023"
    assert [text[start:end] for start, end in find_sentences(text, [12])] == [
        "Số 12-QĐ/TU",
        "Hà Giang, ngày 5 tháng 5 năm 2023",
    ]


def test_empty_text_has_no_sentences() -> None:
    assert _split("") == []


def test_blank_text_has_no_sentences() -> None:
    assert _split(" \n \n ") == []


def test_zones_end_sentences() -> None:
    document = Sentences()(Structure()(Document("Tựa đề\n\nMột câu.\nẢnh: N.H\nảnh chụp sáng nay")))
    assert document.text[slice(document.sentences[0].start, document.sentences[0].end)] == "Tựa đề"
    starts = {sentence.start for sentence in document.sentences}
    assert {zone.start for zone in document.zones} <= starts


def test_sentence_of_the_raw_text_keeps_its_spaces() -> None:
    document = Sentences()(Document("Uỷ  ban\u00a0họp.\r\nRồi  nghỉ.\r\n"))
    assert [document.text[s.start : s.end] for s in document.sentences] == ["Uỷ  ban\u00a0họp.", "Rồi  nghỉ."]


# --- what holds for any text -----------------------------------------------------------------------------------------

PIECES = [
    "Tỉnh ủy", "họp", "Uỷ ban", "khoá XII", "TP.", "T.Ư", "v.v.", "N.V.T.", "ThS.", "Đ/c",
    "1.", "Điều 1.", "a)", "22.4", "1.600", "www.vn", "“", "”", '"', "'", "''", "‘", "’", "«", "»",
    "(", ")", ".", "...", "…", "?", "!", ":", ";", ",", "-", "/", "./.", "Rồi", "đi",
    "🎉", "\u200b", "\u00a0", "\u0301", "\u0323", "[img]", "Ảnh:", "Nơi nhận:", "QUYẾT ĐỊNH",
]  # fmt: skip
BREAKS = ["", " ", "  ", "\n", "\n\n", "\r\n", "\u2028", "\t"]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES + BREAKS), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)
NASTY = {
    "empty": "",
    "nfd": unicodedata.normalize("NFD", "Đảng ủy xã họp. Bí thư nói: “Được. Làm đi.” Rồi về."),
    "crlf": "Một.\r\n\r\nHai.\r\nba",
    "nbsp": "Một.\u00a0Hai.\u00a0\u00a0Ba.",
    "zero_width": "Mộ\u200bt.\u200b Hai\ufeff.",
    "unclosed_quotes": '"Một. “Hai. «Ba. ‘Bốn.\n"Năm.',
    "emoji": "Vui. 🎉🎉 Tiếp. 👩‍👩‍👧",
    "only_marks": "?!...…”“\"'».()",
    "leading_marks": "\u0301\u0323abc. \u0301Def",
    "lone_surrogate": "A\ud800. B",
    "every_white_space": "a.\tB\x0bC\x0cD\x1cE\x85F\u2028G\u2029H\u3000I",
}
HOSTILE = {
    "words": "từ " * 350_000,
    "stops": ". " * 500_000,
    "dots": "." * 1_000_000,
    "quotes": '". ' * 330_000,
    "open_quotes": "“a. " * 250_000,
    "initials": "A. " * 330_000,
    "no_spaces": "ab.Cd" * 200_000,
    "brackets": ".)" * 500_000,
    "capitals": "Á" * 1_000_000,
    "breaks": "a\n" * 500_000,
    "blanks": "a.  " * 250_000 + " " * 100_000,
}


def _check(text: str) -> None:
    document = Sentences()(Document(text))
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert _visible(covered) == _visible(text)
    assert Sentences()(Document(text)).sentences == document.sentences
    zoned = Sentences()(Structure()(Document(text)))
    assert _visible("".join(text[s.start : s.end] for s in zoned.sentences)) == _visible(text)
    assert all(before.end <= after.start for before, after in pairwise(zoned.sentences))


def _visible(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")


def _slices(text: str) -> list[str]:
    document = Sentences()(Structure()(Document(text)))
    slices = (unicodedata.normalize("NFC", text[s.start : s.end]) for s in document.sentences)
    return [re.sub(r"\s+", lambda m: "\n" if "\n" in m[0] else " ", one) for one in slices]


@given(TEXTS)
def test_sentences_cover_any_text(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_sentences_cover_nasty_text(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_sentences_cover_a_megabyte(text: str) -> None:
    assert "".join("".join(_split(text)).split()) == "".join(text.split())


PROSE = "".join(f"{marked.replace('|', '')}\n" for marked in CASES.values() if not marked.startswith(("...", "“”")))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="nfd"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace(" ", "  "), id="doubled_spaces"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no_break_spaces"),
    ],
)
def test_encoding_form_does_not_change_sentences(change) -> None:
    assert _slices(change(PROSE)) == _slices(PROSE)


@given(st.lists(st.sampled_from([*PIECES[:40], "\n", "\n\n"]), max_size=30).map(" ".join))
def test_composition_does_not_change_sentences(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert _slices(unicodedata.normalize("NFD", text)) == _slices(text)
    assert _slices(text.replace("\n", "\r\n").replace(" ", "  ")) == _slices(text)


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_no_sentence_begins_with_a_closing_mark(marked: str) -> None:
    assert all(one[0] not in "”»’)]" for one in _split(marked.replace("|", "")))


# --- the lexicon -----------------------------------------------------------------------------------------------------


def test_abbreviations_are_sorted_and_unique() -> None:
    forms = [row["form"] for row in read_lexicon("abbreviations")]
    assert forms == sorted(set(forms))


@pytest.mark.parametrize("row", read_lexicon("abbreviations"), ids=lambda row: row["form"])
def test_abbreviation_is_well_formed(row) -> None:
    assert row["form"].endswith(".")
    assert " " not in row["form"]
    assert len(row["form"]) <= 12
    assert row["follows"] in ("name", "any")
    assert row["source"]


@pytest.mark.parametrize("form", [row["form"] for row in read_lexicon("abbreviations") if row["follows"] == "name"])
def test_name_after_abbreviation_goes_on(form: str) -> None:
    assert len(_split(f"Hôm ấy có {form} Nguyễn Văn Mẫu cùng dự")) == 1
