"""Examples marked inline, and how the tests of names, posts and links compare them with what the stages find.

An example is one made-up sentence in the markup of the gold data. Only the layers under test are marked in it: a test
of people reads the ``PER`` spans and lets the bodies be.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from vnpolnlp.document import Document, Label
from vnpolnlp.evaluation.inline import MARKUP_ATTRIBUTES, parse_inline
from vnpolnlp.pipeline import Pipeline

#: The stages of the default pipeline that find or link entities, in its order.
LINKING = ("segmentation", "dates", "names", "events", "documents", "roles", "links")
#: What the stages of names and posts need to be judged alone.
NAMES = ("segmentation", "names")
ROLES = ("segmentation", "names", "roles")

#: A span as the tests compare it: offset, label with text, and the attributes that the markup has.
Shown = tuple[int, str, dict[str, str]]


@cache
def pipeline(stages: tuple[str, ...]) -> Pipeline:
    return Pipeline([(name, {}) for name in stages])


def annotate(text: str, stages: tuple[str, ...]) -> Document:
    return pipeline(stages).annotate(Document(text))


def case(id: str, marked: str) -> ParameterSet:
    """An example with what is right in it; the id says what is tried."""
    return pytest.param(marked, id=id)


def wrong(id: str, marked: str, why: str) -> ParameterSet:
    """An example that the guideline decides and the code gets wrong."""
    return pytest.param(marked, id=id, marks=pytest.mark.xfail(strict=True, reason=why))


def compare(marked: str, stages: tuple[str, ...], labels: Iterable[Label]) -> tuple[list[Shown], list[Shown]]:
    """What the stages find of some labels in an example, and what is marked in it."""
    text, entities, _ = parse_inline(marked)
    wanted = frozenset(labels)
    found = annotate(text, stages).entities

    def shown(spans: Iterable) -> list[Shown]:
        return [
            (
                span.start,
                f"{span.label} {span.text}",
                {key: span.attrs[name] for key, name in MARKUP_ATTRIBUTES[span.label].items() if name in span.attrs},
            )
            for span in spans
            if span.label in wanted
        ]

    return shown(found), shown(entities)


def visible(document: Document) -> list[tuple[str, str, dict[str, str]]]:
    """The entities of a document without their offsets, in one Unicode form."""

    def composed(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    return [
        (entity.label, composed(entity.text), {name: composed(value) for name, value in entity.attrs.items()})
        for entity in document.entities
    ]


#: A paragraph with many names, posts and documents, for the tests of spelling and spacing.
ARTICLE = (
    "(LĐ) - Sáng 12-8, tại thành phố Cao Lãnh, đồng chí Trần Thị Thanh Thuý, Uỷ viên Trung ương Đảng, Bí thư Tỉnh uỷ "
    "Đồng Tháp, chủ trì hội nghị.\nDự có Phó Chủ tịch UBND tỉnh Lê Hoà Thuận; Thiếu tướng Phan Quý Bảo, Giám đốc Công "
    "an tỉnh và ông Thạch Sa Rươl (xã An Hoà, huyện Tam Nông).\nBan Thường vụ Tỉnh uỷ ban hành Nghị quyết số 07-NQ/TU, "
    "ngày 5/8/2023 của Ban Chấp hành Đảng bộ tỉnh khoá XI. Bà Thuý yêu cầu Sở Nội vụ khẩn trương tham mưu."
)

#: What has to be read in linear time: units that open a name, a chain or a list.
REPEATED = {
    "surname": "Nguyễn ",
    "type_word": "Ban ",
    "committee": "Tỉnh ủy ",
    "post": "Chủ tịch ",
    "place": "xã An ",
    "chain_of_posts": "Bí thư, ",
    "company": "Công ty cổ phần ",
}
#: What once took quadratic time: names that are read to the end and refused, and posts in one long line.
ONCE_SLOW = {
    "initials": "P.T.",
    "inspectorate": "Thanh tra ",
    "sector": "Nội vụ ",
    "posts_with_holders": "Bí thư Tỉnh ủy Lê Văn Nam. ",
    "posts_with_cues": "Ông Lê Nam, cách chức Bí thư Tỉnh ủy, ",
}
#: Given names that make many different names which begin alike.
GIVEN = tuple(onset + rhyme for onset in "BCDLMNTV" for rhyme in ("an", "inh", "ung", "oa"))
REPETITIONS = 20_000
_SECONDS = 60

_TIMED = """
import sys
sys.path.insert(0, {here!r})
from names_corpus import annotate
annotate(sys.stdin.buffer.read().decode(), {stages!r})
"""


def annotate_in_time(text: str, stages: tuple[str, ...]) -> None:
    """Annotate a text in a process that a deadline ends.

    Raises:
        subprocess.TimeoutExpired: it took longer than linear work on so much text can take.
        subprocess.CalledProcessError: it failed, for instance by too deep a recursion.
    """
    code = _TIMED.format(here=str(Path(__file__).parent), stages=stages)
    subprocess.run([sys.executable, "-c", code], input=text.encode(), check=True, timeout=_SECONDS, capture_output=True)
