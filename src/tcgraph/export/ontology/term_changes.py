"""The released versions of the ontology, each kept as one file, and what changed between two, term by term."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tcgraph.export.dump import serialize
from tcgraph.export.ontology.model import Ontology, Term
from tcgraph.export.ontology.read import read_ontology
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, Quad, Triple, parse

_TEXTS = ("rdfs:label", "skos:definition", "skos:scopeNote", "skos:example")
_LINKS = (
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "owl:inverseOf",
    "owl:equivalentClass",
    "owl:disjointWith",
)


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term that both versions have, and the properties of it that differ."""

    iri: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OntologyChanges:
    """How a version differs from the one before.

    Attributes:
        before: the earlier version.
        after: the later version.
        added: IRIs of new terms and concepts.
        removed: IRIs of those that are gone.
        deprecated: IRIs of those that are newly advised against.
        changed: those that say something else.
    """

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    deprecated: tuple[str, ...]
    changed: tuple[ChangedTerm, ...]

    @property
    def breaking(self) -> bool:
        """Whether data or queries written for the earlier version may no longer fit."""
        return bool(self.removed)


def changes(before: Ontology, after: Ontology) -> OntologyChanges:
    """Compare two versions."""
    old, new = _concepts(before), _concepts(after)
    both = [iri for iri in after.terms if iri in before.terms]
    compared = ((iri, _differing(before.terms[iri], after.terms[iri])) for iri in both)
    return OntologyChanges(
        before.version,
        after.version,
        added=tuple(sorted({*after.terms, *new} - {*before.terms, *old})),
        removed=tuple(sorted({*before.terms, *old} - {*after.terms, *new})),
        deprecated=tuple(iri for iri in both if after.terms[iri].deprecated and not before.terms[iri].deprecated),
        changed=tuple(ChangedTerm(iri, what) for iri, what in compared if what),
    )


def _concepts(ontology: Ontology) -> set[str]:
    return {iri for scheme in ontology.schemes for iri, _ in scheme.concepts}


def _differing(before: Term, after: Term) -> tuple[str, ...]:
    texts = [name for name in _TEXTS if set(before.texts.get(name, ())) != set(after.texts.get(name, ()))]
    links = [name for name in _LINKS if set(before.links.get(name, ())) != set(after.links.get(name, ()))]
    others = {
        "rdf:type": (before.kind, set(before.traits)) != (after.kind, set(after.traits)),
        "owl:hasKey": set(before.keys) != set(after.keys),
        "owl:propertyChainAxiom": set(before.chains) != set(after.chains),
        "owl:hasValue": set(before.values) != set(after.values),
    }
    return (*texts, *links, *(name for name, differs in others.items() if differs))


_VERSION = re.compile(r"\d+\.\d+\.\d+")


def folder(project: Project) -> Path:
    """Where they are kept; as TriG, since every Turtle file below ``ontology/`` belongs to the version in force."""
    return project.ontology / "released"


def released(project: Project) -> dict[str, Path]:
    """The files by version, the oldest first."""
    found = {path.stem: path for path in folder(project).glob("*.trig") if _VERSION.fullmatch(path.stem)}
    return dict(sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


def triples_of(path: Path) -> list[Triple]:
    """The statements of a released version.

    Raises:
        BrokenInput: the file does not parse.
    """
    return [quad.triple for quad in parse(path.read_bytes(), GraphFormat.TRIG)]


def read_released(project: Project) -> list[Ontology]:
    """The released versions, the oldest first.

    Raises:
        BrokenInput: a file does not parse.
    """
    return [read_ontology(triples_of(path)) for path in released(project).values()]


def written(triples: Iterable[Triple], syntax: GraphFormat) -> bytes:
    """A version as one document; the same statements give the same bytes."""
    return serialize((Quad(*triple) for triple in set(triples)), syntax)
