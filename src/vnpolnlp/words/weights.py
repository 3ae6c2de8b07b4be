"""The file of weights of the engine ``vnpol``: plain arrays, nothing in it is executed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import FeatureTable, Floats, Keys, LinearChain, Template, narrow, widen

Arrays = dict[str, npt.NDArray[Any]]
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
    def of(cls, chain: LinearChain, keys: Keys, *, least: float, largest: float) -> StoredChain:
        """A trained chain without the features whose weights all are below ``least``; weights end at ``largest``."""
        weights = chain.weights[1:]
        kept = np.abs(weights).max(axis=1) >= least
        scale = largest / _LARGEST
        rounded = np.clip(np.rint(weights[kept] / scale), -_LARGEST, _LARGEST).astype(np.int8)
        rounded[np.abs(rounded) < _SMALL] = 0
        return cls(chain.labels, chain.templates, keys[kept], rounded, chain.transitions, scale)

    def chain(self) -> LinearChain:
        """The chain, ready for use."""
        weights = with_zeros(self.weights).astype(np.int16)  # whose sums over all templates fit in
        return LinearChain(
            self.labels, self.templates, FeatureTable.of(self.keys, checked=True), weights, self.transitions, self.scale
        )

    def _arrays(self, name: str) -> Arrays:
        header = "\n".join((" ".join(self.labels), *(template.text for template in self.templates)))
        return {
            f"{name}.header": np.frombuffer(header.encode(), dtype=np.uint8),
            **_packed(self.keys, f"{name}.keys"),
            f"{name}.weights": self.weights[_order(self.keys)],
            f"{name}.transitions": self.transitions.astype(np.float32),
            f"{name}.scale": np.array([self.scale], dtype=np.float64),
        }

    @classmethod
    def _from(cls, arrays: Arrays, name: str) -> StoredChain:
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


@dataclass(frozen=True)
class StoredModels:
    """All that the engine reads from its file."""

    segmenter: StoredChain
    words: StoredList
    tagger: StoredChain
    tagged: StoredList

    def save(self, path: Path) -> None:
        """Write the file."""
        arrays = {**self.segmenter._arrays("segmenter"), **self.tagger._arrays("tagger")}
        for name, listed in (("words", self.words), ("tagged", self.tagged)):
            arrays |= {**_packed(listed.keys, f"{name}.keys"), f"{name}.values": listed.values[_order(listed.keys)]}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # its options are keywords as well

    @classmethod
    def load(cls, path: Path) -> StoredModels:
        """Read the file.

        Raises:
            ConfigError: there is no such file, or it is not of this kind.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
                lists = [
                    StoredList(_unpacked(arrays[f"{name}.keys"]), arrays[f"{name}.values"])
                    for name in ("words", "tagged")
                ]
                chains = [StoredChain._from(arrays, name) for name in ("segmenter", "tagger")]
        except (OSError, LookupError, ValueError, TypeError, RuntimeError, EOFError, BadZipFile, zlib.error) as error:
            raise ConfigError(f"{path} does not hold the weights of the engine 'vnpol': {error}") from error
        return cls(chains[0], lists[0], chains[1], lists[1])


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
