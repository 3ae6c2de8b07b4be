"""The texts to measure on: what warms up, what is measured, and what is long or many enough to see growth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from vnpolnlp.corpus.readers import Item, read_texts
from vnpolnlp.errors import VnpolnlpError

ROOT = Path(__file__).parents[1]

#: Lines that underthesea's tokeniser may not come back from: it takes twice the time for each further mark that an
#: address such as "http://......" ends in, and goes over the rest of a run without spaces at each of its dots.
HANGING = re.compile(r"""[`!()\[\]{};:'".,<>?«»“”‘’]{8,}|\S{257,}""")


@dataclass(frozen=True)
class Corpus:
    """Texts without the lines that hang underthesea; ``skipped`` says how many lines these were."""

    name: str
    texts: tuple[str, ...]
    skipped: int


def default_corpus() -> Path:
    """News that is not part of the repository where there is some, else the sample corpus."""
    news = ROOT.parent / "shared" / "raw" / "news.jsonl.gz"
    return news if news.is_file() else ROOT / "corpora"


def read_corpus(path: Path) -> Corpus:
    """All different texts of a corpus, in their order.

    Raises:
        VnpolnlpError: the corpus does not exist, or there is no text in it.
    """
    texts: dict[str, None] = {}
    skipped = 0
    for item in read_texts([path]):
        if isinstance(item, Item):
            lines = item.document.text.splitlines()
            kept = [line for line in lines if not HANGING.search(line)]
            skipped += len(lines) - len(kept)
            texts["\n".join(kept)] = None
    filled = tuple(text for text in texts if text.strip())
    if not filled:
        raise VnpolnlpError(f"no text in {path}")
    return Corpus(path.name, filled, skipped)


def count_words(texts: Sequence[str]) -> int:
    """How many words there are between white space.

    >>> count_words(["Đảng bộ tỉnh họp.", "Dân bàn."])
    6
    """
    return sum(len(text.split()) for text in texts)


def some(corpus: Corpus, first: int, count: int) -> tuple[str, ...]:
    """So many texts from the given one on; where the corpus ends it begins anew, and texts come back.

    >>> some(Corpus("", ("a", "b", "c"), 0), 2, 3)
    ('c', 'a', 'b')
    """
    return tuple(islice(cycle(corpus.texts), first % len(corpus.texts), first % len(corpus.texts) + count))


def of_length(texts: Sequence[str], words: int, count: int) -> list[str]:
    r"""So many texts of so many words each, made of the given ones, from the first on, and over again if need be.

    Lines stay as they are; the last one of a text is cut.

    >>> of_length(["Đảng bộ\ntỉnh họp.", "Dân bàn."], 3, 2)
    ['Đảng bộ\ntỉnh', 'họp.\nDân bàn.']
    """
    lines = _lines(texts)
    rest: list[str] = []
    made = []
    for _ in range(count):
        taken: list[str] = []
        missing = words
        while missing:
            line = rest or next(lines).split()
            taken.append(" ".join(line[:missing]))
            rest = line[missing:]
            missing -= min(missing, len(line))
        made.append("\n".join(taken))
    return made


def _lines(texts: Sequence[str]) -> Iterator[str]:
    return (line for text in cycle(texts) for line in text.splitlines() if line.strip())


def one_line(texts: Sequence[str], size: int) -> str:
    r"""The texts as one line of about so many bytes in UTF-8.

    >>> one_line(["Đảng bộ\ntỉnh họp.", "Dân bàn."], 20)
    'Đảng bộ tỉnh'
    """
    taken: list[str] = []
    for word in (word for text in cycle(texts) for word in text.split()):
        size -= len(word.encode()) + 1
        if size < 0:
            break
        taken.append(word)
    return " ".join(taken)
