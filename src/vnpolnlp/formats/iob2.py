"""IOB2 columns (CoNLL-2003), for seqeval and most trainers of named entity recognisers: flat, and so lossy.

A line is a token, its Universal POS tag, the quotation it is in (in the place of the chunk) and its entity. Syllables
of a word are joined by ``_``. The text is not in the file: an importer either has it, or takes tokens joined by blanks.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote as as_in_url
from urllib.parse import unquote

from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason
from vnpolnlp.document import QUOTE_KINDS, Document
from vnpolnlp.errors import InputError
from vnpolnlp.formats.copies import Needs, copied, copy_of
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.pieces import piece_of
from vnpolnlp.formats.regions import Region, document_of
from vnpolnlp.formats.rows import rows
from vnpolnlp.text.view import View

#: What a copy of a text must be for readers of columns.
NEEDS = Needs(composed=True, spaces=True)
DOCSTART = "-DOCSTART-"
_JOINER = "_"
_NO_ID = ("", "-X-", "O")


def to_iob2(document: Document) -> tuple[str, Counter[str]]:
    """A document as lines, with its id in the line that begins it; and how many annotations are not in them."""
    text = document.text
    sentences = rows(document, whole=[(entity.start, entity.end) for entity in document.entities])
    starts = [row.start for sentence in sentences for row in sentence]
    entities, quotes = (["O"] * len(starts) for _ in range(2))
    for entity in document.entities:
        _mark(entities, starts, entity.start, entity.end, entity.label)
    dropped = Counter({"terms": len(document.terms), "relations": len(document.relations)})
    dropped["attributes of entities"] = sum(len(entity.attrs) for entity in document.entities)
    dropped["attributes of quotes"] = sum(
        (quote.political, quote.term is not None, quote.speaker is not None).count(True) for quote in document.quotes
    )
    bounds = [sentence[0].start for sentence in sentences]
    last = 0
    for quote in sorted(document.quotes, key=lambda quote: (quote.start, -quote.end)):
        if quote.start < last:
            dropped["nested quotes"] += 1
        elif bisect_right(bounds, quote.start) != bisect_left(bounds, quote.end):
            dropped["quotes of more than one sentence"] += 1
        else:
            _mark(quotes, starts, quote.start, quote.end, quote.kind)
            last = quote.end
    lines = [f"{DOCSTART} -X- {_coded(document.id)} O\n\n"]
    tags = zip(quotes, entities, strict=True)
    for sentence in sentences:
        for row, (quote_tag, entity_tag) in zip(sentence, tags, strict=False):
            form = text[row.start : row.end].replace(" ", _JOINER)
            lines.append(f"{form} {row.pos} {quote_tag} {entity_tag}\n")
        lines.append("\n")
    return "".join(lines), +dropped


def _coded(id: str) -> str:
    """An id in a column: with white space, and what stands there where there is no id, written as in a URL."""
    coded = "".join(as_in_url(char, safe="") if char == "%" or char.isspace() else char for char in id)
    return coded if coded not in _NO_ID else "".join(f"%{ord(char):02X}" for char in coded)


def _mark(tags: list[str], starts: Sequence[int], start: int, end: int, name: str) -> None:
    first = bisect_left(starts, start)
    for at in range(first, bisect_left(starts, end)):
        tags[at] = f"{'B' if at == first else 'I'}-{name}"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A token of a column file with the tags of its columns, and its line."""

    form: str
    tags: tuple[str, ...]
    line: int


