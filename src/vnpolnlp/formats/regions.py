"""Regions: entities, quotations and terms as spans with a label and attributes, which annotation tools have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast, get_args

from vnpolnlp.codec import span_faults
from vnpolnlp.document import (
    ATTRIBUTES,
    LABELS,
    QUOTE_KINDS,
    Document,
    Entity,
    Label,
    Quote,
    QuoteKind,
    Relation,
    RelationLabel,
    Term,
)
from vnpolnlp.evaluation.inline import BY_HAND
from vnpolnlp.formats.copies import xml_safe
from vnpolnlp.lexicons import read_lexicon

#: What the kinds of quotations are called beside the labels of entities.
QUOTE_LABELS: Mapping[str, QuoteKind] = {f"Q_{kind}": kind for kind in QUOTE_KINDS}
TERM_LABEL = "TERM"
REGION_LABELS: tuple[str, ...] = (*LABELS, *QUOTE_LABELS, TERM_LABEL)
RELATION_LABELS: tuple[RelationLabel, ...] = get_args(RelationLabel)

#: The attributes that a region of a label may have.
REGION_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    **{label: ATTRIBUTES[label] for label in LABELS},
    **dict.fromkeys(QUOTE_LABELS, ("political", "term", "speaker")),
    TERM_LABEL: ("term", "quoted"),
}
#: Those that are there, with the value ``yes``, or not.
FLAGS = frozenset({"political", "quoted"})
YES = "yes"

_RESERVED = re.compile(r"^\s|\s$|[\\;\x00-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_SAID = re.compile(r"\A(?P<name>\w+)=(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Look:
    """What a label is called in Vietnamese, and its colour as ``#rrggbb``."""

    name: str
    colour: str


