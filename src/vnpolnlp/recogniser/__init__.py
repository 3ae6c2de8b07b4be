"""The trained recogniser: a sequence model over syllables that weighs grammar, lexicons and context."""
