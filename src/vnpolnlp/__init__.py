"""Annotate Vietnamese political text, without losing a character.

>>> import vnpolnlp
>>> nlp = vnpolnlp.load()
>>> doc = nlp("Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình nhấn mạnh việc chống “lợi ích nhóm”.")
>>> [(entity.label, entity.text) for entity in doc.entities]
[('ROLE', 'Bí thư'), ('ORG', 'Tỉnh ủy Kiên Giang'), ('PER', 'Đỗ Thanh Bình')]
>>> [(quote.kind, quote.text) for quote in doc.quotes]
[('term', 'lợi ích nhóm')]
"""

from vnpolnlp.codec import schema
from vnpolnlp.corpus.records import read, verify, write
from vnpolnlp.corpus.runner import annotate
from vnpolnlp.document import Document
from vnpolnlp.evaluation.agreement import agreement
from vnpolnlp.evaluation.results import evaluate
from vnpolnlp.formats.exporting import export
from vnpolnlp.formats.importing import import_
from vnpolnlp.pipeline import Pipeline, load
from vnpolnlp.version import __version__

__all__ = [
    "Document",
    "Pipeline",
    "__version__",
    "agreement",
    "annotate",
    "evaluate",
    "export",
    "import_",
    "load",
    "read",
    "schema",
    "verify",
    "write",
]
