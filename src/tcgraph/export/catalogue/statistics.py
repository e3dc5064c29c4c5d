"""Statistics of a dataset in VoID: how much there is, of what classes, by what properties, linked to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tcgraph import terms
from tcgraph.engine import UNION, Engine, Scope
from tcgraph.export.canonical import Statements
from tcgraph.rdf import Literal, NamedNode, plain

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
  (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
WHERE { ?s ?p ?o BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) }"""
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property"
_GRAPHS = """SELECT ?graph (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
  (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
WHERE { GRAPH ?graph { ?s ?p ?o BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) } } GROUP BY ?graph"""
_LINKS = f"""SELECT ?property ?site (COUNT(*) AS ?n) WHERE {{
  ?s ?property ?o
  FILTER(isIRI(?o) && ?property != rdf:type)
  FILTER(STRSTARTS(STR(?s), "{terms.BASE}") && !STRSTARTS(STR(?o), "{terms.BASE}"))
  BIND(REPLACE(STR(?o), "^([a-z]+://[^/]+/).*$", "$1") AS ?site)
}} GROUP BY ?property ?site"""

_NAMES = ("void:triples", "void:distinctSubjects", "void:distinctObjects", "void:properties", "void:classes")


@dataclass(frozen=True, slots=True)
class Statistics:
    """What VoID §4 counts of a dataset.

    Attributes:
        totals: triples, distinct subjects, distinct objects, properties and classes, in this order.
        classes: entities by class IRI.
        properties: triples by property IRI.
        links: links out of our IRIs by property IRI and by the site they lead to.
    """

    totals: tuple[int, ...]
    classes: dict[str, int]
    properties: dict[str, int]
    links: dict[tuple[str, str], int]

    @property
    def vocabularies(self) -> set[str]:
        """The namespaces that the classes and properties are from; a URN may be from none."""
        return {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in (*self.classes, *self.properties)} - {""}


def statistics(engine: Engine, scope: Scope = UNION) -> Statistics:
    """Count what a scope of an engine holds.

    Args:
        engine: what to count in.
        scope: which graphs; all of them by default.
    """
    (totals,) = engine.select(_TOTALS, scope=scope)
    return Statistics(
        tuple(int(plain(term)) for term in totals),
        {c.value: int(plain(n)) for c, n in engine.select(_CLASSES, scope=scope) if isinstance(c, NamedNode)},
        {plain(property_): int(plain(n)) for property_, n in engine.select(_PROPERTIES, scope=scope)},
        {(plain(p), plain(site)): int(plain(n)) for p, site, n in engine.select(_LINKS, scope=scope)},
    )


def totals_by_graph(engine: Engine) -> dict[NamedNode, tuple[int, ...]]:
    """The totals of each named graph, in the order of :attr:`Statistics.totals`, sorted by graph."""
    rows = {row[0]: tuple(int(plain(term)) for term in row[1:]) for row in engine.select(_GRAPHS)}
    named = {graph: totals for graph, totals in rows.items() if isinstance(graph, NamedNode)}
    return dict(sorted(named.items(), key=lambda item: item[0].value))


def say_totals(out: Statements, dataset: NamedNode, totals: Iterable[int]) -> None:
    """State a dataset's totals."""
    out.add(dataset, "void:Dataset")
    for name, value in zip(_NAMES, totals, strict=True):
        out.link(dataset, name, Literal(value))


def say_statistics(out: Statements, dataset: NamedNode, counted: Statistics) -> None:
    """State a dataset's totals, its partitions by class and property (VoID §4.3) and its linksets (§5).

    Parts are named by the dataset's IRI, a hyphen (after ``#`` if it has no fragment) and a number.
    """
    say_totals(out, dataset, counted.totals)
    stem = dataset.value + ("-" if "#" in dataset.value else "#")
    for number, (iri, entities) in enumerate(sorted(counted.classes.items()), 1):
        part = NamedNode(f"{stem}class-{number}")
        out.link(dataset, "void:classPartition", part)
        out.add(part, void_class=NamedNode(iri), void_entities=entities)
    for number, (iri, triples) in enumerate(sorted(counted.properties.items()), 1):
        part = NamedNode(f"{stem}property-{number}")
        out.link(dataset, "void:propertyPartition", part)
        out.add(part, void_property=NamedNode(iri), void_triples=triples)
    sites = {site: NamedNode(f"{stem}site-{n}") for n, site in enumerate(sorted({s for _, s in counted.links}), 1)}
    for site, target in sites.items():
        out.add(target, "void:Dataset", void_uriSpace=Literal(site))
    for number, ((property_, site), triples) in enumerate(sorted(counted.links.items()), 1):
        linkset = NamedNode(f"{stem}links-{number}")
        out.link(dataset, "void:subset", linkset)
        out.add(
            linkset,
            "void:Linkset",
            void_subjectsTarget=dataset,
            void_objectsTarget=sites[site],
            void_linkPredicate=NamedNode(property_),
            void_triples=triples,
        )
