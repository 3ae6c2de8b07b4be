"""What texts were written in before Unicode: TCVN3 (ABC), VNI, VPS, VISCII and windows-1258, read and told apart.

The tables are data, a character a line, ``NAME.tsv``; :func:`vnpolnlp.lexicons.read_lexicon` reads them. Which of them
a file is written in is nowhere said, and many bytes are letters in all of them, so :func:`detect` reads the words in
each and asks which reading is Vietnamese. It says how sure it is, and leaves it to the caller what is sure enough.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vnpolnlp.errors import ConfigError, InputError
from vnpolnlp.lexicons import read_lexicon

_FOLDER = Path(__file__).parent
_TABLES = ("tcvn3", "vni", "vps", "viscii")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

#: What :func:`detect` tells apart. ``--encoding`` takes these and every text encoding that Python knows.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", *_TABLES, "windows-1258")

#: Those that were made for Vietnamese, in which a line feed is a line feed.
LEGACY = frozenset({*_TABLES, "windows-1258"})

_ALIASES = {"abc": "tcvn3", "tcvn": "tcvn3", "tcvn-3": "tcvn3", "vni-windows": "vni", "x-viet-vps": "vps"}


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding a text may be written in, and the probability that it is."""

    encoding: str
    confidence: float


def encoding_name(name: str) -> str:
    """The name by which an encoding is known here.

    >>> encoding_name("ABC"), encoding_name("cp1258"), encoding_name("UTF8")
    ('tcvn3', 'windows-1258', 'utf-8')

    Raises:
        ConfigError: nobody knows an encoding of that name, or it is not one of texts.
    """
    small = name.strip().lower().replace("_", "-")
    small = _ALIASES.get(small, small)
    if small in ENCODINGS:
        return small
    try:
        info = codecs.lookup(small)
        "".encode(small)  # raises for what encodes no text, such as zlib
    except (LookupError, ValueError) as error:
        raise ConfigError(
            f"no text encoding is called {name!r}; known are {', '.join(ENCODINGS)} and those of Python"
        ) from error
    return "windows-1258" if info.name == "cp1258" else info.name


def decode(data: bytes, encoding: str) -> str:
    r"""The text of bytes. That of windows-1258, which writes tones as marks, is composed (Unicode form NFC).

    >>> decode(b"C\xe9ng h\xdfa", "tcvn3"), decode(b"Co\xe4ng ho\xf8a", "vni")
    ('Cộng hòa', 'Cộng hòa')

    Raises:
        UnicodeDecodeError: a byte stands for nothing in this encoding.
        ConfigError: nobody knows the encoding.
    """
    encoding = encoding_name(encoding)
    if encoding in _TABLES:
        return _table(encoding).decode(data)
    if encoding == "windows-1258":
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    return data.decode(encoding)


def encode(text: str, encoding: str) -> bytes:
    r"""The bytes of a text, in whatever Unicode form it is.

    >>> encode("Cộng hòa", "vni")
    b'Co\xe4ng ho\xf8a'

    Raises:
        UnicodeEncodeError: the encoding has no bytes for a character. TCVN3 has none for capitals with a tone.
        ConfigError: nobody knows the encoding.
    """
    encoding = encoding_name(encoding)
    if encoding in _TABLES:
        return _table(encoding).encode(unicodedata.normalize("NFC", text))
    if encoding == "windows-1258":
        return "".join(_tone_apart(letter) for letter in unicodedata.normalize("NFC", text)).encode("cp1258")
    return text.encode(encoding)


def ambiguities(text: str, data: bytes, encoding: str) -> str:
    r"""What the bytes of a text do not tell, in a sentence; nothing if they tell everything.

    >>> ambiguities("HộI NGHị", b"H\xe9I NGH\xde", "tcvn3")
    'TCVN3 has no capitals with tones: 2 words mix capitals and small letters'
    """
    if encoding == "tcvn3":
        mixed = sum(1 for word in re.findall(r"[^\W\d_]{2,}", text) if _mixes_cases(word))
        return f"TCVN3 has no capitals with tones: {mixed} words mix capitals and small letters" if mixed else ""
    if encoding == "vni":
        try:
            exact = encode(text, encoding) == data
        except UnicodeEncodeError:
            exact = False
        return "" if exact else "some letters of VNI stand where they can be read in two ways"
    return ""


