"""What annotators changed, and the original with their changes: what comes back from a tool, as gold.

A format may not hold all that a record has. So what comes back is not compared with the record but with what would come
back if nobody had touched the export; the differences are what somebody did, and are made in the record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from vnpolnlp.document import Document, Entity, Relation, Token, Tokens
from vnpolnlp.evaluation.inline import BY_HAND
from vnpolnlp.formats.regions import (
    QUOTE_LABELS,
    REGION_ATTRIBUTES,
    TERM_LABEL,
    Link,
    Region,
    document_of,
    regions_of,
)

ChangeKind = Literal["added", "removed", "relabelled", "moved", "attribute"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something an annotator did: in which document, where (as it is now), to what, and what it was before and is now.

    ``label`` is that of the region or relation; before it was changed, where it was.
    """

    doc: str
    start: int
    end: int
    kind: ChangeKind
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        doc, before, after = (" ".join(said.split()) for said in (self.doc, self.before, self.after))
        return f"{doc}\t{self.start}\t{self.end}\t{self.kind}\t{self.label}\t{before}\t{after}"


@dataclass(frozen=True, slots=True)
class Correction:
    """The changes of a document, the corrected record, and what could not be taken over."""

    changes: tuple[Change, ...]
    document: Document
    problems: tuple[str, ...] = ()


def correct(original: Document, before: Document, after: Document) -> Correction:
    """The original with the changes that lead from ``before`` to ``after``, all three with the same text.

    What was changed or added says in ``by`` that a person did it; all else stays as it was, ids too.

    Args:
        original: the record.
        before: what the format gives back of the record if nobody changes anything.
        after: what it gave back.
    """
    old, new = regions_of(before), regions_of(after)
    pairs = _paired(old, new)
    at_home = _at_home(old, regions_of(original))
    changes: list[Change] = []
    result: list[Region] = []
    ids: dict[str, str] = {}  # of a region of ``after``, in the result
    kept: dict[str, str] = {}  # of a region of ``before``, in the result
    taken = {region.id for region in regions_of(original)}
    by = {entity.id: entity.by for entity in original.entities} | {quote.id: quote.by for quote in original.quotes}
    for region in new:
        was = pairs.get(region.id)
        if was is None:
            changes.append(_change(original, region, "added", "", _text(original, region)))
            id = _new_id(region, taken)
            result.append(replace(region, id=id, by=BY_HAND))
        else:
            home = at_home.get(was.id, was)
            found = list(_differences(original, was, region))
            changes += found
            id = kept[was.id] = home.id
            attrs = _attributes(home, was, region)
            result.append(replace(region, id=id, attrs=attrs, by=BY_HAND if found else by.get(id, BY_HAND)))
        ids[region.id] = id
    changes += (_change(original, gone, "removed", _text(original, gone), "") for gone in old if gone.id not in kept)
    told = {home.id for home in at_home.values()}
    untold = [  # what the format does not hold
        replace(region, by=by.get(region.id, BY_HAND)) for region in regions_of(original) if region.id not in told
    ]
    relations, more = _relations(original, before, after, kept, ids)
    changes += more
    links = [Link(one.label, one.head, one.tail, "relations") for one in relations]
    document, problems = _document(original, result, untold, links)
    layers: dict[str, Any] = {
        name: getattr(after, name)
        for name in ("zones", "sentences", "tokens")
        if getattr(before, name) != getattr(after, name)
    }
    if not changes and not layers:
        return Correction((), original)
    document = document.with_layers(**layers)
    document = document.with_layers(tokens=_within(document.text, document.tokens, document.entities))
    return Correction(tuple(sorted(changes, key=_order)), document, tuple(problems))


def _order(change: Change) -> tuple[int, int, str, str]:
    return change.start, change.end, change.label, change.kind


def _layer(label: str) -> str:
    return "quote" if label in QUOTE_LABELS else "term" if label == TERM_LABEL else "entity"


def _paired(old: Sequence[Region], new: Sequence[Region]) -> dict[str, Region]:
    """What each new region was: the same one, one of another label at the same place, or one that overlaps it most."""
    pairs: dict[str, Region] = {}
    left, open_regions = list(old), list(new)

    def pair(key_of: Any) -> None:
        nonlocal left, open_regions
        waiting: dict[Any, list[Region]] = defaultdict(list)
        for region in left:
            waiting[key_of(region)].append(region)
        still_open = []
        for region in open_regions:
            found = waiting.get(key_of(region))
            if found:
                pairs[region.id] = found.pop(0)
            else:
                still_open.append(region)
        gone = {region.id for region in pairs.values()}
        left = [region for region in left if region.id not in gone]
        open_regions = still_open

    pair(lambda region: (region.start, region.end, region.label, tuple(sorted(region.attrs.items()))))
    pair(lambda region: (region.start, region.end, region.label))
    pair(lambda region: (region.start, region.end, _layer(region.label)))
    near = [
        (min(one.end, other.end) - max(one.start, other.start), one, other)
        for other in open_regions
        for one in left
        if one.label == other.label and min(one.end, other.end) > max(one.start, other.start)
    ]
    gone: set[str] = set()
    for _, one, other in sorted(near, key=lambda pair: (-pair[0], pair[1].start, pair[2].start)):
        if one.id not in gone and other.id not in pairs:
            pairs[other.id] = one
            gone.add(one.id)
    return pairs


