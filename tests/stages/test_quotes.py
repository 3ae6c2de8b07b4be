"""Quotations: which marks pair, what each quotation is, and who said it. All sentences are made up."""

from __future__ import annotations

import pickle
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import Document, Entity, Label
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.quotes import Quotes, find_quotes
from vnpolnlp.stages.quotes.lexicon import CUES, cues, political_terms
from vnpolnlp.stages.quotes.pairing import MARKS

STAGE = Quotes()


def contents(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotes(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(quote.kind, quote.text) for quote in STAGE(Document(text)).quotes]


# --- pairing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Xóa bỏ “cơ chế con ông cháu cha” ở xã.", id="curly"),
        pytest.param('Xóa bỏ "cơ chế con ông cháu cha" ở xã.', id="straight"),
        pytest.param("Xóa bỏ 'cơ chế con ông cháu cha' ở xã.", id="single_straight"),
        pytest.param("Xóa bỏ ‘cơ chế con ông cháu cha’ ở xã.", id="single_curly"),
        pytest.param("Xóa bỏ «cơ chế con ông cháu cha» ở xã.", id="guillemets"),
        pytest.param("Xóa bỏ « cơ chế con ông cháu cha » ở xã.", id="guillemets_spaced"),
        pytest.param("Xóa bỏ ‹cơ chế con ông cháu cha› ở xã.", id="single_guillemets"),
        pytest.param("Xóa bỏ »cơ chế con ông cháu cha« ở xã.", id="guillemets_reversed"),
        pytest.param("Xóa bỏ ''cơ chế con ông cháu cha'' ở xã.", id="two_apostrophes"),
        pytest.param("Xóa bỏ ``cơ chế con ông cháu cha'' ở xã.", id="backticks"),
        pytest.param("Xóa bỏ „cơ chế con ông cháu cha“ ở xã.", id="low_and_high"),
        pytest.param("Xóa bỏ „cơ chế con ông cháu cha” ở xã.", id="low_and_right"),
        pytest.param('Xóa bỏ “cơ chế con ông cháu cha" ở xã.', id="curly_opens_straight_closes"),
        pytest.param('Xóa bỏ "cơ chế con ông cháu cha” ở xã.', id="straight_opens_curly_closes"),
        pytest.param("Xóa bỏ ”cơ chế con ông cháu cha” ở xã.", id="closing_mark_opens"),
        pytest.param("Xóa bỏ “cơ chế con ông cháu cha“ ở xã.", id="opening_mark_closes"),
        pytest.param('Xóa bỏ " cơ chế con ông cháu cha " ở xã.', id="spaced_inside"),
        pytest.param('Xóa bỏ "cơ chế con ông cháu cha ", ở xã.', id="spaced_before_comma"),
        pytest.param('Xóa bỏ (" cơ chế con ông cháu cha ") ở xã.', id="spaced_in_brackets"),
        pytest.param('Xóa bỏ"cơ chế con ông cháu cha"ở xã.', id="glued"),
        pytest.param('Xóa bỏ ""cơ chế con ông cháu cha"" ở xã.', id="doubled"),
        pytest.param('"cơ chế con ông cháu cha"', id="whole_text"),
    ],
)
def test_quotes_of_every_style_give_the_content_without_marks(text: str) -> None:
    assert contents(text) == ["cơ chế con ông cháu cha"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Bà con H'Mông ở xã Ea H’leo và Đắk R'lấp.", id="names_of_peoples_and_places"),
        pytest.param("Người H ' Mông ở Đắk R ' lấp đón tết.", id="names_pulled_apart"),
        pytest.param("Theo tờ Moody's và hãng McDonald’s ở Giơ-ne-vơ's.", id="english_genitive"),
        pytest.param("Anh viết: I'm here, don't go, l'Humanité.", id="elisions"),
        pytest.param("Anh viết: I ’ m here.", id="elision_pulled_apart"),
        pytest.param("Bàn thắng ở phút 5'30\" của hiệp hai.", id="minutes_and_seconds"),
        pytest.param('Màn hình 21" và 32" giảm giá, cao 6\'2".', id="inches_and_feet"),
        pytest.param("Tàu chạy lúc 9h43 ’ 40” hôm qua.", id="minutes_pulled_apart"),
        pytest.param("Nhạc của thập niên 90's và 1980's rất hay.", id="decades"),
        pytest.param("Chống mô hình “dân vận khéo đã được nhân rộng. Xã nói vậy.", id="unclosed_in_a_sentence"),
        pytest.param("Dân vận khéo” đã được nhân rộng.", id="unopened"),
        pytest.param('Trống rỗng "" và " " và “…”.', id="empty"),
        pytest.param("", id="no_text"),
    ],
)
def test_quotes_are_not_made_of_other_marks(text: str) -> None:
    assert contents(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“Phải bỏ tư tưởng ‘làm cho có’ ngay”, ông nói.",
            ["Phải bỏ tư tưởng ‘làm cho có’ ngay", "làm cho có"],
            id="single_in_curly",
        ),
        pytest.param(
            "«Phải bỏ tư tưởng “làm cho có” ngay», ông nói.",
            ["Phải bỏ tư tưởng “làm cho có” ngay", "làm cho có"],
            id="curly_in_guillemets",
        ),
        pytest.param(
            "“Phải bỏ tư tưởng “làm cho có” ngay”, ông nói.",
            ["Phải bỏ tư tưởng “làm cho có” ngay", "làm cho có"],
            id="curly_in_curly",
        ),
        pytest.param(
            '"Phải bỏ tư tưởng "làm cho có" ngay", ông nói.',
            ['Phải bỏ tư tưởng "làm cho có" ngay', "làm cho có"],
            id="straight_in_straight",
        ),
        pytest.param(
            "\"Tôi không nghĩ đó là chuyện ' nhỏ '\", ông nói.",
            ["Tôi không nghĩ đó là chuyện ' nhỏ", "nhỏ"],
            id="marks_side_by_side",
        ),
        pytest.param(
            '"Việc này khó.\nNhưng phải làm.\nLàm ngay", ông nói.',
            ["Việc này khó.\nNhưng phải làm.\nLàm ngay"],
            id="over_lines",
        ),
        pytest.param(
            '"Tỉnh sẽ chống tới cùng nạn" vùng cấm "trong bộ máy", ông nói.',
            ['Tỉnh sẽ chống tới cùng nạn" vùng cấm "trong bộ máy', "vùng cấm"],
            id="inner_turned_out_by_spaces",
        ),
        pytest.param(
            '"Phải đẩy lùi các biểu hiện" vùng cấm "," ngoại lệ " trong bộ máy", ông nói.',
            ['Phải đẩy lùi các biểu hiện" vùng cấm "," ngoại lệ " trong bộ máy', "vùng cấm", "ngoại lệ"],
            id="two_inner_turned_out_by_spaces",
        ),
        pytest.param(
            '"Chi bộ xã này có hai" và "ba tốt ba khéo", ông nói.',
            ["Chi bộ xã này có hai", "ba tốt ba khéo"],
            id="joined_by_a_word",
        ),
        pytest.param(
            '"Đất của dân thì phải trả" ông Hòa nói "trong tháng này", rồi về.',
            ["Đất của dân thì phải trả", "trong tháng này"],
            id="parted_by_a_verb_of_saying",
        ),
        pytest.param(
            "Thông báo nêu: Các xã họp dân trong tháng”.\nHết.",
            ["Các xã họp dân trong tháng"],
            id="unopened_after_a_colon",
        ),
        pytest.param("Giờ họp: sáng mai ở xã”.\nHết.", [], id="unopened_in_lower_case"),
        pytest.param('" Ai chịu trách nhiệm?\n", ông hỏi.', ["Ai chịu trách nhiệm?"], id="closes_on_the_next_line"),
        pytest.param(
            '"Câu một.\n"Câu hai", ông nói.', ["Câu một.", "Câu hai"], id="each_paragraph_opens_the_last_closes"
        ),
        pytest.param(
            'Ông nói: "Phải làm ngay việc này.\n\nXã có "mỏ vàng" là rừng.',
            ["Phải làm ngay việc này.", "mỏ vàng"],
            id="unclosed_after_a_colon",
        ),
        pytest.param(
            "Bỏ “cửa quyền trong xã.\nBỏ “xin việc” và “chạy điểm”.\n\nCó “mỏ vàng”.",
            ["xin việc", "chạy điểm", "mỏ vàng"],
            id="unclosed_does_not_swallow_the_rest",
        ),
        pytest.param(
            'Mức "cao "," vừa "," thấp " đều có.', ["cao", "vừa", "thấp"], id="list_without_spaces_after_commas"
        ),
        pytest.param("Cố lên “các bạn...” và “ai đó?”", ["các bạn...", "ai đó?"], id="final_marks_belong_inside"),
        pytest.param("Bỏ “cửa quyền,” “hách dịch”.", ["cửa quyền,", "hách dịch"], id="comma_inside"),
        pytest.param("Người H'Mông hát 'Xuân về' ở bản.", ["Xuân về"], id="apostrophe_beside_single_quotes"),
        pytest.param('TV 21" của "hãng xịn" giảm giá.', ["hãng xịn"], id="inches_beside_quotes"),
    ],
)
def test_quotes_pair_across_nesting_lines_and_missing_marks(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


# --- kinds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Kiên quyết chống “lợi ích nhóm” ở cơ sở.", "term", id="lexicon_term"),
        pytest.param("Ngăn ngừa “TỰ DIỄN BIẾN” trong cán bộ.", "term", id="lexicon_term_in_capitals"),
        pytest.param("Ngăn ngừa “tự diễn biến, tự chuyển hoá” trong cán bộ.", "term", id="lexicon_list_inside"),
        pytest.param("Huyện phát động phong trào “Nhà sạch, vườn đẹp”.", "slogan", id="movement"),
        pytest.param("Xã làm theo phương châm “dân cần, xã có”.", "slogan", id="motto_in_lower_case"),
        pytest.param("Trường mở cuộc thi trắc nghiệm trực tuyến “Tìm hiểu lịch sử quê hương”.", "title", id="contest"),
        pytest.param("Anh đọc cuốn sách “Đường về làng”.", "title", id="book"),
        pytest.param("Hội nghị bàn đề án “đổi mới cách tổ chức chợ quê”.", "title", id="plan_in_lower_case"),
        pytest.param("Đó là cái gọi là “quyền lực ngầm”.", "term", id="so_called"),
        pytest.param("Phải xử lý tình trạng “cò đất” ở ven đô.", "term", id="state_of_things"),
        pytest.param("Ông Lâm khẳng định: “Xã sẽ làm đến cùng”.", "speech", id="colon"),
        pytest.param("“Xã sẽ làm đến cùng”, ông Lâm khẳng định.", "speech", id="reported_after"),
        pytest.param(
            "Bí thư xã nói việc đó là “bài học lớn mà cả xã phải nhớ lâu”.", "speech", id="governed_further_off"
        ),
        pytest.param("Đoàn kiểm tra cho rằng chi bộ “đã buông lỏng quản lý”.", "speech", id="partial_quotation"),
        pytest.param("Việc này “gây hậu quả rất lớn cho ngân sách và uy tín của xã”.", "speech", id="long_clause"),
        pytest.param("Chào mừng.\n“Phải gần dân hơn nữa”\nÔng về xã.", "speech", id="line_of_its_own"),
        pytest.param("Công an bắt Hùng “sẹo” ở bến xe.", "other", id="nickname_after_a_given_name"),
        pytest.param("Công an bắt anh này, biệt danh “Sói già”.", "other", id="nickname_cue"),
        pytest.param("Ký hiệu “K” trên bản đồ.", "other", id="letter"),
        pytest.param("Xã có nhiều dự án “rùa bò” chưa xong.", "term", id="metaphor_after_a_title_head"),
    ],
)
def test_quote_kinds_follow_the_evidence(text: str, kind: str) -> None:
    assert [found for found, _ in kinds(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Chương trình này là “bước ngoặt”.", "term", id="head_behind_a_copula"),
        pytest.param("Ông gây ra chuyện ở TP. HCM và cuộc vận động “Nhà nhà cùng vui”.", "slogan", id="abbreviation"),
        pytest.param("Hà Nội “sốt” vì nắng nóng.", "term", id="verb_after_a_place"),
        pytest.param("Hội thảo kết thúc, xã vẫn còn “điểm đen”.", "term", id="head_behind_a_comma"),
        pytest.param("“Cò đất” hoành hành, ông Lâm cho biết.", "term", id="reported_sentence_begins_with_a_term"),
    ],
)
def test_quote_kinds_are_not_misled(text: str, kind: str) -> None:
    assert [found for found, _ in kinds(text)] == [kind]


