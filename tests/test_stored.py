"""Weights and lists in files of plain arrays: what is written is read, and a file that holds something else is told."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import FeatureTable, LinearChain, Template, feature_keys
from vnpolnlp.stored import _SMALL, Arrays, StoredChain, StoredList, load_arrays, save_arrays, with_zeros
from vnpolnlp.words.reading import number_of

TEMPLATES = (Template("form[0]"), Template("form[-1] form[0]"))


def all_arrays(arrays: Arrays) -> Arrays:
    return arrays


@given(st.dictionaries(st.text("abđờệ 09", min_size=1, max_size=6), st.integers(0, 65535), max_size=20))
def test_a_list_gives_each_form_its_number_again(numbers: dict[str, int]) -> None:
    again = StoredList.of_arrays(StoredList.of_forms(numbers).arrays("some"), "some")
    found = dict(zip(again.forms().tolist(), again.values.tolist(), strict=True))
    assert found == {number_of(form): number for form, number in numbers.items()}


def test_arrays_go_through_a_stream_that_cannot_jump(tmp_path: Path) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    stream = Stream()
    save_arrays(stream, {"numbers": np.arange(5)})
    (tmp_path / "some.npz").write_bytes(stream.getvalue())
    assert load_arrays(tmp_path / "some.npz", "numbers", all_arrays)["numbers"].tolist() == list(range(5))


def test_what_a_file_should_hold_is_told_with_the_array_that_is_missing(tmp_path: Path) -> None:
    save_arrays(tmp_path / "some.npz", {"numbers": np.arange(5)})
    with pytest.raises(ConfigError, match=r"some\.npz does not hold forms: 'some\.keys"):
        load_arrays(tmp_path / "some.npz", "forms", lambda arrays: StoredList.of_arrays(arrays, "some"))


def trained() -> tuple[LinearChain, npt.NDArray[np.uint64]]:
    columns, lengths = {"form": np.arange(1, 9)}, np.array([5, 3])
    known = np.unique(feature_keys(columns, TEMPLATES, lengths))
    weights = with_zeros(np.random.default_rng(7).normal(size=(len(known), 2)))
    return LinearChain(("A", "B"), TEMPLATES, FeatureTable.of(known), weights, np.eye(2)), known


def test_a_stored_chain_scores_as_the_trained_one_up_to_rounding() -> None:
    given, known = trained()
    stored = StoredChain.of(given, known, least=0.0, largest=4.0)
    columns, lengths = {"form": np.arange(1, 9)}, np.array([5, 3])
    found, expected = (some.scores(columns, lengths) for some in (stored.chain(), given))
    assert np.abs(found - expected).max() <= len(TEMPLATES) * _SMALL * 4.0 / 127  # the smallest ones become zeros
    assert stored.chain().transitions.tolist() == given.transitions.tolist()


def test_features_that_weigh_less_than_the_least_are_left_out() -> None:
    given, known = trained()
    stored = StoredChain.of(given, known, least=0.8, largest=4.0)
    heavy = np.abs(given.weights[1:]).max(axis=1) >= 0.8
    assert 0 < len(stored.keys) < len(known)
    assert np.array_equal(stored.keys, known[heavy])


def test_weights_end_at_the_largest() -> None:
    given, known = trained()
    stored = StoredChain.of(replace(given, weights=given.weights * 100), known, least=0.0, largest=4.0)
    assert np.abs(stored.weights).max() == 127
    assert stored.scale * 127 == pytest.approx(4.0)


@pytest.mark.parametrize("shape", [(0,), (3,), (0, 2), (3, 2)])
def test_the_row_of_unknown_features_is_zero(shape: tuple[int, ...]) -> None:
    rows = np.ones(shape, dtype=np.int8)
    found = with_zeros(rows)
    assert found.dtype == rows.dtype
    assert found.shape == (1 + shape[0], *shape[1:])
    assert not found[0].any()
    assert found[1:].all()
