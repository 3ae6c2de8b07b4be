"""brat: a collection on disk, its way back, and what people and programs do to it in between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from documents import documents
from hypothesis import given, settings
from trips import annotated, into_folder, only, read_back

from vnpolnlp.document import Document, Entity, Quote, Relation, Term
from vnpolnlp.errors import InputError
from vnpolnlp.formats import brat
from vnpolnlp.formats.brat import read_ann, to_ann
from vnpolnlp.formats.regions import REGION_LABELS, document_of, regions_of

TEXT = "📌 Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình: chống\n“lợi ích\nnhóm”."
DOCUMENT = Document(
    TEXT,
    id="tin/một.txt",
    entities=(
        Entity("e1", 2, 8, "ROLE", "Bí thư", {"holder": "Đỗ Thanh Bình"}, "roles/x"),
        Entity("e2", 9, 27, "ORG", "Tỉnh ủy Kiên Giang", {}, "names/x"),
        Entity("e3", 28, 41, "PER", "Đỗ Thanh Bình", {}, "names/x"),
    ),
    quotes=(Quote("q1", 50, 62, "lợi ích\nnhóm", "term", True, "loi-ich-nhom", None, "quotes/x"),),
    terms=(Term(50, 62, "loi-ich-nhom", True),),
    relations=(Relation("holds", "e3", "e1"),),
)
ANN = (
    "T1\tROLE 2 8\tBí thư\n"
    "T2\tORG 9 27\tTỉnh ủy Kiên Giang\n"
    "T3\tPER 28 41\tĐỗ Thanh Bình\n"
    "T4\tQ_term 50 57;58 62\tlợi ích nhóm\n"
    "T5\tTERM 50 57;58 62\tlợi ích nhóm\n"
    "R1\tholds Arg1:T3 Arg2:T1\n"
    "A1\tpolitical T4\n"
    "A2\tquoted T5\n"
    "#1\tAnnotatorNotes T1\tholder=Đỗ Thanh Bình\n"
    "#2\tAnnotatorNotes T4\tterm=loi-ich-nhom\n"
    "#3\tAnnotatorNotes T5\tterm=loi-ich-nhom\n"
)


def read(ann, text=TEXT):
    found = read_ann(text, ann.split("\n"))
    document, problems = document_of(text, "x", found.regions.values(), found.links)
    return document, [*found.problems, *problems]


def spans(document):
    return [(one.start, one.end, one.label) for one in regions_of(document) if one.label != "TERM"]


def test_a_document_in_brat_has_code_points_and_pieces_without_line_feeds():
    assert to_ann(DOCUMENT) == ANN


@settings(max_examples=60)
@given(documents())
def test_a_collection_comes_back_as_it_was(document):
    found = read_back(into_folder(brat.write, [document]), brat.read)
    assert only(found) == annotated(document, brat.NEEDS)


def test_ids_that_are_no_names_of_files_come_back_and_stay_in_the_folder(tmp_path):
    ids = ["../../etc/passwd", "tin/một.txt", "tin một", "", "CON", "a", "A", "/abs", "x" * 300]
    folder = tmp_path / "inside"
    folder.mkdir()
    brat.write([Document("Đảng", id=id) for id in ids], folder, Counter())
    assert [found.id for found in brat.read(folder)] == ids
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert all(re.fullmatch(r"[a-zA-Z0-9_]+\.(txt|ann|conf|jsonl)", path.name) for path in folder.iterdir())


def test_the_configuration_knows_every_type_relation_and_flag_that_is_written():
    sections = dict(re.findall(r"^\[(\w+)\]\n((?:(?!\[).*\n)*)", brat.configuration(), re.MULTILINE))
    assert sections.keys() == {"entities", "relations", "events", "attributes"}
    assert sections["entities"].split() == list(REGION_LABELS)
    assert re.findall(r"^(\w+)\t", sections["relations"], re.MULTILINE) == ["holds", "of", "issued_by", "dated"]
    assert "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>" in sections["relations"]
    assert re.findall(r"^(\w+)\t", sections["attributes"], re.MULTILINE) == ["political", "quoted"]


def test_the_look_of_every_type_is_given():
    shown = brat.appearance()
    assert "PER | người" in shown
    assert all(f"{label} | " in shown and f"{label}\tbgColor:#" in shown for label in REGION_LABELS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("T2\tORG 9 27\tTỉnh ủy Kiên Giang", "T2\tORG 9 16\tTỉnh ủy", (9, 16, "ORG"), id="moved"),
        pytest.param("T2\tORG", "T2\tLOC", (9, 27, "LOC"), id="relabelled"),
        pytest.param("T2\tORG 9 27\tTỉnh ủy Kiên Giang\n", "", None, id="removed"),
        pytest.param("T5\tTERM", "T9\tQ_other 60 62\tóm\nT5\tTERM", (60, 62, "Q_other"), id="added"),
    ],
)
def test_an_edit_comes_back_as_that_edit(old, new, expected):
    before, after = spans(read(ANN)[0]), spans(read(ANN.replace(old, new))[0])
    assert read(ANN.replace(old, new))[1] == []
    assert [span for span in after if span not in before] == ([expected] if expected else [])
    assert [span for span in before if span not in after] == ([] if "60 62" in new else [(9, 27, "ORG")])


def test_a_changed_flag_and_a_changed_note_come_back():
    document, problems = read(ANN.replace("A1\tpolitical T4\n", "").replace("holder=Đỗ Thanh Bình", "holder=ông Bình"))
    assert problems == []
    assert not document.quotes[0].political
    assert document.entities[0].attrs == {"holder": "ông Bình"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            "ORG 9 27", "ORG 10 28", "line 2: the text at 10:28 is 'ỉnh ủy Kiên Giang '", id="shifted offsets"
        ),
        pytest.param("ORG 9 27", "ORG 9 99", "line 2: the text at 9:99 is", id="beyond the text"),
        pytest.param("T2\tORG", "T2\tCOMPANY", "line 2: no label is called 'COMPANY'", id="unknown label"),
        pytest.param("T3\tPER", "T2\tPER", "line 3: T2 is given twice", id="an id twice"),
        pytest.param(
            "50 57;58 62\tlợi ích nhóm\nT5", "50 53;58 62\tlợi nhóm\nT5", "line 4: a span with a hole", id="a hole"
        ),
        pytest.param("Arg2:T1", "Arg2:T77", "line 6: holds joins T77, no entity", id="dangling relation"),
        pytest.param("R1\tholds", "R1\tlikes", "line 6: no relation is called 'likes'", id="unknown relation"),
        pytest.param(
            "#1\tAnnotatorNotes T1\tholder=Đỗ Thanh Bình",
            "#1\tAnnotatorNotes T1\tđúng chưa?",
            "line 9: a note that is not",
            id="a free note",
        ),
        pytest.param("R1\t", "E1\tTransfer:T1\nR1\t", "line 6: nothing that records have", id="an event"),
        pytest.param(
            "A1\tpolitical T4", "A1\tNegated T4", "line 4: a Q_term has no attribute 'Negated'", id="unknown flag"
        ),
        pytest.param(
            "T2\tORG 9 27\tTỉnh ủy Kiên Giang",
            "T2\tORG 9 41\tTỉnh ủy Kiên Giang Đỗ Thanh Bình",
            "line 3: PER 28:41 overlaps ORG 9:41",
            id="entities that overlap",
        ),
        pytest.param(
            "Q_term 50 57;58 62\tlợi ích nhóm",
            "Q_term 49 57;58 63\t“lợi ích nhóm”",
            "quotation mark",
            id="quotation marks inside",
        ),
    ],
)
def test_what_does_not_fit_is_left_out_and_named_and_the_rest_taken(old, new, message):
    assert old in ANN
    document, problems = read(ANN.replace(old, new))
    assert message in problems[0]
    assert "left out" in problems[0]
    assert len(spans(document)) >= 3


def test_a_collection_of_others_has_the_names_of_its_files_as_ids(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Đảng", encoding="utf-8")
    (tmp_path / "sub" / "a.ann").write_text("T1\tORG 0 4\tĐảng\n", encoding="utf-8")
    (found,) = brat.read(tmp_path)
    assert (found.id, found.document.entities[0].text) == ("sub/a", "Đảng")


def test_a_text_that_is_missing_costs_that_document_only(tmp_path):
    brat.write([Document("Một", id="a"), Document("Hai", id="b")], tmp_path, Counter())
    (tmp_path / "a.txt").unlink()
    a, b = brat.read(tmp_path)
    assert (a.id, a.document, b.document) == ("a", None, Document("Hai", id="b"))
    assert "a.ann: cannot be read beside its text" in a.problems[0]


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_what_is_no_collection_is_refused(tmp_path, kind):
    path = tmp_path / "x"
    if kind == "empty":
        path.mkdir()
    elif kind == "file":
        path.write_text("T1\tORG 0 4\tĐảng\n", encoding="utf-8")
    with pytest.raises(InputError, match="no brat collection"):
        list(brat.read(path))


def test_a_note_keeps_values_with_the_marks_that_part_values():
    entity = replace(DOCUMENT.entities[0], attrs={"holder": "a; b=c\\\n", "body": " d "})
    document = replace(DOCUMENT, entities=(entity,), relations=())
    assert read(to_ann(document))[0].entities[0].attrs == entity.attrs
