"""The file of weights: what is written is read, and nothing else is."""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import Template, widen
from vnpolnlp.stored import StoredChain, StoredList
from vnpolnlp.words.vnpol import Models
from vnpolnlp.words.weights import StoredModels

TEMPLATES = (Template("form[0]"), Template("form[-1] form[0]"))


def keys(count: int, seed: int) -> npt.NDArray[np.uint64]:
    """Keys in the order in which they are written."""
    return widen(np.unique(np.random.default_rng(seed).integers(0, 1 << 40, size=count, dtype=np.uint64)))


def chain(*labels: str, seed: int) -> StoredChain:
    random = np.random.default_rng(seed)
    known = keys(50, seed)
    weights = random.integers(-127, 128, size=(len(known), len(labels))).astype(np.int8)
    transitions = random.normal(size=(len(labels), len(labels))).astype(np.float32)
    return StoredChain(labels, TEMPLATES, known, weights, transitions, 0.03)


def models() -> StoredModels:
    lists = [StoredList(keys(9, seed), np.arange(len(keys(9, seed)), dtype=np.uint16)) for seed in (3, 4)]
    return StoredModels(chain("B", "I", seed=1), lists[0], chain("N/NOUN", "V/AUX", "CH/SYM", seed=2), lists[1])


def same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right)
    if hasattr(left, "__dataclass_fields__") and not isinstance(left, Template):
        return all(same(getattr(left, name), getattr(right, name)) for name in left.__dataclass_fields__)
    return bool(left == right)


def save(folder: Path) -> Path:
    file = folder / "words.npz"
    models().save(file)
    return file


def rewrite(file: Path, **changed: Any) -> None:
    """The file with other arrays; those that are None are left out."""
    with np.load(file) as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays.update(changed)
    np.savez_compressed(file, **{name: value for name, value in arrays.items() if value is not None})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert same(StoredModels.load(save(tmp_path)), models())


def test_the_same_models_are_read_from_a_file_read_and_written_again(tmp_path: Path) -> None:
    again = tmp_path / "again.npz"
    StoredModels.load(save(tmp_path)).save(again)
    assert same(StoredModels.load(again), models())


def test_the_order_of_the_keys_makes_no_difference(tmp_path: Path) -> None:
    given = models()
    order = np.random.default_rng(5).permutation(len(given.segmenter.keys))
    mixed = replace(given.segmenter, keys=given.segmenter.keys[order], weights=given.segmenter.weights[order])
    listed = StoredList(given.words.keys[::-1], given.words.values[::-1])
    replace(given, segmenter=mixed, words=listed).save(tmp_path / "mixed.npz")
    assert same(StoredModels.load(tmp_path / "mixed.npz"), given)


def test_what_is_read_can_be_used(tmp_path: Path) -> None:
    found = Models.of(StoredModels.load(save(tmp_path)))
    assert found.tagger.labels == ("N/NOUN", "V/AUX", "CH/SYM")
    assert found.words(keys(9, 3)).tolist() == list(range(len(keys(9, 3))))
    assert found.words(keys(9, 5)).tolist() == [0] * len(keys(9, 5))
    lengths = np.array([2, 1])
    scores = found.segmenter.scores({"form": np.array([1, 2, 3])}, lengths)
    assert found.segmenter.decode(scores, lengths).shape == (3,)


# Broken files.


def refused(file: Path) -> str:
    with pytest.raises(ConfigError, match=re.escape(str(file))) as caught:
        StoredModels.load(file)
    assert "does not hold the weights of the engine 'vnpol'" in str(caught.value)
    return str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "none.npz")
    refused(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"no weights", pickle.dumps({"a": 1}), b"\x93NUMPY\x01\x00", b"PK\x05\x06" + b"\0" * 18],
    ids=["empty", "start of an archive", "text", "pickle", "start of an array", "empty archive"],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.npz").write_bytes(content)
    refused(tmp_path / "words.npz")


@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.98])
def test_a_file_that_breaks_off_is_told(tmp_path: Path, part: float) -> None:
    file = save(tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[: int(part * len(content))])
    refused(file)


@pytest.mark.parametrize("place", [0.05, 0.2, 0.5, 0.8])
def test_a_file_with_other_bytes_in_it_is_told(tmp_path: Path, place: float) -> None:
    file = save(tmp_path)
    content = bytearray(file.read_bytes())
    at = int(place * len(content))
    content[at : at + 40] = bytes(255 - byte for byte in content[at : at + 40])
    file.write_bytes(content)
    refused(file)


@pytest.mark.parametrize("bit", [0, 5], ids=["encrypted", "patched"])
def test_a_file_packed_as_numpy_does_not_is_told(tmp_path: Path, bit: int) -> None:
    file = save(tmp_path)
    content = bytearray(file.read_bytes())
    for name, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(name) + flags
        content[at] |= 1 << bit
    file.write_bytes(content)
    refused(file)


@pytest.mark.parametrize("name", ["segmenter.header", "segmenter.keys", "tagger.scale", "words.values", "tagged.keys"])
def test_a_missing_array_is_told_by_name(tmp_path: Path, name: str) -> None:
    file = save(tmp_path)
    rewrite(file, **{name: None})
    assert name in refused(file)


def test_a_single_array_is_no_file_of_weights(tmp_path: Path) -> None:
    file = tmp_path / "words.npz"
    with file.open("wb") as opened:
        np.save(opened, np.arange(3))
    refused(file)


class Runs:
    """Runs code when a pickle of it is loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.file), "w")


def test_no_pickle_in_the_file_is_loaded(tmp_path: Path) -> None:
    file, ran = save(tmp_path), tmp_path / "ran"
    array = np.empty(1, dtype=object)
    array[0] = Runs(ran)
    rewrite(file, **{"segmenter.keys": array})
    refused(file)
    assert not ran.exists()


def test_an_archive_of_pickles_is_not_loaded(tmp_path: Path) -> None:
    file, ran = tmp_path / "words.npz", tmp_path / "ran"
    array = np.empty(1, dtype=object)
    array[0] = Runs(ran)
    content = io.BytesIO()
    np.save(content, array, allow_pickle=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("segmenter.header", "words.keys", "words.values"):
            archive.writestr(f"{name}.npy", content.getvalue())
    refused(file)
    assert not ran.exists()
