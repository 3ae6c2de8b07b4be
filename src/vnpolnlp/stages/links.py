"""What belongs together: the date and issuer of a document, and the relations between entities.

An attribute is filled only from the mention's own sentence, and only where the words between say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from vnpolnlp.document import Document, Entity, Relation
from vnpolnlp.text.view import View

# From a document to its date: ", ", " (", " ban hành ", " ra đời ".
_TO_DATE = re.compile(
    r" ?[,(]? ?(?:(?:được )?(?:ban hành|thông qua) (?:vào )?|ký |ra (?:đời )?(?:vào )?)?\(?", re.IGNORECASE
)
# From a date to the document, or to the body that issues it: "Ngày 11-7-2023, Bộ Chính trị ban hành …", in a list of
# dates "25-10-2017: Nghị quyết …".
_DATE_BEFORE_ISSUER = re.compile(r", (?:thay mặt [^,;.]{1,40}, )?")
_DATE_IN_LIST = re.compile(r": ")
# From a document, or its date, to its issuer: " của ", " do ", ") của ".
_TO_ISSUER = re.compile(r" ?\)?,? ?(?:khóa [XVI]+,? )?(?:của|do) (?:các )?|,? (?:được|do) ", re.IGNORECASE)
# From a body to the document it issues: "Chính phủ vừa ban hành Nghị định …".
_ISSUES = re.compile(
    r",? (?:(?:đã|vừa|mới|cũng|sẽ|vừa mới|tiếp tục) ){0,2}(?:ký )?"
    r"(?:ban hành|phê duyệt|thông qua|ra|công bố|có|ký) (?:các |dự thảo )?",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
# Between documents that share what follows the last of them: "Nghị định 107 và Nghị định 108 của Chính phủ". Those
# after a comma often have other issuers.
_LISTED = re.compile(r",? và ")
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
    entity = entities[at]
    attrs = dict(entity.attrs)
    relations = []
    dated, after = _date_of(view.text, entities, spans, at)
    issuer = _issuer_after(view, entities, spans, after) or _issuer_before(view, entities, spans, at)
    if dated is None and issuer and issuer.first < at:
        dated = _date_before(view.text, entities, spans, issuer.first, _DATE_BEFORE_ISSUER)
    dated = dated or _date_before(view.text, entities, spans, at, _DATE_IN_LIST)
    if dated:
        attrs["date"] = dated.attrs["value"]
        relations.append(Relation("dated", entity.id, dated.id))
    if issuer:
        attrs["issuer"] = issuer.text
        relations.append(Relation("issued_by", entity.id, entities[issuer.last].id))
    return attrs, relations


@dataclass(frozen=True, slots=True)
class _Issuer:
    """Who issued a document, as written: from one entity to another, as in *Thủ tướng* *Chính phủ*."""

    text: str
    first: int
    last: int


def _date_of(
    text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int
) -> tuple[Entity | None, int]:
    """The date behind a document, and the number of the entity, itself or its date, that an issuer may follow."""
    after = at + 1
    if after == len(entities) or entities[after].label != "DATE":
        return None, at
    if not _TO_DATE.fullmatch(text[spans[at][1] : spans[after][0]]):
        return None, at
    return (entities[after] if _is_calendar(entities[after]) else None), after


def _date_before(
    text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int, between: re.Pattern[str]
) -> Entity | None:
    if at == 0 or entities[at - 1].label != "DATE" or not _is_calendar(entities[at - 1]):
        return None
    return entities[at - 1] if between.fullmatch(text[spans[at - 1][1] : spans[at][0]]) else None


def _is_calendar(date: Entity) -> bool:
    return _FULL_DATE.fullmatch(date.attrs.get("value", "")) is not None


def _issuer_after(
    view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], reached: int
) -> _Issuer | None:
    """The issuer behind a document or its date; two joined by *và* share the one behind the second."""
    for first in range(reached + 1, min(reached + _NEAR, len(entities))):
        between = view.text[spans[first - 1][1] : spans[first][0]]
        if _TO_ISSUER.fullmatch(between):
            return _issuer_at(view, entities, spans, first)
        listed = entities[first].label in _DOCUMENTS and _LISTED.fullmatch(between)
        if not listed and not (entities[first].label == "DATE" and _TO_DATE.fullmatch(between)):
            return None
    return None


def _issuer_before(view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> _Issuer | None:
    """The issuer of whom the text says that it issued the document."""
    if at == 0 or not _ISSUES.fullmatch(view.text[spans[at - 1][1] : spans[at][0]]):
        return None
    post = at > 1 and entities[at - 2].label == "ROLE" and spans[at - 2][1] + 1 == spans[at - 1][0]
    return _issuer_at(view, entities, spans, at - 2 if post else at - 1)


def _issuer_at(view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> _Issuer | None:
    """The body, the congress or plenum, or the post with its body that an entity begins."""
    if entities[at].label in ("ORG", "EVENT"):
        return _Issuer(entities[at].text, at, at)
    body = at + 1
    if entities[at].label != "ROLE" or body == len(entities) or entities[body].label != "ORG":
        return None
    if spans[at][1] + 1 != spans[body][0]:
        return None
    return _Issuer(view.raw_slice(spans[at][0], spans[body][1]), at, body)


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
