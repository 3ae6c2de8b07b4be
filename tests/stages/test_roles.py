"""Posts: one span a title, with holder and body, where a particular holder is meant. All sentences are made up."""

from __future__ import annotations

import pytest
from names_corpus import ROLES, annotate, case, compare

CHAINS = [
    case(
        "name_first",
        "Đồng chí Cao Thị Mỹ, <ROLE per='Cao Thị Mỹ' org='Trung ương Đảng'>Ủy viên</ROLE> Trung ương Đảng, "
        "<ROLE per='Cao Thị Mỹ' org='Tỉnh ủy Lào Cai'>Bí thư</ROLE> Tỉnh ủy Lào Cai, chủ trì.",
    ),
    case(
        "name_last",
        "<ROLE per='Lê Duy Thành' org='Tỉnh ủy'>Phó Bí thư</ROLE> Tỉnh ủy, "
        "<ROLE per='Lê Duy Thành' org='UBND tỉnh'>Chủ tịch</ROLE> UBND tỉnh Lê Duy Thành dự.",
    ),
    case(
        "dashes",
        "Các đồng chí: Hà Minh Tuấn - <ROLE per='Hà Minh Tuấn' org='Đảng ủy'>Bí thư</ROLE> Đảng ủy, "
        "Vi Thị Sen - <ROLE per='Vi Thị Sen' org='UBND xã'>Chủ tịch</ROLE> UBND xã.",
    ),
    case(
        "semicolons",
        "Dự có: Phạm Quốc Tuấn, <ROLE per='Phạm Quốc Tuấn' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy; "
        "Lê Thị Hà, <ROLE per='Lê Thị Hà' org='UBND huyện'>Chủ tịch</ROLE> UBND huyện.",
    ),
    case(
        "semicolons_names_last",
        "Dự có <ROLE per='Phạm Quốc Tuấn' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy Phạm Quốc Tuấn; "
        "<ROLE per='Lê Thị Hà' org='UBND huyện'>Chủ tịch</ROLE> UBND huyện Lê Thị Hà.",
    ),
    case(
        "and_concurrently",
        "Ông Võ Đức Long là <ROLE per='Võ Đức Long' org='Đảng ủy'>Bí thư</ROLE> Đảng ủy kiêm "
        "<ROLE per='Võ Đức Long' org='UBND phường'>Chủ tịch</ROLE> UBND phường.",
    ),
    case(
        "rank_and_post",
        "<ROLE per='Tạ Văn Hùng'>Đại tá</ROLE> Tạ Văn Hùng, "
        "<ROLE per='Tạ Văn Hùng' org='Công an tỉnh'>Giám đốc</ROLE> Công an tỉnh, cho biết.",
    ),
    case(
        "two_people_in_one_list",
        "<ROLE per='Đào Duy Anh' org='Tỉnh ủy'>Phó Bí thư Thường trực</ROLE> Tỉnh ủy, <ROLE per='Đào Duy Anh' "
        "org='HĐND tỉnh'>Chủ tịch</ROLE> HĐND tỉnh Đào Duy Anh và <ROLE per='Lê Bá Thông' org='UBND tỉnh'>Phó "
        "Chủ tịch</ROLE> UBND tỉnh Lê Bá Thông dự.",
    ),
    case(
        "former_twice",
        "Ông Chu Đức Tài, <ROLE per='Chu Đức Tài' org='Bộ Chính trị'>nguyên Ủy viên</ROLE> Bộ Chính trị, "
        "<ROLE per='Chu Đức Tài' org='Thành ủy'>nguyên Bí thư</ROLE> Thành ủy.",
    ),
    case(
        "rank_and_command",
        "<ROLE per='Lê Tấn Hải'>Thượng tá</ROLE> Lê Tấn Hải, <ROLE per='Lê Tấn Hải' org='Ban CHQS huyện'>Chỉ "
        "huy trưởng</ROLE> Ban CHQS huyện.",
    ),
    case(
        "foreign_double_post",
        "<ROLE per='Thongloun Sisoulith'>Tổng Bí thư</ROLE>, <ROLE per='Thongloun Sisoulith' org='Lào'>Chủ "
        "tịch nước</ROLE> Lào Thongloun Sisoulith.",
    ),
    case(
        "list_in_parentheses",
        "Gồm: Lê Tấn Minh (<ROLE per='Lê Tấn Minh' org='Đảng ủy xã'>Bí thư</ROLE> Đảng ủy xã), Phan Thị Lài "
        "(<ROLE per='Phan Thị Lài' org='UBND xã'>Chủ tịch</ROLE> UBND xã).",
    ),
    case(
        "old_and_new_post",
        "Điều động ông Lê Tuấn Kiệt, <ROLE per='Lê Tuấn Kiệt' org='Sở Tài chính'>Giám đốc</ROLE> Sở Tài "
        "chính, giữ chức <ROLE per='Lê Tuấn Kiệt' org='Huyện ủy Tuy Phước'>Bí thư</ROLE> Huyện ủy Tuy Phước.",
    ),
    case(
        "three_titles",
        "Ông Trần Gia Bảo, <ROLE per='Trần Gia Bảo'>Tỉnh ủy viên</ROLE>, <ROLE per='Trần Gia Bảo' org='Huyện "
        "ủy Mù Cang Chải'>Bí thư</ROLE> Huyện ủy Mù Cang Chải, <ROLE per='Trần Gia Bảo' org='HĐND huyện'>Chủ "
        "tịch</ROLE> HĐND huyện, phát biểu.",
    ),
    case(
        "company_posts",
        "Ông Lý Xuân Hải, <ROLE per='Lý Xuân Hải' org='HĐQT'>Chủ tịch</ROLE> HĐQT, <ROLE per='Lý Xuân "
        "Hải'>Tổng Giám đốc</ROLE>, bị bắt.",
    ),
]

