"""What a quotation is: a term, a slogan, a title, words somebody said, or something else.

Certain evidence answers by itself:

1. **lexicon**: the content is a political term, or a list of them;
2. **name**: a nickname after a person's name or after *biệt danh*, *tức*; a letter, a number;
3. **sentences**: the content is more than one sentence: somebody said it;
4. **saying**: a clause right after a verb of saying, and whatever is too long for a name, is speech;
5. **formula**: *3 không, 2 có* is a slogan, four words or more right after *đề án*, *cuốn*, *nghị quyết về* a title;
6. **fragment**: where at least two long quotations are given to speakers, a piece with the grammar of a predicate or a
   judgement (*không ảnh hưởng nhiều*, *rất nghiêm trọng*) is speech.

Everything else is weighed: length, capitals and marks, the noun before it (*phong trào*, *cuộc thi*, *cái gọi là*),
verbs of saying, what the text speaks of. The weights of all pieces of evidence are added up; the first of quotations
joined by commas or *và* lends the others its own, equal quotations lend each other half; the kind with the largest sum
stands. Weights of the same sort say whether a term or slogan is political; one of the lexicon always is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vnpolnlp.document import QUOTE_KINDS, QuoteKind
from vnpolnlp.stages.quotes.domain import Domain
from vnpolnlp.stages.quotes.evidence import pieces_of_evidence
from vnpolnlp.stages.quotes.lexicon import KnownTerm, cues, political_terms, weights
from vnpolnlp.stages.quotes.pairing import MARKS
from vnpolnlp.stages.quotes.situation import (
    Situation,
    ends_with,
    follows_document,
    is_motto,
    list_runs,
    nearest_head,
    nickname_bearer,
)
from vnpolnlp.text.syllables import DIGIT, LOWER, TITLE

# The letters beside a sentence's end: what stops before TP. HCM and v.v. is no sentence.
_SENTENCE_BREAK = re.compile(r"(\w\w|[^\w\s])[.!?…]{1,9}[^\w\s]?\s{1,9}(\w)|(\w|[^\w\s])\n(\w)")

_FORMULA = re.compile(r"\d{1,4} ?\w{1,9}(?: \w{1,9})?,? \d{1,4} ?\w{1,9}(?: \w{1,9})?(?:,|$)")

_CLAUSE = 9  # syllables that no term has
_TOO_LONG = 20  # syllables that no name has, whatever stands before
_TITLE = 4  # syllables that a title in lower case has, and a word spoken of seldom
_REPORTS = 2  # long attributed quotations that make a text a report of what people said
_FRAGMENT = 3  # syllables from which the grammar of a fragment can be told
_LONG_FRAGMENT = 7  # syllables that a term in lower case seldom has
_CERTAIN = 6.0  # what a certain answer is worth to the quotations listed with it
_LENT = 0.5  # the share of the others' evidence that counts for equal quotations and the first of a list
_AROUND = ("head:", "saying:", "reporting", "colon:", "nickname", "mention", "naming", "according")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of a quotation, whether it is political, the term it is, and the evidence that decided."""

    kind: QuoteKind
    political: bool
    term: str | None
    by: str


@dataclass(slots=True)
class _Weighed:
    """What the evidence for one quotation is worth for each kind, and for political."""

    kinds: tuple[float, ...]
    political: float
    by: str


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
    """``other`` for a nickname (Vũ “nhôm”), a letter, a number."""
    shapes, forms, lower = situation.syllables.shapes, situation.syllables.forms, situation.syllables.lower
    first, last, before = situation.first, situation.last, situation.before
    if situation.words == 1 and last - first == 1 and (len(forms[first]) == 1 or shapes[first] == DIGIT):
        return "other"
    if situation.words <= 4:
        # Biệt danh “Sói già”; tức Hùng “sẹo”.
        place = before
        while place > max(0, before - 3) and shapes[place - 1] == TITLE:
            place -= 1
        if ends_with(cues().nickname, lower, before) or (place < before and ends_with(cues().nickname, lower, place)):
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


def by_sentences(situation: Situation) -> QuoteKind | None:
    """``speech`` for more than one sentence."""
    if situation.words < 5:
        return None
    for match in _SENTENCE_BREAK.finditer(situation.content):
        before, after = match[1] or match[3], match[2] or match[4]
        if after.isupper() and not before.isupper():
            return "speech"
    return None


def by_saying(situation: Situation) -> QuoteKind | None:
    """``speech`` for a clause that a verb of saying has right before it, and for what is too long for a name."""
    head = nearest_head(situation)
    if head and head[0] in ("slogan", "title"):
        return None
    attributed = situation.saying is not None and situation.before == situation.saying[1]
    return "speech" if situation.words >= (_CLAUSE if attributed else _TOO_LONG) else None


def by_formula(situation: Situation) -> QuoteKind | None:
    """``slogan`` for a formula of two numbers (3 không, 2 có), ``title`` for four words after a noun such as *cuốn*."""
    if _FORMULA.match(situation.content):
        return "slogan"
    titled = nearest_head(situation) == ("title", 0) and situation.words >= _TITLE and not situation.follows_colon
    return "title" if titled or (situation.words >= _TITLE and follows_document(situation)) else None


