"""Reading gold from each form it comes in, and pairing it with predictions."""

import gzip
import hashlib
import json
import unicodedata
from dataclasses import replace

import pytest

from vnpolnlp.document import Document, Entity, Quote, Relation, Sentence, Tokens
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.evaluation import Annotated, load, pair, parse_inline
from vnpolnlp.evaluation.gold import Match, first_difference, match, name_of, open_source

MARKED = 'Theo <RESOLUTION n="18">Nghị quyết 18</RESOLUTION>, “<Q k="term" pol="1">tinh gọn</Q>” bộ máy.'
TEXT, ENTITIES, QUOTES = parse_inline(MARKED)
STANDOFF = {
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "entities": [{"start": 5, "end": 18, "label": "RESOLUTION", "n": "18"}],
    "quotes": [{"start": 21, "end": 29, "kind": "term", "pol": 1}],
}


def write(file, text):
    file.write_bytes(text.encode("utf-8"))
    return file


def write_standoff(folder, name="seed", text=TEXT, **changes):
    write(folder / f"{name}.txt", text)
    return write(folder / f"{name}.json", json.dumps({**STANDOFF, **changes}))


def write_records(file, *documents):
    return write(file, "".join(json.dumps(document.to_dict()) + "\n" for document in documents))


def as_standoff(folder):
    write_standoff(folder)
    return folder


def as_marked(folder):
    write(folder / "seed.xml", MARKED + "\n")
    write(folder / "seed.txt", TEXT)
    return folder


def as_records(folder):
    return write_records(
        folder / "gold.jsonl", Document(TEXT, id="news/2022/seed.txt", entities=ENTITIES, quotes=QUOTES)
    )


@pytest.mark.parametrize(
    "make",
    [
        as_standoff,
        as_marked,
        as_records,
        lambda folder: as_standoff(folder) / "seed.json",
        lambda folder: as_marked(folder) / "seed.xml",
    ],
    ids=["standoff folder", "marked folder", "records", "standoff file", "marked file"],
)
def test_every_form_gives_the_same_document(tmp_path, make):
    (seed,) = load(make(tmp_path)).values()
    assert name_of(seed.id) == "seed"
    assert (seed.text, seed.entities, seed.quotes) == (TEXT, ENTITIES, QUOTES)
    assert not seed.loose_end


def test_standoff_goes_before_markup_of_the_same_document(tmp_path):
    write_standoff(tmp_path, entities=[])
    write(tmp_path / "seed.xml", MARKED)
    write(tmp_path / "other.xml", MARKED)
    documents = load(tmp_path)
    assert list(documents) == ["other", "seed"]
    assert documents["seed"].entities == ()


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("seed", "seed"),
        ("seed.txt", "seed"),
        ("a/b/seed.txt", "seed"),
        ("a.d/seed", "seed"),
        ("v1.2.txt", "v1.2"),
        ("v1.2", "v1.2"),
        ("u.jsonl:1", "u.jsonl:1"),
        ("x/u.csv.gz:3", "u.csv.gz:3"),
        (".txt", ".txt"),
        ("a.txt.gz", "a"),
        ("", ""),
    ],
)
def test_a_document_is_called_by_the_last_part_of_its_id_without_its_ending(id, name):
    assert name_of(id) == name


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"sha256": "0"}, RecordError, "not the text that seed.json was made for"),
        ({"entities": [{"start": 5, "end": 999, "label": "ORG"}]}, RecordError, "ORG 5:999 is not a span"),
        ({"entities": [{"start": 5, "end": 5, "label": "ORG"}]}, RecordError, "not a span"),
        ({"quotes": [{"start": -1, "end": 5, "kind": "term"}]}, RecordError, "quote -1:5"),
        ({"entities": [{"start": 5, "end": 9, "label": "ORGAN"}]}, InputError, "not standoff annotation"),
        ({"quotes": [{"start": 5, "end": 9, "kind": "irony"}]}, InputError, r"\$\.quotes\[0\]\.kind"),
        ({"entities": None}, InputError, r"\$\.entities"),
    ],
)
def test_broken_standoff_is_refused(tmp_path, changes, error, message):
    write_standoff(tmp_path, **changes)
    with pytest.raises(error, match=message):
        load(tmp_path)


def test_standoff_without_its_text_is_refused(tmp_path):
    write_standoff(tmp_path)
    (tmp_path / "seed.txt").unlink()
    with pytest.raises(InputError, match=r"seed\.txt: cannot be read"):
        load(tmp_path)


def test_markup_that_touched_the_text_is_refused_with_the_offset(tmp_path):
    write(tmp_path / "seed.txt", TEXT)
    file = write(tmp_path / "seed.xml", MARKED.replace("bộ máy", "bộ mày"))
    with pytest.raises(InputError, match=r"changed the text at offset 35: it has U\+00E0 .* the other U\+00E1"):
        load(file)


def test_broken_markup_names_its_file(tmp_path):
    file = write(tmp_path / "seed.xml", "<PER>a")
    with pytest.raises(InputError, match=r"seed\.xml: line 1, column 1: <PER> is never closed"):
        load(file)


