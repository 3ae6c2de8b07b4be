"""Checks exports with the programs that read them: ``python tests/formats/clients.py SHARED [FORMAT...]``.

Writes the sample corpus, 200 texts of ``SHARED/raw`` and hostile ones in each format, and runs on it the scripts of
``SHARED/exports/clients``, which ask UD's validator, udapi, conllu, seqeval, nervaluate, dkpro-cassis, Apache UIMA,
pyrefiqda and jing what they see. Takes some minutes. Exit code 1 if a check fails; what is not installed is told.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import vnpolnlp
from vnpolnlp.document import Document
from vnpolnlp.formats.copies import copied
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import TERM_LABEL, regions_of
from vnpolnlp.formats.registry import FORMATS
from vnpolnlp.lexicons import read_lexicon

ROOT = Path(__file__).parents[2]
_SPEECH = (
    "Thực hiện Nghị quyết số 21-NQ/TW của Ban Chấp hành Trung ương, Bí thư Tỉnh uỷ Kiên Giang Đỗ Thanh Bình nói: "
    "“Phải chống ‘tự diễn biến’ và\n“lợi ích nhóm”.”"
)
HOSTILE = {
    "hostile/emoji": f"📌 👨\u200d👩\u200d👧 {_SPEECH}",
    "hostile/NFD": unicodedata.normalize("NFD", _SPEECH),
    "hostile/CRLF": _SPEECH.replace("\n", "\r\n") + "\r\n",
    "hostile/empty": "",
    "hostile/blank": " \n ",
    "hostile/no entity": "và của họp.",
    "hostile/BOM": f"\ufeff{_SPEECH}",
    "hostile/nested": "Ông nói: “Phải làm ‘dân vận khéo’ và “bốn tốt, ‘ba không’” ngay.”",
    "hostile/twice 1": _SPEECH,
    "hostile/twice 2": _SPEECH,
    "hostile/control": "Đảng\x00 uỷ\x1f họp\x0b\u2028 Bộ Chính trị",
}

#: From a document on its copy to the start, end and label of each span that a check compares.
_Spans = Callable[[Document], Iterator[tuple[int, int, str]]]


def _entities(document: Document) -> Iterator[tuple[int, int, str]]:
    return ((entity.start, entity.end, entity.label) for entity in document.entities)


def _regions(document: Document) -> Iterator[tuple[int, int, str]]:
    return ((region.start, region.end, region.label) for region in regions_of(document))


def _codes(document: Document) -> Iterator[tuple[int, int, str]]:
    forms = {row["id"]: row["form"] for row in read_lexicon("terms")}
    for region in regions_of(document):
        yield region.start, region.end, forms[region.attrs["term"]] if region.label == TERM_LABEL else region.label


def documents(shared: Path) -> list[Document]:
    """The documents to export, annotated."""
    files = sorted(ROOT.glob("corpora/**/*.txt"))
    texts = {file.relative_to(ROOT).as_posix(): file.read_bytes().decode() for file in files}
    gold = vnpolnlp.read(ROOT / "corpora/gold/gold.annotated.jsonl")
    texts |= {f"gold/{document.id}": document.text for document in gold}
    with gzip.open(shared / "raw/news.jsonl.gz", "rt", encoding="utf-8") as file:
        texts |= {f"raw/{number}": json.loads(line)["text"] for number, line in enumerate(islice(file, 0, 2000, 10))}
    texts |= HOSTILE
    nlp = vnpolnlp.load()
    return [nlp(text).with_layers(id=id) for id, text in texts.items()]


def write_gold(documents: Sequence[Document], path: Path, format: str, spans: _Spans, *, named: bool = False) -> None:
    """What the check is to find; ``named`` if it knows documents by the names that they have in the file."""
    names = Names()
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            copy = copied(document, FORMATS[format].needs, Counter())
            ends_open = format == "conllu" and not copy.text[-1:].isspace()  # to which a line break is added
            entities = [{"start": start, "end": end, "label": label} for start, end, label in spans(copy)]
            id = names(document.id) if named else document.id
            file.write(json.dumps({"id": id, "text": copy.text + "\n" * ends_open, "entities": entities}) + "\n")


def checks(shared: Path, folder: Path, format: str, gold: Path, documents: Sequence[Document]) -> Iterator[list[str]]:
    """The commands that check the export of a format."""
    clients, out = shared / "exports/clients", folder / format
    if format in ("conllu", "conllup"):
        out.rename(out.with_suffix(f".{format}"))
        write_gold(documents, gold, format, _entities)
        yield [f"{clients}/check_conllu.py", f"{out}.{format}", "--gold", str(gold)]
    elif format == "iob2":
        write_gold(documents, gold, format, _entities)
        yield [f"{clients}/check_conll2003.py", str(out), "--gold", str(gold)]
    elif format == "qdpx":
        write_gold(documents, gold, format, _codes)
        yield [f"{clients}/check_qdpx.py", str(out), "--gold", str(gold)]
    elif format == "tei":
        write_gold(documents, gold, format, _regions, named=True)
        schema = shared / "tei_all.rng"
        if not schema.is_file():  # it is in no package; without it, all but validity is checked
            schema = folder / "any.rng"
            schema.write_text(_ANY, encoding="utf-8")
        yield [f"{clients}/check_tei.py", str(out), str(schema), "--gold", str(gold)]
    elif format == "xmi":
        write_gold(documents, gold, format, _entities)
        java = ["--java"] if shutil.which("java") and Path("/usr/share/java/uimaj-core.jar").is_file() else []
        names = Names()
        for number, document in enumerate(documents):
            if not copied(document, FORMATS[format].needs, Counter()).text.strip():
                continue
            command = [
                f"{clients}/check_cassis.py",
                str(out / f"{names(document.id)}.xmi"),
                str(out / "TypeSystem.xml"),
            ]
            if number % 40 == 0 or document.id in HOSTILE:  # each is a process of its own
                yield [*command, "--gold", str(gold), "--doc", document.id, *java]


_ANY = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any">
<element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore>
</element></define></grammar>"""
CHECKED = ("conllu", "conllup", "iob2", "qdpx", "tei", "xmi")


def main() -> int:
    """Export, check, tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("formats", nargs="*", default=CHECKED, metavar="FORMAT")
    options = parser.parse_args()
    some = documents(options.shared)
    results: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for format in options.formats:
            report = vnpolnlp.export(format, some, Path(name, format))
            print(f"== {format}\n{report.summary()}")
            for command in checks(options.shared, Path(name), format, Path(name, f"{format}.gold"), some):
                found = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
                outcome = {0: "passed", 3: "not installed"}.get(found.returncode, "FAILED")
                results[f"{format}: {outcome}"] += 1
                if outcome != "passed" or format != "xmi":
                    print((found.stdout + found.stderr).strip()[-2000:])
    print(*(f"{outcome} {count}" for outcome, count in results.items()), sep="\n")
    return int(any("FAILED" in outcome for outcome in results))


if __name__ == "__main__":
    sys.exit(main())