HOLDERS = [
    case(
        "address_without_a_comma",
        "Hôm qua, <ROLE per='Lê Văn Nam' org='UBND xã'>Chủ tịch</ROLE> UBND xã ông Lê Văn Nam từ chức.",
    ),
    case(
        "is_held_by",
        "Ban có 9 thành viên, <ROLE per='Vũ Quang Hưng'>Trưởng ban</ROLE> là ông Vũ Quang Hưng.",
    ),
    case("direct", "<ROLE per='Lò Văn Kim' org='Huyện ủy Sông Mã'>Bí thư</ROLE> Huyện ủy Sông Mã Lò Văn Kim nói."),
    case("parentheses", "Ông Y Bhăn Mlô (<ROLE per='Y Bhăn Mlô' org='UBND xã'>Phó Chủ tịch</ROLE> UBND xã) ký."),
    case("is", "Ông Ngô Tấn Đạt là <ROLE per='Ngô Tấn Đạt' org='Sở Y tế'>Giám đốc</ROLE> Sở Y tế."),
    case("holds", "Bà Bùi Thu Hà giữ chức <ROLE per='Bùi Thu Hà' org='Sở Nội vụ'>Phó Giám đốc</ROLE> Sở Nội vụ."),
    case(
        "do_ong_lam",
        "Đoàn công tác do ông Mai Thanh Hải làm <ROLE per='Mai Thanh Hải'>Trưởng đoàn</ROLE> đã đến.",
    ),
    case(
        "former", "Ông Hà Trọng Nghĩa, <ROLE per='Hà Trọng Nghĩa' org='UBND xã'>nguyên Chủ tịch</ROLE> UBND xã, bị bắt."
    ),
    case(
        "former_capital",
        "<ROLE per='Tôn Thất Hiệp' org='Bộ Y tế'>Nguyên Bộ trưởng</ROLE> Bộ Y tế Tôn Thất Hiệp hầu tòa.",
    ),
    case("late_is_outside", "Cố <ROLE per='Trần Đại Nghĩa'>Thủ tướng</ROLE> Trần Đại Nghĩa được tưởng nhớ."),
    case("new_is_outside", "Tân <ROLE per='Lê Hải Yến' org='Sở Tư pháp'>Giám đốc</ROLE> Sở Tư pháp Lê Hải Yến ra mắt."),
    case("rank_alone", "<ROLE per='Bùi Đình Phúc'>Thượng tá</ROLE> Bùi Đình Phúc xác nhận."),
    case(
        "small_letters_with_holder",
        "Hôm qua, <ROLE per='Lê Văn Nam' org='UBND xã'>chủ tịch</ROLE> UBND xã Lê Văn Nam đến.",
    ),
    case(
        "deputy_of_the_assembly",
        "<ROLE per='Lê Thị Song An' org='Quốc hội'>Đại biểu</ROLE> Quốc hội Lê Thị Song An chất vấn.",
    ),
    case("of_a_territory", "<ROLE per='Bùi Minh Trí' org='tỉnh Phú Thọ'>Chủ tịch</ROLE> tỉnh Phú Thọ Bùi Minh Trí dự."),
    case("foreign", "<ROLE per='Emmanuel Macron' org='Pháp'>Tổng thống</ROLE> Pháp Emmanuel Macron đến."),
    case(
        "head_of_a_board",
        "<ROLE per='Cao Xuân Lâm' org='Ban Tổ chức Tỉnh ủy'>Trưởng</ROLE> Ban Tổ chức Tỉnh ủy Cao Xuân Lâm.",
    ),
    case(
        "head_in_small_letters",
        "Ông Cao Xuân Lâm, <ROLE per='Cao Xuân Lâm' org='ban Dân vận Tỉnh ủy'>phó trưởng</ROLE> ban Dân vận "
        "Tỉnh ủy, nói.",
    ),
    case(
        "chief_of_office",
        "<ROLE per='Hồ Thị Lan' org='Văn phòng Tỉnh ủy'>Chánh</ROLE> Văn phòng Tỉnh ủy Hồ Thị Lan báo cáo.",
    ),
    case(
        "newer_tones",
        "<ROLE per='Lê Thị Thuý' org='Ban Thường vụ Tỉnh uỷ'>Uỷ viên</ROLE> Ban Thường vụ Tỉnh uỷ Lê Thị Thuý dự.",
    ),
    case("ambassador", "<ROLE per='Marc Knapper' org='Hoa Kỳ'>Đại sứ</ROLE> Hoa Kỳ Marc Knapper chào xã giao."),
    case(
        "do_dong_chi",
        "Hội nghị do đồng chí Lê Minh Đạt, <ROLE per='Lê Minh Đạt' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy, chủ trì.",
    ),
    case(
        "appointed",
        "Ông Lê Tuấn Kiệt được bổ nhiệm <ROLE per='Lê Tuấn Kiệt' org='Sở Tài chính'>Giám đốc</ROLE> Sở Tài chính.",
    ),
    case(
        "elected_as",
        "Hội nghị bầu ông Lê Tuấn Kiệt làm <ROLE per='Lê Tuấn Kiệt' org='Tỉnh ủy'>Phó Bí thư</ROLE> Tỉnh ủy.",
    ),
    case(
        "village_head",
        "Ông Đinh Văn Ngheo, <ROLE per='Đinh Văn Ngheo' org='làng Kà Bông'>Trưởng thôn</ROLE> làng Kà Bông, vận động.",
    ),
    case("judge", "<ROLE per='Vũ Thị Hòa'>Thẩm phán</ROLE> Vũ Thị Hòa làm chủ tọa."),
    case(
        "head_of_a_bureau",
        "Bà Ngô Lan, <ROLE per='Ngô Lan' org='Phòng Nội vụ huyện'>Trưởng</ROLE> Phòng Nội vụ huyện, nói.",
    ),
    case(
        "deputy_head_of_a_delegation",
        "Bà Ngô Thị Lan, <ROLE per='Ngô Thị Lan' org='Đoàn ĐBQH tỉnh'>Phó Trưởng</ROLE> Đoàn ĐBQH tỉnh, nói.",
    ),
    case(
        "chief_inspector",
        "Ông Lê Văn Quang, <ROLE per='Lê Văn Quang' org='Thanh tra huyện'>Chánh</ROLE> Thanh tra huyện, nói.",
    ),
    case(
        "former_in_parentheses",
        "Bị can Trần Tuấn Kha (<ROLE per='Trần Tuấn Kha' org='UBND TP. Quy Nhơn'>nguyên Phó Chủ tịch</ROLE> "
        "UBND TP. Quy Nhơn) khai nhận.",
    ),
    case("is_now", "Ông Lê Văn Sơn hiện là <ROLE per='Lê Văn Sơn' org='Quốc hội'>đại biểu</ROLE> Quốc hội."),
    case("with_address", "<ROLE per='Thạch Sa Rươl' org='UBND xã'>Chủ tịch</ROLE> UBND xã, ông Thạch Sa Rươl, nói."),
    case(
        "in_place_of",
        "Ông Vũ Quang Hưng được bầu làm <ROLE per='Vũ Quang Hưng' org='HĐND tỉnh'>Chủ tịch</ROLE> HĐND tỉnh "
        "thay ông Tô Đình Lực.",
    ),
    case(
        "dash_before_the_name", "<ROLE per='Lê Văn Sang' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy - Lê Văn Sang cho biết."
    ),
    case(
        "who_replaces",
        "Ông Vũ Quang Hưng thay ông Tô Đình Lực làm <ROLE per='Vũ Quang Hưng' org='HĐND tỉnh'>Chủ tịch</ROLE> HĐND "
        "tỉnh.",
    ),
    case(
        "first_of_her_sex",
        "Nữ <ROLE per='Trần Thị Bảy' org='HĐND tỉnh'>Chủ tịch</ROLE> HĐND tỉnh đầu tiên, bà Trần Thị Bảy, kể lại.",
    ),
    case(
        "then_was",
        "<ROLE per='Lê Đức Hòa'>Đại tướng</ROLE> Lê Đức Hòa, lúc đó là <ROLE per='Lê Đức Hòa' org='Bộ Quốc phòng'>Bộ "
        "trưởng</ROLE> Bộ Quốc phòng, ra đảo.",
    ),
    case(
        "table",
        "Stt | Họ tên | Chức vụ\n1 | Danh Thị Sóc Kha | <ROLE per='Danh Thị Sóc Kha' org='UBND xã'>Phó Chủ tịch</ROLE> "
        "UBND xã | 0909",
    ),
    case(
        "born_and_of_a_people",
        "5. Thò Mí Lử, SN 1980, Mông, <ROLE per='Thò Mí Lử' org='Đảng ủy xã'>Bí thư</ROLE> Đảng ủy xã",
    ),
    case(
        "ward_before_the_holder",
        "<ROLE per='Phạm Thị Lụa' org='Đảng ủy phường'>Phó Bí thư</ROLE> Đảng ủy phường Phạm Thị Lụa đọc tờ trình.",
    ),
    case(
        "ward_named_after_a_person",
        "Bà Phạm Thị Lụa, <ROLE per='Phạm Thị Lụa' org='Đảng ủy phường Lê Hồng Phong'>Phó Bí thư</ROLE> Đảng ủy phường "
        "Lê Hồng Phong, đọc tờ trình.",
    ),
    case(
        "cell_with_a_capital",
        "Ông Cầm Văn Pâng, <ROLE per='Cầm Văn Pâng' org='Chi bộ'>Bí thư</ROLE> Chi bộ, giơ tay.",
    ),
    case(
        "cell_of_a_village",
        "Ông Cầm Văn Pâng, <ROLE per='Cầm Văn Pâng' org='Chi bộ thôn Nà Pài'>Bí thư</ROLE> Chi bộ thôn Nà Pài, nói.",
    ),
    case(
        "minister_of_a_country",
        "<ROLE per='Ng Eng Hen' org='Bộ Quốc phòng Singapore'>Bộ trưởng</ROLE> Bộ Quốc phòng Singapore Ng Eng Hen đến.",
    ),
    case(
        "ambassador_in_a_country",
        "<ROLE per='Nguyễn Hồng Thạch' org='Việt Nam'>Đại sứ</ROLE> Việt Nam tại Ukraina Nguyễn Hồng Thạch báo tin.",
    ),
    case(
        "country_behind_the_holder",
        "<ROLE per='Tommy Koh' org='Singapore'>Đại sứ</ROLE> Tommy Koh của Singapore phát biểu.",
    ),
    case(
        "delegation_before_its_leader",
        "Đoàn ĐBQH tỉnh do bà Ma Thị Kiều, <ROLE per='Ma Thị Kiều' org='Đoàn ĐBQH tỉnh'>Phó Trưởng đoàn</ROLE>, dẫn "
        "đã đến.",
    ),
    case(
        "deputy_of_the_post_before",
        "Thay mặt <ROLE org='UBND tỉnh'>Chủ tịch</ROLE> UBND tỉnh, <ROLE per='Vừ A Hừ' org='UBND tỉnh'>Phó Chủ "
        "tịch</ROLE> Vừ A Hừ trao quà.",
    ),
    case(
        "clause_of_its_own",
        "Đồng chí Hà Văn Ca thôi giữ chức <ROLE per='Hà Văn Ca' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy; đồng chí Lê Đức "
        "Tuệ rời Sở Nội vụ, luân chuyển về làm <ROLE per='Lê Đức Tuệ' org='Huyện ủy'>Bí thư</ROLE> Huyện ủy.",
    ),
    case(
        "record_of_service",
        "Đồng chí Phan Văn Nghiệp\nSinh năm 1934, quê quán: xã Định Thủy;\n<ROLE per='Phan Văn Nghiệp' org='Tỉnh "
        "ủy'>Nguyên Phó Bí thư</ROLE> Tỉnh ủy; <ROLE per='Phan Văn Nghiệp' org='HĐND tỉnh'>nguyên Chủ tịch</ROLE> HĐND "
        "tỉnh",
    ),
]

