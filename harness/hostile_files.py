"""Files that mean harm, or have come to it: the same ones for the same seed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from harness.made_files import BILLION_LAUGHS, link, overlapping_zip, page, paragraph, pdf, tarred, word, zipped
from vnpolnlp.corpus.encodings import LEGACY, encode

_ENDINGS = (
    ".txt", ".jsonl", ".csv", ".tsv", ".html", ".docx", ".pdf", ".parquet", ".zip", ".tar", ".tar.gz", ".txt.gz",
    ".txt.zst", ".jsonl.gz", ".csv.zst", ".html.gz",
)  # fmt: skip
_TEXT = (
    "Sáng 22/4/2025, Tỉnh ủy Kiên Giang họp bàn về thực hiện Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành "
    "Trung ương Đảng khóa XIII. Bí thư Tỉnh ủy Đỗ Thanh Bình yêu cầu ngăn chặn “tự diễn biến”, “tự chuyển hóa”.\n"
)
# What stages look for, in bits from which floods are made.
_BITS = (
    "“", "”", "\"", "'", "''", "«", "(", ")", "[", "\u200b", "\u200d", "\u00ad", "\u0301", "\u0323\u0302", "\u202e",
    "\u2066", "\ufeff", "\ud7a3", "\u1112\u1161\u11ab", "\U0001f1fb\U0001f1f3", "👨\u200d👩\u200d👧", "\0", "\x1b[2J",
    "\r", "\n", " ", "\t", "\u2028", ".", "...", "-", "–", "/", ":", "http://", "a@b.", "Điều 1 ", "khoản 2 ", "ngày ",
    "tháng 6 ", "1/1/1", "21-NQ/TW ", "Nghị quyết ", "Hội nghị Trung ương ", "Tỉnh ủy ", "UBND ", "ông ", "Nguyễn ",
    "của ", "và ", "A", "a", "Đ", "I", "1", "TP.", "_", "İ", "ﬁ", "=cmd()", "<", "&lt;", "{", "\\", ",", ";",
)  # fmt: skip

Maker = Callable[[random.Random], tuple[str, bytes]]
_LONG_LINE = 50 << 20


def random_bytes(chance: random.Random) -> tuple[str, bytes]:
    """Bytes without any meaning under any ending."""
    ending = chance.choice(_ENDINGS)
    data = chance.randbytes(chance.randrange(2000))
    if ending.endswith(".gz") and chance.random() < 0.5:
        data = gzip.compress(data, mtime=0)
    if ending.endswith(".zst") and chance.random() < 0.5:
        data = zstandard.compress(data)
    return ending, data


def flood(chance: random.Random) -> tuple[str, bytes]:
    """One or two bits, a thousand times over, in a file of a kind that has rows or plain text."""
    bits = chance.choices(_BITS, k=chance.randint(1, 3))
    text = "".join(bits) * chance.choice([10, 300, 1000, 3000]) + chance.choice(["", _TEXT])
    return _as_file(chance, text)


def soup(chance: random.Random) -> tuple[str, bytes]:
    """Bits in no order."""
    return _as_file(chance, "".join(chance.choices(_BITS, k=chance.randrange(1500))))


def _as_file(chance: random.Random, text: str) -> tuple[str, bytes]:
    ending = chance.choice((".txt", ".txt", ".jsonl", ".csv", ".html", ".docx"))
    if ending == ".jsonl":
        return ending, json.dumps({"text": text}, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if ending == ".csv":
        return ending, ('text\n"' + text.replace('"', '""') + '"\n').encode("utf-8", "surrogatepass")
    if ending == ".html":
        return ending, page(*[text] * 3).encode("utf-8", "surrogatepass")
    if ending == ".docx":
        return ending, word(paragraph(text.replace("&", "&amp;").replace("<", "&lt;")))
    return ending, text.encode("utf-8", "surrogatepass")


def cut_off_utf8(chance: random.Random) -> tuple[str, bytes]:
    """A text that ends within a character, or has lost bytes."""
    data = bytearray((_TEXT * 3).encode())
    for _ in range(chance.randrange(4)):
        del data[chance.randrange(len(data))]
    return chance.choice((".txt", ".csv", ".jsonl")), bytes(data[: chance.randrange(len(data))])


def lone_surrogates(chance: random.Random) -> tuple[str, bytes]:
    """JSON with halves of surrogate pairs, escaped or encoded as they may not be."""
    half = chance.choice([rb"\ud800", rb"\udfff", rb"\ud83d", b"\xed\xa0\x80", rb"\ud83d\ud83d\udccc"])
    field = chance.choice(["text", "id", "more"])
    return ".jsonl", b'{"text":"x","%s":"a' % field.encode() + half + b'"}\n{"text":"' + half + b'"}\n{"text":"y"}'


def deep_nesting(chance: random.Random) -> tuple[str, bytes]:
    """JSON, HTML and XML with elements within elements."""
    depth = chance.choice([50, 500, 5_000, 50_000])
    return chance.choice(
        [
            (".jsonl", b'{"text":"x","a":' + b"[" * depth + b"]" * depth + b"}"),
            (".jsonl", b'{"a":' * depth + b'{"text":"x"}' + b"}" * depth),
            (".html", page("<div>" * depth + _TEXT + "</div>" * depth).encode()),
            (".html", ("<b><i>" * depth + _TEXT).encode()),
            (".docx", word("<w:p><w:r>" + "<w:x>" * depth + "<w:t>x</w:t>" + "</w:x>" * depth + "</w:r></w:p>")),
            (".pdf", pdf("x", extra="[" * depth + "]" * depth)),
        ]
    )


def entities(chance: random.Random) -> tuple[str, bytes]:
    """Billion laughs, and entities that stand for files."""
    external = f"<!DOCTYPE x [<!ENTITY i SYSTEM '{chance.choice(['file:///etc/passwd', 'http://127.0.0.1:9/x'])}'>]>"
    before = chance.choice([BILLION_LAUGHS, external])
    if chance.random() < 0.5:
        return ".docx", word(paragraph("&i;"), before=before)
    return ".html", (before + page(f"{_TEXT} &i;")).encode()


def bombs(chance: random.Random) -> tuple[str, bytes]:
    """A little that decompresses to very much."""
    size = chance.choice([3, 12]) << 20
    json_line = b'{"text":"%s"}' % (b"a" * size)
    much = chance.choice([b"a" * size, b"a\n" * (size // 2), b" " * size, b"\0" * size, json_line])
    return chance.choice(
        [
            lambda: (chance.choice([".txt.gz", ".jsonl.gz", ".html.gz", ".tar.gz"]), gzip.compress(much, 1, mtime=0)),
            lambda: (chance.choice([".txt.zst", ".csv.zst", ".tar.zst"]), zstandard.compress(much)),
            lambda: (".zip", zipped({"a.txt": much, "b.txt": "b"})),
            lambda: (".zip", zipped({"a.zip": zipped({"a.txt": much}), "b.txt": "b"})),
            lambda: (".docx", zipped({"word/document.xml": much})),
            lambda: (".zip", overlapping_zip(chance.randrange(2, 200))),
        ]
    )()


def wrong_names(chance: random.Random) -> tuple[str, bytes]:
    """Archives whose files have names that lead elsewhere, or are links."""
    names = ["../../a.txt", "/etc/a.txt", "C:\\a.txt", "a/../../../b.txt", "..\\..\\c.txt", "\x1b[2J.txt", "a" * 5000]
    members = [(chance.choice(names), "x"), ("b.txt", _TEXT)]
    if chance.random() < 0.5:
        return ".zip", zipped(dict(members))
    links = [link("l.txt", "/etc/passwd"), link("m.txt", "../../x", b"1")]
    return chance.choice([".tar", ".tar.gz"]), gzip.compress(tarred(*members, *links), mtime=0)


def tables(chance: random.Random) -> tuple[str, bytes]:
    """Tables that are none: quotation marks that do not end, thousands of columns, names given twice."""
    text = chance.choice(
        [
            'text\n"' + _TEXT * 50, "text,text\na,b\n", "text" + ",a" * 5000 + "\nx\n", 'text\n"a"b"\n',
            "text\r\r\rx\r",
            "a\tb\n", "text\nx\n" + "," * 5000 + "\n", "text\n" + "\0" * 50, "text\n" + '"' * 999,
        ]
    )  # fmt: skip
    return chance.choice([".csv", ".tsv"]), text.encode()


def old_encodings(chance: random.Random) -> tuple[str, bytes]:
    """Texts in old encodings, whole, cut off or damaged."""
    text = _TEXT.replace("“", "").replace("”", "")
    data = bytearray(encode(text, chance.choice(sorted(LEGACY))) * chance.randint(1, 3))
    for _ in range(chance.choice([0, 0, 1, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return chance.choice([".txt", ".csv", ".html"]), bytes(data[chance.randrange(50) : -1 - chance.randrange(100)])


def damaged(chance: random.Random) -> tuple[str, bytes]:
    """A good file of any kind that is cut off, or in which bytes were changed."""
    ending, data = chance.choice(
        [
            lambda: (".pdf", pdf("Nghi quyet so 21-NQ/TW", "cua Trung uong")),
            lambda: (".docx", word(paragraph(_TEXT) * 5)),
            lambda: (".html", page().encode()),
            lambda: (".zip", zipped({"a.txt": _TEXT, "b.docx": word(paragraph("x")), "c.jsonl": '{"text":"x"}'})),
            lambda: (".tar", tarred(("a.txt", _TEXT * 9), ("b/" * 99 + "b.txt", _TEXT))),
            lambda: (".tar.gz", gzip.compress(tarred(("a.txt", _TEXT * 9), ("b.csv", "text\nx\n")), mtime=0)),
            lambda: (".txt.zst", zstandard.compress(_TEXT.encode() * 9)),
            lambda: (".jsonl.gz", gzip.compress(b'{"text":"x"}\n' * 99, mtime=0)),
        ]
    )()
    changed = bytearray(data)
    for _ in range(chance.choice([0, 1, 3, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return ending, bytes(changed if chance.random() < 0.5 else changed[: chance.randrange(len(changed))])


MAKERS: tuple[Maker, ...] = (
    random_bytes, flood, flood, soup, soup, cut_off_utf8, lone_surrogates, deep_nesting, entities, bombs, wrong_names,
    tables, old_encodings, damaged, damaged,
)  # fmt: skip


def long_lines() -> Iterator[tuple[str, bytes]]:
    """Lines of 50 MB, one of each kind that has lines."""
    for ending, head in (
        (".txt", b""),
        (".jsonl", b'{"text":"'),
        (".csv", b"text\n"),
        (".tsv", b'text\n"'),
        (".html", b""),
    ):
        yield ending, head + "Đảng bộ ".encode() * (_LONG_LINE // len("Đảng bộ ".encode()))


def write_files(folder: Path, count: int, seed: int) -> list[Path]:
    """That many hostile files, a few of them with a very long line."""
    chance = random.Random(seed)
    found = []
    lines = list(long_lines()) if count >= 1000 else []
    for number in range(count):
        ending, data = lines.pop() if lines else MAKERS[number % len(MAKERS)](chance)
        path = folder / f"{number:05}{ending}"
        path.write_bytes(data)
        found.append(path)
    return found