def test_text_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "seed.xml").write_bytes("Đảng".encode("utf-16"))
    with pytest.raises(InputError, match="not UTF-8 at byte 0"):
        load(tmp_path)


def test_nothing_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none")
    with pytest.raises(InputError, match="no annotated documents are known to come like that"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"end": 99}, "e1 5:99 is not a span"), ({"start": 4}, "e1 4:18 says it is 'Nghị quyết 18', but the text has")],
)
def test_a_record_whose_spans_do_not_fit_its_text_is_refused(tmp_path, change, message):
    entities = (replace(ENTITIES[0], **change),)
    file = write_records(tmp_path / "gold.jsonl", Document(TEXT, id="seed.txt", entities=entities))
    with pytest.raises(RecordError, match=message):
        load(file)


def test_a_broken_record_names_its_file_and_line(tmp_path):
    with pytest.raises(RecordError, match=r"gold\.jsonl:1: "):
        load(write(tmp_path / "gold.jsonl", "{}\n"))


def test_two_documents_of_one_id_are_refused(tmp_path):
    file = write_records(tmp_path / "gold.jsonl", Document("a", id="x/seed.txt"), Document("b", id="x/seed.txt"))
    with pytest.raises(InputError, match=r"more than one document has the id 'x/seed.txt'; give each its own"):
        load(file)


MATCHES = {
    "by id": (["a", "b"], ["b", "a"], (1, 0), ()),
    "by name": (["seed"], ["news/2022/seed.txt"], (0,), ()),
    "by id before name": (["x/a.txt", "y/a.txt"], ["y/a.txt", "x/a.txt"], (1, 0), ()),
    "rows of one file": (["u.jsonl:1", "u.jsonl:3"], ["u.jsonl:3", "u.jsonl:1"], (1, 0), ()),
    "rest by name": (["x/a.txt", "b"], ["x/a.txt", "z/b.txt"], (0, 1), ()),
    "left over": (["a", "b"], ["c", "a", "d"], (1, None), (0, 2)),
    "one name twice without a partner": (["a", "x/b", "y/b"], ["a"], (0, None, None), ()),
}


@pytest.mark.parametrize(("gold", "predicted", "partners", "unexpected"), MATCHES.values(), ids=MATCHES.keys())
def test_documents_are_matched(gold, predicted, partners, unexpected):
    assert match(gold, predicted) == Match(partners, unexpected)


@pytest.mark.parametrize(
    ("gold", "predicted"), [(["a"], ["x/a", "y/a"]), (["x/a", "y/a"], ["a"]), (["x/a", "y/a"], ["v/a", "w/a"])]
)
def test_a_name_that_fits_several_documents_is_refused(gold, predicted):
    with pytest.raises(InputError, match=r"more than one document is called 'a': the gold has .*give both sides the"):
        match(gold, predicted)


def test_rows_with_generated_ids_are_evaluated_apart(tmp_path):
    rows = [Document(TEXT, id=f"u.jsonl:{number}", entities=ENTITIES[: number // 3]) for number in (1, 3)]
    file = write_records(tmp_path / "u.jsonl", *rows)
    assert {id: len(document.entities) for id, document in load(file).items()} == {"u.jsonl:1": 0, "u.jsonl:3": 1}


def test_records_are_read_in_any_order_and_from_compressed_files(tmp_path):
    file = write_records(tmp_path / "gold.jsonl", *(Document(TEXT * times, id=str(times)) for times in (1, 2, 3)))
    packed = tmp_path / "gold.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\n" + file.read_bytes()))
    for path in (file, packed):
        with open_source(path) as source:
            assert [len(source.read(number).text) // len(TEXT) for number in (2, 0, 1)] == [3, 1, 2]


def test_a_compressed_file_that_is_cut_off_is_refused(tmp_path):
    file = write_records(tmp_path / "gold.jsonl", Document(TEXT, id="a"))
    packed = tmp_path / "gold.jsonl.gz"
    packed.write_bytes(gzip.compress(file.read_bytes())[:-9])
    with pytest.raises(InputError, match=r"cannot read .*gold.jsonl.gz: the compressed file is cut off"):
        load(packed)


@pytest.mark.parametrize("name", ["gold.conll", "gold.json", "gold.csv"])
def test_a_file_of_no_known_form_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="no annotated documents are known to come like that"):
        load(write(tmp_path / name, "{}"))


def test_an_unknown_label_in_a_record_is_refused_with_the_known_ones(tmp_path):
    file = write_records(tmp_path / "gold.jsonl", Document(TEXT, id="seed", entities=ENTITIES))
    file.write_text(file.read_text(encoding="utf-8").replace("RESOLUTION", "LAW"), encoding="utf-8")
    with pytest.raises(
        RecordError, match=r"gold\.jsonl:1: entities\[0\]\.label: Invalid enum value 'LAW'; labels are PER"
    ):
        load(file)


def test_a_relation_to_no_entity_is_refused(tmp_path):
    relations = (Relation("holds", "e1", "e9"),)
    file = write_records(tmp_path / "gold.jsonl", Document(TEXT, id="a", entities=ENTITIES, relations=relations))
    with pytest.raises(RecordError, match="the relation 'holds' has 'e9', which is no entity"):
        load(file)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"sentences": (Sentence(0, 999),)}, "a sentence 0:999 is not a span"),
        ({"tokens": Tokens([0], [999], ["NOUN"], ["N"])}, "a word 0:999 is not a span"),
        ({"tokens": Tokens([-1], [2], ["NOUN"], ["N"])}, "a word -1:2 is not a span"),
    ],
)
def test_other_layers_that_do_not_fit_the_text_are_refused(tmp_path, layer, message):
    file = write_records(tmp_path / "gold.jsonl", Document(TEXT, id="a", **layer))
    with pytest.raises(RecordError, match=message):
        load(file)


