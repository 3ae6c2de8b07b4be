import csv
import gzip
import io
import json
import sys
import tarfile
import tempfile
from contextlib import nullcontext, suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from harness.made_files import (
    ARTICLE,
    BILLION_LAUGHS,
    HEADLINE,
    link,
    overlapping_zip,
    page,
    paragraph,
    pdf,
    tarred,
    word,
    zipped,
)
from vnpolnlp.corpus.encodings import LEGACY, decode, encode
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers import Item, count_documents, find_sources, read_sources, read_texts
from vnpolnlp.corpus.readers.isolated import Isolated
from vnpolnlp.errors import ConfigError, InputError

with suppress(ImportError):  # tests that need it are skipped without it
    import pyarrow as arrow
    from pyarrow import parquet


@pytest.fixture(scope="module")
def shared():
    with Isolated() as isolated:
        yield isolated


@pytest.fixture(autouse=True)
def one_process(monkeypatch, shared):
    """One other process for all tests, since it takes a second to begin."""
    monkeypatch.setattr("vnpolnlp.corpus.readers.Isolated", lambda seconds: nullcontext(shared))


def read(*inputs):
    """The documents that were read, and the failures."""
    found = list(read_texts([str(i) for i in inputs]))
    return [f.document for f in found if isinstance(f, Item)], [f for f in found if isinstance(f, Failure)]


def put(path: Path, content: str | bytes) -> Path:
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        data = gzip.compress(data)
    if path.suffix == ".zst":
        data = zstandard.compress(data)
    path.write_bytes(data)
    return path


def ids(documents):
    return [document.id for document in documents]


# Plain text


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.txt.gz"])
@pytest.mark.parametrize(
    "text",
    ["Đảng\r\nvà\rNhà nước\n", "\ufeffĐảng", "To\u0302\u0309", " \u200b\u00a0x\u2028 ", "📌"],
    ids=["line ends", "byte order mark", "decomposed", "odd white space", "astral"],
)
def test_a_plain_file_is_one_document_with_its_very_text(tmp_path, name, text):
    documents, failures = read(put(tmp_path / name, text))
    assert [(d.text, d.id, d.meta) for d in documents] == [(text, name, {})]
    assert failures == []


NOT_TEXT = {
    "empty": (b"", "there is no text in it"),
    "white space only": (b" \r\n\n", "there is no text in it"),
    "byte order mark only": ("\ufeff\n".encode(), "there is no text in it"),
    "Latin-1": (b"abc\nd\xe9f", "not UTF-8: byte 0xE9 at offset 5 (line 2)"),
    "half a character": ("Đ".encode()[:1], "not UTF-8: byte 0xC4 at offset 0"),
    "an encoded surrogate": (b"a\xed\xa0\x80", "not UTF-8"),
    "NUL": (b"a\0b", "a NUL byte at offset 1"),
    "PDF": (b"%PDF-1.7 ...", "a PDF file"),
    "Word": (b"PK\x03\x04...", "Word"),
    "gzip without .gz": (gzip.compress(b"abc"), "give its name the ending .gz"),
}


@pytest.mark.parametrize(("content", "message"), NOT_TEXT.values(), ids=NOT_TEXT.keys())
def test_what_is_not_text_is_a_failure(tmp_path, content, message):
    file = put(tmp_path / "a.txt", content)
    documents, (failure,) = read(file)
    assert documents == []
    assert (failure.id, failure.source, failure.stage, failure.error) == ("a.txt", str(file), "read", "InputError")
    assert message in failure.message
    assert str(file) in failure.message


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no gzip", "Not a gzipped file"), (gzip.compress(b"abc" * 99)[:-9], "cut off")],
    ids=["no gzip", "cut off"],
)
def test_a_broken_gz_is_a_failure(tmp_path, content, message):
    (tmp_path / "a.txt.gz").write_bytes(content)
    documents, (failure,) = read(tmp_path / "a.txt.gz")
    assert documents == []
    assert message in failure.message


def test_a_failure_does_not_end_the_reading(tmp_path):
    bad, good = put(tmp_path / "a.txt", b"\xff"), put(tmp_path / "b.txt", "x")
    documents, failures = read(bad, good)
    assert (ids(documents), [f.id for f in failures]) == (["b.txt"], ["a.txt"])