@dataclass
class TaggedDocument:
    """A document of a column file, sentence by sentence, and what of it could not be read."""

    id: str
    sentences: list[list[Tagged]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_columns(lines: Iterable[str], name: str) -> Iterator[TaggedDocument]:
    """The documents of a column file: the token first, its entity last, columns parted by tabs or blanks.

    Args:
        lines: the lines of the file.
        name: what documents without an id are called after: ``name-1``, ``name-2``.
    """
    document: TaggedDocument | None = None
    count = 0
    sentence: list[Tagged] = []
    for number, line in enumerate(lines, start=1):
        line = line.strip("\r\n")
        columns = line.split("\t") if "\t" in line else line.split()
        begins = columns[:1] == [DOCSTART] and (len(columns) < 4 or columns[1] == "-X-")
        if begins or (columns and document is None):
            if document:
                yield document
            count += 1
            document = TaggedDocument((_id(columns) if begins else "") or f"{name}-{count}")
        if begins or not columns or document is None:
            sentence = []
            continue
        if len(columns) == 1:
            document.problems.append(f"line {number}: no tag beside the token {columns[0][:40]!r}, taken for O")
            columns.append("O")
        if not sentence:
            document.sentences.append(sentence)
        sentence.append(Tagged(unicodedata.normalize("NFC", columns[0]), tuple(columns[1:]), number))
    if document:
        yield document


def _id(columns: Sequence[str]) -> str:
    """The id that a line that begins a document has, where other files have ``-X-`` or ``O``."""
    return unquote(columns[2]) if len(columns) == 4 and columns[2] not in _NO_ID else ""


def joined(document: TaggedDocument) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as a text of their own, a line a sentence, with the offsets of each."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    size = 0
    for sentence in document.sentences:
        for place, token in enumerate(sentence):
            if place:
                pieces.append(" ")
                size += 1
            form = token.form if set(token.form) == {_JOINER} else token.form.replace(_JOINER, " ").strip()
            pieces.append(form)
            spans.append((size, size + len(form)))
            size += len(form)
        pieces.append("\n")
        size += 1
    return "".join(pieces), spans


class OtherTextError(ValueError):
    """Tokens are not those of a text: what is wrong, at which offset of the text, and what is there."""

    def __init__(self, what: str, at: int, text: str) -> None:
        super().__init__(what)
        self.what, self.at, self.near = what, at, text[at : at + 40]


def aligned(document: TaggedDocument, text: str) -> list[tuple[int, int]]:
    """The offsets of each token in the text, in which nothing but white space may stand between tokens.

    >>> tokens = [Tagged("Tỉnh_ủy", ("O",), 1), Tagged(".", ("O",), 2)]
    >>> aligned(TaggedDocument("a", [tokens]), "Tỉnh  ủy.")
    [(0, 8), (8, 9)]

    Raises:
        OtherTextError: the text has something else.
    """
    spans = []
    at = 0
    for sentence in document.sentences:
        for token in sentence:
            start, at = _found(token, text, at)
            spans.append((start, at))
    if text[at:].strip():
        raise OtherTextError("the text goes on after the last token, at", at, text)
    return spans


def _found(token: Tagged, text: str, at: int) -> tuple[int, int]:
    start = -1
    for char in token.form:
        after = at
        while after < len(text) and text[after].isspace():
            after += 1
        if after < len(text) and text[after] == char:
            start = after if start < 0 else start
            at = after + 1
        elif char != _JOINER:
            what = f"line {token.line}: the token {token.form[:40]!r} is not what the text has at"
            raise OtherTextError(what, after, text)
    return start if start >= 0 else at, at


def regions(document: TaggedDocument, spans: Sequence[tuple[int, int]]) -> tuple[list[Region], list[str]]:
    """The entities and quotations that the tags of tokens at these offsets say, and which tags say nothing.

    A tag that goes on a span that did not begin is not taken for a beginning.
    """
    found: list[Region] = []
    problems: list[str] = []
    places = iter(spans)
    tags = (token.tags[-2] for sentence in document.sentences for token in sentence if len(token.tags) == 3)
    has_quotes = any(tag[2:] in QUOTE_KINDS for tag in tags)  # and no syntactic chunks
    for sentence in document.sentences:
        at = [next(places) for _ in sentence]
        entities = _regions(sentence, at, [token.tags[-1] for token in sentence], "", problems)
        found += entities
        if has_quotes:
            chunks = [token.tags[-2] if len(token.tags) == 3 else "O" for token in sentence]
            found += _regions(sentence, at, chunks, "Q_", problems)
    return found, problems


def _regions(
    sentence: Sequence[Tagged],
    spans: Sequence[tuple[int, int]],
    tags: Sequence[str],
    prefix: str,
    problems: list[str],
) -> list[Region]:
    found: list[Region] = []
    before = "O"
    for token, (start, end), tag in zip(sentence, spans, tags, strict=True):
        way, _, name = tag.partition("-")
        if way == "B" and name:
            place = f"line {token.line}"
            found.append(Region(f"{prefix}{place}", start, end, f"{prefix}{name}", {}, place))
            before = name
        elif way == "I" and name == before:
            last = found[-1]
            found[-1] = Region(last.id, last.start, end, last.label, {}, last.place)
        else:
            before = "O"
            if tag != "O":
                problems.append(f"line {token.line}: the tag {tag!r} goes on nothing that began before, left out")
    return found


def write(documents: Iterable[Document], file: IO[bytes], lost: Counter[str]) -> None:
    """Write documents into one file; ``lost`` counts what is not in it."""
    for document in documents:
        lines, dropped = to_iob2(copied(document, NEEDS, lost))
        lost.update(dropped)
        file.write(lines.encode())


def read(path: Path, text_of: Callable[[str], str | None]) -> Iterator[Found]:
    """The documents of a column file.

    Args:
        path: the file.
        text_of: gives the text of the document of an id. Where there is none, the tokens joined by blanks are the text.

    Raises:
        InputError: the file cannot be read, or is not of UTF-8 text.
    """
    try:
        with open_binary(path) as file:
            for tagged in read_columns((line.decode() for line in file), path.stem):
                yield _found_in(tagged, _copy_of(tagged.id, text_of))
    except (UnicodeDecodeError, *READ_ERRORS) as error:
        raise InputError(f"cannot read {path}: {reason(error)}") from error


def _copy_of(id: str, text_of: Callable[[str], str | None]) -> View | None:
    """The copy of the text of a document, or of a piece of one."""
    piece = piece_of(id)
    text = text_of(piece.id if piece else id)
    if text is None:
        return None
    return copy_of(text[piece.start : piece.end] if piece else text, NEEDS)


def _found_in(tagged: TaggedDocument, view: View | None) -> Found:
    try:
        text, spans = joined(tagged) if view is None else (view.text, aligned(tagged, view.text))
    except OtherTextError as error:
        offset = view.to_raw(error.at, error.at)[0] if view else error.at
        return Found(
            tagged.id, None, (*tagged.problems, f"{error.what} offset {offset}, near {error.near!r}; left out")
        )
    found, problems = regions(tagged, spans)
    document, more = document_of(text, tagged.id, found)
    return Found(tagged.id, document, (*tagged.problems, *problems, *more))
