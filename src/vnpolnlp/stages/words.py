"""Words with their parts of speech, for every visible character of the text.

An engine proposes the words, sentence by sentence; this stage decides what they may not do. No word crosses the
boundary of an entity or of a line, also where the engine would join ("Đảng tạo"), and text outside all sentences gets
words too. The engine reads the view; what is set in capitals it reads in lower case, since its models saw few
capitals (F1 of words on UD_Vietnamese-VTB train put in capitals: 0.80 as they stand, 0.96 in lower case).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import ClassVar

import numpy as np

from vnpolnlp.adapters.word_engines import make_word_engine
from vnpolnlp.document import Document, Tokens
from vnpolnlp.lexicons import read_lexicon

# What an engine is given at once. A longer sentence (a table, a list of names) is cut, after a mark where there is
# one in the second half, so that memory stays bounded.
_MAX_PIECES = 400

# What engines read in place of a character: quotation marks as their models saw them in training, and a replacement
# character for lone surrogates, which cannot be encoded.
_READ_AS = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
)

_NUMBER = re.compile(r"\d[\d.,:/-]*")
# A Vietnamese syllable without diacritics, as against an abbreviation or a Roman numeral.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?(?!i{2})[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_MIN_CAPITALS = 3  # so many words, and no small letter, make a passage in capitals: "UBND TP" is none


@dataclass(slots=True)
class _Passage:
    """Columns over the pieces, later the words, of what the engine reads at once."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)  # as the engine reads them
    begins: list[bool] = field(default_factory=list)  # where a word must begin
    names: list[str] = field(default_factory=list)  # label of the name it is in, or nothing

    def add(self, spans: Sequence[tuple[int, int]], forms: Iterable[str], name: str) -> None:
        """Add pieces; a word must begin at the first one."""
        self.starts += [start for start, _ in spans]
        self.ends += [end for _, end in spans]
        self.forms += forms
        self.begins += [number == 0 for number in range(len(spans))]
        self.names += [name] * len(spans)

    def chunks(self) -> Iterator[_Passage]:
        """The passage in parts that are not too long for an engine."""
        first = 0
        while len(self.forms) - first > _MAX_PIECES:
            window = range(first + _MAX_PIECES, first + _MAX_PIECES // 2, -1)
            last = next((at for at in window if not self.forms[at - 1][0].isalnum()), window[0])
            yield self._part(first, last)
            first = last
        yield self._part(first, len(self.forms)) if first else self

    def _part(self, first: int, last: int) -> _Passage:
        part = slice(first, last)
        return _Passage(self.starts[part], self.ends[part], self.forms[part], self.begins[part], self.names[part])

    def words(self, proposed: Sequence[bool]) -> _Passage:
        """The passage with its pieces joined where neither the engine nor a boundary begins a word."""
        words = _Passage()
        for start, end, form, forced, name, begins in zip(
            self.starts, self.ends, self.forms, self.begins, self.names, proposed, strict=True
        ):
            if begins or forced or not words.forms:
                words.starts.append(start)
                words.ends.append(end)
                words.forms.append(form)
                words.names.append(name)
            else:
                words.ends[-1] = end
                words.forms[-1] += " " + form
        return words


class Words:
    """Split sentences into words and tag them.

    >>> from vnpolnlp.document import Sentence
    >>> document = Words()(Document("Đảng bộ tỉnh họp.", sentences=(Sentence(0, 17),)))
    >>> [(document.text[word.start:word.end], word.pos, word.tag) for word in document.tokens]
    [('Đảng bộ', 'NOUN', 'N'), ('tỉnh', 'NOUN', 'N'), ('họp', 'VERB', 'V'), ('.', 'PUNCT', 'CH')]
    """

    needs: ClassVar[tuple[str, ...]] = ("sentences",)
    gives: ClassVar[tuple[str, ...]] = ("tokens",)
    follows: ClassVar[tuple[str, ...]] = ("dates", "names", "events", "documents", "roles")

    def __init__(self, *, engine: str = "underthesea") -> None:
        """Choose the engine.

        Raises:
            ConfigError: no engine has that name.
        """
        self.engine = make_word_engine(engine)

    def __call__(self, document: Document) -> Document:
        """The document with its words."""
        text = document.view.text
        passages = [chunk for passage in self._passages(document) for chunk in passage.chunks()]
        proposed = self.engine.segment([passage.forms for passage in passages])
        sentences = [passage.words(begins) for passage, begins in zip(passages, proposed, strict=True)]
        starts: list[int] = []
        ends: list[int] = []
        pos: list[str] = []
        tags: list[str] = []
        for words, found in zip(sentences, self.engine.tag([words.forms for words in sentences]), strict=True):
            surfaces = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
            certain = [_tag(*word) for word in zip(surfaces, found, words.names, strict=True)]
            starts += words.starts
            ends += words.ends
            tags += certain
            pos += universal(words.forms, certain)
        return document.with_layers(tokens=_tokens(document, starts, ends, pos, tags))

    def _passages(self, document: Document) -> Iterator[_Passage]:
        """The pieces of each sentence, and of each line that is in no sentence."""
        view = document.view
        text = view.text
        readable = text.translate(_READ_AS)
        entities = sorted((*view.from_raw(entity.start, entity.end), entity.label) for entity in document.entities)
        cuts = sorted({bound for start, end, _ in entities for bound in (start, end)})
        for start, end in _cover(text, sorted(view.from_raw(s.start, s.end) for s in document.sentences)):
            passage = _Passage()
            capitals = _in_capitals(text[start:end])
            inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
            for part_start, part_end in pairwise((start, *inner, end)):
                before = bisect_right(entities, part_start, key=lambda entity: entity[0])
                inside = before > 0 and part_start < entities[before - 1][1]
                name = entities[before - 1][2] if inside and entities[before - 1][2] in ("PER", "LOC") else ""
                for line_start, line_end in _lines(text, part_start, part_end):
                    spans = self.engine.pieces(text, line_start, line_end)
                    forms = [readable[a:b] for a, b in spans]
                    if capitals or _in_capitals(text[line_start:line_end]):
                        forms = [_lowered(form, title=bool(name)) for form in forms]
                    passage.add(spans, forms, name)
            if passage.forms:
                yield passage


def _cover(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences and, in their places, the lines between them."""
    last = 0
    for start, end in sentences:
        if start > last:
            yield from _lines(text, last, start)
        if end > max(start, last):
            yield max(start, last), end
            last = end
    yield from _lines(text, last, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of lines, without those that are empty."""
    while start < end:
        at = text.find("\n", start, end)
        stop = end if at < 0 else at
        if stop > start:
            yield start, stop
        start = stop + 1


def _in_capitals(text: str) -> bool:
    return text.isupper() and len(text.split()) >= _MIN_CAPITALS


def _lowered(form: str, *, title: bool) -> str:
    """A syllable in small letters, in a name with its first letter as a capital; anything else as it is."""
    bare = unicodedata.normalize("NFD", form.lower()).replace("đ", "d")
    if not _SYLLABLE.fullmatch("".join(char for char in bare if not unicodedata.combining(char))):
        return form
    return form.capitalize() if title else form.lower()


def _tag(surface: str, proposed: str, name: str) -> str:
    """The tag that the characters of a word, or the name it is in, make certain; else the proposed one."""
    if not surface[0].isalnum() and not any(char.isalnum() for char in surface):
        return "CH"
    if surface[0].isdigit() and _NUMBER.fullmatch(surface):
        return "M"
    if name and all(part[0].isupper() and (name == "PER" or not part[1:].isupper()) for part in surface.split()):
        return "Np"
    return proposed


@cache
def _tag_table() -> dict[str, str]:
    return {row["tag"]: row["upos"] for row in read_lexicon("vlsp_tags")}


@cache
def _word_table() -> dict[tuple[str, str], tuple[frozenset[str], str]]:
    return {
        (row["form"], row["tag"]): (frozenset(row.forms("before")), row["upos"]) for row in read_lexicon("vlsp_words")
    }


def universal(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The Universal POS tags of a sentence's words with VLSP tags.

    The tables are ``lexicons/vlsp_tags.tsv`` and, for words that UD_Vietnamese-VTB tags on their own account, as
    they are or before words with certain tags, ``lexicons/vlsp_words.tsv``.

    >>> universal(["Tôi", "muốn", "đi", "."], ["P", "V", "V", "CH"])
    ['PRON', 'AUX', 'VERB', 'PUNCT']
    """
    by_tag, by_word = _tag_table(), _word_table()
    pos = []
    for word, tag, following in zip(words, tags, (*tags[1:], ""), strict=True):
        before, upos = by_word.get((word.lower(), tag), (None, ""))
        if before is not None and (not before or following in before):
            pos.append(upos)
        elif tag == "CH" and unicodedata.category(word[0])[0] != "P":
            pos.append("SYM")
        else:
            pos.append(by_tag.get(tag, "X"))
    return pos


def _tokens(
    document: Document, starts: Sequence[int], ends: Sequence[int], pos: Sequence[str], tags: Sequence[str]
) -> Tokens:
    """The words in raw offsets. Of two that share a letter with its marks in the raw text, the first one has it."""
    if not starts:
        return Tokens()
    raw_starts, raw_ends = document.view.to_raw_columns(
        np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    )
    taken = np.maximum.accumulate(raw_ends)
    raw_starts = np.concatenate((raw_starts[:1], np.maximum(raw_starts[1:], taken[:-1])))
    kept = np.flatnonzero(raw_starts < raw_ends).tolist()
    if len(kept) == len(pos):
        return Tokens(raw_starts, raw_ends, pos, tags)
    return Tokens(raw_starts[kept], raw_ends[kept], [pos[at] for at in kept], [tags[at] for at in kept])
