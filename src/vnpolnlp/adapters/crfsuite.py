"""Reads model files of CRFsuite (Okazaki 2007, http://www.chokkan.org/software/crfsuite/), with NumPy alone.

A file has a header; a chunk of weights, of 20 bytes each, for pairs of an attribute and a label or of two labels; and
two constant databases (CQDB), from which labels and attributes are read by their numbers. The references from labels
and attributes to their weights, which save CRFsuite a search, repeat what the weights say and are not read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_HEADER = struct.Struct("<4sI4s9I")
_CHUNK = struct.Struct("<4sII")
_DATABASE = struct.Struct("<4s5I")
_WEIGHT = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_OF_ATTRIBUTE, _OF_TRANSITION = 0, 1
# Before each string stand its number and its size, four bytes each.
_STRING_AT = 8


@dataclass(frozen=True)
class CrfSuiteModel:
    """The content of a model file.

    Attributes:
        labels: the labels, by number.
        attributes: the attributes, by number.
        weights: a line for each attribute and a column for each label.
        transitions: of one label (line) to the next (column).
    """

    labels: tuple[str, ...]
    attributes: list[str]
    weights: Floats
    transitions: Floats


def read_crfsuite(data: bytes) -> CrfSuiteModel:
    """The model in the content of a file.

    Raises:
        ValueError: this is no model of a first-order chain as CRFsuite writes them.
    """
    try:
        magic, _, kind, _, _, labels, attributes, at_weights, at_labels, at_attributes, _, _ = _HEADER.unpack_from(data)
        chunk, _, count = _CHUNK.unpack_from(data, at_weights)
        if (magic, kind, chunk) != (b"lCRF", b"FOMC", b"FEAT"):
            raise ValueError(f"marked as {magic!r}, {kind!r}, {chunk!r}")
        found = np.frombuffer(data, dtype=_WEIGHT, count=count, offset=at_weights + _CHUNK.size)
        model = CrfSuiteModel(
            tuple(_strings(data, at_labels)),
            _strings(data, at_attributes),
            _matrix(found[found["kind"] == _OF_ATTRIBUTE], attributes, labels),
            _matrix(found[found["kind"] == _OF_TRANSITION], labels, labels),
        )
        if (len(model.labels), len(model.attributes)) != (labels, attributes):
            raise ValueError(f"{labels} labels and {attributes} attributes were announced")
    except (ValueError, struct.error, IndexError) as error:
        raise ValueError(f"not a model of CRFsuite: {error}") from error
    return model


def _matrix(weights: npt.NDArray[np.void], lines: int, columns: int) -> Floats:
    matrix = np.zeros((lines, columns))
    matrix[weights["source"], weights["label"]] = weights["weight"]
    return matrix


def _strings(data: bytes, start: int) -> list[str]:
    """The strings of a database, by their numbers."""
    magic, _, _, _, count, at_links = _DATABASE.unpack_from(data, start)
    if magic != b"CQDB":
        raise ValueError(f"marked as {magic!r}")
    # The size counts the zero that ends the string.
    links = np.frombuffer(data, dtype="<u4", count=count, offset=start + at_links).astype(np.int64) + start
    content = np.frombuffer(data, dtype=np.uint8)
    sizes = content[links[:, None] + np.arange(4, 8)].copy().view("<u4").reshape(-1).astype(np.int64)
    ends = np.cumsum(sizes)
    within = np.repeat(links + _STRING_AT - (ends - sizes), sizes)
    strings = content[within + np.arange(len(within))].tobytes().decode("utf-8").split("\0")
    if len(strings) != count + 1 or strings.pop():
        raise ValueError("its strings do not end where they should")
    return strings
