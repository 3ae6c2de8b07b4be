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

# From a document, or its issuer, to its date: ", ", " (", " ban hành ", " ra đời ", a line of its own.
_TO_DATE = re.compile(
    r"(?:(?P<line>\n\(?)| ?[,(]? ?)(?:(?:được )?(?:ban hành|thông qua) (?:vào )?|ký |ra (?:đời )?(?:vào )?)?\(?",
    re.IGNORECASE,
)
# From an issuer to the congress or session at which it passed a document, of which the date follows.
_TO_MEETING = re.compile(r" (?:đã )?thông qua tại ", re.IGNORECASE)
# After a date between commas that is a document's: "… của Bộ Chính trị, ngày 26/3/2004, về …".
_AFTER_DATE = re.compile(r" ?[.;)\n]| về | \(|, (?:về|đã|là|cũng|có|sắp|nghĩa) |$")
# From a date to the document, or to the body that issues it: "Ngày 11-7-2023, Bộ Chính trị ban hành …", in a list of
# dates "25-10-2017: Nghị quyết …", "5-4-1988: Bộ Chính trị ra …".
_DATE_BEFORE_ISSUER = re.compile(r", (?:thay mặt [^,;.]{1,40}, )?|: ")
_DATE_IN_LIST = re.compile(r": ")
# From a document, or its date, to its issuer: " của ", " do ", ") của ".
_TO_ISSUER = re.compile(
    r" ?\)?,? ?(?:khóa [XVI]+,? )?(?:của|do) (?:các )?|,? (?:được|do) |(?P<which> mà )", re.IGNORECASE
)
# From a body to the document it issues: "Chính phủ vừa ban hành Nghị định …".
_ISSUES = re.compile(
    r"\)?,? (?:(?:đã|vừa|mới|cũng|sẽ|phải|vừa mới|tiếp tục) ){0,2}(?P<signs>ký )?"
    r"(?:ban hành |phê duyệt |thông qua |phê chuẩn |ra |công bố |có |(?<=ký ))(?:các |dự thảo )?",
    re.IGNORECASE,
)
_ISSUED = re.compile(r" (?:đã |vừa |mới |vừa mới )?(?:ban hành|thông qua|ký|ra)\b", re.IGNORECASE)
# Between a body and when, or where, it issues: "Chính phủ hôm 24/2 ban hành", "Huyện ủy Giồng Riềng (Kiên Giang)".
_WHEN = re.compile(r",? (?:(?:hôm|vào|từ|hồi) |(?:sáng|chiều|tối) )?|\s?\(", re.IGNORECASE)
# Between a body and the document that its deed is in: "của Giám đốc Sở Nội vụ tại Tờ trình …", "của Bộ Y tế (Quyết định
# …", "Quốc hội phê chuẩn bằng Nghị quyết …".
_OF_ITS = re.compile(r"(?P<at> tại )| \(")
_OF = re.compile(r"\bcủa $")
_DEED_OF = re.compile(r"\b(?:đề nghị|kiến nghị|chủ trương|quy định|tờ trình) của $", re.IGNORECASE)
_DEED_REACH = 20
_BY_ITS = re.compile(r" (?:\w+ ){1,5}bằng ")
# Between two bodies that issue together: "của Bộ Chính trị, Ban Bí thư.", and what follows the second.
_JOINTLY = re.compile(r", | và ")
_AFTER_ISSUER = re.compile(r" ?[.;)\n]|,? về | ngày |$")
_FULL_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
# Between documents that share what follows the last of them: "Nghị định 107 và Nghị định 108 của Chính phủ".
_LISTED = re.compile(r"(?P<comma>, )|,? và ")
_NUMBER = re.compile(r"^\d+[a-zđ]?(?:/(?P<year>\d{4}))?")
_NEAR = 30  # entities to either side; a holder or body is in the same sentence
_DOCUMENTS = ("RESOLUTION", "DOCUMENT")
_HEAD_OF_STATE = "roles/unique"  # the posts that issue documents without naming a body: Thủ tướng, Chủ tịch nước


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
    issuer = _issuer_after(view, entities, spans, after)
    if issuer and dated is None:
        dated = _date_after(view.text, entities, spans, issuer.last)
    actor = None if issuer else _actor_before(view.text, entities, spans, at)
    if actor:
        issuer = None if actor.signs else _issuer_at(view, entities, spans, actor.first)
        dated = dated or _date_before(view.text, entities, spans, actor.first, _DATE_BEFORE_ISSUER)
    issuer = issuer or _doer_before(view, entities, spans, at)
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


