"""Which candidates become entities."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.arbitration import arbitrate, propose
from vnpolnlp.document import Candidate, Document, Label


def with_attrs(**attrs: str) -> Candidate:
    return Candidate(0, 9, "DATE", "test/a", attrs)


def candidate(start: int, end: int, label: Label = "ORG", rank: int = 0, by: str = "test/a") -> Candidate:
    return Candidate(start, end, label, by, {}, rank)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(
            [candidate(0, 4), candidate(4, 9), candidate(12, 13)],
            [candidate(0, 4), candidate(4, 9), candidate(12, 13)],
            id="neighbours_all_stand",
        ),
        pytest.param([candidate(10, 12), candidate(0, 4)], [candidate(0, 4), candidate(10, 12)], id="text_order"),
        pytest.param([candidate(8, 18, "LOC"), candidate(0, 18)], [candidate(0, 18)], id="longer_over_one_inside"),
        pytest.param([candidate(0, 9), candidate(6, 20)], [candidate(6, 20)], id="longer_over_one_that_overlaps"),
        pytest.param(
            [candidate(0, 9, rank=9), candidate(0, 10, "LOC")], [candidate(0, 10, "LOC")], id="longer_over_higher_rank"
        ),
        pytest.param(
            [candidate(0, 9, "ORG"), candidate(0, 9, "LOC", rank=1)], [candidate(0, 9, "LOC", rank=1)], id="higher_rank"
        ),
        pytest.param(
            [candidate(0, 9, "DATE"), candidate(0, 9, "PER"), candidate(0, 9, "RESOLUTION"), candidate(0, 9, "ORG")],
            [candidate(0, 9, "RESOLUTION")],
            id="label_order",
        ),
        pytest.param([candidate(3, 9), candidate(0, 6)], [candidate(0, 6)], id="earlier_of_two_alike"),
        pytest.param(
            [candidate(0, 9, by="test/b"), candidate(0, 9, by="test/a")], [candidate(0, 9)], id="first_rule_by_name"
        ),
        pytest.param([with_attrs(), with_attrs(value="2021")], [with_attrs(value="2021")], id="more_attributes"),
        pytest.param(
            [candidate(0, 5), candidate(4, 12), candidate(11, 15)],
            [candidate(4, 12)],
            id="the_longest_beats_both_sides",
        ),
        pytest.param(
            [candidate(0, 6), candidate(5, 12), candidate(11, 20)],
            [candidate(0, 6), candidate(11, 20)],
            id="what_lost_does_not_beat_others",
        ),
    ],
)
def test_policy(given_: list[Candidate], kept: list[Candidate]) -> None:
    assert arbitrate(given_) == kept


candidates = st.lists(
    st.builds(
        lambda start, size, label, rank, by, value: Candidate(
            start, start + size, label, by, {"value": value} if value else {}, rank
        ),
        st.integers(0, 30), st.integers(1, 12), st.sampled_from(get_args(Label)), st.integers(0, 2),
        st.sampled_from(["a/x", "b/y"]), st.sampled_from(["", "", "2021", "2022"]),
    ),
    max_size=25,
)  # fmt: skip


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_count(found: list[Candidate], random: Random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert arbitrate(shuffled) == arbitrate(found)


@given(candidates)
def test_winners_are_flat_and_sorted_and_every_loser_is_beaten(found: list[Candidate]) -> None:
    winners = arbitrate(found)
    assert all(before.end <= after.start for before, after in pairwise(winners))
    assert all(winner in found for winner in winners)
    for loser in found:
        beaten_by = [winner for winner in winners if winner.start < loser.end and loser.start < winner.end]
        assert any(winner.end - winner.start >= loser.end - loser.start for winner in beaten_by)


@given(candidates)
def test_winners_stand_again(found: list[Candidate]) -> None:
    assert arbitrate(arbitrate(found)) == arbitrate(found)


@given(candidates, candidates)
def test_proposing_twice_is_proposing_all_at_once(first: list[Candidate], second: list[Candidate]) -> None:
    document = Document("Tỉnh  uỷ  Hoà Bình " * 4)
    assert propose(propose(document, first), second).entities == propose(document, [*first, *second]).entities


def test_propose_gives_raw_offsets_and_numbers_in_text_order() -> None:
    document = Document("Tỉnh  uỷ họp năm  2021")
    done = propose(propose(document, [candidate(12, 20, "DATE")]), [candidate(0, 7)])
    assert [(e.id, e.start, e.end, e.label, e.text, e.by) for e in done.entities] == [
        ("e1", 0, 8, "ORG", "Tỉnh  uỷ", "test/a"),
        ("e2", 13, 22, "DATE", "năm  2021", "test/a"),
    ]
    assert document.entities == ()


def test_entities_are_numbered_anew_after_some_were_taken_out() -> None:
    done = propose(Document("Tỉnh ủy họp năm 2021"), [candidate(0, 7), candidate(12, 20, "DATE")])
    left = done.with_layers(entities=done.entities[1:], candidates=done.candidates[1:])
    assert [(e.id, e.text) for e in propose(left, []).entities] == [("e1", "năm 2021")]
