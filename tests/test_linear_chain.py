"""The linear-chain tagger against the same, written so slowly that nothing can be wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnpolnlp.linear_chain import (
    BOS,
    EOS,
    FeatureTable,
    LinearChain,
    Template,
    batches,
    feature_keys,
    outside_key,
    viterbi,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
Number = TypeVar("Number", bound=np.generic)
Sentence = list[dict[str, int]]  # a row: column -> integer

COLUMNS = ("form", "shape", "tag_2")


# The slow way.


def slow_feature(template: Template, sentence: Sentence, at: int) -> object:
    """What a template reads at a row: integers, or the side on which it leaves the sentence, the left one first."""
    offsets = [offset for _, offset in template.atoms]
    if at + min(*offsets, 0) < 0:
        return BOS
    if at + max(*offsets, 0) >= len(sentence):
        return EOS
    return tuple(sentence[at + offset][column] for column, offset in template.atoms)


def slow_score(scores: Floats, transitions: Floats, path: Sequence[int]) -> float:
    total = float(scores[0, path[0]])
    for at, (before, label) in enumerate(pairwise(path), start=1):
        total = total + float(transitions[before, label]) + float(scores[at, label])
    return total


def slow_best(scores: Floats, transitions: Floats) -> list[float]:
    """The best score of all paths that there are."""
    paths = product(range(scores.shape[1]), repeat=len(scores))
    return [max(slow_score(scores, transitions, path) for path in paths)] if len(scores) else []


def slow_viterbi(scores: Floats, transitions: Floats) -> list[int]:
    """The best path, of those with the same score the one whose last labels come first."""
    if not len(scores):
        return []
    totals = [scores[0].tolist()]
    for line in scores[1:].tolist():
        totals.append(
            [
                max(total + float(transitions[before, label]) for before, total in enumerate(totals[-1])) + score
                for label, score in enumerate(line)
            ]
        )
    path = [totals[-1].index(max(totals[-1]))]
    for line in reversed(totals[:-1]):
        reached = [total + float(transitions[before, path[0]]) for before, total in enumerate(line)]
        path.insert(0, reached.index(max(reached)))
    return path


# Anything that there can be.


templates = st.lists(
    st.lists(st.tuples(st.sampled_from(COLUMNS), st.integers(-2, 2)), min_size=1, max_size=3).map(
        lambda atoms: Template(" ".join(f"{column}[{offset}]" for column, offset in atoms))
    ),
    min_size=1,
    max_size=5,
    unique=True,
)
integers = st.integers(1, 3) | st.sampled_from((12_345, (1 << 20) - 1, (1 << 40) - 1))
rows = st.fixed_dictionaries(dict.fromkeys(COLUMNS, integers))
sentences = st.lists(st.lists(rows, max_size=6) | st.lists(rows, min_size=1, max_size=1), max_size=6)


def columns_of(batch: Sequence[Sentence]) -> dict[str, Ints]:
    return {name: np.array([row[name] for s in batch for row in s], dtype=np.int64) for name in COLUMNS}


def lengths_of(batch: Sequence[Sentence]) -> Ints:
    return np.array([len(sentence) for sentence in batch], dtype=np.int64)


@dataclass
class Model:
    """A chain, and its weights by what the templates read."""

    chain: LinearChain
    known: dict[tuple[int, object], Floats]

    def slow_scores(self, batch: Sequence[Sentence]) -> list[Floats]:
        nothing = np.zeros(len(self.chain.labels))
        return [
            np.sum(
                [
                    self.known.get((number, slow_feature(template, sentence, at)), nothing)
                    for number, template in enumerate(self.chain.templates)
                ],
                axis=0,
            )
            for sentence in batch
            for at in range(len(sentence))
        ]


@st.composite
def models(draw: st.DrawFn) -> tuple[Model, list[Sentence]]:
    """A model, which knows some of the features of some sentences, and these sentences."""
    chosen = draw(templates)
    batch = draw(sentences)
    labels = draw(st.integers(1, 4))
    random = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    keys = feature_keys(columns_of(batch), chosen, lengths_of(batch))
    known: dict[tuple[int, object], Floats] = {}
    known_keys: list[np.uint64] = []
    for number, template in enumerate(chosen):
        at = 0
        for sentence in batch:
            for place in range(len(sentence)):
                feature = number, slow_feature(template, sentence, place)
                if feature not in known and random.random() < 0.7:
                    known[feature] = random.normal(size=labels)
                    known_keys.append(keys[number, at])
                at += 1
    weights = np.concatenate((np.zeros((1, labels)), np.array([*known.values()]).reshape(-1, labels)))
    chain = LinearChain(
        labels=tuple(f"L{number}" for number in range(labels)),
        templates=tuple(chosen),
        table=FeatureTable.of(np.array(known_keys, dtype=np.uint64)),
        weights=weights,
        transitions=random.normal(size=(labels, labels)),
    )
    return Model(chain, known), batch


# Templates and keys.


@pytest.mark.parametrize(
    ("text", "atoms", "reach"),
    [
        ("form[0]", (("form", 0),), (0, 0)),
        ("form[-2]", (("form", -2),), (2, 0)),
        ("form[3]", (("form", 3),), (0, 3)),
        ("form[-1] form[0] shape[1]", (("form", -1), ("form", 0), ("shape", 1)), (1, 1)),
        ("tag_2[-10] tag_2[-11]", (("tag_2", -10), ("tag_2", -11)), (11, 0)),
    ],
)
def test_template_says_what_it_reads(text: str, atoms: tuple[tuple[str, int], ...], reach: tuple[int, int]) -> None:
    assert Template(text).atoms == atoms
    assert Template(text).reach == reach


@settings(max_examples=200)
@given(templates, sentences)
def test_keys_are_the_same_exactly_where_templates_read_the_same(chosen: list[Template], batch: list[Sentence]) -> None:
    keys = feature_keys(columns_of(batch), chosen, lengths_of(batch))
    assert keys.shape == (len(chosen), sum(map(len, batch)))
    found: dict[int, object] = {}
    for number, template in enumerate(chosen):
        read = [slow_feature(template, sentence, at) for sentence in batch for at in range(len(sentence))]
        for key, feature in zip(keys[number].tolist(), read, strict=True):
            assert found.setdefault(key, (number, feature)) == (number, feature)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("template", "side", "at"), [(Template("form[-1]"), BOS, 0), (Template("form[1]"), EOS, 1)], ids=["left", "right"]
)
def test_what_sticks_out_has_the_key_of_its_side(template: Template, side: str, at: int) -> None:
    keys = feature_keys({"form": np.array([5, 6])}, [template], np.array([2]))
    assert keys[0, at] == outside_key(template, side)
    assert keys[0, 1 - at] not in (outside_key(template, BOS), outside_key(template, EOS))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("offset", [-4, -3, -2, -1, 1, 2, 3, 4])
def test_a_template_may_reach_further_than_there_are_rows(offset: int, size: int) -> None:
    template = Template(f"form[{offset}]")
    keys = feature_keys({"form": np.arange(size)}, [template], np.array([size]))
    outside = outside_key(template, BOS if offset < 0 else EOS)
    assert [key == outside for key in keys[0]] == [not 0 <= at + offset < size for at in range(size)]


def test_zeros_have_a_key_of_their_own_in_each_template() -> None:
    chosen = [Template("form[0]"), Template("shape[0]"), Template("form[0] shape[0]")]
    keys = feature_keys({"form": np.array([0]), "shape": np.array([0])}, chosen, np.array([1]))
    assert len(set(keys[:, 0].tolist())) == 3


# The table.


@pytest.mark.parametrize("size", [0, 1, 2, 3, 100, 5000])
def test_table_gives_each_key_its_row(size: int) -> None:
    random = np.random.default_rng(size)
    keys = np.unique(random.integers(0, 1 << 64, size=size, dtype=np.uint64))
    random.shuffle(keys)
    table = FeatureTable.of(keys)
    assert table.rows(keys).tolist() == list(range(1, len(keys) + 1))
    others = random.integers(0, 1 << 64, size=1000, dtype=np.uint64)
    assert not table.rows(others[~np.isin(others, keys)]).any()


def colliding(count: int, *, slot: int) -> Keys:
    """Keys that all want the same slot."""
    keys: Keys = (np.uint64(slot) << np.uint64(48)) + np.arange(1, count + 1, dtype=np.uint64)
    return keys


@pytest.mark.parametrize("slot", [0, 1 << 15, (1 << 16) - 1], ids=["first", "middle", "last: goes on at the first"])
def test_keys_for_one_slot_are_told_apart(slot: int) -> None:
    keys = colliding(50, slot=slot)
    table = FeatureTable.of(keys)
    assert table.rows(keys).tolist() == list(range(1, 51))
    assert not table.rows(colliding(100, slot=slot)[50:]).any()


def test_rows_have_the_shape_of_the_keys() -> None:
    keys = np.arange(1, 7, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert FeatureTable.of(keys[:4]).rows(keys.reshape(2, 3)).tolist() == [[1, 2, 3], [4, 0, 0]]
    assert FeatureTable.of(keys[:4]).rows(keys[:0].reshape(2, 0)).shape == (2, 0)


@pytest.mark.parametrize(
    "keys",
    [[7, 7], [1 << 63, (1 << 63) + (1 << 40)]],
    ids=["twice the same", "the same low bits, and neighbouring slots"],
)
def test_keys_that_cannot_be_told_apart_are_refused(keys: list[int]) -> None:
    with pytest.raises(ValueError, match="told apart"):
        FeatureTable.of(np.array(keys, dtype=np.uint64))


# Scores.


@settings(max_examples=200)
@given(models())
def test_scores_are_sums_of_weights(drawn: tuple[Model, list[Sentence]]) -> None:
    model, batch = drawn
    found = model.chain.scores(columns_of(batch), lengths_of(batch))
    expected = model.slow_scores(batch)
    assert found.shape == (len(expected), len(model.chain.labels))
    assert all(np.allclose(line, other) for line, other in zip(found, expected, strict=True))


@settings(max_examples=100)
@given(models())
def test_a_batch_gives_what_single_sentences_give(drawn: tuple[Model, list[Sentence]]) -> None:
    model, batch = drawn
    chain = model.chain
    together = chain.scores(columns_of(batch), lengths_of(batch))
    alone = [chain.scores(columns_of([sentence]), lengths_of([sentence])) for sentence in batch]
    assert np.array_equal(together, np.concatenate([together[:0], *alone]))
    labels = chain.decode(together, lengths_of(batch)).tolist()
    assert labels == [
        label
        for scores, sentence in zip(alone, batch, strict=True)
        for label in chain.decode(scores, lengths_of([sentence])).tolist()
    ]


@pytest.mark.parametrize("gathered", [1, 10, 100])
def test_scores_do_not_depend_on_how_much_is_gathered(gathered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    lengths = np.array([3, 0, 1, 7, 2])
    columns = {"form": random.integers(0, 4, size=13)}
    chosen = (Template("form[0]"), Template("form[-1] form[0]"))
    keys = np.unique(feature_keys(columns, chosen, lengths))
    chain = LinearChain(("A", "B"), chosen, FeatureTable.of(keys), random.normal(size=(len(keys) + 1, 2)), np.eye(2))
    expected = chain.scores(columns, lengths)
    monkeypatch.setattr("vnpolnlp.linear_chain._ROWS_AT_ONCE", gathered * 4)
    assert np.array_equal(chain.scores(columns, lengths), expected)


def test_scores_have_the_precision_of_the_weights() -> None:
    keys = feature_keys({"form": np.array([1])}, [Template("form[0]")], np.array([1]))[0]
    weights = np.array([[0.0], [0.1]], dtype=np.float32)
    chain = LinearChain(("A",), (Template("form[0]"),), FeatureTable.of(keys), weights, np.zeros((1, 1), np.float32))
    assert chain.scores({"form": np.array([1])}, np.array([1])).dtype == np.float32


def test_small_integers_are_scaled() -> None:
    columns, lengths, chosen = (
        {"form": np.array([1, 2, 1])},
        np.array([2, 1]),
        (Template("form[0]"), Template("form[-1]")),
    )
    keys = np.unique(feature_keys(columns, chosen, lengths))
    weights = np.random.default_rng(3).integers(-99, 99, size=(len(keys) + 1, 2)).astype(np.int16)
    weights[0] = 0
    whole = LinearChain(("A", "B"), chosen, FeatureTable.of(keys), weights, np.eye(2))
    scaled = LinearChain(("A", "B"), chosen, FeatureTable.of(keys), weights, np.eye(2), scale=0.25)
    assert scaled.scores(columns, lengths).tolist() == (whole.scores(columns, lengths) * 0.25).tolist()


# Batches.


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 20))
def test_batches_are_whole_sentences_in_order(sizes: list[int], size: int) -> None:
    lengths = np.array(sizes, dtype=np.int64)
    parts = list(batches(lengths, size))
    assert [at for part, _ in parts for at in range(part.start, part.stop)] == list(range(len(sizes)))
    assert [at for _, part in parts for at in range(part.start, part.stop)] == list(range(sum(sizes)))
    for sentence_slice, row_slice in parts:
        chosen = sizes[sentence_slice]
        assert sum(chosen) == row_slice.stop - row_slice.start
        assert sum(chosen) <= size or len(chosen) == 1 or sum(chosen[1:]) == 0


# The best path.


@st.composite
def chains(draw: st.DrawFn, most_labels: int = 5, longest: int = 9) -> tuple[Floats, Floats, list[int]]:
    """Scores, transitions and lengths; whole numbers, so that many paths are equally good, or any."""
    sizes = draw(st.lists(st.integers(0, longest) | st.sampled_from((0, 1)), max_size=7))
    labels = draw(st.integers(1, most_labels))
    random = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    shapes = (sum(sizes), labels), (labels, labels)
    if draw(st.booleans()):
        return random.integers(-1, 2, shapes[0]).astype(float), random.integers(-1, 2, shapes[1]).astype(float), sizes
    return random.normal(size=shapes[0]), random.normal(size=shapes[1]), sizes


def parts_of(rows: npt.NDArray[Number], sizes: Sequence[int]) -> list[npt.NDArray[Number]]:
    return np.split(rows, np.cumsum(sizes)[:-1]) if len(sizes) else []


@settings(max_examples=300)
@given(chains())
def test_viterbi_is_that_of_one_sentence_and_label_after_the_other(drawn: tuple[Floats, Floats, list[int]]) -> None:
    scores, transitions, sizes = drawn
    found = viterbi(scores, transitions, np.array(sizes, dtype=np.int64))
    expected = [label for part in parts_of(scores, sizes) for label in slow_viterbi(part, transitions)]
    assert found.tolist() == expected


@settings(max_examples=150)
@given(chains(most_labels=3, longest=5))
def test_no_path_is_better(drawn: tuple[Floats, Floats, list[int]]) -> None:
    scores, transitions, sizes = drawn
    paths = parts_of(viterbi(scores, transitions, np.array(sizes, dtype=np.int64)), sizes)
    for part, path in zip(parts_of(scores, sizes), paths, strict=True):
        assert [slow_score(part, transitions, path.tolist()) for _ in path[:1]] == pytest.approx(
            slow_best(part, transitions)
        )


def test_viterbi_leaves_the_scores_as_they_are() -> None:
    scores, transitions = np.random.default_rng(1).normal(size=(9, 3)), np.random.default_rng(2).normal(size=(3, 3))
    before = scores.copy(), transitions.copy()
    viterbi(scores, transitions, np.array([4, 5]))
    assert np.array_equal(scores, before[0])
    assert np.array_equal(transitions, before[1])


def test_a_forbidden_label_is_not_taken() -> None:
    scores = np.array([[0.0, 9.0], [-np.inf, 0.0], [9.0, -np.inf]])
    assert viterbi(scores, np.array([[5.0, 0.0], [0.0, -9.0]]), np.array([3])).tolist() == [0, 1, 0]


def test_of_equal_paths_the_first_labels_are_taken() -> None:
    assert viterbi(np.zeros((5, 3)), np.zeros((3, 3)), np.array([2, 3])).tolist() == [0] * 5


@pytest.mark.parametrize("sizes", [[], [0], [0, 0, 0]])
def test_no_rows_have_no_labels(sizes: list[int]) -> None:
    lengths = np.array(sizes, dtype=np.int64)
    assert viterbi(np.zeros((0, 3)), np.zeros((3, 3)), lengths).tolist() == []
    assert list(batches(lengths, 10)) == ([(slice(0, len(sizes)), slice(0, 0))] if sizes else [])
