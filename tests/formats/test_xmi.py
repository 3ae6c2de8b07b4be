"""UIMA CAS XMI: layers, the way back, the rules of INCEpTION, and files that are not sound."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace

import pytest
from trips import only

from vnpolnlp.document import Document, Entity, Quote, Relation, Sentence, Term
from vnpolnlp.errors import ConfigError, InputError
from vnpolnlp.formats import xmi
from vnpolnlp.formats.regions import regions_of

cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed: pip install 'vnpolnlp[uima]'")

DOCUMENT = Document(
    "📌 Bí thư Tỉnh ủy\r\nnói: “Chống ‘lợi ích nhóm’ & <tham nhũng>”",
    id="tin/một.txt",
    sentences=(Sentence(0, 9), Sentence(10, 60)),
    entities=(
        Entity("e1", 2, 8, "ROLE", "Bí thư", {"body": "Tỉnh ủy"}, "x"),
        Entity("e2", 9, 16, "ORG", "Tỉnh ủy", {}, "x"),
        Entity("e3", 31, 38, "DATE", "lợi ích", {"value": "2022"}, "x"),
    ),
    quotes=(
        Quote("q1", 24, 59, "Chống ‘lợi ích nhóm’ & <tham nhũng>", "speech", False, None, "Ông", "x"),
        Quote("q2", 31, 43, "lợi ích nhóm", "term", True, "loi-ich-nhom", None, "x"),
    ),
    terms=(Term(31, 43, "loi-ich-nhom", True),),
    relations=(Relation("of", "e1", "e2"),),
)


def write(folder, *documents):
    lost = Counter()
    xmi.write(documents, folder, lost)
    return +lost


def edited(folder, old, new):
    (file,) = folder.glob("*.xmi")
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new), encoding="utf-8")
    return list(xmi.read(folder))


def by_hand(document):
    return replace(
        document,
        sentences=(),
        entities=tuple(replace(one, by="gold") for one in document.entities),
        quotes=tuple(replace(one, by="gold") for one in document.quotes),
        text=document.text.replace("\r\n", "\n"),
    )


def spans(document):
    return [(one.start, one.end, one.label) for one in regions_of(document) if one.label != "TERM"]


def test_a_document_comes_back_with_attributes_relations_and_quotes_in_quotes(tmp_path):
    document = replace(DOCUMENT, text=DOCUMENT.text.replace("\r\n", " \n"))
    assert write(tmp_path, document) == {}
    assert only(list(xmi.read(tmp_path))) == by_hand(document)


def test_offsets_in_the_file_are_utf_16_units(tmp_path):
    write(tmp_path, DOCUMENT)
    content = (tmp_path / "tin_mot.xmi").read_text(encoding="utf-8")
    assert re.search(r'NamedEntity [^>]*begin="3" end="9" value="ROLE"', content)
    assert 'documentId="tin/một.txt"' in content


def test_the_same_documents_give_the_same_bytes(tmp_path):
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, DOCUMENT, replace(DOCUMENT, id="b"))
        contents.append([file.read_bytes() for file in sorted((tmp_path / name).iterdir())])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 3


def test_entities_begin_and_end_with_tokens_and_stay_in_one_sentence(tmp_path):
    write(tmp_path, replace(DOCUMENT, sentences=(Sentence(0, 5), Sentence(6, 60))))
    types = cassis.load_typesystem(tmp_path / "TypeSystem.xml")
    cas = cassis.load_cas_from_xmi(tmp_path / "tin_mot.xmi", typesystem=types)
    tokens, sentences = list(cas.select(xmi.TOKEN)), list(cas.select(xmi.SENTENCE))
    entities = list(cas.select(xmi.ENTITY))
    assert {entity.begin for entity in entities} <= {token.begin for token in tokens}
    assert {entity.end for entity in entities} <= {token.end for token in tokens}
    around = [[one for one in sentences if one.begin <= entity.begin and entity.end <= one.end] for entity in entities]
    assert list(map(len, around)) == [1, 1, 1]


def test_what_xml_does_not_have_is_replaced_one_for_one_and_counted_in_attributes(tmp_path):
    entity = Entity("e1", 0, 4, "LOC", "H\0uế", {"place": "\x01"}, "x")
    assert write(tmp_path, Document("H\0uế", id="a", entities=(entity,))) == {
        "attributes with characters that XML does not have": 1
    }
    assert only(list(xmi.read(tmp_path))).entities[0].text == "H\ufffduế"


def test_documents_without_a_word_are_counted(tmp_path):
    assert write(tmp_path, Document("", id="a"), Document(" \n", id="b")) == {"documents without a word": 2}
    assert list(xmi.read(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        pytest.param(
            'begin="3" end="9" value="ROLE"',
            'begin="3" end="6" value="ROLE"',
            (2, 8, "ROLE"),
            (2, 4, "ROLE"),
            id="moved",
        ),
        pytest.param('value="ORG"', 'value="LOC"', (9, 16, "ORG"), (9, 16, "LOC"), id="relabelled"),
        pytest.param('kind="term"', 'kind="slogan"', (30, 42, "Q_term"), (30, 42, "Q_slogan"), id="another kind"),
    ],
)
def test_an_edit_comes_back_as_that_edit(tmp_path, old, new, gone, come):
    write(tmp_path, DOCUMENT)
    before = spans(only(list(xmi.read(tmp_path))))
    after = spans(only(edited(tmp_path, old, new)))
    assert set(before) - set(after) == {gone}
    assert set(after) - set(before) == {come}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('value="ORG"', 'value="COMPANY"', "no label is called 'COMPANY'", id="unknown label"),
        pytest.param('value="ORG"', "", "no label is called ''", id="no label"),
        pytest.param('kind="term"', 'kind="joke"', "no label is called 'Q_joke'", id="unknown kind"),
        pytest.param('label="of"', 'label="likes"', "no relation is called 'likes'", id="unknown relation"),
    ],
)
def test_what_does_not_fit_is_left_out_and_named_and_the_rest_taken(tmp_path, old, new, message):
    write(tmp_path, DOCUMENT)
    (found,) = edited(tmp_path, old, new)
    assert found.problems[0].startswith("tin_mot.xmi: xmi:id ")
    assert message in found.problems[0]
    assert (2, 8, "ROLE") in spans(found.document)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("<xmi:XMI", "no XM", id="cut off"),
        pytest.param("", "no XM", id="empty"),
        pytest.param("<a/>", "no XMI", id="other XML"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE", id="entities"),
    ],
)
def test_a_damaged_file_costs_that_document_only(tmp_path, content, message):
    write(tmp_path, DOCUMENT)
    (tmp_path / "a.xmi").write_text(content, encoding="utf-8")
    damaged, sound = xmi.read(tmp_path)
    assert (damaged.id, damaged.document) == ("a", None)
    assert message in damaged.problems[0]
    assert sound.document is not None


def test_without_its_type_system_that_of_an_export_is_taken(tmp_path):
    write(tmp_path, DOCUMENT)
    (tmp_path / "TypeSystem.xml").unlink()
    assert len(only(list(xmi.read(tmp_path))).entities) == 3


def test_a_folder_without_files_and_a_broken_type_system_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"no \.xmi files"):
        list(xmi.read(tmp_path))
    write(tmp_path, DOCUMENT)
    (tmp_path / "TypeSystem.xml").write_text("<!DOCTYPE a><a/>", encoding="utf-8")
    with pytest.raises(InputError, match="no type system"):
        list(xmi.read(tmp_path))


def test_without_the_package_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(ConfigError, match=r"pip install 'vnpolnlp\[uima\]'"):
        write(tmp_path, DOCUMENT)
