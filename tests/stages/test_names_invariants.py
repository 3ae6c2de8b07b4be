"""What holds of names, posts and links whatever the text: exact spans, one result, either spelling, linear time."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from names_corpus import (
    ARTICLE,
    GIVEN,
    LINKING,
    NAMES,
    ONCE_SLOW,
    REPEATED,
    REPETITIONS,
    ROLES,
    annotate,
    annotate_in_time,
    visible,
)
from nasty import NASTY, texts

from vnpolnlp.document import ATTRIBUTES, Document
from vnpolnlp.errors import ConfigError
from vnpolnlp.stage import make_stage
from vnpolnlp.stages.links import Links
from vnpolnlp.stages.names import Names
from vnpolnlp.stages.names.evidence import Joins
from vnpolnlp.stages.roles import Roles
from vnpolnlp.stages.segmentation import Segmentation

_OPENINGS = [
    *REPEATED.values(),
    *ONCE_SLOW.values(),
    "Anh ",
    "các ",
    "ông ",
    "Phó ",
    "Trưởng ",
    "ban ",
    "TP.",
    "Q. ",
    "Sở ",
]
_NAMES = [
    "An Hòa", "Đoàn Văn Báo", "H'Lan Niê", "Giàng A Páo", "Jae-in", "Hồ Chí Minh", "Kiên Giang", "Lào", "Việt Nam",
    "tỉnh", "Trung ương", "khóa XIII", "nhiệm kỳ 2016 - 2021", "Tài chính", "TNHH", "12", "P.T.", "THPT", "Đảng",
]  # fmt: skip
_JOINTS = [
    " ",
    ", ",
    " - ",
    "-",
    " và ",
    " của ",
    " là ",
    "; ",
    " (",
    ") ",
    ".",
    ". ",
    "\n",
    " kiêm ",
    " thay ",
    "“",
    "”",
]

#: What looks like names, posts and documents, put together at random.
name_like = st.lists(
    st.sampled_from(_OPENINGS) | st.sampled_from(_NAMES) | st.sampled_from(_JOINTS) | st.just("Nghị quyết số 7-NQ/TU "),
    max_size=25,
).map("".join)
any_text = name_like | texts | st.builds(unicodedata.normalize, st.sampled_from(["NFC", "NFD"]), name_like)

STAGES = [pytest.param(NAMES, id="names"), pytest.param(ROLES, id="roles"), pytest.param(LINKING, id="links")]


def check_entities(document: Document) -> None:
    last = 0
    for number, entity in enumerate(document.entities, start=1):
        assert entity.id == f"e{number}"
        assert last <= entity.start < entity.end <= len(document.text)
        assert document.text[entity.start : entity.end] == entity.text == entity.text.strip()
        assert set(entity.attrs) <= set(ATTRIBUTES[entity.label])
        assert all(entity.attrs.values())
        last = entity.end
    ids = {entity.id for entity in document.entities}
    assert {id for relation in document.relations for id in (relation.head, relation.tail)} <= ids
    assert len(set(document.relations)) == len(document.relations)


@pytest.mark.parametrize("stages", STAGES)
@settings(max_examples=250)
@given(text=any_text)
def test_spans_are_exact_flat_and_without_outer_space(stages: tuple[str, ...], text: str) -> None:
    document = annotate(text, stages)
    assert document.text == text
    check_entities(document)


@pytest.mark.parametrize("stages", STAGES)
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NASTY.items()])
def test_spans_are_exact_on_nasty_text(stages: tuple[str, ...], text: str) -> None:
    check_entities(annotate(text, stages))


@pytest.mark.parametrize("stages", STAGES)
@settings(max_examples=100)
@given(text=any_text)
def test_the_same_text_gives_the_same_record(stages: tuple[str, ...], text: str) -> None:
    once, again = annotate(text, stages), annotate(text, stages)
    assert once == again
    assert once.candidates == again.candidates


@pytest.mark.parametrize("stages", STAGES)
@settings(max_examples=150)
@given(text=name_like | st.just(ARTICLE))
def test_either_unicode_form_gives_the_same_entities(stages: tuple[str, ...], text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert visible(annotate(composed, stages)) == visible(annotate(decomposed, stages))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(" ", "\u00a0", id="no_break_spaces"),
        pytest.param(" ", "   ", id="three_spaces"),
        pytest.param("\n", "\r\n", id="CRLF"),
        pytest.param("Đ", "Ð", id="look_alike_of_the_capital"),
        pytest.param("ông ", "ông\u200b ", id="zero_width"),
    ],
)
def test_layout_changes_nothing(old: str, new: str) -> None:
    def normal(text: str) -> list[tuple[str, str]]:
        pairs = [(entity.label, entity.text) for entity in annotate(text, LINKING).entities]
        return [(label, " ".join(found.replace("\u200b", "").replace("Ð", "Đ").split())) for label, found in pairs]

    changed = ARTICLE.replace(old, new)
    assert changed != ARTICLE
    assert normal(changed) == normal(ARTICLE)


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        pytest.param("Thuý", "Thúy", id="name"),
        pytest.param("Uỷ", "Ủy", id="member"),
        pytest.param("uỷ", "ủy", id="committee"),
        pytest.param("Hoà", "Hòa", id="place_and_given_name"),
        pytest.param("khoá", "khóa", id="term"),
    ],
)
def test_tone_placement_changes_nothing_but_the_text(newer: str, older: str) -> None:
    spans = [(entity.label, entity.start, entity.end) for entity in annotate(ARTICLE, LINKING).entities]
    changed = annotate(ARTICLE.replace(newer, older), LINKING)
    assert newer in ARTICLE
    assert [(entity.label, entity.start, entity.end) for entity in changed.entities] == spans


@pytest.mark.parametrize("stage", [pytest.param(stage, id=stage.__name__) for stage in (Names, Roles, Links)])
def test_stages_travel_to_other_processes(stage: type) -> None:
    document = annotate(ARTICLE, ("segmentation", "dates", "names"))
    once = stage()
    again = pickle.loads(pickle.dumps(once))
    assert again(document) == once(document)


def test_without_segmentation_names_are_found_too() -> None:
    found = Names()(Document("Ông Lê Văn Nam, Bí thư Tỉnh ủy Lào Cai.")).entities
    assert [entity.text for entity in found] == ["Lê Văn Nam", "Tỉnh ủy Lào Cai"]


def test_what_the_engine_joins_is_evidence_for_where_a_name_ends() -> None:
    text = "Ông Lê Văn Nam, Bí thư Tỉnh ủy Lào Cai."
    assert annotate(text, NAMES).entities == Names()(Document(text)).entities  # a plain case needs none
    segmented = Segmentation()(Document(text))
    joins = Joins(segmented)
    syllables = segmented.view.syllables
    joined = [segmented.view.text[syllables.starts[at] :][:2] for at in range(len(syllables.starts)) if joins(at)]
    assert "th" in joined  # Bí thư
    assert not any(map(Joins(Document(text)), range(len(syllables.starts))))


def test_names_have_no_engine_of_their_own() -> None:
    with pytest.raises(ConfigError, match="stage 'names' has no option 'engine'"):
        make_stage("names", {"engine": "vnpol"})


@pytest.mark.parametrize("text", [pytest.param("", id="empty"), pytest.param("Trời mưa.\nAi cũng về.", id="no_names")])
def test_nothing_comes_of_nothing(text: str) -> None:
    document = annotate(text, LINKING)
    assert (document.entities, document.relations) == ((), ())


@pytest.mark.parametrize("lines", ["one_line", "many_lines"])
@pytest.mark.parametrize("unit", [pytest.param(unit, id=name) for name, unit in REPEATED.items()])
def test_repetition_takes_linear_time(unit: str, lines: str) -> None:
    annotate_in_time((unit if lines == "one_line" else unit.strip() + "\n") * REPETITIONS, LINKING)


@pytest.mark.parametrize("unit", [pytest.param(unit, id=name) for name, unit in ONCE_SLOW.items()])
def test_repetition_that_once_was_slow_takes_linear_time(unit: str) -> None:
    annotate_in_time(unit * REPETITIONS, LINKING)


def test_many_names_that_begin_alike_take_linear_time() -> None:
    names = [f"Tân {first} {second} {third}" for first in GIVEN for second in GIVEN for third in GIVEN]
    annotate_in_time(" ".join([*(f"xã {name} đông." for name in names), *(f"{name} vui." for name in names)]), NAMES)


def test_repeated_sites_do_not_recurse() -> None:
    assert annotate("trung tâm hội nghị " * 2_000, NAMES).entities == ()
