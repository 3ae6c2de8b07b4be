"""What a quotation is: a term, a slogan, a title, words somebody said, or something else.

The evidence is asked in a fixed order, the most reliable first, and the first answer stands:

1. **lexicon**: the content is a political term, or a list of them;
2. **name**: a nickname after a person's name or after *biệt danh*, *tức*; a letter, a number, a lone capitalised word;
3. **sentences**: the content is more than one sentence: somebody said it;
4. **head**: the words right before it say what it is: *phong trào*, *cuộc thi*, *cái gọi là*;
5. **speech**: a colon before it, a verb of saying right before it or in the clause after it, a whole line of its own;
6. **list**: quotations joined by commas or *và* are of one kind;
7. **equal**: the kind of an equal quotation in the same document;
8. **document**: it begins with the genre of a document, or is the subject of one;
9. **governing**: a verb of saying further off in the sentence, and the quotation is a clause or follows *là*, *rằng*;
10. **shape**: length, capitals, final mark.

A term or slogan is political when the lexicon has it, or when its sentence and its document speak more of party and
state than of sport, shows, prices or disasters (cues of the sort ``domain``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from vnpolnlp.document import QuoteKind
from vnpolnlp.stages.quotes.lexicon import KnownTerm, cues, political_terms
from vnpolnlp.stages.quotes.pairing import MARKS, Quotation
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.syllables import BREAK, DIGIT, LOWER, MARK, TITLE, UPPER, Syllables

_SENTENCE_END = frozenset((".", "!", "?", "…", "\n"))
# The letters beside a sentence's end: what stops before TP. HCM and v.v. is no sentence.
_SENTENCE_BREAK = re.compile(r"(\w\w|[^\w\s])[.!?…]+[^\w\s]?\s+(\w)|(\w|[^\w\s])\n(\w)")
_BETWEEN_MEMBERS = re.compile(r"\s?(?:[,;/-]|và|hoặc|hay|cũng như)?(?:\s(?:và|hoặc|hay|những|các))?\s?")

# How many syllables may stand between a head and the quotation: cuộc thi trắc nghiệm trực tuyến “Tìm hiểu …”.
_HEAD_REACH: dict[QuoteKind, int] = {"title": 6, "slogan": 4, "term": 0, "other": 1, "speech": 1}
_SAYING_REACH = 40  # syllables between a verb of saying and the clause it governs
_REPORT_REACH = 18  # syllables between a quotation and the verb of saying after it
_CLAUSE = 9  # syllables that no term or slogan without any cue has
_LOWER_TITLE = 4  # titles in lower case are cited for their wording, and so are not short
_LONGEST_TERM = 12  # after a head such as tội “…”
_LOWER_CLAUSE = 4  # “chưa cần thiết” may be a term, “có làm được không” is none
_PHRASE = 6  # the longest term without any cue


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of a quotation, whether it is political, the term it is, and the evidence that decided."""

    kind: QuoteKind
    political: bool
    term: str | None
    by: str


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


Evidence = Callable[[Situation], QuoteKind | None]


def known_term(situation: Situation) -> KnownTerm | None:
    """The political term that the content is, or the first one of a list of terms that it is.

    A final or joining mark inside the quotation (“tự diễn biến,”) does not count.
    """
    lower = situation.syllables.lower
    place, last = situation.first, situation.last
    found = None
    while place < last:
        match = political_terms().at(lower, place)
        if match and match[0] <= last:
            place, term = match
            found = found or term
        elif found and (
            lower[place] in (",", ";", "/", "-", "và", "hoặc", ".", "…", "!", "?") or lower[place] in MARKS
        ):
            place += 1
        else:
            return None
    return found


