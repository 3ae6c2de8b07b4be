"""Records: a document as one line of JSON and back, the JSON Schema of that line, and the invariants it must keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from vnpolnlp.document import (
    ATTRIBUTES,
    SCHEMA,
    UPOS,
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
from vnpolnlp.errors import RecordError


class Record(msgspec.Struct, frozen=True):
    """One document with its annotations. Spans are half-open, in Unicode code points of `text`."""

    schema: Literal["vnpolnlp/1"]
    id: str
    text: str
    meta: dict[str, Any] = {}
    zones: tuple[Zone, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    terms: tuple[Term, ...] = ()
    relations: tuple[Relation, ...] = ()
    made_by: MadeBy | None = None


class _TokenRow(msgspec.Struct, frozen=True, gc=False):
    """A token on its way into a record; far cheaper to make than a :class:`Token`."""

    start: int
    end: int
    pos: str
    tag: str


_DECODER = msgspec.json.Decoder(Record)
_SCHEMA_PLACE = "`$.schema`"
# The escapes of a line one after the other, so that neither a whole pair nor an escaped backslash is taken for a half.
_ESCAPE = re.compile(rb"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(?P<half>\\u[dD][89a-fA-F]\w\w)|\\.")


def encode(document: Document) -> bytes:
    """The record of a document: one line of UTF-8 JSON without the line feed.

    >>> decode(encode(Document("Đảng", id="a"))) == Document("Đảng", id="a")
    True

    Raises:
        RecordError: something in the document cannot be said in JSON, such as half a surrogate pair in its text.
    """
    tokens = document.tokens
    # As Document.to_dict has it, but what becomes plain there is written from its own class here, which is faster.
    return dumps(
        {
            "schema": SCHEMA,
            "id": document.id,
            "text": document.text,
            "meta": dict(document.meta),
            "zones": document.zones,
            "sentences": document.sentences,
            "tokens": list(map(_TokenRow, tokens.starts.tolist(), tokens.ends.tolist(), tokens.pos, tokens.tags)),
            "entities": document.entities,
            "quotes": document.quotes,
            "terms": document.terms,
            "relations": document.relations,
            "made_by": document.made_by,
        }
    )


def decode(line: bytes | str) -> Document:
    """The document of a record. Fields that the schema does not know are ignored.

    Raises:
        RecordError: the line is not JSON or not a record; the message names the field that is wrong.
    """
    try:
        record = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RecordError(_explain(error, line)) from error
    return Document(
        record.text,
        id=record.id,
        meta=record.meta,
        zones=record.zones,
        sentences=record.sentences,
        tokens=Tokens.of(record.tokens),
        entities=record.entities,
        quotes=record.quotes,
        terms=record.terms,
        relations=record.relations,
        made_by=record.made_by,
    )


def dumps(value: Any) -> bytes:
    """Any plain value as JSON.

    Raises:
        RecordError: JSON has no form for it.
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise RecordError(
            f"half a surrogate pair (U+{ord(error.object[error.start]):04X}) at character {error.start} of a string "
            "cannot be written as UTF-8; read the text again with the right encoding"
        ) from error
    except (TypeError, RecursionError, OverflowError) as error:
        raise RecordError(f"cannot be written as JSON: {error}") from error


def loads(line: bytes | str) -> Any:
    """The value of a line of JSON, whatever its shape.

    Raises:
        RecordError: it is not JSON.
    """
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RecordError(_explain(error, line)) from error


