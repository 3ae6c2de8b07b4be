"""The annotation as a component of a spaCy pipeline: ``nlp.add_pipe("vnpolnlp")``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from vnpolnlp.document import Document
from vnpolnlp.formats.extras import need
from vnpolnlp.formats.regions import regions_of
from vnpolnlp.formats.spacy_docs import SPANS_KEY
from vnpolnlp.pipeline import Pipeline, load

#: ``doc._.vnpolnlp`` is the whole document, whose spans need not begin and end with spaCy's tokens.
EXTENSION = "vnpolnlp"


class Component:
    """Annotates the text of a Doc, and puts what fits its tokens into it.

    ``doc._.vnpolnlp`` is the :class:`~vnpolnlp.document.Document`, with everything. Entities go to ``doc.ents``, in
    place of those that were there and overlap them; entities, quotations and terms to ``doc.spans["sc"]``. A span that
    begins or ends inside a token is in neither, and is never widened to fit.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        tokens = need("spacy.tokens", package="spaCy", extra="spacy")
        if not tokens.Doc.has_extension(EXTENSION):
            tokens.Doc.set_extension(EXTENSION, default=None)

    def __call__(self, doc: Any) -> Any:
        """The same Doc, annotated."""
        document = self.pipeline(doc.text)
        doc._.set(EXTENSION, document)
        spans, ents = _spans(doc, document)
        doc.spans[SPANS_KEY] = spans
        taken = {token for span in ents for token in range(span.start, span.end)}
        others = [span for span in doc.ents if taken.isdisjoint(range(span.start, span.end))]
        doc.set_ents([*ents, *others])
        return doc


def _spans(doc: Any, document: Document) -> tuple[list[Any], list[Any]]:
    entities = {entity.id for entity in document.entities}
    spans, ents = [], []
    for region in regions_of(document):
        span = doc.char_span(region.start, region.end, label=region.label, span_id=region.id, alignment_mode="strict")
        if span is not None:
            spans.append(span)
            if region.id in entities:
                ents.append(span)
    return spans, ents


def component(nlp: Any, name: str, pipeline: str) -> Component:
    """The factory that spaCy finds by the entry point; ``pipeline`` is a name or a TOML file, as for ``load``."""
    return Component(load(pipeline))


if find_spec("spacy"):  # spaCy loads this module by the entry point and expects the factory to be there then
    need("spacy.language", package="spaCy", extra="spacy").Language.factory(
        "vnpolnlp", default_config={"pipeline": "default"}, func=component
    )
