"""Keeping some of the entities."""

from __future__ import annotations

import pickle

import pytest

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document, Entity, Quote, Relation, Term
from vnpolnlp.errors import ConfigError
from vnpolnlp.stages.select import Select

TEXT = "Bí thư Tỉnh  uỷ Kiên Giang Đỗ Thanh Bình"
DOCUMENT = Document(
    TEXT,
    entities=(
        Entity("e1", 0, 6, "ROLE", "Bí thư", {"holder": "Đỗ Thanh Bình"}, "roles/x"),
        Entity("e2", 7, 26, "ORG", "Tỉnh  uỷ Kiên Giang", {}, "names/x"),
        Entity("e3", 27, 40, "PER", "Đỗ Thanh Bình", {}, "names/x"),
    ),
    quotes=(Quote("q1", 0, 6, "Bí thư", "term", True, None, "Đỗ Thanh Bình", "quotes/x"),),
    terms=(Term(0, 6, "x", True),),
    relations=(Relation("holds", "e3", "e1"), Relation("of", "e1", "e2")),
)


@pytest.mark.parametrize(
    ("labels", "ids", "relations"),
    [
        pytest.param(["PER", "ROLE", "ORG"], ["e1", "e2", "e3"], ["holds", "of"], id="all"),
        pytest.param(["PER", "ROLE"], ["e1", "e3"], ["holds"], id="one_relation_loses_its_tail"),
        pytest.param(["ORG", "PER"], ["e2", "e3"], [], id="both_relations_lose_an_end"),
        pytest.param(["DATE"], [], [], id="none"),
        pytest.param(("PER", "PER"), ["e3"], [], id="a_tuple_with_one_twice"),
    ],
)
def test_select(labels: list[str], ids: list[str], relations: list[str]) -> None:
    selected = Select(labels=labels)(DOCUMENT)
    assert [entity.id for entity in selected.entities] == ids
    assert [relation.label for relation in selected.relations] == relations
    assert all(entity in DOCUMENT.entities for entity in selected.entities)


def test_other_layers_stay() -> None:
    selected = Select(labels=["DATE"])(DOCUMENT)
    assert (selected.quotes, selected.terms, selected.text) == (DOCUMENT.quotes, DOCUMENT.terms, DOCUMENT.text)


def test_a_stage_after_it_brings_nothing_back() -> None:
    found = [
        Candidate(0, 25, "ORG", "x"),  # left out
        Candidate(15, 25, "LOC", "x"),  # lost against it
        Candidate(26, 39, "PER", "x"),
    ]
    selected = Select(labels=["LOC", "PER"])(propose(Document(TEXT), found))
    assert [entity.text for entity in selected.entities] == ["Đỗ Thanh Bình"]
    later = propose(selected, [Candidate(0, 6, "ROLE", "y")])
    assert [entity.text for entity in later.entities] == ["Bí thư", "Đỗ Thanh Bình"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        pytest.param(["PER", "MISC"], "no entity has the label 'MISC'; known are PER, LOC,", id="unknown"),
        pytest.param(["per"], "no entity has the label 'per'", id="lower_case"),
        pytest.param([1], "no entity has the label 1", id="number"),
        pytest.param([["PER"]], r"no entity has the label \['PER'\]", id="list_in_a_list"),
        pytest.param("PER", "labels is 'PER', not a list", id="string"),
        pytest.param([], r"labels is \[\], not a list", id="empty"),
        pytest.param(3, "labels is 3, not a list", id="not_a_list"),
        pytest.param({"PER": 1}, "not a list", id="table"),
    ],
)
def test_wrong_labels_are_told(labels: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Select(labels=labels)


def test_select_pickles() -> None:
    stage = Select(labels=["PER"])
    assert pickle.loads(pickle.dumps(stage))(DOCUMENT) == stage(DOCUMENT)
