"""The shipped pipeline is not worse than it was on the part of the gold corpus that is held back."""

from __future__ import annotations

import pytest
from quality_floor import MEASURES, Quality, measured, read, report

FLOOR = read()


@pytest.fixture(scope="module")
def quality() -> Quality:
    return measured()


def test_the_held_back_gold_is_that_of_the_floor(quality: Quality) -> None:
    assert quality.gold == FLOOR["gold"], "the held-back gold has changed: look at the scores and run `make floor`"


@pytest.mark.parametrize("measure", MEASURES)
def test_no_score_is_below_its_floor(quality: Quality, measure: str) -> None:
    floor, score = FLOOR["floors"][measure], quality.scores[measure].f1
    lost = report(frozenset(FLOOR["errors"]), quality.errors)
    assert score >= floor, f"{measure} is {score:.4f}, below its floor {floor} in tests/quality_floor.json\n{lost}"


def test_gains_and_losses_are_printed(quality: Quality, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\n" + report(frozenset(FLOOR["errors"]), quality.errors))


def test_a_report_names_what_is_new_and_what_is_gone() -> None:
    assert report(frozenset({"a", "b"}), frozenset({"b", "c"})).splitlines() == [
        "held-back gold: 1 errors gone, 1 new since quality_floor.json was written",
        "  gain a",
        "  loss c",
    ]
