"""The inline markup: what it means, what is refused with which words, and the way back."""

import pytest

from vnpolnlp.document import Entity, Quote
from vnpolnlp.errors import InputError, OutputError, RecordError
from vnpolnlp.evaluation import parse_inline, render_inline


def entity(start, end, text, label="ORG", **attrs):
    return Entity("e1", start, end, label, text, attrs, "test")


def quote(start, end, text, kind="term", political=False):
    return Quote("q1", start, end, text, kind, political, None, None, "test")


def test_the_text_and_the_offsets_come_out_of_the_tags():
    text, entities, quotes = parse_inline(
        '<ROLE per="Đỗ Thanh Bình" org="Tỉnh ủy Kiên Giang">Bí thư</ROLE> <ORG>Tỉnh ủy Kiên Giang</ORG> '
        '<PER>Đỗ Thanh Bình</PER>: chống “<Q k="term" pol="1">tự diễn biến</Q>”.'
    )
    assert text == "Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình: chống “tự diễn biến”."
    assert [(e.id, e.start, e.end, e.label, e.text) for e in entities] == [
        ("e1", 0, 6, "ROLE", "Bí thư"),
        ("e2", 7, 25, "ORG", "Tỉnh ủy Kiên Giang"),
        ("e3", 26, 39, "PER", "Đỗ Thanh Bình"),
    ]
    assert entities[0].attrs == {"holder": "Đỗ Thanh Bình", "body": "Tỉnh ủy Kiên Giang"}
    assert [(q.id, q.start, q.end, q.kind, q.political, q.text) for q in quotes] == [
        ("q1", 48, 60, "term", True, "tự diễn biến")
    ]


def test_document_attributes_get_their_record_names_and_empty_ones_are_left_out():
    _, (found,), _ = parse_inline('<RESOLUTION n="21-NQ/TW" d="2022-06-16" by="">Nghị quyết số 21-NQ/TW</RESOLUTION>')
    assert found.attrs == {"number": "21-NQ/TW", "date": "2022-06-16"}


@pytest.mark.parametrize(
    "text",
    ["Bộ NN&PTNT", "a < b > c", "<TTXVN>", "<strong>đậm</strong>", "&amp;", "<per>", "<ORGAN>", "", "\r\n\ufeff"],
)
def test_what_is_no_tag_of_ours_is_text(text):
    assert parse_inline(text) == (text, (), ())
    assert render_inline(text, (), ()) == text


