"""Copies of texts for tools, the map back, rows of words, names of files, regions, and XML of strangers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pytest
from documents import documents
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NASTY, texts

from vnpolnlp.document import Document, Entity, Quote, Sentence, Term, Token, Tokens
from vnpolnlp.formats.copies import Needs, copied, copy_of, off_copy, on_copy
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import LABELS, REGION_LABELS, Link, Region, document_of, looks, read_written, written
from vnpolnlp.formats.rows import rows
from vnpolnlp.formats.safe_xml import UnsafeXmlError, refuse_document_type

ALL = Needs(composed=True, spaces=True, xml=True)


@pytest.mark.parametrize(
    ("text", "needs", "copy"),
    [
        pytest.param("a\r\nb\rc\n\rd", Needs(), "a\nb\nc\n\nd", id="line ends"),
        pytest.param("\ufeffa\ufeff", Needs(), "a\ufeff", id="BOM at the beginning only"),
        pytest.param("e\u0301\u00a0", Needs(), "e\u0301\u00a0", id="as it is"),
        pytest.param("Nghi\u0323 quye\u0302\u0301t", Needs(composed=True), "Nghị quyết", id="composed"),
        pytest.param("\u212b\u0344", Needs(composed=True), "\u00c5\u0308\u0301", id="longer when composed"),
        pytest.param("\u1112\u1161\u11ab", Needs(composed=True), "한", id="Hangul"),
        pytest.param("a\u00a0b\u2028c\x0bd\te", Needs(spaces=True), "a b\nc\nd\te", id="white space"),
        pytest.param("a\0b\x1fc\ufffed", Needs(xml=True), "a\ufffdb\ufffdc\ufffdd", id="not in XML"),
    ],
)
def test_a_copy_has_what_the_tool_needs_and_nothing_else_changed(text, needs, copy):
    assert copy_of(text, needs).text == copy


@given(texts)
def test_a_composed_copy_is_what_unicode_composes(text):
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert copy_of(text, Needs(composed=True)).text == unicodedata.normalize("NFC", lines)


@given(texts)
def test_every_character_of_a_copy_stands_for_a_part_of_the_text_in_order(text):
    view = copy_of(text, ALL)
    spans = [view.to_raw(at, at + 1) for at in range(len(view.text))]
    assert all(start < end for start, end in spans)
    assert all(one == other or one[1] <= other[0] for one, other in pairwise(spans))


@settings(max_examples=80)
@given(documents())
def test_a_document_goes_onto_a_copy_and_back(document):
    view = copy_of(document.text, ALL)
    copy, lost = on_copy(document, view)
    assert lost == {}
    assert all(span.text == copy.text[span.start : span.end] for span in (*copy.entities, *copy.quotes))
    assert off_copy(copy, view) == document


def test_a_span_that_cuts_a_letter_is_counted():
    entity = Entity("e1", 0, 1, "LOC", "e", {}, "x")
    lost = Counter()
    assert copied(Document("e\u0301", entities=(entity,)), Needs(composed=True), lost).entities == ()
    assert lost == {"entities that begin or end inside a letter": 1}


def forms(document, **options):
    return [[document.text[row.start : row.end] for row in sentence] for sentence in rows(document, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("(Điều 12, khoản 3).", [["(", "Điều", "12", ",", "khoản", "3", ")", "."]], id="marks"),
        pytest.param("21-NQ/TW 05/03/2031…", [["21-NQ/TW", "05/03/2031", "…"]], id="codes"),
        pytest.param("📌Họp ❤️. 👨\u200d👩\u200d👧", [["📌", "Họp", "❤️", ".", "👨\u200d👩\u200d👧"]], id="pictograms"),
        pytest.param("Một\n\nhai ba", [["Một"], ["hai", "ba"]], id="lines"),
        pytest.param(
            unicodedata.normalize("NFD", "Huế."), [[unicodedata.normalize("NFD", "Huế"), "."]], id="decomposed"
        ),
        pytest.param(" \n", [], id="nothing"),
    ],
)
def test_text_without_words_is_split_at_blanks_and_marks(text, expected):
    assert forms(Document(text)) == expected


def test_words_are_cut_where_spans_begin_and_at_line_breaks_and_say_so():
    document = Document(
        "nông thôn\nmới x",
        tokens=Tokens.of([Token(0, 13, "NOUN", "N")]),
        quotes=(Quote("q1", 5, 13, "thôn\nmới", "term", False, None, None, "x"),),
    )
    found = [(row.start, row.end, row.inside, row.tag) for sentence in rows(document) for row in sentence]
    assert found == [(0, 4, False, "N"), (5, 9, True, "N"), (10, 13, True, "N"), (14, 15, False, "")]


def test_sentences_that_must_stay_whole_are_joined():
    document = Document("Một hai. Ba bốn.", sentences=(Sentence(0, 8), Sentence(9, 16)))
    assert len(forms(document)) == 2
    assert len(forms(document, whole=[(4, 11)])) == 1
    assert len(forms(document, whole=[(4, 8)])) == 2


@settings(max_examples=80)
@given(documents())
def test_every_visible_character_is_in_one_row_and_every_span_begins_and_ends_with_one(document):
    flat = [row for sentence in rows(document) for row in sentence]
    assert "".join("".join(document.text[row.start : row.end].split()) for row in flat) == "".join(
        document.text.split()
    )
    spans = (*document.entities, *document.quotes, *document.terms)
    assert {span.start for span in spans} <= {row.start for row in flat}
    assert {span.end for span in spans} <= {row.end for row in flat}


@given(st.lists(st.text(max_size=8) | st.sampled_from(["a", "A", "á", "đ", "CON", "../a", "a.txt"]), unique=True))
def test_names_are_different_on_every_file_system_and_the_same_each_time(ids):
    names, again = Names(), Names()
    given_names = [names(id) for id in ids]
    assert given_names == [again(id) for id in ids]
    assert len({name.lower() for name in given_names}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,80}", name, re.ASCII) for name in given_names)


ATTRIBUTES = st.dictionaries(st.sampled_from(["number", "issuer", "date"]), st.text(max_size=6), min_size=1)


@given(ATTRIBUTES, st.sampled_from(["; ", "\n"]))
def test_attributes_written_as_a_note_are_read_again(attrs, separator):
    note = written(attrs, separator)
    assert read_written(note, separator.strip(" ")) == attrs
    assert "\n" not in note.replace(separator, "")


def test_every_label_has_a_name_and_a_colour_of_its_own():
    assert list(looks()) == list(REGION_LABELS)
    assert len({look.colour for look in looks().values()}) == len({look.name for look in looks().values()}) == 14
    assert all(re.fullmatch(r"#[0-9a-f]{6}", look.colour) for look in looks().values())


TEXT = "Bí thư Tỉnh ủy nói “Được”"


@pytest.mark.parametrize(
    ("region", "message"),
    [
        pytest.param(Region("a", 0, 6, "POST", {}, "line 1"), "line 1: no label is called 'POST'", id="label"),
        pytest.param(Region("a", 20, 99, "PER", {}, "x"), "x: PER 20:99 is outside a text of 25", id="outside"),
        pytest.param(Region("a", 6, 6, "PER", {}, "x"), "x: PER 6:6 is outside", id="empty"),
        pytest.param(Region("a", 6, 7, "PER", {}, "x"), "x: PER 6:7 is white space", id="white space"),
        pytest.param(Region("a", 3, 9, "PER", {}, "x"), "x: PER 3:9 overlaps ORG 7:14", id="overlap"),
        pytest.param(
            Region("a", 19, 25, "Q_term", {}, "x"), "x: Q_term 19:25 begins with a quotation mark", id="marks"
        ),
        pytest.param(Region("a", 0, 6, "TERM", {}, "x"), "x: TERM 0:6 has no attribute 'term'", id="no term"),
    ],
)
def test_a_region_that_is_none_of_a_record_is_left_out_and_named(region, message):
    known = Region("b", 7, 14, "ORG", {}, "y")
    document, problems = document_of(TEXT, "d", [region, known])
    assert [message in problem for problem in problems] == [True]
    assert [entity.text for entity in document.entities] == ["Tỉnh ủy"]
    assert (document.quotes, document.terms) == ((), ())


def test_an_attribute_that_a_label_does_not_have_is_left_out_and_the_region_kept():
    document, problems = document_of(TEXT, "d", [Region("a", 0, 6, "ROLE", {"body": "b", "place": "01"}, "line 3")])
    assert problems == ["line 3: a ROLE has no attribute 'place', left out"]
    assert document.entities[0].attrs == {"body": "b"}


def test_white_space_around_a_region_is_no_part_of_it():
    document, problems = document_of(TEXT, "d", [Region("a", 6, 15, "ORG")])
    assert (problems, document.entities[0].text) == ([], "Tỉnh ủy")


@pytest.mark.parametrize(
    ("link", "message"),
    [
        pytest.param(Link("of", "a", "z", "line 9"), "line 9: of joins z, no entity", id="dangling"),
        pytest.param(Link("loves", "a", "b", "line 9"), "line 9: no relation is called 'loves'", id="unknown"),
    ],
)
def test_a_link_that_is_no_relation_is_left_out_and_named(link, message):
    regions = [Region("a", 0, 6, "ROLE"), Region("b", 7, 14, "ORG")]
    document, problems = document_of(TEXT, "d", regions, [link, Link("of", "a", "b")])
    assert [message in problem for problem in problems] == [True]
    assert [(one.head, one.tail) for one in document.relations] == [("e1", "e2")]


@pytest.mark.parametrize("count", [2000])
def test_many_overlapping_regions_take_no_square_of_time(count):
    regions = [Region(str(at), at, at + 2, LABELS[0]) for at in range(count)]
    document, problems = document_of("x" * (count + 2), "d", regions)
    assert len(document.entities) + len(problems) == count
    assert len(document.entities) == count // 2


@pytest.mark.parametrize(
    "content", [b"<a/>", b"\xef\xbb\xbf<?xml version='1.0'?><!-- c --><a b='c'>", "<a/>".encode("utf-16")]
)
def test_xml_without_a_document_type_passes(content):
    refuse_document_type(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "DOCTYPE", id="entities"),
        pytest.param(b"<!-- x -->\n<!DOCTYPE a SYSTEM 'http://x/y'><a/>", "DOCTYPE", id="outside"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16"), "DOCTYPE", id="UTF-16"),
        pytest.param(b"text", "no XML", id="text"),
        pytest.param(b"", "no XML", id="nothing"),
        pytest.param(b"<?xml version='1.0' encoding='nonsense'?><a/>", "no XML", id="unknown encoding"),
    ],
)
def test_xml_with_a_document_type_and_what_is_no_xml_is_refused(content, message):
    with pytest.raises(UnsafeXmlError, match=message):
        refuse_document_type(BytesIO(content))


@pytest.mark.parametrize("text", NASTY.values(), ids=list(NASTY))
def test_nasty_texts_have_rows_and_copies(text):
    copy = copied(Document(text), ALL, Counter())
    assert "".join("".join(sentence) for sentence in forms(copy)).replace(" ", "") == "".join(copy.text.split())


def test_terms_have_no_ids_and_so_get_their_numbers():
    document = Document("a b", terms=(Term(0, 1, "x", True), Term(2, 3, "y", False)))
    assert [row.start for sentence in rows(document) for row in sentence] == [0, 2]
