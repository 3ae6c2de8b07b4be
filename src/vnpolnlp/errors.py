"""The errors a caller may want to tell apart; every message says what was found, where, and what to do."""


class VnpolnlpError(Exception):
    """The root of all errors this package raises on purpose."""


class ConfigError(VnpolnlpError):
    """A pipeline file, a stage option or the order of the stages is wrong."""


class InputError(VnpolnlpError):
    """An input cannot be read as text: missing, binary, wrongly encoded, not the format it claims to be."""


class OutputError(VnpolnlpError):
    """An output cannot be written, or exists already and may not be replaced."""


class RecordError(VnpolnlpError, ValueError):
    """A record breaks the schema or points outside its own text."""


class LexiconError(VnpolnlpError):
    """A line of a lexicon is broken; the message names file and line."""


class LimitError(VnpolnlpError):
    """A document is longer than it may be, or takes longer."""


class WorkerError(VnpolnlpError):
    """A process that annotates has died, or cannot be started."""
