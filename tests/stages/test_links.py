"""Links: date and issuer of documents where the sentence says them, and relations between the right entities."""

from __future__ import annotations

import pytest
from names_corpus import LINKING, annotate, case, compare

STATED = [
    case(
        "date_and_issuer",
        "Theo <RESOLUTION n='36-NQ/TW' d='2018-10-22' by='Ban Chấp hành Trung ương Đảng khóa XII'>Nghị quyết số "
        "36-NQ/TW</RESOLUTION>, ngày 22/10/2018 của Ban Chấp hành Trung ương Đảng khóa XII về kinh tế biển.",
    ),
    case(
        "date_alone",
        "Thực hiện <DOCUMENT n='24-CT/TU' d='2022-03-07'>Chỉ thị số 24-CT/TU</DOCUMENT> ngày 7-3-2022.",
    ),
    case(
        "issuer_alone",
        "Theo <DOCUMENT n='69-QĐ/TW' by='Bộ Chính trị'>Quy định số 69-QĐ/TW</DOCUMENT> của Bộ Chính trị, phải kỷ luật.",
    ),
    case(
        "date_in_long_form",
        "Căn cứ <DOCUMENT n='34/2016/NĐ-CP' d='2016-05-14' by='Chính phủ'>Nghị định số 34/2016/NĐ-CP</DOCUMENT> "
        "ngày 14 tháng 5 năm 2016 của Chính phủ.",
    ),
    case(
        "date_in_parentheses",
        "Sau <RESOLUTION n='11-NQ/TU' d='2021-09-15'>Nghị quyết 11-NQ/TU</RESOLUTION> (ngày 15/9/2021), xã đổi thay.",
    ),
    case(
        "issuer_acts_before",
        "Bộ Tài chính ban hành <DOCUMENT n='80/2021/TT-BTC' by='Bộ Tài chính'>Thông tư 80/2021/TT-BTC</DOCUMENT>.",
    ),
    case(
        "issuer_acts_before_with_particles",
        "Ban Thường vụ Tỉnh ủy vừa ban hành <RESOLUTION n='09-NQ/TU' by='Ban Thường vụ Tỉnh ủy'>Nghị quyết số "
        "09-NQ/TU</RESOLUTION>.",
    ),
    case(
        "issued_by_a_province",
        "<DOCUMENT n='15/2023/QĐ-UBND' d='2023-06-01' by='UBND tỉnh'>Quyết định số 15/2023/QĐ-UBND</DOCUMENT> "
        "ngày 01/6/2023 của UBND tỉnh đã hết hiệu lực.",
    ),
    case(
        "newer_tones_and_space",
        "<RESOLUTION n='05-NQ/TU' d='2022-12-30' by='Tỉnh uỷ Khánh Hoà'>Nghị quyết số 05 – NQ/TU</RESOLUTION>, ngày "
        "30/12/2022 của Tỉnh uỷ Khánh Hoà.",
    ),
    case("law_of_a_year", "Sửa <DOCUMENT d='2013'>Luật Đất đai năm 2013</DOCUMENT> là cấp bách."),
    case(
        "two_documents",
        "<DOCUMENT n='05-CT/TW' by='Bộ Chính trị'>Chỉ thị 05-CT/TW</DOCUMENT> của Bộ Chính trị và "
        "<DOCUMENT n='08-QĐi/TW' d='2018-10-25'>Quy định số 08-QĐi/TW</DOCUMENT> ngày 25/10/2018.",
    ),
    case(
        "issuer_after_the_verb",
        "<RESOLUTION n='35/NQ-HĐND' by='HĐND tỉnh'>Nghị quyết số 35/NQ-HĐND</RESOLUTION> do HĐND tỉnh thông qua.",
    ),
    case(
        "issuer_before_and_date_after",
        "UBND tỉnh có <DOCUMENT n='1234/UBND-TH' d='2023-05-09' by='UBND tỉnh'>Công văn số "
        "1234/UBND-TH</DOCUMENT> ngày 9/5/2023.",
    ),
    case(
        "issuer_of_the_last_only",
        "<DOCUMENT n='101-QĐ/TW'>Quy định số 101-QĐ/TW</DOCUMENT>, <DOCUMENT n='08-QĐi/TW' by='Ban Chấp hành "
        "Trung ương'>Quy định số 08-QĐi/TW</DOCUMENT> của Ban Chấp hành Trung ương.",
    ),
    case(
        "signed",
        "Thủ tướng ký <DOCUMENT n='500/QĐ-TTg' d='2023-05-15'>Quyết định số 500/QĐ-TTg</DOCUMENT> ngày "
        "15/5/2023 phê duyệt Quy hoạch điện.",
    ),
    case(
        "notice",
        "Chỉ đạo tại <DOCUMENT n='47-TB/TU' d='2024-02-20' by='Thường trực Tỉnh ủy'>Thông báo số "
        "47-TB/TU</DOCUMENT> ngày 20-2-2024 của Thường trực Tỉnh ủy.",
    ),
    case(
        "issuer_is_a_post",
        "Căn cứ <DOCUMENT n='318/QĐ-TTg' d='2022-03-08' by='Thủ tướng Chính phủ'>Quyết định số 318/QĐ-TTg</DOCUMENT> "
        "ngày 08/3/2022 của Thủ tướng Chính phủ về nông thôn mới.",
    ),
    case(
        "issuer_is_a_plenum",
        "Học tập <RESOLUTION n='04-NQ/TW' by='Hội nghị Trung ương 4 khóa XII'>Nghị quyết số 04-NQ/TW</RESOLUTION> "
        "của Hội nghị Trung ương 4 khóa XII.",
    ),
    case(
        "date_before_the_issuer",
        "Ngày 9/5/2024, Bộ Chính trị ban hành <DOCUMENT n='144-QĐ/TW' d='2024-05-09' by='Bộ Chính trị'>Quy định số "
        "144-QĐ/TW</DOCUMENT> về chuẩn mực đạo đức.",
    ),
    case(
        "list_of_dates",
        "25/10/2017: <RESOLUTION n='18-NQ/TW' d='2017-10-25'>Nghị quyết số 18-NQ/TW</RESOLUTION> về bộ máy.",
    ),
    case(
        "came_out",
        "<DOCUMENT n='100-CT/TW' d='1981-01-13'>Chỉ thị số 100-CT/TW</DOCUMENT> ra đời ngày 13/1/1981.",
    ),
    case(
        "issuer_of_two_joined_by_and",
        "Theo <DOCUMENT n='107/2020/NĐ-CP' by='Chính phủ'>Nghị định số 107/2020/NĐ-CP</DOCUMENT> và <DOCUMENT "
        "n='108/2020/NĐ-CP' by='Chính phủ'>Nghị định số 108/2020/NĐ-CP</DOCUMENT> của Chính phủ.",
    ),
    case(
        "date_behind_the_issuer",
        "Học <DOCUMENT n='12-CT/TW' d='2012-03-08' by='Ban Bí thư'>Chỉ thị số 12-CT/TW</DOCUMENT> của Ban Bí thư "
        "(8.3.2012), ai cũng thuộc.",
    ),
    case(
        "date_of_issue_behind_the_issuer",
        "Từ <RESOLUTION n='28-NQ/TW' d='2003-06-16' by='Bộ Chính trị'>Nghị quyết số 28-NQ/TW</RESOLUTION> của Bộ "
        "Chính trị, ban hành ngày 16/6/2003, nông trường đổi khác.",
    ),
    case(
        "passed_at_a_session_on_a_date",
        "<DOCUMENT d='2022-11-14' by='Quốc hội'>Luật Dầu khí</DOCUMENT> được Quốc hội thông qua tại Kỳ họp thứ 4 "
        "ngày 14/11/2022.",
    ),
    case(
        "date_and_colon_before_the_issuer",
        "8/3/2012: Ban Bí thư ra <DOCUMENT n='12-CT/TW' d='2012-03-08' by='Ban Bí thư'>Chỉ thị 12-CT/TW</DOCUMENT>.",
    ),
    case(
        "date_between_issuer_and_verb",
        "Chính phủ hôm 9/1/2012 ban hành <RESOLUTION n='01/NQ-CP' by='Chính phủ'>Nghị quyết 01/NQ-CP</RESOLUTION>.",
    ),
    case(
        "place_between_issuer_and_verb",
        "Huyện ủy Tam Nông (Đồng Tháp) ban hành <DOCUMENT n='15-QĐ/HU' by='Huyện ủy Tam Nông'>Quyết định số "
        "15-QĐ/HU</DOCUMENT>.",
    ),
    case(
        "who_signs_gives_the_date_alone",
        "Ngày 6/4/2023, Phó Thủ tướng Lê Văn Thành ký <DOCUMENT n='333/QĐ-TTg' d='2023-04-06'>Quyết định số "
        "333/QĐ-TTg</DOCUMENT>.",
    ),
    case(
        "post_with_its_body_and_a_person",
        "Ngày 6/4/2023, Thủ tướng Chính phủ Lê Văn Nam có <DOCUMENT n='41/CĐ-TTg' d='2023-04-06' by='Thủ tướng Chính "
        "phủ'>Công điện số 41/CĐ-TTg</DOCUMENT>.",
    ),
    case(
        "head_of_state_alone",
        "Theo <DOCUMENT n='338/QĐ-TTg' d='2023-04-03' by='Thủ tướng'>Quyết định số 338/QĐ-TTg</DOCUMENT> ngày "
        "3.4.2023 của Thủ tướng, phải xây nhà.",
    ),
    case(
        "proposal_in_its_paper",
        "Xét đề nghị của Giám đốc Sở Tư pháp tại <DOCUMENT n='12/TTr-STP' d='2021-05-04' by='Giám đốc Sở Tư pháp'>Tờ "
        "trình số 12/TTr-STP</DOCUMENT> ngày 4/5/2021.",
    ),
    case(
        "rule_in_brackets",
        "Theo quy định của Bộ Y tế (<DOCUMENT n='32/2023/TT-BYT' by='Bộ Y tế'>Thông tư 32/2023/TT-BYT</DOCUMENT>).",
    ),
    case(
        "deed_by_a_document",
        "Quốc hội phê chuẩn bằng <RESOLUTION n='72/2018/QH14' by='Quốc hội'>Nghị quyết số 72/2018/QH14</RESOLUTION>.",
    ),
    case(
        "which_a_body_passed",
        "Nhờ <RESOLUTION n='98/2023/QH15' by='Quốc hội'>Nghị quyết 98/2023/QH15</RESOLUTION> mà Quốc hội thông qua.",
    ),
    case(
        "two_bodies_together",
        "Theo <DOCUMENT n='126-KL/TW' by='Bộ Chính trị, Ban Bí thư'>Kết luận số 126-KL/TW</DOCUMENT> của Bộ Chính "
        "trị, Ban Bí thư.",
    ),
    case(
        "date_of_two_of_one_series",
        "Từ <RESOLUTION n='05/CP' d='1993-01-29' by='Chính phủ'>Nghị quyết 05/CP</RESOLUTION> và <RESOLUTION "
        "n='06/CP' d='1993-01-29' by='Chính phủ'>Nghị quyết 06/CP</RESOLUTION> ngày 29-1-1993 của Chính phủ.",
    ),
    case(
        "title_above_its_date",
        "<DOCUMENT n='61-KH/HU' d='2018-03-09'>Kế hoạch số 61-KH/HU</DOCUMENT>\n(ngày 09.3.2018)\nvề học tập",
    ),
]

