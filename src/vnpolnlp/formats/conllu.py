"""CoNLL-U and CoNLL-U Plus: words, tags and sentences for the tools of Universal Dependencies, and all else in MISC.

What the ten columns have no place for is said in MISC and in comments, so that the file alone gives the document back:

- ``NE=B-ORG``, ``I-ORG``: the entity a word belongs to; ``Quote=B-term#q1`` and ``Term=B-loi-ich-nhom`` likewise, with
  commas between several. ``NEInfo``, ``QuoteInfo`` and ``TermInfo`` stand at the first word of each.
- ``SpaceAfter=No``, ``SpacesAfter`` and ``SpacesBefore`` rebuild the text, ``TokenRange`` has the offsets of the word.
- ``Word=Part`` goes on the word before, which a span or a line break cuts; ``Word=No`` is in no word of the document.
- ``# zone``, ``# relation``, ``# meta`` and ``# made_by`` are those of the record.

Heads and relations of a dependency tree are not known: the first word is the root and all others hang on it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from vnpolnlp.codec import span_faults
from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason
from vnpolnlp.document import (
    UPOS,
    ZONE_KINDS,
    Document,
    Entity,
    MadeBy,
    Sentence,
    Token,
    Tokens,
    Zone,
)
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation.inline import BY_HAND
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import TERM_LABEL, YES, Link, Region, document_of
from vnpolnlp.formats.rows import Row, rows

#: What a copy of a text must be for the tools of Universal Dependencies.
NEEDS = Needs(composed=True, spaces=True)
COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
#: The columns of CoNLL-U Plus: the ten, and the layers of ours in columns of their own.
PLUS_COLUMNS = (*COLUMNS, "VN:NE", "VN:QUOTE", "VN:TERM")

_SPACES = {" ": r"\s", "\n": r"\n", "\t": r"\t", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ADDED = "\n"
_LAYERS = {"NE": "VN:NE", "Quote": "VN:QUOTE", "Term": "VN:TERM"}
_NEWDOC = re.compile(r"# newdoc\b")
_RESERVED = re.compile(r"[%,;#=|\\]|^\s|\s$|[^\S ]|(?<= ) |[\x00-\x1f\x7f]")
_RESERVED_OR_NOT_ASCII = re.compile(rf"{_RESERVED.pattern}|[^\x00-\x7f]")


def to_conllu(document: Document, name: str, *, plus: bool = False) -> str:
    """A document as CoNLL-U: blocks of lines, one a sentence, each with an empty line after it.

    Args:
        document: with text that has no white space but spaces, tabs and line feeds, and is not only white space.
        name: what its sentences are called: ``name-s1``, ``name-s2``.
        plus: whether to give our layers columns of their own, as CoNLL-U Plus does.
    """
    text = document.text
    sentences = rows(document)
    flat = [row for sentence in sentences for row in sentence]
    starts = [row.start for row in flat]
    layers = _layers(document, flat)
    notes = _notes(document, [sentence[0].start for sentence in sentences])
    lines: list[str] = []
    at = 0
    for number, sentence in enumerate(sentences):
        if number == 0:
            lines += _document_comments(document)
        if number == 0 or "\n" in text[flat[at - 1].end : sentence[0].start]:
            lines.append("# newpar")
        lines.append(f"# sent_id = {name}-s{number + 1}")
        lines.append(f"# text = {_plain(text, sentence)}")
        lines += notes.get(number, ())
        for place, row in enumerate(sentence, start=1):
            misc = dict(layers[at])
            if at == 0 and row.start > 0:
                misc["SpacesBefore"] = _spaces(text[: row.start])
            after = text[row.end : starts[at + 1]] if at + 1 < len(starts) else text[row.end :] or _ADDED
            if not after:
                misc["SpaceAfter"] = "No"
            elif after != " ":
                misc["SpacesAfter"] = _spaces(after)
            misc["TokenRange"] = f"{row.start}:{row.end}"
            if row.inside:
                misc["Word"] = "Part"
            elif not row.tag and len(document.tokens):
                misc["Word"] = "No"
            lines.append(_line(text[row.start : row.end], row, place, misc, plus))
            at += 1
        lines.append("")
    return "".join(f"{line}\n" for line in lines)


def _line(form: str, row: Row, place: int, misc: dict[str, str], plus: bool) -> str:
    head, relation = ("0", "root") if place == 1 else ("1", "punct" if row.pos == "PUNCT" else "dep")
    ours = [misc.pop(key, "_") for key in ("NE", "Quote", "Term")] if plus else []
    written = "|".join(f"{key}={misc[key]}" for key in sorted(misc, key=str.lower))
    tag = "_".join(row.tag.split()) or "_"
    return "\t".join((str(place), form, "_", row.pos, tag, "_", head, relation, "_", written, *ours))


def _document_comments(document: Document) -> Iterator[str]:
    yield f"# newdoc id = {_coded(document.id)}"
    if not document.sentences:
        yield "# sentences = none"
    if not len(document.tokens):
        yield "# words = none"
    if not document.text[-1].isspace():
        yield "# text_end = line break added"  # no document may end without white space where another one follows
    if document.meta:
        yield f"# meta = {json.dumps(dict(document.meta))}"
    if document.made_by:
        made = document.made_by
        yield f"# made_by = {json.dumps([made.vnpolnlp, made.pipeline, made.config])}"


def _notes(document: Document, firsts: Sequence[int]) -> dict[int, list[str]]:
    """The comments on zones and relations, by the number of the sentence that they stand at."""
    heads = {entity.id: entity.start for entity in document.entities}
    zones = [(zone.start, f"# zone = {zone.kind} {zone.start}:{zone.end}") for zone in document.zones]
    relations = [
        (heads.get(one.head, 0), f"# relation = {one.label} {_coded(one.head)} {_coded(one.tail)}")
        for one in document.relations
    ]
    notes: dict[int, list[str]] = {}
    for comments in (zones, relations):
        at = 0  # never back, so that they are read again in their order
        for start, comment in comments:
            at = max(at, bisect_right(firsts, start) - 1)
            notes.setdefault(at, []).append(comment)
    return notes


def _layers(document: Document, flat: Sequence[Row]) -> list[dict[str, str]]:
    """For each row, what MISC says of the entities, quotations and terms it belongs to."""
    items: list[dict[str, list[str]]] = [{} for _ in flat]
    starts = [row.start for row in flat]

    def mark(key: str, start: int, end: int, name: str, info: str) -> None:
        first = bisect_left(starts, start)
        for at in range(first, bisect_left(starts, end)):
            items[at].setdefault(key, []).append(f"{'B' if at == first else 'I'}-{name}")
        items[first].setdefault(f"{key}Info", []).append(info)

    for entity in document.entities:
        info = _info(entity.id, {"by": entity.by, **{f"a.{key}": value for key, value in entity.attrs.items()}})
        mark("NE", entity.start, entity.end, entity.label, info)
    for quote in sorted(document.quotes, key=lambda quote: (quote.start, -quote.end)):
        said = {"by": quote.by, "political": YES if quote.political else None}
        info = _info(quote.id, {**said, "term": quote.term, "speaker": quote.speaker})
        mark("Quote", quote.start, quote.end, f"{quote.kind}#{_coded(quote.id)}", info)
    for term in document.terms:
        mark("Term", term.start, term.end, _coded(term.term), "quoted" if term.quoted else "bare")
    return [{key: ",".join(values) for key, values in found.items()} for found in items]


def _info(id: str, said: Mapping[str, str | None]) -> str:
    named = (f"{key}={_coded(value)}" for key, value in said.items() if value is not None)
    return ";".join((_coded(id), *named))


def _coded(value: str) -> str:
    """A value with what has a meaning in CoNLL-U written as in a URL."""
    reserved = _RESERVED if unicodedata.is_normalized("NFC", value) else _RESERVED_OR_NOT_ASCII
    return reserved.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), value) or "%"


def _decoded(value: str) -> str:
    return "" if value == "%" else unquote(value)


def _spaces(blank: str) -> str:
    return "".join(_SPACES.get(char, char) for char in blank)


def _unescaped(value: str) -> str:
    back = {escaped[1]: char for char, escaped in _SPACES.items()}
    return _ESCAPED.sub(lambda found: back.get(found[1], found[0]), value)


def _plain(text: str, sentence: Sequence[Row]) -> str:
    pieces = [text[sentence[0].start : sentence[0].end]]
    for before, row in pairwise(sentence):
        pieces.append(f"{' ' * (before.end < row.start)}{text[row.start : row.end]}")
    return "".join(pieces)


@dataclass
class _Span:
    """An entity, quotation or term as its words show it."""

    name: str
    start: int
    end: int
    line: int
    info: str = ""


class _DamageError(Exception):
    """What makes it impossible to tell the text of a document."""


class _Reading:
    """A document as far as it has been read; the lines of its blocks come one after the other."""

    def __init__(self, id: str, columns: Sequence[str], problems: list[str]) -> None:
        self.id = id
        self.problems = problems
        self._columns = columns
        self._has = {"sentences": True, "words": True}
        self._meta: dict[str, Any] = {}
        self._made_by: MadeBy | None = None
        self._pieces: list[str] = []
        self._size = 0
        self._sentences: list[Sentence] = []
        self._words: list[tuple[int, int, str, str, bool]] = []
        self._odd_tags = 0
        self._base: int | None = None  # what offsets of the file count from
        self._zones: list[Zone] = []
        self._links: list[Link] = []
        self._spans: dict[str, list[_Span]] = {key: [] for key in _LAYERS}
        self._open: dict[tuple[str, str], _Span] = {}
        self._added = False
        self._multiword = 0  # the last word that the form of a range stands for

    def sentence(self, block: Sequence[tuple[int, str]]) -> None:
        """Read the lines of a block with their numbers.

        Raises:
            _DamageError: a line is no line of CoNLL-U.
        """
        first = last = -1
        for number, line in block:
            if line.startswith("#"):
                self._comment(number, line)
                continue
            span = self._word(number, line)
            if span:
                first = span[0] if first < 0 else first
                last = span[1]
        if first >= 0:
            self._sentences.append(Sentence(first, last))

    def _comment(self, number: int, line: str) -> None:
        key, _, value = (part.strip() for part in line[1:].partition("="))
        try:
            if key in self._has and value == "none":
                self._has[key] = False
            elif key == "text_end":
                self._added = True
            elif key == "meta":
                self._meta = dict(json.loads(value))
            elif key == "made_by":
                self._made_by = MadeBy(*map(str, json.loads(value)))
            elif key == "zone":
                kind, span = value.split(" ")
                start, end = map(int, span.split(":"))
                if kind not in ZONE_KINDS:
                    raise ValueError
                self._zones.append(Zone(start, end, kind))
            elif key == "relation":
                label, head, tail = value.split(" ")
                self._links.append(Link(label, _decoded(head), _decoded(tail), f"line {number}"))
        except (ValueError, TypeError):
            self.problems.append(f"line {number}: no {key} of ours, left out: {line!r}")

    def _word(self, number: int, line: str) -> tuple[int, int] | None:
        values = line.split("\t")
        if len(values) != len(self._columns):
            raise _DamageError(
                f"line {number}: {len(values)} columns where {len(self._columns)} were to come: {line[:60]!r}"
            )
        cells = dict(zip(self._columns, values, strict=True))
        place = cells.get("ID", "")
        if "." in place:
            return None  # an empty node stands for no text
        misc = dict(part.partition("=")[::2] for part in cells.get("MISC", "_").split("|"))
        misc |= {key: cells[name] for key, name in _LAYERS.items() if cells.get(name, "_") != "_"}
        begin, _, end = place.partition("-")
        if not begin.isdecimal() or (end and not end.isdecimal()):
            raise _DamageError(f"line {number}: {place!r} is no number of a word")
        if not end and int(begin) <= self._multiword:
            return None  # its text came with the range
        self._multiword = int(end or 0)
        self._add(_unescaped(misc.get("SpacesBefore", "")))
        start = self._size
        self._add(cells["FORM"])
        stop = self._size
        if self._base is None:  # those of others may begin anywhere
            self._base = _begin_of(misc.get("TokenRange", ""), start) - start
        if "TokenRange" in misc and misc["TokenRange"] != f"{start + self._base}:{stop + self._base}":
            raise _DamageError(
                f"line {number}: the offsets {misc['TokenRange']} do not fit the text, where {cells['FORM']!r} is at "
                f"{start}:{stop}; words were changed or taken out after the export"
            )
        after = "" if misc.get("SpaceAfter") == "No" else " "
        self._add(_unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else after)
        if misc.get("Word") != "No":
            pos, tag = (cells.get(name, "_").replace("_", "") for name in ("UPOS", "XPOS"))
            self._words.append((start, stop, self._known(number, pos), tag, misc.get("Word") == "Part"))
        self._mark(number, start, stop, misc)
        return start, stop

    def _known(self, number: int, pos: str) -> str:
        """The Universal POS tag, or X where there is none."""
        if pos in UPOS:
            return pos
        if pos and not self._odd_tags:
            self.problems.append(f"line {number}: {pos!r} is no Universal POS tag; X is written for it, and for others")
        self._odd_tags += bool(pos)
        return "X"

    def _mark(self, number: int, start: int, stop: int, misc: Mapping[str, str]) -> None:
        goes_on: dict[tuple[str, str], _Span] = {}
        for key, spans in self._spans.items():
            infos = iter(misc.get(f"{key}Info", "").split(","))
            for item in filter(None, misc.get(key, "").split(",")):
                way, _, name = item.partition("-")
                if way == "B" and name:
                    span = _Span(name, start, stop, number, next(infos, ""))
                    spans.append(span)
                elif way == "I" and (key, name) in self._open:
                    span = self._open[key, name]
                    span.end = stop
                else:
                    if item != "O":
                        self.problems.append(f"line {number}: {key}={item} goes on nothing that began, left out")
                    continue
                goes_on[key, name] = span
        self._open = goes_on

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)

    def document(self) -> tuple[Document, list[str]]:
        """The document that was read, and what could not be taken over."""
        text = "".join(self._pieces)
        if self._added:
            text = text.removesuffix(_ADDED)
        found, problems = document_of(text, self.id, self._regions(), self._links, named=True)
        document = found.with_layers(
            meta=self._meta,
            zones=tuple(self._sound_zones(text)),
            sentences=tuple(self._sentences) if self._has["sentences"] else (),
            tokens=self._tokens(found.entities) if self._has["words"] else Tokens(),
            made_by=self._made_by,
        )
        return document, [*self.problems, *problems]

    def _sound_zones(self, text: str) -> Iterator[Zone]:
        for zone in self._zones:
            faults = list(span_faults(zone, text, ()))
            if faults:
                self.problems.append(f"zone {zone.kind} {zone.start}:{zone.end} {'; '.join(faults)}, left out")
            else:
                yield zone

    def _tokens(self, entities: Iterable[Entity]) -> Tokens:
        """The words, put together from their parts but where an entity begins or ends."""
        edges = {edge for entity in entities for edge in (entity.start, entity.end)}
        tokens: list[Token] = []
        for start, stop, pos, tag, part in self._words:
            if part and tokens and not edges & {tokens[-1].end, start}:
                tokens[-1] = Token(tokens[-1].start, stop, tokens[-1].pos, tokens[-1].tag)
            else:
                tokens.append(Token(start, stop, pos, tag))
        return Tokens.of(tokens)

    def _regions(self) -> Iterator[Region]:
        """The spans that the words showed, each with an id of its own."""
        ids: set[str] = set()
        for span in self._spans["NE"]:
            id, said = _read_info(span.info)
            attrs = {key[2:]: value for key, value in said.items() if key.startswith("a.")}
            yield _region(span, _new_id(id, "e", ids), span.name, attrs, said.get("by", BY_HAND))
        for span in self._spans["Quote"]:
            kind, _, id = span.name.partition("#")
            _, said = _read_info(span.info)
            by = said.pop("by", BY_HAND)
            yield _region(span, _new_id(_decoded(id), "q", ids), f"Q_{kind}", said, by)
        for number, span in enumerate(self._spans["Term"]):
            quoted = {"quoted": YES} if span.info == "quoted" else {}
            yield _region(span, f"t{number}", TERM_LABEL, {"term": _decoded(span.name), **quoted}, "")


def _begin_of(span: str, default: int) -> int:
    begin = span.partition(":")[0]
    return int(begin) if begin.isdecimal() else default


def _region(span: _Span, id: str, label: str, attrs: Mapping[str, str], by: str) -> Region:
    return Region(id, span.start, span.end, label, attrs, f"line {span.line}", by)


def _new_id(given: str, letter: str, taken: set[str]) -> str:
    """The id that is given, if no other span has it; or the next one that is free."""
    id = given
    number = len(taken) + 1
    while not id or id in taken:
        id = f"{letter}{number}"
        number += 1
    taken.add(id)
    return id


def _read_info(info: str) -> tuple[str, dict[str, str]]:
    id, *said = info.split(";")
    return _decoded(id), {key: _decoded(value) for key, _, value in (part.partition("=") for part in said)}


def write(documents: Iterable[Document], file: IO[bytes], lost: Counter[str], *, plus: bool = False) -> None:
    """Write documents into one file; ``lost`` counts what is not in it."""
    names = Names()
    if plus:
        file.write(f"# global.columns = {' '.join(PLUS_COLUMNS)}\n".encode())
    for document in documents:
        copy = copied(document, NEEDS, lost)
        if copy.text.strip():
            file.write(to_conllu(copy, names(document.id), plus=plus).encode())
        else:
            lost["documents without a word"] += 1


def read(path: Path) -> Iterator[Found]:
    """The documents of a CoNLL-U or CoNLL-U Plus file.

    Raises:
        InputError: the file cannot be read, or is not of UTF-8 text.
    """
    try:
        with open_binary(path) as file:
            yield from read_conllu((line.decode() for line in file), path.stem)
    except (UnicodeDecodeError, *READ_ERRORS) as error:
        raise InputError(f"cannot read {path}: {reason(error)}") from error


def read_conllu(lines: Iterable[str], name: str) -> Iterator[Found]:
    """The documents of the lines of a CoNLL-U or CoNLL-U Plus file.

    Args:
        lines: the lines of the file.
        name: what documents without an id are called after: ``name``, ``name-2``.
    """
    columns: Sequence[str] = COLUMNS
    reading: _Reading | None = None
    damage = ""
    count = 0
    for block in _blocks(lines):
        for _, line in block:
            if line.startswith("# global.columns"):
                columns = line.partition("=")[2].split()
        if all(line.startswith("#") for _, line in block):
            continue
        begins = next((line for _, line in block if _NEWDOC.match(line)), None)
        if reading is None or begins:
            if reading:
                yield _finished(reading, damage)
            count += 1
            id = begins.partition("=")[2].strip() if begins else ""
            reading = _Reading(_decoded(id) if id else name if count == 1 else f"{name}-{count}", columns, [])
            damage = ""
        if damage:
            continue
        try:
            reading.sentence(block)
        except _DamageError as error:
            damage = str(error)
    if reading:
        yield _finished(reading, damage)


def _finished(reading: _Reading, damage: str) -> Found:
    if damage:
        return Found(reading.id, None, (damage,))
    document, problems = reading.document()
    return Found(reading.id, document, tuple(problems))


def _blocks(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r\n")
        if line:
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block
