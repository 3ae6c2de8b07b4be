"""Label Studio: tasks with predictions and the labelling configuration they need; its JSON export is read.

Offsets are code points, as Label Studio counts. A region's attributes are per-region results with its id, relations are
results of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from vnpolnlp.codec import dumps, loads
from vnpolnlp.corpus.files import READ_ERRORS, reason
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import (
    FLAGS,
    REGION_ATTRIBUTES,
    RELATION_LABELS,
    YES,
    Link,
    Region,
    document_of,
    looks,
    regions_of,
)

#: Line feeds alone, since browsers make them of all line ends.
NEEDS = Needs()
TASKS_FILE, CONFIG_FILE = "tasks.json", "config.xml"

_LABEL, _TEXT = "label", "text"


def configuration() -> str:
    """The labelling configuration: labels with Vietnamese names and colours, attributes by label, relations."""
    labels = (
        f'    <Label value="{label}" background="{look.colour}" html={quoteattr(f"{look.name} ({label})")}/>\n'
        for label, look in looks().items()
    )
    relations = (f'    <Relation value="{label}"/>\n' for label in RELATION_LABELS)
    parts = [
        "<View>\n  <Relations>\n",
        *relations,
        f'  </Relations>\n  <Labels name="{_LABEL}" toName="{_TEXT}">\n',
        *labels,
        f'  </Labels>\n  <Text name="{_TEXT}" value="$text" granularity="symbol"/>\n',
    ]
    for name, of in _labels_by_attribute().items():
        when = f'visibleWhen="region-selected" whenTagName="{_LABEL}" whenLabelValue="{",".join(of)}"'
        parts.append(f'  <View {when}>\n    <Header value="{name}" size="5"/>\n')
        if name in FLAGS:
            parts.append(
                f'    <Choices name="{name}" toName="{_TEXT}" perRegion="true" choice="single">\n'
                f'      <Choice value="{YES}"/>\n    </Choices>\n'
            )
        else:
            parts.append(
                f'    <TextArea name="{name}" toName="{_TEXT}" perRegion="true" maxSubmissions="1" editable="true"/>\n'
            )
        parts.append("  </View>\n")
    return "".join((*parts, "</View>\n"))


def _labels_by_attribute() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, names in REGION_ATTRIBUTES.items():
        for name in names:
            found.setdefault(name, []).append(label)
    return found


def to_task(document: Document) -> dict[str, Any]:
    """A document as a task with one prediction."""
    results: list[dict[str, Any]] = []
    for region in regions_of(document):
        span = {"start": region.start, "end": region.end, "text": document.text[region.start : region.end]}
        results.append(_result(region.id, _LABEL, "labels", {**span, "labels": [region.label]}, origin="prediction"))
        place = {"start": region.start, "end": region.end}
        for name, value in region.attrs.items():
            if name in FLAGS:
                results.append(_result(region.id, name, "choices", {**place, "choices": [value]}))
            else:
                results.append(_result(region.id, name, "textarea", {**place, "text": [value]}))
    results += (
        {"type": "relation", "from_id": one.head, "to_id": one.tail, "direction": "right", "labels": [one.label]}
        for one in document.relations
    )
    return {
        "data": {"text": document.text, "doc_id": document.id},
        "predictions": [{"model_version": _model(document), "result": results}],
    }


def _model(document: Document) -> str:
    made_by = document.made_by
    return f"vnpolnlp {made_by.vnpolnlp} {made_by.pipeline}" if made_by else "vnpolnlp"


def _result(id: str, name: str, type: str, value: Mapping[str, Any], **more: str) -> dict[str, Any]:
    return {"id": id, "from_name": name, "to_name": _TEXT, "type": type, "value": value, **more}


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write ``tasks.json`` and ``config.xml`` into an empty folder; ``lost`` counts what is not in them."""
    (folder / CONFIG_FILE).write_text(configuration(), encoding="utf-8", newline="\n")
    with (folder / TASKS_FILE).open("wb") as file:
        file.write(b"[")
        separator = b"\n"
        for document in documents:
            file.write(separator + dumps(to_task(copied(document, NEEDS, lost))))
            separator = b",\n"
        file.write(b"\n]\n")


def read(path: Path) -> Iterator[Found]:
    """The documents of a JSON export of Label Studio, or of a folder that :func:`write` made.

    Each annotation that was not cancelled is one; a task without any is pending. Tasks that were never in Label Studio
    have predictions instead, which are read.

    Raises:
        InputError: it is no such file.
    """
    file = path / TASKS_FILE if path.is_dir() else path
    try:
        tasks = loads(file.read_bytes())
    except READ_ERRORS as error:
        raise InputError(f"cannot read {file}: {reason(error)}") from error
    except RecordError as error:
        raise InputError(f"{file}: not JSON: {error}; export as JSON, not JSON-MIN or CSV") from error
    if isinstance(tasks, dict):
        tasks = [tasks]
    if not isinstance(tasks, list):
        raise InputError(f"{file}: no list of tasks; export as JSON, not JSON-MIN or CSV")
    for number, task in enumerate(tasks, start=1):
        yield from _read_task(task, f"{file.name}: task {number}")


