"""Our own word engine: a segmenter and a tagger of parts of speech, with the weights that come with the package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import (
    Columns,
    FeatureTable,
    Floats,
    Ints,
    Keys,
    LinearChain,
    Template,
    feature_keys,
    first_rows,
)
from vnpolnlp.stored import with_zeros
from vnpolnlp.words.pieces import Pieces, PieceSplitter
from vnpolnlp.words.reading import (
    CAPITAL_SYLLABLE,
    CAPITALS,
    FOREIGN,
    FOREIGN_TITLE,
    NO_ONSET,
    OTHER,
    PIECE_COLUMNS,
    SYLLABLE,
    TITLE,
    WORD_COLUMNS,
    Reader,
    read_piece,
    read_word,
    shape_of,
)
from vnpolnlp.words.weights import StoredModels

WEIGHTS = Path(__file__).parents[1] / "models" / "words.npz"

_LETTERS = r"[\w\u0300-\u036f]+"
# What stays together although there are marks in it; tried in this order at each place of a run without white space.
_PIECE = re.compile(
    rf"""
      (?: https?://|www\. ) [^\s"“”<>()]* [^\s"“”<>().,;:!?]      # a web address
    | [\w.+-]{{1,64}} @ [\w-]+ (?: \.[\w-]+ )+                    # an e-mail address
    | (?: (?<![^\W_]) [-+] (?=\d) )? {_LETTERS}                   # a number with its sign; a syllable
      (?: (?: [-/&+'’]                                            # a code, a range, a foreign name: KT-XH, 23-3, H'Mông
            | (?<=\d)[.,:](?=\d)                                  # 1.500, 7,5, 15:30
            | (?<=[A-ZĐƯ])\.(?={_LETTERS[:-1]})                   # TP.HCM, V.I.Lênin
            | (?<=[a-z0-9])\.(?=[a-z])                            # a name of a site: dangcongsan.vn
          ) {_LETTERS}
      )* (?: (?<=\d) % )?
    | (?P<mark> [^\w\s] ) (?P=mark)*                              # marks, the same ones together
    """,
    re.VERBOSE,
)
# Abbreviations whose full stop belongs to them, unless it ends the sentence.
_STOPPED = re.compile(
    r"[A-ZĐa-z]|TP|Tp|tp|TX|Tx|tx|TT|Th|ThS|Ths|TS|Ts|GS|PGS|BS|Bs|KS|LS|NSƯT|NSND|Mr|Mrs|Ms|Dr|St|Jr"
)


def split_run(run: str, final: bool) -> list[str]:
    """The pieces of a run without white space; ``final`` says that it ends its sentence.

    >>> split_run("(UBND", False), split_run("TP.HCM,", False), split_run("21-NQ/TW).", True)
    (['(', 'UBND'], ['TP.HCM', ','], ['21-NQ/TW', ')', '.'])
    """
    if run.isalpha():
        return [run]
    pieces = [match[0] for match in _PIECE.finditer(run)]
    if not final and len(pieces) > 1 and pieces[-1] == "." and _STOPPED.fullmatch(pieces[-2]):
        pieces[-2:] = [pieces[-2] + "."]
    return pieces


_MIN_CAPITALS = 3  # "UBND TP" is no line of capitals


@dataclass(frozen=True)
class WordList:
    """Numbers for runs of rows: which word lists have a word of these pieces, which tags a word mostly has."""

    table: FeatureTable
    values: npt.NDArray[np.uint16]

    def __call__(self, keys: Keys) -> Ints:
        """The value of each run by its key, 0 where it is unknown."""
        return self.values[self.table.rows(keys)].astype(np.int64)


#: Runs of two, three and four pieces, ending at a piece: what a list of words is asked for.
RUNS = tuple(Template(" ".join(f"form[{at}]" for at in range(1 - size, 1))) for size in (2, 3, 4))
WORD = (Template("word[0]"),)


def piece_columns(rows: Ints, lengths: Ints, words: WordList) -> Columns:
    """What the segmenter reads: the columns of pieces, the word lists around each join, and reduplication.

    ``listed`` says of the join of a piece with the one before which lists have a word of two, three or four pieces
    across it (three bits a size). ``likeness`` tells whether two syllables in small letters share onset or rime, and
    then also the register, as those of a reduplication do: thoăn thoắt, lấp lánh, lung tung.
    """
    columns = dict(zip(PIECE_COLUMNS, rows.T, strict=True))
    shape = columns["shape"]
    columns["shape"] = np.where(
        (shape == CAPITAL_SYLLABLE) & np.repeat(in_capitals(shape, lengths), lengths), SYLLABLE, shape
    )
    two, three, four = words(feature_keys(columns, RUNS, lengths))
    three = three | _moved(three, 1)
    four = four | _moved(four, 1) | _moved(four, 2)
    columns["listed"] = two + 8 * three + 64 * four
    onset, rime, register = columns["onset"], columns["rime"], columns["register"]
    small = (columns["shape"] == SYLLABLE).astype(np.int64)
    same_onset = (onset == _moved(onset, -1)) & (onset != NO_ONSET)
    same_rime = rime == _moved(rime, -1)
    alike = same_onset | same_rime
    likeness = 1 + same_onset + 2 * same_rime + 4 * (alike & (register == _moved(register, -1)))
    columns["likeness"] = small * _moved(small, -1) * likeness
    columns["likeness"][first_rows(lengths)] = 0  # the piece before is of another sentence
    return columns


def in_capitals(shapes: Ints, lengths: Ints) -> npt.NDArray[np.bool_]:
    """Whether each sentence is in capitals: three or more pieces in capitals, one that may be a syllable, none not."""
    upto = np.concatenate(([0], np.cumsum(lengths)))
    syllables, capitals, others = (
        np.diff(np.concatenate(([0], np.cumsum(np.isin(shapes, kinds))))[upto])
        for kinds in (
            (CAPITAL_SYLLABLE,),
            (CAPITAL_SYLLABLE, CAPITALS),
            (SYLLABLE, TITLE, FOREIGN, FOREIGN_TITLE, OTHER),
        )
    )
    found: npt.NDArray[np.bool_] = (syllables > 0) & (capitals >= _MIN_CAPITALS) & (others == 0)
    return found


def _moved(column: Ints, by: int) -> Ints:
    """The column with the value of the row ``by`` rows further on, 0 where there is none."""
    moved = np.zeros_like(column)
    if by > 0:
        moved[:-by] = column[by:]
    else:
        moved[-by:] = column[:by]
    return moved


def word_columns(rows: Ints, lengths: Ints, tagged: WordList) -> Columns:
    """What the tagger reads: the columns of words, and the class of tags that each is known to have."""
    columns = dict(zip(WORD_COLUMNS, rows.T, strict=True))
    columns["class"] = tagged(feature_keys(columns, WORD, lengths)[0])
    return columns


@dataclass(frozen=True)
class Models:
    """The segmenter and the tagger, with the lists that they ask.

    The labels of the segmenter are ``B`` and ``I``, those of the tagger a VLSP tag and a Universal POS tag: ``V/AUX``.
    """

    segmenter: LinearChain
    words: WordList
    tagger: LinearChain
    tagged: WordList

    @classmethod
    def of(cls, stored: StoredModels) -> Models:
        """The models ready for use."""
        words, tagged = (
            WordList(FeatureTable.of(listed.keys, checked=True), with_zeros(listed.values))
            for listed in (stored.words, stored.tagged)
        )
        return cls(stored.segmenter.chain(), words, stored.tagger.chain(), tagged)


def _small(words: Sequence[str], lengths: Ints) -> Sequence[str]:
    """The words with sentences in capitals put in small letters."""
    if not any(map(str.isupper, words)):
        return words
    small = list(words)
    ends = np.cumsum(lengths).tolist()
    for start, end in zip([0, *ends], ends, strict=False):
        if end - start >= _MIN_CAPITALS and " ".join(words[start:end]).isupper():
            small[start:end] = [word if shape_of(word) == CAPITALS else word.lower() for word in words[start:end]]
    return small


@cache
def _digest_of_weights() -> str:
    try:
        return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigError(f"{WEIGHTS}: the weights of the engine 'vnpol' cannot be read: {error.strerror}") from error


@cache
def _shipped_models() -> Models:
    return Models.of(StoredModels.load(WEIGHTS))


class VnpolEngine:
    """Segments and tags with the weights in ``models/words.npz``; ``models/words.md`` says how they were made.

    >>> engine = VnpolEngine()
    >>> text = "Đảng bộ tỉnh họp."
    >>> pieces = engine.pieces(text, [(0, len(text))])
    >>> engine.begins(engine.scores(pieces.forms, pieces.lengths), pieces.lengths).tolist()
    [True, False, True, True, True]
    >>> engine.tag(["Đảng bộ", "tỉnh", "họp", "."], np.array([4]))
    (['N', 'N', 'V', 'CH'], ['NOUN', 'NOUN', 'VERB', 'PUNCT'])
    """

    def __init__(self) -> None:
        self._split = PieceSplitter(split_run)
        self._read_pieces = Reader(read_piece, len(PIECE_COLUMNS))
        self._read_words = Reader(read_word, len(WORD_COLUMNS))

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights."""
        return _digest_of_weights()

    def pieces(self, text: str, sentences: Sequence[tuple[int, int]]) -> Pieces:
        """What words are made of in these sentences of a text."""
        return self._split(text, sentences)

    def scores(self, forms: Sequence[str], lengths: Ints) -> Floats:
        """For each piece, how well it begins a word (column 0) and joins the one before (column 1)."""
        models = _shipped_models()
        return models.segmenter.scores(piece_columns(self._read_pieces(forms), lengths, models.words), lengths)

    def begins(self, scores: Floats, lengths: Ints) -> npt.NDArray[np.bool_]:
        """Whether each piece begins a word; the first piece of a sentence does."""
        begins: npt.NDArray[np.bool_] = _shipped_models().segmenter.decode(scores, lengths) == 0
        begins[first_rows(lengths)] = True
        return begins

    def tag(self, words: Sequence[str], lengths: Ints) -> tuple[list[str], list[str]]:
        """The VLSP tag and the Universal POS tag of each word."""
        models = _shipped_models()
        tagger = models.tagger
        columns = word_columns(self._read_words(_small(words, lengths)), lengths, models.tagged)
        best = tagger.decode(tagger.scores(columns, lengths), lengths).tolist()
        pairs = [label.split("/") for label in tagger.labels]
        tags, pos = [tag for tag, _ in pairs], [upos for _, upos in pairs]
        return [tags[label] for label in best], [pos[label] for label in best]
