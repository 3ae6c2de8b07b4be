"""Training: the gradient is that of the likelihood, and what can be learnt is learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.linear_chain import FeatureTable, LinearChain, Template, feature_keys
from vnpolnlp.training.chain import Examples, gradient, known_features, train

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


# The slow way: all label sequences of each sentence.


def path_score(scores: Floats, transitions: Floats, path: Sequence[int]) -> float:
    steps = sum(float(scores[at, label]) for at, label in enumerate(path))
    return steps + sum(float(transitions[pair]) for pair in pairwise(path))


def slow_gradient(
    scores: Floats, transitions: Floats, lengths: Ints, gold: Ints, cost: Floats
) -> tuple[Floats, Floats, float]:
    wrong, pairs, likelihood = np.zeros_like(scores), np.zeros_like(transitions), 0.0
    first = 0
    for length in lengths.tolist():
        part, right = scores[first : first + length], tuple(gold[first : first + length].tolist())
        paths = list(product(range(scores.shape[1]), repeat=length))
        weights = np.exp([path_score(part, transitions, path) for path in paths])
        chances = weights / weights.sum()
        price = float(cost[first]) if length else 0.0
        for path, chance in [*zip(paths, -chances, strict=True), (right, 1.0)]:
            for at, label in enumerate(path):
                wrong[first + at, label] += price * chance
            for pair in pairwise(path):
                pairs[pair] += price * chance
        likelihood += price * float(np.log(chances[paths.index(right)]))
        first += length
    return wrong, pairs, likelihood


Problem = tuple[Floats, Floats, Ints, Ints, Floats]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Scores, transitions, lengths, labels and costs; the cost of a sentence is one."""
    lengths = np.array(draw(st.lists(st.integers(0, 4), max_size=4).filter(any)), dtype=np.int64)
    labels = draw(st.integers(1, 3))
    scale = draw(st.sampled_from([0.1, 1.0, 5.0]))
    random = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    scores = random.normal(scale=scale, size=(int(lengths.sum()), labels))
    transitions = random.normal(scale=scale, size=(labels, labels))
    cost = np.repeat(random.choice([0.5, 1.0, 6.0], size=len(lengths)), lengths)
    return scores, transitions, lengths, random.integers(0, labels, size=len(scores)), cost


@settings(max_examples=150)
@given(problems())
def test_the_gradient_is_that_of_all_label_sequences(problem: Problem) -> None:
    wrong, pairs, _ = gradient(*problem)
    expected_wrong, expected_pairs, _ = slow_gradient(*problem)
    assert np.allclose(wrong, expected_wrong, atol=1e-9)
    assert np.allclose(pairs, expected_pairs, atol=1e-9)


@settings(max_examples=100)
@given(problems())
def test_the_likelihood_differs_as_that_of_all_label_sequences_does(problem: Problem) -> None:
    """Sentences of several costs are compared by differences, in which what all labels of a row share cancels out."""
    scores, transitions, lengths, gold, cost = problem
    labels = [gold, (gold + 1) % scores.shape[1]]
    found = [gradient(scores, transitions, lengths, some, cost)[2] for some in labels]
    expected = [slow_gradient(scores, transitions, lengths, some, cost)[2] for some in labels]
    assert found[0] - found[1] == pytest.approx(expected[0] - expected[1], abs=1e-7)


@settings(max_examples=30)
@given(problems(), st.randoms(use_true_random=False))
def test_the_gradient_is_what_finite_differences_of_the_likelihood_are(problem: Problem, random: object) -> None:
    scores, transitions, lengths, gold, cost = problem
    wrong, pairs, _ = gradient(*problem)
    step = 1e-5

    def slope(of: Floats, at: tuple[int, ...]) -> float:
        sides = []
        for sign in (1, -1):
            before = of[at]
            of[at] += sign * step
            sides.append(gradient(scores, transitions, lengths, gold, cost)[2])
            of[at] = before
        return (sides[0] - sides[1]) / (2 * step)

    assert all(slope(scores, at) == pytest.approx(wrong[at], abs=1e-4) for at in np.ndindex(*scores.shape))
    assert all(slope(transitions, at) == pytest.approx(pairs[at], abs=1e-4) for at in np.ndindex(*transitions.shape))


@settings(max_examples=50)
@given(problems())
def test_the_likelihood_is_a_probability(problem: Problem) -> None:
    scores, transitions, lengths, gold, cost = problem
    ones = np.ones_like(cost)
    likelihood = gradient(scores, transitions, lengths, gold, ones)[2]
    assert likelihood == pytest.approx(slow_gradient(scores, transitions, lengths, gold, ones)[2], abs=1e-7)
    assert likelihood <= 1e-9


def test_large_scores_do_not_overflow() -> None:
    scores = np.array([[800.0, -800.0], [-800.0, 800.0], [0.0, 1.0]])
    wrong, pairs, likelihood = gradient(scores, np.zeros((2, 2)), np.array([2, 1]), np.array([0, 1, 1]), np.ones(3))
    assert all(np.isfinite(part).all() for part in (wrong, pairs, likelihood))
    assert np.abs(wrong[:2]).max() < 1e-6


# Features.


def examples(forms: Sequence[Sequence[int]], gold: Sequence[Sequence[int]], **options: float) -> Examples:
    lengths = np.array([len(sentence) for sentence in forms], dtype=np.int64)
    columns = {"form": np.array([form for sentence in forms for form in sentence], dtype=np.int64)}
    labels = np.array([label for sentence in gold for label in sentence], dtype=np.int64)
    return Examples(columns, lengths, labels, **options)  # type: ignore[arg-type]


