"""Reading annotated documents, gold or predicted, from what people keep them in, and pairing the two.

:func:`open_source` reads, one document at a time,

- our own records: a ``.jsonl`` file, compressed or not;
- a folder of ``DOC.json``, standoff spans, each beside its ``DOC.txt``; or one such ``DOC.json``;
- a folder of ``DOC.xml`` in the inline markup, or one of them. Where ``DOC.txt`` lies beside it, that is the text,
  and the markup must not have touched it;
- whatever :func:`read_imported` knows.

A folder that has both forms of a document is read as standoff. Documents are paired by id, and where that finds no
partner by name: the last part of the id without its ending, so that ``news/2022/seed.txt`` and ``seed.json`` are the
same document.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast

import msgspec

from vnpolnlp.codec import decode
from vnpolnlp.corpus.files import READ_ERRORS, reason
from vnpolnlp.document import LABELS, QUOTE_KINDS, Document, Entity, Label, Quote, QuoteKind, Relation, Sentence, Tokens
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.evaluation.inline import BY_HAND, MARKUP_ATTRIBUTES, parse_inline
from vnpolnlp.formats.registry import FORMATS

_CONTEXT = 20
_SHOWN_NAMES = 5
# Of files that hold one document. Nothing else is an ending: rows are called news.jsonl:3, and some names are like v1.2
_ENDINGS = (".txt", ".txt.gz", ".json", ".xml", ".ann", ".html", ".htm", ".docx", ".pdf")
_RECORDS = (".jsonl", ".jsonl.gz")
#: Endings that tell the format of another tool.
_FORMATS = {
    ".ann": "brat",
    ".conllu": "conllu",
    ".conllup": "conllup",
    ".iob2": "iob2",
    ".qdpx": "qdpx",
    ".spacy": "spacy",
    ".xmi": "xmi",
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document as far as it is scored: its id, its text and its layers, and where it was read from.

    ``loose_end`` is true of a marked file that has no plain text beside it: editors end a file in a line break, so
    line breaks at its very end prove nothing about the text.
    """

    id: str
    text: str
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    source: str = ""
    loose_end: bool = False
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)

    @classmethod
    def of(cls, document: Document, source: str = "") -> Annotated:
        """The scored part of a document.

        >>> Annotated.of(Document("Đảng", id="news/seed.txt")).id
        'news/seed.txt'

        Raises:
            RecordError: a span does not fit the text.
        """
        annotated = cls(
            document.id,
            document.text,
            document.entities,
            document.quotes,
            source,
            relations=document.relations,
            sentences=document.sentences,
            tokens=document.tokens,
        )
        return _checked(annotated)


