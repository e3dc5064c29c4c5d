"""Hostile requests to a real server: each ends inside its limit with the right status, and others never notice."""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.attacks.processes import Watch, front_of, keeper_of, memory
from tests.conftest import PATIENCE, mostly_at_size
from tests.http.running import ROOT, Running, empty_project, running

SECONDS = 1.0
MEMORY_MB = 128
SLACK = 60.0
"""How late the tests' machine may be; what is not stopped takes hours. ``tests.bench.attacks`` measures this."""

SETTINGS: dict[str, Any] = {
    "query_seconds": SECONDS,
    "query_memory_mb": MEMORY_MB,
    "result_mb": 8,
    "request_kb": 128,
    "body_seconds": 1,
    "header_seconds": 1,
    "send_seconds": 1,
    "unsent_mb": 16,
    "write_mb": 1,
    "trusted_proxies": "127.0.0.1",
    "write_seconds": 3,
}
LOOKUP = "SELECT ?n { <https://example.org/s7> <https://example.org/n> ?n FILTER(BOUND(?n)) }"
"""For a worker: it has a filter."""
NEAR = "SELECT ?n { <https://example.org/s7> <https://example.org/n> ?n }"
"""Answered without one."""
EVERYTHING = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ANYTHING = "(<urn:a>|!<urn:b>)*"

DOUBLING = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))

QUERIES: dict[str, tuple[str, str]] = {
    "cartesian product": (f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}", "time-limit"),
    "cartesian product, all of it": (f"SELECT * {{ {EVERYTHING} }}", "size-limit time-limit"),
    "order by bomb": (f"SELECT * {{ {EVERYTHING} }} ORDER BY ?c ?f DESC(?i)", "memory-limit time-limit"),
    "distinct bomb": (f"SELECT DISTINCT * {{ {EVERYTHING} }} ORDER BY ?a", "memory-limit time-limit"),
    "huge construct": (
        "CONSTRUCT { ?a ?e ?i . ?g ?b ?f } { " + EVERYTHING + " }",
        "time-limit size-limit memory-limit",
    ),
    "group_concat bomb": (
        f'SELECT (STRLEN(GROUP_CONCAT(?c; separator="{"x" * 10_000}")) AS ?n) {{ {EVERYTHING} }}',
        "memory-limit time-limit",
    ),
    "string doubling": (
        f'SELECT (STRLEN(?v40) AS ?n) {{ BIND("{"x" * 64}" AS ?v0) {DOUBLING} }}',
        "memory-limit time-limit",
    ),
    "property path bomb": (
        f"SELECT (COUNT(*) AS ?n) {{ ?a {ANYTHING} ?b . ?c {ANYTHING} ?d }}",
        "time-limit memory-limit",
    ),
    "deeply nested groups": ("ASK " + "{" * 20_000 + "}" * 20_000, "memory-limit syntax failed"),
    "deeply nested negation": ("ASK { FILTER(" + "!" * 35_000 + "true) }", "memory-limit syntax failed"),
    "deeply nested brackets": (
        "ASK { FILTER(" + "(" * 18_000 + "true" + ")" * 18_000 + ") }",
        "memory-limit syntax failed",
    ),
    "many patterns": ("SELECT * { " + "?s ?p ?o . " * 5_000 + "}", "time-limit memory-limit"),
    "many optionals": (
        "ASK { " + " ".join(f"?s ?p{n} ?o{n} OPTIONAL {{ ?o{n} ?q{n} ?z }}" for n in range(300)) + " }",
        "time-limit memory-limit",
    ),
    "hashing for ever": (
        "SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) { " + EVERYTHING + " }",
        "time-limit memory-limit",
    ),
    "exists for each of very many": (
        f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS {{ ?a {ANYTHING} ?f . ?f ?x ?y }} }}",
        "time-limit memory-limit",
    ),
    "service": ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "refused"),
    "service, spelt otherwise": ("ASK { sErViCe\n<http://127.0.0.1:9/> { ?s ?p ?o } }", "refused"),
    "load as a query": ("LOAD <file:///etc/passwd>", "syntax"),
    "garbage": ("SELECT \x00\x01\x02 \ufffe { ?s", "syntax"),
}
FIRST = (
    "cartesian product", "huge construct", "string doubling", "property path bomb", "deeply nested brackets", "service",
    "garbage",
)  # fmt: skip
"""One of each way to be costly: in time, in rows, in memory, by paths, in depth; and what is not begun at all."""
STATUS = {"syntax": 400, "refused": 403}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A read-only server with a few thousand triples and small limits."""
    root = tmp_path_factory.mktemp("reading")
    with running(_project(root / "p"), root / "s", **SETTINGS) as up:
        yield up


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that takes changes."""
    root = tmp_path_factory.mktemp("writing")
    with running(_project(root / "p"), root / "s", "--write", scopes=("write",), **SETTINGS) as up:
        yield up


