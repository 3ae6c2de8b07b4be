"""Label Studio: what its JSON export may have in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from vnpolnlp.corpus.records import read as read_records
from vnpolnlp.corpus.records import write as write_records
from vnpolnlp.document import Document, Entity, Quote, Relation
from vnpolnlp.errors import InputError
from vnpolnlp.formats.importing import import_
from vnpolnlp.formats.label_studio import configuration, read, to_task
from vnpolnlp.formats.regions import FLAGS, REGION_ATTRIBUTES, REGION_LABELS, RELATION_LABELS

TEXT = "📌 Bí thư Tỉnh ủy Đỗ Thanh Bình chống “lợi ích nhóm”."


def labels(id: str, start: int, end: int, label: str, **more: object) -> dict[str, object]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label], **more}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def attribute(id: str, name: str, value: object) -> dict[str, object]:
    kind = "choices" if name in FLAGS else "textarea"
    key = "choices" if name in FLAGS else "text"
    return {"id": id, "from_name": name, "to_name": "text", "type": kind, "value": {"start": 0, "end": 1, key: value}}


def relation(head: str, tail: str, *names: str) -> dict[str, object]:
    return {"type": "relation", "from_id": head, "to_id": tail, "direction": "right", "labels": list(names)}


ROLE, ORG, PER = labels("x9", 2, 8, "ROLE"), labels("e2", 9, 16, "ORG"), labels("d9iKNuyP8h", 17, 30, "PER")


def exported(tmp_path, *annotations: dict[str, object], **task: object):
    file = tmp_path / "export.json"
    data = {"text": TEXT, "doc_id": "a.txt"}
    file.write_text(json.dumps([{"id": 7, "data": data, "annotations": list(annotations), **task}]), encoding="utf-8")
    return file


def by(who: object, *results: dict[str, object], cancelled: bool = False) -> dict[str, object]:
    return {"id": 1, "completed_by": who, "was_cancelled": cancelled, "result": list(results)}


def test_regions_drawn_by_hand_get_ids_in_text_order(tmp_path):
    results = (PER, ORG, ROLE, attribute("x9", "holder", ["Đỗ Thanh Bình"]), relation("d9iKNuyP8h", "x9", "holds"))
    (found,) = read(exported(tmp_path, by(1, *results)))
    assert found.problems == ()
    assert [(e.id, e.label, e.text, dict(e.attrs)) for e in found.document.entities] == [
        ("e1", "ROLE", "Bí thư", {"holder": "Đỗ Thanh Bình"}),
        ("e2", "ORG", "Tỉnh ủy", {}),
        ("e3", "PER", "Đỗ Thanh Bình", {}),
    ]
    assert found.document.relations == (Relation("holds", "e3", "e1"),)


@pytest.mark.parametrize(
    ("who", "name"),
    [(3, "3"), ({"id": 3, "email": "anna@example.com"}, "anna@example.com"), ({"id": 3}, "3"), (None, "")],
    ids=["number", "e-mail", "object", "nobody"],
)
def test_annotators_are_called_by_what_the_export_has(who, name, tmp_path):
    (found,) = read(exported(tmp_path, by(who, PER)))
    assert found.annotator == name


def test_one_person_twice_is_two_annotations(tmp_path):
    assert [found.annotator for found in read(exported(tmp_path, by(1, PER), by(1, ORG)))] == ["1", "1-2"]


@pytest.mark.parametrize(
    "annotations", [(), (by(1, PER, cancelled=True),)], ids=["no annotation", "a cancelled annotation"]
)
def test_an_unannotated_task_is_not_an_empty_document(annotations, tmp_path):
    (found,) = read(exported(tmp_path, *annotations, predictions=[12]))
    assert (found.pending, found.document) == (True, None)
    report = import_("label-studio", exported(tmp_path, *annotations), tmp_path / "out.jsonl")
    assert (report.documents, report.pending, report.failed) == (0, 1, 0)
    assert "1 that nobody has annotated yet" in report.summary()


def test_an_annotation_without_regions_is_an_empty_document(tmp_path):
    (found,) = read(exported(tmp_path, by(1)))
    assert (found.pending, found.document.entities) == (False, ())


WRONG = {
    "unknown label": ([labels("a", 2, 8, "NGUOI")], "result 1: no label is called 'NGUOI'"),
    "end outside": ([labels("a", 2, 9999, "ORG", text=None)], "result 1: ORG 2:9999 is outside a text of"),
    "start below zero": ([labels("a", -3, 8, "ORG", text=None)], "result 1: ORG -3:8 is outside"),
    "start as string": (
        [{**ORG, "value": {"start": "2", "end": 8, "labels": ["ORG"]}}],
        "a region from '2' to 8, which are no numbers",
    ),
    "another text": ([labels("a", 2, 8, "ORG", text="Tỉnh ủy")], "and the region says 'Tỉnh ủy'"),
    "no value": ([{"id": "a", "type": "labels"}], "result 1: no result of a labelling of text"),
    "not an object": ([3], "result 1: no result"),
    "two labels": ([labels("a", 2, 8, "ORG", labels=["ORG", "PER"])], "a region with 2 labels"),
    "an id twice": ([ROLE, labels("x9", 9, 16, "ORG")], "a second region with the id 'x9'"),
    "dangling relation": ([PER, relation("d9iKNuyP8h", "gone", "holds")], "holds joins gone, no entity"),
    "unknown relation": ([PER, ROLE, relation("d9iKNuyP8h", "x9", "loves")], "no relation is called 'loves'"),
    "unnamed relation": ([PER, ROLE, relation("d9iKNuyP8h", "x9")], "a relation with 0 labels"),
    "unknown attribute": ([PER, attribute("d9iKNuyP8h", "colour", ["red"])], "a PER has no attribute 'colour'"),
    "two values": ([ROLE, attribute("x9", "holder", ["A", "B"])], "holder has 2 values"),
    "stray attribute": ([attribute("gone", "holder", ["A"])], "attributes of a region 'gone' that is not there"),
    "taxonomy": ([{"id": "a", "type": "taxonomy", "value": {}}], "a 'taxonomy', which records do not have"),
    "overlap": ([PER, labels("b", 9, 20, "ORG", text=None)], "overlaps PER 17:30, left out"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_told_and_the_rest_imported(case, tmp_path):
    results, message = WRONG[case]
    (found,) = read(exported(tmp_path, by(1, *results, labels("good", 38, 50, "Q_term"))))
    assert [quote.text for quote in found.document.quotes] == ["lợi ích nhóm"]
    assert len(found.problems) == 1
    assert message in found.problems[0]
    assert found.problems[0].startswith("export.json: task 1")


@pytest.mark.parametrize(
    "content",
    ['{"text": "a"}', '[{"id": 1}]', "[3]", '[{"data": {"title": "a"}}]'],
    ids=["plain", "no data", "no task", "no text"],
)
def test_a_task_without_text_is_told(content, tmp_path):
    file = tmp_path / "export.json"
    file.write_text(content)
    (found,) = read(file)
    assert found.document is None
    assert "has no text in data.text; export as JSON, not JSON-MIN" in found.problems[0]


def test_a_csv_export_is_refused(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("text,label\na,b\n")
    with pytest.raises(InputError, match=r"export\.csv: not JSON.*export as JSON"):
        list(read(file))


def two_annotators(tmp_path):
    first = by("anna", ROLE, ORG, PER, relation("d9iKNuyP8h", "x9", "holds"))
    second = by("binh", ROLE, labels("o", 9, 16, "LOC"), labels("q", 38, 50, "Q_term"))
    third = by("chi", ROLE, ORG, attribute("x9", "holder", ["Đỗ Thanh Bình"]))
    return exported(tmp_path, first, second, third)


def test_annotators_stay_apart(tmp_path):
    import_("label-studio", two_annotators(tmp_path), tmp_path / "out.jsonl")
    records = list(read_records(tmp_path / "out.jsonl"))
    assert [(one.id, one.meta["annotator"]) for one in records] == [
        ("a.txt@anna", "anna"), ("a.txt@binh", "binh"), ("a.txt@chi", "chi"),
    ]  # fmt: skip
    assert [len(one.entities) for one in records] == [3, 2, 2]


MERGED = {
    "union": {"ROLE", "ORG", "PER"},
    "intersection": {"ROLE"},
    "majority": {"ROLE", "ORG"},
}


@pytest.mark.parametrize("rule", MERGED)
def test_a_rule_merges_annotators(rule, tmp_path):
    import_("label-studio", two_annotators(tmp_path), tmp_path / "out.jsonl", merge=rule)
    (record,) = read_records(tmp_path / "out.jsonl")
    assert record.id == "a.txt"
    assert {entity.label for entity in record.entities} - {"LOC"} == MERGED[rule]
    assert bool(record.quotes) == bool(record.relations) == (rule == "union")


def test_one_annotator_is_chosen(tmp_path):
    import_("label-studio", two_annotators(tmp_path), tmp_path / "out.jsonl", annotator="binh")
    (record,) = read_records(tmp_path / "out.jsonl")
    assert (record.id, [entity.label for entity in record.entities]) == ("a.txt", ["ROLE", "LOC"])


def test_an_annotator_who_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="nothing is by an annotator called 'dung'; annotators are anna, binh, chi"):
        import_("label-studio", two_annotators(tmp_path), tmp_path / "out.jsonl", annotator="dung")


def test_each_annotator_is_compared_with_the_original(tmp_path):
    entities = (
        Entity("e1", 2, 8, "ROLE", TEXT[2:8], {}, "roles/head"),
        Entity("e2", 9, 16, "ORG", TEXT[9:16], {}, "names/bodies"),
    )
    write_records([Document(TEXT, id="a.txt", entities=entities)], tmp_path / "original.jsonl")
    report = import_(
        "label-studio", two_annotators(tmp_path), tmp_path / "out.jsonl", against=tmp_path / "original.jsonl"
    )
    records = {record.id: record for record in read_records(tmp_path / "out.jsonl")}
    assert sorted((change.kind, change.label) for change in report.changes) == [
        ("added", "PER"), ("added", "Q_term"), ("added", "holds"), ("attribute", "ROLE"), ("relabelled", "ORG"),
    ]  # fmt: skip
    assert records["a.txt@chi"].entities[1] == entities[1]
    assert records["a.txt@binh"].entities[1].by == "gold"


def test_the_configuration_has_every_name_that_tasks_use():
    root = ET.fromstring(configuration())
    assert {one.get("value") for one in root.iter("Label")} == set(REGION_LABELS)
    assert {one.get("value") for one in root.iter("Relation")} == set(RELATION_LABELS)
    controls = {one.get("name") for tag in ("TextArea", "Choices") for one in root.iter(tag)}
    assert controls == {name for names in REGION_ATTRIBUTES.values() for name in names}
    assert all("(" in one.get("html", "") for one in root.iter("Label"))


def test_a_task_keeps_nested_quotes_and_attributes():
    quote = Quote("q1", 38, 50, TEXT[38:50], "term", True, "loi-ich-nhom", None, "quotes/lexicon")
    task = to_task(Document(TEXT, id="a", quotes=(quote,)))
    results = task["predictions"][0]["result"]
    assert [(one["from_name"], one["type"]) for one in results] == [
        ("label", "labels"), ("political", "choices"), ("term", "textarea"),
    ]  # fmt: skip
    assert {one["id"] for one in results} == {"q1"}
