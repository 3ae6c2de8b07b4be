"""Pieces of evidence for what a quotation is, each with the name under which ``quote_weights`` says what it is worth.

No piece decides by itself: a title is likely after *cuốn*, more so with a capital, less so before a verb of saying.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vnpolnlp.stages.quotes.domain import Domain
from vnpolnlp.stages.quotes.lexicon import cues, political_terms
from vnpolnlp.stages.quotes.situation import (
    Situation,
    ends_line,
    ends_with,
    is_motto,
    nearest_head,
    nickname_bearer,
)  # fmt: skip
from vnpolnlp.text.syllables import DIGIT, LOWER, MARK, TITLE, UPPER

_LENGTHS = (1, 2, 3, 4, 6, 9, 14, 20)  # syllables; a longer quotation is words:more
_BARE = (2, 3, 5, 8)  # syllables of a quotation in lower case that no noun before it names
_LEANS = ((-0.4, "unpolitical"), (-0.1, "less"), (0.1, "neither"), (0.25, "weak"), (0.5, "some"), (0.75, "much"))
_LONG = 4  # syllables that words after a verb of saying have, and a term after it seldom
_NEAR = 8  # syllables before the quotation in which it may be said how somebody is called

_BESIDE = {":": "colon", ",": "comma", "(": "opening", ")": "closing", ".": "stop", "\n": "line", "-": "dash"}


def pieces_of_evidence(situation: Situation, domain: Domain) -> Iterator[str]:
    """The names of all evidence there is for a quotation in a text of this domain."""
    yield "always"
    yield from _content(situation)
    yield from _before(situation)
    yield from _after(situation)
    yield from _attribution(situation)
    yield from _topic(situation, domain)


def _content(situation: Situation) -> Iterator[str]:
    """What the quotation is by itself: length, capitals, marks, words of a clause."""
    syllables, first, last, words = situation.syllables, situation.first, situation.last, situation.words
    lower = syllables.lower[first:last]
    shapes = [shape for shape in syllables.shapes[first:last] if shape < MARK]
    place = bisect_left(_LENGTHS, words)
    yield f"words:{_LENGTHS[place]}" if place < len(_LENGTHS) else "words:more"
    if situation.capital:
        yield "capital:start" if situation.begins_sentence else "capital:amid"
        if words > 1 and LOWER not in shapes:
            yield "capital:every"
        if words > 1 and shapes[-1] in (TITLE, UPPER):
            yield "capital:last"
    if DIGIT in shapes:
        yield "digit:first" if shapes[0] == DIGIT else "digit:inside"
    if situation.has_final_mark:
        yield "mark:final"
    if "," in lower or ";" in lower:
        yield "mark:comma"
    if not {"-", "–", "/"}.isdisjoint(lower):
        yield "mark:dash"
    if is_motto(situation):
        yield "motto"
    if situation.begins_as_clause:
        yield "clause:first"
    elif not cues().predicate.isdisjoint(lower[1:]):
        yield "clause:inside"
    if lower[0] in cues().person:
        yield "person:name" if TITLE in shapes[1:] else "person:first"
    if not cues().person.isdisjoint(lower[1:]):
        yield "person:inside"
    if lower[-1] in cues().particle:
        yield "particle"
    if any(True for _ in cues().evaluation.find(lower)):
        yield "evaluation:all" if words <= _LONG else "evaluation"
    if lower[0] in cues().function:
        yield "function:first"
    if not cues().function.isdisjoint(lower[1:-1]):
        yield "function:inside"
    if any(True for _ in cues().plain.find(lower)) and words < _LONG:
        yield "content:plain"
    if situation.content.isascii() and words > 1:
        yield "ascii"
    if any(True for _ in political_terms().find(lower)):
        yield "content:term"


def _before(situation: Situation) -> Iterator[str]:
    """What stands before it: a mark, a name, a noun that says what it is."""
    lower, shapes, before = situation.syllables.lower, situation.syllables.shapes, situation.before
    if situation.begins_sentence:
        yield "before:nothing"
    elif lower[before - 1] in _BESIDE:
        yield f"before:{_BESIDE[lower[before - 1]]}"
    elif shapes[before - 1] in (TITLE, UPPER):
        yield "before:name"
    elif lower[before - 1] in ("là", "rằng"):
        yield f"before:{lower[before - 1]}"
    elif shapes[before - 1] == LOWER:
        yield "before:function" if lower[before - 1] in cues().function else "before:word"
    size = "long" if situation.words >= _LONG else "short"
    if before and lower[before - 1] in cues().auxiliary and not situation.capital:
        yield f"before:auxiliary:{size}"
    if situation.in_heading:
        yield f"heading:{size}"
    if nickname_bearer(situation):
        yield "bearer"
    if ends_with(cues().nickname, lower, before):
        yield "nickname"
    if ends_with(cues().mention, lower, before):
        yield "mention"
    head = nearest_head(situation)
    if head:
        kind, gap = head
        yield f"head:{kind}:far" if gap else f"head:{kind}"
        if situation.capital or shapes[situation.first] == DIGIT:
            yield f"head:{kind}:named"
        if gap == 0 and situation.words >= _LONG:
            yield f"head:{kind}:long"
    elif not situation.capital and not situation.begins_sentence:
        yield f"bare:{bisect_left(_BARE, situation.words)}"
    near = lower[max(situation.sentence_start, before - _NEAR) : before]
    if not cues().naming.isdisjoint(near):
        yield "naming:là" if near[-1] == "là" else "naming"
    if not cues().performing.isdisjoint(near[-3:]):
        yield "performing"


def _after(situation: Situation) -> Iterator[str]:
    """What stands after it."""
    syllables, after = situation.syllables, situation.after
    if ends_line(situation) and situation.begins_sentence:
        yield "line"
    if after >= len(syllables):
        yield "after:line"
    elif syllables.forms[after] in _BESIDE:
        yield f"after:{_BESIDE[syllables.forms[after]]}"
    elif syllables.shapes[after] in (TITLE, UPPER):
        yield "after:name"
    elif syllables.shapes[after] == LOWER:
        yield "after:function" if syllables.lower[after] in cues().function else "after:word"


def _attribution(situation: Situation) -> Iterator[str]:
    """Who said it: a colon, verbs of saying before and after."""
    lower, forms, before, after = (
        situation.syllables.lower, situation.syllables.forms, situation.before, situation.after,
    )  # fmt: skip
    if situation.saying:
        distance = before - situation.saying[1]
        near = distance == 0 or situation.follows_colon or (distance <= 2 and lower[before - 1] in cues().link)
        name = "saying:near" if near else "saying:far"
        yield name
        yield f"{name}:{'long' if situation.words >= _LONG else 'short'}"
        if situation.begins_as_clause:
            yield "saying:clause"
        if lower[before - 1] in ("là", "rằng"):
            yield f"saying:{lower[before - 1]}"
    if situation.reporting:
        yield "reporting:start" if situation.begins_sentence else "reporting"
        if after < len(forms) and forms[after] in (",", "-"):
            yield "reporting:comma"
    if situation.follows_colon:
        yield "colon:capital" if situation.capital else "colon:lower"
        if situation.words > _LONG:
            yield "colon:long"
    if situation.sentence_start < before and lower[situation.sentence_start] == "theo":
        yield "according"


def _topic(situation: Situation, domain: Domain) -> Iterator[str]:
    """What text, sentence and content speak of."""
    yield f"text:{_lean(domain.lean(0, domain.syllables, 2))}"
    yield f"sentence:{_lean(domain.lean(situation.sentence_start, situation.sentence_end, 1))}"
    content = domain.lean(situation.first, situation.last, 0)
    if content:
        yield "content:political" if content > 0 else "content:unpolitical"
    yield f"density:{domain.density}"


def _lean(value: float) -> str:
    return next((name for bound, name in _LEANS if value < bound), "most")
