"""Normalised views of raw text, and the maps back."""
