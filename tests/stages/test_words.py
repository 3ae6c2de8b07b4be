"""Segmentation and words: exact, complete, and never across the boundary of an entity."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import UPOS, Document, Entity, Label, Sentence
from vnpolnlp.errors import ConfigError
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.stage import BatchStage
from vnpolnlp.stages.segmentation import Segmentation
from vnpolnlp.stages.words import Words
from vnpolnlp.words.engine import WORD_ENGINES
from vnpolnlp.words.universal import universal

INVISIBLE = {*"\u034f\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202c", *map(chr, range(0xFE00, 0xFE10))}
PIECES = st.one_of(
    st.sampled_from(["Đảng", "bộ", "tỉnh", "Hoà", "Bình", "ủy", "uỷ", "Nguyễn", "PHÚ", "TRỌNG", "Ð", "TP.", "H'Mông"]),
    st.sampled_from(["21-NQ/TW", "25/10/2017", "1.250,5", "“tự diễn biến”", "(", ")", "…", "...", "!", "%", "–", '"']),
    st.sampled_from(["http://a.vn/...!!!", "a@b.vn", "_", "👩\u200d💻", "🇻🇳", "1\ufe0f\u20e3", "ก็", "नमस्ते", "漢字"]),
    st.sampled_from(["\u0301", "\u0301\u0302", "x\u0301", "e\u0323\u0302", "\ud800"]),
)
GAPS = st.sampled_from([" ", "", "  ", "\n", "\r\n", "\n\n", "\u00a0", "\u200b", " \u200b ", "\ufeff", "\t", "\u2028"])
NASTY = st.one_of(
    st.lists(st.tuples(PIECES, GAPS), max_size=30).map(lambda parts: "".join(a + b for a, b in parts)),
    st.text(max_size=60),
).flatmap(lambda text: st.sampled_from([text, unicodedata.normalize("NFD", text), text.upper()]))


EVERY_ENGINE = pytest.mark.parametrize("engine", WORD_ENGINES)


@cache
def segmentation(engine: str) -> Segmentation:
    return Segmentation(engine=engine)


def words_of(documents: Sequence[Document], engine: str = "vnpol") -> list[Document]:
    """Documents segmented together, and their words made together."""
    return Words().batch(segmentation(engine).batch(documents))


def words(document: Document, engine: str = "vnpol") -> Document:
    """A document with its words."""
    return Words()(segmentation(engine)(document))


def document(text: str, *entities: tuple[str, Label], sentences: Sequence[Sentence] | None = None) -> Document:
    """A document of one sentence, with the first occurrences of these entities."""
    found = sorted((text.index(form), form, label) for form, label in entities)
    return Document(
        text,
        sentences=(Sentence(0, len(text)),) if sentences is None else tuple(sentences),
        entities=tuple(
            Entity(f"e{number}", start, start + len(form), label, form, {}, "test")
            for number, (start, form, label) in enumerate(found, start=1)
        ),
    )


def shown(document: Document) -> list[str]:
    return [document.text[token.start : token.end] for token in document.tokens]


def tagged(document: Document) -> list[str]:
    return [f"{document.text[token.start : token.end]}/{token.pos}/{token.tag}" for token in document.tokens]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Nasty text with sentences over parts of it and entities at places that the view knows."""
    text = draw(NASTY)
    view = Document(text).view
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    sentences = [Sentence(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False) if a < b]
    places = sorted(draw(st.sets(st.integers(0, len(view.text)), max_size=8)))
    entities = []
    last = 0
    for number, (a, b) in enumerate(zip(places[::2], places[1::2], strict=False)):
        start, end = view.to_raw(a, b)
        if last <= start < end:
            label: Label = draw(st.sampled_from(["PER", "LOC", "ORG", "RESOLUTION"]))
            entities.append(Entity(f"e{number}", start, end, label, text[start:end], {}, "test"))
            last = end
    return Document(text, sentences=tuple(sentences), entities=tuple(entities))


# What holds for any text, with either engine.


