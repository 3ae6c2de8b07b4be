"""The weights of the recogniser, and what they say of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from vnpolnlp.document import Label
from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import Columns, LinearChain, Template, first_rows
from vnpolnlp.recogniser.columns import TAGS, Rows, spans_of
from vnpolnlp.stored import StoredChain, load_arrays, save_arrays

WEIGHTS = Path(__file__).parents[1] / "models" / "recogniser.npz"

Ints = npt.NDArray[np.int64]
_NEVER = -1e4

# What is added to the scores of the first syllable of a sequence, which goes on nothing.
_BEGINNING = np.array([_NEVER if tag.startswith("I-") else 0.0 for tag in TAGS], dtype=np.float32)

_CONTEXT = """
    form[0]; form[-1]; form[1]; form[-2]; form[2]; form[-3]; form[3]; form[-1] form[0]; form[0] form[1]
    form[-2] form[-1]; form[1] form[2]; form[0] shape[0]; shape[0]; shape[-1]; shape[1]
    simple[-1] simple[0] simple[1]; simple[-2] simple[-1] simple[0] simple[1] simple[2]
    form[-1] simple[0]; form[-1] simple[0] simple[1]; simple[-1] form[0] simple[1]; form[-2] form[-1] simple[0]
    joined[0]; joined[0] joined[1] simple[0]; quoted[0]; quoted[-1] quoted[0]; spaced[0] form[0]
    word[0] place_in_word[0]; place_in_word[0] simple[0]; place_in_word[0] place_in_word[1] simple[0] simple[1]
"""
_CLUSTERS = """
    fine[0]; coarse[0] place_in_word[0]; before[0]; after[0]; before[0] simple[0]; after[0] simple[0]
    syllable_fine[0]; syllable_fine[-1]; syllable_fine[1]; syllable_fine[-2]; syllable_fine[2]
    syllable_coarse[-1] syllable_coarse[0] syllable_coarse[1]; syllable_coarse[-2] syllable_coarse[-1] simple[0]
"""
_LEXICONS = """
    place[0]; place[-1]; place[1]; place[0] simple[-1]; place[-1] place[0] place[1]; place[0] form[-1]
    body[0]; body[-1]; body[1]; head[0]; head[-1]; head[1]; head[-1] simple[0]; head[0] form[0]; head[-1] form[0]
    post[0]; post[-1]; post[1]; post[-1] simple[0]; post[0] form[0]
    unit[0]; unit[-1]; unit[1]; unit[-1] simple[0]; unit[-1] form[0]; address[0]; address[0] simple[0] simple[1]
    names[0] simple[0]; names[-1] names[0] names[1] simple[0]; names[0] names[1] simple[0] simple[1]
    break[0]; break[1]; break[0] simple[-1]; genre[0]; genre[-1]
"""
_EVIDENCE = """
    rule[0]; rule[-1] rule[0]; rule[0] rule[1]; rule[-1] rule[0] rule[1]; by[0]; by[-1] rule[0]; by[0] rule[1]
    ends[0]; ends[-1]; covered[0]; covered[-1] covered[0]; covered[0] covered[1]; elsewhere[0] simple[0]
    rule[0] form[0]; rule[0] form[-1]; rule[0] form[1]; rule[-1] form[0]; rule[-1] rule[0] form[0]
    rule[0] shape[0]; rule[0] simple[0] simple[1]; rule[0] elsewhere[0]; rule[0] place[0]
    by[0] form[0]; by[0] shape[1]; by[0] form[-1]; ends[-1] form[0]; ends[0] form[1]
"""

#: The features by what they tell; what each kind adds is measured with some of them left out.
FEATURES: dict[str, tuple[Template, ...]] = {
    name: tuple(Template(part.strip()) for part in text.replace("\n", ";").split(";") if part.strip())
    for name, text in {
        "context": _CONTEXT,
        "clusters": _CLUSTERS,
        "lexicons": _LEXICONS,
        "evidence": _EVIDENCE,
    }.items()
}


@dataclass(frozen=True)
class RecogniserModel:
    """A linear chain over syllables, and how far the grammar is believed beyond what the chain learnt of it.

    ``trust`` has a number for each tag; it is added to the score of a tag where grammar and lexicons propose it. The
    gold corpus that the chain learns from is harder on them than news is, so learnt weights alone believe them too
    little.
    """

    chain: LinearChain
    trust: npt.NDArray[np.float32]

    def entities(self, documents: Sequence[Rows]) -> list[list[tuple[int, int, Label]]]:
        """The entities of documents, as spans of their syllables."""
        lengths = np.concatenate([rows.lengths for rows in documents]) if documents else np.zeros(0, dtype=np.int64)
        if not lengths.sum():
            return [[] for _ in documents]
        columns = {name: np.concatenate([rows.columns[name] for rows in documents]) for name in documents[0].columns}
        best = self._best(columns, lengths)
        found, last = [], 0
        for rows in documents:
            size = int(rows.lengths.sum())
            spans = spans_of(best[last : last + size].tolist(), rows.lengths)
            numbers = rows.syllables.tolist()
            found.append([(numbers[start], numbers[end - 1] + 1, label) for start, end, label in spans])
            last += size
        return found

    def _best(self, columns: Columns, lengths: Ints) -> Ints:
        scores = self.chain.scores(columns, lengths).astype(np.float32)
        scores[np.arange(len(scores)), columns["rule"]] += self.trust[columns["rule"]]
        scores[first_rows(lengths)] += _BEGINNING
        return self.chain.decode(scores, lengths)

    @classmethod
    def load(cls, path: Path) -> RecogniserModel:
        """Read the file.

        Raises:
            ConfigError: there is no such file, or it is not of this kind.
        """
        stored, trust = load_arrays(
            path, "weights of the recogniser", lambda a: (StoredChain.of_arrays(a, "chain"), a["trust"])
        )
        if stored.labels != TAGS:
            raise ConfigError(f"{path}: its tags are {' '.join(stored.labels)}, not {' '.join(TAGS)}")
        if trust.shape != (len(TAGS),):
            raise ConfigError(f"{path}: it has trust for {trust.shape}, not for {len(TAGS)} tags")
        return cls(stored.chain(), trust)


def save_model(file: IO[bytes], stored: StoredChain, trust: npt.NDArray[np.float32]) -> None:
    """Write the file of a trained chain."""
    save_arrays(file, {**stored.arrays("chain"), "trust": trust})


def forbidden() -> npt.NDArray[np.float64]:
    """What is added to the transitions so that an entity goes on only with its own label."""
    penalties = np.zeros((len(TAGS), len(TAGS)))
    for line, tag in enumerate(TAGS):
        for column, following in enumerate(TAGS):
            if following.startswith("I-") and tag[2:] != following[2:]:
                penalties[line, column] = _NEVER
    return penalties


@cache
def load_model(path: Path) -> RecogniserModel:
    """The model of a file, read once a process.

    Raises:
        ConfigError: there is no such file, or it is not of this kind.
    """
    return RecogniserModel.load(path)


@cache
def fingerprint(paths: tuple[Path, ...]) -> str:
    """The SHA-256 of some files of weights.

    Raises:
        ConfigError: one cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise ConfigError(f"{path}: the weights of the recogniser cannot be read: {error.strerror}") from error
    return digest.hexdigest()