@dataclass(frozen=True, slots=True)
class _Actor:
    """The first entity of whoever issues the document behind, and whether it is a person who signs it."""

    first: int
    signs: bool


def _between(text: str, spans: Sequence[tuple[int, int]], at: int) -> str:
    """What stands between an entity and the next one."""
    return text[spans[at][1] : spans[at + 1][0]]


def _date_of(
    text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int
) -> tuple[Entity | None, int]:
    """The date behind a document, and the number of the entity, itself or its date, that an issuer may follow.

    Documents of one series share the date behind the last: *Nghị quyết 05/CP và Nghị quyết 06/CP ngày 29-1-1993*.
    """
    last = at
    while last + 1 < len(entities) and last - at < _NEAR and _is_listed(text, entities, spans, last):
        last += 1
    after = last + 1
    to_date = (
        after < len(entities) and entities[after].label == "DATE" and _TO_DATE.fullmatch(_between(text, spans, last))
    )
    if not to_date or (to_date["line"] and not _fills_a_line(text, spans[at][0])):
        return None, at
    date = entities[after] if _is_calendar(entities[after]) else None
    if last == at:
        return date, after
    year = _NUMBER.match(entities[at].attrs.get("number", ""))
    fits = date is not None and (year is None or date.attrs["value"].startswith(year["year"] or ""))
    return (date if fits and _same_series(entities[at], entities[last]) else None), at


def _fills_a_line(text: str, start: int) -> bool:
    """Whether a document opens its line, as the title above its date does, and is not cited in the middle of one."""
    return start == 0 or text[start - 1] == "\n"