UNNAMED = [
    case("offices_small", "Theo <ROLE org='văn phòng Tỉnh ủy'>Chánh</ROLE> văn phòng Tỉnh ủy, hồ sơ đã đủ."),
    case(
        "given_more_posts",
        "Ông nhận thêm chức vụ <ROLE org='Ban tuyên giáo Thành ủy'>trưởng</ROLE> Ban tuyên giáo Thành ủy.",
    ),
    case(
        "is_at_the_time",
        "Bà <PER>Lê Thị Hoa</PER> đang là <ROLE per='Lê Thị Hoa' org='Sở Y tế'>Giám đốc</ROLE> Sở Y tế.",
    ),
    case(
        "charged_with",
        "Ông được phân công nhiệm vụ <ROLE org='Ban tổ chức Thành uỷ'>trưởng</ROLE> Ban tổ chức Thành uỷ.",
    ),
    case(
        "set_off_with_an_address",
        "Nói với <ROLE per='Phan Thị Mỹ' org='Sở Y tế'>giám đốc</ROLE> Sở Y tế - bà Phan Thị Mỹ, cử tri góp ý.",
    ),
    case(
        "standing_deputy",
        "Ông Lê Nam, <ROLE per='Lê Nam' org='Ban Dân vận Thành uỷ'>Phó Thường trực</ROLE> Ban Dân vận Thành uỷ.",
    ),
    case("small_letters_after_a_cue", "Ông giữ chức <ROLE org='Sở Y tế'>giám đốc</ROLE> Sở Y tế từ lâu."),
    case("years_as_a_deputy", "Trong thời gian làm <ROLE org='Quốc hội'>đại biểu</ROLE> Quốc hội, ông hay nói."),
    case(
        "ministers_who_are_charged",
        "Giao <ROLE org='Bộ Y tế'>Bộ trưởng</ROLE> Bộ Y tế, <ROLE org='Bộ Công an'>Bộ trưởng</ROLE> Bộ Công an, "
        "<ROLE org='Bộ Nội vụ'>Bộ trưởng</ROLE> Bộ Nội vụ, <ROLE org='Bộ Tài chính'>Bộ trưởng</ROLE> Bộ Tài chính, "
        "<ROLE org='Ngân hàng Nhà nước'>Thống đốc</ROLE> Ngân hàng Nhà nước thực hiện.",
    ),
    case(
        "chain_after_a_pronoun",
        "Ông là <ROLE org='Trung ương Đảng khóa XI'>ủy viên</ROLE> Trung ương Đảng khóa XI; "
        "<ROLE org='Quốc hội khóa XIII'>đại biểu</ROLE> Quốc hội khóa XIII.",
    ),
    case("candidate_who_won", "Năm 2016, ông trúng cử <ROLE org='Quốc hội'>đại biểu</ROLE> Quốc hội."),
    case("post_to_be_filled", "Quốc hội tiến hành quy trình bầu Chủ tịch nước vào sáng mai."),
    case("post_to_be_filled_anew", "Danh sách để bầu tân Thủ tướng được công bố."),
    case("prime_minister", "<ROLE>Thủ tướng</ROLE> yêu cầu các bộ vào cuộc."),
    case("president", "Chiều nay, <ROLE>Chủ tịch nước</ROLE> tiếp đại sứ."),
    case("general_secretary", "Theo <ROLE>Tổng Bí thư</ROLE>, phải kiên trì."),
    case("with_body", "<ROLE org='UBND tỉnh'>Chủ tịch</ROLE> UBND tỉnh yêu cầu kiểm điểm."),
    case("standing_deputy", "<ROLE org='Thành ủy Cần Thơ'>Phó Bí thư Thường trực</ROLE> Thành ủy Cần Thơ chủ trì."),
    case("headline", "<ROLE>THỦ TƯỚNG</ROLE> KIỂM TRA CÔNG TRƯỜNG"),
    case("deputy_chairman", "<ROLE org='Quốc hội'>Phó Chủ tịch</ROLE> Quốc hội điều hành phiên họp."),
    case("two_posts_two_people", "<ROLE>Thủ tướng</ROLE> và <ROLE org='Quốc hội'>Chủ tịch</ROLE> Quốc hội dự lễ."),
    case(
        "another_person_follows", "<ROLE org='UBND tỉnh'>Chủ tịch</ROLE> UBND tỉnh trao quyết định cho ông Lê Văn Tám."
    ),
    case("another_person_before", "Bà Lê Thị Sáu đề nghị <ROLE org='UBND xã'>Chủ tịch</ROLE> UBND xã trả lời."),
    case("after_comrade", "Đồng chí <ROLE org='Huyện ủy Lắk'>Bí thư</ROLE> Huyện ủy Lắk kết luận."),
    case(
        "heads_of_a_list_who_carry_out",
        "<ROLE org='Sở Nội vụ'>Giám đốc</ROLE> Sở Nội vụ; <ROLE org='Sở Y tế'>Giám đốc</ROLE> Sở Y tế và ông Lò Văn "
        "Hoan thi hành.",
    ),
    case(
        "deputy_who_is_another",
        "Gửi <ROLE org='Chính phủ'>Thủ tướng</ROLE> Chính phủ, <ROLE per='Lê Văn Hà'>Phó Thủ tướng</ROLE> Lê Văn Hà.",
    ),
    case(
        "former_with_two_people",
        "Ông Lê Văn Nam, bà Hà Thị Mai đều vắng;\n<ROLE org='UBND xã'>nguyên Chủ tịch</ROLE> UBND xã cũng vậy.",
    ),
    case("standing_member_of_the_secretariat", "<ROLE org='Ban Bí thư'>Thường trực</ROLE> Ban Bí thư dự lễ."),
    case("standing_member_in_small_letters", "<ROLE org='Ban bí thư'>Thường trực</ROLE> Ban bí thư dự lễ."),
]