@EVERY_ENGINE
@settings(max_examples=200)
@given(given_document=documents())
def test_words_are_sorted_in_bounds_and_cover_every_visible_character(engine: str, given_document: Document) -> None:
    text = given_document.text
    covered = set()
    last = 0
    for token in words(given_document, engine).tokens:
        assert last <= token.start < token.end <= len(text)
        assert text[token.start : token.end].strip()
        assert token.pos in UPOS
        covered.update(range(token.start, token.end))
        last = token.end
    missed = {text[at] for at in set(range(len(text))) - covered}
    assert all(char.isspace() or char in INVISIBLE or unicodedata.category(char) == "Cf" for char in missed)


@EVERY_ENGINE
@settings(max_examples=200)
@given(given_document=documents())
def test_no_word_crosses_the_boundary_of_an_entity_or_a_line(engine: str, given_document: Document) -> None:
    view = given_document.view
    for token in words(given_document, engine).tokens:
        for entity in given_document.entities:
            assert not token.start < entity.start < token.end
            assert not token.start < entity.end < token.end
        start, end = view.from_raw(token.start, token.end)
        assert "\n" not in view.text[start:end]


@EVERY_ENGINE
@settings(max_examples=100)
@given(given_document=documents())
def test_words_are_deterministic_and_leave_the_other_layers_alone(engine: str, given_document: Document) -> None:
    once, again = (words(given_document, engine) for _ in range(2))
    assert once.tokens == again.tokens
    assert once.with_layers(tokens=given_document.tokens) == given_document


@EVERY_ENGINE
@settings(max_examples=100)
@given(batch=st.lists(documents(), max_size=6))
def test_a_batch_of_documents_gives_what_one_by_one_gives(engine: str, batch: list[Document]) -> None:
    alone = [words(document, engine) for document in batch]
    assert words_of(batch, engine) == alone


@EVERY_ENGINE
@settings(max_examples=60)
@given(batch=st.lists(documents(), min_size=2, max_size=6), data=st.data())
def test_what_an_engine_says_does_not_depend_on_how_documents_are_grouped(
    engine: str, batch: list[Document], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(batch))))
    cut = data.draw(st.integers(0, len(batch)))
    stage = segmentation(engine)
    grouped = [*stage.batch([batch[at] for at in order[:cut]]), *stage.batch([batch[at] for at in order[cut:]])]
    together = stage.batch(batch)
    for at, document in zip(order, grouped, strict=True):
        left, right = document.segmented, together[at].segmented
        assert left is not None
        assert right is not None
        assert left.pieces.forms == right.pieces.forms
        assert np.array_equal(left.pieces.starts, right.pieces.starts)
        assert np.array_equal(left.pieces.lengths, right.pieces.lengths)
        assert np.array_equal(left.begins, right.begins)
        assert np.allclose(left.scores, right.scores, rtol=0, atol=1e-9)


@EVERY_ENGINE
@settings(max_examples=100)
@given(given_document=documents())
def test_the_words_without_entities_are_those_that_the_segmentation_says(engine: str, given_document: Document) -> None:
    segmented = segmentation(engine)(given_document.with_layers(entities=())).segmented
    assert segmented is not None
    pieces, text = segmented.pieces, given_document.view.text
    assert [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)] == pieces.forms
    assert "".join(pieces.forms) == "".join(text.split())
    assert pieces.lengths.sum() == len(pieces.forms) == len(segmented.begins) == len(segmented.scores)
    firsts = (np.cumsum(pieces.lengths) - pieces.lengths)[pieces.lengths > 0]
    assert segmented.begins[firsts].all()
    assert segmented.word_starts == set(pieces.starts[segmented.begins].tolist())


def test_no_documents_are_no_work() -> None:
    assert words_of([]) == []
    assert isinstance(Words(), BatchStage)
    assert isinstance(Segmentation(), BatchStage)


