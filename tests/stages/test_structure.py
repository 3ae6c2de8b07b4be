"""Zones: the parts of articles and documents, and what holds for any text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from test_sentences import HOSTILE, NASTY, TEXTS, _visible

from vnpolnlp.document import Document
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.structure import Structure, find_zones

BODY = "Sáng nay, huyện tổ chức ngày hội đọc sách với sự tham gia của hơn ba trăm học sinh trong vùng."
MORE = "Ban tổ chức tặng mỗi trường một tủ sách, kèm danh mục do thư viện tỉnh chọn từ nhiều nhà xuất bản."
LAST = "Đến trưa, những chồng sách mới đã có người mượn hết, cô thủ thư trẻ vừa ghi sổ vừa cười với các em."


def _zones(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for start, end, kind in find_zones(text)]


def _kinds(text: str) -> list[str]:
    return [kind for _, _, kind in find_zones(text)]


NEWS = {
    "title_lead_body": (f"Mở hội đọc sách ở vùng cao\n\n{BODY}\n\n{MORE}\n{LAST}",
                        ["title", "lead", "paragraph", "paragraph"]),
    "short_title_is_no_section": (f"Hội sách vùng cao\n\n{BODY}\n\n{MORE}", ["title", "lead", "paragraph"]),
    "section_above_title": (f"Xây dựng Đảng\n\nHuyện Mẫu Sơn đổi mới cách họp chi bộ\n\n{BODY}\n\n{MORE}",
                            ["section", "title", "lead", "paragraph"]),
    "two_sections_above_title": (f"XÂY DỰNG ĐẢNG – HỆ THỐNG CHÍNH TRỊ\n\nHọp ngắn, nói thật\n\n{BODY}",
                                 ["section", "title", "lead"]),
    "question_title_is_no_section": (f"Ai giữ sách?\n\nBài học từ những tủ sách bỏ không ở xã\n\n{BODY}",
                                     ["title", "lead", "paragraph"]),
    "title_of_two_lines": (f"Giám đốc thư viện Lê Văn Mẫu:\n«Sách phải có người mượn»\n\n{BODY}\n\n{MORE}",
                           ["title", "lead", "paragraph"]),
    "place_between_title_and_lead": (f"Mẫu Sơn mở hội đọc sách\n\nMẫu Sơn\n\n{BODY}\n\n{MORE}",
                                     ["title", "dateline", "lead", "paragraph"]),
    "writer_between_title_and_lead": (f"Mẫu Sơn mở hội đọc sách\n\nLê Thị Thử\n\n{BODY}\n\n{MORE}",
                                      ["title", "byline", "lead", "paragraph"]),
    "no_title": (f"{BODY}\n\n{MORE}", ["lead", "paragraph"]),
    "one_line_is_a_paragraph": (BODY, ["paragraph"]),
    "one_short_line_is_a_paragraph": ("Hội sách vùng cao", ["paragraph"]),
    "heading_in_body": (f"{BODY}\n\nGỡ khó từ cơ sở\n\n{MORE}", ["lead", "heading", "paragraph"]),
    "numbered_heading_in_body": (f"{BODY}\n1. Sách đến từ đâu?\n{MORE}", ["lead", "heading", "paragraph"]),
    "question_heading_apart": (f"{BODY}\n\nAi giữ tủ sách?\n\n{MORE}", ["lead", "heading", "paragraph"]),
    "short_sentence_is_no_heading": (f"{BODY}\n\nAi cũng vui.\n\n{MORE}", ["lead", "paragraph", "paragraph"]),
    "announcing_line_is_no_heading": (f"{BODY}\nBà kể:\n{MORE}", ["lead", "paragraph", "paragraph"]),
    "question_of_an_interview_is_no_heading": (f"{BODY}\n\n• Thưa ông, vì sao?\n\n- {MORE}",
                                               ["lead", "paragraph", "paragraph"]),
    "verse_is_no_heading": (f"{BODY}\n“Sách là cây đèn nhỏ\nSoi đường bản xa”\n{MORE}",
                            ["lead", "paragraph", "paragraph", "paragraph"]),
    "numbered_names_are_no_headings": (f"{BODY}\n1. Bà Lê Thị Một\n2. Ông Trần Văn Hai\n{MORE}\n{LAST}",
                                       ["lead", "paragraph", "paragraph", "paragraph", "paragraph"]),
    "paragraph_pasted_twice_is_no_caption": (f"{BODY}\n{MORE}\n{MORE}", ["lead", "paragraph", "paragraph"]),
    "caption_under_picture": (f"{BODY}\n[img]\nHọc sinh chọn sách.\n{MORE}", ["lead", "caption", "paragraph"]),
    "picture_without_caption": (f"{BODY}\n[img]\n\n{MORE}", ["lead", "caption", "paragraph"]),
    "caption_with_credit": (f"{BODY}\nHọc sinh chọn sách. Ảnh: N.H\n{MORE}", ["lead", "caption", "paragraph"]),
    "credit_on_its_own_line": (f"{BODY}\n[img]\nHọc sinh chọn sách.\n(Nguồn: Thư viện)\n{MORE}",
                               ["lead", "caption", "paragraph"]),
    "repeated_caption": (f"{BODY}\nHọc sinh chọn sách tại hội.\n{MORE}\n\n\nHọc sinh chọn sách tại hội.",
                         ["lead", "caption", "paragraph", "caption"]),
    "source_in_the_text_is_no_caption": (f"{BODY}\nNguồn sách đến từ: nhà trường, phụ huynh, các nhà hảo tâm trong"
                                         " tỉnh và ngoài tỉnh, mỗi nơi một ít, gom lại hơn hai nghìn cuốn.",
                                         ["lead", "paragraph"]),
    "repeated_lead_is_no_caption": (f"Mở hội đọc sách ở vùng cao\n\n{BODY}\n\n{BODY}\n{MORE}",
                                    ["title", "lead", "paragraph", "paragraph"]),
    "pictures_after_the_body": (f"Mở hội đọc sách ở vùng cao\n\n{BODY}\n\n{MORE}\n{LAST}\n{BODY}\n\nCổng hội sách.",
                                ["title", "lead", "paragraph", "paragraph", "paragraph", "caption"]),
    "thanks_after_the_body_are_no_caption": (f"{BODY}\n{MORE}\n{LAST}\n\n• Xin cảm ơn ông!",
                                             ["lead", "paragraph", "paragraph", "paragraph"]),
    "byline_name": (f"{BODY}\n{MORE}\nLê Thị Thử", ["lead", "paragraph", "byline"]),
    "byline_names": (f"{BODY}\n{MORE}\nTHU HÀ - MINH ĐỨC", ["lead", "paragraph", "byline"]),
    "byline_initials": (f"{BODY}\n{MORE}\nN.H.", ["lead", "paragraph", "byline"]),
    "byline_source": (f"{BODY}\n{MORE}\nTheo TTXVN", ["lead", "paragraph", "byline"]),
    "byline_source_in_brackets": (f"{BODY}\n{MORE}\n\n(Theo Báo Mẫu)", ["lead", "paragraph", "byline"]),
    "byline_reporter": (f"{BODY}\n{MORE}\n\nPHÓNG VIÊN", ["lead", "paragraph", "byline"]),
    "byline_of_work": (f"{BODY}\n{MORE}\nBài và ảnh: Lê Thử", ["lead", "paragraph", "byline"]),
    "byline_of_interviewer": (f"{BODY}\n{MORE}\nTHU HÀ thực hiện", ["lead", "paragraph", "byline"]),
    "closing_sentence_is_no_byline": (f"{BODY}\n{MORE}\nXin cảm ơn ông!", ["lead", "paragraph", "paragraph"]),
    "according_to_is_no_byline": (f"{BODY}\n{MORE}\nTheo ông Mẫu, hội sách sẽ mở hằng năm.",
                                  ["lead", "paragraph", "paragraph"]),
    "line_broken_inside_sentence": (f"{BODY}\nSách được đưa về\nthôn bằng xe máy.\n{MORE}",
                                    ["lead", "paragraph", "paragraph"]),
    "lower_case_items_are_apart": (f"{BODY}\ngồm:\na) sách thiếu nhi;\nb) sách kỹ thuật.",
                                   ["lead", "paragraph", "paragraph", "paragraph"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kinds"), NEWS.values(), ids=NEWS.keys())
def test_zones_of_news(text: str, kinds: list[str]) -> None:
    assert _kinds(text) == kinds


DATELINES = {
    "paper_in_brackets": "(BĐ) -",
    "site_in_brackets": "(mauson.gov.vn) -",
    "agency": "NDO -",
    "agency_with_dot": "VTV.vn -",
    "place_and_agency": "Hà Nội (TTXVN) -",
    "place_and_date": "Hà Nội, ngày 5/6 -",
    "place_date_and_agency": "Bình Định, 5/6 (TTXVN) -",
    "capitals_and_date": "PARIS (14-11-2024) -",
}


@pytest.mark.parametrize("dateline", DATELINES.values(), ids=DATELINES.keys())
def test_dateline_lies_in_the_lead(dateline: str) -> None:
    text = f"Mở hội đọc sách ở vùng cao\n\n{dateline} {BODY}\n\n{MORE}"
    assert _zones(text)[1:3] == [("lead", f"{dateline} {BODY}"), ("dateline", dateline)]


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("Ông Lê Mẫu - giám đốc thư viện -", id="man_and_post"),
        pytest.param("Sáng 5/6 - ngày khai mạc -", id="time"),
        pytest.param("Lê Mẫu (giám đốc) nói", id="brackets_without_dash"),
        pytest.param("Văn hóa đọc -", id="words"),
        pytest.param("TP: ", id="subject_with_colon"),
    ],
)
def test_no_dateline_in(opening: str) -> None:
    assert "dateline" not in _kinds(f"Mở hội đọc sách ở vùng cao\n\n{opening} {BODY}\n\n{MORE}")


DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH MẪU SƠN
-------
Số: 12/QĐ-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Mẫu Sơn, ngày 5 tháng 5 năm 2023

QUYẾT ĐỊNH
Về việc mở hội đọc sách

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU SƠN

Căn cứ Luật Thư viện;
Theo đề nghị của Giám đốc Sở Văn hóa,

QUYẾT ĐỊNH:

Điều 1. Mở hội đọc sách hằng năm tại các huyện.
Điều 2. Tổ chức thực hiện
1. Sở Văn hóa chủ trì.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Mẫu
"""
PARTY = """\
TỈNH ỦY MẪU SƠN          ĐẢNG CỘNG SẢN VIỆT NAM
*
Số 7-NQ/TU          Mẫu Sơn, ngày 3 tháng 2 năm 2021

NGHỊ QUYẾT
về phát triển văn hóa đọc
-----
I- TÌNH HÌNH
Những năm qua, phong trào đọc có bước tiến.
II- NHIỆM VỤ
1. Nhiệm vụ chung
Mỗi thôn có một tủ sách.

Chương I
QUY ĐỊNH CHUNG
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Văn Mẫu

PHỤ LỤC
Danh mục sách gồm nhiều nhóm, mỗi nhóm có ghi chú về lứa tuổi người đọc.
"""