NONE = [
    case("no_deputy_head_of_a_department", "Nhiệm vụ trưởng thành; chức vụ, quyền hạn rõ ràng."),
    case("small_letters_without_a_cue", "Phải gặp giám đốc Sở Y tế. Muốn làm đại biểu Quốc hội phải giỏi."),
    case(
        "list_of_a_rule",
        "Quy định tiêu chuẩn của từng chức danh gồm: Tổng Bí thư, Chủ tịch nước, Thủ tướng, Chủ tịch Quốc hội, "
        "Chánh án Tòa án nhân dân tối cao, Tổng Thư ký Quốc hội.",
    ),
    case("secretaries_in_general", "Mỗi bí thư cấp ủy phải nêu gương."),
    case("ministers_in_plural", "Các bộ trưởng phải giải trình. Các Bộ trưởng vắng mặt."),
    case("members_in_plural", "Các Ủy viên Bộ Chính trị: Trần An Khang, Lê Minh Đạt."),
    case("deputy_chairmen_in_plural", "Các Phó Chủ tịch UBND tỉnh cùng dự họp."),
    case("two_directors", "Hai phó giám đốc sở bị kỷ luật."),
    case("degrees", "PGS.TS Lê Mai Hương và ThS Trần Bách trình bày."),
    case("honorifics", "Ông Lê Nam, bà Trần Thị Cúc và đồng chí Vũ Văn Tá đến."),
    case("leaders", "Lãnh đạo UBND tỉnh, cán bộ và nhân viên dự."),
    case("delegates", "Đại biểu thảo luận tại tổ. Các đại biểu Quốc hội tán thành."),
    case("chairman_in_general", "Chức danh chủ tịch xã không còn là người địa phương ở nhiều nơi."),
    case("secretarial_work", "Công tác thư ký được cải tiến. Trưởng thành từ phong trào."),
    case("cope", "Người dân đối phó bằng cách khác. Phó mặc cho trời."),
    case("standing_committee_is_a_body", "Thường trực Tỉnh ủy họp giao ban."),
    case("anybody_appointed", "Quy trình bổ nhiệm giám đốc sở cần chặt chẽ."),
    case("board_is_not_its_head", "Ban Bí thư kỷ luật một tổ chức đảng."),
    case("office_named_like_a_post", "Hội Liên hiệp Phụ nữ ký kết với Văn phòng Chủ tịch nước."),
    case("teachers", "Thầy giáo, bác sĩ, kỹ sư đều hiến kế."),
    case("chairmen_of_associations", "Các chủ tịch hội nông dân cơ sở được tập huấn."),
    case("secretaries_of_cells", "Nhiều bí thư chi bộ, trưởng thôn còn trẻ."),
    case("some_generals", "Một số Đại tá, Trung tá về hưu tham gia."),
    case("chairmen_at_a_level", "Ở cấp xã, chủ tịch UBND chịu trách nhiệm."),
    case("heads_of_communes", "Bí thư, chủ tịch các xã cùng ký cam kết."),
    case("plural_in_capitals", "Những Giám đốc Sở yếu kém phải thay. Mọi Hiệu trưởng đều biết."),
    case("counted", "Bổ sung 5 Ủy viên Ban Thường vụ. Bầu 3 Phó Bí thư Huyện ủy."),
    case("wished_for", "Ông muốn làm giám đốc. Nó mơ thành đại tướng."),
    case("presidium", "Đoàn Chủ tịch điều hành. Hội đồng Giám đốc họp."),
]


