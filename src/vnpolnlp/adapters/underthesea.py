"""Word segmentation and part-of-speech tagging with the CRF models that underthesea installs.

The only module that knows underthesea, whose files it reads and which it does not import: pattern, weights and
templates are theirs, and what is done with them is done here for many sentences at once, with exact offsets. The words
are those of ``underthesea.word_tokenize(sentence, use_token_normalize=False)``, except that a combining mark stays with
its letter, that a run without spaces is cut after 256 characters and before eight punctuation marks in a row, and that
no piece goes across white space (theirs takes "Th S" out of "Th Sang" for a title). The tags are those of
``underthesea.pos_tag(sentence, model="v2.0")``, without its spelling changes.
"""

from __future__ import annotations

import ast
import hashlib
import pickle
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vnpolnlp.adapters.crfsuite import read_crfsuite
from vnpolnlp.adapters.windows import WindowScorer
from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import first_rows, viterbi
from vnpolnlp.words.pieces import Pieces, PieceSplitter
from vnpolnlp.words.universal import universal

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]

_SEGMENTER = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
_TAGGER = "pipeline/pos_tag/models/pos_crf_vlsp2013_20230303"

# The tokeniser's pattern for web addresses takes twice the time for each further mark that an address ends in
# ("http://" and 22 full stops: 0.7 s), and its pattern for e-mail addresses goes over the rest of a run without
# spaces at each of its dots. Both are bounded here: by a cut before a row of marks, and by one every _RUN characters.
_RUN = 256
_MARKS = re.compile(r"""[`!()\[\]{};:'".,<>?«»“”‘’]{8,}""")
_LONG = re.compile(rf"(?<!\S)\S{{{_RUN + 1},}}")

_PATTERN = "pipeline/word_tokenize/regex_tokenize.py"

# Files of underthesea 9 that this module reads. Dictionaries and templates are pickles, which can run code when they
# are loaded, and the pattern is code; other weights would give other words without a word.
_KNOWN_FILES = {
    f"{_SEGMENTER}/models.bin": ("c3a64c64349f1d73304f89babacaa8f8cd6078b1ec1a1b2c104e9e411ac1d2c3",),
    f"{_SEGMENTER}/features.bin": ("cf93263c7c7973bf50122b0be76a394443ff61be00c1368713dee1b7d5b8a435",),
    f"{_SEGMENTER}/dictionary.bin": ("ec8c62b3881c6682c18959988e1fe08800cc835777778845bded470ca02745d9",),
    f"{_TAGGER}/models.bin": ("f79566ee0bfcf2584fb89ae656c62cc7d40ad6c272482cf51740b8635e50d930",),
    f"{_TAGGER}/features.bin": ("00be4922c973cdf9738421e353ea1ac13f314105916c9e1b8e834bbb66412450",),
    f"{_TAGGER}/dictionary.bin": ("56e4888920e456e5a96c5a0b263c952f6286eedb98228b41dbda99e692132bfa",),
    _PATTERN: (  # the same pattern, written in three ways
        "656bd403257f7d5c06c2749ba5a431dfc645a78485a8c9d06f217a51d2b2c732",  # 9.0.0
        "e988e4d388449f34fc0d1452eee98321ee0f11820002fa38b304abfc03cd0d5f",  # 9.1.5, 9.2.0
        "5cb4fdc04fc806ac51842d9ec96834e9647262361bf865bacc164e96dc898a76",  # 9.2.11 to 9.5.0
    ),
}