def test_quotes_in_a_list_share_the_cue_of_the_first() -> None:
    text = "Huyện nhân rộng mô hình “Hàng rào xanh”, “Ngõ sáng” và “Bể rác chung”."
    assert [kind for kind, _ in kinds(text)] == ["slogan"] * 3


@pytest.mark.parametrize(
    ("text", "political"),
    [
        pytest.param("Cán bộ xã không được “ngâm” hồ sơ của nhân dân, theo UBND huyện.", True, id="administration"),
        pytest.param("Đảng bộ kiên quyết với “vùng trũng” trong công tác cán bộ.", True, id="party"),
        pytest.param("Nghỉ hè, lũ trẻ gọi đó là “tự diễn biến”.", True, id="lexicon_anywhere"),
        pytest.param("Cầu thủ ghi bàn thắng “vàng” trong trận chung kết bóng đá.", False, id="football"),
        pytest.param("Ca sĩ tung MV “chất” với dàn diễn viên và khán giả.", False, id="show"),
        pytest.param("Mưa bão làm giá rau “nhảy múa” ở nhà hàng, quán ăn.", False, id="prices_and_weather"),
        pytest.param("Ông Lâm, Bí thư Đảng ủy, nói: “Phải làm ngay việc này”.", False, id="speech_never"),
    ],
)
def test_quotes_are_political_by_lexicon_or_by_what_is_spoken_of(text: str, political: bool) -> None:
    assert [quote.political for quote in STAGE(Document(text)).quotes] == [political]


