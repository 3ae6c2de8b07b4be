"""Names: people, places and bodies, from lexicons, the grammar of Vietnamese names, and an engine's evidence."""

from __future__ import annotations

from typing import ClassVar

from vnpolnlp.arbitration import propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.stages.names.bodies import find_bodies
from vnpolnlp.stages.names.evidence import Joins
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.names.passage import Passage
from vnpolnlp.stages.names.people import find_people
from vnpolnlp.stages.names.places import find_places

__all__ = ["Names", "find_names", "name_lexicons"]


def find_names(passage: Passage) -> list[Candidate]:
    """The people, places and bodies of a passage as candidates; they may overlap."""
    found: list[Candidate] = []
    bodies = find_bodies(passage)
    for start, end, rule, rank in bodies:
        found.append(Candidate(*passage.span(start, end), "ORG", f"names/{rule}", {}, rank))
    body_ends = {start: end for start, end, *_ in bodies}
    places = find_places(passage, body_ends)
    for start, end, rule, code, rank in places:
        attrs = {"place": code} if code else {}
        found.append(Candidate(*passage.span(start, end), "LOC", f"names/{rule}", attrs, rank))
    for start, end, rule, rank in find_people(passage, body_ends, {start: end for start, end, *_ in places}):
        found.append(Candidate(*passage.span(start, end), "PER", f"names/{rule}", {}, rank))
    return found


class Names:
    """Mark people, places and bodies.

    Where the text was segmented, the joining of syllables is evidence for where a name of unknown words ends.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("names",)
    follows: ClassVar[tuple[str, ...]] = ("segmented",)

    def __init__(self) -> None:
        self.lexicons = name_lexicons()

    def __call__(self, document: Document) -> Document:
        """The document with its people, places and bodies proposed as entities."""
        passage = Passage(document.view.syllables, self.lexicons, Joins(document))
        return propose(document, find_names(passage))