class UndertheseaEngine:
    """Splits sentences into pieces, joins pieces into words and tags the words, many sentences at once.

    What underthesea does by strings, one sentence after the other, is done here in arrays, with the same weights, the
    same order of labels that score the same, and so the same answers. Its models are read once for each process, at
    the first call that needs them; the engine itself holds no state, so it can be pickled.

    >>> engine = UndertheseaEngine()
    >>> pieces = engine.pieces("Đảng bộ tỉnh họp. Dân bàn.", [(0, 17), (18, 26)])
    >>> pieces.forms, pieces.lengths.tolist()
    (['Đảng', 'bộ', 'tỉnh', 'họp', '.', 'Dân', 'bàn', '.'], [5, 3])
    >>> engine.begins(engine.scores(pieces.forms, pieces.lengths), pieces.lengths).tolist()
    [True, False, True, True, True, True, True, True]
    >>> engine.tag(["Đảng bộ", "tỉnh", "họp", "."], np.array([4]))
    (['N', 'N', 'V', 'CH'], ['NOUN', 'NOUN', 'VERB', 'PUNCT'])
    """

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the files that decide the words and tags, which are the same in all versions that are read."""
        return hashlib.sha256(repr(sorted(_KNOWN_FILES.items())).encode()).hexdigest()

    def pieces(self, text: str, sentences: Sequence[tuple[int, int]]) -> Pieces:
        """The syllables, numbers and marks in these sentences; every visible character is in one of them."""
        return _splitter()(text, sentences)

    def scores(self, forms: Sequence[str], lengths: Ints) -> Floats:
        """For each piece of sentences of these lengths, how well it begins a word and joins the one before."""
        return _chain(_SEGMENTER).scorer.scores(forms, lengths)

    def begins(self, scores: Floats, lengths: Ints) -> npt.NDArray[np.bool_]:
        """Whether each piece begins a word, by the scores; the first piece of a sentence does."""
        begins: npt.NDArray[np.bool_] = _chain(_SEGMENTER).decode(scores, lengths) == 0
        begins[first_rows(lengths)] = True
        return begins

    def tag(self, words: Sequence[str], lengths: Ints) -> tuple[list[str], list[str]]:
        """The VLSP tag and the Universal POS tag of each word, the pieces of a word being joined by single spaces."""
        tagger = _chain(_TAGGER)
        tags = [tagger.labels[label] for label in tagger.decode(tagger.scorer.scores(words, lengths), lengths).tolist()]
        return tags, universal(words, tags, lengths)


@dataclass(frozen=True)
class _Chain:
    """A model of underthesea: its labels, without the ``B-`` that all tags have, and what scores them."""

    labels: tuple[str, ...]
    scorer: WindowScorer
    transitions: Floats

    def decode(self, scores: Floats, lengths: Ints) -> Ints:
        """The number of the best label of each token."""
        return viterbi(scores, self.transitions, lengths)


@cache
def _chain(path: str) -> _Chain:
    model = read_crfsuite(_content(f"{path}/models.bin"))
    # Both are pickles without anything of joblib's own.
    templates, dictionary = (pickle.loads(_content(f"{path}/{name}.bin")) for name in ("features", "dictionary"))
    labels = tuple(label.removeprefix("B-") for label in model.labels)
    return _Chain(labels, WindowScorer(model, templates, dictionary), model.transitions)


def _content(path: str) -> bytes:
    """A file of the installed underthesea, if it is one that is known."""
    # The package is not imported, which would take longer than everything that is read here.
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("the engine 'underthesea' is not installed: pip install 'underthesea>=9.0,<10'")
    file = Path(spec.submodule_search_locations[0]) / path
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"underthesea has no file {file} that can be read ({error.strerror}); this version reads the files of "
            "underthesea 9: pip install --force-reinstall 'underthesea>=9.0,<10'"
        ) from error
    if hashlib.sha256(content).hexdigest() not in _KNOWN_FILES[path]:
        raise ConfigError(
            f"{file} is not a file of underthesea 9 that this version knows, and is not loaded, since it could run any "
            "code: pip install --force-reinstall 'underthesea>=9.0,<10', or choose another engine"
        )
    return content


# Letters, and perhaps a mark. Of these the pattern always makes a piece each, which takes it thirty times as long to
# say, unless the letters start like abbreviations ("ThS", which stands there as "Th", any character, "S", and "TP.").
_PLAIN = re.compile(r"""(?!Th|ʺ)([^\W\d_]+)([.,;:!?)"”…]?)""")


@cache
def _splitter() -> PieceSplitter:
    return PieceSplitter(split_run)


def split_run(run: str, final: bool) -> list[str]:
    """The pieces of a run without white space, by underthesea's pattern; ``final`` says that it ends its sentence.

    No alternative of the pattern is meant to go on after white space, and what they ask about the surroundings is
    whether the sentence ends ("TP." is a piece, and two at the end), so that a run can be split on its own.

    >>> split_run("TP.", False), split_run("TP.", True), split_run("(UBND),", False)
    (['TP.'], ['TP', '.'], ['(', 'UBND', ')', ','])
    """
    plain = _PLAIN.fullmatch(run)
    if plain and len(run) <= _RUN and (plain[2] != "." or run[0].islower()):
        return [plain[1], plain[2]] if plain[2] else [run]
    text = run if final else f"{run} "
    finditer = _pattern().finditer
    spans: list[tuple[int, int]] = []
    for start, end in pairwise((0, *_safe_cuts(text, 0, len(run)), len(text))):
        spans.extend(match.span() for match in finditer(text, start, end))
    return [text[start:end] for start, end in _with_marks(text, spans)]


@cache
def _pattern() -> re.Pattern[str]:
    """The pattern of underthesea's tokeniser, put together as its module does."""
    module = ast.parse(_content(_PATTERN))
    # Without its functions and imports, which would import the whole package.
    module.body = [statement for statement in module.body if isinstance(statement, ast.Assign)]
    names: dict[str, Any] = {"re": re}
    exec(compile(module, _PATTERN, "exec"), names)
    patterns: re.Pattern[str] = names["patterns"]
    return patterns


def _safe_cuts(text: str, start: int, end: int) -> list[int]:
    cuts = {match.start() for match in _MARKS.finditer(text, start, end)}
    for match in _LONG.finditer(text, start, end):
        cuts.update(range(match.start() + _RUN, match.end(), _RUN))
    return sorted(cuts - {start})


def _with_marks(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in which combining marks stay with their letter, and the letter with the rest of its syllable."""
    is_mark = [end - start == 1 and unicodedata.category(text[start])[0] == "M" for start, end in spans]
    if True not in is_mark:
        return spans
    joined: list[tuple[int, int]] = []
    inside = False  # after a mark that was joined to a letter
    for (start, end), mark in zip(spans, is_mark, strict=True):
        if joined and joined[-1][1] == start and (mark or (inside and text[start].isalnum())):
            inside = inside or text[start - 1].isalnum()
            joined[-1] = joined[-1][0], end
        else:
            inside = False
            joined.append((start, end))
    return joined


def word_list() -> list[str]:
    """The words that underthesea's segmenter knows from a dictionary, in order.

    Raises:
        ConfigError: underthesea is not installed, or its dictionary is not the one that is known.
    """
    words: set[str] = pickle.loads(_content(f"{_SEGMENTER}/dictionary.bin"))
    return sorted(words)
