"""SERVICE: what the specification says of it, joined with the graph here, and bounded whatever another server does."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph
import pytest
from pydantic import ValidationError

from tcgraph.config import Settings
from tcgraph.errors import BrokenQuery
from tcgraph.rdf import Term
from tcgraph.server.federation import Federation, FederationLimits, FederationRefused
from tcgraph.server.outbound import OutboundLimits, ServiceFailed, _is_public, asked

THERE = "http://203.0.113.7/sparql"
OTHER = "http://203.0.113.8/sparql"
HERE = """<urn:a> <urn:knows> <urn:b>, <urn:c> . <urn:b> <urn:name> "B" . <urn:c> <urn:name> "C" .
<urn:d> <urn:knows> _:somebody ."""
THEIRS = """<urn:b> <urn:age> 41 . <urn:c> <urn:age> 42 . <urn:z> <urn:age> 99 . <urn:b> <urn:likes> <urn:c> ."""


def store(turtle: str) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    return made


def rows_of(graph: pyoxigraph.Store, query: str) -> list[tuple[Term | None, ...]]:
    found = graph.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [tuple(row) for row in found]


class World:
    """A graph here and a server elsewhere, which remembers what it was asked."""

    def __init__(self, limits: FederationLimits | None = None) -> None:
        self.here, self.there = store(HERE), store(THEIRS)
        self.queries: list[str] = []
        self.failing = False
        self.federation = Federation([THERE, OTHER], limits or FederationLimits(5), self._ask_there)

    async def _ask_there(self, address: str, query: str, limits: OutboundLimits) -> bytes:
        self.queries.append(query)
        if self.failing:
            raise ServiceFailed(f"{address} is away.")
        found = self.there.query(query)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""

    def answer(self, query: str, client: str = "") -> list[tuple[str, ...]]:
        async def ask_here(text: str) -> list[tuple[Term | None, ...]]:
            return rows_of(self.here, text)

        text = run(lambda: self.federation.carried_out(query, ask_here, client=client))
        return sorted(tuple("" if term is None else str(term) for term in row) for row in rows_of(self.here, text))


def run(work: Callable[[], object]) -> str:
    """Await in a thread of its own, for other tests leave a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return str(thread.submit(lambda: asyncio.run(work())).result())  # type: ignore[arg-type]


@pytest.fixture
def world() -> World:
    return World()


INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def test_its_rows_are_joined_with_the_graph_here(world: World) -> None:
    found = world.answer(f"SELECT ?x ?age {{ <urn:a> <urn:knows> ?x SERVICE <{THERE}> {{ ?x <urn:age> ?age }} }}")
    assert found == [("<urn:b>", f'"41"{INTEGER}'), ("<urn:c>", f'"42"{INTEGER}')]


def test_only_what_is_joined_is_asked_for(world: World) -> None:
    world.answer(f"SELECT * {{ <urn:a> <urn:knows> ?x SERVICE <{THERE}> {{ ?x <urn:age> ?age }} }}")
    (query,) = world.queries
    assert "<urn:b>" in query
    assert len(rows_of(world.there, query)) == 2


def test_nobody_is_asked_where_nothing_can_be_joined(world: World) -> None:
    assert world.answer(f"SELECT * {{ <urn:nobody> <urn:knows> ?x SERVICE <{THERE}> {{ ?x <urn:age> ?a }} }}") == []
    assert world.queries == []


