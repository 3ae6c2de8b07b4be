"""What a file of a format says of a document."""

from __future__ import annotations

from dataclasses import dataclass

from vnpolnlp.document import Document


@dataclass(frozen=True, slots=True)
class Piece:
    """Which part of which document a piece is, in code points of the untouched text."""

    id: str
    start: int
    end: int
    length: int

    def name(self) -> str:
        """The id of the piece."""
        return f"{self.id}#char={self.start},{self.end};length={self.length}"


@dataclass(frozen=True, slots=True)
class Found:
    """A document as a file has it.

    Attributes:
        id: the document's id, or what it is called there.
        document: its text, as the tool had it, with what is annotated; None where the file is too damaged.
        problems: what could not be taken over, a sentence each, with its place in the file.
        annotator: who annotated it, where the tool says so.
        pending: whether nobody has annotated it yet, which is something else than an annotation without spans.
        pieces: what it was put together of, if it was exported in pieces.
    """

    id: str
    document: Document | None
    problems: tuple[str, ...] = ()
    annotator: str = ""
    pending: bool = False
    pieces: tuple[Piece, ...] = ()
