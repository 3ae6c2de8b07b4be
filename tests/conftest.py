"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# The same examples each time and no deadline, so that no test fails by chance or on a slow machine. To look for new
# failures: pytest --hypothesis-profile=hunt
settings.register_profile("vnpolnlp", deadline=None, derandomize=True)
settings.register_profile("hunt", deadline=None, max_examples=3000)
settings.load_profile("vnpolnlp")
