"""Documents with every layer, for the property tests of formats: nested quotations, hostile text, awkward values."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import strategies as st

from vnpolnlp.document import (
    ATTRIBUTES,
    LABELS,
    QUOTE_KINDS,
    UPOS,
    ZONE_KINDS,
    Document,
    Entity,
    MadeBy,
    Quote,
    Relation,
    Sentence,
    Term,
    Token,
    Tokens,
    Zone,
)

WORDS = (
    "Đảng", "Tỉnh", "uỷ", unicodedata.normalize("NFD", "Hoà"), "NN&PTNT", "<3", "</s>", "📌", "21-NQ/TW", "x", "_",
    "a_b", "#1", "|", "=", "%41", "-DOCSTART-", "O", "\\n", "👨\u200d👩\u200d👧",
    "\u200b", "e\u0301\u0302", "]]>", "&amp;", "T1",
)  # fmt: skip
GAPS = (" ", " ", " ", "", "\n", "\n\n", "\r\n", "  ", "\t", "\u00a0", "\u2028", " – ", "“", "” ", ", ")
VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5) | st.sampled_from(
    ["21-NQ/TW", "Bộ Chính trị", "a; b=c", "a,b|c#d%2C", "\\u0041", " a ", "\n", "", "yes"]
)
IDS = st.sampled_from(["a.txt", "news/2022/một.txt", "../x", "a b", "A", "a", "1", "-X-", "a%20b", "nguồn"])


def _shape(draw: st.DrawFn, size: int, longest: int) -> list[tuple[int, int]]:
    """Spans of words, in order and without overlaps."""
    spans, at = [], 0
    for skip, length in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(1, longest)), max_size=5)):
        if at + skip + length > size:
            break
        spans.append((at + skip, at + skip + length))
        at += skip + length
    return spans


@st.composite
def documents(draw: st.DrawFn, ids: st.SearchStrategy[str] = IDS, values: st.SearchStrategy[str] = VALUES) -> Document:
    """A document whose spans begin and end with words, with or without words and sentences."""
    parts = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=12))
    text = draw(st.sampled_from(["", "", " ", "\ufeff", "\n"]))
    starts, ends = [], []
    for word, gap in parts:
        starts.append(len(text))
        text += word
        ends.append(len(text))
        text += gap
    size = len(parts)

    def bounds(span: tuple[int, int]) -> tuple[int, int]:
        return starts[span[0]], ends[span[1] - 1]

    names = _shape(draw, size, 3)
    entities = []
    for number, (start, end) in enumerate(map(bounds, names), start=1):
        label = draw(st.sampled_from(LABELS))
        attrs = {name: draw(values) for name in ATTRIBUTES[label] if draw(st.booleans())}
        entities.append(
            Entity(f"e{number}", start, end, label, text[start:end], attrs, draw(st.sampled_from(["a/b", "gold"])))
        )
    said = set()
    for first in draw(st.lists(st.integers(0, max(size - 1, 0)), max_size=4)) if size else ():
        said.add(bounds((first, min(size, first + draw(st.integers(1, 6))))))
    quotes = []
    for number, (start, end) in enumerate(sorted(said, key=lambda span: (span[0], -span[1])), start=1):
        kind, political = draw(st.sampled_from(QUOTE_KINDS)), draw(st.booleans())
        term, speaker = (draw(st.none() | values.filter(bool)) for _ in range(2))
        quotes.append(Quote(f"q{number}", start, end, text[start:end], kind, political, term, speaker, "quotes/x"))
    terms = tuple(
        Term(*bounds(span), draw(st.sampled_from(["loi-ich-nhom", "doi-moi"])), draw(st.booleans()))
        for span in _shape(draw, size, 2)
    )
    pairs = (
        st.tuples(st.sampled_from(("holds", "of", "issued_by", "dated")), *[st.sampled_from(entities)] * 2)
        if entities
        else st.nothing()
    )
    relations = tuple(
        Relation(label, head.id, tail.id)
        for label, head, tail in (draw(st.lists(pairs, max_size=3)) if entities else ())
    )
    cuts = {
        0,
        size,
        *(edge for name in names for edge in name),
        *draw(st.sets(st.integers(0, size), min_size=size // 2)),
    }
    edges = sorted(cuts)
    words = [bounds(span) for span in pairwise(edges)]
    tokens = Tokens.of(
        [Token(*word, draw(st.sampled_from(UPOS)), draw(st.sampled_from(["N", "Np", "CH"]))) for word in words]
    )
    breaks = sorted({0, size, *draw(st.sets(st.integers(0, size), max_size=3))})
    sentences = tuple(Sentence(*bounds(span)) for span in pairwise(breaks))
    zones = tuple(Zone(*bounds(span), draw(st.sampled_from(ZONE_KINDS))) for span in _shape(draw, size, 5))
    return Document(
        text,
        id=draw(ids),
        meta=draw(st.sampled_from([{}, {"source": "báo|\n", "year": 2022}])),
        zones=zones,
        sentences=sentences if draw(st.booleans()) else (),
        tokens=tokens if draw(st.booleans()) else Tokens(),
        entities=tuple(entities),
        quotes=tuple(quotes),
        terms=terms,
        relations=relations,
        made_by=draw(st.sampled_from([None, MadeBy("0.1", "default", "sha256:0")])),
    )
