"""Sentences cut into pieces that an engine has scored: what recognisers ask, and what words are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vnpolnlp.words.engine import Floats, Ints, WordEngine
from vnpolnlp.words.pieces import Pieces

# What an engine is given as one sentence. A longer one (a table, a list of names) is cut, after a mark where there is
# one in the second half, so that one endless line costs no more than the same words in many.
_MAX_PIECES = 400


@dataclass(frozen=True)
class Segmented:
    """The pieces of a text in offsets of its view, with the engine's scores.

    Attributes:
        pieces: the pieces, passage by passage; a passage is a sentence, or a part of one that is very long.
        scores: for each piece, how well it begins a word and joins the one before.
        begins: whether it begins a word, by the scores alone.
        engine: what scored them, and can tag the words.
    """

    pieces: Pieces
    scores: Floats
    begins: npt.NDArray[np.bool_]
    engine: WordEngine

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """Where words begin, by the scores alone."""
        return frozenset(self.pieces.starts[self.begins].tolist())


def segment(
    engine: WordEngine, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
) -> Iterator[Segmented]:
    """The sentences of several texts, given by their spans, segmented together."""
    pieces = [_in_passages(engine.pieces(text, spans)) for text, spans in zip(texts, sentences, strict=True)]
    forms = [form for some in pieces for form in some.forms]
    lengths = np.concatenate([some.lengths for some in pieces]) if pieces else np.zeros(0, dtype=np.int64)
    scores = engine.scores(forms, lengths)
    begins = engine.begins(scores, lengths)
    last = 0
    for some in pieces:
        rows = slice(last, last + len(some.forms))
        last = rows.stop
        yield Segmented(some, scores[rows], begins[rows], engine)


def _in_passages(pieces: Pieces) -> Pieces:
    """The same pieces with long sentences cut."""
    if not len(pieces.lengths) or pieces.lengths.max() <= _MAX_PIECES:
        return pieces
    lengths: list[int] = []
    first = 0
    for length in pieces.lengths.tolist():
        end = first + length
        while end - first > _MAX_PIECES:
            window = range(first + _MAX_PIECES, first + _MAX_PIECES // 2, -1)
            last = next((at for at in window if not pieces.forms[at - 1][0].isalnum()), window[0])
            lengths.append(last - first)
            first = last
        lengths.append(end - first)
        first = end
    return Pieces(pieces.starts, pieces.ends, pieces.forms, np.array(lengths, dtype=np.int64))


def with_cuts(segmented: Segmented, cuts: Ints) -> tuple[Pieces, Floats, npt.NDArray[np.bool_]]:
    """The pieces, cut at further places, their scores, and which of them are the first ones after such a place."""
    pieces, scores = segmented.pieces, segmented.scores
    holders = np.searchsorted(pieces.starts, cuts, side="right") - 1
    inner = [
        (holder, cut)
        for holder, cut in zip(holders.tolist(), cuts.tolist(), strict=True)
        if holder >= 0 and pieces.starts[holder] < cut < pieces.ends[holder]
    ]
    if inner:
        # Of a piece cut in several places, the parts follow one another: each ends where the next one starts.
        at = np.array([holder for holder, _ in inner])
        places = np.array([cut for _, cut in inner])
        forms = list(pieces.forms)
        for holder, cut in reversed(inner):  # from the last cut on, so that the first part keeps its place and start
            size = cut - int(pieces.starts[holder])
            forms[holder : holder + 1] = [forms[holder][:size], forms[holder][size:]]
        lengths = pieces.lengths.copy()
        np.add.at(lengths, np.searchsorted(np.cumsum(lengths), at, side="right"), 1)
        scores = np.insert(scores, at + 1, 0.0, axis=0)
        pieces = Pieces(np.insert(pieces.starts, at + 1, places), np.insert(pieces.ends, at, places), forms, lengths)
    follows = np.zeros(len(pieces.starts) + 1, dtype=bool)  # one more, for a place after the last piece
    follows[np.searchsorted(pieces.starts, cuts)] = True
    return pieces, scores, follows[:-1]
