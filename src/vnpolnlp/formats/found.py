"""What a file of a format says of a document."""

from __future__ import annotations

from dataclasses import dataclass

from vnpolnlp.document import Document


@dataclass(frozen=True, slots=True)
class Found:
    """A document as a file has it.

    Attributes:
        id: the document's id, or what it is called there.
        document: its text, as the tool had it, with what is annotated; None where the file is too damaged.
        problems: what could not be taken over, a sentence each, with its place in the file.
    """

    id: str
    document: Document | None
    problems: tuple[str, ...] = ()
