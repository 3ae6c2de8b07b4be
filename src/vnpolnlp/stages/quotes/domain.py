"""Whether a text speaks of party and state, or of sport, shows, prices and disasters."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from vnpolnlp.stages.quotes.lexicon import cues
from vnpolnlp.text.syllables import Syllables


@dataclass(frozen=True, slots=True)
class Domain:
    """Where the cues for political and for other discourse stand, in order."""

    syllables: int
    political: list[int]
    unpolitical: list[int]

    @classmethod
    def of(cls, syllables: Syllables) -> Domain:
        """The domain of a text."""
        political: list[int] = []
        unpolitical: list[int] = []
        for first, _, is_political in cues().political.find_in(syllables):
            (political if is_political else unpolitical).append(first)
        return cls(len(syllables), political, unpolitical)

    @property
    def density(self) -> int:
        """How many of a hundred syllables begin a political cue; six at most."""
        return min(6, 100 * len(self.political) // max(1, self.syllables))

    def lean(self, start: int, end: int, doubt: int) -> float:
        """From -1 (nothing political) to 1 (nothing else); few cues leave it near 0, the more so with ``doubt``."""
        political = bisect_left(self.political, end) - bisect_left(self.political, start)
        other = bisect_left(self.unpolitical, end) - bisect_left(self.unpolitical, start)
        return (political - other) / (political + other + doubt) if political != other else 0.0
