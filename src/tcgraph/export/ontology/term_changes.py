"""What changed between two versions of the ontology, term by term."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.export.ontology.model import Ontology, Term

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
