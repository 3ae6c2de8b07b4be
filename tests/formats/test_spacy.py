"""spaCy: Docs, DocBin files, the training folder, displaCy, and the component."""

from __future__ import annotations

import io
from collections import Counter

import pytest

from vnpolnlp.document import Document, Entity, Quote, Sentence, Token, Tokens
from vnpolnlp.errors import InputError, OutputError
from vnpolnlp.formats import spacy_docs
from vnpolnlp.formats.spacy_docs import of_doc, read, to_doc, write, write_page, write_training

spacy = pytest.importorskip("spacy", reason="needs the extra spacy")

TEXT = "📌 Bí thư Tỉnh ủy nói:\n\n“Chống  ‘lợi ích nhóm’.” "
QUOTE = TEXT.index("Chống")
DOCUMENT = Document(
    TEXT,
    id="a.txt",
    sentences=(Sentence(0, TEXT.index("\n")), Sentence(TEXT.index("“"), len(TEXT) - 1)),
    tokens=Tokens.of([Token(2, 8, "NOUN", "N"), Token(9, 16, "NOUN", "N"), Token(17, 20, "VERB", "V")]),
    entities=(
        Entity("e1", 2, 8, "ROLE", "Bí thư", {"body": "Tỉnh ủy"}, "x"),
        Entity("e2", 9, 16, "ORG", "Tỉnh ủy", {}, "x"),
    ),
    quotes=(
        Quote("q1", QUOTE, TEXT.index("”"), TEXT[QUOTE : TEXT.index("”")], "speech", False, None, None, "x"),
        Quote("q2", QUOTE + 8, QUOTE + 20, TEXT[QUOTE + 8 : QUOTE + 20], "term", True, "loi-ich-nhom", None, "x"),
    ),
)


@pytest.fixture(scope="module")
def vocab():
    return spacy.blank("xx").vocab


def test_a_doc_has_the_text_the_entities_and_overlapping_spans(vocab):
    doc = to_doc(DOCUMENT, vocab)
    assert doc.text == TEXT
    assert [(one.label_, one.text, one.id_) for one in doc.ents] == [("ROLE", "Bí thư", "e1"), ("ORG", "Tỉnh ủy", "e2")]
    assert [(one.label_, one.start_char, one.end_char) for one in doc.spans["sc"]][2:] == [
        ("Q_speech", QUOTE, QUOTE + 22),
        ("Q_term", QUOTE + 8, QUOTE + 20),
    ]
    assert [(token.text, token.pos_, token.tag_) for token in doc][:3] == [
        ("📌", "", ""),
        ("Bí thư", "NOUN", "N"),
        ("Tỉnh ủy", "NOUN", "N"),
    ]
    assert [sentence.text for sentence in doc.sents][1].startswith("“Chống")


def test_entities_of_a_doc_without_spans_are_read(vocab):
    doc = spacy.blank("xx")("Ông Đỗ Thanh Bình họp")
    doc.set_ents([doc.char_span(4, 17, label="PER"), doc.char_span(18, 21, label="NGUOI")])
    found = of_doc(doc, "b")
    assert [(one.label, one.text) for one in found.document.entities] == [("PER", "Đỗ Thanh Bình")]
    assert found.problems[0].startswith("b, span 2: no label is called 'NGUOI'")


def test_damaged_data_are_told_and_the_spans_read(vocab):
    doc = to_doc(DOCUMENT, vocab)
    doc.user_data["vnpolnlp"] = '{"attrs": 3}'
    found = of_doc(doc, "b")
    assert (found.id, len(found.document.entities), len(found.problems)) == ("b", 2, 1)


def test_a_file_that_is_no_docbin_is_told(tmp_path):
    (tmp_path / "docs.spacy").write_bytes(b"x" * 100)
    with pytest.raises(InputError, match=r"docs\.spacy: no DocBin of spaCy"):
        list(read(tmp_path))


def test_a_file_has_no_more_documents_than_fit(tmp_path, monkeypatch):
    monkeypatch.setattr(spacy_docs, "_FILE_SIZE", 2)
    write((Document("Đảng", id=str(number)) for number in range(5)), tmp_path, Counter())
    assert [file.name for file in sorted(tmp_path.iterdir())] == [f"docs-0000{number}.spacy" for number in (1, 2, 3)]
    assert [found.id for found in read(tmp_path)] == ["0", "1", "2", "3", "4"]


def training(tmp_path, *texts: str) -> tuple[list[str], list[str]]:
    write_training((Document(text, id=str(number)) for number, text in enumerate(texts)), tmp_path, Counter())
    return tuple([found.document.text for found in read(tmp_path / side)] for side in ("train", "dev"))


def test_one_text_of_ten_is_for_development(tmp_path):
    texts = [f"Đảng bộ {number} họp." for number in range(30)]
    train, dev = training(tmp_path, *texts)
    assert (len(train), len(dev)) == (27, 3)
    assert sorted(train + dev) == sorted(texts)


def test_the_same_text_twice_is_on_one_side(tmp_path):
    train, dev = training(tmp_path, "Một.", "Hai.", "Hai.", "Một.", "Ba.")
    assert (train, dev) == (["Một.", "Một.", "Ba."], ["Hai.", "Hai."])


@pytest.mark.parametrize(
    "texts", [(), ("Một.",), ("Một.", "Một."), ("Một.", " ")], ids=["none", "one", "twice", "blank"]
)
def test_one_text_is_not_enough_to_train(texts, tmp_path):
    with pytest.raises(OutputError, match="two documents with different texts"):
        training(tmp_path, *texts)


def test_the_configuration_makes_a_pipeline_that_learns(tmp_path):
    entity = Entity("e1", 0, 4, "ORG", "Đảng", {}, "x")
    documents = [Document(f"Đảng họp {number}.", id=str(number), entities=(entity,)) for number in range(4)]
    write_training(documents, tmp_path, Counter())
    config = spacy.util.load_config(
        tmp_path / "config.cfg",
        overrides={"paths.train": str(tmp_path / "train"), "paths.dev": str(tmp_path / "dev"), "training.max_steps": 2},
    )
    nlp = spacy.training.initialize.init_nlp(config)
    trained, _ = spacy.training.loop.train(nlp, None, stdout=io.StringIO(), stderr=io.StringIO())
    assert trained.get_pipe("ner").labels == ("ORG",)


def test_displacy_shows_regions_and_escapes_everything():
    document = Document(
        "<script>alert(1)</script> Đảng", id="<b>", entities=(Entity("e1", 26, 30, "ORG", "Đảng", {}, "x"),)
    )
    page = io.BytesIO()
    write_page([document], page, Counter())
    shown = page.getvalue().decode()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "ORG" in shown


def test_the_component_annotates_and_widens_nothing():
    nlp = spacy.blank("xx")
    nlp.add_pipe("vnpolnlp")
    doc = nlp("📌 Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình chống “lợi ích nhóm”.")
    assert [(one.label_, one.text) for one in doc.ents] == [
        ("ROLE", "Bí thư"), ("ORG", "Tỉnh ủy Kiên Giang"), ("PER", "Đỗ Thanh Bình"),
    ]  # fmt: skip
    assert {one.label_ for one in doc.spans["sc"]} == {"ROLE", "ORG", "PER", "Q_term", "TERM"}
    assert doc._.vnpolnlp.quotes[0].text == "lợi ích nhóm"
    glued = spacy.tokens.Doc(nlp.vocab, words=["Bí thư Tỉnh", "ủy Kiên Giang"])
    assert (nlp.get_pipe("vnpolnlp")(glued).ents, len(glued._.vnpolnlp.entities)) == ((), 2)