def test_a_filter_that_needs_the_other_server_s_rows_is_no_reason_to_ask_for_none(world: World) -> None:
    query = f"SELECT ?x {{ <urn:a> <urn:knows> ?x FILTER(?age > 41) SERVICE <{THERE}> {{ ?x <urn:age> ?age }} }}"
    assert world.answer(query) == [("<urn:c>",)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("<urn:a> <urn:knows> ?x OPTIONAL { SERVICE <%s> { ?x <urn:likes> ?y } }",
         [("<urn:b>", "<urn:c>"), ("<urn:c>", "")]),
        ("<urn:a> <urn:knows> ?x { SERVICE <%s> { ?x <urn:likes> ?y } } UNION { ?x <urn:name> ?y }",
         [("<urn:b>", '"B"'), ("<urn:b>", "<urn:c>"), ("<urn:c>", '"C"')]),
        ("<urn:a> <urn:knows> ?x MINUS { SERVICE <%s> { ?x <urn:likes> ?z } }", [("<urn:c>", "")]),
        ("SERVICE <%s> { ?x <urn:likes> ?y }", [("<urn:b>", "<urn:c>")]),
        ("{ SELECT ?x ?y { SERVICE <%s> { ?x <urn:likes> ?y } } } ?x <urn:name> ?n", [("<urn:b>", "<urn:c>")]),
        ("OPTIONAL { <urn:nobody> <urn:knows> ?x } SERVICE <%s> { ?x <urn:likes> ?y }", [("<urn:b>", "<urn:c>")]),
        ("BIND(<urn:b> AS ?x) SERVICE <%s> { ?x <urn:likes> ?y }", [("<urn:b>", "<urn:c>")]),
        ("<urn:d> <urn:knows> ?z SERVICE <%s> { ?x <urn:likes> ?y FILTER(?x != <urn:c>) }", [("<urn:b>", "<urn:c>")]),
    ],
)  # fmt: skip
def test_it_may_stand_wherever_a_pattern_may(world: World, pattern: str, expected: list[tuple[str, ...]]) -> None:
    assert world.answer(f"SELECT ?x ?y {{ {pattern % THERE} }}") == expected


def test_the_same_row_twice_stays_twice(world: World) -> None:
    query = f"SELECT ?y {{ SERVICE <{THERE}> {{ {{ ?x <urn:likes> ?y }} UNION {{ ?x <urn:likes> ?y }} }} }}"
    assert world.answer(query) == [("<urn:c>",), ("<urn:c>",)]


def test_a_clause_without_variables_holds_or_does_not(world: World) -> None:
    for object_, rows in (("<urn:c>", 2), ("<urn:nothing>", 0)):
        query = f"SELECT ?x {{ <urn:a> <urn:knows> ?x SERVICE <{THERE}> {{ <urn:b> <urn:likes> {object_} }} }}"
        assert len(world.answer(query)) == rows


def test_silent_is_as_if_it_said_nothing_and_else_there_is_no_answer(world: World) -> None:
    world.failing = True
    clause = f"SERVICE %s <{THERE}> {{ ?x <urn:age> ?age }}"
    assert world.answer(f"SELECT ?x ?age {{ <urn:a> <urn:knows> ?x {clause % 'SILENT'} }}") == [
        ("<urn:b>", ""), ("<urn:c>", ""),
    ]  # fmt: skip
    with pytest.raises(ServiceFailed, match="is away"):
        world.answer(f"SELECT ?x ?age {{ <urn:a> <urn:knows> ?x {clause % ''} }}")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "SELECT * { SERVICE <http://203.0.113.9/sparql> { ?x ?y ?z } }",
            "This endpoint asks http://203.0.113.7/sparql",
        ),
        ("SELECT * { SERVICE <http://203.0.113.7@evil.example/sparql> { ?x ?y ?z } }", "is refused"),
        ("SELECT * { SERVICE <http://203.0.113.7/sparql/../x> { ?x ?y ?z } }", "is refused"),
        (f"SELECT * {{ SERVICE <{THERE}?x=1> {{ ?x ?y ?z }} }}", "is refused"),
        ("SELECT * { ?s <urn:knows> ?e SERVICE ?e { ?x ?y ?z } }", "write the address of the server itself"),
        (f"SELECT * {{ SERVICE <{THERE}> {{ SERVICE <{OTHER}> {{ ?x ?y ?z }} }} }}", "within another"),
        (f"SELECT * {{ ?x ?y ?z FILTER EXISTS {{ SERVICE <{THERE}> {{ ?x ?y ?z }} }} }}", "not in EXISTS"),
        (f"SELECT * {{ {' '.join(f'SERVICE <{THERE}> {{ ?x ?y ?z }}' for _ in range(9))} }}", "8 SERVICE clauses"),
    ],
)
def test_what_is_not_carried_out_is_refused_before_anybody_is_asked(world: World, query: str, reason: str) -> None:
    with pytest.raises(FederationRefused, match=reason):
        world.answer(query)
    assert world.queries == []


def test_a_mistake_is_told_where_it_stands(world: World) -> None:
    with pytest.raises(BrokenQuery) as told:
        world.answer(f"SELECT *\n{{ SERVICE <{THERE}> {{ ?x ?y }} }}")
    assert told.value.line == 2


