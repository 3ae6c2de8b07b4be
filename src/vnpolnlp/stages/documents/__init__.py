"""Resolutions and other party and state documents, with type and number; the links stage adds date and issuer."""

from __future__ import annotations

from typing import ClassVar

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.stages.documents.citation import Citation
from vnpolnlp.stages.documents.codes import normal_code
from vnpolnlp.stages.documents.named import find_laws, find_of_meetings, find_titled
from vnpolnlp.stages.documents.numbered import find_numbered
from vnpolnlp.text.syllables import Syllables

__all__ = ["Citation", "Documents", "find_citations", "normal_code"]

# Among citations of the same length, the grammar that saw the most.
_RANKS = {"numbered": 5, "meeting": 4, "law": 4, "list": 3, "title": 3, "code": 2}


class Documents:
    """Mark resolutions and other documents with ``type``, ``number``, and the year in a law's name as ``date``."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("documents",)

    def __call__(self, document: Document) -> Document:
        """The document with its resolutions and documents proposed as entities."""
        view = document.view
        return propose(document, (_candidate(c) for c in find_citations(view.text, view.syllables)))


def find_citations(text: str, syllables: Syllables) -> list[Citation]:
    """The documents that normalised text mentions; the mentions may overlap."""
    return [
        *find_numbered(text, syllables),
        *find_of_meetings(text, syllables),
        *find_laws(text, syllables),
        *find_titled(text, syllables),
    ]


def _candidate(citation: Citation) -> Candidate:
    attrs = {"type": citation.type, "number": citation.number, "date": citation.year}
    return Candidate(
        citation.start,
        citation.end,
        citation.label,
        f"documents/{citation.rule}",
        {name: value for name, value in attrs.items() if value},
        _RANKS[citation.rule],
    )
