"""CoNLL-U and CoNLL-U Plus: what is in the file, the way back, the tools that read it, and damaged files."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from documents import documents
from hypothesis import given, settings
from trips import only, read_back, streamed

from vnpolnlp.codec import check
from vnpolnlp.document import Document, Entity, MadeBy, Quote, Relation, Sentence, Term, Token, Tokens, Zone
from vnpolnlp.errors import InputError
from vnpolnlp.formats import conllu
from vnpolnlp.formats.copies import copied

WORDS = [
    Token(0, 1, "SYM", "CH"),
    Token(2, 9, "NOUN", "N"),
    Token(10, 13, "VERB", "V"),
    Token(13, 14, "PUNCT", "CH"),
    Token(16, 19, "NOUN", "N"),
    Token(20, 23, "VERB", "V"),
    Token(23, 24, "PUNCT", "CH"),
    Token(25, 26, "PUNCT", "CH"),
    Token(26, 33, "NOUN", "N"),
    Token(33, 34, "PUNCT", "CH"),
]
DOCUMENT = Document(
    "📌 Tỉnh ủy họp.\n\nÔng nói: “Bốn tốt”",
    id="tin/một.txt",
    meta={"nguồn": "báo"},
    zones=(Zone(0, 14, "title"), Zone(16, 34, "paragraph")),
    sentences=(Sentence(0, 14), Sentence(16, 34)),
    tokens=Tokens.of(WORDS),
    entities=(Entity("e1", 2, 9, "ORG", "Tỉnh ủy", {}, "names/bodies"),),
    quotes=(Quote("q1", 26, 33, "Bốn tốt", "slogan", True, "bon-tot", "Ông", "quotes/lexicon"),),
    terms=(Term(26, 29, "bon", False),),
    relations=(Relation("of", "e1", "e1"),),
    made_by=MadeBy("0.1", "default", "sha256:0"),
)
LINES = """\
# newdoc id = tin/một.txt
# text_end = line break added
# meta = {"ngu\\u1ed3n": "b\\u00e1o"}
# made_by = ["0.1", "default", "sha256:0"]
# newpar
# sent_id = tin_mot-s1
# text = 📌 Tỉnh ủy họp.
# zone = title 0:14
# relation = of e1 e1
1	📌	_	SYM	CH	_	0	root	_	TokenRange=0:1
2	Tỉnh ủy	_	NOUN	N	_	1	dep	_	NE=B-ORG|NEInfo=e1;by=names/bodies|TokenRange=2:9
3	họp	_	VERB	V	_	1	dep	_	SpaceAfter=No|TokenRange=10:13
4	.	_	PUNCT	CH	_	1	punct	_	SpacesAfter=\\n\\n|TokenRange=13:14

# newpar
# sent_id = tin_mot-s2
# text = Ông nói: “Bốn tốt”
# zone = paragraph 16:34
1	Ông	_	NOUN	N	_	0	root	_	TokenRange=16:19
2	nói	_	VERB	V	_	1	dep	_	SpaceAfter=No|TokenRange=20:23
3	:	_	PUNCT	CH	_	1	punct	_	TokenRange=23:24
4	“	_	PUNCT	CH	_	1	punct	_	SpaceAfter=No|TokenRange=25:26
5	Bốn	_	NOUN	N	_	1	dep	_	Quote=B-slogan#q1|QuoteInfo=q1;by=quotes/lexicon;political=yes;term=bon-tot;\
speaker=Ông|Term=B-bon|TermInfo=bare|TokenRange=26:29
6	tốt	_	NOUN	N	_	1	dep	_	Quote=I-slogan#q1|SpaceAfter=No|TokenRange=30:33|Word=Part
7	”	_	PUNCT	CH	_	1	punct	_	SpacesAfter=\\n|TokenRange=33:34