# Dates and bodies beside a document that are not its own.
UNSTATED = [
    case(
        "date_of_another_act",
        "Ngày 9/5/2024, Huyện ủy quán triệt <DOCUMENT n='144-QĐ/TW'>Quy định số 144-QĐ/TW</DOCUMENT>.",
    ),
    case(
        "post_far_from_the_body",
        "Theo <DOCUMENT n='318/QĐ-TTg'>Quyết định số 318/QĐ-TTg</DOCUMENT>, Thủ tướng giao các bộ.",
    ),
    case("nothing_said", "Quán triệt <RESOLUTION n='18-NQ/TW'>Nghị quyết số 18-NQ/TW</RESOLUTION> tới đảng viên."),
    case(
        "next_sentence",
        "Học tập <RESOLUTION n='18-NQ/TW'>Nghị quyết số 18-NQ/TW</RESOLUTION>. Ngày 5/6/2022, Tỉnh ủy sơ kết.",
    ),
    case(
        "date_of_the_meeting",
        "Hội nghị quán triệt <RESOLUTION n='18-NQ/TW'>Nghị quyết số 18-NQ/TW</RESOLUTION> diễn ra ngày 5/6/2022.",
    ),
    case(
        "body_that_carries_out",
        "UBND tỉnh triển khai <RESOLUTION n='18-NQ/TW'>Nghị quyết số 18-NQ/TW</RESOLUTION> trong quý này.",
    ),
    case(
        "body_that_follows_up",
        "Theo <DOCUMENT n='69-QĐ/TW'>Quy định số 69-QĐ/TW</DOCUMENT>, Huyện ủy đã kỷ luật hai người.",
    ),
    case(
        "day_without_year",
        "Công bố <DOCUMENT n='102/QĐ-UBND'>Quyết định số 102/QĐ-UBND</DOCUMENT> ngày 4/7 về thu hồi đất.",
    ),
    case(
        "date_before",
        "Ngày 3/4/2024, <DOCUMENT n='34/2016/NĐ-CP'>Nghị định số 34/2016/NĐ-CP</DOCUMENT> bị bãi bỏ.",
    ),
    case(
        "validity",
        "<DOCUMENT n='10/2025/TT-BTC'>Thông tư 10/2025/TT-BTC</DOCUMENT> có hiệu lực từ ngày 1/7/2025.",
    ),
    case(
        "body_of_the_subject",
        "<DOCUMENT n='22-QĐ/TW'>Quy định số 22-QĐ/TW</DOCUMENT> về kiểm tra của Đảng nêu rõ.",
    ),
    case(
        "new_line",
        "Triển khai <DOCUMENT n='24-CT/TU'>Chỉ thị số 24-CT/TU</DOCUMENT>\nNgày 7/3/2022\nTỈNH ỦY",
    ),
    case(
        "body_of_the_sentence_before",
        "Chính phủ họp. <DOCUMENT n='34/2016/NĐ-CP'>Nghị định số 34/2016/NĐ-CP</DOCUMENT> được bàn.",
    ),
    case(
        "body_inside_the_name",
        "Triển khai <RESOLUTION>Nghị quyết Hội nghị lần thứ 11 Ban Chấp hành Trung ương Đảng khóa XIII</RESOLUTION>.",
    ),
    case(
        "year_after_the_verb",
        "<RESOLUTION n='26-NQ/TW'>Nghị quyết số 26-NQ/TW</RESOLUTION> về nông nghiệp được Trung ương ban hành "
        "năm 2008.",
    ),
    case(
        "date_of_the_next_act",
        "Theo <DOCUMENT n='12-CT/TW' by='Ban Bí thư'>Chỉ thị 12-CT/TW</DOCUMENT> của Ban Bí thư, ngày 5/6/2016 Huyện "
        "ủy họp.",
    ),
    case(
        "date_without_a_sign_behind_the_issuer",
        "Theo <DOCUMENT n='59-HD/TU' by='Tỉnh ủy'>Hướng dẫn số 59-HD/TU</DOCUMENT> của Tỉnh ủy về việc cuối năm 2018.",
    ),
    case(
        "second_body_that_acts",
        "Theo <DOCUMENT n='126-KL/TW' by='Bộ Chính trị'>Kết luận số 126-KL/TW</DOCUMENT> của Bộ Chính trị, Huyện ủy "
        "đã sắp xếp.",
    ),
    case(
        "other_issuer_joined_by_and",
        "Theo <DOCUMENT n='136/2020/NĐ-CP'>Nghị định 136/2020/NĐ-CP</DOCUMENT> và <DOCUMENT n='61/KH-UBND' "
        "d='2024-02-20' by='UBND phường'>Kế hoạch số 61/KH-UBND</DOCUMENT> ngày 20/2/2024 của UBND phường.",
    ),
    case(
        "law_joined_by_and",
        "Trái <DOCUMENT>Luật Đầu tư công</DOCUMENT> và <DOCUMENT n='17/CT-TTg' by='Thủ tướng Chính phủ'>Chỉ thị số "
        "17/CT-TTg</DOCUMENT> của Thủ tướng Chính phủ.",
    ),
    case(
        "date_of_another_year_than_the_code",
        "<DOCUMENT n='15/2020/NĐ-CP'>Nghị định số 15/2020/NĐ-CP</DOCUMENT> và <DOCUMENT n='14/2022/NĐ-CP' "
        "d='2022-01-27'>Nghị định số 14/2022/NĐ-CP</DOCUMENT> ngày 27/1/2022.",
    ),
    case(
        "words_passed_on_at_a_paper",
        "Theo ý kiến của Chủ tịch UBND tỉnh tại <DOCUMENT n='74/TB-UBND'>Thông báo số 74/TB-UBND</DOCUMENT>.",
    ),
    case(
        "who_follows_which",
        "Có <RESOLUTION n='98/2023/QH15'>Nghị quyết 98/2023/QH15</RESOLUTION> mà UBND tỉnh chưa học.",
    ),
]