@pytest.mark.parametrize("marked", CHAINS)
def test_each_title_of_a_chain_has_its_holder_and_body(marked: str) -> None:
    found, right = compare(marked, ROLES, ["ROLE"])
    assert found == right


@pytest.mark.parametrize("marked", HOLDERS)
def test_posts_with_a_named_holder(marked: str) -> None:
    found, right = compare(marked, ROLES, ["ROLE"])
    assert found == right


@pytest.mark.parametrize("marked", UNNAMED)
def test_posts_that_one_person_holds_without_a_name(marked: str) -> None:
    found, right = compare(marked, ROLES, ["ROLE"])
    assert found == right


@pytest.mark.parametrize("text", NONE)
def test_plural_and_generic_uses_are_no_posts(text: str) -> None:
    found, _ = compare(text, ROLES, ["ROLE"])
    assert found == []


SIGNED = [
    pytest.param(
        "TM. BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(đã ký)\nNguyễn Văn Nam\n", [("PHÓ BÍ THƯ", "Nguyễn Văn Nam")], id="signed"
    ),
    pytest.param(
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nThượng tá Nguyễn Văn Nam",
        [("GIÁM ĐỐC", None), ("PHÓ GIÁM ĐỐC", "Nguyễn Văn Nam"), ("Thượng tá", "Nguyễn Văn Nam")],
        id="in_place_of_another",
    ),
    pytest.param("CHỦ TỊCH\nNguyễn Văn Nam", [("CHỦ TỊCH", "Nguyễn Văn Nam")], id="post_and_signer_alone"),
    pytest.param("CHỦ TỊCH\nHội nghị khai mạc lúc 8 giờ.", [], id="no_signer"),
    pytest.param("Chủ tịch\nNguyễn Văn Nam", [], id="no_capitals"),
    pytest.param("BÀN VỀ CHỦ TỊCH\nNguyễn Văn Nam", [], id="a_headline"),
    pytest.param("T/M BAN CHẤP HÀNH\nBÍ THƯ\n", [("BÍ THƯ", None)], id="authorised_without_a_signer"),
    pytest.param(
        "T/M BAN THƯỜNG VỤ TỈNH ỦY\nPhó Bí thư\nVũ Đình Nhạ\n",
        [("Phó Bí thư", "Vũ Đình Nhạ")],
        id="authorised_in_small_letters",
    ),
    pytest.param("TM ra đời\nBí thư\nVũ Đình Nhạ\n", [], id="below_a_line_that_authorises_nobody"),
]


