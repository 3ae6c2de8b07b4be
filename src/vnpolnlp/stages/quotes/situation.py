"""A quotation in its place: what it contains, what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vnpolnlp.document import QuoteKind
from vnpolnlp.stages.quotes.lexicon import cues
from vnpolnlp.stages.quotes.pairing import MARKS, Quotation
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import BREAK, MARK, TITLE, UPPER, Syllables

_SENTENCE_END = frozenset((".", "!", "?", "…", "\n"))
_BETWEEN_MEMBERS = re.compile(r"\s?(?:[,;/-]|và|hoặc|hay|cũng như)?(?:\s(?:và|hoặc|hay|những|các))?\s?")

# How many syllables may stand between a head and the quotation: cuộc thi trắc nghiệm trực tuyến “Tìm hiểu …”.
_HEAD_REACH: dict[QuoteKind, int] = {"title": 6, "slogan": 4, "term": 0, "other": 1, "speech": 1}
_SAYING_REACH = 40  # syllables between a verb of saying and the clause it governs
_REPORT_REACH = 18  # syllables between a quotation and the verb of saying after it
_DOCUMENT_REACH = 8  # syllables before the quotation in which a document is named that is about it

#: Words that end the noun phrase of a head: chương trình này là “…” is no title.
_BARRIERS = frozenset(("là", "bị", "được", "đã", "đang", "sẽ", "có", "phải", "không", "rằng", "này", "đó", "để", "như"))


@dataclass(frozen=True)
class Situation:
    """A quotation and what stands around it, in indices of syllables.

    ``before`` is the opening mark, where what stands before it ends; the content has the syllables ``first`` to
    ``last``, ``words`` of which are no marks; ``after`` is the syllable after the closing mark.
    """

    text: str
    syllables: Syllables
    quotation: Quotation
    before: int
    first: int
    last: int
    after: int
    words: int

    @classmethod
    def of(cls, text: str, syllables: Syllables, quotation: Quotation) -> Situation:
        """The situation of a quotation in a text."""
        starts = syllables.starts
        before = bisect_left(starts, quotation.outer_start)
        first = bisect_left(starts, quotation.start, lo=before)
        last = bisect_left(starts, quotation.end, lo=first)
        after = bisect_left(starts, quotation.outer_end, lo=last)
        words = sum(shape < MARK for shape in syllables.shapes[first:last])
        return cls(text, syllables, quotation, before, first, last, after, words)

    @cached_property
    def content(self) -> str:
        """The content as it stands in the view."""
        return self.text[self.quotation.start : self.quotation.end]

    @cached_property
    def capital(self) -> bool:
        """Whether the content begins with a capital letter."""
        return self.syllables.shapes[self.first] in (TITLE, UPPER)

    @cached_property
    def sentence_start(self) -> int:
        """Where the sentence begins that the quotation stands in, at most 60 syllables back."""
        forms = self.syllables.forms
        for place in range(self.before - 1, max(-1, self.before - 60), -1):
            if forms[place] in _SENTENCE_END:
                return place + 1
        return max(0, self.before - 60)

    @cached_property
    def sentence_end(self) -> int:
        """Where the sentence ends that the quotation stands in, at most 40 syllables on."""
        forms = self.syllables.forms
        for place in range(self.after, min(len(forms), self.after + 40)):
            if forms[place] in _SENTENCE_END:
                return place
        return min(len(forms), self.after + 40)

    @cached_property
    def begins_sentence(self) -> bool:
        """Whether nothing of the sentence stands before the quotation."""
        return self.sentence_start >= self.before or all(
            form in MARKS or form in "-*•" for form in self.syllables.forms[self.sentence_start : self.before]
        )

    @cached_property
    def in_heading(self) -> bool:
        """Whether it stands in the first line of the text, and that line has no full stop: a headline."""
        line_end = self.text.find("\n", self.quotation.outer_end)
        return line_end > 0 and self.text.rfind("\n", 0, line_end) < 0 and self.text[line_end - 1] not in ".!…"

    @cached_property
    def has_final_mark(self) -> bool:
        """Whether the content ends as a sentence does."""
        return self.content[-1] in ".!?…"

    @cached_property
    def follows_colon(self) -> bool:
        """Whether a colon stands before the opening mark."""
        return self.before > 0 and self.syllables.forms[self.before - 1] == ":"

    @cached_property
    def saying(self) -> tuple[int, int] | None:
        """The last verb of saying before the quotation in its sentence."""
        found = None
        start = max(self.sentence_start, self.before - _SAYING_REACH)
        for first, last, _ in cues().saying.find(self.syllables.lower[start : self.before]):
            found = start + first, start + last
        return found

    @cached_property
    def reporting(self) -> tuple[int, int] | None:
        """The first verb of saying after the quotation in its sentence."""
        end = min(self.sentence_end, self.after + _REPORT_REACH)
        for first, last, _ in cues().saying.find(self.syllables.lower[self.after : end]):
            return self.after + first, self.after + last
        return None

    @cached_property
    def begins_as_clause(self) -> bool:
        """Whether the first word is one that clauses begin with and names do not."""
        lower, link = self.syllables.lower, cues().predicate
        return lower[self.first] in link or " ".join(lower[self.first : self.first + 2]) in link


def nickname_bearer(situation: Situation) -> str | None:
    """The lone name that one quoted word may be the nickname of: Vũ “nhôm”.

    In Hà Nội “nóng” a second capitalised syllable stands before, and the quotation is a word of the sentence.
    """
    shapes, before = situation.syllables.shapes, situation.before
    if situation.words != 1 or situation.capital or not before or shapes[before - 1] != TITLE:
        return None
    if before > 1 and shapes[before - 2] in (TITLE, UPPER):
        return None
    return situation.syllables.lower[before - 1]


def nearest_head(situation: Situation) -> tuple[QuoteKind, int] | None:
    """The head nearest before the quotation, with the number of syllables between them."""
    lower, shapes = situation.syllables.lower, situation.syllables.shapes
    limit = situation.before - (1 if situation.follows_colon else 0)
    head = cues().head
    best: tuple[QuoteKind, int] | None = None
    nearest = 99
    for place in range(limit - 1, max(-1, limit - 12), -1):
        if shapes[place] >= MARK and lower[place] != "-":
            break
        for end, kind in head.all_at(lower, place):
            gap = limit - end
            copula = gap == 1 and lower[limit - 1] == "là"
            # A lone syllable has too many other senses to reach over words.
            reach = 0 if end - place == 1 and kind != "title" else _HEAD_REACH[kind]
            if gap < 0 or gap > nearest or (gap > reach and not copula):
                continue
            if not copula and any(word in _BARRIERS for word in lower[end:limit]):
                continue
            best, nearest = (kind, 0 if copula else gap), gap
    return best


def follows_document(situation: Situation) -> bool:
    """Whether the quotation is what a document is about: nghị quyết số 54 về “…”."""
    lower, before = situation.syllables.lower, situation.before
    if not before or lower[before - 1] != "về":
        return False
    start = max(situation.sentence_start, before - _DOCUMENT_REACH)
    return any(True for _ in cues().genres.find(lower[start : before - 1]))


def ends_with(phrases: Phrases[None], lower: Sequence[str], end: int) -> bool:
    """Whether one of the phrases ends right before ``end``."""
    return any(last == end for place in range(max(0, end - 4), end) for last, _ in phrases.all_at(lower, place))


def ends_line(situation: Situation) -> bool:
    """Whether nothing but a final mark stands between the quotation and the end of its line."""
    forms, shapes = situation.syllables.forms, situation.syllables.shapes
    place = situation.after
    while place < len(forms) and forms[place] in _SENTENCE_END and shapes[place] != BREAK:
        place += 1
    return place >= len(forms) or shapes[place] == BREAK


def is_motto(situation: Situation) -> bool:
    """Whether the content has two or more halves of about the same length: hỏi nhanh - đáp gọn."""
    halves = [0]
    for shape, form in zip(
        situation.syllables.shapes[situation.first : situation.last],
        situation.syllables.forms[situation.first : situation.last],
        strict=True,
    ):
        if shape < MARK:
            halves[-1] += 1
        elif form in ",-;":
            halves.append(0)
    halves = [half for half in halves if half]
    return len(halves) >= 2 and min(halves) >= 2 and max(halves) - min(halves) <= 1 and max(halves) <= 6


def list_runs(situations: Sequence[Situation]) -> list[list[int]]:
    """Runs of quotations with nothing but a comma or *và* between them."""
    runs: list[list[int]] = []
    for place in range(1, len(situations)):
        before, here = situations[place - 1].quotation, situations[place].quotation
        gap = situations[place].text[before.outer_end : min(here.outer_start, before.outer_end + 20)]
        if (
            before.outer_end <= here.outer_start
            and here.outer_start - before.outer_end < 20
            and (_BETWEEN_MEMBERS.fullmatch(gap))
        ):
            if runs and runs[-1][-1] == place - 1:
                runs[-1].append(place)
            else:
                runs.append([place - 1, place])
    return runs
