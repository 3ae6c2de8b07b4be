"""spaCy: DocBin files and back, a folder that ``spacy train`` takes as it is, and displaCy pages.

All regions are in ``doc.spans["sc"]``, where they may overlap, and entities in ``doc.ents`` too. Id, attributes and
relations, which have no place in a Doc, are in ``doc.user_data["vnpolnlp"]``.
"""

from __future__ import annotations

import hashlib
import html
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import msgspec

from vnpolnlp.codec import dumps
from vnpolnlp.corpus.files import reason
from vnpolnlp.document import UPOS, Document, Token, Tokens
from vnpolnlp.errors import InputError, OutputError
from vnpolnlp.formats.extras import need
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import Link, Region, document_of, looks, regions_of
from vnpolnlp.formats.rows import Row, rows

SPANS_KEY, DATA_KEY = "sc", "vnpolnlp"
CONFIG_FILE, TRAIN_FOLDER, DEV_FOLDER = "config.cfg", "train", "dev"
_ATTRS = ("TAG", "POS", "ENT_IOB", "ENT_TYPE", "SENT_START", "SPACY")
_FILE_SIZE = 1000  # documents in a file, which spaCy holds in memory as a whole
_DEV_SHARE = 10  # one of so many texts is for development


def _spacy(module: str = "spacy") -> Any:
    return need(module, package="spaCy", extra="spacy")


@dataclass(frozen=True, slots=True)
class _Token:
    """A token of a Doc: a row of the document, or white space (``row`` is None) that is more than one space."""

    start: int
    end: int
    space: bool
    first: bool
    row: Row | None


def _tokens(document: Document) -> list[_Token]:
    text = document.text
    tokens: list[_Token] = []
    at = 0
    for sentence in rows(document):
        for number, row in enumerate(sentence):
            if at < row.start:
                tokens.append(_Token(at, row.start, False, False, None))
            space = text[row.end : row.end + 1] == " "
            tokens.append(_Token(row.start, row.end, space, number == 0, row))
            at = row.end + space
    if at < len(text):
        tokens.append(_Token(at, len(text), False, False, None))
    return tokens


def to_doc(document: Document, vocab: Any) -> Any:
    """The document as a spaCy Doc with the same text. Tokens do not cross the bounds of spans.

    Raises:
        ConfigError: spaCy is not installed.
    """
    classes = _spacy("spacy.tokens")
    tokens = _tokens(document)
    doc = classes.Doc(
        vocab,
        words=[document.text[token.start : token.end] for token in tokens],
        spaces=[token.space for token in tokens],
        tags=[token.row.tag if token.row else "" for token in tokens],
        pos=[token.row.pos if token.row and token.row.tag else "" for token in tokens],
        sent_starts=[token.first for token in tokens],
    )
    starts = [token.start for token in tokens]
    entities = {entity.id for entity in document.entities}
    spans, ents, attrs = [], [], {}
    for region in regions_of(document):
        first, last = bisect_left(starts, region.start), bisect_left(starts, region.end)
        spans.append(classes.Span(doc, first, last, label=region.label, span_id=region.id))
        if region.id in entities:
            ents.append(spans[-1])
        if region.attrs:
            attrs[region.id] = dict(region.attrs)
    doc.spans[SPANS_KEY] = spans
    doc.set_ents(ents)
    doc.user_data[DATA_KEY] = dumps(
        {
            "id": document.id,
            "attrs": attrs,
            "relations": [[one.label, one.head, one.tail] for one in document.relations],
            "meta": dict(document.meta),
            "words": bool(document.tokens),
            "inside": [number for number, token in enumerate(tokens) if token.row and token.row.inside],
        }
    ).decode()
    return doc