@pytest.mark.parametrize(("text", "right"), SIGNED)
def test_posts_of_signature_blocks(text: str, right: list[tuple[str, str | None]]) -> None:
    roles = [entity for entity in annotate(text, ROLES).entities if entity.label == "ROLE"]
    assert [(role.text, role.attrs.get("holder")) for role in roles] == right


def test_the_party_cell_is_no_part_of_its_secretary_s_post() -> None:
    roles = [
        entity for entity in annotate("Ông Lê Văn Nam, Bí thư chi bộ, nói.", ROLES).entities if entity.label == "ROLE"
    ]
    assert [(role.text, role.attrs.get("holder")) for role in roles] == [("Bí thư", "Lê Văn Nam")]


ALONE = [
    pytest.param(
        "Giám đốc Sở Y tế Lê Văn Nam đến. Theo Giám đốc, phải chờ.", ["Giám đốc", "Giám đốc"], id="named_before"
    ),
    pytest.param("Theo Giám đốc, phải chờ.", [], id="never_named"),
    pytest.param("Bí thư Huyện ủy Lê Văn Nam đến. Ông gặp Bí thư các xã.", ["Bí thư"], id="many_later"),
    pytest.param("Giám đốc Sở Y tế Lê Văn Nam đến. Phải giỏi như giám đốc.", ["Giám đốc"], id="small_letters"),
]