def test_zones_of_a_state_decision() -> None:
    assert _zones(DECISION) == [
        ("letterhead", DECISION[: DECISION.index("\nMẫu Sơn, ngày")]),
        ("dateline", "Mẫu Sơn, ngày 5 tháng 5 năm 2023"),
        ("title", "QUYẾT ĐỊNH\nVề việc mở hội đọc sách"),
        ("letterhead", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU SƠN"),
        ("paragraph", "Căn cứ Luật Thư viện;"),
        ("paragraph", "Theo đề nghị của Giám đốc Sở Văn hóa,"),
        ("heading", "QUYẾT ĐỊNH:"),
        ("paragraph", "Điều 1. Mở hội đọc sách hằng năm tại các huyện."),
        ("heading", "Điều 2. Tổ chức thực hiện"),
        ("paragraph", "1. Sở Văn hóa chủ trì."),
        ("paragraph", "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./."),
        ("signature", DECISION[DECISION.index("Nơi nhận") :].strip()),
    ]


def test_zones_of_a_party_resolution() -> None:
    assert _zones(PARTY) == [
        ("letterhead", "TỈNH ỦY MẪU SƠN          ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 7-NQ/TU"),
        ("dateline", "Mẫu Sơn, ngày 3 tháng 2 năm 2021"),
        ("title", "NGHỊ QUYẾT\nvề phát triển văn hóa đọc\n-----"),
        ("heading", "I- TÌNH HÌNH"),
        ("paragraph", "Những năm qua, phong trào đọc có bước tiến."),
        ("heading", "II- NHIỆM VỤ"),
        ("heading", "1. Nhiệm vụ chung"),
        ("paragraph", "Mỗi thôn có một tủ sách."),
        ("heading", "Chương I\nQUY ĐỊNH CHUNG"),
        ("signature", "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Mẫu"),
        ("heading", "PHỤ LỤC"),
        ("paragraph", "Danh mục sách gồm nhiều nhóm, mỗi nhóm có ghi chú về lứa tuổi người đọc."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"HỘI ĐỌC SÁCH VÙNG CAO\n\n{BODY}\n\n{MORE}", id="news_title_in_capitals"),
        pytest.param(f"Ban hành quyết định\n\nSố 12 là số may mắn.\n\n{BODY}", id="line_with_a_number"),
        pytest.param(f"{BODY}\n\nCăn cứ vào đâu?\n\n{MORE}", id="words_of_a_preamble"),
        pytest.param(f"{BODY}\nQ. Bình Thạnh có ba tủ sách.\n{MORE}", id="district_like_a_signature"),
    ],
)
def test_news_is_no_document(text: str) -> None:
    assert not {"letterhead", "signature"} & set(_kinds(text))


