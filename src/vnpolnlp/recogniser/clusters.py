"""Clusters of words and syllables that stand in like contexts, so that a name never seen in training has company.

They were learnt from news without any annotation (``training/clusters.py``); ``models/recogniser.md`` says from which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vnpolnlp.stored import Arrays, StoredList, load_arrays
from vnpolnlp.words.reading import number_of

CLUSTERS = Path(__file__).parents[1] / "models" / "clusters.npz"

_DIGIT = re.compile(r"\d")
#: The lists of a file: a coarse and a fine division of words, and of syllables.
LISTS = ("words.coarse", "words.fine", "syllables.coarse", "syllables.fine")


def clustered_form(form: str) -> str:
    """What of a word or syllable decides its cluster: its letters as they are written, digits all alike.

    >>> clustered_form("Kiên Giang"), clustered_form("21/2025")
    ('Kiên Giang', '00/0000')
    """
    return _DIGIT.sub("0", form)


@dataclass(frozen=True)
class Clusters:
    """The number of the cluster of each known word and syllable, from 1 up; 0 is that of unknown ones."""

    word_coarse: Mapping[int, int]
    word_fine: Mapping[int, int]
    syllable_coarse: Mapping[int, int]
    syllable_fine: Mapping[int, int]

    def of_word(self, word: str) -> tuple[int, int]:
        """The coarse and the fine cluster of a word; of the word in small letters where it is not known as it is."""
        return _found(self.word_coarse, self.word_fine, word)

    def of_syllable(self, syllable: str) -> tuple[int, int]:
        """The coarse and the fine cluster of a syllable, likewise."""
        return _found(self.syllable_coarse, self.syllable_fine, syllable)


def _found(coarse: Mapping[int, int], fine: Mapping[int, int], form: str) -> tuple[int, int]:
    form = clustered_form(form)
    key = number_of(form)
    if key not in coarse:
        key = number_of(form.lower())
    return coarse.get(key, 0), fine.get(key, 0)


@cache
def shipped_clusters() -> Clusters:
    """The clusters that come with the package.

    Raises:
        ConfigError: their file is missing or of another kind.
    """
    return load_arrays(CLUSTERS, "clusters of words", _clusters)


def _clusters(arrays: Arrays) -> Clusters:
    lists = [StoredList.of_arrays(arrays, name) for name in LISTS]
    return Clusters(*(dict(zip(_forms(listed), listed.values.tolist(), strict=True)) for listed in lists))


def _forms(listed: StoredList) -> list[int]:
    forms: list[int] = listed.forms().tolist()
    return forms
