"""Corpora: reading texts, annotating many of them, writing records, and the ledger of what failed."""
