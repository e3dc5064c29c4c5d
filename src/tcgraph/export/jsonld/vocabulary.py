"""What the ontology and the shapes say about each property, read once: the ground of context, schemas and types.

The context must not change when only data does, so it is derived from the ontology, the shapes and the short list
of borrowed properties below, never from the facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.rdf import NamedNode

XSD = terms.PREFIXES["xsd"]
_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_BORROWED: Mapping[str, str] = _TOLD["borrowed"]
_REVERSE: Mapping[str, str] = _TOLD["reverse"]
_TEXT, _LINKS = (frozenset(_TOLD["kinds"][kind]) for kind in ("text", "link"))

_PROPERTIES = """SELECT ?property ?kind ?range WHERE {
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty }
  ?property a ?kind
  OPTIONAL { { ?property rdfs:range ?range } UNION { ?property schema:rangeIncludes ?range } }
}"""
_FUNCTIONAL = "SELECT ?property WHERE { ?property a owl:FunctionalProperty }"
_SINGLE = """SELECT DISTINCT ?class ?property WHERE {
  ?node sh:targetClass ?class ; sh:property ?shape . ?shape sh:path ?property ; sh:maxCount 1 FILTER (isIRI(?property))
}"""
_CLASSES = "SELECT DISTINCT ?class WHERE { ?class a owl:Class FILTER (isIRI(?class)) }"
_DOMAINS = """SELECT DISTINCT ?class ?property WHERE {
  { ?property rdfs:domain ?class } UNION { ?property schema:domainIncludes ?class }
  UNION { ?node sh:targetClass ?class ; sh:property/sh:path ?property }
  FILTER (isIRI(?property) && isIRI(?class))
}"""
_REQUIRED = """SELECT DISTINCT ?class ?property WHERE {
  ?node sh:targetClass ?class ; sh:property ?shape .
  ?shape sh:path ?property ; sh:minCount ?min ; sh:severity sh:Violation
  FILTER (isIRI(?property) && ?min >= 1)
}"""


@dataclass(frozen=True, slots=True)
class JsonMember:
    """One member of the JSON objects.

    Attributes:
        name: its key.
        iri: the property.
        kind: ``link``, ``text`` (language map), ``integer``, ``boolean``, a datatype's IRI, or ``any``.
        single: whether a thing has at most one value.
    """

    name: str
    iri: str
    kind: str
    single: bool

    def definition(self) -> str | dict[str, Any]:
        """Its term definition in the context."""
        defined: dict[str, Any] = {"@id": self.iri}
        containers = ["@language"] if self.kind == "text" else []
        if not self.single:
            containers.append("@set")
        if containers:
            defined["@container"] = containers[0] if len(containers) == 1 else containers
        if self.kind == "link":
            defined["@type"] = "@id"
        elif "/" in self.kind:
            defined["@type"] = self.kind
        return defined if len(defined) > 1 else self.iri


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The members and classes of our JSON.

    Attributes:
        members: by property IRI.
        classes: name by class IRI.
        of_class: the properties declared for each class.
        required: the properties that shapes demand of each class.
        reverse: names for properties looked at from the other end, by property IRI.
    """

    members: Mapping[str, JsonMember]
    classes: Mapping[str, str]
    of_class: Mapping[str, frozenset[str]] = field(default_factory=dict)
    required: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reverse: Mapping[str, str] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """The JSON-LD 1.1 context, its terms sorted."""
        defined: dict[str, Any] = {member.name: member.definition() for member in self.members.values()}
        defined |= {name: iri for iri, name in self.classes.items()}
        for iri, name in self.reverse.items():
            defined[name] = {"@reverse": iri, "@type": "@id", "@container": "@set"}
        keywords = {"@version": 1.1, "id": "@id", "type": {"@id": "@type", "@container": "@set"}}
        return {"@context": keywords | dict(sorted(defined.items()))}


def read_vocabulary(engine: Engine) -> Vocabulary:
    """Read the vocabulary of the JSON from the ontology and the shapes in an engine."""
    kinds: dict[str, str] = {terms.expand(name).value: _borrowed_kind(key) for key, name in _BORROWED.items()}
    ranges: dict[str, set[str]] = {}
    for property_, kind, range_ in engine.select(_PROPERTIES):
        if isinstance(property_, NamedNode) and property_.value.startswith(terms.TC):
            found = ranges.setdefault(property_.value, set())
            if kind == terms.expand("owl:ObjectProperty"):
                kinds[property_.value] = "link"
            elif isinstance(range_, NamedNode):
                found.add(range_.value)
    for iri, found in ranges.items():
        if iri not in kinds:
            kinds[iri] = _literal_kind(iri, found)
    single = {term.value for (term,) in engine.select(_FUNCTIONAL) if isinstance(term, NamedNode)}
    of_class, bounded = _pairs(engine, _DOMAINS), _pairs(engine, _SINGLE)
    # One value at most for every kind of thing that may have the property, not only for some.
    for iri in {iri for properties in bounded.values() for iri in properties}:
        if all(iri in bounded.get(class_, ()) for class_, properties in of_class.items() if iri in properties):
            single.add(iri)
    names = {terms.expand(name).value: key for key, name in _BORROWED.items()}
    members = {
        iri: JsonMember(names.get(iri, iri.removeprefix(terms.TC)), iri, kind, iri in single and kind != "text")
        for iri, kind in sorted(kinds.items())
    }
    classes = {
        term.value: term.value.removeprefix(terms.TC)
        for (term,) in engine.select(_CLASSES)
        if isinstance(term, NamedNode) and term.value.startswith(terms.TC)
    }
    for name in ("Concept", "ConceptScheme"):
        classes[terms.expand(f"skos:{name}").value] = name
    reverse = {terms.expand(name).value: key for key, name in _REVERSE.items()}
    return Vocabulary(members, classes, of_class, _pairs(engine, _REQUIRED), reverse)


def _borrowed_kind(name: str) -> str:
    return "text" if name in _TEXT else "link" if name in _LINKS else "any"


def _literal_kind(iri: str, ranges: set[str]) -> str:
    if iri.removeprefix(terms.TC) in _TEXT or ranges == {terms.PREFIXES["rdf"] + "langString"}:
        return "text"
    if len(ranges) != 1:
        return "any"
    (only,) = ranges
    # JSON's own numbers and truth values carry these two without loss; a decimal would become a double.
    native = {XSD + "integer": "integer", XSD + "boolean": "boolean", XSD + "string": "any"}
    return native.get(only, only if only.startswith(XSD) else "any")


def _pairs(engine: Engine, query: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for class_, property_ in engine.select(query):
        if isinstance(class_, NamedNode) and isinstance(property_, NamedNode):
            found.setdefault(class_.value, set()).add(property_.value)
    return {class_: frozenset(properties) for class_, properties in found.items()}
