"""Documents for programs: by Accept and by suffix, with addresses that answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import rdflib
from rdflib.compare import to_isomorphic
from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.jsonld import read_vocabulary
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tests.http.running import ROOT, Running

get = httpx.get
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.mark.parametrize(("path", "page", "least"), [("/catalogue", "/data", 1000), ("/cube", "/", 2000)])
def test_it_answers_by_accept_and_by_suffix(server: Running, path: str, page: str, least: int) -> None:
    graphs = []
    for address, accept, syntax in (
        (path, "text/turtle", "turtle"),
        (path, "application/rdf+xml", "xml"),
        (f"{path}.nt", "*/*", "nt"),
    ):
        answer = get(server.url + address, headers={"accept": accept})
        assert answer.status_code == 200
        graphs.append(to_isomorphic(rdflib.Graph().parse(data=answer.content, format=syntax)))
    assert graphs[0] == graphs[1] == graphs[2]
    assert len(graphs[0]) > least
    browser = get(server.url + path, headers={"accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, page)


def test_the_context_is_the_one_that_is_exported(server: Running) -> None:
    served = get(f"{server.url}/context.jsonld")
    assert served.headers["content-type"] == "application/ld+json"
    assert served.headers["access-control-allow-origin"] == "*"
    engine = EmbeddedEngine()
    load_project(engine, Project(ROOT))
    assert served.json() == read_vocabulary(engine).context()


def test_every_address_in_it_answers(server: Running) -> None:
    graph = rdflib.Graph().parse(data=get(f"{server.url}/catalogue.nt").content, format="nt")
    services = {str(url) for name in ("endpointURL", "endpointDescription") for url in graph.objects(None, DCAT[name])}
    assert len(services) == 4
    graphs = sorted(str(url) for url in graph.objects(None, DCAT.accessURL))
    assert len(graphs) > 50
    # The graph store's own address names no graph, so it answers only with one.
    services.discard(f"{server.url}/rdf-graph-store")
    for url in (*services, *graphs[:3], graphs[-1]):
        answer = get(url, headers={"accept": "text/turtle, application/json;q=0.5"}, follow_redirects=True)
        assert answer.status_code == 200, url


def test_void_counts_the_same_as_the_endpoint(server: Running) -> None:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    graph = rdflib.Graph().parse(data=get(f"{server.url}/.well-known/void").content, format="turtle")
    dataset = rdflib.URIRef(f"{server.url}/.well-known/void#dataset")
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = get(f"{server.url}/sparql", params={"query": query}, headers={"accept": "text/csv"})
    assert int(str(graph.value(dataset, void.triples))) == int(answer.text.splitlines()[1])
    assert len(set(graph.objects(dataset, void.classPartition))) > 20


def test_sparqlwrapper_asks_and_constructs(server: Running) -> None:
    """The library that most Python code of partners asks with, as it comes."""
    endpoint = SPARQLWrapper(f"{server.url}/sparql")
    endpoint.setQuery("SELECT ?n { ?r a tc:Recommendation ; tc:number ?n } ORDER BY ?n")
    endpoint.setReturnFormat(JSON)
    answer: Any = endpoint.queryAndConvert()
    assert [int(row["n"]["value"]) for row in answer["results"]["bindings"]] == list(range(1, 38))
    endpoint.setQuery(read_queries(Project(ROOT).queries)["cube-actions-by-section"].text)
    endpoint.setReturnFormat(TURTLE)
    constructed: Any = endpoint.queryAndConvert()
    graph = rdflib.Graph().parse(data=constructed, format="turtle")
    counted = rdflib.URIRef("https://w3id.org/tcgraph/cube#actions")
    assert sum(int(str(value)) for value in graph.objects(None, counted)) == 175


@pytest.mark.parametrize(
    ("form", "query", "kind"),
    [
        *((name, "SELECT * { ?s ?p ?o } LIMIT 1", kind) for name, kind in (
            ("json", "application/sparql-results+json"), ("xml", "application/sparql-results+xml"),
            ("csv", "text/csv"), ("tsv", "text/tab-separated-values"),
        )),
        *((name, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", kind) for name, kind in (
            ("turtle", "text/turtle"), ("n3", "text/turtle"), ("rdf+xml", "application/rdf+xml"),
            ("xml", "application/rdf+xml"), ("json-ld", "application/ld+json"),
        )),
    ],
)  # fmt: skip
def test_sparqlwrapper_gets_every_format_by_its_own_name_for_it(
    server: Running, form: str, query: str, kind: str
) -> None:
    endpoint = SPARQLWrapper(f"{server.url}/sparql")
    endpoint.setReturnFormat(form)
    endpoint.setQuery(query)
    told: Any = endpoint.query().info()
    assert told["content-type"].partition(";")[0] == kind


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql?query=SELECT*{?s?p?o}LIMIT%20200", "/api/queries/events", "/static/site.css", "/id/country/SEN.ttl",
     "/.well-known/void", "/feed", "/rdf-graph-store?graph=https://w3id.org/tcgraph/graph/ontology/core"],
)  # fmt: skip
def test_caches_between_are_told_that_there_are_other_codings(server: Running, path: str) -> None:
    """Or they would give who reads no Brotli what was made for who does (RFC 9110 §12.5.5)."""
    bodies = set()
    for coding in ("br", "gzip", "identity"):
        for _ in range(3):
            answer = httpx.get(server.url + path, headers={"accept-encoding": coding})
            assert answer.headers.get("content-encoding", "identity") == coding
            fields = [field.strip().lower() for field in answer.headers["vary"].split(",")]
            assert "accept-encoding" in fields
            assert len(fields) == len(set(fields))
            bodies.add(answer.content)
    assert len(bodies) == 1
