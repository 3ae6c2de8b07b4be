"""CWB, TEI and Prodigy, which have no way back: what is in them, in which order, and what is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from documents import documents
from hypothesis import given, settings

from vnpolnlp.document import Document, Entity, Quote, Relation, Sentence, Term, Token, Tokens
from vnpolnlp.formats import prodigy, tei, vrt
from vnpolnlp.formats.copies import copied
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.regions import regions_of

TEXT = "Bí thư Tỉnh ủy nói: “Chống ‘lợi ích’ & <x>”.\n\nHọp."
DOCUMENT = Document(
    TEXT,
    id="tin/một.txt",
    sentences=(Sentence(0, 44), Sentence(46, 50)),
    entities=(
        Entity("e1", 0, 6, "ROLE", "Bí thư", {"body": 'Tỉnh "ủy"'}, "x"),
        Entity("e2", 7, 14, "ORG", "Tỉnh ủy", {}, "x"),
    ),
    quotes=(
        Quote("q1", 21, 42, "Chống ‘lợi ích’ & <x>", "speech", False, None, None, "x"),
        Quote("q2", 28, 35, "lợi ích", "term", True, "loi-ich", None, "x"),
    ),
    terms=(Term(28, 35, "loi-ich", True),),
    relations=(Relation("of", "e1", "e2"),),
)
VRT = """\
<text id="tin_mot" doc="tin/một.txt" lang="vi">
<s id="tin_mot_s1" start="0" end="44">
<ne_role id="e1" start="0" end="6" body="Tỉnh &quot;ủy&quot;">
Bí	X	_	|ROLE|	0:2
thư	X	_	|ROLE|	3:6
</ne_role>
<ne_org id="e2" start="7" end="14">
Tỉnh	X	_	|ORG|	7:11
ủy	X	_	|ORG|	12:14
</ne_org>
nói	X	_	|	15:18
:	PUNCT	_	|	18:19
“	PUNCT	_	|	20:21
<q_speech id="q1" start="21" end="42">
Chống	X	_	|Q_speech|	21:26
‘	PUNCT	_	|Q_speech|	27:28
<q_term id="q2" start="28" end="35" political="yes" term="loi-ich">
<term id="t1" start="28" end="35" term="loi-ich" quoted="yes">
lợi	X	_	|Q_speech|Q_term|TERM|	28:31
ích	X	_	|Q_speech|Q_term|TERM|	32:35
</term>
</q_term>
’	PUNCT	_	|Q_speech|	35:36
&amp;	PUNCT	_	|Q_speech|	37:38
&lt;	SYM	_	|Q_speech|	39:40
x	X	_	|Q_speech|	40:41
&gt;	SYM	_	|Q_speech|	41:42
</q_speech>
”	PUNCT	_	|	42:43
.	PUNCT	_	|	43:44
</s>
<s id="tin_mot_s2" start="46" end="50">
Họp	X	_	|	46:49
.	PUNCT	_	|	49:50
</s>
</text>
"""


def written(write, *documents, **options):
    file = BytesIO()
    lost = Counter()
    write(documents, file, lost, **options)
    return file.getvalue().decode(), +lost


def quote(id, start, end, kind="term"):
    return Quote(id, start, end, TEXT[start:end], kind, False, None, None, "x")


def test_vertical_text_has_a_word_a_line_and_tags_around_regions():
    assert written(vrt.write, DOCUMENT) == (VRT, {"relations": 1})


@pytest.mark.parametrize(
    ("quotes", "lost"),
    [
        pytest.param(
            [quote("a", 0, 14), quote("b", 7, 18)], {"Q_term that cross or are deep inside others": 1}, id="cross"
        ),
        pytest.param([quote("a", 0, 14), quote("b", 7, 18, "title")], {}, id="cross with another label"),
        pytest.param([quote("a", 0, 14), quote("b", 7, 14)], {}, id="nested"),
        pytest.param(
            [quote("a", 0, 18), quote("b", 0, 14), quote("c", 7, 14)],
            {"Q_term that cross or are deep inside others": 1},
            id="too deep",
        ),
        pytest.param([quote("a", 0, 6), quote("b", 7, 14)], {}, id="side by side"),
    ],
)
def test_regions_of_one_label_that_end_tags_cannot_tell_apart_are_counted(quotes, lost):
    document = Document(TEXT, id="a", quotes=tuple(quotes))
    lines, counted = written(vrt.write, document)
    assert counted == lost
    assert lines.count("<q_") == len(quotes) - sum(lost.values())


@pytest.mark.parametrize(("joiner", "word"), [("_", "nông_thôn"), (" ", "nông thôn")])
def test_the_blanks_of_a_word_are_joined_or_kept(joiner, word):
    document = Document("nông thôn", id="a", tokens=Tokens.of([Token(0, 9, "NOUN", "N")]))
    assert f"{word}\tNOUN\tN\t|\t0:9\n" in written(vrt.write, document, joiner=joiner)[0]


@settings(max_examples=40)
@given(documents())
def test_vertical_text_has_every_character_once_and_tags_that_close(document):
    lines = written(vrt.write, document)[0].split("\n")
    copy = copied(document, vrt.NEEDS, Counter())
    rows = [line.split("\t") for line in lines if "\t" in line]
    spans = [tuple(map(int, row[4].split(":"))) for row in rows]
    assert all(len(row) == 5 for row in rows)
    assert "".join(copy.text[start:end] for start, end in spans if not copy.text[start:end].isspace()) == re.sub(
        r"\s", "", copy.text
    ) or any(" " in copy.text[start:end] for start, end in spans)
    assert all(before <= start for (_, before), (start, _) in pairwise(spans))
    tags = Counter(re.match(r"</?([a-z_]+)", line)[1] for line in lines if line.startswith("<") and "\t" not in line)
    assert all(count % 2 == 0 for count in tags.values())


def test_vertical_text_has_no_documents_without_a_word():
    assert written(vrt.write, Document("", id="a")) == ("", {"documents without a word": 1})


NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_tei_points_from_spans_to_words_and_to_their_features():
    content, lost = written(tei.write, DOCUMENT)
    assert lost == {}
    assert '<w xml:id="tin_mot.w1" pos="X">Bí</w> <w xml:id="tin_mot.w2" pos="X">thư</w>' in content
    assert (
        '<span xml:id="tin_mot.a1" from="#tin_mot.w1" to="#tin_mot.w2" type="ROLE" ana="#tin_mot.a1.f">Bí thư</span>'
        in content
    )
    assert '<fs xml:id="tin_mot.a1.f"><f name="body"><string>Tỉnh "ủy"</string></f></fs>' in content
    assert '<link type="of" target="#tin_mot.a1 #tin_mot.a2"/>' in content
    assert content.count("<ab>") == content.count("<s>") == 2


@settings(max_examples=40)
@given(documents())
def test_tei_is_xml_whose_pointers_all_resolve_and_whose_words_are_those_of_the_spans(document):
    root = ElementTree.fromstring(written(tei.write, document, Document("", id="b"))[0])
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.]*", id) for id in ids)
    first = root.find(f"{NAMESPACE}TEI")
    words = [word for word in first.iter() if word.tag in (f"{NAMESPACE}w", f"{NAMESPACE}pc")]
    order = {word.get(XML_ID): number for number, word in enumerate(words)}
    copy = copied(document, tei.NEEDS, Counter())
    for span, region in zip(first.iter(f"{NAMESPACE}span"), regions_of(copy), strict=True):
        start, end = (order[span.get(end)[1:]] for end in ("from", "to"))
        surface = "".join(word.text for word in words[start : end + 1])
        assert re.sub(r"\s", "", surface) == re.sub(r"\s", "", copy.text[region.start : region.end])
    pointers = [
        target[1:]
        for element in root.iter()
        for name in ("target", "ana")
        for target in (element.get(name) or "").split()
    ]
    assert set(pointers) <= set(ids)


def test_a_task_of_prodigy_has_inclusive_token_ends():
    task = json.loads(written(prodigy.write, DOCUMENT)[0])
    assert task["text"] == TEXT
    assert task["tokens"][1] == {"text": "thư", "start": 3, "end": 6, "id": 1, "ws": True}
    span = task["spans"][0]
    assert (span["id"], span["start"], span["end"], span["token_start"], span["token_end"]) == ("e1", 0, 6, 0, 1)
    assert (span["label"], span["attrs"]) == ("ROLE", {"body": 'Tỉnh "ủy"'})
    (relation,) = task["relations"]
    assert (relation["head"], relation["child"], relation["label"]) == (1, 3, "of")
    assert task["meta"] == {"doc_id": "tin/một.txt"}


@settings(max_examples=40)
@given(documents())
def test_tokens_and_spans_of_a_task_fit_its_text(document):
    task = prodigy.to_task(document)
    tokens = task["tokens"]
    assert [document.text[token["start"] : token["end"]] for token in tokens] == [token["text"] for token in tokens]
    edges = [
        (task["tokens"][span["token_start"]]["start"], task["tokens"][span["token_end"]]["end"])
        for span in task["spans"]
    ]
    assert edges == [(span["start"], span["end"]) for span in task["spans"]]


def test_the_command_told_and_on_the_page_declares_every_attribute_that_is_written(tmp_path):
    page = Path(__file__).parents[2].joinpath("docs", "formats", "vrt.md").read_text(encoding="utf-8")
    command = vrt.encode_command("corpora.vrt", "DATA", "REGISTRY/corpora")
    assert command in page
    report = export("vrt", [DOCUMENT], tmp_path / "corpora.vrt")
    assert f"next:\n{vrt.encode_command(str(tmp_path / 'corpora.vrt'), 'DATA', 'REGISTRY/corpora')}" in report.summary()
    declared = dict(re.findall(r"-S (\w+):\d\+(\S+)", command))
    for name, attributes in re.findall(r"^<(\w+)((?: \w+=\"[^\"]*\")*)>$", VRT, re.MULTILINE):
        assert set(re.findall(r" (\w+)=", attributes)) <= set(declared[name].split("+"))