def _is_listed(text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a document is followed by another one that may share its issuer: of one series, or joined by *và*."""
    this, after = entities[at], entities[at + 1]
    if this.label not in _DOCUMENTS or after.label not in _DOCUMENTS:
        return False
    joined = _LISTED.fullmatch(_between(text, spans, at))
    if joined is None or _issuer_code(this) != _issuer_code(after):
        return False
    return not joined["comma"] or _same_series(this, after)


def _issuer_code(document: Entity) -> str:
    """The last part of a document's code, which is its issuer's: *CP* of *58/2025/NĐ-CP*; empty where it has none."""
    last = re.split(r"[-/]", document.attrs.get("number", ""))[-1]
    return "" if last.isdigit() else last


def _same_series(one: Entity, other: Entity) -> bool:
    """Whether two documents have the same code but for number and year: *05-CT/TW*, *12-CT/TW*."""
    codes = [_NUMBER.sub("", document.attrs.get("number", "")) for document in (one, other)]
    return codes[0] != "" and codes[0] == codes[1]


def _date_after(text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], issuer: int) -> Entity | None:
    """The date behind the issuer of a document: *của Bộ Chính trị (25.1.2002)*, *do Quốc hội thông qua ngày …*."""
    at = issuer
    if (
        at + 1 < len(entities)
        and entities[at + 1].label == "EVENT"
        and _TO_MEETING.fullmatch(_between(text, spans, at))
    ):
        at += 1
    date = at + 1
    if date == len(entities) or entities[date].label != "DATE" or not _is_calendar(entities[date]):
        return None
    between = _between(text, spans, at)
    if (between == " " and at == issuer) or not _TO_DATE.fullmatch(between):
        return None
    if between == ", " and not _AFTER_DATE.match(text, spans[date][1]):
        return None  # "của Bộ Chính trị, ngày 5/6/2016 UBND tỉnh họp"
    return entities[date]


def _date_before(
    text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int, between: re.Pattern[str]
) -> Entity | None:
    if at == 0 or entities[at - 1].label != "DATE" or not _is_calendar(entities[at - 1]):
        return None
    return entities[at - 1] if between.fullmatch(_between(text, spans, at - 1)) else None


def _is_calendar(date: Entity) -> bool:
    return _FULL_DATE.fullmatch(date.attrs.get("value", "")) is not None


def _issuer_after(
    view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], reached: int
) -> _Issuer | None:
    """The issuer behind a document or its date; two of a list share the one behind the second."""
    for first in range(reached + 1, min(reached + _NEAR, len(entities))):
        between = _between(view.text, spans, first - 1)
        to_issuer = _TO_ISSUER.fullmatch(between)
        if to_issuer:
            issuer = _issuer_at(view, entities, spans, first)
            if issuer and to_issuer["which"] and not _ISSUED.match(view.text, spans[issuer.last][1]):
                return None
            return issuer and _with_second(view, entities, spans, issuer)
        listed = _is_listed(view.text, entities, spans, first - 1)
        if not listed and not (entities[first].label == "DATE" and _TO_DATE.fullmatch(between)):
            return None
    return None


def _with_second(view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], issuer: _Issuer) -> _Issuer:
    """The issuer with a second body that issues with it: *của Bộ Chính trị, Ban Bí thư*."""
    second = issuer.last + 1
    if second == len(entities) or not entities[issuer.first].label == entities[second].label == "ORG":
        return issuer
    if not _JOINTLY.fullmatch(_between(view.text, spans, issuer.last)):
        return issuer
    if not _AFTER_ISSUER.match(view.text, spans[second][1]):
        return issuer  # "theo Kết luận 137 của Bộ Chính trị, UBND tỉnh yêu cầu"
    return _Issuer(view.raw_slice(spans[issuer.first][0], spans[second][1]), issuer.first, second)


def _actor_before(text: str, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> _Actor | None:
    """Who issues a document, before the verb: *Chính phủ hôm 24/2 ban hành*, *Thủ tướng Phạm Minh Chính ký*."""
    verb = _ISSUES.fullmatch(_between(text, spans, at - 1)) if at > 0 else None
    if verb is None:
        return None
    last = at - 1
    if last > 0 and entities[last].label in ("DATE", "LOC") and _WHEN.fullmatch(_between(text, spans, last - 1)):
        last -= 1
    person = entities[last].label == "PER"
    first = last - 1 if person and last > 0 and _between(text, spans, last - 1) == " " else last
    if first > 0 and entities[first].label == "ORG" and entities[first - 1].label == "ROLE":
        first -= _between(text, spans, first - 1) == " "
    alone = person or (first == last and entities[last].label == "ROLE")
    return _Actor(first, alone and verb["signs"] is not None)


def _doer_before(view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> _Issuer | None:
    """Whose deed a document with a code is: *đề nghị của Giám đốc Sở Nội vụ tại Tờ trình …*."""
    if at == 0 or not _issuer_code(entities[at]) or entities[at - 1].label not in ("ORG", "ROLE"):
        return None
    between = _between(view.text, spans, at - 1)
    if _BY_ITS.fullmatch(between):
        return _issuer_at(view, entities, spans, at - 1)
    of_its = _OF_ITS.fullmatch(between)
    if not of_its:
        return None
    post = at > 1 and entities[at - 2].label == "ROLE" and _between(view.text, spans, at - 2) == " "
    first = at - 2 if post else at - 1
    deed = _DEED_OF if of_its["at"] else _OF
    start = spans[first][0]
    said = deed.search(view.text, max(0, start - _DEED_REACH), start)
    return _issuer_at(view, entities, spans, first) if said else None


def _issuer_at(view: View, entities: Sequence[Entity], spans: Sequence[tuple[int, int]], at: int) -> _Issuer | None:
    """The body, the congress or plenum, or the post, mostly with its body, that an entity begins."""
    if entities[at].label in ("ORG", "EVENT"):
        return _Issuer(entities[at].text, at, at)
    if entities[at].label != "ROLE":
        return None
    body = at + 1
    if body < len(entities) and entities[body].label == "ORG" and _between(view.text, spans, at) == " ":
        return _Issuer(view.raw_slice(spans[at][0], spans[body][1]), at, body)
    return _Issuer(entities[at].text, at, at) if entities[at].by == _HEAD_OF_STATE else None


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