def test_standard_input_is_one_document(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Đảng\r\n".encode())))
    documents, failures = read("-")
    assert [(d.text, d.id) for d in documents] == [("Đảng\r\n", "stdin")]
    assert failures == []


# JSON lines


JSONL_ROWS = {
    "text alone": ({"text": "x"}, ("a.jsonl:1", {})),
    "own id": ({"text": "x", "id": "n1"}, ("n1", {})),
    "whole number as id": ({"text": "x", "id": 7}, ("7", {})),
    "id is null": ({"text": "x", "id": None}, ("a.jsonl:1", {})),
    "id is empty": ({"text": "x", "id": ""}, ("a.jsonl:1", {})),
    "other fields": ({"text": "x", "url": "u", "n": [1]}, ("a.jsonl:1", {"url": "u", "n": [1]})),
    "meta is merged": ({"text": "x", "meta": {"a": 1}, "b": 2}, ("a.jsonl:1", {"a": 1, "b": 2})),
    "the row's own field wins": ({"text": "x", "meta": {"a": 1}, "a": 2}, ("a.jsonl:1", {"a": 2})),
    "meta is no object": ({"text": "x", "meta": "m"}, ("a.jsonl:1", {"meta": "m"})),
    "a record of ours": (
        {"schema": "vnpolnlp/1", "id": "r", "text": "x", "meta": {"a": 1}, "entities": [], "made_by": None},
        ("r", {"a": 1}),
    ),
}


@pytest.mark.parametrize(("row", "expected"), JSONL_ROWS.values(), ids=JSONL_ROWS.keys())
@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "plain"])
def test_a_json_line_is_a_document(tmp_path, row, expected, escaped):
    line = json.dumps({**row, "text": "Đ\r\n📌"}, ensure_ascii=escaped)
    documents, failures = read(put(tmp_path / "a.jsonl", line))
    assert [(d.text, d.id, d.meta) for d in documents] == [("Đ\r\n📌", *expected)]
    assert failures == []


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path):
    documents, failures = read(put(tmp_path / "a.jsonl.gz", '\ufeff{"text":"x"}\r\n\n  \n{"text":"y"}'))
    assert [(d.text, d.id) for d in documents] == [("x", "a.jsonl.gz:1"), ("y", "a.jsonl.gz:4")]
    assert failures == []


WRONG_JSONL_ROWS = {
    "no JSON": (b"{text: x}", "malformed"),
    "cut off": (b'{"text": "x"', "truncated"),
    "not UTF-8": (b'{"text": "\xe1"}', "UTF-8"),
    "a list": (b'["x"]', "not a JSON object"),
    "no text": (b'{"id": "a", "body": "x"}', "no 'text' in it, only 'id', 'body'"),
    "no field": (b"{}", "no 'text' in it, only nothing"),
    "text is null": (b'{"text": null}', "no 'text' in it"),
    "text is a number": (b'{"text": 3}', "not a string but int"),
    "text is empty": (b'{"text": " "}', "is empty"),
    "id is an object": (b'{"text": "x", "id": {}}', "'id' is not a string or a whole number but dict"),
    "id is true": (b'{"text": "x", "id": true}', "but bool"),
    "half a surrogate pair": (rb'{"text": "\ud800 abcdef"}', "half a surrogate pair"),
}


@pytest.mark.parametrize(("line", "message"), WRONG_JSONL_ROWS.values(), ids=WRONG_JSONL_ROWS.keys())
def test_a_wrong_json_line_fails_alone(tmp_path, line, message):
    file = put(tmp_path / "a.jsonl", b'{"text":"x"}\n' + line + b'\n{"text":"y"}\n')
    documents, (failure,) = read(file)
    assert ids(documents) == ["a.jsonl:1", "a.jsonl:3"]
    assert failure.id == "a.jsonl:2"
    assert message in failure.message
    assert f"{file}, line 2" in failure.message


def test_a_thousand_broken_lines_in_a_row_are_enough(tmp_path):
    broken = b"x\n" * 999 + b'{"text":"y"}\n{"body":"z"}\n' + b"x\n" * 2000 + b'{"text":"z"}\n'
    documents, failures = read(put(tmp_path / "a.jsonl", broken))
    assert [d.text for d in documents] == ["y"]
    assert len(failures) == 999 + 1 + 1000 + 1
    assert "line 2001: 1,000 lines in a row are no JSON objects; nothing is read from there on" in failures[-1].message


@pytest.mark.parametrize("content", [b"", b"\n \n"], ids=["empty", "blank lines"])
def test_an_empty_jsonl_is_a_failure(tmp_path, content):
    documents, (failure,) = read(put(tmp_path / "a.jsonl", content))
    assert documents == []
    assert "there is no text in it" in failure.message


def test_what_stands_before_the_break_of_a_broken_gz_is_read(tmp_path):
    lines = b"".join(b'{"text":"%d"}\n' % number for number in range(50_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-2000])
    documents, (failure,) = read(tmp_path / "a.jsonl.gz")
    assert [d.text for d in documents[:3]] == ["0", "1", "2"]
    assert "cut off" in failure.message


def test_rows_are_read_one_by_one(tmp_path):
    rows = read_texts([put(tmp_path / "a.jsonl", b'{"text":"x"}\n' * 3 + b"broken")])
    assert next(rows).document.text == "x"


# CSV and TSV


