"""Copies of texts for tools that do not take them as they are, with the map back.

brat and the tools of Universal Dependencies want composed letters, most want line feeds alone, XML has no control
characters. The text of a document never changes; such a tool gets a copy, and what comes back is mapped onto the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from vnpolnlp.document import Document, Entity, Quote, Sentence, Term, Token, Tokens, Zone
from vnpolnlp.text.spelling import composing
from vnpolnlp.text.view import View, maps_of

_LINE_END = r"\r\n?"
_OTHER_LINE_ENDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_OTHER_SPACES = re.compile(r"[^\S\n\t ]")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Layer = TypeVar("_Layer", Zone, Sentence, Token, Entity, Quote, Term)


@dataclass(frozen=True)
class Needs:
    """What a tool can do with: what its copy of a text has.

    Attributes:
        composed: letters in the Unicode form NFC.
        spaces: no white space but spaces, tabs and line feeds.
        xml: only characters that XML 1.0 has; others become U+FFFD.
    """

    composed: bool = False
    spaces: bool = False
    xml: bool = False


def copy_of(text: str, needs: Needs) -> View:
    r"""The copy of a text for a tool: line feeds alone, no byte order mark at the beginning, and what it needs.

    >>> copy_of("Bộ\r\nhọp", Needs()).text
    'Bộ\nhọp'
    """
    moved: list[tuple[int, int, int]] = []
    pieces: list[str] = []
    last = 0
    letters = needs.composed and not unicodedata.is_normalized("NFC", text)
    for match in (_letters_and_line_ends() if letters else _LINE_ENDS).finditer(text):
        old = match[0]
        new = "" if old == "\ufeff" else "\n" if old[0] == "\r" else unicodedata.normalize("NFC", old)
        if new != old:
            pieces += (text[last : match.start()], new)
            if len(new) != len(old) or len(old) > 1:
                moved.append((match.start(), match.end(), len(new)))
            last = match.end()
    pieces.append(text[last:])
    copy = "".join(pieces)
    if needs.spaces:
        copy = _OTHER_SPACES.sub(" ", _OTHER_LINE_ENDS.sub("\n", copy))
    if needs.xml:
        copy = xml_safe(copy)
    return View(text, copy, *maps_of(moved, len(text))) if moved else View(text, copy)


_LINE_ENDS = re.compile(rf"\A\ufeff|{_LINE_END}")


@cache
def _letters_and_line_ends() -> re.Pattern[str]:
    joins, joins_above, alone = composing()
    joined = f"[{joins}{joins_above}]"
    return re.compile(rf"\A\ufeff|{_LINE_END}|[^\r{joins}{joins_above}]?{joined}+|[{alone}]")


def xml_safe(value: str) -> str:
    """A value with U+FFFD for what XML 1.0 does not have."""
    return _NOT_XML.sub("\ufffd", value)


def on_copy(document: Document, view: View) -> tuple[Document, Counter[str]]:
    """A document as if its text were the copy, and how many spans begin or end inside what is one letter there."""
    lost: Counter[str] = Counter()

    def moved(layer: Iterable[_Layer], name: str) -> Iterable[_Layer]:
        for span in layer:
            start, end = view.from_raw(span.start, span.end)
            if start < end and view.to_raw(start, end) == (span.start, span.end):
                yield _at(span, start, end, view.text)
            else:
                lost[name] += 1

    if view.text == document.text:
        return document, lost
    entities = tuple(moved(document.entities, "entities"))
    kept = {entity.id for entity in entities}
    return replace(
        document,
        text=view.text,
        zones=tuple(moved(document.zones, "zones")),
        sentences=tuple(moved(document.sentences, "sentences")),
        tokens=Tokens.of(tuple(moved(document.tokens, "words"))),
        entities=entities,
        quotes=tuple(moved(document.quotes, "quotes")),
        terms=tuple(moved(document.terms, "terms")),
        relations=tuple(one for one in document.relations if {one.head, one.tail} <= kept),
    ), lost


def off_copy(document: Document, view: View) -> Document:
    """A document whose text is the copy, on the text that the copy was made of."""

    def back(layer: Iterable[_Layer]) -> Iterable[_Layer]:
        return (_at(span, *view.to_raw(span.start, span.end), view.raw) for span in layer)

    return replace(
        document,
        text=view.raw,
        zones=tuple(back(document.zones)),
        sentences=tuple(back(document.sentences)),
        tokens=Tokens.of(tuple(back(document.tokens))),
        entities=tuple(back(document.entities)),
        quotes=tuple(back(document.quotes)),
        terms=tuple(back(document.terms)),
    )


def _at(span: _Layer, start: int, end: int, text: str) -> _Layer:
    if isinstance(span, (Entity, Quote)):
        return replace(span, start=start, end=end, text=text[start:end])
    return replace(span, start=start, end=end)


def copied(document: Document, needs: Needs, lost: Counter[str]) -> Document:
    """A document on the copy of its text for a tool; ``lost`` counts the spans that are cut inside a letter."""
    copy, missing = on_copy(document, copy_of(document.text, needs))
    for layer, count in missing.items():
        lost[f"{layer} that begin or end inside a letter"] += count
    return copy
