import json
from dataclasses import replace
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.codec import check, decode, dumps, encode, loads, schema
from vnpolnlp.document import (
    ATTRIBUTES,
    LABELS,
    QUOTE_KINDS,
    UPOS,
    ZONE_KINDS,
    Document,
    Entity,
    MadeBy,
    Quote,
    Relation,
    RelationLabel,
    Sentence,
    Term,
    Token,
    Tokens,
    Zone,
)
from vnpolnlp.errors import RecordError

TEXT = "Nghị quyết số 21-NQ/TW ngày 16/6/2022 chống “tự diễn biến”. 📌"
DOC = Document(
    TEXT,
    id="a.txt",
    meta={"year": 2022, "tags": ["x", None], "ratio": 0.1},
    zones=(Zone(0, 61, "paragraph"),),
    sentences=(Sentence(0, 59),),
    tokens=Tokens([0, 11, 14], [10, 13, 22], ["NOUN", "NOUN", "NUM"], ["N", "N", "M"]),
    entities=(
        Entity("e1", 0, 22, "RESOLUTION", "Nghị quyết số 21-NQ/TW", {"number": "21-NQ/TW"}, "documents/numbered"),
        Entity("e2", 23, 37, "DATE", "ngày 16/6/2022", {"value": "2022-06-16"}, "dates/grammar"),
    ),
    quotes=(Quote("q1", 45, 57, "tự diễn biến", "term", True, "tu-dien-bien", None, "quotes/lexicon"),),
    terms=(Term(45, 57, "tu-dien-bien", True),),
    relations=(Relation("dated", "e1", "e2"),),
    made_by=MadeBy("0.1.0", "default", "sha256:0"),
)


def record(**changes: Any) -> dict[str, Any]:
    return {**DOC.to_dict(), **changes}


# encode and decode


def test_a_full_document_comes_back_equal():
    assert decode(encode(DOC)) == DOC


def test_a_record_is_one_line_of_readable_utf8_in_the_order_of_the_schema():
    line = encode(DOC)
    assert b"\n" not in line
    assert "tự diễn biến".encode() in line
    assert list(json.loads(line)) == list(schema()["properties"]) == list(DOC.to_dict())


def test_what_is_encoded_is_to_dict():
    assert json.loads(encode(DOC)) == DOC.to_dict()


def test_layers_may_be_left_out():
    assert decode(b'{"schema":"vnpolnlp/1","id":"a","text":"x"}') == Document("x", id="a")


def test_unknown_fields_are_ignored():
    layers = {"sentences": [{"start": 0, "end": 1, "new": 1}]}
    line = json.dumps({"schema": "vnpolnlp/1", "id": "a", "text": "x", "new": [], **layers})
    assert decode(line) == Document("x", id="a", sentences=(Sentence(0, 1),))


def test_a_surrogate_pair_in_an_escape_is_one_character():
    assert decode(r'{"schema":"vnpolnlp/1","id":"a","text":"\ud83d\udccc"}').text == "📌"


WRONG_LINES = {
    "no JSON": (b"x", "malformed"),
    "cut off": (b'{"schema":"vnpolnlp/1"', "truncated"),
    "empty": (b"", "truncated"),
    "no object": (b"[]", "record: Expected `object`"),
    "null": (b"null", "record: Expected `object`"),
    "two objects": (encode(DOC) * 2, "trailing"),
    "not UTF-8": (b'{"schema":"vnpolnlp/1","id":"a","text":"\xe1"}', "UTF-8"),
    "no schema": (b'{"id":"a","text":"x"}', "`schema`"),
    "newer schema": (dumps(record(schema="vnpolnlp/2")), "schema: Invalid enum value 'vnpolnlp/2'; this version"),
    "no text": (b'{"schema":"vnpolnlp/1","id":"a"}', "`text`"),
    "text is a number": (dumps(record(text=1)), "text: Expected `str`"),
    "id is a number": (dumps(record(id=1)), "id: Expected `str`"),
    "meta is a list": (dumps(record(meta=[])), "meta: Expected `object`"),
    "start is a string": (dumps(record(sentences=[{"start": "0", "end": 1}])), "sentences[0].start: Expected `int`"),
    "start is a fraction": (dumps(record(terms=[{"start": 0.5}])), "terms[0].start: Expected `int`"),
    "no end": (dumps(record(sentences=[{"start": 0}])), "sentences[0]: Object missing required field `end`"),
    "unknown label": (
        dumps(record(entities=[{"id": "e", "start": 0, "end": 1, "label": "MISC"}])), "entities[0].label"),
    "unknown kind of zone": (dumps(record(zones=[{"start": 0, "end": 1, "kind": "x"}])), "zones[0].kind"),
    "attribute is a number": (
        dumps(record(entities=[{"id": "e", "start": 0, "end": 1, "label": "LOC", "text": "", "attrs": {"place": 1}}])),
        "entities[0].attrs[...]: Expected `str`",
    ),
    "high surrogate alone": (rb'{"schema":"vnpolnlp/1","id":"a","text":"\ud800"}', "\\ud800 at byte 40 is half"),
    "high surrogate inside": (rb'{"schema":"vnpolnlp/1","id":"a","text":"\\\uD83D b \u1ea1"}', "\\uD83D at byte 42"),
    "low surrogate alone": (rb'{"schema":"vnpolnlp/1","id":"a","text":"\udc00"}', "\\udc00 at byte 40 is half"),
    "low surrogate after a pair": (
        rb'{"schema":"vnpolnlp/1","id":"a","text":"\ud83d\udccc\udccc"}', "\\udccc at byte 52 is half"),
    "cut off after a pair": (rb'{"schema":"vnpolnlp/1","id":"a","text":"\ud83d\udccc', "truncated"),
    "cut off after an escaped backslash": (rb'{"schema":"vnpolnlp/1","id":"a","text":"\\ud83d', "truncated"),
    "deeply nested": (b'{"meta":{"a":' + b"[" * 100_000, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "message"), WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_a_wrong_line_is_told_with_its_place(line, message):
    with pytest.raises(RecordError) as caught:
        decode(line)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [Document("a\ud800b"), Document("a", id="\udcff"), Document("a", meta={"x": ["\udfff"]})],
    ids=["text", "id", "meta"],
)
def test_half_a_surrogate_pair_cannot_be_encoded(document):
    with pytest.raises(RecordError, match="half a surrogate pair"):
        encode(document)


