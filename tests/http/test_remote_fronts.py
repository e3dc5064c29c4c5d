"""Fronts that hold nothing, over one SPARQL server that holds the graph: they answer alike, and see its changes."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tcgraph.engine import open_engine
from tcgraph.rdf import GraphFormat, canonical_quads, parse
from tests.command_line import run
from tests.conftest import PATIENCE, mostly_at_size
from tests.engine.servers import Server, oxigraph_server
from tests.http.running import ROOT, Running, environment, running

pytestmark = pytest.mark.servers
PATHS = (
    "/", "/follow-up", "/recommendations/1", "/countries", "/search?q=gender", "/quality", "/data", "/ontology",
    "/ask/donors-by-recommendation?number=1", "/sparql?query=ASK+%7B%7D", "/deadlines",
)  # fmt: skip
DATA = (
    "/id/recommendation/1.ttl", "/id/action/1-1-a.nt", "/vocab/status/taken.jsonld", "/ns.ttl",
    "/api/queries/follow-up-matrix", "/api/queries/find?words=gender", "/api/queries/targets?format=csv",
    "/api/search?q=child+labour",
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is served: a new project, which has less to load than the shipped one."""
    root = tmp_path_factory.mktemp("project")
    begun = ["init", "p", "--body", "Harbour Council", "--code", "council"]
    assert run(begun, root, environment(root / "state")).returncode == 0
    return root / "p"


@pytest.fixture(scope="module")
def engine(project: Path) -> Iterator[Server]:
    with oxigraph_server() as server:
        yield server


@pytest.fixture(scope="module")
def servers(
    project: Path, engine: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Running, Running]]:
    """One that holds the graph itself, and two fronts over a server that was given the same version."""
    state = tmp_path_factory.mktemp("state")
    sent = run(["-C", str(project), "build", "--to", engine.location], ROOT, environment(state))
    assert "sent " in sent.stdout, sent.stderr
    with contextlib.ExitStack() as stack:
        own = stack.enter_context(running(project, state))
        first, second = (
            stack.enter_context(
                running(project, tmp_path_factory.mktemp("none"), "--engine", engine.location, engine_poll_seconds=0.1)
            )
            for _ in range(2)
        )
        yield own, first, second


def get(server: Running, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=headers)


@pytest.mark.parametrize("path", mostly_at_size(PATHS, "/", "/follow-up", "/sparql?query=ASK+%7B%7D"))
def test_every_page_is_there(servers: tuple[Running, ...], path: str) -> None:
    answer = get(servers[1], path, accept="text/html")
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("path", DATA)
def test_data_are_the_same(servers: tuple[Running, ...], path: str) -> None:
    own, *others = (get(server, path) for server in servers)
    assert own.status_code == 200
    for other in others:
        assert other.headers["content-type"] == own.headers["content-type"]
        if path.endswith((".ttl", ".nt", ".jsonld")):
            # Blank nodes are named anew by each server.
            syntax = GraphFormat.named(own.headers["content-type"].partition(";")[0])
            assert canonical_quads(parse(other.content, syntax)) == canonical_quads(parse(own.content, syntax))
        else:
            assert other.content == own.content


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT ?n { ?r a tc:Recommendation ; tc:number ?n } ORDER BY ?n", "text/csv"),
        ("SELECT ?n { ?r a tc:Recommendation ; tc:number ?n } ORDER BY ?n", "application/sparql-results+json"),
        ("ASK { ?r a tc:Recommendation }", "text/csv"),
        ("ASK { ?r a tc:Recommendation }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?r tc:number ?n } WHERE { ?r a tc:Recommendation ; tc:number ?n }", "text/turtle"),
        ("DESCRIBE <https://w3id.org/tcgraph/id/country/SEN>", "text/turtle"),
        ('SELECT ?t { (?t ?s) tcs:matches ("audit*" "en") } ORDER BY ?t', "text/csv"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/tcgraph/graph/inferred> { ?s ?p ?o } }", "text/csv"),
        ("SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/tcgraph/graph/gb297-tc-3/section-1> { ?s ?p ?o }", "text/csv"),
        ("SELECT ?x { BIND(<relative> AS ?x) FILTER(STRENDS(STR(?x), '/relative')) }", "text/tab-separated-values"),
    ],
)
def test_sparql_is_the_same(servers: tuple[Running, ...], query: str, accept: str) -> None:
    own, *others = (
        httpx.post(server.url + "/sparql", data={"query": query}, headers={"accept": accept}) for server in servers
    )
    assert own.status_code == 200, own.text
    for server, other in zip(servers[1:], others, strict=True):
        assert other.headers["content-type"] == own.headers["content-type"]
        assert other.content.replace(server.url.encode(), servers[0].url.encode()) == own.content


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?x { ?x a tc:Action\n ; }}", 400),
        ("SELECT ?x { ?x a tc:Action . ?x ?y }", 400),
        ("SELECT ?x { ?x nope:it 1 }", 400),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 400),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403),
        ('SELECT * { FILTER("a\\u005C" != 1) SERVICE <http://127.0.0.1/> {} #"\n}', 403),
    ],
)
def test_what_is_wrong_is_shown_alike(servers: tuple[Running, ...], query: str, status: int) -> None:
    own, *others = (httpx.post(server.url + "/sparql", data={"query": query}) for server in servers)
    assert own.status_code == status
    for other in others:
        assert other.status_code == status
        assert [other.json().get(name) for name in ("line", "column")] == [
            own.json().get(n) for n in ("line", "column")
        ]