def _project(root: Path) -> Path:
    empty_project(root)
    # What the editor asks the graph.
    shutil.copytree(ROOT / "queries" / "page", root / "queries" / "page")
    lines = [f'e:s{n} e:p e:s{(n * 7 + 1) % 2000} ; e:n {n} ; e:l "label {n}" .' for n in range(2000)]
    text = "\n".join(["@prefix e: <https://example.org/> .", *lines])
    (root / "data/ttl/a.ttl").write_text(text + "\n", encoding="utf-8")
    return root


@contextlib.contextmanager
def unharmed(up: Running) -> Iterator[None]:
    """Whatever happens inside, a lookup is answered afterwards, rightly and soon."""
    yield
    start = time.monotonic()
    answer = httpx.get(f"{up.url}/sparql", params={"query": f"{LOOKUP} # {start}"})
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "7"
    assert time.monotonic() - start < SLACK


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, socket.socket]]:
    """A port where nobody ought to call."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield listener.getsockname()[1], listener


def nobody_called(listener: socket.socket) -> bool:
    """Whether no connection has come in."""
    time.sleep(0.05)
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


def connect(up: Running) -> socket.socket:
    """A bare connection."""
    parts = urlsplit(up.url)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE)


def rest(connection: socket.socket) -> bytes:
    """All that still comes, until the server closes."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return received


@pytest.mark.parametrize("name", mostly_at_size(QUERIES, *FIRST))
def test_a_query_ends_inside_its_limits(reading: Running, name: str) -> None:
    text, kinds = QUERIES[name]
    inherited = memory(keeper_of(reading.process.pid), "VmRSS")
    with unharmed(reading), Watch(reading.process.pid) as watch, reading.client() as client:
        start = time.monotonic()
        answer = client.post("/sparql", data={"query": text})
        took = time.monotonic() - start
        kind = answer.json()["type"].rpartition("/")[2]
        assert kind in kinds.split()
        assert answer.status_code == STATUS.get(kind, 422)
        assert answer.headers["content-type"] == "application/problem+json"
        assert took < SECONDS + SLACK
    assert watch.most < inherited + (MEMORY_MB << 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "^(a+)+$")) }}', False),
        (f'ASK {{ FILTER(REGEX("{"a" * 5_000}", "^((a{{1,500}}){{1,500}}){{1,500}}$")) }}', False),
        (f'ASK {{ FILTER(STRLEN("{"x" * 100_000}") = 100000) }}', True),
    ],
    ids=["regex backtracking", "regex size", "giant literal"],
)
def test_what_only_looks_dangerous_is_answered(reading: Running, text: str, expected: bool) -> None:
    """An engine without backtracking answers the first; an expression too large is an error, hence no solution."""
    with unharmed(reading), reading.client() as client:
        start = time.monotonic()
        answer = client.post("/sparql", data={"query": text})
        assert (answer.status_code, answer.json()["boolean"]) == (200, expected)
        assert time.monotonic() - start < SECONDS + SLACK


