"""Training a linear chain: conditional random fields by stochastic gradients, in arrays as the tagger itself.

The weights maximise the likelihood of the labels (Lafferty, McCallum & Pereira 2001), with the step of AdaGrad for
each weight (Duchi, Hazan & Singer 2011, https://jmlr.org/papers/v12/duchi11a.html).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnpolnlp.linear_chain import (
    Columns,
    FeatureTable,
    Floats,
    Ints,
    Keys,
    LinearChain,
    Template,
    batches,
    feature_keys,
)

_PARTS = 4  # of which a batch is made, so that each epoch has other ones


@dataclass(frozen=True)
class Examples:
    """Labelled sentences in columns.

    Attributes:
        columns: what templates read.
        lengths: of the sentences.
        gold: the number of the label of each row.
        least: how often a feature must occur in them to be learnt.
        weight: what an error in them costs: less where a program gave the labels.
    """

    columns: Columns
    lengths: Ints
    gold: Ints
    least: int = 1
    weight: float = 1.0


def known_features(sets: Sequence[Examples], templates: Sequence[Template]) -> Keys:
    """The keys, in order, of the features that occur often enough in one of the sets."""
    kept: list[Keys] = []
    for template in templates:
        for examples in sets:
            keys, counts = np.unique(feature_keys(examples.columns, [template], examples.lengths), return_counts=True)
            kept.append(keys[counts >= examples.least])
    return np.unique(np.concatenate(kept))


def train(
    labels: Sequence[str],
    templates: Sequence[Template],
    keys: Keys,
    sets: Sequence[Examples],
    *,
    epochs: int,
    rate: float = 0.1,
    decay: float = 1e-6,
    batch: int = 12_000,
    caution: float = 1e-4,
    seed: int = 1,
    start: LinearChain | None = None,
) -> LinearChain:
    """The chain that is learnt from the sets, shuffled together.

    Args:
        labels: the labels, by number.
        templates: the features.
        keys: of the features that are learnt; row ``n + 1`` of the weights is that of key ``n``.
        sets: the examples.
        epochs: how often each example is read.
        rate: the length of the first steps; it falls linearly to a tenth.
        decay: how much of a weight is lost when it is updated (L2 regularisation).
        batch: how many rows are read between two steps.
        caution: the sum of squares that AdaGrad begins with; the larger, the shorter the first steps of rare features.
        seed: of the order of the examples.
        start: a chain to go on from, with the same labels, templates and keys.
    """
    table = FeatureTable.of(keys)
    weights = start.weights.astype(np.float32) if start else np.zeros((1 + len(keys), len(labels)), np.float32)
    transitions = start.transitions.astype(np.float64) if start else np.zeros((len(labels), len(labels)))
    squares, transition_squares = np.full_like(weights, caution), np.full_like(transitions, max(caution, 1e-2))
    prepared = [_rows(examples, templates, table) for examples in sets]
    parts = [
        (number, sentences, rows)
        for number, examples in enumerate(sets)
        for sentences, rows in batches(examples.lengths, batch // _PARTS)
    ]
    random = np.random.default_rng(seed)
    steps = epochs * len(parts)
    done = 0
    for epoch in range(1, epochs + 1):
        random.shuffle(parts)
        loss = 0.0
        for first in range(0, len(parts), _PARTS):
            chosen = parts[first : first + _PARTS]
            rows = np.concatenate([prepared[number][:, part] for number, _, part in chosen], axis=1)
            lengths = np.concatenate([sets[number].lengths[sentences] for number, sentences, _ in chosen])
            gold = np.concatenate([sets[number].gold[part] for number, _, part in chosen])
            cost = np.concatenate(
                [np.full(part.stop - part.start, sets[number].weight, np.float32) for number, _, part in chosen]
            )
            scores = weights[rows].sum(axis=0)
            wrong, pairs_wrong, likelihood = gradient(scores, transitions, lengths, gold, cost)
            loss -= likelihood
            step = rate * (1 - 0.9 * done / steps)
            used, places = np.unique(rows, return_inverse=True)
            places = places.reshape(-1)
            slope = np.empty((len(used), len(labels)), np.float32)
            for label in range(len(labels)):
                slope[:, label] = np.bincount(places, weights=np.tile(wrong[:, label], len(rows)), minlength=len(used))
            squares[used] += slope * slope
            weights[used] = (weights[used] + step * slope / np.sqrt(squares[used])) * (1 - decay)
            weights[0] = 0.0
            transition_squares += pairs_wrong * pairs_wrong
            transitions += step * pairs_wrong / np.sqrt(transition_squares)
            done += len(chosen)
        print(f"epoch {epoch}: loss {loss / sum(len(e.gold) for e in sets):.5f}", file=sys.stderr, flush=True)
    return LinearChain(tuple(labels), tuple(templates), table, weights, transitions.astype(np.float32))


def _rows(examples: Examples, templates: Sequence[Template], table: FeatureTable) -> npt.NDArray[np.int32]:
    rows = [table.rows(feature_keys(examples.columns, [template], examples.lengths))[0] for template in templates]
    return np.array(rows, dtype=np.int32)


def gradient(
    scores: Floats, transitions: Floats, lengths: Ints, gold: Ints, cost: Floats
) -> tuple[Floats, Floats, float]:
    """What is wrong with each score and each transition, and the log likelihood of the labels, each times its cost.

    The marginals come from the forward and backward recursions, scaled to sum to one at each row (Rabiner 1989,
    https://doi.org/10.1109/5.18626).
    """
    factors = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
    jumps = np.exp(transitions)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    firsts, falling = starts[order], lengths[order]
    longest = int(falling[0])
    reached = np.searchsorted(-falling, -np.arange(longest), side="left").tolist()
    forward, backward = np.empty_like(factors), np.ones_like(factors)
    norms = np.empty(len(factors))
    for step in range(longest):
        at = firsts[: reached[step]] + step
        value = factors[at] if step == 0 else (forward[at - 1] @ jumps) * factors[at]
        norms[at] = value.sum(axis=1)
        forward[at] = value / norms[at, None]
    for step in range(longest - 1, 0, -1):
        at = firsts[: reached[step]] + step
        backward[at - 1] = (factors[at] * backward[at]) @ jumps.T / norms[at, None]
    marginals = forward * backward
    marginals /= marginals.sum(axis=1, keepdims=True)
    wrong = -marginals
    places = np.arange(len(gold))
    wrong[places, gold] += 1.0
    wrong *= cost[:, None]
    second = np.ones(len(gold), dtype=bool)
    second[starts[lengths > 0]] = False
    later = np.flatnonzero(second)
    ahead = (factors * backward)[later] * (cost[later] / norms[later])[:, None]
    pairs = -(forward[later - 1].T @ ahead) * jumps
    np.add.at(pairs, (gold[later - 1], gold[later]), cost[later])
    likelihood = float(
        (cost * (np.log(factors[places, gold]) - np.log(norms))).sum()
        + (cost[later] * transitions[gold[later - 1], gold[later]]).sum()
    )
    return wrong, pairs, likelihood