@pytest.mark.parametrize(
    "meta", [{"x": object()}, {"x": np.int64(1)}, {(1, 2): 3}], ids=["object", "numpy integer", "tuple as a key"]
)
def test_meta_that_is_not_json_cannot_be_encoded(meta):
    with pytest.raises(RecordError, match="cannot be written as JSON"):
        encode(Document("a", meta=meta))


def test_loads_reads_any_json():
    assert loads(b'[1,"\xc4\x90"]') == [1, "Đ"]


strings = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
offsets = st.integers(min_value=0, max_value=2**62)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | strings
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def layer(*args: st.SearchStrategy[Any], of: type) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.builds(of, *args), max_size=4).map(tuple)


documents = st.builds(
    Document,
    strings,
    id=strings,
    meta=st.dictionaries(strings, plain, max_size=3),
    zones=layer(offsets, offsets, st.sampled_from(ZONE_KINDS), of=Zone),
    sentences=layer(offsets, offsets, of=Sentence),
    tokens=layer(offsets, offsets, strings, strings, of=Token).map(Tokens.of),
    entities=layer(
        strings, offsets, offsets, st.sampled_from(LABELS), strings, st.dictionaries(strings, strings), strings,
        of=Entity,
    ),
    quotes=layer(
        strings, offsets, offsets, strings, st.sampled_from(QUOTE_KINDS), st.booleans(), st.none() | strings,
        st.none() | strings, strings, of=Quote,
    ),
    terms=layer(offsets, offsets, strings, st.booleans(), of=Term),
    relations=layer(st.sampled_from(get_args(RelationLabel)), strings, strings, of=Relation),
    made_by=st.none() | st.builds(MadeBy, strings, strings, strings),
)  # fmt: skip


@given(documents)
def test_any_document_comes_back_equal(document):
    assert decode(encode(document)) == document


@given(documents)
def test_a_record_is_the_plain_document_as_json(document):
    assert encode(document) == dumps(document.to_dict())


@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_a_record_error(line):
    try:
        found = decode(line)
    except RecordError as error:
        found = error
    assert isinstance(found, Document | RecordError)


# schema

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_a_json_schema_and_a_full_record_keeps_it():
    VALIDATOR.check_schema(schema())
    VALIDATOR.validate(DOC.to_dict())


@given(documents.map(lambda d: replace(d, entities=(), tokens=Tokens())))
def test_every_encoded_document_keeps_the_schema(document):
    assert list(VALIDATOR.iter_errors(json.loads(encode(document)))) == []


def test_the_schema_names_the_values_of_the_model():
    parts = schema()["$defs"]
    assert set(parts["Entity"]["properties"]["label"]["enum"]) == set(LABELS)
    assert set(parts["Quote"]["properties"]["kind"]["enum"]) == set(QUOTE_KINDS)
    assert set(parts["Zone"]["properties"]["kind"]["enum"]) == set(ZONE_KINDS)
    assert set(parts["Relation"]["properties"]["label"]["enum"]) == set(get_args(RelationLabel))
    assert set(parts["Token"]["properties"]["pos"]["enum"]) == set(UPOS)


