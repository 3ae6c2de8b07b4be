"""What holds for every format: there and back, what is lost is counted, one correction comes back as one change."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from documents import documents
from hypothesis import HealthCheck, given, settings

from vnpolnlp.corpus.records import read, write
from vnpolnlp.document import Document
from vnpolnlp.errors import ConfigError, InputError
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.importing import import_, onto
from vnpolnlp.formats.regions import regions_of
from vnpolnlp.formats.registry import FORMATS, READABLE

FEWER = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=FORMATS)
def name(request):
    return usable(request.param)


@pytest.fixture(params=READABLE)
def readable(request):
    return usable(request.param)


def usable(name: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            export(name, [Document("Đảng", id="a"), Document("Bộ", id="b")], Path(folder, "out"))
        except ConfigError as error:
            pytest.skip(str(error))
    return name


def content(document: Document) -> tuple[Counter[object], Counter[object]]:
    """Regions and relations, without ids."""
    spans = {region.id: (region.start, region.end, region.label) for region in regions_of(document)}
    regions = Counter((*spans[one.id], tuple(sorted(one.attrs.items()))) for one in regions_of(document))
    return regions, Counter((one.label, spans[one.head], spans[one.tail]) for one in document.relations)


def there_and_back(name: str, document: Document) -> tuple[list[Document], Counter[str]]:
    lost: Counter[str] = Counter()
    format = FORMATS[name]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "out")
        if format.folder:
            place.mkdir()
        format.write([document], place, lost)
        try:
            found = list(format.read(place, {document.id: document.text}.get))
        except InputError:
            assert lost  # the format does not hold this document, and says so
            found = []
    assert [one.problems for one in found] == [()] * len(found)
    assert [one.id for one in found] in ([document.id], [])
    return [onto(one.document, document.text, format.needs) for one in found if one.document], +lost


@FEWER
@given(document=documents())
def test_what_is_not_counted_as_lost_comes_back(readable, document):
    back, lost = there_and_back(readable, document)
    if not lost:
        assert [content(one) for one in back] == [content(document)]
    for one in back:
        assert (content(one)[1] - content(document)[1]).total() == 0
        missing = Counter(key[:3] for key in content(document)[0]) - Counter(key[:3] for key in content(one)[0])
        assert missing.total() <= sum(lost.values())


@FEWER
@given(document=documents())
def test_nobody_changed_anything(readable, document):
    with tempfile.TemporaryDirectory() as folder:
        place, original = Path(folder), Path(folder, "original.jsonl")
        write([document], original)
        report = export(readable, original, place / "out")
        back = import_(readable, place / "out", place / "back.jsonl", against=original)
        assert (back.changes, back.failures) == ((), ())
        assert list(read(place / "back.jsonl")) == [document][: back.documents]
        assert back.documents == 1 or report.lost
