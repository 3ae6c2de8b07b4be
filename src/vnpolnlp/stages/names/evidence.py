"""An engine's evidence: which syllables its word segmentation joins to the one before."""

from __future__ import annotations

from vnpolnlp.document import Document


class Joins:
    """Answers whether a syllable goes on the word before it; where nothing was segmented, none does."""

    def __init__(self, document: Document) -> None:
        self._starts = document.view.syllables.starts
        self._segmented = document.segmented

    def __call__(self, syllable: int) -> bool:
        """Whether the engine joins a syllable to the one before."""
        return self._segmented is not None and self._starts[syllable] not in self._segmented.word_starts
