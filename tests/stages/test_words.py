"""Words: exact, complete, and never across the boundary of an entity."""

import pickle
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.adapters.word_engines import WORD_ENGINES
from vnpolnlp.document import UPOS, Document, Entity, Label, Sentence
from vnpolnlp.errors import ConfigError
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.words import Words, universal

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


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


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


@settings(max_examples=400, deadline=None)
@given(documents())
def test_words_are_sorted_in_bounds_and_cover_every_visible_character(given_document: Document) -> None:
    text = given_document.text
    tokens = Words()(given_document).tokens
    covered = set()
    last = 0
    for token in tokens:
        assert last <= token.start < token.end <= len(text)
        assert text[token.start : token.end].strip()
        assert token.pos in UPOS
        covered.update(range(token.start, token.end))
        last = token.end
    missed = {text[at] for at in set(range(len(text))) - covered}
    assert all(char.isspace() or char in INVISIBLE or unicodedata.category(char) == "Cf" for char in missed)


@settings(max_examples=400, deadline=None)
@given(documents())
def test_no_word_crosses_the_boundary_of_an_entity(given_document: Document) -> None:
    for token in Words()(given_document).tokens:
        for entity in given_document.entities:
            assert not token.start < entity.start < token.end
            assert not token.start < entity.end < token.end


@settings(max_examples=200, deadline=None)
@given(documents())
def test_words_are_deterministic_and_leave_the_other_layers_alone(given_document: Document) -> None:
    once, again = Words()(given_document), Words()(given_document)
    assert once.tokens == again.tokens
    assert once.with_layers(tokens=given_document.tokens) == given_document


def _same_words(left: Document, right: Document) -> bool:
    def normal(document: Document) -> list[tuple[str, str, str]]:
        return [(unicodedata.normalize("NFC", document.text[t.start : t.end]), t.pos, t.tag) for t in document.tokens]

    return normal(left) == normal(right)


ARTICLE = (
    "ĐẢNG CỘNG SẢN VIỆT NAM\nSáng 5-3, đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy Hòa Bình, dự khai mạc.\n"
    "Ông nhấn mạnh: “Phải chống suy thoái, tự diễn biến”."
)


@pytest.mark.parametrize("form", ["NFD", "NFKD", "NFKC"])
def test_words_are_the_same_in_another_encoding_form(words: Words, form: str) -> None:
    other = unicodedata.normalize(form, ARTICLE)  # type: ignore[arg-type]
    assert _same_words(words(document(ARTICLE)), words(document(other)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ARTICLE.split()), max_size=25).map(" ".join))
def test_words_of_decomposed_text_are_those_of_composed_text(text: str) -> None:
    stage = Words()
    assert _same_words(stage(document(text)), stage(document(unicodedata.normalize("NFD", text))))


@pytest.mark.parametrize("gap", ["   ", "\u00a0", " \u200b", "\t", "\u2009"])
def test_white_space_does_not_change_the_words(words: Words, gap: str) -> None:
    text = "Đồng chí Nguyễn Văn An dự hội nghị tại tỉnh Hòa Bình."
    spaced = words(document(text.replace(" ", gap)))
    assert [" ".join(word.split()) for word in (w.replace("\u200b", "") for w in shown(spaced))] == shown(
        words(document(text))
    )
    assert spaced.tokens.tags == words(document(text)).tokens.tags


def test_words_that_the_engine_joins_are_cut_at_an_entity(words: Words) -> None:
    text = "Các tỉnh ủy viên họp."
    assert shown(words(document(text))) == ["Các", "tỉnh", "ủy viên", "họp", "."]
    assert shown(words(document(text, ("tỉnh ủy", "ORG"))))[-3:] == ["viên", "họp", "."]


def test_a_boundary_inside_a_syllable_is_kept(words: Words) -> None:
    assert shown(words(document("Ngày 5/3/2024-6/3/2024.", ("5/3/2024", "DATE"))))[1] == "5/3/2024"
    assert shown(words(document("UBNDTP họp", ("UBND", "ORG"))))[:2] == ["UBND", "TP"]


def test_text_outside_sentences_gets_words_line_by_line(words: Words) -> None:
    text = "Tin mới\n\nĐảng bộ tỉnh họp.\nẢnh: An\n"
    inside = text.index("Đảng")
    result = words(document(text, sentences=[Sentence(inside, inside + 17)]))
    assert shown(result) == ["Tin", "mới", "Đảng bộ", "tỉnh", "họp", ".", "Ảnh", ":", "An"]


