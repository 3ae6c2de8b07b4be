"""Nothing that is read can run code: what the package never calls, and what is pinned."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vnpolnlp
from vnpolnlp.adapters import underthesea
from vnpolnlp.errors import ConfigError

SOURCE = Path(vnpolnlp.__file__).parent
ROOT = Path(__file__).parents[1]
MODULES = sorted(SOURCE.rglob("*.py"))
EVERY_MODULE = pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(SOURCE)) for path in MODULES])

#: What runs code that it is given, or unpacks files wherever their names say, and where it may stand all the same.
FORBIDDEN = {
    "eval": (), "exec": ("adapters/underthesea.py",), "compile": ("adapters/underthesea.py",), "__import__": (),
    "pickle.load": (), "pickle.loads": ("adapters/underthesea.py",), "marshal.loads": (), "joblib.load": (),
    "shelve.open": (), "yaml.load": (), "os.system": (), "os.popen": (), "subprocess.getoutput": (),
    "shutil.unpack_archive": (), "tarfile.open": (), "extractall": (), "extract": (), "mktemp": (),
    "ElementTree.parse": (), "ElementTree.fromstring": (), "fromstring": (),
}  # fmt: skip


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a module, by what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@EVERY_MODULE
def test_nothing_is_called_that_runs_what_it_is_given(path: Path) -> None:
    place = path.relative_to(SOURCE).as_posix()
    found = [
        name
        for name, _ in calls(path)
        for forbidden, allowed in FORBIDDEN.items()
        if (name == forbidden or ("." in name and name.endswith(f".{forbidden}"))) and place not in allowed
        if not (forbidden == "compile" and name == "re.compile")
    ]
    assert found == []


@EVERY_MODULE
def test_arrays_are_read_without_pickles(path: Path) -> None:
    loads = [call for name, call in calls(path) if name in ("np.load", "numpy.load")]
    assert all({k.arg: ast.unparse(k.value) for k in call.keywords}.get("allow_pickle") == "False" for call in loads)


@EVERY_MODULE
def test_no_shell_is_started(path: Path) -> None:
    assert not [name for name, call in calls(path) if any(keyword.arg == "shell" for keyword in call.keywords)]


def test_the_check_itself_finds_what_it_looks_for(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("import pickle\npickle.loads(b'')\n", encoding="utf-8")
    assert [name for name, _ in calls(path)] == ["pickle.loads"]


# underthesea's own pickles


def test_every_file_of_underthesea_is_pinned() -> None:
    pins = underthesea._KNOWN_FILES
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digests in pins.values() for digest in digests)
    source = Path(underthesea.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"_content\(f?\"?([^)\"]*)", source)) - {"path: str"}
    assert read == {"{path}/models.bin", "{path}/{name}.bin", "_PATTERN", "{_SEGMENTER}/dictionary.bin"}


@pytest.mark.parametrize("path", sorted(underthesea._KNOWN_FILES))
def test_a_file_of_underthesea_that_was_changed_is_not_loaded(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "underthesea"
    (package / path).parent.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / path).write_bytes(b"cos\nsystem\n(S'touch /tmp/hacked'\ntR.")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "underthesea", raising=False)  # which another test may have imported
    with pytest.raises(ConfigError, match="is not loaded"):
        underthesea._content(path)


def test_a_file_that_has_no_pin_is_not_read() -> None:
    with pytest.raises((KeyError, ConfigError)):
        underthesea._content("__init__.py")


# Dependencies


def test_every_dependency_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", lock).strip())
    assert entries
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