FORM = (Template("form[0]"),)
BOTH = (Template("form[0]"), Template("form[-1] form[0]"))


def keys_of(*forms: int) -> set[int]:
    return set(feature_keys({"form": np.array(forms)}, FORM, np.array([len(forms)]))[0].tolist())


@pytest.mark.parametrize(("least", "known"), [(1, (1, 2, 3)), (2, (2, 3)), (3, (3,))])
def test_features_that_occur_often_enough_are_known(least: int, known: tuple[int, ...]) -> None:
    some = examples([[1, 2, 3], [2, 3], [3]], [[0] * 3, [0] * 2, [0]], least=least)
    assert set(known_features([some], FORM).tolist()) == keys_of(*known)


def test_a_feature_must_occur_often_enough_in_one_of_the_sets_and_not_in_all_together() -> None:
    one, other = examples([[1, 2, 2]], [[0] * 3], least=2), examples([[1, 3, 2]], [[0] * 3], least=2)
    assert set(known_features([one, other], FORM).tolist()) == keys_of(2)
    assert set(known_features([one, replace(other, least=1)], FORM).tolist()) == keys_of(1, 2, 3)


def test_known_features_are_in_order_and_there_once() -> None:
    some = examples([[1, 2, 1], [2, 1]], [[0] * 3, [0] * 2])
    keys = known_features([some, some], BOTH)
    assert (np.diff(keys) > 0).all()
    assert FeatureTable.of(keys).rows(feature_keys(some.columns, BOTH, some.lengths)).all()


def test_what_is_never_often_enough_is_not_known() -> None:
    assert len(known_features([examples([[1, 2]], [[0, 0]], least=2)], FORM)) == 0


# Learning.


def toy(sentences: int, seed: int) -> Examples:
    """A language whose labels depend on the form, on the form before it, and on the label before."""
    random = np.random.default_rng(seed)
    forms = [random.integers(1, 6, size=random.integers(1, 8)).tolist() for _ in range(sentences)]
    gold = []
    for sentence in forms:
        labels: list[int] = []
        for at, form in enumerate(sentence):
            before = sentence[at - 1] if at else 0
            labels.append(2 if form == 5 else int(form in (1, 2) or (form == 3 and before == 4)))
        gold.append(labels)
    return examples(forms, gold)


def right(chain: LinearChain, some: Examples) -> float:
    return float((chain.decode(chain.scores(some.columns, some.lengths), some.lengths) == some.gold).mean())


def learn(*sets: Examples, seed: int = 1, epochs: int = 8, **options: object) -> LinearChain:
    keys = known_features(sets, BOTH)
    return train("ABC", BOTH, keys, sets, epochs=epochs, rate=0.5, seed=seed, **options)  # type: ignore[arg-type]


def test_a_toy_language_is_learnt_without_an_error() -> None:
    chain = learn(toy(400, seed=1))
    assert chain.labels == ("A", "B", "C")
    assert right(chain, toy(400, seed=1)) == 1.0
    assert right(chain, toy(200, seed=2)) == 1.0
    assert not chain.weights[0].any()


def test_labels_that_only_their_neighbours_decide_are_learnt_by_transitions() -> None:
    """All forms are the same but the first, whose label goes on to the end."""
    forms = [[first, *[9] * 5] for first in (1, 2)] * 50
    some = examples(forms, [[form[0] - 1] * 6 for form in forms])
    keys = known_features([some], FORM)
    chain = train("AB", FORM, keys, [some], epochs=30, rate=0.5)
    assert right(chain, some) == 1.0


def test_training_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    def trained(seed: int) -> LinearChain:
        return learn(toy(20_000, seed=1), seed=seed, epochs=1)  # more than one step

    first, again, other = trained(1), trained(1), trained(2)
    assert np.array_equal(first.weights, again.weights)
    assert np.array_equal(first.transitions, again.transitions)
    assert not np.array_equal(first.weights, other.weights)


def test_what_costs_more_is_learnt_where_sets_disagree() -> None:
    one, other = examples([[1]] * 30, [[0]] * 30), examples([[1]] * 30, [[1]] * 30)
    keys = known_features([one, other], FORM)
    for weights, label in (((5.0, 1.0), 0), ((1.0, 5.0), 1)):
        sets = [replace(one, weight=weights[0]), replace(other, weight=weights[1])]
        chain = train("AB", FORM, keys, sets, epochs=20, rate=0.5)
        lengths = np.array([1])
        assert chain.decode(chain.scores({"form": np.array([1])}, lengths), lengths).tolist() == [label]


def test_training_goes_on_from_a_chain_and_leaves_it_as_it_is() -> None:
    some = toy(100, seed=1)
    start = learn(some, epochs=1)
    before = start.weights.copy(), start.transitions.copy()
    further = learn(some, epochs=6, start=start)
    assert np.array_equal(start.weights, before[0])
    assert np.array_equal(start.transitions, before[1])
    assert right(further, some) >= right(start, some)


def test_unknown_features_weigh_nothing() -> None:
    some = toy(50, seed=1)
    keys = known_features([some], BOTH)[:5]
    chain = train("ABC", BOTH, keys, [some], epochs=2)
    assert chain.weights.shape == (6, 3)
    assert not chain.weights[0].any()


def test_empty_sentences_are_no_obstacle() -> None:
    some = toy(50, seed=1)
    gaps = replace(some, lengths=np.insert(some.lengths, [0, 7, 50], 0))
    assert np.array_equal(learn(some).weights, learn(gaps).weights)