def test_a_server_s_own_ways_to_fetch_are_refused(servers: tuple[Running, ...]) -> None:
    query = 'DEFINE get:soft "replace" SELECT * { ?s ?p ?o }'
    assert httpx.post(servers[1].url + "/sparql", data={"query": query}).status_code == 403


def test_limits_hold(tmp_path: Path) -> None:
    facts = (f"<urn:{number}> <urn:p> <urn:{(number * 7 + each) % 500}>" for number in range(500) for each in range(10))
    # In a server of its own, which ends with the test: there a query goes on whose asker has left.
    with oxigraph_server() as server:
        open_engine(server.location, os.environ).update(f"INSERT DATA {{ GRAPH <urn:g> {{ {' . '.join(facts)} }} }}")
        with running(ROOT, tmp_path, "--engine", server.location, query_seconds=2, result_mb=1) as strict:
            large = httpx.post(strict.url + "/sparql", data={"query": "SELECT * { ?s ?p ?o . ?o ?q ?r }"})
            assert (large.status_code, large.json()["type"].rpartition("/")[2]) == (422, "size-limit")
            assert "triples of “?s ?p ?o” are looked at" in large.json()["detail"]
            endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
            late = httpx.post(strict.url + "/sparql", data={"query": endless})
            assert (late.status_code, late.json()["type"].rpartition("/")[2]) == (422, "time-limit")
            assert "has nothing in common with the patterns before it" in late.json()["detail"]


def test_a_change_is_seen_by_every_front(engine: Server, servers: tuple[Running, ...]) -> None:
    remote = open_engine(engine.location, os.environ)
    question = "/sparql?query=" + "ASK { <urn:new> ?p ?o }" + "&format=csv"
    mark = "<https://w3id.org/tcgraph/graph/published>"
    identifier = "<http://purl.org/dc/terms/identifier>"
    assert [get(server, question).text for server in servers[1:]] == ["false\n"] * 2
    before = get(servers[1], "/ready").json()["version"]
    old, new = (f"GRAPH {mark} {{ {mark} {identifier} {value} }}" for value in ("?old", "'next'"))
    remote.update(
        f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:new> <urn:p> 1 }} }} ;"
        f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} }}"
    )
    deadline = time.monotonic() + PATIENCE
    while [get(server, question).text for server in servers[1:]] != ["true\n"] * 2:
        assert time.monotonic() < deadline, "the change is not seen"
        time.sleep(0.05)
    assert before != get(servers[1], "/ready").json()["version"] == "next"
    remote.update(f"DROP GRAPH <urn:g> ; DROP GRAPH {mark}")
    while get(servers[1], "/ready").json()["version"] == "next":
        assert time.monotonic() < deadline + PATIENCE
        time.sleep(0.05)
    # Without a mark, what is remembered lives for a while only.
    assert get(servers[1], "/ready").json()["version"].startswith("untold-")


def test_a_server_that_is_away_is_said_so_and_waited_for(tmp_path: Path) -> None:
    with oxigraph_server() as server:
        front = running(ROOT, tmp_path, "--engine", server.location, engine_poll_seconds=0.1)
        it = front.__enter__()
    try:
        answer = get(it, "/sparql?query=ASK%20%7B%20%3Ca:a%3E%20%3Fp%20%3Fo%20%7D")
        assert (answer.status_code, "does not answer" in answer.json()["detail"]) == (503, True)
        assert answer.headers["retry-after"]
        deadline = time.monotonic() + PATIENCE
        while get(it, "/ready").status_code != 503:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert get(it, "/health").status_code == 200
    finally:
        front.__exit__(None, None, None)