def of_doc(doc: Any, id: str = "", where: str = "") -> Found:
    """The document of a spaCy Doc, with the spans of ``doc.spans["sc"]``, or of ``doc.ents`` where it has none."""
    problems: list[str] = []
    where = where or id
    data = _Data()
    if DATA_KEY in doc.user_data:
        try:
            data = msgspec.json.decode(doc.user_data[DATA_KEY], type=_Data)
        except (msgspec.DecodeError, TypeError) as error:
            problems.append(f"{where}: what vnpolnlp has put into user_data is damaged: {error}")
    data.id = data.id or id
    regions = []
    for number, span in enumerate(doc.spans.get(SPANS_KEY, doc.ents), start=1):
        name = span.id_ or f"#{number}"
        regions.append(
            Region(
                name, span.start_char, span.end_char, span.label_, data.attrs.get(name, {}), f"{where}, span {number}"
            )
        )
    links = [Link(label, head, tail, f"{where}, relations") for label, head, tail in data.relations]
    document, more = document_of(doc.text, data.id, regions, links)
    tokens = Tokens.of(_words(doc, set(data.inside))) if data.words else Tokens()
    return Found(data.id, document.with_layers(meta=data.meta, tokens=tokens), (*problems, *more))


class _Data(msgspec.Struct):
    """What a Doc has no place for."""

    id: str = ""
    attrs: dict[str, dict[str, str]] = {}
    relations: list[tuple[str, str, str]] = []
    meta: dict[str, Any] = {}
    words: bool = False
    inside: list[int] = []


def _words(doc: Any, inside: set[int]) -> list[Token]:
    """The words of the document, without tokens that are in none."""
    words: list[Token] = []
    for token in doc:
        if not token.tag_:
            continue
        start, end = token.idx, token.idx + len(token)
        if token.i in inside and words:
            words[-1] = replace(words[-1], end=end)
        else:
            words.append(Token(start, end, token.pos_ if token.pos_ in UPOS else "X", token.tag_))
    return words


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write DocBin files of a thousand documents each into an empty folder; documents without text are lost.

    Raises:
        ConfigError: spaCy is not installed.
    """
    vocab = _spacy().blank("xx").vocab
    files = _Files(folder, vocab)
    for document in documents:
        if document.text:
            files.add(to_doc(document, vocab))
        else:
            lost["documents without text"] += 1
    files.close()


class _Files:
    """DocBin files ``docs-00001.spacy``, ... in a folder, each written when it is full."""

    def __init__(self, folder: Path, vocab: Any) -> None:
        self.count = 0
        self._folder = folder
        self._vocab = vocab
        self._bin = self._empty()

    def _empty(self) -> Any:
        return _spacy("spacy.tokens").DocBin(attrs=_ATTRS, store_user_data=True)

    def add(self, doc: Any) -> None:
        self._bin.add(doc)
        self.count += 1
        if len(self._bin) == _FILE_SIZE:
            self.close()

    def close(self) -> None:
        if len(self._bin) or not self.count:
            number = max(self.count - 1, 0) // _FILE_SIZE + 1
            self._bin.to_disk(self._folder / f"docs-{number:05}.spacy")
            self._bin = self._empty()


def read(path: Path) -> Iterator[Found]:
    """The documents of a DocBin file, or of all of a folder and the folders in it, in the order of their names.

    Raises:
        InputError: there is no such file, or it is none.
        ConfigError: spaCy is not installed.
    """
    nlp = _spacy().blank("xx")
    files = sorted(path.rglob("*.spacy")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .spacy file in it")
    for file in files:
        try:
            docs = list(_spacy("spacy.tokens").DocBin().from_disk(file).get_docs(nlp.vocab))
        except OSError as error:
            raise InputError(f"cannot read {file}: {reason(error)}") from error
        except (ValueError, LookupError, TypeError, zlib.error) as error:
            raise InputError(f"{file}: no DocBin of spaCy: {error}") from error
        for number, doc in enumerate(docs, start=1):
            yield of_doc(doc, f"{file.stem}-{number}", f"{file.name}, doc {number}")


# spacy train

#: A named entity recogniser with a small network, for a processor; ``spacy init config`` makes others.
_TRAINING = """
[paths]
train = "train"
dev = "dev"

