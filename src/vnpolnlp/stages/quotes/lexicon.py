"""The words and weights that quotations are judged by, read once from their lexicons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vnpolnlp.document import QUOTE_KINDS, QuoteKind
from vnpolnlp.errors import LexiconError
from vnpolnlp.lexicons import Row, read_lexicon
from vnpolnlp.text.phrases import Phrases
from vnpolnlp.text.spelling import fold


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """What the lexicon says of a political term."""

    id: str
    kind: QuoteKind


@dataclass(frozen=True)
class Cues:
    """Cue words by what they do; the comments of :data:`CUES` say what each sort means."""

    head: Phrases[QuoteKind]
    saying: Phrases[None]
    nickname: Phrases[None]
    political: Phrases[bool]
    link: frozenset[str]
    predicate: frozenset[str]
    person: frozenset[str]
    particle: frozenset[str]
    naming: frozenset[str]
    performing: frozenset[str]
    function: frozenset[str]
    mention: Phrases[None]
    auxiliary: frozenset[str]
    evaluation: Phrases[None]
    plain: Phrases[None]
    given_names: frozenset[str]
    genres: Phrases[None]


#: The sorts of cue words in ``quote_cues.tsv``.
CUES = (
    "head",  # what stands right before a quotation and says what it is: phong trào, cuộc thi, cái gọi là
    "saying",  # verbs that have a speaker: nhấn mạnh, cho rằng
    "link",  # what ties words to a verb of saying further off: ông nói việc đó là “…”
    "predicate",  # what a clause begins with and a name or term seldom does: sẽ, không, phải
    "nickname",  # what stands before a nickname: biệt danh, tức
    "mention",  # what stands before a word that is spoken about: chữ “…”, thay bằng “…”
    "naming",  # verbs that give names: gọi, xưng
    "performing",  # verbs whose object may be a title: hát, chiếu
    "person",  # those who speak, are spoken to, or bear a nickname: tôi, chú
    "particle",  # what spoken sentences end with: nhé, đâu
    "function",  # words of grammar, which no name of a thing ends with: của, được
    "auxiliary",  # what governs a quoted predicate: sẽ “…”, cần “…”
    "evaluation",  # judgements, which speakers utter and concepts seldom contain: rất, nghiêm trọng
    "plain",  # everyday metaphors, political nowhere: “nóng”, “khủng”
    "domain",  # what tells political from other discourse; its kind is political or unpolitical
)


@cache
def political_terms() -> Phrases[KnownTerm]:
    """The political terms of the lexicon with all their variants.

    Raises:
        LexiconError: a term is of another kind than term or slogan.
    """
    rows = read_lexicon("terms")
    known = [KnownTerm(row["id"], _kind(row)) for row in rows]
    # All canonical forms first: a form of one term wins over a variant of another one.
    entries = [(row["form"], term) for row, term in zip(rows, known, strict=True)]
    entries += [(form, term) for row, term in zip(rows, known, strict=True) for form in row.forms("variants")]
    return Phrases(entries)


@cache
def cues() -> Cues:
    """The cue words of the lexicon.

    Raises:
        LexiconError: a cue is of an unknown sort or kind.
    """
    rows: dict[str, list[Row]] = {sort: [] for sort in CUES}
    for row in read_lexicon("quote_cues"):
        if row["cue"] not in rows:
            raise LexiconError(f"{row.file}:{row.line}: cue {row['cue']!r} is none of {', '.join(CUES)}")
        rows[row["cue"]].append(row)
    return Cues(
        head=Phrases((row["form"], _kind(row)) for row in rows["head"]),
        saying=Phrases((row["form"], None) for row in rows["saying"]),
        nickname=Phrases((row["form"], None) for row in rows["nickname"]),
        political=Phrases((row["form"], row["kind"] == "political") for row in rows["domain"]),
        link=frozenset(fold(row["form"]) for row in rows["link"]),
        predicate=frozenset(fold(row["form"]) for row in rows["predicate"]),
        person=frozenset(fold(row["form"]) for row in rows["person"]),
        particle=frozenset(fold(row["form"]) for row in rows["particle"]),
        naming=frozenset(fold(row["form"]) for row in rows["naming"]),
        performing=frozenset(fold(row["form"]) for row in rows["performing"]),
        function=frozenset(fold(row["form"]) for row in rows["function"]),
        mention=Phrases((row["form"], None) for row in rows["mention"]),
        auxiliary=frozenset(fold(row["form"]) for row in rows["auxiliary"]),
        evaluation=Phrases((row["form"], None) for row in rows["evaluation"]),
        plain=Phrases((row["form"], None) for row in rows["plain"]),
        given_names=frozenset(fold(row["form"]) for row in read_lexicon("given_names")),
        genres=Phrases((row["form"], None) for row in read_lexicon("genres")),
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """What a piece of evidence is worth for each kind, in the order of ``QUOTE_KINDS``, and for political."""

    kinds: tuple[float, ...]
    political: float


@cache
def weights() -> dict[str, Weights]:
    """The weights of the lexicon by the name of the evidence.

    They were learnt from annotated articles by two logistic regressions, one for the kind and one for political among
    terms and slogans. Evidence that was too rare there has no line and counts for nothing.

    Raises:
        LexiconError: a weight is no number.
    """
    found = {}
    for row in read_lexicon("quote_weights"):
        try:
            kinds = tuple(float(row[kind]) for kind in QUOTE_KINDS)
            found[row["evidence"]] = Weights(kinds, float(row["political"]))
        except ValueError as error:
            raise LexiconError(f"{row.file}:{row.line}: a weight is no number: {error}") from error
    return found


def _kind(row: Row) -> QuoteKind:
    for kind in QUOTE_KINDS:
        if row["kind"] == kind:
            return kind
    raise LexiconError(f"{row.file}:{row.line}: kind {row['kind']!r} is none of {', '.join(QUOTE_KINDS)}")
