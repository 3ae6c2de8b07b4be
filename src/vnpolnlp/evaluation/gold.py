"""Reading annotated documents, gold or predicted, from what people keep them in, and pairing the two.

:func:`load` reads

- our own records: a ``.jsonl`` file, compressed or not;
- a folder of ``DOC.json``, standoff spans, each beside its ``DOC.txt``; or one such ``DOC.json``;
- a folder of ``DOC.xml`` in the inline markup, or one of them. Where ``DOC.txt`` lies beside it, that is the text,
  and the markup must not have touched it.

A folder that has both forms of a document is read as standoff. Documents are paired by name: the last part of the
id without its ending, so that ``news/2022/seed.txt`` and ``seed.json`` are the same document.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from vnpolnlp.corpus.records import read
from vnpolnlp.document import Document, Entity, Label, Quote, QuoteKind
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.evaluation.inline import BY_HAND, MARKUP_ATTRIBUTES, parse_inline

_CONTEXT = 20
_SHOWN_NAMES = 5
# Of files that hold one document. Nothing else is an ending: rows are called news.jsonl:3, and there are names like v1.2
_ENDINGS = (".txt", ".txt.gz", ".json", ".xml", ".ann", ".html", ".htm", ".docx", ".pdf")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document as far as it is scored: its name, its text and the two layers, and where it was read from.

    ``loose_end`` is true of a marked file that has no plain text beside it: editors end a file in a line break, so
    line breaks at its very end prove nothing about the text.
    """

    name: str
    text: str
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    source: str = ""
    loose_end: bool = False

    @classmethod
    def of(cls, document: Document, source: str = "") -> Annotated:
        """The scored part of a document.

        >>> Annotated.of(Document("Đảng", id="news/seed.txt")).name
        'seed'
        """
        return cls(name_of(document.id), document.text, document.entities, document.quotes, source)


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
        return unpaired([document.name for document in self.missing], [document.name for document in self.unexpected])


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


def load(path: Path) -> dict[str, Annotated]:
    """All annotated documents of a file or folder, by name.

    Raises:
        InputError: nothing is there, it is in no form known, or two documents have the same name.
        RecordError: an annotation does not fit its text.
    """
    documents: dict[str, Annotated] = {}
    for document in _read_all(Path(path)):
        twin = documents.get(document.name)
        if twin:
            raise InputError(
                f"{document.source}: a second document is called {document.name!r}, after the one from {twin.source}; "
                "documents are paired by the last part of their id without its ending, so give each its own"
            )
        documents[document.name] = document
    if not documents:
        raise InputError(f"{path}: no documents in it")
    return documents


def pair(gold: Mapping[str, Annotated], predicted: Mapping[str, Annotated]) -> Pairing:
    """Put each gold document together with its prediction.

    Raises:
        InputError: no document has a partner, or the two texts of a pair differ.
    """
    pairs = tuple((document, predicted[name]) for name, document in gold.items() if name in predicted)
    if not pairs:
        raise InputError(
            "no document is both in the gold and in the prediction: the gold has "
            f"{_listed(gold)}, the prediction has {_listed(predicted)}; documents are paired by the last part of their "
            "id without its ending"
        )
    for one, other in pairs:
        _check_same_text(one, other)
    return Pairing(
        pairs,
        missing=tuple(document for name, document in gold.items() if name not in predicted),
        unexpected=tuple(document for name, document in predicted.items() if name not in gold),
    )


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


def _read_all(path: Path) -> Iterable[Annotated]:
    if path.is_dir():
        return _read_folder(path)
    if not path.is_file():
        raise InputError(f"{path}: no such file or folder")
    if path.suffix == ".json":
        return (_read_standoff(path),)
    if path.suffix == ".xml":
        return (_read_marked(path),)
    return (_checked(Annotated.of(document, source=str(path))) for document in read(path))


def _read_folder(folder: Path) -> Iterable[Annotated]:
    marked = {file.stem: file for file in folder.glob("*.xml")}
    standoff = {file.stem: file for file in folder.glob("*.json")}
    files = {**marked, **standoff}
    if not files:
        raise InputError(f"{folder}: no DOC.json with DOC.txt and no DOC.xml in it; for records give their .jsonl file")
    for name in sorted(files):
        yield _read_standoff(files[name]) if name in standoff else _read_marked(files[name])


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
    spans: tuple[Entity | Quote, ...] = (*document.entities, *document.quotes)
    for span in spans:
        inner = _slice(f"{document.source}: {document.name}", document.text, span.id, span.start, span.end)
        if span.text != inner:
            raise RecordError(
                f"{document.source}: {document.name}: {span.id} {span.start}:{span.end} says it is {span.text!r}, "
                f"but the text has {inner!r} there"
            )
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


def _check_same_text(gold: Annotated, predicted: Annotated) -> None:
    one, other = gold.text, predicted.text
    if gold.loose_end or predicted.loose_end:
        one, other = one.rstrip("\r\n"), other.rstrip("\r\n")
    offset = first_difference(one, other)
    if offset is not None:
        raise InputError(
            f"{gold.name}: the texts differ at offset {offset}: {_compared(one, other, offset, 'the gold')}; "
            f"annotate the text of {gold.source or 'the gold'}, character for character"
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
