"""Makes the weights of the word engine ``vnpol``: ``python -m vnpolnlp.training.words UD SEGMENTED WORD_LIST``.

Sources, each with what it teaches:

- UD_Vietnamese-VTB, train (https://universaldependencies.org/treebanks/vi_vtb/), words and tags that people annotated;
- news that another segmenter cut into words (``SEGMENTED``, JSON lines, syllables of a word joined by ``_``), about 97
  to 98% right: far more text, and so most of the vocabulary;
- its words tagged by the tagger that underthesea installs, for want of more text that people tagged;
- two lists of words: that of underthesea's segmenter, and ``WORD_LIST`` (one a line), that of pyvi.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnpolnlp.adapters.underthesea import UndertheseaEngine, word_list
from vnpolnlp.linear_chain import FeatureTable, LinearChain, Template, feature_keys
from vnpolnlp.stored import StoredChain, StoredList, with_zeros
from vnpolnlp.text.view import View
from vnpolnlp.training.chain import Examples, known_features, train
from vnpolnlp.words.reading import PIECE_COLUMNS, WORD_COLUMNS, Reader, folded, number_of, read_piece, read_word
from vnpolnlp.words.vnpol import RUNS, WEIGHTS, WORD, WordList, piece_columns, split_run, word_columns
from vnpolnlp.words.weights import StoredModels

SEGMENTER_TEMPLATES = """
form[0]; form[-1]; form[1]; form[-2]; form[2]
form[-1] form[0]; form[0] form[1]; form[-2] form[-1]; form[1] form[2]
form[-2] form[-1] form[0]; form[-1] form[0] form[1]; form[0] form[1] form[2]
shape[-1] shape[0]; shape[-1] shape[0] shape[1]; shape[-2] shape[-1] shape[0]; shape[-2] shape[-1] shape[0] shape[1]
form[0] shape[-1]; form[-1] shape[0]; form[-1] form[0] shape[-1] shape[0]
listed[0]; listed[-1] listed[0] listed[1]; listed[-2] listed[-1] listed[0] listed[1]
listed[-1] listed[0] listed[1] listed[2]; listed[-1] listed[0] listed[1] shape[-1] shape[0]
form[0] listed[0]; form[-1] listed[0]; form[0] listed[0] listed[1]; form[-1] listed[-1] listed[0]
likeness[0] listed[0]; likeness[0] listed[-1] listed[0] listed[1]; likeness[-1] likeness[0] likeness[1]
likeness[0] shape[-2] shape[1]; rime[-1] rime[0]; onset[-1] onset[0] likeness[0]
"""
TAGGER_TEMPLATES = """
word[0]; word[-1]; word[1]; word[-1] word[0]; word[0] word[1]
word[-1] class[0]; class[0] word[1]; class[-1] word[0]; word[0] class[1]; class[-1] word[0] class[1]
class[0]; class[-1] class[0]; class[0] class[1]; class[-1] class[0] class[1]
class[-2] class[-1] class[0]; class[0] class[1] class[2]
first[0] size[0]; last[0] size[0]; last[-1]; first[1]
shape[0]; shape[-1] shape[0]; shape[0] shape[1]
word[-2]; word[2]; word[-1] word[0] word[1]; word[-2] word[-1]; word[1] word[2]; word[-1] word[1]
"""

_SEGMENTER_LABELS = ("B", "I")
_HELD_OUT = 50  # every so-manieth article of the segmented news is not learnt from, but measured on
_LEAST_SEEN = 5  # times a word of the news must be seen to be listed

# Universal POS tags of UD_Vietnamese-VTB have VLSP tags beside them, under other names.
_VLSP = {
    "Adv": "R", "Pre": "E", "Adj": "A", "NNP": "Np", "Pro": "P", "Num": "M", "SC": "C", "Det": "L", "CC": "Cc",
    "Prt": "T", "N": "N", "V": "V", "Nc": "Nc", "Ny": "Ny", "Nu": "Nu", "Nb": "Nb", "X": "X", "Z": "Z", "I": "I",
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """Words with, where they are known, their tags (``V/AUX``)."""

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()

    def pieces(self) -> tuple[list[str], list[bool]]:
        """The pieces, and which of them begin a word."""
        pieces: list[str] = []
        begins: list[bool] = []
        for word in self.words:
            parts = [piece for run in word.split() for piece in split_run(run, False)]
            pieces += parts
            begins += [number == 0 for number in range(len(parts))]
        return pieces, begins


def read_treebank(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file (https://universaldependencies.org/format.html), in the spelling of views."""
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        rows = [row for row in rows if row[0].isdigit()]
        words = tuple(View.of(row[1]).text for row in rows)
        tags = tuple(f"{_vlsp_tag(row[3], row[4])}/{row[3]}" for row in rows)
        if words:
            sentences.append(Sentence(words, tags))
    return sentences


