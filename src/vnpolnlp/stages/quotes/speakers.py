"""Who said it: the person or post that a verb of saying ties to a quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from vnpolnlp.document import Document
from vnpolnlp.stages.quotes.kinds import Judgement
from vnpolnlp.stages.quotes.situation import Situation

_ACCORDING = "theo"


@dataclass(frozen=True, slots=True)
class _Holder:
    """A person or post, in syllables of the view."""

    first: int
    last: int
    text: str
    person: bool


def find_speakers(
    document: Document, situations: Sequence[Situation], judgements: Sequence[Judgement]
) -> list[str | None]:
    """The speaker of each quotation, as written; ``None`` where the text does not tie one to it by a verb."""
    view = document.view
    starts = view.syllables.starts
    holders = []
    if any(judgement.kind == "speech" for judgement in judgements):
        for entity in document.entities:
            if entity.label in ("PER", "ROLE"):
                start, end = view.from_raw(entity.start, entity.end)
                first = bisect_left(starts, start)
                last = bisect_left(starts, end, lo=first)
                holders.append(_Holder(first, last, entity.text, entity.label == "PER"))
    places = [holder.first for holder in holders]
    return [
        _speaker(situation, holders, places) if judgement.kind == "speech" and holders else None
        for situation, judgement in zip(situations, judgements, strict=True)
    ]


def _speaker(situation: Situation, holders: Sequence[_Holder], places: Sequence[int]) -> str | None:
    lower, forms = situation.syllables.lower, situation.syllables.forms

    def among(start: int, end: int) -> list[_Holder]:
        return [
            holder for holder in holders[bisect_left(places, start) : bisect_left(places, end)] if holder.last <= end
        ]

    # “…”, Chủ tịch UBND tỉnh Lê Văn Bình nói; “…” - theo ông Bình.
    after = situation.after
    set_off = after < len(forms) and forms[after] in (",", "-")
    if situation.reporting and (set_off or situation.begins_sentence):
        found = among(situation.after, situation.reporting[0])
        if found:
            return _named(found)
    while after < len(forms) and forms[after] in (",", "-"):
        after += 1
    if after < len(forms) and lower[after] == _ACCORDING:
        found = among(after, min(situation.sentence_end, after + 16))
        if found:
            return _named(found[:1] if found[0].person else found[:2])
    # Ông Bình nhấn mạnh: “…”; Bí thư Thăng: “…”
    if situation.saying and situation.saying[0] > situation.sentence_start:
        found = among(situation.sentence_start, situation.saying[0])
        if found:
            return _named(found)
    if situation.follows_colon:
        found = [
            holder
            for holder in among(situation.sentence_start, situation.before)
            if holder.last == situation.before - 1
        ]
        if found:
            return found[-1].text
    # Theo ông Bình, “…”
    if situation.sentence_start < situation.before and lower[situation.sentence_start] == _ACCORDING:
        found = among(situation.sentence_start, situation.before)
        if found:
            return _named(found[:1] if found[0].person else found[:2])
    return None


def _named(found: Sequence[_Holder]) -> str:
    """The last person; the last post where nobody is named."""
    return next((holder.text for holder in reversed(found) if holder.person), found[-1].text)
