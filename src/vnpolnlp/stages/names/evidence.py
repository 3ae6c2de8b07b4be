"""An engine's evidence: which syllables its word segmentation joins to the one before."""

from __future__ import annotations

from vnpolnlp.adapters.word_engines import WordEngine
from vnpolnlp.text.view import View

_LONGEST = 600  # characters of a line that are segmented around a question; names are far shorter


class Joins:
    """Answers whether a syllable goes on the word before it, asking the engine only for lines that raise the question.

    Most names end at a mark, a function word or a known phrase; the engine is slow, and is asked for the rest.
    """

    def __init__(self, view: View, engine: WordEngine | None) -> None:
        self._view = view
        self._engine = engine
        self._begins: dict[int, set[int]] = {}

    def __call__(self, syllable: int) -> bool:
        """Whether the engine joins a syllable to the one before."""
        if self._engine is None:
            return False
        text = self._view.text
        offset = self._view.syllables.starts[syllable]
        start = max(text.rfind("\n", 0, offset) + 1, offset - offset % _LONGEST)
        if start not in self._begins:
            end = text.find("\n", offset)
            end = min(len(text) if end < 0 else end, start + 2 * _LONGEST)
            pieces = self._engine.pieces(text, start, end)
            begins = self._engine.segment([[text[first:last] for first, last in pieces]])[0]
            self._begins[start] = {piece[0] for piece, begin in zip(pieces, begins, strict=True) if begin}
        return offset not in self._begins[start]
