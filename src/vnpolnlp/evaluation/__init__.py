"""Measuring annotations against a gold standard: read gold, pair documents, score them, and list what is wrong.

>>> from vnpolnlp.evaluation import parse_inline
>>> text, entities, quotes = parse_inline('<ROLE per="Nguyễn Văn A">Bí thư</ROLE> <ORG>Tỉnh ủy</ORG>')
>>> text, [(entity.label, entity.text, dict(entity.attrs)) for entity in entities]
('Bí thư Tỉnh ủy', [('ROLE', 'Bí thư', {'holder': 'Nguyễn Văn A'}), ('ORG', 'Tỉnh ủy', {})])
"""

from vnpolnlp.evaluation.gold import Annotated, Pairing, load, pair
from vnpolnlp.evaluation.inline import parse_inline, render_inline
from vnpolnlp.evaluation.score import Accuracy, Average, Counts, Error, Scores, errors, evaluate, find_errors, score

__all__ = [
    "Accuracy",
    "Annotated",
    "Average",
    "Counts",
    "Error",
    "Pairing",
    "Scores",
    "errors",
    "evaluate",
    "find_errors",
    "load",
    "pair",
    "parse_inline",
    "render_inline",
    "score",
]
