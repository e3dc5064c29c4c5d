"""Read an ontology from its triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tcgraph.export.ontology.model import Module, Ontology, Scheme, Term, Texts
from tcgraph.rdf import BlankNode, Literal, NamedNode, Triple
from tcgraph.terms import BASE, GRAPH, PREFIXES, TC, shorten

ONTOLOGY = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH ?graph {{ ?header a owl:Ontology }}
  FILTER(STRSTARTS(STR(?graph), "{GRAPH}ontology/"))
  GRAPH ?graph {{ ?s ?p ?o }}
}}"""
"""The query for the triples: what the ontology's files state, without what follows from it.

Each file has a header, by which its graph is found without looking through all the others.
"""

_OWL = PREFIXES["owl"]
_TYPE = PREFIXES["rdf"] + "type"
_FIRST, _REST = (PREFIXES["rdf"] + name for name in ("first", "rest"))
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "datatype property",
    _OWL + "AnnotationProperty": "annotation property",
}
_BACK = frozenset(
    ("rdfs:subClassOf", "rdfs:subPropertyOf", "schema:domainIncludes", "schema:rangeIncludes", "owl:inverseOf")
)

Node = NamedNode | BlankNode
Said = Mapping[str, list[NamedNode | BlankNode | Literal]]


def read_ontology(triples: Iterable[Triple]) -> Ontology:
    """Put an ontology together."""
    said: dict[Node, dict[str, list[NamedNode | BlankNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in sorted(set(triples), key=str):
        if isinstance(triple.subject, NamedNode | BlankNode) and isinstance(
            triple.object, NamedNode | BlankNode | Literal
        ):
            said[triple.subject][triple.predicate.value].append(triple.object)
    back: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, statements in said.items():
        if isinstance(subject, NamedNode) and subject.value.startswith(TC):
            for name, others in _links(statements).items():
                for other in others if name in _BACK else ():
                    back[other][name].append(subject.value)
    terms = [
        _term(said, node, kind, back[node.value])
        for node, kind in _ours(said)
        # A term that an alignment speaks of is defined elsewhere, in the module that gives its label.
        if said[node].get(PREFIXES["rdfs"] + "label")
    ]
    headers = [_module(node, said[node]) for node in said if _is_a(said[node], "Ontology") and _is_ours(node)]
    defining = {term.module for term in terms}
    modules = [module for module in headers if module.iri in defining]
    return Ontology(
        version=next((t.value for module in modules for t in module.texts.get("owl:versionInfo", ())), ""),
        modules=tuple(sorted(modules, key=lambda module: (module.name != "core", module.name))),
        alignments=tuple(sorted((m for m in headers if "/align/" in m.iri), key=lambda module: module.iri)),
        terms={term.iri: term for term in sorted(terms, key=lambda term: (term.name.casefold(), term.name))},
        schemes=tuple(_schemes(said)),
    )


def _is_ours(node: Node) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(BASE)


def _is_a(statements: Said, name: str) -> bool:
    return NamedNode(_OWL + name) in statements.get(_TYPE, ())


def _ours(said: Mapping[Node, Said]) -> Iterator[tuple[NamedNode, str]]:
    for node, statements in said.items():
        if isinstance(node, NamedNode) and node.value.startswith(TC):
            types = {kind.value for kind in statements.get(_TYPE, ()) if isinstance(kind, NamedNode)}
            kind = next((name for iri, name in _KINDS.items() if iri in types), None)
            if kind:
                yield node, kind


def _term(said: Mapping[Node, Said], node: NamedNode, kind: str, back: Mapping[str, list[str]]) -> Term:
    statements = said[node]
    types = (value.value for value in statements.get(_TYPE, ()) if isinstance(value, NamedNode))
    flags = [value.value for value in statements.get(_OWL + "deprecated", ()) if isinstance(value, Literal)]
    links = _links(statements)
    return Term(
        iri=node.value,
        kind=kind,
        module=next(iter(links.get("rdfs:isDefinedBy", ())), ""),
        texts=_texts(statements),
        links=links,
        back={name: tuple(sorted(others)) for name, others in back.items()},
        traits=tuple(iri.removeprefix(_OWL) for iri in types if iri.startswith(_OWL) and iri not in _KINDS),
        keys=_lists(said, statements, "hasKey"),
        chains=_lists(said, statements, "propertyChainAxiom"),
        values=tuple(_values(said, statements)),
        deprecated="true" in flags,
    )


def _texts(statements: Said) -> Texts:
    found = {
        shorten(name): tuple(value for value in values if isinstance(value, Literal))
        for name, values in statements.items()
    }
    return {name: texts for name, texts in found.items() if texts}


def _links(statements: Said) -> dict[str, tuple[str, ...]]:
    found = {
        shorten(name): tuple(value.value for value in values if isinstance(value, NamedNode))
        for name, values in statements.items()
        if name != _TYPE
    }
    return {name: links for name, links in found.items() if links}


def _module(node: Node, statements: Said) -> Module:
    return Module(node.value, _texts(statements), _links(statements))


def _lists(said: Mapping[Node, Said], statements: Said, name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_members(said, head)) for head in statements.get(_OWL + name, ()))


def _members(said: Mapping[Node, Said], head: object) -> Iterator[str]:
    while isinstance(head, BlankNode) and head in said:
        yield from (item.value for item in said[head].get(_FIRST, ()))
        head = next(iter(said[head].get(_REST, ())), None)


def _values(said: Mapping[Node, Said], statements: Said) -> Iterator[tuple[str, str]]:
    """What ``owl:hasValue`` restrictions say, which is all that this ontology uses restrictions for."""
    for name in (_OWL + "equivalentClass", PREFIXES["rdfs"] + "subClassOf"):
        for restriction in statements.get(name, ()):
            if isinstance(restriction, BlankNode) and restriction in said:
                parts = said[restriction]
                for on in parts.get(_OWL + "onProperty", ()):
                    yield from ((on.value, value.value) for value in parts.get(_OWL + "hasValue", ()))


def _schemes(said: Mapping[Node, Said]) -> Iterator[Scheme]:
    skos = PREFIXES["skos"]
    schemes = [node for node in said if NamedNode(skos + "ConceptScheme") in said[node].get(_TYPE, ())]
    for scheme in sorted(schemes, key=str):
        members = [node for node in said if scheme in said[node].get(skos + "inScheme", ())]
        yield Scheme(
            scheme.value,
            _texts(said[scheme]),
            tuple((node.value, _texts(said[node])) for node in sorted(members, key=str)),
        )
