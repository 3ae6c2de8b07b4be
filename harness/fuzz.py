"""``python -m harness.fuzz``: a coverage-guided fuzzer (atheris) on readers and stages, for a fixed number of inputs.

The first byte of an input chooses what is done with the rest: it is a file of some kind, or a text that is annotated.
Whatever is not a document or a failure is a bug: an exception, or a record that does not fit its text. libFuzzer stops
there and writes the input to a file; that becomes a test. Web pages, PDF and Parquet files are not among the kinds,
since other programs read them, in a process of their own (the harness of hostile files has them).
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

import atheris

with atheris.instrument_imports(include=["vnpolnlp"]):
    from vnpolnlp.codec import check, decode, encode
    from vnpolnlp.corpus.encodings import LEGACY, detect
    from vnpolnlp.corpus.encodings import decode as decode_text
    from vnpolnlp.corpus.ledger import Failure
    from vnpolnlp.corpus.readers import READERS, Kind, Source
    from vnpolnlp.corpus.readers.isolated import Isolated
    from vnpolnlp.corpus.readers.opening import Settings, with_failures
    from vnpolnlp.document import Document
    from vnpolnlp.errors import RecordError
    from vnpolnlp.pipeline import load
    from vnpolnlp.text.view import View

from harness.hostile_files import MAKERS
from harness.made_files import paragraph, tarred, word, zipped

_KINDS: tuple[Kind, ...] = ("text", "jsonl", "csv", "tsv", "docx", "zip", "tar")
_SETTINGS = Settings(None, Isolated(), READERS, 1 << 20)
_LONGEST = 2000  # bytes of an input


def read(data: bytes, kind: Kind) -> None:
    """Read a file: all that comes of it is documents and failures."""
    source = Source(Path(f"a.{kind}"), f"a.{kind}", kind)
    file = io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data)))
    found: Iterator[Document | Failure] = with_failures(READERS[kind](file, source, _SETTINGS), source)
    results = list(found)
    assert results
    assert all(isinstance(result, Document | Failure) for result in results)
    assert all(result.text.strip() for result in results if isinstance(result, Document))


def annotate(data: bytes) -> None:
    """Annotate a text: the record fits it, and can be read again."""
    document = load()(data.decode("utf-8", "replace"))
    assert check(document) == []
    assert encode(decode(encode(document))) == encode(document)


def view(data: bytes) -> None:
    """The view of a text, and of that view."""
    text = data.decode("utf-8", "replace")
    seen = View.of(text)
    assert View.of(seen.text).text == seen.text
    assert seen.to_raw(0, len(seen.text))[1] <= len(text)


def old_encoding(data: bytes) -> None:
    """Bytes in every old encoding: a text, or an error that is expected."""
    for encoding in LEGACY:
        with suppress(UnicodeDecodeError):
            decode_text(data, encoding)
    assert sum(guess.confidence for guess in detect(data)) <= 1 + 1e-9


def record(data: bytes) -> None:
    """A line that may be a record: it is one, or a RecordError says why not."""
    with suppress(RecordError):
        check(decode(data))


def _targets() -> Mapping[int, Callable[[bytes], None]]:
    readers = [lambda data, kind=kind: read(data, kind) for kind in _KINDS]
    return dict(enumerate([*readers, annotate, view, old_encoding, record]))


_TARGETS = _targets()


def one_input(data: bytes) -> None:
    """What is done with one input."""
    if data:
        _TARGETS[data[0] % len(_TARGETS)](data[1:])


def _seeds(folder: Path) -> None:
    """Good and hostile inputs to begin with."""
    import random

    good = [
        "Nghị quyết số 21-NQ/TW".encode(), '{"text":"Đảng"}\n'.encode(), "text,id\nĐảng,1\n".encode(), b"text\tid\nx",
        word(paragraph("Đảng")), zipped({"a.txt": "Đảng"}), tarred(("a.txt", "Đảng")),
        "Sáng 22/4/2025, Bí thư Tỉnh ủy Đỗ Thanh Bình nói: “Phải làm tốt hơn nữa”.".encode(), "uỷ  Hòa\u0301".encode(),
        b"C\xe9ng h\xdfa", b'{"schema":"vnpolnlp/1","id":"a","text":"x"}',
    ]  # fmt: skip
    for number, data in enumerate(good):
        (folder / f"good{number}").write_bytes(bytes([number]) + data)
    chance = random.Random(1)
    for number in range(300):
        _, data = MAKERS[number % len(MAKERS)](chance)
        (folder / f"hostile{number}").write_bytes(bytes([number % len(_TARGETS)]) + data[:_LONGEST])


def main() -> None:
    """Fuzz, for as many inputs as asked for."""
    parser = argparse.ArgumentParser(prog="harness.fuzz", description="Fuzz readers and stages.")
    parser.add_argument("--runs", type=int, default=20_000, help="how many inputs; 20,000 if not said")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("build/fuzz"), help="where inputs go that are bugs")
    arguments = parser.parse_args()
    arguments.findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        _seeds(Path(corpus))
        options = [
            sys.argv[0], corpus, f"-runs={arguments.runs}", f"-seed={arguments.seed}", f"-max_len={_LONGEST}",
            "-timeout=30", "-rss_limit_mb=4096", f"-artifact_prefix={arguments.findings}/", "-print_final_stats=1",
        ]  # fmt: skip
        atheris.Setup(options, one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
