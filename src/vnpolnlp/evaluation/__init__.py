"""Measuring annotations against a gold standard: read gold, pair documents, score them, and list what is wrong.

>>> from vnpolnlp.evaluation import parse_inline
>>> text, entities, quotes = parse_inline('<ROLE per="Nguyễn Văn A">Bí thư</ROLE> <ORG>Tỉnh ủy</ORG>')
>>> text, [(entity.label, entity.text, dict(entity.attrs)) for entity in entities]
('Bí thư Tỉnh ủy', [('ROLE', 'Bí thư', {'holder': 'Nguyễn Văn A'}), ('ORG', 'Tỉnh ủy', {})])
"""

from vnpolnlp.evaluation.agreement import Agreement, agreement
from vnpolnlp.evaluation.gold import Annotated, Pairing, load, open_source, pair
from vnpolnlp.evaluation.inline import parse_inline, render_inline
from vnpolnlp.evaluation.matching import Labelled, Muc
from vnpolnlp.evaluation.mistakes import Error, errors, find_errors
from vnpolnlp.evaluation.results import Evaluation, evaluate
from vnpolnlp.evaluation.score import Accuracy, Average, Counts, Scores, score

__all__ = [
    "Accuracy",
    "Agreement",
    "Annotated",
    "Average",
    "Counts",
    "Error",
    "Evaluation",
    "Labelled",
    "Muc",
    "Pairing",
    "Scores",
    "agreement",
    "errors",
    "evaluate",
    "find_errors",
    "load",
    "open_source",
    "pair",
    "parse_inline",
    "render_inline",
    "score",
]
