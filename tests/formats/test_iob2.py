"""IOB2 columns: what is kept and what is counted, offsets rebuilt with and without the text, and files of others."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from documents import documents
from hypothesis import given, settings
from trips import annotated, only, streamed

from vnpolnlp.document import Document, Entity, Quote, Relation, Sentence, Term, Token, Tokens
from vnpolnlp.errors import InputError
from vnpolnlp.formats import iob2

TEXT = "Tỉnh ủy họp.\nÔng nói: “Chống ‘lợi ích’ ngay. Làm đi.”"
DOCUMENT = Document(
    TEXT,
    id="a.txt",
    sentences=(Sentence(0, 12), Sentence(13, 44), Sentence(45, 53)),
    tokens=Tokens.of([Token(0, 7, "NOUN", "N"), Token(8, 11, "VERB", "V"), Token(11, 12, "PUNCT", "CH")]),
    entities=(Entity("e1", 0, 7, "ORG", "Tỉnh ủy", {}, "x"),),
)
LINES = """\
-DOCSTART- -X- a.txt O

Tỉnh_ủy NOUN O B-ORG
họp VERB O O
. PUNCT O O

"""


def written(*documents):
    file = BytesIO()
    lost = Counter()
    iob2.write(documents, file, lost)
    return file.getvalue().decode(), lost


def read(tmp_path, lines, texts=None):
    path = tmp_path / "x.txt"
    path.write_text(lines, encoding="utf-8", newline="")
    return list(iob2.read(path, (texts or {}).get))


def spans(document):
    return [(span.start, span.end, span.text) for span in (*document.entities, *document.quotes)]


def quote(start, end, kind="term"):
    return Quote("q1", start, end, TEXT[start:end], kind, False, None, None, "x")


def test_syllables_of_a_word_are_joined_and_documents_begin_with_their_id():
    assert written(replace(DOCUMENT, text=TEXT[:12], sentences=()))[0] == LINES


@pytest.mark.parametrize(
    ("layers", "lost"),
    [
        pytest.param({"quotes": (quote(30, 37),)}, {}, id="a quote in a sentence"),
        pytest.param({"quotes": (quote(23, 43, "speech"), quote(30, 37))}, {"nested quotes": 1}, id="nested"),
        pytest.param({"quotes": (quote(23, 52, "speech"),)}, {"quotes of more than one sentence": 1}, id="longer"),
        pytest.param({"terms": (Term(30, 37, "loi-ich", True),)}, {"terms": 1}, id="terms"),
        pytest.param({"relations": (Relation("of", "e1", "e1"),)}, {"relations": 1}, id="relations"),
        pytest.param(
            {"entities": (Entity("e1", 0, 7, "LOC", "Tỉnh ủy", {"place": "01"}, "x"),)},
            {"attributes of entities": 1},
            id="attributes",
        ),
    ],
)
def test_what_a_flat_format_cannot_say_is_counted(layers, lost):
    assert written(DOCUMENT.with_layers(**layers))[1] == lost


def test_quotes_stand_in_the_place_of_chunks():
    lines = written(DOCUMENT.with_layers(quotes=(quote(30, 37),)))[0]
    assert "lợi X B-term O\ních X I-term O\n" in lines


@settings(max_examples=60)
@given(document=documents())
def test_entities_come_back_onto_the_text(tmp_path_factory, document):
    path = tmp_path_factory.mktemp("iob2") / "x"
    copy = annotated(document, iob2.NEEDS)
    streamed(iob2.write, [document])(path)
    back = only(list(iob2.read(path, lambda id: copy.text)))
    assert back.text == copy.text
    assert back.entities == tuple(replace(entity, attrs={}) for entity in copy.entities)
    outer = [quote for quote in copy.quotes if quote.text in [other.text for other in back.quotes]]
    assert len(back.quotes) <= len(copy.quotes)
    assert len(outer) >= len(back.quotes)


@settings(max_examples=40)
@given(document=documents())
def test_without_the_text_tokens_are_joined_by_blanks_and_offsets_fit_that(tmp_path_factory, document):
    path = tmp_path_factory.mktemp("iob2") / "x"
    streamed(iob2.write, [document])(path)
    back = only(list(iob2.read(path, lambda id: None)))
    squeezed = [entity.text.replace("_", " ").split() for entity in annotated(document, iob2.NEEDS).entities]
    assert ["".join(entity.text.replace("_", " ").split()) for entity in back.entities] == [
        "".join(s) for s in squeezed
    ]


def test_the_text_may_have_other_white_space_and_letters_composed_otherwise(tmp_path):
    lines = unicodedata.normalize("NFD", LINES)
    document = only(read(tmp_path, lines, {"a.txt": "  Tỉnh\n ủy  họp . "}))
    assert spans(document) == [(2, 10, "Tỉnh\n ủy")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("Tỉnh_ủy\tB-ORG\nhọp\tO\n.\tO\n", id="two columns and tabs"),
        pytest.param("Tỉnh B-ORG\r\nủy I-ORG\r\nhọp O\r\n. O\r\n", id="syllables and CRLF"),
        pytest.param("-DOCSTART- -X- -X- O\n\nTỉnh_ủy N B-NP B-ORG\nhọp V B-VP O\n. CH O O\n", id="syntactic chunks"),
        pytest.param("-DOCSTART-\tO\n\nTỉnh_ủy\tB-ORG\nhọp\tO\n.\tO", id="no last line end"),
    ],
)
def test_files_of_others_are_read_with_names_of_their_own(tmp_path, lines):
    document = only(read(tmp_path, lines))
    assert (document.id, document.text) == ("x-1", "Tỉnh ủy họp .\n")
    assert spans(document) == [(0, 7, "Tỉnh ủy")]


def test_a_token_that_looks_like_the_beginning_of_a_document_is_one():
    document = Document("-DOCSTART- O", id="a")
    lines = written(document)[0].split("\n")
    assert [tagged.id for tagged in iob2.read_columns(lines, "x")] == ["a"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("B-ORG", "B-LOC", [("LOC", 0, 7)], id="relabelled"),
        pytest.param("O B-ORG", "O O", [], id="removed"),
        pytest.param("VERB O O", "VERB O I-ORG", [("ORG", 0, 11)], id="longer"),
        pytest.param("VERB O O", "VERB O B-EVENT", [("ORG", 0, 7), ("EVENT", 8, 11)], id="added"),
    ],
)
def test_an_edit_comes_back_as_that_edit(tmp_path, old, new, expected):
    document = only(read(tmp_path, LINES.replace(old, new), {"a.txt": TEXT[:12]}))
    assert [(entity.label, entity.start, entity.end) for entity in document.entities] == expected


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("VERB O O", "VERB O I-LOC", "line 4: the tag 'I-LOC' goes on nothing", id="I after another"),
        pytest.param("VERB O O", "VERB O S-LOC", "line 4: the tag 'S-LOC' goes on nothing", id="another scheme"),
        pytest.param("VERB O O", "VERB O B-MISC", "line 4: no label is called 'MISC'", id="unknown label"),
        pytest.param("họp VERB O O", "họp", "line 4: no tag beside the token 'họp'", id="no tag"),
    ],
)
def test_what_does_not_fit_is_left_out_and_named_and_the_rest_taken(tmp_path, old, new, message):
    (found,) = read(tmp_path, LINES.replace(old, new), {"a.txt": TEXT[:12]})
    assert [message in problem for problem in found.problems] == [True]
    assert spans(found.document) == [(0, 7, "Tỉnh ủy")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "Tỉnh ủy hop.",
            "line 4: the token 'họp' is not what the text has at offset 9, near 'op.'; left out",
            id="a letter",
        ),
        pytest.param(
            "Tỉnh ủy họp. Rồi.",
            "the text goes on after the last token, at offset 12, near ' Rồi.'; left out",
            id="more text",
        ),
        pytest.param(
            "Tỉnh ủy", "line 4: the token 'họp' is not what the text has at offset 7, near ''; left out", id="less text"
        ),
    ],
)
def test_tokens_that_are_not_those_of_the_text_are_not_guessed_onto_it(tmp_path, text, message):
    (found,) = read(tmp_path, LINES, {"a.txt": text})
    assert (found.document, found.problems) == (None, (message,))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="cannot read"):
        list(iob2.read(path, lambda id: None))


def test_seqeval_and_nervaluate_read_it():
    seqeval = pytest.importorskip("seqeval.metrics", reason="seqeval is not installed: pip install seqeval")
    evaluator = pytest.importorskip("nervaluate", reason="nervaluate is not installed: pip install nervaluate")
    lines = written(DOCUMENT.with_layers(quotes=(quote(30, 37),)))[0]
    blocks = [block.split("\n") for block in lines.strip().split("\n\n")[1:]]
    tags = [[line.split(" ")[-1] for line in block] for block in blocks]
    assert seqeval.f1_score(tags, tags, mode="strict") == 1
    found = evaluator.Evaluator(tags, tags, tags=["ORG"], loader="list").evaluate()
    assert found["overall"]["strict"].correct == 1


def test_offsets_in_messages_are_those_of_the_untouched_text(tmp_path):
    text = unicodedata.normalize("NFD", "Tỉnh ủy") + " hop."
    (found,) = read(tmp_path, LINES, {"a.txt": text})
    assert f"at offset {text.index('op')}, near 'op.'" in found.problems[0]


def test_an_unknown_kind_of_quote_is_named_and_the_others_taken(tmp_path):
    lines = written(DOCUMENT.with_layers(quotes=(quote(30, 37),)))[0]
    (found,) = read(tmp_path, lines.replace("nói X O", "nói X B-joke"), {"a.txt": TEXT})
    assert ["no label is called 'Q_joke'" in problem for problem in found.problems] == [True]
    assert (30, 37, "lợi ích") in spans(found.document)
