"""``python -m vnpolnlp`` is the command ``vnpolnlp``."""

from vnpolnlp.cli import app

if __name__ == "__main__":
    app(prog_name="vnpolnlp")
