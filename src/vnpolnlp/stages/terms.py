"""Political terms: every occurrence of a term of the lexicon, and whether it is set in quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import ClassVar

from vnpolnlp.document import Document, Term
from vnpolnlp.stages.quotes.lexicon import political_terms
from vnpolnlp.stages.quotes.pairing import find_quotes
from vnpolnlp.text.syllables import BREAK, LOWER, MARK, Syllables

#: What stands between the members of a list inside one quotation: “tự diễn biến, tự chuyển hóa”.
_BETWEEN_MEMBERS = frozenset((",", ";", "/", "-", "và", "hoặc", "hay"))
_FINAL = frozenset((".", "…", "!", "?"))
_LONGEST_LIST, _LONGEST_MEMBER = 30, 8


class Terms:
    """Mark the political terms of the lexicon.

    >>> text = "Chống “lợi ích nhóm”; không để lợi ích  nhóm chi phối."
    >>> [(term.term, term.quoted, text[term.start:term.end]) for term in Terms()(Document(text)).terms]
    [('loi-ich-nhom', True, 'lợi ích nhóm'), ('loi-ich-nhom', False, 'lợi ích  nhóm')]
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("terms",)

    def __call__(self, document: Document) -> Document:
        """The document with its political terms."""
        view = document.view
        syllables = view.syllables
        found = list(find_terms(syllables))
        quoted = _quoted(view.text, syllables, found) if found else set()
        terms = []
        for first, last, term in found:
            start, end = view.to_raw(syllables.starts[first], syllables.ends[last - 1])
            terms.append(Term(start, end, term, first in quoted))
        return document.with_layers(terms=tuple(terms))


def find_terms(syllables: Syllables) -> Iterator[tuple[int, int, str]]:
    """The longest terms from left to right as first syllable, syllable after the last one, and the term's id."""
    lower, shapes = syllables.lower, syllables.shapes
    # A term may run over the end of a line; a next line that goes on in lower case is no new paragraph.
    wrapped = [
        place
        for place in range(1, len(lower) - 1)
        if shapes[place] == BREAK and shapes[place + 1] == LOWER and shapes[place - 1] < MARK
    ]
    if not wrapped:
        yield from ((first, last, term.id) for first, last, term in political_terms().find_in(syllables))
        return
    left_out = set(wrapped)
    kept = [place for place in range(len(lower)) if place not in left_out]
    for first, last, term in political_terms().find([lower[place] for place in kept]):
        yield kept[first], kept[last - 1] + 1, term.id


def _quoted(text: str, syllables: Syllables, found: list[tuple[int, int, str]]) -> set[int]:
    """The first syllables of those terms that are a quotation, or a member of a list that is one."""
    starts: set[int] = set()
    ends: set[int] = set()
    inside = bytearray(len(syllables))
    for quotation in find_quotes(text):
        first = bisect_left(syllables.starts, quotation.start)
        last = bisect_left(syllables.starts, quotation.end)
        if _is_list(syllables.lower[first : min(last, first + _LONGEST_LIST + 1)]):
            inside[first:last] = b"\1" * (last - first)
        starts.add(first)
        ends.add(last)
    lower = syllables.lower
    return {
        first
        for first, last, _ in found
        if (first in starts or (inside[first] and lower[first - 1] in _BETWEEN_MEMBERS))
        and (last in ends or (last < len(lower) and inside[last] and lower[last] in _BETWEEN_MEMBERS | _FINAL))
    }


def _is_list(lower: Sequence[str]) -> bool:
    """Whether a quotation is short members one after the other, rather than a sentence with commas."""
    if len(lower) > _LONGEST_LIST:
        return False
    member = 0
    for syllable in lower:
        member = 0 if syllable in _BETWEEN_MEMBERS else member + 1
        if member > _LONGEST_MEMBER:
            return False
    return True
