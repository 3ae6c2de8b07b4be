"""What a word engine is, and the engines that a stage can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vnpolnlp.adapters.underthesea import UndertheseaEngine
from vnpolnlp.errors import ConfigError
from vnpolnlp.words.pieces import Pieces
from vnpolnlp.words.vnpol import VnpolEngine

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]

#: The columns of an engine's scores.
BEGINS, JOINS = 0, 1


class WordEngine(Protocol):
    """What segments and tags many sentences at once: it can be pickled, and answers the same sentence the same way."""

    @property
    def fingerprint(self) -> str:
        """What decides its answers, in short: other weights, another fingerprint."""
        ...

    def pieces(self, text: str, sentences: Sequence[tuple[int, int]]) -> Pieces:
        """What words are made of in these sentences of a text; every visible character is in one piece."""
        ...

    def scores(self, forms: Sequence[str], lengths: Ints) -> Floats:
        """For each piece of sentences of these lengths, how well it ``BEGINS`` a word and ``JOINS`` the one before."""
        ...

    def begins(self, scores: Floats, lengths: Ints) -> npt.NDArray[np.bool_]:
        """Whether each piece begins a word, by the scores; a score of minus infinity forbids."""
        ...

    def tag(self, words: Sequence[str], lengths: Ints) -> tuple[list[str], list[str]]:
        """The VLSP tag and the Universal POS tag of each word, its pieces being joined by spaces."""
        ...


#: Name in a pipeline file -> what makes the engine.
WORD_ENGINES: Mapping[str, Callable[[], WordEngine]] = {"vnpol": VnpolEngine, "underthesea": UndertheseaEngine}


def make_word_engine(name: str) -> WordEngine:
    """The engine of that name; its models are loaded when it is first asked.

    Raises:
        ConfigError: no engine has that name.
    """
    if name not in WORD_ENGINES:
        raise ConfigError(f"no word engine is named {name!r}; known are {', '.join(WORD_ENGINES)}")
    return WORD_ENGINES[name]()
