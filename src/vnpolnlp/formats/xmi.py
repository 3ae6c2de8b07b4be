"""UIMA CAS XMI with its type system, for INCEpTION: entities, quotations, terms and relations as layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnpolnlp.document import ATTRIBUTES, Document
from vnpolnlp.formats.regions import Region, regions_of
from vnpolnlp.formats.rows import rows
from cassis import Cas, TypeSystem

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
QUOTE, TERM, RELATION = "webanno.custom.Quote", "webanno.custom.PoliticalTerm", "webanno.custom.PolRelation"
STRING = "uima.cas.String"
#: What an attribute is called as a feature, where it is not its own name: ``identifier`` is what INCEpTION links by.
_FEATURES = {"number": "identifier", "value": "identifier", "place": "identifier", "type": "genre"}


def type_system() -> TypeSystem:
    types = TypeSystem()
    annotation = "uima.tcas.Annotation"
    meta = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(meta, name, STRING)
    types.create_feature(meta, "isLastSegment", "uima.cas.Boolean")
    for name in (SENTENCE, TOKEN):
        types.create_type(name, annotation)
    entity = types.create_type(ENTITY, annotation)
    names = dict.fromkeys(_FEATURES.get(name, name) for names in ATTRIBUTES.values() for name in names)
    for name in ("value", *names):
        types.create_feature(entity, name, STRING)
    quote = types.create_type(QUOTE, annotation)
    for name in ("kind", "political", "term", "speaker"):
        types.create_feature(quote, name, STRING)
    term = types.create_type(TERM, annotation)
    for name in ("term", "quoted"):
        types.create_feature(term, name, STRING)
    relation = types.create_type(RELATION, annotation)
    types.create_feature(relation, "Dependent", ENTITY)
    types.create_feature(relation, "Governor", ENTITY)
    types.create_feature(relation, "label", STRING)
    return types


def to_cas(document: Document, types: TypeSystem) -> Cas:
    cas = Cas(typesystem=types, sofa_string=document.text, sofa_mime="text/plain")
    make = {name: types.get_type(name) for name in (METADATA, SENTENCE, TOKEN, ENTITY, QUOTE, TERM, RELATION)}
    found: list[Any] = [make[METADATA](begin=0, end=len(document.text), language="vi", documentTitle=document.id, documentId=document.id)]
    for sentence in rows(document, whole=[(e.start, e.end) for e in document.entities]):
        found.append(make[SENTENCE](begin=sentence[0].start, end=sentence[-1].end))
        found += (make[TOKEN](begin=row.start, end=row.end) for row in sentence)
    entities = {}
    for region in regions_of(document):
        if region.label == "TERM":
            found.append(make[TERM](begin=region.start, end=region.end, **region.attrs))
        elif region.label.startswith("Q_"):
            found.append(make[QUOTE](begin=region.start, end=region.end, kind=region.label[2:], **region.attrs))
        else:
            entities[region.id] = make[ENTITY](begin=region.start, end=region.end, value=region.label, **{_FEATURES.get(k, k): v for k, v in region.attrs.items()})
            found.append(entities[region.id])
    for one in document.relations:
        head, tail = entities[one.head], entities[one.tail]
        found.append(make[RELATION](begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, label=one.label))
    cas.add_all(found)
    return cas