def test_no_request_leaves_the_server(reading: Running, writing: Running) -> None:
    with listening() as (port, listener), reading.client() as client, writing.client() as writer:
        url = f"http://127.0.0.1:{port}/x"
        asks = [
            f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"ASK {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{url}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"ASK {{ {{ SELECT * {{ SERVICE SILENT <{url}> {{ }} }} }} }}",
            f"ASK {{ SERV\\u0049CE <{url}> {{ ?s ?p ?o }} }}",
        ]
        statuses = [client.post("/sparql", data={"query": ask}).status_code for ask in asks]
        assert statuses[:4] == [403] * 4
        assert statuses[4] in (400, 403, 422)
        for dataset in ({"default-graph-uri": url}, {"named-graph-uri": url}):
            empty = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", **dataset})
            assert empty.status_code == 200
            assert empty.json()["boolean"] is False
        empty = client.get("/sparql", params={"query": f"ASK FROM <{url}> {{ ?s ?p ?o }}"})
        assert (empty.status_code, empty.json()["boolean"]) == (200, False)
        for change in (
            f"LOAD <{url}>",
            f"LOAD SILENT <{url}>",
            f"LO\\u0041D <{url}>",
            f"INSERT {{ <urn:a> <urn:b> ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        ):
            answer = writer.post("/sparql", data={"update": change}, headers=writing.bearer)
            # LOAD SILENT may succeed without having done anything (SPARQL 1.1 Update §3.1.4).
            assert answer.status_code in (400, 403) or answer.json().get("added") == 0
        assert nobody_called(listener)


def test_no_file_is_read(reading: Running, writing: Running, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:secret> <urn:secret> <urn:secret> .\n", encoding="utf-8")
    with reading.client() as client, writing.client() as writer:
        for url in (secret.as_uri(), str(secret), f"file:{secret}"):
            update = {"update": f"LOAD <{url}>"}
            assert client.post("/sparql", data=update).status_code == 403
            assert writer.post("/sparql", data=update).status_code == 401
            assert writer.post("/sparql", data=update, headers=writing.bearer).status_code == 403
            read = client.get("/sparql", params={"query": f"SELECT * FROM <{url}> {{ ?s ?p ?o }}"})
            assert read.status_code == 200
            assert read.json()["results"]["bindings"] == []
        found = writer.get("/sparql", params={"query": "ASK { <urn:secret> ?p ?o }"})
        assert found.json()["boolean"] is False


def test_a_hostile_update_changes_nothing(writing: Running) -> None:
    with unharmed(writing), writing.client() as client:
        for change, statuses in (
            (f"INSERT {{ ?a ?b ?i }} WHERE {{ GRAPH ?x {{ {EVERYTHING} }} }}", {422}),
            (f"DELETE {{ GRAPH ?x {{ ?a ?b ?c }} }} WHERE {{ GRAPH ?x {{ {EVERYTHING} }} }}", {422}),
            ("INSERT DATA { <urn:a> <urn:b> ", {400}),
            ("DROP ALL; LOAD <file:///etc/passwd>", {403}),
            ("DROP ALL; ASK {}", {400}),
        ):
            start = time.monotonic()
            answer = client.post("/sparql", data={"update": change}, headers=writing.bearer)
            assert answer.status_code in statuses, change
            assert time.monotonic() - start < SETTINGS["write_seconds"] + 1 + SLACK
        counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
        assert counted["results"]["bindings"][0]["n"]["value"] == "6000"


def test_a_read_only_server_refuses_every_way_of_writing(reading: Running) -> None:
    with unharmed(reading), reading.client() as client:
        clear = {"update": "CLEAR ALL"}
        assert client.post("/sparql", data=clear).status_code == 403
        assert client.get("/sparql", params=clear).status_code == 405
        direct = {"content-type": "application/sparql-update"}
        assert client.post("/sparql", content=b"CLEAR ALL", headers=direct).status_code == 403
        assert client.post("/sparql", params=clear, data={"query": "ASK {}"}).status_code == 400
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
            assert client.request(method, "/sparql", params={"query": "ASK {}"}).status_code == 405
        for method in ("PUT", "POST", "DELETE"):
            turtle = {"content-type": "text/turtle"}
            assert client.request(method, "/rdf-graph-store?default", content=b"", headers=turtle).status_code == 403
        head = client.head("/sparql", params={"query": LOOKUP})
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) > 0


def test_wrong_content_types_are_refused(reading: Running) -> None:
    with unharmed(reading), reading.client() as client:
        for content_type in ("text/plain", "application/json", "multipart/form-data", "", "x" * 1000, "\xe9/\xff"):
            answer = client.post(
                "/sparql", content=b"ASK {}", headers={b"content-type": content_type.encode("latin-1")}
            )
            assert answer.status_code == 415, content_type
        sparql = {"content-type": "application/sparql-query"}
        for body in (b"\xff\xfe\x00garbage", b'ASK { ?s ?p "\xc3\x28" }', b"\xed\xa0\x80"):
            assert client.post("/sparql", content=body, headers=sparql).status_code == 400
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/sparql", content=b"query=%ff%fe%00", headers=form).status_code == 400
        assert client.get("/sparql?query=%ff%fe").status_code == 400


def test_bodies_have_bounds(reading: Running) -> None:
    with unharmed(reading):
        with reading.client() as client:
            long = client.post("/sparql", data={"query": "ASK {} #" + "x" * 200_000})
            assert long.status_code == 413
        head = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
        with connect(reading) as endless:
            endless.sendall(head + b"transfer-encoding: chunked\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                for _ in range(1000):
                    endless.sendall(b"2000\r\n" + b"#" * 0x2000 + b"\r\n")
            answer = rest(endless)
            # The server may have closed before what it said was read.
            assert not answer or answer.startswith(b"HTTP/1.1 413")
        with connect(reading) as slow:
            start = time.monotonic()
            slow.sendall(head + b"content-length: 100\r\n\r\n")
            for _ in range(6):
                slow.sendall(b"A")
                time.sleep(0.1)
            assert rest(slow).startswith(b"HTTP/1.1 408")
            assert time.monotonic() - start < SETTINGS["body_seconds"] + SLACK
        with connect(reading) as lying:
            lying.sendall(head + b"content-length: 99999999999\r\n\r\n")
            assert rest(lying).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("text", ["SELECT * " + "{" * 19_000, "ASK { FILTER(" + "(" * 19_000, "SELECT * { {" * 1_600])
@pytest.mark.parametrize("path", ["/editor/check", "/editor/complete"])
def test_what_helps_in_the_editor_parses_in_a_worker(reading: Running, path: str, text: str) -> None:
    """The parser has no bound on depth, and takes the process with it that it runs in."""
    front = front_of(reading.process.pid)
    with unharmed(reading), reading.client() as client:
        assert client.post(path, json={"query": text, "offset": len(text)}).status_code == 200
    assert front_of(reading.process.pid) == front


def test_what_the_editor_sends_has_bounds(reading: Running) -> None:
    deep = b"[" * 100_000
    with unharmed(reading), reading.client() as client:
        for path in ("/editor/check", "/editor/complete"):
            for body in (b"", b"{", b"[]", b"\xff", b'{"query": "ASK {}", "offset": "x"}', deep):
                answer = client.post(path, content=body)
                if path == "/editor/check" and b"offset" in body:
                    assert answer.status_code == 200
                else:
                    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
            assert client.post(path, content=b" " * 300_000).status_code == 413


def test_headers_have_bounds(reading: Running) -> None:
    with unharmed(reading):
        with connect(reading) as bomb:
            bomb.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n")
            with contextlib.suppress(ConnectionError):
                for number in range(5_000):
                    bomb.sendall(f"x-{number}: {'y' * 1000}\r\n".encode())
            answer = rest(bomb)
            assert not answer or answer.startswith(b"HTTP/1.1 431")
        with connect(reading) as slow:
            start = time.monotonic()
            slow.sendall(b"GET / HTTP/1.1\r\n")
            with contextlib.suppress(ConnectionError):
                while time.monotonic() - start < 5:
                    slow.sendall(b"x: y\r\n")
                    time.sleep(0.1)
            assert b" 200 " not in rest(slow)
            assert time.monotonic() - start < SETTINGS["header_seconds"] + SLACK
        with connect(reading) as nonsense:
            nonsense.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(64) + b"\r\n\r\n")
            assert b" 200 " not in rest(nonsense)


def test_tokens_cannot_be_guessed(writing: Running) -> None:
    clear = {"update": "CLEAR ALL"}
    with unharmed(writing), writing.client() as client:
        statuses = [
            client.post("/sparql", data=clear, headers={"authorization": f"Bearer guess-{number}"}).status_code
            for number in range(15)
        ]
        assert statuses == [401] * 10 + [429] * 5
        for given in ("Basic dGVzdGVyOng=", "Bearer", "bearer \xff"):
            raw = {b"authorization": given.encode("latin-1")}
            assert client.post("/sparql", data=clear, headers=raw).status_code in (401, 429)


def test_only_who_may_write_may_send_much(writing: Running) -> None:
    """What is read of a request before anybody knows whose it is has the bound of a question."""
    much = {"update": "#" * 300_000 + "\nINSERT DATA {}"}
    text = {"content-type": "application/sparql-update"}
    # From elsewhere, as the trusted proxy says: who guesses in another test is shut out there.
    with unharmed(writing), writing.client(headers={"x-forwarded-for": "10.1.1.1"}) as client:
        assert client.post("/sparql", data=much).status_code == 413
        assert client.post("/sparql", content=much["update"], headers=text).status_code == 401
        assert client.post("/sparql", data=much, headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.post("/sparql", data=much, headers=writing.bearer).status_code == 200
        assert client.post("/sparql", content=much["update"], headers={**writing.bearer, **text}).status_code == 200


def test_paths_lead_nowhere(reading: Running) -> None:
    with unharmed(reading):
        for path in (
            "/../../../../etc/passwd", "/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd", "/%00", "/static/%00",
            "/static/....//....//etc/passwd", "/ask/..%2f..%2fpyproject.toml", "/api/queries/%2e%2e%2f%2e%2e",
            "/" + "a/" * 20_000,
        ):  # fmt: skip
            with connect(reading) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
                answer = rest(connection)
                assert answer.split(b" ", 2)[1][:1] == b"4", path
                assert b"root:" not in answer


def test_nothing_goes_on_for_ever_after_the_answer(reading: Running) -> None:
    """Neither a trailer section nor a body that nobody reads, once what was asked has been answered."""
    head = b"GET /health HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
    with unharmed(reading):
        with connect(reading) as bomb:
            sent = 0
            with contextlib.suppress(ConnectionError):
                bomb.sendall(head + b"0\r\n")
                for number in range(3_000):
                    bomb.sendall(f"x-{number}: {'y' * 1000}\r\n".encode())
                    sent += 1
                    time.sleep(0.001 if number > 60 else 0)
            assert sent < 3_000
        with connect(reading) as drip:
            start = time.monotonic()
            drip.sendall(head)
            with contextlib.suppress(ConnectionError):
                while time.monotonic() - start < SETTINGS["body_seconds"] + 1 + SLACK:
                    drip.sendall(b"1\r\nx\r\n")
                    time.sleep(0.1)
            assert time.monotonic() - start < SETTINGS["body_seconds"] + 1 + SLACK


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "CONNECT", "FOO", "PRI"])
def test_methods_nobody_asks_with_are_no_fault(reading: Running, method: str) -> None:
    with unharmed(reading):
        for target in ("*", "/", "/sparql", "http://x/health", "http://[", "/rdf-graph-store?default"):
            with connect(reading) as connection:
                connection.sendall(f"{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
                assert rest(connection).split(b" ", 2)[1][:1] in (b"2", b"4"), target


def test_what_would_be_read_otherwise_by_a_proxy_is_refused(reading: Running) -> None:
    """One request is answered once, or not at all (RFC 9112 §3.2, §6.3, §11.2)."""
    second = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n"
    post = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
    with unharmed(reading):
        for request in (
            post + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + second,
            post + b"content-length: 6\r\ncontent-length: 5\r\n\r\nASK {}" + second,
            post + b"transfer-encoding: xchunked\r\n\r\n0\r\n\r\n" + second,
            post + b"transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n" + second,
            post + b"content-length: +6\r\n\r\nASK {}" + second,
            post + b"transfer-encoding: chunked\r\n\r\n6\nASK {}\n0\n\n" + second,
            post + b"transfer-encoding: chunked\r\n\r\nfffffffffffffffff6\r\nASK {}\r\n0\r\n\r\n" + second,
        ):
            with connect(reading) as connection:
                connection.sendall(request)
                answer = rest(connection)
                assert answer.count(b"HTTP/1.1 ") == 1, request
                assert answer.startswith(b"HTTP/1.1 400"), request
        for hosts in (b"", b"host: a\r\nhost: b\r\n", b'host: x"><script>\r\n', b"host: a b\r\n"):
            for path in (b"/health", b"/sparql?query=ASK%7B%7D"):
                with connect(reading) as connection:
                    connection.sendall(b"GET " + path + b" HTTP/1.1\r\n" + hosts + b"connection: close\r\n\r\n")
                    assert rest(connection).startswith(b"HTTP/1.1 400"), hosts
        with reading.client() as client:
            packed = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
            refused = client.post("/sparql", content=gzip.compress(b"ASK {}"), headers=packed)
            assert (refused.status_code, refused.headers["accept-encoding"]) == (415, "identity")


LARGE = quote(f'SELECT ?x {{ {EVERYTHING} BIND("{"y" * 1000}" AS ?x) }} LIMIT 7200')


def ask_and_not_read(up: Running, number: int) -> socket.socket:
    """A connection on which nearly eight megabytes are waiting."""
    connection = connect(up)
    connection.sendall(f"GET /sparql?query={LARGE}%20%23{number % 3} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
    return connection


def test_answers_that_nobody_takes_are_let_go(reading: Running) -> None:
    """Each waits in memory, and whoever asks and does not read would fill it."""
    assert any(is_given(reading, 0) for _ in range(20)), "there is an answer to take, however slow the machine is"
    front = front_of(reading.process.pid)
    before, most = memory(front, "VmRSS"), 0
    with contextlib.ExitStack() as open_ones, unharmed(reading):
        silent = [open_ones.enter_context(ask_and_not_read(reading, number)) for number in range(100)]
        end = time.monotonic() + SETTINGS["send_seconds"] + SLACK
        while time.monotonic() < end and any(map(waits_for_an_answer, silent)):
            most = max(most, memory(front, "VmRSS") - before)
            time.sleep(0.05)
        assert not any(map(waits_for_an_answer, silent))
        assert any(map(disconnected, silent))
    assert most < 128 << 20, "they asked for seven times as much"


def is_given(up: Running, number: int) -> bool:
    """Whether the large answer is made within the time that a query has; it is kept then."""
    with ask_and_not_read(up, number) as connection:
        return connection.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 200"


def disconnected(connection: socket.socket) -> bool:
    """Whether the server has broken a connection off, told without reading from it."""
    established = b"\x01"
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) != established


def waits_for_an_answer(connection: socket.socket) -> bool:
    """Whether neither an end nor a refusal has come yet."""
    if disconnected(connection):
        return False
    try:
        return connection.recv(12, socket.MSG_PEEK | socket.MSG_DONTWAIT) in (b"", b"HTTP/1.1 200")
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def test_who_takes_an_answer_slowly_gets_all_of_it(reading: Running) -> None:
    with unharmed(reading), ask_and_not_read(reading, 0) as slow:
        received = b""
        while piece := slow.recv(32768):
            received += piece
            time.sleep(0.01)
            head, _, body = received.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            if length and len(body) == int(length[1]):
                break
        assert received.startswith(b"HTTP/1.1 200")
        assert received.endswith(b"]}}")
        assert len(received) > 7_200_000


def test_who_takes_an_answer_drop_by_drop_does_not(reading: Running) -> None:
    with unharmed(reading), ask_and_not_read(reading, 0) as drip:
        start = time.monotonic()
        while not disconnected(drip) and time.monotonic() - start < SETTINGS["send_seconds"] + SLACK:
            drip.recv(10)
            time.sleep(0.02)
        assert disconnected(drip)


def test_many_connections(reading: Running) -> None:
    """Clients that connect and say nothing take no place from those that ask."""
    with contextlib.ExitStack() as open_ones, unharmed(reading):
        for _ in range(400):
            open_ones.enter_context(connect(reading))
        with reading.client() as client:
            assert client.get("/sparql", params={"query": LOOKUP}).status_code == 200


@pytest.mark.parametrize("lookup", [LOOKUP, NEAR])
def test_lookups_go_on_while_others_attack(reading: Running, lookup: str) -> None:
    attack = quote(f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }} #")
    with contextlib.ExitStack() as attackers:
        for number in range(12):
            connection = attackers.enter_context(connect(reading))
            # Each from an address of its own, as the trusted proxy says: no limit for one client stops them all.
            head = f"host: x\r\nx-forwarded-for: 10.0.0.{number}\r\n\r\n"
            connection.sendall(f"GET /sparql?query={attack}{number} HTTP/1.1\r\n{head}".encode())
        took: list[float] = []
        with reading.client() as client:
            for number in range(200):
                start = time.monotonic()
                answer = client.get("/sparql", params={"query": f"{lookup} #a{number}"})
                took.append(time.monotonic() - start)
                assert answer.status_code == 200

        assert sorted(took)[196] < SLACK


def test_long_questions_of_one_person_leave_lookups_to_others_at_the_same_address(tmp_path: Path) -> None:
    attack = quote(f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }} #")
    settings = {**SETTINGS, "query_seconds": 20, "queue_seconds": 0.3}
    with running(_project(tmp_path / "p"), tmp_path / "s", **settings) as up, up.client() as client:
        assert client.get("/sparql", params={"query": LOOKUP}).status_code == 200
        with contextlib.ExitStack() as attackers:
            for number in range(2):
                connection = attackers.enter_context(connect(up))
                connection.sendall(f"GET /sparql?query={attack}{number} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            end = time.monotonic() + PATIENCE
            while "slow_running 2" not in client.get("/metrics").text and time.monotonic() < end:
                time.sleep(0.05)
            for number in range(20):
                answer = client.get("/sparql", params={"query": f"{LOOKUP} #b{number}"})
                assert answer.status_code == 200, answer.text
            third = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}"})
            assert (third.status_code, third.json()["type"].rpartition("/")[2]) == (503, "busy")
            # Its last question was a long one now, and what it asks waits for the others to end.
            assert client.get("/sparql", params={"query": f"{LOOKUP} #c"}).status_code == 503
