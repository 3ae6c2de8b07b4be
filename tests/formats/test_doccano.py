"""doccano: UTF-16 offsets, ASCII, attributes by span, and what its exports may have in them."""

from __future__ import annotations

import json
import zipfile

import pytest

from vnpolnlp.document import Document, Entity, Relation
from vnpolnlp.errors import InputError
from vnpolnlp.formats.doccano import DATA_FILE, read, to_line, write

TEXT = "📌 Bí thư Tỉnh ủy Đỗ Thanh Bình nói 👍."
ENTITIES = (
    Entity("e1", 2, 8, "ROLE", "Bí thư", {"holder": "Đỗ Thanh Bình"}, "x"),
    Entity("e2", 9, 16, "ORG", "Tỉnh ủy", {}, "x"),
    Entity("e3", 17, 30, "PER", "Đỗ Thanh Bình", {}, "x"),
)
DOCUMENT = Document(TEXT, id="a.txt", entities=ENTITIES, relations=(Relation("holds", "e3", "e1"),))


def line(tmp_path, **changed: object):
    file = tmp_path / "admin.jsonl"
    file.write_text(json.dumps({**to_line(DOCUMENT), **changed}) + "\n")
    return file


def test_offsets_are_utf16_units_and_ids_numbers():
    made = to_line(DOCUMENT)
    assert made["entities"][0] == {"id": 1, "start_offset": 3, "end_offset": 9, "label": "ROLE"}
    assert made["relations"] == [{"id": 1, "from_id": 3, "to_id": 1, "type": "holds"}]
    assert made["attributes"] == [[3, 9, "ROLE", {"holder": "Đỗ Thanh Bình"}]]


def test_the_file_is_ascii(tmp_path):
    from collections import Counter

    write([DOCUMENT], tmp_path, Counter())
    assert all(file.read_bytes().isascii() for file in tmp_path.iterdir())


def test_ids_that_doccano_has_given_anew_are_followed(tmp_path):
    entities = [{**one, "id": one["id"] + 400} for one in to_line(DOCUMENT)["entities"]]
    relations = [{"id": 9, "from_id": 403, "to_id": 401, "type": "holds"}]
    (found,) = read(line(tmp_path, id=77, Comments=[], entities=entities[::-1], relations=relations))
    assert found.problems == ()
    assert found.document.relations == DOCUMENT.relations
    assert [dict(entity.attrs) for entity in found.document.entities] == [{"holder": "Đỗ Thanh Bình"}, {}, {}]


def test_a_moved_span_keeps_its_attributes(tmp_path):
    entities = to_line(DOCUMENT)["entities"]
    entities[0]["end_offset"] += 1
    entities[0]["start_offset"] -= 3
    (found,) = read(line(tmp_path, entities=entities[:1], relations=[]))
    assert dict(found.document.entities[0].attrs) == {"holder": "Đỗ Thanh Bình"}


def test_another_label_takes_no_attributes(tmp_path):
    entities = [{"id": 1, "start_offset": 3, "end_offset": 9, "label": "PER"}]
    (found,) = read(line(tmp_path, entities=entities, relations=[]))
    assert (found.problems, dict(found.document.entities[0].attrs)) == ((), {})


def test_lines_without_relations_are_read(tmp_path):
    file = tmp_path / "plain.jsonl"
    file.write_text(json.dumps({"id": 5, "text": TEXT, "label": [[3, 9, "ROLE"]]}) + "\n\n")
    (found,) = read(file)
    assert (found.id, found.document.entities[0].text) == ("5", "Bí thư")


@pytest.mark.parametrize(("names", "annotators"), [(["all"], [""]), (["anna", "binh"], ["anna", "binh"])])
def test_the_files_of_a_zip_are_annotators(names, annotators, tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name in names:
            archive.writestr(f"{name}.jsonl", json.dumps(to_line(DOCUMENT)))
    assert [found.annotator for found in read(tmp_path / "export.zip")] == annotators


WRONG = {
    "inside a character": (
        {"start_offset": 1, "end_offset": 9, "label": "ORG"},
        "UTF-16 offset 1 is inside a character",
    ),
    "outside": ({"start_offset": 3, "end_offset": 900, "label": "ORG"}, "UTF-16 offset 900 is outside"),
    "below zero": ({"start_offset": -1, "end_offset": 9, "label": "ORG"}, "UTF-16 offset -1 is outside"),
    "unknown label": ({"start_offset": 3, "end_offset": 9, "label": "NGUOI"}, "no label is called 'NGUOI'"),
    "no label": ({"start_offset": 3, "end_offset": 9}, "no span"),
    "no number": ({"start_offset": "x", "end_offset": 9, "label": "ORG"}, "invalid literal"),
    "not an object": (3, "no span"),
    "empty": ({"start_offset": 3, "end_offset": 3, "label": "ORG"}, "or empty"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_told_and_the_rest_imported(case, tmp_path):
    entity, message = WRONG[case]
    good = {"id": 2, "start_offset": 10, "end_offset": 17, "label": "ORG"}
    (found,) = read(line(tmp_path, entities=[entity, good], relations=[]))
    assert [one.text for one in found.document.entities] == ["Tỉnh ủy"]
    assert len(found.problems) == 1
    assert found.problems[0].startswith("admin.jsonl:1, entity 1: ")
    assert message in found.problems[0]


def test_a_line_that_is_no_json_is_told_and_the_rest_read(tmp_path):
    file = tmp_path / DATA_FILE
    file.write_text("{\n" + json.dumps(to_line(DOCUMENT)) + '\n{"id": 3}\n')
    first, second, third = read(tmp_path)
    assert (first.document, second.problems, third.document) == (None, (), None)
    assert "data.jsonl:1: no JSON" in first.problems[0]
    assert third.problems == ("data.jsonl:3: has no text",)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*data\.jsonl"):
        list(read(tmp_path))