def _vlsp_tag(upos: str, xpos: str) -> str:
    return "CH" if upos in ("PUNCT", "SYM") else _VLSP.get(xpos, "V")


def read_segmented(path: Path) -> Iterator[list[Sentence]]:
    """The articles of news that a segmenter cut, each as its lines, in the spelling of views."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = View.of(json.loads(line)["segmented"]).text
            yield [
                Sentence(tuple(word.replace("_", " ").strip() or "_" for word in sentence.split()))
                for sentence in text.split("\n")
                if not sentence.isspace() and sentence
            ]


def list_words(lists: Sequence[Iterable[str]]) -> StoredList:
    """Words of two to four pieces, each with one bit for each list that has it."""
    values: dict[tuple[str, ...], int] = {}
    for number, words in enumerate(lists):
        for word in words:
            pieces = tuple(folded(piece) for run in word.split() for piece in split_run(run, False))
            if 2 <= len(pieces) <= 1 + len(RUNS):
                values[pieces] = values.get(pieces, 0) | 1 << number
    keys, numbers = [], []
    for template in RUNS:
        size = len(template.atoms)
        listed = [pieces for pieces in values if len(pieces) == size]
        forms = np.array([number_of(piece) for pieces in listed for piece in pieces], dtype=np.int64)
        lengths = np.full(len(listed), size, dtype=np.int64)
        keys.append(feature_keys({"form": forms}, [template], lengths)[0][size - 1 :: size])
        numbers += [values[pieces] for pieces in listed]
    return _in_order(np.concatenate(keys), np.array(numbers))


def class_words(sentences: Iterable[Sentence]) -> StoredList:
    """The words seen three times or more, each with the number of its class: the tags that it mostly has."""
    tags: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for word, tag in zip(sentence.words, sentence.tags, strict=True):
            key = " ".join(folded(piece) for piece in word.split(" "))
            tags.setdefault(key, Counter())[tag.split("/")[0]] += 1
    classes: dict[tuple[object, ...], int] = {}
    words, numbers = [], []
    for word, counts in sorted(tags.items()):
        total = sum(counts.values())
        if total < 3:
            continue
        frequent = counts.most_common(3)
        often = tuple(tag for tag, count in frequent if count >= max(2, 0.03 * total))
        words.append(number_of(word))
        numbers.append(classes.setdefault((often, 4 * frequent[0][1] // total), len(classes) + 1))
    keys = feature_keys({"word": np.array(words)}, WORD, np.ones(len(words), dtype=np.int64))[0]
    return _in_order(keys, np.array(numbers))


def _in_order(keys: npt.NDArray[np.uint64], values: npt.NDArray[np.int64]) -> StoredList:
    order = np.argsort(keys)
    return StoredList(keys[order], values[order].astype(np.uint16))


def piece_examples(sentences: Sequence[Sentence], words: WordList, **options: float) -> Examples:
    """Sentences as the segmenter learns from them."""
    cut = [sentence.pieces() for sentence in sentences]
    lengths = np.array([len(pieces) for pieces, _ in cut], dtype=np.int64)
    rows = Reader(read_piece, len(PIECE_COLUMNS))([piece for pieces, _ in cut for piece in pieces])
    gold = np.array([not begins for _, all_begin in cut for begins in all_begin], dtype=np.int64)
    return Examples(piece_columns(rows, lengths, words), lengths, gold, **options)  # type: ignore[arg-type]


def word_examples(sentences: Sequence[Sentence], labels: Sequence[str], tagged: WordList, **options: float) -> Examples:
    """Sentences as the tagger learns from them."""
    lengths = np.array([len(sentence.words) for sentence in sentences], dtype=np.int64)
    rows = Reader(read_word, len(WORD_COLUMNS))([word for sentence in sentences for word in sentence.words])
    numbers = {label: number for number, label in enumerate(labels)}
    other = numbers["X/X"]
    gold = np.array([numbers.get(tag, other) for sentence in sentences for tag in sentence.tags], dtype=np.int64)
    return Examples(word_columns(rows, lengths, tagged), lengths, gold, **options)  # type: ignore[arg-type]


def train_segmenter(treebank: Sequence[Sentence], news: Sequence[Sentence], words: WordList) -> StoredChain:
    """The segmenter: learnt from both, then from the treebank alone, whose words are those that people agreed on."""
    templates = _templates(SEGMENTER_TEMPLATES)
    sets = [piece_examples(news, words, least=8), piece_examples(treebank, words, weight=6.0)]
    keys = known_features(sets, templates)
    both = train(_SEGMENTER_LABELS, templates, keys, sets, epochs=3, rate=0.2)
    last = train(_SEGMENTER_LABELS, templates, keys, sets[1:], epochs=3, rate=0.1, start=both)
    return StoredChain.of(_balanced(last), keys, least=0.15, largest=6.0)


def _balanced(chain: LinearChain) -> LinearChain:
    """The same chain with all of the weight on the second of its two labels, so that the first takes no space."""
    weights = chain.weights.copy()
    weights[:, 1] -= weights[:, 0]
    weights[:, 0] = 0.0
    return LinearChain(chain.labels, chain.templates, chain.table, weights, chain.transitions)


def train_tagger(treebank: Sequence[Sentence], news: Sequence[Sentence], tagged: WordList) -> StoredChain:
    """The tagger, learnt from both."""
    templates = _templates(TAGGER_TEMPLATES)
    people = Counter(tag for sentence in treebank for tag in sentence.tags)
    program = Counter(tag for sentence in news for tag in sentence.tags)
    labels = sorted({t for t, n in people.items() if n >= 3} | {t for t, n in program.items() if n >= 50} | {"X/X"})
    sets = [word_examples(news, labels, tagged, least=10), word_examples(treebank, labels, tagged, weight=3.0)]
    keys = known_features(sets, templates)
    chain = train(labels, templates, keys, sets, epochs=3, rate=0.2)
    return StoredChain.of(chain, keys, least=0.4, largest=4.0)


def _templates(text: str) -> tuple[Template, ...]:
    return tuple(Template(part.strip()) for part in text.replace("\n", ";").split(";") if part.strip())


def tag_news(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the tags of underthesea's tagger and the Universal POS tags that they stand for."""
    engine = UndertheseaEngine()
    tagged = []
    for first in range(0, len(sentences), 1000):
        part = sentences[first : first + 1000]
        words = [word for sentence in part for word in sentence.words]
        lengths = np.array([len(sentence.words) for sentence in part], dtype=np.int64)
        pairs = iter([f"{tag}/{upos}" for tag, upos in zip(*engine.tag(words, lengths), strict=True)])
        tagged += [Sentence(sentence.words, tuple(next(pairs) for _ in sentence.words)) for sentence in part]
    return tagged


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sources, train both models and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("treebank", type=Path, help="CoNLL-U file of UD_Vietnamese-VTB, train")
    parser.add_argument("segmented", type=Path, help="segmented news, .jsonl.gz")
    parser.add_argument("word_list", type=Path, help="words, one a line")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)

    treebank = read_treebank(options.treebank)
    news = [
        sentence
        for number, article in enumerate(read_segmented(options.segmented))
        if number % _HELD_OUT
        for sentence in article
    ]
    seen = Counter(word.lower() for sentence in news for word in sentence.words if " " in word and word[0].isalpha())
    known = View.of(options.word_list.read_text(encoding="utf-8")).text.splitlines()
    words = list_words(
        [word_list(), [word for word, times in seen.items() if times >= _LEAST_SEEN], map(str.strip, known)]
    )
    print(f"{len(treebank):,} and {len(news):,} sentences, {len(words.keys):,} listed words", file=sys.stderr)
    segmenter = train_segmenter(treebank, news, _word_list(words))
    tagged_news = tag_news([sentence for sentence in news if 3 <= len(sentence.words) <= 100])
    tagged = class_words(tagged_news)
    tagger = train_tagger(treebank, tagged_news, _word_list(tagged))
    StoredModels(segmenter, words, tagger, tagged).save(options.output)


def _word_list(stored: StoredList) -> WordList:
    return WordList(FeatureTable.of(stored.keys), with_zeros(stored.values))


if __name__ == "__main__":
    main()