def _read_task(task: Any, where: str) -> Iterator[Found]:
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str) or not isinstance(data, dict):
        yield Found(where, None, (f"{where}: has no text in data.text; export as JSON, not JSON-MIN",))
        return
    id = str(
        next((named for named in (data.get("doc_id"), data.get("id"), task.get("id")) if named is not None), where)
    )
    annotations, predictions = task.get("annotations"), task.get("predictions")
    if isinstance(annotations, list):
        done = [one for one in annotations if isinstance(one, dict) and not one.get("was_cancelled")]
    else:  # never in Label Studio
        done = [one for one in predictions or () if isinstance(one, dict)][:1]
    if not done:
        yield Found(id, None, pending=True)
    names: Counter[str] = Counter()
    for one in done:
        name = _annotator(one)
        names[name] += 1
        annotator = f"{name}-{names[name]}" if names[name] > 1 else name
        results = one.get("result")
        reader = _Results(text, where)
        for number, result in enumerate(results if isinstance(results, list) else (), start=1):
            reader.add(result, f"{where}, result {number}")
        document, problems = reader.document(id)
        yield Found(id, document, tuple(problems), annotator)


def _annotator(annotation: Mapping[str, Any]) -> str:
    """Who made an annotation: nobody if it is a prediction, the e-mail address if it is given, or a number."""
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return "" if who is None else str(who)


@dataclass
class _Results:
    """The results of one annotation, put together to regions and links."""

    text: str
    where: str
    regions: dict[str, Region] = field(default_factory=dict)
    attrs: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, result: Any, place: str) -> None:
        """Take one result in; what is wrong with it is noted."""
        try:
            if result["type"] == "relation":
                labels = result.get("labels") or []
                if len(labels) != 1:
                    raise ValueError(f"a relation with {len(labels)} labels where one was expected")
                self.links.append(Link(labels[0], result["from_id"], result["to_id"], place))
            elif result["type"] == "labels":
                self._region(str(result["id"]), result["value"], place)
            elif result["type"] in ("choices", "textarea"):
                values = result["value"]["choices" if result["type"] == "choices" else "text"]
                values = [values] if isinstance(values, str) else values
                if len(values) != 1 or not isinstance(values[0], str):
                    raise ValueError(f"{result['from_name']} has {len(values)} values where one was expected")
                self.attrs.setdefault(str(result["id"]), {})[str(result["from_name"])] = values[0]
            else:
                raise ValueError(f"a {result['type']!r}, which records do not have")
        except (LookupError, TypeError, AttributeError) as error:
            self.problems.append(f"{place}: no result of a labelling of text ({error!r}), left out")
        except ValueError as error:
            self.problems.append(f"{place}: {error}, left out")

    def _region(self, id: str, value: Mapping[str, Any], place: str) -> None:
        start, end, labels = value["start"], value["end"], value["labels"]
        if not isinstance(start, int) or not isinstance(end, int):
            raise ValueError(f"a region from {start!r} to {end!r}, which are no numbers")
        if len(labels) != 1:
            raise ValueError(f"a region with {len(labels)} labels where one was expected")
        if id in self.regions:
            raise ValueError(f"a second region with the id {id!r}")
        content, said = self.text[max(0, start) : max(0, end)], value.get("text")
        if isinstance(said, str) and _visible(said) != _visible(content):
            raise ValueError(f"the text at {start}:{end} is {content[:40]!r}, and the region says {said[:40]!r}")
        self.regions[id] = Region(id, start, end, str(labels[0]), {}, place)

    def document(self, id: str) -> tuple[Document, list[str]]:
        """The document of these results."""
        regions = []
        for region in self.regions.values():
            attrs = self.attrs.pop(region.id, {})
            for name in attrs.keys() & FLAGS:
                if attrs[name] != YES:
                    self.problems.append(f"{region.place}: {name} is {attrs.pop(name)!r} and not {YES!r}, left out")
            regions.append(Region(region.id, region.start, region.end, region.label, attrs, region.place))
        for stray in self.attrs:
            self.problems.append(f"{self.where}: attributes of a region {stray!r} that is not there, left out")
        document, problems = document_of(self.text, id, regions, self.links)
        return document, [*self.problems, *problems]


def _visible(text: str) -> str:
    """What is there besides white space, which the editor writes its own way."""
    return "".join(text.replace("\\n", "\n").split())