@pytest.mark.parametrize(("text", "right"), ALONE)
def test_a_post_alone_is_somebody_s_whom_the_text_named_with_it(text: str, right: list[str]) -> None:
    assert [entity.text for entity in annotate(text, ROLES).entities if entity.label == "ROLE"] == right


POSTS = [
    pytest.param("Ông Xô Xa-ron, Phó Tỉnh trưởng, đến.", ["Phó Tỉnh trưởng"], id="abroad"),
    pytest.param("Thiếu tá Xồng Bá Lẩu, Phó Chính trị viên, nói.", ["Thiếu tá", "Phó Chính trị viên"], id="army"),
    pytest.param("Ông Y Wang, Trưởng buôn, gõ chiêng.", ["Trưởng buôn"], id="village"),
    pytest.param("Bà Lê Thị Hoa, Chi hội trưởng, vận động.", ["Chi hội trưởng"], id="association"),
    pytest.param("Nhiều chi hội trưởng, trưởng buôn và thuyền trưởng đến dự.", [], id="in_general"),
    pytest.param("Người phát ngôn nào cũng phải học.", [], id="any_speaker"),
]


@pytest.mark.parametrize(("text", "right"), POSTS)
def test_posts_of_units_villages_and_associations(text: str, right: list[str]) -> None:
    assert [entity.text for entity in annotate(text, ROLES).entities if entity.label == "ROLE"] == right


def test_a_word_that_ends_like_a_numeral_makes_no_plural() -> None:
    text = "Việc công khai Bí thư Tỉnh ủy Lê Văn Nam nhận lỗi là cần thiết."
    assert [entity.text for entity in annotate(text, ROLES).entities if entity.label == "ROLE"] == ["Bí thư"]
