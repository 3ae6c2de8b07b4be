"""Word segmentation and part-of-speech tagging with the CRF models that underthesea installs.

The only module that imports underthesea. Its public functions take a string and return new strings, from which
offsets have to be guessed; here its tokeniser and its two models are called one by one, and offsets are exact by
construction: the tokeniser's pattern gives pieces of the text with their places, the segmenter says of each piece
whether it begins a word, the tagger gives each word its tag. The words are those of
``underthesea.word_tokenize(sentence, use_token_normalize=False)``, except that a combining mark stays with its
letter, and that a run without spaces is cut after 256 characters and before eight punctuation marks in a row. The tags
are those of ``underthesea.pos_tag(sentence, model="v2.0")``, without its spelling changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from vnpolnlp.errors import ConfigError

_SEGMENTER = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
_TAGGER = "pipeline/pos_tag/models/pos_crf_vlsp2013_20230303"

# The featurizer answers with about forty strings a piece, so what is asked at once is bounded. Small batches are the
# fastest: with 19,000 words a second for batches of single sentences, 18,000 for 100 pieces, 11,300 for 500.
_BATCH = 100

# The tokeniser's pattern for web addresses takes twice the time for each further mark that an address ends in
# ("http://" and 22 full stops: 0.7 s), and its pattern for e-mail addresses goes over the rest of a run without
# spaces at each of its dots. Both are bounded here: by a cut before a row of marks, and by one every _RUN characters.
_RUN = 256
_MARKS = re.compile(r"""[`!()\[\]{};:'".,<>?«»“”‘’]{8,}""")
_LONG = re.compile(rf"(?<!\S)\S{{{_RUN + 1},}}")


class UndertheseaEngine:
    """Splits text into pieces, joins pieces into words and tags the words.

    The models are read once for each process, from the installed package only (they contain pickles), at the first
    call that needs them; the engine itself holds no state, so it can be pickled.

    >>> engine = UndertheseaEngine()
    >>> text = "Đảng bộ tỉnh họp."
    >>> pieces = [text[start:end] for start, end in engine.pieces(text, 0, len(text))]
    >>> pieces, engine.segment([pieces])
    (['Đảng', 'bộ', 'tỉnh', 'họp', '.'], [[True, False, True, True, True]])
    >>> engine.tag([["Đảng bộ", "tỉnh", "họp", "."]])
    [['N', 'N', 'V', 'CH']]
    """

    def pieces(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of syllables, numbers and marks in ``text[start:end]``; every visible character is in one."""
        finditer = _patterns().finditer
        spans: list[tuple[int, int]] = []
        for part_start, part_end in pairwise((start, *_safe_cuts(text, start, end), end)):
            spans.extend(match.span() for match in finditer(text, part_start, part_end))
        return _with_marks(text, spans)

    def segment(self, sentences: Sequence[Sequence[str]]) -> list[list[bool]]:
        """For every piece of every sentence, whether it begins a word."""
        model = _model(_SEGMENTER)
        begins = [[tag != "I-W" for tag in model.estimator.tag(features)] for features in _features(model, sentences)]
        for sentence in begins:
            if sentence:
                sentence[0] = True
        return begins

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """For every word of every sentence its VLSP tag; the syllables of a word are joined by single spaces."""
        model = _model(_TAGGER)
        return [
            [tag.removeprefix("B-") for tag in model.estimator.tag(features)]
            for features in _features(model, sentences)
        ]


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


def _features(model: Any, sentences: Sequence[Sequence[str]]) -> Iterator[Any]:
    batch: list[list[list[str]]] = []
    size = 0
    for sentence in sentences:
        if size + len(sentence) > _BATCH and batch:
            yield from model.featurizer.process(batch)
            batch, size = [], 0
        batch.append([[form] for form in sentence])
        size += len(sentence)
    if batch:
        yield from model.featurizer.process(batch)


@cache
def _patterns() -> Any:
    from underthesea.pipeline.word_tokenize.regex_tokenize import patterns

    return patterns


@cache
def _model(path: str) -> Any:
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("the engine 'underthesea' is not installed: pip install 'underthesea>=9.0,<10'")
    folder = Path(spec.submodule_search_locations[0]) / path
    if not folder.is_dir():
        raise ConfigError(f"underthesea has no model {folder}; this version reads the models of underthesea 9")

    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    model = FastCRFSequenceTagger()
    model.load(str(folder))
    return model
