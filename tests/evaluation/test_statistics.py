"""Intervals and the test between two systems: by hand where it can be, and by what must hold."""

import random
from itertools import product

import numpy as np
import pytest

from vnpolnlp.evaluation.score import NAMES
from vnpolnlp.evaluation.statistics import Interval, differences, intervals

STRICT = NAMES.index("strict")


def row(right, predicted, gold, name="strict"):
    numbers = np.zeros((len(NAMES), 3), dtype=np.int32)
    numbers[NAMES.index(name)] = (2 * right, predicted, gold)
    return numbers


def rows(*counts):
    return [row(*one) for one in counts]


def f1(*counts):
    return 2 * sum(one[0] for one in counts) / sum(one[1] + one[2] for one in counts)


def test_an_interval_by_hand():
    # Two documents, F1 1 and 0: a sample has both of one (a quarter of the time each) or one of each, F1 1/2. The
    # middle 95% of 0, 1/2, 1/2, 1 reaches from end to end.
    found = intervals(rows((2, 2, 2), (0, 2, 2)), samples=1000, seed=1)
    assert found["strict"] == Interval(0.0, 1.0)


def test_documents_that_are_alike_have_no_spread():
    assert intervals(rows(*[(3, 4, 6)] * 5), samples=100, seed=1)["strict"] == Interval(0.6, 0.6)


def test_what_is_on_neither_side_has_no_interval():
    assert set(intervals(rows((1, 1, 1), (1, 2, 2)), samples=50, seed=1)) == {"strict"}


@pytest.mark.parametrize(("counts", "samples"), [([(1, 1, 1)], 100), ([], 100), ([(1, 1, 1), (0, 1, 1)], 0)])
def test_there_are_no_intervals_of_less_than_two_documents_or_without_samples(counts, samples):
    assert intervals(rows(*counts), samples=samples, seed=1) == {}


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly_the_same():
    rng = random.Random(0)
    many = rows(*((rng.randint(3, 9), 10, 10) for _ in range(60)))
    one, same, other = (intervals(many, samples=500, seed=seed)["strict"] for seed in (1, 1, 2))
    assert one == same != other
    assert one.low == pytest.approx(other.low, abs=0.02)
    assert one.low < f1(*((r[STRICT, 0] / 2, 10, 10) for r in many)) < one.high


def test_nine_in_ten_intervals_or_more_hold_the_truth():
    # Documents with ten entities of which each is right with chance 0.7: F1 is 0.7. Fixed seeds, so no test by chance.
    held = 0
    for seed in range(100):
        rng = random.Random(seed)
        many = rows(*((sum(rng.random() < 0.7 for _ in range(10)), 10, 10) for _ in range(40)))
        found = intervals(many, samples=200, seed=seed)["strict"]
        held += found.low <= 0.7 <= found.high
    assert held >= 90


def test_p_is_near_that_of_all_ways_to_change_sides():
    first = [(1, 2, 3), (2, 4, 4), (0, 3, 2), (3, 3, 5), (1, 1, 2), (2, 5, 3)]
    second = [(2, 2, 3), (3, 4, 4), (1, 2, 2), (3, 4, 5), (2, 2, 2), (1, 5, 3)]
    seen = abs(f1(*second) - f1(*first))
    as_large = 0
    for sides in product((False, True), repeat=6):
        one = [b if swap else a for a, b, swap in zip(first, second, sides, strict=True)]
        other = [a if swap else b for a, b, swap in zip(first, second, sides, strict=True)]
        as_large += abs(f1(*other) - f1(*one)) >= seen - 1e-12
    found = differences(rows(*first), rows(*second), samples=20_000, seed=3)["strict"]
    assert found.f1 == pytest.approx(f1(*second) - f1(*first))
    assert found.p == pytest.approx(as_large / 64, abs=0.01)
    assert found.interval.low <= found.f1 <= found.interval.high


def test_a_system_does_not_differ_from_itself():
    same = rows((1, 2, 3), (4, 5, 6), (0, 1, 1))
    found = differences(same, same, samples=200, seed=1)["strict"]
    assert (found.f1, found.p, found.interval) == (0.0, 1.0, Interval(0.0, 0.0))


def test_a_system_that_is_better_in_every_document_differs():
    found = differences(rows(*[(5, 10, 10)] * 20), rows(*[(8, 10, 10)] * 20), samples=999, seed=1)["strict"]
    assert found.p < 0.01
    assert found.interval == Interval(pytest.approx(0.3), pytest.approx(0.3))


def test_turning_the_systems_round_changes_the_sign_only():
    rng = random.Random(5)
    one, other = (rows(*((rng.randint(0, 6), 7, 8) for _ in range(12))) for _ in range(2))
    there, back = differences(one, other, samples=300, seed=1), differences(other, one, samples=300, seed=1)
    assert there["strict"].f1 == pytest.approx(-back["strict"].f1)
    assert there["strict"].p == pytest.approx(back["strict"].p, abs=0.02)
    assert there["strict"].interval.low == pytest.approx(-back["strict"].interval.high)


def test_one_document_has_a_difference_and_no_test():
    found = differences(rows((1, 2, 2)), rows((2, 2, 2)), samples=100, seed=1)["strict"]
    assert (found.f1, found.interval, found.p) == (0.5, None, 1.0)


def test_the_mean_over_labels_is_that_of_the_labels_there_are():
    both = row(1, 1, 1, "strict/PER") + row(0, 1, 1, "strict/ORG")
    assert intervals([both, both], samples=20, seed=1)["macro"] == Interval(0.5, 0.5)
