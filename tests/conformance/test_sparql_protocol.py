"""The W3C's SPARQL 1.1 Protocol, Graph Store Protocol and Service Description tests, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from tests.conformance.w3c_http import Exchange, carry_out, exchanges
from tests.conftest import SHARED
from tests.http.running import Running

SUITE = SHARED / "conformance" / "rdf-tests" / "sparql11"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def _tests(path: str) -> list[Exchange]:
    return exchanges(SUITE / path) if (SUITE / path).is_file() else []


PROTOCOL = _tests("protocol/manifest.ttl")
STORE = _tests("graph-store-protocol/manifest-direct.ttl") + _tests("graph-store-protocol/manifest-indirect.ttl")


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with server.client() as made:
        done = made.post("/sparql", data={"update": "DROP ALL"}, headers=server.bearer)
        assert done.status_code == 200
        yield made


def test_the_suite_is_whole() -> None:
    if not SUITE.is_dir():
        pytest.skip("the conformance suites are not beside this checkout")
    assert (len(PROTOCOL), len(STORE)) == (34, 14)


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_protocol(test: Exchange, server: Running, client: httpx.Client) -> None:
    for name, path in test.graphs():
        _load(client, server, name, path)
    carry_out(test, client, {"/sparql/": "/sparql"}, server.bearer)


@pytest.mark.parametrize("test", STORE, ids=lambda test: test.name)
def test_graph_store(test: Exchange, server: Running, client: httpx.Client) -> None:
    carry_out(test, client, {"/gsp": "/rdf-graph-store"}, server.bearer)


@pytest.fixture
def description(client: httpx.Client) -> tuple[Graph, str]:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/turtle")
    return Graph().parse(data=response.text, format="turtle"), str(client.base_url).rstrip("/") + "/sparql"


def test_description_is_rdf(description: tuple[Graph, str]) -> None:
    assert len(description[0]) > 0


def test_description_has_the_endpoint(description: tuple[Graph, str]) -> None:
    graph, address = description
    service = graph.value(predicate=RDF.type, object=SD.Service)
    assert (service, SD.endpoint, URIRef(address)) in graph


def test_description_conforms(description: tuple[Graph, str]) -> None:
    graph, _ = description
    for term in ("defaultDataset", "defaultGraph"):
        for value in graph.objects(None, SD[term]):
            kind = {"defaultDataset": SD.Dataset, "defaultGraph": SD.Graph}[term]
            assert (value, RDF.type, kind) in graph
    for named in graph.objects(None, SD.namedGraph):
        assert isinstance(graph.value(named, SD.name), URIRef)
    for language in graph.objects(None, SD.supportedLanguage):
        assert language in (SD.SPARQL11Query, SD.SPARQL11Update)
    for feature in graph.objects(None, SD.feature):
        assert feature == SD.UnionDefaultGraph


def _load(client: httpx.Client, server: Running, name: str, path: Path) -> None:
    headers = {**server.bearer, "content-type": "application/n-triples"}
    done = client.put("/rdf-graph-store", params={"graph": name}, content=path.read_bytes(), headers=headers)
    assert done.status_code in (201, 204), done.text
