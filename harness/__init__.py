"""Runs that are disturbed on purpose, and compared byte for byte with one that was not: ``python -m harness``."""