def detect(data: bytes) -> tuple[Guess, ...]:
    """The encodings that bytes may be in, the most likely first. Their confidences are at most 1 together.

    What is left to 1 is the probability that it is none of them. UTF-8 is certain where it fits, since other text
    hardly ever does, and so is a byte order mark.

    >>> text = "Hội nghị Ban Chấp hành Đảng bộ tỉnh bàn về công tác cán bộ."
    >>> [round(guess.confidence, 2) for guess in detect(encode(text, "vni")) if guess.encoding == "vni"]
    [1.0]
    """
    for mark, encoding in _UTF_16.items():
        if data.startswith(mark):
            return (Guess(encoding, 1.0),)
    zeros = data.count(0)
    if zeros:
        return _without_mark(data, zeros)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return () if _is_broken_utf8(data[:_SAMPLE]) else _legacy(data[:_SAMPLE])
    return (Guess("utf-8", 1.0),)


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8, so that the rest must be damage."""
    beyond_ascii = len(data) - len(data.decode("ascii", "ignore"))
    damaged = len(data) - len(data.decode("utf-8", "ignore").encode())
    return damaged <= 0.2 * beyond_ascii


# --- the tables ------------------------------------------------------------------------------------------------------


class _Table:
    """An encoding in which a character is one byte or two."""

    def __init__(self, name: str) -> None:
        self.name = name
        rows = [(bytes.fromhex(row["bytes"]), row["character"]) for row in read_lexicon(name, folder=_FOLDER)]
        told = {key.decode("latin-1"): character for key, character in rows}
        self.characters: Mapping[str, str] = {**{chr(byte): chr(byte) for byte in range(0x80)}, **told}
        self.bytes: dict[str, bytes] = {}
        for key, character in sorted(self.characters.items(), key=lambda item: len(item[0])):
            # Letters of Vietnamese come first: what windows-1252 has for them is read, but not written.
            if character not in self.bytes or len(key) > 1:
                self.bytes[character] = key.encode("latin-1")
        pairs = {key for key in self.characters if len(key) == 2}
        # A small mark after a capital letter is what some keyboards write at the beginning of a sentence.
        lenient = {key[0] + key[1].lower(): self.characters[key] for key in pairs if key[0].isupper()}
        self.characters = {**lenient, **self.characters}
        bases, marks = ("".join(sorted({key[at] for key in {*pairs, *lenient}})) for at in (0, 1))
        self._pair = re.compile(f"[{bases}][{marks}]|[^\\x00-\\x7f]") if pairs else None
        self._chart = "".join(self.characters.get(chr(byte), "\ufffe") for byte in range(256))

    def decode(self, data: bytes) -> str:
        if not self._pair:
            return codecs.charmap_decode(data, "strict", self._chart)[0]
        return self._pair.sub(lambda match: self._read(match, data), data.decode("latin-1"))

    def _read(self, match: re.Match[str], data: bytes) -> str:
        found = match[0]
        character = self.characters.get(found)
        if character is None and len(found) == 2:  # a letter, and what does not belong to it
            first, second = (self.characters.get(part) for part in found)
            character = first + second if first and second else None
        if character is None:
            start, end = match.span()
            raise UnicodeDecodeError(self.name, data, start, end, "character maps to <undefined>")
        return character

    def encode(self, text: str) -> bytes:
        try:
            return b"".join([self.bytes[character] for character in text])
        except KeyError:
            at = next(at for at, character in enumerate(text) if character not in self.bytes)
            raise UnicodeEncodeError(self.name, text, at, at + 1, "character maps to <undefined>") from None


@cache
def _table(name: str) -> _Table:
    return _Table(name)


@cache
def _tone_apart(letter: str) -> str:
    """A letter as windows-1258 writes it: some letters with a tone are one character there, the others two."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else letter
    return letter


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _mixes_cases(word: str) -> bool:
    return word[1:] != word[1:].lower() and word != word.upper()


# --- telling them apart ----------------------------------------------------------------------------------------------