@pytest.mark.parametrize(
    "marked",
    [
        '“<Q k="speech"><ORG>Ban Bí thư</ORG> nói “<Q k="slogan" pol="0">bốn tốt</Q>” rồi</Q>”',
        '<PER>Vũ "<Q k="other">nhôm</Q>"</PER>',
        "<ROLE per='Vũ \"nhôm\"'>Giám đốc</ROLE>",
        '<DOCUMENT n="102-QĐ/TW" by="Bộ Chính trị">Quy định số 102</DOCUMENT>\r\n<DATE>năm 2017</DATE>',
        '<ROLE org="Phòng NN&PTNT huyện">Trưởng</ROLE><LOC>a</LOC><LOC>b</LOC>',
        '<Q k="other"><PER>Bác Hồ</PER></Q>',
        '<Q k="title"><Q k="term" pol="1">đổi mới</Q></Q>',
        '“<Q k="speech">‘<Q k="term" pol="0">a</Q>’ và ‘<Q k="term" pol="0">b</Q>’</Q>”',
    ],
)
def test_rendering_what_was_parsed_gives_the_same_markup(marked):
    assert render_inline(*parse_inline(marked)) == marked


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("một\nhai <PER>ba", "line 2, column 5: <PER> is never closed"),
        ("a</ORG>", "line 1, column 2: </ORG> closes nothing"),
        ("<ORG>a</LOC>", "</LOC> where </ORG> was to come"),
        ('<Q k="term"><ORG>a</Q></ORG>', "</Q> where </ORG> was to come"),
        ("<ORG>Tỉnh ủy <LOC>Kiên Giang</LOC></ORG>", "<LOC> inside <ORG>; entities are flat"),
        ('<ORG>a “<Q k="term"><LOC>b</LOC></Q>”</ORG>', "<LOC> inside <ORG>"),
        ("<ORG>a</ORG x>", "a broken tag"),
        ('<ORG>a</ORG n="1">', "the end tag </ORG> has attributes"),
        ("<PER/>", "a broken tag"),
        ("<ROLE per=A>Bí thư</ROLE>", "a broken tag"),
        ('<ROLE per="A>Bí thư</ROLE>', "a broken tag"),
        ("<RES>a</RES>", "no tag is called '</RES>'"),
        ("<PER >a</PER><ORG></ORG>", "<ORG> has nothing in it"),
        ("<PER> a</PER>", "white space at its ends: ' a'"),
        ("<DATE>2022\n</DATE>", "white space at its ends"),
        ('<Q k="term">“a”</Q>', "includes the quotation marks"),
        ('<Q k="speech">‘<Q k="term">a</Q>’ và “b”</Q>', "includes the quotation marks"),
        ("<Q>a</Q>", '<Q> needs k="…", one of term, slogan'),
        ('<Q k="irony">a</Q>', '<Q> needs k="…"'),
        ('<Q k="term" pol="yes">a</Q>', 'pol="yes"'),
        ('<Q k="term" n="1">a</Q>', "attribute 'n'; it may have k, pol"),
        ('<PER n="1">a</PER>', "attribute 'n'; it has none"),
        ('<ROLE number="1">a</ROLE>', "attribute 'number'; it may have per, org"),
        ('<ROLE per="a" per="b">a</ROLE>', "the attribute 'per' twice"),
    ],
)
def test_wrong_markup_is_refused_saying_what_and_where(marked, message):
    with pytest.raises(InputError) as raised:
        parse_inline(marked)
    assert message in str(raised.value)
    assert str(raised.value).startswith("line ")


@pytest.mark.parametrize(
    ("spans", "quotes", "error", "message"),
    [
        ([entity(0, 7, "Tỉnh ủy"), entity(5, 10, "ủy Ki")], [], OutputError, "cross"),
        ([entity(0, 10, "Tỉnh ủy Ki"), entity(5, 7, "ủy")], [], OutputError, "entities are flat"),
        ([entity(0, 7, "Tỉnh ủy"), entity(0, 7, "Tỉnh ủy", "LOC")], [], OutputError, "entities are flat"),
        ([entity(0, 7, "Tỉnh ủy")], [quote(5, 10, "ủy Ki")], OutputError, "cross"),
        ([entity(0, 99, "Tỉnh ủy")], [], RecordError, "outside a text of 18"),
        ([entity(-1, 7, "Tỉnh ủy")], [], RecordError, "outside"),
        ([entity(0, 7, "Tỉnh uỷ")], [], RecordError, "does not hold the text"),
        ([entity(0, 5, "Tỉnh ")], [], RecordError, "white space"),
        ([entity(3, 3, "")], [], RecordError, "nothing in it"),
        ([entity(0, 7, "Tỉnh ủy", "ROLE", holder="a<b")], [], OutputError, "cannot hold the attribute value"),
        ([entity(0, 7, "Tỉnh ủy", "ROLE", holder="\"'")], [], OutputError, "cannot hold the attribute value"),
    ],
)
def test_what_the_markup_cannot_say_is_refused(spans, quotes, error, message):
    with pytest.raises(error, match=message):
        render_inline("Tỉnh ủy Kiên Giang", spans, quotes)


@pytest.mark.parametrize("text", ["xem <PER>", "xem </ORG >", "<Q", "</RES>"])
def test_a_text_with_our_tags_in_it_is_refused(text):
    with pytest.raises(OutputError, match="read as a tag"):
        render_inline(text, (), ())


def test_attributes_the_markup_has_no_place_for_are_left_out():
    found = entity(0, 14, "Nghị quyết 18 ".strip() + "!", "RESOLUTION", type="nghị quyết", number="18")
    assert render_inline("Nghị quyết 18!", [found], ()) == '<RESOLUTION n="18">Nghị quyết 18!</RESOLUTION>'
