"""What documentation says of an ontology: modules, terms and concept schemes, each with its words and its links.

An ontology kept in modules as one document, too, with one header, for tools that read one ontology at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tcgraph.rdf import BlankNode, Literal, NamedNode, Triple
from tcgraph.terms import PREFIXES, TC

Texts = Mapping[str, tuple[Literal, ...]]

KINDS = ("class", "object property", "datatype property", "annotation property")


class Worded:
    """What has words, in several languages."""

    __slots__ = ()
    texts: Texts

    def text(self, name: str, language: str = "en") -> Literal | None:
        """A text in a language, else in English, else in any."""
        return text_in(self.texts.get(name, ()), language)

    def all_texts(self, name: str, language: str = "en") -> tuple[Literal, ...]:
        """All texts in the language in which there is one: a project may add an example of its own to a common one."""
        found = self.text(name, language)
        return tuple(text for text in self.texts.get(name, ()) if found and text.language == found.language)


@dataclass(frozen=True, slots=True)
class Term(Worded):
    """A class or property.

    Attributes:
        iri: its IRI.
        kind: one of :data:`KINDS`.
        module: IRI of the module that defines it.
        texts: labels, definitions, notes and examples by prefixed name of the property that gives them.
        links: related resources by prefixed name of the property: ``rdfs:subClassOf``, ``schema:domainIncludes`` …
        back: the other way round: who names this term as its wider term, its domain, its range.
        traits: the further classes of OWL that the term is in: ``FunctionalProperty``, ``TransitiveProperty`` …
        keys: lists of properties that together identify a thing of this class.
        chains: lists of properties that one after the other imply this one.
        values: property and value that every thing of this class has, and that makes it one.
        deprecated: whether it should not be used any more.
    """

    iri: str
    kind: str
    module: str
    texts: Texts
    links: Mapping[str, tuple[str, ...]]
    back: Mapping[str, tuple[str, ...]]
    traits: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False

    @property
    def name(self) -> str:
        """The local name, which is the term's anchor in its page."""
        return self.iri.removeprefix(TC)


@dataclass(frozen=True, slots=True)
class Module(Worded):
    """A file of the ontology, as its header describes it.

    Attributes:
        iri: the ontology's IRI.
        texts: as for terms.
        links: as for terms.
    """

    iri: str
    texts: Texts
    links: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The last part of its IRI; the module whose IRI is the namespace's is the core."""
        return "core" if self.iri == TC.rstrip("#") else self.iri.rpartition("/ontology/")[2]


@dataclass(frozen=True, slots=True)
class Scheme(Worded):
    """A concept scheme: a list of codes.

    Attributes:
        iri: the scheme.
        texts: as for terms.
        concepts: IRI and texts of each concept, in the order of the scheme's codes.
    """

    iri: str
    texts: Texts
    concepts: tuple[tuple[str, Texts], ...]


@dataclass(frozen=True)
class Ontology:
    """A version of the ontology.

    Attributes:
        version: as ``owl:versionInfo`` gives it.
        modules: those that define terms, the core first.
        alignments: those that link terms with other vocabularies.
        terms: by IRI, sorted by name.
        schemes: sorted by IRI.
    """

    version: str
    modules: tuple[Module, ...]
    alignments: tuple[Module, ...]
    terms: Mapping[str, Term] = field(repr=False)
    schemes: tuple[Scheme, ...] = field(repr=False)

    @cached_property
    def by_kind(self) -> list[tuple[str, list[Term]]]:
        """The terms of each kind that has any."""
        groups = [(kind, [term for term in self.terms.values() if term.kind == kind]) for kind in KINDS]
        return [(kind, terms) for kind, terms in groups if terms]

    def of_module(self, module: Module) -> list[Term]:
        """The terms that a module defines."""
        return [term for term in self.terms.values() if term.module == module.iri]


def text_in(found: tuple[Literal, ...], language: str) -> Literal | None:
    """Of texts the one in a language, else the English one, else the first."""
    order = {language: 0, "en": 1, None: 2}
    return min(found, key=lambda text: order.get(text.language, len(order)), default=None)


_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_OWL = PREFIXES["owl"]
_ONTOLOGY = NamedNode(_OWL + "Ontology")
_SCHEME = NamedNode(PREFIXES["skos"] + "ConceptScheme")
_IMPORTS = NamedNode(_OWL + "imports")
_VERSION_IRI = NamedNode(_OWL + "versionIRI")
_DEFINED_BY = NamedNode(PREFIXES["rdfs"] + "isDefinedBy")
_HEADER_ONLY = frozenset(
    NamedNode(_OWL + name) for name in ("imports", "versionIRI", "priorVersion", "backwardCompatibleWith")
)


def one_ontology(triples: Iterable[Triple]) -> list[Triple]:
    """Leave one header (OWL 2 Structural Specification §3.1: a document holds at most one ontology).

    Whatever imports other modules that are here keeps its header, without those imports; of several such the one at
    the namespace's own IRI, else the first. Concept schemes stay, and are ontologies no more; the other headers are
    left out, since all that they say is of a module.
    """
    every = list(triples)
    headers = {triple.subject for triple in every if triple.predicate == _TYPE and triple.object == _ONTOLOGY}
    schemes = {triple.subject for triple in every if triple.predicate == _TYPE and triple.object == _SCHEME}
    importing = {triple.subject for triple in every if triple.predicate == _IMPORTS and triple.object in headers}
    namespace = NamedNode(TC.rstrip("#"))
    main = namespace if namespace in headers else min(importing or headers, key=str, default=None)
    others = headers - {main}

    def stays(triple: Triple) -> bool:
        if triple.subject == main:
            return not (triple.predicate == _IMPORTS and triple.object in headers)
        if triple.subject not in others:
            return True
        if triple.subject not in schemes:
            return False
        return triple.predicate not in _HEADER_ONLY and not (triple.predicate == _TYPE and triple.object == _ONTOLOGY)

    return [triple for triple in every if stays(triple)]


def module_of(triples: Iterable[Triple], version: NamedNode) -> list[Triple]:
    """What is said of a module and of the terms that it defines, where all modules are in one file."""
    every = list(triples)
    modules = {t.subject for t in every if t.predicate == _VERSION_IRI and t.object == version}
    subjects = modules | {t.subject for t in every if t.predicate == _DEFINED_BY and t.object in modules}
    told = [triple for triple in every if triple.subject in subjects]
    for triple in told:
        if isinstance(triple.object, BlankNode) and triple.object not in subjects:
            subjects.add(triple.object)
            told += [each for each in every if each.subject == triple.object]
    return told