def test_unknown_heading_ends_the_signature() -> None:
    assert _kinds(f"{DECISION}\nPHỤ LỤC KÈM THEO\n{MORE}")[-2:] == ["heading", "paragraph"]


def test_zones_of_raw_text_are_offsets_into_it() -> None:
    text = unicodedata.normalize("NFD", f"Mở hội đọc sách ở vùng cao\r\n\r\n(BĐ)  – {BODY}\r\n\r\n{MORE}\r\n")
    document = Structure()(Document(text))
    assert [zone.kind for zone in document.zones] == ["title", "lead", "dateline", "paragraph"]
    assert text[document.zones[2].start : document.zones[2].end] == unicodedata.normalize("NFD", "(BĐ)  –")
    assert text[document.zones[3].start : document.zones[3].end] == unicodedata.normalize("NFD", MORE)


# --- what holds for any text -----------------------------------------------------------------------------------------


def _check(text: str) -> None:
    zones = Structure()(Document(text)).zones
    spans = [(zone.start, zone.end) for zone in zones]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    outer = [span for span in spans if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)]
    assert all(end <= start for (_, end), (start, _) in pairwise(outer))
    assert _visible("".join(text[start:end] for start, end in outer)) == _visible(text)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert Structure()(Document(text)).zones == zones


@given(TEXTS)
def test_zones_cover_any_text(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_zones_cover_nasty_text(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_zones_of_a_megabyte(text: str) -> None:
    assert list(find_zones(text))


def _slices(text: str) -> list[tuple[str, str]]:
    zones = Structure()(Document(text)).zones
    return [(z.kind, " ".join(unicodedata.normalize("NFC", text[z.start : z.end]).split())) for z in zones]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="nfd"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace(" ", "  "), id="doubled_spaces"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no_break_spaces"),
    ],
)
@pytest.mark.parametrize("text", [DECISION, PARTY, NEWS["section_above_title"][0]], ids=["state", "party", "news"])
def test_encoding_form_does_not_change_zones(text: str, change) -> None:
    assert _slices(change(text)) == _slices(text)


def test_sections_are_sorted_and_unique() -> None:
    forms = [row["form"] for row in read_lexicon("sections")]
    assert forms == sorted(set(forms))