def entity(label: str, attrs: dict[str, str]) -> dict[str, Any]:
    return {"id": "e1", "start": 0, "end": 4, "label": label, "text": "Nghị", "attrs": attrs, "by": "test"}


@pytest.mark.parametrize("label", LABELS)
def test_the_schema_takes_the_attributes_of_a_label(label):
    VALIDATOR.validate(record(entities=[entity(label, dict.fromkeys(ATTRIBUTES[label], "x"))]))


AGAINST_SCHEMA = {
    "another schema": record(schema="vnpolnlp/2"),
    "no text": {"schema": "vnpolnlp/1", "id": "a"},
    "negative start": record(sentences=[{"start": -1, "end": 2}]),
    "start is a string": record(terms=[{"start": "0", "end": 2, "term": "x", "quoted": True}]),
    "unknown label": record(entities=[entity("MISC", {})]),
    "attribute of another label": record(entities=[entity("PER", {"number": "1"})]),
    "attribute is a number": record(entities=[entity("LOC", {"place": 1})]),
    "unknown part of speech": record(tokens=[{"start": 0, "end": 2, "pos": "N", "tag": "N"}]),
    "unknown relation": record(relations=[{"label": "knows", "head": "e1", "tail": "e2"}]),
    "political is a number": record(quotes=[{**DOC.to_dict()["quotes"][0], "political": 1}]),
}


@pytest.mark.parametrize("wrong", AGAINST_SCHEMA.values(), ids=AGAINST_SCHEMA.keys())
def test_the_schema_refuses(wrong):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(wrong)


# check


def quote(start: int, end: int, text: str, id: str = "q1") -> Quote:
    return Quote(id, start, end, text, "speech", False, None, None, "test")


def marked(text: str, *spans: str, entities: tuple[str, ...] = ()) -> Document:
    """A document with the given substrings as quotes and entities."""
    return Document(
        text,
        quotes=tuple(quote(text.index(s), text.index(s) + len(s), s, f"q{n}") for n, s in enumerate(spans)),
        entities=tuple(
            Entity(f"e{n}", text.index(s), text.index(s) + len(s), "PER", s, {}, "test") for n, s in enumerate(entities)
        ),
    )