def by_name(situation: Situation) -> QuoteKind | None:
    """``other`` for a nickname (Vũ “nhôm”), a letter, a number, a lone capitalised word such as a brand."""
    shapes, forms, lower = situation.syllables.shapes, situation.syllables.forms, situation.syllables.lower
    first, last, before = situation.first, situation.last, situation.before
    if situation.words == 1 and last - first == 1 and (len(forms[first]) == 1 or shapes[first] == DIGIT):
        return "other"
    if situation.words == 1 and situation.capital and not situation.begins_sentence:
        return "other"
    if situation.words <= 4:
        # Biệt danh “Sói già”; tức Hùng “sẹo”.
        place = before
        while place > max(0, before - 3) and shapes[place - 1] == TITLE:
            place -= 1
        if _ends_at(cues().nickname, lower, before) or (place < before and _ends_at(cues().nickname, lower, place)):
            return "other"
        # Nguyễn Văn Hùng (“Hùng sẹo”)
        if before > 1 and forms[before - 1] == "(" and shapes[before - 2] == TITLE:
            closing = situation.after < len(forms) and forms[situation.after] == ")"
            if closing and situation.capital:
                return "other"
    name = nickname_bearer(situation)
    follows = situation.after < len(lower) and shapes[situation.after] == LOWER
    if name in cues().given_names and not (follows and situation.sentence_start == before - 1):
        return "other"
    return None


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


def by_sentences(situation: Situation) -> QuoteKind | None:
    """``speech`` for more than one sentence."""
    if situation.words < 5:
        return None
    for match in _SENTENCE_BREAK.finditer(situation.content):
        before, after = match[1] or match[3], match[2] or match[4]
        if after.isupper() and not before.isupper():
            return "speech"
    return None


def by_head(situation: Situation) -> QuoteKind | None:
    """The kind that the words right before the quotation say: phong trào “…”, cuộc thi “…”, cái gọi là “…”."""
    found = _head(situation)
    if found is None:
        return None
    kind, gap = found
    forms, shapes = situation.syllables.forms, situation.syllables.shapes
    named = situation.capital or shapes[situation.first] == DIGIT
    if kind == "title" and not named and (gap > 0 or situation.words < _LOWER_TITLE):
        return None
    if kind == "title" and situation.follows_colon and situation.has_final_mark:
        return None
    if kind == "term" and (
        situation.follows_colon or situation.words > _LONGEST_TERM or (situation.has_final_mark and situation.capital)
    ):
        return None
    if kind == "slogan" and situation.words == 1 and forms[situation.first].islower():
        return None
    if kind == "other" and not named:
        return None
    if kind != "speech" and situation.follows_colon and gap > 0:
        return None
    if kind == "slogan" and not named and situation.words <= 3 and gap > 0:
        return None
    return kind


def by_speech(situation: Situation) -> QuoteKind | None:
    """``speech`` where somebody is said to have said it."""
    words = situation.words
    lower, forms = situation.syllables.lower, situation.syllables.forms
    if situation.follows_colon and (situation.capital or words >= 5):
        return "speech"
    if situation.reporting and situation.begins_sentence:
        beside = forms[situation.after] if situation.after < len(forms) else "\n"
        if (beside in (",", "-") and words >= 2) or words >= 5:
            return "speech"
    if situation.reporting and words >= 7 and forms[situation.after] in (",", "-"):
        return "speech"
    if situation.begins_sentence and words >= 4 and situation.capital and _ends_line(situation):
        return "speech"
    if situation.saying is None:
        return None
    distance = situation.before - situation.saying[1]
    linked = situation.before and (lower[situation.before - 1] in cues().link or situation.follows_colon)
    if (distance == 0 or (distance <= 2 and linked)) and (
        words >= 4 or situation.begins_as_clause or situation.capital
    ):
        return "speech"
    return None


def by_document(situation: Situation) -> QuoteKind | None:
    """``title`` for the name or the subject of a document: báo cáo của Chính phủ về “Tình hình …”."""
    lower = situation.syllables.lower
    if not situation.capital or situation.words < _LOWER_TITLE or situation.begins_sentence:
        return None
    if situation.follows_colon or situation.has_final_mark:
        return None
    if cues().genres.at(lower, situation.first):
        return "title"
    start = max(situation.sentence_start, situation.before - 14)
    if lower[situation.before - 1] == "về" and any(True for _ in cues().genres.find(lower[start : situation.before])):
        return "title"
    return None


