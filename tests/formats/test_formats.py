"""What holds for every format: there and back, what is lost is counted, one correction comes back as one change."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import documents
from hypothesis import HealthCheck, given, settings

from vnpolnlp.codec import check
from vnpolnlp.corpus.records import read, write
from vnpolnlp.document import Document, Entity, Label, Quote, QuoteKind, Relation
from vnpolnlp.errors import ConfigError, InputError, OutputError, VnpolnlpError
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.importing import ImportReport, import_, onto
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


# A hand-edited export comes back as exactly that change

TEXT = (
    "📌 Nghị quyết số 99-NQ/TW của Ban Chấp hành Trung ương nêu “ba bước, một đích”.\r\n\r\n"
    + unicodedata.normalize("NFD", "Bà Lê Thị Mẫu, Bí thư Tỉnh uỷ Sông Hậu")
    + ", nói: “Phải giữ\nvững ‘kỷ cương’.”\r\n"
)


def span_of(surface: str) -> tuple[int, int]:
    surface = surface if surface in TEXT else unicodedata.normalize("NFD", surface)
    start = TEXT.index(surface)
    return start, start + len(surface)


def entity(id: str, label: Label, surface: str, **attrs: str) -> Entity:
    start, end = span_of(surface)
    return Entity(id, start, end, label, TEXT[start:end], attrs, "rules/x")


def quote(id: str, kind: QuoteKind, surface: str, political: bool = False) -> Quote:
    start, end = span_of(surface)
    return Quote(id, start, end, TEXT[start:end], kind, political, None, None, "quotes/x")


ORIGINAL = Document(
    TEXT,
    id="news/99.txt",
    meta={"source": "báo"},
    entities=(
        entity("e1", "RESOLUTION", "Nghị quyết số 99-NQ/TW", number="99-NQ/TW"),
        entity("e2", "ORG", "Ban Chấp hành Trung ương"),
        entity("e3", "PER", "Lê Thị Mẫu"),
        entity("e4", "ROLE", "Bí thư", holder="Lê Thị Mẫu"),
        entity("e5", "ORG", "Tỉnh uỷ Sông Hậu"),
    ),
    quotes=(
        quote("q1", "slogan", "ba bước, một đích", political=True),
        quote("q2", "speech", "Phải giữ\nvững ‘kỷ cương’."),
        quote("q3", "term", "kỷ cương"),
    ),
    relations=(Relation("issued_by", "e1", "e2"), Relation("holds", "e3", "e4"), Relation("of", "e4", "e5")),
)


def with_entity(id: str, new: Entity) -> Document:
    return replace(ORIGINAL, entities=tuple(new if one.id == id else one for one in ORIGINAL.entities))


EDITS: dict[str, tuple[Document, list[tuple[str, str, str, str]]]] = {
    "moved": (
        with_entity("e5", entity("e5", "ORG", "Tỉnh uỷ Sông")),
        [("moved", "ORG", "Tỉnh uỷ Sông Hậu", "Tỉnh uỷ Sông")],
    ),
    "removed": (
        replace(ORIGINAL, entities=ORIGINAL.entities[:2] + ORIGINAL.entities[3:], relations=ORIGINAL.relations[::2]),
        [("removed", "PER", "Lê Thị Mẫu", "")],
    ),
    "added": (
        replace(ORIGINAL, entities=(*ORIGINAL.entities[:2], entity("e9", "EVENT", "một đích"), *ORIGINAL.entities[2:])),
        [("added", "EVENT", "", "một đích")],
    ),
    "relabelled": (with_entity("e3", entity("e3", "LOC", "Lê Thị Mẫu")), [("relabelled", "PER", "PER", "LOC")]),
    "attribute changed": (
        with_entity("e1", entity("e1", "RESOLUTION", "Nghị quyết số 99-NQ/TW", number="99-NQ/TƯ")),
        [("attribute", "RESOLUTION", "number=99-NQ/TW", "number=99-NQ/TƯ")],
    ),
    "attribute removed": (
        with_entity("e4", entity("e4", "ROLE", "Bí thư")),
        [("attribute", "ROLE", "holder=Lê Thị Mẫu", "")],
    ),
    "quote removed": (replace(ORIGINAL, quotes=ORIGINAL.quotes[:2]), [("removed", "Q_term", "kỷ cương", "")]),
    "quote relabelled": (
        replace(ORIGINAL, quotes=(*ORIGINAL.quotes[:2], quote("q3", "slogan", "kỷ cương"))),
        [("relabelled", "Q_term", "Q_term", "Q_slogan")],
    ),
    "relation removed": (
        replace(ORIGINAL, relations=ORIGINAL.relations[1:]),
        [("removed", "issued_by", "Nghị quyết số 99-NQ/TW → Ban Chấp hành Trung ương", "")],
    ),
    "relation added": (
        replace(ORIGINAL, relations=(*ORIGINAL.relations, Relation("dated", "e1", "e3"))),
        [("added", "dated", "", "Nghị quyết số 99-NQ/TW → Lê Thị Mẫu")],
    ),
    "nothing": (ORIGINAL, []),
}


def exported_and_imported(name: str, document: Document, folder: Path, **options: Any) -> ImportReport:
    write([ORIGINAL], folder / "original.jsonl")
    export(name, [document], folder / "out", **options)
    return import_(name, folder / "out", folder / "gold.jsonl", against=folder / "original.jsonl")


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_comes_back_as_exactly_that_change(readable, edit, tmp_path):
    edited, expected = EDITS[edit]
    if expected and held(readable, edited) == held(readable, ORIGINAL):
        pytest.skip("the format does not hold what is edited")
    report = exported_and_imported(readable, edited, tmp_path)
    normal = [
        tuple(unicodedata.normalize("NFC", said) for said in (change.kind, change.label, change.before, change.after))
        for change in report.changes
    ]
    assert report.failures == ()
    assert normal == [tuple(unicodedata.normalize("NFC", said) for said in one) for one in expected]
    (gold,) = read(tmp_path / "gold.jsonl")
    assert (gold.text, gold.meta, check(gold)) == (TEXT, ORIGINAL.meta, [])
    assert content(gold) == content(edited)
    untouched = {one.id: one for one in ORIGINAL.entities if one in edited.entities}
    assert {one.id: one for one in gold.entities if one.id in untouched} == untouched


def held(name: str, document: Document) -> list[object]:
    return [content(one) for one in there_and_back(name, document)[0]]


@pytest.mark.parametrize("most", [1, 60, 100, 10_000])
def test_pieces_are_put_together_again(readable, most, tmp_path):
    report = exported_and_imported(readable, ORIGINAL, tmp_path, max_chars=most)
    assert (report.changes, report.failures) == ((), ())
    assert list(read(tmp_path / "gold.jsonl")) == [ORIGINAL]


def test_the_same_records_give_the_same_bytes(name, tmp_path):
    several = [ORIGINAL, replace(ORIGINAL, id="b"), Document("Đảng bộ họp.", id="c"), Document("", id="d")]
    for place in ("one", "two"):
        export(name, several, tmp_path / place)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def contents(path: Path) -> dict[str, bytes]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files if file.is_file()}


def test_strict_refuses_to_leave_anything_out(name, tmp_path):
    report = export(name, [ORIGINAL, Document("Đảng bộ họp.", id="c")], tmp_path / "out")
    if not report.lost:
        assert export(name, [ORIGINAL, Document("Đảng", id="c")], tmp_path / "strict", strict=True).lost == {}
        return
    with pytest.raises(OutputError, match="is not written: it would be without"):
        export(name, [ORIGINAL, Document("Đảng bộ họp.", id="c")], tmp_path / "strict", strict=True)
    assert sorted(os.listdir(tmp_path)) == ["out"]


def test_an_output_that_exists_is_replaced_only_by_force(name, tmp_path):
    two = [ORIGINAL, Document("Đảng bộ họp.", id="c")]
    export(name, two, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(OutputError, match="exists already"):
        export(name, two, tmp_path / "out")
    export(name, two, tmp_path / "out", force=True)
    assert contents(tmp_path / "out") == before
    assert os.listdir(tmp_path) == ["out"]


def test_a_failing_export_leaves_nothing(name, tmp_path):
    def broken():
        yield ORIGINAL
        yield ORIGINAL

    with pytest.raises(InputError, match="two documents have the id"):
        export(name, broken(), tmp_path / "out")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("damage", ["missing", "binary", "text"])
def test_a_damaged_file_is_told_and_nothing_written(readable, damage, tmp_path):
    path = tmp_path / "damaged"
    if damage != "missing":
        content = {"binary": bytes(range(256)) * 10, "text": b"Nghi quyet 99\n\x80"}[damage]
        path.write_bytes(content)
    assert "damaged" in told(readable, path, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists() or list(read(tmp_path / "out.jsonl")) == []


def told(name: str, path: Path, output: Path) -> str:
    """What is said of a file that cannot be read: as a whole, or line by line where the format is one of lines."""
    try:
        return import_(name, path, output).failures[0].message
    except VnpolnlpError as error:
        return str(error)


def test_a_document_that_is_not_in_the_original_is_told(readable, tmp_path):
    write([replace(ORIGINAL, id="other")], tmp_path / "original.jsonl")
    export(readable, [ORIGINAL], tmp_path / "out")
    report = import_(readable, tmp_path / "out", tmp_path / "gold.jsonl", against=tmp_path / "original.jsonl")
    assert (report.documents, report.failed) == (0, 1)
    assert report.failures[0].id == "news/99.txt"
    assert "no document of the original has this id" in report.failures[0].message


def test_another_text_is_told_with_its_offset(readable, tmp_path):
    other = replace(ORIGINAL, text=TEXT.replace("nêu", "nói"))
    write([other], tmp_path / "original.jsonl")
    export(readable, [ORIGINAL], tmp_path / "out")
    report = import_(readable, tmp_path / "out", tmp_path / "gold.jsonl", against=tmp_path / "original.jsonl")
    assert (report.documents, report.failed > 0) == (0, True)
    assert f"offset {TEXT.index('nêu') + 1}" in report.failures[-1].message
