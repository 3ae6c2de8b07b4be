"""Every regular expression of the package takes time in proportion to the text, whatever the text.

Patterns are caught where they are compiled, in a process of its own that imports all modules and uses all pipelines.
Each is searched for everywhere in long lines of what it could stumble over. What counts is how processor time grows
from one length to one four times as long: linear is 4, quadratic 16. The pattern of underthesea's tokeniser is not
among them, as it is theirs: the adapter feeds it short runs, and has tests of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CATCH = """
import importlib, json, pkgutil, re, sys, time

ATOMS = [
    "a", "A", "ă", "Đ", "1", "II", " ", "\\t", "\\n", "\\r\\n", ".", ",", "-", "/", "(", ")", ":", ";", "'", '"', "“",
    "”", "_", "%", "<", "&", "=", "\\u0301", "\\u200b", "\\u00a0", "a ", "A ", "1 ", "1/", "a.", "a-", "A-", "a\\n",
    "Điều ", "ngày ", "khóa ", "số ", "của ", "Tỉnh ủy ", "Nguyễn ", "NQ", "www",
]
LENGTHS = (30, 125, 500, 2000, 8000)
caught = {}
compile_ = re._compile

def catch(pattern, flags):
    found = compile_(pattern, flags)
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") == "re":
        frame = frame.f_back
    module = frame.f_globals.get("__name__", "")
    if module.startswith("vnpolnlp"):
        caught.setdefault((found.pattern, found.flags), module)
    return found

def seconds(pattern, line):
    began = time.process_time()
    for _ in pattern.finditer(line):
        pass
    return time.process_time() - began

def growth(pattern, atom):
    before, end = 0, b"!" if isinstance(atom, bytes) else "!"
    for length in LENGTHS:
        line = (atom * length)[:length] + end
        took = seconds(pattern, line)
        if took > 0.05 and took > 8 * before > 0:
            took, before = (
                min(seconds(pattern, some) for _ in range(3)) for some in (line, line[: length // 4] + end)
            )
            if took > 0.05 and took > 8 * before:
                return f"{length} times {atom!r} take {took / before:.0f} times as long as a quarter of them"
        before = took
    return ""

re._compile = catch
import vnpolnlp
for module in pkgutil.walk_packages(vnpolnlp.__path__, "vnpolnlp."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ImportError:  # an extra is not installed
            pass
from vnpolnlp.pipeline import load, pipeline_names
for name in pipeline_names():
    load(name)("Sáng 22/4/2025, Tỉnh ủy họp về Nghị quyết số 21-NQ/TW, “tự diễn biến” và ông Đỗ Thanh Bình nói.")
re._compile = compile_
slow = []
for (pattern, flags), module in caught.items():
    of_bytes = isinstance(pattern, bytes)
    found = (growth(re.compile(pattern, flags), atom.encode() if of_bytes else atom) for atom in ATOMS)
    first = next(filter(None, found), "")
    if first:
        slow.append([module, str(pattern), first])
print(json.dumps({"patterns": len(caught), "slow": slow}))
"""


def run(code: str) -> dict[str, object]:
    """What the code prints. It is ended if a pattern takes time without end."""
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, object] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    return run(CATCH)


def test_patterns_are_caught(found: dict[str, int]) -> None:
    assert found["patterns"] > 100


def test_no_pattern_takes_more_than_linear_time(found: dict[str, list[list[str]]]) -> None:
    assert found["slow"] == []


def test_a_quadratic_pattern_would_be_found() -> None:
    code = CATCH.split("re._compile = catch")[0] + 'print(json.dumps({"slow": growth(re.compile(r"(?:a|b)+c"), "a")}))'
    assert "times as long" in str(run(code)["slow"])
