"""What the endpoint says of itself: SPARQL 1.1 Service Description, and its dataset in VoID."""

from __future__ import annotations

import pyoxigraph

from tcgraph.engine.textsearch import MATCHES
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, ResultFormat, Triple
from tcgraph.terms import BASE, PREFIXES, RDF_TYPE, RDFS_LABEL
from tcgraph.web.site import Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    GraphFormat.TURTLE: "Turtle",
    GraphFormat.N_TRIPLES: "N-Triples",
    GraphFormat.N_QUADS: "N-Quads",
    GraphFormat.TRIG: "TriG",
    GraphFormat.RDF_XML: "RDF_XML",
    GraphFormat.JSON_LD: "JSON-LD",
    ResultFormat.JSON: "SPARQL_Results_JSON",
    ResultFormat.XML: "SPARQL_Results_XML",
    ResultFormat.CSV: "SPARQL_Results_CSV",
    ResultFormat.TSV: "SPARQL_Results_TSV",
}
_SEARCH = (
    '(?thing ?score ?text) tcs:matches ("words" "en" 10): things whose names, codes or summaries have every word, '
    "whatever the accents and capitals; a word that ends in * finds what begins with it. Score and text may be left "
    "out, and so may the language and how many to find. Every graph is searched, whatever the query's dataset."
)


async def service_description(site: Site, wanted: GraphFormat, address: str) -> bytes:
    """The service description and the dataset it names.

    Args:
        site: what is served.
        wanted: the syntax.
        address: the server's address, without slash at its end.
    """
    service = NamedNode(f"{address}/sparql")
    dataset = NamedNode(f"{address}/.well-known/void#dataset")
    default = BlankNode("default")
    settings = site.settings
    triples = [
        Triple(service, RDF_TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, RDF_TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, RDF_TYPE, _sd("Graph")),
    ]
    if settings.union_default_graph:
        triples.append(Triple(service, _sd("feature"), _sd("UnionDefaultGraph")))
    if settings.write:
        triples.append(Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update")))
    triples += [
        Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in sorted(_FORMAT_NAMES.values())
    ]
    triples += [
        Triple(service, _sd("inputFormat"), NamedNode(_FORMATS + _FORMAT_NAMES[syntax]))
        for syntax in GraphFormat
        if settings.write
    ]
    search = NamedNode(MATCHES)
    triples += [
        Triple(service, _sd("propertyFeature"), search),
        Triple(search, RDF_TYPE, _sd("Feature")),
        Triple(search, RDFS_LABEL, Literal("full-text search", language="en")),
        Triple(search, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(_SEARCH, language="en")),
    ]
    triples += await _void(site, dataset, address, named=True)
    return _written(triples, wanted)


async def dataset_description(site: Site, wanted: GraphFormat, address: str) -> bytes:
    """The dataset in VoID (§3-4): sizes, vocabularies, partitions, where to ask and where to fetch."""
    dataset = NamedNode(f"{address}/.well-known/void#dataset")
    return _written(await _void(site, dataset, address, named=False), wanted)


async def _void(site: Site, dataset: NamedNode, address: str, *, named: bool) -> list[Triple]:
    dcterms, foaf = PREFIXES["dcterms"], PREFIXES["foaf"]
    whole = (await site.table(_TOTALS)).rows[0]
    triples = [
        Triple(dataset, RDF_TYPE, _void_term("Dataset")),
        Triple(dataset, NamedNode(dcterms + "title"), Literal("tcgraph", language="en")),
        Triple(dataset, NamedNode(foaf + "homepage"), NamedNode(f"{address}/")),
        Triple(dataset, _void_term("sparqlEndpoint"), NamedNode(f"{address}/sparql")),
        Triple(dataset, _void_term("uriSpace"), Literal(BASE)),
    ]
    for name, value in zip(("triples", "distinctSubjects", "properties", "classes"), whole, strict=True):
        if isinstance(value, Literal):
            triples.append(Triple(dataset, _void_term(name), value))
    for number, (klass, count) in enumerate((await site.table(_CLASSES)).rows):
        part = NamedNode(f"{dataset.value}-class-{number + 1}")
        if isinstance(klass, NamedNode) and isinstance(count, Literal):
            triples += [
                Triple(dataset, _void_term("classPartition"), part),
                Triple(part, _void_term("class"), klass),
                Triple(part, _void_term("entities"), count),
            ]
    for number, (predicate, count) in enumerate((await site.table(_PROPERTIES)).rows):
        part = NamedNode(f"{dataset.value}-property-{number + 1}")
        if isinstance(predicate, NamedNode) and isinstance(count, Literal):
            triples += [
                Triple(dataset, _void_term("propertyPartition"), part),
                Triple(part, _void_term("property"), predicate),
                Triple(part, _void_term("triples"), count),
            ]
    for number, (graph, count) in enumerate((await site.table(_GRAPHS)).rows if named else ()):
        if isinstance(graph, NamedNode) and isinstance(count, Literal):
            entry, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
            triples += [
                Triple(dataset, _sd("namedGraph"), entry),
                Triple(entry, RDF_TYPE, _sd("NamedGraph")),
                Triple(entry, _sd("name"), graph),
                Triple(entry, _sd("graph"), content),
                Triple(content, RDF_TYPE, _sd("Graph")),
                Triple(content, _void_term("triples"), count),
            ]
    return triples


def _written(triples: list[Triple], wanted: GraphFormat) -> bytes:
    prefixes = {**PREFIXES, "sd": _SD, "formats": _FORMATS}
    written = pyoxigraph.serialize(triples, format=wanted.codec, prefixes=prefixes)
    assert written is not None
    return bytes(written)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _void_term(name: str) -> NamedNode:
    return NamedNode(PREFIXES["void"] + name)


_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties)
  (COUNT(DISTINCT ?class) AS ?classes)
WHERE { ?s ?p ?o BIND(IF(?p = <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>, ?o, ?none) AS ?class) }"""
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