RIGHT = {
    "a full document": DOC,
    "an empty document": Document(""),
    "nothing found": Document("Một."),
    "a nickname in marks ends a name": marked("ông Vũ “nhôm” nói", entities=("Vũ “nhôm”",)),
    "a name begins with marks": marked("“Tám” Tàng", entities=("“Tám” Tàng",)),
    "a quotation begins a quotation": marked("‘“tín dụng đen” lan rộng’", "“tín dụng đen” lan rộng", "tín dụng đen"),
    "an apostrophe beside a quotation": marked("“người H’Mông nói “vâng””", "người H’Mông nói “vâng”"),
    "a quotation ends a quotation": marked("“phải chống 'lợi ích nhóm'”", "phải chống 'lợi ích nhóm'", "lợi ích nhóm"),
    "a quotation is all of a quotation": marked("“'abc'”", "'abc'", "abc"),
    "a straight pair at each end": marked('“"A" và "B"”', '"A" và "B"'),
    "a measure in inches": marked("“màn hình 32\"”", "màn hình 32\""),
    "crossing quotes": marked("“a b c”", "a b", "b c"),
    "a quote over an entity": marked("“ông A nói”", "ông A nói", entities=("A",)),
    "a token on an entity's boundary": Document(
        "Đảng tạo", tokens=Tokens([0, 5], [4, 8], ["NOUN"] * 2, ["N"] * 2),
        entities=(Entity("e1", 0, 4, "ORG", "Đảng", {}, "test"),),
    ),
    "tokens inside an entity": Document(
        "Tỉnh ủy", tokens=Tokens([0, 5], [4, 7], ["NOUN"] * 2, ["N"] * 2),
        entities=(Entity("e1", 0, 7, "ORG", "Tỉnh ủy", {}, "test"),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("document", RIGHT.values(), ids=RIGHT.keys())
def test_check_finds_nothing_wrong(document):
    assert check(document) == []


E1, E2 = DOC.entities
Q1 = DOC.quotes[0]
LENGTH = len(TEXT)
WRONG = {
    "entity beyond the text": (
        replace(DOC, entities=(E1, replace(E2, end=LENGTH + 1))), f"entities[1] at 23:{LENGTH + 1}: outside"),
    "entity before the text": (replace(DOC, entities=(replace(E1, start=-1), E2)), "entities[0] at -1:22: outside"),
    "empty entity": (replace(DOC, entities=(replace(E1, end=0, text=""), E2)), "entities[0] at 0:0: outside"),
    "empty sentence": (replace(DOC, sentences=(Sentence(3, 3),)), "sentences[0] at 3:3: outside"),
    "zone beyond the text": (replace(DOC, zones=(Zone(0, LENGTH + 1, "title"),)), "zones[0] at 0:62: outside"),
    "term beyond the text": (replace(DOC, terms=(Term(90, 99, "x", False),)), "terms[0] at 90:99: outside"),
    "quote beyond the text": (replace(DOC, quotes=(replace(Q1, start=90, end=99),)), "quotes[0] at 90:99: outside"),
    "another text": (replace(DOC, entities=(replace(E1, text="Nghị"), E2)), "its text is 'Nghị' but the document has"),
    "another text of a quote": (replace(DOC, quotes=(replace(Q1, text="x"),)), "quotes[0] at 45:57: its text is 'x'"),
    "white space begins a sentence": (replace(DOC, sentences=(Sentence(4, 59),)), "sentences[0] at 4:59: begins with"),
    "white space ends an entity": (
        replace(DOC, entities=(replace(E1, end=23, text=TEXT[:23]), E2)), "entities[0] at 0:23: ends with white space"),
    "white space ends a term": (replace(DOC, terms=(Term(45, 48, "x", False),)), "terms[0] at 45:48: ends with"),
    "quote with its marks": (marked("nói “abc” .", "“abc”"), "begins with a quotation mark: '“abc”'"),
    "quote with its opening mark": (marked("nói “abc” .", "“abc"), "begins with a quotation mark"),
    "quote with its closing mark": (marked("nói “abc” .", "abc”"), "ends with a quotation mark"),
    "entity with its marks": (marked('nói "An" .', entities=('"An"',)), "begins with a quotation mark"),
    "entity with a closing mark": (marked("nói «An» .", entities=("An»",)), "ends with a quotation mark"),
    "entities overlap": (replace(DOC, entities=(E1, replace(E2, start=20, text=TEXT[20:37]))), "overlaps"),
    "entities out of order": (replace(DOC, entities=(E2, E1)), "entities[1] at 0:22: overlaps or comes before"),
    "sentences overlap": (replace(DOC, sentences=(Sentence(0, 10), Sentence(5, 59))), "sentences[1] at 5:59: overlaps"),
    "two entities with one id": (replace(DOC, entities=(E1, replace(E2, id="e1"))), "'e1' is given to more than one"),
    "a quote with an entity's id": (replace(DOC, quotes=(replace(Q1, id="e1"),)), "'e1' is given to more than one"),
    "attribute of another label": (
        replace(DOC, entities=(E1, replace(E2, attrs={"issuer": "x"}))), "a DATE has no attribute 'issuer'"),
    "head does not exist": (
        replace(DOC, relations=(Relation("dated", "e9", "e2"),)), "relations[0] (dated): no entity has the id 'e9'"),
    "tail is a quote": (replace(DOC, relations=(Relation("dated", "e1", "q1"),)), "no entity has the id 'q1'"),
    "token beyond the text": (replace(DOC, tokens=Tokens([0], [62], ["X"], ["X"])), "tokens[0] at 0:62: outside"),
    "empty token": (replace(DOC, tokens=Tokens([4], [4], ["X"], ["X"])), "tokens[0] at 4:4: outside"),
    "token before the text": (replace(DOC, tokens=Tokens([-2], [1], ["X"], ["X"])), "tokens[0] at -2:1: outside"),
    "tokens overlap": (replace(DOC, tokens=Tokens([0, 3], [4, 9], "XX", "XX")), "tokens[1] at 3:9: overlaps"),
    "tokens out of order": (replace(DOC, tokens=Tokens([5, 0], [9, 4], "XX", "XX")), "tokens[1] at 0:4: overlaps"),
    "token ends with white space": (replace(DOC, tokens=Tokens([0], [5], "X", "X")), "tokens[0] at 0:5: begins or"),
    "no Universal POS tag": (replace(DOC, tokens=Tokens([0], [4], ["N"], ["N"])), "'N' is no Universal POS tag"),
    "token crosses an entity's start": (
        Document("Đảng tạo", tokens=Tokens([0], [8], "X", "X"),
                 entities=(Entity("e1", 5, 8, "ORG", "tạo", {}, "test"),)),
        "tokens[0] at 0:8: crosses the boundary of ORG e1 at 5:8"),
    "token crosses an entity's end": (
        Document("Đảng tạo", tokens=Tokens([0], [8], "X", "X"),
                 entities=(Entity("e1", 0, 4, "ORG", "Đảng", {}, "test"),)),
        "tokens[0] at 0:8: crosses the boundary of ORG e1 at 0:4"),
}  # fmt: skip


@pytest.mark.parametrize(("document", "message"), WRONG.values(), ids=WRONG.keys())
def test_check_tells_the_one_thing_that_is_wrong(document, message):
    problems = [problem for problem in check(document) if message in problem]
    assert len(problems) == 1


@given(documents)
def test_check_takes_any_document(document):
    assert all(isinstance(problem, str) for problem in check(document))
