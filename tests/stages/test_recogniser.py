"""The recogniser decides over people, places and bodies, and leaves the rest of what is proposed alone."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from vnpolnlp.arbitration import decide, propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.errors import ConfigError
from vnpolnlp.evaluation.gold import Annotated
from vnpolnlp.evaluation.inline import parse_inline
from vnpolnlp.linear_chain import Template, widen
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser.columns import TAGS, SyllableSpans
from vnpolnlp.recogniser.model import save_model
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.recogniser import Recogniser, Shape
from vnpolnlp.stages.roles import with_attributes
from vnpolnlp.stored import StoredChain
from vnpolnlp.text.view import View
from vnpolnlp.training import recogniser as training
from vnpolnlp.training.recogniser import folds, learn, lessons, model_of, train_recogniser

# Bodies that no lexicon has: the word before them tells, and that is what is to be learnt.
TAUGHT = [
    f"<ORG>Xưởng {name}</ORG> giao hàng cho <LOC>phố {place}</LOC> vào buổi sáng."
    for name, place in [
        ("Mây Xanh", "Gió Lộng"), ("Lá Biếc", "Trăng Khuya"), ("Cát Vàng", "Sương Mai"), ("Đá Bạc", "Mưa Rào"),
        ("Hoa Gạo", "Nắng Hạ"), ("Tre Ngà", "Sao Sa"), ("Lúa Chín", "Mây Chiều"), ("Suối Reo", "Gió Bấc"),
    ]
]  # fmt: skip


def marked(text: str) -> Annotated:
    plain, entities, quotes = parse_inline(text)
    return Annotated(plain, plain, entities, quotes)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that are learnt from a few sentences."""
    folder = tmp_path_factory.mktemp("recogniser")
    for number, text in enumerate(TAUGHT * 3):
        (folder / f"{number}.xml").write_text(text, encoding="utf-8")
    output = folder / "weights.npz"
    assert train_recogniser([folder], output) == 24
    return output


def pipeline(weights: Path) -> Pipeline:
    stages = ("segmentation", "dates", "names", "events", "documents", "roles")
    return Pipeline([*((name, {}) for name in stages), ("recogniser", {"weights": str(weights)}), ("links", {})])


def found(document: Document) -> list[tuple[str, str]]:
    return [(entity.label, entity.text) for entity in document.entities]


def test_what_was_learnt_holds_for_names_that_were_not_seen(weights: Path) -> None:
    document = pipeline(weights)("Xưởng Rêu Phong giao hàng cho phố Chuông Chiều vào buổi sáng.")
    assert found(document) == [("ORG", "Xưởng Rêu Phong"), ("LOC", "phố Chuông Chiều")]
    assert document.entities[0].by == "recogniser/sequence"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Quyết định ngày 16/6/2022 nêu rõ Nghị quyết số 21-NQ/TW.", id="dates and documents"),
        pytest.param("Kỳ họp thứ 9 khai mạc sáng nay.", id="events"),
        pytest.param("", id="nothing"),
    ],
)
def test_the_grammar_keeps_what_is_not_learnt(weights: Path, text: str) -> None:
    alone = Pipeline(pipeline(weights).plan[:6])(text)
    kept = [pair for pair in found(alone) if pair[0] not in ("PER", "LOC", "ORG")]
    assert [pair for pair in found(pipeline(weights)(text)) if pair[0] not in ("PER", "LOC", "ORG")] == kept


def test_several_documents_at_once_are_the_same_as_one_by_one(weights: Path) -> None:
    nlp = pipeline(weights)
    texts = ["Xưởng Mây Xanh họp.", "", "Ông Đỗ Thanh Bình thăm huyện Vân Canh.", "Tỉnh ủy Kiên Giang\n\nBí thư"]
    batch = nlp.annotate_batch([Document(text) for text in texts])
    assert [document.entities for document in batch] == [nlp(text).entities for text in texts]


def test_a_stage_can_be_sent_to_another_process(weights: Path) -> None:
    stage = Recogniser(weights=str(weights))
    again = pickle.loads(pickle.dumps(stage))
    document = Pipeline([("names", {})])("Xưởng Lá Biếc họp.")
    assert again(document).entities == stage(document).entities
    assert again.fingerprint == stage.fingerprint