CSV_FILES = {
    "text, id, meta": ("a.csv", "id,text,năm\n1,x,2022\n", [("x", "1", {"năm": "2022"})]),
    "no id": ("a.csv", "text\nx\ny\n", [("x", "a.csv:2", {}), ("y", "a.csv:3", {})]),
    "empty id": ("a.csv", "id,text\n,x\n", [("x", "a.csv:2", {})]),
    "lines in a text": ("a.csv", 'text\n"x\r\ny\nz"\nw\n', [("x\r\ny\nz", "a.csv:2", {}), ("w", "a.csv:5", {})]),
    "quotation marks": ("a.csv", 'text\n"""a"" b"\n', [('"a" b', "a.csv:2", {})]),
    "byte order mark": ("a.csv", "\ufefftext\nx\n", [("x", "a.csv:2", {})]),
    "byte order mark and marks": ("a.csv", '\ufeff"text"\nx\n', [("x", "a.csv:2", {})]),
    "CRLF": ("a.csv", "text,n\r\nx,1\r\n", [("x", "a.csv:2", {"n": "1"})]),
    "CR": ("a.csv", "text,n\rx,1\r", [("x", "a.csv:2", {"n": "1"})]),
    "blank lines": ("a.csv", "text\n\nx\n\n", [("x", "a.csv:3", {})]),
    "short row": ("a.csv", "text,n\nx\n", [("x", "a.csv:2", {})]),
    "tabs": ("a.tsv", "id\ttext\n1\tx, y\n", [("x, y", "1", {})]),
    "compressed": ("a.csv.gz", "text\nx\n", [("x", "a.csv.gz:2", {})]),
    "a meta column": ("a.csv", "text,meta\nx,m\n", [("x", "a.csv:2", {"meta": "m"})]),
    "a megabyte in a field": ("a.csv", f"text\n{'x' * 1_000_000}\n", [("x" * 1_000_000, "a.csv:2", {})]),
}


@pytest.mark.parametrize(("name", "content", "expected"), CSV_FILES.values(), ids=CSV_FILES.keys())
def test_a_csv_row_is_a_document(tmp_path, name, content, expected):
    documents, failures = read(put(tmp_path / name, content))
    assert [(d.text, d.id, d.meta) for d in documents] == expected
    assert failures == []


WRONG_CSV_FILES = {
    "empty": ("", [], "there is no text in it"),
    "no text column": ("id,body\n1,x\n", [], "one of them 'text'; it says ['id', 'body']"),
    "semicolons": ("id;text\n1;x\n", [], "columns are separated by commas"),
    "a column twice": ("text,n,n\nx,1,2\n", [], "each once"),
    "no rows": ("text\n", [], "no row under the names"),
    "too many columns": ("text,n\nx,1\na, b, c\ny,2\n", ["x", "y"], "line 3: 3 columns under 2 names"),
    "empty text": ("text,n\n,1\ny,2\n", ["y"], "line 2: its 'text' is empty"),
    "mark never closed": ('text\nx\n"y\nz\n', ["x"], "line 3: unexpected end of data"),
    "marks not doubled": ('text\nx\n"nói "abc""\nz\n', ["x"], "line 3: ',' expected after '\"'"),
    "NUL": ("text\nx\na\0b\nz\n", ["x"], "line 3: a NUL byte"),
    "not UTF-8": (b"text\nx\n\xe1\nz\n", ["x"], "line 3: not UTF-8: byte 0xE1"),
}


@pytest.mark.parametrize(("content", "texts", "message"), WRONG_CSV_FILES.values(), ids=WRONG_CSV_FILES.keys())
def test_a_wrong_csv_is_told_with_its_line(tmp_path, content, texts, message):
    documents, (failure,) = read(put(tmp_path / "a.csv", content))
    assert [d.text for d in documents] == texts
    assert message in failure.message


# Old encodings


NEWS = (
    "Sáng 16/6, Ban Thường vụ Huyện đã họp để nghe báo cáo về công tác xây dựng hệ thống chính trị ở cơ sở.\r\n"
    "Người chủ trì yêu cầu các xã rà soát từng việc, giao rõ người, rõ thời hạn.\n"
)
EVERY_LEGACY = pytest.mark.parametrize("encoding", sorted(LEGACY))


@EVERY_LEGACY
@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.txt.zst"])
def test_a_text_in_an_old_encoding_comes_back_and_says_so(tmp_path, encoding, name):
    (document,), failures = read(put(tmp_path / name, encode(NEWS, encoding)))
    assert document.text == NEWS
    assert document.meta["encoding"] == encoding
    assert 0.95 <= document.meta["encoding_confidence"] < 1
    assert failures == []


@EVERY_LEGACY
def test_what_is_said_of_the_encoding_overrules(tmp_path, encoding):
    (found,) = read_texts([put(tmp_path / "a.txt", b"\xf4ng")], encoding=encoding)
    assert found.document.text == decode(b"\xf4ng", encoding)
    assert found.document.meta["encoding"] == encoding
    assert "encoding_confidence" not in found.document.meta


def test_an_encoding_that_is_not_certain_is_a_failure_that_names_what_it_may_be(tmp_path):
    documents, (failure,) = read(put(tmp_path / "a.txt", b"\xf4ng"))
    assert documents == []
    assert "it may be " in failure.message
    assert "%" in failure.message
    assert "--encoding" in failure.message