def test_quotes_say_which_term_and_which_rule() -> None:
    quotes = STAGE(Document("Chống “lợi ích nhóm”, phong trào “Ngõ sáng” và “cò” đất.")).quotes
    assert [(quote.id, quote.term, quote.by) for quote in quotes] == [
        ("q1", "loi-ich-nhom", "quotes/lexicon"),
        ("q2", None, "quotes/cue"),
        ("q3", None, "quotes/cue"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Xã phát động phong trào “3 sạch, 2 xanh” từ đầu năm.", "slogan", id="formula_of_two_numbers"),
        pytest.param("Đoàn cho biết đã có “3 hộ dân” phải dời nhà.", "term", id="one_number_is_no_formula"),
        pytest.param("Bà đọc cuốn “Đường về làng cũ” mỗi tối.", "title", id="book"),
        pytest.param("Bà đọc mãi mà vẫn thấy “khó vào”.", "term", id="no_book"),
        pytest.param("Thằng bé tên thường gọi là Tuấn “sứt” bỏ chạy.", "other", id="nickname"),
        pytest.param("Giá vé “nhảy múa” suốt tuần.", "term", id="irony_is_no_nickname"),
        pytest.param("Ông nói “nếu xã không làm thì dân sẽ tự làm lấy thôi”.", "speech", id="clause_after_saying"),
        pytest.param("Ông nói về nạn “cát tặc” trên sông.", "term", id="word_after_saying"),
    ],
)
def test_quote_kinds_weigh_all_evidence(text: str, kind: str) -> None:
    assert [found for found, _ in kinds(text)] == [kind]


