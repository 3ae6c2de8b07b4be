"""Quotations: what stands in quotation marks, what kind it is, whether it is political, and who said it."""

from vnpolnlp.stages.quotes.pairing import Quotation, find_quotes
from vnpolnlp.stages.quotes.stage import Quotes

__all__ = ["Quotation", "Quotes", "find_quotes"]
