"""The manifest beside an output: what it was made from and with, so that the run can be repeated and checked."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import msgspec

from vnpolnlp.codec import dumps
from vnpolnlp.corpus.files import Content, content_of, replacing
from vnpolnlp.document import MadeBy
from vnpolnlp.errors import OutputError
from vnpolnlp.lexicons import lexicon_names
from vnpolnlp.pipeline import Pipeline

_PACKAGE = Path(__file__).parents[1]
#: What is not ours and may have a part in what is written.
_OTHERS = ("jsonlines", "msgspec", "numpy", "underthesea", "zstandard")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read; without content if it could not be, or was standard input."""

    name: str
    path: str
    content: Content | None


@dataclass(frozen=True)
class Manifest:
    """What an output was made from and with.

    Attributes:
        output: bytes and SHA-256 of the record file, as it lies there.
        settings: a digest of what decides records besides the texts: ``made_by.config`` and ``code``.
        made_by: as in every record.
        code: a digest of the program, which tells two states of one version apart.
        stages: the pipeline: name and options of each stage.
        lexicons: SHA-256 of each lexicon.
        weights: SHA-256 of each file of weights of the package, and the fingerprints of the stages that have one.
        versions: of Python, the system and the packages with a part in it.
        options: how the run was called.
        inputs: what was given as input.
        files: the files that these stood for, in the order in which they were read.
        counts: documents, words, and so on; entities by label.
        failures: how many documents or files failed, by stage.
        begun: when the run began or was last gone on with, in UTC.
        seconds: how long it took from then.
        taken_over: how many documents were done before that.
    """

    schema: Literal["vnpolnlp-manifest/1"]
    output: Content
    settings: str
    made_by: MadeBy
    code: str
    stages: Sequence[Mapping[str, Any]]
    lexicons: Mapping[str, str]
    weights: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, Any]
    inputs: Sequence[str]
    files: Sequence[InputFile]
    counts: Mapping[str, int]
    failures: Mapping[str, int]
    begun: str
    seconds: float
    taken_over: int


def manifest_path(output: Path) -> Path:
    """Where the manifest of an output lies."""
    return output.with_name(f"{output.name}.manifest.json")


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of an output, if it has one that can be read."""
    try:
        return msgspec.json.decode(manifest_path(output).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def write_manifest(manifest: Manifest, output: Path) -> Path:
    """Put a manifest beside an output.

    Raises:
        OutputError: it cannot be written.
    """
    path = manifest_path(output)
    if path.is_dir():
        raise OutputError(f"{path} is a folder; move it away")
    with replacing(path, force=True) as file:
        file.write(msgspec.json.format(dumps(manifest), indent=2) + b"\n")
    return path


def settings_of(pipeline: Pipeline) -> str:
    """A digest of what decides records besides the texts."""
    return hashlib.sha256(f"{pipeline.made_by.config} {code_digest()}".encode()).hexdigest()


@cache
def code_digest() -> str:
    """A digest of the modules of the package, whose version says too little while somebody works on them."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def lexicon_digests() -> dict[str, str]:
    """SHA-256 of each lexicon."""
    return _digests(_PACKAGE / "lexicons" / f"{name}.tsv" for name in lexicon_names())


def weight_digests(pipeline: Pipeline) -> dict[str, str]:
    """SHA-256 of the weights of the package, and what the stages of a pipeline call theirs."""
    fingerprints = {name: getattr(stage, "fingerprint", "") for name, stage in pipeline.stages}
    return {
        **_digests(sorted((_PACKAGE / "models").glob("*.npz"))),
        **{name: fingerprint for name, fingerprint in fingerprints.items() if fingerprint},
    }


def versions() -> dict[str, str]:
    """Of Python, the system and the packages that may have a part in what is written."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for name in _OTHERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # bundled some other way
            found[name] = "unknown"
    return found


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: content.sha256 for path in paths if (content := content_of(path))}