_REPORT = (
    "Ông Hòa nói: “Xã đã họp dân ba lần trong tháng này rồi mới thu hồi đất”.\n"
    "Bà Lan cho biết: “Huyện sẽ trả lời từng hộ dân trước khi cưỡng chế đất”.\n"
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Vi phạm này là “rất nghiêm trọng”.", "speech", id="judgement"),
        pytest.param("Việc đó sẽ “gây khó cho dân”.", "speech", id="after_an_auxiliary"),
        pytest.param("Chủ tịch xã chỉ “không muốn thấy cảnh ấy” nữa.", "speech", id="predicate"),
        pytest.param("Xã chống nạn “cò đất”.", "term", id="named_by_a_noun"),
        pytest.param("Phong trào “rất sạch, rất đẹp” ở xã.", "slogan", id="head"),
        pytest.param(
            "Nghị quyết số 12 về “phát triển kinh tế ven biển” được nêu.", "title", id="what_a_document_is_about"
        ),
    ],
)
def test_quotes_of_a_report_are_speech_where_they_are_pieces_of_sentences(sentence: str, expected: str) -> None:
    assert kinds(_REPORT + sentence)[-1][0] == expected


def test_quote_after_an_auxiliary_may_be_a_term_where_nobody_speaks() -> None:
    assert kinds("Xã cần “bàn tay sạch”.") == [("term", "bàn tay sạch")]


