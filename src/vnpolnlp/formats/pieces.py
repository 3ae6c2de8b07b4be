"""Long documents in pieces, for tools that freeze on them, and the pieces put together again.

A piece is called as RFC 5147 names a part of a text: ``a.txt#char=0,4500;length=12000`` is the first 4,500 of 12,000
characters of ``a.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from vnpolnlp.document import Document, Entity, Quote, Sentence, Term, Token, Tokens, Zone
from vnpolnlp.formats.found import Found, Piece

_NAME = re.compile(r"\A(?P<id>.*)#char=(?P<start>\d+),(?P<end>\d+);length=(?P<length>\d+)", re.DOTALL)

_Layer = TypeVar("_Layer", Zone, Sentence, Token, Entity, Quote, Term)


def piece_of(id: str) -> Piece | None:
    """The piece that an id names; None where it names a whole document.

    >>> piece_of("a.txt#char=0,4500;length=12000")
    Piece(id='a.txt', start=0, end=4500, length=12000)
    """
    found = _NAME.fullmatch(id)
    return Piece(found["id"], int(found["start"]), int(found["end"]), int(found["length"])) if found else None


def cut(document: Document, most: int, lost: Counter[str]) -> Iterator[Document]:
    """The document in pieces of at most so many characters, where its sentences allow it.

    A piece ends before a sentence, or a line where there are no sentences, and never inside an entity, a quotation or a
    term; a long one makes a longer piece. ``lost`` counts relations between pieces.

    >>> [piece.text for piece in cut(Document("Một. Hai.", sentences=(Sentence(0, 4), Sentence(5, 9))), 6, Counter())]
    ['Một. ', 'Hai.']
    """
    size = len(document.text)
    if size <= most:
        yield document
        return
    edges = [0]
    places = _places(document)
    while size - edges[-1] > most:
        fitting = bisect_right(places, edges[-1] + most)
        at = places[fitting - 1] if fitting and places[fitting - 1] > edges[-1] else None
        if at is None:
            at = places[fitting] if fitting < len(places) else size
        edges.append(at)
        if at == size:
            break
    if edges[-1] < size:
        edges.append(size)
    linked = 0
    for start, end in pairwise(edges):
        piece = part_of(document, Piece(document.id, start, end, size))
        linked += len(piece.relations)
        yield piece
    if linked < len(document.relations):
        lost["relations between pieces"] += len(document.relations) - linked


def _places(document: Document) -> list[int]:
    """Where the document may be cut, in order."""
    text = document.text
    if document.sentences:
        wanted = [sentence.start for sentence in document.sentences[1:]]
    else:
        wanted = [match.end() for match in re.finditer(r"[\r\n]+", text)]
    places: list[int] = []
    layers: tuple[Entity | Quote | Term, ...] = (*document.entities, *document.quotes, *document.terms)
    spans = sorted((span.start, span.end) for span in layers)
    number, reach = 0, 0
    for at in wanted:
        while number < len(spans) and spans[number][0] < at:
            reach = max(reach, spans[number][1])
            number += 1
        # A mark that joins the letter before it, and a byte order mark, would not be the same at the start of a text.
        whole = reach <= at < len(text) and text[at] != "\ufeff" and not unicodedata.combining(text[at])
        if whole and not text[places[-1] if places else 0 : at].isspace():
            places.append(at)
    while places and not text[places[-1] :].strip():
        places.pop()
    return places


def part_of(document: Document, piece: Piece) -> Document:
    """A piece of a document as a document."""
    start, end = piece.start, piece.end

    def inside(layer: Iterable[_Layer]) -> tuple[_Layer, ...]:
        return tuple(_moved(span, -start) for span in layer if start <= span.start and span.end <= end)

    entities = inside(document.entities)
    kept = {entity.id for entity in entities}
    return replace(
        document,
        id=piece.name(),
        text=document.text[start:end],
        zones=inside(document.zones),
        sentences=inside(document.sentences),
        tokens=Tokens.of(inside(document.tokens)),
        entities=entities,
        quotes=inside(document.quotes),
        terms=inside(document.terms),
        relations=tuple(one for one in document.relations if {one.head, one.tail} <= kept),
    )


def _moved(span: _Layer, by: int) -> _Layer:
    return replace(span, start=span.start + by, end=span.end + by)


def joined(found: Iterable[Found]) -> Iterator[Found]:
    """What was found with the pieces of documents put together, each as soon as all of it is there.

    A document of which pieces are missing or damaged comes last, without its text and with a problem that says which.
    """
    waiting: dict[tuple[str, str], list[tuple[Piece, Found]]] = {}
    for one in found:
        piece = piece_of(one.id)
        if piece is None:
            yield one
            continue
        key = piece.id, one.annotator
        parts = waiting.setdefault(key, [])
        parts.append((piece, one))
        if sum(part.end - part.start for part, _ in parts) >= piece.length:
            yield _together(piece.id, waiting.pop(key))
    for (id, _), parts in waiting.items():
        yield _together(id, parts)


def _together(id: str, parts: list[tuple[Piece, Found]]) -> Found:
    parts.sort(key=lambda part: part[0].start)
    found = [one for _, one in parts]
    problems = tuple(problem for one in found for problem in one.problems)
    annotator = found[0].annotator
    if all(one.pending for one in found):
        return Found(id, None, problems, annotator, pending=True)
    at = 0
    for piece, one in parts:
        if piece.start != at or one.document is None:
            missing = f"{at}:{piece.start}" if piece.start > at else f"{piece.start}:{piece.end}"
            what = "not annotated or damaged" if piece.start == at else "missing" if piece.start > at else "there twice"
            return Found(id, None, (*problems, f"its piece {missing} is {what}"), annotator)
        at = piece.end
    length = parts[0][0].length
    if at != length:
        return Found(id, None, (*problems, f"its piece {at}:{length} is missing"), annotator)
    whole = _whole(id, [one.document for one in found if one.document])
    return Found(id, whole, problems, annotator, pieces=tuple(piece for piece, _ in parts))


def _whole(id: str, parts: Sequence[Document]) -> Document:
    ids = [span.id for part in parts for layer in (part.entities, part.quotes) for span in layer]
    if len(set(ids)) < len(ids):
        parts = _renamed(parts)
    at = 0
    moved: list[Document] = []
    for part in parts:
        moved.append(_shifted(part, at))
        at += len(part.text)
    return replace(
        parts[0],
        id=id,
        text="".join(part.text for part in parts),
        zones=tuple(span for part in moved for span in part.zones),
        sentences=tuple(span for part in moved for span in part.sentences),
        tokens=Tokens.of([span for part in moved for span in part.tokens]),
        entities=tuple(span for part in moved for span in part.entities),
        quotes=tuple(span for part in moved for span in part.quotes),
        terms=tuple(span for part in moved for span in part.terms),
        relations=tuple(one for part in moved for one in part.relations),
    )


def _shifted(document: Document, by: int) -> Document:
    return replace(
        document,
        zones=tuple(_moved(span, by) for span in document.zones),
        sentences=tuple(_moved(span, by) for span in document.sentences),
        tokens=Tokens.of([_moved(span, by) for span in document.tokens]),
        entities=tuple(_moved(span, by) for span in document.entities),
        quotes=tuple(_moved(span, by) for span in document.quotes),
        terms=tuple(_moved(span, by) for span in document.terms),
    )


def _renamed(parts: Sequence[Document]) -> list[Document]:
    """The pieces with entities and quotations called e1, e2, q1, q2 through all of them."""
    renamed = []
    entity_count = quote_count = 0
    for part in parts:
        ids = {entity.id: f"e{number}" for number, entity in enumerate(part.entities, start=entity_count + 1)}
        entity_count += len(ids)
        quotes = tuple(
            replace(quote, id=f"q{number}") for number, quote in enumerate(part.quotes, start=quote_count + 1)
        )
        quote_count += len(quotes)
        renamed.append(
            replace(
                part,
                entities=tuple(replace(entity, id=ids[entity.id]) for entity in part.entities),
                quotes=quotes,
                relations=tuple(replace(one, head=ids[one.head], tail=ids[one.tail]) for one in part.relations),
            )
        )
    return renamed