def test_the_same_gold_gives_the_same_bytes(weights: Path, tmp_path: Path) -> None:
    train_recogniser([weights.parent], tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == weights.read_bytes()


def test_gold_without_entities_teaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("Không có tên nào.", encoding="utf-8")
    with pytest.raises(training.InputError, match="nothing to learn"):
        train_recogniser([tmp_path], tmp_path / "weights.npz")
    assert not (tmp_path / "weights.npz").exists()


def test_weights_that_exist_are_not_replaced_unasked(weights: Path) -> None:
    before = weights.read_bytes()
    with pytest.raises(Exception, match="exists"):
        train_recogniser([weights.parent], weights)
    assert weights.read_bytes() == before


def test_a_kind_of_features_can_be_left_out() -> None:
    taught = lessons(marked(text) for text in TAUGHT)
    context = learn(taught, {"context": training.FEATURES["context"]}, epochs=2)
    assert {name for template in context.templates for name, _ in template.atoms} & {"rule", "place"} == set()
    assert len(model_of(context).entities([lesson.rows for lesson in taught])) == len(taught)


def test_folds_have_each_document_once() -> None:
    parts = folds([f"d{number}" for number in range(13)], 5)
    assert sorted(number for part in parts for number in part) == list(range(13))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_it_needs_names_and_comes_after_all_that_proposes(weights: Path) -> None:
    with pytest.raises(ConfigError, match="'recogniser' needs the layer 'names'"):
        Pipeline([("recogniser", {"weights": str(weights)})])
    with pytest.raises(ConfigError, match="'roles' gives the layer 'roles' too late: 'recogniser' builds on it"):
        Pipeline([("names", {}), ("recogniser", {"weights": str(weights)}), ("roles", {})])


# --- names that nobody proposed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "may_be"),
    [
        pytest.param("Thường trực Thành ủy họp.", "Thường trực", True, id="a word"),
        pytest.param("Thường trực Thành ủy họp.", "Thường", False, id="cut inside a word"),
        pytest.param("Ban chỉ đạo họp.", "Ban", False, id="a type word before small letters"),
        pytest.param("Gặp Thảo hôm qua.", "Thảo", True, id="a given name before small letters"),
        pytest.param("Ông Nguyễn « nói », rồi về.", "Nguyễn «", False, id="a mark at its end"),
        pytest.param("Ông Nguyễn « nói », rồi về.", "« nói", False, id="a mark at its start"),
        pytest.param("Anh P.T.H. khai báo.", "P.T.H.", True, id="initials"),
    ],
)
def test_a_name_that_nobody_proposed_is_whole(text: str, name: str, may_be: bool) -> None:
    document = Pipeline([("segmentation", {})])(text)
    start = text.index(name)
    span = SyllableSpans(document.view.syllables).of(start, start + len(name))
    assert span is not None
    assert Shape(document)(*span) is may_be


# --- what was decided -----------------------------------------------------------------------------------------------


def candidate(start: int, end: int, label: str = "ORG", by: str = "test/a", **attrs: str) -> Candidate:
    return Candidate(start, end, label, by, attrs)  # type: ignore[arg-type]


def test_a_decided_span_keeps_what_a_candidate_says_of_it() -> None:
    document = propose(Document("Huế và Vinh"), [candidate(0, 3, "LOC", "names/places", place="46"), candidate(7, 11)])
    decided = decide(document, [candidate(0, 3, "LOC", "model"), candidate(7, 11, "LOC", "model")])
    assert [(e.label, e.by, dict(e.attrs)) for e in decided.entities] == [
        ("LOC", "names/places", {"place": "46"}),
        ("LOC", "model", {}),
    ]


def test_what_is_not_decided_for_is_no_entity_but_still_a_candidate() -> None:
    document = propose(Document("Huế và Vinh"), [candidate(0, 3), candidate(7, 11)])
    decided = decide(document, [candidate(7, 11)])
    assert [entity.text for entity in decided.entities] == ["Vinh"]
    assert decided.candidates == document.candidates


def test_a_name_across_a_line_end_stands_where_nothing_else_was_decided(tmp_path: Path) -> None:
    keys = widen(np.arange(1, 2, dtype=np.uint64))
    size = len(TAGS)
    weights, moves = np.zeros((1, size), dtype=np.int8), np.zeros((size, size))
    chain = StoredChain(TAGS, (Template("form[0]"),), keys, weights, moves, 1.0)
    with (tmp_path / "nothing.npz").open("wb") as file:
        save_model(file, chain, np.zeros(len(TAGS), dtype=np.float32))
    document = propose(Document("hội đồng\nlàng ta, xã"), [candidate(0, 16, by="one"), candidate(18, 20, by="other")])
    decided = Recogniser(weights=str(tmp_path / "nothing.npz"))(document)
    assert [entity.by for entity in decided.entities] == ["one"]


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        pytest.param(
            "<ROLE>Tổng quản</ROLE> <ORG>Xưởng Mây Xanh</ORG> <PER>Lê Văn Nam</PER> nói.",
            {"holder": "Lê Văn Nam", "body": "Xưởng Mây Xanh"},
            id="post that no lexicon has",
        ),
        pytest.param(
            "<ROLE>Bí thư</ROLE> <ORG>Tỉnh ủy Kiên Giang</ORG> <PER>Đỗ Thanh Bình</PER> nói.",
            {"holder": "Đỗ Thanh Bình", "body": "Tỉnh ủy Kiên Giang"},
            id="post of the lexicon",
        ),
        pytest.param("<ROLE>Thủ tướng</ROLE> yêu cầu.", {}, id="neither"),
    ],
)
def test_posts_get_holder_and_body_from_the_names_decided_for(text: str, attrs: dict[str, str]) -> None:
    gold = marked(text)
    spans = [candidate(entity.start, entity.end, entity.label) for entity in gold.entities]
    posts = [span for span in with_attributes(View.of(gold.text), spans, name_lexicons()) if span.label == "ROLE"]
    assert [dict(post.attrs) for post in posts] == [attrs]
