"""The file of weights of the engine ``vnpol``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vnpolnlp.stored import Arrays, StoredChain, StoredList, load_arrays, save_arrays


@dataclass(frozen=True)
class StoredModels:
    """All that the engine reads from its file."""

    segmenter: StoredChain
    words: StoredList
    tagger: StoredChain
    tagged: StoredList

    def save(self, path: Path) -> None:
        """Write the file."""
        chains = {**self.segmenter.arrays("segmenter"), **self.tagger.arrays("tagger")}
        save_arrays(path, {**chains, **self.words.arrays("words"), **self.tagged.arrays("tagged")})

    @classmethod
    def load(cls, path: Path) -> StoredModels:
        """Read the file.

        Raises:
            ConfigError: there is no such file, or it is not of this kind.
        """
        return load_arrays(path, "the weights of the engine 'vnpol'", cls._of_arrays)

    @classmethod
    def _of_arrays(cls, arrays: Arrays) -> StoredModels:
        segmenter, tagger = (StoredChain.of_arrays(arrays, name) for name in ("segmenter", "tagger"))
        words, tagged = (StoredList.of_arrays(arrays, name) for name in ("words", "tagged"))
        return cls(segmenter, words, tagger, tagged)