def _same_words(left: Document, right: Document) -> bool:
    def normal(document: Document) -> list[tuple[str, str, str]]:
        return [(unicodedata.normalize("NFC", document.text[t.start : t.end]), t.pos, t.tag) for t in document.tokens]

    return normal(left) == normal(right)


ARTICLE = (
    "ĐẢNG CỘNG SẢN VIỆT NAM\nSáng 5-3, đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy Hòa Bình, dự khai mạc.\n"
    "Ông nhấn mạnh: “Phải chống suy thoái, tự diễn biến”."
)


@pytest.mark.parametrize("form", ["NFD", "NFKD", "NFKC"])
def test_words_are_the_same_in_another_encoding_form(form: str) -> None:
    other = unicodedata.normalize(form, ARTICLE)  # type: ignore[arg-type]
    assert _same_words(words(document(ARTICLE)), words(document(other)))


@EVERY_ENGINE
@settings(max_examples=100)
@given(text=st.lists(st.sampled_from(ARTICLE.split()), max_size=25).map(" ".join))
def test_words_of_decomposed_text_are_those_of_composed_text(engine: str, text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert _same_words(words(document(text), engine), words(document(decomposed), engine))


@pytest.mark.parametrize("gap", ["   ", "\u00a0", " \u200b", "\t", "\u2009"])
def test_white_space_does_not_change_the_words(gap: str) -> None:
    text = "Đồng chí Nguyễn Văn An dự hội nghị tại tỉnh Hòa Bình."
    spaced = words(document(text.replace(" ", gap)))
    assert [" ".join(word.split()) for word in (w.replace("\u200b", "") for w in shown(spaced))] == shown(
        words(document(text))
    )
    assert spaced.tokens.tags == words(document(text)).tokens.tags


@EVERY_ENGINE
def test_words_that_the_engine_joins_are_cut_at_an_entity(engine: str) -> None:
    text = "Các tỉnh ủy viên họp."
    assert "ủy viên" in " ".join(shown(words(document(text), engine))[1:3])
    assert "viên" not in shown(words(document(text), engine))
    assert shown(words(document(text, ("tỉnh ủy", "ORG")), engine))[-3:] == ["viên", "họp", "."]


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ông Nguyễn Văn An phát biểu.", "Nguyễn Văn An"),
        ("Gặp Hồng Hà ở chợ.", "Hồng Hà"),
        ("Đồng chí Lê Thị Công Lý nói.", "Lê Thị Công Lý"),
        ("TỔNG BÍ THƯ NGUYỄN VĂN AN THĂM TỈNH", "NGUYỄN VĂN AN"),
    ],
)
def test_the_name_of_a_person_is_one_word(engine: str, text: str, name: str) -> None:
    assert f"{name}/PROPN/Np" in tagged(words(document(text, (name, "PER")), engine))


@EVERY_ENGINE
def test_a_person_in_two_lines_or_two_sentences_is_two_words(engine: str) -> None:
    text = "Ông Nguyễn\nVăn An nói."
    assert shown(words(document(text, ("Nguyễn\nVăn An", "PER")), engine))[1:3] == ["Nguyễn", "Văn An"]
    text = "Ông Nguyễn Văn An nói."
    halves = [Sentence(0, 10), Sentence(11, len(text))]
    result = words(document(text, ("Nguyễn Văn An", "PER"), sentences=halves), engine)
    assert shown(result)[1:3] == ["Nguyễn", "Văn An"]


@EVERY_ENGINE
def test_two_people_side_by_side_are_two_words(engine: str) -> None:
    result = words(document("Dự có Lê An Trần Bình.", ("Lê An", "PER"), ("Trần Bình", "PER")), engine)
    assert shown(result)[-3:] == ["Lê An", "Trần Bình", "."]


def test_what_is_no_name_in_a_person_is_left_to_the_engine() -> None:
    result = words(document("Gặp Lê An (Bí thư) ở chợ.", ("Lê An (Bí thư)", "PER")))
    assert shown(result)[1:6] == ["Lê An", "(", "Bí thư", ")", "ở"]


