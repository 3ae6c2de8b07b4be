"""The stages, one module or folder each; each can be used alone on a Document."""
