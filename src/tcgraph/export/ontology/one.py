"""An ontology kept in modules, as one document with one header, for tools that read one ontology at a time."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.rdf import BlankNode, NamedNode, Triple
from tcgraph.terms import PREFIXES, TC

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

    Args:
        triples: all that the modules state.
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
    """What is said of a module and of the terms that it defines, where all modules are in one file.

    Args:
        triples: all that the modules state.
        version: the version IRI of the module.
    """
    every = list(triples)
    modules = {t.subject for t in every if t.predicate == _VERSION_IRI and t.object == version}
    subjects = modules | {t.subject for t in every if t.predicate == _DEFINED_BY and t.object in modules}
    told = [triple for triple in every if triple.subject in subjects]
    for triple in told:
        if isinstance(triple.object, BlankNode) and triple.object not in subjects:
            subjects.add(triple.object)
            told += [each for each in every if each.subject == triple.object]
    return told