def test_no_word_crosses_a_line_end_inside_a_sentence(words: Words) -> None:
    assert shown(words(document("họp Đảng\nbộ tỉnh"))) == ["họp", "Đảng", "bộ", "tỉnh"]


def test_overlapping_sentences_give_every_word_once(words: Words) -> None:
    result = words(document("Đảng bộ tỉnh họp.", sentences=[Sentence(0, 12), Sentence(8, 17), Sentence(0, 5)]))
    assert "".join(shown(result)) == "Đảngbộtỉnhhọp."


def test_capitals_are_segmented_like_small_letters(words: Words) -> None:
    small = shown(words(document("ban chấp hành trung ương họp bàn công tác cán bộ")))
    assert shown(words(document("BAN CHẤP HÀNH TRUNG ƯƠNG HỌP BÀN CÔNG TÁC CÁN BỘ"))) == [w.upper() for w in small]


def test_a_name_in_capitals_is_a_proper_noun(words: Words) -> None:
    text = "TỔNG BÍ THƯ NGUYỄN VĂN AN THĂM VÀ LÀM VIỆC TẠI TỈNH"
    result = tagged(words(document(text, ("NGUYỄN VĂN AN", "PER"))))
    assert "NGUYỄN VĂN AN/PROPN/Np" in result
    assert "THĂM/VERB/V" in result


@pytest.mark.parametrize("form", ["XIII", "UBND", "NQ/TW", "THCS"])
def test_abbreviations_in_capitals_are_not_put_in_small_letters(form: str) -> None:
    from vnpolnlp.stages import words as module

    assert module._lowered(form, title=False) == form


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("Gặp Hồng Hà ở chợ.", ("Hồng Hà", "PER"), "Hồng Hà/PROPN/Np"),
        ("Về tỉnh Kiên Giang.", ("tỉnh Kiên Giang", "LOC"), "tỉnh/NOUN/N"),
        ("Về tỉnh Kiên Giang.", ("tỉnh Kiên Giang", "LOC"), "Kiên Giang/PROPN/Np"),
    ],
)
def test_capitalised_words_of_names_are_proper_nouns(
    words: Words, text: str, entity: tuple[str, Label], expected: str
) -> None:
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
        ("Giá tăng 12% .", "%/SYM/CH"),
        ("Giá tăng 12% .", "12/NUM/M"),
        ("Ngày 25/10/2017 họp .", "25/10/2017/NUM/M"),
        ("Tốt 👍 lắm", "👍/SYM/CH"),
        ("“Tốt” lắm", "“/PUNCT/CH"),
    ],
)
def test_parts_of_speech_follow_ud(words: Words, text: str, expected: str) -> None:
    assert expected in tagged(words(document(text)))


def test_a_word_exception_may_ask_for_the_next_tag() -> None:
    assert universal(["cần", "làm"], ["V", "V"]) == ["AUX", "VERB"]
    assert universal(["cần", "tiền"], ["V", "N"]) == ["VERB", "NOUN"]
    assert universal(["cần"], ["V"]) == ["VERB"]


def test_an_unknown_tag_is_x() -> None:
    assert universal(["a"], ["Qq"]) == ["X"]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\u200b", "\ufeff \u00a0"])
def test_text_without_visible_characters_has_no_words(words: Words, text: str) -> None:
    assert len(words(document(text)).tokens) == 0


def test_a_very_long_sentence_is_read_in_parts(words: Words) -> None:
    text = "Đảng bộ tỉnh tổ chức hội nghị, " * 4000
    result = words(document(text))
    assert shown(result) == shown(words(document(text[:31]))) * 4000


def test_a_very_long_line_without_spaces_is_covered(words: Words) -> None:
    text = "ạ" * 20_000
    assert "".join(shown(words(document(text)))) == text


def test_stage_pickles_after_use(words: Words) -> None:
    given_document = document("Đảng bộ tỉnh họp.")
    assert pickle.loads(pickle.dumps(words))(given_document).tokens == words(given_document).tokens


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(ConfigError, match="no word engine is named 'x'; known are underthesea"):
        Words(engine="x")
    assert list(WORD_ENGINES) == ["underthesea"]


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
