"""Load time, and how time and memory of the default pipeline grow with what it is given."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import vnpolnlp
from benchmarks.processes import in_fresh_process, peak_memory, print_of
from benchmarks.texts import Corpus, count_words, of_length, one_line, some
from vnpolnlp.corpus.runner import annotate

#: Words of a document, and how many there must be at least in all documents of that length, to have something to time.
LENGTHS = (100, 1_000, 10_000, 100_000, 1_000_000)
LEAST_WORDS = 20_000
#: How many times the corpus.
SIZES = (1, 4, 16)
LINE_BYTES = 2_000_000
SHORT_WORDS = 12  # of a document of one line: a headline

_TEXT = "Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình nhấn mạnh việc chống “lợi ích nhóm”."
#: System -> what imports it, what loads it, what it does with a first text.
LOADS = {
    "vnpolnlp default": ("import vnpolnlp", "nlp = vnpolnlp.load()", "nlp(text)"),
    "vnpolnlp entities": ("import vnpolnlp", "nlp = vnpolnlp.load('entities')", "nlp(text)"),
    "vnpolnlp words": ("import vnpolnlp", "nlp = vnpolnlp.load('words')", "nlp(text)"),
    "underthesea.word_tokenize": ("import underthesea", "", "underthesea.word_tokenize(text)"),
    "underthesea.ner": ("import underthesea", "", "underthesea.ner(text)"),
    "pyvi ViTokenizer": ("from pyvi import ViTokenizer", "", "ViTokenizer.tokenize(text)"),
    'spaCy blank("vi")': ("import spacy", "nlp = spacy.blank('vi')", "nlp(text)"),
}
_LOAD_CODE = f"""
import json
from time import perf_counter
text = {_TEXT!r}
start = perf_counter()
%s
imported = perf_counter()
%s
loaded = perf_counter()
%s
done = perf_counter()
print(json.dumps([imported - start, loaded - imported, done - loaded]))
"""


@dataclass(frozen=True)
class Load:
    """Median seconds in a fresh process: importing the package, making what annotates, and the first text of all."""

    system: str
    imported: float
    made: float
    first_text: float


@dataclass(frozen=True)
class Growth:
    """What some input cost the default pipeline, in a fresh process that was warmed up on other texts.

    Attributes:
        input: what it was.
        documents: how many.
        words: in all of them.
        seconds: for all of them.
        peak: memory in MiB, all included.
        started: memory in MiB before, with models read.
    """

    input: str
    documents: int
    words: int
    seconds: float
    peak: float
    started: float

    @property
    def speed(self) -> float:
        """Words a second."""
        return self.words / self.seconds


@dataclass(frozen=True)
class Workers:
    """Seconds of annotating a corpus from file to file with so many processes, which are started first."""

    workers: int
    words: int
    seconds: float


def measure_loads(names: Sequence[str], runs: int) -> tuple[Load, ...]:
    """How long systems take to load, by the median of some fresh processes; the files have been read before."""
    loads = []
    for name in names:
        _say(f"load: {name}")
        code = _LOAD_CODE % LOADS[name]
        print_of(code)
        seconds = [json.loads(print_of(code)) for _ in range(runs)]
        loads.append(Load(name, *(median(part) for part in zip(*seconds, strict=True))))
    return tuple(loads)


def measure_lengths(corpus: Corpus, warm_up: Sequence[str], lengths: Sequence[int]) -> tuple[Growth, ...]:
    """Documents of growing length, one at a time."""
    found = []
    for words in lengths:
        _say(f"documents of {words:,} words")
        texts = of_length(corpus.texts[len(warm_up) :] or corpus.texts, words, max(1, LEAST_WORDS // words))
        found.append(in_fresh_process(grow_documents, f"documents of {words:,} words", texts, warm_up))
    return tuple(found)


def measure_lines(corpus: Corpus, warm_up: Sequence[str], line: int, short: int) -> tuple[Growth, ...]:
    """One endless line, the same words in lines of 25, and very many documents of one short line each."""
    texts = corpus.texts[len(warm_up) :] or corpus.texts
    _say("one line")
    endless = one_line(texts, line)
    words = endless.split()
    broken = "\n".join(" ".join(words[at : at + 25]) for at in range(0, len(words), 25))
    found = [
        in_fresh_process(grow_documents, f"one line of {line:,} bytes", [endless], warm_up),
        in_fresh_process(grow_documents, "the same in lines of 25 words", [broken], warm_up),
    ]
    _say(f"{short:,} documents of one line")
    lines = of_length(texts, SHORT_WORDS, short)
    lines = [" ".join(text.split()) for text in lines]
    name = f"{short:,} documents of {SHORT_WORDS} words"
    return (*found, in_fresh_process(grow_pipe, name, lines, warm_up))


def measure_sizes(corpus: Corpus, warm_up: Sequence[str], texts: int, sizes: Sequence[int]) -> tuple[Growth, ...]:
    """Corpora of growing size, from file to file, made of so many texts for each time."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for times in sizes:
            _say(f"corpus {times}×")
            chosen = some(corpus, len(warm_up), texts * times)
            source = write_texts(chosen, Path(folder, f"{times}.jsonl"))
            found.append(in_fresh_process(grow_corpus, f"corpus {times}×", source, count_words(chosen), warm_up))
    return tuple(found)


def measure_workers(corpus: Corpus, texts: int, workers: Sequence[int]) -> tuple[Workers, ...]:
    """The same corpus with one process and with several."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        chosen = some(corpus, 0, texts)
        source = write_texts(chosen, Path(folder, "texts.jsonl"))
        for number in workers:
            _say(f"workers: {number}")
            target = source.with_name(f"{number}.out.jsonl")
            found.append(Workers(number, count_words(chosen), in_fresh_process(time_run, source, target, number)))
    return tuple(found)


# What runs in a process of its own


def grow_documents(name: str, texts: Sequence[str], warm_up: Sequence[str]) -> Growth:
    """The cost of documents, one at a time, each of which is forgotten before the next one."""
    nlp = vnpolnlp.load()
    list(nlp.pipe(warm_up))
    before, start = peak_memory(), perf_counter()
    for text in texts:
        nlp(text)
    return Growth(name, len(texts), count_words(texts), perf_counter() - start, peak_memory(), before)


def grow_pipe(name: str, texts: Sequence[str], warm_up: Sequence[str]) -> Growth:
    """The cost of documents in batches, each of which is forgotten before the next one."""
    nlp = vnpolnlp.load()
    list(nlp.pipe(warm_up))
    before, start = peak_memory(), perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return Growth(name, len(texts), count_words(texts), perf_counter() - start, peak_memory(), before)


def grow_corpus(name: str, source: Path, words: int, warm_up: Sequence[str]) -> Growth:
    """The cost of a corpus from file to file."""
    nlp = vnpolnlp.load()
    list(nlp.pipe(warm_up))
    before = peak_memory()
    report = annotate(source, source.with_suffix(".out.jsonl"), pipeline=nlp)
    if report.failures:
        raise RuntimeError(report.summary())
    return Growth(name, report.documents, words, report.seconds, peak_memory(), before)


def time_run(source: Path, target: Path, workers: int) -> float:
    """The seconds of a run, all included but the import of the package."""
    report = annotate(source, target, workers=workers)
    if report.failures:
        raise RuntimeError(report.summary())
    return report.seconds


def write_texts(texts: Sequence[str], path: Path) -> Path:
    """The texts as a JSONL file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    return path


def _say(what: str) -> None:
    print(what, file=sys.stderr)
