"""Several annotators of one document, merged into one annotation by a rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal, get_args

from vnpolnlp.document import Document
from vnpolnlp.formats.regions import REGION_ATTRIBUTES, Link, Region, document_of, regions_of

MergeRule = Literal["union", "intersection", "majority"]
MERGE_RULES: tuple[MergeRule, ...] = get_args(MergeRule)

_Key = tuple[int, int, str]


def merge(documents: Sequence[Document], rule: MergeRule) -> tuple[Document, list[str]]:
    """What the annotators of one text say together, and what could not be taken over.

    Regions are the same if span and label are. ``union`` keeps what one of them marked, ``intersection`` what all did,
    ``majority`` what more than half did. An attribute has the value that most of those give who marked the region, the
    first one of several; a relation is kept by the same rule as a region.
    """
    needed = {"union": 1, "intersection": len(documents), "majority": len(documents) // 2 + 1}[rule]
    regions: dict[_Key, list[Region]] = defaultdict(list)
    links: Counter[tuple[str, _Key, _Key]] = Counter()
    for document in documents:
        keys: dict[str, _Key] = {}
        for key, region in {
            (region.start, region.end, region.label): region for region in regions_of(document)
        }.items():
            regions[key].append(region)
            keys[region.id] = key
        links.update(
            {
                (one.label, keys[one.head], keys[one.tail])
                for one in document.relations
                if {one.head, one.tail} <= keys.keys()
            }
        )
    # Of two at the same place, document_of keeps the first, so those that more annotators have come first.
    by_votes = sorted(regions.items(), key=lambda one: (-len(one[1]), one[0]))
    kept = {key: _one_of(key, found) for key, found in by_votes if len(found) >= needed}
    first = documents[0]
    return document_of(
        first.text,
        first.id,
        kept.values(),
        (
            Link(label, kept[head].id, kept[tail].id, "relations")
            for (label, head, tail), count in sorted(links.items())
            if count >= needed and head in kept and tail in kept
        ),
    )


def _one_of(key: _Key, found: Sequence[Region]) -> Region:
    start, end, label = key
    attrs = {}
    for name in REGION_ATTRIBUTES[label]:
        ((value, _),) = Counter(region.attrs.get(name) for region in found).most_common(1)
        if value is not None:
            attrs[name] = value
    return Region(f"{label}:{start}:{end}", start, end, label, attrs, f"{label} {start}:{end}")
