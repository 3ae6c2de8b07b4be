"""Formats of other tools: records into them, and back."""
