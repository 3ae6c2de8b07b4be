"""Political terms: every occurrence, and whether it is quoted. All sentences are made up."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.document import Document
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.stages.terms import Terms

STAGE = Terms()


def terms(text: str) -> list[tuple[str, str, bool]]:
    return [(term.term, text[term.start : term.end], term.quoted) for term in STAGE(Document(text)).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Chống lợi ích nhóm.", ("loi-ich-nhom", "lợi ích nhóm", False), id="plain"),
        pytest.param("CHỐNG LỢI ÍCH NHÓM", ("loi-ich-nhom", "LỢI ÍCH NHÓM", False), id="capitals"),
        pytest.param("Chống lợi  ích\u00a0nhóm.", ("loi-ich-nhom", "lợi  ích\u00a0nhóm", False), id="spacing"),
        pytest.param("Chống lợi ích\nnhóm ở xã.", ("loi-ich-nhom", "lợi ích\nnhóm", False), id="line_break"),
        pytest.param("Ngừa tự chuyển hoá.", ("tu-chuyen-hoa", "tự chuyển hoá", False), id="newer_tone_placement"),
        pytest.param("Ngừa tự chuyển hóa.", ("tu-chuyen-hoa", "tự chuyển hóa", False), id="older_tone_placement"),
        pytest.param("Chống “lợi ích nhóm”.", ("loi-ich-nhom", "lợi ích nhóm", True), id="quoted"),
        pytest.param("Chống ' lợi ích nhóm '.", ("loi-ich-nhom", "lợi ích nhóm", True), id="quoted_and_spaced"),
        pytest.param("Chống “lợi ích nhóm,” và hơn nữa.", ("loi-ich-nhom", "lợi ích nhóm", True), id="quoted_comma"),
        pytest.param("“Phải chống lợi ích nhóm”.", ("loi-ich-nhom", "lợi ích nhóm", False), id="part_of_a_quotation"),
        pytest.param(
            "“Xã ta phải kiên quyết hơn nữa trong mọi việc, lợi ích nhóm, làm ngay”.",
            ("loi-ich-nhom", "lợi ích nhóm", False),
            id="between_commas_of_a_speech",
        ),
    ],
)
def test_terms_are_found_and_known_as_quoted_or_not(text: str, expected: tuple[str, str, bool]) -> None:
    assert terms(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Lợi ích của nhóm bạn.", id="words_between"),
        pytest.param("Về lợi ích, nhóm bạn biết.", id="comma_between"),
        pytest.param("Lợi ích nhómm.", id="other_syllable"),
        pytest.param("Vì lợi ích\n\nNhóm bạn về.", id="paragraph_between"),
        pytest.param("Vì lợi ích\nNhóm bạn về.", id="new_line_in_capitals"),
        pytest.param("", id="no_text"),
    ],
)
def test_terms_are_whole_words_in_one_sentence(text: str) -> None:
    assert terms(text) == []


def test_terms_in_a_quoted_list_are_all_quoted() -> None:
    text = "Ngừa “tự diễn biến, tự chuyển hóa” và “lợi ích nhóm”, không tự diễn biến."
    assert [quoted for _, _, quoted in terms(text)] == [True, True, True, False]


def test_terms_take_the_longest_match() -> None:
    longest = max((row["form"] for row in read_lexicon("terms")), key=lambda form: len(form.split()))
    assert [surface for _, surface, _ in terms(f"Về {longest}.")] == [longest]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["lợi ích nhóm", "tự chuyển hoá", " ", ", ", "“", "”", '"', "\n", "\r\n", "\u00a0", "và", "xã"]
        ),
        max_size=40,
    ).map("".join)
)
def test_terms_have_sound_spans_whatever_the_encoding_form(text: str) -> None:
    def found(version: str) -> list[tuple[str, bool, str]]:
        return [
            (term.term, term.quoted, " ".join(unicodedata.normalize("NFC", version[term.start : term.end]).split()))
            for term in STAGE(Document(version)).terms
        ]

    spans = [(term.start, term.end) for term in STAGE(Document(text)).terms]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert found(unicodedata.normalize("NFD", text)) == found(text)
    assert found(text.replace(" ", "  ")) == found(text)


def test_terms_stage_pickles() -> None:
    document = Document("Chống “lợi ích nhóm”.")
    assert pickle.loads(pickle.dumps(STAGE))(document).terms == STAGE(document).terms
