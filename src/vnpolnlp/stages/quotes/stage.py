"""The stage that marks quotations."""

from __future__ import annotations

from typing import ClassVar

from vnpolnlp.document import Document, Quote
from vnpolnlp.stages.quotes.kinds import judge
from vnpolnlp.stages.quotes.pairing import MARKS, find_quotes
from vnpolnlp.stages.quotes.situation import Situation
from vnpolnlp.stages.quotes.speakers import find_speakers


class Quotes:
    """Mark quotations with kind, political, term and speaker.

    The speaker of a speech comes from the document's entities, when they are there.

    >>> doc = Quotes()(Document("Đảng bộ đẩy lùi “lợi ích nhóm”, xây dựng mô hình 'Ba sạch'."))
    >>> [(quote.id, quote.kind, quote.text, quote.political) for quote in doc.quotes]
    [('q1', 'term', 'lợi ích nhóm', True), ('q2', 'slogan', 'Ba sạch', True)]
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("quotes",)
    follows: ClassVar[tuple[str, ...]] = ("sentences", "names", "roles")

    def __call__(self, document: Document) -> Document:
        """The document with its quotations."""
        view, text = document.view, document.text
        quotations = find_quotes(view.text)
        situations = [Situation.of(view.text, view.syllables, quotation) for quotation in quotations]
        judgements = judge(situations)
        speakers = find_speakers(document, situations, judgements)
        quotes: list[Quote] = []
        for quotation, judgement, speaker in zip(quotations, judgements, speakers, strict=True):
            start, end = _trimmed(text, *view.to_raw(quotation.start, quotation.end))
            if start < end:
                quotes.append(
                    Quote(
                        f"q{len(quotes) + 1}", start, end, text[start:end], judgement.kind, judgement.political,
                        judgement.term, speaker, judgement.by,
                    )
                )  # fmt: skip
        return document.with_layers(quotes=tuple(quotes))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The raw span without outer marks and space, which a stray combining sign can glue to what the view shows."""
    while start < end and (text[start] in MARKS or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end