@cache
def looks() -> Mapping[str, Look]:
    """How tools show the labels, from ``labels.tsv``.

    >>> looks()["PER"].name
    'người'
    """
    rows = read_lexicon("labels", folder=Path(__file__).parent)
    return {row["label"]: Look(row["name"], row["colour"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled span of a text.

    Attributes:
        id: its name within the document or file.
        place: where in the file it was read from, as a message has it.
    """

    id: str
    start: int
    end: int
    label: str
    attrs: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    by: str = BY_HAND


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two regions by their ids, and where it was read from."""

    label: str
    head: str
    tail: str
    place: str = ""


def regions_of(document: Document) -> list[Region]:
    """The entities, quotations and terms of a document; terms, which have no id, get ``t1``, ``t2``."""
    found = [Region(one.id, one.start, one.end, one.label, one.attrs) for one in document.entities]
    for quote in document.quotes:
        said = {"political": YES if quote.political else None, "term": quote.term, "speaker": quote.speaker}
        found.append(Region(quote.id, quote.start, quote.end, f"Q_{quote.kind}", _given(said)))
    for number, term in enumerate(document.terms, start=1):
        said = {"term": term.term, "quoted": YES if term.quoted else None}
        found.append(Region(f"t{number}", term.start, term.end, TERM_LABEL, _given(said)))
    return found


def written(attrs: Mapping[str, str], separator: str = "; ") -> str:
    """Attributes as a note that a person can read and change.

    >>> written({"number": "21-NQ/TW", "issuer": "Bộ Chính trị"})
    'number=21-NQ/TW; issuer=Bộ Chính trị'
    """
    return separator.join(
        f"{name}={_RESERVED.sub(lambda found: f'{chr(92)}u{ord(found[0]):04x}', value)}"
        for name, value in attrs.items()
    )


def read_written(note: str, separator: str = ";") -> dict[str, str]:
    """The attributes of a note.

    Raises:
        ValueError: it is not made of names and values.
    """
    pairs = [_SAID.fullmatch(part.strip()) for part in note.split(separator)]
    if not all(pairs):
        raise ValueError("a note that is not name=value; name=value")
    return {pair["name"]: _ESCAPE.sub(lambda found: chr(int(found[1], 16)), pair["value"]) for pair in pairs if pair}


def count_unsafe(document: Document, lost: Counter[str]) -> None:
    """Count the attributes of a document that XML can hold only with other characters."""
    unsafe = sum(xml_safe(value) != value for region in regions_of(document) for value in region.attrs.values())
    lost["attributes with characters that XML does not have"] += unsafe


def _given(said: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value is not None}


def document_of(
    text: str, id: str, regions: Iterable[Region], links: Iterable[Link] = (), *, named: bool = False
) -> tuple[Document, list[str]]:
    """The document that regions and links make, and what could not be taken over, a sentence each.

    White space at the ends of a region is no part of it. Where entities overlap, the longest is kept. Entities are
    called e1, e2, and quotations q1, q2, in text order; or what the regions are called, if they are ``named``.
    """
    problems: list[str] = []
    sound = sorted(_sound(text, regions, problems), key=lambda region: (region.start, -region.end))
    entities = _flat([region for region in sound if region.label in ATTRIBUTES], problems)
    quotes = [region for region in sound if region.label in QUOTE_LABELS]
    names = _names(entities, "e", named) | _names(quotes, "q", named)
    document = Document(
        text,
        id=id,
        entities=tuple(_entity(text, region, names[region.id]) for region in entities),
        quotes=tuple(_unmarked(text, quotes, names, problems)),
        terms=tuple(_terms([region for region in sound if region.label == TERM_LABEL], problems)),
        relations=tuple(_relations(links, {region.id: names[region.id] for region in entities}, problems)),
    )
    return document, problems


def _sound(text: str, regions: Iterable[Region], problems: list[str]) -> Iterator[Region]:
    """The regions that are in the text and have known labels, without white space around them."""
    for region in regions:
        if region.label not in REGION_ATTRIBUTES:
            problems.append(
                f"{region.place}: no label is called {region.label!r}, left out; labels are {', '.join(REGION_LABELS)}"
            )
            continue
        if not 0 <= region.start < region.end <= len(text):
            problems.append(
                f"{region.place}: {region.label} {region.start}:{region.end} is outside a text of {len(text)} "
                "characters, or empty, left out"
            )
            continue
        content = text[region.start : region.end]
        start = region.start + len(content) - len(content.lstrip())
        end = region.end - (len(content) - len(content.rstrip()))
        if start >= end:
            problems.append(f"{region.place}: {region.label} {region.start}:{region.end} is white space, left out")
            continue
        known = REGION_ATTRIBUTES[region.label]
        for name in region.attrs.keys() - set(known):
            problems.append(f"{region.place}: a {region.label} has no attribute {name!r}, left out")
        attrs = {name: region.attrs[name] for name in known if name in region.attrs}
        yield Region(region.id, start, end, region.label, attrs, region.place, region.by)


def _flat(regions: Sequence[Region], problems: list[str]) -> list[Region]:
    """Entities without overlaps, in text order; longest first, as the guideline has it."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.start - region.end, region.start)):
        at = bisect_left(kept, region.end, key=lambda other: other.start)
        rival = kept[at - 1] if at and kept[at - 1].end > region.start else None
        if rival:
            problems.append(
                f"{region.place}: {_shown(region)} overlaps {_shown(rival)}, left out; entities are flat, the longest "
                "name wins"
            )
        else:
            kept.insert(at, region)
    return kept


def _names(regions: Sequence[Region], letter: str, named: bool) -> dict[str, str]:
    """What each region is called in the record."""
    if named:
        return {region.id: region.id for region in regions}
    return {region.id: f"{letter}{number}" for number, region in enumerate(regions, start=1)}


def _unmarked(text: str, regions: Sequence[Region], names: Mapping[str, str], problems: list[str]) -> Iterator[Quote]:
    """Quotations, without those that take their quotation marks in."""
    quotes = [_quote(text, region, names[region.id]) for region in regions]
    for quote, region in zip(quotes, regions, strict=True):
        faults = list(span_faults(quote, text, quotes))
        if faults:
            problems.append(f"{region.place}: {_shown(region)} {'; '.join(faults)}, left out")
        else:
            yield quote


def _entity(text: str, region: Region, id: str) -> Entity:
    label = cast(Label, region.label)
    return Entity(id, region.start, region.end, label, text[region.start : region.end], region.attrs, region.by)


def _quote(text: str, region: Region, id: str) -> Quote:
    attrs = region.attrs
    return Quote(
        id,
        region.start,
        region.end,
        text[region.start : region.end],
        QUOTE_LABELS[region.label],
        attrs.get("political") == YES,
        attrs.get("term"),
        attrs.get("speaker"),
        region.by,
    )


def _terms(regions: Iterable[Region], problems: list[str]) -> Iterator[Term]:
    for region in regions:
        if "term" in region.attrs:
            yield Term(region.start, region.end, region.attrs["term"], region.attrs.get("quoted") == YES)
        else:
            problems.append(f"{region.place}: {_shown(region)} has no attribute 'term', left out")


def _relations(links: Iterable[Link], entities: Mapping[str, str], problems: list[str]) -> Iterator[Relation]:
    for link in links:
        missing = [end for end in (link.head, link.tail) if end not in entities]
        if link.label not in RELATION_LABELS:
            problems.append(
                f"{link.place}: no relation is called {link.label!r}, left out; they are {', '.join(RELATION_LABELS)}"
            )
        elif missing:
            problems.append(f"{link.place}: {link.label} joins {' and '.join(missing)}, no entity, left out")
        else:
            yield Relation(link.label, entities[link.head], entities[link.tail])


def _shown(region: Region) -> str:
    return f"{region.label} {region.start}:{region.end}"
