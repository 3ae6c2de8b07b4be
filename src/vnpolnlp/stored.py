"""Weights and lists in a file of plain arrays; nothing in it is executed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import FeatureTable, Floats, Keys, LinearChain, Template, narrow, widen
from vnpolnlp.words.reading import number_of

Arrays = dict[str, npt.NDArray[Any]]
_Stored = TypeVar("_Stored")
_LARGEST = 127  # of a weight in a byte
_SMALL = 3  # a weight so small beside the largest says nothing, and zeros take little space in a file


@dataclass(frozen=True)
class StoredChain:
    """A linear chain as it is written.

    Attributes:
        labels: the labels.
        templates: the features.
        keys: of the features that are known.
        weights: a line for each key, a column for each label, in bytes.
        transitions: of one label (line) to the next (column).
        scale: what the weights are to be multiplied by.
    """

    labels: tuple[str, ...]
    templates: tuple[Template, ...]
    keys: Keys
    weights: npt.NDArray[np.int8]
    transitions: Floats
    scale: float

    @classmethod
    def of(cls, chain: LinearChain, keys: Keys, *, least: float, largest: float, small: int = _SMALL) -> StoredChain:
        """A trained chain without the features whose weights all are below ``least``; weights end at ``largest``.

        They become bytes, of which those below ``small`` become 0.
        """
        weights = chain.weights[1:]
        kept = np.abs(weights).max(axis=1) >= least
        scale = largest / _LARGEST
        rounded = np.clip(np.rint(weights[kept] / scale), -_LARGEST, _LARGEST).astype(np.int8)
        rounded[np.abs(rounded) < small] = 0
        return cls(chain.labels, chain.templates, keys[kept], rounded, chain.transitions, scale)

    def chain(self) -> LinearChain:
        """The chain, ready for use."""
        weights = with_zeros(self.weights).astype(np.int16)  # whose sums over all templates fit in
        return LinearChain(
            self.labels, self.templates, FeatureTable.of(self.keys, checked=True), weights, self.transitions, self.scale
        )

    def arrays(self, name: str) -> Arrays:
        """The arrays of a file that hold it, under a name."""
        header = "\n".join((" ".join(self.labels), *(template.text for template in self.templates)))
        return {
            f"{name}.header": np.frombuffer(header.encode(), dtype=np.uint8),
            **_packed(self.keys, f"{name}.keys"),
            f"{name}.weights": self.weights[_order(self.keys)],
            f"{name}.transitions": self.transitions.astype(np.float32),
            f"{name}.scale": np.array([self.scale], dtype=np.float64),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays, name: str) -> StoredChain:
        """The chain that arrays of a file hold under a name."""
        labels, *templates = arrays[f"{name}.header"].tobytes().decode().split("\n")
        return cls(
            tuple(labels.split(" ")),
            tuple(map(Template, templates)),
            _unpacked(arrays[f"{name}.keys"]),
            arrays[f"{name}.weights"],
            arrays[f"{name}.transitions"],
            float(arrays[f"{name}.scale"][0]),
        )


@dataclass(frozen=True)
class StoredList:
    """A word list as it is written: the keys of words, and a number for each."""

    keys: Keys
    values: npt.NDArray[np.uint16]

    @classmethod
    def of_forms(cls, numbers: Mapping[str, int]) -> StoredList:
        """The list of forms, each with its number; forms are kept as the 40 bits that stand for them."""
        keys = widen(np.array([number_of(form) for form in numbers], dtype=np.uint64))
        return cls(keys, np.array(list(numbers.values()), dtype=np.uint16))

    def forms(self) -> npt.NDArray[np.uint64]:
        """The 40 bits that stand for each form."""
        return narrow(self.keys)

    def arrays(self, name: str) -> Arrays:
        """The arrays of a file that hold it, under a name."""
        return {**_packed(self.keys, f"{name}.keys"), f"{name}.values": self.values[_order(self.keys)]}

    @classmethod
    def of_arrays(cls, arrays: Arrays, name: str) -> StoredList:
        """The list that arrays of a file hold under a name."""
        return cls(_unpacked(arrays[f"{name}.keys"]), arrays[f"{name}.values"])


def save_arrays(target: Path | IO[bytes], arrays: Arrays) -> None:
    """Write arrays into a compressed file, or to an open one that need not be one to jump about in."""
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]  # its options are keywords as well
    if isinstance(target, Path):
        target.write_bytes(content.getvalue())
    else:
        target.write(content.getvalue())


def load_arrays(path: Path, what: str, make: Callable[[Arrays], _Stored]) -> _Stored:
    """What ``make`` reads from the arrays of a file that should hold ``what``.

    Raises:
        ConfigError: there is no such file, or it is not of this kind.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            return make({name: file[name] for name in file.files})
    except (OSError, LookupError, ValueError, TypeError, RuntimeError, EOFError, BadZipFile, zlib.error) as error:
        raise ConfigError(f"{path} does not hold {what}: {error}") from error


def _order(keys: Keys) -> npt.NDArray[np.int64]:
    return np.argsort(narrow(keys))


def _packed(keys: Keys, name: str) -> Arrays:
    """The keys in the order of their bits, each as the distance to the one before, which takes three bytes or so."""
    return {name: np.diff(np.sort(narrow(keys)), prepend=np.uint64(0))}


def _unpacked(distances: Keys) -> Keys:
    return widen(np.cumsum(distances, dtype=np.uint64))


def with_zeros(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The rows after a row of zeros, which is that of unknown features."""
    return np.concatenate((np.zeros_like(rows[:1], shape=(1, *rows.shape[1:])), rows))