def is_reported(situation: Situation) -> bool:
    """Whether it is a long quotation that a verb of saying or a colon gives to a speaker."""
    attributed = situation.saying or situation.reporting or situation.follows_colon
    return bool(attributed) and situation.words >= _CLAUSE


def by_fragment(situation: Situation) -> QuoteKind | None:
    """``speech`` for a piece of a sentence, as reports of what people said are full of: vi phạm là “rất nghiêm trọng”.

    It is in lower case, no noun before it says what it is, and it has the grammar of a predicate, or a judgement.
    """
    if situation.capital or situation.begins_sentence or nearest_head(situation) or is_motto(situation):
        return None
    lower, words = situation.syllables.lower, cues()
    content = lower[situation.first : situation.last]
    if situation.words >= _FRAGMENT:
        if situation.begins_as_clause or content[0] in words.auxiliary or content[0] in words.function:
            return "speech"
        if situation.before and lower[situation.before - 1] in words.auxiliary:
            return "speech"
        if not words.person.isdisjoint(content):
            return "speech"
    if situation.words > _FRAGMENT and not words.function.isdisjoint(content[1:-1]):
        return "speech"
    judges = situation.words > 1 and any(True for _ in words.evaluation.find(content))
    return "speech" if judges or situation.words >= _LONG_FRAGMENT else None


def is_plain(situation: Situation) -> bool:
    """Whether the content is an everyday metaphor and no more: “nóng”."""
    match = cues().plain.at(situation.syllables.lower, situation.first)
    return match is not None and match[0] == situation.last


def judge(situations: Sequence[Situation]) -> list[Judgement]:
    """What each quotation of a text is; the situations are those of all its quotations.

    >>> from vnpolnlp.stages.quotes.pairing import find_quotes
    >>> from vnpolnlp.text.syllables import Syllables
    >>> text = "Phong trào “Dân vận khéo” đẩy lùi nạn “cò đất”. “Phải làm tốt hơn nữa”, ông Hòa nói với cán bộ."
    >>> syllables = Syllables.of(text)
    >>> situations = [Situation.of(text, syllables, quotation) for quotation in find_quotes(text)]
    >>> [judgement.kind for judgement in judge(situations)]
    ['slogan', 'term', 'speech']
    """
    if not situations:
        return []
    terms = [known_term(situation) for situation in situations]
    certain = certain_kinds(situations)
    domain = Domain.of(situations[0].syllables)
    weighed = [_weigh(situation, domain, kind) for kind, situation in zip(certain, situations, strict=True)]
    judgements = []
    for place, (kind, own, scores) in enumerate(zip(certain, weighed, _shared(situations, weighed), strict=True)):
        term = terms[place]
        best = kind or QUOTE_KINDS[max(range(len(scores)), key=scores.__getitem__)]
        political = best in ("term", "slogan") and (
            term is not None or (own.political > 0 and not is_plain(situations[place]))
        )
        by = "lexicon" if term else own.by
        judgements.append(Judgement(best, political, term.id if term else None, f"quotes/{by}"))
    return judgements


def certain_kinds(situations: Sequence[Situation]) -> list[QuoteKind | None]:
    """For each quotation of a text the kind that a rule is certain of; ``None`` where the evidence is weighed."""
    reported = sum(is_reported(situation) for situation in situations) >= _REPORTS
    kinds: list[QuoteKind | None] = []
    for situation in situations:
        term = known_term(situation)
        kind = term.kind if term else _certain_kind(situation)
        kinds.append(kind or (by_fragment(situation) if reported else None))
    return kinds


def _certain_kind(situation: Situation) -> QuoteKind | None:
    return by_name(situation) or by_sentences(situation) or by_formula(situation) or by_saying(situation)


def _weigh(situation: Situation, domain: Domain, certain: QuoteKind | None) -> _Weighed:
    """The sums of the weights of all evidence for a quotation; a certain kind is worth as much as much evidence."""
    pieces = list(pieces_of_evidence(situation, domain))
    known = [weights()[piece] for piece in pieces if piece in weights()]
    kinds = tuple(sum(column, 0.0) for column in zip(*(weight.kinds for weight in known), strict=True))
    if certain:
        kinds = tuple(_CERTAIN if kind == certain else 0.0 for kind in QUOTE_KINDS)
    around = certain is not None or any(piece.startswith(_AROUND) for piece in pieces)
    return _Weighed(kinds, sum(weight.political for weight in known), "cue" if around else "shape")


def _shared(situations: Sequence[Situation], weighed: Sequence[_Weighed]) -> list[list[float]]:
    """The worth of each kind with what the others of a list, and equal quotations, lend."""
    shared = [list(one.kinds) for one in weighed]
    equal: defaultdict[str, list[int]] = defaultdict(list)
    for place, situation in enumerate(situations):
        equal[situation.content.lower()].append(place)
    for group in equal.values():
        for kind in range(len(QUOTE_KINDS) if len(group) > 1 else 0):
            total = sum(weighed[place].kinds[kind] for place in group)
            for place in group:
                shared[place][kind] += _LENT * (total - weighed[place].kinds[kind]) / (len(group) - 1)
    for first, *others in list_runs(situations):
        for kind in range(len(QUOTE_KINDS)):
            shared[first][kind] += _LENT * sum(weighed[place].kinds[kind] for place in others) / len(others)
            for place in others:
                shared[place][kind] += weighed[first].kinds[kind]
    return shared
