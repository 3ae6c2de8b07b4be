"""The inline markup in which gold is written by hand: the untouched text with tags put in.

``<PER>``, ``<LOC>``, ``<ORG>``, ``<EVENT>`` and ``<DATE>`` have no attributes; ``<ROLE per="" org="">``,
``<RESOLUTION n="" d="" by="">`` and ``<DOCUMENT n="" d="" by="">`` may have those shown, and a quotation is
``<Q k="term" pol="1">``. It is not XML: nothing is escaped, ``&`` and ``<`` stand for themselves, and what is no tag
of ours is text. Entities do not nest; a quotation may hold entities and quotations, or stand inside an entity
(Vũ "nhôm"). An attribute value that has a double quotation mark in it stands in single ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vnpolnlp.document import LABELS, QUOTE_KINDS, Entity, Label, Quote, QuoteKind
from vnpolnlp.errors import InputError, OutputError, RecordError

_DOCUMENT: Mapping[str, str] = {"n": "number", "d": "date", "by": "issuer"}

#: Attribute names of the gold formats, by label, and what they are called in a record.
MARKUP_ATTRIBUTES: Mapping[Label, Mapping[str, str]] = {
    **{label: {} for label in LABELS},
    "RESOLUTION": _DOCUMENT,
    "DOCUMENT": _DOCUMENT,
    "ROLE": {"per": "holder", "org": "body"},
}

#: What ``Entity.by`` and ``Quote.by`` say of spans that a person marked.
BY_HAND = "gold"

_LABEL_OF: Mapping[str, Label] = {label: label for label in LABELS}
_KIND_OF: Mapping[str, QuoteKind] = {kind: kind for kind in QUOTE_KINDS}
_NAMES = "|".join((*LABELS, "Q"))
_VALUE = r"(?:\"[^\"<>]*\"|'[^'<>]*')"
# A tag; what begins like a tag and is none; an end tag of a name we do not have. Anything else is text.
_MARKUP = re.compile(
    rf"<(?P<end>/?)(?P<name>{_NAMES})(?P<attributes>(?:\s+\w+={_VALUE})*)\s*>"
    rf"|(?P<broken></?(?:{_NAMES})\b)"
    r"|(?P<unknown></[A-Z]+\s*>)"
)
_ATTRIBUTE = re.compile(rf"\b(\w+)=({_VALUE})")
_QUOTE_MARKS = frozenset("“”\"'‘’«»„‟`")
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class _Tag:
    """A start tag: where it stands in the marked text, and where its span begins in the plain one."""

    name: str
    attributes: Mapping[str, str]
    at: int
    start: int


def parse_inline(marked: str) -> tuple[str, tuple[Entity, ...], tuple[Quote, ...]]:
    """The plain text of a marked one, with its entities and its quotations in text order.

    >>> text, entities, quotes = parse_inline('chống “<Q k="term" pol="1">lợi ích nhóm</Q>” trong <ORG>Đảng</ORG>')
    >>> text, entities[0].start, quotes[0].text, quotes[0].political
    ('chống “lợi ích nhóm” trong Đảng', 27, 'lợi ích nhóm', True)

    Raises:
        InputError: a tag is broken, unknown, unbalanced or wrongly nested, or has a wrong attribute; or its span is
            empty, has outer white space or includes the quotation marks. The message names line and column.
    """
    pieces: list[str] = []
    open_tags: list[_Tag] = []
    closed: list[tuple[_Tag, int]] = []
    size = last = 0
    for match in _MARKUP.finditer(marked):
        piece = marked[last : match.start()]
        pieces.append(piece)
        size += len(piece)
        last = match.end()
        if match["end"]:
            closed.append((_close(marked, match, open_tags), size))
        else:
            open_tags.append(_open(marked, match, open_tags, size))
    if open_tags:
        raise _error(marked, open_tags[-1].at, f"<{open_tags[-1].name}> is never closed")
    pieces.append(marked[last:])
    text = "".join(pieces)
    closed.sort(key=lambda span: span[0].at)  # start tags stand in text order, the outer before the inner
    said = _Edges.of((tag.start, end) for tag, end in closed if tag.name == "Q")
    entities: list[Entity] = []
    quotes: list[Quote] = []
    for tag, end in closed:
        problem = _problem(text, tag.start, end, said if tag.name == "Q" else None)
        if problem:
            raise _error(marked, tag.at, f"<{tag.name}> {problem}")
        if tag.name == "Q":
            quotes.append(_quote(marked, tag, text, end, f"q{len(quotes) + 1}"))
        else:
            entities.append(_entity(marked, tag, text, end, f"e{len(entities) + 1}"))
    return text, tuple(entities), tuple(quotes)


def render_inline(text: str, entities: Iterable[Entity], quotes: Iterable[Quote]) -> str:
    """The text with its entities and quotations marked: the inverse of :func:`parse_inline`.

    The markup has no place for ids, ``by``, the type of a document, the value of a date, the code of a place, and the
    lexicon id and speaker of a quotation; these are left out, and so are attributes without a value.

    >>> marked = '<ROLE per="Đỗ Thanh Bình">Bí thư</ROLE> <ORG>Tỉnh ủy Kiên Giang</ORG>'
    >>> render_inline(*parse_inline(marked)) == marked
    True

    Raises:
        RecordError: a span is outside the text, does not hold the text it says, or is one that the parser refuses.
        OutputError: the markup cannot say it: entities overlap, spans cross, the text has one of our tags in it, or
            an attribute value has angle brackets or both kinds of straight quotation marks.
    """
    literal = _MARKUP.search(text)
    if literal:
        raise OutputError(f"the text itself has {literal[0]!r} at {literal.start()}, which would be read as a tag")
    quotes = tuple(quotes)
    said = _Edges.of((quote.start, quote.end) for quote in quotes)
    # Stable: on the very same span a quotation stays outside the entity.
    spans: list[Entity | Quote] = sorted((*quotes, *entities), key=lambda span: (span.start, -span.end))
    pieces: list[str] = []
    open_spans: list[Entity | Quote] = []
    last = 0

    def close_until(offset: int) -> None:
        nonlocal last
        while open_spans and open_spans[-1].end <= offset:
            span = open_spans.pop()
            pieces.append(f"{text[last : span.end]}</{_tag_name(span)}>")
            last = span.end

    for span in spans:
        _check(text, span, said)
        close_until(span.start)
        if open_spans and open_spans[-1].end < span.end:
            raise OutputError(f"{_shown(open_spans[-1])} and {_shown(span)} cross; tags can only nest")
        outer = next((other for other in open_spans if isinstance(other, Entity)), None)
        if outer and isinstance(span, Entity):
            raise OutputError(f"{_shown(span)} is inside {_shown(outer)}; entities are flat")
        pieces.append(f"{text[last : span.start]}<{_tag_name(span)}{_attributes(span)}>")
        last = span.start
        open_spans.append(span)
    close_until(len(text))
    pieces.append(text[last:])
    return "".join(pieces)


def _open(marked: str, match: re.Match[str], open_tags: list[_Tag], start: int) -> _Tag:
    name = match["name"]
    if name is None:
        what = "a broken tag" if match["broken"] else f"no tag is called {match[0]!r}"
        raise _error(marked, match.start(), f'{what}; tags are {", ".join(LABELS)} and Q, attributes name="value"')
    outer = next((tag.name for tag in open_tags if tag.name != "Q"), None)
    if outer and name != "Q":
        raise _error(marked, match.start(), f"<{name}> inside <{outer}>; entities are flat, mark the longest name")
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(match["attributes"]):
        if key in attributes:
            raise _error(marked, match.start(), f"<{name}> has the attribute {key!r} twice")
        attributes[key] = value[1:-1]
    return _Tag(name, attributes, match.start(), start)


def _close(marked: str, match: re.Match[str], open_tags: list[_Tag]) -> _Tag:
    name = match["name"]
    if match["attributes"]:
        raise _error(marked, match.start(), f"the end tag </{name}> has attributes")
    if not open_tags:
        raise _error(marked, match.start(), f"</{name}> closes nothing")
    if open_tags[-1].name != name:
        raise _error(marked, match.start(), f"</{name}> where </{open_tags[-1].name}> was to come")
    return open_tags.pop()


def _entity(marked: str, tag: _Tag, text: str, end: int, id: str) -> Entity:
    label = _LABEL_OF[tag.name]
    known = MARKUP_ATTRIBUTES[label]
    _only(marked, tag, known)
    attrs = {known[key]: value for key, value in tag.attributes.items() if value}
    return Entity(id, tag.start, end, label, text[tag.start : end], attrs, BY_HAND)


def _quote(marked: str, tag: _Tag, text: str, end: int, id: str) -> Quote:
    _only(marked, tag, ("k", "pol"))
    kind = _KIND_OF.get(tag.attributes.get("k", ""))
    if kind is None:
        raise _error(marked, tag.at, f'<Q> needs k="…", one of {", ".join(QUOTE_KINDS)}')
    political = tag.attributes.get("pol") or "0"
    if political not in ("0", "1"):
        raise _error(marked, tag.at, f'<Q> has pol="{political}"; it is 1 or 0')
    return Quote(id, tag.start, end, text[tag.start : end], kind, political == "1", None, None, BY_HAND)


def _only(marked: str, tag: _Tag, known: Iterable[str]) -> None:
    known = tuple(known)
    for key in tag.attributes:
        if key not in known:
            hint = f"it may have {', '.join(known)}" if known else "it has none"
            raise _error(marked, tag.at, f"<{tag.name}> has the attribute {key!r}; {hint}")


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the quotations of a text start and end."""

    starts: frozenset[int]
    ends: frozenset[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> _Edges:
        spans = tuple(spans)
        return cls(frozenset(start for start, _ in spans), frozenset(end for _, end in spans))


def _problem(text: str, start: int, end: int, quotes: _Edges | None) -> str | None:
    """What makes a span wrong, if anything; a quotation is given all of them, since the marks may be an inner one's."""
    inner = text[start:end]
    if not inner:
        return "has nothing in it"
    if inner != inner.strip():
        return f"has white space at its ends: {inner!r}"
    marks = inner[0] in _QUOTE_MARKS and inner[-1] in _QUOTE_MARKS
    if quotes and marks and not (start + 1 in quotes.starts and end - 1 in quotes.ends):
        return f"includes the quotation marks: {inner!r}"
    return None


def _check(text: str, span: Entity | Quote, quotes: _Edges) -> None:
    if not 0 <= span.start <= span.end <= len(text):
        raise RecordError(f"{_shown(span)} is outside a text of {len(text)} characters")
    inner = text[span.start : span.end]
    if inner != span.text:
        raise RecordError(f"{_shown(span)} does not hold the text at its offsets, {inner!r}")
    problem = _problem(text, span.start, span.end, quotes if isinstance(span, Quote) else None)
    if problem:
        raise RecordError(f"{_shown(span)} {problem}")


def _attributes(span: Entity | Quote) -> str:
    if isinstance(span, Quote):
        given: dict[str, str] = {"k": span.kind}
        if span.political or span.kind in ("term", "slogan"):
            given["pol"] = str(int(span.political))
    else:
        names = MARKUP_ATTRIBUTES[span.label]
        given = {short: span.attrs[name] for short, name in names.items() if span.attrs.get(name)}
    return "".join(f" {name}={_quoted(value, span)}" for name, value in given.items())


def _quoted(value: str, span: Entity | Quote) -> str:
    mark = "'" if '"' in value else '"'
    if mark in value or "<" in value or ">" in value:
        raise OutputError(f"{_shown(span)}: the markup cannot hold the attribute value {value!r}")
    return f"{mark}{value}{mark}"


def _tag_name(span: Entity | Quote) -> str:
    return "Q" if isinstance(span, Quote) else span.label


def _shown(span: Entity | Quote) -> str:
    return f"{_tag_name(span)} {span.start}:{span.end} {span.text!r}"


def _error(marked: str, at: int, what: str) -> InputError:
    line = marked.count("\n", 0, at) + 1
    column = at - marked.rfind("\n", 0, at)
    near = marked[max(0, at - _CONTEXT) : at + _CONTEXT]
    return InputError(f"line {line}, column {column}: {what}; near {near!r}")
