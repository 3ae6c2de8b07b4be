"""People: names without honorific, rank or title. All sentences are made up."""

from __future__ import annotations

import pytest
from names_corpus import NAMES, case, compare, wrong

BODY = "Sáng nay, bà con trong xã đi bầu từ sớm. Đại hội bầu 15 đồng chí vào cấp ủy. Buổi lễ kết thúc lúc 11 giờ."

FOUND = [
    # Forms of address.
    case("comrade", "Phát biểu tại buổi lễ, đồng chí <PER>Cao Thị Mỹ Hạnh</PER> cảm ơn bà con."),
    case("short_after_ong", "Ông <PER>Khải</PER> cho biết xã sẽ mở đường trong quý này."),
    case("lower_case_address", "Theo bà <PER>Ngân</PER>, hồ sơ đã đủ."),
    case(
        "cadre_list", "Tặng hoa cho ông <PER>Ngô Văn Bảy</PER>, bà <PER>Lê Thị Năm</PER> và chị <PER>Tạ Hồng Vân</PER>."
    ),
    case("historical", "Cụ <PER>Phan Châu Trinh</PER> mất tại đây."),
    case("president_ho", "Người dân viếng Chủ tịch <PER>Hồ Chí Minh</PER> từ sáng sớm."),
    # Posts, ranks and bodies before the name.
    case("after_rank", "Đại tá <PER>Bùi Đình Phúc</PER> báo cáo tình hình."),
    case("after_body", "Giám đốc Sở Y tế <PER>Lê Quang Hiển</PER> trả lời chất vấn."),
    case("after_territory", "Chủ tịch UBND huyện Tuy An <PER>Huỳnh Gia Hoàng</PER> đi kiểm tra."),
    case("after_committee_of_a_place", "Bí thư Huyện ủy Hoài Ân <PER>Nguyễn Chí Công</PER> chủ trì."),
    case("two_syllables_after_post", "Bộ trưởng <PER>Lê Hải</PER> tiếp đoàn."),
    # Chains and lists.
    case("first_in_chain", "<PER>Mai Văn Chính</PER>, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy, dự họp."),
    case(
        "semicolons",
        "Tham dự có <PER>Phạm Quốc Tuấn</PER>, Bí thư Huyện ủy; <PER>Lê Thị Hà</PER>, Chủ tịch UBND huyện; "
        "<PER>Đỗ Minh Khôi</PER>, Trưởng Công an huyện.",
    ),
    case("dashes", "Gồm các đồng chí: <PER>Trần Hữu Phước</PER> - Bí thư; <PER>Võ Thị Ngân</PER> - Phó Bí thư."),
    case(
        "by_and_in_place_of", "Chức vụ này do ông <PER>Vũ Quang Hưng</PER> đảm nhiệm thay ông <PER>Tô Đình Lực</PER>."
    ),
    case("standing_in_parentheses", "Ông <PER>Hà Trọng Nghĩa</PER> (nguyên Chủ tịch UBND xã) bị khởi tố."),
    # Peoples of Vietnam.
    case("khmer", "Bà <PER>Thạch Thị Sa Rây</PER> trao quà cho hộ nghèo."),
    case("khmer_after_post", "Chủ tịch UBND xã <PER>Danh Ngọc Sơn</PER> tiếp dân."),
    case("cham", "Nghệ nhân <PER>Quảng Đại Thiện</PER> dạy đánh trống ghi-năng."),
    case("e_de", "Ông <PER>Y Bhăn Mlô</PER> hiến đất làm đường."),
    case("e_de_apostrophe", "Chị <PER>H'Lan Niê Kdăm</PER> là người có uy tín."),
    # Initials and shortened names.
    case("initials", "Công an bắt giữ ông <PER>N.V.B.</PER> tại nhà riêng."),
    case("initials_without_last_stop", "Bà <PER>H.T.K</PER> gửi đơn tố cáo."),
    case("photo_credit", "Lãnh đạo xã thăm mô hình. Ảnh: <PER>Mai Lan</PER>"),
    case("photo_credit_in_capitals", "Lãnh đạo xã thăm mô hình - Ảnh: <PER>NHẬT LINH</PER>.\nTin khác."),
    case("photo_credit_in_brackets", "Lãnh đạo xã thăm mô hình (Ảnh: <PER>THANH TÙNG</PER>)\nTin khác."),
    case("surname_that_is_a_lake", "Ông <PER>Hồ Đức Thắng</PER> tái đắc cử. <PER>Hồ Đức Thắng</PER> nói."),
    case("photo_credit_initial_and_name", "Lãnh đạo xã thăm mô hình - Ảnh: <PER>Đ. HÀ</PER>\nTin khác."),
    case("given_name_of_one_letter", "Cùng dự có bà <PER>Lê Thị Như Ý</PER>.\nÔng <PER>Lê Văn A.</PER> nói."),
    case("photo_credit_initials", "Người dân nhận quà. Ảnh: <PER>T.H</PER>"),
    # Foreign names.
    case("foreign_president", "Tổng thống Pháp <PER>Emmanuel Macron</PER> đến Hà Nội."),
    case("foreign_prime_minister", "Thủ tướng Nhật Bản <PER>Kishida Fumio</PER> hội đàm."),
    case("lao_in_latin", "Tổng Bí thư, Chủ tịch nước Lào <PER>Thongloun Sisoulith</PER> thăm Việt Nam."),
    case("chinese_in_vietnamese", "Tổng Bí thư, Chủ tịch Trung Quốc <PER>Tập Cận Bình</PER> gửi điện."),
    case("korean_hyphen", "Ông <PER>Lee Jae-myung</PER> đắc cử."),
    case("foreign_surname_again", "Tổng thống Mỹ <PER>Joe Biden</PER> đến. Tại đây, <PER>Biden</PER> phát biểu."),
    # Spelling and layout.
    case("newer_tone_placement", "Đồng chí <PER>Trần Thuý Hoà</PER> kết luận."),
    case("signature", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n<PER>Nguyễn Hải Đăng</PER>"),
    case(
        "byline",
        "Sáng nay, bà con trong xã đi bầu từ sớm. Đại hội bầu 15 đồng chí vào cấp ủy. Buổi lễ kết thúc lúc 11 "
        "giờ.\n<PER>Hoài Phương</PER>",
    ),
    case("full_name_again", "Ông <PER>Lữ Đình Toàn</PER> đến. <PER>Lữ Đình Toàn</PER> sinh tại Huế."),
    case("e_de_two_syllables", "Ông <PER>Y Thịnh</PER> kể lại."),
    case("curly_apostrophe", "Chị <PER>H’Lan Niê</PER> dệt vải."),
    case("co_ho_in_one_syllable", "Ông <PER>K'Brểu</PER> là già làng."),
    case("professor", "GS.TS <PER>Hoàng Văn Lâm</PER> trình bày tham luận."),
    case(
        "list_after_comrades",
        "Các đồng chí <PER>Lê Văn Tư</PER>, <PER>Ngô Thị Ba</PER>, <PER>Hồ Tấn Phát</PER> trúng cử.",
    ),
    case("on_the_next_line", "Bí thư Huyện ủy\n<PER>Phạm Đình Nghị</PER>"),
    case("list_of_accused", "Khởi tố các bị can <PER>Phan Tấn Lộc</PER>, <PER>Bùi Thế Dân</PER> và <PER>Hà Cẩm</PER>."),
    case("name_in_capitals", "Chủ tịch UBND tỉnh <PER>NGUYỄN VĂN LỢI</PER> nói."),
    case("given_names_like_type_words", "Ông <PER>Vũ Đức Sở</PER> đến, bà <PER>Ngô Thị Đài</PER> về."),
    case("nickname", 'Khởi tố bị can <PER>Hùng "sắt"</PER> về tội cưỡng đoạt tài sản.'),
    case("birth_order_name", "Vườn của bác <PER>Tám</PER> bị sạt lở."),
    case("mong", "Anh <PER>Giàng A Páo</PER> vay vốn nuôi bò."),
    case("mong_without_address", "Đến dự có Bí thư Đảng ủy xã <PER>Vừ Mí Sính</PER>."),
    case("shortened_given_name", "Anh <PER>Trần Văn Đ.</PER> đã nộp phạt."),
    case("capitals_after_post", "CHỦ TỊCH NƯỚC <PER>LÊ VĂN THÀNH</PER> THĂM ĐẮK LẮK"),
    case("anh_opens_a_sentence", "Anh <PER>Sùng A Lử</PER> nuôi dê."),
    case("thai_after_commune_committee", "Phó Chủ tịch UBND xã <PER>Lường Văn Pâng</PER> nói."),
    case("religious_name", "Thượng tọa <PER>Thích Minh Trí</PER> dự lễ."),
    case("with_age", "Công an bắt <PER>Lê Tèo</PER> (32 tuổi)."),
    case("named_like_type_words", "Đồng chí <PER>Đoàn Văn Báo</PER> kết luận."),
    case("given_name_like_an_office", "Chủ tịch UBND xã <PER>Lê Thanh Phòng</PER> ký."),
    case("short_names_like_type_words", "Ông <PER>Trường</PER> và anh <PER>Viện</PER> đến."),
    case("short_name_opens_a_sentence", "Chị <PER>Hội</PER> cho biết."),
    # Bylines.
    case("byline_initial_and_name", BODY + "\n\n<PER>T.HÒA</PER>\n"),
    case("byline_initials", BODY + "\n\n<PER>Q.L.</PER>\n"),
    case("byline_two_writers", BODY + "\n\n<PER>Bích Hà</PER> - <PER>Lê Mạnh</PER>\n"),
    case("byline_with_work", BODY + "\n\n<PER>Mỹ Duyên</PER> (thực hiện)\n"),
    case("byline_in_brackets", BODY + "\n\n(<PER>N.P.</PER> tổng hợp)\n"),
    case("byline_two_credits", BODY + "\n\nBài, ảnh: <PER>MINH LÝ</PER> - <PER>THU TRÀ</PER>\n"),
    case("byline_below_the_title", "Bài học từ một con đê\n\n<PER>THU TRÀ</PER>\n\n" + BODY),
    # Initials and shortened names.
    case("three_initials_alone", "Theo đơn, <PER>N.T.K.</PER> nợ tiền hụi."),
    case("surname_and_initial", "Tài xế là <PER>Lê Bá T.</PER> đã bỏ chạy."),
    case("two_initials_behind_a_surname", "Tòa tuyên phạt <PER>Trần V. K.</PER> hai năm tù."),
    case("initials_joined_to_a_surname", "Tác phẩm của <PER>V.I.Lênin</PER> còn nguyên giá trị."),
    case("initial_before_hyphens", "Tiểu thuyết của <PER>M. Goóc-ki</PER> được in lại."),
    # Foreign names and doctrines.
    case("doctrine", "Học tập chủ nghĩa <PER>Mác</PER> - <PER>Lênin</PER> và tư tưởng <PER>Hồ Chí Minh</PER>."),
    case("particle", "Tổng thống <PER>Charles de Gaulle</PER> từ chức."),
    case("hyphens_in_both_parts", "Đồng chí <PER>Xu-pha-nu-vông Phôm-ma</PER> dự lễ."),
    case("after_a_description", "Học giả <PER>Peter Brandt</PER> phát biểu."),
    case("after_the_country_of_a_post", "Bộ trưởng Bộ Quốc phòng Lào <PER>Chansamone Chanyalath</PER> đến."),
    # Peoples of Vietnam.
    case("gia_rai", "Tham dự có <PER>Ksor Blưn</PER> và bà con."),
    case("woman_of_the_highlands", "Hôm ấy <PER>H'Wiên Niê</PER> đi rẫy."),
    case("capitals_behind_y", "Ông <PER>Y BLIM NIÊ</PER> nói."),
    # Other names of a person.
    case("uncle_ho", "Bà con nhớ lời <PER>Bác Hồ</PER> dạy."),
    case("alias", "Đồng chí <PER>Lê Văn Tám</PER> (bí danh: <PER>Hoài Nam</PER>) đã mất."),
    case("alias_with_nickname", 'Bắt <PER>Lê Văn Tám</PER>, tức <PER>Tám "đầu bạc"</PER>, tại nhà.'),
    case("familiar_name", "Ông <PER>Lê Văn Mẫn</PER> (<PER>Ba Mẫn</PER>) hiến đất."),
    case("given_name_again", "Ông <PER>Lê Văn Thụ</PER> bị bắt. Theo cáo trạng, <PER>Thụ</PER> nhận tiền."),
    case(
        "given_name_opens_a_sentence",
        "Bị can <PER>Vũ Thị Đào</PER> bỏ trốn. Khi đó <PER>Đào</PER> nợ. <PER>Đào</PER> khai hết.",
    ),
    case("place_as_given_name", "Cô <PER>Bùi Thị Hà Giang</PER> dạy toán."),
]

NONE = [
    case("picture_that_is_described", "Họ treo ảnh: CỜ ĐỎ rất to. Chụp - Ảnh: TRUNG TÂM huyện\n"),
    case("street", "Kẹt xe trên đường Trần Hưng Đạo."),
    case("school", "Học sinh Trường THPT Lê Quý Đôn đoạt giải."),
    case("city", "Đoàn đến TP. Hồ Chí Minh vào chiều nay."),
    case("youth_union", "Đoàn TNCS Hồ Chí Minh phát động thi đua."),
    case("company", "Công ty TNHH Minh Phát nộp thuế."),
    case("group", "Tập đoàn Hòa Phát khởi công."),
    case("island", "Bão đổ bộ vào đảo Lý Sơn."),
    case("province_after_ba", "Dự án ở Bà Rịa - Vũng Tàu chậm tiến độ."),
    case("surname_opens_a_sentence", "Cao điểm ra quân bắt đầu. Đặng khi về thì muộn. Thành công bước đầu."),
    case("wages_are_no_surname", "Lương tối thiểu tăng. Kim ngạch giảm. Mai này sẽ rõ."),
    case("safety", "An toàn giao thông được bảo đảm. An ninh giữ vững."),
    case("comrades_of_a_body", "Các đồng chí lãnh đạo Tỉnh ủy dự họp."),
    case("comrade_with_post", "Đồng chí Chủ tịch UBND xã vắng mặt."),
    case("ong_alone", "Ông cho rằng xã cần đổi mới. Bà đồng tình."),
    case("hero_title", "Đơn vị được tặng danh hiệu Anh hùng Lực lượng vũ trang nhân dân."),
    case("peoples", "Đồng bào Ba Na, Chăm và Hrê vui Tết. Người Mông cũng vậy."),
    case("headline_in_capitals", "TĂNG CƯỜNG CÔNG TÁC DÂN VẬN CHÍNH QUYỀN"),
    case("headline_with_surname", "CAO BẰNG ĐẨY MẠNH GIẢM NGHÈO"),
    case("lunar_new_year", "Trước Tết Nguyên đán, giá thịt tăng."),
    case("heading", "Hoàng hôn trên biển. Vũ khí được thu hồi. Lê dương là gì?"),
    case("farmers", "Bà con nông dân được mùa. Anh em công nhân phấn khởi."),
    case("holder_unnamed", "Bí thư Huyện ủy kết luận. Chủ tịch UBND huyện tiếp thu."),
    case("picture_source", "Nông thôn mới ở vùng cao. Ảnh minh họa."),
    case("place_before_verb", "Hà Giang đón khách. Thái Bình vào vụ."),
    case("chapters", "Chương trình Mục tiêu quốc gia. Văn hóa Dân tộc."),
    case("ward_named_after_a_person", "Bí thư Đảng ủy phường Trần Phú dự."),
    case("crossing", "Từ ngã tư Lê Lợi đến cầu Trường Tiền."),
    case("order", "Trao Huân chương Lao động hạng Nhất cho đơn vị."),
    case("kingdom_and_union", "Đoàn Thanh niên ra quân. Vương quốc Anh đón khách."),
    case("nouns_like_surnames", "Trần nhà bị dột. Phí cầu đường. Kiều bào về nước."),
    case("square", "Lễ mít tinh ở Quảng trường Nguyễn Tất Thành."),
    # Lines that are no bylines.
    case("decision_in_capitals", BODY + "\n\nQUYẾT ĐỊNH\n\n" + BODY),
    case("heading_in_capitals", BODY + "\n\nPHƯƠNG HƯỚNG\n\n" + BODY),
    case("numbered_heading", BODY + "\n\nIV. PHƯƠNG HƯỚNG\n\n" + BODY),
    case("place_as_last_line", BODY + "\n\nHà Nội\n"),
    case("readers_desk", BODY + "\n\nBAN BẠN ĐỌC\n"),
    case("title_in_two_parts", "Tạp chí số 9\n\nCHUYỆN KHÓ NÓI NHẤT\n\n" + BODY),
    case("small_words_in_the_last_line", BODY + "\n\nHết phần một\n"),
    case("picture_of_a_place", "Chùm ảnh: LÝ SƠN NGÀY HÈ\n" + BODY),
    # Initials and marks that are no names.
    case("central_committee", "Văn phòng T.Ư. họp. Ban Tổ chức T.Ư ký."),
    case("roman_numbers", "Chương I. Quy định chung. Chương V. Tổ chức."),
    case("four_letters", "Máy bay của U.S.A.F. hạ cánh."),
    case("town_abbreviated", "Đoàn về TP. Vinh dự lễ."),
    # Given names that are something else.
    case("quarters_of_the_sky", "Ở phía Nam, miền Bắc và vùng Tây đều mưa."),
    case("doctrine_without_a_person", "Học thuyết Tam dân và chủ nghĩa Tam dân."),
    case("brand", 'Tiệm vàng "Kim Phát" đóng cửa. Xe hiệu "Sơn Ca" dừng bán.'),
    case("district_alone", "Hồ sơ ở Hải Hậu, Kim Sơn còn tồn."),
    case("where", "Bốn giờ đối thoại ở Lộc An đã xong."),
    case("part_of_a_place", "Khói bay trên kinh Thầy Cai suốt đêm."),
    case("leaders_of_two_countries", "Hai nhà lãnh đạo Hàn - Triều gặp nhau."),
    case("self_rule", "Nhân dân tự Quyết toán. Tức thì mưa."),
]

# What the guideline decides and the code gets wrong. A case that passes goes to the lists above.
WRONG = [
    wrong(
        "after_ambassador_of_a_country",
        "Đại sứ Lào tại Việt Nam <PER>Khamphao Ernthavanh</PER> chúc Tết.",
        "the place of an ambassador ends the expectation of a name",
    ),
    wrong(
        "nickname_without_address",
        "Bắt giữ <PER>Long “ba toác”</PER> tại sòng bạc.",
        "a quoted nickname is no evidence of a person",
    ),
]

# Given names that a text introduced, and the same words as something else: only the marked ones are people.
OTHERWISE = [
    case("joined_word", "Ông <PER>Lê Thế Bình</PER> đến. Bình đẳng giới tiến bộ."),
    case("numeral", "Ông <PER>Lê Văn Tư</PER> đến vào thứ Tư."),
    case("quarter_of_the_sky", "Ông <PER>Lê Văn Nam</PER> đến từ phía Nam."),
    case("people", "Ông <PER>Lê Văn Dao</PER> dạy chữ cho người Dao ở đây."),
    case("opens_a_sentence_only", "Ông <PER>Lê Văn Thường</PER> đến. Thường thì đông."),
    case("in_capitals", "Ông <PER>Lê Văn Thường</PER> đến. BAN THƯỜNG VỤ họp."),
    case("earlier", "Hôm ấy Thụ nhận tiền. Ông <PER>Lê Văn Thụ</PER> đến."),
]


@pytest.mark.parametrize("marked", OTHERWISE)
def test_given_names_that_are_other_words(marked: str) -> None:
    found, right = compare(marked, NAMES, ["PER"])
    assert found == right


@pytest.mark.parametrize("marked", FOUND)
def test_people_are_found(marked: str) -> None:
    found, right = compare(marked, NAMES, ["PER"])
    assert found == right


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    found, _ = compare(text, NAMES, ["PER"])
    assert found == []


@pytest.mark.parametrize("marked", WRONG)
def test_what_the_code_gets_wrong(marked: str) -> None:
    found, right = compare(marked, NAMES, ["PER"])
    assert found == right