def test_more_rows_than_may_be_are_no_answer() -> None:
    world = World(FederationLimits(5, rows=2))
    with pytest.raises(ServiceFailed, match="more than 2 rows"):
        world.answer(f"SELECT * {{ SERVICE <{THERE}> {{ ?x <urn:age> ?age }} }}")


def test_more_values_than_are_sent_are_asked_for_without() -> None:
    world = World(FederationLimits(5, sent=1))
    assert len(world.answer(f"SELECT ?x {{ <urn:a> <urn:knows> ?x SERVICE <{THERE}> {{ ?x <urn:age> ?g }} }}")) == 2
    assert "VALUES" not in world.queries[0]


def test_a_blank_node_from_elsewhere_is_told_and_one_of_ours_is_not_sent(world: World) -> None:
    world.there.load(b"<urn:q> <urn:likes> _:x .", pyoxigraph.RdfFormat.TURTLE)
    with pytest.raises(ServiceFailed, match=r"blank node for \?y"):
        world.answer(f"SELECT * {{ SERVICE <{THERE}> {{ ?x <urn:likes> ?y }} }}")
    assert world.answer(f"SELECT * {{ <urn:d> <urn:knows> ?x SERVICE <{THERE}> {{ ?x <urn:age> ?y }} }}") == []


# --- Other servers as they may be ---


@contextmanager
def serving(handle: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            with suppress(OSError):
                handle(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def begin(request: BaseHTTPRequestHandler, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    for name, value in {"content_type": "application/sparql-results+json", **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()


def slow(request: BaseHTTPRequestHandler) -> None:
    begin(request)
    for _ in range(200):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def endless(request: BaseHTTPRequestHandler) -> None:
    begin(request)
    while True:
        request.wfile.write(b" " * 65536)


def elsewhere(request: BaseHTTPRequestHandler) -> None:
    begin(request, 302, location="http://127.0.0.1:1/secret")


def packed(request: BaseHTTPRequestHandler) -> None:
    begin(request, content_encoding="gzip")


def page(request: BaseHTTPRequestHandler) -> None:
    begin(request, content_type="text/html")


@pytest.mark.parametrize(
    ("handle", "reason"),
    [
        (slow, "did not answer within 0.5 seconds"),
        (endless, "more than 1 MB"),
        (elsewhere, "redirects, which is not followed"),
        (packed, "packs its answer unasked"),
        (page, "answers with text/html"),
        (lambda request: begin(request, 500), "says 500"),
        (lambda request: request.connection.close(), "could not be asked"),
    ],
)
def test_a_server_that_misbehaves_is_left_within_the_limits(
    handle: Callable[[BaseHTTPRequestHandler], None], reason: str
) -> None:
    with serving(handle) as address, pytest.raises(ServiceFailed, match=reason) as told:
        run(lambda: asked(address, "SELECT * {}", OutboundLimits(0.5, 1 << 20)))
    assert address in str(told.value)


def test_nothing_of_the_environment_or_of_the_client_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    seen: list[dict[str, str]] = []

    def handle(request: BaseHTTPRequestHandler) -> None:
        seen.append({name.lower(): value for name, value in request.headers.items()})
        begin(request)
        request.wfile.write(json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode())

    with serving(handle) as address:
        run(lambda: asked(address, "SELECT * {}", OutboundLimits(5, 1 << 20)))
    assert set(seen[0]) <= {
        "host", "accept", "user-agent", "accept-encoding", "connection", "content-length", "content-type",
    }  # fmt: skip


def test_a_name_that_stands_for_this_machine_is_not_asked() -> None:
    with serving(page) as address, pytest.raises(ServiceFailed, match="not public"):
        run(lambda: asked(address.replace("127.0.0.1", "localhost"), "SELECT * {}", OutboundLimits(5, 1 << 20)))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "172.16.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
        "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_of_special_networks_are_not_public(address: str) -> None:
    assert not _is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_others_are(address: str) -> None:
    assert _is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "listed",
    ["file:///etc/passwd", "https://name:secret@a.example/sparql", "https://a.example/sparql?x=1", "a.example"],
)
def test_settings_refuse_what_is_no_endpoint(listed: str) -> None:
    with pytest.raises(ValidationError) as told:
        Settings.model_validate({"services": f"https://b.example/sparql, {listed}"})
    assert "secret" not in str(told.value.errors()[0]["msg"])