@pytest.mark.parametrize(
    ("text", "political"),
    [
        pytest.param("Kỳ họp Quốc hội “nóng” với chất vấn của đại biểu.", False, id="plain_metaphor"),
        pytest.param("Đảng bộ chống “lợi ích nhóm” của cán bộ.", True, id="lexicon"),
    ],
)
def test_quoted_everyday_metaphors_are_not_political(text: str, political: bool) -> None:
    assert [(quote.kind, quote.political) for quote in STAGE(Document(text)).quotes] == [("term", political)]


# --- speakers ----------------------------------------------------------------------------------------------------


def with_entities(text: str, *entities: tuple[Label, str]) -> Document:
    found = []
    for number, (label, surface) in enumerate(entities, start=1):
        start = text.index(surface)
        found.append(Entity(f"e{number}", start, start + len(surface), label, surface, {}, "test"))
    return Document(text, entities=tuple(found))


@pytest.mark.parametrize(
    ("text", "entities", "speaker"),
    [
        pytest.param(
            "“Phải làm ngay việc này”, Chủ tịch Lê Văn Bình nhấn mạnh.",
            [("ROLE", "Chủ tịch"), ("PER", "Lê Văn Bình")],
            "Lê Văn Bình",
            id="after",
        ),
        pytest.param(
            "Chủ tịch Lê Văn Bình nhấn mạnh: “Phải làm ngay việc này”.",
            [("ROLE", "Chủ tịch"), ("PER", "Lê Văn Bình")],
            "Lê Văn Bình",
            id="before",
        ),
        pytest.param("“Phải làm ngay việc này”, Thủ tướng nói.", [("ROLE", "Thủ tướng")], "Thủ tướng", id="post_alone"),
        pytest.param("Ông Bình: “Phải làm ngay việc này”", [("PER", "Bình")], "Bình", id="name_and_colon"),
        pytest.param(
            "Theo ông Bình, huyện “sẽ phải làm ngay việc này trong năm nay”.", [("PER", "Bình")], "Bình", id="according"
        ),
        pytest.param(
            "Ông Bình về xã hôm qua. “Phải làm ngay việc này”, một người nói.",
            [("PER", "Bình")],
            None,
            id="other_sentence",
        ),
        pytest.param(
            "Tỉnh cho biết “các ngành sẽ làm” việc này, còn ông Bình nói khác.",
            [("PER", "Bình")],
            None,
            id="next_clause",
        ),
        pytest.param("Ông Bình chống “lợi ích nhóm” ở xã.", [("PER", "Bình")], None, id="no_speech"),
        pytest.param("“Phải làm ngay việc này”, ông ấy nói.", [], None, id="no_entities"),
    ],
)
def test_quote_speaker_is_tied_by_a_verb_of_saying(
    text: str, entities: list[tuple[Label, str]], speaker: str | None
) -> None:
    assert [quote.speaker for quote in STAGE(with_entities(text, *entities)).quotes] == [speaker]


