"""Reading XML of strangers: without document types, and so without entities of their own."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

_CHUNK = 1 << 16


class UnsafeXmlError(ValueError):
    """An XML file declares a document type, or is no XML up to its first element."""


class _BegunError(Exception):
    """The first element begins: no document type can come any more."""


def refuse_document_type(file: IO[bytes]) -> None:
    """Read a file up to its first element; the caller begins again.

    Raises:
        UnsafeXmlError: a document type is declared there, with which entities could be, or it is no XML.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _BegunError:
        return
    except (expat.ExpatError, LookupError) as error:  # damaged, or in an encoding that nobody knows
        raise UnsafeXmlError(f"no XML: {error}") from error


def _refuse(*declared: object) -> None:
    raise UnsafeXmlError("declares a document type (<!DOCTYPE), which is not read, since entities could do harm")


def _begin(*element: object) -> None:
    raise _BegunError
