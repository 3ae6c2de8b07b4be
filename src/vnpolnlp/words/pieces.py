"""Pieces: the syllables, numbers, codes and marks that words are made of, for many sentences at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
#: From a run without white space, and whether it ends its sentence, to the pieces that it consists of.
Splitter = Callable[[str, bool], Sequence[str]]

_REMEMBERED = 1 << 17  # runs; news has about so many different ones in ten million words
_LONGEST_REMEMBERED = 40  # characters; longer ones are addresses, which do not come back

_SPACES = np.zeros(0x3002, dtype=bool)
_SPACES[[at for at in range(len(_SPACES)) if chr(at).isspace()]] = True


@dataclass(frozen=True)
class Pieces:
    """Pieces in columns, sentence after sentence.

    Attributes:
        starts: where each piece starts in its text.
        ends: where it ends.
        forms: what it is.
        lengths: how many pieces each sentence has.
    """

    starts: Ints
    ends: Ints
    forms: list[str]
    lengths: Ints


@dataclass
class PieceSplitter:
    """Splits sentences into pieces, remembering how runs without white space were split.

    News repeats itself: of a hundred runs, ninety-nine were seen before, and a look into a dictionary is all that they
    cost. What is remembered is bounded, and never changes what is answered.
    """

    split: Splitter

    def __post_init__(self) -> None:
        self._inner = _Memo(self.split, final=False)
        self._final = _Memo(self.split, final=True)

    def __call__(self, text: str, sentences: Sequence[tuple[int, int]]) -> Pieces:
        """The pieces of sentences that do not overlap, given by their spans in order.

        >>> PieceSplitter(lambda run, final: [run.rstrip("."), "."] if final else [run])("Họp ở TP. Vinh.", [(0, 15)])
        Pieces(starts=array([ 0,  4,  6, 10, 14]), ends=array([ 3,  5,  9, 14, 15]),
               forms=['Họp', 'ở', 'TP.', 'Vinh', '.'], lengths=array([5]))
        """
        starts, ends, counts = _runs(text, sentences)
        final = np.cumsum(counts)[counts > 0] - 1
        runs = text.split()
        if len(runs) != len(starts) or sum(map(len, runs)) != int((ends - starts).sum()):
            # Some text is in no sentence, or a sentence ends within a run.
            runs = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        split = self._inner.all(runs)
        ending = self._final.all([runs[at] for at in final.tolist()])
        for at, pieces in zip(final.tolist(), ending, strict=True):
            split[at] = pieces
        forms = list(chain.from_iterable(split))
        sizes = np.fromiter(map(len, forms), dtype=np.int64, count=len(forms))
        in_run = np.fromiter(map(len, split), dtype=np.int64, count=len(split))
        piece_ends = np.cumsum(sizes)
        # The pieces of a run fill it, so a piece is as far from its run's start as the pieces before it are long.
        firsts = np.cumsum(in_run) - in_run
        moved = starts - (piece_ends - sizes)[firsts] if len(forms) else starts
        piece_ends = piece_ends + np.repeat(moved, in_run)
        upto = np.concatenate(([0], np.cumsum(in_run)))
        runs_upto = np.concatenate(([0], np.cumsum(counts)))
        return Pieces(piece_ends - sizes, piece_ends, forms, np.diff(upto[runs_upto]))

    def __reduce__(self) -> tuple[type[PieceSplitter], tuple[Splitter]]:
        """A copy for another process remembers nothing."""
        return PieceSplitter, (self.split,)


class _Memo(dict[str, tuple[str, ...]]):
    """Runs and their pieces; a look for one that is not there splits it."""

    def __init__(self, split: Splitter, *, final: bool) -> None:
        super().__init__()
        self._split = split
        self._final = final

    def all(self, runs: list[str]) -> list[tuple[str, ...]]:
        if len(self) > _REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, runs))

    def __missing__(self, run: str) -> tuple[str, ...]:
        pieces = tuple(self._split(run, self._final))
        if len(run) <= _LONGEST_REMEMBERED:
            self[run] = pieces
        return pieces


def _runs(text: str, sentences: Iterable[tuple[int, int]]) -> tuple[Ints, Ints, Ints]:
    """Starts and ends of the runs without white space in each sentence, and how many runs each sentence has."""
    bounds = np.array(list(sentences), dtype=np.int64).reshape(-1, 2)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    visible = ~_SPACES[np.minimum(codes, len(_SPACES) - 1)]
    # A run goes on where both a character and the one before it are visible and in the same sentence.
    inside = np.zeros(len(text) + 1, dtype=np.int8)
    np.add.at(inside, bounds[:, 0], 1)
    np.subtract.at(inside, bounds[:, 1], 1)
    visible &= np.cumsum(inside[:-1]).astype(bool)
    goes_on = visible[1:] & visible[:-1]
    first, last = visible.copy(), visible.copy()
    cut = np.zeros(len(text) + 1, dtype=bool)
    cut[bounds[:, 0]] = True
    first[1:] &= ~goes_on | cut[1:-1]
    last[:-1] &= ~goes_on | cut[1:-1]
    starts, ends = np.flatnonzero(first), np.flatnonzero(last) + 1
    counts = np.searchsorted(starts, bounds[:, 1]) - np.searchsorted(starts, bounds[:, 0])
    return starts, ends, counts