@dataclass(frozen=True, slots=True)
class Source:
    """Documents that are read one at a time: their ``ids``, and a function that reads the one of a number."""

    path: Path
    ids: Sequence[str]
    read: Callable[[int], Annotated]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Gold documents with their predictions, and what is left over on either side.

    ``missing`` are gold documents without a prediction: all that is in them counts as missed. ``unexpected`` are
    predictions without gold: nothing can be said of them, and they are not scored.
    """

    pairs: tuple[tuple[Annotated, Annotated], ...]
    missing: tuple[Annotated, ...] = ()
    unexpected: tuple[Annotated, ...] = ()

    def report(self) -> str:
        """What has no partner, in a line each; empty where everything has one."""
        return unpaired([document.id for document in self.missing], [document.id for document in self.unexpected])


@dataclass(frozen=True, slots=True)
class Match:
    """For each gold document the number of its prediction, if it has one, and the numbers of predictions left over."""

    partners: tuple[int | None, ...]
    unexpected: tuple[int, ...]


class _Id(msgspec.Struct):
    id: str


@dataclass(frozen=True, slots=True)
class _StandoffEntity:
    start: int
    end: int
    label: Label
    n: str = ""
    d: str = ""
    by: str = ""
    per: str = ""
    org: str = ""


@dataclass(frozen=True, slots=True)
class _StandoffQuote:
    start: int
    end: int
    kind: QuoteKind
    pol: int = 0


@dataclass(frozen=True, slots=True)
class _Standoff:
    sha256: str
    entities: tuple[_StandoffEntity, ...]
    quotes: tuple[_StandoffQuote, ...] = ()


def name_of(id: str) -> str:
    """The name under which a document is paired: the last part of its id, without the ending of a file.

    >>> name_of("news/2022/seed.txt"), name_of("seed"), name_of("news.jsonl:3"), name_of("v1.2")
    ('seed', 'seed', 'news.jsonl:3', 'v1.2')
    """
    last = id.rsplit("/", 1)[-1]
    return next((last.removesuffix(ending) for ending in _ENDINGS if last.endswith(ending) and last != ending), last)


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The annotated documents of a file or folder, to be read one at a time and in any order.

    Raises:
        InputError: nothing is there, it is in no form known, or two documents have the same id.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_dir() and (files := _files_in(path)):
        yield _folder_source(path, files)
    elif path.suffix == ".json" and path.with_suffix(".txt").exists():
        yield Source(path, (path.stem,), lambda _: _read_standoff(path))
    elif path.suffix == ".xml":
        yield Source(path, (path.stem,), lambda _: _read_marked(path))
    elif path.name.lower().endswith(_RECORDS):
        with _plain(path) as file:
            yield _checked_ids(_records_source(path, file))
    else:
        yield _checked_ids(_imported_source(path))


def read_imported(path: Path) -> Iterator[Document]:
    """The documents of a file or folder in a format of another tool that the ending of its files tells.

    Raises:
        InputError: there is no reader for it, or something in it cannot be taken over, which an import would tell.
    """
    endings = sorted({file.suffix for file in path.iterdir()} if path.is_dir() else {path.suffix})
    name = next((_FORMATS[ending] for ending in endings if ending in _FORMATS), None)
    read = FORMATS[name].read if name else None
    if read is None:
        raise InputError(
            f"{path}: no annotated documents are known to come like that; give a .jsonl file of records, a .json "
            "beside its .txt, a marked .xml, a folder of these, or a file or folder with one of the endings "
            f"{', '.join(_FORMATS)}; vnpolnlp import reads more formats, when told which"
        )
    for found in read(path, lambda _: None):
        if found.document is None or found.problems:
            raise InputError(f"{path}: {found.id}: {'; '.join(found.problems) or 'cannot be read'}")
        yield found.document


def load(path: Path) -> dict[str, Annotated]:
    """All annotated documents of a file or folder, by id.

    Raises:
        InputError: nothing is there, it is in no form known, or two documents have the same id.
        RecordError: an annotation does not fit its text.
    """
    with open_source(path) as source:
        return {id: source.read(number) for number, id in enumerate(source.ids)}


def pair(gold: Mapping[str, Annotated], predicted: Mapping[str, Annotated]) -> Pairing:
    """Put each gold document together with its prediction, in the offsets of the gold.

    Raises:
        InputError: no document has a partner, or the two texts of a pair differ.
    """
    golds, predictions = tuple(gold.values()), tuple(predicted.values())
    found = match(tuple(gold), tuple(predicted))
    both = list(zip(golds, found.partners, strict=True))
    return Pairing(
        tuple((one, aligned(one, predictions[partner])) for one, partner in both if partner is not None),
        missing=tuple(one for one, partner in both if partner is None),
        unexpected=tuple(predictions[number] for number in found.unexpected),
    )


def match(gold: Sequence[str], predicted: Sequence[str]) -> Match:
    """Which predicted document belongs to which gold document, by their ids, or else by their names.

    >>> match(["seed", "b"], ["x/c.txt", "news/seed.txt"])
    Match(partners=(1, None), unexpected=(0,))

    Raises:
        InputError: no document has a partner, or a name fits several documents.
    """
    by_id = {id: number for number, id in enumerate(predicted)}
    partners = [by_id.get(id) for id in gold]
    taken = {partner for partner in partners if partner is not None}
    rest = [number for number in range(len(predicted)) if number not in taken]
    by_name: dict[str, list[int]] = {}
    for number in rest:
        by_name.setdefault(name_of(predicted[number]), []).append(number)
    alone = Counter(name_of(id) for id, partner in zip(gold, partners, strict=True) if partner is None)
    for number, id in enumerate(gold):
        name = name_of(id)
        if partners[number] is not None or name not in by_name:
            continue
        found = by_name[name]
        if len(found) > 1 or alone[name] > 1:
            of_gold = [other for other, partner in zip(gold, partners, strict=True) if name_of(other) == name]
            raise InputError(
                f"more than one document is called {name!r}: the gold has {_listed(of_gold)}, the prediction has "
                f"{_listed(predicted[other] for other in found)}; give both sides the same ids"
            )
        partners[number] = found[0]
        taken.add(found[0])
    if not taken:
        raise InputError(
            "no document is both in the gold and in the prediction: the gold has "
            f"{_listed(gold)}, the prediction has {_listed(predicted)}; documents are paired by id, or by the last "
            "part of their id without its ending"
        )
    return Match(tuple(partners), tuple(number for number in rest if number not in taken))


def unpaired(missing: Iterable[str], unexpected: Iterable[str]) -> str:
    """A line each for the names of documents without a prediction and without gold; empty where there are none."""
    missing, unexpected = tuple(missing), tuple(unexpected)
    lines = []
    if missing:
        lines.append(f"not predicted, counted as missed: {_listed(missing)}")
    if unexpected:
        lines.append(f"no gold for it, not scored: {_listed(unexpected)}")
    return "\n".join(lines)


def first_difference(one: str, other: str) -> int | None:
    r"""The first offset at which two texts differ; the length of the shorter where it only ends sooner.

    >>> first_difference("Tỉnh ủy", "Tỉnh uỷ"), first_difference("Đảng", "Đảng\n"), first_difference("a", "a")
    (5, 4, None)
    """
    if one == other:
        return None
    shorter = min(len(one), len(other))
    return next((offset for offset in range(shorter) if one[offset] != other[offset]), shorter)


def _plain(path: Path) -> IO[bytes]:
    """A file to jump about in; one that is compressed is unpacked into a temporary file first."""
    try:
        if path.suffix.lower() != ".gz":
            return path.open("rb")
        unpacked = tempfile.TemporaryFile()  # noqa: SIM115  # the caller closes it
        with gzip.open(path) as packed:
            shutil.copyfileobj(packed, unpacked)
        unpacked.seek(0)
        return cast(IO[bytes], unpacked)
    except READ_ERRORS as error:
        raise InputError(f"cannot read {path}: {reason(error)}") from error


def _records_source(path: Path, file: IO[bytes]) -> Source:
    ids: list[str] = []
    places: list[tuple[int, int]] = []
    decoder = msgspec.json.Decoder(_Id)
    at = 0
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                ids.append(decoder.decode(line).id)
            except (msgspec.DecodeError, UnicodeError):
                _record(path, number, line)  # says what is wrong
                raise
            places.append((at, number))
        at += len(line)

    def read(index: int) -> Annotated:
        place, number = places[index]
        file.seek(place)
        return _record(path, number, file.readline())

    return Source(path, ids, read)


def _record(path: Path, number: int, line: bytes) -> Annotated:
    try:
        return Annotated.of(decode(line), str(path))
    except RecordError as error:
        hint = ""
        if "enum value" in str(error):
            hint = f"; labels are {', '.join(LABELS)}, kinds of quotations {', '.join(QUOTE_KINDS)}"
        raise RecordError(f"{path}:{number}: {error}{hint}") from error


def _files_in(folder: Path) -> dict[str, Path]:
    """The files of annotated documents, by name; standoff goes before markup."""
    return {file.stem: file for ending in ("xml", "json") for file in sorted(folder.glob(f"*.{ending}"))}


def _folder_source(folder: Path, files: Mapping[str, Path]) -> Source:
    names = sorted(files)

    def read(index: int) -> Annotated:
        file = files[names[index]]
        return _read_standoff(file) if file.suffix == ".json" else _read_marked(file)

    return Source(folder, names, read)


def _imported_source(path: Path) -> Source:
    try:
        documents = [Annotated.of(document, str(path)) for document in read_imported(path)]
    except RecordError as error:
        raise RecordError(f"{path}: {error}") from error
    return Source(path, [document.id for document in documents], documents.__getitem__)


def _checked_ids(source: Source) -> Source:
    if not source.ids:
        raise InputError(f"{source.path}: no documents in it")
    twice = [id for id, times in Counter(source.ids).items() if times > 1]
    if twice:
        raise InputError(
            f"{source.path}: more than one document has the id {_listed(map(repr, twice))}; give each its own"
        )
    return source


def _read_standoff(file: Path) -> Annotated:
    text_file = file.with_suffix(".txt")
    content, text = _read_text(file), _read_text(text_file)
    try:
        standoff = msgspec.json.decode(content, type=_Standoff)
    except msgspec.DecodeError as error:
        raise InputError(f"{file}: not standoff annotation: {error}") from error
    if hashlib.sha256(text.encode()).hexdigest() != standoff.sha256:
        raise RecordError(f"{text_file}: not the text that {file.name} was made for; their SHA-256 differ")
    entities = []
    for number, found in enumerate(standoff.entities, start=1):
        inner = _slice(str(file), text, found.label, found.start, found.end)
        given = {name: getattr(found, short) for short, name in MARKUP_ATTRIBUTES[found.label].items()}
        attrs = {name: value for name, value in given.items() if value}
        entities.append(Entity(f"e{number}", found.start, found.end, found.label, inner, attrs, BY_HAND))
    quotes = []
    for number, said in enumerate(standoff.quotes, start=1):
        inner = _slice(str(file), text, "quote", said.start, said.end)
        quotes.append(Quote(f"q{number}", said.start, said.end, inner, said.kind, bool(said.pol), None, None, BY_HAND))
    return Annotated(file.stem, text, tuple(entities), tuple(quotes), str(file))


def _read_marked(file: Path) -> Annotated:
    try:
        text, entities, quotes = parse_inline(_read_text(file))
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    text_file = file.with_suffix(".txt")
    if not text_file.exists():
        return Annotated(file.stem, text, entities, quotes, str(file), loose_end=True)
    source = _read_text(text_file)
    offset = first_difference(text.rstrip("\r\n"), source.rstrip("\r\n"))
    if offset is not None:
        raise InputError(
            f"{file}: the markup has changed the text at offset {offset}: {_compared(text, source, offset, 'it')}; "
            f"put back what {text_file.name} has"
        )
    return Annotated(file.stem, source, entities, quotes, str(file))


def _checked(document: Annotated) -> Annotated:
    text, size = document.text, len(document.text)
    where = document.id
    for spans in (document.entities, document.quotes):
        for span in spans:
            if text[span.start : span.end] != span.text or not 0 <= span.start < span.end <= size:
                inner = _slice(where, text, span.id, span.start, span.end)
                raise RecordError(
                    f"{where}: {span.id} {span.start}:{span.end} says it is {span.text!r}, "
                    f"but the text has {inner!r} there"
                )
    for sentence in document.sentences:
        if not 0 <= sentence.start < sentence.end <= size:
            _slice(where, text, "a sentence", sentence.start, sentence.end)
    starts, ends = document.tokens.starts, document.tokens.ends
    if len(starts) and (starts.min() < 0 or ends.max() > size or (starts >= ends).any()):
        for token in document.tokens:
            _slice(where, text, "a word", token.start, token.end)
    ids = {entity.id for entity in document.entities}
    for relation in document.relations:
        for end in (relation.head, relation.tail):
            if end not in ids:
                raise RecordError(f"{where}: the relation {relation.label!r} has {end!r}, which is no entity")
    return document


def _read_text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}") from error


def _slice(source: str, text: str, what: str, start: int, end: int) -> str:
    if not 0 <= start < end <= len(text):
        raise RecordError(f"{source}: {what} {start}:{end} is not a span of a text of {len(text)} characters")
    return text[start:end]


def aligned(gold: Annotated, predicted: Annotated) -> Annotated:
    """The prediction in the offsets of the gold text, from which its own may differ in Unicode form only.

    >>> one, other = (Annotated("a", unicodedata.normalize(form, "Đảng uỷ")) for form in ("NFC", "NFD"))
    >>> aligned(one, other).text == one.text
    True

    Raises:
        InputError: the texts differ in anything else; the message names the first offset.
        RecordError: a span cuts a letter that the gold text has as one character.
    """
    one, other = gold.text, predicted.text
    if one == other:
        return predicted
    if gold.loose_end or predicted.loose_end:
        one, other = one.rstrip("\r\n"), other.rstrip("\r\n")
        if one == other:
            return predicted
    letters, others = _letters(one), _letters(other)
    if [letter for _, letter in letters] == [letter for _, letter in others]:
        places = {start: place for (place, _), (start, _) in zip(letters, others, strict=True)}
        return _moved(predicted, gold.text, {**places, len(other): len(one)})
    offset = first_difference(one, other)
    raise InputError(
        f"{gold.id}: the texts differ at offset {offset}: {_compared(one, other, offset or 0, 'the gold')}; "
        f"annotate the text of {gold.source or 'the gold'}, character for character"
    )


def _letters(text: str) -> list[tuple[int, str]]:
    """Where each letter with its marks begins, and the letter in its composed form."""
    starts = [at for at, char in enumerate(text) if not at or not unicodedata.combining(char)]
    ends = [*starts[1:], len(text)]
    return [(at, unicodedata.normalize("NFC", text[at:end])) for at, end in zip(starts, ends, strict=False)]


def _moved(document: Annotated, text: str, places: Mapping[int, int]) -> Annotated:
    def moved(what: str, offset: int) -> int:
        if offset not in places:
            raise RecordError(f"{document.id}: {what} cuts a letter in two at offset {offset}")
        return places[offset]

    def with_text(span: Entity | Quote) -> dict[str, int | str]:
        start, end = moved(span.id, span.start), moved(span.id, span.end)
        return {"start": start, "end": end, "text": text[start:end]}

    tokens = document.tokens
    return replace(
        document,
        text=text,
        entities=tuple(replace(entity, **with_text(entity)) for entity in document.entities),  # type: ignore[arg-type]
        quotes=tuple(replace(quote, **with_text(quote)) for quote in document.quotes),  # type: ignore[arg-type]
        sentences=tuple(Sentence(moved("a sentence", s.start), moved("a sentence", s.end)) for s in document.sentences),
        tokens=Tokens(
            [moved("a word", start) for start in tokens.starts.tolist()],
            [moved("a word", end) for end in tokens.ends.tolist()],
            tokens.pos,
            tokens.tags,
        ),
    )


def _compared(one: str, other: str, offset: int, whose: str) -> str:
    """Both texts around their first difference, with the characters by name, since some look alike."""
    first, second = (_character(text, offset) for text in (one, other))
    near_first, near_second = (text[max(0, offset - _CONTEXT) : offset + _CONTEXT] for text in (one, other))
    return f"{whose} has {first} in {near_first!r}, the other {second} in {near_second!r}"


def _character(text: str, offset: int) -> str:
    if offset >= len(text):
        return "its end"
    return f"U+{ord(text[offset]):04X} {unicodedata.name(text[offset], '')}".rstrip()


def _listed(names: Iterable[str]) -> str:
    names = sorted(names)
    listed = ", ".join(names[:_SHOWN_NAMES])
    return listed if len(names) <= _SHOWN_NAMES else f"{listed} and {len(names) - _SHOWN_NAMES} more"
