"""Tables in CSV and Parquet: safe in R and Excel, edited by people, loaded by pandas and datasets."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from vnpolnlp.document import Document, Entity, Quote, Relation, Sentence
from vnpolnlp.errors import ConfigError, InputError
from vnpolnlp.formats import huggingface
from vnpolnlp.formats.tables import TABLES, read_csv, rows_of, write_csv, write_parquet

TEXT = "📌 Bí thư Tỉnh ủy nói: “=1+1”.\r\nHọp."
DOCUMENT = Document(
    TEXT,
    id="a.txt",
    meta={"source": "báo", "year": 2022},
    sentences=(Sentence(0, TEXT.index("\r")), Sentence(TEXT.index("Họp"), len(TEXT))),
    entities=(
        Entity("e1", 2, 8, "ROLE", "Bí thư", {"body": "Tỉnh ủy"}, "roles/head"),
        Entity("e2", 9, 16, "ORG", "Tỉnh ủy", {}, "names"),
    ),
    quotes=(Quote("q1", 23, 27, "=1+1", "other", False, None, None, "quotes/x"),),
    relations=(Relation("of", "e1", "e2"),),
)


def written(folder, *, guarded: bool = False):
    folder.mkdir()
    write_csv([DOCUMENT], folder, Counter(), guarded=guarded)
    return folder


def rows(file) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_table_begins_with_a_byte_order_mark_and_quotes_all_cells(tmp_path):
    line, row = (written(tmp_path / "t") / "relations.csv").read_bytes().splitlines()
    assert line == b'\xef\xbb\xbf"doc_id","label","head","tail","head_text","tail_text"'
    assert row.decode() == '"a.txt","of","e1","e2","Bí thư","Tỉnh ủy"'


def test_every_table_has_its_columns(tmp_path):
    written(tmp_path / "t")
    columns = {
        table: list(rows_of(DOCUMENT)[table][0] if rows_of(DOCUMENT)[table] else TABLES[table]) for table in TABLES
    }
    assert columns == {table: list(names) for table, names in TABLES.items()}


def test_offsets_fit_the_text_of_the_table_and_sentences_are_numbered(tmp_path):
    folder = written(tmp_path / "t")
    (document,), (first, second) = rows(folder / "documents.csv"), rows(folder / "entities.csv")
    assert document["text"] == TEXT.replace("\r\n", "\n")
    assert document["text"][int(first["start"]) : int(first["end"])] == first["text"] == "Bí thư"
    assert (first["sentence"], first["body"], first["holder"], second["body"]) == ("1", "Tỉnh ủy", "", "")


@pytest.mark.parametrize(("guarded", "cell"), [(False, "=1+1"), (True, "'=1+1")])
def test_formulas_are_guarded_for_excel_only(guarded, cell, tmp_path):
    folder = written(tmp_path / "t", guarded=guarded)
    assert rows(folder / "quotes.csv")[0]["text"] == cell
    (found,) = read_csv(folder, guarded=guarded)
    assert (found.problems, found.document.quotes[0].text) == ((), "=1+1")


def edited(folder, table: str, **cells: str):
    file = folder / f"{table}.csv"
    found = rows(file)
    found[0].update(cells)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, found[0])
        writer.writeheader()
        writer.writerows(found)
    return folder


def test_what_r_writes_back_is_read(tmp_path):
    """Without a byte order mark, without quotation marks, with NA and decimal points."""
    folder = edited(written(tmp_path / "t"), "entities", start="2.0", sentence="NA")
    (found,) = read_csv(folder)
    assert (found.problems, found.document.entities[0].text) == ((), "Bí thư")


MOVED = {
    "with its text": ({"end": "5", "text": "Bí "}, "", "Bí"),
    "without text": ({"end": "5", "text": ""}, "", "Bí"),
    "beside its text": ({"end": "5"}, "entities.csv:2: the text of 'a.txt' at 2:5 is 'Bí ' and not 'Bí thư'", None),
    "outside": ({"end": "999", "text": ""}, "ROLE 2:999 is outside a text of", None),
    "without an end": ({"end": ""}, "has no start or no end", None),
}


@pytest.mark.parametrize("case", MOVED)
def test_a_moved_span(case, tmp_path):
    cells, message, surface = MOVED[case]
    (tmp_path / "t").mkdir()
    write_csv([Document(TEXT, id="a.txt", entities=DOCUMENT.entities)], tmp_path / "t", Counter())
    (found,) = read_csv(edited(tmp_path / "t", "entities", **cells))
    assert message in "".join(found.problems)
    assert bool(message) == bool(found.problems)
    assert [one.text for one in found.document.entities if one.label == "ROLE"] == ([surface] if surface else [])
    assert [one.text for one in found.document.entities if one.label == "ORG"] == ["Tỉnh ủy"]


def test_rows_of_a_document_that_is_not_there_are_told(tmp_path):
    found, stray = read_csv(edited(written(tmp_path / "t"), "quotes", doc_id="b.txt"))
    assert (found.document.quotes, stray.id, stray.document) == ((), "b.txt", None)
    assert "quotes.csv:2: 1 rows of quotes are of a document that is not there" in stray.problems[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("entities", "doc_id,start,end\na.txt,1,2\n", "has no column label"),
        ("entities", "doc_id,start,end,label\na.txt,x,2,ORG\n", "entities.csv:2: start is 'x' and no number"),
        ("documents", "id,text\n", "has no column doc_id"),
        ("documents", 'doc_id,text\na,"b\n', "unexpected end of data"),
    ],
    ids=["no label", "no number", "no doc_id", "cut off"],
)
def test_a_broken_table_is_told(name, content, message, tmp_path):
    folder = written(tmp_path / "t")
    (folder / f"{name}.csv").write_text(content)
    with pytest.raises(InputError, match=message):
        list(read_csv(folder))


def test_documents_alone_are_enough(tmp_path):
    folder = written(tmp_path / "t")
    for table in ("entities", "quotes", "terms", "relations"):
        (folder / f"{table}.csv").unlink()
    (found,) = read_csv(folder)
    assert (found.problems, found.document.entities, found.document.meta) == ((), (), DOCUMENT.meta)


def test_empty_and_null_attributes_are_counted(tmp_path):
    entity = Entity("e1", 0, 4, "ROLE", "Đảng", {"holder": "", "body": "a\0b"}, "x")
    lost: Counter[str] = Counter()
    write_csv([Document("Đảng", id="a", entities=(entity,))], tmp_path, lost)
    assert +lost == {"empty attributes": 1, "null characters in attributes": 1}


def test_a_missing_package_gives_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pip install 'vnpolnlp\[parquet\]'"):
        write_parquet([DOCUMENT], tmp_path, Counter())


def test_pandas_reads_the_tables(tmp_path):
    pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    write_parquet([DOCUMENT], tmp_path, Counter())
    entities = pandas.read_parquet(tmp_path / "entities.parquet")
    assert entities["label"].tolist() == ["ROLE", "ORG"]
    assert pandas.read_csv(written(tmp_path / "t") / "entities.csv")["start"].tolist() == [2, 9]


def test_datasets_knows_the_names_of_tags(tmp_path):
    pytest.importorskip("pyarrow")
    datasets = pytest.importorskip("datasets")
    huggingface.write([DOCUMENT, Document("", id="b")], tmp_path / "out.parquet", Counter())
    data = datasets.load_dataset(
        "parquet", data_files=str(tmp_path / "out.parquet"), split="train", cache_dir=str(tmp_path / "cache")
    )
    names = data.features["ner_tags"].feature.names
    assert [names[tag] for tag in data[0]["ner_tags"]][:5] == ["O", "B-ROLE", "I-ROLE", "B-ORG", "I-ORG"]
    assert len(data[0]["tokens"]) == len(data[0]["ner_tags"])
    assert data[0]["entities"][0]["text"] == "Bí thư"
    assert data[1]["entities"] == []
