"""The default graph over HTTP: a statement of two graphs is one, whether it is answered at once or by a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.http.running import Running, empty_project, running

STATEMENT = "<urn:a> <urn:p> <urn:b>"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("twice")
    with running(empty_project(root / "p"), root / "s", "--write", scopes=("write",)) as started:
        for graph in ("urn:g", "urn:h"):
            with started.client() as client:
                text = f"INSERT DATA {{ GRAPH <{graph}> {{ {STATEMENT} }} }}"
                sent = client.post("/sparql", data={"update": text}, headers=started.bearer)
                assert sent.status_code == 200, sent.text
        yield started


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o { <urn:a> ?p ?o }",
        "SELECT ?s ?o { <urn:a> ?p ?o . ?s <urn:p> <urn:b> }",
        "SELECT ?s { ?s <urn:p> ?o }",
        "SELECT ?s FROM <urn:g> FROM <urn:h> { ?s <urn:p> ?o }",
    ],
)
def test_a_statement_of_two_graphs_is_found_once(up: Running, text: str) -> None:
    with up.client() as client:
        found = client.get("/sparql", params={"query": text}, headers={"accept": "application/sparql-results+json"})
    assert len(found.json()["results"]["bindings"]) == 1


def test_each_graph_still_has_it(up: Running) -> None:
    with up.client() as client:
        found = client.get(
            "/sparql",
            params={"query": f"SELECT ?g {{ GRAPH ?g {{ {STATEMENT} }} }}"},
            headers={"accept": "application/sparql-results+json"},
        )
    assert len(found.json()["results"]["bindings"]) == 2