# --- data --------------------------------------------------------------------------------------------------------


def test_quote_cues_are_sorted_unique_and_sourced() -> None:
    rows = read_lexicon("quote_cues")
    keys = [(row["form"], row["cue"]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(row["cue"] in CUES and row["source"] for row in rows)


def test_quote_lexicons_are_read_once() -> None:
    assert cues() is cues()
    assert political_terms() is political_terms()


# --- invariants --------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *"“”\"'‘’«»‹›„‟`´,.:;!?()-…\n ",
        "''",
        "``",
        "\r\n",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\n\n",
        "  ",
        "\u0301",
        "lợi ích nhóm",
        "tự chuyển hoá",
        "ông Bình nói",
        "Phải làm",
        "phong trào",
        "H'Mông",
        "5'30\"",
        "🙂",
        "a",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_quotes_have_sound_spans_on_any_text(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    for quote in document.quotes:
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.text == text[quote.start : quote.end]
        assert quote.text[0] not in MARKS
        assert quote.text[-1] not in MARKS
        assert quote.text == quote.text.strip()
    assert [quote.id for quote in document.quotes] == [f"q{n}" for n in range(1, len(document.quotes) + 1)]
    order = [(quote.start, -quote.end) for quote in document.quotes]
    assert order == sorted(order)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_quotes_are_deterministic(text: str) -> None:
    first = STAGE(Document(text)).quotes
    find_quotes.cache_clear()
    assert Quotes()(Document(text)).quotes == first


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES.filter(lambda piece: piece not in ("\u0301", "\u200b", "\ufeff")), max_size=60).map("".join))
def test_quotes_do_not_depend_on_the_encoding_form(text: str) -> None:
    def found(version: str) -> list[tuple[str, str, bool, str]]:
        return [
            (" ".join(unicodedata.normalize("NFC", quote.text).split()), quote.kind, quote.political, quote.by)
            for quote in STAGE(Document(version)).quotes
        ]

    composed = unicodedata.normalize("NFC", text)
    assert found(unicodedata.normalize("NFD", text)) == found(composed)
    assert found(composed.replace(" ", "  ")) == found(composed)


@pytest.mark.parametrize("unit", ["“a ", '"a ', "'a ", '"', "“", ' " ', "nói: “a\n", "“a ‘b «c "])
def test_quotes_take_linear_time_on_unclosed_marks(unit: str) -> None:
    def seconds(count: int) -> float:
        # Processor time and the best of three, so that what else the machine does is not measured.
        text, measured = unit * count, []
        for _ in range(3):
            begin = time.process_time()
            STAGE(Document(text))
            measured.append(time.process_time() - begin)
        return min(measured)

    seconds(100)
    # Four times the marks, so a quadratic reading would take sixteen times as long.
    assert seconds(20_000) < 10 * max(seconds(5_000), 0.02)


def test_quotes_read_100_000_unclosed_marks() -> None:
    assert len(STAGE(Document("“lợi ích nhóm " * 100_000)).quotes) <= 1


def test_quotes_stage_pickles() -> None:
    assert pickle.loads(pickle.dumps(STAGE))(Document("“a b”")).quotes == STAGE(Document("“a b”")).quotes