def test_an_encoding_in_which_a_byte_means_nothing_is_a_failure(tmp_path):
    (failure,) = read_texts([put(tmp_path / "a.txt", b"ab\ncd\xff")], encoding="ascii")
    assert "not in ascii: byte 0xFF at offset 5 (line 2)" in failure.message


def test_an_encoding_of_python_that_fails_in_its_own_way_is_a_failure(tmp_path):
    (failure,) = read_texts([put(tmp_path / "a.txt", b"xn--\xff.x" * 9)], encoding="idna")
    assert "not in idna" in failure.message


def test_what_an_encoding_does_not_tell_is_in_meta(tmp_path):
    (document,), _ = read(put(tmp_path / "a.txt", encode(NEWS, "tcvn3") + b"H\xe9I NGH\xde"))
    assert document.text.endswith("HộI NGHị")
    assert "no capitals with tones" in document.meta["encoding_note"]


def test_an_encoding_nobody_knows_is_an_error_at_once(tmp_path):
    with pytest.raises(ConfigError, match="klingon"):
        next(read_texts([put(tmp_path / "a.txt", "x")], encoding="klingon"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read(tmp_path, encoding):
    (document,), failures = read(put(tmp_path / "a.txt", NEWS.encode(encoding)))
    assert document.text == NEWS
    assert document.meta["encoding"].startswith("utf-16")
    assert failures == []


@pytest.mark.parametrize("encoding", [*sorted(LEGACY), "utf-16"])
@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.tsv", "\t")])
def test_a_table_in_another_encoding_is_read(tmp_path, encoding, name, separator):
    table = f"id{separator}text\r\n" + "".join(f'{n}{separator}"{NEWS}"\r\n' for n in range(3))
    documents, failures = read(put(tmp_path / name, encode(table, encoding)))
    assert [(d.id, d.text) for d in documents] == [(str(n), NEWS) for n in range(3)]
    assert {d.meta["encoding"] for d in documents} <= {encoding, "utf-16-le"}
    assert failures == []


@pytest.mark.parametrize("encoding", ["tcvn3", "utf-16"])
def test_json_lines_in_another_encoding_are_read(tmp_path, encoding):
    lines = "".join(json.dumps({"text": NEWS, "n": n}, ensure_ascii=False) + "\n" for n in range(3))
    documents, failures = read(put(tmp_path / "a.jsonl", encode(lines, encoding)))
    assert [(d.text, d.meta["n"]) for d in documents] == [(NEWS, n) for n in range(3)]
    assert failures == []


def test_a_field_of_the_name_encoding_is_the_users(tmp_path):
    table = f'encoding,text\nours,"{NEWS}"\n'
    (document,), _ = read(put(tmp_path / "a.csv", encode(table, "vni")))
    assert document.meta["encoding"] == "ours"


# Web pages, Word and PDF documents, Parquet files


def needs(package):
    return pytest.mark.skipif(find_spec(package) is None, reason=f"needs {package}")


@needs("trafilatura")
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.html.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "tcvn3", "windows-1258"])
def test_the_article_of_a_page_is_a_document(tmp_path, name, encoding):
    (document,), failures = read(put(tmp_path / name, encode(page(), encoding)))
    assert document.text == "\n".join((HEADLINE, *ARTICLE))
    meta = {k: v for k, v in document.meta.items() if not k.startswith("encoding")}
    assert meta == {"title": HEADLINE, "date": "2025-04-22", "author": "Lê An", "section": "Chính trị"}
    assert failures == []


@needs("trafilatura")
@pytest.mark.parametrize("content", ["<html></html>", "<p>", "\x01\x02", "<!DOCTYPE html>" + "<div>" * 20_000])
def test_a_page_without_an_article_is_a_failure(tmp_path, content):
    documents, (failure,) = read(put(tmp_path / "a.html", content))
    assert documents == []
    assert failure.stage == "read"


@needs("trafilatura")
def test_scripts_of_a_page_stay_out(tmp_path):
    (document,), _ = read(put(tmp_path / "a.html", page(f"<script>alert(1)</script>{ARTICLE[0]} 5 &lt; 7", ARTICLE[1])))
    assert "alert" not in document.text
    assert "5 < 7" in document.text


@needs("trafilatura")
@pytest.mark.parametrize("entity", ["&i;", "&file;"])
def test_entities_of_a_page_are_not_followed(tmp_path, entity):
    (tmp_path / "secret").write_text("geheim")
    external = f"<!ENTITY file SYSTEM '{tmp_path / 'secret'}'>]>"
    marked = BILLION_LAUGHS.replace("]>", external) + page(f"{ARTICLE[0]} {entity}", ARTICLE[1])
    documents, failures = read(put(tmp_path / "a.html", marked))
    assert len(documents) + len(failures) == 1
    assert not [d for d in documents if "haha" in d.text or "geheim" in d.text]


