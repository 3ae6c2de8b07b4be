"""What belongs together: the date and issuer of a document, and the relations between entities.

An attribute is filled only from the mention's own sentence, and only where the words between say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from vnpolnlp.document import Document, Entity, Relation
from vnpolnlp.text.view import View

# From a document to its date: ", ", " (", " ban hành ".
_TO_DATE = re.compile(r" ?[,(]? ?(?:(?:được )?ban hành |ký )?", re.IGNORECASE)
# From a document, or its date, to its issuer: " của ", " do ", ") của ".
_TO_ISSUER = re.compile(r" ?\)?,? ?(?:khóa [XVI]+,? )?(?:của|do) (?:các )?|,? (?:được|do) ", re.IGNORECASE)
# From a body to the document it issues: "Chính phủ vừa ban hành Nghị định …".
_ISSUES = re.compile(
    r",? (?:(?:đã|vừa|mới|cũng|sẽ|vừa mới|tiếp tục) ){0,2}(?:ký )?"
    r"(?:ban hành|phê duyệt|thông qua|ra|công bố|có|ký) (?:các |dự thảo )?",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_NEAR = 30  # entities to either side; a holder or body is in the same sentence
_DOCUMENTS = ("RESOLUTION", "DOCUMENT")


class Links:
    """Fill ``date`` and ``issuer`` of documents, and add the relations.

    They are ``holds`` (a person, a post), ``of`` (a post, its body), ``dated`` and ``issued_by`` (of a document).
    """

    needs: ClassVar[tuple[str, ...]] = ("dates", "names")
    gives: ClassVar[tuple[str, ...]] = ("relations",)
    follows: ClassVar[tuple[str, ...]] = ("dates", "names", "events", "documents", "roles")

    def __call__(self, document: Document) -> Document:
        """The document with attributes and relations filled in."""
        view = document.view
        spans = [view.from_raw(entity.start, entity.end) for entity in document.entities]
        linked: list[Entity] = []
        relations: list[Relation] = []
        for at, entity in enumerate(document.entities):
            if entity.label in _DOCUMENTS:
                attrs, found = _document_links(view, document.entities, spans, at)
                linked.append(replace(entity, attrs=attrs))
                relations += found
            else:
                linked.append(entity)
                if entity.label == "ROLE":
                    relations += _role_links(document.entities, at)
        return document.with_layers(entities=tuple(linked), relations=tuple(relations))


def _document_links(
    view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int
) -> tuple[Mapping[str, str], list[Relation]]:
    entity, text = entities[at], view.text
    attrs = dict(entity.attrs)
    relations = []
    reached = spans[at][1]
    after = at + 1
    if (
        after < len(entities)
        and entities[after].label == "DATE"
        and _TO_DATE.fullmatch(text[reached : spans[after][0]])
    ):
        value = entities[after].attrs.get("value", "")
        if _FULL_DATE.fullmatch(value):
            attrs["date"] = value
            relations.append(Relation("dated", entity.id, entities[after].id))
        reached = spans[after][1]
        after += 1
    if (
        after < len(entities)
        and entities[after].label == "ORG"
        and _TO_ISSUER.fullmatch(text[reached : spans[after][0]])
    ):
        attrs["issuer"] = entities[after].text
        relations.append(Relation("issued_by", entity.id, entities[after].id))
    elif at > 0 and entities[at - 1].label == "ORG" and _ISSUES.fullmatch(text[spans[at - 1][1] : spans[at][0]]):
        attrs["issuer"] = entities[at - 1].text
        relations.append(Relation("issued_by", entity.id, entities[at - 1].id))
    return attrs, relations


def _role_links(entities: Sequence[Entity], at: int) -> list[Relation]:
    """The relations of a post to its holder and body: the nearest entities of these texts."""
    entity = entities[at]
    relations = []
    holder = _nearest(entities, at, ("PER",), entity.attrs.get("holder"))
    if holder:
        relations.append(Relation("holds", holder.id, entity.id))
    body = _nearest(entities, at, ("ORG", "LOC"), entity.attrs.get("body"))
    if body:
        relations.append(Relation("of", entity.id, body.id))
    return relations


def _nearest(entities: Sequence[Entity], at: int, labels: Sequence[str], text: str | None) -> Entity | None:
    if text is None:
        return None
    # By rank and not by offset, so that another encoding form of the text gives the same relations.
    near = range(max(0, at - _NEAR), min(len(entities), at + _NEAR + 1))
    same = (other for other in near if entities[other].label in labels and entities[other].text == text)
    nearest = min(same, key=lambda other: (abs(other - at), -other), default=None)
    return None if nearest is None else entities[nearest]
