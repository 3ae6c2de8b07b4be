"""The same text in another encoding form gives the same annotations: the first promise of the package.

Each sample text is annotated as it is, and in the forms in which texts are found. The annotations must be the same
but for the offsets, and their surfaces the same but for the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from vnpolnlp.codec import check
from vnpolnlp.document import Document
from vnpolnlp.pipeline import Pipeline, load
from vnpolnlp.text.spelling import fold, unify

CORPORA = Path(__file__).parents[1] / "corpora"
FILES = sorted(CORPORA.glob("**/*.txt"))

_TONES, _SHAPES = "\u0300\u0301\u0303\u0309\u0323", "\u0302\u0306\u031b"
_LETTER_FOLLOWS = "[^\\W\\d_]|[\u0300-\u036f]"
_OLDER = re.compile(rf"(?<![qQ])(?:(?<=[oO])([{_TONES}])([aeAE])|(?<=[uU])([{_TONES}])([yY]))(?!{_LETTER_FOLLOWS})")
_NEWER = re.compile(rf"(?<![qQ].)(?:(?<=[oO])([aeAE])|(?<=[uU])([yY]))([{_TONES}])(?!{_LETTER_FOLLOWS})")


def newer_tone_placement(text: str) -> str:
    """*hoà* for *hòa*."""
    decomposed = unicodedata.normalize("NFD", text)
    moved = _OLDER.sub(lambda match: (match[2] or match[4]) + (match[1] or match[3]), decomposed)
    return unicodedata.normalize("NFC", moved)


def older_tone_placement(text: str) -> str:
    """*hòa* for *hoà*."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _NEWER.sub(lambda match: match[3] + (match[1] or match[2]), decomposed))


def tone_before_shape(text: str) -> str:
    """Decomposed with the tone typed before the circumflex, breve or horn."""
    return re.sub(f"([{_SHAPES}])([{_TONES}])", r"\2\1", unicodedata.normalize("NFD", text))


FORMS: dict[str, Callable[[str], str]] = {
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "tone before shape": tone_before_shape,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "spaces at line ends": lambda text: text.replace("\n", " \n "),
    "newer tone placement": newer_tone_placement,
    "older tone placement": older_tone_placement,
    "eth for Đ": lambda text: text.replace("Đ", "\u00d0"),
    "en dash": lambda text: text.replace("-", "–"),
    "BOM": lambda text: "\ufeff" + text,
    "zero-width spaces": lambda text: re.sub(r"(?<=\w)(?=\w)", "\u200b", text),
    "soft hyphens": lambda text: re.sub(r"(?<=[aeiou])(?=[nmc])", "\u00ad", text),
    "all at once": lambda text: unicodedata.normalize(
        "NFD", "\ufeff" + newer_tone_placement(text).replace(" ", " \u00a0").replace("\n", "\r\n")
    ),
}


@cache
def nlp() -> Pipeline:
    return load("default")


@cache
def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def one_form(text: str) -> str:
    """What a surface says, whatever its form."""
    visible = re.sub("[\u200b\u00ad\ufeff]", "", unicodedata.normalize("NFD", text))
    shaped = re.sub(f"([{_TONES}])([{_SHAPES}])", r"\2\1", visible)
    return " ".join(unify(unicodedata.normalize("NFC", shaped)).split())


def without_offsets(document: Document, layer: str) -> list[dict[str, Any]]:
    """A layer of a record with surfaces in one form instead of offsets."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        return one_form(value) if isinstance(value, str) else value

    rows = []
    for row in document.to_dict()[layer]:
        start, end = row.pop("start", None), row.pop("end", None)
        surface = "" if start is None else document.text[start:end]
        rows.append({**plain(row), "surface": one_form(surface)})
    return rows


@cache
def annotated(file: Path, form: str) -> Document:
    return nlp()(FORMS[form](read(file)) if form else read(file))


@pytest.mark.parametrize("layer", ["zones", "sentences", "tokens", "entities", "quotes", "terms", "relations"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_annotations_do_not_depend_on_the_form(file: Path, form: str, layer: str) -> None:
    assert without_offsets(annotated(file, form), layer) == without_offsets(annotated(file, ""), layer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_record_is_sound_in_every_form(file: Path, form: str) -> None:
    assert check(annotated(file, form)) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_are_other_texts_with_the_same_words(form: str) -> None:
    texts = [read(file) for file in FILES]
    made = [FORMS[form](text) for text in texts]
    assert [fold(one_form(text)) for text in made] == [fold(one_form(text)) for text in texts]
    if form not in ("NFC", "older tone placement"):
        assert made != texts


def test_there_are_sample_texts() -> None:
    assert len(FILES) >= 10