@needs("pypdf")
def test_the_text_layer_of_a_pdf_is_a_document(tmp_path):
    (document,), failures = read(put(tmp_path / "a.pdf", pdf("Nghi quyet so 21-", "NQ/TW cua Trung uong")))
    assert document.text.split() == ["Nghi", "quyet", "so", "21-", "NQ/TW", "cua", "Trung", "uong"]
    assert "21-\nNQ/TW" in document.text
    assert document.meta == {"title": "Bao cao", "author": "Le An", "date": "2025-04-22", "pages": 1}
    assert failures == []


@needs("pypdf")
@pytest.mark.parametrize(
    ("content", "message"),
    [(pdf(), "no text layer"), (b"%PDF-1.7", "cannot be read"), (pdf("x")[:-300], ""), (b"no pdf", "cannot be read")],
    ids=["no text", "cut off", "cut off later", "something else"],
)
def test_a_pdf_without_text_is_a_failure(tmp_path, content, message):
    documents, failures = read(put(tmp_path / "a.pdf", content))
    assert len(documents) + len(failures) == 1
    assert not message or message in failures[0].message


@needs("pyarrow")
def test_a_row_of_a_parquet_file_is_a_document(tmp_path):
    table = {"text": ["Đảng", "", "Dân"] * 30, "id": [*map(str, range(90))], "day": [date(2025, 4, 22)] * 90}
    parquet.write_table(arrow.table(table), tmp_path / "a.parquet")
    documents, failures = read(tmp_path / "a.parquet")
    assert [(d.id, d.text) for d in documents][:3] == [("0", "Đảng"), ("2", "Dân"), ("3", "Đảng")]
    assert documents[0].meta == {"day": "2025-04-22"}
    assert len(documents) == 60
    assert {f.message for f in failures[:1]} == {f"{tmp_path / 'a.parquet'}, row 2: its 'text' is empty"}


@needs("pyarrow")
@pytest.mark.parametrize("columns", [{"body": ["x"]}, {"text": []}, {"text": [1]}, {"text": [None]}])
def test_a_parquet_file_without_texts_is_a_failure(tmp_path, columns):
    parquet.write_table(arrow.table(columns), tmp_path / "a.parquet")
    documents, (failure,) = read(tmp_path / "a.parquet")
    assert documents == []
    assert "text" in failure.message or "no row" in failure.message


@pytest.mark.parametrize(("name", "package"), [("a.html", "html"), ("a.pdf", "pdf"), ("a.parquet", "parquet")])
def test_without_the_extra_the_failure_says_how_to_install_it(tmp_path, monkeypatch, name, package):
    monkeypatch.setattr("vnpolnlp.corpus.readers.isolated.find_spec", lambda name: None)
    documents, (failure,) = read(put(tmp_path / name, page()))
    assert documents == []
    assert f"pip install 'vnpolnlp[{package}]'" in failure.message


def test_a_word_document_is_a_document(tmp_path):
    body = paragraph("Tỉnh ủy ", "Kiên Giang") + "<w:tbl><w:tr><w:tc>" + paragraph("ô") + "</w:tc></w:tr></w:tbl>"
    (document,), failures = read(put(tmp_path / "a.docx", word(body)))
    assert document.text == "Tỉnh ủy Kiên Giang\nô"
    assert document.meta == {"title": "Báo cáo", "author": "Lê An", "date": "2025-04-22"}
    assert failures == []


WORD_BODIES = {
    "tab and breaks": ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
    "hyphens": ("<w:p><w:r><w:t>21</w:t><w:noBreakHyphen/><w:t>NQ</w:t></w:r></w:p>", "21-NQ"),
    "deleted": ("<w:p><w:del><w:r><w:delText>a</w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r></w:p>", "b"),
    "new": ("<w:p><w:ins><w:r><w:t>b</w:t></w:r></w:ins></w:p>", "b"),
    "moved away": ("<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:r><w:t>b</w:t></w:r></w:p>", "b"),
    "field codes": ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>b</w:t></w:r></w:p>", "b"),
    "text box": (
        '<w:p xmlns:m="m"><m:AlternateContent><m:Choice><w:txbxContent>'
        + paragraph("hộp") + "</w:txbxContent></m:Choice>"
        "<m:Fallback><w:txbxContent>" + paragraph("hộp") + "</w:txbxContent></m:Fallback></m:AlternateContent>"
        "<w:r><w:t>b</w:t></w:r></w:p>",
        "hộp\nb",
    ),
    "white space": (paragraph(" a ", " b"), " a  b"),
    "escaped": (paragraph("5 &lt; 7 &amp; &#x1EA3;"), "5 < 7 & ả"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), WORD_BODIES.values(), ids=WORD_BODIES.keys())
def test_elements_of_a_word_document(tmp_path, body, text):
    (document,), _ = read(put(tmp_path / "a.docx", word(body, core="")))
    assert (document.text, document.meta) == (text, {})


def test_the_text_of_a_word_document_may_have_another_name(tmp_path):
    (document,), _ = read(put(tmp_path / "a.docx", word(paragraph("x"), main="word/document2.xml")))
    assert document.text == "x"