def test_a_boundary_inside_a_syllable_is_kept() -> None:
    assert shown(words(document("Ngày 5/3/2024-6/3/2024.", ("5/3/2024", "DATE"))))[1] == "5/3/2024"
    assert shown(words(document("UBNDTP họp", ("UBND", "ORG"))))[:2] == ["UBND", "TP"]
    assert shown(words(document("xUBNDTPy họp", ("UBND", "ORG"), ("TP", "LOC")))) == ["x", "UBND", "TP", "y", "họp"]


def test_text_outside_sentences_gets_words_line_by_line() -> None:
    text = "Tin mới\n\nĐảng bộ tỉnh họp.\nẢnh: An\n"
    inside = text.index("Đảng")
    result = words(document(text, sentences=[Sentence(inside, inside + 17)]))
    assert shown(result) == ["Tin", "mới", "Đảng bộ", "tỉnh", "họp", ".", "Ảnh", ":", "An"]


def test_no_word_crosses_a_line_end_inside_a_sentence() -> None:
    assert shown(words(document("họp Đảng\nbộ tỉnh"))) == ["họp", "Đảng", "bộ", "tỉnh"]


def test_a_sentence_that_nothing_is_seen_of_repeats_no_word() -> None:
    text = "Đảng\u200b bộ\u200b"
    result = words(document(text, sentences=[Sentence(4, 5), Sentence(8, 9)]))
    assert [word.replace("\u200b", "") for word in shown(result)] in (["Đảng", "bộ"], ["Đảng bộ"])


def test_overlapping_sentences_give_every_word_once() -> None:
    result = words(document("Đảng bộ tỉnh họp.", sentences=[Sentence(0, 12), Sentence(8, 17), Sentence(0, 5)]))
    assert "".join(shown(result)) == "Đảngbộtỉnhhọp."


def test_capitals_are_segmented_like_small_letters() -> None:
    small = shown(words(document("ban chấp hành trung ương họp bàn công tác cán bộ")))
    assert shown(words(document("BAN CHẤP HÀNH TRUNG ƯƠNG HỌP BÀN CÔNG TÁC CÁN BỘ"))) == [w.upper() for w in small]


def test_a_name_in_capitals_is_a_proper_noun() -> None:
    text = "TỔNG BÍ THƯ NGUYỄN VĂN AN THĂM VÀ LÀM VIỆC TẠI TỈNH"
    result = tagged(words(document(text, ("NGUYỄN VĂN AN", "PER"))))
    assert "NGUYỄN VĂN AN/PROPN/Np" in result
    assert "THĂM/VERB/V" in result


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("Gặp Hồng Hà ở chợ.", ("Hồng Hà", "PER"), "Hồng Hà/PROPN/Np"),
        ("Về tỉnh Kiên Giang.", ("tỉnh Kiên Giang", "LOC"), "tỉnh/NOUN/N"),
        ("Về tỉnh Kiên Giang.", ("tỉnh Kiên Giang", "LOC"), "Kiên Giang/PROPN/Np"),
    ],
)
def test_capitalised_words_of_names_are_proper_nouns(text: str, entity: tuple[str, Label], expected: str) -> None:
    assert expected in tagged(words(document(text, entity)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông là bác sĩ .", "là/AUX/V"),
        ("Dự án bị dừng lại .", "bị/AUX/V"),
        ("Nghị quyết được thông qua .", "được/AUX/V"),
        ("Cán bộ phải gương mẫu .", "phải/AUX/V"),
        ("Chúng tôi đã họp .", "đã/ADV/R"),
        ("Ông và bà cùng dự .", "và/CCONJ/Cc"),
        ("Giá tăng 12 % .", "%/SYM/CH"),
        ("Giá tăng 12 % .", "12/NUM/M"),
        ("Giá tăng 12% .", "12%/NUM/M"),
        ("Ngày 25/10/2017 họp .", "25/10/2017/NUM/M"),
        ("Tốt 👍 lắm", "👍/SYM/CH"),
        ("“Tốt” lắm", "“/PUNCT/CH"),
    ],
)
def test_parts_of_speech_follow_ud(text: str, expected: str) -> None:
    assert expected in tagged(words(document(text)))