# Relation, head and tail; of equal texts the one that stands at the given place.
RELATIONS = [
    pytest.param(
        "Đồng chí Hà Minh Tuấn, Bí thư Huyện ủy Yên Sơn, và đồng chí Vi Thị Sen, Chủ tịch UBND xã Lang Quán, dự.",
        {
            ("holds", "Hà Minh Tuấn", "Bí thư"),
            ("of", "Bí thư", "Huyện ủy Yên Sơn"),
            ("holds", "Vi Thị Sen", "Chủ tịch"),
            ("of", "Chủ tịch", "UBND xã Lang Quán"),
        },
        id="each_holder_has_the_own_post",
    ),
    pytest.param(
        "Chủ tịch tỉnh Phú Thọ Bùi Minh Trí đến.",
        {("holds", "Bùi Minh Trí", "Chủ tịch"), ("of", "Chủ tịch", "tỉnh Phú Thọ")},
        id="territory",
    ),
    pytest.param("Thủ tướng yêu cầu ông Lê Mai giải trình.", set(), id="a_post_beside_another_person"),
    pytest.param(
        "Nghị quyết số 36-NQ/TW, ngày 22/10/2018 của Bộ Chính trị về biển.",
        {
            ("dated", "Nghị quyết số 36-NQ/TW", "ngày 22/10/2018"),
            ("issued_by", "Nghị quyết số 36-NQ/TW", "Bộ Chính trị"),
        },
        id="document",
    ),
    pytest.param("Ngày 22/10/2018, Bộ Chính trị quán triệt Nghị quyết số 36-NQ/TW.", set(), id="unrelated"),
    pytest.param("Tỉnh ủy Lào Cai họp với ông Lê Văn Nam tại xã Tả Van.", set(), id="no_post"),
    pytest.param(
        "Chính phủ đã ban hành Nghị định số 34/2016/NĐ-CP.",
        {("issued_by", "Nghị định số 34/2016/NĐ-CP", "Chính phủ")},
        id="issuer_before",
    ),
]