def by_governing(situation: Situation) -> QuoteKind | None:
    """``speech`` where a verb of saying further off governs the quoted words: ông nói việc đó là “…”."""
    words, before = situation.words, situation.before
    if situation.saying is None:
        return None
    if words >= 2 and situation.syllables.lower[before - 1] in ("rằng", "là"):
        return "speech"
    if words >= _PHRASE or (words >= 4 and situation.begins_as_clause) or (words >= 3 and situation.capital):
        return "speech"
    # A subject before the first word that clauses begin with: “tỉnh không bắn pháo hoa”.
    start = situation.syllables.lower[situation.first : situation.first + 3]
    return "speech" if words >= _PHRASE - 1 and any(word in cues().predicate for word in start) else None


def by_shape(situation: Situation) -> QuoteKind:
    """The kind that length, capitals and final mark make likely; always an answer."""
    words = situation.words
    shapes = [shape for shape in situation.syllables.shapes[situation.first : situation.last] if shape < MARK]
    if words >= _CLAUSE or (situation.has_final_mark and situation.capital and words >= 3):
        return "speech"
    according = situation.sentence_start < situation.before and (
        situation.syllables.lower[situation.sentence_start] == "theo"
    )
    if according and words >= 4:
        return "speech"
    if _is_motto(situation):
        return "slogan"
    if situation.capital and not situation.begins_sentence:
        if all(shape in (TITLE, UPPER) for shape in shapes):
            return "other"
        if situation.begins_as_clause:
            return "speech"
        return "slogan"
    if words > _PHRASE or (words >= _LOWER_CLAUSE and situation.begins_as_clause and not situation.capital):
        return "speech"
    return "term"


def _head(situation: Situation) -> tuple[QuoteKind, int] | None:
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


#: Words that end the noun phrase of a head: chương trình này là “…” is no title.
_BARRIERS = frozenset(("là", "bị", "được", "đã", "đang", "sẽ", "có", "phải", "không", "rằng", "này", "đó", "để", "như"))


def _ends_at(phrases: Phrases[None], lower: Sequence[str], end: int) -> bool:
    return any(last == end for place in range(max(0, end - 4), end) for last, _ in phrases.all_at(lower, place))


def _ends_line(situation: Situation) -> bool:
    """Whether nothing but a final mark stands between the quotation and the end of its line."""
    forms, shapes = situation.syllables.forms, situation.syllables.shapes
    place = situation.after
    while place < len(forms) and forms[place] in _SENTENCE_END and shapes[place] != BREAK:
        place += 1
    return place >= len(forms) or shapes[place] == BREAK


def _is_motto(situation: Situation) -> bool:
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


#: The evidence between the lexicon and the lists, and the evidence after the lists, in the order in which it is asked.
EVIDENCE: tuple[Evidence, ...] = (by_name, by_sentences, by_head, by_speech)
LATE_EVIDENCE: tuple[Evidence, ...] = (by_document, by_governing)


