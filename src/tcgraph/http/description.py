"""What the endpoint says of itself: SPARQL 1.1 Service Description, and its dataset in VoID."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pyoxigraph

from tcgraph.engine import Scope
from tcgraph.export.canonical import Statements
from tcgraph.export.catalogue.statistics import say_statistics, say_totals, statistics, totals_by_graph
from tcgraph.feed.ldes import LDES, TREE
from tcgraph.http.dumps import dump_paths
from tcgraph.http.sparql_protocol import WARNINGS
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, ResultFormat, Triple
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.served_graph import ServedGraph
from tcgraph.terms import BASE, INFERRED, PREFIXES, RDF_TYPE, RDFS_LABEL, expand

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


async def service_description(site: ServedGraph, wanted: GraphFormat, address: str) -> bytes:
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
    if site.federation is not None:
        triples.append(Triple(service, _sd("feature"), _sd("BasicFederatedQuery")))
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
    search = NamedNode(application().search)
    triples += [
        Triple(service, _sd("propertyFeature"), search),
        Triple(search, RDF_TYPE, _sd("Feature")),
        Triple(search, RDFS_LABEL, Literal("full-text search", language="en")),
        Triple(search, expand("rdfs:comment"), Literal(_SEARCH, language="en")),
    ]
    triples.append(Triple(service, expand("rdfs:comment"), Literal(f"warnings: {WARNINGS}", language="en")))
    triples += _declared(service)
    triples += await asyncio.to_thread(_void, site, dataset, address, named=True)
    return _written(triples, wanted)


def _declared(service: NamedNode) -> Iterator[Triple]:
    """The prefixes that a query need not declare, as SHACL declares them (SHACL §5.2.1)."""
    for prefix, namespace in application().query_prefixes.items():
        node = BlankNode(f"prefix-{prefix}")
        yield Triple(service, expand("sh:declare"), node)
        yield Triple(node, expand("sh:prefix"), Literal(prefix))
        yield Triple(node, expand("sh:namespace"), Literal(namespace, datatype=expand("xsd:anyURI")))


async def dataset_description(site: ServedGraph, wanted: GraphFormat, address: str) -> bytes:
    """The dataset in VoID (§3-4): sizes, vocabularies, partitions, where to ask and where to fetch."""
    dataset = NamedNode(f"{address}/.well-known/void#dataset")
    return _written(await asyncio.to_thread(_void, site, dataset, address, named=False), wanted)


def _void(site: ServedGraph, dataset: NamedNode, address: str, *, named: bool) -> list[Triple]:
    """The dataset in VoID; asks through the workers, so it runs in a thread of its own."""
    engine = PooledEngine(site)
    out = Statements()
    base = dataset.value.partition("#")[0]
    publisher, asserted, inferred = (NamedNode(f"{base}#{part}") for part in ("publisher", "asserted", "inferred"))
    name = site.settings.publisher or site.project.about.publisher
    if name:
        out.add(publisher, "foaf:Agent", foaf_name=name)
    out.add(
        dataset,
        "void:Dataset",
        dcterms_title=site.project.about.name(),
        dcterms_publisher=publisher if name else None,
        dcterms_license=NamedNode(site.project.about.licence),
        foaf_homepage=NamedNode(f"{address}/"),
        void_sparqlEndpoint=NamedNode(f"{address}/sparql"),
        void_uriSpace=Literal(BASE),
    )
    say_statistics(out, dataset, statistics(engine))
    # The endpoint has what is inferred, too; each dump is of the part whose figures it bears out.
    for part in (asserted, inferred):
        those = tuple(graph for graph in engine.graphs() if (graph == INFERRED) == (part == inferred))
        if those:
            paths = dump_paths(inferred=part == inferred)
            out.link(dataset, "void:subset", part)
            say_totals(out, part, statistics(engine, Scope(those)).totals)
            out.link(part, "void:dataDump", *(NamedNode(address + path) for path in paths))
    triples = [quad.triple for quad in out]
    stream = NamedNode(f"{address}/feed#stream")
    triples += [
        Triple(stream, RDF_TYPE, NamedNode(LDES + "EventStream")),
        Triple(stream, NamedNode(TREE + "view"), NamedNode(f"{address}/feed")),
        Triple(stream, expand("dcterms:source"), dataset),
    ]
    for number, (graph, totals) in enumerate(totals_by_graph(engine).items() if named else ()):
        entry, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        triples += [
            Triple(dataset, _sd("namedGraph"), entry),
            Triple(entry, RDF_TYPE, _sd("NamedGraph")),
            Triple(entry, _sd("name"), graph),
            Triple(entry, _sd("graph"), content),
            Triple(content, RDF_TYPE, _sd("Graph")),
            Triple(content, expand("void:triples"), Literal(totals[0])),
        ]
    return triples


def _written(triples: list[Triple], wanted: GraphFormat) -> bytes:
    prefixes = {**PREFIXES, "sd": _SD, "formats": _FORMATS}
    written = pyoxigraph.serialize(triples, format=wanted.codec, prefixes=prefixes)
    assert written is not None
    return bytes(written)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