TWICE = (
    "Ông Lê Văn Nam, Bí thư Huyện ủy, khai mạc. Huyện ủy họp kín.\n"
    "Theo Huyện ủy, ông Lê Văn Nam là Trưởng đoàn.\n"
    "Chủ tịch UBND xã Lê Văn Nam ký; UBND xã công bố."
)


@pytest.mark.parametrize("marked", STATED)
def test_date_and_issuer_are_filled_where_the_sentence_says_them(marked: str) -> None:
    found, right = compare(marked, LINKING, ["RESOLUTION", "DOCUMENT"])
    assert found == right


@pytest.mark.parametrize("marked", UNSTATED)
def test_what_stands_beside_a_document_is_not_its_date_or_issuer(marked: str) -> None:
    found, right = compare(marked, LINKING, ["RESOLUTION", "DOCUMENT"])
    assert found == right


@pytest.mark.parametrize(("text", "right"), RELATIONS)
def test_relations_join_the_right_entities(text: str, right: set[tuple[str, str, str]]) -> None:
    document = annotate(text, LINKING)
    named = {entity.id: entity.text for entity in document.entities}
    assert {(r.label, named[r.head], named[r.tail]) for r in document.relations} == right


def test_of_several_mentions_the_nearest_is_linked() -> None:
    document = annotate(TWICE, LINKING)
    entities = {entity.id: entity for entity in document.entities}
    line = {id: TWICE.count("\n", 0, entity.start) for id, entity in entities.items()}
    assert document.relations
    assert all(line[relation.head] == line[relation.tail] for relation in document.relations)
    secretary = next(id for id, entity in entities.items() if entity.text == "Bí thư")
    assert {
        (r.label, entities[r.head if r.tail == secretary else r.tail].start)
        for r in document.relations
        if secretary in (r.head, r.tail)
    } == {("holds", TWICE.index("Lê Văn Nam")), ("of", TWICE.index("Huyện ủy"))}


def test_relations_join_entities_of_the_document() -> None:
    document = annotate(TWICE, LINKING)
    labels = {entity.id: entity.label for entity in document.entities}
    pairs = {(relation.label, labels[relation.head], labels[relation.tail]) for relation in document.relations}
    assert pairs <= {("holds", "PER", "ROLE"), ("of", "ROLE", "ORG"), ("of", "ROLE", "LOC")}