def _explain(error: Exception, line: bytes | str) -> str:
    message, _, place = str(error).partition(" - at ")
    if place == _SCHEMA_PLACE:
        return f"schema: {message}; this version of vnpolnlp reads 'vnpolnlp/1'"
    if place:
        return f"{place.strip('`').removeprefix('$').removeprefix('.') or 'record'}: {message}"
    if isinstance(error, msgspec.ValidationError):
        return f"record: {message}"
    if isinstance(error, UnicodeError):
        return f"not UTF-8: {error}"
    if isinstance(error, RecursionError):
        return "nested too deeply for a record"
    raw = line.encode() if isinstance(line, str) else line
    if half := next((escape for escape in _ESCAPE.finditer(raw) if escape["half"]), None):
        return (
            f"the escape {half[0].decode()} at byte {half.start()} is half a surrogate pair and no character; "
            "write the whole pair or the character itself"
        )
    return message


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record, made from the classes of :mod:`vnpolnlp.document`."""
    made = loads(dumps(msgspec.json.schema(Record)))  # with lists where defaults are tuples
    parts: dict[str, Any] = made["$defs"]
    root = parts.pop("Record")
    for part in (root, *parts.values()):
        for name in {"start", "end"} & part["properties"].keys():
            part["properties"][name]["minimum"] = 0
    parts["Token"]["properties"]["pos"]["enum"] = list(UPOS)
    parts["Entity"]["allOf"] = [
        {
            "if": {"properties": {"label": {"const": label}}},
            "then": {"properties": {"attrs": {"propertyNames": {"enum": list(names)}}}},
        }
        for label, names in ATTRIBUTES.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "title": "vnpolnlp/1",
        "$defs": dict(sorted(parts.items())),
    }


def check(document: Document) -> list[str]:
    """What is wrong with a document's annotations: one sentence each, none if all is well.

    >>> check(Document("Một. Hai.", sentences=(Sentence(0, 4), Sentence(4, 9))))
    ['sentences[1] at 4:9: begins with white space']
    """
    return list(_problems(document))


_Span = Zone | Sentence | Entity | Quote | Term
_Texted = (Entity, Quote)
_MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』＂＇")
_PRIMES = frozenset("\"'’”")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_KNOWN_ATTRIBUTES = {label: frozenset(names) for label, names in ATTRIBUTES.items()}


def _problems(document: Document) -> Iterator[str]:
    text = document.text
    layers: dict[str, Sequence[_Span]] = {
        "zones": document.zones,
        "sentences": document.sentences,
        "entities": document.entities,
        "quotes": document.quotes,
        "terms": document.terms,
    }
    for name, spans in layers.items():
        for number, span in enumerate(spans):
            for fault in span_faults(span, text, document.quotes):
                yield f"{name}[{number}] at {span.start}:{span.end}: {fault}"
    yield from _disorder("sentences", document.sentences)
    yield from _disorder("entities", document.entities)
    yield from _token_faults(document)
    yield from _name_faults(document)


def span_faults(span: _Span, text: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """What is wrong with one span of a text, a phrase each; the quotes are all of the document."""
    if not 0 <= span.start < span.end <= len(text):
        yield f"outside a text of {len(text)} characters, or empty"
        return
    first, last = text[span.start], text[span.end - 1]
    if first.isspace():
        yield "begins with white space"
    if last.isspace():
        yield "ends with white space"
    if isinstance(span, _Texted):
        content = text[span.start : span.end]
        if span.text != content:
            yield f"its text is {_short(span.text)} but the document has {_short(content)} there"
        if first in _MARKS or last in _MARKS:
            yield from _mark_faults(span, content, quotes)


def _mark_faults(span: Entity | Quote, content: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """Marks at the ends, except those of a quotation inside: ``Vũ “nhôm”``, ``‘“tự diễn biến” là nguy cơ’``."""
    first = content[0] in _MARKS
    last = content[-1] in _MARKS and not (content[-1] in _PRIMES and content[-2:-1].isdigit())  # 5' is a measure
    if not first and not last:
        return  # only a measure
    if isinstance(span, Quote):
        inner = [quote for quote in quotes if span.start < quote.start and quote.end < span.end]
        first = first and not any(quote.start == span.start + 1 for quote in inner)
        last = last and not any(quote.end == span.end - 1 for quote in inner)
    marks = sum(char in _MARKS for char in _APOSTROPHE.sub("", content))
    if marks % 2 == 0 and (marks > 2 or not (first and last)):
        return  # the marks belong to quotations inside
    if first:
        yield f"begins with a quotation mark: {_short(content)}"
    if last:
        yield f"ends with a quotation mark: {_short(content)}"


def _disorder(name: str, spans: Sequence[Sentence | Entity]) -> Iterator[str]:
    for number, (before, span) in enumerate(pairwise(spans), start=1):
        if span.start < before.end:
            yield (
                f"{name}[{number}] at {span.start}:{span.end}: overlaps or comes before "
                f"{name}[{number - 1}] at {before.start}:{before.end}"
            )


def _token_faults(document: Document) -> Iterator[str]:
    text, tokens = document.text, document.tokens
    starts, ends = tokens.starts, tokens.ends
    outside = np.flatnonzero((starts < 0) | (starts >= ends) | (ends > len(text))).tolist()
    for at in outside:
        yield f"tokens[{at}] at {starts[at]}:{ends[at]}: outside a text of {len(text)} characters, or empty"
    unsorted = (np.flatnonzero(starts[1:] < ends[:-1]) + 1).tolist()
    for at in unsorted:
        yield f"tokens[{at}] at {starts[at]}:{ends[at]}: overlaps or comes before the token before it"
    for tag in sorted(set(tokens.pos) - set(UPOS)):
        yield f"tokens[{tokens.pos.index(tag)}]: {tag!r} is no Universal POS tag"
    if outside or unsorted:
        return
    if not len(tokens):
        return
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    for at in np.flatnonzero(_is_space(codes[starts]) | _is_space(codes[ends - 1])).tolist():
        yield f"tokens[{at}] at {starts[at]}:{ends[at]}: begins or ends with white space"
    edges = np.array([(entity.start, entity.end) for entity in document.entities], dtype=np.int64).reshape(-1)
    before = starts.searchsorted(edges) - 1
    for crossed in np.flatnonzero((before >= 0) & (ends[before] > edges)).tolist():
        at, entity = before[crossed], document.entities[crossed // 2]
        yield (
            f"tokens[{at}] at {starts[at]}:{ends[at]}: crosses the boundary of {entity.label} "
            f"{entity.id} at {entity.start}:{entity.end}"
        )


def _is_space(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return _spaces()[np.minimum(codes, _AFTER_SPACES)]


_AFTER_SPACES = 0x3001  # the ideographic space is the last one in Unicode


@cache
def _spaces() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isspace() for code in range(_AFTER_SPACES + 1)])


def _name_faults(document: Document) -> Iterator[str]:
    ids = [*(entity.id for entity in document.entities), *(quote.id for quote in document.quotes)]
    for twice in sorted(id for id, count in Counter(ids).items() if count > 1):
        yield f"the id {twice!r} is given to more than one span"
    for number, entity in enumerate(document.entities):
        for name in sorted(entity.attrs.keys() - _KNOWN_ATTRIBUTES[entity.label]):
            yield f"entities[{number}] ({entity.id}): a {entity.label} has no attribute {name!r}"
    entities = {entity.id for entity in document.entities}
    for number, relation in enumerate(document.relations):
        for end in (relation.head, relation.tail):
            if end not in entities:
                yield f"relations[{number}] ({relation.label}): no entity has the id {end!r}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:20]}…{text[-19:]}")