def named(*names, text="Đảng", **more):
    return {name: Annotated(name, text, source=f"{name}.txt", **more) for name in names}


def test_documents_without_a_partner_are_reported():
    pairing = pair(named("a", "b", "c"), named("b", "z"))
    assert [(one.id, other.id) for one, other in pairing.pairs] == [("b", "b")]
    assert pairing.report() == "not predicted, counted as missed: a, c\nno gold for it, not scored: z"
    assert pair(named("a"), named("a")).report() == ""


def test_no_pair_at_all_is_refused():
    with pytest.raises(InputError, match="the gold has a, b, c, d, e and 1 more, the prediction has z"):
        pair(named(*"abcdef"), named("z"))


@pytest.mark.parametrize(
    ("one", "other", "offset"),
    [("", "", None), ("ab", "ab", None), ("ab", "aB", 1), ("ab", "abc", 2), ("abc", "ab", 2), ("", "a", 0)],
)
def test_first_difference(one, other, offset):
    assert first_difference(one, other) == offset


@pytest.mark.parametrize(
    ("predicted", "message"),
    [
        ("Đảng\n", "differ at offset 4: the gold has its end in 'Đảng', the other U\\+000A"),
        ("Đa\u0309n", "differ at offset 1: the gold has U\\+1EA3 LATIN SMALL LETTER A WITH HOOK ABOVE"),
        ("Đang", "differ at offset 1"),
        ("đảng", "differ at offset 0"),
        ("Ðảng", "differ at offset 0: the gold has U\\+0110 LATIN CAPITAL LETTER D WITH STROKE"),
    ],
)
def test_texts_that_differ_are_refused(predicted, message):
    with pytest.raises(InputError, match=message):
        pair(named("a"), named("a", text=predicted))


def test_only_a_marked_file_without_its_text_may_end_in_other_line_breaks(tmp_path):
    gold = load(write(tmp_path / "seed.xml", MARKED + "\n"))
    assert pair(gold, named("seed", text=TEXT)).pairs
    with pytest.raises(InputError, match="differ at offset"):
        pair(gold, named("seed", text=TEXT + "!"))


def in_form(form):
    """A document with all layers, its text in a Unicode form."""
    text = unicodedata.normalize(form, "Đảng uỷ 📌 nói “tự diễn biến”. Hết.")
    words = [unicodedata.normalize(form, word) for word in ("Đảng uỷ", "nói", "tự diễn biến")]
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    starts, ends = zip(*spans, strict=True)
    return Annotated(
        "a",
        text,
        (Entity("e1", *spans[0], "ORG", words[0], {}, "test"),),
        (Quote("q1", *spans[2], words[2], "term", True, None, None, "test"),),
        sentences=(Sentence(0, text.index(".") + 1), Sentence(text.index(".") + 2, len(text))),
        tokens=Tokens(starts, ends, ["NOUN"] * 3, ["N"] * 3),
    )


@pytest.mark.parametrize(("gold", "predicted"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_prediction_in_another_unicode_form_is_put_into_the_offsets_of_the_gold(gold, predicted):
    ((one, other),) = pair({"a": in_form(gold)}, {"a": in_form(predicted)}).pairs
    assert one.text != in_form(predicted).text
    assert other == one


def test_a_span_that_cuts_a_letter_cannot_be_aligned():
    cut = replace(in_form("NFD"), quotes=(), tokens=Tokens([0], [2], ["NOUN"], ["N"]))
    with pytest.raises(RecordError, match="a word cuts a letter in two at offset 2"):
        pair({"a": in_form("NFC")}, {"a": cut})


def test_documents_of_another_format_are_read_by_the_one_function_for_it(tmp_path, monkeypatch):
    documents = [Document(TEXT, id="seed", entities=ENTITIES)]
    monkeypatch.setattr("vnpolnlp.evaluation.gold.read_imported", lambda path: documents)
    assert load(write(tmp_path / "gold.conll", ""))["seed"].entities == ENTITIES
    documents[0] = replace(documents[0], entities=(replace(ENTITIES[0], end=999),))
    with pytest.raises(RecordError, match=r"gold\.conll: seed: e1 5:999 is not a span"):
        load(tmp_path / "gold.conll")
