"""Old Vietnamese encodings: exact round trips, and telling them apart. All texts are made up."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.corpus import encodings
from vnpolnlp.corpus.encodings import LEGACY, ambiguities, decode, detect, encode, encoding_name
from vnpolnlp.errors import ConfigError
from vnpolnlp.lexicons import read_lexicon

FOLDER = Path(encodings.__file__).parent
EVERY_LEGACY = pytest.mark.parametrize("encoding", sorted(LEGACY))

SMALL = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
LETTERS = f"{SMALL}đĐĂÂÊÔƠƯ"
CAPITALS = f"{SMALL}đ".upper()
TEXT = (
    "Sáng 16/6, tại trụ sở, Ban Thường vụ Huyện đã họp phiên thường kỳ để nghe báo cáo về công tác xây dựng hệ thống "
    "chính trị ở cơ sở.\r\nNgười chủ trì yêu cầu các xã rà soát từng việc, giao rõ người, rõ thời hạn; nơi nào còn "
    "“đùn đẩy” thì phải chịu trách nhiệm.\n"
)


def punctuation(encoding: str) -> str:
    """What stands around a text in typographic marks; two encodings have none."""
    return TEXT if encoding not in ("vps", "viscii") else TEXT.replace("“", '"').replace("”", '"')


# Tables


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps", "viscii"])
def test_a_table_names_its_sources_and_says_everything_once(name: str) -> None:
    rows = read_lexicon(name, folder=FOLDER)
    assert all(row["source"] for row in rows)
    keys = [bytes.fromhex(row["bytes"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps", "viscii"])
def test_a_table_has_all_letters(name: str) -> None:
    found = {row["character"] for row in read_lexicon(name, folder=FOLDER)}
    assert {letter for letter in LETTERS if not letter.isascii()} <= found


def test_syllables_are_in_the_order_of_their_frequency() -> None:
    rows = read_lexicon("syllables", folder=FOLDER)
    keys = [(-int(row["count"]), row["syllable"]) for row in rows]
    assert keys == sorted(keys)
    assert all(row["source"] for row in rows)


# What is known of these encodings from outside.


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("tcvn3", b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("vni", b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("viscii", b"C\xb5ng h\xf2a Vi\xaet Nam", "Cộng hòa Việt Nam"),
        ("vps", b"C\xb6ng h\xf2a Vi\x8ct Nam", "Cộng hòa Việt Nam"),
        ("windows-1258", b"C\xf4\xf2ng ho\xcca Vi\xea\xf2t Nam", "Cộng hòa Việt Nam"),
        ("vni", b"A\xf9nh", "Ánh"),  # a small mark after a capital
        ("vni", b"n\xf6\xf4\xf9c \xd1\xf6\xf4\xefc", "nước Được"),
        ("tcvn3", b"\x93\xa7\xb6ng\x94 \x96", "“Đảng” –"),
    ],
)
def test_known_bytes_are_known_text(encoding: str, data: bytes, text: str) -> None:
    assert decode(data, encoding) == text


@pytest.mark.parametrize("encoding", ["viscii", "windows-1258"])
def test_pythons_and_other_tables_say_the_same(encoding: str) -> None:
    if encoding == "windows-1258":
        assert encode("Đường", encoding) == b"\xd0\xfd\xf5\xccng"
        assert decode(bytes(range(0x80)), encoding) == bytes(range(0x80)).decode("ascii")
    else:  # the last row of the table of RFC 1456
        assert decode(bytes(range(0xF0, 0x100)), encoding) == "đựòóôõỏọụùúũủýợỮ"


# Round trips


@EVERY_LEGACY
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_come_back(encoding: str, form: str) -> None:
    text = unicodedata.normalize(form, LETTERS)  # type: ignore[arg-type]
    assert decode(encode(text, encoding), encoding) == LETTERS


@pytest.mark.parametrize("encoding", sorted(LEGACY - {"tcvn3"}))
def test_capitals_come_back(encoding: str) -> None:
    assert decode(encode(CAPITALS, encoding), encoding) == CAPITALS


@EVERY_LEGACY
def test_a_text_comes_back(encoding: str) -> None:
    text = punctuation(encoding)
    data = encode(text, encoding)
    assert decode(data, encoding) == text
    assert ambiguities(text, data, encoding) == ""


@EVERY_LEGACY
@given(st.text(st.sampled_from(f"{LETTERS} \r\n\t.,-/()\"'0123456789" + "bcdfghjklmnpqrstvwxzABCDEFGHIKLMNOPQRSTUVXY")))
def test_any_text_comes_back(encoding: str, text: str) -> None:
    assert decode(encode(text, encoding), encoding) == text


@EVERY_LEGACY
@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_an_error_with_a_place(encoding: str, data: bytes) -> None:
    try:
        text = decode(data, encoding)
    except UnicodeDecodeError as error:
        place = error.start
        assert data[place] >= 0x80
    else:
        assert data.isascii() or not text.isascii()
        assert unicodedata.is_normalized("NFC", text) or encoding != "windows-1258"


# What cannot be told


def test_tcvn3_has_no_capitals_with_tones() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode("HỘI NGHỊ", "tcvn3")


@pytest.mark.parametrize(
    ("encoding", "data", "note"),
    [
        ("tcvn3", b"H\xe9I NGH\xde ban", "2 words mix capitals and small letters"),
        ("tcvn3", b"H\xe9i ngh\xde BCH", ""),
        ("vni", b"A\xf9nh", "two ways"),
        ("vni", b"A\xd9nh", ""),
        ("vni", b"b\xf9 nh\xec", "two ways"),
        ("viscii", b"C\xb5ng", ""),
    ],
)
def test_what_bytes_do_not_tell_is_said(encoding: str, data: bytes, note: str) -> None:
    said = ambiguities(decode(data, encoding), data, encoding)
    assert (note in said) if note else said == ""


# Telling them apart


@EVERY_LEGACY
def test_a_text_is_recognised(encoding: str) -> None:
    best = detect(encode(punctuation(encoding), encoding))[0]
    assert best.encoding == encoding
    assert best.confidence > 0.99


@EVERY_LEGACY
@pytest.mark.parametrize("start", range(0, 220, 20))
def test_thirty_characters_are_recognised_or_nothing_is_certain(encoding: str, start: int) -> None:
    data = encode(punctuation(encoding)[start : start + 30], encoding)
    best = detect(data)[0]
    assert best.encoding == encoding or best.confidence < 0.95 or best.encoding == "utf-8"


@pytest.mark.parametrize("data", ["Đảng".encode(), b"abc", b"", "\ufeffĐảng".encode(), "中国 café".encode()])
def test_utf8_is_certain(data: bytes) -> None:
    assert [(guess.encoding, guess.confidence) for guess in detect(data)] == [("utf-8", 1.0)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Đảng".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "Đảng".encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_utf16_is_recognised(data: bytes, encoding: str) -> None:
    assert detect(data)[0].encoding == encoding


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Le comité a été créé à Orléans, où les élèves étaient déjà âgés.".encode("latin-1"), id="French"),
        pytest.param("Die größten Städte hätten für die Übung Plätze.".encode("latin-1"), id="German"),
        pytest.param("Постановление Центрального комитета партии".encode("cp1251"), id="Russian"),
        pytest.param("中共中央政治局召开会议".encode("gb18030"), id="Chinese"),
        pytest.param(TEXT.encode()[:-60] + b"\xe1\xbb", id="truncated UTF-8"),
        pytest.param(TEXT.encode().replace(b"\xe1", b"\xff", 2), id="damaged UTF-8"),
        pytest.param(bytes(range(1, 256)) * 4, id="all bytes"),
        pytest.param(b"a\0b\0\0\0", id="zero bytes"),
    ],
)  # fmt: skip
def test_what_is_not_vietnamese_is_not_taken_for_it(data: bytes) -> None:
    assert not [guess for guess in detect(data) if guess.confidence >= 0.95]


def test_two_encodings_that_fit_are_both_named() -> None:
    guesses = detect(b"\xf4ng")
    assert len(guesses) > 1
    assert guesses[0].confidence < 0.95
    assert sum(guess.confidence for guess in guesses) <= 1


@given(st.binary(max_size=300))
def test_confidences_are_probabilities(data: bytes) -> None:
    guesses = detect(data)
    assert all(0 < guess.confidence <= 1 for guess in guesses)
    assert sum(guess.confidence for guess in guesses) <= 1 + 1e-9
    assert [g.confidence for g in guesses] == sorted((g.confidence for g in guesses), reverse=True)


# Names


@pytest.mark.parametrize(
    ("name", "known"),
    [("TCVN3", "tcvn3"), ("abc", "tcvn3"), (" VNI ", "vni"), ("cp1258", "windows-1258"),
     ("windows_1258", "windows-1258"), ("utf8", "utf-8"), ("latin-1", "iso8859-1"), ("x-viet-vps", "vps")],
)  # fmt: skip
def test_an_encoding_has_several_names(name: str, known: str) -> None:
    assert encoding_name(name) == known


@pytest.mark.parametrize("name", ["", "klingon", "zlib", "rot13", "base64", "a\0b"])
def test_what_encodes_no_text_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no text encoding"):
        encoding_name(name)