_SAMPLE = 1 << 18  # bytes; there is nothing to be learnt from the rest of a longer text
_WORDS = 3000  # different ones
_RUN = re.compile(rb"[A-Za-z\x01-\x08\x0e-\x1f\x80-\xff]{1,64}")
_EDGES = "“”‘’„‚–—…«»•\u00a0´`"  # typographic marks that stand next to words

# How likely a word is that the list of syllables does not have, a letter that it does not have, a mark inside a word,
# and a capital after a small letter. Rough sizes; the results hardly change when they are halved or doubled.
_NEW_WORD, _NEW_LETTER, _MARK, _CAPITAL = (math.log(p) for p in (0.02, 1e-5, 1e-4, 1e-2))
_ANY_LETTER = math.log(1 / 100)  # in a language that is not Vietnamese
_SURE = 0.999  # nothing that is guessed from words is more certain
_DAMPING = 0.5  # words of a text are not independent of each other


def _legacy(data: bytes) -> tuple[Guess, ...]:
    words = Counter(run for run in _RUN.findall(data) if not (run.isascii() and run.isalpha()))
    counted = [word for word, _ in words.most_common(_WORDS)]
    scores: dict[str, float] = {"": sum(_NEW_WORD + _ANY_LETTER * sum(b >= 0x80 for b in word) for word in counted)}
    for encoding in sorted(LEGACY):
        try:
            scores[encoding] = sum(_likelihood(decode(word, encoding), encoding) for word in counted)
        except UnicodeDecodeError:
            continue
    best = max(scores.values())
    weights = {encoding: math.exp(max((score - best) * _DAMPING, -700)) for encoding, score in scores.items()}
    total = sum(weights.values())
    guesses = [Guess(e, min(weight / total, _SURE)) for e, weight in weights.items() if e and weight / total > 1e-6]
    return tuple(sorted(guesses, key=lambda guess: -guess.confidence))


def _likelihood(word: str, encoding: str) -> float:
    """The logarithm of the probability of a word of Vietnamese."""
    letters = word.strip(_EDGES)
    small = letters.lower()
    syllables, alphabet = _statistics()
    if small in syllables:
        likelihood = syllables[small]
    else:
        unusual = (character for character in small if not character.isascii() or not character.isalpha())
        likelihood = _NEW_WORD + sum(alphabet.get(c, _NEW_LETTER) if c.isalpha() else _MARK for c in unusual)
    if encoding != "tcvn3" and _mixes_cases(letters):
        likelihood += _CAPITAL
    return likelihood


@cache
def _statistics() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The logarithms of how frequent syllables with letters beyond ASCII are, and these letters."""
    counts = {row["syllable"]: int(row["count"]) for row in read_lexicon("syllables", folder=_FOLDER)}
    letters: Counter[str] = Counter()
    for syllable, count in counts.items():
        letters.update({letter: count for letter in set(syllable) if not letter.isascii()})
    return _logarithms(counts), _logarithms(letters)


def _logarithms(counts: Mapping[str, int]) -> Mapping[str, float]:
    total = sum(counts.values())
    return {key: math.log(count / total) for key, count in counts.items()}


def _without_mark(data: bytes, zeros: int) -> tuple[Guess, ...]:
    """UTF-16 without a byte order mark, if that is what the zero bytes come from."""
    if len(data) % 2 or zeros < len(data) / 10:
        return ()
    encoding = "utf-16-le" if data[1::2].count(0) == zeros else "utf-16-be" if data[::2].count(0) == zeros else ""
    try:
        text = data.decode(encoding) if encoding else ""
    except UnicodeDecodeError:
        return ()
    latin = sum(character < "\u0250" or "\u1e00" <= character < "\u2070" for character in text)
    return (Guess(encoding, _SURE),) if text and latin >= 0.9 * len(text) else ()


def check_decodable(data: bytes, encoding: str, where: str) -> str:
    """The text of bytes.

    Raises:
        InputError: they are not in this encoding; the message says where.
    """
    try:
        return decode(data, encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{where}: not in {encoding}: byte 0x{data[error.start]:02X} at offset {error.start} (line {line})"
        ) from error
    except UnicodeError as error:  # what some encodings of Python raise
        raise InputError(f"{where}: not in {encoding}: {error}") from error
