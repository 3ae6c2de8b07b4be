"""Word documents (.docx): a ZIP file of XML, of which the paragraphs of the main part are read, and title and author.

Written here, since all that is needed is a few elements, and XML from anywhere must be read without entities and
without building a tree. ECMA-376, Office Open XML, says what the elements mean.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.archives import ZIP_ERRORS, open_member
from vnpolnlp.corpus.readers.opening import Settings
from vnpolnlp.corpus.readers.plain import is_blank
from vnpolnlp.corpus.readers.sources import Source
from vnpolnlp.corpus.readers.streams import LARGEST_FILE, read_whole
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError

_MAIN, _CORE, _RELATIONS = "word/document.xml", "docProps/core.xml", "_rels/.rels"
_INSTEAD = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_SKIPPED = frozenset({"Fallback", "del", "moveFrom"})  # a second version for old programs, and what was deleted
# Expat before 2.6 reads what it has of a tag anew with every chunk, so that one without end takes quadratic time.
_CHUNK, _LONGEST_TAG = 1 << 16, 1 << 20
_PROPERTIES = {"title": "title", "creator": "author", "created": "date"}


def read_docx(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The text of a Word document, a paragraph a line; without headers, footers and footnotes."""
    if source.member:
        file = io.BytesIO(read_whole(file, str(source), LARGEST_FILE))
    try:
        with zipfile.ZipFile(file) as archive:
            main = _Main(source, settings.largest)
            _parse(archive, _main_part(archive, source), source, main.start, main.end, main.characters)
            core = _Core()
            if _CORE in archive.namelist():
                _parse(archive, _CORE, source, core.start, core.end, core.characters)
    except ZIP_ERRORS as error:
        raise InputError(f"{source}: not a Word document, or a broken one: {error}") from error
    text = "\n".join(main.paragraphs)
    if is_blank(text):
        raise InputError(f"{source}: there is no text in it")
    yield Document(text, id=source.name, meta=core.meta())


class _Main:
    """Takes the paragraphs of the main part down; those of a text box come before the one it is anchored in."""

    def __init__(self, source: Source, largest: int) -> None:
        self.paragraphs: list[str] = []
        self._source = source
        self._largest = largest
        self._open: list[list[str]] = []
        self._in_text = False
        self._skipping = 0
        self._size = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _SKIPPED or self._skipping:
            self._skipping += 1
        elif name == "p":
            self._open.append([])
        elif name == "t":
            self._in_text = True
        elif name in _INSTEAD and self._open:
            self._open[-1].append(_INSTEAD[name])

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "p" and self._open:
            self.paragraphs.append("".join(self._open.pop()))
        elif name == "t":
            self._in_text = False

    def characters(self, data: str) -> None:
        if self._in_text and not self._skipping and self._open:
            self._size += len(data)
            if self._size > self._largest:
                raise InputError(f"{self._source}: more than {self._largest:,} characters in one document; split it")
            self._open[-1].append(data)


class _Core:
    """Takes title, author and date down."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._into: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._into = self._found.setdefault(_PROPERTIES[name], []) if name in _PROPERTIES else None

    def end(self, name: str) -> None:
        self._into = None

    def characters(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def meta(self) -> dict[str, str]:
        """What was found; of the date, the day."""
        found = {key: "".join(parts).strip() for key, parts in self._found.items()}
        if "date" in found:
            found["date"] = found["date"][:10]
        return {key: value for key, value in found.items() if value}


def _main_part(archive: zipfile.ZipFile, source: Source) -> str:
    """The name of the part that has the text, which is nearly always the same."""
    names = set(archive.namelist())
    if _MAIN in names:
        return _MAIN
    targets: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", "").lstrip("/"))

    if _RELATIONS in names:
        _parse(archive, _RELATIONS, source, start, lambda name: None, lambda data: None)
    found = next((target for target in targets if target in names), None)
    if found is None:
        raise InputError(f"{source}: not a Word document: a ZIP file without {_MAIN}")
    return found


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    source: Source,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Read a part, telling of each element by its name without namespace; entities are an error."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise InputError(f"{source}: {part} declares a document type, as no Word document does; it is not read")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = characters
    with open_member(archive, archive.getinfo(part), f"{source}/{part}") as file:
        try:
            fed = 0
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise InputError(f"{source}: {part} is no proper XML: a tag of more than {_LONGEST_TAG:,} bytes")
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise InputError(f"{source}: {part} is no proper XML: {error}") from error
