"""Pieces of long documents, offsets in UTF-16 units, texts mapped back, annotators merged."""

from __future__ import annotations

from collections import Counter

import pytest
from documents import documents
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import texts

from vnpolnlp.document import Document, Entity, Relation, Sentence
from vnpolnlp.formats.annotators import merge
from vnpolnlp.formats.copies import Needs
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.importing import onto
from vnpolnlp.formats.pieces import cut, joined, piece_of
from vnpolnlp.formats.units import Utf16

TEXT = "Một họp. Hai nói. Ba đi."
DOCUMENT = Document(TEXT, id="a#b", sentences=(Sentence(0, 8), Sentence(9, 17), Sentence(18, 24)))


def entity(id: str, start: int, end: int, text: str = TEXT) -> Entity:
    return Entity(id, start, end, "PER", text[start:end], {}, "x")


@given(text=texts, data=st.data())
def test_utf16_units_are_those_of_the_encoding(text, data):
    offset = data.draw(st.integers(0, len(text)))
    unit = len(text[:offset].encode("utf-16-le")) // 2
    assert Utf16.of(text).to_utf16(offset) == unit
    assert Utf16.of(text).from_utf16(unit) == offset


@pytest.mark.parametrize("unit", [-1, 1, 5, 9])
def test_a_unit_that_is_no_character_is_refused(unit):
    with pytest.raises(ValueError, match=f"UTF-16 offset {unit} is (outside|inside)"):
        Utf16.of("📌ab📌").from_utf16(unit)


@settings(max_examples=50)
@given(document=documents(), most=st.integers(1, 30))
def test_pieces_are_the_text_and_come_together_again(document, most):
    pieces = list(cut(document, most, Counter()))
    assert "".join(piece.text for piece in pieces) == document.text
    assert len({piece.id for piece in pieces}) == len(pieces)
    (whole,) = joined(Found(piece.id, piece) for piece in reversed(pieces))
    for layer in ("id", "text", "sentences", "tokens", "entities", "quotes", "terms", "meta"):
        assert getattr(whole.document, layer) == getattr(document, layer)


def test_a_piece_ends_before_a_sentence_and_says_which_part_it_is():
    assert [(piece.text, piece.id) for piece in cut(DOCUMENT, 20, Counter())] == [
        ("Một họp. Hai nói. ", "a#b#char=0,18;length=24"),
        ("Ba đi.", "a#b#char=18,24;length=24"),
    ]


def test_a_span_is_never_cut_and_relations_between_pieces_are_counted():
    lost: Counter[str] = Counter()
    entities = (entity("e1", 0, 3), entity("e2", 9, 20))
    document = Document(
        TEXT, id="a", sentences=DOCUMENT.sentences, entities=entities, relations=(Relation("of", "e1", "e2"),)
    )
    assert [piece.text for piece in cut(document, 9, lost)] == ["Một họp. ", "Hai nói. Ba đi."]
    assert lost == {"relations between pieces": 1}


@pytest.mark.parametrize(
    ("left", "message"),
    [
        ((0, 2), "its piece 9:18 is missing"),
        ((0, 1), "its piece 18:24 is missing"),
        ((1, 2), "its piece 0:9 is missing"),
    ],
    ids=["middle", "end", "beginning"],
)
def test_a_missing_piece_is_told(left, message):
    pieces = list(cut(DOCUMENT, 9, Counter()))
    (found,) = joined(Found(pieces[at].id, pieces[at]) for at in left)
    assert (found.id, found.document, found.problems) == ("a#b", None, (message,))


def test_pieces_that_nobody_has_annotated_are_pending():
    pieces = list(cut(DOCUMENT, 9, Counter()))
    (found,) = joined(Found(piece.id, None, pending=True) for piece in pieces)
    assert found.pending


@pytest.mark.parametrize("id", ["a.txt", "a#char=1", "a#char=0,4;length=x", ""])
def test_other_ids_are_no_pieces(id):
    assert piece_of(id) is None


MAPPED = {
    "the same": ("Bộ họp", "Bộ họp", Needs()),
    "line ends": ("Bộ\nhọp\n", "Bộ\r\nhọp\r\n", Needs()),
    "composed": ("Bộ họp", "Bo\u0323\u0302 ho\u0323p", Needs(composed=True)),
    "white space at the end": ("Bộ họp", "Bộ họp\n\n", Needs()),
    "white space between": ("Bộ\n họp", " Bộ họp", Needs()),
    "byte order mark": ("Bộ họp", "\ufeffBộ họp", Needs()),
}


@pytest.mark.parametrize("case", MAPPED)
def test_what_a_tool_has_made_of_a_text_is_mapped_back(case):
    copy, text, needs = MAPPED[case]
    start = copy.index("họp")
    document = onto(Document(copy, entities=(entity("e1", start, start + 3, copy),)), text, needs)
    (found,) = document.entities
    assert document.text == text
    assert found.text == text[found.start : found.end]
    assert found.text in ("họp", "ho\u0323p")


@pytest.mark.parametrize("copy", ["Bộ họp!", "bộ họp", "Bộ", "", "Bộ hop"])
def test_another_text_is_refused(copy):
    with pytest.raises(ValueError, match="its text is not that of the original from offset"):
        onto(Document(copy), "Bộ họp", Needs())


def test_most_annotators_decide_on_label_and_attribute():
    def said(label, number):
        return Document("NQ 18", id="a", entities=(Entity("e1", 0, 5, label, "NQ 18", {"number": number}, "x"),))

    merged, problems = merge([said("DOCUMENT", "18"), said("RESOLUTION", "19"), said("RESOLUTION", "19")], "majority")
    assert problems == []
    assert [(one.label, one.attrs["number"], one.by) for one in merged.entities] == [("RESOLUTION", "19", "gold")]


def test_of_two_halves_there_is_no_majority():
    one, other = Document("Bộ họp", entities=(entity("e1", 0, 2, "Bộ họp"),)), Document("Bộ họp")
    assert [len(merge([one, other], rule)[0].entities) for rule in ("union", "intersection", "majority")] == [1, 0, 0]