[nlp]
lang = "xx"
pipeline = ["tok2vec","ner"]
batch_size = 256

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = ${components.tok2vec.model.encode.width}
attrs = ["NORM","PREFIX","SUFFIX","SHAPE"]
rows = [5000,1000,2500,2500]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = false

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.encode.width}

[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${paths.train}

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${paths.dev}

[training]
dev_corpus = "corpora.dev"
train_corpus = "corpora.train"

[training.optimizer]
@optimizers = "Adam.v1"

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
size = 1000
tolerance = 0.2
"""


def write_training(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write ``train/``, ``dev/`` and ``config.cfg`` into an empty folder, in which ``spacy train config.cfg`` runs.

    Of ten texts one is for development; the same text twice is on one side. Tokens are what stands between blanks and
    marks, as the tokenizer of the trained pipeline makes them, and not our words.

    Raises:
        ConfigError: spaCy is not installed.
        OutputError: there are not two different texts.
    """
    spacy = _spacy()
    vocab = spacy.blank("xx").vocab
    sides = {}
    for name in (TRAIN_FOLDER, DEV_FOLDER):
        (folder / name).mkdir()
        sides[name] = _Files(folder / name, vocab)
    seen: dict[bytes, str] = {}
    of_dev = 0
    for document in documents:
        if not document.text.strip():
            lost["documents without a word"] += 1
            continue
        text = hashlib.sha256(document.text.encode()).digest()
        if text not in seen:
            for_dev = of_dev * _DEV_SHARE < len(seen) and len(seen) > 0
            of_dev += for_dev
            seen[text] = DEV_FOLDER if for_dev else TRAIN_FOLDER
        sides[seen[text]].add(to_doc(document.with_layers(tokens=Tokens()), vocab))
    if len(seen) < 2:
        raise OutputError("training needs two documents with different texts, one to learn from and one to test on")
    for files in sides.values():
        files.close()
    config = _spacy("thinc.api").Config().from_str(_TRAINING, interpolate=False)
    filled = _spacy("spacy.util").load_model_from_config(config, auto_fill=True).config
    (folder / CONFIG_FILE).write_text(filled.to_str(interpolate=False), encoding="utf-8", newline="\n")


# displaCy

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>vnpolnlp</title>
</head>
<body style="font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem">
"""


def write_page(documents: Iterable[Document], file: IO[bytes], lost: Counter[str]) -> None:
    """Write one HTML page that shows all regions as displaCy does; nobody can read it back.

    Raises:
        ConfigError: spaCy is not installed.
    """
    displacy = _spacy("spacy.displacy")
    options = {"colors": {label: look.colour for label, look in looks().items()}}
    file.write(_PAGE.encode())
    for document in documents:
        file.write(f"<h2>{html.escape(document.id)}</h2>\n".encode())
        lost["relations"] += len(document.relations)
        lost["attributes"] += sum(len(region.attrs) for region in regions_of(document))
        for data in _paragraphs(document):
            shown = displacy.render(data, style="span", manual=True, page=False, jupyter=False, options=options)
            file.write(shown.encode())
    file.write(b"</body>\n</html>\n")


def _paragraphs(document: Document) -> Iterator[dict[str, Any]]:
    """A document sentence by sentence, joined where a region goes on, as displaCy takes it."""
    regions = regions_of(document)
    for sentence in rows(document, whole=[(region.start, region.end) for region in regions]):
        starts = [row.start for row in sentence]
        end = sentence[-1].end
        yield {
            "text": document.text[starts[0] : end],
            "tokens": [document.text[row.start : row.end] for row in sentence],
            "spans": [
                {
                    "start_token": bisect_left(starts, region.start),
                    "end_token": bisect_left(starts, region.end),
                    "label": region.label,
                }
                for region in regions
                if starts[0] <= region.start and region.end <= end
            ],
        }
