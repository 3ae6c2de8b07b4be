"""Prodigy JSONL: tokens, spans and relations. Written after its documentation; the program itself was not run."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import IO, Any

from vnpolnlp.codec import dumps
from vnpolnlp.document import Document
from vnpolnlp.formats.regions import Region, regions_of
from vnpolnlp.formats.rows import rows


def to_task(document: Document) -> dict[str, Any]:
    """A document as a task; ``token_end`` is the last token and not the one after it, as Prodigy has it."""
    text = document.text
    words = [row for sentence in rows(document) for row in sentence]
    starts = [row.start for row in words]

    def span(region: Region) -> dict[str, Any]:
        first, last = bisect_left(starts, region.start), bisect_left(starts, region.end) - 1
        place = {"start": region.start, "end": region.end, "token_start": first, "token_end": last}
        return {"id": region.id, **place, "label": region.label, "attrs": dict(region.attrs)}

    spans = {region.id: span(region) for region in regions_of(document)}
    tokens = [
        {
            "text": text[row.start : row.end],
            "start": row.start,
            "end": row.end,
            "id": number,
            "ws": text[row.end : row.end + 1] == " ",
        }
        for number, row in enumerate(words)
    ]
    relations = [
        {
            "head": spans[one.head]["token_end"],
            "child": spans[one.tail]["token_end"],
            "label": one.label,
            "head_span": spans[one.head],
            "child_span": spans[one.tail],
        }
        for one in document.relations
    ]
    meta = {"doc_id": document.id}
    return {"text": text, "tokens": tokens, "spans": list(spans.values()), "relations": relations, "meta": meta}


def write(documents: Iterable[Document], file: IO[bytes], lost: Counter[str]) -> None:
    """Write documents, a task a line. Zones, sentences and tags of words are not in it, and not counted."""
    for document in documents:
        file.write(dumps(to_task(document)) + b"\n")
