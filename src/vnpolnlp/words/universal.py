"""Universal POS tags for words with VLSP tags, for many sentences at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import repeat

import numpy as np
import numpy.typing as npt

from vnpolnlp.lexicons import read_lexicon


@cache
def _by_tag() -> dict[str, str]:
    return {row["tag"]: row["upos"] for row in read_lexicon("vlsp_tags")}


@cache
def _by_form() -> dict[str, dict[str, tuple[frozenset[str], str]]]:
    """Form -> VLSP tag -> the tags before which it has a Universal tag of its own (none: always), and that tag."""
    forms: dict[str, dict[str, tuple[frozenset[str], str]]] = {}
    for row in read_lexicon("vlsp_words"):
        forms.setdefault(row["form"], {})[row["tag"]] = frozenset(row.forms("before")), row["upos"]
    return forms


def of_mark(mark: str) -> str:
    """The Universal POS tag of a word without letters and digits: ``PUNCT`` or ``SYM``, by its first character."""
    return "PUNCT" if unicodedata.category(mark[0])[0] == "P" else "SYM"


def universal(words: Sequence[str], tags: Sequence[str], lengths: npt.NDArray[np.int64]) -> list[str]:
    """The Universal POS tags of the words of sentences of these lengths, by their VLSP tags.

    The tables are ``lexicons/vlsp_tags.tsv`` and, for words that UD_Vietnamese-VTB tags on their own account, as
    they are or before words with certain tags, ``lexicons/vlsp_words.tsv``.

    >>> universal(["Tôi", "muốn", "đi", "."], ["P", "V", "V", "CH"], np.array([4]))
    ['PRON', 'AUX', 'VERB', 'PUNCT']
    """
    found = list(map(_by_tag().get, tags, repeat("X")))
    for at, tag in enumerate(tags):
        if tag == "CH":
            found[at] = of_mark(words[at])
    last = set((np.cumsum(lengths) - 1).tolist())
    for at, known in enumerate(map(_by_form().get, map(str.lower, words))):
        if known is not None and tags[at] in known:
            before, upos = known[tags[at]]
            if not before or (at not in last and tags[at + 1] in before):
                found[at] = upos
    return found