def judge(situations: Sequence[Situation]) -> list[Judgement]:
    """What each quotation of a text is; the situations are those of all its quotations.

    >>> from vnpolnlp.stages.quotes.pairing import find_quotes
    >>> text = "Phong trào “Dân vận khéo” đẩy lùi nạn “cò đất”. “Phải làm tốt hơn nữa”, ông Hòa nói với cán bộ."
    >>> syllables = Syllables.of(text)
    >>> situations = [Situation.of(text, syllables, quotation) for quotation in find_quotes(text)]
    >>> [judgement.kind for judgement in judge(situations)]
    ['slogan', 'term', 'speech']
    """
    answers = [_first_answer(situation) for situation in situations]
    _share_in_lists(situations, answers)
    _share_when_equal(situations, answers)
    answers = [
        answer if answer.kind else _ask(LATE_EVIDENCE, situation)
        for situation, answer in zip(situations, answers, strict=True)
    ]
    _share_in_lists(situations, answers)
    _share_when_equal(situations, answers)
    domain: _Domain | None = None  # few texts have a quotation for which it matters
    judgements = []
    for situation, answer in zip(situations, answers, strict=True):
        kind = answer.kind or by_shape(situation)
        political = kind in ("term", "slogan") and answer.term is not None
        if kind in ("term", "slogan") and answer.term is None:
            domain = domain or _Domain.of(situation.syllables)
            political = domain.is_political(situation)
        judgements.append(Judgement(kind, political, answer.term, f"quotes/{answer.by}"))
    return judgements


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: QuoteKind | None
    term: str | None
    by: str


def _first_answer(situation: Situation) -> _Answer:
    term = known_term(situation)
    if term:
        return _Answer(term.kind, term.id, "lexicon")
    return _ask(EVIDENCE, situation)


def _ask(evidence: Sequence[Evidence], situation: Situation) -> _Answer:
    for question in evidence:
        kind = question(situation)
        if kind:
            return _Answer(kind, None, "cue")
    return _Answer(None, None, "shape")


def _share_in_lists(situations: Sequence[Situation], answers: list[_Answer]) -> None:
    """Give quotations without evidence of their own the kind of their list: that of a known term, or of the first."""
    for run in _lists(situations):
        leader = next((answers[place] for place in run if answers[place].term), answers[run[0]])
        for place in run:
            # Titles in a list are as long as they like; a clause among terms is words that somebody said.
            fits = leader.kind == "title" or situations[place].words < _CLAUSE
            if answers[place].kind is None and leader.kind and fits:
                answers[place] = replace(answers[place], kind=leader.kind, by="cue")


def _share_when_equal(situations: Sequence[Situation], answers: list[_Answer]) -> None:
    """Give quotations without evidence of their own the kind of an equal one in the same document."""
    kinds: dict[str, QuoteKind] = {}
    bearers: Counter[tuple[str, str]] = Counter()
    for situation, answer in zip(situations, answers, strict=True):
        if answer.kind:
            kinds.setdefault(situation.content.lower(), answer.kind)
        elif bearer := nickname_bearer(situation):
            bearers[bearer, situation.content] += 1
    for place, situation in enumerate(situations):
        if answers[place].kind is None:
            # A name that has the same quoted word after it more than once has a nickname.
            twice = bearers[nickname_bearer(situation) or "", situation.content] > 1
            kind = kinds.get(situation.content.lower(), "other" if twice else None)
            answers[place] = replace(answers[place], kind=kind, by="cue" if kind else "shape")


def _lists(situations: Sequence[Situation]) -> list[list[int]]:
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


@dataclass(frozen=True, slots=True)
class _Domain:
    """Where the cues for political and for other discourse stand, in order."""

    political: list[int]
    unpolitical: list[int]

    @classmethod
    def of(cls, syllables: Syllables) -> _Domain:
        political: list[int] = []
        unpolitical: list[int] = []
        for first, _, is_political in cues().political.find_in(syllables):
            (political if is_political else unpolitical).append(first)
        return cls(political, unpolitical)

    def is_political(self, situation: Situation) -> bool:
        """Whether sentence and document speak more of party and state than of anything else."""
        whole = self._lean(0, len(situation.syllables), 2)
        near = self._lean(situation.sentence_start, situation.sentence_end, 1)
        return whole + 0.7 * near > 0.1

    def _lean(self, start: int, end: int, doubt: int) -> float:
        """From -1 (nothing political) to 1 (nothing else); few cues leave it near 0."""
        political = bisect_left(self.political, end) - bisect_left(self.political, start)
        other = bisect_left(self.unpolitical, end) - bisect_left(self.unpolitical, start)
        return (political - other) / (political + other + doubt)