def _at_home(old: Sequence[Region], original: Sequence[Region]) -> dict[str, Region]:
    """For each region that the format gave back, the region of the record that it stands for."""
    waiting: dict[tuple[int, int, str], list[Region]] = defaultdict(list)
    for region in original:
        waiting[region.start, region.end, region.label].append(region)
    home: dict[str, Region] = {}
    for region in old:
        found = waiting.get((region.start, region.end, region.label))
        if found:
            alike = [one for one in found if all(one.attrs.get(name) == said for name, said in region.attrs.items())]
            one = (alike or found)[0]
            found.remove(one)
            home[region.id] = one
    return home


def _differences(document: Document, was: Region, now: Region) -> Iterable[Change]:
    if was.label != now.label:
        yield _change(document, now, "relabelled", was.label, now.label, was.label)
    if (was.start, was.end) != (now.start, now.end):
        yield _change(document, now, "moved", _text(document, was), _text(document, now))
    for name in REGION_ATTRIBUTES[now.label]:
        one, other = was.attrs.get(name), now.attrs.get(name)
        if one != other and (name in REGION_ATTRIBUTES[was.label] or other is not None):
            said = (f"{name}={value}" if value is not None else "" for value in (one, other))
            yield _change(document, now, "attribute", *said)


def _attributes(home: Region, was: Region, now: Region) -> dict[str, str]:
    """The attributes of the record with those changed that differ in what was given back."""
    attrs = {name: value for name, value in home.attrs.items() if name in REGION_ATTRIBUTES[now.label]}
    for name in REGION_ATTRIBUTES[now.label]:
        value = now.attrs.get(name)
        if value == was.attrs.get(name):
            continue
        if value is None:
            attrs.pop(name, None)
        else:
            attrs[name] = value
    return attrs


def _change(
    document: Document, region: Region, kind: ChangeKind, before: str, after: str, label: str | None = None
) -> Change:
    return Change(document.id, region.start, region.end, kind, label or region.label, before, after)


def _text(document: Document, region: Region) -> str:
    return document.text[region.start : region.end]


def _new_id(region: Region, taken: set[str]) -> str:
    letter = _layer(region.label)[0]
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    taken.add(f"{letter}{number}")
    return f"{letter}{number}"


def _relations(
    original: Document, before: Document, after: Document, kept: Mapping[str, str], ids: Mapping[str, str]
) -> tuple[list[Relation], list[Change]]:
    """The relations of the result, and those that came and went. One whose end was removed went with it."""
    was = [
        Relation(one.label, kept[one.head], kept[one.tail])
        for one in before.relations
        if one.head in kept and one.tail in kept
    ]
    now = [Relation(one.label, ids[one.head], ids[one.tail]) for one in after.relations]
    spans = {ids[entity.id]: entity for entity in after.entities}
    removed, added = Counter(was) - Counter(now), Counter(now) - Counter(was)
    changes = [
        *(_relation_change(original, one, spans, "removed") for one in removed.elements()),
        *(_relation_change(original, one, spans, "added") for one in added.elements()),
    ]
    relations = []
    for one in original.relations:
        if removed[one]:
            removed[one] -= 1
        else:
            relations.append(one)
    return [*relations, *added.elements()], changes


def _relation_change(
    document: Document, one: Relation, spans: Mapping[str, Entity], kind: Literal["added", "removed"]
) -> Change:
    head, tail = spans[one.head], spans[one.tail]
    said = f"{head.text} → {tail.text}"
    before, after = ("", said) if kind == "added" else (said, "")
    return Change(document.id, head.start, head.end, kind, one.label, before, after)


def _document(
    original: Document, result: Sequence[Region], untold: Sequence[Region], links: Sequence[Link]
) -> tuple[Document, list[str]]:
    """The record with these regions, those first that came back, where entities overlap others that did not."""
    problems: list[str] = []
    held = sorted((region.start, region.end) for region in result if _layer(region.label) == "entity")
    kept = list(result)
    for region in untold:
        if _layer(region.label) == "entity" and any(a < region.end and region.start < b for a, b in held):
            problems.append(
                f"{region.label} {region.start}:{region.end} of the original, which the format does not hold, overlaps "
                "what was changed, left out"
            )
        else:
            kept.append(region)
    given = {region.id for region in kept}
    links = [link for link in links if link.head in given and link.tail in given]
    named = [region for region in kept if _layer(region.label) != "term"]
    terms = [
        replace(region, id=f"{region.id}#{number}")
        for number, region in enumerate(kept)
        if _layer(region.label) == "term"
    ]
    made, more = document_of(original.text, original.id, (*named, *terms), links, named=True)
    return original.with_layers(
        entities=made.entities, quotes=made.quotes, terms=made.terms, relations=made.relations
    ), [*problems, *more]


def _within(text: str, tokens: Tokens, entities: Iterable[Entity]) -> Tokens:
    """The words, those cut that an entity begins or ends in."""
    edges = sorted({edge for entity in entities for edge in (entity.start, entity.end)})
    cut: list[Token] = []
    for token in tokens:
        inside = edges[bisect_right(edges, token.start) : bisect_left(edges, token.end)]
        for start, end in pairwise((token.start, *inside, token.end)):
            piece = text[start:end]
            first, last = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
            if first < last:
                cut.append(replace(token, start=first, end=last))
    return tokens if len(cut) == len(tokens) else Tokens.of(cut)
