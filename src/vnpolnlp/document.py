"""The document and its layers: what the pipeline passes from stage to stage and writes as one record.

Every offset in a :class:`Document` is a half-open span of Unicode code points into ``Document.text``, which is the
user's text, unchanged. The record these classes stand for is described by ``vnpolnlp schema``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

import numpy as np
import numpy.typing as npt

from vnpolnlp.text.view import View

if TYPE_CHECKING:
    from vnpolnlp.words.segmented import Segmented

SCHEMA = "vnpolnlp/1"

Label = Literal["PER", "LOC", "ORG", "RESOLUTION", "DOCUMENT", "ROLE", "EVENT", "DATE"]
QuoteKind = Literal["term", "slogan", "title", "speech", "other"]
ZoneKind = Literal[
    "section", "title", "dateline", "lead", "paragraph", "heading", "caption", "byline", "letterhead", "signature"
]
RelationLabel = Literal["holds", "of", "issued_by", "dated"]

LABELS: tuple[Label, ...] = get_args(Label)
QUOTE_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)

#: The attributes an entity of a label may carry.
ATTRIBUTES: Mapping[Label, tuple[str, ...]] = {
    "PER": (),
    "LOC": ("place",),
    "ORG": (),
    "RESOLUTION": ("type", "number", "date", "issuer"),
    "DOCUMENT": ("type", "number", "date", "issuer"),
    "ROLE": ("holder", "body"),
    "EVENT": (),
    "DATE": ("value",),
}

#: Universal POS tags, https://universaldependencies.org/u/pos/
UPOS: tuple[str, ...] = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the article or document, such as its title or a paragraph."""

    start: int
    end: int
    kind: ZoneKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that stands for one (a heading, a caption)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its Universal POS tag (``pos``) and its VLSP tag (``tag``)."""

    start: int
    end: int
    pos: str
    tag: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A named or uniquely denoted thing; ``by`` says which stage and rule found it."""

    id: str
    start: int
    end: int
    label: Label
    text: str
    attrs: Mapping[str, str]
    by: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation without its marks; ``term`` is a lexicon id when its content is a political term."""

    id: str
    start: int
    end: int
    text: str
    kind: QuoteKind
    political: bool
    term: str | None
    speaker: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Term:
    """An occurrence of a political term of the lexicon, quoted or not."""

    start: int
    end: int
    term: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two entities, by their ids: ``head`` holds, is of, is issued by or is dated ``tail``."""

    label: RelationLabel
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which version, pipeline and configuration made a record."""

    vnpolnlp: str
    pipeline: str
    config: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span some stage proposes as an entity, in offsets of the document's view.

    Candidates may overlap; :func:`vnpolnlp.arbitration.arbitrate` decides which become entities. ``rank`` breaks
    ties between candidates of the same extent, the higher one winning.
    """

    start: int
    end: int
    label: Label
    by: str
    attrs: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0


class Tokens(Sequence[Token]):
    """The words of a document, held in columns; indexing and iteration give :class:`Token` objects."""

    __slots__ = ("ends", "pos", "starts", "tags")

    def __init__(
        self,
        starts: npt.ArrayLike = (),
        ends: npt.ArrayLike = (),
        pos: Sequence[str] = (),
        tags: Sequence[str] = (),
    ) -> None:
        self.starts: npt.NDArray[np.int64] = np.asarray(starts, dtype=np.int64)
        self.ends: npt.NDArray[np.int64] = np.asarray(ends, dtype=np.int64)
        self.pos = tuple(pos)
        self.tags = tuple(tags)
        if not len(self.starts) == len(self.ends) == len(self.pos) == len(self.tags):
            raise ValueError("the columns of Tokens differ in length")

    def __len__(self) -> int:
        return len(self.pos)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Tokens: ...
    def __getitem__(self, index: int | slice) -> Token | Tokens:
        if isinstance(index, slice):
            return Tokens(self.starts[index], self.ends[index], self.pos[index], self.tags[index])
        return Token(int(self.starts[index]), int(self.ends[index]), self.pos[index], self.tags[index])

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.starts.tolist(), self.ends.tolist(), self.pos, self.tags)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return (
            np.array_equal(self.starts, other.starts)
            and np.array_equal(self.ends, other.ends)
            and self.pos == other.pos
            and self.tags == other.tags
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Tokens: {len(self)} words>"

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Tokens:
        """The same words in columns."""
        return cls([t.start for t in tokens], [t.end for t in tokens], [t.pos for t in tokens], [t.tag for t in tokens])


@dataclass(frozen=True)
class Document:
    """A text and what the stages found in it.

    >>> doc = Document("Nghị quyết số 21-NQ/TW", id="a.txt")
    >>> doc.text[0:10], doc.entities
    ('Nghị quyết', ())
    """

    text: str
    id: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    terms: tuple[Term, ...] = ()
    relations: tuple[Relation, ...] = ()
    made_by: MadeBy | None = None
    candidates: tuple[Candidate, ...] = field(default=(), repr=False, compare=False)
    segmented: Segmented | None = field(default=None, repr=False, compare=False)

    @cached_property
    def view(self) -> View:
        """The normalised view that the stages read; built once and kept while layers are added."""
        return View.of(self.text)

    def with_layers(self, **layers: Any) -> Document:
        """A copy with the given layers replaced; the text, and so the view, stays."""
        unknown = layers.keys() - self.__dict__.keys()
        if unknown:
            raise TypeError(f"a document has no layer {', '.join(sorted(unknown))}")
        new = object.__new__(type(self))  # dataclasses.replace takes ten times as long, and every stage calls this
        new.__dict__.update(self.__dict__, **layers)
        return new

    def to_dict(self) -> dict[str, Any]:
        """The record of this document as plain lists and dictionaries, in the order of the schema."""
        tokens = self.tokens
        return {
            "schema": SCHEMA,
            "id": self.id,
            "text": self.text,
            "meta": dict(self.meta),
            "zones": [{"start": z.start, "end": z.end, "kind": z.kind} for z in self.zones],
            "sentences": [{"start": s.start, "end": s.end} for s in self.sentences],
            "tokens": [
                {"start": start, "end": end, "pos": pos, "tag": tag}
                for start, end, pos, tag in zip(
                    tokens.starts.tolist(), tokens.ends.tolist(), tokens.pos, tokens.tags, strict=True
                )
            ],
            "entities": [{**_plain(e), "attrs": dict(e.attrs)} for e in self.entities],
            "quotes": [_plain(q) for q in self.quotes],
            "terms": [_plain(t) for t in self.terms],
            "relations": [_plain(r) for r in self.relations],
            "made_by": _plain(self.made_by) if self.made_by else None,
        }


def _plain(layer: Any) -> dict[str, Any]:
    return {f.name: getattr(layer, f.name) for f in fields(layer)}