"""


def written(*documents, plus=False):
    file = BytesIO()
    lost = Counter()
    conllu.write(documents, file, lost, plus=plus)
    return file.getvalue().decode(), lost


def read(lines, name="x"):
    return list(conllu.read_conllu(lines.split("\n"), name))


def test_a_document_has_its_words_and_all_its_layers():
    assert written(DOCUMENT) == (LINES, {})


@pytest.mark.parametrize("plus", [False, True], ids=["CoNLL-U", "CoNLL-U Plus"])
def test_everything_of_a_record_comes_back(plus):
    assert only(read(written(DOCUMENT, plus=plus)[0])) == DOCUMENT


@pytest.mark.parametrize("plus", [False, True], ids=["CoNLL-U", "CoNLL-U Plus"])
@settings(max_examples=60)
@given(document=documents())
def test_any_document_comes_back(plus, document):
    copy = copied(document, conllu.NEEDS, Counter())
    found = read_back(streamed(lambda *given: conllu.write(*given, plus=plus), [document]), conllu.read)
    if not copy.text.strip():
        assert found == []
        return
    back = only(found)
    assert replace(back, sentences=copy.sentences) == copy
    assert bool(back.sentences) == bool(copy.sentences)


def test_plus_has_our_layers_in_columns_of_their_own():
    lines = written(DOCUMENT, plus=True)[0].split("\n")
    assert lines[0].split(" = ")[1].split() == [*conllu.COLUMNS, "VN:NE", "VN:QUOTE", "VN:TERM"]
    (word,) = [line for line in lines if "\ttốt\t" in line]
    assert word.split("\t")[9:] == ["SpaceAfter=No|TokenRange=30:33|Word=Part", "_", "I-slogan#q1", "_"]


def test_documents_without_a_word_are_counted():
    lines, lost = written(Document("", id="a"), Document(" \n", id="b"), Document("Đảng", id="c"))
    assert [found.id for found in read(lines)] == ["c"]
    assert lost == {"documents without a word": 2}


def test_two_documents_of_the_same_text_stay_two():
    first, second = replace(DOCUMENT, id="a"), replace(DOCUMENT, id="b", entities=(), relations=())
    assert [found.document for found in read(written(first, second)[0])] == [first, second]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("NE=B-ORG|", "NE=B-LOC|", [(2, 9, "LOC")], id="relabelled"),
        pytest.param("NE=B-ORG|NEInfo=e1;by=names/bodies|", "", [], id="removed"),
        pytest.param("1	_	NOUN	_	SpaceAfter", "", [(2, 9, "ORG")], id="untouched"),
        pytest.param(
            "	_	TokenRange=16:19",
            "	_	NE=B-PER|TokenRange=16:19",
            [(2, 9, "ORG"), (16, 19, "PER")],
            id="added",
        ),
        pytest.param(
            "SpaceAfter=No|TokenRange=10", "NE=I-ORG|SpaceAfter=No|TokenRange=10", [(2, 13, "ORG")], id="longer"
        ),
    ],
)
def test_an_edit_comes_back_as_that_edit(old, new, expected):
    without = LINES.replace("# relation = of e1 e1\n", "")
    document = only(read(without.replace(old, new)))
    assert [(entity.start, entity.end, entity.label) for entity in document.entities] == expected
    assert document.quotes == DOCUMENT.quotes


def test_words_are_not_put_together_over_the_bound_of_an_entity_that_was_added():
    edited = LINES.replace("Quote=I-slogan#q1|SpaceAfter", "NE=B-EVENT|Quote=I-slogan#q1|SpaceAfter")
    document = only(read(edited))
    assert [entity.text for entity in document.entities] == ["Tỉnh ủy", "tốt"]
    assert [document.text[token.start : token.end] for token in document.tokens][-3:] == ["Bốn", "tốt", "”"]
    assert check(document) == []


def test_offsets_of_others_may_begin_anywhere_and_documents_have_no_ids():
    block = "1\tHọp\t_\tVERB\t_\t_\t0\troot\t_\tTokenRange={}\n2\trồi\t_\tX\t_\t_\t1\tdep\t_\tTokenRange={}\n\n"
    lines = "# newdoc\n" + block.format("0:3", "4:7") + "# newdoc\n" + block.format("8:11", "12:15")
    assert [(found.id, found.problems, found.document.text) for found in read(lines)] == [
        ("x", (), "Họp rồi "),
        ("x-2", (), "Họp rồi "),
    ]


def test_an_empty_id_comes_back():
    assert [found.id for found in read(written(Document("Đảng", id=""))[0])] == [""]


def test_tags_that_are_not_universal_become_x_and_are_named_once():
    (found,) = read(LINES.replace("	VERB	", "	Vb	"))
    assert found.problems == ("line 12: 'Vb' is no Universal POS tag; X is written for it, and for others",)
    assert [token.pos for token in found.document.tokens].count("X") == 2
    assert check(found.document) == []


def test_a_new_entity_gets_an_id_that_no_other_has():
    document = only(read(LINES.replace("	_	TokenRange=16:19", "	_	NE=B-PER|TokenRange=16:19")))
    assert [entity.id for entity in document.entities] == ["e1", "e2"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("2	Tỉnh ủy", "2	Tỉnh", "line 11: the offsets 2:9 do not fit the text", id="a changed form"),
        pytest.param(
            "SYM	CH	_	0", "SYM	CH	0", "line 10: 9 columns where 10 were to come", id="a lost column"
        ),
        pytest.param("1	Ông", "x	Ông", "line 19: 'x' is no number of a word", id="no number"),
        pytest.param("3	họp	_	VERB", "# _	VERB", "line 13: the offsets 13:14", id="a lost word"),
    ],
)
def test_a_document_whose_text_cannot_be_told_is_not_imported_and_the_next_one_is(old, new, message):
    assert old in LINES
    damaged, sound = read(LINES.replace(old, new) + LINES.replace("tin/một.txt", "b"))
    assert damaged.document is None
    assert message in damaged.problems[0]
    assert sound.document == replace(DOCUMENT, id="b")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("NE=B-ORG", "NE=I-ORG", "line 11: NE=I-ORG goes on nothing that began", id="I without B"),
        pytest.param("NE=B-ORG", "NE=B-CORP", "line 11: no label is called 'CORP'", id="unknown label"),
        pytest.param("B-slogan#q1", "B-joke#q1", "line 23: no label is called 'Q_joke'", id="unknown kind"),
        pytest.param("zone = title", "zone = footer", "line 8: no zone of ours", id="unknown zone"),
        pytest.param("zone = title 0:14", "zone = title 0:99", "zone title 0:99 outside", id="a zone outside"),
        pytest.param("zone = title 0:14", "zone = title", "line 8: no zone of ours", id="half a zone"),
        pytest.param("relation = of e1 e1", "relation = of e1 e9", "line 9: of joins e9, no entity", id="dangling"),
        pytest.param('meta = {"', "meta = {", "line 3: no meta of ours", id="broken meta"),
        pytest.param("B-ORG|", "B-ORG,B-LOC|", "overlaps", id="two entities on a word"),
    ],
)
def test_what_does_not_fit_is_left_out_and_named_and_the_rest_taken(old, new, message):
    assert old in LINES
    (found,) = read(LINES.replace(old, new))
    assert any(message in problem for problem in found.problems)
    assert found.document is not None
    assert found.document.text == DOCUMENT.text
    assert found.document.terms == DOCUMENT.terms


def test_a_file_of_others_is_read_with_ranges_empty_nodes_and_default_spaces():
    lines = (
        "# sent_id = 1\n1-2\tdámelo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tda\tdar\tVERB\tV\t_\t0\troot\t_\t_\n"
        "2\tmelo\t_\tPRON\tP\t_\t1\tobj\t_\t_\n2.1\tnada\t_\t_\t_\t_\t_\t_\t_\t_\n3\t.\t_\tPUNCT\t_\t_\t1\tpunct\t_\t_\n"
    )
    document = only(read(lines, "tệp"))
    assert (document.id, document.text) == ("tệp", "dámelo. ")
    assert [(token.start, token.end, token.pos) for token in document.tokens] == [(0, 6, "X"), (6, 7, "PUNCT")]


@pytest.mark.parametrize("content", [b"\xff\xfe1\t", b"\x80"], ids=["UTF-16", "no UTF-8"])
def test_a_file_that_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "x.conllu"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot read .*x\.conllu"):
        list(conllu.read(path))


HOSTILE = {
    "emoji": DOCUMENT,
    "no end": replace(DOCUMENT, id="b"),
    "NFD": Document(unicodedata.normalize("NFD", "Tỉnh ủy họp ở Huế"), id="nfd"),
    "NFD value": Document(
        "Huế", id="v", entities=(Entity("e1", 0, 3, "LOC", "Huế", {"place": unicodedata.normalize("NFD", "ế")}, "x"),)
    ),
    "CRLF": Document("Một.\r\nHai.\r\n", id="crlf"),
    "odd spaces": Document("\ufeff Một\u00a0\u00a0hai\u2028ba\x0b\tbốn  năm", id="spaces"),
    "marks": Document("_ # | = \\n %41 \u200b 👨\u200d👩\u200d👧", id="a b%20 c"),
}


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_the_validator_of_universal_dependencies_accepts_it(tmp_path, level):
    pytest.importorskip("udtools", reason="the validator is not installed: pip install udtools")
    path = tmp_path / "x.conllu"
    path.write_text(written(*HOSTILE.values())[0], encoding="utf-8", newline="")
    command = [str(Path(sys.executable).with_name("udvalidate")), "--lang", "vi", "--level", level, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_udapi_writes_it_back_as_it_was():
    pytest.importorskip("udapi", reason="udapi is not installed: pip install udapi")
    lines = written(*HOSTILE.values())[0]
    command = [sys.executable, str(Path(sys.executable).with_name("udapy")), "-q", "-s"]
    found = subprocess.run(command, input=lines.encode(), capture_output=True, check=False)
    assert found.stdout.decode() == lines, found.stderr.decode()


@pytest.mark.parametrize("plus", [False, True], ids=["CoNLL-U", "CoNLL-U Plus"])
def test_the_conllu_library_sees_the_same_words(plus):
    library = pytest.importorskip("conllu", reason="conllu is not installed: pip install conllu")
    sentences = library.parse(written(DOCUMENT, plus=plus)[0])
    assert [word["form"] for sentence in sentences for word in sentence][:4] == ["📌", "Tỉnh ủy", "họp", "."]
    assert sentences[1].metadata["text"] == "Ông nói: “Bốn tốt”"
