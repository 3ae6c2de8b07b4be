"""The data of the lexicons, and what is said of a broken one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from vnpolnlp import lexicons
from vnpolnlp.errors import LexiconError
from vnpolnlp.lexicons import Row, lexicon_names, lexicons_digest, read_lexicon
from vnpolnlp.lexicons.communes import KINDS, commune_code, communes_named
from vnpolnlp.text.spelling import fold

NAMES = lexicon_names()
FOLDER = Path(lexicons.__file__).parent

#: What makes a line of its kind unique, where it is not the first column alone.
KEYS = {"quote_cues": ("form", "cue"), "vlsp_words": ("form", "tag")}

#: Columns with forms that are matched without regard to case and tone placement: one form, one line.
FORMS = {
    "bodies": ("form", "abbreviations"),
    "body_heads": ("form", "abbreviations"),
    "countries": ("name", "variants"),
    "events": ("form", "variants"),
    "genres": ("form",),  # QĐ and TT stand for two genres each
    "given_names": ("form",),
    "honorifics": ("form",),
    "laws": ("form", "variants"),
    "name_breaks": ("form",),
    "places": ("name", "variants"),
    "posts": ("form",),
    "sections": ("form",),
    "sectors": ("form", "abbreviations"),
    "surnames": ("form",),
    "terms": ("form", "variants"),
}


def key(name: str, row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in KEYS.get(name, (next(iter(row.columns)),)))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_plain_utf8_that_ends_in_a_line_end(name: str) -> None:
    content = (FOLDER / f"{name}.tsv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.replace(b"\r\n", b"\n").endswith(b"\n")
    assert b"\n\n" not in content
    assert unicodedata.is_normalized("NFC", content.decode())


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_a_source_and_no_stray_spaces(name: str) -> None:
    rows = read_lexicon(name)
    assert rows
    assert list(rows[0].columns)[-1] == "source"
    assert [row.line for row in rows if not row["source"]] == []
    values = [(row.line, value) for row in rows for value in row.columns.values()]
    assert [(line, value) for line, value in values if value != " ".join(value.split())] == []
    assert [(line, value) for line, value in values if re.search(r"\|\s|\s\||\|\||^\||\|$", value)] == []
    assert [(line, value) for line, value in values if re.search(r"[\u00ad\u200b-\u200f\u2060\ufeff]", value)] == []


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_sorted_by_the_first_column(name: str) -> None:
    first = [next(iter(row.columns.values())) for row in read_lexicon(name)]
    assert first == sorted(first)
    assert all(first)


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_unique(name: str) -> None:
    counts = Counter(key(name, row) for row in read_lexicon(name))
    assert [twice for twice, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "columns"), FORMS.items(), ids=FORMS.keys())
def test_no_form_belongs_to_two_lines(name: str, columns: tuple[str, ...]) -> None:
    counts = Counter(form for row in read_lexicon(name) for form in {fold(form) for form in row.forms(*columns)})
    assert [form for form, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "columns"), FORMS.items(), ids=FORMS.keys())
def test_forms_are_found_under_their_own_key(name: str, columns: tuple[str, ...]) -> None:
    forms = [form for row in read_lexicon(name) for form in row.forms(*columns)]
    assert [form for form in forms if not fold(form) or fold(fold(form)) != fold(form)] == []


# Provinces and districts.


def valid_on(day: str) -> list[Row]:
    return [
        row
        for row in read_lexicon("provinces")
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]


@pytest.mark.parametrize(
    ("day", "count"),
    [("2004-01-01", 64), ("2008-07-31", 64), ("2008-08-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)],
)
def test_how_many_provinces_there_were(day: str, count: int) -> None:
    names = [row["name"] for row in valid_on(day)]
    assert len(names) == len(set(names)) == count


@pytest.mark.parametrize(("day", "cities"), [("2024-12-31", 5), ("2025-06-30", 6), ("2025-07-01", 6)])
def test_how_many_of_them_were_cities(day: str, cities: int) -> None:
    assert sum(row["kind"] == "thành phố" for row in valid_on(day)) == cities


def test_the_dates_of_provinces_are_full_or_partial_dates() -> None:
    rows = read_lexicon("provinces")
    assert all(
        re.fullmatch(r"(?:\d{4}(?:-\d\d){0,2})?", row[column]) for row in rows for column in ("valid_from", "valid_to")
    )
    assert all(row["valid_from"] <= row["valid_to"] for row in rows if row["valid_to"])


def test_the_province_of_every_district_exists() -> None:
    provinces = {row["code"] for row in read_lexicon("provinces")}
    assert {row["province"] for row in read_lexicon("districts")} <= provinces


# Terms.


@pytest.mark.parametrize(("kind", "count"), [("term", 400), ("slogan", 200)])
def test_there_are_terms_and_slogans_enough(kind: str, count: int) -> None:
    assert sum(row["kind"] == kind for row in read_lexicon("terms")) >= count


def test_terms_are_glossed_and_attested_by_a_document_or_a_year_that_was() -> None:
    rows = read_lexicon("terms")
    assert [row.line for row in rows if not (row["category"] and row["gloss"] and row["attested"])] == []
    years = [(row.line, re.fullmatch(r"(?:\.\./)?(\d{4})", row["attested"])) for row in rows]
    assert [line for line, year in years if year and not 1900 <= int(year[1]) <= 2026] == []
    documents = [row for row, (_, year) in zip(rows, years, strict=True) if not year]
    assert [
        row.line for row in documents if row["attested"].startswith(("usage", "..")) or row["attested"].isdigit()
    ] == []


# Communes.


def communes_on(day: str) -> list[Row]:
    return [
        row
        for row in read_lexicon("communes")
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]


@pytest.mark.parametrize(
    ("day", "kind", "count"),
    [
        ("2025-06-30", "xã", 7695),
        ("2025-06-30", "phường", 1724),
        ("2025-06-30", "thị trấn", 616),
        ("2025-06-30", "đặc khu", 0),
        ("2025-07-01", "xã", 2621),
        ("2025-07-01", "phường", 687),
        ("2025-07-01", "thị trấn", 0),
        ("2025-07-01", "đặc khu", 13),
    ],
)
def test_how_many_communes_there_were(day: str, kind: str, count: int) -> None:
    assert sum(row["kind"] == kind for row in communes_on(day)) == count


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01"])
def test_the_name_of_a_commune_is_one_units_in_its_district_or_province(day: str) -> None:
    counts = Counter((row["kind"], row["name"], row["province"], row["district"]) for row in communes_on(day))
    assert [twice for twice, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("day", "count"), [("2025-06-30", 63), ("2025-07-01", 34)])
def test_communes_lie_in_the_provinces_of_their_day(day: str, count: int) -> None:
    provinces = {row["province"] for row in communes_on(day)}
    assert provinces == {row["code"] for row in valid_on(day)}
    assert len(provinces) == count


def test_former_communes_lie_in_districts_and_the_others_in_none() -> None:
    districts = {row["code"] for row in read_lexicon("districts")}
    rows = read_lexicon("communes")
    assert {row["district"] for row in rows if row["district"]} <= districts
    assert [row.line for row in rows if row["valid_from"] and row["district"]] == []
    assert [row.line for row in rows if not row["valid_from"] and not row["district"]] == []


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        pytest.param("phường", "Bến Nghé", "26740", id="former"),
        pytest.param("phường", "Sài Gòn", "26740", id="present"),
        pytest.param("xã", "mường phăng", "03325", id="both_with_one_code_in_any_case"),
        pytest.param("xã", "Tân Lập", "", id="many"),
        pytest.param("phường", "Mường Phăng", "", id="of_another_kind"),
        pytest.param("phường", "1", "", id="numbered"),
        pytest.param("phường", "Bồ Đề", "", id="sources_disagree"),
        pytest.param("xã", "Không Có", "", id="unknown"),
        pytest.param("xã", "", "", id="empty"),
    ],
)
def test_the_code_of_a_commune_is_given_where_it_is_certain(kind: str, name: str, code: str) -> None:
    assert commune_code(kind, name) == code


def test_communes_of_one_name_are_told_apart() -> None:
    found = communes_named("Tân Lập")
    assert len({commune.province for commune in found}) > 5
    assert {commune.kind for commune in found} <= set(KINDS)


# Reading.


def write(folder: Path, content: str | bytes) -> None:
    (folder / "mine.tsv").write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_lexicon_is_read_with_places_and_forms(tmp_path: Path) -> None:
    write(tmp_path, "form\tvariants\tsource\nTỉnh ủy\tTU | T.Ư|\tx\n\nHuyện ủy\t\ty\n")
    first, second = read_lexicon("mine", folder=tmp_path)
    assert first == Row({"form": "Tỉnh ủy", "variants": "TU | T.Ư|", "source": "x"}, "mine.tsv", 2)
    assert list(first.forms("form", "variants")) == ["Tỉnh ủy", "TU", "T.Ư"]
    assert (second.line, list(second.forms("variants"))) == (4, [])


def test_line_ends_of_two_characters_are_read(tmp_path: Path) -> None:
    write(tmp_path, "form\tsource\r\nĐảng\tx\r\n")
    assert [row["source"] for row in read_lexicon("mine", folder=tmp_path)] == ["x"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("form\tsource\nĐảng\tx\nbộ\n", "mine.tsv:3: 1 columns where the header has 2: 'bộ'", id="too_few"),
        pytest.param("form\tsource\na\tb\tc\n", "mine.tsv:2: 3 columns where the header has 2", id="too_many"),
        pytest.param("form\tsource\nba\u0323n\tx\n", "mine.tsv:2: not in Unicode form NFC", id="not_composed"),
        pytest.param(b"form\tsource\n\xe1\tx\n", "mine.tsv: not UTF-8 at byte 12", id="not_utf8"),
        pytest.param("", "mine.tsv:1: not a header", id="empty"),
        pytest.param("\ufeffform\tsource\n", "mine.tsv:1: not a header", id="bom"),
        pytest.param("form\tform\n", "mine.tsv:1: not a header", id="column_twice"),
        pytest.param("form\t\n", "mine.tsv:1: not a header", id="column_without_name"),
    ],
)
def test_a_broken_line_is_told_with_file_and_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    write(tmp_path, content)
    with pytest.raises(LexiconError) as caught:
        read_lexicon("mine", folder=tmp_path)
    assert message in str(caught.value)


def test_a_missing_lexicon_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"mine\.tsv: cannot be read: No such file"):
        read_lexicon("mine", folder=tmp_path)


def test_the_digest_depends_on_names_and_content_but_not_on_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicons, "_FOLDER", tmp_path)

    def digest(content: str, name: str = "a") -> str:
        for file in tmp_path.glob("*.tsv"):
            file.unlink()
        (tmp_path / f"{name}.tsv").write_bytes(content.encode())
        return lexicons_digest.__wrapped__()

    assert digest("form\na\n") == digest("form\r\na\r\n")
    assert len({digest("form\na\n"), digest("form\nb\n"), digest("form\na\n", name="b")}) == 3