WRONG_WORD_DOCUMENTS = {
    "no ZIP": (b"abc", "not a Word document"),
    "another ZIP": (zipped({"a.txt": "x"}), "without word/document.xml"),
    "no text": (word(""), "there is no text in it"),
    "no XML": (zipped({"word/document.xml": "x"}), "no proper XML"),
    "not closed": (zipped({"word/document.xml": "<a>"}), "no proper XML"),
    "billion laughs": (word(paragraph("&i;"), before=BILLION_LAUGHS), "declares a document type"),
    "external entity": (
        word(paragraph("&x;"), before="<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
        "declares a document type",
    ),
    "cut off": (word(paragraph("x"))[:-40], "not a Word document"),
    "bomb": (zipped({"word/document.xml": b" " * (20 << 20)}), "compression bomb"),
    "a tag that does not end": (zipped({"word/document.xml": b"<" + b"a" * (7 << 20)}), "a tag of more than"),
    "no tag at all": (zipped({"word/document.xml": b"a" * (7 << 20)}), "no proper XML"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), WRONG_WORD_DOCUMENTS.values(), ids=WRONG_WORD_DOCUMENTS.keys())
def test_a_wrong_word_document_is_a_failure(tmp_path, content, message):
    documents, (failure,) = read(put(tmp_path / "a.docx", content))
    assert documents == []
    assert message in failure.message


def test_elements_nested_without_end_are_read(tmp_path):
    body = "<w:p>" + "<w:r>" * 50_000 + "<w:t>x</w:t>" + "</w:r>" * 50_000 + "</w:p>"
    (document,), _ = read(put(tmp_path / "a.docx", word(body)))
    assert document.text == "x"


# Archives


ARCHIVES = {
    "a.zip": lambda members: zipped(dict(members)),
    "a.tar": lambda members: tarred(*members),
    "a.tar.gz": lambda members: tarred(*members),
    "a.tgz": lambda members: gzip.compress(tarred(*members)),
    "a.tar.zst": lambda members: tarred(*members, format=tarfile.GNU_FORMAT),
}
EVERY_ARCHIVE = pytest.mark.parametrize("name", ARCHIVES)


@EVERY_ARCHIVE
def test_an_archive_is_read_like_a_folder(tmp_path, name):
    members = [
        ("news/a.txt", "a"), ("news/b.txt.gz", gzip.compress(b"b")), ("r.csv", "text\nc\n"), ("README.md", "no"),
        (".hidden.txt", "no"), ("x.annotated.jsonl", "no"), ("d.docx", word(paragraph("d"))),
        (f"{'sâu/' * 60}e.txt", "e" * 1500),
    ]  # fmt: skip
    documents, failures = read(put(tmp_path / name, ARCHIVES[name](members)))
    assert [(d.id.removeprefix(f"{name}/"), d.text[:9]) for d in documents] == [
        ("news/a.txt", "a"), ("news/b.txt.gz", "b"), ("r.csv:2", "c"), ("d.docx", "d"),
        (f"{'sâu/' * 60}e.txt", "e" * 9),
    ]  # fmt: skip
    assert failures == []


@EVERY_ARCHIVE
@pytest.mark.parametrize("member", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt", "a/.."])
def test_a_name_that_leads_out_of_an_archive_is_a_failure(tmp_path, name, member):
    documents, (failure,) = read(put(tmp_path / name, ARCHIVES[name]([(member, "x"), ("ok.txt", "ok")])))
    assert ids(documents) == [f"{name}/ok.txt"]
    assert "leads out of the archive" in failure.message


@EVERY_ARCHIVE
def test_an_archive_in_an_archive_is_a_failure(tmp_path, name):
    members = [("b.zip", zipped({"a.txt": "x"})), ("c.tar.gz", b"x"), ("ok.txt", "ok")]
    documents, failures = read(put(tmp_path / name, ARCHIVES[name](members)))
    assert ids(documents) == [f"{name}/ok.txt"]
    assert [f.id for f in failures] == [f"{name}/b.zip", f"{name}/c.tar.gz"]


@EVERY_ARCHIVE
def test_an_archive_without_texts_is_a_failure(tmp_path, name):
    documents, (failure,) = read(put(tmp_path / name, ARCHIVES[name]([("a.md", "x")])))
    assert documents == []
    assert "no texts in the archive" in failure.message


@EVERY_ARCHIVE
@pytest.mark.parametrize("size", [0, 100, 700, 1500, 9_000])
def test_a_broken_archive_is_a_failure_after_what_is_whole(tmp_path, name, size):
    whole = ARCHIVES[name]([(f"{n}.txt", str(n) * 3000) for n in range(3)])
    documents, failures = read(put(tmp_path / name, whole[: min(size, len(whole) - 30)]))
    assert failures
    assert all(d.text == d.id[-5] * 3000 for d in documents)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_of_an_archive_are_not_followed(tmp_path, kind):
    documents, (failure,) = read(put(tmp_path / "a.tar", tarred(("a.txt", "a"), link("l.txt", "/etc/passwd", kind))))
    assert ids(documents) == ["a.tar/a.txt"]
    assert "a link, which is not followed" in failure.message


def test_devices_of_an_archive_are_passed_over(tmp_path):
    documents, failures = read(put(tmp_path / "a.tar", tarred(("a.txt", "a"), link("null.txt", "", tarfile.CHRTYPE))))
    assert (ids(documents), failures) == (["a.tar/a.txt"], [])


def test_files_of_a_zip_that_overlap_are_not_read(tmp_path):
    documents, (failure,) = read(put(tmp_path / "a.zip", overlapping_zip()))
    assert documents == []
    assert "overlap" in failure.message


def test_a_zip_that_is_cut_off_at_its_beginning_is_a_failure(
    tmp_path,
):  # found by fuzzing: a negative place in the file
    data = zipped({"a.txt": "Đảng bộ tỉnh họp.", "b.txt": "x"})
    documents, failures = read(put(tmp_path / "a.zip", data[33:]))
    assert len(documents) + len(failures) == 2
    assert "a.zip/a.txt" in {failure.id for failure in failures}


def test_a_file_without_a_name_in_a_zip_is_passed_over(tmp_path):  # found by fuzzing: ZipInfo.is_dir fails on it
    data = zipped({"a.txt": "x", "b.txt": "y"}).replace(b"a.txt", b"\0.txt")
    documents, failures = read(put(tmp_path / "a.zip", data))
    assert (ids(documents), failures) == (["a.zip/b.txt"], [])


def test_an_encrypted_file_of_a_zip_is_a_failure(tmp_path):
    data = bytearray(zipped({"a.txt": "x"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    documents, (failure,) = read(put(tmp_path / "a.zip", bytes(data)))
    assert documents == []
    assert "encrypted" in failure.message


def test_a_header_of_a_tar_that_names_gigabytes_is_not_believed(tmp_path):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    documents, (failure,) = read(put(tmp_path / "a.tar", info.tobuf(tarfile.GNU_FORMAT)))
    assert documents == []
    assert "a name of 8,589,934,592 bytes" in failure.message


# What is too much


@pytest.mark.parametrize(
    ("name", "head"), [("a.txt", b""), ("a.jsonl", b'{"text":"x"}\n'), ("a.csv", b"text\nx\n"), ("a.html", b"")]
)
@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gz", "zst"])
def test_a_compression_bomb_is_a_failure(tmp_path, name, head, compress):
    ending = "gz" if compress is gzip.compress else "zst"
    (tmp_path / f"{name}.{ending}").write_bytes(compress(head + b"a" * (30 << 20)))
    documents, (failure,) = read(tmp_path / f"{name}.{ending}")
    assert [d.text for d in documents] == ["x"] * bool(head)
    assert "compression bomb" in failure.message


TOO_LARGE = {
    "text": ("a.txt", "a" * (1 << 20) + "a", [], "larger than 1 MiB"),
    "json line": ("a.jsonl", '{"text":"%s"}\n{"text":"y"}\n' % ("a" * (1 << 20)), ["y"], "line 1: longer than"),
    "csv field": ("a.csv", "text\nx\n" + "a" * (1 << 20) + "\n", ["x"], "line 3: longer than"),
    "csv field that does not end": ("a.csv", 'text\nx\n"' + f"{'a' * 99}\n" * 11_000, ["x"], "does not end"),
}


@pytest.mark.parametrize(("name", "content", "texts", "message"), TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_too_large_for_a_document_is_a_failure(tmp_path, name, content, texts, message):
    found = list(read_sources(find_sources([put(tmp_path / name, content)]), largest=1 << 20))
    (failure,) = [f for f in found if isinstance(f, Failure)]
    assert [f.document.text for f in found if isinstance(f, Item)] == texts
    assert message in failure.message


# Folders, patterns, ids


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpora"
    put(folder / "b.txt", "b")
    put(folder / "news" / "a.txt", "a")
    put(folder / "news" / "Z.txt.gz", "z")
    put(folder / "gold" / "gold.jsonl", '{"schema":"vnpolnlp/1","id":"news/a.txt","text":"a","entities":[]}\n')
    put(folder / "rows.csv", "text\nc\n")
    return folder


def test_a_folder_is_walked_in_order_and_ids_are_paths_below_it(corpus):
    documents, failures = read(corpus)
    assert ids(documents) == [
        "b.txt",
        "news/a.txt",
        "news/Z.txt.gz",
        "news/a.txt#2",
        "rows.csv:2",
    ]  # the first is from gold/
    assert failures == []


@pytest.mark.parametrize(
    "name",
    [".hidden.txt", ".git/a.txt", "README.md", "scan.png", "page.xml", "standoff.json", "old.annotated.jsonl",
     "old.annotated.jsonl.gz", "old.annotated.jsonl.failures.jsonl", "old.failures.jsonl"],
)  # fmt: skip
def test_a_folder_passes_over(corpus, name):
    before = ids(read(corpus)[0])
    put(corpus / name, '{"text":"x"}')
    documents, failures = read(corpus)
    assert (ids(documents), failures) == (before, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [("scores.csv", "id,f1\n1,0.5\n"), ("scores.jsonl", '{"f1": 1}\n'), ("list.jsonl", "[1]\n"), ("none.jsonl", "")],
)
def test_a_folder_passes_over_data_without_text(corpus, name, content):
    before = ids(read(corpus)[0])
    put(corpus / name, content)
    documents, failures = read(corpus)
    assert (ids(documents), failures) == (before, [])


@pytest.mark.parametrize(
    ("name", "content"), [("bad.txt", b"\xff"), ("bad.jsonl", b"{"), ("bad.csv", b"\xff\n"), ("none.txt", b"")]
)
def test_a_broken_file_in_a_folder_is_a_failure(corpus, name, content):
    put(corpus / name, content)
    assert [failure.source for failure in read(corpus)[1]] == [str(corpus / name)]


@pytest.mark.parametrize("name", [None, "README.md", "scores.csv"])
def test_a_folder_without_texts_is_a_failure(tmp_path, name):
    folder = tmp_path / "empty"
    folder.mkdir()
    if name:
        put(folder / name, "a,b\n")
    documents, (failure,) = read(folder)
    assert documents == []
    assert failure.id == "empty"
    assert f"no texts in the folder {folder}" in failure.message


@pytest.mark.parametrize("name", ["a.pdf.gz", "README.md", "a", "a.gz", "a.json"])
def test_a_named_file_of_another_kind_is_a_failure(tmp_path, name):
    documents, (failure,) = read(put(tmp_path / name, "x"))
    assert documents == []
    assert "known endings are .txt, .jsonl, .csv, .tsv" in failure.message


def test_a_named_file_of_ours_is_read(tmp_path):
    documents, _ = read(put(tmp_path / "a.annotated.jsonl", '{"schema":"vnpolnlp/1","id":"r","text":"x"}'))
    assert ids(documents) == ["r"]


def test_a_pattern_gives_its_files_in_order(corpus):
    assert ids(read(corpus / "**" / "*.txt")[0]) == ["b.txt", "a.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path):
    assert ids(read(put(tmp_path / "a[1].txt", "x"))[0]) == ["a[1].txt"]


@pytest.mark.parametrize("name", ["none.txt", "none/", "*.none"])
def test_an_input_that_does_not_exist_is_an_error_at_once(tmp_path, name):
    with pytest.raises(InputError, match="none"):
        find_sources([tmp_path / name])


def test_a_file_named_twice_is_read_once(corpus):
    assert len(read(corpus, corpus / "b.txt", corpus / "news")[0]) == len(read(corpus)[0])


def test_ids_given_twice_are_numbered(tmp_path):
    rows = "".join(f'{{"text":"x","id":"{id}"}}\n' for id in ["a", "a", "a#2", "a", "b"])
    assert ids(read(put(tmp_path / "r.jsonl", rows))[0]) == ["a", "a#2", "a#2#2", "a#3", "b"]


def test_files_of_one_name_from_two_folders_have_two_ids(tmp_path):
    assert ids(read(put(tmp_path / "x/a.txt", "x"), put(tmp_path / "y/a.txt", "y"))[0]) == ["a.txt", "a.txt#2"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such a name")
def test_a_file_name_that_is_not_utf8_still_gives_an_id(tmp_path):
    put(tmp_path / "a\udcff.txt", "x")
    documents, failures = read(tmp_path)
    assert (ids(documents), failures) == (["a\ufffd.txt"], [])


def test_documents_are_counted_without_reading_them(corpus):
    put(corpus / "more.jsonl", '{"text":"x"}\n\nbroken\n')
    assert count_documents(find_sources([corpus, put(corpus.parent / "a.pdf", "x")])) == 8


# Any content at all


@given(st.sampled_from([".txt", ".jsonl", ".csv", ".tsv", ".txt.gz", ".jsonl.gz", ".csv.gz"]), st.binary(max_size=80))
def test_any_bytes_are_documents_or_failures(ending, content):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"a{ending}")
        file.write_bytes(content)
        found = list(read_texts([file]))
    assert found
    assert all(isinstance(f, Item | Failure) for f in found)
    if ending == ".txt" and isinstance(found[0], Item):
        assert found[0].document.text.encode() == content


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40).map(lambda t: f"Đ{t}")


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from([("csv", ","), ("tsv", "\t")]), st.sampled_from("\n\r"))
def test_any_text_written_as_csv_comes_back(rows, kind, line_end):
    ending, delimiter = kind
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"a.{ending}")
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
            writer.writerows([["text"], *([text] for text in rows)])
        documents, failures = read(file)
    assert [d.text for d in documents] == rows
    assert failures == []


@given(st.lists(texts, min_size=1, max_size=4), st.booleans())
def test_any_text_written_as_json_lines_comes_back(rows, escaped):
    with tempfile.TemporaryDirectory() as folder:
        file = put(Path(folder, "a.jsonl"), "".join(json.dumps({"text": t}, ensure_ascii=escaped) + "\n" for t in rows))
        documents, failures = read(file)
    assert [d.text for d in documents] == rows
    assert failures == []