def tags_of(words: Sequence[str], tags: Sequence[str], *lengths: int) -> list[str]:
    return universal(words, tags, np.array(lengths or [len(words)], dtype=np.int64))


def test_a_word_exception_may_ask_for_the_next_tag() -> None:
    assert tags_of(["cần", "làm"], ["V", "V"]) == ["AUX", "VERB"]
    assert tags_of(["cần", "tiền"], ["V", "N"]) == ["VERB", "NOUN"]
    assert tags_of(["cần"], ["V"]) == ["VERB"]


def test_the_next_tag_is_one_of_the_same_sentence() -> None:
    assert tags_of(["cần", "làm", "cần"], ["V", "V", "V"], 1, 2) == ["VERB", "VERB", "VERB"]
    assert tags_of(["cần", "làm", "cần", "làm"], ["V"] * 4, 0, 2, 0, 2, 0) == ["AUX", "VERB", "AUX", "VERB"]


def test_an_unknown_tag_is_x() -> None:
    assert tags_of(["a"], ["Qq"]) == ["X"]
    assert tags_of([], []) == []


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\u200b", "\ufeff \u00a0"])
def test_text_without_visible_characters_has_no_words(text: str) -> None:
    assert len(words(document(text)).tokens) == 0


def test_a_very_long_sentence_is_read_in_parts() -> None:
    text = "Đảng bộ tỉnh tổ chức hội nghị, " * 4000
    result = words(document(text))
    assert shown(result) == shown(words(document(text[:31]))) * 4000


def test_a_very_long_line_without_spaces_is_covered() -> None:
    text = "ạ" * 20_000
    assert "".join(shown(words(document(text)))) == text


@EVERY_ENGINE
def test_stages_pickle_after_use(engine: str) -> None:
    given_document = document("Đảng bộ tỉnh họp.")
    expected = words(given_document, engine).tokens
    segment, make_words = pickle.loads(pickle.dumps((segmentation(engine), Words())))
    assert make_words(segment(given_document)).tokens == expected


@EVERY_ENGINE
def test_a_segmented_document_pickles(engine: str) -> None:
    segmented = segmentation(engine)(document("Đảng bộ tỉnh họp."))
    assert Words()(pickle.loads(pickle.dumps(segmented))).tokens == Words()(segmented).tokens


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(ConfigError, match="no word engine is named 'x'; known are vnpol, underthesea"):
        Segmentation(engine="x")
    assert list(WORD_ENGINES) == ["vnpol", "underthesea"]


def test_words_need_segmentation() -> None:
    with pytest.raises(ValueError, match="put the stage 'segmentation' before 'words'"):
        Words()(document("Đảng bộ tỉnh họp."))
    with pytest.raises(ValueError, match="put the stage 'segmentation' before 'words'"):
        Words().batch([segmentation("vnpol")(document("Đảng bộ.")), document("Đảng bộ.")])
    with pytest.raises(ConfigError, match="stage 'words' needs the layer 'segmented'"):
        Pipeline([("sentences", {}), ("words", {})])


@pytest.mark.parametrize("name", ["vlsp_tags", "vlsp_words"])
def test_tables_are_sound(name: str) -> None:
    rows = read_lexicon(name)
    keys = [(row.columns.get("form"), row["tag"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(row["upos"] in UPOS and row["source"] for row in rows)
    tags = {row["tag"] for row in read_lexicon("vlsp_tags")}
    assert {row["tag"] for row in rows} <= tags


def test_word_exceptions_are_in_small_letters_and_name_known_tags() -> None:
    tags = {row["tag"] for row in read_lexicon("vlsp_tags")}
    rows = read_lexicon("vlsp_words")
    assert all(row["form"] == row["form"].lower() and set(row.forms("before")) <= tags for row in rows)
