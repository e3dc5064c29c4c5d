"""What is off in a query is told in a header of its answer, where that is wanted or the answer says nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest

from tcgraph.engine.protocol import Row
from tcgraph.http import sparql_endpoint
from tcgraph.http.asgi import Headers
from tcgraph.http.sparql_protocol import ProtocolOperation
from tcgraph.server.served_graph import ServedGraph
from tests.http.running import Running, empty_project, running
from tests.loops import run

DATA = """@prefix tc: <https://w3id.org/tcgraph/ns#> . @prefix action: <https://w3id.org/tcgraph/id/action/> .
action:1 a tc:Action ; tc:statusCode "planned" .
action:2 a tc:Action ; tc:statusCode "taken" .
"""


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("warned")
    project = empty_project(root / "p")
    Path(project / "data/ttl/facts.ttl").write_text(DATA, encoding="utf-8")
    with running(project, root / "s") as started:
        yield started


JSON = "application/sparql-results+json"


def warned(up: Running, query: str, accept: str = JSON, **parameters: str) -> list[str]:
    answer = httpx.get(f"{up.url}/sparql", params={"query": query, **parameters}, headers={"accept": accept})
    assert answer.status_code == 200
    return list(json.loads(answer.headers.get("tcgraph-warnings", "[]")))


def test_a_code_that_nothing_has_is_told(up: Running) -> None:
    found = warned(up, 'SELECT ?a { ?a tc:statusCode "Planned" }')
    assert found == ['Nothing has "Planned" as tc:statusCode. Did you mean "planned"?']


def test_the_header_is_there_when_the_answer_comes_from_the_cache(up: Running) -> None:
    query = "SELECT ?a { ?a tc:statusKode ?c }"
    assert warned(up, query) == warned(up, query) == ["The graph has no tc:statusKode. Did you mean tc:statusCode?"]


@pytest.mark.parametrize(
    ("query", "place", "told"),
    [
        ("SELECT COUNT(?a) { ?a a tc:Action }", (1, 8), "(COUNT(?a) AS ?n)"),
        ("SELECT ?x {\n  ?x a tc:Action", (2, 17), "a brace is not closed"),
        ("SELEKT ?x { ?x a tc:Action }", (1, 1), "SELEKT stands where SELECT, "),
        ("", (1, 1), "the text ends where SELECT, "),
    ],
)
def test_how_a_broken_query_is_written_is_told_by_a_worker_too(
    query: str, place: tuple[int, int], told: str, up: Running
) -> None:
    """It may open no file any more when it is asked."""
    answer = httpx.get(f"{up.url}/sparql", params={"query": query})
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == place
    assert told in answer.json()["detail"]


def test_scripts_of_other_origins_may_read_it(up: Running) -> None:
    query = {"query": UNBOUND, "warnings": "true"}
    answer = httpx.get(f"{up.url}/sparql", params=query, headers={"origin": "http://example.org"})
    assert "Tcgraph-Warnings" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "text/tab-separated-values"])
def test_a_limit_that_was_reached_is_told(up: Running, accept: str) -> None:
    assert warned(up, "SELECT ?a { ?a a tc:Action } LIMIT 1", accept, warnings="true") == [
        "The answer ends at LIMIT 1; there may be more."
    ]
    assert warned(up, "SELECT ?a { ?a a tc:Action } LIMIT 2", accept, warnings="true") == []


def test_nothing_is_told_of_what_is_well(up: Running) -> None:
    assert warned(up, 'SELECT ?a { ?a a tc:Action ; tc:statusCode "planned" }', warnings="true") == []


UNBOUND = "SELECT ?a ?b { ?a tc:statusCode ?c }"


@pytest.mark.parametrize("method", ["GET", "POST", "direct"])
def test_an_answer_that_says_something_is_not_looked_at_unless_that_is_wanted(up: Running, method: str) -> None:
    def asked(**wanted: str) -> list[str]:
        if method == "GET":
            return warned(up, UNBOUND, **wanted)
        if method == "POST":
            answer = httpx.post(f"{up.url}/sparql", data={"query": UNBOUND, **wanted})
        else:
            kind = {"content-type": "application/sparql-query"}
            answer = httpx.post(f"{up.url}/sparql", params=wanted, content=UNBOUND, headers=kind)
        return list(json.loads(answer.headers.get("tcgraph-warnings", "[]")))

    assert asked() == asked(warnings="false") == []
    assert "?b" in asked(warnings="true")[0]


@pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?a { ?a tc:statusCode "Planned" }',
        'SELECT (COUNT(?a) AS ?n) { ?a tc:statusCode "Planned" }',
        'SELECT ?x (COUNT(?a) AS ?n) { OPTIONAL { ?a tc:statusCode "Planned" ; tc:statusCode ?x } } GROUP BY ?x',
        'ASK { ?a tc:statusCode "Planned" }',
    ],
    ids=["no row", "zero", "unbound", "no"],
)
def test_an_answer_that_says_nothing_says_why(up: Running, query: str, accept: str) -> None:
    assert warned(up, query, accept)[0] == 'Nothing has "Planned" as tc:statusCode. Did you mean "planned"?'


@pytest.mark.parametrize("accept", [JSON, "text/csv"])
@pytest.mark.parametrize("query", [UNBOUND, "ASK { ?a tc:statusCode ?b, ?c FILTER(?a = ?unseen || true) }"])
def test_what_says_yes_or_has_a_cell_says_something(up: Running, query: str, accept: str) -> None:
    assert warned(up, query, accept, warnings="true")
    assert warned(up, query, accept) == []


def test_what_is_neither_true_nor_false_is_refused(up: Running) -> None:
    answer = httpx.get(f"{up.url}/sparql", params={"query": UNBOUND, "warnings": "loud"})
    assert (answer.status_code, "true or false" in answer.json()["detail"]) == (400, True)


def test_an_answer_that_was_not_looked_at_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()

    def rows(query: str) -> list[Row]:
        looked.wait(30)
        return []

    monkeypatch.setattr(sparql_endpoint, "_WANTED_SECONDS", 0.01)
    site = cast("ServedGraph", SimpleNamespace(version="1", rows=rows))

    async def ask() -> tuple[Headers, bool]:
        asked = ProtocolOperation("query", "SELECT ?a { ?a a tc:Action }", warnings=True)
        told = await sparql_endpoint.QueryWarner(site).headers(asked, None, b"", "somebody")
        looked.set()
        return told

    headers, complete = run(ask())
    assert not complete
    assert "There was no time to look" in json.loads(dict(headers)[b"tcgraph-warnings"])[0]
